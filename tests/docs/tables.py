"""The tables of a page."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def table(page: str, first: str) -> list[list[str]]:
    """The rows of one table, without the line under its head.

    :param page: such as ``explanation/browsers.md``.
    :param first: what stands in the first cell of its head.
    """
    lines = DOCS.joinpath(page).read_text(encoding="utf-8").splitlines()
    (start,) = [number for number, line in enumerate(lines) if line.startswith(f"| {first} |".replace("|  |", "| |"))]
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]
