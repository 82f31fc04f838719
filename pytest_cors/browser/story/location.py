"""Redirects that stand in the way of CORS: where they lead, and how to do without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_cors.browser.story.advice import Advice, fetch_again
from pytest_cors.browser.story.subject import Situation
from pytest_cors.fetch.url import Url, parse

_is_login = re.compile(r"log[-_]?in|sign[-_]?in|sso|/auth\b", re.IGNORECASE).search

LET_OPTIONS_PASS = Advice(
    "A preflight never carries cookies or tokens: let it pass before the login is checked",
    ('if request.method == "OPTIONS":', "    return None  # Flask or flask-cors answers it"),
)


def target(situation: Situation) -> Url | None:
    """Where the judged response redirects to."""
    lines = situation.lines("location")
    try:
        return parse(lines[0], situation.request.current_url) if lines else None
    except ValueError:
        return None


def redirect_advice(situation: Situation) -> Iterator[Advice]:
    """How to do without the redirect of the judged response."""
    url, to = situation.request.current_url, target(situation)
    if to is None:
        return
    if _same(url, to, but="path") and to.path == f"{url.path}/":
        yield Advice(
            "The route ends with a slash, so ask for it with the slash", (fetch_again(to, situation.request.method),)
        )
        yield Advice("Or let the app take both, before its routes are added", ("app.url_map.strict_slashes = False",))
    elif _same(url, to, but="path") and f"{to.path}/" == url.path:
        yield Advice(
            "The route has no slash at its end, so ask for it without", (fetch_again(to, situation.request.method),)
        )
    elif _same(url, to, but="scheme"):
        yield Advice(
            f"This API lives on {to.scheme}, so ask for it there", (fetch_again(to, situation.request.method),)
        )
        yield Advice(
            "Behind a proxy that speaks https, Flask knows it only if told",
            ("app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)",),
        )
    elif _is_login(to.path):
        yield LET_OPTIONS_PASS
    else:
        yield Advice("Ask at once for what the redirect leads to", (fetch_again(to, situation.request.method),))


def _same(a: Url, b: Url, *, but: str) -> bool:
    """Whether two URLs differ in one part at most."""
    parts = ("scheme", "host", "path", "query")
    return all(getattr(a, part) == getattr(b, part) for part in parts if part != but)
