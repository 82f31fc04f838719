"""Following redirects: where to, with which method, headers, origin and preflights, by profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.request import is_redirect_tainted
from pytest_cors.fetch.url import parse
from pytest_cors.transport import ScriptedTransport

# P is the page; S and T are of its site; X and Y of others.
NAMES = {
    "P": "https://app.example.com",
    "S": "https://api.example.com",
    "T": "https://www.example.com",
    "X": "https://api.example.net",
    "Y": "https://other.example.org",
}
ALLOWED = "allowed"


def url_of(place: str) -> str:
    """``X/1`` as a whole URL."""
    name, slash, rest = place.partition("/")
    return NAMES.get(name, name) + slash + rest


def place_of(url: str) -> str:
    for name, origin in NAMES.items():
        if url.startswith(f"{origin}/"):
            return name + url.removeprefix(origin)
    return url


def world(chain: tuple[str, ...], status: int = 302, *, reflects: bool = True) -> dict[str, HttpResponse]:
    """Servers that lead from place to place and let everybody in, preflights too."""
    found = {}
    for at, place in enumerate(chain):
        headers: list[Header] = [
            ("Access-Control-Allow-Origin", "{origin}"),
            ("Access-Control-Allow-Credentials", "true"),
        ]
        headers += [("Access-Control-Allow-Methods", "PUT, DELETE"), ("Access-Control-Allow-Headers", "{names}")]
        last = at + 1 == len(chain)
        location = [] if last else [("Location", url_of(chain[at + 1]))]
        found[url_of(place)] = HttpResponse(200 if last else status, [*(headers if reflects else []), *location])
    return found


def fetched(servers: dict[str, HttpResponse], *, profile: str = "standard", url: str, **keywords: Any) -> FetchResult:
    """One fetch of page P. ``{origin}`` and ``{names}`` in answers stand for what the request says of them."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = dict(request.headers)
        response = servers[request.url]
        said = {"{origin}": given.get("Origin", ""), "{names}": given.get("Access-Control-Request-Headers", "")}
        headers = [(name, said.get(value, value)) for name, value in response.headers]
        if request.method == "OPTIONS":
            return HttpResponse(204, [pair for pair in headers if pair[0] != "Location"])
        return HttpResponse(response.status, headers, response.body)

    browser = Browser(ScriptedTransport(answer), profile=profile, clock=lambda: 0.0)
    return browser.page(NAMES["P"] + "/").fetch(url_of(url), **keywords)


def wire(result: FetchResult) -> list[str]:
    """Each request as ``METHOD place origin``; a preflight as ``? METHOD place origin names``."""
    told = []
    for exchange in result.exchanges:
        given = dict(exchange.request.headers)
        origin = given.get("Origin", "-")
        place = place_of(exchange.request.url)
        who = next((name for name, value in NAMES.items() if value == origin), origin)
        if exchange.kind == "preflight":
            names = given.get("Access-Control-Request-Headers", "")
            told.append(f"? {given['Access-Control-Request-Method']} {place} {who} {names}".strip())
        else:
            told.append(f"{exchange.request.method} {place} {who}")
    return told


def outcome(result: FetchResult) -> str:
    return result.reason.code if result.reason is not None else ALLOWED


@dataclass(frozen=True)
class Chain:
    """A fetch that is redirected from place to place.

    :param wires: what reaches the servers, by profile.
    """

    name: str
    chain: tuple[str, ...]
    keywords: dict[str, Any]
    wires: dict[str, list[str]]
    status: int = 302


