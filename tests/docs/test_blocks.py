"""The documentation is run.

Each page is a folder. Its fenced blocks are taken from top to bottom:

* ``title="name"`` after the language: the block is written to that file, over an earlier one of that name.
* ``console``: a line ``$ command`` is run in that folder, and what follows is what it prints. A line ``...``
  stands for lines left out.
* ``sh``: commands that install, or that need this repository; they are not run here.
* ``text``: something to look at.

Any other block fails. At the end of the page pytest runs the tests that no command has run, and they must pass.
Blocks inside an HTML comment count, too: it is where a page hides what its reader has.

``python tests/docs/test_blocks.py`` writes into the pages what their commands print, where no ``...`` stands.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r'(?ms)^```(?P<language>\w*)(?: title="(?P<title>[^"]+)")?[^\n]*\n(?P<text>.*?)^```$')
# Made from a table whose examples run together, in test_arguments.py.
RUN_ELSEWHERE = ROOT / "docs" / "reference" / "marker"
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")
NOT_RUN = {"sh", "text"}


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. ``title == ""``: it is no file."""

    language: str
    title: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command of a page was to print, and printed. ``command == ""``: the run at the page's end."""

    line: int
    command: str
    wanted: str
    printed: str


def blocks(page: str) -> Iterator[Block]:
    """Read the fenced blocks of a page, in order."""
    for match in FENCE.finditer(page):
        line = page.count("\n", 0, match.start()) + 1
        yield Block(match["language"], match["title"] or "", match["text"], line)


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Split a console block into commands and what each prints."""
    for part in re.split(r"(?m)^\$ ", console)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def perform(page: str, folder: Path) -> Iterator[Outcome]:
    """Write the files of a page and run its commands, in the page's order."""
    waiting: dict[str, int] = {}
    for block in blocks(page):
        if block.title:
            folder.joinpath(block.title).write_text(block.text, encoding="utf-8")
            if block.title.startswith("test_"):
                waiting[block.title] = block.line
        elif block.language == "console":
            for command, wanted in commands(block.text):
                yield Outcome(block.line, command, steady(wanted), steady(run(command, folder)))
                waiting = {title: line for title, line in waiting.items() if not runs(command, title)}
        else:
            assert block.language in NOT_RUN, f"line {block.line}: a block that is neither a file nor run"
    if waiting:
        yield Outcome(min(waiting.values()), "", "", run(f"pytest -q {' '.join(waiting)}", folder))


def runs(command: str, test: str) -> bool:
    """Whether a command runs the tests of a file: it names the file, or none."""
    program, *arguments = shlex.split(command)
    if program != "pytest" or "--collect-only" in arguments:
        return False
    return test in arguments or not any(word.endswith(".py") for word in arguments)


def run(command: str, folder: Path) -> str:
    """Run one command with this Python, only our plugin loaded, and return what it printed."""
    program, *arguments = shlex.split(command)
    programs = {"pytest": [sys.executable, "-m", "pytest"], "python": [sys.executable]}
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI", "COV_"))}
    environ |= {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "-p cors -p no:cacheprovider -W error",
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*programs[program], *arguments],
        cwd=folder,
        env=environ,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.stdout


def steady(output: str) -> str:
    """Take out of an output what differs from run to run."""
    output = re.sub(r"\bin \d+\.\d\ds\b", "in 0.12s", output)
    output = re.sub(r"\b(\d+ ms|\d+\.\d s)$", "12 ms", output, flags=re.MULTILINE)
    return "\n".join(line.rstrip() for line in output.splitlines()).strip("\n")


def matches(wanted: str, printed: str) -> bool:
    """Whether the output is as shown; ``...`` on a line of its own stands for any lines."""
    lines = (r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in wanted.splitlines())
    return re.fullmatch("".join(lines), printed + "\n") is not None


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"(?m)^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent != RUN_ELSEWHERE], ids=name)
def test_what_a_page_shows_is_so(page: Path, tmp_path: Path) -> None:
    for outcome in perform(page.read_text(encoding="utf-8"), tmp_path):
        where = f"{name(page)}:{outcome.line}: $ {outcome.command}"
        if outcome.command and not matches(outcome.wanted, outcome.printed):
            wanted, printed = outcome.wanted.splitlines(), outcome.printed.splitlines()
            pytest.fail(
                "\n".join([where, *unified_diff(wanted, printed, "shown", "printed", lineterm="")]), pytrace=False
            )
        if not outcome.command:
            assert re.search(r"(?m)^\d+ passed in", outcome.printed), f"{where}\n{outcome.printed}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for match in LINK.finditer(FENCE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = match["target"].partition("#")
        if re.match(r"\w+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{name(page)}: {match[0]}"
        assert not anchor or anchor in anchors(file), f"{name(page)}: {match[0]}"


@pytest.mark.parametrize(
    ("wanted", "printed", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a\n...\nb", "a\nx\ny\nb", True),
        ("a\n...\nb", "a\nb", True),
        ("...\nb", "a\nb", True),
        ("a\n...", "a\nb", True),
        ("a\n...\nc", "a\nb", False),
        ("a ... b", "a x b", False),
    ],
)
def test_outputs_are_compared_line_by_line(wanted: str, printed: str, same: bool) -> None:
    assert matches(wanted, printed) is same


def test_blocks_are_run_in_order_inside_comments_too(tmp_path: Path) -> None:
    page = (
        'x\n<!--\n```python title="a.py"\nprint(1)\n```\n-->\n```console\n$ python a.py\n1\n```\n'
        '```python title="a.py"\nprint(2)\n```\n```console\n$ python a.py\n1\n```\n'
    )
    assert list(perform(page, tmp_path)) == [
        Outcome(7, "python a.py", "1", "1"),
        Outcome(14, "python a.py", "1", "2"),
    ]


def test_a_block_that_nothing_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="line 2: "):
        list(perform("x\n```python\n1\n```\n", tmp_path))


def test_files_that_no_command_ran_are_run_by_pytest(tmp_path: Path) -> None:
    page = '```python title="test_a.py"\ndef test(): assert 0\n```\n'
    (outcome,) = perform(page, tmp_path)
    assert "1 failed" in outcome.printed


def refresh(page: Path) -> None:
    """Write what the commands print into a page."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [outcome for outcome in perform(text, Path(folder)) if outcome.command]

    def written(match: re.Match[str]) -> str:
        if match["language"] != "console":
            return match[0]
        shown = []
        for command, wanted in commands(match["text"]):
            outcome = outcomes.pop(0)
            same = matches(outcome.wanted, outcome.printed)
            if not same:
                elided = "..." in outcome.wanted.splitlines()
                sys.stdout.write(f"{name(page)}:{outcome.line}: {'mend by hand' if elided else 'written'}\n")
                same = elided
            shown.append(f"$ {command}\n{wanted if same else outcome.printed + chr(10)}")
        return f"```console\n{''.join(shown)}```"

    page.write_text(FENCE.sub(written, text), encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        refresh(each)
