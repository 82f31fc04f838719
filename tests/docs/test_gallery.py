"""Every example says what it is about."""

from __future__ import annotations

import pytest

from .gallery import EXAMPLES, Example, examples, failures


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