PUT: dict[str, Any] = {"method": "PUT", "body": b"x"}
JSON: dict[str, Any] = {
    "method": "POST",
    "body": b"{}",
    "headers": [("Content-Type", "application/json"), ("X-A", "1")],
}
AUTH: dict[str, Any] = {"headers": [("Authorization", "x")]}
CHAINS = [
    # Whose origin: a hop that leaves a third party for elsewhere taints it.
    Chain("to another origin", ("P/1", "X/2"), {}, {"standard": ["GET P/1 -", "GET X/2 P"]}),
    Chain("within another origin", ("X/1", "X/2"), {}, {"standard": ["GET X/1 P", "GET X/2 P"]}),
    Chain("from third to third", ("X/1", "Y/2"), {}, {"standard": ["GET X/1 P", "GET Y/2 null"]}),
    Chain("and further", ("X/1", "Y/2", "Y/3"), {}, {"standard": ["GET X/1 P", "GET Y/2 null", "GET Y/3 null"]}),
    Chain("back home", ("X/1", "P/2"), {}, {"standard": ["GET X/1 P", "GET P/2 null"]}),
    Chain("same site is not same origin", ("S/1", "T/2"), {}, {"standard": ["GET S/1 P", "GET T/2 null"]}),
    Chain("out of home and on", ("P/1", "X/2", "Y/3"), {}, {"standard": ["GET P/1 -", "GET X/2 P", "GET Y/3 null"]}),
    Chain("at home", ("P/1", "P/2"), {}, {"standard": ["GET P/1 -", "GET P/2 -"]}),
    # Which method
    *(Chain(f"PUT, {status}", ("P/1", "P/2"), PUT, {"standard": ["PUT P/1 P", "PUT P/2 P"]}, status)
      for status in (301, 302, 307, 308)),
    Chain("PUT, 303", ("P/1", "P/2"), PUT,
          {"standard": ["PUT P/1 P", "GET P/2 -"], "webkit": ["PUT P/1 P", "GET P/2 P"]}, 303),
    *(Chain(f"POST, {status}", ("P/1", "P/2"), {"method": "POST", "body": b"x"},
            {"standard": ["POST P/1 P", "GET P/2 -"], "webkit": ["POST P/1 P", "GET P/2 P"]}, status)
      for status in (301, 302, 303)),
    *(Chain(f"POST, {status}", ("P/1", "P/2"), {"method": "POST", "body": b"x"},
            {"standard": ["POST P/1 P", "POST P/2 P"]}, status) for status in (307, 308)),
    *(Chain(f"HEAD, {status}", ("P/1", "P/2"), {"method": "HEAD"}, {"standard": ["HEAD P/1 -", "HEAD P/2 -"]}, status)
      for status in (301, 302, 303, 307, 308)),
    Chain("DELETE at home, 307", ("P/1", "P/2"), {"method": "DELETE"},
          {"standard": ["DELETE P/1 P", "DELETE P/2 P"]}, 307),
    # A preflight for every hop that needs one, with the origin of that hop
    Chain("PUT from third to third", ("X/1", "Y/2"), PUT, {
        "standard": ["? PUT X/1 P", "PUT X/1 P", "? PUT Y/2 null", "PUT Y/2 null"],
        "firefox": ["? PUT X/1 P", "PUT X/1 P", "? PUT Y/2 P", "PUT Y/2 null"],
    }),
    Chain("PUT out of home", ("P/1", "X/2"), PUT, {"standard": ["PUT P/1 P", "? PUT X/2 P", "PUT X/2 P"]}),
    Chain("PUT, 303, elsewhere", ("X/1", "X/2"), PUT, {
        "standard": ["? PUT X/1 P", "PUT X/1 P", "GET X/2 P"],
        "firefox": ["? PUT X/1 P", "PUT X/1 P", "? GET X/2 P", "GET X/2 P"],
        "webkit": ["? PUT X/1 P", "PUT X/1 P", "? GET X/2 P", "GET X/2 P"],
    }, 303),
    Chain("POST of JSON, 302", ("X/1", "X/2"), JSON, {
        "standard": ["? POST X/1 P content-type,x-a", "POST X/1 P", "? GET X/2 P x-a", "GET X/2 P"],
        "webkit": ["? POST X/1 P content-type,x-a", "POST X/1 P", "? GET X/2 P content-type,x-a", "GET X/2 P"],
    }),
    Chain("Authorization", ("X/1", "Y/2"), AUTH, {
        "standard": ["? GET X/1 P authorization", "GET X/1 P", "GET Y/2 null"],
        "firefox": ["? GET X/1 P authorization", "GET X/1 P", "? GET Y/2 P", "GET Y/2 null"],
        "webkit": ["? GET X/1 P authorization", "GET X/1 P", "? GET Y/2 null authorization", "GET Y/2 null"],
    }),
    Chain("Authorization within an origin", ("X/1", "X/2"), AUTH, {
        "standard": ["? GET X/1 P authorization", "GET X/1 P", "? GET X/2 P authorization", "GET X/2 P"],
    }),
    Chain("DELETE to another origin, 307", ("X/1", "Y/2"), {"method": "DELETE"}, {
        "standard": ["? DELETE X/1 P", "DELETE X/1 P", "? DELETE Y/2 null", "DELETE Y/2 null"],
        "firefox": ["? DELETE X/1 P", "DELETE X/1 P", "? DELETE Y/2 P", "DELETE Y/2 null"],
        "webkit": ["? DELETE X/1 P", "DELETE X/1 P", "? GET Y/2 null", "GET Y/2 null"],
    }, 307),
    # Mode no-cors
    Chain("no-cors POST at home", ("P/1", "P/2"), {"method": "POST", "mode": "no-cors"},
          {"standard": ["POST P/1 P", "POST P/2 P"]}, 307),
    Chain("no-cors POST elsewhere", ("X/1", "Y/2"), {"method": "POST", "mode": "no-cors"},
          {"standard": ["POST X/1 P", "POST Y/2 null"]}, 307),
    Chain("no-cors POST out of home", ("P/1", "X/2"), {"method": "POST", "mode": "no-cors"},
          {"standard": ["POST P/1 P", "POST X/2 P"], "chromium": ["POST P/1 P", "POST X/2 null"]}, 307),
    Chain("no-cors POST, 302", ("X/1", "X/2"), {"method": "POST", "mode": "no-cors"},
          {"standard": ["POST X/1 P", "GET X/2 -"], "webkit": ["POST X/1 P", "GET X/2 P"]}),
]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_chain(chain: Chain, profile: str) -> None:
    result = fetched(world(chain.chain, chain.status), profile=profile, url=chain.chain[0], **chain.keywords)
    assert wire(result) == chain.wires.get(profile, chain.wires["standard"])
    assert result.allowed
    if chain.keywords.get("mode") != "no-cors":
        assert result.response.redirected
        assert result.response.url == url_of(chain.chain[-1])


