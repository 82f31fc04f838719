"""What a person sees when a check fails: their own lines, the story, and nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

Project = Callable[..., pytest.RunResult]


def failure(result: pytest.RunResult) -> list[str]:
    """The lines of the one failure, without its title."""
    lines = result.outlines
    start = next(at for at, line in enumerate(lines) if re.match(r"_+ .* _+$", line)) + 1
    ends = (at for at, line in enumerate(lines) if at > start and re.match(r"(=+|-+) .* (=+|-+)$", line))
    return lines[start : next(ends)]


def test_a_check_without_a_body_is_the_story_alone(project: Project) -> None:
    result = project('@pytest.mark.cors("/users", origin=EVIL, expect="allowed")\ndef test_users(): ...')
    lines = failure(result)
    assert lines[0].startswith("denied[MissingAllowOriginHeader]")
    assert "  declared  GET /users from https://evil.example: allowed" in lines
    assert not [line for line in lines if line.startswith(("E ", ">")) or ".py" in line]
    assert max(map(len, lines)) <= 80
    result.stdout.fnmatch_lines(
        ["FAILED test_it.py::test_users[[]GET /users-https://evil.example-allowed[]] - expected allowed, got denied: *"]
    )


def test_a_request_of_the_body_shows_the_line_that_made_it(project: Project) -> None:
    module = """
        def users(client):
            return client.get("/users")

        @pytest.mark.cors(origin=EVIL, expect="allowed")
        def test_users(cors_client):
            users(cors_client)
        """
    lines = failure(project(module))
    assert [re.sub(r":\d+:", ":", line) for line in lines[:5]] == [
        "test_it.py: in test_users",
        "    users(cors_client)",
        "test_it.py: in users",
        '    return client.get("/users")',
        "",
    ]
    assert lines[5].startswith("denied[MissingAllowOriginHeader]")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('cors_client.assert_allowed("/users", origin=EVIL)', "denied[[]MissingAllowOriginHeader[]]: *"),
        ('cors_client.assert_denied("/users", origin=APP)', "*declared denied*"),
        ('cors_client.get("/users", origin=EVIL).status_code', "denied[[]MissingAllowOriginHeader[]]: *"),
        ('cors_client.get("/users", origin=APP + "/")', "origin='https://app.example.com/' *"),
        ('cors_client.get("/users", origin=APP, mode="bogus")', "mode 'bogus': *"),
        ('cors_client.get("https://elsewhere.example/", origin=APP)', "not modelled: *"),
    ],
)
def test_every_error_of_ours_is_shown_plainly(project: Project, body: str, line: str) -> None:
    result = project(f"def test_it(cors_client):\n    {body}")
    result.assert_outcomes(failed=1)
    lines = failure(result)
    assert lines[0] == "test_it.py:7: in test_it"
    assert lines[1].strip() == body
    pytest.LineMatcher(lines).fnmatch_lines([line])
    assert not [line for line in lines if line.startswith(("E ", ">"))]
    assert "pytest_cors/" not in "\n".join(lines)


def test_a_wrong_argument_is_a_type_error_at_the_users_line(project: Project) -> None:
    lines = failure(project("def test_it(cors_client):\n    cors_client.get('/users', orgin=APP)"))
    assert lines[-1] == "test_it.py:7: TypeError"
    assert "pytest_cors/" not in "\n".join(lines)


def test_other_failures_look_as_ever(project: Project) -> None:
    module = """
        @pytest.mark.cors(origin=APP, expect="allowed")
        def test_it(cors_client):
            assert cors_client.get("/users").json == [2]
        """
    lines = failure(project(module))
    pytest.LineMatcher(lines).fnmatch_lines(['>       assert cors_client.get("/users").json == [[]2[]]', "E *"])


def test_an_error_of_ours_in_a_fixture(project: Project) -> None:
    module = """
        @pytest.fixture
        def users(cors_client):
            return cors_client.assert_allowed("/users", origin=EVIL)

        def test_it(users): ...
        """
    result = project(module)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["test_it.py:*: in users", "denied[[]MissingAllowOriginHeader[]]*"])


def test_colours_where_the_terminal_has_them(project: Project) -> None:
    module = '@pytest.mark.cors("/users", origin=EVIL, expect="allowed")\ndef test_users(): ...'
    coloured = str(project(module, "--color=yes").stdout)
    plain = str(project(module, "--color=no").stdout)
    headline = next(line for line in coloured.splitlines() if "MissingAllowOriginHeader]" in line)
    assert "\x1b[" in headline
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", headline) in plain


def test_everything_is_there_for_who_asks(project: Project) -> None:
    module = '@pytest.mark.cors("/users", origin=EVIL, expect="allowed")\ndef test_users(): ...'
    result = project(module, "--full-trace")
    result.stdout.fnmatch_lines(["*pytest_cors*client.py*", "E *ContractViolation: denied*"])


@pytest.mark.parametrize("style", ["long", "short", "line", "native", "no"])
def test_styles_of_tracebacks(project: Project, style: str) -> None:
    module = '@pytest.mark.cors("/users", origin=EVIL, expect="allowed")\ndef test_users(): ...'
    result = project(module, f"--tb={style}")
    result.assert_outcomes(failed=1)
    assert "Traceback" not in str(result.stdout)
    assert "INTERNALERROR" not in str(result.stdout)
    assert ("  declared  " in str(result.stdout)) == (style not in {"line", "no"})
    assert "pytest_cors/" not in str(result.stdout)
    if style == "line":
        result.stdout.fnmatch_lines(["*/test_it.py:*: expected allowed, got denied: *"])


def test_the_exception_of_a_view_is_told(project: Project) -> None:
    lines = failure(project('@pytest.mark.cors("/crash", origin=APP, expect="allowed")\ndef test_crash(): ...'))
    text = " ".join(" ".join(lines).split())
    assert "RuntimeError: the view has crashed" in text


def test_a_violation_is_an_assertion_that_can_be_caught(project: Project) -> None:
    module = """
        from pytest_cors import ContractViolation

        def test_it(cors_client):
            with pytest.raises(AssertionError) as caught:
                cors_client.assert_allowed("/users", origin=EVIL)
            assert caught.type is ContractViolation
            assert caught.value.mismatches and caught.value.result.denied
        """
    project(module).assert_outcomes(passed=1)


def test_xfail_by_its_class(project: Project) -> None:
    module = """
        from pytest_cors import ContractViolation

        @pytest.mark.xfail(raises=ContractViolation, strict=True)
        @pytest.mark.cors("/users", origin=EVIL, expect="allowed")
        def test_it(): ...
        """
    result = project(module, "-rx")
    result.assert_outcomes(xfailed=1)
