"""``--cors-init``: one run writes ``cors.toml`` where the app is, and the next is green."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

APP = """
from flask import Flask
from flask_cors import CORS

def create_app(origins=("https://app.example.com",)):
    app = Flask("bakery", static_folder=None)
    CORS(app, origins=list(origins), allow_headers=["Authorization"])
    app.add_url_rule("/users", "users", lambda: [1], methods=["GET", "PUT"])
    return app
"""

CONFTEST = """
import pytest
from bakery import create_app

@pytest.fixture
def app():
    return create_app()
"""

BROKEN = "def test_broken(): assert False, 'because it was run'\n"

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest over files, beside an app.

    No folder is called tests: in this process there is a ``tests.conftest`` already, our own.
    """
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    monkeypatch.syspath_prepend(pytester.path)

    def run(*args: str, files: dict[str, str] | None = None, alone: bool = False) -> pytest.RunResult:
        for name, text in {"bakery.py": APP, **(files or {})}.items():
            path = pytester.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        start = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
        return start("-p", "no:randomly", "-p", "no:flask", "-p", "no:cacheprovider", "--import-mode=importlib", *args)

    return run


def written(pytester: pytest.Pytester) -> list[str]:
    return sorted(path.relative_to(pytester.path).as_posix() for path in pytester.path.rglob("cors.toml"))


def test_one_run_writes_and_the_next_is_green(run: Run, pytester: pytest.Pytester) -> None:
    result = run("--cors-init", files={"conftest.py": CONFTEST, "test_x.py": BROKEN})
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*CORS contract*", "cors.toml is written: 1 rule for 1 route", "* cells: * allowed, *", "Next: pytest holds *"]
    )
    assert written(pytester) == ["cors.toml"]
    after = run("cors.toml", "-W", "error", alone=True)
    after.assert_outcomes(passed=2)
    assert "because it was run" not in str(result.stdout)


@pytest.mark.parametrize("arguments", [(), (".",), ("suite",), ("suite/api/test_x.py",)])
def test_it_is_written_beside_the_conftest_with_the_app(
    run: Run, pytester: pytest.Pytester, arguments: tuple[str, ...]
) -> None:
    files = {"suite/conftest.py": CONFTEST, "suite/api/test_x.py": BROKEN, "suite/api/conftest.py": "x = 1"}
    run("--cors-init", *arguments, files=files).assert_outcomes(passed=1)
    assert written(pytester) == ["suite/cors.toml"]
    run("suite/cors.toml").assert_outcomes(passed=2)


def test_testpaths_may_point_below_the_conftest(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ntestpaths = suite\n")
    run("--cors-init", files={"conftest.py": CONFTEST, "suite/test_x.py": BROKEN}).assert_outcomes(passed=1)
    assert written(pytester) == ["cors.toml"]


def test_a_package_of_tests_is_a_folder_as_well(run: Run, pytester: pytest.Pytester) -> None:
    files = {"suite/__init__.py": "", "suite/conftest.py": CONFTEST, "suite/test_x.py": BROKEN}
    run("--cors-init", files=files).assert_outcomes(passed=1)
    assert written(pytester) == ["suite/cors.toml"]
    run("suite/cors.toml").assert_outcomes(passed=2)


def test_of_two_apps_one_must_be_named(run: Run, pytester: pytest.Pytester) -> None:
    files = {"a/conftest.py": CONFTEST, "b/conftest.py": CONFTEST}
    result = run("--cors-init", files=files)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --cors-init: the app fixture is defined in a, b; say which, as in: *"])
    run("--cors-init", "b").assert_outcomes(passed=1)
    assert written(pytester) == ["b/cors.toml"]


def test_it_is_not_overwritten(run: Run, pytester: pytest.Pytester) -> None:
    result = run("--cors-init", files={"conftest.py": CONFTEST, "cors.toml": "mine"})
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --cors-init: cors.toml is there already, and is not overwritten; *"])
    assert (pytester.path / "cors.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("option", [("--cors-init=bakery:create_app",), ("--cors-init", "bakery:create_app")])
def test_an_app_by_its_import_path(run: Run, pytester: pytest.Pytester, option: tuple[str, ...]) -> None:
    run(*option, files={"suite/test_x.py": BROKEN}).assert_outcomes(passed=1)
    assert 'app = "bakery:create_app"' in (pytester.path / "cors.toml").read_text(encoding="utf-8")
    run("cors.toml", alone=True).assert_outcomes(passed=2)


def test_an_app_that_is_not_there(run: Run, pytester: pytest.Pytester) -> None:
    result = run("--cors-init=bakery:make_app")
    result.stdout.fnmatch_lines(["*app='bakery:make_app' is not there*", "no contract is written"])
    assert written(pytester) == []


def test_no_app_fixture_at_all(run: Run, pytester: pytest.Pytester) -> None:
    result = run("--cors-init", files={"conftest.py": ""})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["no contract is written"])
    assert written(pytester) == []


def test_an_app_without_a_map(run: Run, pytester: pytest.Pytester) -> None:
    conftest = "import pytest\n@pytest.fixture\ndef app(): return lambda environ, start: []"
    result = run("--cors-init", files={"conftest.py": conftest})
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["--cors-init: a contract file is for the routes of a Flask app*"])
    assert written(pytester) == []


