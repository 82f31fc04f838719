"""How Sphinx makes a site of these pages.

    sphinx-build -W -c docs . build/site

The pages are plain Markdown, to be read where the repository is. What a site wants beyond that is added while it is
built: the contents, which are those of ``docs/index.md``, and the names of files above their blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
DOCS = Path(__file__).parent

project = "pytest-cors"
author = "The pytest-cors maintainers"
copyright = author  # noqa: A001  Sphinx's own name for it
extensions = ["myst_parser"]
# The examples are pages, too, so the root of the pages is that of the repository.
root_doc = "docs/index"
include_patterns = ["README.md", "docs/**.md", "examples/README.md", "examples/**/README.md"]
exclude_patterns = [".*", "build", "dist"]
myst_heading_anchors = 4  # the anchors that code hosts make
smartquotes = False  # what a console prints is found by its own quotation marks

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["console.js", "search.js"]
html_copy_source = False
pygments_style = "default"
pygments_dark_style = "github-dark"

_SECTION = re.compile(r"(?m)^## (?P<caption>.+)\n(?P<text>(?:(?!## ).*\n?)*)")
_PAGE = re.compile(r"(?m)^\* \[[^\]]+\]\((?P<target>[^):#]+\.md)\)")
_TITLED = re.compile(r'(?m)^```(?P<language>\w+) title="(?P<title>[^"]+)"$')

_LANGUAGES = {".py": "python", ".toml": "toml", ".txt": "text"}


def sections() -> Iterator[tuple[str, list[str]]]:
    """Each section of ``docs/index.md``: its heading, and the pages that it lists, by their names for Sphinx."""
    for section in _SECTION.finditer((DOCS / "index.md").read_text(encoding="utf-8")):
        targets = (match["target"] for match in _PAGE.finditer(section["text"]))
        yield section["caption"], [_name((DOCS / target).resolve()) for target in targets]


def below(name: str) -> list[str]:
    """The pages under a page, in its own order: those in the folder of its name, or of an index in its own folder."""
    page = ROOT / f"{name}.md"
    if page.name == "README.md" and page.parent != ROOT:
        found = page.parent.glob("**/README.md")
    elif name == root_doc:
        return []
    else:
        found = (page.parent if page.stem == "index" else page.with_suffix("")).glob("*.md")
    text = page.read_text(encoding="utf-8")
    places = {path: text.find(f"({path.relative_to(page.parent).as_posix()}") for path in found if path != page}
    return [_name(path) for path in sorted(places, key=lambda path: (places[path] < 0, places[path], path))]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).with_suffix("").as_posix()


def _contents(caption: str, names: list[str]) -> str:
    lines = ["```{toctree}", ":hidden:", *([f":caption: {caption}"] if caption else []), "", *(f"/{n}" for n in names)]
    return "\n".join(["", *lines, "```", ""])


def _with_files(text: str, folder: Path) -> str:
    # Where the repository is, a link shows the file. On the site the files stand below.
    for path in sorted(folder.rglob("*"), key=lambda path: (path.suffix == ".txt", path)):
        if path.suffix in _LANGUAGES:
            name = path.relative_to(folder).as_posix()
            text = text.replace(f"]({name})", f"](#{re.sub(r'[^a-z0-9_-]', '', name.lower())})")
            text += f"\n## `{name}`\n\n```{{literalinclude}} {name}\n:language: {_LANGUAGES[path.suffix]}\n```\n"
    return text


def _for_the_site(_: Sphinx, name: str, content: list[str]) -> None:
    text = _TITLED.sub(r"```{code-block} \g<language>\n:caption: \g<title>\n", content[0])
    if name.startswith("examples/") and name != "examples/README":
        text = _with_files(text, (ROOT / name).parent)
    if name == root_doc:
        text += "".join(_contents(caption, names) for caption, names in sections())
    elif below(name):
        text += _contents("", below(name))
    content[0] = text


def _open_branch_only(_: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    # With every branch of the contents on every page, half of the build is spent on them.
    toctree = context.get("toctree")
    if toctree is not None:
        context["toctree"] = lambda **options: toctree(**{**options, "collapse": True})


def _lead_in(app: Sphinx, error: Exception | None) -> None:
    # The root of the site is the folder above the first page.
    if error is None and app.builder.format == "html":
        html = f'<!doctype html><meta http-equiv="refresh" content="0; url={root_doc}.html"><title>{project}</title>'
        (app.outdir / "index.html").write_text(html, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Join in where Sphinx reads a page, and when it is done."""
    app.connect("source-read", _for_the_site)
    app.connect("html-page-context", _open_branch_only, priority=400)  # before the theme's
    app.connect("build-finished", _lead_in)
