"""The reports that go into files: from the command line to the file, however the run ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pytest_cors.report.json import from_json
from tests.report import held

Project = Any

MODULE = """
@pytest.mark.cors("/users", origin=[APP, ADMIN], expect="allowed", exposes="X-Total-Count")
@pytest.mark.cors("/users", origin=[EVIL, "null"], expect="denied")
@pytest.mark.cors("PUT /users/1", origin=APP, expect="allowed", credentials="include", max_age=600)
@pytest.mark.cors("DELETE /users/1", origin=APP, expect="allowed")
def test_users(): ...

def test_body(cors_client):
    cors_client.assert_allowed("/users", origin=APP, headers=["Authorization: Bearer a-long-secret"])
    cors_client.assert_denied("/users", origin=EVIL)
"""

SUFFIXES = {"html": "html", "json": "json", "markdown": "md", "sarif": "sarif", "har": "har"}
ALL = [f"--cors-report={name}" for name in SUFFIXES]


def read(folder: Path, suffix: str = "json") -> Any:
    text = read_text(folder, suffix)
    hold = {"json": held.as_json, "sarif": held.as_sarif, "har": held.as_har}.get(suffix)
    return text if hold is None else hold(text)


def cells(plain: Any) -> list[dict[str, Any]]:
    """The records without what differs from run to run."""
    return [{**record, "duration": 0} for record in plain["records"]]


def test_writes_each_to_its_usual_place(project: Project, pytester: pytest.Pytester) -> None:
    result = project(MODULE, *ALL)
    result.stdout.fnmatch_lines([f"{name} report written to cors-report.{suffix}" for name, suffix in SUFFIXES.items()])
    plain = read(pytester.path)
    assert plain["complete"]
    assert [record["outcome"] for record in plain["records"]].count("failed") == 1
    assert all(plain["stories"][record["story"]]["story"] for record in plain["records"])
    assert len(read(pytester.path, "sarif")["runs"][0]["results"]) == 1
    assert read(pytester.path, "har")["log"]["entries"]
    assert read(pytester.path, "md").startswith("## CORS contract: ❌ 1 broken of 7 cells")
    assert "DELETE /users/&lt;int:number&gt;" in read(pytester.path, "html") or "/users/" in read(pytester.path, "html")


def test_writes_where_it_is_told(project: Project, pytester: pytest.Pytester) -> None:
    project(MODULE, "--cors-report=json:out/deep/cells.json", "--cors-report=markdown:out/")
    held.as_json((pytester.path / "out" / "deep" / "cells.json").read_text(encoding="utf-8"))
    assert (pytester.path / "out" / "cors-report.md").exists()


def test_writes_nothing_unasked(project: Project, pytester: pytest.Pytester) -> None:
    before = {path.name for path in pytester.path.iterdir()} | {"test_it.py", "__pycache__"}
    project(MODULE)
    project(MODULE, *ALL, "--cors-report=")
    assert {path.name for path in pytester.path.iterdir()} <= before


def test_the_configuration_may_ask_for_them(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncors_report = json term\n")
    result = project(MODULE)
    result.stdout.fnmatch_lines(["7 cells: *", "json report written to cors-report.json"])


def test_a_file_that_cannot_be_written_is_no_crash(project: Project, pytester: pytest.Pytester) -> None:
    (pytester.path / "taken").write_text("", encoding="utf-8")
    result = project(MODULE, "--cors-report=json:taken/cells.json", "--cors-report=sarif")
    result.stdout.fnmatch_lines(["json report could not be written: *taken*", "sarif report written to *"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_job_summary_is_appended_to(
    project: Project, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = pytester.path / "summary"
    summary.write_text("# Build\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    project(MODULE, "--cors-report=markdown:GITHUB_STEP_SUMMARY")
    assert summary.read_text(encoding="utf-8").startswith("# Build\n## CORS contract: ❌")


def test_refuses_a_job_summary_where_there_is_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    result = project(MODULE, "--cors-report=markdown:GITHUB_STEP_SUMMARY")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*GITHUB_STEP_SUMMARY: the environment has no such variable"])


# However the run is made


def test_workers_give_the_same_reports(
    project: Project, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")  # flask-cors writes its lists in the order of a set
    project(MODULE, *ALL, "-n0", alone=True)
    alone = {suffix: read(pytester.path, suffix) for suffix in ("json", "sarif", "md")}
    project(MODULE, *ALL, "-n2", alone=True)
    assert cells(read(pytester.path)) == cells(alone["json"])
    assert read(pytester.path, "md") == alone["md"]
    assert read(pytester.path, "sarif")["runs"][0]["results"] == alone["sarif"]["runs"][0]["results"]


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_records_on_disk_make_the_same_reports(
    project: Project, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    project(MODULE, *ALL, "-n0", alone=True)
    alone = {suffix: read(pytester.path, suffix) for suffix in ("json", "sarif", "md")}
    pytester.makepyfile(little_memory="from pytest_cors.survey import spill; spill.MOST_IN_MEMORY = 2")
    temporary = pytester.mkdir("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    project(MODULE, *ALL, workers, "-plittle_memory", alone=True)
    assert cells(read(pytester.path)) == cells(alone["json"])
    assert read(pytester.path)["stories"] == alone["json"]["stories"]
    assert read(pytester.path, "md") == alone["md"]
    assert read(pytester.path, "sarif")["runs"][0]["results"] == alone["sarif"]["runs"][0]["results"]
    assert list(temporary.iterdir()) == []


COUNTING = """
from pathlib import Path

