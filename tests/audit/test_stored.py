"""What caches keep, as RFC 9111 says."""

from __future__ import annotations

import pytest

from pytest_cors.audit.answer import Seen
from pytest_cors.audit.stored import Kept, kept
from pytest_cors.fetch.http import Header


def seen(*headers: Header, status: int = 200, asked: tuple[Header, ...] = ()) -> Seen:
    return Seen("request", "GET", "https://api.example.com/", status, asked, headers)


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        ([], "by nobody"),
        ([("Cache-Control", "public")], "by everybody"),
        ([("Cache-Control", "max-age=60")], "by everybody"),
        ([("Cache-Control", "max-age=0")], "by nobody"),
        ([("Cache-Control", 'MAX-AGE="60"')], "by everybody"),
        ([("Cache-Control", "max-age=soon")], "by nobody"),
        ([("Cache-Control", "max-age=99999999999999999999")], "by nobody"),
        ([("Cache-Control", "s-maxage=60, max-age=0")], "by everybody"),
        ([("Cache-Control", "private, max-age=60")], "by the browser"),
        ([("Cache-Control", "no-store, max-age=60")], "by nobody"),
        ([("Cache-Control", "no-cache"), ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")], "by nobody"),
        ([("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")], "by everybody"),
        ([("Cache-Control", "max-age=60"), ("Vary", "*")], "by nobody"),
        ([("Cache-Control", "max-age=60"), ("Set-Cookie", "a=b")], "by the browser"),
        ([("Age", "60")], "by everybody"),
        ([("Expires", "0")], "by nobody"),
        ([("Expires", "Mon, 01 Jan 2035 00:00:00 GMT")], "by everybody"),
    ],
    ids=str,
)
def test_headers_say_who_keeps_it(headers: list[Header], who: Kept) -> None:
    assert kept(seen(*headers)) == who


def test_a_status_that_is_kept_by_default() -> None:
    assert kept(seen(("Cache-Control", "max-age=60"), status=404)) == "by everybody"
    assert kept(seen(("Cache-Control", "max-age=60"), status=500)) == "by nobody"


def test_what_was_asked_with_authorization_is_not_shared() -> None:
    asked = (("Authorization", "Bearer x"),)

    assert kept(seen(("Cache-Control", "max-age=60"), asked=asked)) == "by the browser"
    assert kept(seen(("Cache-Control", "public, max-age=60"), asked=asked)) == "by everybody"
