"""Secrets that somebody has named are masked like credentials, wherever they stand."""

from __future__ import annotations

import logging

import pytest

from pytest_cors import Browser
from pytest_cors.browser.story.named import named_values, without_named
from pytest_cors.transport import HttpRequest, HttpResponse, ScriptedTransport

SECRET = "acme-and-sons"
SHORT = "a7"


class Refused(Exception):
    """An exception that tells too much."""


def answer(_: HttpRequest) -> HttpResponse:
    return HttpResponse(
        500,
        [
            ("Access-Control-Allow-Origin", "https://other.example"),
            ("X-Tenant", SECRET),
            ("Location", f"/?tenant={SHORT}"),
        ],
        error=Refused(f"tenant {SECRET} is unknown"),
    )


def story(*, mask: tuple[str, ...] = ("X-TENANT", "tenant"), secret: str = SECRET) -> str:
    page = Browser(ScriptedTransport(answer), mask=mask).page("https://app.example/")
    result = page.fetch(
        f"https://api.example/?tenant={secret}&page=2",
        method="POST",
        headers=[("Content-Type", "text/plain"), ("X-Tenant", secret)],
        body=f'{{"tenant": "{secret}", "a": 1}}',
    )
    return result.explain(mismatches=[f"tenant {secret} differs"])


def test_is_told_without_a_mask() -> None:
    assert story(mask=()).count(SECRET) > 3


def test_is_nowhere_in_the_story() -> None:
    assert SECRET not in story()


@pytest.mark.parametrize("secret", [SHORT, "x"])
def test_a_short_value_is_masked_where_its_name_stands(secret: str) -> None:
    text = story(secret=secret)
    for told in (f"tenant={secret}", f"X-Tenant: {secret}\n", f'"tenant": "{secret}"', f'\\"tenant\\": \\"{secret}\\"'):
        assert told not in text


def test_the_rest_stays() -> None:
    text = story()
    assert "page=2" in text
    assert "https://app.example" in text
    assert text.count("***") > 3


def test_the_result_itself_is_whole() -> None:
    page = Browser(ScriptedTransport(answer), mask=["X-Tenant"]).page("https://app.example/", sandboxed=False)
    result = page.fetch("https://api.example/")
    assert ("X-Tenant", SECRET) in result.exchanges[0].response.headers
    assert named_values(result) == {SECRET}
    assert SECRET not in str(without_named(result).exchanges[0].response.headers[1:2])


def test_a_fetch_without_names_is_told_as_it_is() -> None:
    result = Browser(ScriptedTransport(answer)).page("https://app.example/").fetch("https://api.example/")
    assert without_named(result) is result


def test_the_log_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "pytest_cors"):
        story()
    assert SECRET not in caplog.text
    assert "tenant=***" in caplog.text
