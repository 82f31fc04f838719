"""``--cors-audit`` under pytest: a test for each rule, silences, levels, workers, rules of others."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from pytest_cors.audit.finding import SEVERITIES
from pytest_cors.contract.toml import LEVELS as OF_FILE
from pytest_cors.plugin.options import LEVELS as OF_OPTION

APP = """
from flask import Flask
from flask_cors import CORS

app = Flask("api", static_folder=None)
CORS(app, supports_credentials=True)  # the mistake: any origin, with credentials

@app.get("/me")
def me():
    return {"name": "Ada"}

@app.delete("/things/<int:number>")
def delete(number):
    raise AssertionError("an audit has no effects")
"""

CONFTEST = f"""
import pytest
{APP}
@pytest.fixture(name="app")
def given():
    return app
"""

FOUND = "high[[]any-origin-reflected[]]: *"

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the audit's rule that finds something, over a project with a conftest.py or, if given, a contract."""
    monkeypatch.setenv("COLUMNS", "160")
    pytester.syspathinsert()

    def run(*args: str, contract: str = "", only: str = "any-origin-reflected") -> pytest.RunResult:
        if contract:
            pytester.makepyfile(api=APP)
            (pytester.path / "cors.toml").write_text('[contract]\napp = "api:app"\n' + contract, encoding="utf-8")
        else:
            pytester.makeconftest(CONFTEST)
        return pytester.runpytest_inprocess("--cors-audit", "-W", "default", "-k", only, *args)

    return run


def silence(*lines: str, rule: str = "any-origin-reflected") -> str:
    return "\n".join(["[[audit.silence]]", f'rule = "{rule}"', 'reason = "it goes in spring"', *lines])


def test_a_conftest_that_defines_the_app_is_audited(run: Run) -> None:
    result = run()

    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(
        [
            FOUND,
            "  routes    GET /me, DELETE /things/<int:number>",
            "  page      https://evil.example in chromium, credentials include",
            "  --> GET https://localhost/me",
            "*CORS(app, origins=*",
            "FAILED conftest.py::audit[[]any-origin-reflected[]] - high[[]any-origin-reflected[]]: *",
        ]
    )


@pytest.mark.parametrize("testpaths", ["tests", "."])
def test_the_root_is_audited_wherever_testpaths_points(run: Run, pytester: pytest.Pytester, testpaths: str) -> None:
    pytester.mkdir("tests").joinpath("test_it.py").write_text("def test_it(): ...", encoding="utf-8")
    pytester.makeini(f"[pytest]\ntestpaths = {testpaths}\n")

    result = run("-p", "no:randomly")

    assert result.parseoutcomes()["failed"] == 1


def test_nothing_is_audited_that_nobody_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)

    assert pytester.runpytest_inprocess().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_contract_file_may_hold_nothing_but_the_audit(run: Run) -> None:
    result = run("-v", contract='[audit]\nlevel = "high"\n', only="any-origin-reflected or contract")

    result.stdout.fnmatch_lines(["cors.toml::audit[[]any-origin-reflected[]] FAILED*"])


@pytest.mark.parametrize(
    ("args", "contract", "outcome"),
    [
        pytest.param((), "", {"failed": 1}, id="low by default"),
        pytest.param(("-o", "cors_audit_level=high"), "", {"failed": 1}, id="as bad as the level"),
        pytest.param(("--cors-audit-level", "high"), '[audit]\nlevel = "info"\n', {"failed": 1}, id="command line"),
    ],
)
def test_what_is_as_bad_as_the_level_fails(
    run: Run, args: tuple[str, ...], contract: str, outcome: dict[str, int]
) -> None:
    result = run(*args, contract=contract)

    assert result.parseoutcomes().items() >= outcome.items()


