"""Several browsers hold one test: which of them differs is said, and the app is reached once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]

# Firefox takes an unreadable Access-Control-Max-Age for "do not keep", the others for the default of five seconds.
DIFFER = """
    @pytest.fixture
    def app(app):
        @app.after_request
        def unreadable(response):
            response.headers["Access-Control-Max-Age"] = "soon"
            return response

        app.after_request_funcs[None].insert(0, app.after_request_funcs[None].pop())
        return app
"""


def test_all_of_them_inside_one_item(project: Project) -> None:
    module = """
        BROWSERS = ["chromium", "firefox", "webkit", "standard"]

        @pytest.mark.cors("/users", origin=APP, expect="allowed", browser=BROWSERS)
        @pytest.mark.cors("/users", origin=EVIL, expect="denied", browser=BROWSERS)
        def test_users(): ...
        """
    project(module).assert_outcomes(passed=2)


def test_the_one_that_differs_is_named(project: Project) -> None:
    module = f"""
        {DIFFER.strip().replace(chr(10), chr(10) + "    ")}

        @pytest.mark.cors("PUT /users/1", origin=APP, expect="allowed", max_age=5, browser=["chromium", "firefox"])
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(failed=1)
    text = " ".join(str(result.stdout).split())
    assert "so in firefox; as declared in chromium" in text
    assert "got 0 s" in text


def test_a_cap_of_one_browser_is_not_held_against_it(project: Project) -> None:
    module = """
        @pytest.fixture
        def app(app):
            app.after_request_funcs[None].insert(0, lambda response: (
                response.headers.__setitem__("Access-Control-Max-Age", "86400"), response)[1])
            return app

        @pytest.mark.cors("PUT /users/1", origin=APP, expect="allowed", max_age=86400,
                          browser=["chromium", "firefox", "webkit"])
        def test_users(): ...
        """
    project(module).assert_outcomes(passed=1)


def test_a_cap_is_told_when_it_matters(project: Project) -> None:
    module = """
        @pytest.mark.cors("PUT /users/1", origin=APP, expect="allowed", max_age=86400)
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(failed=1)
    text = " ".join(str(result.stdout).split())
    assert "kept for 7200 s, got 600 s (86400 was declared; chromium keeps none for longer)" in text


def test_the_marker_overrides_the_option(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, browser="webkit", expect="allowed")
        def test_users(cors_client):
            assert cors_client.get("/users").cors.profile == "webkit"
        """
    project(module, "--cors-browser", "firefox").assert_outcomes(passed=1)


@pytest.mark.parametrize("body", ["cors_client.get('/users')", "cors_client.assert_allowed('/users', origin=APP)"])
def test_the_app_is_reached_once(project: Project, body: str) -> None:
    module = f"""
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_users(cors_client, app):
            {body}
            assert app.seen == ["GET /users"]
        """
    browsers = [f"--cors-browser={name}" for name in ("chromium", "firefox", "webkit", "standard")]
    project(module, *browsers).assert_outcomes(passed=1)


def test_what_differs_on_the_wire_reaches_the_app(project: Project) -> None:
    # Chromium drops a User-Agent that script sets, the others send it, and ask first.
    module = """
        @pytest.mark.cors(origin=APP)
        def test_users(cors_client, app):
            cors_client.get("/users", headers={"User-Agent": "mine"})
            assert app.seen == ["GET /users", "OPTIONS /users"]
        """
    project(module, "--cors-browser=chromium", "--cors-browser=firefox").assert_outcomes(passed=1)


def test_a_person_signs_in_once_for_all_of_them(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
        def test_users(cors_client, app):
            cors_client.visit("/login", method="POST", data={"user": "ada"})
            assert app.seen == ["POST /login"]
            cors_client.assert_allowed("/me", status=200)

        @pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
        def test_session(cors_client, app):
            with cors_client.session_transaction() as session:
                session["user"] = "ada"
            cors_client.assert_allowed("/me", status=200)

        @pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
        def test_cookie(cors_client, app):
            cors_client.set_cookie("a", "1", secure=True, samesite="None")
            cookies = [exchange.request.headers for exchange in cors_client.get("/users").cors.exchanges]
            assert ("Cookie", "a=1") in cookies[0]
        """
    # On the site of the page, for these two keep the cookies of other sites apart.
    arguments = ("--cors-browser=webkit", "--cors-browser=firefox", "--cors-base-url=https://api.example.com")
    project(module, *arguments).assert_outcomes(passed=3)


def test_a_record_for_each(project: Project) -> None:
    module = """
        from pytest_cors.plugin.session import cors_run

        @pytest.mark.cors("/users", origin=APP, expect="allowed", browser=["webkit", "firefox"])
        def test_users(): ...

        def test_records(request):
            seen = [(record.browser, record.outcome) for record in cors_run(request.config).records]
            assert seen == [("firefox", "passed"), ("webkit", "passed")]
        """
    project(module, "--cors-report").assert_outcomes(passed=2)
