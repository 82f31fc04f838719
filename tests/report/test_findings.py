"""Findings of the audit, in every report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pytest_cors.audit.finding import Evidence, Finding, Reference
from pytest_cors.report import json as json_report
from pytest_cors.report.files import rendered
from pytest_cors.report.layout import plain
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal
from tests.report import held
from tests.report.samples import HOSTILE, found_run

HIGH, _, _, _ = found_run().findings

TERMINAL = """\
3 findings of the audit: 1 high, 1 low, 1 info, 1 silenced
  high[any-origin-reflected]: Any origin is let in with credentials
    GET /addresses, PUT /addresses, GET /basket, PUT /basket and 4 more
    A page on an origin that nobody knows asks with the user's cookies, and
      reads what it answers.
    fix: Name the origins that may come in, or leave out credentials if
      everybody may:
      CORS(app, origins=["https://app.example.com"], supports_credentials=True)
  low[no-vary]: Answers may be mixed up in a cache
    the whole app
    A page on an origin that nobody knows asks with the user's cookies, and
      reads what it answers. (possible)
    it was silenced at cors.toml:9, 2026-10-31, which is over
    fix: Name the origins that may come in, or leave out credentials if
      everybody may.
  -v tells those that are only worth knowing, too"""


def only_found() -> Run:
    return replace(found_run(), records=found_run().records[:0])


def test_the_worst_comes_first_in_whatever_order_they_were_found() -> None:
    findings = found_run().findings
    assert [each.severity for each in findings] == ["high", "high", "low", "info"]
    assert Run.of((), findings=reversed(findings)).findings == findings


def test_the_terminal_tells_what_to_change() -> None:
    assert "\n".join(plain(terminal(only_found()))).startswith(TERMINAL)
    assert plain(terminal(only_found()))[-1] == "  -v tells those that are only worth knowing, too"
    everything = plain(terminal(only_found(), verbosity=1))
    assert "  info[worth-knowing]: Answers may be mixed up in a cache" in everything
    assert not any("-v tells" in line for line in everything)


def test_the_terminal_tells_them_behind_broken_cells() -> None:
    text = "\n".join(plain(terminal(found_run())))
    assert text.index("expected allowed, got denied") < text.index("3 findings") < text.index("312 cells")


def test_the_terminal_says_when_all_are_silenced() -> None:
    run = Run.of((), findings=[each for each in found_run().findings if each.silenced])
    assert plain(terminal(run))[0] == "no finding of the audit, 1 silenced"
    assert "finding" not in "\n".join(plain(terminal(Run.of(()))))


def test_html_shows_each_with_its_evidence() -> None:
    text = rendered("html", only_found())
    assert '<h1><span class="wrong">3 findings</span> of the audit: 1 high, 1 low, 1 info</h1>' in text
    assert text.count('<details class="finding ') == 3
    assert "0 routes" not in text
    assert "<p>1 silenced</p>" not in text
    assert '<p class="more">1 silenced</p>' in text
    assert "CORS(app, origins=[&#34;https://app.example.com&#34;], supports_credentials=True)" in text
    assert "curl -i https://api.example.com/addresses -H &#39;Origin: https://evil.example&#39;" in text
    assert '<a href="https://cwe.mitre.org/data/definitions/942.html"' in text
    assert "This is possible, not certain" in text
    assert "<code>cors.toml:9, 2026-10-31</code>, which is over" in text


def test_markdown_begins_with_them() -> None:
    text = rendered("markdown", only_found())
    assert text.startswith("## CORS contract: 🔎 3 findings of the audit: 1 high, 1 low, 1 info\n")
    assert "#### 🟥 high: Any origin is let in with credentials" in text
    assert "```\nCORS(app, origins=" in text
    assert "1 silenced." in text
    assert "It was silenced at `cors.toml:9, 2026-10-31`, which is over.\n\nTo change: Name" in text
    assert "```\n```" not in text


def test_one_that_is_only_worth_knowing_makes_no_headline() -> None:
    (info,) = (each for each in found_run().findings if each.severity == "info")
    run = replace(found_run(), records=found_run().records[:1], findings=(info,))
    assert rendered("markdown", run).startswith("## CORS contract: ✅ as declared\n")
    assert "<h1>The one cell is as declared</h1>" in rendered("html", run)


def log() -> Any:
    (run,) = held.as_sarif(rendered("sarif", only_found()))["runs"]
    return run


def test_sarif_has_a_result_and_a_rule_for_each() -> None:
    run = log()
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("any-origin-reflected", "error"),
        ("any-origin-reflected", "error"),
        ("no-vary", "note"),
        ("worth-knowing", "note"),
    ]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["any-origin-reflected"]["properties"] == {
        "tags": ["cors", "security", "external/cwe/cwe-942"],
        "security-severity": "8.0",
    }
    assert rules["any-origin-reflected"]["helpUri"] == "https://cwe.mitre.org/data/definitions/942.html"
    assert "security-severity" not in rules["no-vary"]["properties"]


def test_sarif_suppresses_what_is_silenced_and_shows_the_exchange() -> None:
    loud, silenced = log()["results"][:2]
    if "suppressions" in loud:
        loud, silenced = silenced, loud
    assert silenced["suppressions"] == [{"kind": "external", "justification": "until the partners have moved"}]
    assert "suppressions" not in loud
    assert loud["webRequest"]["target"] == "https://api.example.com/addresses"
    assert loud["webResponse"]["headers"]["Access-Control-Allow-Origin"] == "https://evil.example"
    (place,) = loud["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "cors.toml"


def test_a_finding_keeps_its_fingerprint_when_routes_and_words_change() -> None:
    other = replace(HIGH, routes=("GET /new",), what="something else", evidence=(), severity="low")
    prints = {
        json.loads(rendered("sarif", Run.of((), findings=(each,))))["runs"][0]["results"][0]["partialFingerprints"][
            "corsFinding/v1"
        ]
        for each in (HIGH, other)
    }
    assert len(prints) == 1


def test_json_has_them_whole_and_gives_them_back() -> None:
    plain_report = held.as_json(rendered("json", found_run()))
    assert [each["fingerprint"] for each in plain_report["findings"]] == [
        each.fingerprint for each in found_run().findings
    ]
    assert json_report.from_json(plain_report) == found_run()


def test_har_has_what_shows_them() -> None:
    archive = held.as_har(rendered("har", only_found()))["log"]
    assert archive["pages"][0]["title"].startswith("high[any-origin-reflected]: ")
    assert archive["pages"][0]["comment"] == "cors.toml::audit[any-origin-reflected]"
    assert {each["pageref"] for each in archive["entries"]} == {each["id"] for each in archive["pages"]}


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 10_000], ids=range(len(HOSTILE) + 1))
def test_what_an_app_may_have_put_into_them_is_inert(text: str) -> None:
    exchange = replace(HIGH.evidence[0].exchanges[0], url=text, phrase=text)
    finding = Finding(
        rule="a-rule",
        title=text,
        severity="medium",
        confidence="likely",
        audience="front end",
        cause=text,
        routes=(f"GET /{text}",) * 5,
        what=text,
        consequence=text,
        fix=text,
        code=(text,),
        evidence=(Evidence(text, text, text, "include", "denied", text, (exchange,), text),),
        references=(Reference(text, text), Reference("more", f"javascript:{text}")),
        docs=text,
        nodeid=f"tests/{text}.py::audit",
    )
    run = Run.of((), findings=[finding])
    told = [
        rendered("html", run),
        rendered("markdown", run),
        rendered("sarif", run),
        rendered("json", run),
        rendered("har", run),
    ]
    for report in told:
        assert not {"\x1b", "\x07", "\x00", "\u202e"} & set(report)
    for hostile in ("<script>fail()", "<img src=x", "<!--<script>"):
        assert hostile not in told[0]
        assert hostile not in markdown_outside_code(told[1])
    assert 'href="javascript:' not in told[0]
    held.as_sarif(told[2])
    held.as_har(told[4])
    assert "](" not in json.loads(told[2])["runs"][0]["results"][0]["message"]["text"]
    assert not {"\x1b", "\u202e"} & set("".join(plain(terminal(run, verbosity=2))))


def markdown_outside_code(text: str) -> str:
    """What a viewer may take for markup."""
    outside, fenced = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            outside.append("".join(line.split("`")[::2]))
    return "\n".join(outside)
