"""A preflight is to be kept longer than browsers keep it.

``Access-Control-Max-Age`` is a wish. Chromium grants two hours at most, Firefox a day, WebKit ten minutes: what is
asked for beyond that is not granted, so a front end may not count on it. What Firefox grants is long enough to be
sorry for: a method or a header that is taken back today is still sent by that browser tomorrow.

Ten minutes is the longest that is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import with_option
from pytest_cors.audit.front_end import BROWSER_NAMES, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.fetch.max_age import CAPS

_HEADER = "access-control-max-age"


def check(subject: Subject) -> Iterator[Sighting]:
    """Compare what is asked for with what each browser grants."""
    for visit in visits(subject):
        answer = visit.preflighted()
        wanted = "" if answer.preflight is None else answer.preflight.header(_HEADER) or ""
        if not answer.approved or not (wanted.isascii() and wanted.isdigit()) or len(wanted) > 18:
            continue
        if int(wanted) <= CAPS["chromium"]:
            continue
        kept = ", ".join(f"{BROWSER_NAMES[name]} {min(cap, int(wanted)):g}" for name, cap in sorted(CAPS.items()))
        yield Sighting(
            where=visit.target,
            cause=wanted,
            severity="info",
            what=f"Preflights are to be kept for {wanted} seconds, and not every browser does: {kept}",
            consequence="What is taken back goes on in some browsers for hours, and others ask again all the same",
            fix="Say 600, which all browsers keep to",
            code=with_option(subject, "max_age=600")
            if subject.uses_flask_cors
            else ('response.headers["Access-Control-Max-Age"] = "600"',),
            evidence=((answer, f"{answer.max_age:g} s are granted of {wanted}"),),
        )


RULE = Rule(
    id="preflight-cached-too-long",
    title="Preflights that are kept for long",
    audience="operations",
    severities=("info",),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Max-Age",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age",
        ),
    ),
)
