"""The marker: which tests it makes, what they are called, what they check."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_cors.contract.arguments import READERS
from pytest_cors.plugin import SIGNATURE

Project = Callable[..., pytest.RunResult]
Names = Callable[[str], list[str]]


def test_the_registered_signature_has_every_argument(project: Project) -> None:
    arguments = [part.split("=")[0] for part in SIGNATURE[len("cors(") : -1].split(", ")]
    assert [argument for argument in arguments if argument != "*"] == list(READERS)
    project("", "--markers").stdout.fnmatch_lines([f"@pytest.mark.{SIGNATURE.replace('*', '[*]')}: *"])


# -- tests that it makes


def test_one_marker_one_test(names: Names) -> None:
    assert names('@pytest.mark.cors("/users", origin=APP, expect="allowed")\ndef test_users(): ...') == [
        "test_users[GET /users-https://app.example.com-allowed]"
    ]


def test_lists_make_one_test_each(names: Names) -> None:
    module = """
        @pytest.mark.cors("/users", origin=[APP, "null"], method=["GET", "HEAD"], expect="denied")
        def test_users(): ...
        """
    assert names(module) == [
        "test_users[GET /users-https://app.example.com-denied]",
        "test_users[GET /users-null-denied]",
        "test_users[HEAD /users-https://app.example.com-denied]",
        "test_users[HEAD /users-null-denied]",
    ]


def test_stacked_markers_in_the_order_of_the_source(names: Names) -> None:
    module = """
        @pytest.mark.cors("/me", origin=APP, expect="allowed")
        @pytest.mark.cors("/me", origin=APP, credentials="include", expect="allowed")
        @pytest.mark.cors("/users", origin=EVIL, expect="denied", id="strangers")
        @pytest.mark.cors("/users", origin=EVIL, expect="denied", id="strangers")
        def test_it(): ...
        """
    assert names(module) == [
        "test_it[GET /me-https://app.example.com-allowed-same-origin]",
        "test_it[GET /me-https://app.example.com-allowed-include]",
        "test_it[strangers]",
        "test_it[strangers-2]",
    ]


def test_together_with_parametrize(names: Names) -> None:
    module = """
        @pytest.mark.parametrize("number", [1, 2])
        @pytest.mark.cors("/users", origin=[APP, ADMIN], expect="allowed")
        def test_users(number): ...
        """
    assert sorted(names(module)) == sorted(
        f"test_users[GET /users-{origin}-allowed-{number}]"
        for number in (1, 2)
        for origin in ("https://app.example.com", "https://admin.example.com")
    )


def test_defaults_leave_a_name_alone_and_lists_of_them_make_one_test_each(names: Names) -> None:
    module = """
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_one(cors_client): ...

        @pytest.mark.cors(origin=[APP, EVIL])
        def test_two(cors_client): ...

        @pytest.mark.cors(origin=APP, id="named")
        def test_three(cors_client): ...
        """
    assert names(module) == [
        "test_one",
        "test_two[https://app.example.com]",
        "test_two[https://evil.example]",
        "test_three[named]",
    ]


def test_names_do_not_depend_on_the_browser_option(project: Project) -> None:
    module = '@pytest.mark.cors("/users", origin=[APP, EVIL], expect="denied")\ndef test_users(): ...'
    plain = project(module, "--collect-only", "-q").outlines
    other = project(module, "--collect-only", "-q", "--cors-browser", "webkit", "--cors-browser", "firefox").outlines
    assert [line for line in plain if "::" in line] == [line for line in other if "::" in line]


# -- what they check


def test_the_check_runs_for_a_function_that_names_no_fixture(project: Project) -> None:
    module = """
        @pytest.mark.cors("/users", origin=[APP, EVIL], expect="allowed")
        def test_users(): ...
        """
    result = project(module, alone=True)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_users[[]GET /users-https://evil.example-allowed[]]*"])


def test_first_the_check_then_the_body(project: Project) -> None:
    module = """
        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_users(app):
            assert app.seen == ["GET /users"]
            print("the body has run")
        """
    result = project(module, "-s")
    result.assert_outcomes(passed=1, failed=1)
    assert str(result.stdout).count("the body has run") == 1


def test_the_client_of_the_body_is_bound_to_the_marker(project: Project) -> None:
    module = """
        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        @pytest.mark.cors("/users", origin=EVIL, expect="denied")
        def test_users(cors_client, app):
            assert cors_client.get("/me").cors.page.origin in {APP, EVIL}
            assert app.seen == ["GET /users", "GET /me"]
        """
    project(module).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        ('"/users", origin=APP, expect="allowed"', "passed"),
        ('"/users", origin=APP, expect="allowed", status=200', "passed"),
        ('"/users", origin=APP, expect="allowed", status=404', "failed"),
        ('"/users", origin=APP, expect="allowed", exposes="X-Total-Count"', "passed"),
        ('"/users", origin=APP, expect="allowed", exposes=["X-Total-Count", "X-Internal"]', "failed"),
        ('"/users", origin=APP, expect="allowed", preflight=False', "passed"),
        ('"/users", origin=APP, expect="allowed", preflight=True', "failed"),
        ('"/users", origin=APP, expect="allowed", headers=["Authorization"], preflight=True, max_age=600', "passed"),
        ('"/users", origin=APP, expect="allowed", headers=["Authorization"], max_age=601', "failed"),
        ('"/users", origin=APP, expect="allowed", max_age=600', "failed"),
        ('"PUT /users/1", origin=APP, expect="allowed", credentials="include"', "passed"),
        ('"DELETE /users/1", origin=APP, expect="allowed"', "failed"),
        ('"DELETE /users/1", origin=APP, expect="denied", sent=False', "passed"),
        ('"DELETE /users/1", origin=APP, expect="denied", reason="MethodDisallowedByPreflightResponse"', "passed"),
        ('"DELETE /users/1", origin=APP, expect="denied", reason="HeaderDisallowedByPreflightResponse"', "failed"),
        ('"/users", origin=APP, expect="denied"', "failed"),
        ('"/users", origin=EVIL, expect="denied", sent=True', "passed"),
        ('"/users", origin=EVIL, expect="denied", sent=False', "failed"),
        ('"/users", origin="null", expect="denied"', "passed"),
        ('"/users", origin=APP, headers=["X-Debug"], expect="denied"', "passed"),
        ('"/me", origin=APP, expect="allowed", status=401, credentials="include"', "passed"),
        ('"/crash", origin=APP, expect="allowed"', "failed"),
        ('"/crash", origin=APP, expect="allowed", status=500', "passed"),
        ('"/crash", origin=EVIL, expect="denied"', "failed"),
        ('"/crash", origin=EVIL, expect="denied", reason="MissingAllowOriginHeader"', "passed"),
        ('"/nowhere", origin=APP, expect="allowed"', "failed"),
        ('"/nowhere", origin=APP, expect="allowed", status=404', "passed"),
        ('"/nowhere", origin=EVIL, expect="denied"', "failed"),
        ('"PUT /users", origin=EVIL, expect="denied"', "failed"),
        ('"/users", origin="https://localhost", expect="denied"', "failed"),
        ('"/users", origin="https://localhost", expect="allowed"', "failed"),
    ],
)
def test_what_passes(project: Project, arguments: str, outcome: str) -> None:
    result = project(f"@pytest.mark.cors({arguments})\ndef test_it(): ...")
    result.assert_outcomes(**{outcome: 1})


def test_defaults_of_modules_and_classes(project: Project) -> None:
    module = """
        pytestmark = pytest.mark.cors(origin=EVIL, expect="allowed")

        @pytest.mark.cors(origin=APP)
        class TestApp:
            @pytest.mark.cors("/users")
            def test_users(self): ...

            def test_client(self, cors_client):
                assert cors_client.get("/users").status_code == 200

            @pytest.mark.cors("/users", origin=EVIL, expect="denied")
            def test_strangers(self): ...

        @pytest.mark.cors("/users", expect="denied")
        def test_module(): ...
        """
    project(module).assert_outcomes(passed=4)


def test_a_subclass_is_closer_than_its_base(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=EVIL, expect="denied")
        class TestBase:
            @pytest.mark.cors("/users")
            def test_users(self): ...

        @pytest.mark.cors(origin=APP, expect="allowed")
        class TestDerived(TestBase):
            pass
        """
    result = project(module, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*TestDerived::test_users[[]GET /users-https://app.example.com-allowed[]] PASSED*"])


def test_methods_of_every_kind(project: Project) -> None:
    module = """
        class TestUsers:
            @staticmethod
            @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
            def test_static(): ...

            @classmethod
            @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
            def test_class(cls): ...

            @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
            def test_plain(self): ...
        """
    project(module).assert_outcomes(failed=3)


def test_a_decorator_between_the_marker_and_the_test(project: Project) -> None:
    module = """
        import functools

        def decorated(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs)
            return wrapper

        @decorated
        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_inside(): ...

        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        @decorated
        def test_outside(): ...
        """
    project(module).assert_outcomes(failed=2)


def test_marks_that_are_put_on_by_hand(project: Project) -> None:
    module = """
        def test_one(): ...
        test_one.pytestmark = pytest.mark.cors("/users", origin=EVIL, expect="allowed").mark

        def test_two(cors_client):
            cors_client.get("/users")
        test_two.pytestmark = [pytest.mark.cors(None, origin=EVIL, expect="denied").mark]
        """
    project(module).assert_outcomes(passed=1, failed=1)


def test_marks_of_pytest_work_as_ever(project: Project) -> None:
    module = """
        @pytest.mark.xfail(strict=True)
        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_xfail(): ...

        @pytest.mark.skip
        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_skip(): ...

        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_skipped_by_the_body():
            pytest.skip("later")
        """
    project(module).assert_outcomes(xfailed=1, skipped=2)


def test_subtests_are_left_alone(project: Project) -> None:
    if not hasattr(pytest, "Subtests"):
        pytest.skip("this pytest has none")
    module = """
        @pytest.mark.cors("/users", origin=APP, expect="allowed")
        def test_users(subtests):
            with subtests.test("inner"):
                assert True
        """
    assert project(module).ret == 0
