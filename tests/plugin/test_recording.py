"""What is said of a check, whether or not anybody wants a report of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

TESTS = """
@pytest.mark.cors("/users", origin=APP, expect="allowed", credentials="include")
@pytest.mark.cors("PUT /users/7", origin="null", expect="denied")
@pytest.mark.cors("/users?page=2", origin=EVIL, expect="denied")
def test_marked(): ...

def test_by_hand(cors_client):
    cors_client.get("/users", origin=APP, headers={"Authorization": "Bearer s3cr3t-s3cr3t"})
    cors_client.assert_denied("DELETE /users/7", origin=EVIL)

@pytest.mark.cors("/users", origin=EVIL, expect="allowed")
def test_broken(): ...
"""


def test_says_the_same_whether_or_not_records_are_kept(project: Any, pytester: pytest.Pytester) -> None:
    said = []
    for more in ([], ["--cors-report=json:all.json"]):
        result = project(TESTS, "-rA", "--junitxml=all.xml", *more)
        result.assert_outcomes(passed=4, failed=1)
        xml = (pytester.path / "all.xml").read_text(encoding="utf-8")
        properties = re.findall('<property name="cors" value="(.*?)"', xml)
        lines = [line for line in result.outlines if re.match(r"[A-Z]+ /\S+ from \S+ in chromium", line)]
        assert len(properties) == 6
        assert len(lines) == 5  # what is broken has a story instead
        assert "s3cr3t" not in xml
        said.append((properties, lines))
    assert said[0] == said[1]
