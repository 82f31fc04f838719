"""A rule for an open folder covers `open/..%2Fprivate/pay`, which the app takes for `private/pay` (CVE-2020-25032).

A browser resolves `..` before it asks, but not when the slash behind it is written `%2F`. The server decodes it, the
path begins with `/open/`, and so the rule for that folder decides. A view that is given the rest of the path and
looks for a file, as `send_from_directory` does, resolves it in the end, and answers with what lies in the other
folder.

So any page reads, by the rule for the open folder, what the stricter rule was to keep from it.

CVE-2020-25032 is about this; flask-cors 3.0.9, which is said to mend it, decodes a path once more and resolves
nothing, so that it is the same in every release. Refuse a path with `..` in it, or serve each folder by a route of
its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import hooks
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.misjudged import beginning
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_NOTHING = "no-such-file-anywhere"


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for what is kept from a stranger by way of each folder that is open to it."""
    for target in subject.targets:
        is_served = "<path:" in target.route and target.harmless and target.method == "GET"
        if not is_served or not target.url.startswith("/"):
            continue
        direct = subject.ask(target, origin=STRANGER, credentials="same-origin")
        if direct.read or direct.response is None or not direct.response.ok:
            continue
        for folder in _open_folders(subject, target):
            found = _by_way_of(subject, target, folder)
            if found is not None:
                yield _sighting(target, folder, found, direct)
                break


def _open_folders(subject: Subject, target: Target) -> Iterator[str]:
    for hook in hooks(subject.app_of(target)):
        for rule in hook.rules:
            folder = beginning(rule.text)
            if folder.strip("/") and folder.endswith("/") and rule.options.lets_in(STRANGER, "same-origin"):
                yield folder


def _by_way_of(subject: Subject, target: Target, folder: str) -> Answer | None:
    """The answer by way of an open folder, where it is that of the target and not that of any path."""
    start = target.route.partition("<")[0]
    up = "..%2F" * folder.removeprefix(start).strip("/").count("/") + "..%2F"
    if not folder.startswith(start):
        return None
    answers = []
    for rest in (target.url.removeprefix(start), _NOTHING):
        url = f"{folder}{up}{rest}"
        if not subject.leads_to(target, url):
            return None
        answers.append(subject.ask(target, origin=STRANGER, credentials="same-origin", url=url))
    there, nowhere = answers
    is_it = there.response is not None and there.response.ok
    is_nothing = nowhere.response is not None and not nowhere.response.ok
    return there if there.read and is_it and is_nothing else None


def _sighting(target: Target, folder: str, found: Answer, direct: Answer) -> Sighting:
    return Sighting(
        where=target,
        cause=folder,
        severity="medium",
        what=f"{found.question.url} is under the rule for {folder}, and the app answers with {target.url}",
        consequence=f"Any page reads what the rules keep from it, by way of {folder}",
        fix="Refuse paths with .. in them, before anything is looked for",
        code=(
            "@app.before_request",
            "def no_way_up():",
            '    if ".." in request.path.split("/"):',
            "        abort(404)",
        ),
        evidence=(
            (found, f"by way of {folder} a page that nobody knows reads it"),
            (direct, f"asked for by its name it cannot be read: {direct.reason}"),
        ),
    )


RULE = Rule(
    id="encoded-dots-in-path",
    title="A path with .. is under the rule of an open folder",
    audience="security",
    severities=("medium",),
    check=check,
    references=(
        Reference("CVE-2020-25032", "https://github.com/advisories/GHSA-xc3p-ff3m-f46v"),
        Reference("CWE-22: Path Traversal", "https://cwe.mitre.org/data/definitions/22.html"),
    ),
)
