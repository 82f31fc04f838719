"""A line now and then, while one test makes thousands of checks."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

MODULE = """
import pytest_cors.plugin.progress as progress

@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(progress, "FIRST", 0.0)
    monkeypatch.setattr(progress, "AGAIN", 3600.0)

def test_sweep(cors_client, request):
    if {announced}:
        progress.announce(request.node, lambda: 1500)
    for _ in range(3):
        cors_client.assert_denied("/users", origin=EVIL)
"""

IMPATIENT = """
import pytest
import pytest_cors.plugin.progress as progress
from flask import Flask
from flask_cors import CORS

@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(progress, "FIRST", 0.0)
    monkeypatch.setattr(progress, "AGAIN", 3600.0)

@pytest.fixture
def app():
    app = Flask("api", static_folder=None)
    CORS(app, origins=["https://app.example.com"], allow_headers=["Authorization"])
    app.add_url_rule("/users", view_func=lambda: [1])
    return app
"""

CONTRACT = """
[contract]
browsers = ["chromium", "firefox"]

[[allow]]
routes = ["/users"]
origins = ["https://app.example.com"]
headers = ["Authorization"]
"""


def timeless(line: str) -> str:
    """A busy machine may take a second for the first check."""
    return re.sub(r"in \d+ s", "in N s", line)


@pytest.mark.parametrize(("announced", "of"), [(False, ""), (True, " of 1,500")])
def test_says_how_far_it_is(project: Any, announced: bool, of: str) -> None:
    result = project(MODULE.format(announced=announced))
    lines = [timeless(line) for line in result.outlines if line.startswith("CORS: ")]
    assert lines == [f"CORS: 1{of} checks in N s, test_it.py::test_sweep"]
    result.assert_outcomes(passed=1)


def test_a_contract_file_knows_how_many_there_will_be(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(IMPATIENT)
    pytester.makefile(".toml", cors=CONTRACT)
    result = pytester.runpytest("-p", "no:flask", "-p", "no:randomly", "--cors-report=json:all.json")
    result.assert_outcomes(passed=2)
    records = json.loads((pytester.path / "all.json").read_text(encoding="utf-8"))["records"]
    made = Counter(record["nodeid"] for record in records)
    said = [timeless(line) for line in result.outlines if line.startswith("CORS: ")]
    assert sorted(said) == sorted(f"CORS: 1 of {number} checks in N s, {test}" for test, number in made.items())
    assert len(said) == 2


def test_says_it_through_the_controller_of_workers(project: Any) -> None:
    result = project(MODULE.format(announced=True), "-n1")
    lines = [timeless(line) for line in result.outlines if "CORS: " in line]
    assert lines == ["[gw0] CORS: 1 of 1,500 checks in N s, test_it.py::test_sweep"]
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("args", [["-q"], ["-q", "-n1"], ["-p", "no:terminal"]])
def test_is_silent_where_nobody_listens(project: Any, args: list[str]) -> None:
    project(MODULE.format(announced=True), *args).stdout.no_fnmatch_line("CORS: *")


def test_is_silent_in_a_short_test(project: Any) -> None:
    result = project("def test_it(cors_client): cors_client.assert_denied('/users', origin=EVIL)")
    result.stdout.no_fnmatch_line("CORS: *")
