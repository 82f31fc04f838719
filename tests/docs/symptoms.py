"""From the line in a browser's console to the page that explains it.

    python -m tests.docs.symptoms        writes docs/symptoms.md and docs/static/console.js anew

The lines are those that the engine gives for the apps of the pages of reasons. What depends on the app (its URL, the
page's origin, the value that was wrong) becomes a gap, so that a line matches whatever stands in it.
"""

# ruff: noqa: RUF001  Firefox prints typographic quotation marks.

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pytest_cors.browser import FetchResult
from pytest_cors.fetch.codes import CODES

from .gallery import EXAMPLES, failures
from .reasons import fetched, shown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "symptoms.md"
SCRIPT = ROOT / "docs" / "static" / "console.js"
BROWSERS = {"chromium": "Chrome and Edge", "firefox": "Firefox", "webkit": "Safari"}
GAP = "…"

# What a line begins with whatever is wrong: "Access to fetch at …", "Access to XMLHttpRequest at …", "Cross-Origin
# Request Blocked …".
_BEGINNING = re.compile(r".* has been blocked by CORS policy: |Cross-Origin Request Blocked: .* \(Reason: ")
_URL = re.compile(r"\b(?:https?|ftp|data|file):[^\s'’”]*[^\s'’”.,]")
_VALUE = re.compile(
    r"(?<=‘)(?!Access-Control-|true|\*)[^’]*(?=’)|(?<=invalid value: ).*|(?<=redirection to ).*(?= denied by)"
)
# Not every version of a browser says it.
_ENDING = re.compile(r"\)?\.? Status code: \S+$|(?<=\.) Have the server send the header with a valid value\.$")
_NO_WORD = " '\"‘’“”.,:;()"

# Says nothing of what is wrong.
_SAYS_NOTHING = {f"Fetch API cannot load {GAP} due to access control checks.", f"Fetch API cannot load {GAP}."}


@dataclass(frozen=True, slots=True)
class Line:
    """What consoles print, with gaps.

    :param text: the line, without the beginning that says nothing.
    :param browsers: which print it.
    :param codes: for which reasons.
    """

    text: str
    browsers: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands between the gaps; in that order it is in every such line."""
        return tuple(part for each in self.text.split(GAP) if (part := each.strip(_NO_WORD)))


def result_of(code: str) -> FetchResult:
    """What the page of a reason shows."""
    page = shown(code)
    return fetched(page.app, page.url, page.init)


def with_gaps(result: FetchResult, browser: str) -> str:
    """The line that a browser prints for a denial, its values taken out."""
    reason = result.reason
    assert reason is not None
    text = _BEGINNING.sub("", reason.message(browser))
    text = _URL.sub(GAP, _VALUE.sub(GAP, _ENDING.sub("", text)))
    value = reason.parameter or ""
    if value not in {"", "*"}:
        text = re.sub(re.escape(value), GAP, text, flags=re.IGNORECASE if value.startswith("x-") else 0)
    return re.sub(rf"{GAP}(, {GAP})+|\b\d+\b", GAP, text)


@cache
def lines() -> tuple[Line, ...]:
    """All that the consoles print, each line once, in the order of the codes."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for code in CODES:
        result = result_of(code)
        for browser in BROWSERS:
            text = with_gaps(result, browser)
            if text and text not in _SAYS_NOTHING:
                browsers, codes = found.setdefault(text, ([], []))
                browsers.append(browser)
                codes.append(code)
    return tuple(Line(text, tuple(dict.fromkeys(b)), tuple(dict.fromkeys(c))) for text, (b, c) in found.items())


def best(pasted: str) -> Line | None:
    """Of the lines that a pasted one may be, the one that says most; ``docs/static/search.js`` does the same."""
    text = " ".join(pasted.split()).lower()
    fitting = [line for line in lines() if _fits(line.parts, text)]
    return max(fitting, key=lambda line: sum(map(len, line.parts)), default=None)


def _fits(parts: tuple[str, ...], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part.lower(), at)
        if at < 0:
            return False
        at += len(part)
    return True


HEAD = """\
# Symptoms

What you see, and the page that says why. On the site you can also paste the whole line into the search box: whatever
URL is in it, the reason stands above the results.

The reasons are those of the browser. With pytest-cors a test shows which one it is, and
[keeps it from coming back](guides/markers.md).

This page is written from what the engine prints, by `python -m tests.docs.symptoms`.
"""

SEEN = """\
## What people say

* *It works in Postman, and with curl.* [It works in Postman](guides/works-in-postman.md)
* *My preflight gets a 401* (or 403, 302, 404, 405). [My preflight gets 401](guides/preflight-401.md)
* *The console says CORS, the server says 500.* [A 500 shows as a CORS error](guides/error-shows-as-cors.md)
* *I sign in, and the next request is anonymous.* [Cookies are not sent](guides/cookies-are-not-sent.md)
* *It works here, and not behind nginx or the CDN.* [Behind nginx or a CDN](guides/behind-nginx-or-a-cdn.md)
"""

BEGINNINGS = {
    "chromium": "Most begin with `Access to fetch at '…' from origin '…' has been blocked by CORS policy:`, or with"
    " `Access to XMLHttpRequest at …`. What follows:",
    "firefox": "Most begin with `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote"
    " resource at …. (Reason:`. What follows:",
    "webkit": "Before or after these stands `Fetch API cannot load … due to access control checks.`, which says nothing"
    " by itself.",
}


def rows(browser: str) -> Iterator[str]:
    """One bullet for each line of a browser."""
    for line in lines():
        if browser in line.browsers:
            links = [f"[{code}](reference/reasons/{code}.md)" for code in line.codes]
            links += [f"[{each.title}]({each.link})" for each in failures() if best(each.console) == line]
            yield f"* `{line.text.removesuffix(').')}`  \n  {', '.join(links)}"


def grouped() -> str:
    """The apps that go wrong, as the page of the examples groups them."""
    section = (EXAMPLES / "README.md").read_text(encoding="utf-8").partition("\n## What goes wrong\n")[2]
    _, *groups = section.partition("\n## ")[0].strip().split("\n\n")
    return "\n\n".join(groups).replace("](goes_wrong/", "](../examples/goes_wrong/")


def written() -> str:
    """The page."""
    parts = [HEAD, SEEN]
    parts.append(
        f"## Broken apps\n\nEach is an app that shows it, the failing test, and the app mended.\n\n{grouped()}\n"
    )
    for browser, name in BROWSERS.items():
        parts.append(f"## What the console of {name} says\n\n{BEGINNINGS[browser]}\n")
        parts.append("\n".join(rows(browser)) + "\n")
    return "\n".join(parts)


def script() -> str:
    """The same for the search of the site."""
    known = [
        {"parts": [part.lower() for part in line.parts], "codes": [[code, CODES[code].title] for code in line.codes]}
        for line in lines()
    ]
    return f"// Written by python -m tests.docs.symptoms.\nconst CONSOLE_LINES = {json.dumps(known, indent=1)};\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
    SCRIPT.write_text(script(), encoding="utf-8")
