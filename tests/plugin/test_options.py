"""Options, their ini names, and who wins."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from pytest_cors.fetch.profile import PROFILES
from pytest_cors.plugin.options import BROWSERS

Project = Callable[..., pytest.RunResult]

WHO = """
    def test_who(cors_client):
        result = cors_client.get("/users", origin=APP).cors
        print("asked", result.profile, result.exchanges[0].request.url)
"""


def asked(result: pytest.RunResult) -> str:
    """Which browser asked which URL."""
    assert result.ret == 0
    return next(line for line in result.outlines if "asked" in line).partition("asked ")[2]


def test_the_names_of_the_browsers_are_the_engines() -> None:
    assert set(BROWSERS) == set(PROFILES)


def test_help(project: Project) -> None:
    result = project("", "--help")
    result.stdout.fnmatch_lines(
        ["CORS contract testing:", "*--cors-report*", "*--cors-browser=NAME*", "*--cors-base-url=URL*", "*--no-cors*"]
    )
    result.stdout.fnmatch_lines(["*cors_report (args):*", "*cors_browser (args):*", "*cors_base_url (string):*"])


# -- where the app lives


@pytest.mark.parametrize(
    ("ini", "arguments", "url"),
    [
        ("", (), "https://localhost/users"),
        ("", ("--cors-base-url", "https://api.example.com"), "https://api.example.com/users"),
        ("", ("--cors-base-url=http://localhost:5000/",), "http://localhost:5000/users"),
        ("cors_base_url = https://ini.example.com", (), "https://ini.example.com/users"),
        ("cors_base_url = https://ini.example.com", ("--cors-base-url", "https://cli.example"), "https://cli.example/users"),
        ("cors_base_url = https://ini.example.com", ("--cors-base-url=",), "https://localhost/users"),
    ],
)  # fmt: skip
def test_the_base_url(
    project: Project, pytester: pytest.Pytester, ini: str, arguments: tuple[str, ...], url: str
) -> None:
    pytester.makeini(f"[pytest]\n{ini}\n")
    assert asked(project(WHO, "-s", *arguments)) == f"chromium {url}"


@pytest.mark.parametrize(
    ("config", "page", "url"),
    [
        ({}, "https://app.example.com", "https://localhost/users"),
        ({}, "http://localhost:3000", "http://localhost/users"),
        ({}, "null", "https://localhost/users"),
        ({"SERVER_NAME": "api.example.com"}, "https://app.example.com", "https://api.example.com/users"),
        ({"SERVER_NAME": "api.example.com"}, "http://app.example.com", "http://api.example.com/users"),
        ({"SERVER_NAME": "localhost:5000"}, "http://localhost:3000", "http://localhost:5000/users"),
        (
            {"SERVER_NAME": "api.example.com", "PREFERRED_URL_SCHEME": "https"},
            "http://app.example.com",
            "https://api.example.com/users",
        ),
    ],
)
def test_the_app_says_where_it_lives(project: Project, config: dict[str, str], page: str, url: str) -> None:
    module = f"""
        @pytest.fixture
        def app(app):
            app.config.update({config!r})
            return app

        def test_where(cors_client):
            result = cors_client.get("/users", origin={page!r}).cors
            assert result.exchanges[0].request.url == {url!r}
            assert result.exchanges[0].response.status == 200
        """
    project(module).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("api.example.com", "https://api.example.com"),
        ("ftp://api.example.com", "https://api.example.com"),
        ("https://api.example.com/v1", "write 'https://api.example.com'"),
        ("https://api.example.com?x=1", "write 'https://api.example.com'"),
        ("nonsense", "https://api.example.com"),
    ],
)
def test_a_base_url_that_is_none(project: Project, value: str, part: str) -> None:
    marked = '@pytest.mark.cors("/users", origin=APP, expect="allowed")\ndef test_users(): ...'
    for module in (marked, WHO):
        result = project(module, "--cors-base-url", value)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines([f"ERROR: --cors-base-url={value!r} *{part}*"])


def test_a_page_of_the_apps_own_origin_proves_nothing_until_the_app_lives_elsewhere(project: Project) -> None:
    module = """
        @pytest.mark.cors("/users", origin="https://localhost", expect="denied")
        def test_users(): ...
        """
    result = project(module)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*--cors-base-url*"])
    project(module, "--cors-base-url", "https://api.example.com").assert_outcomes(passed=1)


# -- browsers


@pytest.mark.parametrize(
    ("ini", "arguments", "browser"),
    [
        ("", ("--cors-browser", "webkit"), "webkit"),
        ("cors_browser = firefox", (), "firefox"),
        ("cors_browser = firefox", ("--cors-browser=standard",), "standard"),
        ("cors_browser = webkit firefox", (), "webkit"),
    ],
)
def test_the_browser(
    project: Project, pytester: pytest.Pytester, ini: str, arguments: tuple[str, ...], browser: str
) -> None:
    pytester.makeini(f"[pytest]\n{ini}\n")
    assert asked(project(WHO, "-s", *arguments)).split()[0] == browser


def test_a_browser_that_there_is_not(project: Project) -> None:
    result = project(WHO, "--cors-browser", "safari")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: --cors-browser='safari' is not a browser; valid: chromium, firefox, webkit, standard"]
    )


def test_a_browser_that_there_is_not_in_the_configuration(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncors_browser = chrome\n")
    result = project(WHO)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: cors_browser='chrome' *Did you mean 'chromium'?"])


@pytest.mark.skipif(pytest.version_tuple < (9, 0), reason="native TOML came with pytest 9")
@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib")
def test_values_of_native_toml(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".toml", pytest='[pytest]\ncors_browser = ["webkit"]\ncors_base_url = "https://toml.example"\ncors_report = []'
    )
    assert asked(project(WHO, "-s")) == "webkit https://toml.example/users"


# -- --no-cors


def test_without_cors(project: Project) -> None:
    module = """
        built = []

        @pytest.fixture
        def app():
            built.append(True)

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_check(): ...

        @pytest.mark.cors(origin=APP)
        def test_marked(cors_client): ...

        def test_client(cors_client): ...

        def test_browser(cors_browser): ...

        def test_late(request):
            request.getfixturevalue("cors_client")

        def test_plain():
            assert built == []
        """
    result = project(module, "--no-cors", "-rs")
    result.assert_outcomes(passed=1, skipped=5)
    assert str(result.stdout).count("CORS is not checked (--no-cors)") >= 2


def test_without_cors_mistakes_are_mistakes_still(project: Project) -> None:
    result = project('@pytest.mark.cors("/users", origin=APP)\ndef test_it(): ...', "--no-cors")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
