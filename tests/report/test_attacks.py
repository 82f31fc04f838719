"""What an application sends is text in every report, whatever it looks like, and never drives who reads it."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from pytest_cors import Browser
from pytest_cors.report import json as json_report
from pytest_cors.report import markdown
from pytest_cors.report.files import rendered
from pytest_cors.report.layout import columns, plain
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal
from pytest_cors.survey.record import Record, record_fetch, record_unanswered
from pytest_cors.transport import HttpResponse, ScriptedTransport
from tests.report import held

MEGABYTE = 1_000_000

ATTACKS = {
    "markup": "</script></code></pre></details><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "quotes": '"\'`` ` ``` ```` "onmouseover="alert(1)',
    "script URL": "javascript:alert(1)//",
    "link": "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example/auto>",
    "table": "| a | b |",
    "heading": "# heading @everyone #1 *bold* _it_ ~~gone~~ &lt;b&gt; &#60;b&#62;",
    "template": "{{ 7*7 }} {% raw %} ${alert(1)} %s %(x)s {0}",
    "terminal": "\x1b[2J\x1b]0;owned\x07\x08\x7f\x00\x9b31m",
    "reading direction": "\xe2\x80\xae\xe2\x80\x8b",
    "invalid UTF-8": "\xff\xfe\xc0\xaf\xed\xa0\x80",
    "long": "a" * MEGABYTE,
    "long word": "<b>" * (MEGABYTE // 3),
    "separators": "a\x85b\x1c\x1d\x1e\tc",
    "fence": "``` \n~~~".replace("\n", "\x0b"),
    "cell end": "]]> --> --!> ?> */ \\ \\u2028",
}

SURROGATES = "\ud800 \u2028 \u202e \U000e0041 \n\r\n# not a line"
"""What a route, a node id or an exception may hold beside: text, not bytes."""


class Broken(Exception):
    """A view's exception whose message is the application's too."""


def seen(attack: str, *, place: str) -> Record:
    """What a browser makes of an attack in one place of an answer, with all that a report can tell of it."""
    open_to_all = [("Access-Control-Allow-Origin", "*")]
    answers: dict[str, HttpResponse] = {
        "origin": HttpResponse(200, [("Access-Control-Allow-Origin", attack)]),
        "credentials": HttpResponse(200, [*open_to_all, ("Access-Control-Allow-Credentials", attack)]),
        "methods": HttpResponse(204, [*open_to_all, ("Access-Control-Allow-Methods", attack)]),
        "location": HttpResponse(302, [*open_to_all, ("Location", attack)]),
        "cookie": HttpResponse(200, [*open_to_all, ("Set-Cookie", attack), ("Vary", attack)]),
        "name": HttpResponse(200, [*open_to_all, (f"Access-Control-{attack[:300]}", "x"), (f"X-{attack[:300]}", "x")]),
        "phrase": HttpResponse(500, [], reason=attack),
        "error": HttpResponse(500, [], error=Broken(attack + SURROGATES)),
    }
    page = Browser(ScriptedTransport(lambda _: answers[place])).page("https://app.example/")
    method = "PUT" if place == "methods" else "GET"
    result = page.fetch("https://api.example/path?q=1", method=method)
    return record_fetch(
        result,
        nodeid=f"tests/test_it.py::test[{attack[:500]}{SURROGATES}]",
        route=f"/{attack[:500]}{SURROGATES}",
        expect="denied" if result.allowed else "allowed",
        outcome="failed",
        mismatches=[f"not as declared: {attack}{SURROGATES}"],
        declared=f"GET /{attack}",
        detail="wire",
        line=3,
    )


PLACES = ("origin", "credentials", "methods", "location", "cookie", "name", "phrase", "error")


def attacked(attack: str) -> Run:
    """A run in which it stands wherever it can."""
    unanswered = record_unanswered(
        nodeid=attack[:500],
        route=attack[:500],
        method=attack[:500],
        origin=attack[:500],
        browser=attack[:500],
        outcome="error",
        url=attack[:500],
        headers=[attack[:500]],
        mismatches=[attack + SURROGATES],
    )
    records = [seen(attack, place=place) for place in PLACES]
    return Run.of([*records, unanswered], incomplete=[f"because of {attack[:500]}{SURROGATES}"], tool="0")


@pytest.fixture(scope="module", params=list(ATTACKS.values()), ids=list(ATTACKS))
def run(request: pytest.FixtureRequest) -> Run:
    return attacked(request.param)


def strings(plain: Any) -> Iterator[str]:
    """Every string in JSON values, keys too."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        yield from plain
        for value in plain.values():
            yield from strings(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from strings(value)


def active(text: str) -> set[str]:
    """The characters that could drive a terminal, or turn what is read."""
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_never_drives_a_terminal(run: Run, encoding: str) -> None:
    lines = plain(terminal(run, encoding=encoding, verbosity=2))
    assert active("".join(lines)) == set()
    "\n".join(lines).encode(encoding)
    own = [line for line in lines if "tests/test_it.py" not in line and not line.startswith("incomplete: ")]
    assert max(map(columns, own)) <= 80 + len("  X ") + 500


def test_is_only_data_in_json(run: Run) -> None:
    text = rendered("json", run)
    assert text.isascii()
    assert len(text) < 1_500_000
    plain = held.as_json(text)
    assert json_report.from_json(plain).records == run.records


def test_is_only_text_in_sarif(run: Run) -> None:
    text = rendered("sarif", run)
    assert text.isascii()
    assert len(text) < 200_000
    plain = held.as_sarif(text)
    assert {char for each in strings(plain) for char in active(each)} <= {"\n"}
    for result in plain["runs"][0]["results"]:
        assert "](" not in result["message"]["text"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not set(uri) & set(' "<>\\^`{|}:')


def test_is_only_text_in_har(run: Run) -> None:
    text = rendered("har", run)
    assert text.isascii()
    assert len(text) < 1_000_000
    assert {char for each in strings(held.as_har(text)) for char in active(each)} == set()


class Structure(HTMLParser):
    """The elements of a page, and what they point to."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.targets.update(value or "" for name, value in attrs if name in {"href", "src"})

    @classmethod
    def of(cls, text: str) -> Structure:
        found = cls()
        found.feed(text)
        found.close()
        return found


def test_is_no_markup_in_markdown(run: Run) -> None:
    text = rendered("markdown", run)
    assert len(text) <= markdown.LONGEST + 200
    assert active(text) <= {"\n"}
    text.encode("utf-8")
    page = Structure.of(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    ours = "h2 h3 h4 p blockquote strong em code pre ol ul li a details summary table thead tbody tr th td".split()
    assert page.elements <= set(ours)
    assert page.attributes <= {"href", "style", "start", "class"}
    assert all(target.startswith("https://fetch.spec.whatwg.org/#") for target in page.targets)


def test_is_no_markup_in_html(run: Run) -> None:
    harmless = Structure.of(rendered("html", attacked("https://other.example")))
    page = Structure.of(rendered("html", run))
    assert page.elements <= harmless.elements
    assert page.attributes <= harmless.attributes
    assert not [target for target in page.targets if not target.startswith(("#", "https://"))]


CONFTEST = """
import pytest
from flask import Flask, Response, request

ATTACK = {attack!r}

@pytest.fixture
def app():
    app = Flask(__name__)

    @app.route("/header")
    def header():
        response = Response("")
        # As bytes that no client has looked at: Werkzeug would refuse some of them.
        response.headers._list.append(("Access-Control-Allow-Origin", ATTACK))
        return response

    @app.route("/raise")
    def crash():
        raise RuntimeError(ATTACK)

    return app
"""

MODULE = """
import pytest

@pytest.mark.cors("/header", origin="https://app.example", expect="allowed")
@pytest.mark.cors("/raise", origin="https://app.example", expect="allowed")
def test_it(): ...

def test_passes(cors_client):
    assert not cors_client.get("/header", origin="https://app.example").cors.allowed
"""


@pytest.mark.parametrize("attack", [ATTACKS["markup"], ATTACKS["terminal"], ATTACKS["invalid UTF-8"]])
def test_a_whole_run_is_not_driven(pytester: pytest.Pytester, attack: str) -> None:
    pytester.makeconftest(CONFTEST.format(attack=attack))
    pytester.makepyfile(test_it=MODULE)
    types = ("term", "html", "json", "markdown", "sarif", "har")
    pytester.runpytest_inprocess(*(f"--cors-report={name}" for name in types), "--junitxml=junit.xml", "-v")
    held.as_json(read(pytester, "json"))
    held.as_sarif(read(pytester, "sarif"))
    held.as_har(read(pytester, "har"))
    assert active(read(pytester, "md")) <= {"\n"}
    junit = ET.parse(pytester.path / "junit.xml")
    values = [each.get("value", "") for each in junit.iter("property") if each.get("name") == "cors"]
    assert len(values) == 3
    assert active("".join(values)) == set()


def read(pytester: pytest.Pytester, suffix: str) -> str:
    return (pytester.path / f"cors-report.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_is_one_line_in_the_log(attack: str, caplog: pytest.LogCaptureFixture) -> None:
    transport = ScriptedTransport([HttpResponse(200, [("Access-Control-Allow-Origin", attack)])])
    with caplog.at_level(logging.INFO, "pytest_cors"):
        Browser(transport).page("https://app.example/").fetch(f"https://api.example/?{attack}")
    (line,) = caplog.messages
    assert active(line) == set()
    assert len(line) < 500
