"""Pictures of the HTML report, made by a real Chromium: in pytest's temporary folder, to be looked at."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from tests.report.samples import found_run, many_cells, odd_run, shop_run
from tests.report.tab import Chromium, Tab

OPEN = "document.querySelector('.wrongs a').click()"
UNFOLD = "document.querySelector('.finding').open = true"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844, "phone": True}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screenshots")


@pytest.mark.parametrize(
    ("name", "run", "action", "size"),
    [
        ("matrix", shop_run, "", WIDE),
        ("matrix-dark", shop_run, "", {**WIDE, "dark": True}),
        ("matrix-phone", shop_run, "", PHONE),
        ("cell", shop_run, OPEN, WIDE),
        ("cell-dark", shop_run, OPEN, {**WIDE, "dark": True}),
        ("cell-phone", shop_run, OPEN, PHONE),
        ("findings", found_run, UNFOLD, WIDE),
        ("odd", odd_run, "", WIDE),
        ("fifty-thousand", many_cells, "", WIDE),
    ],
)
def test_a_picture_is_made(
    chromium: Chromium, folder: Path, *, name: str, run: Callable[[], Run], action: str, size: dict[str, Any]
) -> None:
    page, picture = folder / f"{name}.html", folder / f"{name}.png"
    page.write_text(rendered("html", run()), encoding="utf-8")
    tab = Tab(chromium.devtools, **size)
    tab.open(page)
    if action:
        tab.run(action)
        tab.settle()
    tab.screenshot(picture)
    assert tab.complaints() == []
    tab.close()
    data = picture.read_bytes()
    assert struct.unpack(">II", data[16:24]) == (size["width"], size["height"])
    # An empty page of this size has a few thousand bytes.
    assert len(data) > 30_000
