"""A pasted line leads to its reason, whatever app it is about."""

# ruff: noqa: RUF001  Firefox prints typographic quotation marks.

from __future__ import annotations

import json

import pytest

from pytest_cors.fetch.codes import CODES

from .reasons import fetched, shown
from .symptoms import BROWSERS, PAGE, SCRIPT, best, lines, result_of, script, with_gaps, written

# What a reader's app has in these places.
ELSEWHERE = {
    "app.example.com": "www.shop.test",
    "api.example.net": "api.backend.test",
    "/users": "/v2/articles",
    "/old": "/v1/articles",
    "PUT": "DELETE",
    "X-CSRF-Token": "X-Request-Id",
    "X-Token": "X-Tenant",
    "GET; ": "POST; ",
    "str(True)": '"yes"',
    ":6000": ":10080",
    "401": "403",
}


def matching(line: str) -> tuple[str, ...]:
    found = best(line)
    return () if found is None else found.codes


def elsewhere(text: str) -> str:
    for ours, theirs in ELSEWHERE.items():
        text = text.replace(ours, theirs)
    return text


def pasted(code: str, browser: str) -> str:
    """The line for an app that is not the one on the page."""
    page = shown(code)
    init = json.loads(elsewhere(json.dumps(page.init)))
    if "headers" in init:
        init["headers"] = [tuple(header) for header in init["headers"]]
    result = fetched(elsewhere(page.app), elsewhere(page.url), init, elsewhere=elsewhere)
    assert result.reason is not None
    assert result.reason.code == code
    return result.reason.message(browser)


def test_the_page_is_what_the_engine_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "write it anew: python -m tests.docs.symptoms"
    assert SCRIPT.read_text(encoding="utf-8") == script(), "write it anew: python -m tests.docs.symptoms"


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("code", CODES)
def test_a_pasted_line_leads_to_its_reason(code: str, browser: str) -> None:
    line = pasted(code, browser)
    if with_gaps(result_of(code), browser) in {known.text for known in lines()}:
        assert code in matching(line), line
    else:
        assert matching(line) == ()


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (
            (
                "Access to XMLHttpRequest at 'http://localhost:5000/login' from origin 'http://localhost:3000' has been"
                " blocked by CORS policy: Response to preflight request doesn't pass access control check: No"
                " 'Access-Control-Allow-Origin' header is present on the requested resource."
            ),
            ("PreflightMissingAllowOriginHeader",),
        ),
        (
            (
                "login:1 Access to fetch at 'http://localhost:5000/b' (redirected from 'http://localhost:5000/a')\nfrom"
                " origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin'"
                " header is present on the requested resource. If an opaque response serves your needs, set the"
            ),
            ("MissingAllowOriginHeader",),
        ),
        (
            (
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at"
                " http://localhost:5000/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing)."
            ),
            ("MissingAllowOriginHeader", "PreflightMissingAllowOriginHeader"),
        ),
        ("my preflight gets 401", ()),
        ("", ()),
    ],
)
def test_lines_as_people_paste_them(line: str, codes: tuple[str, ...]) -> None:
    assert matching(line) == codes


def test_a_line_says_enough_to_be_known_by() -> None:
    assert [line.text for line in lines() if sum(map(len, line.parts)) < 20] == []
