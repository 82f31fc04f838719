"""The fixtures: the user's app as pytest gives it, and a browser on it that can be overridden."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]

APP_FIXTURE = """
    import pytest
    from flask import Flask
    from flask_cors import CORS

    def make(origin):
        app = Flask("api")
        CORS(app, origins=[origin])
        app.get("/users")(lambda: "users")
        return app
"""


# -- the app


def test_an_app_of_a_class_or_a_module_is_closer(project: Project) -> None:
    module = f"""
        {APP_FIXTURE.strip().replace(chr(10), chr(10) + "    ")}

        @pytest.fixture
        def app():
            return make(EVIL)

        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_module(): ...

        class TestClass:
            @pytest.fixture
            def app(self):
                return make("https://class.example")

            @pytest.mark.cors("/users", origin="https://class.example", expect="allowed")
            @pytest.mark.cors("/users", origin=EVIL, expect="denied")
            def test_class(self): ...
        """
    project(module).assert_outcomes(passed=3)


def test_the_fixtures_of_the_app_are_set_up_and_torn_down_in_their_scopes(project: Project) -> None:
    module = f"""
        {APP_FIXTURE.strip().replace(chr(10), chr(10) + "    ")}
        steps = []

        @pytest.fixture(scope="module")
        def database():
            steps.append("database up")
            yield
            steps.append("database down")

        @pytest.fixture
        def app(database):
            steps.append("app up")
            yield make(APP)
            steps.append("app down")

        @pytest.mark.cors("/users", origin=[APP, EVIL], expect="allowed")
        def test_users(): ...

        def test_steps():
            assert steps == ["database up", "app up", "app down", "app up", "app down"]
        """
    project(module).assert_outcomes(passed=2, failed=1)


def test_a_parametrised_app(project: Project) -> None:
    module = f"""
        {APP_FIXTURE.strip().replace(chr(10), chr(10) + "    ")}

        @pytest.fixture(params=["https://one.example", "https://two.example"], scope="module")
        def app(request):
            return make(request.param)

        @pytest.mark.cors("/users", origin="https://one.example", expect="allowed")
        def test_users(): ...

        @pytest.mark.cors(origin="https://one.example", expect="allowed")
        def test_client(cors_client):
            cors_client.get("/users")
        """
    result = project(module, "-v")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*test_users*https://two.example* FAILED*"])


def test_an_error_in_the_app_is_an_error_of_its_fixture(project: Project) -> None:
    module = """
        @pytest.fixture
        def app():
            raise RuntimeError("no database")

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E  *RuntimeError: no database"])


def test_an_app_that_is_none(project: Project) -> None:
    module = """
        @pytest.fixture
        def app():
            return None

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["The app fixture gives None, which is not a WSGI application."])


def test_no_app_says_what_to_write_and_where_there_is_one(pytester: pytest.Pytester) -> None:
    pytester.mkdir("api")
    (pytester.path / "api" / "conftest.py").write_text(
        "import pytest\n\n@pytest.fixture\ndef app():\n    ...\n", encoding="utf-8"
    )
    tests = pytester.mkdir("contract")
    (tests / "test_it.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.cors('/users', origin='https://app.example.com', expect='allowed')\n"
        "def test_users(): ...\n",
        encoding="utf-8",
    )
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:flask", "contract")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "pytest-cors asks the app fixture for the Flask app, and this test sees none.",
            "Write one in contract/conftest.py:",
            "*def app():",
            "There is one in api/conftest.py, which tests see in that folder and below.",
        ]
    )
    assert "pytest_cors/" not in str(result.stdout)
    assert "available fixtures" not in str(result.stdout)


def test_a_fixture_that_the_app_misses_is_named_by_pytest(project: Project) -> None:
    module = """
        @pytest.fixture
        def app(databse):
            return None

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'databse' not found*"])


# -- the browser


def test_signing_in_once_for_all_tests(project: Project) -> None:
    module = """
        pytestmark = pytest.mark.cors(origin=APP, credentials="include", expect="allowed")

        @pytest.fixture
        def cors_browser(cors_browser):
            form = [("Content-Type", "application/x-www-form-urlencoded")]
            cors_browser.visit(f"{cors_browser.base_url}/login", method="POST", headers=form, body="user=ada")
            return cors_browser

        @pytest.mark.cors("/me", status=200)
        def test_check(): ...

        @pytest.mark.cors("/me", status=200, browser=["firefox", "webkit"])
        def test_other_browsers(): ...

        def test_client(cors_client):
            assert cors_client.get("/me").json == {"user": "ada"}
        """
    # On the site of the page, for some browsers keep the cookies of other sites apart.
    project(module, "--cors-base-url", "https://api.example.com").assert_outcomes(passed=3)


def test_signing_in_by_the_client(project: Project) -> None:
    module = """
        @pytest.fixture
        def cors_client(cors_client):
            cors_client.visit("/login", method="POST", data={"user": "ada"})
            return cors_client

        @pytest.mark.cors("/me", origin=APP, credentials="include", status=200, expect="allowed")
        def test_check(): ...
        """
    project(module).assert_outcomes(passed=1)


def test_a_browser_of_ones_own(project: Project) -> None:
    module = """
        from pytest_cors import Browser

        @pytest.fixture
        def cors_browser(app):
            return Browser({"https://api.example.com": app, "https://other.example.com": app}, profile="webkit")

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        @pytest.mark.cors("https://other.example.com/users", origin=APP, expect="allowed")
        @pytest.mark.cors("https://other.example.com/nowhere", origin=APP, status=404, expect="allowed")
        def test_check(): ...

        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_client(cors_client):
            result = cors_client.get("/users").cors
            assert (result.profile, result.exchanges[0].request.url) == ("webkit", "https://api.example.com/users")

        @pytest.mark.cors("https://third.example.com/users", origin=APP, expect="denied")
        def test_not_modelled(): ...

        @pytest.mark.cors("https://other.example.com/nowhere", origin=EVIL, expect="denied")
        def test_no_such_route(): ...
        """
    result = project(module)
    result.assert_outcomes(passed=4, failed=2)
    result.stdout.fnmatch_lines(["*not modelled: no app is served at https://third.example.com*"])


def test_a_browser_that_is_none(project: Project) -> None:
    module = """
        @pytest.fixture
        def cors_browser():
            return None

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_check(): ...
        """
    result = project(module)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["The cors_browser fixture gives None, which is no pytest_cors.Browser."])


def test_each_test_has_a_browser_of_its_own(project: Project) -> None:
    module = """
        @pytest.mark.parametrize("number", [1, 2])
        @pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
        def test_client(cors_client, number):
            assert cors_client.get("/me").status_code == 401
            cors_client.visit("/login", method="POST", data={"user": "ada"})
            assert cors_client.put("/users/1").cors.preflighted
        """
    project(module).assert_outcomes(passed=2)


def test_a_response_that_is_not_read_is_closed_with_the_test(project: Project) -> None:
    module = """
        closed = []

        @pytest.fixture
        def app(app):
            from flask import Response

            class Forever:
                def __iter__(self):
                    return self

                def __next__(self):
                    return b"tick"

                def close(self):
                    closed.append(True)

            app.get("/events")(lambda: Response(Forever(), mimetype="text/event-stream"))
            return app

        @pytest.mark.cors("/events", origin=APP, expect="allowed")
        def test_events():
            assert closed == []

        def test_afterwards():
            assert closed == [True]
        """
    project(module).assert_outcomes(passed=2)