# Which headers and which body arrive

HEADERS = [("Content-Type", "text/plain"), ("Content-Language", "de"), ("X-Kept", "1"), ("Authorization", "x")]


def arrived(result: FetchResult, names: tuple[str, ...]) -> list[str]:
    given = {name.lower() for name, _ in result.exchanges[-1].request.headers}
    return [name for name in names if name.lower() in given]


@pytest.mark.parametrize(
    ("method", "status", "to", "kept", "body"),
    [
        ("POST", 302, "P/2", ["X-Kept", "Authorization"], b""),
        ("POST", 303, "P/2", ["X-Kept", "Authorization"], b""),
        ("POST", 307, "P/2", ["Content-Type", "Content-Language", "X-Kept", "Authorization"], b"x"),
        ("PUT", 302, "P/2", ["Content-Type", "Content-Language", "X-Kept", "Authorization"], b"x"),
        ("POST", 307, "X/2", ["Content-Type", "Content-Language", "X-Kept"], b"x"),
        ("POST", 302, "X/2", ["X-Kept"], b""),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_what_goes_along(  # noqa: PLR0917  the columns of a table
    method: str, status: int, to: str, kept: list[str], body: bytes, profile: str
) -> None:
    keywords = {"method": method, "headers": HEADERS, "body": b"x"}
    result = fetched(world(("P/1", to), status), profile=profile, url="P/1", **keywords)
    assert arrived(result, tuple(name for name, _ in HEADERS)) == kept
    assert result.exchanges[-1].request.body == body


def test_all_four_body_headers_go_with_the_body() -> None:
    names = ("Content-Encoding", "Content-Language", "Content-Location", "Content-Type", "Content-X")
    headers = [(name, "1") for name in names]
    result = fetched(world(("P/1", "P/2")), url="P/1", method="POST", headers=headers)
    assert arrived(result, names) == ["Content-X"]


@pytest.mark.parametrize("profile", PROFILES)
def test_authorization_does_not_come_back(profile: str) -> None:
    result = fetched(world(("P/1", "X/2", "P/3")), profile=profile, url="P/1", **AUTH)
    given = [dict(exchange.request.headers).get("Authorization") for exchange in result.exchanges]
    assert given[0] == "x"
    assert set(given[1:]) == {None}


@pytest.mark.parametrize("profile", PROFILES)
def test_in_firefox_authorization_comes_back(profile: str) -> None:
    result = fetched(world(("P/1", "X/2", "X/3")), profile=profile, url="P/1", **AUTH)
    given = [dict(exchange.request.headers).get("Authorization") for exchange in result.exchanges]
    assert given[0] == "x"
    assert (given[-1] == "x") == (profile == "firefox")
    if profile == "firefox":
        assert wire(result) == ["GET P/1 -", "? GET X/2 P", "GET X/2 P", "? GET X/3 P authorization", "GET X/3 P"]


def test_in_firefox_a_preflight_asks_for_body_headers_that_do_not_go() -> None:
    keywords = {"method": "POST", "headers": [("Content-Encoding", "x"), ("X-A", "1")], "body": b"x"}
    result = fetched(world(("X/1", "X/2", "X/3"), 303), profile="firefox", url="X/1", **keywords)
    asked = "content-encoding,x-a"
    assert [line for line in wire(result) if line.startswith("?")] == [
        f"? POST X/1 P {asked}",
        "? GET X/2 P x-a",
        f"? GET X/3 P {asked}",
    ]
    assert arrived(result, ("Content-Encoding", "X-A")) == ["X-A"]


BODY = [("Content-Type", "text/plain"), ("Content-Language", "de"), ("X-A", "1")]


@pytest.mark.parametrize(
    ("method", "status", "chain", "mode", "kept"),
    [
        # At home, and without CORS, what a redirect dropped stays away ...
        ("POST", 303, ("P/1", "P/2", "P/3"), "cors", ["X-A"]),
        ("POST", 303, ("P/1", "P/2", "P/3"), "same-origin", ["X-A"]),
        ("POST", 303, ("X/1", "X/2", "X/3"), "no-cors", []),
        # ... and with CORS it comes back with the next one, which rewrites nothing.
        ("POST", 303, ("X/1", "X/2", "X/3"), "cors", ["Content-Type", "Content-Language", "X-A"]),
        # A DELETE that becomes a GET was not rewritten as far as headers go.
        ("DELETE", 307, ("X/1", "Y/2"), "cors", ["Content-Type", "Content-Language", "X-A"]),
        ("DELETE", 307, ("P/1", "X/2"), "cors", ["Content-Type", "Content-Language", "X-A"]),
    ],
)
def test_in_webkit_body_headers_come_back_with_cors(
    method: str, status: int, chain: tuple[str, ...], mode: str, kept: list[str]
) -> None:
    headers = BODY if mode != "no-cors" else [("Content-Type", "text/plain")]
    keywords = {"method": method, "headers": headers, "body": b"x", "mode": mode}
    result = fetched(world(chain, status), profile="webkit", url=chain[0], **keywords)
    assert result.exchanges[-1].request.method == "GET"
    assert arrived(result, tuple(name for name, _ in BODY)) == kept


@pytest.mark.parametrize(("profile", "kept"), [("webkit", ["Content-Type"]), ("standard", [])])
def test_in_webkit_a_307_brings_the_type_of_a_dropped_body(profile: str, kept: list[str]) -> None:
    servers = world(("P/1", "P/2", "P/3"), 303)
    servers[url_of("P/2")] = HttpResponse(307, [("Location", url_of("P/3"))])
    result = fetched(servers, profile=profile, url="P/1", method="POST", headers=BODY, body=b"x")
    assert arrived(result, ("Content-Type", "Content-Language")) == kept


def test_in_webkit_a_get_keeps_the_origin_that_its_post_came_with() -> None:
    servers = world(("P/1", "X/2", "X/3"))
    servers[url_of("P/1")] = HttpResponse(307, [("Location", url_of("X/2"))])
    keywords = {"url": "P/1", "method": "POST", "mode": "no-cors"}
    assert wire(fetched(servers, profile="webkit", **keywords)) == ["POST P/1 P", "POST X/2 P", "GET X/3 P"]
    assert wire(fetched(servers, profile="standard", **keywords)) == ["POST P/1 P", "POST X/2 P", "GET X/3 -"]


@pytest.mark.parametrize("target", ["http://api.example.net/2", "http://localhost/2"])
def test_webkit_preflights_what_it_then_refuses_as_mixed_content(target: str) -> None:
    for keywords, sent in (({"method": "PUT"}, True), ({}, False), ({"mode": "no-cors"}, False)):
        result = fetched(world(("P/1", target)), profile="webkit", url="P/1", **keywords)
        assert outcome(result) == "MixedContent"
        method = keywords.get("method", "GET")
        origin = "P" if method == "PUT" else "-"
        assert wire(result) == [f"{method} P/1 {origin}", *([f"? PUT {target} P"] if sent else [])]
    direct = fetched({}, profile="webkit", url=target, method="PUT")
    assert (outcome(direct), wire(direct)) == ("MixedContent", [])


@pytest.mark.parametrize(("profile", "kept"), [("standard", True), ("chromium", False), ("firefox", True)])
def test_chromium_drops_client_hints(profile: str, kept: bool) -> None:
    names = ("DPR", "Width", "Intervention", "X-A")
    headers = [(name, "1") for name in names]
    result = fetched(world(("P/1", "P/2")), profile=profile, url="P/1", headers=headers)
    assert arrived(result, names) == (list(names) if kept else ["Intervention", "X-A"])


# Where to

LOCATIONS: list[tuple[list[str], dict[str, str]]] = [
    # Location lines; where it goes from https://api.example.net/d/1?q, or the code
    (["/2"], {"standard": "X/2"}),
    (["2?a"], {"standard": "X/d/2?a"}),
    (["?b"], {"standard": "X/d/1?b"}),
    (["//other.example.org/2"], {"standard": "Y/2"}),
    (["HTTPS://OTHER.example.org:443/2"], {"standard": "Y/2"}),
    ([" /2\t"], {"standard": "X/2"}),
    (["\\2"], {"standard": "X/2"}),
    (["https://user@api.example.net/2"], {"standard": "RedirectContainsCredentials"}),
    (["https://:pw@other.example.org/2"], {"standard": "RedirectContainsCredentials"}),
    (["https://:@api.example.net/2"], {"standard": "X/2"}),
    (["http://["], {"standard": "InvalidRedirect"}),
    (["https://"], {"standard": "InvalidRedirect"}),
    (["data:,x"], {"standard": "UnsafeRedirect"}),
    (["blob:https://api.example.net/x"], {"standard": "UnsafeRedirect"}),
    (["about:blank"], {"standard": "UnsafeRedirect"}),
    (["ftp://api.example.net/2"], {"standard": "UnsafeRedirect", "chromium": "CorsDisabledScheme"}),
    (["mailto:x"], {"standard": "UnsafeRedirect", "chromium": "CorsDisabledScheme"}),
    (["http://api.example.net/2"], {"standard": "MixedContent"}),
    (["https://api.example.net:6000/2"], {"standard": "UnsafePort"}),
    ([], {"standard": "X/d/1?q"}),
    (["/2", "/3"], {"standard": "MultipleLocations", "webkit": "X/2,%20/3"}),
    (["/2", "/2"], {"standard": "MultipleLocations", "chromium": "X/2", "firefox": "X/2", "webkit": "X/2,%20/2"}),
    # The empty one: to the same URL for ever, or nowhere.
    ([""], {"standard": "TooManyRedirects", "chromium": "X/d/1?q", "webkit": "InvalidRedirect"}),
    # Bytes that are not ASCII
    (["/\xe9"], {"standard": "X/%C3%A9", "chromium": "X/%E9", "firefox": "X/%E9", "webkit": "X/%C3%AF%C2%BF%C2%BD"}),
    (["/\xc3\xa9"], {"standard": "X/%C3%83%C2%A9", "chromium": "X/%C3%A9", "firefox": "X/%C3%A9"}),
    # What URLs lose at their ends and inside
    (["/2\x0b"], {"standard": "X/2", "firefox": "X/2%0B"}),
    (["/2\t3"], {"standard": "X/23", "firefox": "X/2%093"}),
    (["/2 3\x7f"], {"standard": "X/2%203%7F"}),
]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("lines", "expected"), LOCATIONS, ids=[", ".join(row[0]) or ("empty" if row[0] else "none") for row in LOCATIONS]
)
def test_location(lines: list[str], expected: dict[str, str], profile: str) -> None:
    first = f"{NAMES['X']}/d/1?q"
    open_to_all = ("Access-Control-Allow-Origin", "*")

    def answer(request: HttpRequest) -> HttpResponse:
        if request.url == first:
            return HttpResponse(302, [open_to_all, *(("Location", line) for line in lines)])
        return HttpResponse(200, [open_to_all])

    result = Browser(ScriptedTransport(answer), profile=profile).page(f"{NAMES['P']}/").fetch(first)
    seen = outcome(result) if result.denied else place_of(result.response.url)
    assert seen == expected.get(profile, expected["standard"])


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("url", "location", "seen"),
    [
        ("X/1#old", "/2", "#old"),
        ("X/1#old", "/2#new", "#new"),
        ("X/1#old", "/2#", "#"),
        ("X/1", "/2#new", "#new"),
        ("X/1", "/2", ""),
    ],
)
def test_a_fragment_is_inherited(url: str, location: str, seen: str, profile: str) -> None:
    moved = HttpResponse(302, [("Access-Control-Allow-Origin", "*"), ("Location", location)])
    server = ScriptedTransport([moved, HttpResponse(200)])
    reason = Browser(server, profile=profile).page(NAMES["P"] + "/").fetch(url_of(url)).reason
    assert reason is not None
    assert reason.url == f"{NAMES['X']}/2{seen}"
    assert [request.url for request in server.requests] == [f"{NAMES['X']}/1", f"{NAMES['X']}/2"]


