"""What cases are made of: pages, servers, methods, headers; the odd ones next to the usual ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice(random.Random):
    """Seeded choices."""

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def some(self, items: Sequence[Item], low: int, high: int) -> list[Item]:
        """Between `low` and `high` of the items, in random order, none twice."""
        return self.sample(items, min(len(items), self.randint(low, high)))

    def usually(self, usual: Item, others: Sequence[Item], probability: float = 0.7) -> Item:
        return usual if self.chance(probability) else self.choice(others)


PAGE = "https://app.example.com"
PAGES = (
    "https://app.example.net", "http://app.example.com", "http://localhost:3000",
    "https://app.example.com:8443", "https://xn--bcher-kva.example", "http://app.example.com:8080",
    "https://other.example.org", "https://example.com", "http://127.0.0.1:8080", "http://127.0.0.1",
    "http://[::1]:8080", "http://app.example.net", "https://api.example.net", "https://app.example.net:8443",
    "https://example.net", "http://other.example.org", "http://localhost", "https://sub.app.example.com",
    "http://foo.localhost:8080", "http://127.0.0.1:3000", "https://a.b.example.org:8443",
)  # fmt: skip
API = "https://api.example.net"
APIS = (
    "https://api.example.com", "https://api.example.net:8443", "http://api.example.net",
    "https://other.example.org", "https://xn--bcher-kva.example", "https://app.example.com:8443",
    "http://127.0.0.1:8080", "http://localhost:8080", "http://api.example.com", "https://sub.api.example.net",
    "http://app.example.com:8080", "http://api.example.net:8080", "https://app.example.net",
    "http://foo.localhost:8080", "http://[::1]:8080", "http://localhost:3000", "https://example.com",
    "https://example.org", "http://127.0.0.1", "https://app.example.com", "http://app.example.com",
    "http://127.0.0.1:3000",
)  # fmt: skip
LOOPBACK = tuple("http://localhost:8080 http://127.0.0.1:8080 http://[::1]:8080 http://foo.localhost:8080".split())
PLAIN = tuple(
    "http://api.example.net http://api.example.com http://app.example.com http://app.example.net:8080".split()
)

USUAL_METHODS = ("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD")
ODD_METHODS = (
    "put", "Put", "patch", "Patch", "delete", "DeLeTe", "post", "get", "Get", "head", "options", "OPTIONS",
    "FOO", "foo", "QUERY", "query", "PROPFIND", "propfind", "LIST", "M-SEARCH", "CHICKEN", "GETT", "X", "*",
    "!#$%&'*+-.^_`|~", "PUTT",
)  # fmt: skip
BAD_METHODS = (
    "CONNECT", "connect", "TRACE", "Trace", "TRACK", "tRaCk", "", "A B", "GET ", " GET", "GET\n", "GET/",
    "A,B", "@", "P\u00dcT", "G\tET", '"GET"', "GET;", "(", "\u0100", "GET\x0b", "CONNECT ", "[x]", "{", "a=b",
    "\x7f",
)  # fmt: skip
WITHOUT_BODY = frozenset({"GET", "HEAD"})
BODIES = ("x", '{"a":1}', "a=1&b=2", "data", "")

CUSTOM_HEADERS = (
    ["X-Foo", "1"], ["x-foo", "1"], ["X-FOO", "1"], ["X-Requested-With", "XMLHttpRequest"], ["X-A", "1"],
    ["X-B", ""], ["X_Under", "1"], ["X-Api-Key", "k"], ["X-CSRF-Token", "t"], ["X-Custom-Header", "a, b"],
    ["Last-Event-ID", "1"], ["Pragma", "no-cache"], ["Cache-Control", "no-cache"], ["If-None-Match", '"1"'],
    ["Authorization", "Bearer abc"], ["If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["authorization", "Basic dTpw"], ["If-Match", "*"], ["If-Range", '"1"'], ["X-A!#$%&'*+.^_`|~1", "1"],
    ["Content-Type", "application/json"], ["Idempotency-Key", "1"], ["Content-Encoding", "gzip"],
    ["X-Latin", "caf\u00e9"], ["a", "\t 1 \t"], ["Upgrade-Insecure", "1"], ["Z", "1"],
    ["traceparent", "00-0af7-b7ad-01"], ["baggage", "a=b"], ["HX-Request", "true"],
    ["Prefer", "return=minimal"], ["Accept-Version", "~1"], ["Content-Type", "application/merge-patch+json"],
    ["*", "1"], ["X-Empty", "  "],
)  # fmt: skip
FORBIDDEN_HEADERS = (
    "Accept-Charset", "Accept-Encoding", "Access-Control-Request-Headers", "Access-Control-Request-Method",
    "Connection", "Access-Control-Request-Private-Network", "Access-Control-Request-Local-Network",
    "Content-Length", "Cookie", "Cookie2", "Date", "DNT", "Expect", "Host", "Keep-Alive", "Origin", "Referer",
    "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Via", "Proxy-", "Proxy-Foo", "Sec-",
    "Sec-Foo", "sec-fetch-site", "proxy-authorization", "Sec-CH-UA",
)  # fmt: skip
NEARLY_FORBIDDEN_HEADERS = (
    "Proxy", "Sec", "X-Sec-Foo", "Set-Cookie2", "Access-Control-Request-Foo", "Access-Control-Allow-Origin",
    "User-Agent", "Secure", "Proxied", "Origin-Agent", "Purpose", "Cookie3", "Content-Location", "Dates",
    "Content-Disposition",
)  # fmt: skip
OVERRIDES = ("X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override")
BAD_HEADERS = (
    ["", "1"], ["X Foo", "1"], ["X:Y", "1"], ["(x)", "1"], ["X-Foo", "\u0100"], ["X-Foo", "a\nb"],
    ["X-Foo", "a\0b"], ["caf\u00e9", "1"], ["X-Foo", "a\rb"], ["X-Foo ", "1"], ["@", "1"], ["X/Y", "1"],
    ["X-Foo", "\u2603"], ["X\x0b", "1"],
)  # fmt: skip
CLIENT_HINTS = tuple(
    "DPR Width Viewport-Width Downlink Save-Data RTT Device-Memory ECT Content-DPR Sec-CH-DPR Intervention "
    "Priority Purpose Upgrade-Insecure-Requests User-Agent Sec-CH-UA-Mobile".split()
)
CLIENT_HINT_VALUES = (
    "", "1", "-1", "+1", "1.5", ".5", "5.", "1.5.2", "1e3", "a", "on", "ON", "off", "01", "0", "1,2", "?1",
    "4g", "4G", "3g", "2g", "slow-2g", "inf", "0x1", "9" * 127, "9" * 129, "1 2", "\u00b2", "on\t2", "on,on", "u=1",
)  # fmt: skip

SAFELISTED_VALUES: dict[str, tuple[str, ...]] = {
    "Accept": (
        "*/*", "text/html, */*;q=0.1", "a", "", "a" * 128, "a" * 129, "a(b", "a)b", "a:b", "a<b", "a>b",
        "a?b", "a@b", "a[b", "a\\b", "a]b", "a{b", "a}b", 'a"b', "a\tb", "a\x7fb", "a\x0bb", "a\x01b",
        "a\u00e9b", "a^b", "a;b=c", "\u00ff", "a\x1fb",
    ),
    "Accept-Language": (
        "en", "en-US,en;q=0.5, *", "de", "en_US", "e" * 128, "e" * 129, "", "de+x", "de@x", "de=1", "de\tfr",
        "0123", "d\u00e9", "de/x", "de:x", "a.b", "a;b", "a*b", "a b", "a--b", "(a)", '"a"', "a'b", "a!b",
        "a%b",
    ),
    "Content-Language": (
        "en", "de, fr", "en_US", "e" * 128, "e" * 129, "", "de+x", "de@x", "de=1", "de\tfr", "0123",
        "d\u00e9", "a#b",
    ),
    "Content-Type": (
        "text/plain", "TEXT/Plain", "text/plain;charset=utf-8", 'text/plain;charset="utf-8"',
        "text/plain;charset=UTF-8;x=y", "multipart/form-data", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "text/plain ; a=b",
        "application/x-www-form-urlencoded;charset=utf-8", "application/json", "text/html",
        "text/plain,application/json", "", "text", "text/", "/plain", "text/plain/x", "text /plain",
        "text/plain;", "text/plain;;", "text/plain; a=(b)", "text/plain;a=<b>", "text/plain; a={b}",
        "text/plain;x=\u00e9", "text/plain; a=" + "b" * 114, "*/*", "\u00e9/plain",
        "text/plain; a=" + "b" * 115, "text/plain\x0b", "text/plain;a\tb", "text/plain\t", " text/plain ",
        "text/xml", "font/x", 'multipart/form-data; boundary="x:y"', "text/plain; charset=\\",
        "text/plain;a=[b]", "application/csp-report",
    ),
    "Range": (
        "bytes=0-", "bytes=0-0", "bytes=0-99", "bytes=-5", "bytes=5-", "bytes=9-5", "bytes=0-0,5-9",
        "bytes = 0-1", "bytes=0 - 1", "bytes=", "bytes=-", "bytes=a-b", "BYTES=0-", "items=0-1",
        "bytes=00-01", "bytes=0-\t", " bytes=0-1 ", "bytes=\t0-1", "bytes=18446744073709551616-",
        "bytes=9223372036854775807-", "bytes=9223372036854775808-", "bytes=+0-1", "bytes=0-1;",
        "bytes=0-18446744073709551616", "bytes=0x0-", "bytes=0--1", "bytes", "", "bytes=1-1", "bytes= 0-1",
        "bytes=0-1 2",
    ),
}  # fmt: skip

STATUSES = (
    201, 202, 203, 204, 205, 206, 226, 299, 300, 304,
    400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 500, 501, 502, 503, 504, 599,
)  # fmt: skip
PREFLIGHT_STATUSES = (*STATUSES, 301, 302, 303, 307, 308, 305, 306, 309)
REDIRECT_STATUSES = (301, 302, 303, 307, 308)

RESPONSE_HEADERS = (
    ["X-Foo", "foo"], ["X-Bar", "bar"], ["X-Total-Count", "3"], ["Content-Type", "application/json"],
    ["Content-Language", "de"], ["Expires", "0"], ["Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["Pragma", "no-cache"], ["ETag", '"e"'], ["Age", "1"], ["Date", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["Vary", "Origin"], ["Server", "s"], ["Link", "<x>; rel=y"], ["X-Empty", ""], ["X-Sp", "  a  b \t"],
    ["X-Comma", "a,b , c"], ["X_Under", "1"], ["x-lower", "1"], ["X-Dup", "1"], ["X-Dup", "2"],
    ["X-Latin", "caf\u00e9"], ["Authorization", "a"], ["Retry-After", "1"], ["X-RateLimit-Remaining", "9"],
    ["x-dup", ""], ["Content-Disposition", "inline"],
    ["Content-Disposition", "attachment"], ["Set-Cookie2", "q=1"], ["Location", "/nowhere"],
    ["Timing-Allow-Origin", "*"], ["Set-Cookie", "z=1; Secure; SameSite=None"], ["Access-Control-Foo", "1"],
    ["WWW-Authenticate", "Bearer"], ["X-Vt", "\x0ba\x0c"], ["X-Nbsp", "\u00a0a\u00a0"], ["Set-Cookie", "z=1"],
)  # fmt: skip
RESPONSE_BODIES = ("ok", '{"a":1}', "", "caf\u00c3\u00a9", "\u00ef\u00bb\u00bfbom", "\u00ff\u00fe")

CORP_VALUES = (
    "same-origin", "same-site", "cross-origin", "Same-Origin", "SAME-SITE", "bogus",
    "same-origin, same-origin", "", "*", "cross-origin, same-origin", '"same-origin"', " same-origin ",
    "same-origin;", "same-site\x0b", "same origin", "none",
)  # fmt: skip