def test_the_base_url_is_kept(run: Run, pytester: pytest.Pytester) -> None:
    run("--cors-init", "--cors-base-url", "https://api.example.com", files={"conftest.py": CONFTEST})
    assert 'base_url = "https://api.example.com"\n' in (pytester.path / "cors.toml").read_text(encoding="utf-8")


def test_the_browser_of_the_user_is_asked(run: Run, pytester: pytest.Pytester) -> None:
    """Signed in, as the contract will be."""
    conftest = CONFTEST + textwrap.dedent("""
        from flask import redirect, request

        @pytest.fixture
        def app():
            app = create_app()
            app.before_request(lambda: None if request.cookies or request.method == "OPTIONS" else redirect("/login"))
            return app

        @pytest.fixture
        def cors_browser(cors_browser):
            cors_browser.set_cookie(cors_browser.base_url, "sid=1; Secure; SameSite=None")
            return cors_browser
        """)
    result = run("--cors-init", files={"conftest.py": conftest})
    result.assert_outcomes(passed=1)
    text = (pytester.path / "cors.toml").read_text(encoding="utf-8")
    assert "Not known: GET /users: redirects to /login" in text
    run("cors.toml").assert_outcomes(passed=2)


@pytest.mark.parametrize("arguments", ["(scope='session')", "(params=[1, 2])"])
def test_an_app_of_any_scope(run: Run, pytester: pytest.Pytester, arguments: str) -> None:
    conftest = CONFTEST.replace("@pytest.fixture", f"@pytest.fixture{arguments}")
    result = run("--cors-init", files={"conftest.py": conftest})
    assert result.ret == 0
    assert written(pytester) == ["cors.toml"]


def test_a_worker_writes_it_too(run: Run, pytester: pytest.Pytester) -> None:
    result = run("--cors-init", "-n", "1", "-p", "xdist", files={"conftest.py": CONFTEST}, alone=True)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["cors.toml is written"])
    assert written(pytester) == ["cors.toml"]


def test_only_the_names_of_files_are_given_back(run: Run, pytester: pytest.Pytester) -> None:
    """A path after a bare --cors-init is a path, whatever stands in it."""
    files = {"suite/conftest.py": CONFTEST, "suite/test_x.py": BROKEN}
    run("--cors-init", "suite/test_x.py::test_broken", files=files).assert_outcomes(passed=1)
    assert written(pytester) == ["suite/cors.toml"]


def test_what_was_adopted_can_be_locked(run: Run, pytester: pytest.Pytester) -> None:
    run("--cors-init", files={"conftest.py": CONFTEST})
    run("--cors-update", "cors.toml").assert_outcomes(passed=3)
    run("cors.toml").assert_outcomes(passed=3)
    assert Path(pytester.path / "cors.lock").exists()


@pytest.mark.parametrize("option", ["--cors-init", "--cors-init=bakery:create_app"])
def test_what_is_tolerated_is_an_expected_failure(run: Run, pytester: pytest.Pytester, option: str) -> None:
    """Whether the routes are known when tests are collected, or only when they run."""
    careless = APP.replace('"https://app.example.com"', 'r"https://.*\\.example\\.com"')
    assert careless != APP
    files = {"conftest.py": CONFTEST, "bakery.py": careless}
    result = run(option, files=files)
    result.stdout.fnmatch_lines(["* tolerated*", "* comments in it say what looks unwise"])
    assert "known = " in (pytester.path / "cors.toml").read_text(encoding="utf-8")
    run("cors.toml", "-W", "error", files=files, alone=True).assert_outcomes(passed=1, xfailed=1)