def pytest_sessionfinish(session):
    worker = getattr(session.config, "workerinput", None)
    if worker is not None:
        known = session.config.pluginmanager.get_plugin("terminalreporter").stats.values()
        reports = [report for each in known for report in each]
        telling = [report for report in reports if any("pytest_cors" in name for name in vars(report))]
        Path(f"counted-{worker['workerid']}").write_text(f"{len(telling)} of {len(reports) > 5}")
"""


def test_a_worker_forgets_what_it_has_sent(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(counting=COUNTING)
    project(MODULE, "--cors-report=json", "-n1", "-pcounting", alone=True)
    assert len(cells(read(pytester.path))) == 8
    assert (pytester.path / "counted-gw0").read_text(encoding="ascii") == "0 of True"


def test_a_crashing_worker_costs_one_test(project: Project, pytester: pytest.Pytester) -> None:
    crashing = """
    def test_crash(cors_client):
        import os
        cors_client.assert_denied("/users", origin=EVIL)
        os._exit(1)
    """
    result = project(MODULE + crashing.replace("\n    ", "\n"), *ALL, "-n1", alone=True)
    result.assert_outcomes(passed=6, failed=2)
    plain = read(pytester.path)
    assert plain["incomplete"] == ["gw0 crashed in test_it.py::test_crash, and what that test has seen is lost"]
    assert len(plain["records"]) == 8
    assert "> **Incomplete:** `gw0 crashed in test_it.py::test_crash" in read(pytester.path, "md")
    assert read(pytester.path, "sarif")["runs"][0]["invocations"][0]["executionSuccessful"] is False
    read(pytester.path, "har")


def test_a_run_that_stops_early_says_so(project: Project, pytester: pytest.Pytester) -> None:
    project(MODULE, "--cors-report=json", "-x")
    (why,) = read(pytester.path)["incomplete"]
    assert why.startswith("the run stopped early: stopping after 1 failures")


def test_an_interrupted_run_leaves_a_report(project: Project, pytester: pytest.Pytester) -> None:
    interrupted = """
def test_interrupted(cors_client):
    cors_client.assert_denied("/users", origin=EVIL)
    raise KeyboardInterrupt
"""
    result = project(MODULE + interrupted + "\ndef test_after(): ...", *ALL, alone=True)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    plain = read(pytester.path)
    assert plain["incomplete"] == ["the run was interrupted"]
    assert len(plain["records"]) == 9
    result.stdout.fnmatch_lines(["json report written to *"])


WAITING = """
import time
from collections.abc import Iterator
def test_waits(cors_client):
    cors_client.assert_denied("/users", origin=EVIL)
    open("waiting", "w").close()
    time.sleep(60)
"""


@pytest.fixture
def sigint_arrives() -> Iterator[None]:
    """A shell's background job ignores Ctrl-C and so do its children, unless the job has a handler of its own."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
