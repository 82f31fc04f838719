from __future__ import annotations

import pytest

from pytest_cors.fetch.methods import (
    is_cors_safelisted_method,
    is_forbidden_method,
    is_token,
    normalize_method,
)


@pytest.mark.parametrize(
    ("written", "normalized"),
    [
        ("get", "GET"),
        ("Head", "HEAD"),
        ("pOST", "POST"),
        ("put", "PUT"),
        ("delete", "DELETE"),
        ("options", "OPTIONS"),
        ("GET", "GET"),
        # All others are left alone, and are case-sensitive from then on.
        ("patch", "patch"),
        ("PATCH", "PATCH"),
        ("Query", "Query"),
        ("connect", "connect"),
    ],
)
def test_normalize(written: str, normalized: str) -> None:
    assert normalize_method(written) == normalized


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_safelisted(method: str) -> None:
    assert is_cors_safelisted_method(method)


@pytest.mark.parametrize("method", ["get", "PUT", "OPTIONS", "PATCH", "DELETE", ""])
def test_not_safelisted(method: str) -> None:
    assert not is_cors_safelisted_method(method)


@pytest.mark.parametrize("method", ["CONNECT", "connect", "TRACE", "Trace", "TRACK", "tRACK"])
def test_forbidden(method: str) -> None:
    assert is_forbidden_method(method)


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "TRACER", "XTRACE", ""])
def test_not_forbidden(method: str) -> None:
    assert not is_forbidden_method(method)


@pytest.mark.parametrize("token", ["GET", "x", "X-A", "!#$%&'*+-.^_`|~09azAZ"])
def test_token(token: str) -> None:
    assert is_token(token)


@pytest.mark.parametrize(
    "text", ["", " ", "G T", "GET\n", "GET\r", "a:b", "a/b", "a;b", "a=b", "a,b", '"a"', "(a)", "é", "\x00", "\x7f"]
)
def test_not_a_token(text: str) -> None:
    assert not is_token(text)
