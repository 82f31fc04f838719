"""We leave things as we found them, and get along with everybody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]

CHECKS = """
    @pytest.mark.cors("/users", origin=[APP, ADMIN], expect="allowed")
    @pytest.mark.cors("/users", origin=[EVIL, "null"], expect="denied")
    @pytest.mark.cors("PUT /users/1", origin=APP, credentials="include", expect="allowed")
    def test_users(): ...

    @pytest.mark.cors(origin=APP, expect="allowed")
    class TestClient:
        def test_client(self, cors_client):
            assert cors_client.get("/users").json == [1]
            cors_client.assert_denied("/users", origin=EVIL)

        @pytest.mark.cors("/users", origin=EVIL)
        def test_broken(self): ...
"""
OUTCOMES = {"passed": 6, "failed": 1}


# -- what is loaded


def test_a_run_without_cors_tests_loads_neither_flask_nor_the_engine(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_it="""
        import sys

        class TestPlain:
            def test_one(self):
                assert True

        def test_what_is_loaded():
            heavy = {"flask", "werkzeug", "ada_url", "publicsuffixlist", "pytest_cors.fetch", "pytest_cors.browser"}
            assert "pytest_cors.plugin" in sys.modules
            assert heavy & set(sys.modules) == set()
        """
    )
    for arguments in ((), ("--cors-report", "test_it.py"), ("--no-cors",), ("--collect-only",)):
        result = pytester.runpytest_subprocess("-p", "no:flask", "-p", "no:randomly", *arguments)
        assert result.ret == 0, arguments


def test_a_failure_elsewhere_loads_nothing_of_ours(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_it="""
        def test_fails():
            assert False
        """,
        conftest="""
        import sys

        def pytest_unconfigure():
            print("loaded:", sorted(name for name in sys.modules if name in {"flask", "pytest_cors.fetch"}))
        """,
    )
    result = pytester.runpytest_subprocess("-p", "no:flask", "-p", "no:randomly")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["loaded: []"])


def test_the_plugin_is_quickly_imported() -> None:
    """Each module of ours that a run without CORS tests loads is one of these."""
    probe = "import sys, pytest_cors.plugin as plugin, importlib\n"
    probe += "from pytest_cors.plugin.parts import PARTS\n"
    probe += "for name in PARTS: importlib.import_module(f'pytest_cors.plugin.{name}')\n"
    probe += "print(*sorted(name for name in sys.modules if name.startswith('pytest_cors')))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("pytest_cors").partition(".")[2].partition(".")[0] for name in run.stdout.split()}
    assert loaded == {"", "errors", "plugin", "report"}


# -- the app and the test's own context


def test_the_configuration_of_the_app_is_the_same_after_a_check(project: Project) -> None:
    module = """
        import copy

        configurations = []

        @pytest.fixture
        def app(app):
            app.config.update(TESTING=True, TRAP_HTTP_EXCEPTIONS=True, PROPAGATE_EXCEPTIONS=None)
            configurations.append((app.config, dict(app.config)))
            return app

        @pytest.mark.cors("/crash", origin=APP, status=500, expect="allowed")
        def test_check(app):
            config, before = configurations[-1]
            assert dict(config) == before

        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_client(cors_client, app):
            cors_client.get("/users")
            cors_client.visit("/login", method="POST", data={"user": "ada"})
            with cors_client.session_transaction() as session:
                session["a"] = 1
            config, before = configurations[-1]
            assert dict(config) == before
        """
    project(module, alone=True).assert_outcomes(passed=2)


def test_g_is_the_same_after_a_check(project: Project) -> None:
    module = """
        from flask import g, has_request_context, request

        @pytest.fixture(autouse=True)
        def context(app):
            @app.before_request
            def sign_in():
                g.user = "somebody"

            with app.test_request_context("/mine"):
                g.mine = "untouched"
                yield
                assert (g.mine, g.get("user"), request.path) == ("untouched", None, "/mine")

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_check():
            assert (g.mine, g.get("user"), request.path) == ("untouched", None, "/mine")

        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_client(cors_client):
            cors_client.get("/users")
            cors_client.visit("/users")
            assert (g.mine, g.get("user"), request.path) == ("untouched", None, "/mine")
        """
    project(module, alone=True).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"TESTING": True},
        {"DEBUG": True},
        {"TESTING": True, "DEBUG": True, "PROPAGATE_EXCEPTIONS": True},
        {"TRAP_HTTP_EXCEPTIONS": True},
        {"TRAP_BAD_REQUEST_ERRORS": True, "TESTING": True},
    ],
    ids=lambda config: "+".join(config) or "none",
)
def test_no_switch_of_flasks_changes_a_verdict(project: Project, config: dict[str, bool]) -> None:
    module = f"""
        @pytest.fixture
        def app(app):
            from flask import request
            app.config.update({config!r})
            app.post("/form")(lambda: request.form["missing"])
            return app

        @pytest.mark.cors("/users", origin=APP, status=200, expect="allowed")
        @pytest.mark.cors("/crash", origin=APP, status=500, expect="allowed")
        @pytest.mark.cors("/me", origin=APP, status=401, expect="allowed")
        @pytest.mark.cors("/nowhere", origin=APP, status=404, expect="allowed")
        @pytest.mark.cors("POST /users", origin=APP, status=405, expect="allowed")
        @pytest.mark.cors("POST /form", origin=APP, status=400, expect="allowed")
        @pytest.mark.cors("/users", origin=EVIL, expect="denied", reason="MissingAllowOriginHeader")
        def test_verdicts(): ...
        """
    project(module).assert_outcomes(passed=7)


def test_warnings_of_ours_do_not_break_a_strict_suite(project: Project) -> None:
    project(CHECKS, "-W", "error", alone=True).assert_outcomes(**OUTCOMES)


# -- beside others


def test_strict_pytest(project: Project, pytester: pytest.Pytester) -> None:
    strict = "strict = true" if pytest.version_tuple >= (9, 0) else "addopts = --strict-markers --strict-config"
    pytester.makeini(f"[pytest]\n{strict}\nxfail_strict = true\n")
    project(CHECKS, alone=True).assert_outcomes(**OUTCOMES)


def test_xdist(project: Project) -> None:
    result = project(CHECKS, "-n", "2", "--cors-report", alone=True)
    result.assert_outcomes(**OUTCOMES)
    # The story has crossed from the worker as it is.
    for line in (
        "denied[[]MissingAllowOriginHeader[]]*",
        "FAILED *::test_broken*expected allowed, got denied*",
        "*CORS contract report*",
    ):
        result.stdout.fnmatch_lines([line])
    assert "pytest_cors/" not in str(result.stdout)


def test_randomly(project: Project) -> None:
    for seed in ("1", "2"):
        result = project(CHECKS, f"--randomly-seed={seed}", alone=True, beside=["randomly"])
        result.assert_outcomes(**OUTCOMES)
        result.stdout.fnmatch_lines([f"Using --randomly-seed={seed}"])


def test_randomly_and_xdist(project: Project) -> None:
    project(CHECKS, "-n", "2", alone=True, beside=["randomly"]).assert_outcomes(**OUTCOMES)


def test_pytest_flask(project: Project) -> None:
    module = (
        CHECKS
        + """
    def test_its_own_client(client):
        assert client.get("/users") == 200

    @pytest.mark.options(testing=True)
    @pytest.mark.cors("/users", origin=APP, expect="allowed")
    def test_together(app, client, cors_client):
        assert app.config["TESTING"]
        assert client.get("/users").json == cors_client.get("/users").json

    @pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
    def test_nobody_stays_signed_in(client, cors_client):
        from flask import g, session
        cors_client.visit("/login", method="POST", data={"user": "ada"})
        assert "user" not in session
        assert client.get("/me").status_code == 401
        assert cors_client.get("/me").status_code == 200
