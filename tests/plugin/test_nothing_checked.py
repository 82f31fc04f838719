"""A marked test that checks nothing is an error, never a pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]


def why(result: pytest.RunResult) -> str:
    """What the one failure says."""
    result.assert_outcomes(failed=1)
    lines = [line for line in result.outlines if "checked nothing" in line and "FAILED" not in line]
    assert len(lines) == 1
    assert "test_it.py:" not in str(result.stdout).partition("FAILURES")[2].partition("short test summary")[0]
    return lines[0]


@pytest.mark.parametrize(
    "module",
    [
        "@pytest.mark.cors(origin=APP, expect='allowed')\ndef test_it(): ...",
        "@pytest.mark.cors(origin=APP)\ndef test_it(cors_client): ...",
        "pytestmark = pytest.mark.cors(origin=APP)\ndef test_it(cors_browser): ...",
        "@pytest.mark.cors(origin=APP)\ndef test_it(cors_client):\n    cors_client.visit('/users')",
    ],
)
def test_no_request(project: Project, module: str) -> None:
    assert "it made no request through cors_client" in why(project(module))


def test_no_request_under_the_expectation(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_it(cors_client):
            cors_client.get("/users", origin=EVIL)
        """
    assert "none of its requests was held" in why(project(module))


def test_an_expectation_of_the_call_counts(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_it(cors_client):
            cors_client.get("/users", origin=EVIL, expect="denied")
        """
    project(module).assert_outcomes(passed=1)


def test_a_client_that_the_body_asks_for_itself_counts(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_it(request):
            request.getfixturevalue("cors_client").get("/users")
        """
    project(module).assert_outcomes(passed=1)


def test_a_failure_and_a_skip_are_left_as_they_are(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP)
        def test_failure():
            assert False, "of its own"

        @pytest.mark.cors(origin=APP)
        def test_skip():
            pytest.skip("of its own")
        """
    result = project(module)
    result.assert_outcomes(failed=1, skipped=1)
    assert "checked nothing" not in str(result.stdout)


@pytest.mark.parametrize("arguments", ["origin=APP", '"/users", origin=APP, expect="allowed"'])
def test_async_that_nobody_runs(project: Project, arguments: str) -> None:
    module = f"""
        @pytest.mark.cors({arguments})
        async def test_it(cors_client):
            cors_client.get("/users")
        """
    result = project(module, "-p", "no:anyio", "-W", "ignore")
    result.assert_outcomes(failed=1)
    assert "async" in str(result.stdout)


def test_async_with_a_plugin_that_runs_it(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        async_runner="""
        import asyncio, inspect, pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_pyfunc_call(pyfuncitem):
            if inspect.iscoroutinefunction(pyfuncitem.obj):
                names = pyfuncitem._fixtureinfo.argnames
                asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
                return True
        """
    )
    module = """
        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        async def test_checked(): ...

        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        async def test_broken(): ...

        @pytest.mark.cors(origin=APP)
        async def test_client(cors_client):
            cors_client.get("/users")

        @pytest.mark.cors(origin=APP)
        async def test_nothing(cors_client): ...
        """
    pytester.syspathinsert()
    project(module, "-p", "async_runner").assert_outcomes(passed=2, failed=2)


def test_a_marker_that_comes_too_late(project: Project, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        late="""
        import pytest

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.cors("/users", origin="https://evil.example", expect="allowed"))
        """
    )
    pytester.syspathinsert()
    assert "after collection" in why(project("def test_it(): ...", "-p", "late"))


def test_a_client_of_somebody_else(project: Project) -> None:
    module = """
        @pytest.fixture
        def cors_client():
            return "mine"

        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_it(): ...
        """
    assert "not made from ours" in why(project(module))


def test_lists_in_defaults_need_the_fixture_by_name(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=[APP, EVIL])
        def test_it(request):
            request.getfixturevalue("cors_client")
        """
    result = project(module)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*has cors_client among its arguments*"])


def test_an_unmarked_test_may_take_the_client_and_do_nothing(project: Project) -> None:
    project("def test_it(cors_client): ...").assert_outcomes(passed=1)
