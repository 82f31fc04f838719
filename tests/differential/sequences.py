"""Cases of more than one step: redirects, cookies, and several fetches over one preflight cache."""

from __future__ import annotations

from urllib.parse import urlsplit

from . import lines
from .cases import Case, FetchCall
from .kinds import METHOD_NAMES, Draft
from .values import API, CUSTOM_HEADERS, ODD_METHODS, PAGE, REDIRECT_STATUSES, SAFELISTED_VALUES, USUAL_METHODS, Dice

HOPS = ("https://api.example.com", "https://other.example.org", "https://api.example.net:8443", "http://localhost:8080", API)
NAMES = ("sid", "SID", "a", "b", "__Secure-s", "__Host-h", "__secure-x", "__host-y", "__Http-z", "__Host-Http-w")
VALUES = ("1", "abc", "", '"q"', "a=b", "x y", "a,b", "caf\u00c3\u00a9", "\\", "\u00e9")
MAX_AGES = ("0", "-1", "600", "abc", "", "+5", "1.5", '"600"', "99999999999999999999", " 600", "00", "-0")
EXPIRES = (
    *("Fri, 01 Jan 2038 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Friday, 01-Jan-38 00:00:00 GMT", "bogus", ""),
    *("Fri Jan  1 00:00:00 2038", "1 Jan 2038 00:00 GMT", "01 Jan 2038 00:00:00", "Fri, 01 Jan 1500 00:00:00 GMT", "0"),
)


def redirect(draft: Draft) -> Case:
    """One to four redirects through the page's own origin and others, in every mode."""
    dice = draft.dice
    draft.mode = dice.usually("cors", ("same-origin", "no-cors"), 0.85)
    draft.redirect = dice.usually("follow", ("manual", "error"), 0.88)
    draft.method = dice.choice(ODD_METHODS) if dice.chance(0.15) else dice.choice(USUAL_METHODS)
    if draft.mode == "no-cors":
        draft.method = dice.choice(("GET", "POST", "HEAD"))
    if dice.chance(0.45):
        draft.custom_headers(1, 2)
    if dice.chance(0.3):
        draft.api = draft.page
    origins = [draft.api]
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        origins.append(dice.choice((draft.page, draft.page, origins[-1], origins[-1], *HOPS)))
    tainted = False
    for position, origin in enumerate(origins):
        # once redirected from another origin to yet another one, a request's origin is null
        if position > 1 or (position == 1 and origins[0] != origin):
            tainted = tainted or (origins[position - 1] not in (draft.page, origin))
        wanted = "null" if tainted else draft.origin
        wrong = dice.usually("", ("origin", "credentials"), 0.93)
        headers = draft.cors(origin=wanted, wrong_origin=wrong == "origin", wrong_credentials=wrong == "credentials")
        status = 200
        if position + 1 < len(origins):
            status = dice.usually(dice.choice(REDIRECT_STATUSES), (300, 304, 305, 306, 309), 0.97)
            for _ in range(2 if dice.chance(0.02) else 1):
                headers.append(["Location", _location(draft, origin, origins[position + 1], position + 1)])
        if dice.chance(0.05):
            headers.append(["Set-Cookie", f"r{position}=1; Secure; SameSite=None; Path=/"])
        preflight = draft.preflight(origin=wanted, wrong=dice.usually("", ("origin", "method", "header"), 0.95))
        draft.server[f"/{draft.id}/{position}"] = {"preflight": preflight, "response": draft.reply(status=status, headers=headers)}
    if dice.chance(0.2):
        draft.cookies = [{"url": f"{dice.choice(origins)}/", "set_cookie": f"sid=1; {dice.choice(('Secure; SameSite=None', 'SameSite=Strict', 'Secure'))}"}]
    return draft.case("redirect", f"redirect-{draft.redirect}")


