"""The kinds of cases: each function makes one, of its kind, from a seeded source of choices."""

from __future__ import annotations

from urllib.parse import urlsplit

from . import lines
from .cases import Case, FetchCall, Header, Reply, Resource
from .values import (
    API,
    APIS,
    BAD_HEADERS,
    BAD_METHODS,
    BODIES,
    CLIENT_HINTS,
    CORP_VALUES,
    CUSTOM_HEADERS,
    FORBIDDEN_HEADERS,
    LOOPBACK,
    NEARLY_FORBIDDEN_HEADERS,
    ODD_METHODS,
    OVERRIDES,
    PAGE,
    PAGES,
    PLAIN,
    PREFLIGHT_STATUSES,
    RESPONSE_BODIES,
    RESPONSE_HEADERS,
    SAFELISTED_VALUES,
    STATUSES,
    USUAL_METHODS,
    WITHOUT_BODY,
    Dice,
)

METHOD_NAMES = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
HEADER_NAMES = ("Accept", "Content-Type", "X-Other", "X-Api-Key", "x-foo", "Authorization")


class Draft:
    """A case in the making: where the page is, what it asks for, and what it would take to be allowed."""

    def __init__(self, dice: Dice, case_id: str) -> None:
        self.dice = dice
        self.id = case_id
        self.page = dice.usually(PAGE, PAGES)
        self.sandbox = dice.choice(("csp", "csp", "iframe", "data")) if dice.chance(0.12) else ""
        self.credentials = dice.choice(("omit", "same-origin", "same-origin", "include", "include"))
        self.mode = "cors"
        self.redirect = "follow"
        self.api = dice.usually(API, APIS)
        while self.api == self.page or self.blocked_as_mixed:
            self.api = dice.usually(API, APIS)
        self.method = dice.choice(USUAL_METHODS)
        self.headers: list[Header] = []
        self.tags: set[str] = set()
        self.server: dict[str, Resource] = {}
        self.cookies: list[dict[str, str]] = []

    @property
    def origin(self) -> str:
        return "null" if self.sandbox else self.page

    @property
    def blocked_as_mixed(self) -> bool:
        return self.page.startswith("https:") and self.api.startswith("http:") and self.api not in LOOPBACK

    @property
    def path(self) -> str:
        return f"/{self.id}/0"

    def url(self) -> str:
        """The request's URL, sometimes written in an unusual way."""
        dice, api = self.dice, self.api
        if dice.chance(0.06):
            api = api.upper().replace("HTTP", "http").replace("S://", "s://")
        if dice.chance(0.04) and urlsplit(api).port is None:
            api += ":443" if api.startswith("https") else ":80"
        return api + self.path + dice.usually("", ("?x=1&y=%20", "#frag", "?", "?q#f", "?\u00e9", "?a b"), 0.88)

    def call(self) -> FetchCall:
        body = None
        if self.method.upper() not in WITHOUT_BODY and self.dice.chance(0.5):
            body = self.dice.choice(BODIES)
        return {
            "url": self.url(),
            "method": self.method,
            "headers": [list(pair) for pair in self.headers],
            "body": body,
            "mode": self.mode,
            "credentials": self.credentials,
            "redirect": self.redirect,
        }

    def cors(self, *, origin: str | None = None, wrong_origin: bool = False, wrong_credentials: bool = False) -> list[Header]:
        """The lines that a response needs."""
        found = lines.allow_origin(self.dice, origin or self.origin, wrong=wrong_origin)
        if self.credentials == "include":
            if not wrong_origin and found and found[0][1] == "*" and self.dice.chance(0.85):
                found[0][1] = origin or self.origin
            found += lines.allow_credentials(self.dice, wrong=wrong_credentials)
        elif wrong_credentials or self.dice.chance(0.1):
            found += lines.allow_credentials(self.dice, wrong=self.dice.chance(0.5))
        return found

    def reply(self, *, status: int = 200, headers: list[Header] | None = None, noise: int = 0) -> Reply:
        found = [*(headers or []), *(list(pair) for pair in self.dice.some(RESPONSE_HEADERS, 0, noise))]
        if self.dice.chance(0.3):
            self.dice.shuffle(found)
        return {"status": status, "headers": found, "body": self.dice.choice(RESPONSE_BODIES)}

    def preflight(
        self,
        *,
        wrong: str = "",
        status: int | None = None,
        origin: str | None = None,
        method: str | None = None,
    ) -> Reply:
        """A preflight answer, right but for the part named by `wrong`."""
        dice = self.dice
        found = self.cors(origin=origin, wrong_origin=wrong == "origin", wrong_credentials=wrong == "credentials")
        asked = method or self.method
        if wrong == "method" or asked.upper() not in ("GET", "HEAD", "POST") or dice.chance(0.5):
            found += lines.name_list(
                dice, "Access-Control-Allow-Methods", [asked], METHOD_NAMES, wrong=wrong == "method"
            )
        if self.headers or wrong == "header":
            names = list(dict.fromkeys(name for name, _ in self.headers))
            found += lines.name_list(
                dice, "Access-Control-Allow-Headers", names, HEADER_NAMES, wrong=wrong == "header"
            )
        if dice.chance(0.2):
            found += lines.max_age(dice)
        return {"status": status or dice.choice((200, 204)), "headers": found, "body": ""}

    def custom_headers(self, low: int, high: int) -> None:
        self.headers += [list(pair) for pair in self.dice.some(CUSTOM_HEADERS, low, high)]

    def case(self, *tags: str, requests: list[FetchCall] | None = None) -> Case:
        made: Case = {"id": self.id, "tags": sorted({*tags, *self.tags}), "page": f"{self.page}/"}
        if self.sandbox:
            made["sandbox"] = self.sandbox
        if requests:
            made["requests"] = requests
        else:
            made["request"] = self.call()
        made["server"] = self.server
        if self.cookies:
            made["cookies"] = [{"url": each["url"], "set_cookie": each["set_cookie"]} for each in self.cookies]
        return made


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
    draft.server[draft.path] = {
        "preflight": draft.preflight(wrong=wrong),
        "response": draft.reply(status=dice.usually(200, STATUSES, 0.9), headers=draft.cors(wrong_origin=final_wrong), noise=2),
    }
    if dice.chance(0.04):  # a server that knows no preflight
        del draft.server[draft.path]["preflight"]
    return draft.case("preflight", f"wrong-{wrong or 'nothing'}")


