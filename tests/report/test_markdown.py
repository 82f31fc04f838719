"""``--cors-report=markdown``: fits a comment, tells first what is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from markdown_it import MarkdownIt

from pytest_cors.report.files import rendered
from pytest_cors.report.markdown import LONGEST, SYMBOLS, code, fence
from pytest_cors.report.matrix import Kind
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record
from tests.report.samples import many_cells, shop_run

Make = Callable[..., Record]

TABLE = r"""## CORS contract: ✅ as declared

5 cells: 2 allowed, 2 denied, 1 skipped (1 undeclared). 2 routes, 3 origins; `chromium`.

### All cells

1. `https://app.example`
2. `https://evil.example`
3. `null`

| route | method | 1 | 2 | 3 |
| --- | --- | :-: | :-: | :-: |
| `/a` | `GET` | ✅ | ⛔ | ✅* |
| `/b` | `PUT` | ⛔ | ⏭️ | · |

✅ allowed, ⛔ denied, ⏭️ skipped, · not asked, \* undeclared.

Denied: `MissingAllowOriginHeader` Access-Control-Allow-Origin is missing.
"""

SPA, EVIL = "https://app.example", "https://evil.example"


def test_a_broken_cell_comes_first() -> None:
    lines = rendered("markdown", shop_run()).splitlines()
    assert lines[0].startswith("## CORS contract: ❌ ")
    first = next(line for line in lines if line.startswith("#### "))
    assert first.startswith("#### ❌ `PUT /api/admin/stock/<sku>` from `https://office.example.com` in `chromium`")
    assert lines.index(first) < lines.index("### All cells")
    assert "    ^ PUT is not there" in lines
    assert 'CORS(app, methods=["GET", "POST", "PATCH", "DELETE", "PUT"])' in lines


def test_reads_as_a_table(record: Make) -> None:
    run = Run.of(
        [
            record("/a", SPA),
            record("/a", EVIL, "denied"),
            record("/a", "null", expect=None),
            record("/b", SPA, "denied", method="PUT"),
            record("/b", EVIL, None, method="PUT", outcome="skipped", expect="denied"),
        ]
    )
    assert rendered("markdown", run) == TABLE


@pytest.mark.parametrize(
    ("incomplete", "title"),
    [((), "✅ as declared"), (("the run was interrupted",), "⚠️ as declared, as far as it got")],
)
def test_is_honest_about_what_is_missing(record: Make, incomplete: tuple[str, ...], title: str) -> None:
    text = rendered("markdown", Run.of([record("/a", SPA)], incomplete=incomplete))
    assert text.startswith(f"## CORS contract: {title}\n")
    assert ("> **Incomplete:** `the run was interrupted`" in text) is bool(incomplete)


def test_every_kind_has_a_symbol_of_its_own() -> None:
    assert set(SYMBOLS) == set(get_args(Kind))
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_says_that_nothing_ran() -> None:
    assert rendered("markdown", Run.of(())) == "## CORS contract: no check ran\n\n"


def test_fits_a_comment_however_much_there_is(record: Make) -> None:
    assert len(rendered("markdown", many_cells(5000))) < 65_536
    broken = [record(f"/{number}", EVIL, expect="denied") for number in range(500)]
    text = rendered("markdown", Run.of(broken))
    assert len(text) <= LONGEST + 200
    assert text.startswith("## CORS contract: ❌ 500 broken of 500 cells\n")
    assert "- and 400 more\n" in text


def test_says_when_something_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rendered("markdown", shop_run())
    monkeypatch.setattr("pytest_cors.report.markdown.LONGEST", len(whole) - 500)
    text = rendered("markdown", shop_run())
    assert text.endswith("|\n\n_There is more than fits here: the other reports have all of it._\n")
    assert whole.startswith(text.partition("\n\n_There is more")[0])


@pytest.mark.parametrize("text", ["a", "`", "a`b", "``a`` ```", "", " ", "a|b", "\\", "<b>", "*a*"])
def test_a_code_span_holds_any_text(text: str) -> None:
    (inline,) = [token for token in MarkdownIt().parse(f"x {code(text)} y") if token.type == "inline"]
    children = inline.children or []
    assert [token.type for token in children] == ["text", "code_inline", "text"]
    assert children[1].content.strip() == text.replace("|", "\\|").strip()


@pytest.mark.parametrize("lines", [["a"], ["```", "b"], ["`````", "~~~"], []])
def test_a_fence_holds_any_lines(lines: list[str]) -> None:
    (token,) = MarkdownIt().parse(fence(lines))
    assert (token.type, token.content) == ("fence", "".join(f"{line}\n" for line in lines))
