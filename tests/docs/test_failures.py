"""The index of the examples is whole, and every app that goes wrong fails as it is shown to fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .failures import ARGUMENTS, ENVIRON, copy_broken, steady
from .gallery import EXAMPLES, Example, examples, failures
from .test_blocks import LINK

ALL = [*examples(), *failures()]


def name(example: Example) -> str:
    return example.folder.name


def test_the_index_is_whole() -> None:
    index = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\* \[(.+)\]\((.+)/README\.md\)", index)
    assert sorted(listed) == sorted((each.title, each.folder.relative_to(EXAMPLES).as_posix()) for each in ALL)


@pytest.mark.parametrize("folder", [EXAMPLES, *(each.folder for each in ALL)], ids=lambda folder: folder.name)
def test_links_lead_somewhere(folder: Path) -> None:
    targets = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert [
        target for target in targets if ":" not in target and not (folder / target.partition("#")[0]).exists()
    ] == []


def modules(folder: Path) -> set[str]:
    found = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    return found - {"conftest"}


def test_what_a_conftest_imports_has_no_namesake() -> None:
    """Such a module is found by ``pythonpath``, whatever folder pytest is in."""
    folders = {each.folder for each in ALL}
    for folder in [folder for folder in folders if (folder / "conftest.py").exists()]:
        assert not modules(folder) & {module for other in folders - {folder} for module in modules(other)}


@pytest.mark.parametrize("example", failures(), ids=name)
class TestWhatGoesWrong:
    def test_it_fails_as_shown(
        self, example: Example, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for variable, value in ENVIRON.items():
            monkeypatch.setenv(variable, value)
        for variable in ("CI", "BUILD_NUMBER"):  # where pytest cuts no line short
            monkeypatch.delenv(variable, raising=False)
        copy_broken(example.folder, pytester.path)
        result = pytester.runpytest_inprocess(*ARGUMENTS)
        shown = (example.folder / "output.txt").read_text(encoding="utf-8")
        assert steady(result.stdout.str()) == shown, "write it anew: python -m tests.docs.failures"
        assert result.ret == 1

    def test_the_console_line_is_in_the_output(self, example: Example) -> None:
        output = (example.folder / "output.txt").read_text(encoding="utf-8")
        assert example.console in " ".join(output.split())
        assert bool(example.console) != (
            "The console says nothing" in (example.folder / "README.md").read_text(encoding="utf-8")
        )

    def test_the_tests_hold_the_mended_app(self, example: Example) -> None:
        files = [*example.folder.glob("test_*.py"), *example.folder.glob("cors.toml")]
        tests = "".join(file.read_text(encoding="utf-8") for file in files)
        assert "from mended import" in tests or 'app = "mended:' in tests
        assert "broken" not in tests
