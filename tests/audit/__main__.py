"""Print precision and recall of the audit: ``python -m tests.audit``, from the top of the project.

They are written into docs/explanation/audit.md, with the tables that are made from the audit's own.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from . import combined, figures, tables

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "audit.md"


def written() -> str:
    """The page, with what is to be written into it."""
    page = PAGE.read_text(encoding="utf-8")
    page = _with(page, "hostile origins", "\n".join(tables.hostile_origins()))
    page = _with(page, "relations", "\n".join(tables.relations()))
    return _with(page, "precision and recall", measured())


def measured() -> str:
    """Precision and recall."""
    return "\n".join([figures.sentence(), "", combined.sentence(), "", *figures.table()])


def _with(page: str, what: str, text: str) -> str:
    place = re.compile(rf"(?s)(?<=<!-- {what}, written by python -m tests.audit -->\n).*?(?=<!-- end -->)")
    assert place.search(page), f"because the page has a place for {what}"
    return place.sub(lambda _: f"\n{text}\n\n", page, count=1)


def main() -> None:
    logging.getLogger().addHandler(logging.NullHandler())  # some apps fail on purpose
    print(measured())
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
