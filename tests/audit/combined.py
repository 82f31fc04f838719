"""Ways to compare an origin, combined with lists that they were not written for: what the rules were not made along."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from flask import Flask, Response, request

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.finding import Finding
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject

Compare = Callable[[str, Sequence[str]], object]

LISTS: tuple[tuple[str, ...], ...] = (
    ("https://app.example.com",),
    ("https://app.example.com", "https://admin.example.com"),
    ("https://www.shop.example.co.uk", "https://office.example.co.uk"),
    ("https://example.org", "https://xn--bcher-kva.example.net"),
    ("https://a-1.b.example.com", "https://c.example.net", "https://d.example.org"),
    ("https://dashboard.example.com:8443",),
    ("https://teahouse.example.dev",),
    ("https://app.example.com", "https://team.github.io"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compare.

    :param expects: ids of rules, each of which may find it; one has to. None: nothing is wrong.
    :param with_port: the same for a list of origins with ports, whose digits end what may follow.
    """

    name: str
    compare: Compare
    expects: frozenset[str] = frozenset()
    with_port: frozenset[str] = frozenset()

    def expected(self, known: Sequence[str]) -> frozenset[str]:
        """The rules that may find it with a list."""
        return self.with_port if known[0][-1].isdigit() else self.expects


def _hosts(known: Sequence[str]) -> list[str]:
    return [urlsplit(each).netloc for each in known]


def _ways() -> tuple[Way, ...]:
    right = {
        "in the list": lambda origin, known: origin in known,
        "in a set of it": lambda origin, known: origin in set(known),
        "fullmatch, escaped": lambda origin, known: any(re.fullmatch(re.escape(each), origin) for each in known),
        "match, escaped, with an end": lambda origin, known: re.match(
            rf"^(?:{'|'.join(map(re.escape, known))})\Z", origin
        ),
        "scheme and host and port": lambda origin, known: (
            urlsplit(origin)[:2] in [urlsplit(each)[:2] for each in known]
        ),
        "a glob without stars": lambda origin, known: any(fnmatch.fnmatchcase(origin, each) for each in known),
        "lower case": lambda origin, known: origin.lower() in known,
        "in the text, split": lambda origin, known: origin in ",".join(known).split(","),
    }
    wrong: dict[str, tuple[Compare, str]] = {
        "startswith": (lambda origin, known: origin.startswith(tuple(known)), "origin-prefix-match"),
        "match, escaped": (
            lambda origin, known: any(re.match(re.escape(each), origin) for each in known),
            "origin-prefix-match",
        ),
        "match, as it is": (lambda origin, known: any(re.match(each, origin) for each in known), "origin-prefix-match"),
        "endswith": (
            lambda origin, known: origin.startswith("https://") and origin.endswith(tuple(_hosts(known))),
            "origin-suffix-match",
        ),
        "host in it": (lambda origin, known: any(each in origin for each in _hosts(known)), "origin-substring-match"),
        "search": (
            lambda origin, known: any(re.search(re.escape(each), origin) for each in _hosts(known)),
            "origin-substring-match",
        ),
        "in the text": (lambda origin, known: origin and origin in ",".join(known), "origin-substring-match"),
        "fullmatch, as it is": (
            lambda origin, known: any(re.fullmatch(each, origin) for each in known),
            "origin-unescaped-dot",
        ),
        "host and port": (
            lambda origin, known: urlsplit(origin).netloc in _hosts(known),
            "origin-scheme-downgrade",
        ),
        "host": (
            lambda origin, known: (
                origin.startswith("https:") and urlsplit(origin).hostname in [urlsplit(each).hostname for each in known]
            ),
            "origin-any-port",
        ),
        "or null": (lambda origin, known: origin in [*known, "null"], "null-origin-trusted"),
        "or a host below": (
            lambda origin, known: origin in known or origin.endswith(tuple(f".{host}" for host in _hosts(known))),
            "origin-any-subdomain",
        ),
        "or localhost": (lambda origin, known: origin in known or "//localhost" in origin, "development-origin"),
        "the first word of it": (
            lambda origin, known: re.split(r"[^\w:/.-]", origin)[0] in known,
            "origin-special-character",
        ),
        "everybody": (lambda origin, _: origin, "any-origin-reflected"),
    }
    ended_by_a_port = {"startswith", "match, escaped", "the first word of it"}
    otherwise = {
        "match, as it is": "origin-unescaped-dot",
        "host in it": "origin-suffix-match",
        "search": "origin-suffix-match",
    }
    also = {"or localhost": "origin-prefix-match"}
    ways = [Way(name, compare) for name, compare in right.items()]
    for name, (compare, rule) in wrong.items():
        expects = frozenset({rule, also.get(name, rule)})
        there = frozenset({otherwise.get(name, rule), *expects} if name not in ended_by_a_port else ())
        ways.append(Way(name, compare, expects, there))
    return tuple(ways)


WAYS = _ways()


def app_of(way: Way, known: Sequence[str]) -> Flask:
    """An app that compares that way with that list."""
    app = Flask(__name__)
    app.config["ALLOWED_ORIGINS"] = list(known)

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"name": "Ada"}

    @app.after_request
    def allow(response: Response) -> Response:
        origin = request.headers.get("Origin", "")
        if way.compare(origin, app.config["ALLOWED_ORIGINS"]):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@cache
def found(way: Way, known: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is found there, above ``info``."""
    subject = Subject(Browser(app_of(way, known), base_url="https://api.example.com"))
    return tuple(finding for finding in audit(subject, built_in()) if finding.at_least("low"))


def sentence() -> str:
    """How many of them were found."""
    wrong = [(way, known) for way in WAYS for known in LISTS if way.expected(known)]
    right = [(way, known) for way in WAYS for known in LISTS if not way.expected(known)]
    seen = sum(bool({finding.rule for finding in found(*each)} & each[0].expected(each[1])) for each in wrong)
    quiet = sum(not found(*each) for each in right)
    return (
        f"Of {len(wrong)} combinations with a mistake the audit names the mistake in {seen}; of {len(right)} without"
        f" one it is silent in {quiet}."
    )
