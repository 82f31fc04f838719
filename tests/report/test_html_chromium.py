"""The HTML report in a real Chromium: quick, quiet, usable without a mouse, and deaf to what applications say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from tests.report.samples import HOSTILE, found_run, hostile_run, many_cells, odd_run, shop_run
from tests.report.tab import Chromium, Tab

# What is drawn at once, in milliseconds: a second of a good machine is three of a busy one.
GENEROUS = 3

FOCUSED = "document.activeElement.getAttribute('aria-label')"
OPENED = "document.querySelector('#dialog').open"
MARKUP = "document.querySelectorAll('img, iframe, object, embed, base, link, form[action]').length"

Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[], Run]], Path]:
    """A run as a file; each is made once."""
    folder = tmp_path_factory.mktemp("reports")

    def written(run: Callable[[], Run]) -> Path:
        path = folder / f"{run.__name__}.html"
        if not path.exists():
            path.write_text(rendered("html", run()), encoding="utf-8")
        return path

    return written


@pytest.fixture
def tab(chromium: Chromium, report: Any) -> Iterator[Open]:
    """Open a run in a tab; in the end nothing may have complained."""
    tabs: list[Tab] = []

    def opened(run: Callable[[], Run] = shop_run, *, at: str = "", **size: Any) -> Tab:
        tabs.append(Tab(chromium.devtools, **size))
        tabs[-1].open(report(run), at=at)
        return tabs[-1]

    yield opened
    complaints = [complaint for each in tabs for complaint in each.complaints()]
    for each in tabs:
        each.close()
    assert complaints == []


def test_a_complaint_is_heard(chromium: Chromium, tmp_path: Path) -> None:
    """Otherwise the silence of the others would prove nothing."""
    page = tmp_path / "page.html"
    text = rendered("html", shop_run()).replace(
        "</body>", "<script>fail()</script><img src='https://other.example/x.png'></body>"
    )
    page.write_text(text.replace("const grid =", "console.error('heard');\nconst grid ="), encoding="utf-8")
    tab = Tab(chromium.devtools)
    tab.open(page)
    complaints = "\n".join(tab.complaints())
    tab.close()
    assert "policy: script-src-elem" in complaints
    assert "policy: img-src" in complaints
    assert "ran" not in complaints


@pytest.mark.parametrize(
    "run", [shop_run, odd_run, found_run, lambda: Run.of([])], ids=["shop", "odd", "found", "nothing"]
)
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_quiet(tab: Open, run: Any, *, phone: bool, dark: bool) -> None:
    page = tab(run, phone=phone, dark=dark, width=390 if phone else 1280)
    assert page.text("h1")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_fifty_thousand_cells_are_there_at_once(tab: Open, report: Any, capsys: pytest.CaptureFixture[str]) -> None:
    page = tab(many_cells)
    seconds = page.open(report(many_cells))
    with capsys.disabled():
        print(f"\n50,000 cells in {seconds:.2f} s", end=" ")
    assert seconds < 2 * GENEROUS
    assert page.run("document.querySelectorAll('*').length") < 8000
    assert page.run("document.querySelector('#grid').ariaRowCount") == "1001"
    assert page.run("document.querySelector('#grid').ariaColCount") == "51"


def test_the_end_of_fifty_thousand_cells_is_a_key_away(tab: Open) -> None:
    page = tab(many_cells)
    page.run("document.querySelector('.cell[tabindex=\"0\"]').focus()")
    page.run(
        "dispatchEvent(new Event('x')); document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'End', ctrlKey: true, bubbles: true}))"
    )
    page.settle()
    assert "things-0399" in page.run(FOCUSED)
    milliseconds = page.run(
        "(() => { const start = performance.now(); const search = document.querySelector('#search');"
        " search.value = 'things-05 tenant-07 allowed'; search.dispatchEvent(new Event('input'));"
        " const ended = (done) => requestAnimationFrame(() => done(performance.now() - start));"
        " return new Promise((done) => setTimeout(() => ended(done), 90)); })()"
    )
    assert milliseconds < 500 * GENEROUS
    assert page.text("#shown").endswith("of 50,000")


def test_the_one_broken_cell_of_fifty_thousand_is_a_key_away(tab: Open) -> None:
    page = tab(many_cells)
    assert "1 cell of 50,000" in page.text("h1")
    page.press("b")
    assert "things-0600" in page.run(FOCUSED)
    assert page.run(FOCUSED).endswith(": broken")
    page.press("Enter")
    assert "things-0600" in page.text("#story-title")


def test_the_keyboard_is_enough(tab: Open) -> None:
    page = tab()
    page.run("document.querySelector('#broken').focus()")
    page.press("Tab")
    assert page.run(FOCUSED).startswith("GET /api/account/addresses from https://outlet.example.org")
    page.press("ArrowDown", "ArrowRight", "ArrowRight")
    where = page.run(FOCUSED)
    assert where.startswith("POST /api/account/addresses from https://office.example.com: denied")
    page.press("ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight")
    assert page.run(FOCUSED) == where
    page.press("Enter")
    assert page.run(OPENED)
    assert page.text("#story-title") == "POST /api/account/addresses"
    page.press("ArrowRight")
    assert "http://shop.example.com" in page.text(".story .asked")
    page.press("Escape")
    assert not page.run(OPENED)
    assert page.run(FOCUSED).startswith("POST /api/account/addresses from http://shop.example.com")
    page.press("Home")
    assert page.run(FOCUSED).startswith("POST /api/account/addresses from https://outlet.example.org")
    page.press("/", *"stock")
    assert page.run("document.activeElement.id") == "search"
    assert page.text("#shown") == "12 of 306"


def test_the_focus_is_to_be_seen(tab: Open) -> None:
    page = tab()
    page.run("document.querySelector('#broken').focus()")
    page.press("Tab")
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_every_cell_has_its_name_and_its_place(tab: Open) -> None:
    page = tab()
    assert page.run(
        "[...document.querySelectorAll('[role=gridcell]')].every((cell) => cell.ariaLabel && cell.ariaColIndex)"
    )
    assert page.run("[...document.querySelectorAll('[role=row]')].every((row) => row.ariaRowIndex)")
    assert page.run("document.querySelectorAll('.cell[tabindex=\"0\"]').length") == 1
    unnamed = (
        "[...document.querySelectorAll('input, select, button')].filter((each) => !(each.ariaLabel || each.textContent"
    )
    assert page.run(f"{unnamed} || each.labels?.length)).length") == 0


@pytest.mark.parametrize(
    ("control", "value", "shown"),
    [
        ("search", "stranger", "0 of 306"),
        ("search", "methoddisallowed", "1 of 306"),
        ("search", "cart coupon outlet", "2 of 306"),
        ("route", "/api/cart/*", "36 of 306"),
        ("route", "wishlist", "6 of 306"),
        ("method", "PATCH", "6 of 306"),
        ("origin", "5", "51 of 306"),
        ("kind", "broken", "1 of 306"),
    ],
)
def test_a_filter_leaves_what_it_names(tab: Open, control: str, value: str, shown: str) -> None:
    page = tab()
    event = "input" if control in {"search", "route"} else "change"
    page.run(
        f"(() => {{ const it = document.querySelector('#{control}'); it.value = '{value}';"
        f" it.dispatchEvent(new Event('{event}')); }})()"
    )
    page.settle()
    assert page.text("#shown") == shown
    page.run("document.querySelector('#clear').click()")
    page.settle()
    assert page.text("#shown") == ""


def test_broken_only(tab: Open) -> None:
    page = tab()
    page.run("document.querySelector('#broken').click()")
    assert page.run("document.querySelectorAll('.row').length") == 1
    assert page.run("document.querySelectorAll('.cell:not(.none) .k-broken').length") == 1


def test_the_story_of_the_broken_cell(tab: Open) -> None:
    page = tab()
    page.run("document.querySelector('.wrongs a').click()")
    page.settle()
    assert page.text(".verdict .said") == "Denied: the method is not allowed"
    drawn = page.text(".diagram")
    for said in ("OPTIONS /api/admin/stock/tea", "200 OK", "Access-Control-Allow-Methods: ", "PUT is not there"):
        assert said in drawn
    assert page.text(".diagram .mark") == "GET, POST, PATCH, DELETE"
    assert page.run("document.querySelectorAll('.console .line').length") == 3
    assert "curl -i -X OPTIONS" in page.text(".story")
    assert "await fetch(" in page.text(".story")
    assert page.run("location.hash").startswith("#")
    page.run("document.querySelector('.code button').click()")
    page.settle()
    assert page.text(".code button") in {"Copied", "Copy"}


def test_a_link_opens_its_cell(tab: Open) -> None:
    assert tab(at="#17").run(OPENED)


def test_where_browsers_differ_the_story_says_which_and_why(tab: Open) -> None:
    page = tab(odd_run)
    page.run("[...document.querySelectorAll('.wrongs a')].find((each) => each.textContent.includes('/local')).click()")
    page.settle()
    lines = page.run("[...document.querySelectorAll('.browsers tr')].map((line) => line.textContent)")
    assert lines == ["chromiumallowed", "firefoxallowed", "webkitdenied by MixedContent"]


def test_every_story_can_be_told(tab: Open) -> None:
    page = tab(odd_run)
    stories = page.run(
        "Array.from({length: 10}, (_, at) => { location.hash = ''; return at; }).reduce(async (before, at) => {"
        " const told = await before; location.hash = `#${at}`;"
        " await new Promise((done) => setTimeout(done, 30));"
        " return [...told, document.querySelector('#dialog').textContent]; }, Promise.resolve([]))"
    )
    assert "an earlier answer still holds" in stories[1] + stories[0]
    assert any("redirected" in story for story in stories)
    assert any("nothing was sent" in story for story in stories)
    assert any("no app is served at https://files.example.net" in story for story in stories)


def test_what_applications_say_is_only_text(tab: Open) -> None:
    page = tab(hostile_run)
    number = page.run("document.querySelectorAll('[role=gridcell]:not(.none)').length")
    assert number > 0
    shown = ""
    for at in range(20):
        page.run(f"location.hash = '#{at}'")
        page.settle()
        shown += page.text("#dialog")
        assert page.run(MARKUP) == 0
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(MARKUP) == 0
    assert page.run("document.scripts.length") == 2
    assert HOSTILE[0] in shown
    assert HOSTILE[1] in shown
    assert "\\x1b[31m\\x07\\x00" in shown
    assert page.run("document.querySelector('#dialog').getBoundingClientRect().height") < 10_000
    links = page.run("[...document.links].map((each) => each.href)")
    assert [each for each in links if not re.match(r"https://[\w.]+\.(org|com|io)/|file:///", each)] == []


def test_a_finding_opens_without_a_mouse(tab: Open) -> None:
    page = tab(found_run)
    page.run("document.querySelector('.finding summary').focus()")
    page.press("Enter")
    assert page.run("document.querySelector('.finding').open")
    assert page.run("document.querySelector('.finding .told').checkVisibility()")
    page.run("document.querySelector('.finding .code button').click()")
    page.settle()
    assert page.text(".finding .code button") in {"Copied", "Copy"}
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.querySelectorAll('.finding[open]').length") == 3
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('.finding[open]').length") == 1


def test_on_paper_every_row_is_there(tab: Open) -> None:
    page = tab(dark=True)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.querySelectorAll('.printed tbody tr').length") == 51
    assert page.run("document.documentElement.dataset.theme") == "light"
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('.printed tr').length") == 0
    assert page.run("document.documentElement.dataset.theme ?? 'auto'") == "auto"


def test_the_theme_can_be_chosen(tab: Open) -> None:
    page = tab()
    paper = "getComputedStyle(document.body).color"
    light = page.run(paper)
    for expected in ("light", "dark", "auto"):
        page.run("document.querySelector('#theme').click()")
        assert page.text("#theme") == f"Theme: {expected}"
        assert (page.run(paper) == light) is (expected != "dark")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(tab: Open, *, dark: bool) -> None:
    """By the factor of 4.5 that the Web Content Accessibility Guidelines ask for."""
    page = tab(dark=dark)
    page.run("document.querySelector('.wrongs a').click()")
    assert page.run(CONTRAST) == []
    page = tab(found_run, dark=dark)
    page.run("for (const each of document.querySelectorAll('.finding')) each.open = true")
    assert page.run(CONTRAST) == []


CONTRAST = """
(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const own = numbers(getComputedStyle(at).backgroundColor);
      if (own.length === 3 || own[3] === 1) return own;
    }
    return numbers(getComputedStyle(document.documentElement).backgroundColor);
  };
  const weak = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility({opacityProperty: true})) continue;
    if (node.closest("svg, script, style, .row.same")) continue;
    const [a, b] = [light(numbers(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.add(`${node.className || node.tagName}: ${ratio.toFixed(1)}`);
  }
  return [...weak];
})()
"""