def _location(draft: Draft, base: str, target: str, number: int) -> str:
    """A Location that leads from one origin to a path of another, written in one of many ways."""
    dice, path = draft.dice, f"/{draft.id}/{number}"
    absolute = f"{target}{path}"
    if dice.chance(0.6):
        return absolute
    authority = urlsplit(target).netloc
    ways = [
        *(f"{absolute}#f", f"{absolute}?a=b c", f"{absolute}?\u00c3\u00a9", f"{absolute}?\u00e9", f" {absolute}\t", f"{absolute}#"),
        *(f"{target}/{draft.id}/x/../{number}", f"{target}/./{draft.id}/%2e%2e/{draft.id}/{number}", absolute.replace("/", "\\")),
        *(target.upper() + path, absolute.replace("://", "://:@"), absolute.replace("://", "://user:pw@"), absolute.replace("://", "://u@")),
        *(absolute.replace("://", ":\\\\"), absolute.replace("://", ":////"), f"{target.replace('e', '%65')}{path}", f"{absolute}\\"),
        *(f"https://b\u00c3\u00bccher.example{path}", f"https://b\u00fccher.example{path}", f"https://B\u00c3\u009ccher.example{path}"),
        *(f"ftp://api.example.net{path}", "data:text/plain,hi", "about:blank", "javascript:1", f"blob:{absolute}", "mailto:x@y.example"),
        *(f"https://api.example.net:6000{path}", f"https://api.example.net:22{path}", "https://[", "https://", "https://a b/", f"file://{path}"),
        *("", f"{absolute}\x0b", f"http://api.example.net{path}", f"http://app.example.com{path}", f"{absolute}?{'q' * 300}"),
    ]
    if base.split(":")[0] == target.split(":")[0]:
        ways += [f"//{authority}{path}"] * 4
    if base == target:
        ways += [path, str(number), f"./{number}", f"../{draft.id}/{number}", f"{number}?x", f"{number}#f", path.replace("/", "\\")] * 2
        ways += ["?again", f"/{draft.id}/\\../{number}", f"{path}%20", f"/{draft.id}/{number}/"]
    return dice.choice(ways)


def cookies(draft: Draft) -> Case:
    """Cookies with every attribute, sent and stored across sites; a second fetch shows what the first one stored."""
    dice = draft.dice
    if dice.chance(0.5):
        draft.page, draft.sandbox = dice.choice((PAGE, "https://app.example.net", "http://app.example.net", API)), ""
    if dice.chance(0.6):
        draft.api = API
    draft.credentials = dice.usually("include", ("same-origin", "omit"), 0.75)
    draft.mode = dice.usually("cors", ("no-cors",), 0.92)
    draft.method = dice.choice(("GET", "POST", "HEAD", "PUT")) if draft.mode == "cors" else "GET"
    if draft.blocked_as_mixed:
        draft.page = draft.page.replace("https:", "http:")
    for _ in range(dice.randint(0, 3)):
        site = dice.usually(draft.api, (draft.page, "https://example.net", "https://sub.api.example.net", "http://api.example.net"), 0.75)
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
        pair = dice.choice(("=v", "novalue", "", "=", "a\tb=1", "a=b\tc", "a=\x01", "a=" + "v" * 4094, "a=" + "v" * 4096, "\x7f=1", " = x", "==y"))
    if dice.chance(0.15):
        pair = f" {pair.replace('=', ' = ', 1)} "
    attributes = [dice.usually("Secure", ("secure", "Secure=x", "SECURE "), 0.95)] if dice.chance(0.7) else []
    if dice.chance(0.75):
        attributes.append(dice.choice(("SameSite=None",) * 4 + ("SameSite=Lax", "SameSite=Strict", "samesite=none", "SameSite=", "SameSite=Bogus", "SameSite", " SameSite = Strict ")))
    if dice.chance(0.5):
        paths = (f"/{draft.id}", f"/{draft.id}/", f"/{draft.id}/0", "/", f"/{draft.id}/0/", f"/{draft.id[:-1]}", "", "x", f'"/{draft.id}"', f"/{draft.id}/1")
        attributes.append(f"Path={dice.choice(paths)}")
    if dice.chance(0.25):
        host = urlsplit(draft.api).hostname or ""
        domains = (host, host.upper(), f".{host}", "example.net", ".example.net", "net", "example.org", "sub.api.example.net", "", ".", f"{host}.", "localhost", "..example.net", "127.0.0.1", "com", "xn--bcher-kva.example")
        attributes.append(f"Domain={dice.choice(domains)}")
    if dice.chance(0.15):
        attributes.append(f"Max-Age={dice.choice(MAX_AGES)}")
    if dice.chance(0.15):
        attributes.append(f"Expires={dice.choice(EXPIRES)}")
    attributes += dice.some(("HttpOnly", "Partitioned", "Priority=High", "Foo=bar", ""), 0, 1) if dice.chance(0.3) else []
    if attributes and dice.chance(0.06):
        attributes.append(dice.choice(attributes + ["SameSite=None", "SameSite=Strict", "Path=/", "Domain="]))
    dice.shuffle(attributes)
    return dice.usually("; ", (";", " ; "), 0.85).join([pair, *attributes])


