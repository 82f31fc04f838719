"""The kinds of cases: each function makes one, of its kind, from a seeded source of choices."""

from __future__ import annotations

from . import lines
from .cases import Case, FetchCall, Header
from .draft import Draft
from .values import (
    BAD_HEADERS,
    BAD_METHODS,
    CLIENT_HINT_VALUES,
    CLIENT_HINTS,
    CORP_VALUES,
    FORBIDDEN_HEADERS,
    LOOPBACK,
    NEARLY_FORBIDDEN_HEADERS,
    ODD_METHODS,
    OVERRIDES,
    PAGE,
    PLAIN,
    PREFLIGHT_STATUSES,
    RESPONSE_HEADERS,
    SAFELISTED_VALUES,
    STATUSES,
    USUAL_METHODS,
)


def simple(draft: Draft) -> Case:
    """No preflight: the response alone decides."""
    dice = draft.dice
    draft.method = dice.choice(("GET", "GET", "HEAD", "POST"))
    wrong = dice.choice(("", "origin", "origin", "credentials"))
    headers = draft.cors(wrong_origin=wrong == "origin", wrong_credentials=wrong == "credentials")
    status = dice.usually(200, STATUSES, 0.75)
    draft.server[draft.path] = {"response": draft.reply(status=status, headers=headers, noise=2)}
    return draft.case("simple")


def exposed(draft: Draft) -> Case:
    """Which response headers script may read."""
    dice = draft.dice
    carried = [list(pair) for pair in dice.some(RESPONSE_HEADERS, 2, 9)]
    headers = [*draft.cors(), *carried, *lines.expose(dice, [name for name, _ in carried])]
    dice.shuffle(headers)
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": draft.reply(headers=headers)}
    return draft.case("expose")


def preflight(draft: Draft) -> Case:
    """A preflight that is right, or wrong in one way."""
    dice = draft.dice
    draft.method = dice.choice(ODD_METHODS) if dice.chance(0.4) else dice.choice(USUAL_METHODS)
    draft.custom_headers(0, 4)
    wrong = dice.choice(("", "origin", "credentials", "method", "method", "header", "header", "header"))
    final_wrong = dice.chance(0.08)
    status = dice.usually(200, STATUSES, 0.9)
    draft.server[draft.path] = {
        "preflight": draft.preflight(wrong=wrong),
        "response": draft.reply(status=status, headers=draft.cors(wrong_origin=final_wrong), noise=2),
    }
    if dice.chance(0.04):  # a server that knows no preflight
        del draft.server[draft.path]["preflight"]
    return draft.case("preflight", f"wrong-{wrong or 'nothing'}")


def preflight_status(draft: Draft) -> Case:
    """A preflight answered with an unusual status."""
    dice = draft.dice
    draft.method = dice.choice(("PUT", "GET", "POST", "DELETE"))
    draft.custom_headers(1, 2)
    wrong = dice.usually("", ("origin", "method"), 0.8)
    answer = draft.preflight(status=dice.choice(PREFLIGHT_STATUSES), wrong=wrong)
    if answer["status"] in range(300, 400) and dice.chance(0.7):
        answer["headers"].append(["Location", f"/{draft.id}/1"])
    draft.server[draft.path] = {"preflight": answer, "response": draft.reply(headers=draft.cors())}
    return draft.case("preflight", "preflight-status")


_SAFELIST_PIECES = (*'text/plain bytes= 0 - ; = a , " ( * en'.split(), " ", "\t", "\x7f", "\u00e9")


def safelist(draft: Draft) -> Case:
    """Header values at the edges of the safelist."""
    dice = draft.dice
    draft.method = dice.choice(("GET", "POST", "HEAD"))
    for _ in range(dice.randint(1, 2)):
        if dice.chance(0.12):
            name, value = dice.choice(CLIENT_HINTS), dice.choice(CLIENT_HINT_VALUES)
        else:
            name = dice.choice(list(SAFELISTED_VALUES))
            value = dice.choice(SAFELISTED_VALUES[name])
            if dice.chance(0.2):
                value = lines.soup(dice, _SAFELIST_PIECES, longest=6)
        draft.headers.append(lines.header(dice, name, value))
    if dice.chance(0.05):  # many safelisted bytes
        names = (
            "Accept",
            "Accept-Language",
            "Content-Language",
            "accept",
            "ACCEPT-LANGUAGE",
            "Last-Event-ID",
        )
        draft.headers = [[dice.choice(names), "a" * dice.randint(100, 128)] for _ in range(dice.randint(2, 10))]
    draft.server[draft.path] = {
        "preflight": draft.reply(status=403) if dice.chance(0.6) else draft.preflight(),
        "response": draft.reply(headers=draft.cors()),
    }
    return draft.case("safelist")


