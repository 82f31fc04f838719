"""The search of the site, in a real Chromium: a pasted line leads where ``best`` says it does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pytest_cors.fetch.codes import CODES
from tests.differential.chromium import find_chromium
from tests.report.tab import Chromium, Tab

from .symptoms import SCRIPT, best
from .test_symptoms import pasted

PASTED = {
    "a line": pasted("PreflightInvalidStatus", "chromium"),
    "with what stands around it": f"orders:1  {pasted('HeaderDisallowedByPreflightResponse', 'chromium')}  main.js:3",
    "of Firefox": pasted("AllowOriginMismatch", "firefox"),
    "of WebKit": pasted("MissingAllowOriginHeader", "webkit"),
    "in capitals": pasted("MixedContent", "chromium").upper(),
    "no line": "my preflight gets <b>401</b>",
}


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    executable = find_chromium()
    if executable is None:
        assert "CI" not in os.environ, "continuous integration must have Chromium on the PATH"
        pytest.skip("no Chromium on the PATH, and $CHROMIUM is not set")
    browser = Chromium(executable)
    yield Tab(browser.devtools)
    browser.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As much of Sphinx's search page as the script looks at."""
    scripts = "".join(f'<script src="{path.as_uri()}"></script>' for path in (SCRIPT, SCRIPT.with_name("search.js")))
    path = tmp_path_factory.mktemp("site") / "search.html"
    path.write_text(f'<!doctype html>{scripts}<div id="search-results"></div>', encoding="utf-8")
    return path


@pytest.mark.parametrize("line", PASTED.values(), ids=PASTED)
def test_a_pasted_line_leads_to_its_reason(tab: Tab, page: Path, line: str) -> None:
    tab.open(page, at=f"?q={quote(line)}")
    links = tab.run(
        "[...document.querySelectorAll('.console-line a')].map((a) => [a.textContent, a.getAttribute('href')])"
    )
    found = best(line)
    codes = () if found is None else found.codes
    assert links == [[code, f"docs/reference/reasons/{code}.html"] for code in codes]
    assert tab.run("window.problems") == []


def test_what_is_told_is_what_is_wrong(tab: Tab, page: Path) -> None:
    tab.open(page, at=f"?q={quote(PASTED['a line'])}")
    assert CODES["PreflightInvalidStatus"].title in tab.text(".console-line")
