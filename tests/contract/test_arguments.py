"""Each argument of a declaration: what it takes, what it stands for, what it says when it is wrong."""

from __future__ import annotations

import pytest

from pytest_cors.contract.arguments import EXPECTED, READERS, SAMPLE_VALUES
from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.reasons import CODES

GOOD: list[tuple[str, object, object]] = [
    ("route", "/users", ((None, "/users"),)),
    ("route", "PUT /users/1", (("PUT", "/users/1"),)),
    ("route", "put /users", (("PUT", "/users"),)),
    ("route", "patch /users", (("patch", "/users"),)),
    ("route", ["/a", "POST /b"], ((None, "/a"), ("POST", "/b"))),
    ("route", "/users?page=2", ((None, "/users?page=2"),)),
    ("route", "https://api.example.com/users", ((None, "https://api.example.com/users"),)),
    ("origin", "https://app.example.com", ("https://app.example.com",)),
    ("origin", "null", ("null",)),
    (
        "origin",
        ("http://localhost:3000", "http://[::1]:5000"),
        ("http://localhost:3000", "http://[::1]:5000"),
    ),
    ("method", "get", ("GET",)),
    ("method", ["GET", "patch"], ("GET", "patch")),
    ("method", "PROPFIND", ("PROPFIND",)),
    ("method", "FROBNICATE", ("FROBNICATE",)),
    ("headers", ["Authorization"], (("Authorization", "Bearer x"),)),
    ("headers", "X-Debug", (("X-Debug", "x"),)),
    ("headers", ["Content-Type"], (("Content-Type", "application/json"),)),
    ("headers", ["Content-Type: text/plain"], (("Content-Type", "text/plain"),)),
    ("headers", ["X-Time: 10:30"], (("X-Time", "10:30"),)),
    ("headers", ["X-Empty:"], (("X-Empty", ""),)),
    ("headers", {"X-A": "1", "X-B": "2"}, (("X-A", "1"), ("X-B", "2"))),
    ("headers", [("X-A", "1"), "X-B"], (("X-A", "1"), ("X-B", "x"))),
    ("headers", [], ()),
    ("credentials", "include", "include"),
    ("expect", "denied", "denied"),
    ("reason", "AllowOriginMismatch", ("AllowOriginMismatch",)),
    ("reason", ["MixedContent", "UnsafePort"], ("MixedContent", "UnsafePort")),
    ("status", 404, 404),
    ("exposes", "X-Total-Count", ("X-Total-Count",)),
    ("exposes", ["ETag", "X-A"], ("ETag", "X-A")),
    ("max_age", 600, 600.0),
    ("max_age", 0, 0.0),
    ("preflight", True, True),
    ("sent", False, False),
    ("browser", "webkit", ("webkit",)),
    ("browser", ["webkit", "firefox", "webkit"], ("webkit", "firefox")),
    ("id", "everybody reads", "everybody reads"),
]


@pytest.mark.parametrize(("argument", "value", "meaning"), GOOD)
def test_what_is_meant(argument: str, value: object, meaning: object) -> None:
    assert READERS[argument](value) == meaning


def test_every_argument_is_read_here() -> None:
    assert {argument for argument, _, _ in GOOD} == set(READERS)
    assert set(EXPECTED) < set(READERS)


# The argument, the value, and what the message must have in it besides both.
BAD: list[tuple[str, object, list[str]]] = [
    ("route", "users", ["'/users'"]),
    ("route", "/users/<int:id>", ["URL rule"]),
    ("route", "/my users", ["%20"]),
    ("route", "GTE /users", ["Did you mean 'GET'?"]),
    ("route", "TRACE /users", ["forbidden"]),
    ("route", 7, ["string"]),
    ("route", [], ["empty"]),
    ("route", "", ["path"]),
    ("origin", "https://app.example.com/", ["'https://app.example.com'", "slash"]),
    ("origin", "https://app.example.com/path", ["'https://app.example.com'"]),
    ("origin", "https://App.Example.com", ["'https://app.example.com'"]),
    ("origin", "https://app.example.com:443", ["'https://app.example.com'"]),
    ("origin", "app.example.com", ["'https://app.example.com'"]),
    ("origin", "*", ["'null'"]),
    ("origin", "Null", ["not an origin"]),
    ("origin", "", ["not an origin"]),
    ("origin", {"https://a.example": 1}, ["list of strings"]),
    ("origin", ["https://a.example", None], ["None", "string"]),
    ("origin", [], ["empty"]),
    ("method", "PSOT", ["Did you mean 'POST'?", "DELETE, GET"]),
    ("method", "G T", ["method"]),
    ("method", "connect", ["forbidden"]),
    ("headers", ["Cookie: a=1"], ["Cookie", "forbidden", "set_cookie"]),
    ("headers", ["Origin"], ["forbidden", "origin="]),
    ("headers", ["Host: x"], ["Host", "forbidden"]),
    ("headers", ["X A: 1"], ["name of a header"]),
    ("headers", [("X-A", 1)], ["X-A", "no string"]),
    ("headers", [("X-A", "1", "2")], ["pair"]),
    ("headers", ["X-A: 1\nX-B: 2"], ["character"]),
    ("headers", 7, ["mapping"]),
    ("credentials", True, ["omit, same-origin, include"]),
    ("credentials", "includes", ["Did you mean 'include'?"]),
    ("expect", "alowed", ["allowed, denied", "Did you mean 'allowed'?"]),
    ("expect", True, ["allowed, denied"]),
    ("reason", "AllowOriginMissmatch", ["Did you mean 'AllowOriginMismatch'?", *CODES]),
    ("reason", "alloworiginmismatch", ["Did you mean 'AllowOriginMismatch'?"]),
    ("status", "200", ["whole number"]),
    ("status", 20, ["100 to 599"]),
    ("status", True, ["100 to 599"]),
    ("exposes", "X Total", ["name of a header"]),
    ("max_age", -1, ["seconds"]),
    ("max_age", "600", ["seconds"]),
    ("max_age", float("nan"), ["seconds"]),
    ("preflight", "yes", ["True nor False"]),
    ("sent", 1, ["True nor False"]),
    ("browser", "chrome", ["chromium, firefox, webkit", "Did you mean 'chromium'?"]),
    ("id", "", ["name"]),
    ("id", 7, ["name"]),
]


@pytest.mark.parametrize(("argument", "value", "parts"), BAD)
def test_what_is_wrong(argument: str, value: object, parts: list[str]) -> None:
    with pytest.raises(InvalidArgument) as caught:
        READERS[argument](value)
    message = str(caught.value)
    assert message.startswith(f"{argument}=")
    assert [part for part in parts if part not in message] == []
    assert caught.value.argument == argument


def test_every_argument_can_be_wrong() -> None:
    assert {argument for argument, _, _ in BAD} == set(READERS)


@pytest.mark.parametrize("name", SAMPLE_VALUES)
def test_a_sample_value_is_one_that_can_be_sent(name: str) -> None:
    assert READERS["headers"]([f"{name}: {SAMPLE_VALUES[name]}"]) == ((name, SAMPLE_VALUES[name]),)
