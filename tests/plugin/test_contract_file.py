"""``cors.toml`` under pytest: what is collected, what it comes to, what is said."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

APP = """
from flask import Flask, redirect, request, session
from flask_cors import CORS

def create_app(origins=("https://app.example.com",)):
    app = Flask("bakery", static_folder=None)
    app.secret_key = "for the tests"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=list(origins), allow_headers=["Authorization"], supports_credentials=True)
    app.add_url_rule("/users", "users", lambda: [1])
    app.add_url_rule("/users/<int:id>", "put", lambda id: "", methods=["PUT"])
    app.add_url_rule("/health", "health", lambda: "fine")

    @app.get("/mine")
    def mine():
        return {"user": session["user"]} if "user" in session else redirect("/login")

    @app.get("/login")
    def login():
        session["user"] = request.args.get("user")
        return "welcome"

    return app
"""

CONTRACT = """
[contract]
base_url = "https://api.example.com"
app = "bakery:create_app"

[[allow]]
name = "spa"
routes = ["/*"]
origins = ["https://app.example.com"]
headers = ["Authorization"]
credentials = true
"""

WITHOUT_APP = CONTRACT.replace('app = "bakery:create_app"\n', "")

CONFTEST = """
import pytest
from bakery import create_app

@pytest.fixture{}
def app():
    return create_app()