# Refusals

USER_INFO = [
    # where from, where to, mode, and who refuses
    ("P/1", "https://u@app.example.com/2", "cors", {"chromium"}),
    ("P/1", "https://u@app.example.com/2", "same-origin", {"chromium"}),
    ("P/1", "https://u@api.example.net/2", "cors", set(PROFILES)),
    ("X/1", "https://u:p@api.example.net/2", "cors", set(PROFILES)),
    ("X/1", "https://:p@app.example.com/2", "cors", set(PROFILES)),
    ("X/1", "https://u@api.example.net/2", "no-cors", {"chromium"}),
]


@pytest.mark.parametrize(("start", "location", "mode", "refused"), USER_INFO)
def test_user_info(start: str, location: str, mode: str, refused: set[str]) -> None:
    seen = set()
    for profile in PROFILES:
        moved = HttpResponse(302, [("Access-Control-Allow-Origin", "*"), ("Location", location)])
        server = ScriptedTransport([moved, HttpResponse(200, [("Access-Control-Allow-Origin", "*")])])
        result = Browser(server, profile=profile).page(f"{NAMES['P']}/").fetch(url_of(start), mode=mode)
        if result.reason is not None:
            assert (result.reason.code, result.reason.status) == ("RedirectContainsCredentials", 302)
            assert len(server.requests) == 1
            seen.add(profile)
    assert seen == refused


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("hops", "expected"), [(20, ALLOWED), (21, "TooManyRedirects")])
def test_twenty_redirects_are_enough(hops: int, expected: str, profile: str) -> None:
    result = fetched(world(tuple(f"X/{at}" for at in range(hops + 1))), profile=profile, url="X/0")
    assert outcome(result) == expected
    assert len(result.exchanges) == 21


