"""The table of quirks: each names what it changes, changes it, and says how we know."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from pytest_cors.fetch.profile import PROFILES, QUIRKS, Profile, Quirk, profile

ALL = [pytest.param(name, quirk, id=f"{name}-{quirk.name}") for name, quirks in QUIRKS.items() for quirk in quirks]


@pytest.mark.parametrize(("name", "quirk"), ALL)
def test_a_quirk_changes_something(name: str, quirk: Quirk) -> None:
    assert quirk.name in {each.name for each in fields(Profile)} - {"name", "quirks"}
    assert quirk.value != getattr(Profile(), quirk.name)
    assert getattr(profile(name), quirk.name) == quirk.value


@pytest.mark.parametrize(("name", "quirk"), ALL)
def test_a_quirk_has_dated_evidence(name: str, quirk: Quirk) -> None:
    assert re.search(r"\b(20\d\d)\b", quirk.evidence), name


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_the_standard_and_its_quirks(name: str) -> None:
    made = profile(name)
    assert made.name == name
    assert made.quirks == QUIRKS[name]
    changed = {quirk.name for quirk in made.quirks}
    assert len(changed) == len(made.quirks), "no quirk is there twice"
    standard = Profile()
    for each in fields(Profile):
        if each.name not in {"name", "quirks", *changed}:
            assert getattr(made, each.name) == getattr(standard, each.name)


def test_the_standard_has_no_quirks() -> None:
    assert PROFILES == ("standard", "chromium", "firefox", "webkit")
    assert profile("standard").quirks == ()


def test_every_knob_is_turned_by_somebody() -> None:
    turned = {quirk.name for quirks in QUIRKS.values() for quirk in quirks}
    assert {each.name for each in fields(Profile)} - {"name", "quirks"} == turned


def test_there_is_no_other_profile() -> None:
    with pytest.raises(KeyError):
        profile("netscape")
