"""The lines that a finding gives to write are such that the finding is gone when they are written."""

from __future__ import annotations

import importlib
import re
from functools import partial
from typing import Any

import pytest
from flask import Flask, request
from flask_cors import CORS

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.finding import Finding
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from tests.audit.collected import audited, cases


def gives_a_list(rule: str) -> bool:
    module = importlib.import_module(f"pytest_cors.audit.rules.{rule.replace('-', '_')}")
    return hasattr(module, "explicit_origins")


RULES = [rule.id for rule in built_in() if rule.audience == "security" and gives_a_list(rule.id)]


def written(finding: Finding) -> Flask:
    """An app whose CORS is what the finding says."""
    app = Flask("mended")

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"name": "Ada"}

    namespace: dict[str, Any] = {"app": app, "re": re, "request": request, "CORS": partial(CORS)}
    exec("\n".join(finding.code), namespace)
    return app


@pytest.mark.parametrize("rule", RULES)
def test_what_is_to_be_written_mends_it(rule: str) -> None:
    found = [each for case in cases() if rule in case.expects for each in audited(case) if each.rule == rule]
    told = {each.code: each for each in found if each.code and each.at_least("low")}

    for finding in told.values():
        subject = Subject(Browser(written(finding), base_url="https://api.example.com"))
        assert not [each for each in audit(subject, built_in()) if each.rule == rule and each.at_least("low")]
    assert told or not found