@pytest.mark.parametrize("profile", PROFILES)
def test_a_redirect_is_checked_before_it_is_followed(profile: str) -> None:
    for mode in ("follow", "manual", "error"):
        result = fetched(world(("X/1", "X/2"), reflects=False), profile=profile, url="X/1", redirect=mode)
        assert outcome(result) == "MissingAllowOriginHeader"
        assert len(result.exchanges) == 1


def test_where_a_redirect_may_go_is_judged_after_the_check() -> None:
    closed = {url_of("X/1"): HttpResponse(302, [("Location", "mailto:x")])}
    assert outcome(fetched(closed, profile="chromium", url="X/1")) == "MissingAllowOriginHeader"


@pytest.mark.parametrize(
    ("profile", "location", "expected"),
    [
        # Chromium finds out that a Location is no URL before anybody looks at the response.
        ("standard", "http://[", "MissingAllowOriginHeader"),
        ("chromium", "http://[", "InvalidRedirect"),
        ("firefox", "http://[", "MissingAllowOriginHeader"),
    ],
)
def test_what_is_told_first(profile: str, location: str, expected: str) -> None:
    closed = {url_of("X/1"): HttpResponse(302, [("Location", location)])}
    for mode in ("follow", "manual"):
        assert outcome(fetched(closed, profile=profile, url="X/1", redirect=mode)) == expected