@pytest.mark.parametrize("workers", ["-n0", "-n1"])
@pytest.mark.usefixtures("sigint_arrives")
def test_ctrl_c_leaves_a_report(project: Project, pytester: pytest.Pytester, workers: str) -> None:
    project(MODULE + WAITING, "--collect-only", "-q")
    command = [sys.executable, "-m", "pytest", "-pno:randomly", "-pno:flask", workers, *ALL]
    with subprocess.Popen(command, cwd=pytester.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as started:
        try:
            deadline = time.monotonic() + 60
            while not (pytester.path / "waiting").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            started.send_signal(signal.SIGINT)
            printed = started.communicate(timeout=60)[0].decode()
        finally:
            started.kill()
    plain = read(pytester.path)
    assert not plain["complete"], printed
    assert plain["incomplete"][0] == "the run was interrupted"
    assert len(plain["records"]) >= 6
    for suffix in ("sarif", "har", "md", "html"):
        read(pytester.path, suffix)


# Beside our own reports


def test_each_check_is_a_property_of_its_test(project: Project, pytester: pytest.Pytester) -> None:
    project(MODULE, "--junitxml=junit.xml", "-k", "null or body")
    tests = {
        case.get("name"): [each.get("value") for each in case.iter("property") if each.get("name") == "cors"]
        for case in ET.parse(pytester.path / "junit.xml").iter("testcase")
    }
    denied = "GET /users from {} in chromium: denied[MissingAllowOriginHeader], as declared"
    assert tests["test_users[GET /users-null-denied]"] == [denied.format("null")]
    assert tests["test_body"] == [
        "GET /users from https://app.example.com in chromium: allowed, as declared",
        denied.format("https://evil.example"),
    ]


def test_checks_of_a_test_are_shown_with_what_it_printed(project: Project) -> None:
    failing = """
def test_it(cors_client):
    cors_client.assert_denied("/users", origin=EVIL)
    assert False
"""
    line = "GET /users from https://evil.example in chromium: denied?MissingAllowOriginHeader?, as declared"
    result = project(failing)
    result.stdout.fnmatch_lines(["*- Captured cors call -*", line, "*short test summary*"], consecutive=True)
    told = project(failing, "--cors-report=json")
    told.stdout.fnmatch_lines(["*- Captured cors call -*", line, "  --> GET https://localhost/users"], consecutive=True)
    project(failing, "--show-capture=no").stdout.no_fnmatch_line("*Captured cors*")


def test_a_failure_is_told_once(project: Project) -> None:
    result = project(MODULE, "-k", "DELETE")
    result.stdout.no_fnmatch_line("*Captured cors*")


# Secrets


MASKED = """
@pytest.mark.cors("/users?tenant=acme-and-sons", origin=APP, headers=["X-Tenant: acme-and-sons"], expect="allowed")
def test_masked(): ...

def test_more(cors_client):
    cors_client.set_cookie("sid", "cookie-secret", secure=True, samesite="None")
    cors_client.assert_allowed(
        "PUT /users/1?api_key=key-secret", origin=EVIL, credentials="include",
        headers=["Authorization: Bearer bearer-secret"], json={"password": "body-secret", "tenant": "acme-and-sons"},
    )
"""


def test_no_report_tells_a_secret(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncors_mask = X-Tenant tenant\njunit_family = xunit2\n")
    result = project(MASKED, *ALL, "--cors-report", "--junitxml=cors-report.xml", "--log-cli-level=INFO", "--color=yes")
    texts = {suffix: read_text(pytester.path, suffix) for suffix in (*SUFFIXES.values(), "xml")}
    printed = result.stdout.str()
    texts["terminal"] = printed[printed.index("short test summary") :] if "short test" in printed else printed
    for where, text in texts.items():
        for secret in ("cookie-secret", "key-secret", "bearer-secret", "body-secret"):
            assert secret not in text, where
    # Where the test's own source is shown, it is the user who tells.
    for suffix in SUFFIXES.values():
        assert "acme-and-sons" not in texts[suffix].replace("/users?tenant=acme-and-sons", ""), suffix


def read_text(folder: Path, suffix: str) -> str:
    return (folder / f"cors-report.{suffix}").read_text(encoding="utf-8")


def test_the_same_secret_has_the_same_mask(project: Project, pytester: pytest.Pytester) -> None:
    project(MODULE, "--cors-report=json", "-k", "body")
    masks = {
        header["value"]
        for story in read(pytester.path)["stories"]
        for exchange in story["exchanges"]
        for header in exchange["request_headers"]
        if header["name"] == "Authorization"
    }
    assert len(masks) == 1
    assert masks.pop().startswith("Bearer ***")


def test_a_report_can_be_read_again(project: Project, pytester: pytest.Pytester) -> None:
    project(MODULE, "--cors-report=json")
    run = from_json(json.loads(read_text(pytester.path, "json")))
    assert [record.line for record in run.records if "body" in record.nodeid] == [13, 13]
