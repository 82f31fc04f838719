"""A report is in its file whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_cors.report.files import destination, detail_needed, write, write_whole
from pytest_cors.report.request import ReportRequest
from pytest_cors.report.run import Run


def test_makes_the_folders_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "report.json"
    write_whole(path, "first é\n")
    write_whole(path, "second\n")
    assert path.read_bytes() == b"second\n"
    assert [each.name for each in path.parent.iterdir()] == ["report.json"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.json"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_others_may_read_it_as_any_file(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("", encoding="utf-8")
    write_whole(tmp_path / "report", "")
    assert (tmp_path / "report").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "report").chmod(0o600)
    write_whole(tmp_path / "report", "")
    assert (tmp_path / "report").stat().st_mode & 0o777 == 0o600


def test_writes_what_no_encoding_has(tmp_path: Path) -> None:
    write_whole(tmp_path / "report", "\ud800")
    assert (tmp_path / "report").read_text(encoding="utf-8") == "\\ud800"


def test_a_folder_gets_the_usual_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    request = ReportRequest("html", "out")
    assert destination(request, folder=tmp_path, summary=None) == tmp_path / "out" / "cors-report.html"


@pytest.mark.parametrize("given", ["GITHUB_STEP_SUMMARY", "summary.md"])
def test_a_job_summary_is_appended_to(tmp_path: Path, given: str) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Build\n\n", encoding="utf-8")
    for _ in range(2):
        assert write(ReportRequest("markdown", given), Run.of(()), folder=tmp_path, summary=str(summary)) == summary
    assert summary.read_text(encoding="utf-8") == "# Build\n\n" + 2 * "## CORS contract: no check ran\n\n"


@pytest.mark.parametrize(
    ("types", "held", "broken"),
    [
        (set(), "brief", "brief"),
        ({"term"}, "brief", "brief"),
        ({"term", "sarif"}, "brief", "story"),
        ({"markdown"}, "brief", "story"),
        ({"html"}, "story", "story"),
        ({"json", "har"}, "wire", "wire"),
    ],
)
def test_no_story_is_told_that_nobody_reads(types: set[str], held: str, broken: str) -> None:
    assert detail_needed(types, broken=False) == held
    assert detail_needed(types, broken=True) == ("brief" if not types else broken)
