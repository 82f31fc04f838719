"""Change the engine a little, again and again, and see whether the tests notice.

    pip install mutmut
    python -m tests.mutation                     fetch/ and cookies/, an hour or two
    python -m tests.mutation preflight redirect  these modules
    python -m tests.mutation --survivors         what nobody noticed in the last run, as diffs

From the top of the project. Everything happens in a copy (``.mutation/``), which is kept so that a second run only does
what is new. The tests are those that are quick and always the same: the tables and the conformance corpus.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPY = ROOT / ".mutation"
RINGS = ("fetch", "cookies")
SELECTION = [
    "tests/fetch",
    "tests/cookies",
    "tests/conformance",
    "tests/browser/test_browser.py",
    "tests/browser/test_result.py",
]
SETTINGS = """
[tool.mutmut]
source_paths = ["pytest_cors"]
only_mutate = [{only}]
pytest_add_cli_args = [
  "-p", "no:cacheprovider", "-p", "no:cors", "-W", "ignore",
  "--ignore-glob=*/test_properties.py", "--deselect=tests/fetch/test_reasons.py::test_no_other_code_can_happen",
]
pytest_add_cli_args_test_selection = [{selection}]
use_git_change_detection = false
on_dependency_change = "rerun"
timeout_multiplier = 30.0
"""


def modules() -> dict[str, Path]:
    """The modules that are changed, by name."""
    found = [path for ring in RINGS for path in (ROOT / "pytest_cors" / ring).glob("*.py") if path.stem != "__init__"]
    return {path.stem: path.relative_to(ROOT) for path in found}


def prepare(chosen: list[str]) -> None:
    """Make the copy anew, or bring it up to date."""
    COPY.mkdir(exist_ok=True)
    (COPY / ".gitignore").write_text("*\n", encoding="utf-8")
    for name in ("pytest_cors", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in modules().values():
        uncached(COPY / path)
    paths = modules()
    only = ", ".join(f'"{paths[name].as_posix()}"' for name in chosen)
    settings = SETTINGS.format(only=only, selection=", ".join(f'"{each}"' for each in SELECTION))
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (COPY / "pyproject.toml").write_text(text + settings, encoding="utf-8")


def uncached(path: Path) -> None:
    """Leave out ``@lru_cache``: mutmut does not change what is decorated, and a cache would hide a change.

    What is read once for good stays cached, or nothing would ever end: the public suffixes, the profiles.
    """
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"^@lru_cache.*\n(?!def (?:_public_suffixes|profile)\()", "", text, flags=re.MULTILINE), "utf-8"
    )


def outcomes() -> Iterator[tuple[str, str, str]]:
    """Module, mutant and what became of it: killed, survived, timeout, no tests."""
    names = {0: "survived", 1: "killed", 3: "killed", 33: "no tests", None: "not run"}
    for path in sorted((COPY / "mutants" / "pytest_cors").rglob("*.meta")):
        module = path.name.removesuffix(".py.meta")
        for mutant, code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            yield module, mutant, names.get(code, "timeout")


def table(chosen: list[str]) -> Iterator[str]:
    """One line for each module, and one for all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for module, _, outcome in outcomes():
        if module in chosen:
            counts[module][outcome] += 1
    total = sum(counts.values(), Counter[str]())
    for name, count in [*sorted(counts.items()), ("all", total)]:
        done = count.total() - count["not run"]
        noticed = count["killed"] + count["timeout"]
        share = f"{noticed / done:.1%}" if done else "-"
        yield f"{name:18} {noticed:5} of {done:5} noticed  {share:>6}   {dict(count)}"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    unknown = sorted(set(options.modules) - modules().keys())
    if unknown:
        parser.error(f"no such module: {', '.join(unknown)}; there are {', '.join(sorted(modules()))}")
    chosen = options.modules or sorted(modules())
    if options.survivors:
        for module, mutant, outcome in outcomes():
            if module in chosen and outcome in {"survived", "no tests"}:
                subprocess.run([sys.executable, "-m", "mutmut", "show", mutant], cwd=COPY, check=False)
        return 0
    if find_spec("mutmut") is None:
        parser.error("mutmut is missing: pip install mutmut")
    prepare(chosen)
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(options.processes)]
    code = subprocess.run(command, cwd=COPY, check=False).returncode
    print("\n".join(table(chosen)))
    return code


if __name__ == "__main__":
    sys.exit(main())
