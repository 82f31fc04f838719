"""The engine does what a real Chromium does, on cases that nobody has seen before."""

from __future__ import annotations

import copy
import os
import random
import socket

import pytest

from .cases import Case, Truth
from .chromium import find_chromium
from .compare import differences, run_engine
from .generate import generate, generate_one
from .run import browse, compare
from .server import CaseServer

SEED = int(os.environ.get("PYTEST_CORS_SEED") or random.SystemRandom().randrange(2**32))
CASES = int(os.environ.get("PYTEST_CORS_CASES") or 300)

# The cases are new in every run, and about one in two thousand shows a corner that nobody has seen: it is printed, for
# the tests of the recorded cases to take up. A build fails when the browser, or the engine, has really changed.
TOLERATED = 0.01


def test_the_engine_cannot_be_told_from_chromium(capsys: pytest.CaptureFixture[str]) -> None:
    executable = find_chromium()
    if executable is None:
        assert "CI" not in os.environ, "continuous integration must have Chromium on the PATH"
        pytest.skip("no Chromium on the PATH, and $CHROMIUM is not set")
    with capsys.disabled():
        print(f"\n{CASES} cases for Chromium, seed {SEED}", end=" ", flush=True)
    found = [compare(*pair) for pair in browse(generate(SEED, CASES), executable=executable)]
    stories = [each.story() for each in found if each.differs]
    assert len(found) == CASES
    told = "\n".join(
        [
            f"{len(stories)} of {CASES} cases differ. Once more: PYTEST_CORS_SEED={SEED}, or",
            f"python -m tests.differential --seed {SEED} --cases {CASES}",
            *stories[:20],
        ]
    )
    if stories:
        with capsys.disabled():
            print(f"\n{told}")
    assert len(stories) <= TOLERATED * CASES, told


def test_a_seed_gives_the_same_cases_again() -> None:
    assert list(generate(7, 50)) == list(generate(7, 50))
    assert list(generate(7, 50))[49] == generate_one(7, 49)
    assert generate_one(7, 49) != generate_one(8, 49)


def test_the_paths_of_a_case_are_its_own() -> None:
    """Nothing else keeps caches and records of the cases apart."""
    for case in generate(11, 500):
        assert all(path.startswith(f"/{case['id']}/") for path in case["server"])


CASE: Case = {
    "id": "c1",
    "tags": [],
    "page": "https://app.example.com/",
    "request": {
        "url": "https://api.example.net/c1/0",
        "method": "PUT",
        "headers": [],
        "body": None,
        "mode": "cors",
        "credentials": "omit",
        "redirect": "follow",
    },
    "server": {
        "/c1/0": {
            "preflight": {
                "status": 204,
                "headers": [
                    ["Access-Control-Allow-Origin", "*"],
                    ["Access-Control-Allow-Methods", "PUT"],
                ],
                "body": "",
            },
            "response": {"status": 200, "headers": [["Access-Control-Allow-Origin", "*"]], "body": "ok"},
        }
    },
}


def allowed() -> Truth:
    origin = ["origin", "https://app.example.com"]
    url = "https://api.example.net/c1/0"
    return {
        "id": "c1",
        "outcome": "response",
        "response": {
            "type": "cors",
            "status": 200,
            "redirected": False,
            "url": url,
            "headers": [["cache-control", "no-store"], ["content-length", "2"]],
            "body": "ok",
        },
        "wire": [
            {"method": "OPTIONS", "url": url, "headers": [["access-control-request-method", "PUT"], origin]},
            {"method": "PUT", "url": url, "headers": [origin]},
        ],
    }


def test_what_agrees_does_not_differ() -> None:
    assert differences(allowed(), run_engine(CASE)) == []


@pytest.mark.parametrize(
    ("differs", "change"),
    [
        ("outcome", {"outcome": "network-error"}),
        ("response.body", {"response": {**allowed()["response"], "body": "no"}}),
        ("response.headers", {"response": {**allowed()["response"], "headers": []}}),
        ("wire.method", {"wire": allowed()["wire"][1:]}),
        ("wire.headers", {"wire": [{**entry, "headers": []} for entry in allowed()["wire"]]}),
    ],
)
def test_a_difference_is_seen(differs: str, change: Truth) -> None:
    assert differences({**allowed(), **change}, run_engine(CASE)) == [differs]


@pytest.mark.parametrize(
    ("differs", "change"),
    [
        ([], {}),
        (["code"], {"cors_error": "PreflightMissingAllowOriginHeader"}),
        (["parameter"], {"failed_parameter": "GET"}),
        (["message"], {"console": "It was blocked."}),
    ],
)
def test_a_different_reason_is_seen(differs: list[str], change: Truth) -> None:
    case = copy.deepcopy(CASE)
    case["server"]["/c1/0"]["preflight"]["headers"].pop()
    denied = {
        "outcome": "network-error",
        "cors_error": "MethodDisallowedByPreflightResponse",
        "failed_parameter": "PUT",
        "console": None,
        "wire": allowed()["wire"][:1],
    }
    assert differences({**denied, **change}, run_engine(case)) == differs


def test_the_server_sends_a_header_line_as_it_stands() -> None:
    case = copy.deepcopy(CASE)
    case["server"]["/c1/0"]["response"]["headers"] = [["X-Odd", " \ta\x0b\u00e9 "], ["x-odd", ""]]
    server = CaseServer()
    try:
        server.add(case)
        with socket.create_connection(("127.0.0.1", server.ports[80])) as connection:
            connection.sendall(b"GET /c1/0?q HTTP/1.1\r\nHost: api.example.net\r\nOrigin: null\r\n\r\n")
            received = b""
            while not received.endswith(b"ok"):
                received += connection.recv(4096)
        wire = server.take_wire(case)
    finally:
        server.close()
    assert received.split(b"\r\n")[1:3] == [b"X-Odd:  \ta\x0b\xe9 ", b"x-odd: "]
    assert wire == [{"method": "GET", "url": "http://api.example.net/c1/0?q", "headers": [["origin", "null"]]}]
