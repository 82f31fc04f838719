"""The examples, as each of them tells of itself in its README."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WRONG = EXAMPLES / "goes_wrong"


@dataclass(frozen=True, slots=True)
class Example:
    """One folder of the gallery.

    :param folder: where it is.
    :param title: the heading of its README.
    :param about: the first paragraph of its README, on one line.
    :param console: its first ``text`` block, without the line breaks; empty when it has none.
    """

    folder: Path
    title: str
    about: str
    console: str

    @property
    def link(self) -> str:
        """The README, as a page in ``docs/`` links to it."""
        return f"../{self.folder.relative_to(ROOT).as_posix()}/README.md"


def read(readme: Path) -> Example:
    """Read what an example says of itself."""
    text = readme.read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    about = rest.strip().partition("\n\n")[0]
    _, fence, block = rest.partition("```text\n")
    console = block.partition("\n```")[0] if fence else ""
    sentences = " ".join(about.split())
    return Example(
        readme.parent,
        title.removeprefix("# "),
        f"{sentences[:-1]}." if sentences.endswith(":") else sentences,
        " ".join(console.split()),
    )


def examples() -> list[Example]:
    """The apps that show a way to do it, the shop first."""
    found = [read(path) for path in sorted(EXAMPLES.glob("*/README.md")) if path.parent != WRONG]
    return sorted(found, key=lambda each: each.folder.name != "shop")


def failures() -> list[Example]:
    """The apps that show what goes wrong."""
    return [read(path) for path in sorted(WRONG.glob("*/README.md"))]
