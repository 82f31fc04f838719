"""Of each release of flask-cors exactly the vulnerabilities are reported that it has."""

from __future__ import annotations

import re

import pytest

from tests.audit.releases import NEWEST
from tests.audit.versions import KNOWN, OLD, PAGE, measured, written

CASE, PLUS, LONGEST = "flask-cors-path-case", "flask-cors-plus-in-path", "flask-cors-longest-pattern"
LOG, NETWORK, INVERTED = "flask-cors-log-injection", "flask-cors-private-network", "flask-cors-inverted-order"

# Measured by hand, before there were rules.
HAS = {
    "3.0.8": {LOG, LONGEST, CASE},
    "3.0.10": {LOG, LONGEST, CASE, PLUS},
    "4.0.0": {LOG, LONGEST, CASE, PLUS, NETWORK},
    "4.0.2": {LONGEST, CASE, PLUS, NETWORK},
    "5.0.0": {LONGEST, CASE, PLUS},
    "5.0.1": {LONGEST, CASE, PLUS},
    "6.0.0": {INVERTED},
    "6.0.1": set[str](),
    NEWEST: set[str](),
}


def test_every_release_of_the_page_is_known() -> None:
    assert HAS.keys() == {*OLD, NEWEST}
    assert set[str]().union(*HAS.values()) == {each.rule for each in KNOWN}


@pytest.mark.parametrize("release", HAS)
def test_what_is_reported_is_what_a_release_has(release: str) -> None:
    found = measured(release)

    assert release in {NEWEST, found.version}
    assert {rule for rule in found.reported if found.has(rule)} == HAS[release]
    # Nor is anything reported in the app of another rule that the release does not have.
    assert set[str]().union(*found.reported.values()) == HAS[release]


def test_the_page_is_what_was_measured() -> None:
    def without_newest(page: str) -> str:
        return re.sub(r"\| 6\.0\.1 \| [\d.]+ \|", "| 6.0.1 | newest |", page)

    assert without_newest(PAGE.read_text(encoding="utf-8")) == without_newest(written()), (
        "write it anew: python -m tests.audit.versions"
    )
