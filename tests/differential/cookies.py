"""Cases with cookies: every attribute, sent and stored across sites."""

from __future__ import annotations

from urllib.parse import urlsplit

from .cases import Case, FetchCall
from .draft import Draft
from .values import API, PAGE

NAMES = (
    "sid",
    "SID",
    "a",
    "b",
    "__Secure-s",
    "__Host-h",
    "__secure-x",
    "__host-y",
    "__Http-z",
    "__Host-Http-w",
)
VALUES = ("1", "abc", "", '"q"', "a=b", "x y", "a,b", "caf\u00c3\u00a9", "\\", "\u00e9")
MAX_AGES = ("0", "-1", "600", "abc", "", "+5", "+0", "1.5", '"600"', "99999999999999999999", " 600", "00", "-0")
EXPIRES = (
    "Fri, 01 Jan 2038 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Friday, 01-Jan-38 00:00:00 GMT",
    "bogus", "", "Fri Jan  1 00:00:00 2038", "1 Jan 2038 00:00 GMT", "01 Jan 2038 00:00:00",
    "Fri, 01 Jan 1500 00:00:00 GMT", "0",
)  # fmt: skip
SAME_SITE = (
    "SameSite=Lax",
    "SameSite=Strict",
    "samesite=none",
    "SameSite=",
    "SameSite=Bogus",
    "SameSite",
    " SameSite = Strict ",
)
ODD_PAIRS = (
    "=v", "novalue", "", "=", " = x", "==y", "=a=b", "=__Secure-x", "=__Host-x", "no v=w", "a\tb=1", "a=b\tc",
    "a=\x01", "\x7f=1", "a=" + "v" * 4095, "a=" + "v" * 4096, "a=\t1\t", '"a"=1', "a, b=1", "\u00e9=1",
)  # fmt: skip
ODD_DOMAINS = (
    "example.net", ".example.net", "net", "com", "example.org", "sub.api.example.net", "", ".", "..",
    "..example.net", ".net", "localhost", "127.0.0.1", "xn--bcher-kva.example", "EXAMPLE.NET",
    "%65xample.net", "b\u00c3\u00bccher.example",
)  # fmt: skip


def cookies(draft: Draft) -> Case:
    """Cookies sent and stored across sites; a second fetch shows what the first one stored."""
    dice = draft.dice
    if dice.chance(0.5):
        draft.page, draft.sandbox = (
            dice.choice((PAGE, "https://app.example.net", "http://app.example.net", API)),
            "",
        )
    if dice.chance(0.6):
        draft.api = API
    draft.credentials = dice.usually("include", ("same-origin", "omit"), 0.75)
    draft.mode = dice.usually("cors", ("no-cors",), 0.92)
    draft.method = dice.choice(("GET", "POST", "HEAD", "PUT")) if draft.mode == "cors" else "GET"
    if draft.is_mixed_content:
        draft.page = draft.page.replace("https:", "http:")
    for _ in range(dice.randint(0, 3)):
        relatives = ("https://example.net", "https://sub.api.example.net", "http://api.example.net")
        site = dice.usually(draft.api, (draft.page, *relatives), 0.75)
        path = dice.usually("/", (f"/{draft.id}/login", f"/{draft.id}"), 0.85)
        draft.cookies.append({"url": site + path, "set_cookie": _set_cookie(draft)})
    headers = draft.cors(wrong_origin=dice.chance(0.1), wrong_credentials=dice.chance(0.05))
    stored = dice.choice((0, 0, 1, 1, 2))
    headers += [["Set-Cookie", _set_cookie(draft)] for _ in range(stored)]
    preflight = draft.preflight()
    if dice.chance(0.2):
        preflight["headers"].append(["Set-Cookie", "pf=1; Secure; SameSite=None"])
    draft.server[draft.path] = {"preflight": preflight, "response": draft.reply(headers=headers)}
    if not stored and draft.cookies:
        return draft.case("cookies")
    first = draft.call()
    second: FetchCall = {**first, "credentials": dice.usually(first["credentials"], ("include", "omit"), 0.8)}
    return draft.case("cookies", "set-cookie-then-read", requests=[first, second])


def _set_cookie(draft: Draft) -> str:
    dice = draft.dice
    name = dice.usually(dice.choice(NAMES[:4]), NAMES, 0.75)
    pair = f"{name}={dice.usually(dice.choice(VALUES[:4]), VALUES, 0.8)}"
    if dice.chance(0.05):
        pair = dice.choice(ODD_PAIRS)
    if dice.chance(0.15):
        pair = f" {pair.replace('=', ' = ', 1)} "
    attributes = [text for text, probability in _attributes(draft) if dice.chance(probability)]
    if attributes and dice.chance(0.06):
        again = ("SameSite=None", "SameSite=Strict", "Path=/", "Path=x", "Domain=", "Max-Age=x", "Expires=x")
        attributes.append(dice.choice([*attributes, *again]))
    dice.shuffle(attributes)
    return dice.usually("; ", (";", " ; "), 0.85).join([pair, *attributes])


def _attributes(draft: Draft) -> list[tuple[str, float]]:
    """Attributes, each with the probability that a cookie has it."""
    dice, own = draft.dice, f"/{draft.id}"
    host = urlsplit(draft.api).hostname or ""
    paths = (
        own,
        f"{own}/",
        f"{own}/0",
        "/",
        f"{own}/0/",
        own[:-1],
        "",
        "x",
        f'"{own}"',
        f"{own}/1",
        "/" + "p" * 1024,
    )
    domains = (host, host, host.upper(), f".{host}", f"{host}.", f"{host}:443", f'"{host}"', *ODD_DOMAINS)
    return [
        (dice.usually("Secure", ("secure", "Secure=x", "SECURE "), 0.95), 0.7),
        (dice.usually("SameSite=None", SAME_SITE), 0.75),
        (f"Path={dice.choice(paths)}", 0.5),
        (f"Domain={dice.choice(domains)}", 0.25),
        (f"Max-Age={dice.choice(MAX_AGES)}", 0.15),
        (f"Expires={dice.choice(EXPIRES)}", 0.15),
        (dice.choice(("HttpOnly", "Partitioned", "Priority=High", "Foo=bar", "")), 0.2),
    ]
