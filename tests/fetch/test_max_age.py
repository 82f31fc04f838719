"""How long an answer to a preflight is kept, by profile."""

from __future__ import annotations

import pytest

from pytest_cors.browser import Browser
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.transport import ScriptedTransport

LARGEST = 2**63 - 1
ROWS: list[tuple[list[str], float, float, float, float]] = [
    # lines, standard, chromium, firefox, webkit
    ([], 5, 5, 5, 5),
    ([""], 5, 5, 5, 5),
    (["0"], 0, 0, 0, 0),
    (["1"], 1, 1, 1, 1),
    (["600"], 600, 600, 600, 600),
    (["601"], 601, 601, 601, 600),
    (["007"], 7, 7, 7, 7),
    (["7200"], 7200, 7200, 7200, 600),
    (["7201"], 7201, 7200, 7201, 600),
    (["86400"], 86400, 7200, 86400, 600),
    (["86401"], 86401, 7200, 86400, 600),
    (["-1"], 5, 0, 0, 0),
    (["-0"], 5, 0, 0, 0),
    (["+600"], 5, 600, 0, 600),
    (["abc"], 5, 5, 0, 5),
    (["1.5"], 5, 5, 0, 5),
    (["10, 20"], 5, 5, 0, 5),
    (["600", "600"], 5, 5, 0, 5),
    (["6\n"], 5, 5, 0, 5),
    (["+"], 5, 5, 0, 5),
    (["\xb2"], 5, 5, 0, 5),
    ([str(LARGEST)], LARGEST, 7200, 86400, 600),
    ([str(LARGEST + 1)], LARGEST + 1, 5, 86400, 5),
    ([f"-{LARGEST + 1}"], 5, 5, 0, 5),
    (["9" * 5000], float("inf"), 5, 86400, 5),
]


@pytest.mark.parametrize(("name", "column"), [(name, at) for at, name in enumerate(PROFILES)])
@pytest.mark.parametrize("row", ROWS, ids=[" | ".join(row[0]) or ("empty" if row[0] else "absent") for row in ROWS])
def test_max_age(row: tuple[list[str], float, float, float, float], name: str, column: int) -> None:
    lines, *seconds = row
    assert profile(name).max_age(lines) == float(seconds[column])


def test_the_columns_are_in_the_order_of_the_profiles() -> None:
    assert PROFILES == ("standard", "chromium", "firefox", "webkit")


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("lines", "seconds"), [(["600"], 600), (["0"], 0), ([], 5), ([" 9 "], 9)])
def test_an_answer_is_forgotten_when_its_time_has_come(name: str, lines: list[str], seconds: float) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        headers = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "PUT")]
        return HttpResponse(204, [*headers, *(("Access-Control-Max-Age", line) for line in lines)])

    now = 1000.0
    page = Browser(ScriptedTransport(answer), profile=name, clock=lambda: now).page("https://app.example.com/")

    def put() -> bool:
        result = page.fetch("https://api.example.net/", method="PUT")
        assert result.allowed
        assert result.max_age == (seconds if result.preflighted else None)
        return result.preflighted

    assert put()
    assert put() == (seconds == 0)
    now += seconds - 0.001
    assert put() == (seconds == 0)
    now += 0.001
    assert put()
