"""What is shipped: built, opened and read."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"]


def build(target: str, folder: Path) -> Path:
    """Build one distribution into a folder, without the network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=ROOT,
        check=True,
    )
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    return zipfile.Path(build("wheel", tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.Path) -> Message:
    return email.message_from_string((dist_info(wheel) / "METADATA").read_text(encoding="utf-8"))


def dist_info(wheel: zipfile.Path) -> zipfile.Path:
    """The folder of metadata in a wheel."""
    [folder] = [path for path in wheel.iterdir() if path.name.endswith(".dist-info")]
    return folder


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.Path) -> None:
    shipped = {name for name in wheel.root.namelist() if not name.startswith("pytest_cors-")}
    files = {name for name in shipped if not name.endswith("/")}
    package = ROOT / "pytest_cors"
    sources = {path.relative_to(ROOT).as_posix() for path in package.rglob("*.py")}
    templates = {path.relative_to(ROOT).as_posix() for path in (package / "report" / "templates").iterdir()}
    assert {Path(name).suffix for name in templates} == {".css", ".html", ".js"}
    assert files == sources | templates | {"pytest_cors/py.typed"}


def test_any_python_3_on_any_system_can_install_the_wheel(wheel: zipfile.Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


def test_pytest_finds_the_plugin(wheel: zipfile.Path) -> None:
    entry_points = ConfigParser()
    entry_points.read_string((dist_info(wheel) / "entry_points.txt").read_text(encoding="utf-8"))
    assert dict(entry_points["pytest11"]) == {"cors": "pytest_cors.plugin"}
    assert entry_points.sections() == ["pytest11"]


def test_the_licence_is_in_the_wheel(wheel: zipfile.Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "MIT"
    text = (dist_info(wheel) / "licenses" / "LICENSE").read_text(encoding="utf-8")
    assert text == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_metadata_names_the_pythons(metadata: Message) -> None:
    prefix = "Programming Language :: Python :: 3."
    classifiers = metadata.get_all("Classifier", [])
    assert metadata["Requires-Python"] == f">={PYTHONS[0]}"
    assert [line.removeprefix(prefix[:-2]) for line in classifiers if line.startswith(prefix)] == PYTHONS


@pytest.mark.parametrize(
    "classifier",
    ["Framework :: Pytest", "Framework :: Flask", "Typing :: Typed"],
)
def test_the_metadata_names_what_it_is_for(metadata: Message, classifier: str) -> None:
    assert classifier in metadata.get_all("Classifier", [])


def test_what_is_tested_is_no_dependency(metadata: Message) -> None:
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert not [line for line in needed if "cors" in line.lower()]


def test_the_page_of_the_package_is_the_readme(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_source_distribution_can_be_tested(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        shipped = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "tests/house/test_wheel.py"} <= shipped
    assert any(name.startswith("examples/shop/") for name in shipped)
    assert not [name for name in shipped if "__pycache__" in name or name.startswith(".venv")]
