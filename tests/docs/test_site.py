"""What can be known of the site without its generator: every page has its place in the contents, and just one."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from .test_blocks import LINK

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def conf() -> ModuleType:
    """``docs/conf.py``, which is not on the path and needs no Sphinx to be read."""
    spec = importlib.util.spec_from_file_location("conf", ROOT / "docs" / "conf.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reached(conf: ModuleType, name: str) -> list[str]:
    return [name, *(each for child in conf.below(name) for each in reached(conf, child))]


def pages() -> set[Path]:
    return {ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/README.md")}


def test_a_link_to_a_page_leads_to_one_of_the_site() -> None:
    links = [(page, target.partition("#")[0]) for page in pages() for target in LINK.findall(page.read_text("utf-8"))]
    local = [(page, target) for page, target in links if target.endswith(".md") and "://" not in target]
    assert [(page.name, target) for page, target in local if (page.parent / target).resolve() not in pages()] == []


def test_every_page_is_in_the_contents_once(conf: ModuleType) -> None:
    names = {page.relative_to(ROOT).with_suffix("").as_posix() for page in pages()}
    listed = Counter(each for _, found in conf.sections() for name in found for each in reached(conf, name))
    assert listed == Counter(names - {conf.root_doc})


def test_a_page_is_below_the_one_of_its_folder(conf: ModuleType) -> None:
    assert "docs/reference/reasons/MissingAllowOriginHeader" in conf.below("docs/reference/reasons/index")
    assert "examples/shop/README" in conf.below("examples/README")
    assert conf.below("docs/tutorial") == []


def test_the_order_is_that_of_the_page_above(conf: ModuleType) -> None:
    assert conf.below("docs/reference/marker")[:2] == ["docs/reference/marker/route", "docs/reference/marker/origin"]
    assert conf.below("examples/README")[0] == "examples/shop/README"


def test_sections_are_those_of_the_first_page(conf: ModuleType) -> None:
    first = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    captions = [caption for caption, _ in conf.sections()]
    assert captions == [line.removeprefix("## ") for line in first.splitlines() if line.startswith("## ")]
    assert all(names for _, names in conf.sections())


def test_the_files_of_an_example_stand_below_their_links(conf: ModuleType) -> None:
    folder = ROOT / "examples" / "goes_wrong" / "preflight_401"
    page = conf._with_files((folder / "README.md").read_text(encoding="utf-8"), folder)
    for file in folder.glob("*.py"):
        assert f"](#{file.name.replace('.', '')})" in page
        assert f"```{{literalinclude}} {file.name}\n" in page
    assert page.index("output.txt\n") > page.index("mended.py\n")
