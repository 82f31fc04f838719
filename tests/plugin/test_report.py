"""``pytest --cors-report``: what pytest makes of it, and what it prints."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

Run = Callable[..., pytest.RunResult]

TITLE = "*- CORS contract report -*"

CONFTEST = """
import pytest
from pytest_cors.plugin.session import collect
from pytest_cors.survey.record import Record

@pytest.fixture
def check(request):
    def check(route, origin, verdict="allowed", expect="allowed", **others):
        kept = verdict == expect
        said = () if kept else (f"expected {expect}, was {verdict}",)
        collect(request.config, Record(
            nodeid=request.node.nodeid, route=route, method="GET", url=f"https://api.example{route}",
            origin=origin, credentials="same-origin", headers=(), mode="cors", browser="chromium",
            expect=expect, verdict=verdict, outcome="passed" if kept else "failed", mismatches=said,
            duration=0.25, **others,
        ))
        assert kept
    return check
"""

A = """
def test_allowed(check):
    check("/a", "https://app.example")

def test_broken(check):
    check("/a", "https://evil.example", "allowed", "denied")
"""

B = """
def test_null(check):
    check("/b", "null", "denied", "denied")
"""

TABLE = [
    "          https://app.example  https://evil.example  null",
    "✗ /a  GET ✓                    ✗                     ·",
    "  /b  GET ·                    ·                     ⊘",
    "",
    "  ✓ allowed   ⊘ denied   ✗ broken   · not asked",
    "",
    "  ✗ tests/a/test_a.py::test_broken",
    "    GET /a from https://evil.example: expected denied, was allowed",
    "",
    "3 cells: 1 allowed, 1 denied, 1 broken",
    "2 routes, 3 origins; chromium; 750 ms",
]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest over two folders of checks; ``alone`` in a process of its own, as from a shell."""
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    for path, text in (
        ("conftest.py", CONFTEST),
        ("tests/a/test_a.py", A),
        ("tests/b/test_b.py", B),
        ("tests/test_plain.py", "def test_plain(): pass"),
    ):
        file = pytester.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(*args: str, alone: bool = False) -> pytest.RunResult:
        start = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
        return start("-p", "no:randomly", "--import-mode=importlib", *args)

    return run


def report(result: pytest.RunResult) -> list[str]:
    """The lines below the title, up to pytest's own next section."""
    lines = result.outlines
    start = next(at for at, line in enumerate(lines) if "CORS contract report" in line) + 1
    end = next(at for at, line in enumerate(lines) if at > start and re.match(r"=+ |\d+ (passed|failed)", line))
    return "\n".join(lines[start:end]).rstrip().split("\n")


def test_prints_the_table_after_the_run(run: Run) -> None:
    result = run("--cors-report", "tests", alone=True)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines([TITLE])
    assert report(result) == TABLE


def test_is_silent_without_the_option(run: Run) -> None:
    run("tests").stdout.no_fnmatch_line(TITLE)


@pytest.mark.parametrize("args", [["-q"], ["-v"], ["--tb=no"], ["-p", "no:cacheprovider"]])
def test_prints_the_same_table_however_much_else_is_printed(run: Run, args: list[str]) -> None:
    assert "\n".join(TABLE) in run("--cors-report", "tests", *args).stdout.str()


def test_is_short_where_little_is_to_be_printed(run: Run) -> None:
    text = run("--cors-report", "tests", "-qq").stdout.str()
    assert "\n".join(TABLE[6:]) in text
    assert TABLE[1] not in text


def test_says_that_no_check_ran(run: Run) -> None:
    result = run("--cors-report", "tests/test_plain.py")
    result.assert_outcomes(passed=1)
    assert report(result) == ["no CORS check ran"]


@pytest.mark.parametrize(
    ("args", "ran"),
    [
        ("--cors-report tests/a", "a"),
        ("--cors-report tests/b", "b"),
        ("tests/a --cors-report tests/b", "ab"),
        ("--cors-report tests/b tests/a", "ab"),
        ("--cors-report tests/b/test_b.py::test_null", "b"),
        ("--cors-report -v tests/b", "b"),
        ("--cors-report -- tests/b", "b"),
        ("--cors-report term tests/b", "b"),
        ("--cors-report=term tests/b", "b"),
        ("tests/b --cors-report", "b"),
        ("--cors-report --cors-report=term tests/b", "b"),
        ("--cors-report tests", "ab"),
    ],
)
def test_leaves_paths_to_pytest(run: Run, args: str, ran: str) -> None:
    result = run(*args.split())
    cells = [line[2:4] for line in report(result) if line[2:4] in {"/a", "/b"}]
    assert cells == [f"/{name}" for name in ran]


def test_loads_the_conftest_of_the_path_it_gives_back(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "tests/b/conftest.py").write_text(
        "def pytest_addoption(parser): parser.addoption('--only-here', action='store_true')", encoding="utf-8"
    )
    result = run("--cors-report", "tests/b", "--only-here")
    result.assert_outcomes(passed=1)


