"""What is public is what `__all__` says; naming it costs nothing until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_cors

INIT = Path(pytest_cors.__file__)
HEAVY = {"ada_url", "flask", "publicsuffixlist", "pytest_cors.fetch", "pytest_cors.transport", "werkzeug"}
PUBLIC = ["Browser", "Contract", "ContractViolation", "CorsDenied", "NotModelled", "RequestError"]


def loaded_by(statement: str) -> set[str]:
    """Which of the heavy modules one statement loads, in a fresh interpreter."""
    probe = f"import sys\n{statement}\nprint(*(name for name in {sorted(HEAVY)} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-I", "-c", probe], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_public_names_are_these() -> None:
    assert sorted(PUBLIC) == PUBLIC
    assert list(pytest_cors.__all__) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_can_be_imported_and_is_documented(name: str) -> None:
    assert getattr(pytest_cors, name).__doc__
    assert name in dir(pytest_cors)


def test_a_type_checker_sees_the_same_names() -> None:
    """Names that are resolved late are imported for typing, too, or users would have no types."""
    tree = ast.parse(INIT.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {alias.asname or alias.name for node in imports for alias in node.names} >= set(pytest_cors.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Brwoser"):
        _ = pytest_cors.Brwoser


@pytest.mark.parametrize(
    "statement",
    ["import pytest_cors", "import pytest_cors.plugin", "from pytest_cors import CorsDenied"],
)
def test_installed_is_not_used(statement: str) -> None:
    """Loading the plugin, as every pytest run does, loads neither Flask nor the engine."""
    assert loaded_by(statement) == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert loaded_by("from pytest_cors import Browser") >= {"ada_url", "pytest_cors.fetch"}
