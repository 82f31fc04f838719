"""One contract under flask-cors 5.0.1, 6.0.0 and 6.0.1: it fails where the rules changed places, and nowhere else.

flask-cors sorts the patterns of ``resources`` by how specific they are. 6.0.0 sorted them the wrong way round, so
that ``/api/.*`` won over ``/api/private/.*``, and what was for one page was for all. 6.0.1 mended it.

Each version is put by pip into a folder of its own, and the suite of a small project is run with that one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

APP = """
from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            "/api/.*": {"origins": "*"},
            "/api/private/.*": {"origins": ["https://app.example.com"], "allow_headers": ["Content-Type"]},
        },
    )
    app.add_url_rule("/api/news", "news", lambda: ["tea is out"])
    app.add_url_rule("/api/private/orders", "orders", lambda: ["tea"])
    return app
"""

CONTRACT = """
[contract]
base_url = "https://api.example.com"
app = "news:create_app"

[[allow]]
name = "anybody"
routes = ["/api/news"]
origins = "*"
headers = "*"

[[allow]]
name = "app"
routes = ["/api/private/*"]
origins = ["https://app.example.com"]
headers = ["Content-Type"]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    folder.joinpath("news.py").write_text(APP, encoding="utf-8")
    folder.joinpath("cors.toml").write_text(CONTRACT, encoding="utf-8")
    return folder


def installed(version: str, folder: Path) -> str:
    """A folder with one version of flask-cors, and nothing else."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        str(folder),
        f"flask-cors=={version}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "CI" not in os.environ:
        pytest.skip(f"flask-cors {version} cannot be installed here: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    return str(folder)


def run(project: Path, flask_cors: str, *arguments: str) -> str:
    """What pytest says of the project, with one flask-cors."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environ["PYTHONPATH"] = os.pathsep.join([flask_cors, *filter(None, [os.environ.get("PYTHONPATH")])])
    environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    code = (
        "import importlib.metadata as m, flask_cors, sys, pytest;"
        f"assert flask_cors.__file__.startswith({flask_cors!r});"
        "print('flask-cors', m.version('flask-cors'));"
        "sys.exit(pytest.main(sys.argv[1:]))"
    )
    plugins = ["-p", "cors", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(
        [sys.executable, "-c", code, *plugins, *arguments],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def lock(project: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The lock as it was before the upgrade."""
    old = installed("5.0.1", tmp_path_factory.mktemp("before"))
    said = run(project, old, "--cors-update")
    assert "cors.lock is written" in said, said
    return old


@pytest.mark.parametrize(("version", "holds"), [("5.0.1", True), ("6.0.0", False), ("6.0.1", True)])
def test_the_upgrade(
    project: Path, lock: str, tmp_path_factory: pytest.TempPathFactory, version: str, *, holds: bool
) -> None:
    said = run(project, lock if version == "5.0.1" else installed(version, tmp_path_factory.mktemp("one")))
    assert f"flask-cors {version}" in said
    if holds:
        assert "5 passed" in said, said
        return
    assert "pages that nobody allowed can read: any origin is let in" in " ".join(said.split())
    assert "FAILED cors.toml::/api/private/orders[everything else]" in said
    assert "FAILED cors.toml::[lock]" in said
    told = " ".join(said.split())
    assert "More is allowed:" in told
    assert "GET /api/private/orders: https://evil.example and " in told
    assert (
        " may now read, not with credentials: InvalidAllowCredentials (was: denied, MissingAllowOriginHeader)" in told
    )
    assert "/api/news[" not in said.partition("short test summary")[2]
