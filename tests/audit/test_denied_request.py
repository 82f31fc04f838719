"""A form of another site, sent for a user who is signed in."""

from __future__ import annotations

import pytest

from pytest_cors import Browser
from pytest_cors.audit.finding import Severity
from pytest_cors.audit.rules.denied_request_has_effects import RULE
from pytest_cors.audit.subject import Subject
from tests.audit.cases.denied_request_has_effects import a_form_is_enough, other_sites_are_refused

API = "https://api.example.com"


def severities(cookie: str, *, unsafe: bool) -> list[Severity]:
    browser = Browser(a_form_is_enough(), base_url=API)
    browser.set_cookie(f"{API}/", cookie)
    return [each.severity for each in RULE.check(Subject(browser, unsafe=unsafe))]


@pytest.mark.parametrize(
    ("cookie", "severity"),
    [
        ("session=1; Secure; SameSite=None", "medium"),
        ("session=1; Secure; SameSite=Strict", "info"),
    ],
)
def test_it_hurts_when_the_users_cookies_go_along(cookie: str, severity: Severity) -> None:
    assert severities(cookie, unsafe=True) == [severity]


def test_what_was_not_sent_is_information() -> None:
    assert severities("session=1; Secure; SameSite=None", unsafe=False) == ["info"]


def test_what_is_refused_is_nothing() -> None:
    browser = Browser(other_sites_are_refused(), base_url=API)
    browser.set_cookie(f"{API}/", "session=1; Secure; SameSite=None")

    assert not list(RULE.check(Subject(browser, unsafe=True)))
