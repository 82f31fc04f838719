"""Older releases of flask-cors, each put by pip into a folder of its own, for apps that are made with that one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

NEWEST = "newest"
"""Of all releases, when it was put there."""

# What flask-cors 3 imports, too.
_NEEDS = {"3.0.8": ("six",), "3.0.10": ("six",)}


@cache
def folder_of(version: str) -> Path:
    """Where a release is, and nothing else; kept for the next run.

    :param version: such as ``"5.0.1"``, or ``NEWEST``.

    Where pip cannot get it, the test is skipped; with ``CI`` set it fails.
    """
    base = Path(tempfile.gettempdir()) / f"pytest-cors-releases-{os.getuid()}"
    folder = base / version
    if (folder / "flask_cors").exists():
        return folder
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base) as unfinished:
        wanted = ["flask-cors" if version == NEWEST else f"flask-cors=={version}", *_NEEDS.get(version, ())]
        options = ["-q", "--no-deps", "--disable-pip-version-check", "--target", unfinished]
        command = [sys.executable, "-m", "pip", "install", *options, *wanted]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode and "CI" not in os.environ:
            pytest.skip(f"flask-cors {version} cannot be installed here: {done.stderr.strip()[-200:]}")
        assert done.returncode == 0, done.stderr
        if not folder.exists():
            Path(unfinished).rename(folder)
            Path(unfinished).mkdir()
    return folder


@contextmanager
def flask_cors(version: str) -> Iterator[None]:
    """``import flask_cors`` gives this release for a while; an empty version is the one that is installed."""
    if not version:
        yield
        return
    folder = str(folder_of(version))
    installed = _taken_out()
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
        _taken_out()
        sys.modules.update(installed)


def _taken_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] in {"flask_cors", "six"}]
    return {name: sys.modules.pop(name) for name in names}
