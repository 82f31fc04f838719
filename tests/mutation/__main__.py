"""Change the engine a little, again and again, and see whether the tests notice.

    pip install 'mutmut~=3.8.1'
    python -m tests.mutation                     fetch/ and cookies/
    python -m tests.mutation preflight redirect  these modules
    python -m tests.mutation --sample 300        so many of the mutants, by chance
    python -m tests.mutation --survivors         what nobody noticed, as diffs

From the top of the project. mutmut makes the mutants, ``loop.py`` runs the tests, which are those that are quick and
always the same: the tables and the conformance corpus. Everything happens in a copy (``.mutation/``), which is kept: a
second run asks again for what nobody noticed, and for what is new.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.metadata import version
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPY = ROOT / ".mutation"
MUTANTS = COPY / "mutants"
RESULTS = COPY / "results.jsonl"
RINGS = ("fetch", "cookies")
ARGUMENTS = [
    "tests/fetch",
    "tests/cookies",
    "tests/conformance",
    "tests/browser/test_browser.py",
    "tests/browser/test_result.py",
    "--ignore-glob=*/test_properties.py",
    "--deselect=tests/fetch/test_reasons.py::test_no_other_code_can_happen",
    *("-q", "-W", "ignore", "-p", "no:cors", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "-s"),
]
NOTICED = ("noticed", "endless")
SETTINGS = """
[tool.mutmut]
source_paths = ["pytest_cors"]
only_mutate = ["pytest_cors/fetch/*.py", "pytest_cors/cookies/*.py"]
"""


def modules() -> dict[str, Path]:
    """The modules that are changed, by name."""
    found = [path for ring in RINGS for path in (ROOT / "pytest_cors" / ring).glob("*.py") if path.stem != "__init__"]
    return {path.stem: path.relative_to(ROOT) for path in found}


def prepare(processes: int) -> None:
    """Make the copy, and the mutants in it."""
    for old in (COPY / "pytest_cors", MUTANTS):
        shutil.rmtree(old, ignore_errors=True)
    for source, copy in (("pytest_cors", COPY), ("pytest_cors", MUTANTS), ("tests", MUTANTS)):
        shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
    (COPY / ".gitignore").write_text("*\n", encoding="utf-8")
    for path in modules().values():
        undecorate(COPY / path)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for folder in (COPY, MUTANTS):
        (folder / "pyproject.toml").write_text(text + SETTINGS, encoding="utf-8")
    os.chdir(COPY)
    from mutmut.__main__ import create_mutants  # it reads the settings of the folder that it is imported in

    with redirect_stdout(StringIO()):
        create_mutants(processes)


def undecorate(path: Path) -> None:
    """Move ``@lru_cache`` to the end of the module: mutmut does not change what is decorated.

    The public suffixes keep theirs: they are read, not computed.
    """
    text = path.read_text(encoding="utf-8")
    cached = r"^@lru_cache(.*)\n(?=def (?!_public_suffixes\()(\w+))"
    wrapped = "".join(f"{name} = lru_cache{sizes}({name})\n" for sizes, name in re.findall(cached, text, re.MULTILINE))
    path.write_text(re.sub(cached, "", text, flags=re.MULTILINE) + wrapped, encoding="utf-8")


def mutants(chosen: list[str]) -> dict[str, str]:
    """Every mutant of these modules, and a hash of the function that it changes."""
    found = {}
    for name in chosen:
        meta = json.loads((MUTANTS / f"{modules()[name]}.meta").read_text(encoding="utf-8"))
        for mutant in meta["exit_code_by_key"]:
            function = mutant.rpartition(".")[2].partition("__mutmut_")[0]
            found[mutant] = f"{version('mutmut')} {meta['hash_by_function_name'][function]}"
    return found


def outcomes(asked: dict[str, str]) -> dict[str, str]:
    """What became of the mutants, as far as they were run."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    told = {mutant: outcome for mutant, hash_, outcome, _ in map(json.loads, lines) if asked.get(mutant) == hash_}
    return {mutant: told[mutant] for mutant in asked if mutant in told}


def run(asked: dict[str, str], processes: int) -> int:
    """Hold the mutants to the tests: first those that are new, then those that nobody noticed the last time."""
    told = outcomes(asked)
    new = {mutant: hash_ for mutant, hash_ in asked.items() if mutant not in told}
    again = {mutant: asked[mutant] for mutant, outcome in told.items() if outcome not in NOTICED}
    (COPY / "todo.json").write_text(json.dumps([new, again]), encoding="utf-8")
    files = [str(COPY / "todo.json"), str(RESULTS)]
    command = [sys.executable, "-m", "tests.mutation.loop", *files, str(processes), *ARGUMENTS]
    environment = os.environ | {"MUTANT_UNDER_TEST": "none", "CI": "true"}  # CI: hypothesis asks the same every time
    return subprocess.run(command, cwd=MUTANTS, env=environment, check=False).returncode


def table(asked: dict[str, str]) -> Iterator[str]:
    """One line for each module, and one for all."""
    counts: dict[str, Counter[str]] = {}
    for mutant, outcome in outcomes(asked).items():
        counts.setdefault(mutant.split(".")[-2], Counter())[outcome] += 1
    sizes = Counter(mutant.split(".")[-2] for mutant in asked)
    for name, count in [*sorted(counts.items()), ("all", sum(counts.values(), Counter[str]()))]:
        noticed, run = sum(count[each] for each in NOTICED), count.total()
        share = f"{noticed / run:.1%}" if run else "-"
        size = sizes[name] if name in sizes else len(asked)
        yield f"{name:18} {noticed:5} of {run:5} noticed  {share:>6}   of {size:5} in all   {dict(count)}"


def survivors(asked: dict[str, str]) -> Iterator[str]:
    """What was changed without anybody noticing."""
    os.chdir(COPY)
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    for mutant, outcome in outcomes(asked).items():
        if outcome not in NOTICED:
            module = mutant.split(".")[-2]
            yield f"# {mutant}: {outcome}\n{get_diff_for_mutant(mutant, path=modules()[module])}"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    unknown = sorted(set(options.modules) - modules().keys())
    if unknown:
        parser.error(f"no such module: {', '.join(unknown)}; there are {', '.join(sorted(modules()))}")
    if find_spec("mutmut") is None:
        parser.error("mutmut is missing: pip install 'mutmut~=3.8.1'")
    chosen = options.modules or sorted(modules())
    if options.survivors:
        print("\n".join(survivors(mutants(chosen))))
        return 0
    prepare(options.processes)
    asked = mutants(chosen)
    if options.sample is not None:
        picked = random.Random(options.seed).sample(sorted(asked), min(options.sample, len(asked)))
        asked = {mutant: asked[mutant] for mutant in picked}
    code = run(asked, options.processes)
    print("\n".join(table(asked)))
    return code


if __name__ == "__main__":
    sys.exit(main())