def no_cors(draft: Draft) -> Case:
    """no-cors requests, with Cross-Origin-Resource-Policy on the way."""
    dice = draft.dice
    draft.mode = "no-cors"
    draft.redirect = dice.usually("follow", ("manual", "error"), 0.85)
    draft.method = dice.choice(("GET", "GET", "POST", "HEAD", "post", "PUT", "OPTIONS"))
    if dice.chance(0.4):
        same_site = ("https://api.example.com", "https://app.example.com:8443", "https://app.example.net")
        draft.api = dice.choice((*same_site, draft.page))
    if dice.chance(0.6):
        name = dice.choice(list(SAFELISTED_VALUES))
        draft.headers = [[name, dice.choice(SAFELISTED_VALUES[name])]]
        draft.custom_headers(0, 1)
    content_type = dice.choice(("text/html", "application/json", "image/png"))
    headers: list[Header] = [[dice.choice(("Content-Type", "X-Foo")), content_type]]
    policies = [dice.choice(CORP_VALUES) for _ in range(dice.choice((0, 1, 1, 1, 2)))]
    headers += [["Cross-Origin-Resource-Policy", policy] for policy in policies]
    if dice.chance(0.2):
        headers.append(["X-Content-Type-Options", "nosniff"])
    reply = draft.reply(status=dice.usually(200, STATUSES, 0.85), headers=headers)
    draft.server[draft.path] = {"response": reply}
    return draft.case("no-cors", "corp")


def same_origin(draft: Draft) -> Case:
    """Requests to the page's own origin, and mode same-origin to others."""
    dice = draft.dice
    if dice.chance(0.75):
        draft.api = draft.page
    draft.mode = dice.choice(("cors", "same-origin"))
    draft.method = dice.choice((*USUAL_METHODS, *ODD_METHODS))
    draft.custom_headers(0, 2)
    headers = draft.cors(wrong_origin=dice.chance(0.3)) if dice.chance(0.6) else []
    response = draft.reply(status=dice.usually(200, STATUSES, 0.8), headers=headers, noise=4)
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": response}
    return draft.case("same-origin", f"mode-{draft.mode}")


def mixed_content(draft: Draft) -> Case:
    """Secure pages and plain HTTP, with the hosts that are secure anyhow."""
    dice = draft.dice
    plain_pages = ("http://app.example.com", "http://localhost:3000")
    draft.page = dice.choice((PAGE, PAGE, "https://xn--bcher-kva.example", *plain_pages))
    draft.api = dice.choice((*LOOPBACK, *PLAIN, draft.page.replace("https:", "http:")))
    draft.mode = dice.usually("cors", ("no-cors", "same-origin"), 0.85)
    draft.custom_headers(0, 1)
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": draft.reply(headers=draft.cors())}
    return draft.case("mixed-content")


