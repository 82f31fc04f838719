"""Which cookies go along with a request, in which order, and why others stay."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.cookies import CookieJar
from pytest_cors.cookies.same_site import is_same_site_request, is_third_party
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.params import CookieContext, CookieNote
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.url import parse

API = "https://api.example.com/"


def navigation(url: str, now: float = 0.0) -> CookieContext:
    return CookieContext(parse(url), None, (parse(url),), "GET", now)


def request(
    url: str, page: str, *, top: str | None = None, sandboxed: bool = False, via: tuple[str, ...] = (), now: float = 0.0
) -> CookieContext:
    """A fetch from a page, redirected over other URLs before."""
    document = parse(page)
    origin = OpaqueOrigin() if sandboxed else document.origin
    client = Client(document, origin, parse(top).origin if top else document.origin)
    return CookieContext(parse(url), client, tuple(map(parse, (*via, url))), "GET", now)


def jar_with(*cookies: tuple[str, str], name: str = "standard", third_party: Any = "allowed") -> CookieJar:
    """A jar after first-party visits to URLs that set one cookie each, a second apart."""
    jar = CookieJar(profile(name), third_party)
    for at, (url, line) in enumerate(cookies):
        notes: list[CookieNote] = []
        jar.store([line], navigation(url, float(at)), notes)
        assert notes == []
    return jar


def header(jar: CookieJar, context: CookieContext) -> tuple[str, dict[str, str]]:
    """The header, and the reason why each other cookie stays."""
    notes: list[CookieNote] = []
    value = jar.cookie_header(context, notes)
    assert all(note.what == "not-sent" and note.url == context.url.href for note in notes)
    return value, {note.name: note.why for note in notes}


@pytest.mark.parametrize(
    ("line", "url", "why"),
    [
        # Set at https://api.example.com/v1/; None: nobody would expect it there.
        ("a=1", "https://api.example.com/v1/", ""),
        ("a=1", "https://api.example.com:8443/v1/x", ""),
        ("a=1", "http://api.example.com/v1/", ""),
        ("a=1", "https://app.example.com/v1/", "DomainMismatch"),
        ("a=1", "https://example.com/v1/", "DomainMismatch"),
        ("a=1", "https://v.api.example.com/v1/", "DomainMismatch"),
        ("a=1", "https://api.example.net/v1/", None),
        ("a=1; Domain=example.com", "https://app.example.com/v1/", ""),
        ("a=1; Domain=example.com", "https://example.com/v1/", ""),
        ("a=1; Domain=example.com", "https://a.b.example.com/v1/", ""),
        ("a=1; Domain=api.example.com", "https://v.api.example.com/v1/", ""),
        ("a=1; Domain=api.example.com", "https://example.com/v1/", "DomainMismatch"),
        ("a=1", "https://api.example.com/", "NotOnPath"),
        ("a=1", "https://api.example.com/v11", "NotOnPath"),
        ("a=1", "https://api.example.com/v1", ""),
        ("a=1; Path=/", "https://api.example.com/anything?x#y", ""),
        ("a=1; Path=/v1/users", "https://api.example.com/v1/", "NotOnPath"),
        ("a=1; Secure", "http://api.example.com/v1/", "SecureOnly"),
        ("a=1; HttpOnly", "https://api.example.com/v1/", ""),
        # When several things are wrong, the first in this order is told.
        ("a=1; Secure; Path=/x", "http://app.example.com/v1/", "DomainMismatch"),
        ("a=1; Secure; Path=/x", "http://api.example.com/v1/", "NotOnPath"),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_where_a_cookie_goes(line: str, url: str, why: str | None, name: str) -> None:
    jar = jar_with(("https://api.example.com/v1/", line), name=name)
    value, reasons = header(jar, navigation(url))
    assert value == ("a=1" if why == "" else "")
    assert reasons == ({"a": why} if why else {})
    assert jar.addressed_to(parse(url)) == (["a"] if why == "" else [])


@pytest.mark.parametrize(
    ("name", "sent"), [("standard", True), ("chromium", True), ("firefox", True), ("webkit", False)]
)
def test_secure_cookies_on_this_machine(name: str, sent: bool) -> None:
    jar = jar_with(("https://localhost/", "a=1; Secure"), ("https://127.0.0.1/", "b=2; Secure"), name=name)
    assert header(jar, navigation("http://localhost:5000/"))[0] == ("a=1" if sent else "")
    assert header(jar, navigation("http://127.0.0.1/"))[0] == ("b=2" if sent else "")


def test_order() -> None:
    url = "https://api.example.com/a/b/c"
    jar = jar_with(
        (url, "root=1; Path=/"),
        (url, "deep=2; Path=/a/b"),
        (url, "old=3; Path=/a"),
        (url, "young=4; Path=/a"),
        (url, "nameless; Path=/a"),
        (url, "root2=5; Path=/"),
    )
    assert header(jar, navigation(url))[0] == "deep=2; old=3; young=4; nameless; root=1; root2=5"


def test_age_decides_between_equal_paths() -> None:
    jar = CookieJar(profile("standard"))
    for name, now in (("young", 9.0), ("old", 1.0)):
        jar.store([f"{name}=1"], navigation(API, now), [])
    assert header(jar, navigation(API))[0] == "old=1; young=1"


def test_expired_cookies_are_forgotten() -> None:
    jar = jar_with((API, "a=1; Max-Age=10"), (API, "b=2"))
    assert header(jar, navigation(API, 9.9))[0] == "a=1; b=2"
    assert header(jar, navigation(API, 10.0)) == ("b=2", {})
    assert [cookie.name for cookie in jar] == ["b"]


def test_an_empty_jar_has_nothing() -> None:
    assert header(CookieJar(profile("standard")), navigation(API)) == ("", {})


# SameSite

COOKIES = ("default=1; Secure", "lax=2; Secure; SameSite=Lax", "strict=3; Secure; SameSite=Strict",
           "none=4; Secure; SameSite=None")  # fmt: skip
ALL = "default=1; lax=2; strict=3; none=4"
ONLY_NONE = "none=4"
NOT_STRICT_OR_LAX = "default=1; none=4"
SAME_SITE: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    # A request to https://api.example.com/ and what it carries, by profile.
    ("same origin", {"page": API}, {"standard": ALL}),
    ("same site", {"page": "https://app.example.com/"}, {"standard": ALL}),
    ("another port", {"page": "https://app.example.com:8443/"}, {"standard": ALL}),
    ("cross-site", {"page": "https://app.example.net/"},
     {"standard": ONLY_NONE, "firefox": NOT_STRICT_OR_LAX, "webkit": NOT_STRICT_OR_LAX}),
    ("another scheme", {"page": "http://app.example.com/"},
     {"standard": ONLY_NONE, "firefox": ALL, "webkit": ALL}),
    ("a frame of another site", {"page": "https://app.example.com/", "top": "https://top.example/"},
     {"standard": ONLY_NONE, "firefox": NOT_STRICT_OR_LAX, "webkit": NOT_STRICT_OR_LAX}),
    ("a frame of the same site", {"page": "https://app.example.com/", "top": "https://example.com/"},
     {"standard": ALL}),
    ("a frame whose top has another scheme", {"page": "https://app.example.com/", "top": "http://example.com/"},
     {"standard": ONLY_NONE, "firefox": ALL, "webkit": ALL}),
    ("sandboxed", {"page": API, "sandboxed": True},
     {"standard": ONLY_NONE, "firefox": NOT_STRICT_OR_LAX, "webkit": ALL}),
    ("sandboxed, of another site", {"page": "https://app.example.net/", "sandboxed": True},
     {"standard": ONLY_NONE, "firefox": NOT_STRICT_OR_LAX, "webkit": NOT_STRICT_OR_LAX}),
    ("a data: page", {"page": "data:text/html,x", "sandboxed": True},
     {"standard": ONLY_NONE, "firefox": NOT_STRICT_OR_LAX, "webkit": NOT_STRICT_OR_LAX}),
    ("over another site", {"page": "https://app.example.com/", "via": ("https://other.example/",)},
     {"standard": ALL, "firefox": NOT_STRICT_OR_LAX}),
    ("over the same site", {"page": "https://app.example.com/", "via": ("https://www.example.com/",)},
     {"standard": ALL}),
]  # fmt: skip


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("of_request", "expected"), [row[1:] for row in SAME_SITE], ids=[row[0] for row in SAME_SITE])
def test_same_site(of_request: dict[str, Any], expected: dict[str, str], name: str) -> None:
    jar = jar_with(*((API, line) for line in COOKIES), name=name)
    value, reasons = header(jar, request(API, **of_request))
    assert value == expected.get(name, expected["standard"])
    told = {"default": "SameSiteUnspecifiedTreatedAsLax", "lax": "SameSiteLax", "strict": "SameSiteStrict"}
    assert reasons == {cookie: why for cookie, why in told.items() if f"{cookie}=" not in value}


@pytest.mark.parametrize("name", PROFILES)
def test_a_person_carries_all(name: str) -> None:
    jar = jar_with(*((API, line) for line in COOKIES), name=name)
    assert header(jar, navigation(API)) == (ALL, {})


def test_same_site_and_third_party_are_two_questions() -> None:
    framed = request(API, "https://evil.example/", top="https://example.com/")
    assert not is_same_site_request(framed, profile("standard"))
    assert not is_third_party(framed)
    downgraded = request(API, "http://app.example.com/")
    assert not is_same_site_request(downgraded, profile("standard"))
    assert not is_third_party(downgraded)
    assert is_third_party(request(API, "https://evil.example/"))
    assert not is_third_party(navigation(API))


# Third-party cookies

NONE = "a=1; Secure; SameSite=None"


@pytest.mark.parametrize(
    ("third_party", "page", "top", "why"),
    [
        ("allowed", "https://evil.example/", None, ""),
        ("partitioned", "https://evil.example/", None, "ThirdPartyPartitioned"),
        ("blocked", "https://evil.example/", None, "ThirdPartyBlocked"),
        ("partitioned", "https://app.example.com/", None, ""),
        ("blocked", "https://app.example.com/", None, ""),
        ("partitioned", "https://app.example.com/", "https://evil.example/", "ThirdPartyPartitioned"),
        ("blocked", "https://app.example.com/", "https://evil.example/", "ThirdPartyBlocked"),
        ("blocked", "https://evil.example/", "https://www.example.com/", ""),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_third_party_cookies(third_party: str, page: str, top: str | None, why: str, name: str) -> None:
    jar = jar_with((API, NONE), third_party=third_party, name=name)
    value, reasons = header(jar, request(API, page, top=top))
    assert (value, reasons) == (("a=1", {}) if not why else ("", {"a": why}))


@pytest.mark.parametrize("name", PROFILES)
def test_a_partition_of_ones_own(name: str) -> None:
    jar = jar_with((API, NONE), third_party="partitioned", name=name)
    jar.store(["a=2; Secure; SameSite=None"], request(API, "https://one.example/"), [])
    assert header(jar, request(API, "https://one.example/")) == ("a=2", {"a": "ThirdPartyPartitioned"})
    assert header(jar, request(API, "https://www.one.example/"))[0] == "a=2"
    assert header(jar, request(API, "https://two.example/"))[0] == ""
    assert header(jar, navigation(API)) == ("a=1", {"a": "ThirdPartyPartitioned"})


@pytest.mark.parametrize("third_party", ["allowed", "partitioned", "blocked"])
def test_cookies_that_ask_to_be_kept_apart(third_party: str) -> None:
    jar = CookieJar(profile("chromium"), third_party)  # type: ignore[arg-type]
    chips = "chips=1; Secure; SameSite=None; Partitioned"
    jar.store([chips], request(API, "https://one.example/"), [])
    assert header(jar, request(API, "https://one.example/"))[0] == "chips=1"
    assert header(jar, request(API, "https://two.example/")) == ("", {"chips": "ThirdPartyPartitioned"})
    assert header(jar, navigation(API))[0] == ""


def test_a_sandboxed_page_has_a_part_of_its_own() -> None:
    jar = CookieJar(profile("chromium"), "allowed")
    line = "chips=1; Secure; SameSite=None; Partitioned"
    sandboxed = request(API, "https://one.example/", sandboxed=True)
    jar.store([line], sandboxed, [])
    assert header(jar, sandboxed)[0] == "chips=1"
    assert header(jar, request(API, "https://one.example/"))[0] == ""
    assert header(jar, request(API, "https://one.example/", sandboxed=True))[0] == ""


def test_a_cookie_kept_apart_and_one_that_is_not() -> None:
    jar = CookieJar(profile("chromium"), "allowed")
    for line in ("a=1; Secure; SameSite=None", "a=2; Secure; SameSite=None; Partitioned"):
        jar.store([line], request(API, "https://one.example/"), [])
    assert header(jar, request(API, "https://one.example/"))[0] == "a=1; a=2"
    assert header(jar, request(API, "https://two.example/"))[0] == "a=1"


def test_at_home_a_partitioned_cookie_is_there_for_the_persons_next_visit() -> None:
    jar = CookieJar(profile("chromium"))
    jar.store(["a=1; Secure; Partitioned"], navigation(API), [])
    assert header(jar, navigation(API))[0] == "a=1"
    assert header(jar, request(API, "https://app.example.com/"))[0] == "a=1"
    assert header(jar, request(API, "https://evil.example/"))[0] == ""