def test_takes_the_option_from_addopts_and_the_paths_from_the_shell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--cors-report")
    assert "  /b  GET ⊘" in report(run("tests/b"))


@pytest.mark.parametrize("ini", ["cors_report = term", "addopts = --cors-report"])
def test_takes_the_option_from_the_configuration(run: Run, pytester: pytest.Pytester, ini: str) -> None:
    pytester.makeini(f"[pytest]\n{ini}\n")
    assert "  /b  GET ⊘" in report(run("tests/b"))
    run("tests/b", "--cors-report=").stdout.no_fnmatch_line(TITLE)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            "--cors-report=trem",
            "'trem' is no type of report; valid: term, *, har. Did you mean 'term'?",
        ),
        (
            "--cors-report trem",
            "'trem' is neither a type of report nor a path that exists; valid: term, *, har. Did you*",
        ),
        (
            "--cors-report pdf tests",
            "'pdf' is neither a type of report nor a path that exists; valid: term, html, json, markdown, sarif, har",
        ),
        ("--cors-report=pdf", "'pdf' is no type of report; valid: term, html, json, markdown, sarif, har"),
        (
            "--cors-report=term:out.txt",
            "'term:out.txt' gives a destination, and term goes to the terminal only",
        ),
    ],
)
def test_refuses_other_reports(run: Run, args: str, message: str) -> None:
    result = run(*args.split())
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*--cors-report={message}"])
    result.stdout.no_fnmatch_line("*collected*")


def test_refuses_other_reports_in_the_configuration(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncors_report = trem\n")
    result = run("tests")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*'trem' is no type of report*"])


def test_a_path_that_is_missing_stays_pytests_matter(run: Run) -> None:
    result = run("--cors-report", "tests/gone.py")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*file or directory not found: tests/gone.py"])


def test_a_package_need_not_be_a_path(run: Run, pytester: pytest.Pytester) -> None:
    package = pytester.mkpydir("shopchecks")
    (package / "test_c.py").write_text("def test_c(check): check('/c', 'null')", encoding="utf-8")
    pytester.syspathinsert()
    result = run("--pyargs", "--cors-report", "shopchecks.test_c")
    result.assert_outcomes(passed=1)


def test_is_coloured_where_the_terminal_is(run: Run) -> None:
    text = run("--cors-report", "tests", "--color=yes").stdout.str()
    assert "\x1b[32m✓\x1b[0m" in text
    assert "\x1b[31m\x1b[1m✗ \x1b[0m/a" in text
    assert "\x1b[31m\x1b[1m\x1b[7m✗\x1b[0m" in text
    assert "\x1b[31m\x1b[1m1 broken\x1b[0m" in text


def test_is_ascii_where_the_terminal_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    lines = report(run("--cors-report", "tests", alone=True))
    assert "X /a  GET +                    X                     ." in lines


def test_uses_the_width_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert report(run("--cors-report", "tests"))[0] == "          A   B   C"


def test_a_hostile_application_does_not_drive_the_terminal(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "tests/b/test_b.py").write_text(
        'def test_b(check): check("/\\x1b[2J\\x07", "https://\\u202e.example")', encoding="utf-8"
    )
    text = "\n".join(report(run("--cors-report", "tests/b")))
    assert not set("\x1b\x07\u202e") & set(text)
    assert r"/\x1b[2J\x07" in text
    assert r"https://\u202e.example" in text


def test_workers_give_the_same_report(run: Run) -> None:
    assert report(run("--cors-report", "tests", "-n", "2", alone=True)) == TABLE


def test_says_when_a_worker_took_its_records_with_it(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "tests/b/test_b.py").write_text("import os\ndef test_b(): os._exit(1)", encoding="utf-8")
    lines = report(run("--cors-report", "tests/b", "-n", "1", "--max-worker-restart=0", alone=True))
    assert lines == [
        "incomplete: gw0 crashed in tests/b/test_b.py::test_b, and what that test has seen is lost",
        "no CORS check ran",
    ]


def test_works_without_xdist(run: Run) -> None:
    assert report(run("--cors-report", "tests", "-p", "no:xdist")) == TABLE


def test_a_run_without_the_report_loads_none_of_it(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "tests/test_plain.py").write_text(
        "import sys\n"
        "def test_plain():\n"
        "    loaded = [name for name in sys.modules if name.startswith('pytest_cors.')]\n"
        "    assert not [name for name in loaded if name.startswith('pytest_cors.fetch')], loaded\n"
        "    assert 'pytest_cors.report.terminal' not in loaded\n",
        encoding="utf-8",
    )
    (pytester.path / "conftest.py").unlink()
    run("tests/test_plain.py", alone=True).assert_outcomes(passed=1)


def test_records_keep_their_order_whatever_ran_first(run: Run) -> None:
    assert report(run("--cors-report", "tests/b", "tests/a", "tests/test_plain.py")) == TABLE
