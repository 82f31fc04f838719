"""Secrets that somebody has named are masked like credentials, wherever they stand."""

from __future__ import annotations

import json
import logging
import re
from urllib.parse import quote, quote_plus

import pytest

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.browser.story.masks import mask as mask_of
from pytest_cors.browser.story.secrets import secrets_in, without_secrets_of
from pytest_cors.survey.record import record_fetch
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
    assert secrets_in(result) == {SECRET}
    assert SECRET not in str(without_secrets_of(result).exchanges[0].response.headers[1:2])


def test_a_fetch_without_names_is_told_as_it_is() -> None:
    result = Browser(ScriptedTransport(answer)).page("https://app.example/").fetch("https://api.example/")
    assert without_secrets_of(result) is result


def test_the_log_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "pytest_cors"):
        story()
    assert SECRET not in caplog.text
    assert "tenant=***" in caplog.text


ODD = 'acme & "sons"/8'
"""It is spelled in another way in a URL, in a form and in JSON."""


def repeated(secret: str) -> FetchResult:
    """A fetch in which a header's value stands in everything else, too."""
    spelled = quote(secret, safe="")
    headers = [
        ("Access-Control-Allow-Origin", f"https://{spelled}.example"),
        ("X-Request", f"by {secret}, at last"),
        ("Location", f"/of/{spelled}"),
    ]
    answers = ScriptedTransport(lambda _: HttpResponse(200, headers, reason=f"Fine, {secret}"))
    return (
        Browser(answers, mask=["X-Tenant"])
        .page(f"https://app.example/{spelled}")
        .fetch(
            f"https://api.example/{spelled}/{quote_plus(secret)}",
            method="POST",
            headers=[("Content-Type", "text/plain"), ("X-Tenant", secret), ("X-Also", f"for {secret}")],
            body=json.dumps({"a": secret}),
        )
    )


@pytest.mark.parametrize("secret", [SECRET, ODD])
def test_a_value_is_masked_wherever_it_is_repeated(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "pytest_cors"):
        result = repeated(secret)
    record = record_fetch(
        result,
        nodeid="t.py::t",
        route="/",
        expect="allowed",
        outcome="failed",
        mismatches=[f"not of {secret}"],
        detail="wire",
    )
    told = "\n".join((result.explain(mismatches=[f"not of {secret}"]), json.dumps(record.to_json()), caplog.text))
    for spelling in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]):
        assert spelling not in told
    assert set(re.findall(r"\*{3}[0-9a-f]{4}", told)) == {mask_of(secret)}


def test_a_credential_is_masked_where_an_app_repeats_it() -> None:
    answers = ScriptedTransport(lambda _: HttpResponse(200, [("X-Debug", "token abc-def-ghi-jkl")]))
    result = (
        Browser(answers)
        .page("https://app.example/")
        .fetch("https://app.example/", headers=[("Authorization", "Bearer abc-def-ghi-jkl")])
    )
    record = record_fetch(result, nodeid="t.py::t", route="/", expect=None, outcome="passed", detail="wire")
    assert "abc-def-ghi-jkl" not in json.dumps(record.to_json())
    assert f"token {mask_of('abc-def-ghi-jkl')}" in json.dumps(record.to_json())
