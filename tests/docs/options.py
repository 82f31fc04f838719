"""The head of each option's page: what the code says of it. The rest of a page is written by hand.

python -m tests.docs.options        writes the heads in docs/reference/options anew, and begins pages that are missing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pytest_cors.plugin.options import add_options

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "options"
END = "<!-- The lines above are written by python -m tests.docs.options. -->"


@dataclass(frozen=True, slots=True)
class Option:
    """An option, its ini name, or both.

    :param flag: such as ``--cors-env``; empty when there is an ini name only.
    :param metavar: what stands for its value; empty when it has none.
    :param optional: the value may be left out.
    :param ini: such as ``cors_env``; empty when there is none.
    :param kind: of the ini value, in pytest's words.
    :param default: of the ini value.
    :param says: what ``pytest --help`` says.
    """

    flag: str
    metavar: str
    optional: bool
    ini: str
    kind: str
    default: Any
    says: str

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.flag or self.ini

    @property
    def page(self) -> Path:
        """Where it is told."""
        return FOLDER / f"{self.title.lstrip('-')}.md"

    @property
    def usage(self) -> str:
        """How it is written on the command line."""
        if not self.metavar:
            return self.flag
        return f"{self.flag}[={self.metavar}]" if self.optional else f"{self.flag} {self.metavar}"

    def head(self) -> str:
        """The beginning of its page."""
        rows = []
        if self.flag:
            rows.append(("command line", f"`{self.usage}`"))
        if self.ini:
            default = f"`{self.default}`" if self.default else "empty" if self.kind != "bool" else "no"
            rows.append(("in the configuration", f"`{self.ini}`, of type {self.kind}; default: {default}"))
        else:
            rows.append(("in the configuration", "no"))
        table = "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {text} |" for name, text in rows)])
        help_text = self.says[0].upper() + self.says[1:].replace("%%", "%").rstrip(".")
        return f"# `{self.title}`\n\n{help_text}.\n\n{table}\n\n{END}\n"


def options() -> list[Option]:
    """All that the plugin registers, as it registers it."""
    parser = pytest.Parser(_ispytest=True)
    add_options(parser)
    (group,) = [group for group in parser._groups if group.name == "cors"]
    inis: dict[str, Any] = {name: spec for name, spec in parser._inidict.items() if name.startswith("cors_")}
    found = []
    for option in group.options:
        attributes = option.attrs()
        flag = option.names()[0]
        name = flag.lstrip("-").replace("-", "_")
        found.append(_option(flag, attributes, name if name in inis else "", inis.pop(name, None)))
    return [*found, *(_option("", {}, name, spec) for name, spec in inis.items())]


def _option(flag: str, attributes: dict[str, Any], ini: str, spec: Any) -> Option:
    return Option(
        flag=flag,
        metavar=attributes.get("metavar", ""),
        optional=attributes.get("nargs") == "?",
        ini=ini,
        kind=spec[1] if spec else "",
        default=" ".join(spec[2]) if spec and isinstance(spec[2], list) else spec[2] if spec else "",
        says=attributes.get("help") or spec[0],
    )


def stale() -> Iterator[Option]:
    """Those whose page does not say what the code says."""
    for option in options():
        if not option.page.exists() or not option.page.read_text(encoding="utf-8").startswith(option.head()):
            yield option


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in stale():
        rest = each.page.read_text(encoding="utf-8").partition(END)[2].lstrip("\n") if each.page.exists() else ""
        each.page.write_text(f"{each.head()}\n{rest}" if rest else each.head(), encoding="utf-8")
        print(each.page.name, "written" if rest else "begun: say what it means, with an example")
