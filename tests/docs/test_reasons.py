"""Every reason has its page, every page its app, and every app shows what its page says."""

from __future__ import annotations

import pytest

from pytest_cors.fetch.codes import CODES

from .reasons import FOLDER, fetched, pages, shown


def test_there_is_one_page_for_each_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {*CODES, "index"}


def test_the_pages_are_what_the_engine_says() -> None:
    stale = [name for name, text in pages().items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, "write them anew: python -m tests.docs.reasons"


@pytest.mark.parametrize("code", CODES)
def test_the_app_shows_it(code: str) -> None:
    page = shown(code)
    result = fetched(page.app, page.url, page.init)
    assert result.reason is not None
    assert result.reason.code == code


@pytest.mark.parametrize("code", [code for code in CODES if shown(code).mended])
def test_the_mended_app_lets_the_page_in(code: str) -> None:
    page = shown(code)
    assert fetched(page.mended, page.url, page.init).allowed


@pytest.mark.parametrize("code", [code for code in CODES if shown(code).better is not None])
def test_a_better_page_is_let_in(code: str) -> None:
    page = shown(code)
    init = dict(page.better or {})
    url = init.pop("url", page.url)
    assert fetched(page.app, url, init).allowed
