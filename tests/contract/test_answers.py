"""What is kept of thousands of cells is little, and tells them all again."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from flask import Flask
from flask_cors import CORS

from pytest_cors.browser import Browser
from pytest_cors.contract.answers import Answers
from pytest_cors.contract.cell import CellResult
from pytest_cors.contract.contract import Contract, ask, place_of
from pytest_cors.contract.toml import read_text

SPA = "https://app.example.com"

TEXT = """
[origins]
spa = "https://app.example.com"

[[allow]]
routes = ["/users", "/users/*"]
origins = ["spa"]
methods = ["GET", "POST", "PUT"]
headers = ["Authorization"]

[[allow]]
routes = "/open"
origins = "*"
known = "to be mended"
browsers = ["firefox"]
"""


@pytest.fixture
def app() -> Flask:
    app = Flask("api", static_folder=None)
    CORS(app, origins=[SPA])
    app.add_url_rule("/users", "users", lambda: [1], methods=["GET", "POST"])
    app.add_url_rule("/users/<int:number>", "user", lambda number: {"id": number}, methods=["GET", "PUT"])
    app.add_url_rule("/open", "open", lambda: "tea")
    return app


def plain(answer: CellResult) -> dict[str, Any]:
    """What an answer says, but for the fetch and how long it took."""
    said = answer._asdict()
    cell = said.pop("cell")
    said["seconds"] = array("f", [said["seconds"]])[0]
    del said["result"]
    return {**said, "case": cell.case, "rule": cell.rule, "aspect": cell.aspect, "shows": cell.shows}


@pytest.fixture
def asked(app: Flask) -> tuple[list[CellResult], Answers]:
    contract = Contract(read_text(TEXT))
    browser = contract.browser(app)
    answers = Answers(browser, place_of(browser))
    each = []
    for group, answer in ask(contract.plan(browser).groups, browser, ["chromium", "webkit"]):
        each.append(answer)
        answers.add(group, answer)
    return each, answers


def test_all_of_them_can_be_told_again(asked: tuple[list[CellResult], Answers]) -> None:
    each, answers = asked
    assert len(answers) == len(each) > 200
    assert {answer.state for answer in each} > {"allowed", "denied", "preflight only", "undecided", "tolerated"}
    assert [*map(plain, answers)] == [*map(plain, each)]
    assert [plain(answers[at]) for at in range(len(each))] == [*map(plain, each)]
    assert plain(answers[-1]) == plain(each[-1])
    assert [*map(plain, answers[3:7])] == [*map(plain, each[3:7])]
    with pytest.raises(IndexError):
        answers[len(each)]


def test_they_are_counted(asked: tuple[list[CellResult], Answers]) -> None:
    each, answers = asked
    states = [answer.state for answer in each]
    assert answers.counts == {state: states.count(state) for state in dict.fromkeys(states)}
    assert list(answers.known) == [rule.name for rule in {answer.cell.rule for answer in each} if rule and rule.known]


def test_what_is_as_declared_is_not_kept(asked: tuple[list[CellResult], Answers]) -> None:
    each, answers = asked
    assert [plain(answer) for answer in answers.kept] == [plain(answer) for answer in each if answer.why]
    assert len(answers.kept) < len(answers) / 2


def test_of_what_is_wrong_in_one_way_one_fetch_is_kept(app: Flask) -> None:
    verification = Contract(read_text(TEXT.replace(SPA, "https://other.example.com"))).verify(app)
    shown = [answer for answer in verification.broken if answer.result is not None]
    causes = {(answer.cell.must_be, answer.cause) for answer in verification.broken}
    assert len(shown) == len(causes) < len(verification.broken)
    assert verification.explain()


def test_no_answer_at_all(app: Flask) -> None:
    browser = Browser(app)
    answers = Answers(browser, place_of(browser))
    assert (len(answers), [*answers], answers.kept, answers.counts) == (0, [], (), {})
