"""The commands that a newcomer copies are the same on every page, and `.ci/run` runs them as they stand."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKERS = ["main job", "test"]


def command(page: str, marker: str) -> str:
    """The one command line of the block that follows a marker."""
    [found] = re.findall(rf"^<!-- {marker} -->\n+```sh\n([^\n]+)\n```$", page, re.MULTILINE)
    return str(found)


@pytest.mark.parametrize("marker", MARKERS)
def test_readme_and_contributing_agree(marker: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    contributing = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    assert command(readme, marker) == command(contributing, marker)


@pytest.mark.parametrize("marker", MARKERS)
def test_a_command_sets_up_what_it_needs(marker: str) -> None:
    line = command((ROOT / "README.md").read_text(encoding="utf-8"), marker)
    venv, install, run = line.split(" && ")
    assert venv == "python3 -m venv .venv"
    assert install == ".venv/bin/pip install -q -e '.[test]'"
    assert run.startswith(".venv/bin/pytest")


def test_continuous_integration_reads_the_lines_from_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    shown = subprocess.run([script, "--show"], capture_output=True, text=True, check=True).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert shown.splitlines() == [command(readme, marker) for marker in MARKERS]


@pytest.mark.parametrize(
    "block",
    [
        "```sh\npytest\n```\n",
        "<!-- test -->\nsome words\n```sh\npytest\n```\n",
        "<!-- test -->\n```sh\none\ntwo\n```\n",
        "<!-- test -->\n```sh\n```\n",
        "<!-- test -->\n```sh\npytest\n",
        "<!-- test -->\n```sh\npytest\n```\n<!-- test -->\n```sh\npytest\n```\n",
    ],
    ids=["no marker", "words between", "two lines", "no line", "left open", "two markers"],
)
def test_continuous_integration_does_not_guess(tmp_path: Path, block: str) -> None:
    page = f"<!-- main job -->\n```sh\npytest examples\n```\n{block}"
    (tmp_path / "README.md").write_text(page, encoding="utf-8")
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "run"
    script.write_bytes((ROOT / ".ci" / "run").read_bytes())
    run = subprocess.run(["bash", script, "--show"], capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "README.md" in run.stderr
    assert run.stdout == ""
