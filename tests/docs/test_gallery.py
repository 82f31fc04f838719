"""The page of examples has them all, as they are."""

from __future__ import annotations

import pytest

from .gallery import EXAMPLES, PAGE, Example, examples, failures, written


def test_the_page_is_what_the_examples_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "write it anew: python -m tests.docs.gallery"


def test_every_example_has_a_readme() -> None:
    folders = {
        path.parent for path in EXAMPLES.rglob("test_*.py") if path.parent.parent.name in {EXAMPLES.name, "goes_wrong"}
    }
    assert folders <= {each.folder for each in [*examples(), *failures()]}


@pytest.mark.parametrize("example", [*examples(), *failures()], ids=lambda example: example.folder.name)
def test_a_readme_says_what_it_is_about(example: Example) -> None:
    assert example.title
    assert example.about[-1] in ".:`)"
    assert not example.about.startswith(("#", "```"))
