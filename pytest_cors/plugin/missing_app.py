"""What to say to a test that sees no ``app`` fixture."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_defines_app = re.compile(r"^\s*def app\(|^\s*@pytest\.fixture\(.*name=[\"']app[\"']", re.MULTILINE).search

# Folders that hold other people's code, and a lot of it.
_NOT_SEARCHED = frozenset({"node_modules", "site-packages", "venv", "env", "build", "dist", "__pycache__"})


def is_missing(error: BaseException) -> bool:
    """Whether it is our browser that found no ``app`` fixture, rather than somebody else's fixture."""
    if not isinstance(error, pytest.FixtureLookupError) or error.argname != "app":
        return False
    return getattr(error.request, "fixturename", None) == "cors_browser"


def what_to_write(item: pytest.Item) -> str:
    """The fixture to write, and where there is one already that this test does not see."""
    lines = [
        "pytest-cors asks the app fixture for the Flask app, and this test sees none.",
        f"Write one in {_shown(_nearest_conftest(item.path.parent, item.config.rootpath), item.config)}:",
        "",
        "    import pytest",
        "    from my_project import create_app",
        "",
        "    @pytest.fixture",
        "    def app():",
        "        return create_app()",
    ]
    elsewhere = [_shown(path, item.config) for path in conftests(item.config.rootpath) if has_app(path)]
    if elsewhere:
        lines += ["", f"There is one in {' and in '.join(elsewhere)}, which tests see in that folder and below."]
    return "\n".join(lines)


def _nearest_conftest(folder: Path, root: Path) -> Path:
    above = (folder, *(parent for parent in folder.parents if parent.is_relative_to(root)))
    return next((path for path in (each / "conftest.py" for each in above) if path.exists()), folder / "conftest.py")


def conftests(root: Path) -> Iterator[Path]:
    """Every ``conftest.py`` of a project, those of outer folders first."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _NOT_SEARCHED and not name.startswith("."))
        if "conftest.py" in files:
            yield Path(folder, "conftest.py")


def has_app(path: Path) -> bool:
    """Whether a module seems to define an ``app`` fixture."""
    try:
        return _defines_app(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


def _shown(path: Path, config: pytest.Config) -> str:
    return str(path.relative_to(config.rootpath)) if path.is_relative_to(config.rootpath) else str(path)
