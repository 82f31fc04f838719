"""``cors.lock`` under pytest: written by ``--cors-update``, compared in every run, never half."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

CONFTEST = """
import os
import pytest
from flask import Flask
from flask_cors import CORS

@pytest.fixture{arguments}
def app({request}):
    app = Flask("api", static_folder=None)
    CORS(
        app,
        origins=os.environ.get("ORIGINS", "https://app.example.com https://admin.example.com").split(),
        methods=os.environ.get("METHODS", "GET PUT").split(),
        allow_headers=["Authorization"],
        expose_headers=os.environ.get("EXPOSES", "X-Total").split(),
        supports_credentials="CREDENTIALS" in os.environ,
        max_age=int(os.environ.get("AGE", "600")),
        vary_header="BARE" not in os.environ,
    )
    app.add_url_rule("/users", "users", lambda: [1], methods=["GET", "PUT"])
    app.add_url_rule("/health", "health", lambda: "fine")
    if "LIMIT" in os.environ:
        app.before_request(lambda: ("slowly", 429))
    return app
"""

CONTRACT = """
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/*"]
origins = ["https://app.example.com", "https://admin.example.com"]
headers = ["Authorization"]

[env.staging]
base_url = "https://api.staging.example.com"
"""

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest over a project with a contract; keywords in capitals change the app."""
    monkeypatch.setenv("COLUMNS", "120")

    def run(*args: str, arguments: str = "", request: str = "", alone: bool = False, **app: str) -> pytest.RunResult:
        pytester.makeconftest(CONFTEST.format(arguments=arguments, request=request))
        pytester.path.joinpath("cors.toml").write_text(textwrap.dedent(CONTRACT), encoding="utf-8")
        start = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
        with monkeypatch.context() as patch:
            for name, value in app.items():
                patch.setenv(name, value)
            return start("-p", "no:randomly", "-p", "no:flask", "-p", "no:cacheprovider", *args)

    return run


@pytest.fixture
def lock(pytester: pytest.Pytester) -> Path:
    return pytester.path / "cors.lock"


@pytest.fixture
def locked(run: Run, lock: Path) -> Path:
    """A lock of the app as it is."""
    run("--cors-update").assert_outcomes(passed=3)
    return lock


@pytest.mark.parametrize("args", [(), ("-n", "1")], ids=["alone", "xdist"])
@pytest.mark.usefixtures("locked")
def test_a_change_is_in_the_reports(run: Run, pytester: pytest.Pytester, args: tuple[str, ...]) -> None:
    result = run(*args, "--tb=no", "--cors-report", "--cors-report=json", EXPOSES="X-Total X-New")
    result.stdout.fnmatch_lines(
        [
            "3 changes against the lock, cors.lock",
            "  More is allowed:",
            "    GET /health: * may now read the header X-New",
        ]
    )
    (lock,) = json.loads(pytester.path.joinpath("cors-report.json").read_text(encoding="utf-8"))["locks"]
    assert lock["lock"] == "cors.lock"
    assert {change["kind"] for change in lock["changes"]} == {"more"}


def test_without_a_lock_there_is_nothing_to_compare(run: Run, lock: Path) -> None:
    result = run("-v")
    result.assert_outcomes(passed=2)
    assert "cors.lock" not in str(result.stdout)
    assert not lock.exists()


def test_a_lock_is_asked_for(run: Run, lock: Path) -> None:
    result = run("--cors-lock")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*there is no cors.lock; pytest --cors-update writes it, and --cors-lock asks for it"])
    assert not lock.exists()


def test_a_lock_is_asked_for_in_the_configuration(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncors_lock = true\n")
    run().assert_outcomes(passed=2, failed=1)


def test_a_lock_is_written_and_holds(run: Run, lock: Path) -> None:
    result = run("--cors-update")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*CORS lock*", "cors.lock is written: 3 routes and methods, * origins"])
    text = lock.read_text(encoding="utf-8")
    assert "\nGET /users  https://app.example.com  may read, not with credentials: InvalidAllowCredentials; " in text
    assert "\nPUT /users  *  denied, PreflightMissingAllowOriginHeader\n" in text
    assert sorted(text.split("\n\n")[1:], key=lambda part: part.split()[1]) == text.split("\n\n")[1:]
    run("-v", "--cors-lock").stdout.fnmatch_lines(["cors.toml::[[]lock[]] PASSED*"])


def test_the_same_is_not_written_again(run: Run, locked: Path) -> None:
    os.utime(locked, (1, 1))
    run("--cors-update").stdout.fnmatch_lines(["cors.lock is up to date"])
    assert locked.stat().st_mtime == 1


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            {"ORIGINS": ".*"},
            [
                "More is allowed:",
                "  GET /health: https://evil.example and * others may now read, * (was: denied, Missing*)",
            ],
        ),
        (
            {"CREDENTIALS": "1"},
            [
                "More is allowed:",
                "  GET /health: https://a*m and https://a*m may now read with credentials (was: may read, not with *)",
            ],
        ),
        (
            {"ORIGINS": "https://app.example.com https://admin.example.com https://new.example.net"},
            ["More is allowed:", "  GET /health: https://new.example.net may read, *, and is not in the lock"],
        ),
        (
            {"METHODS": "GET"},
            ["Less is allowed:", "  PUT /users: *may no longer send: denied, MethodDisallowedByPreflightResponse *"],
        ),
        ({"EXPOSES": "X-Total X-Internal"}, ["More is allowed:", "*: * may now read the header X-Internal"]),
        ({"AGE": "6000"}, ["Otherwise:", "*: * told to keep the preflight's answer for 6000 s (was: 600 s)"]),
        ({"BARE": "1"}, ["Otherwise:", "*: * get an answer without Vary: Origin now, which a cache may hand *"]),
    ],
    ids=["every origin", "credentials", "an origin", "a method", "an exposed header", "max age", "Vary"],
)
def test_a_change_fails_in_the_words_of_the_field(
    run: Run, locked: Path, change: dict[str, str], lines: list[str]
) -> None:
    before = locked.read_bytes()
    result = run("-k", "lock", **change)
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(
        ["cors.lock: the app does not do what is locked: *", *lines, "If this is meant: pytest --cors-update writes *"]
    )
    assert locked.read_bytes() == before
    updated = run("-k", "lock", "--cors-update", **change)
    updated.assert_outcomes(passed=1, deselected=2)
    updated.stdout.fnmatch_lines(["cors.lock is written", *lines])
    run("-k", "lock", **change).assert_outcomes(passed=1, deselected=2)


def test_lists_are_sets(run: Run, locked: Path) -> None:
    run("--cors-update", EXPOSES="X-A X-B").assert_outcomes(passed=3)
    run(EXPOSES="X-B x-a").assert_outcomes(passed=3)


# What a lock may look like


def test_a_merge_conflict_is_named_and_updated_away(run: Run, locked: Path) -> None:
    text = locked.read_text(encoding="utf-8")
    locked.write_text(f"{text}<<<<<<< ours\n=======\n>>>>>>> theirs\n", encoding="utf-8")
    result = run()
    result.assert_outcomes(passed=2, failed=1)
    line = text.count("\n") + 1
    result.stdout.fnmatch_lines([f"cors.lock:{line}:1: line='<<<<<<< ours' is a merge conflict; take either side; *"])
    run("--cors-update").assert_outcomes(passed=3)
    assert locked.read_text(encoding="utf-8") == text


def test_an_edit_by_hand_is_named(run: Run, locked: Path) -> None:
    text = locked.read_text(encoding="utf-8")
    locked.write_text(text.replace("max-age 600", "max-age 60"), encoding="utf-8")
    run().stdout.fnmatch_lines(["*are told to keep the preflight's answer for 600 s (was: 60 s)*"])
    locked.write_text(text.replace("max-age 600", "max-age long", 1), encoding="utf-8")
    run().stdout.fnmatch_lines(["cors.lock:*:1: line=* has a max-age that is no number: 'long'; *"])


# When it is not written


def test_a_run_that_is_broken_off_writes_nothing(run: Run, locked: Path, pytester: pytest.Pytester) -> None:
    before = locked.read_bytes()
    pytester.makepyfile(test_stop="def test_stop(): raise KeyboardInterrupt")
    result = run("--cors-update", "cors.toml", "test_stop.py", AGE="6000", alone=True)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["cors.lock is not written: the run was broken off"])
    assert locked.read_bytes() == before


def test_a_lock_whose_test_was_not_run_stays(run: Run, locked: Path) -> None:
    before = locked.read_bytes()
    result = run("--cors-update", "-k", "everything", AGE="6000")
    result.stdout.fnmatch_lines(["no lock is written: no contract file has come to its test of the lock"])
    assert locked.read_bytes() == before


def test_what_a_rate_limit_lets_see_is_not_written(run: Run, lock: Path) -> None:
    result = run("--cors-update", "-k", "lock", LIMIT="1")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["cors.lock is not written: GET /health answers 429, Too Many Requests: *"])
    assert not lock.exists()


def test_an_app_that_fails_to_start_leaves_the_lock(run: Run, locked: Path) -> None:
    before = locked.read_bytes()
    run("--cors-update", AGE="long").assert_outcomes(errors=3)
    assert locked.read_bytes() == before


def test_what_cannot_be_written_fails_the_run(
    run: Run, lock: Path, monkeypatch: pytest.MonkeyPatch, pytester: pytest.Pytester
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    result = run("--cors-update")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["cors.lock is not written: no space left"])
    assert not [path.name for path in pytester.path.iterdir() if "lock" in path.name]


def test_without_cors_nothing_is_written(run: Run, lock: Path) -> None:
    run("--cors-update", "--no-cors").assert_outcomes(skipped=3)
    assert not lock.exists()


# Several processes, environments, apps


def test_with_workers_only_the_controller_writes(run: Run, lock: Path) -> None:
    result = run("--cors-update", "-n", "2", "-p", "xdist", alone=True)
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["cors.lock is written: 3 routes and methods, * origins"])
    text = lock.read_text(encoding="utf-8")
    changed = run("-n", "2", "-p", "xdist", AGE="6000", alone=True)
    changed.assert_outcomes(passed=2, failed=1)
    run("--cors-update", "-p", "no:xdist").stdout.fnmatch_lines(["cors.lock is up to date"])
    assert lock.read_text(encoding="utf-8") == text


def test_a_worker_that_dies_leaves_the_lock(run: Run, locked: Path, pytester: pytest.Pytester) -> None:
    before = locked.read_bytes()
    pytester.makepyfile(test_crash="import os\ndef test_crash(): os._exit(1)")
    run("--cors-update", "-n", "1", "-p", "xdist", "cors.toml", "test_crash.py", AGE="6000", alone=True)
    assert locked.read_bytes() == before


def test_an_environment_has_a_lock_of_its_own(run: Run, locked: Path) -> None:
    before = locked.read_bytes()
    run("--cors-update", "--cors-env", "staging").assert_outcomes(passed=3)
    assert locked.read_bytes() == before
    other = locked.with_name("cors.staging.lock").read_text(encoding="utf-8")
    assert other.split("asked", 1)[0] == before.decode().split("asked", 1)[0]
    run("--cors-env", "staging", "--cors-lock").assert_outcomes(passed=3)
    run("--cors-env", "staging", "-k", "lock", AGE="6000").assert_outcomes(failed=1, deselected=2)


def test_each_parametrised_app_has_a_lock_of_its_own(run: Run, lock: Path) -> None:
    two = {"arguments": "(params=[1, 2], ids=['one', 'a b'])", "request": "request"}
    run("--cors-update", **two).assert_outcomes(passed=6)
    assert sorted(path.name for path in lock.parent.glob("*.lock")) == ["cors.a-b.lock", "cors.one.lock"]
    run("--cors-lock", **two).assert_outcomes(passed=6)
    run("-k", "lock", AGE="6000", **two).assert_outcomes(failed=2, deselected=4)
