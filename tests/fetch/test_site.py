from __future__ import annotations

import pytest

from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.site import (
    is_ip_address,
    is_public_suffix,
    registrable_domain,
    same_site,
    schemelessly_same_site,
    site_of,
)
from pytest_cors.fetch.url import parse


@pytest.mark.parametrize(
    ("host", "domain", "is_suffix"),
    [
        ("example.com", "example.com", False),
        ("a.b.example.com", "example.com", False),
        ("com", None, True),
        ("co.uk", None, True),
        ("shop.co.uk", "shop.co.uk", False),
        ("a.shop.co.uk", "shop.co.uk", False),
        # The private section of the list counts too.
        ("github.io", None, True),
        ("ada.github.io", "ada.github.io", False),
        ("x.ada.github.io", "ada.github.io", False),
        ("localhost", None, True),
        ("example.com.", "example.com.", False),
        ("a.example.com.", "example.com.", False),
        ("com.", None, True),
        (".", None, False),
        ("", None, False),
        ("127.0.0.1", None, False),
        ("[::1]", None, False),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", False),
    ],
)
def test_domains(host: str, domain: str | None, is_suffix: bool) -> None:
    assert registrable_domain(host) == domain
    assert is_public_suffix(host) == is_suffix


@pytest.mark.parametrize(("host", "expected"), [("10.0.0.1", True), ("[::]", True), ("a1.example", False)])
def test_is_ip_address(host: str, expected: bool) -> None:
    assert is_ip_address(host) == expected


@pytest.mark.parametrize(
    ("a", "b", "same", "schemeless"),
    [
        ("https://app.example.com", "https://api.example.com", True, True),
        ("https://example.com", "https://a.b.example.com:8443", True, True),
        ("https://app.example.com", "http://api.example.com", False, True),
        ("https://app.example.com", "https://app.example.net", False, False),
        ("http://localhost:3000", "http://localhost:8080", True, True),
        ("http://127.0.0.1", "http://127.0.0.1:1", True, True),
        ("http://127.0.0.1", "http://127.0.0.2", False, False),
        ("https://a.github.io", "https://b.github.io", False, False),
        ("https://github.io", "https://github.io", True, True),
        ("https://a.com", "https://com", False, False),
        ("https://app.example.com", "https://app.example.com.", False, False),
    ],
)
def test_same_site(a: str, b: str, same: bool, schemeless: bool) -> None:
    one, other = parse(a).origin, parse(b).origin
    assert same_site(one, other) == same_site(other, one) == same
    assert schemelessly_same_site(one, other) == schemelessly_same_site(other, one) == schemeless


def test_an_opaque_origin_is_its_own_site() -> None:
    one, other, tuple_ = OpaqueOrigin(), OpaqueOrigin(), parse("https://a.example").origin
    assert same_site(one, one)
    assert schemelessly_same_site(one, one)
    for pair in ((one, other), (one, tuple_), (tuple_, one)):
        assert not same_site(*pair)
        assert not schemelessly_same_site(*pair)
    assert site_of(one) == site_of(one) != site_of(other)
    assert site_of(one).startswith("null")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://a.b.example.com:8443/", "https://example.com"),
        ("http://localhost:3000/", "http://localhost"),
        ("https://ada.github.io/", "https://ada.github.io"),
        ("http://127.0.0.1:1/", "http://127.0.0.1"),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(parse(url).origin) == site