def forbidden(draft: Draft) -> Case:
    """What script may not ask for: methods, headers, URLs, modes."""
    dice = draft.dice
    changed: FetchCall = {}
    kind = dice.choice(("method", "header", "header", "malformed", "override", "url", "other"))
    if kind == "method":
        draft.method = dice.choice(BAD_METHODS)
    elif kind == "header":
        pool = (*FORBIDDEN_HEADERS, *FORBIDDEN_HEADERS, *NEARLY_FORBIDDEN_HEADERS)
        draft.headers = [lines.header(dice, name, "x") for name in dice.some(pool, 1, 3)]
    elif kind == "malformed":
        draft.headers = [list(dice.choice(BAD_HEADERS))]
    elif kind == "override":
        tokens = ("TRACE", "CONNECT", "track", "PUT", "GET", ",", ", ", " ", "TRACER", ";", '"', "x")
        draft.headers = [[dice.choice(OVERRIDES), lines.soup(dice, tokens, longest=4)]]
    elif kind == "url":
        scheme, rest = draft.api.split("://")
        users = [f"{scheme}://{user}@{rest}{draft.path}" for user in ("user:pw", "user", ":", ":pw")]
        ports = (f"https://api.example.net:22{draft.path}", f"https://app.example.com:6000{draft.path}")
        schemes = (f"ftp://{rest}{draft.path}", "about:blank", "data:text/plain,hello", "foo:bar", "javascript:1")
        broken = ("https://", "//", "https://[")
        changed["url"] = dice.choice((*users, *ports, *schemes, *broken))
    else:
        others: list[FetchCall] = [{"mode": "navigate"}, {"method": "GET", "body": "x"}]
        others += [{"method": "HEAD", "body": ""}, {"mode": "no-cors", "method": "PUT"}]
        changed = dice.choice(others)
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": draft.reply(headers=draft.cors())}
    made = draft.case("forbidden", f"bad-{kind}")
    made["request"].update(changed)
    return made


def anything(draft: Draft) -> Case:
    """Everything at once: odd lines of every sort, most of which do not matter."""
    dice = draft.dice
    draft.method = dice.choice((*USUAL_METHODS, *ODD_METHODS))
    draft.custom_headers(0, 3)
    for name in dice.some(list(SAFELISTED_VALUES), 0, 2):
        draft.headers.append([name, dice.choice(SAFELISTED_VALUES[name])])
    draft.redirect = dice.usually("follow", ("manual", "error"), 0.9)
    wrong = dice.usually("", ("origin", "credentials", "method", "header"), 0.6)
    headers = draft.cors(wrong_origin=dice.chance(0.1))
    headers += lines.expose(dice, [name for name, _ in RESPONSE_HEADERS])
    draft.server[draft.path] = {
        "preflight": draft.preflight(wrong=wrong),
        "response": draft.reply(status=dice.usually(200, STATUSES), headers=headers, noise=6),
    }
    if dice.chance(0.1):
        name = dice.choice(("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "X"))
        reply = draft.server[draft.path][dice.choice(("preflight", "response"))]
        reply["headers"].append([name, lines.any_bytes(dice)])
    return draft.case("anything")


def realistic(draft: Draft) -> Case:
    """Configurations as servers have them."""
    dice = draft.dice
    origins = {
        "none": "",
        "star": "*",
        "star-credentials": "*",
        "fixed": PAGE,
        "reflect": draft.origin,
        "twice": draft.origin,
        "error-without": draft.origin,
        "list": f"{draft.origin}, https://admin.example.com",
    }
    configuration = dice.choice(list(origins))
    origin = origins[configuration]
    shared: list[Header] = [["Access-Control-Allow-Origin", origin]] if origin else []
    if configuration in ("reflect", "star-credentials", "fixed"):
        shared.append(["Access-Control-Allow-Credentials", "true"])
    shared *= 2 if configuration == "twice" else 1
    methods = dice.choice(("GET,HEAD,PUT,PATCH,POST,DELETE", "GET, POST, OPTIONS", "*", "GET, HEAD, OPTIONS, POST"))
    names = dice.choice(("Content-Type, Authorization, X-Requested-With", "content-type", "*", ""))
    asked: list[Header] = [["Access-Control-Allow-Methods", methods]]
    if names:
        asked.append(["Access-Control-Allow-Headers", names])
    draft.method = dice.choice(USUAL_METHODS)
    draft.headers = dice.some([["Content-Type", "application/json"], ["Authorization", "Bearer x"]], 0, 2)
    status = dice.usually(200, (201, 204, 401, 404, 500, 502))
    final = [] if configuration == "error-without" and status >= 400 else shared
    carried = [["X-Total-Count", "3"], ["Access-Control-Expose-Headers", "X-Total-Count"]]
    answered = dice.usually(204, (200, 401, 404, 405), 0.8)
    draft.server[draft.path] = {
        "preflight": {"status": answered, "headers": [*shared, *asked], "body": ""},
        "response": draft.reply(status=status, headers=[*final, *carried]),
    }
    return draft.case("realistic", f"conf-{configuration}")
