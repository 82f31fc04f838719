"""The page of quirks says what the profiles do: it is written from them.

python tests/docs/test_quirks.py        writes docs/reference/quirks.md anew
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pytest_cors.fetch import profile as profiles

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "quirks.md"

HEAD = """\
# Quirks

Where browsers differ from the [Fetch Standard](https://fetch.spec.whatwg.org/) and from
[RFC 6265bis](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis). A profile is the standard, changed
by these entries and by nothing else; the algorithms ask for an entry by its name and never for a browser by its name.
What they mean for a Flask app is told in [Browsers and the standard](../explanation/browsers.md).

*Measured* means seen in Chromium 156.0, Firefox ESR 153.7 or WebKitGTK 2.50.6; the cases named stand in
`tests/conformance`. *Source* means read in the engine's source in 2026. WebKitGTK shares its CORS code with Safari, but
not its network layer: what is marked libsoup is WebKitGTK's alone.

This page is written from `pytest_cors/fetch/profile.py` by `python tests/docs/test_quirks.py`.
"""


def shown(value: Any) -> str:
    if callable(value):
        return f"`{value.__name__}`"
    if isinstance(value, frozenset | tuple | dict):
        return ", ".join(f"`{each}`" for each in sorted(value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`"


def meanings() -> dict[str, str]:
    """The sentence beneath each field of Profile."""
    source = Path(profiles.__file__).read_text(encoding="utf-8")
    body = source[source.index("class Profile") :]
    found = re.findall(r'^    (\w+): .*\n(?:    """((?:.|\n)*?)""")?', body, re.MULTILINE)
    return {name: " ".join(text.split()).replace("``", "`") for name, text in found}


def written() -> str:
    standard = profiles.profile("standard")
    said = meanings()
    parts = [HEAD]
    for name, quirks in profiles.QUIRKS.items():
        if not quirks:
            continue
        parts.append(f"## {name}\n")
        for quirk in quirks:
            parts.append(f"### `{quirk.name}`\n")
            if said.get(quirk.name):
                parts.append(f"{said[quirk.name]}\n")
            parts.append(f"* here: {shown(quirk.value)}; in the standard: {shown(getattr(standard, quirk.name))}")
            parts.append(f"* evidence: {quirk.evidence}\n")
    return "\n".join(parts)


def test_the_page_is_what_the_profiles_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "write it anew: python tests/docs/test_quirks.py"


def test_a_quirk_differs_from_the_standard_and_says_how_we_know() -> None:
    standard = profiles.profile("standard")
    for quirks in profiles.QUIRKS.values():
        for quirk in quirks:
            assert quirk.value != getattr(standard, quirk.name), quirk.name
            assert re.search(r"20\d\d|since|measured|source", quirk.evidence), quirk.name


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