REDIRECT_STATUSES = {301, 302, 303, 307, 308}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("status", [*range(299, 312), 399, 400])
def test_which_statuses_redirect(status: int, profile: str) -> None:
    expected = REDIRECT_STATUSES | ({309, 310, 311, 399} if profile == "webkit" else set())
    result = fetched(world(("X/1", "X/2"), status), profile=profile, url="X/1")
    assert result.response.redirected == (status in expected)
    assert result.response.status == (200 if status in expected else status)


@dataclass(frozen=True)
class Mode:
    """What redirect modes make of an answer, by profile."""

    location: tuple[str, ...]
    error: dict[str, str]
    manual: dict[str, str]
    keywords: dict[str, Any] = field(default_factory=dict)


MODES = [
    Mode(("/2",), {"standard": "RedirectModeError"}, {"standard": "opaqueredirect"}),
    Mode((), {"standard": "RedirectModeError", "chromium": "cors", "webkit": "cors"},
         {"standard": "opaqueredirect", "chromium": "cors"}),
    Mode(("",), {"standard": "RedirectModeError", "chromium": "cors", "webkit": "cors"},
         {"standard": "opaqueredirect"}),
    Mode(("data:,x",), {"standard": "RedirectModeError", "chromium": "UnsafeRedirect"}, {"standard": "opaqueredirect"}),
    Mode(("http://[",), {"standard": "RedirectModeError", "chromium": "InvalidRedirect"},
         {"standard": "opaqueredirect", "chromium": "InvalidRedirect"}),
]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "mode", MODES, ids=lambda mode: ", ".join(mode.location) or ("empty" if mode.location else "none")
)
def test_redirect_modes(mode: Mode, profile: str) -> None:
    headers = [("Access-Control-Allow-Origin", "*"), *(("Location", line) for line in mode.location)]
    for redirect, expected in (("error", mode.error), ("manual", mode.manual)):
        result = fetched({url_of("X/1"): HttpResponse(302, headers)}, profile=profile, url="X/1", redirect=redirect)
        seen = outcome(result) if result.denied else result.response.type
        assert seen == expected.get(profile, expected["standard"])
        assert result.reason is None or result.reason.status == 302


