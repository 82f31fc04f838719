"""What the audit says of each release of flask-cors: measured, and written into docs/reference/flask-cors.md.

    python -m tests.audit.versions

For each release a process of its own imports it, from a folder where it is alone, and audits the first app of each rule
about a vulnerability. What is reported is what was seen there: no rule reads a version number.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER
from tests.audit.collected import cases
from tests.audit.releases import NEWEST, folder_of
from tests.audit.source import source_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "flask-cors.md"
ROOT = Path(__file__).parents[2]

OLD = ("3.0.8", "3.0.10", "4.0.0", "4.0.2", "5.0.0", "5.0.1", "6.0.0", "6.0.1")
NOT_OBSERVABLE = "CVE-2020-25032"
_DOTS = "/public/..%2fprivate/orders"


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One that is published, or known from the issues of flask-cors.

    :param rule: of the audit, that reports it.
    """

    name: str
    rule: str
    what: str


KNOWN = (
    Vulnerability("CVE-2024-1681", "flask-cors-log-injection", "line ends of a path in the log"),
    Vulnerability("CVE-2024-6221", "flask-cors-private-network", "leave to reach into private networks"),
    Vulnerability("CVE-2024-6839", "flask-cors-longest-pattern", "the longest pattern wins"),
    Vulnerability("CVE-2024-6844", "flask-cors-plus-in-path", "a plus in a path is a space"),
    Vulnerability("CVE-2024-6866", "flask-cors-path-case", "the letter case of a path does not count"),
    Vulnerability("6.0.0, no CVE", "flask-cors-inverted-order", "the least specific pattern wins"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of one release.

    :param version: as the package says itself.
    :param reported: for the app of each rule: which rules about vulnerabilities reported something.
    :param dots: what came back for a path with an encoded ``../``: status and Access-Control-Allow-Origin.
    """

    version: str
    reported: Mapping[str, frozenset[str]]
    dots: tuple[int, str | None]

    def has(self, rule: str) -> bool:
        """Whether a rule reported something of its own app."""
        return rule in self.reported[rule]


@cache
def measured(release: str) -> Measured:
    """Audit with one release, in a process of its own.

    :param release: a version, or ``NEWEST``.
    """
    folder = str(folder_of(release))
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, str(ROOT)]))
    command = [sys.executable, "-m", "tests.audit.versions", "--here", folder]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    reported = {rule: frozenset(rules) for rule, rules in found["reported"].items()}
    status, origin = found["dots"]
    return Measured(found["version"], reported, (status, origin))


def _measure_here(folder: str) -> str:
    import flask_cors

    assert flask_cors.__file__.startswith(folder), flask_cors.__file__
    rules = {each.rule for each in KNOWN}
    reported = {each.rule: sorted(rules & _rules_in(_app(each.rule))) for each in KNOWN}
    own = version("flask-cors")
    return json.dumps({"version": own, "reported": reported, "dots": _dots()})


def _app(rule: str) -> Any:
    case = next(case for case in cases() if case.name.startswith(f"{rule}/") and case.is_mistaken)
    namespace: dict[str, Any] = {"__name__": "app"}
    exec(compile(source_of(case.build), "app.py", "exec"), namespace)
    return namespace["create_app"]()


def _rules_in(app: Any) -> set[str]:
    return {each.rule for each in audit(Subject(Browser(app, base_url="https://api.example.com")), built_in())}


def _dots() -> tuple[int, str | None]:
    from flask import Flask
    from flask_cors import CORS

    app = Flask("dots", static_folder=None)
    CORS(app, resources={"/public/.*": {"origins": "*"}})
    app.add_url_rule("/<path:anywhere>", "anywhere", lambda anywhere: anywhere)
    response = app.test_client().get(_DOTS, headers={"Origin": STRANGER})
    return response.status_code, response.headers.get("Access-Control-Allow-Origin")


# The page

HEAD = """\
# flask-cors, release by release

What `pytest --cors-audit` reports of an app that is made so that the bug can be seen, with each of these releases of
flask-cors installed. This page is written by `python -m tests.audit.versions`, which puts every release into an
environment of its own and audits the first app of each rule's page; a test does the same and compares.

No rule reads a version number. Four look at how flask-cors sorts and compares, and then at what the app answers; one
listens to the log; one sends the preflight of an older Chromium. What is not reported was not seen.

"""

FOOT = """
The last column is the newest release when the page was written.

## What cannot be seen from outside

{name} (before 3.0.9) says that rules are compared with a path before it is brought into its normal form, so
that `{path}` falls under a rule for `/public/.*`. It still does: every release above answers
{status} to a page on `{page}`, with `Access-Control-Allow-Origin: {origin}`. Since 3.0.9 a path
is decoded once more before it is compared, and neither flask-cors nor Werkzeug resolves `..`. So there is nothing by
which an audit could tell a release before from one after, and it does not guess. What does come of it in an app that
resolves `..` by itself is reported whatever the release: [encoded-dots-in-path](rules/encoded-dots-in-path.md).
"""


def written() -> str:
    """The page, measured anew."""
    found = {release: measured(release) for release in (*OLD, NEWEST)}
    names = [*OLD, found[NEWEST].version]
    rows = [
        f"| | | {' | '.join(names)} |",
        f"| --- | --- |{' :-: |' * len(names)}",
        f"| {NOT_OBSERVABLE} | paths with `..` |{' not to be seen |' * len(names)}",
    ]
    for each in KNOWN:
        cells = ("**reported**" if one.has(each.rule) else "no" for one in found.values())
        rows.append(f"| {each.name} | [{each.what}](rules/{each.rule}.md) | {' | '.join(cells)} |")
    answers = {one.dots for one in found.values()}
    assert len(answers) == 1, f"the releases differ after all: {answers}"
    ((status, origin),) = answers
    foot = FOOT.format(name=NOT_OBSERVABLE, path=_DOTS, status=status, origin=origin, page=STRANGER)
    return HEAD + "\n".join(rows) + "\n" + foot


def main() -> None:
    """Write the page, or measure the release that is imported here."""
    if sys.argv[1:2] == ["--here"]:
        print(_measure_here(sys.argv[2]))
        return
    PAGE.write_text(written(), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
