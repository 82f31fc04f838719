"""What is a user's own may be loaded into any site's page: there is no `Cross-Origin-Resource-Policy`.

CORS decides what script may read. An image, a script or a stylesheet is loaded without being asked for by script, and
with the user's cookies if these go to other sites. Script does not see the bytes, but they are then in the process of
that site, where attacks on the processor (Spectre) read them; the size of an image, or what a script defines, is seen
in plain sight.

Browsers keep HTML, JSON and XML out of such a process by themselves, if the type is declared rightly. For all else a
server has to say it: `Cross-Origin-Resource-Policy: same-site`.

It is told as `low` where the user's cookies do go to other sites and the type is one that browsers hand over, else as
`info`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER

_KEPT_OUT = ("text/html", "application/json", "text/json", "application/xml", "text/xml", "text/plain")


def check(subject: Subject) -> Iterator[Sighting]:
    """Load what is private as an image of a page that nobody knows."""
    for target in subject.targets:
        if target.method != "GET" or not target.harmless or not subject.is_private(target):
            continue
        answer = subject.ask(target, origin=STRANGER, mode="no-cors", credentials="include")
        seen = answer.response
        if not answer.read or seen is None or not seen.ok:
            continue
        hurts = _is_handed_over(seen) and _cookies_travel(subject, answer)
        yield Sighting(
            where=target,
            cause="with cookies" if hurts else "no Cross-Origin-Resource-Policy",
            severity="low" if hurts else "info",
            what="A page that nobody knows loads what is a user's own, as an image or a script",
            consequence="Its bytes are in that site's process, with the user's cookies"
            if hurts
            else "Nothing as it is: browsers keep the type out, or the user's cookies do not go to other sites",
            fix="Say to whom it belongs",
            code=(
                "@app.after_request",
                "def keep_to_this_site(response):",
                '    response.headers["Cross-Origin-Resource-Policy"] = "same-site"',
                "    return response",
            ),
            evidence=((answer, "the browser loads it, although no page there is let in"),),
        )


def _is_handed_over(seen: Seen) -> bool:
    kind = (seen.header("content-type") or "").partition(";")[0].strip().lower()
    return kind not in _KEPT_OUT and not kind.endswith(("+json", "+xml"))


def _cookies_travel(subject: Subject, answer: Answer) -> bool:
    """Whether the user's cookies go along, or the app makes them so that they would."""
    sent = any(name.lower() == "cookie" for seen in answer.seen for name, _ in seen.request_headers)
    lines = [line.lower() for seen in answer.seen for line in seen.lines("set-cookie")]
    configs = [getattr(app, "config", {}) for app in subject.flask_apps]
    configured = any(str(config.get("SESSION_COOKIE_SAMESITE")).lower() == "none" for config in configs)
    return sent or configured or any("samesite=none" in line.replace(" ", "") for line in lines)


RULE = Rule(
    id="resource-policy-missing",
    title="What is private may be loaded into any site",
    audience="security",
    severities=("low", "info"),
    check=check,
    references=(
        Reference(
            "MDN: Cross-Origin Resource Policy",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/Cross-Origin_Resource_Policy",
        ),
        Reference(
            "Fetch Standard: Cross-Origin-Resource-Policy",
            "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
        ),
    ),
)
