"""What has changed is told in the words of the field, and what is wider comes first."""

from __future__ import annotations

import pytest

from pytest_cors.policy.diff import Change, changes, listing, story
from pytest_cors.policy.observed import ANY, STRANGER, Decision, Policy, folded

SPA = "https://app.example.com"
USERS = ("/api/users", "GET")

READS = Decision()
SENDS = Decision(verb="send")
PLAIN = Decision(included="WildcardOriginNotAllowed")
DENIED = Decision(without="AllowOriginMismatch", included="AllowOriginMismatch")
ONLY_WITHOUT = "not with credentials: WildcardOriginNotAllowed"
WAS_READ = "was: may read with credentials"
UNKNOWN = Decision(unknown="answers 404 to a guessed value of id, give [samples]")


def policy(decisions: dict[str, Decision], *, place: tuple[str, str] = USERS, browser: str = "chromium") -> Policy:
    asked = tuple(sorted(decisions))
    return Policy(browser, asked, {place: folded(decisions)})


def told(was: Decision, now: Decision) -> list[tuple[str, str]]:
    found = changes(policy({STRANGER: DENIED, SPA: was}), policy({STRANGER: DENIED, SPA: now}))
    return [(change.kind, str(change)) for change in found]


def test_the_line_that_everybody_waits_for() -> None:
    before = policy({STRANGER: DENIED, SPA: READS})
    after = policy({STRANGER: READS, SPA: READS})
    assert [str(change) for change in changes(before, after)] == [
        "GET /api/users: https://evil.example may now read with credentials (was: denied, AllowOriginMismatch)"
    ]


@pytest.mark.parametrize(
    ("was", "now", "kind", "text"),
    [
        (DENIED, PLAIN, "more", f"may now read, {ONLY_WITHOUT} (was: denied, AllowOriginMismatch)"),
        (PLAIN, READS, "more", f"may now read with credentials (was: may read, {ONLY_WITHOUT})"),
        (READS, PLAIN, "less", f"may now only read, {ONLY_WITHOUT} (was: may read with credentials)"),
        (READS, DENIED, "less", "may no longer read: denied, AllowOriginMismatch (was: may read with credentials)"),
        (SENDS, DENIED, "less", "may no longer send: denied, AllowOriginMismatch (was: may send with credentials)"),
        (
            DENIED,
            Decision(without="MissingAllowOriginHeader", included="MissingAllowOriginHeader"),
            "other",
            "is still denied, MissingAllowOriginHeader (was: denied, AllowOriginMismatch)",
        ),
        (READS, UNKNOWN, "other", f"gets what is {UNKNOWN.verdict.replace('known', 'known any more')} ({WAS_READ})"),
        (UNKNOWN, READS, "more", f"may now read with credentials (was: {UNKNOWN})"),
        (UNKNOWN, DENIED, "other", f"is denied, AllowOriginMismatch (was: {UNKNOWN})"),
        (SENDS, READS, "other", "may now read with credentials (was: may send with credentials)"),
    ],
)  # fmt: skip
def test_verdicts(was: Decision, now: Decision, kind: str, text: str) -> None:
    assert told(was, now) == [(kind, f"GET /api/users: {SPA} {text}")]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({"headers": ("A",)}, {"headers": ("*",)}, [("more", "may now set any header (was: A)")]),
        ({"headers": ("*",)}, {"headers": ("A",)}, [("less", "may now set no headers but A (was: any)")]),
        ({"headers": ("*",)}, {}, [("less", "may now set no headers but the safelisted (was: any)")]),
        (
            {"headers": ("A", "B")},
            {"headers": ("B", "C", "D")},
            [("more", "may now set the headers C, D"), ("less", "may no longer set the header A")],
        ),
        ({"exposes": ("X-A",)}, {"exposes": ("X-A", "X-B")}, [("more", "may now read the header X-B")]),
        ({"exposes": ("X-A",)}, {"exposes": ()}, [("less", "may no longer read the header X-A")]),
        ({"exposes": ()}, {"exposes": ("*",)}, [("more", "may now read any header (was: none)")]),
        (
            {"max_age": 600},
            {"max_age": 86400},
            [("other", "is told to keep the preflight's answer for 86400 s (was: 600 s)")],
        ),
        (
            {"max_age": 600},
            {},
            [("other", "is told to keep the preflight's answer for 5 s, which is the default (was: 600 s)")],
        ),
        (
            {"vary": ("Origin",)},
            {},
            [("other", "gets an answer without Vary: Origin now, which a cache may hand to another page")],
        ),
        ({}, {"vary": ("Origin",)}, [("other", "gets an answer with Vary: Origin now")]),
    ],
)
def test_what_is_no_verdict(was: dict[str, object], now: dict[str, object], expected: list[tuple[str, str]]) -> None:
    seen = told(Decision(**was), Decision(**now))  # type: ignore[arg-type]
    assert seen == [(kind, f"GET /api/users: {SPA} {text}") for kind, text in expected]


