"""Advice where script got the response, and that is not what was declared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_cors.browser.story.advice import Advice, Code, extension, header_by_hand
from pytest_cors.browser.story.cookies import SAME_SITE
from pytest_cors.browser.story.subject import Told
from pytest_cors.fetch.headers import get
from pytest_cors.fetch.response import Response

YOURS = "https://front-end.example"
"""Stands for the origins that may, which nobody has told us."""

_not_exposed = re.compile(r"script cannot read (.+): not exposed").fullmatch
_max_age = re.compile(r"expected the preflight's answer to be kept for ([\d.e+]+) s\b").match


def too_open(told: Told, *, declared: str = "") -> Iterator[Advice]:
    """A page that was to be kept out reads the response.

    :param declared: what was expected; it may say that the method was to be refused, and not the page.
    """
    if told.same_origin:
        yield Advice("The page is of the API's own origin, where CORS has no say")
        return
    if not isinstance(told.outcome, Response) or told.outcome.type != "cors":
        return
    of_method = list(_of_method(told))
    if of_method and "MethodDisallowed" in declared:
        yield from of_method
        return
    headers = told.outcome.internal.headers
    allowed = get(headers, "access-control-allow-origin")
    credentials = get(headers, "access-control-allow-credentials") == "true"
    if allowed == "*":
        yield Advice("With * every page of the web reads this: name those that may", (extension(origins=[YOURS]),))
    elif allowed == "null":
        yield Advice("Take null off the list: it is the origin of every sandboxed page of the web")
    else:
        yield from _of_named(credentials=credentials)
    yield from of_method
    if credentials and told.request.credentials_mode == "include":
        yield Advice("With credentials, this page reads whatever its visitor may see")


def _of_named(*, credentials: bool) -> Iterator[Advice]:
    if credentials:
        yield Advice(
            'Name the origins that may: when origins is "*", its default, and credentials are supported,'
            " flask-cors sends back whatever origin asks",
            (extension(origins=[YOURS], credentials=True),),
        )
    else:
        yield Advice("Name the origins that may, and no others", (extension(origins=[YOURS]),))
    yield Advice(
        "If they are named, look at how: flask-cors knows no origin= and no allow_origins=, and configuration that is"
        " set after CORS(app) comes too late"
    )
    yield Advice(
        "A pattern needs its dots escaped, and an end",
        (r'origins=[re.compile(r"https://[a-z0-9-]+\.front-end\.example\Z")]',),
    )


def _of_method(told: Told) -> Iterator[Advice]:
    """The page may be meant to be let in, and its method not."""
    method = told.request.method
    approved = {name.strip() for each in told.exchanges if each.kind == "preflight"
                for name in (get(each.response.headers, "access-control-allow-methods") or "").split(",")}  # fmt: skip
    if method in approved and method not in {"GET", "HEAD", "POST"}:
        yield Advice(
            f"If the page may read, and not {method}: without methods= flask-cors approves of seven",
            (extension(methods=["GET", "POST"]),),
        )


def not_as_declared(told: Told, mismatches: Sequence[str]) -> Iterator[Advice]:
    """Script reads the response, but something about it is not as declared."""
    for sentence in mismatches:
        hidden = _not_exposed(sentence)
        if hidden:
            names = hidden[1].split(", ")
            yield Advice("Let script read them" if len(names) > 1 else "Let script read it",
                         (extension(expose_headers=names),))  # fmt: skip
            yield header_by_hand("access_control_expose_headers", names)
        seconds = _max_age(sentence)
        if seconds:
            yield Advice("Let browsers keep the answer", (extension(max_age=float(seconds[1])),))
    yield from _of_status(told)


def _of_status(told: Told) -> Iterator[Advice]:
    status = told.outcome.status if isinstance(told.outcome, Response) else 0
    if status in {401, 403} and not told.same_origin:
        yield from _of_cookies(told)


def _of_cookies(told: Told) -> Iterator[Advice]:
    """How to let cookies travel to another site."""
    if any(note.why == "CredentialsMode" for note in told.cookies):
        yield Advice('Let script send the cookies along, with credentials: "include"')
    elif any(note.why in SAME_SITE for note in told.cookies):
        yield Advice(
            "Let Flask's session cookie travel to other sites, by https",
            (Code("app.config.update(", ('SESSION_COOKIE_SAMESITE="None"', "SESSION_COOKIE_SECURE=True"), ")"),),
        )
    elif any(note.why == "SameSiteNoneInsecure" for note in told.cookies):
        yield Advice("A cookie for other sites has to be Secure", ("app.config.update(SESSION_COOKIE_SECURE=True)",))
