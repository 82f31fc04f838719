"""What must hold for every cookie, whoever sets it and whoever asks for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.cookies import CookieJar
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.params import CookieContext, CookieNote
from pytest_cors.fetch.profile import PROFILES, Profile, profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.site import schemelessly_same_site
from pytest_cors.fetch.url import parse

ORIGINS = ("https://app.example.com", "https://api.example.com", "http://api.example.com", "https://api.example.net")
PATHS = ("/", "/a", "/a/", "/a/b", "/ab")

urls = st.builds(
    str.__add__, st.sampled_from([*ORIGINS, "http://localhost:5000", "https://127.0.0.1"]), st.sampled_from(PATHS)
)
attributes = st.sampled_from(
    [
        "Secure",
        "HttpOnly",
        "Partitioned",
        "Path=/",
        "Path=/a",
        "Domain=example.com",
        "Domain=api.example.com",
        "Domain=com",
        "SameSite=None",
        "SameSite=Lax",
        "SameSite=Strict",
        "Max-Age=5",
        "Max-Age=0",
        "Expires=Thu, 01 Jan 1970 00:00:07 GMT",
    ]
)
names = st.sampled_from(["a", "b", "__Host-a", "__Secure-a", ""])
lines = st.builds(
    lambda name, value, rest: "; ".join([f"{name}={value}", *rest]),
    names,
    st.sampled_from(["1", "2"]),
    st.lists(attributes, max_size=4),
)
clients = st.none() | st.builds(
    lambda page, top, sandboxed: Client(
        parse(page), OpaqueOrigin() if sandboxed else parse(page).origin, parse(top).origin
    ),
    st.sampled_from(ORIGINS),
    st.sampled_from(ORIGINS),
    st.booleans(),
)
contexts = st.builds(
    lambda url, client, via, now: CookieContext(parse(url), client, tuple(map(parse, (*via, url))), "GET", now),
    urls,
    clients,
    st.lists(st.sampled_from(ORIGINS), max_size=1),
    st.sampled_from([0.0, 4.0, 10.0]),
)
settings = st.tuples(st.sampled_from(PROFILES), st.sampled_from(["allowed", "partitioned", "blocked", None]))
visits = st.lists(st.tuples(lines | st.text(st.characters(codec="latin-1"), max_size=30), contexts), max_size=6)


def jar_after(
    setting: tuple[str, object], events: list[tuple[str, CookieContext]]
) -> tuple[CookieJar, list[CookieNote]]:
    jar, notes = CookieJar(profile(setting[0]), setting[1]), list[CookieNote]()  # type: ignore[arg-type]
    for line, context in events:
        jar.store([line], context, notes)
    return jar, notes


@given(settings, visits, contexts)
def test_a_cookie_goes_only_where_it_may(
    setting: tuple[str, object], events: list[tuple[str, CookieContext]], context: CookieContext
) -> None:
    jar, _ = jar_after(setting, events)
    kept = list(jar)
    value = jar.cookie_header(context, [])
    sent = [cookie for cookie in kept if cookie.pair in value.split("; ")]
    host = context.url.host
    assert value == "" or sent
    for pair in value.split("; ") if value else []:
        might = [
            cookie
            for cookie in kept
            if cookie.pair == pair
            and (cookie.domain == host or (not cookie.host_only and host.endswith(f".{cookie.domain}")))
            and context.url.path.startswith(cookie.path)
            and (not cookie.secure or context.url.scheme == "https" or host in {"localhost", "127.0.0.1"})
            and (cookie.expires is None or cookie.expires > context.now)
        ]
        assert might


@given(settings, visits, contexts)
def test_a_third_partys_unpartitioned_cookies_stay_when_they_are_blocked(
    setting: tuple[str, object], events: list[tuple[str, CookieContext]], context: CookieContext
) -> None:
    jar, _ = jar_after((setting[0], "blocked"), events)
    client = context.client
    if client is None or schemelessly_same_site(client.top_level_origin, context.url.origin):
        return
    value = jar.cookie_header(context, [])
    assert {cookie.pair for cookie in jar if cookie.partition} >= set(value.split("; ") if value else [])


@given(settings, visits)
def test_every_line_is_kept_or_told_of(setting: tuple[str, object], events: list[tuple[str, CookieContext]]) -> None:
    for line, context in events:
        jar, notes = jar_after(setting, [(line, context)])
        expired = "Max-Age=0" in line or ("Expires" in line and "Max-Age" not in line and context.now >= 7)
        if "=" in line and line.isascii() and line.isprintable():
            assert len(jar) + len(notes) == 1 or expired
        assert all(note.what == "not-stored" and note.why and note.url == context.url.href for note in notes)


@given(visits, contexts)
def test_asking_changes_nothing(events: list[tuple[str, CookieContext]], context: CookieContext) -> None:
    jar, _ = jar_after(("standard", "allowed"), events)
    first = jar.cookie_header(context, [])
    assert jar.cookie_header(context, []) == first


@given(visits, contexts, st.sampled_from(PROFILES))
def test_without_its_quirks_a_browsers_jar_is_the_standards(
    events: list[tuple[str, CookieContext]], context: CookieContext, name: str
) -> None:
    headers = []
    for each in (Profile(), Profile(name=name)):
        jar = CookieJar(each)
        for line, visit in events:
            jar.store([line], visit, [])
        headers.append(jar.cookie_header(context, []))
    assert headers[0] == headers[1]