@pytest.mark.parametrize("name", ["headers", "exposes", "vary"])
def test_lists_are_sets_and_case_is_nothing(name: str) -> None:
    one, other = Decision(**{name: ("X-A", "x-b")}), Decision(**{name: ("X-B", "x-a")})  # type: ignore[arg-type]
    assert told(one, other) == []


def test_a_denial_says_nothing_of_headers() -> None:
    assert [kind for kind, _ in told(Decision(headers=("A",), max_age=600), DENIED)] == ["less"]


# Who


def test_those_who_get_the_same_are_told_together() -> None:
    others = {f"https://{name}.example": DENIED for name in ("a", "b", "c")}
    before = policy({STRANGER: DENIED, SPA: READS, **others})
    after = policy({STRANGER: READS, SPA: READS, **dict.fromkeys(others, READS)})
    (change,) = changes(before, after)
    assert change.sentence.startswith("https://evil.example and 3 others may now read")
    two = changes(policy({STRANGER: DENIED, SPA: DENIED}), policy({STRANGER: Decision(), SPA: Decision()}))
    assert two[0].sentence.startswith(f"{SPA} and {STRANGER} may now") or two[0].sentence.startswith(f"{STRANGER} and")


def test_many_get_a_verb_in_the_plural() -> None:
    both = policy({STRANGER: Decision(vary=("Origin",)), SPA: Decision(vary=("Origin",))})
    (change,) = changes(both, policy({STRANGER: READS, SPA: READS}))
    assert " get an answer without Vary" in str(change)


def test_an_origin_that_was_not_asked_counts_where_it_gets_more_than_a_stranger() -> None:
    before = policy({STRANGER: DENIED})
    after = policy({STRANGER: DENIED, SPA: Decision(headers=("A",))})
    assert [(each.kind, str(each)) for each in changes(before, after)] == [
        ("more", f"GET /api/users: {SPA} may read with credentials, and is not in the lock")
    ]
    assert changes(before, policy({STRANGER: DENIED, SPA: DENIED})) == ()


def test_an_origin_that_is_asked_no_more_counts_where_it_got_something() -> None:
    before = policy({STRANGER: DENIED, SPA: READS})
    (change,) = changes(before, policy({STRANGER: DENIED}))
    assert str(change) == f"GET /api/users: {SPA} was not asked this time (was: may read with credentials)"
    assert changes(policy({STRANGER: DENIED, SPA: DENIED}), policy({STRANGER: DENIED})) == ()


def test_a_verdict_comes_before_a_detail() -> None:
    before = policy({STRANGER: DENIED, SPA: READS})
    after = policy({STRANGER: READS, SPA: Decision(exposes=("X-A",))})
    assert [change.text.split(" (")[0] for change in changes(before, after)] == [
        "may now read with credentials",
        "may now read the header X-A",
    ]


# Places


def test_routes_that_come_and_go() -> None:
    one = policy({STRANGER: DENIED, SPA: READS})
    none = Policy("chromium", one.asked, {})
    (new,) = changes(none, one)
    assert (new.kind, str(new)) == (
        "more",
        f"GET /api/users is new: {SPA} may read with credentials | any other origin denied, AllowOriginMismatch",
    )
    (gone,) = changes(one, none)
    assert gone.kind == "less"
    assert str(gone).startswith(f"GET /api/users is gone (was: {SPA} may read with credentials | any other")
    closed = Policy("chromium", one.asked, {USERS: {ANY: DENIED}})
    (change,) = changes(none, closed)
    assert (change.kind, str(change)) == ("other", "GET /api/users is new: any origin denied, AllowOriginMismatch")


def test_another_browser_is_another_policy() -> None:
    (change,) = changes(policy({STRANGER: DENIED}), policy({STRANGER: DENIED}, browser="firefox"))
    assert str(change) == "the lock says what chromium does, and firefox was asked"


# The whole


def test_wider_comes_first_and_the_end_says_what_to_do() -> None:
    found = [
        *changes(policy({STRANGER: DENIED, SPA: READS}), policy({STRANGER: DENIED, SPA: DENIED})),
        *changes(policy({STRANGER: DENIED, SPA: READS}), policy({STRANGER: READS, SPA: READS})),
        Change("other", "", "", (), "something else"),
    ]
    text = story(found, path="tests/cors.lock")
    assert text.startswith("tests/cors.lock: the app does not do what is locked: 3 changes\n\nMore is allowed:\n  GET ")
    assert text.index("More is allowed:") < text.index("Less is allowed:") < text.index("Otherwise:\n  something else")
    assert text.endswith(
        "If this is meant: pytest --cors-update writes tests/cors.lock, to be reviewed with the change."
    )


def test_a_change_at_many_places_is_told_once() -> None:
    found = [
        Change("more", f"/r{number:02}", method, (SPA,), "may now read")
        for number in range(20)
        for method in ("GET", "PUT")
    ]
    lines = listing(found).splitlines()
    assert lines[:3] == ["More is allowed:", f"  {SPA} may now read, at 40 places:", "    GET, PUT /r00"]
    assert lines[-1] == "    and 8 routes more"
    assert len(listing(found[:3]).splitlines()) == 4
