"""``--cors-report``: what it asks for, and which word after it is a path."""

from __future__ import annotations

import pytest

from pytest_cors.errors import InvalidArgument
from pytest_cors.report.request import TYPES, ReportRequest, report_requests, separate_paths

TERM = ReportRequest("term")
FILES = {"tests/", "tests/a", "tests/b", "tests/b/test_b.py", "./term", "trem.d", "team"}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([], ()),
        (["term"], (TERM,)),
        (["term", "term"], (TERM,)),
        ([""], ()),
        (["term", ""], ()),
        (["", "term"], (TERM,)),
        (["html"], (ReportRequest("html", "cors-report.html"),)),
        (["json", "json:cors-report.json"], (ReportRequest("json", "cors-report.json"),)),
        (["sarif:out/cors.sarif"], (ReportRequest("sarif", "out/cors.sarif"),)),
        (["har:C:\\out.har", "term"], (ReportRequest("har", "C:\\out.har"), TERM)),
        (["markdown:out/"], (ReportRequest("markdown", "out/cors-report.md"),)),
        (["markdown:GITHUB_STEP_SUMMARY"], (ReportRequest("markdown", "GITHUB_STEP_SUMMARY"),)),
        (["json:a", "json:b"], (ReportRequest("json", "a"), ReportRequest("json", "b"))),
    ],
)
def test_asks_for_reports(values: list[str], wanted: tuple[ReportRequest, ...]) -> None:
    assert report_requests(values) == wanted


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("trem", f"--cors-report='trem' is no type of report; valid: {', '.join(TYPES)}. Did you mean 'term'?"),
        ("TERM", "Did you mean 'term'?"),
        ("pdf", "--cors-report='pdf' is no type of report; valid: term, html, json, markdown, sarif, har"),
        ("tests/", "is no type of report"),
        ("term:out.txt", "gives a destination, and term goes to the terminal only"),
        ("term:", "gives a destination"),
        ("html:", "has an empty destination; leave out the colon for cors-report.html"),
        ("json:GITHUB_STEP_SUMMARY", "is no markdown, which is what a job summary is made of"),
        (":out.txt", "is no type of report"),
    ],
)
def test_refuses_other_values(value: str, message: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        report_requests([value])
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", ""),
        ("tests/ -q", "tests/ -q"),
        ("--cors-report", "--cors-report"),
        ("--cors-report tests/", "--cors-report=term tests/"),
        ("--cors-report ./term", "--cors-report=term ./term"),
        ("--cors-report team", "--cors-report=term team"),
        (
            "--cors-report tests/b/test_b.py::test_b[a::b]",
            "--cors-report=term tests/b/test_b.py::test_b[a::b]",
        ),
        ("tests/a --cors-report tests/b -q", "tests/a --cors-report=term tests/b -q"),
        ("--cors-report term tests/a", "--cors-report=term tests/a"),
        ("--cors-report term:x tests/a", "--cors-report=term:x tests/a"),
        ("--cors-report -q tests/a", "--cors-report=term -q tests/a"),
        ("--cors-report=term tests/a", "--cors-report=term tests/a"),
        ("--cors-report= tests/a", "--cors-report= tests/a"),
        ("--cors-report --cors-report tests/a", "--cors-report=term --cors-report=term tests/a"),
        ("--cors-report -- tests/a", "--cors-report -- tests/a"),
        ("-- --cors-report tests/a", "-- --cors-report tests/a"),
        # pytest says best itself that this file is missing
        ("--cors-report tests/gone.py", "--cors-report=term tests/gone.py"),
        ("--cors-report gone.py::test_b", "--cors-report=term gone.py::test_b"),
    ],
)
def test_gives_paths_back(given: str, read: str) -> None:
    assert separate_paths(given.split(), exists=lambda word: word.partition("::")[0] in FILES) == read.split()


def test_refuses_two_reports_in_one_file() -> None:
    with pytest.raises(InvalidArgument, match="goes where the json report goes"):
        report_requests(["json:out", "har:out"])


def test_takes_an_empty_word_for_the_empty_value() -> None:
    assert separate_paths(["--cors-report", "", "a"], exists=lambda _: True) == ["--cors-report=", "a"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [("trem", ". Did you mean 'term'?"), ("ter.m", ". Did you mean 'term'?"), ("pdf:out", "")],
)
def test_refuses_a_word_that_is_neither_type_nor_path(word: str, hint: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        separate_paths(["--cors-report", word], exists=lambda _: False)
    says = f"--cors-report='{word}' is neither a type of report nor a path that exists; valid: {', '.join(TYPES)}{hint}"
    assert str(refused.value) == says
