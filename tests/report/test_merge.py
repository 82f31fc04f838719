"""What the shards of a build have seen becomes one report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_cors.errors import ConfigurationError
from pytest_cors.report.__main__ import main
from pytest_cors.report.files import rendered
from pytest_cors.report.json import from_json
from pytest_cors.report.merge import asked_twice, merged, read_runs
from pytest_cors.report.run import Run
from tests.report.samples import found_run


@pytest.fixture
def whole() -> Run:
    return found_run()


@pytest.fixture
def shards(whole: Run, tmp_path: Path) -> list[str]:
    """The run, as three that each had every third record; one did not get to its end."""
    paths = []
    for number in range(3):
        part = replace(
            whole,
            records=whole.records[number::3],
            routes=whole.routes[number::3],
            started=whole.started + number,
            incomplete=("the run was interrupted",) if number == 1 else (),
        )
        path = tmp_path / f"shard-{number}.json"
        path.write_text(rendered("json", part), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_shards_become_the_whole(whole: Run, shards: Sequence[str]) -> None:
    runs = read_runs(shards)
    assert merged(runs) == replace(whole, incomplete=(f"{shards[1]}: the run was interrupted",))
    assert merged(dict(reversed(runs.items()))) == merged(runs)


def test_shards_of_two_versions_say_so(whole: Run) -> None:
    runs = {"a": replace(whole, tool="1.1"), "b": replace(whole, tool="1.0")}
    assert merged(runs).tool == "1.0, 1.1"


def test_a_test_in_two_shards_is_told(whole: Run) -> None:
    one = replace(whole, records=whole.records[:3])
    two = replace(whole, records=whole.records[2:4])
    nodeid = whole.records[2].nodeid
    assert asked_twice({"a": one, "b": two})[nodeid] == ("a", "b")
    assert asked_twice({"a": one}) == {}


def test_everything_that_is_wrong_with_the_files_is_told_at_once(shards: Sequence[str], tmp_path: Path) -> None:
    page, old = tmp_path / "page.html", tmp_path / "old.json"
    page.write_text("<p>", encoding="utf-8")
    old.write_text('{"version": 0}', encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_runs([shards[0], str(page), str(old), str(tmp_path / "none.json"), shards[0]])
    said = str(caught.value).splitlines()
    assert len(said) == 4
    assert "page.html' is not what --cors-report=json writes" in said[0]
    assert "version 0 is not known" in said[1]
    assert "none.json' cannot be read: No such file" in said[2]
    assert said[3].endswith(f"is the same run as {shards[0]!r}; give each once")


# The command


def test_the_command_makes_every_report(
    whole: Run,
    shards: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*shards, "--cors-report=term", "--cors-report=html", "--cors-report=json:out/all.json"]) == 0
    told = capsys.readouterr().out
    assert "/api/catalog/products" in told
    assert f"incomplete: {shards[1]}: the run was interrupted" in " ".join(told.split())
    assert told.endswith("html report written to cors-report.html\njson report written to out/all.json\n")
    assert "/api/catalog/products" in Path("cors-report.html").read_text(encoding="utf-8")
    assert from_json(json.loads(Path("out/all.json").read_text(encoding="utf-8"))).records == whole.records


def test_the_terminal_is_what_it_makes_unasked(shards: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([shards[0]]) == 0
    assert "/api/catalog/products" in capsys.readouterr().out


@pytest.mark.parametrize(("percent", "code"), [("0", 0), ("100", 1)])
def test_too_little_coverage_fails(
    shards: Sequence[str], percent: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([shards[0], "--cors-fail-under", percent]) == code
    assert ("and --cors-fail-under wants 100 %" in capsys.readouterr().out) is bool(code)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--cors-report=pdf"], "is no type of report"),
        (["--cors-fail-under=101"], "'101' is no percentage"),
        (["--cors-fail-under=most"], "invalid percentage value: 'most'"),
        (["--cors-report=markdown:GITHUB_STEP_SUMMARY"], "the environment has no such variable"),
        (["nowhere.json"], "'nowhere.json' cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    shards: Sequence[str],
    arguments: Sequence[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    with pytest.raises(SystemExit) as caught:
        main([*shards, *arguments])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_test_in_two_files_is_told_of(whole: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, count in (("a", 1), ("b", 2)):
        (tmp_path / name).write_text(rendered("json", replace(whole, records=whole.records[:count])), encoding="utf-8")
    assert main([str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    assert "its checks count 2 times" in capsys.readouterr().out


def test_a_report_that_cannot_be_written(shards: Sequence[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="html report could not be written"):
        main([*shards, f"--cors-report=html:{shards[0]}/x.html"])
