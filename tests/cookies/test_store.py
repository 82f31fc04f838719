"""Which cookies a browser accepts, and why it refuses others."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.cookies import Cookie, CookieJar
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.params import CookieContext, CookieNote
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.url import parse

NOW = 1000.0
HOME = "https://api.example.com/v1/login"


def context(
    url: str = HOME, *, page: str | None = None, top: str | None = None, sandboxed: bool = False, now: float = NOW
) -> CookieContext:
    """A request to a URL; without a page it is a navigation by a person."""
    target = parse(url)
    if page is None:
        return CookieContext(target, None, (target,), "GET", now)
    document = parse(page)
    origin = OpaqueOrigin() if sandboxed else document.origin
    client = Client(document, origin, parse(top).origin if top else document.origin)
    return CookieContext(target, client, (target,), "GET", now)


def stored(
    *lines: str, name: str = "standard", third_party: Any = "allowed", **of_context: Any
) -> tuple[list[Cookie], list[str]]:
    """The cookies kept, and why the others were not."""
    jar, notes = CookieJar(profile(name), third_party), list[CookieNote]()
    asked = context(**of_context)
    jar.store(lines, asked, notes)
    assert all(note.what == "not-stored" and note.url == asked.url.href for note in notes)
    return list(jar), [note.why for note in notes]


def test_everything_that_is_kept() -> None:
    line = "sid=1; Domain=Example.com; Path=/v1; Secure; HttpOnly; SameSite=Strict; Max-Age=60"
    (cookie,), why = stored(line)
    assert why == []
    assert cookie == Cookie(
        name="sid",
        value="1",
        domain="example.com",
        path="/v1",
        host_only=False,
        secure=True,
        http_only=True,
        same_site="Strict",
        expires=NOW + 60,
        created=NOW,
    )


def test_what_is_not_said() -> None:
    (cookie,), _ = stored("sid=1")
    assert cookie == Cookie(
        name="sid",
        value="1",
        domain="api.example.com",
        path="/v1",
        host_only=True,
        secure=False,
        http_only=False,
        same_site="Default",
        expires=None,
        created=NOW,
    )


def test_a_line_that_is_no_cookie() -> None:
    jar, notes = CookieJar(profile("standard")), list[CookieNote]()
    jar.store(["a\x01=b=c; Secure", "", "ok=1"], context(), notes)
    assert notes == [
        CookieNote("a\x01", "not-stored", "Malformed", HOME),
        CookieNote("", "not-stored", "Malformed", HOME),
    ]
    assert [cookie.name for cookie in jar] == ["ok"]


@pytest.mark.parametrize(
    ("domain", "url", "kept"),
    [
        # Whose cookie it is; None when it is refused, an exclamation mark when it goes to no subdomain.
        ("", HOME, "api.example.com!"),
        ("api.example.com", HOME, "api.example.com"),
        ("example.com", HOME, "example.com"),
        (".example.com", HOME, "example.com"),
        ("EXAMPLE.com", HOME, "example.com"),
        ("other.example.com", HOME, None),
        ("v.api.example.com", HOME, None),
        ("ample.com", HOME, None),
        ("example.net", HOME, None),
        (".", HOME, None),
        ("b\xfccher.example", HOME, None),
        # Nobody owns a public suffix, but a host may be one.
        ("com", HOME, None),
        ("com", "https://com/", "com!"),
        ("github.io", "https://ada.github.io/", None),
        ("github.io", "https://github.io/", "github.io!"),
        ("localhost", "https://localhost/", "localhost!"),
        ("127.0.0.1", "https://127.0.0.1/", "127.0.0.1"),
        ("0.0.1", "https://127.0.0.1/", None),
        ("[::1]", "https://[::1]/", "[::1]"),
        ("xn--bcher-kva.example", "https://www.xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_domain(domain: str, url: str, kept: str | None, name: str) -> None:
    if name == "webkit" and "." not in domain and domain:
        kept = None  # libsoup refuses it, whoever the host is ...
    if name == "webkit" and domain == "EXAMPLE.com":
        kept = None  # ... and wants a domain above the host in lower case
    cookies, why = stored(f"a=1; Domain={domain}", url=url, name=name)
    if kept is None:
        assert (cookies, why) == ([], ["InvalidDomain"])
    else:
        assert [f"{cookie.domain}{'!' * cookie.host_only}" for cookie in cookies] == [kept]


SECURE = [
    # line, from https, from http, from http://localhost, and there in WebKit
    ("a=1", "", "", "", ""),
    ("a=1; Secure", "", "SecureOnly", "", "SecureOnly"),
    ("a=1; Secure; SameSite=None", "", "SecureOnly", "", "SecureOnly"),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("line", "https", "http", "localhost", "webkit"), SECURE)
def test_secure(  # noqa: PLR0917  the columns of a table
    line: str, https: str, http: str, localhost: str, webkit: str, name: str
) -> None:
    here = webkit if name == "webkit" else localhost
    for url, expected in (
        (HOME, https),
        ("http://api.example.com/", http),
        ("http://localhost/", here),
        ("http://127.0.0.1/", here),
    ):
        cookies, why = stored(line, url=url, name=name)
        assert why == ([expected] if expected else [])
        assert len(cookies) == (0 if expected else 1)


@pytest.mark.parametrize(("name", "why"), [("standard", "SameSiteNoneInsecure"), ("firefox", "SameSiteNoneInsecure"),
                                           ("chromium", "SameSiteNoneInsecure"), ("webkit", "")])  # fmt: skip
def test_none_demands_secure(name: str, why: str) -> None:
    assert stored("a=1; SameSite=None", name=name)[1] == ([why] if why else [])


# A page may not shadow a secure cookie from an insecure place.

OVERWRITES = [
    ("a=1", "http://api.example.com/v1/x", "OverwriteSecure"),
    ("a=1", "http://api.example.com/v1", ""),
    ("a=1; Path=/v1/deeper", "http://api.example.com/", "OverwriteSecure"),
    ("a=1; Path=/", "http://api.example.com/", ""),
    ("b=1", "http://api.example.com/v1/x", ""),
    ("a=1; Domain=example.com; Path=/v1", "http://api.example.com/", "OverwriteSecure"),
    ("a=1; Path=/v1", "http://v.api.example.com/", "OverwriteSecure"),
    ("a=1; Path=/v1", "http://other.example.com/", ""),
    ("a=1; Path=/v1", "https://api.example.com/", ""),
]


@pytest.mark.parametrize(("line", "url", "why"), OVERWRITES)
def test_overwriting(line: str, url: str, why: str) -> None:
    jar, notes = CookieJar(profile("standard")), list[CookieNote]()
    jar.store(["a=secret; Secure"], context(), notes)
    jar.store([line], context(url), notes)
    assert [note.why for note in notes] == ([why] if why else [])
    assert any(cookie.value == "secret" for cookie in jar) == (url[:5] != "https")


def test_an_insecure_cookie_may_be_shadowed() -> None:
    jar, notes = CookieJar(profile("standard")), list[CookieNote]()
    jar.store(["a=1; Path=/"], context("http://api.example.com/"), notes)
    jar.store(["a=2; Path=/x"], context("http://api.example.com/"), notes)
    assert notes == []
    assert len(jar) == 2


# Prefixes

PREFIXES: list[tuple[str, bool, bool]] = [
    # line, whether standard-bearers keep it, whether WebKitGTK does
    ("__Secure-a=1", False, True),
    ("__Secure-a=1; Secure", True, True),
    ("__SECURE-a=1", False, True),
    ("__Host-a=1; Secure; Path=/", True, True),
    ("__Host-a=1; Path=/", False, True),
    ("__Host-a=1; Secure", False, True),
    ("__Host-a=1; Secure; Path=/v1", False, True),
    ("__Host-a=1; Secure; Path=/; Domain=api.example.com", False, True),
    ("__host-a=1; Secure; Path=/; Domain=", True, True),
    ("__Http-a=1; Secure; HttpOnly", True, True),
    ("__Http-a=1; Secure", False, True),
    ("__Http-a=1; HttpOnly", False, True),
    ("__Host-Http-a=1; Secure; HttpOnly; Path=/", True, True),
    ("__Host-Http-a=1; Secure; Path=/", False, True),
    ("__Host-Http-a=1; Secure; HttpOnly", False, True),
    ("__Host-Http-a=1; HttpOnly; Path=/", False, True),
    ("__Hosta=1", True, True),
    ("_Secure-a=1", True, True),
    ("a__Secure-=1", True, True),
    # A value without a name must not look like one of them.
    ("__Host-a; Secure; Path=/", False, True),
    ("__secure-x; Secure", False, True),
    ("x__Host-a", True, True),
    ("a=__Host-b", True, True),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("line", "kept", "webkit"), PREFIXES)
def test_prefixes(line: str, kept: bool, webkit: bool, name: str) -> None:
    if name == "firefox" and "=" not in line.partition(";")[0]:
        return  # there it is a name; see the next test
    cookies, why = stored(line, name=name)
    expected = webkit if name == "webkit" else kept
    assert (len(cookies), why) == ((1, []) if expected else (0, ["InvalidPrefix"]))


@pytest.mark.parametrize(
    ("line", "url", "kept"),
    [
        # A lone word is a name here.
        ("__Host-a; Secure; Path=/", "https://api.example.com/v1/x", True),
        ("__Secure-a", "https://api.example.com/", False),
        # The path may be / by default.
        ("__Host-a=1; Secure", "https://api.example.com/login", True),
        ("__Host-a=1; Secure", "https://api.example.com/v1/login", False),
    ],
)
def test_prefixes_in_firefox(line: str, url: str, kept: bool) -> None:
    cookies, why = stored(line, url=url, name="firefox")
    assert (len(cookies), why) == ((1, []) if kept else (0, ["InvalidPrefix"]))


# Who may set what, from where

APP, SISTER, STRANGER = "https://example.com/", "https://app.example.com/", "https://evil.example/"
DEFAULT, LAX, STRICT = "SameSiteUnspecifiedTreatedAsLax", "SameSiteLax", "SameSiteStrict"


@pytest.mark.parametrize(
    ("line", "standard", "lenient"),
    [
        # Set by a cross-site fetch: in browsers that treat a cookie without SameSite as Lax, and in the others.
        ("a=1", DEFAULT, ""),
        ("a=1; SameSite=Nonsense; Secure", DEFAULT, ""),
        ("a=1; SameSite=Lax", LAX, LAX),
        ("a=1; SameSite=Strict", STRICT, STRICT),
        ("a=1; SameSite=None; Secure", "", ""),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_same_site(line: str, standard: str, lenient: str, name: str) -> None:
    why = stored(line, page=STRANGER, name=name)[1]
    expected = standard if name in {"standard", "chromium"} else lenient
    assert why == ([expected] if expected else [])
    for page in (None, APP, SISTER):
        assert stored(line, page=page, name=name)[1] == []


@pytest.mark.parametrize(
    ("third_party", "page", "top", "why", "partition"),
    [
        ("allowed", STRANGER, None, "", ""),
        ("partitioned", STRANGER, None, "", "https://evil.example"),
        ("blocked", STRANGER, None, "ThirdPartyBlocked", None),
        ("partitioned", SISTER, None, "", ""),
        ("blocked", SISTER, None, "", ""),
        ("partitioned", None, None, "", ""),
        ("blocked", None, None, "", ""),
        # In a frame it is the page in the address bar that counts.
        ("partitioned", SISTER, STRANGER, "", "https://evil.example"),
        ("blocked", SISTER, STRANGER, "ThirdPartyBlocked", None),
    ],
)
def test_third_parties(third_party: str, page: str | None, top: str | None, why: str, partition: str | None) -> None:
    line = "a=1; SameSite=None; Secure"
    cookies, reasons = stored(line, page=page, top=top, third_party=third_party)
    assert reasons == ([why] if why else [])
    assert [cookie.partition for cookie in cookies] == ([] if partition is None else [partition])


@pytest.mark.parametrize(
    ("line", "page", "why", "partition"),
    [
        ("a=1; Secure; Partitioned", None, "", "https://example.com"),
        ("a=1; Secure; Partitioned", SISTER, "", "https://example.com"),
        ("a=1; Secure; SameSite=None; Partitioned", STRANGER, "", "https://evil.example"),
        ("a=1; SameSite=None; Partitioned", STRANGER, "InvalidPartitioned", None),
        ("a=1; Partitioned", None, "InvalidPartitioned", None),
    ],
)
@pytest.mark.parametrize("third_party", ["allowed", "partitioned", "blocked"])
def test_partitioned(line: str, page: str | None, why: str, partition: str | None, third_party: str) -> None:
    cookies, reasons = stored(line, name="chromium", page=page, third_party=third_party)
    assert reasons == ([why] if why else [])
    assert [cookie.partition for cookie in cookies] == ([] if partition is None else [partition])


def test_in_a_frame_a_partitioned_cookie_belongs_to_the_page_in_the_address_bar() -> None:
    line = "a=1; Secure; SameSite=None; Partitioned"
    cookies, _ = stored(line, name="chromium", page=SISTER, top=STRANGER)
    assert [cookie.partition for cookie in cookies] == ["https://evil.example"]


def test_partitioned_means_nothing_where_it_is_not_known() -> None:
    cookies, reasons = stored("a=1; Partitioned", name="standard")
    assert reasons == []
    assert [cookie.partition for cookie in cookies] == [""]


def test_the_partition_of_a_sandboxed_page_is_its_own() -> None:
    line = "a=1; Secure; SameSite=None; Partitioned"
    (cookie,), _ = stored(line, name="chromium", page=STRANGER, sandboxed=True)
    assert cookie.partition.startswith("null")


# Replacing


@pytest.mark.parametrize(
    ("again", "same"),
    [
        ("a=2", True),
        ("a=2; Path=/v1; HttpOnly; Max-Age=9", True),
        ("A=2", False),
        ("a=2; Path=/", False),
        ("a=2; Path=/v1/", False),
        ("a=2; Domain=api.example.com", False),
    ],
)
def test_which_cookie_is_replaced(again: str, same: bool) -> None:
    cookies, _ = stored("a=1", again)
    assert [cookie.value for cookie in cookies] == (["2"] if same else ["1", "2"])


@pytest.mark.parametrize("name", PROFILES)
def test_a_replaced_cookie_keeps_its_place(name: str) -> None:
    jar = CookieJar(profile(name))
    for at, line in enumerate(["a=1", "b=1", "a=2"], start=1):
        jar.store([line], context(now=float(at)), [])
    assert [(cookie.name, cookie.value, cookie.created) for cookie in jar] == [("a", "2", 1.0), ("b", "1", 2.0)]


@pytest.mark.parametrize("line", ["a=2; Max-Age=0", "a=; Max-Age=-1", "a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_cookie_that_has_expired_is_deleted(line: str) -> None:
    assert stored("a=1", line) == ([], [])
    assert stored(line) == ([], [])


def test_a_cookie_that_expires_now_has_expired() -> None:
    line = "a=1; Expires=Thu, 01 Jan 1970 00:00:10 GMT"
    assert stored(line, now=9.9)[0] != []
    assert stored(line, now=10.0)[0] == []


def test_clear_and_copy() -> None:
    one, other = CookieJar(profile("standard")), CookieJar(profile("standard"))
    one.store(["a=1", "b=2"], context(), [])
    other.store(["c=3"], context(), [])
    other.copy_from(one)
    assert [cookie.name for cookie in other] == ["a", "b"]
    one.clear()
    assert (len(one), len(other)) == (0, 2)
    assert list(one) == []


@pytest.mark.parametrize(("name", "expected"), [("standard", "allowed"), ("chromium", "allowed"),
                                                ("firefox", "partitioned"), ("webkit", "blocked")])  # fmt: skip
def test_third_parties_by_default(name: str, expected: str) -> None:
    assert CookieJar(profile(name)).third_party == expected
    assert CookieJar(profile(name), "allowed").third_party == "allowed"