"""

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest over a project of files; the app is always there."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    monkeypatch.syspath_prepend(pytester.path)

    def run(*args: str, files: dict[str, str] | None = None, alone: bool = False) -> pytest.RunResult:
        for name, text in {"bakery.py": APP, **(files or {})}.items():
            path = pytester.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        start = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
        return start("-p", "no:randomly", "-p", "no:flask", "--import-mode=importlib", *args)

    return run


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


# Collection


def test_the_file_alone_is_enough(run: Run) -> None:
    result = run(files={"cors.toml": CONTRACT}, alone=True)
    assert result.ret == 0
    assert result.parseoutcomes()["passed"] >= 8


def test_a_test_for_each_route_and_rule(run: Run) -> None:
    result = run("--collect-only", "-q", files={"cors.toml": CONTRACT})
    assert collected(result) == [
        f"cors.toml::{route}[{rule}]"
        for route in ("/health", "/login", "/mine", "/users", "/users/<int:id>")
        for rule in ("spa", "everything else")
    ]


def test_a_test_for_each_rule_where_only_the_fixture_knows_the_app(run: Run) -> None:
    result = run("-v", files={"cors.toml": WITHOUT_APP, "conftest.py": CONFTEST.format("")})
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["cors.toml::/[*][[]spa[]] PASSED*", "cors.toml::[*][[]everything else[]] PASSED*"])


@pytest.mark.parametrize("arguments", ["", '(scope="module")', '(scope="session")', "(params=[1, 2])"])
def test_an_app_of_any_scope(run: Run, arguments: str) -> None:
    conftest = CONFTEST.format(arguments)
    result = run(files={"cors.toml": WITHOUT_APP, "conftest.py": conftest})
    result.assert_outcomes(passed=4 if "params" in arguments else 2)


@pytest.mark.parametrize(
    "args",
    [
        ["-k", "users and spa"],
        ["cors.toml::/users[spa]", "cors.toml::/users/<int:id>[spa]"],
        ["-k", "spa", "cors.toml::/users", "cors.toml::/users/<int:id>"],
    ],
)
def test_tests_are_chosen_as_any_others(run: Run, args: list[str]) -> None:
    assert run(*args, files={"cors.toml": CONTRACT}).parseoutcomes()["passed"] == 2


def test_last_failed_runs_what_failed(run: Run) -> None:
    broken = APP.replace('"put", lambda id: "", methods=["PUT"]', '"put", lambda id: "", methods=["PUT", "X-Y"]')
    files = {"cors.toml": CONTRACT, "bakery.py": broken}
    first = run(files=files, alone=True)
    first.assert_outcomes(failed=1, passed=8, skipped=1)
    run("--lf", files=files, alone=True).assert_outcomes(failed=1)


def test_workers_and_a_shuffle(run: Run) -> None:
    files = {"cors.toml": CONTRACT}
    result = run("-n", "2", "-p", "randomly", "--cors-report", files=files, alone=True)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["* cells: *", "*methods and routes are covered*"])


def test_several_files_each_with_its_own_app_fixture(run: Run) -> None:
    other = WITHOUT_APP.replace("app.example.com", "other.example.com")
    files = {
        "a/cors.toml": WITHOUT_APP,
        "a/conftest.py": CONFTEST.format(""),
        "b/cors.toml": other,
        "b/conftest.py": CONFTEST.format("").replace("create_app()", "create_app(['https://other.example.com'])"),
    }
    run(files=files).assert_outcomes(passed=4)


def test_an_app_that_no_fixture_gives(run: Run) -> None:
    result = run(files={"api/cors.toml": WITHOUT_APP, "other/conftest.py": CONFTEST.format("")})
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["*There is one in other/conftest.py, which tests see in that folder and below."])


def test_the_projects_file_is_found_beside_testpaths(run: Run) -> None:
    files = {
        "cors.toml": CONTRACT,
        "tests/test_a.py": "def test_a(): pass",
        "pytest.ini": "[pytest]\ntestpaths = tests",
    }
    run(files=files).assert_outcomes(passed=10, skipped=1)
    run("tests", files=files).assert_outcomes(passed=1)
    run("cors.toml", files=files).assert_outcomes(passed=9, skipped=1)


def test_a_file_elsewhere_is_named_in_the_configuration(run: Run) -> None:
    ini = "[pytest]\ntestpaths = tests\ncors_contract = api/policy.toml"
    files = {"api/policy.toml": CONTRACT, "tests/test_a.py": "def test_a(): pass", "pytest.ini": ini}
    run(files=files).assert_outcomes(passed=10, skipped=1)
    missing = run(files={"pytest.ini": ini.replace("policy", "gone")})
    assert missing.ret == pytest.ExitCode.USAGE_ERROR
    missing.stderr.fnmatch_lines(["*cors_contract='api/gone.toml': there is no file *"])


def test_no_cors_skips(run: Run) -> None:
    run("--no-cors", files={"cors.toml": CONTRACT}).assert_outcomes(skipped=10)


# Mistakes


def test_everything_wrong_with_the_file_is_said(run: Run) -> None:
    result = run(files={"cors.toml": CONTRACT + 'methods = ["GTE"]\ncolour = "red"'})
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["cors.toml:12:12: methods='GTE'*", "cors.toml:13:1: key='colour'*"])


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("shpo:create_app", "cors.toml:4: app='shpo:create_app' cannot be imported: there is no module 'shpo'"),
        ("bakery:create", "cors.toml:4: app='bakery:create' is not there: * has no 'create'"),
    ],
)
def test_an_app_that_is_not_there(run: Run, reference: str, said: str) -> None:
    result = run(files={"cors.toml": CONTRACT.replace("bakery:create_app", reference)})
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([said])


def test_a_rule_for_no_route_fails(run: Run) -> None:
    for files in (
        {"cors.toml": CONTRACT.replace('"/*"', '"/usrs"')},
        {"cors.toml": WITHOUT_APP.replace('"/*"', '"/usrs"'), "conftest.py": CONFTEST.format("")},
    ):
        result = run("-k", "usrs", files=files)
        result.assert_outcomes(failed=1, deselected=5 if "conftest.py" not in files else 1)
        result.stdout.fnmatch_lines(["cors.toml:*: routes='/usrs' is for no route of the app*there is /users*"])


def test_rules_for_no_method_that_is_routed_are_not_lost(run: Run) -> None:
    rule = '[[allow]]\nroutes = ["/users"]\norigins = ["https://app.example.com"]\nmethods = ["PATCH"]\n'
    result = run("-k", "users", files={"cors.toml": CONTRACT + rule + rule})
    result.assert_outcomes(passed=4, failed=2, deselected=6)


def test_what_is_hardly_meant_is_a_warning_at_its_line(run: Run) -> None:
    text = CONTRACT + '[[exclude]]\nroutes = ["/gone"]\n'
    result = run(files={"cors.toml": text}, alone=True)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*cors.toml:12: CorsContractWarning: [[][[]exclude[]][]] matches no route: /gone"])
    strict = run("-W", "error", files={"cors.toml": text}, alone=True)
    assert strict.ret == pytest.ExitCode.INTERRUPTED
    strict.stdout.fnmatch_lines(["cors.toml:12: [[][[]exclude[]][]] matches no route: /gone"])
    files = {"cors.toml": text.replace('app = "bakery:create_app"\n', ""), "conftest.py": CONFTEST.format("")}
    run(files=files, alone=True).stdout.fnmatch_lines(["*cors.toml:11: CorsContractWarning: *"])


def test_a_browser_that_lives_elsewhere(run: Run) -> None:
    conftest = """
    import pytest, pytest_cors, bakery

    @pytest.fixture
    def cors_browser():
        return pytest_cors.Browser(bakery.create_app(), base_url="https://other.example.com")
    """
    result = run("-k", "health and spa", files={"cors.toml": CONTRACT, "conftest.py": conftest})
    result.assert_outcomes(failed=1, deselected=9)
    result.stdout.fnmatch_lines(
        ["The cors_browser fixture gives a browser for https://other.example.com, and cors.toml*"]
    )


# Outcomes


def test_a_wrong_cell_fails_with_its_cause_and_one_story(run: Run) -> None:
    files = {"cors.toml": CONTRACT}
    files["bakery.py"] = APP.replace("list(origins)", 'r"https://app\\.example\\.com"')
    result = run("-k", "users and everything", files=files, alone=True)
    text = result.stdout.str()
    assert "cors.toml: " in text
    assert "pages that nobody allowed can read: an allowed origin is matched without its end" in " ".join(text.split())
    assert text.count("allowed, although declared denied") == 1
    assert "GET /users with credentials from https://app.example.com.evil.example" in text
    assert "FAILED cors.toml::/users[everything else] - pages that nobody allowed can read" in text


def test_the_colours_of_a_terminal_lose_nothing(run: Run) -> None:
    files = {"cors.toml": CONTRACT, "bakery.py": APP.replace("list(origins)", '"*"')}
    plain = run("-k", "users and everything", files=files).stdout.str()
    coloured = run("-k", "users and everything", "--color=yes", files=files).stdout.str()
    assert "any origin is let in" in plain
    assert "any origin is let in" in coloured


def test_a_test_in_which_nothing_is_decided_is_skipped(run: Run) -> None:
    result = run("-rs", "-k", "mine and spa", files={"cors.toml": CONTRACT})
    result.assert_outcomes(skipped=1, deselected=9)
    result.stdout.fnmatch_lines(["SKIPPED*cors.toml:*GET /mine redirects to /login, which looks like a login page*"])


def test_signing_in_is_the_users_cors_browser(run: Run) -> None:
    conftest = """
    import pytest

    @pytest.fixture
    def cors_browser(cors_browser):
        cors_browser.visit("/login?user=ada")
        return cors_browser
    """
    result = run("-k", "mine", files={"cors.toml": CONTRACT, "conftest.py": conftest})
    result.assert_outcomes(passed=2, deselected=8)


def test_what_is_known_is_expected_to_fail_and_told_when_it_is_mended(run: Run) -> None:
    known = CONTRACT.replace('"/*"', '"/users"') + '[[allow]]\nname = "old"\nroutes = ["/gone", "/health"]\n'
    known += 'origins = ["https://old.example.com"]\nknown = "ticket 7"\n'
    result = run("-rx", "-k", "old", files={"cors.toml": known})
    result.assert_outcomes(xfailed=1, deselected=6)
    result.stdout.fnmatch_lines(["XFAIL*ticket 7*"])
    mended = APP.replace("list(origins)", '[*origins, "https://old.example.com"]')
    result = run("-k", "old", files={"cors.toml": known, "bakery.py": mended + "\n"}, alone=True)
    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines(["cors.toml:12: known = 'ticket 7' has nothing left to tolerate in /health*"])


def test_the_environment_replaces_origins(run: Run) -> None:
    text = CONTRACT.replace('["https://app.example.com"]', '["spa"]')
    text = (
        '[origins]\nspa = "https://nowhere.example.com"\n[env.live.origins]\nspa = "https://app.example.com"\n' + text
    )
    files = {"cors.toml": text}
    assert run(files=files).parseoutcomes()["failed"]
    assert run("--cors-env", "live", files=files).ret == 0
    assert run(files={**files, "pytest.ini": "[pytest]\ncors_env = live"}).ret == 0
    result = run("--cors-env=life", files=files)
    result.stdout.fnmatch_lines(["*--cors-env='life' is not in this file; valid: live. Did you mean 'live'?"])


def test_the_command_line_chooses_browsers_and_base_url(run: Run) -> None:
    result = run(
        "--cors-report",
        "--cors-browser=firefox",
        "--cors-browser=webkit",
        "--cors-base-url=https://elsewhere.example.com",
        files={"cors.toml": CONTRACT},
    )
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*origins; firefox, webkit;*"])


def test_settings_for_what_is_a_test_do_not_matter(run: Run) -> None:
    ini = "[pytest]\npython_functions = check_*\npython_files = nothing.py\ncollect_imported_tests = false"
    run(files={"cors.toml": CONTRACT, "pytest.ini": ini}).assert_outcomes(passed=9, skipped=1)


def test_the_contract_can_be_asked_by_hand(run: Run) -> None:
    module = """
    def test_a(cors_contract, app):
        seen = cors_contract.verify(app)
        assert seen.holds, seen.explain()
        assert len(seen.cells) == len(cors_contract.cases(app)) > 100
    """
    files = {"test_a.py": module, "conftest.py": CONFTEST.format("")}
    result = run("test_a.py", files=files)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["There is no cors.toml in the project's root;*"])
    run("test_a.py", files={**files, "cors.toml": CONTRACT}).assert_outcomes(passed=1)


# The report and the coverage


def test_the_report_shows_every_state(run: Run) -> None:
    result = run("--cors-report", files={"cors.toml": CONTRACT})
    result.stdout.fnmatch_lines(
        [
            "*allowed*denied*preflight only*",
            "*cells: * allowed, * denied, * preflight only*",
            "*methods and routes are covered*",
        ]
    )


@pytest.mark.parametrize(("percent", "code"), [("0", 0), ("100", 0), ("101", 4), ("most", 4)])
def test_too_little_coverage_fails(run: Run, percent: str, code: int) -> None:
    files = {"cors.toml": CONTRACT + '[[exclude]]\nroutes = ["/mine", "/health"]\n'}
    assert run(f"--cors-fail-under={percent}", files=files).ret == code


def test_markers_cover_too_and_what_is_missing_is_named(run: Run) -> None:
    module = """
    import pytest

    @pytest.mark.cors("/users", origin="https://app.example.com", expect="allowed")
    def test_users(): pass
    """
    files = {"test_a.py": module, "conftest.py": CONFTEST.format("")}
    result = run("--cors-report", "--cors-fail-under=50", files=files)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "1 of 5 methods and routes are covered (20 %)",
            "nothing was decided for:",
            "  GET /health",
            "FAIL CORS coverage is 20 %, and --cors-fail-under wants 50 %",
        ]
    )


def test_an_ordinary_run_loads_none_of_it(run: Run, pytester: pytest.Pytester) -> None:
    module = "import sys\ndef test_a():\n    assert 'pytest_cors.contract.toml' not in sys.modules\n"
    run(files={"test_a.py": module}, alone=True).assert_outcomes(passed=1)
    assert Path(pytester.path, "test_a.py").exists()


def test_a_broken_cell_is_told_with_what_was_declared_and_what_other_browsers_decide(
    run: Run, pytester: pytest.Pytester
) -> None:
    other = CONTRACT.replace("https://app.example.com", "https://other.example.com")
    run("--cors-report=json", "-k", "health", files={"cors.toml": other})
    report = json.loads(pytester.path.joinpath("cors-report.json").read_text(encoding="utf-8"))
    broken = [record for record in report["records"] if record["state"] == "broken"]
    assert {record["mismatches"][0].partition(": ")[0] for record in broken} == {"declared allowed", "declared denied"}
    others = [report["stories"][record["story"]]["story"]["elsewhere"] for record in broken]
    assert all([each["browser"] for each in told] == ["firefox", "webkit"] for told in others)
    held = [record for record in report["records"] if record["state"] == "denied"]
    assert all(not record["mismatches"] for record in held)
    assert all(report["stories"][record["story"]]["story"]["elsewhere"] is None for record in held)


def test_a_test_of_a_contract_is_told_as_a_property(run: Run, pytester: pytest.Pytester) -> None:
    run("--junitxml=junit.xml", "-k", "health", files={"cors.toml": CONTRACT})
    text = pytester.path.joinpath("junit.xml").read_text(encoding="utf-8")
    told = re.findall(r'<property name="cors" value="(\d+) cells: ([^"]*)"', text)
    assert len(told) == 2
    assert any("allowed" in counts for _, counts in told)
    assert any("denied" in counts for _, counts in told)
