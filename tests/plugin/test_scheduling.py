"""However pytest-xdist shares out the work, the tests of one contract file go to everybody."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from pathlib import Path

import pytest

from pytest_cors.plugin.scheduling import split_contracts

CONTRACT = """
[contract]
app = "shop:create_app"

[[allow]]
routes = "/*"
origins = ["https://app.example.com"]
"""

APP = """
from flask import Flask
from flask_cors import CORS

def create_app():
    app = Flask("shop", static_folder=None)
    CORS(app, origins=["https://app.example.com"], allow_headers=[])
    for number in range(12):
        app.add_url_rule(f"/{number}", str(number), lambda: "tea")
    return app
"""

PLUGINS = ("-p", "no:flask", "-p", "no:randomly", "-p", "no:hypothesispytest")


@pytest.fixture
def shop(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makefile(".toml", cors=CONTRACT)
    pytester.path.joinpath("shop.py").write_text(APP, encoding="utf-8")
    return pytester


def shares(result: pytest.RunResult) -> list[int]:
    """How many tests each worker had, the least first."""
    return sorted(Counter(line[1:4] for line in result.outlines if line.startswith("[gw")).values())


@pytest.mark.parametrize("dist", ["load", "loadscope", "loadfile", "loadgroup", "worksteal"])
def test_each_worker_has_its_share(shop: pytest.Pytester, dist: str) -> None:
    result = shop.runpytest_subprocess(*PLUGINS, "-n2", "--dist", dist, "-v", "--cors-report=json:it.json")
    result.assert_outcomes(passed=24)
    least, most = shares(result)
    assert least >= 2, (least, most)  # a busy machine may start the second late; in one piece there is but one share
    report = json.loads(shop.path.joinpath("it.json").read_text(encoding="utf-8"))
    assert report["complete"]
    assert len({record["nodeid"] for record in report["records"]}) == 24


@pytest.mark.parametrize("dist", ["loadscope", "loadfile"])
def test_other_files_stay_in_one_piece(shop: pytest.Pytester, dist: str) -> None:
    shop.makepyfile(test_it="import pytest\n\n@pytest.mark.parametrize('number', range(9))\ndef test(number): ...\n")
    result = shop.runpytest_subprocess(*PLUGINS, "-n2", "--dist", dist, "-v", "test_it.py")
    result.assert_outcomes(passed=9)
    assert shares(result) == [9]


def test_a_group_stays_in_one_piece() -> None:
    class Scheduler:
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.rsplit("@", maxsplit=1)[-1] if "@" in nodeid else nodeid.partition("::")[0]

    scheduler = Scheduler()
    split_contracts(scheduler)
    grouped, alone, other = "api/cors.toml::/a[spa]@together", "api/cors.toml::/a[spa]", "test_it.py::test_a"
    assert [*map(scheduler._split_scope, (grouped, alone, other))] == ["together", alone, "test_it.py"]


def test_a_scheduler_without_scopes_is_left_alone() -> None:
    scheduler = object()
    split_contracts(scheduler)
    assert not hasattr(scheduler, "_split_scope")


def test_records_come_home_over_ssh(shop: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an ssh that goes nowhere: it runs here what it should run there."""
    ssh = shop.mkdir("bin").joinpath("ssh")
    ssh.write_text('#!/bin/sh\nwhile [ "$1" != elsewhere ]; do shift; done\nshift\nexec sh -c "$*"\n', encoding="utf-8")
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", str(ssh.parent), prepend=":")
    there = f"2*ssh=elsewhere//python={shlex.quote(sys.executable)}//chdir={shop.path}"
    result = shop.runpytest_subprocess(*PLUGINS, "--dist=load", f"--tx={there}", "--cors-report=json:it.json")
    result.assert_outcomes(passed=24)
    report = json.loads(Path("it.json").read_text(encoding="utf-8"))
    assert report["complete"]
    assert len({record["nodeid"] for record in report["records"]}) == 24
