"""flask-cors 4.0.0 to 4.0.2 lets public pages reach into private networks, unless it is told not to (CVE-2024-6221).

From 2022 on Chromium asked a server on a private network, with its preflight, whether a page of the public internet may
reach it: ``Access-Control-Request-Private-Network: true``. These versions answer ``true`` to every page that the
allow-list lets in, without anybody having decided so. In 4.0.0 and 4.0.1 it cannot be turned off.

An app that is reached only inside a company or at home was kept from the internet by that question. With such an
answer a page out there may use it from the browser of somebody inside, as far as its origin is let in.

Today's Chromium asks the user instead of the server, and no browser sends this header any more; those that did are
still in use here and there. flask-cors 5.0.0 answers ``false``; under 4.0.2, ``allow_private_network=False`` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pytest_cors.audit.answer import Question
from pytest_cors.audit.extension import decorated, hooks, in_core
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_ASKS = ("Access-Control-Request-Private-Network", "true")
_ANSWERS = "access-control-allow-private-network"


def check(subject: Subject) -> Iterator[Sighting]:
    """Send the preflight that Chromium sent, where nobody has decided what to answer."""
    if not any(_is_undecided(app) for app in subject.flask_apps):
        return
    for target in subject.targets:
        for origin in subject.front_ends(target)[:1]:
            question = Question(
                url=target.url,
                origin=origin,
                method=target.method,
                headers=(("X-Requested-With", "fetch"),),
                credentials="same-origin",
                added=(_ASKS,),
            )
            answer = subject.put(question)
            if answer.preflight is None or answer.preflight.header(_ANSWERS) != "true":
                continue
            yield Sighting(
                where=target,
                cause="allow_private_network",
                severity="low",
                confidence="likely",
                what="Whoever is let in may reach the app inside a private network, too, which nobody has decided",
                consequence="A page on the internet uses the app from the browser of somebody inside that network",
                fix="Install flask-cors 5.0.0 or later; 4.0.2 has the option",
                code=("flask-cors>=6.0.1  # requirements.txt", "CORS(app, allow_private_network=False)  # 4.0.2"),
                evidence=((answer, "the preflight of an older Chromium is answered with leave"),),
            )


def _is_undecided(app: Any) -> bool:
    """Whether this flask-cors says yes by itself, and is not told otherwise."""
    found = hooks(app)
    wrapped = [each for each in decorated(app) if each.function is not None]
    functions = [*(hook.function for hook in found), *(each.function for each in wrapped)]
    if not any(function is not None and in_core(function, "ACL_RESPONSE_PRIVATE_NETWORK") for function in functions):
        return False
    known = next((in_core(each, "DEFAULT_OPTIONS") for each in functions if each is not None), None) or {}
    if "allow_private_network" not in known:
        return True
    told = chain((rule.options for hook in found for rule in hook.rules), (each.options for each in wrapped))
    return bool(known["allow_private_network"]) and any(
        options.told.get("allow_private_network", True) for options in told
    )


RULE = Rule(
    id="flask-cors-private-network",
    title="flask-cors lets public pages into private networks",
    audience="security",
    severities=("low",),
    check=check,
    references=(
        Reference("CVE-2024-6221", "https://github.com/advisories/GHSA-hxwh-jpp2-84pm"),
        Reference("Private Network Access", "https://wicg.github.io/private-network-access/"),
    ),
)
