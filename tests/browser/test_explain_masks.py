"""Credentials never leave in the clear, and one secret is the same mask everywhere."""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors import Browser
from pytest_cors.browser.story.masks import mask, masked_body, masked_header, masked_url
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE = "https://app.example.com"
API = "https://api.example.net"
URL = f"{API}/users"


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("Authorization", "Bearer abcdef", "Bearer {abcdef}"),
        ("authorization", "abcdef", "{abcdef}"),
        ("Proxy-Authorization", "Basic YTpi", "Basic {YTpi}"),
        ("Cookie", "sid=abcdef; theme=dark", "sid={abcdef}; theme={dark}"),
        ("Cookie", "abcdef", "{abcdef}"),
        ("Set-Cookie", "sid=abcdef; Path=/; Secure", "sid={abcdef}; Path=/; Secure"),
        ("Set-Cookie", "sid=; Max-Age=0", "sid=; Max-Age=0"),
        ("X-Api-Key", "abcdef", "{abcdef}"),
        ("X-CSRF-Token", "abcdef", "{abcdef}"),
        ("X-XSRF-TOKEN", "abcdef", "{abcdef}"),
        ("X-Amz-Security-Token", "abcdef", "{abcdef}"),
        ("X-Session-Id", "abcdef", "{abcdef}"),
        ("X-Author", "abcdef", "abcdef"),
        ("Origin", PAGE, PAGE),
        ("Access-Control-Request-Headers", "authorization,x-csrf-token", "authorization,x-csrf-token"),
        ("Access-Control-Allow-Credentials", "true", "true"),
        ("Location", "https://ada:abcdef@example.com/", "https://ada:{abcdef}@example.com/"),
        ("Location", "/cb?code=1&access_token=abcdef#x", "/cb?code=1&access_token={abcdef}#x"),
    ],
)
def test_a_header_shows_who_but_not_what(name: str, value: str, masked: str) -> None:
    expected = re.sub(r"\{(\w+)\}", lambda match: mask(match[1]), masked)
    assert masked_header(name, value) == expected


def test_a_mask_is_stable_short_and_tells_secrets_apart() -> None:
    assert re.fullmatch(r"\*\*\*[0-9a-f]{4}", mask("abcdef"))
    assert mask("abcdef") == mask("abcdef") != mask("abcdeg")
    assert mask(mask("abcdef")) == mask("abcdef")


@pytest.mark.parametrize("around", ["reading {}.", "reading {}, and", "at '{}' from", "at \u2018{}\u2019)", "({})"])
def test_a_url_in_a_sentence_ends_before_the_punctuation(around: str) -> None:
    url = "https://a.example/?token={}"
    masked = masked_url(around.format(url.format("abcdef")))
    assert masked == around.format(url.format(mask("abcdef")))


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ('{"name": "Ada", "password": "correct horse"}', '{"name": "Ada", "password": "{correct horse}"}'),
        ('{"password":"a\\"b"}', '{"password":"{a\\"b}"}'),
        ("user=ada&password=abcdef&x=1", "user=ada&password={abcdef}&x=1"),
        ('{"api_key": 12345}', '{"api_key": {12345}}'),
        ('{"name": "Ada"}', '{"name": "Ada"}'),
    ],
)
def test_a_body_hides_what_is_called_secret(body: str, masked: str) -> None:
    secret = re.search(r'\{(correct horse|a\\"b|abcdef|12345)\}', masked)
    expected = masked.replace(secret[0], mask(secret[1])) if secret else masked
    assert masked_body(body) == expected


SECRETS = st.text(f"{ascii_letters}{digits}+/=-_.~", min_size=8, max_size=40).map("s3cr3t{}".format)


@given(secret=SECRETS, allowed=st.booleans())
def test_a_secret_is_nowhere_in_a_story(secret: str, allowed: bool) -> None:
    lines = [
        ("Access-Control-Allow-Origin", PAGE if allowed else f"https://x.example/?token={secret}"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Headers", "authorization,x-api-key,x-csrf-token"),
        ("Set-Cookie", f"sid={secret}; Secure; SameSite=None"),
    ]
    browser = Browser(ScriptedTransport(lambda _: HttpResponse(200, lines)))
    browser.set_cookie(API, f"session={secret}; Secure; SameSite=None")
    result = browser.page(f"{PAGE}/").fetch(
        f"{URL}?api_key={secret}",
        method="POST",
        credentials="include",
        headers=[("Authorization", f"Bearer {secret}"), ("X-Api-Key", secret), ("X-CSRF-Token", secret)],
        body=f'{{"password": "{secret}"}}',
    )
    assert result.allowed == allowed
    story = result.explain(declared=f"GET {URL}?token={secret}: denied", mismatches=[f"saw {secret}"])
    assert secret not in story
    assert mask(secret) in story


def test_an_exception_does_not_tell_a_secret_either() -> None:
    app = Flask("shop")
    app.logger.disabled = True

    @app.get("/users")
    def users() -> Any:
        from flask import request

        raise LookupError(f"nobody has {request.headers['Authorization']}")

    result = Browser(app, base_url=API).page(API).fetch(URL, headers=[("Authorization", "Bearer 0123456789abcdef")])
    story = result.explain()
    assert "0123456789abcdef" not in story
    assert f"LookupError: nobody has Bearer {mask('0123456789abcdef')}" in story