@pytest.mark.parametrize("location", [None, "", "/2"])
def test_in_webkit_an_opaque_redirect_to_nowhere_has_its_body(location: str | None) -> None:
    headers = [] if location is None else [("Location", location)]
    response = HttpResponse(302, [("Access-Control-Allow-Origin", "*"), *headers], b"x")
    result = fetched({url_of("X/1"): response}, profile="webkit", url="X/1", redirect="manual")
    assert (result.response.type, result.response.status) == ("opaqueredirect", 0)
    assert result.response.body == (b"" if location else b"x")


@pytest.mark.parametrize("redirect", ["follow", "error", "manual"])
def test_in_webkit_an_uncommon_status_without_a_target_is_an_answer(redirect: str) -> None:
    for status, location in ((309, ""), (310, ""), (309, None)):
        headers = [] if location is None else [("Location", location)]
        response = HttpResponse(status, [("Access-Control-Allow-Origin", "*"), *headers], b"x")
        result = fetched({url_of("X/1"): response}, profile="webkit", url="X/1", redirect=redirect)
        assert (result.response.status, result.response.type, result.response.body) == (status, "cors", b"x")


@pytest.mark.parametrize(
    ("chain", "method", "preflighted"),
    [
        (("P/1", "https://u:p@api.example.net/2"), "PUT", True),
        (("P/1", "P/2", "https://u:p@api.example.net/3"), "PUT", True),
        (("P/1", "https://u:p@api.example.net/2"), "GET", False),
        (("X/1", "https://u:p@api.example.net/2"), "PUT", False),
    ],
)
def test_webkit_preflights_before_it_refuses_user_info(chain: tuple[str, ...], method: str, preflighted: bool) -> None:
    for profile in ("webkit", "standard"):
        servers = {place.replace("u:p@", ""): answer for place, answer in world(chain, 307).items()}
        result = fetched(servers, profile=profile, url=chain[0], method=method)
        assert outcome(result) == "RedirectContainsCredentials"
        assert result.reason is not None
        assert result.reason.status == 307
        assert (result.exchanges[-1].kind == "preflight") == (preflighted and profile == "webkit")


def test_an_opaque_redirect_tells_only_its_url() -> None:
    result = fetched(world(("X/1", "X/2")), url="X/1", redirect="manual")
    response = result.response
    assert (response.type, response.status, response.headers, response.body) == ("opaqueredirect", 0, (), b"")
    assert response.url == url_of("X/1")
    assert not response.redirected
    assert not result.exposes("Content-Type")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("chain", "expected"),
    [(("P/1", "P/2"), ALLOWED), (("P/1", "X/2"), "RedirectDisallowedByMode"), (("X/1",), "DisallowedByMode")],
)
def test_mode_same_origin_stays_at_home(chain: tuple[str, ...], expected: str, profile: str) -> None:
    result = fetched(world(chain), profile=profile, url=chain[0], mode="same-origin")
    assert outcome(result) == expected
    assert all(exchange.request.url.startswith(NAMES["P"]) for exchange in result.exchanges)


# Credentials on the way

SESSION = "sid=1; Secure; SameSite=None"


@pytest.mark.parametrize(
    ("profile", "first", "credentials", "sent"),
    [
        ("standard", "P", "same-origin", [True, False]),
        ("webkit", "P", "same-origin", [True, True]),
        ("webkit", "X", "same-origin", [False, False]),
        ("webkit", "P", "omit", [False, False]),
    ],
)
def test_in_webkit_no_cors_keeps_the_credentials_of_home(
    profile: str, first: str, credentials: str, sent: list[bool]
) -> None:
    moved = HttpResponse(302, [("Location", url_of("Y/2"))])
    server = ScriptedTransport([moved, HttpResponse(200)])
    browser = Browser(server, profile=profile, third_party_cookies="allowed")
    for origin in NAMES.values():
        browser.set_cookie(f"{origin}/", SESSION)
    page = browser.page(f"{NAMES['P']}/")
    assert page.fetch(url_of(f"{first}/1"), mode="no-cors", credentials=credentials).allowed
    assert ["Cookie" in dict(request.headers) for request in server.requests] == sent


