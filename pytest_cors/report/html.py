"""``--cors-report=html``: one file that holds everything, asks no network and runs nothing but its own script.

What an application sent is text in it, and nothing else: the template escapes, the script sets text and never
markup, and the policy in the head lets only this style and this script count, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pytest_cors.audit.finding import Finding
from pytest_cors.report.exchange_text import short
from pytest_cors.report.findings import many_findings, routes_in_short
from pytest_cors.report.html_payload import Asked, Spots, payload
from pytest_cors.report.html_sections import sections
from pytest_cors.report.html_summary import summary
from pytest_cors.report.layout import inert
from pytest_cors.report.matrix import matrix
from pytest_cors.report.run import Run

# In the order in which they are read: each may use what stands before it.
_SCRIPTS = ("dom", "model", "filter", "matrix", "diagram", "story", "page")


def pieces(run: Run) -> Iterator[str]:
    """The report on a run, to be written as UTF-8."""
    table = matrix(run.records, max_routes=len(run.records))
    spots = Spots(table)
    asked = Asked.of(run.records)
    style, script = _style(), _script()
    return _template().generate(
        policy=_policy(style=style, script=script),
        style=Markup(style),  # noqa: S704 -- ours
        script=Markup(script),  # noqa: S704 -- ours
        data=map(Markup, payload(asked.records, table, spots)),  # JSON without any character that HTML knows
        head=summary(run, table, spots, asked.urls),
        more=sections(run),
        findings=run.found,
        many_findings=many_findings(run.found),
        silenced=len(run.findings) - len(run.found),
        incomplete=tuple(map(inert, run.incomplete)),
        started=run.started_text if run.started else "",
        tool=run.tool,
    )


def _policy(*, style: str, script: str) -> str:
    """The Content-Security-Policy: no network, no form, no frame, no string that becomes markup."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"inert": inert, "short": short, "routes": _routes, "links": _links}
    return environment.from_string(_read("report.html"))


def _routes(routes: Sequence[str]) -> str:
    return inert(routes_in_short(routes, 3))


def _links(finding: Finding) -> list[tuple[str, str]]:
    """Titles and addresses; an address that is no plain one of the web is text."""
    told = [
        *([(finding.rule, finding.docs)] if finding.docs else []),
        *((each.title, each.url) for each in finding.references),
    ]
    return [(inert(title), url) if _is_plain(url) else (inert(f"{title} {url}"), "") for title, url in told]


_is_plain = re.compile(r"https://[a-z0-9.-]+/[\w./~#%?=&+:@,;!()-]*").fullmatch


@cache
def _style() -> str:
    return _read("report.css")


@cache
def _script() -> str:
    own = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{own}\n}})();\n'


def _read(name: str) -> str:
    # Not by the platform's line ends: the hash is of what the file says.
    return (files("pytest_cors.report") / "templates" / name).read_bytes().decode().replace("\r\n", "\n")