def test_what_is_less_bad_passes(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(mine=RULE.format(severity="low"))

    assert run("-p", "mine", only="mine", contract="[audit]\n").parseoutcomes()["failed"] == 1
    result = run("-p", "mine", "--cors-audit-level", "medium", only="mine", contract="[audit]\n")
    assert result.parseoutcomes()["passed"] == 1


def test_a_severity_that_there_is_not_is_refused(run: Run) -> None:
    result = run("--cors-audit-level=hih")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--cors-audit-level='hih' is no severity; valid: info, low,*Did you mean 'high'?"])


def test_severities_are_the_same_everywhere() -> None:
    assert SEVERITIES == OF_FILE == OF_OPTION


# Silences


def test_a_silence_is_an_expected_failure_with_its_reason(run: Run) -> None:
    result = run("-rx", contract=silence())

    result.stdout.fnmatch_lines(["XFAIL cors.toml::audit[[]any-origin-reflected[]] - *it goes in spring"])
    assert "failed" not in result.parseoutcomes()


def test_a_silence_for_some_routes_leaves_the_others(run: Run) -> None:
    result = run(contract=silence('routes = ["/me"]'))

    result.stdout.fnmatch_lines([FOUND, "  routes    DELETE /things/<int:number>"])
    result.stdout.no_fnmatch_line("  routes*GET /me*")


def test_a_silence_holds_until_its_day(run: Run) -> None:
    result = run(contract=silence("until = 2020-02-29"))

    result.stdout.fnmatch_lines([FOUND, "  silence   It was silenced at cors.toml:3, until 2020-02-29, which is over."])


def test_a_silence_that_nothing_needs_is_told(run: Run) -> None:
    result = run(contract=silence(rule="preflight-needs-authentication"), only="preflight-needs-authentication")

    result.assert_outcomes(passed=1, warnings=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["*cors.toml:3: CorsContractWarning: there is nothing left that this silence of *"])


def test_every_mistake_of_the_silences_is_told_at_once(run: Run) -> None:
    contract = """
        [[audit.silence]]
        rule = "any-origin-reflect"
        until = "2027-01-01"

        [[audit.silence]]
        rule = "x"
        reason = "y"
        rutes = ["/me"]

        [audit]
        level = "hih"
    """
    result = run(contract=textwrap.dedent(contract))

    result.stdout.fnmatch_lines(
        [
            "cors.toml:4:1: reason='' is missing in this [[][[]audit.silence[]][]]",
            "cors.toml:6:1: until='2027-01-01' is no day; write it without quotes, as in until = 2027-03-31*",
            "cors.toml:11:1: key='rutes' is not known in [[]audit.silence[]]; valid: rule, *Did you mean 'routes'?",
            "cors.toml:14:1: level='hih' is no severity; valid: info, low, medium, high. Did you mean 'high'?",
        ]
    )


def test_a_silence_of_an_unknown_rule_is_refused(run: Run) -> None:
    result = run(contract=silence(rule="any-origin-reflect"))

    result.stdout.fnmatch_lines(
        ["*cors.toml:3:1: rule='any-origin-reflect' is no rule of the audit; *Did you mean 'any-origin-reflected'?"]
    )


# Where there is nothing to audit


@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["alone", "with workers"])
def test_an_audit_that_meets_no_app_is_an_error(pytester: pytest.Pytester, args: tuple[str, ...]) -> None:
    pytester.makepyfile("def test_something(): pass")

    result = pytester.runpytest_subprocess("--cors-audit", *args)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "--cors-audit has met no app: it looks for cors.toml" in result.stdout.str() + result.stderr.str()


def test_workers_find_the_same(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)

    result = pytester.runpytest_subprocess("--cors-audit", "-n", "2", "-k", "any-origin-reflected")

    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines([FOUND])


# Rules of others

RULE = """
from pytest_cors.audit.rule import Rule, Sighting

def check(subject):
    for target in subject.targets:
        answer = subject.ask(target, origin="https://evil.example")
        yield Sighting(
            where=target, cause="mine", severity="{severity}", what="It was\\x1b[31m seen", consequence="It hurts",
            fix="Mend it", evidence=((answer, "it is there"),),
        )

def pytest_cors_audit_rules(config):
    return [
        Rule(id="mine", title="A rule of mine", audience="security", severities=("{severity}",), check=check,
             docs="https://rules.example/mine")
    ]
"""


def test_others_add_rules(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=RULE.format(severity="high"))

    result = run("-p", "mine", only="mine")

    result.stdout.fnmatch_lines(
        ["high[[]mine[]]: A rule of mine", "*It was\\x1b[[]31m seen.", "*https://rules.example/mine"]
    )


def test_two_rules_of_one_name_are_refused(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(mine=RULE.format(severity="high").replace('"mine", title', '"any-origin-reflected", title'))

    result = run("-p", "mine")

    result.stdout.fnmatch_lines(["*there are two audit rules named 'any-origin-reflected': *"])