@pytest.mark.parametrize(
    ("chain", "credentials", "sent"),
    [
        (("P/1", "P/2"), "same-origin", [True, True]),
        (("P/1", "X/2"), "same-origin", [True, False]),
        (("P/1", "X/2"), "include", [True, True]),
        (("X/1", "P/2"), "same-origin", [False, False]),
        (("X/1", "P/2"), "include", [True, True]),
        (("P/1", "P/2"), "omit", [False, False]),
    ],
)
def test_cookies_on_the_way(chain: tuple[str, ...], credentials: str, sent: list[bool]) -> None:
    servers = world(chain)

    def answer(request: HttpRequest) -> HttpResponse:
        response = servers[request.url]
        origin = dict(request.headers).get("Origin", "")
        return HttpResponse(
            response.status, [(name, origin if value == "{origin}" else value) for name, value in response.headers]
        )

    server = ScriptedTransport(answer)
    browser = Browser(server, profile="standard")
    for origin in NAMES.values():
        browser.set_cookie(f"{origin}/", SESSION)
    assert browser.page(f"{NAMES['P']}/").fetch(url_of(chain[0]), credentials=credentials).allowed
    assert ["Cookie" in dict(request.headers) for request in server.requests] == sent


@pytest.mark.parametrize(
    ("profile", "allowed"), [("standard", True), ("chromium", True), ("firefox", True), ("webkit", False)]
)
def test_webkit_remembers_credentials_of_home(profile: str, allowed: bool) -> None:
    # From home to another origin and on: the second redirect is checked once more, as if credentials were included.
    moved = [("Access-Control-Allow-Origin", NAMES["P"]), ("Location", f"{NAMES['X']}/3")]
    servers = {
        url_of("P/1"): HttpResponse(302, [("Location", f"{NAMES['X']}/2")]),
        url_of("X/2"): HttpResponse(302, moved),
        url_of("X/3"): HttpResponse(200, [("Access-Control-Allow-Origin", "*")]),
    }
    result = fetched(servers, profile=profile, url="P/1")
    assert result.allowed == allowed
    if result.reason is not None:
        reason, last = result.reason, result.steps()[-1]
        assert (reason.code, reason.status, reason.wanted) == ("InvalidAllowCredentials", 302, "true")
        assert reason.parameter == ""
        assert (last.title, last.passed) == ("Access-Control-Allow-Credentials is true", False)
        assert len(result.exchanges) == 2
    servers[url_of("X/2")] = HttpResponse(302, [*moved, ("Access-Control-Allow-Credentials", "true")])
    assert fetched(servers, profile=profile, url="P/1").allowed


def test_a_new_referrer_policy_is_taken_over() -> None:
    def referrers(policy: str) -> list[str | None]:
        servers = world(("X/1", "X/2"))
        moved = servers[url_of("X/1")]
        servers[url_of("X/1")] = HttpResponse(302, [*moved.headers, ("Referrer-Policy", policy)])
        result = fetched(servers, url="X/1")
        return [dict(exchange.request.headers).get("Referer") for exchange in result.exchanges]

    page = f"{NAMES['P']}/"
    assert referrers("no-referrer") == [page, None]
    assert referrers("nonsense") == [page, page]
    assert referrers("no-referrer, nonsense") == [page, None]
    assert referrers("no-referrer, unsafe-url") == [page, page]
    assert referrers(" NO-REFERRER\t") == [page, None]


@pytest.mark.parametrize("said", [[], [("Referrer-Policy", "")], [("Referrer-Policy", "nonsense")]])
def test_a_redirect_that_names_no_referrer_policy_keeps_the_requests(said: list[Header]) -> None:
    servers = world(("X/1", "X/2"))
    servers[url_of("X/1")] = HttpResponse(302, [*servers[url_of("X/1")].headers, *said])
    result = fetched(servers, url="X/1", referrer_policy="no-referrer")
    assert [dict(each.request.headers).get("Referer") for each in result.exchanges] == [None, None]


@pytest.mark.parametrize(
    ("chain", "tainted"),
    [
        (("P", "P"), False),
        (("P", "X"), False),
        (("X", "X"), False),
        (("P", "X", "X"), False),
        (("X", "Y"), True),
        (("X", "P"), True),
        (("S", "T"), True),
        (("P", "X", "P", "P"), True),
        (("P",), False),
    ],
)
def test_redirect_taint(chain: tuple[str, ...], tainted: bool) -> None:
    urls = tuple(parse(f"{NAMES[name]}/{at}") for at, name in enumerate(chain))
    assert is_redirect_tainted(parse(NAMES["P"]).origin, urls) == tainted


def test_for_an_opaque_origin_every_hop_leaves_a_third_party() -> None:
    urls = (parse(f"{NAMES['P']}/"), parse(f"{NAMES['X']}/"))
    assert is_redirect_tainted(OpaqueOrigin(), urls)
    assert not is_redirect_tainted(OpaqueOrigin(), urls[:1] * 2)