def preflight_cache(draft: Draft) -> Case:
    """Several fetches whose preflights may be served by the cache."""
    dice = draft.dice
    draft.method = dice.choice(("PUT", "PATCH", "DELETE", "GET", "POST", "FOO"))
    draft.custom_headers(0, 2)
    preflight = draft.preflight(wrong=dice.usually("", ("method", "header"), 0.9))
    if not any(name.lower() == "access-control-max-age" for name, _ in preflight["headers"]):
        preflight["headers"] += lines.max_age(dice) if dice.chance(0.7) else []
    expires = dice.chance(0.03)
    if expires:
        preflight["headers"] = [line for line in preflight["headers"] if line[0].lower() != "access-control-max-age"]
        preflight["headers"].append(["Access-Control-Max-Age", dice.choice(("1", "2"))])
    response = draft.reply(headers=draft.cors(wrong_origin=dice.chance(0.1)))
    draft.server[draft.path] = {"preflight": preflight, "response": response}
    first = draft.call()
    requests = [first]
    for _ in range(dice.choice((1, 1, 2, 2, 3, 4))):
        requests.append(_variation(dice, first if dice.chance(0.7) else requests[-1]))
    if expires:
        requests[-1] = {**requests[-1], "delay_ms": dice.choice((600, 2800))}
    return draft.case("preflight-cache", requests=requests)


def _variation(dice: Dice, call: FetchCall) -> FetchCall:
    """The same call, or one that differs in what the cache looks at."""
    changed: FetchCall = {**call, "headers": [list(pair) for pair in call["headers"]]}
    kind = dice.choice(("same", "same", "method", "header", "fewer", "value", "credentials", "query", "fragment", "case", "safelisted", "mode"))
    if kind == "method":
        changed["method"] = dice.choice((*METHOD_NAMES, "put", "FOO"))
        changed["body"] = None
    elif kind == "header":
        changed["headers"].append(list(dice.choice(CUSTOM_HEADERS)))
    elif kind == "fewer":
        changed["headers"] = changed["headers"][1:]
    elif kind == "value" and changed["headers"]:
        changed["headers"][0][1] += "2"
    elif kind == "credentials":
        changed["credentials"] = dice.choice(("omit", "same-origin", "include"))
    elif kind == "query":
        changed["url"] = changed["url"].partition("#")[0].partition("?")[0] + dice.choice(("", "?", "?other"))
    elif kind == "fragment":
        changed["url"] = changed["url"].partition("#")[0] + "#other"
    elif kind == "case":
        changed["headers"] = [[dice.choice((name.upper(), name.lower())), value] for name, value in changed["headers"]]
    elif kind == "safelisted":
        name = dice.choice(list(SAFELISTED_VALUES))
        changed["headers"].append([name, dice.choice(SAFELISTED_VALUES[name])])
    elif kind == "mode" and changed["method"] in ("GET", "POST"):
        changed["mode"] = "no-cors"
    return changed