"""
    )
    result = project(module, alone=True, beside=["flask"])
    result.assert_outcomes(passed=OUTCOMES["passed"] + 3, failed=OUTCOMES["failed"])


def test_everybody_at_once(project: Project) -> None:
    result = project(CHECKS, "-n", "2", "-W", "error", alone=True, beside=["flask", "randomly", "cacheprovider"])
    result.assert_outcomes(**OUTCOMES)


def test_without_the_plugin(project: Project) -> None:
    result = project("def test_plain(): ...", "-p", "no:cors", alone=True)
    result.assert_outcomes(passed=1)
    result = project("def test_plain(): ...", "-p", "no:cors", "--help", alone=True)
    assert "--cors" not in str(result.stdout)
    result = project(CHECKS, "-p", "no:cors", "--strict-markers", alone=True)
    result.stdout.fnmatch_lines(["*'cors' not found in `markers` configuration option*"])


def test_failed_first(project: Project) -> None:
    project(CHECKS, alone=True, beside=["cacheprovider"])
    project(CHECKS, "--last-failed", alone=True, beside=["cacheprovider"]).assert_outcomes(failed=1)


def test_a_test_is_selected_by_its_name(project: Project) -> None:
    name = "test_it.py::test_users[PUT /users/1-https://app.example.com-allowed]"
    project(CHECKS, alone=True)
    project(CHECKS, name, alone=True).assert_outcomes(passed=1)
    project(CHECKS, "-k", "PUT").assert_outcomes(passed=1, deselected=6)


def test_junit_has_the_story_without_colours(project: Project, pytester: pytest.Pytester) -> None:
    project(CHECKS, "--junitxml=junit.xml", "--color=yes", alone=True)
    written = (pytester.path / "junit.xml").read_text(encoding="utf-8")
    assert "denied[MissingAllowOriginHeader]" in written
    assert "#x1B" not in written
