"""A run that checks no CORS loads next to nothing of ours, and one sign of it is enough for the rest to come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]

ALWAYS = (
    "pytest_cors pytest_cors.plugin pytest_cors.plugin.fixtures pytest_cors.plugin.options pytest_cors.plugin.parts"
)

WITH_WORKERS = " pytest_cors.plugin.progress pytest_cors.plugin.scheduling"

PLUGINS = ("-p", "no:flask", "-p", "no:randomly", "-p", "no:hypothesispytest")

LOADED = """
    import sys

    def pytest_unconfigure(config):
        if not hasattr(config, "workerinput"):
            print("loaded:", *sorted(name for name in sys.modules if name.split(".")[0] == "pytest_cors"))
"""


@pytest.mark.parametrize("arguments", [(), ("--collect-only",), ("-n1",), ("--help",)], ids=" ".join)
def test_a_run_without_cors_loads_four_modules(pytester: pytest.Pytester, arguments: tuple[str, ...]) -> None:
    pytester.makepyfile("def test_plain(client): ...")
    pytester.makepyprojecttoml("[project]")
    pytester.makeconftest(LOADED + "\n    import pytest\n\n    @pytest.fixture\n    def client(): ...")
    result = pytester.runpytest_subprocess(*PLUGINS, *arguments)
    assert result.ret == 0
    result.stdout.fnmatch_lines([f"loaded: {ALWAYS}{WITH_WORKERS * ('-n1' in arguments)}"])


@pytest.mark.parametrize(
    "sign",
    [
        ("--cors-report",),
        ("--cors-browser=firefox",),
        ("--cors-fail-under=1",),
        ("-o", "cors_report=term"),
        ("-o", "cors_lock=true"),
    ],
    ids=" ".join,
)
def test_an_option_is_a_sign(pytester: pytest.Pytester, sign: tuple[str, ...]) -> None:
    pytester.makepyfile("def test_plain(): ...")
    pytester.makeconftest(LOADED)
    result = pytester.runpytest_subprocess(*PLUGINS, *sign)
    result.stdout.fnmatch_lines(["loaded: *pytest_cors.plugin.reports*"])


def test_a_contract_in_a_folder_is_a_sign(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(LOADED)
    pytester.mkdir("inner").joinpath("api.cors.toml").write_text("[[allow]]\nroutes = 3\n", encoding="utf-8")
    result = pytester.runpytest_subprocess(*PLUGINS)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*api.cors.toml:2*routes=3*", "loaded: *pytest_cors.plugin.reports*"])


def test_a_client_that_nobody_named_fails_as_any_other(project: Project) -> None:
    module = """
        def test_it(request):
            client = request.getfixturevalue("cors_client")
            client.assert_allowed("/users", origin=EVIL)
        """
    result = project(module, alone=True)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*expected allowed, got denied: MissingAllowOriginHeader*"])
    assert "pytest_cors/plugin" not in result.stdout.str()


def test_a_worker_that_met_no_cors_is_not_missed(project: Project) -> None:
    module = """
        import time

        def test_plain():
            time.sleep(0.5)

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_users(): ...
        """
    result = project(module, "-n2", "--cors-report", alone=True)
    result.assert_outcomes(passed=2)
    assert "incomplete" not in result.stdout.str()
    assert "was lost" not in result.stdout.str()
