"""Every argument of the marker has its page, what it says is so, and its example runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_cors.contract.arguments import READERS

from . import test_blocks
from .arguments import ARGUMENTS, CONFTEST, FOLDER, messages, pages


def test_every_argument_has_its_page() -> None:
    assert set(ARGUMENTS) == set(READERS)
    assert {path.name for path in FOLDER.iterdir()} == set(pages())


def test_the_pages_are_what_the_code_says() -> None:
    stale = [name for name, text in pages().items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, "write them anew: python -m tests.docs.arguments"


@pytest.mark.parametrize("name", READERS)
def test_a_mistake_is_one_and_is_told(name: str) -> None:
    found = list(messages(ARGUMENTS[name]))
    assert found
    assert [
        mistake for mistake, message in found if not message.startswith("ERROR: test_orders.py::test_orders: ")
    ] == []
    assert [message for _, message in found if "\n" in message] == []


def test_the_examples_run(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name, argument in ARGUMENTS.items():
        (tmp_path / f"test_{name}.py").write_text(argument.example, encoding="utf-8")
    printed = test_blocks.run("pytest -q", tmp_path)
    assert " passed in " in printed, printed
    assert " failed" not in printed, printed


def test_pytest_prints_it_so(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_orders.py").write_text(
        'import pytest\n\n\n@pytest.mark.cors("/orders", origin="https://app.example.com", expect="allow")\n'
        "def test_orders(): ...\n",
        encoding="utf-8",
    )
    (_, message), *_ = messages(ARGUMENTS["expect"])
    assert message in test_blocks.run("pytest -q", tmp_path).splitlines()
