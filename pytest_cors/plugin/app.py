"""The user's app: what their ``app`` fixture gives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_defines_app = re.compile(r"^\s*def app\(|^\s*@pytest\.fixture\(.*name=[\"']app[\"']", re.MULTILINE).search

# Folders that hold other people's code, and a lot of it.
_NOT_SEARCHED = frozenset({"node_modules", "site-packages", "venv", "env", "build", "dist", "__pycache__"})


def app_of(request: pytest.FixtureRequest) -> Any:
    """The value of the ``app`` fixture that the test sees.

    A test that sees none fails, and is told what to write.
    """
    try:
        app = request.getfixturevalue("app")
    except pytest.FixtureLookupError as error:
        if error.argname != "app":
            raise
        pytest.fail(_without_app(request), pytrace=False)
    if not callable(app):
        pytest.fail(f"The app fixture gives {app!r}, which is not a WSGI application.", pytrace=False)
    return app


def _without_app(request: pytest.FixtureRequest) -> str:
    item: pytest.Item = request.node
    lines = [
        "pytest-cors asks the app fixture for the Flask app, and this test sees none.",
        f"Write one in {_shown(item.path.parent / 'conftest.py', item.config)}:",
        "",
        "    import pytest",
        "    from my_project import create_app",
        "",
        "    @pytest.fixture",
        "    def app():",
        "        return create_app()",
    ]
    elsewhere = [_shown(path, item.config) for path in _conftests(item.config.rootpath) if _has_app(path)]
    if elsewhere:
        lines += ["", f"There is one in {' and in '.join(elsewhere)}, which tests see in that folder and below."]
    return "\n".join(lines)


def _conftests(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _NOT_SEARCHED and not name.startswith("."))
        if "conftest.py" in files:
            yield Path(folder, "conftest.py")


def _has_app(path: Path) -> bool:
    try:
        return _defines_app(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


def _shown(path: Path, config: pytest.Config) -> str:
    return str(path.relative_to(config.rootpath)) if path.is_relative_to(config.rootpath) else str(path)