def preflight_status(draft: Draft) -> Case:
    """A preflight answered with an unusual status."""
    dice = draft.dice
    draft.method = dice.choice(("PUT", "GET", "POST", "DELETE"))
    draft.custom_headers(1, 2)
    answer = draft.preflight(status=dice.choice(PREFLIGHT_STATUSES), wrong=dice.usually("", ("origin", "method"), 0.8))
    if answer["status"] in range(300, 400) and dice.chance(0.7):
        answer["headers"].append(["Location", f"/{draft.id}/1"])
    draft.server[draft.path] = {"preflight": answer, "response": draft.reply(headers=draft.cors())}
    return draft.case("preflight", "preflight-status")


def safelist(draft: Draft) -> Case:
    """Header values at the edges of the safelist."""
    dice = draft.dice
    draft.method = dice.choice(("GET", "POST", "HEAD"))
    for _ in range(dice.randint(1, 2)):
        if dice.chance(0.1):
            draft.headers.append(list(dice.choice(CLIENT_HINTS)))
            continue
        name = dice.choice(list(SAFELISTED_VALUES))
        value = dice.choice(SAFELISTED_VALUES[name])
        if dice.chance(0.2):
            letters = ("text/plain", "bytes=", "0", "-", ";", "=", "a", " ", ",", "\t", '"', "(", "*", "\x7f", "\u00e9", "en")
            value = lines.soup(dice, letters, longest=6)
        draft.headers.append(lines.header(dice, name, value))
    if dice.chance(0.05):  # many safelisted bytes
        draft.headers = [["Accept", "a" * 128], ["Accept-Language", "e" * 128], ["Content-Language", "e" * 128]]
        draft.headers += [["Content-Type", "text/plain; a=" + "b" * 114]] + [["Accept", "c" * dice.randint(1, 128)]] * dice.randint(0, 5)
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
        draft.api = dice.choice(("https://api.example.com", "https://app.example.com:8443", "https://app.example.net", draft.page))
    if dice.chance(0.6):
        name = dice.choice(list(SAFELISTED_VALUES))
        draft.headers = [[name, dice.choice(SAFELISTED_VALUES[name])]]
        draft.custom_headers(0, 1)
    headers: list[Header] = [[dice.choice(("Content-Type", "X-Foo")), dice.choice(("text/html", "application/json", "image/png"))]]
    for _ in range(dice.choice((0, 1, 1, 1, 2))):
        headers.append(["Cross-Origin-Resource-Policy", dice.choice(CORP_VALUES)])
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
    draft.page = dice.choice((PAGE, PAGE, "https://xn--bcher-kva.example", "http://app.example.com", "http://localhost:3000"))
    draft.api = dice.choice((*LOOPBACK, *PLAIN, draft.page.replace("https:", "http:")))
    draft.mode = dice.usually("cors", ("no-cors", "same-origin"), 0.85)
    draft.custom_headers(0, 1)
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": draft.reply(headers=draft.cors())}
    return draft.case("mixed-content")


