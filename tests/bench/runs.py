"""Whole runs of pytest, each in a process of its own.

Every plugin that happens to be installed is left out, so that the runs are those of an environment with pytest,
Flask and nothing else, with and without pytest-cors.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from pathlib import Path

from .measure import Contestants
from .scenario import Setting, scenario

WITHOUT = ("-p", "no:cors")

CONFTEST = """
import pytest
from flask import Flask
from flask_cors import CORS

@pytest.fixture(scope="session")
def app():
    app = Flask("api")
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/users")
    def users():
        return [1, 2]

    return app

@pytest.fixture
def client(app):
    return app.test_client()
"""

MARKED = """
@pytest.mark.cors(
    "/users", origin="https://app.example.com", headers=["X-Request-Id: 7"], credentials="include", expect="allowed"
)
def test_{number}(): ...
"""

BY_HAND = """
def test_{number}(client):
    asked = {{"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-request-id"}}
    answer = client.options("/users", headers={{"Origin": "https://app.example.com", **asked}})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "x-request-id" in answer.headers["Access-Control-Allow-Headers"]
    answer = client.get("/users", headers={{"Origin": "https://app.example.com", "X-Request-Id": "7"}})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
"""

LISTED = """
@pytest.mark.cors("/users", origin=[f"https://a{{n}}.example.com" for n in range(10)], expect="denied")
def test_{number}(): ...
"""

PARAMETRIZED = """
@pytest.mark.parametrize("origin", [f"https://a{{n}}.example.com" for n in range(10)])
def test_{number}(client, origin): ...
"""


LARGE = """
[contract]
app = "large:create_app"

[[allow]]
routes = "/*"
origins = [{origins}]
headers = "*"
""".format(origins=", ".join(f'"https://app{number}.example.com"' for number in range(20)))

LARGE_APP = """
from flask import Flask
from flask_cors import CORS

def create_app():
    app = Flask("large", static_folder=None)
    CORS(app, origins=[f"https://app{{each}}.example.com" for each in range(20)])
    for number in range({routes}):
        app.add_url_rule(f"/b{{number}}", str(number), lambda: "tea")
    return app
"""


TELLS_PEAK = """
from pathlib import Path
from tests.bench.contracts import megabytes

def pytest_unconfigure():
    Path("peak").write_text(str(megabytes()))
"""


@scenario("marker-tests")
def marker_tests(setting: Setting) -> Contestants:
    """A run of 200 marker tests, two exchanges each."""
    tests = 5 if setting.quick else 200
    return {
        "marker tests": _run(setting, "marked", MARKED, tests, outcome=f"{tests} passed"),
        "the same by hand, without the plugin": _run(
            setting, "by_hand", BY_HAND, tests, *WITHOUT, outcome=f"{tests} passed"
        ),
    }


@scenario("collection")
def collection(setting: Setting) -> Contestants:
    """Collection of 1,000 marker tests, ten origins a marker."""
    functions = 1 if setting.quick else 100
    outcome = f"{10 * functions} tests collected"
    return {
        "marker tests": _run(setting, "listed", LISTED, functions, "--collect-only", outcome=outcome),
        "parametrize, without the plugin": _run(
            setting, "parametrized", PARAMETRIZED, functions, "--collect-only", *WITHOUT, outcome=outcome
        ),
    }


@scenario("plugin-load", aims={"without it": 1.03})
def plugin_load(setting: Setting) -> Contestants:
    """A run of one test that has nothing to do with CORS, the plugin installed."""
    test = "def test_{number}(): ..."
    return {
        "with the plugin": _run(setting, "plain", test, 1, outcome="1 passed"),
        "without it": _run(setting, "plain", test, 1, *WITHOUT, outcome="1 passed"),
    }


@scenario("two-workers", aims={"one process": 1 / 1.7}, unit="s on the clock")
def two_workers(setting: Setting) -> Contestants:
    """A contract of 1,000 routes and 20 origins, with -n 2, by the clock on the wall: half the time at best."""
    sweep = _large(setting, 10 if setting.quick else 1000)

    def seconds(*arguments: str) -> float:
        started = time.perf_counter()
        sweep(*arguments)
        return time.perf_counter() - started

    def side_by_side() -> float:
        """What the machine allows: half the time of two whole runs that know nothing of each other."""
        started = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(sweep, "-p", "no:xdist") for _ in range(2)]:
                done.result()
        return (time.perf_counter() - started) / 2

    return {
        "-n 2": lambda: seconds("-n2"),
        "one process": lambda: seconds("-p", "no:xdist"),
        "half of two runs side by side": side_by_side,
    }


@scenario("report-memory", unit="MB")
def report_memory(setting: Setting) -> Contestants:
    """Peak memory of a run that makes a report of 11,600 cells, with a story of each."""
    sweep = _large(setting, 10 if setting.quick else 100)
    told = setting.folder / "peak"
    (setting.folder / "conftest.py").write_text(TELLS_PEAK, encoding="utf-8")

    def megabytes(*arguments: str) -> float:
        sweep("-p", "no:xdist", *arguments)
        return float(told.read_text(encoding="ascii"))

    return {
        "json": lambda: megabytes("--cors-report=json"),
        "html": lambda: megabytes("--cors-report=html"),
        "no report": megabytes,
    }


def _large(setting: Setting, routes: int) -> Callable[..., None]:
    """What runs a contract of so many routes and 20 origins, with some arguments."""
    (setting.folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (setting.folder / "cors.toml").write_text(LARGE, encoding="utf-8")
    (setting.folder / "large.py").write_text(LARGE_APP.format(routes=routes), encoding="utf-8")
    plugins = [part for name in ("flask", "randomly", "hypothesispytest") for part in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugins]

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [*command, *arguments], cwd=setting.folder, env=_environment(), capture_output=True, text=True, check=False
        )
        assert f"{2 * routes} passed" in done.stdout, done.stdout + done.stderr

    return run


def _run(setting: Setting, name: str, test: str, number: int, *arguments: str, outcome: str) -> Callable[[], None]:
    folder = setting.folder / name
    folder.mkdir(exist_ok=True)
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    module = "import pytest\n" + "\n".join(test.format(number=each) for each in range(number))
    (folder / "test_it.py").write_text(module, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *_other_plugins(), *arguments]

    def run() -> None:
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
        assert outcome in done.stdout, done.stdout + done.stderr

    return run


def _other_plugins() -> list[str]:
    names = sorted({each.name for each in entry_points(group="pytest11")} - {"cors"})
    return [part for name in names for part in ("-p", f"no:{name}")]


def _environment() -> dict[str, str]:
    """Ours, but for what a pytest around this one has set; with the package found as it is here, and bytecode kept."""
    package = str(Path(__file__).parents[2])
    ignored = ("PYTEST_", "COV_", "PYTHONDONTWRITEBYTECODE")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ignored)},
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")])),
    }
