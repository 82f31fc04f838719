"""A case in the making: where the page is, what it asks for, and what it would take to be allowed."""

from __future__ import annotations

from urllib.parse import urlsplit

from . import lines
from .cases import Case, CookieVisit, FetchCall, Header, Reply, Resource
from .values import (
    API,
    APIS,
    BODIES,
    CUSTOM_HEADERS,
    LOOPBACK,
    PAGE,
    PAGES,
    RESPONSE_BODIES,
    RESPONSE_HEADERS,
    USUAL_METHODS,
    WITHOUT_BODY,
    Dice,
)

METHOD_NAMES = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
HEADER_NAMES = ("Accept", "Content-Type", "X-Other", "X-Api-Key", "x-foo", "Authorization")


class Draft:
    """A page, a server and a request chosen at random, which a kind of case then changes."""

    def __init__(self, dice: Dice, case_id: str) -> None:
        self.dice = dice
        self.id = case_id
        self.page = dice.usually(PAGE, PAGES)
        self.sandbox = dice.choice(("csp", "csp", "iframe", "data")) if dice.chance(0.12) else ""
        self.credentials = dice.choice(("omit", "same-origin", "same-origin", "include", "include"))
        self.mode = "cors"
        self.redirect = "follow"
        self.api = dice.usually(API, APIS)
        while self.api == self.page or self.is_mixed_content:
            self.api = dice.usually(API, APIS)
        self.method = dice.choice(USUAL_METHODS)
        self.headers: list[Header] = []
        self.server: dict[str, Resource] = {}
        self.cookies: list[CookieVisit] = []

    @property
    def origin(self) -> str:
        return "null" if self.sandbox else self.page

    @property
    def is_mixed_content(self) -> bool:
        return self.page.startswith("https:") and self.api.startswith("http:") and self.api not in LOOPBACK

    @property
    def path(self) -> str:
        return f"/{self.id}/0"

    def url(self) -> str:
        """The request's URL, sometimes written in an unusual way."""
        dice, api = self.dice, self.api
        if dice.chance(0.06):
            scheme, _, authority = api.partition("://")
            api = f"{scheme}://{authority.upper()}"
        if dice.chance(0.04) and urlsplit(api).port is None:
            api += ":443" if api.startswith("https") else ":80"
        rest = dice.usually("", ("?x=1&y=%20", "#frag", "?", "?q#f", "?\u00e9", "?a b"), 0.88)
        return f"{api}{self.path}{rest}"

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

    def cors(
        self, *, origin: str | None = None, wrong_origin: bool = False, wrong_credentials: bool = False
    ) -> list[Header]:
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
            found += lines.name_list(dice, "Access-Control-Allow-Headers", names, HEADER_NAMES, wrong=wrong == "header")
        if dice.chance(0.2):
            found += lines.max_age(dice)
        return {"status": status or dice.choice((200, 204)), "headers": found, "body": ""}

    def custom_headers(self, low: int, high: int) -> None:
        self.headers += [list(pair) for pair in self.dice.some(CUSTOM_HEADERS, low, high)]

    def case(self, *tags: str, requests: list[FetchCall] | None = None) -> Case:
        """The finished case, with one fetch, or with these."""
        made: Case = {"id": self.id, "tags": sorted(tags), "page": f"{self.page}/"}
        if self.sandbox:
            made["sandbox"] = self.sandbox
        if requests:
            made["requests"] = requests
        else:
            made["request"] = self.call()
        made["server"] = self.server
        if self.cookies:
            made["cookies"] = self.cookies
        return made