def forbidden(draft: Draft) -> Case:
    """What script may not ask for: methods, headers, URLs, modes."""
    dice = draft.dice
    call: dict[str, object] = {}
    kind = dice.choice(("method", "header", "header", "malformed", "override", "url", "other"))
    if kind == "method":
        draft.method = dice.choice(BAD_METHODS)
    elif kind == "header":
        pool = (*FORBIDDEN_HEADERS, *FORBIDDEN_HEADERS, *NEARLY_FORBIDDEN_HEADERS)
        draft.headers = [[dice.usually(name, (name.upper(), name.lower()), 0.7), "x"] for name in dice.some(pool, 1, 3)]
    elif kind == "malformed":
        draft.headers = [list(dice.choice(BAD_HEADERS))]
    elif kind == "override":
        tokens = ("TRACE", "CONNECT", "track", "PUT", "GET", ",", ", ", " ", "TRACER", ";", '"', "x")
        draft.headers = [[dice.choice(OVERRIDES), lines.soup(dice, tokens, longest=4)]]
    elif kind == "url":
        rest = f"{urlsplit(draft.api).netloc}{draft.path}"
        urls = (f"https://user:pw@{rest}", f"https://user@{rest}", f"https://:@{rest}", f"https://{rest.replace('/', ':6000/', 1)}", "https://", "//")
        call["url"] = dice.choice((*urls, "https://[", f"https://api.example.net:22{draft.path}", f"https:{draft.path}", f"https://a b{draft.path}"))
    else:
        call |= dice.choice(({"mode": "navigate"}, {"method": "GET", "body": "x"}, {"method": "HEAD", "body": ""}, {"mode": "no-cors", "method": "PUT"}))
    draft.server[draft.path] = {"preflight": draft.preflight(), "response": draft.reply(headers=draft.cors())}
    made = draft.case("forbidden", f"bad-{kind}")
    made["request"] |= call  # type: ignore[typeddict-item]  # members of a FetchCall
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
    headers = [*draft.cors(wrong_origin=dice.chance(0.1)), *lines.expose(dice, [name for name, _ in RESPONSE_HEADERS])]
    draft.server[draft.path] = {
        "preflight": draft.preflight(wrong=wrong),
        "response": draft.reply(status=dice.usually(200, STATUSES), headers=headers, noise=6),
    }
    if dice.chance(0.1):
        for reply in draft.server[draft.path].values():
            reply["headers"].append([dice.choice(("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "X")), lines.any_bytes(dice)])  # type: ignore[index]
    return draft.case("anything")


def realistic(draft: Draft) -> Case:
    """Configurations as servers have them."""
    dice = draft.dice
    configuration = dice.choice(("star", "reflect", "fixed", "list", "none", "twice", "star-credentials", "error-without"))
    origin = {"star": "*", "star-credentials": "*", "reflect": draft.origin, "fixed": PAGE}.get(configuration)
    if configuration in ("list", "twice", "error-without"):
        origin = f"{draft.origin}, https://admin.example.com" if configuration == "list" else draft.origin
    shared: list[Header] = [["Access-Control-Allow-Origin", origin]] if origin else []
    if configuration in ("reflect", "star-credentials", "fixed"):
        shared.append(["Access-Control-Allow-Credentials", "true"])
    shared *= 2 if configuration == "twice" else 1
    methods = dice.choice(("GET,HEAD,PUT,PATCH,POST,DELETE", "GET, POST, OPTIONS", "*", "GET, HEAD, OPTIONS, POST"))
    names = dice.choice(("Content-Type, Authorization, X-Requested-With", "content-type", "*", ""))
    asked: list[Header] = [["Access-Control-Allow-Methods", methods], *([["Access-Control-Allow-Headers", names]] if names else [])]
    draft.method = dice.choice(USUAL_METHODS)
    draft.headers = [list(pair) for pair in dice.some((["Content-Type", "application/json"], ["Authorization", "Bearer x"]), 0, 2)]
    status = dice.usually(200, (201, 204, 401, 404, 500, 502))
    final = [] if configuration == "error-without" and status >= 400 else shared
    draft.server[draft.path] = {
        "preflight": {"status": dice.usually(204, (200, 401, 404, 405), 0.8), "headers": [*shared, *asked], "body": ""},
        "response": draft.reply(status=status, headers=[*final, ["X-Total-Count", "3"], ["Access-Control-Expose-Headers", "X-Total-Count"]]),
    }
    return draft.case("realistic", f"conf-{configuration}")
