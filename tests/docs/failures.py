"""What pytest prints for the apps that go wrong.

    python -m tests.docs.failures       writes each output.txt anew

A test of ``examples/goes_wrong`` imports the mended app. With ``broken`` for ``mended`` it fails, and prints what
``output.txt`` shows.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from . import test_blocks
from .gallery import failures

ARGUMENTS = ("-q", "--show-capture=no", "-p", "cors", "-p", "no:cacheprovider", "-W", "error")
ENVIRON = {"COLUMNS": "80", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def copy_broken(folder: Path, place: Path) -> None:
    """Copy an example, with the broken app under test."""
    for file in folder.iterdir():
        if file.suffix in {".py", ".toml", ".lock"}:
            text = file.read_text(encoding="utf-8")
            tests_it = file.name.startswith("test_") or file.suffix == ".toml"
            (place / file.name).write_text(text.replace("mended", "broken") if tests_it else text, encoding="utf-8")


def steady(output: str) -> str:
    """Take out of an output what differs from run to run: times, and the digests of signed cookies."""
    return re.sub(r"(?<=\*\*\*)[0-9a-f]{4}\b", "1234", test_blocks.steady(output)) + "\n"


def refresh(folder: Path) -> None:
    """Write ``output.txt`` as pytest prints it now."""
    with tempfile.TemporaryDirectory() as place:
        copy_broken(folder, Path(place))
        command = [sys.executable, "-m", "pytest", *ARGUMENTS]
        environ = {**ENVIRON, "PATH": ""}
        done = subprocess.run(command, cwd=place, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1, f"{folder.name}: the broken app does not fail\n{done.stdout}{done.stderr}"
    (folder / "output.txt").write_text(steady(done.stdout), encoding="utf-8")


if __name__ == "__main__":
    for each in failures():
        refresh(each.folder)
