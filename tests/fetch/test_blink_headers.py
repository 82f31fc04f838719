"""Which refused header Chromium names."""

from __future__ import annotations

import pytest

from pytest_cors.fetch.blink_headers import _insert, _rapidhash, table_order

# What rapidhash 1 of its author's own implementation makes of the first bytes of DATA.
DATA = bytes((37 * at + 11) & 0xFF for at in range(256))
HASHES = [
    (0, 0x5A6EF77074EBC84B),
    (4, 0xAC0365CD048BEB24),
    (5, 0xD4C52FB47D5D6D05),
    (7, 0x4805D1635569E520),
    (8, 0x2CD540C96C008F1B),
    (9, 0xD28B7F98E3832BFC),
    (15, 0x776D3010AF6BB8F2),
    (16, 0xD2EFF36BDAB492BB),
    (17, 0x2F6D95F7920A277F),
    (31, 0xD99A2BD33859C851),
    (32, 0x02A84E6ADCF04C4B),
    (33, 0x19EE1079C34158B3),
    (47, 0xD74B0E4D3ECC1EFF),
    (48, 0x42CDC4723245F096),
    (49, 0x65EFCF36A24084A7),
    (64, 0x2E1BB0AAA44FCD8F),
    (80, 0x5866D0236A100704),
    (95, 0x209EBB68FA7C3325),
    (96, 0x9ACBAB101A6655D3),
    (97, 0x156C01292C20D169),
    (100, 0xC89A4A079BC1AF24),
    (144, 0x93D0F94949BD15D1),
    (145, 0x4B2C9E5858E6FDA4),
    (192, 0xAC1FD3ADE5BFBE43),
    (200, 0x3C64BB3E35DB7AFB),
    (256, 0x787A37165BC6D676),
]


@pytest.mark.parametrize(("length", "expected"), HASHES)
def test_rapidhash(length: int, expected: int) -> None:
    assert _rapidhash(DATA[:length]) == expected


# Seen in Chromium 156 (2026-11): the author's headers, whether the URL was trustworthy, and the one that was named
# although all of them were refused.
SEEN = [
    ("authorization content-type", False, "content-type"),
    ("authorization content-type", True, "authorization"),
    ("x-api-key x-csrf-token", True, "x-csrf-token"),
    ("x-api-key x-custom-header", False, "x-api-key"),
    ("content-type last-event-id pragma x-api-key", True, "pragma"),
    ("authorization if-modified-since if-none-match pragma x-b", True, "if-none-match"),
    ("cache-control content-type last-event-id pragma x-api-key x-foo", False, "cache-control"),
    ("* a x_under", True, "x_under"),
    ("hx-request x-foo z", True, "z"),
]


@pytest.mark.parametrize(("names", "trustworthy", "named"), SEEN)
def test_the_first_in_the_table(names: str, trustworthy: bool, named: str) -> None:
    author = names.split()
    order = [name for name in table_order(reversed(author), trustworthy=trustworthy) if name in author]
    assert order[0] == named
    assert sorted(order) == sorted(author)


def test_chromium_adds_headers_of_its_own() -> None:
    assert set(table_order([], trustworthy=False)) == {"user-agent"}
    hints = {"sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"}
    assert set(table_order([], trustworthy=True)) == {"user-agent", *hints}


def test_what_is_taken_is_probed_one_two_and_three_places_on() -> None:
    alike = [name for name in map("x-{}".format, range(200)) if _rapidhash(name.encode("utf-16-le")) % 8 == 0]
    table: list[str | None] = [None] * 8
    for name in alike[:4]:
        _insert(table, name)
    assert [table.index(name) for name in alike[:4]] == [0, 1, 3, 6]


def test_the_table_grows_without_losing_a_name() -> None:
    names = [f"x-{at}" for at in range(100)]
    order = table_order(names, trustworthy=True)
    assert len(order) == len(set(order)) == 104
    assert set(names) < set(order)
