"""Advice where the CORS check said no: Access-Control-Allow-Origin, Access-Control-Allow-Credentials."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.browser.story.advice import BY_HAND, Advice, Code, allow_origin_by_hand, extension, fetch_again
from pytest_cors.browser.story.advice_status import status_advice
from pytest_cors.browser.story.location import redirect_advice
from pytest_cors.browser.story.near_miss import near_miss
from pytest_cors.browser.story.subject import Situation
from pytest_cors.errors import closest
from pytest_cors.fetch.url import parse_origin

ALLOW_ORIGIN = "Access-Control-Allow-Origin"

_NAMES = (
    ALLOW_ORIGIN,
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Timing-Allow-Origin",
)
_KNOWN = frozenset(map(str.lower, _NAMES))

_BEFORE_THE_APP = {413, 414, 429, 431}
"""Statuses that proxies and middleware answer with; from 500 on the status itself is the matter."""

_VARY = 'response.vary.add("Origin")'

_SAY_THAT_IT_DIFFERS = Advice(
    "This answer comes out of a cache (Age), and may have been made for another origin: let every answer of the app,"
    " those without the header too, say that it differs, in an after_request function",
    (_VARY,),
)

_IN_PYTHON = "A browser knows no patterns: match in Python, and send back the origin that asked"
_HINTS = {
    "slash": "Write the origin without the slash at its end",
    "path": "Write the origin without a path",
    "scheme": "Write the origin with the scheme that the page is on",
    "port": "Write the origin with the port that the page is on",
    "default-port": "Write the origin without its default port, as browsers do",
    "www": "With and without www are two hosts: allow the one that the page is on, or both",
    "case": "Write the origin in lower case",
    "dot": "Write the host as the page has it",
    "quoted": "Send the bare origin, not the text of a Python list or string",
    "unicode": "Write the host in its ASCII form",
    "glob": _IN_PYTHON,
    "pattern": _IN_PYTHON,
    "list": "Keep the list in Python, and send back the origin that asked",
    "repeated": "Send it once",
    "subdomain": "A host does not stand for its subdomains: name the one that asks",
    "empty": "Send the origin, or leave the header out",
    "null": "Name the origin: null lets in every sandboxed page, and no other",
    "host": "Send each allowed page its own origin, not everybody the same",
}


def missing(situation: Situation) -> Iterator[Advice]:
    """No Access-Control-Allow-Origin at all."""
    typo = _typo(situation)
    if typo:
        yield Advice(f"The header is called {ALLOW_ORIGIN}; the response has {typo}")
    elif situation.error is not None or situation.status >= 500:
        yield from _of_failure(situation)
    elif situation.wanted_origin == "null":
        yield from _of_null(situation)
    elif 300 <= situation.status <= 399 and situation.lines("location"):
        yield from redirect_advice(situation)
        yield Advice("Or let every hop have the header, the redirect too", _for_page(situation))
    elif situation.reason.preflight and not 200 <= situation.status <= 299:
        yield from status_advice(situation)
        yield Advice("And let every answer have the header", _for_page(situation))
    elif situation.status >= 400:
        yield Advice(
            f"Let CORS(app) cover errors such as this {situation.status}; @cross_origin and CORS(blueprint) need not",
            _for_page(situation),
        )
        yield allow_origin_by_hand(situation.page_origin, credentials=situation.include)
        if situation.status in _BEFORE_THE_APP:
            yield Advice(f"If the {situation.status} is made in front of the app, it has to get the header there")
    elif _is_kept(situation):
        yield _SAY_THAT_IT_DIFFERS
        yield Advice("Or the origin is not on the app's list", _for_page(situation))
    elif not situation.reason.preflight and any(each.kind == "preflight" for each in situation.told.exchanges):
        yield Advice(
            "The answer to the preflight has the header, and the answer to the request needs it too: CORS(app) and"
            " after_request functions see both",
            _for_page(situation),
        )
        yield allow_origin_by_hand(situation.page_origin, credentials=situation.include)
    else:
        yield Advice(
            "To an origin that is not on its list flask-cors sends nothing: add this one, as it stands here, without a"
            " slash, and not in one text with others",
            _for_page(situation),
        )
        yield Advice(
            f"If it is on the list, {situation.path} is out of its reach: resources= matches from the start of a path,"
            " and @cross_origin covers its own route"
        )
        yield allow_origin_by_hand(situation.page_origin, credentials=situation.include)


def wildcard(situation: Situation) -> Iterator[Advice]:
    """``*`` with credentials."""
    if situation.wanted_origin == "null":
        yield from _of_null(situation)
        return
    yield Advice("Name the origin, and say that credentials may come", _for_page(situation))
    yield allow_origin_by_hand(situation.page_origin, credentials=True)
    yield Advice('Or, if no cookie is needed, fetch without credentials: "include"')


def mismatch(situation: Situation) -> Iterator[Advice]:
    """Another value than the origin."""
    if situation.wanted_origin == "null":
        yield from _of_null(situation)
        return
    if _is_kept(situation):
        yield _SAY_THAT_IT_DIFFERS
    lines = situation.lines("access-control-allow-origin")
    if len(lines) > 1:
        yield from _of_two_layers(ALLOW_ORIGIN)
        return
    seen = lines[0] if lines else ""
    miss = near_miss(seen, situation.wanted_origin)
    hint = _HINTS.get(miss.kind, "Send the origin that asked, if it is allowed")
    others = seen.replace(",", " ").split() if miss.kind in {"host", "list", "www"} else []
    others = [other for other in others if _is_origin(other) and other != situation.page_origin]
    yield Advice(hint, _for_page(situation, *others))
    if miss.kind in {"glob", "pattern", "list", "host"}:
        yield Advice(
            BY_HAND,
            (
                "if request.origin in ALLOWED_ORIGINS:",
                "    response.access_control_allow_origin = request.origin",
                _VARY,
            ),
        )
    else:
        yield allow_origin_by_hand(situation.page_origin, credentials=situation.include)


def credentials(situation: Situation) -> Iterator[Advice]:
    """Credentials are included, and Access-Control-Allow-Credentials does not say ``true``."""
    if situation.wanted_origin == "null":
        yield from _of_null(situation)
        return
    lines = situation.lines("access-control-allow-credentials")
    if len(lines) > 1:
        yield from _of_two_layers("Access-Control-Allow-Credentials")
        return
    if lines and lines[0].lower() == "true":
        yield Advice("Write true in lower case; str(True) is something else")
    yield Advice("Say that credentials may come", _for_page(situation))
    yield Advice(BY_HAND, ("response.access_control_allow_credentials = True",))
    if not lines:
        yield Advice('Or, if no cookie is needed, fetch without credentials: "include"')


def _for_page(situation: Situation, *others: str) -> tuple[Code, ...]:
    """What flask-cors must be told for the page that asks, and the others that may ask already.

    Nobody is told to let ``null`` in.
    """
    if situation.wanted_origin == "null":
        return ()
    return (extension(origins=[*others, situation.page_origin], credentials=situation.include),)


def _is_origin(text: str) -> bool:
    try:
        parse_origin(text)
    except ValueError:
        return False
    return True


def _is_kept(situation: Situation) -> bool:
    """Whether a shared cache has given the answer (RFC 9111, 5.1), and it may have been made for another origin."""
    return bool(situation.lines("age")) and "origin" not in map(str.lower, situation.items("vary"))


def _of_null(situation: Situation) -> Iterator[Advice]:
    request = situation.request
    if request.redirect_tainted:
        before = request.url_list[-2].origin
        yield Advice(
            f"A redirect away from {before} makes the browser send Origin: null; ask at once for its target",
            (fetch_again(request.current_url, request.method),),
        )
    else:
        yield Advice("The page is sandboxed; its frame needs allow-same-origin to have an origin of its own")
    yield Advice("Do not allow null: every sandboxed page of the web has that origin")


def _of_failure(situation: Situation) -> Iterator[Advice]:
    what = "exception" if situation.error is not None else f"{situation.status}"
    yield Advice(f"The {what} is the real problem; CORS only hides it")
    yield Advice(
        "With CORS(app) script can read errors too; @cross_origin does not cover what was raised",
        _for_page(situation),
    )


def _of_two_layers(name: str) -> Iterator[Advice]:
    yield Advice(f"Two layers add {name}; leave it to one: flask-cors, an after_request function, or the proxy")
    yield Advice("An after_request function that was registered before CORS(app) runs after it, and adds a second line")


def _typo(situation: Situation) -> str | None:
    """A header of the response whose name is nearly right."""
    assert situation.response is not None, "what misses a header is a response"
    names = [name for name, _ in situation.response.headers if name.lower() not in _KNOWN]
    return next((name for name in names if closest(name, _NAMES) == ALLOW_ORIGIN), None)
