"""Every option has its page, and the head of it is what the code says."""

from __future__ import annotations

import re

import pytest

from .options import END, FOLDER, Option, options, stale


def test_every_option_has_its_page() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(option.page.name for option in options())


def test_the_heads_are_what_the_code_says() -> None:
    assert [option.title for option in stale()] == [], "write them anew: python -m tests.docs.options"


@pytest.mark.parametrize("option", options(), ids=lambda option: option.title)
def test_a_page_has_an_example_that_is_run(option: Option) -> None:
    rest = option.page.read_text(encoding="utf-8").partition(END)[2]
    command = re.search(r"(?ms)^```console\n\$ pytest .*?^```", rest)
    assert command is not None
    assert option.flag in command[0]
    assert option.flag or f"{option.ini} = " in rest


def test_an_option_of_the_code_is_found_whole() -> None:
    (env,) = [option for option in options() if option.flag == "--cors-env"]
    assert (env.usage, env.ini, env.kind) == ("--cors-env NAME", "cors_env", "string")
