"""What cannot be meant stops the run at collection, says where, and says everything at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]


def usage_error(result: pytest.RunResult) -> str:
    """The message of a run that was stopped, without a traceback of ours."""
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    message = str(result.stderr)
    assert "Traceback" not in message + str(result.stdout)
    assert "pytest_cors/" not in message + str(result.stdout)
    return message


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ('"/users", origin=APP, expect="alowed"', ["expect='alowed'", "allowed, denied", "Did you mean 'allowed'?"]),
        ('"/users", orign=APP, expect="allowed"', ["'orign'", "Did you mean 'origin'?", "credentials"]),
        ('"/users", origin=APP + "/", expect="allowed"', ["'https://app.example.com'", "slash"]),
        ('"/users", origin=APP + "/x", expect="allowed"', ["'https://app.example.com'"]),
        ('"/users", origin="https://App.example.com", expect="allowed"', ["'https://app.example.com'"]),
        ('"/users", origin="https://app.example.com:443", expect="allowed"', ["'https://app.example.com'"]),
        ('"/users", origin=APP, expect="allowed", method="PSOT"', ["method='PSOT'", "Did you mean 'POST'?"]),
        ('"/users", origin=APP, expect="denied", reason="MissingAllowOrigin"', ["'MissingAllowOriginHeader'"]),
        ('"/users", origin=APP, expect="denied", status=200', ["status=200", "contradicts expect='denied'"]),
        ('"/users", origin=APP, expect="allowed", sent=False', ["sent=False", "contradicts expect='allowed'"]),
        ('"/users", origin=APP', ["expect='allowed' or expect='denied'"]),
        ('"/users", expect="allowed"', ["has no origin"]),
        ('"/users/<id>", origin=APP, expect="allowed"', ["URL rule"]),
        ('"/users", origin=APP, expect="allowed", browser="safari"', ["chromium, firefox, webkit"]),
        ("origin=APP, status=200", ["status=200 stands without expect="]),
    ],
)
def test_one_mistake(project: Project, arguments: str, parts: list[str]) -> None:
    message = usage_error(project(f"@pytest.mark.cors({arguments})\ndef test_users(cors_client): ..."))
    assert message.startswith("ERROR: test_it.py::test_users: ")
    assert [part for part in parts if part not in message] == []


def test_all_mistakes_at_once_and_each_once(project: Project) -> None:
    module = """
        pytestmark = pytest.mark.cors(credentials="inclde")

        @pytest.mark.cors("/users", origin=APP, expect="alowed", method="PSOT")
        def test_one(): ...

        @pytest.mark.cors("/users", origin="app.example.com", expect="allowed")
        class TestTwo:
            def test_a(self): ...
            def test_b(self): ...
        """
    message = usage_error(project(module, alone=True))
    assert message.count("inclde") == 1
    assert message.count("test_it.py::TestTwo: ") == 2  # its route is misplaced, and its origin is none
    for part in ("test_it.py::test_one: expect='alowed'", "PSOT", "'https://app.example.com'", "function"):
        assert part in message


def test_nothing_has_run(project: Project) -> None:
    module = """
        def test_fine():
            print("has run")

        @pytest.mark.cors("/users", origin=APP, expect="alowed")
        def test_users(): ...
        """
    result = project(module, "-s")
    usage_error(result)
    assert "has run" not in str(result.stdout)


def test_a_route_on_a_class(project: Project) -> None:
    module = """
        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        class TestUsers:
            def test_it(self): ...
        """
    assert "test_it.py::TestUsers: route='/users'" in usage_error(project(module))


def test_a_route_on_a_module(project: Project) -> None:
    module = """
        pytestmark = [pytest.mark.cors("/users", origin=APP, expect="allowed")]

        def test_it(): ...
        """
    assert "test_it.py: route='/users'" in usage_error(project(module))


@pytest.mark.parametrize("arguments", ['"/users", origin=APP, expect="allowed"', "origin=APP"])
def test_unittest(project: Project, arguments: str) -> None:
    module = f"""
        import unittest

        class TestUsers(unittest.TestCase):
            @pytest.mark.cors({arguments})
            def test_it(self):
                pass
        """
    message = usage_error(project(module))
    assert "test_it.py::TestUsers::test_it" in message
    assert "unittest.TestCase" in message


def test_unittest_may_take_the_client_by_an_autouse_fixture(project: Project) -> None:
    module = """
        import unittest

        @pytest.mark.cors(origin=APP, expect="allowed")
        class TestUsers(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def take(self, cors_client):
                self.client = cors_client

            def test_request(self):
                assert self.client.get("/users").status_code == 200

            def test_no_request(self):
                pass
        """
    result = project(module)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*checked nothing: it made no request*"])


def test_a_route_inside_a_parameter(project: Project) -> None:
    module = """
        @pytest.mark.parametrize(
            "number", [pytest.param(1, marks=pytest.mark.cors("/users", origin=EVIL, expect="allowed"))]
        )
        def test_users(number): ...
        """
    assert "pytest.param" in usage_error(project(module))


def test_defaults_inside_a_parameter_are_the_closest(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP)
        @pytest.mark.parametrize(
            "origin",
            [APP, pytest.param(EVIL, marks=pytest.mark.cors(origin=EVIL))],
        )
        def test_users(cors_client, origin):
            assert cors_client.get("/users").cors.page.origin == origin
        """
    project(module).assert_outcomes(passed=2)


def test_under_xdist_it_is_an_error_of_collection(project: Project) -> None:
    module = """
        def test_fine(): ...

        @pytest.mark.cors("/users", origin=APP, expect="alowed")
        def test_users(): ...
        """
    result = project(module, "-n", "2", alone=True)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*ERROR collecting cors markers*", "test_it.py::test_users: expect='alowed'*"])
    assert "INTERNALERROR" not in str(result.stdout)
    assert "passed" not in str(result.stdout)
