"""The tables of the reference name what there is, no less and no more."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import pytest_cors
from pytest_cors import Browser, ContractViolation, CorsDenied, NotModelled, RequestError
from pytest_cors.browser import FetchResult, Page, ScriptResponse
from pytest_cors.contract.arguments import READERS
from pytest_cors.fetch.reasons import CODES, Reason

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def section(page: str, heading: str) -> str:
    text = REFERENCE.joinpath(page).read_text(encoding="utf-8")
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    level = heading.partition(" ")[0]
    end = re.search(rf"(?m)^#{{1,{len(level)}}} ", text[start:])
    return text[start : start + end.start()] if end else text[start:]


def first_cells(text: str) -> list[str]:
    """The names in backquotes in the first cell of each row."""
    cells = re.findall(r"(?m)^\| (\[?`.+?) \|", text)
    return [name for cell in cells for name in re.findall(r"`(\w+)", cell)]


def public(cls: type) -> set[str]:
    fields = (*getattr(cls, "__dataclass_fields__", ()), *getattr(cls, "_fields", ()))
    return {name for name in (*vars(cls), *fields) if name[0] != "_"}


def test_every_argument_of_the_marker() -> None:
    headings = ("## What is asked", "## What is expected", "## Other")
    listed = [name for heading in headings for name in first_cells(section("marker.md", heading))]
    assert sorted(listed) == sorted(READERS)


def test_every_reason_as_it_is() -> None:
    rows = re.findall(
        r"(?m)^\| \[`(\w+)`\]\(reasons/\1\.md\) \| (.+) \| (yes|no) \|$", section("marker.md", "## Reasons")
    )
    assert rows == [(code.name, code.title, "yes" if code.policy else "no") for code in CODES.values()]


def test_every_keyword_of_fetch() -> None:
    keywords = set(inspect.signature(Page.fetch).parameters) - {"self", "url"}
    refused = {"integrity", "referrer"}  # not modelled
    assert set(first_cells(section("browser.md", "## Page"))) == keywords - refused


def test_every_argument_of_the_browser() -> None:
    listed = first_cells(section("browser.md", "## Browser"))
    arguments = list(inspect.signature(Browser).parameters)
    assert listed[: len(arguments)] == arguments
    assert set(listed[len(arguments) :]) <= set(dir(Browser(lambda *_: [])))


def test_every_member_of_the_result() -> None:
    assert set(first_cells(section("browser.md", "## Result"))) == public(FetchResult) - {"outcome", "trace"}


def test_members_of_the_reason() -> None:
    assert set(first_cells(section("browser.md", "## Reason"))) <= set(dir(Reason))


def test_every_member_of_the_response() -> None:
    listed = re.findall(r"`(\w+)", section("browser.md", "## Response"))
    assert set(listed) == public(ScriptResponse)


def test_every_exception() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)`.* \|.*$", section("browser.md", "## Exceptions"))
    assert sorted([*rows, "Browser", "Contract"]) == sorted(pytest_cors.__all__)


def test_fields_of_the_exceptions() -> None:
    made = [
        CorsDenied("story"),
        RequestError("method", "TRACE", "forbidden"),
        NotModelled("what"),
        ContractViolation("story"),
    ]
    for name, row in re.findall(r"(?m)^\| `(\w+)`(.*)$", section("browser.md", "## Exceptions")):
        (error,) = [each for each in made if type(each).__name__ == name]
        fields = re.findall(r"`\.(\w+)`", row)
        assert fields
        assert [field for field in fields if not hasattr(error, field)] == []


def test_every_option(pytestconfig: pytest.Config) -> None:
    listed = first_options(REFERENCE.joinpath("options.md").read_text(encoding="utf-8"))
    ours = [
        option.names()[0] for group in pytestconfig._parser._groups if group.name == "cors" for option in group.options
    ]
    assert listed == ours


def first_options(text: str) -> list[str]:
    return re.findall(r"(?m)^\| \[?`(--[a-z-]+)", text)


def test_every_ini_name(pytestconfig: pytest.Config) -> None:
    page = REFERENCE.joinpath("options.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\| [^|]*\| \[?`(cors_\w+)`(?:\]\S+)? \| (\w+) \|", page)
    ours = [(name, spec[1]) for name, spec in pytestconfig._parser._inidict.items() if name.startswith("cors_")]
    assert sorted(listed) == sorted(ours)
