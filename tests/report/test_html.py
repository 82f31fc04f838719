"""The HTML report as a file: what it may do, what it holds, and that nothing in it is more than text."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from pytest_cors.report import stories
from pytest_cors.report.files import rendered
from pytest_cors.report.html_kinds import MEANINGS, slug
from pytest_cors.report.run import Run
from tests.report.samples import BROKEN, HOSTILE, OFFICE, hostile_run, odd_run, shop_run

OWN_ELEMENTS = set(
    "html head meta title style body svg symbol path circle rect use header div span button h1 p code figure h2 table "
    "tr th td main section ul li a b form input select option label noscript dl footer dialog script time kbd".split()
)


class Reader(HTMLParser):
    """The elements of a page, as a parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.elements[-1][0] if self.elements else "", []).append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Those of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


def data_of(text: str) -> Any:
    """What the page's own script reads."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.fixture(scope="module")
def shop() -> str:
    return rendered("html", shop_run())


@pytest.fixture(scope="module")
def hostile() -> str:
    return rendered("html", hostile_run())


def test_the_policy_lets_only_the_own_style_and_script_count(shop: str) -> None:
    reader = Reader(shop)
    [policy] = [each["content"] for each in reader.attributes("meta") if "http-equiv" in each]
    assert policy is not None
    directives = dict(each.split(" ", 1) for each in policy.split("; "))
    assert directives["default-src"] == "'none'"
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        [text] = re.findall(rf"<{element}>(.*?)</{element}>", shop, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert directives[directive] == f"'sha256-{digest}'"
    assert not [name for name, value in directives.items() if "unsafe" in value or "http" in value]
    assert {"base-uri", "form-action", "require-trusted-types-for"} <= directives.keys()


def test_the_policy_stands_before_anything_that_it_is_about(shop: str) -> None:
    assert shop.index("Content-Security-Policy") < shop.index("<style") < shop.index("<script")


@pytest.mark.parametrize("attribute", ["src", "srcset", "style", "action", "formaction", "xlink:href"])
def test_no_element_loads_or_is_styled_in_place(shop: str, attribute: str) -> None:
    assert [each for each in Reader(shop).elements if attribute in each[1]] == []


@pytest.mark.parametrize(
    "active",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "XMLHttp",
        "import(",
    ],
)
def test_the_script_makes_no_markup_and_asks_nothing(shop: str, active: str) -> None:
    [script] = re.findall(r"<script>(.*?)</script>", shop, re.DOTALL)
    # What it says about fetch() is text.
    assert active not in script.replace('"fetch()"', "").replace("the fetch() call", "")


def test_nothing_of_an_application_becomes_an_element(hostile: str) -> None:
    reader = Reader(hostile)
    assert {tag for tag, _ in reader.elements} <= OWN_ELEMENTS
    assert len(reader.attributes("script")) == 2
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []
    assert [each["href"] for each in reader.attributes("a") if not re.fullmatch(r"#\d+", each["href"] or "")] == []


def test_an_application_is_quoted_as_it_is(hostile: str) -> None:
    shown = "".join(Reader(hostile).texts["span"])
    assert HOSTILE[0] in shown
    assert HOSTILE[1] in shown
    assert "\\x1b[31m\\x07\\x00" in shown
    assert "\\u202etxt.exe" in shown


def test_the_file_has_no_control_characters(hostile: str) -> None:
    assert re.findall(r"[^\n -~\u00a0-\u1fff\u2010-\u2027\u2030-\ud7ff\ue000-\ufffd]", hostile) == []


def test_the_file_is_text_even_where_an_application_is_not() -> None:
    odd = replace(shop_run().records[0], route="/\ud800", mismatches=("\udcff",))
    rendered("html", Run.of([odd])).encode("utf-8")


def test_a_megabyte_in_a_header_stays_out(hostile: str) -> None:
    assert len(hostile) < 400_000


def test_what_repeats_stands_there_once(shop: str) -> None:
    data = data_of(shop)
    assert len(data["records"]) == len(shop_run().records)
    assert len(data["stories"]) < len(data["records"]) / 4


@pytest.mark.parametrize("run", [shop_run, odd_run, hostile_run], ids=["shop", "odd", "hostile"])
def test_every_story_comes_back_as_it_was(run: Any) -> None:
    records = {json.dumps(told(each), sort_keys=True) for each in (each.to_json() for each in run().records)}
    data = data_of(rendered("html", run()))
    back = set()
    for spot, _, _, _, _, story, url, *_ in data["records"]:
        row, origin = data["spots"][spot]
        own = {"url": data["strings"][url], "origin": data["origins"][origin], "route": data["rows"][row][0]}
        back.add(json.dumps(told(stories.filled(data["stories"][story], own)), sort_keys=True))
    assert back == records


def told(plain: dict[str, Any]) -> dict[str, Any]:
    """The part of a record that a story tells."""
    names = (
        "verdict",
        "outcome",
        "reason",
        "preflighted",
        "sent",
        "status",
        "exchanges",
        "preflight_causes",
        "kept",
        "story",
    )
    return {name: plain[name] for name in names}


def test_the_sequence_of_the_records_changes_nothing(shop: str) -> None:
    records = list(shop_run().records)
    random.Random(5).shuffle(records)
    run = shop_run()
    assert rendered("html", Run.of(records, started=run.started, tool=run.tool)) == shop


def test_what_is_broken_stands_in_the_headline_and_in_a_list(shop: str) -> None:
    reader = Reader(shop)
    assert "1 cell of 312" in "".join(reader.texts["span"])
    [link] = reader.attributes("a")
    data = data_of(shop)
    row, origin = data["spots"][int((link["href"] or "").removeprefix("#"))]
    assert data["rows"][row] == [BROKEN, "PUT"]
    assert data["origins"][origin] == OFFICE


def test_a_run_without_a_check_says_so() -> None:
    text = rendered("html", Run.of([]))
    assert "No CORS check ran" in text
    assert data_of(text)["records"] == []


def test_a_run_that_did_not_end_says_so() -> None:
    text = rendered("html", Run.of(shop_run().records, incomplete=["worker <gw0> ended without its records"]))
    assert "Incomplete: worker &lt;gw0&gt; ended without its records" in text


@pytest.mark.parametrize("kind", MEANINGS)
def test_every_kind_has_a_shape_of_its_own(shop: str, kind: str) -> None:
    drawn = dict(re.findall(r'<symbol id="g-([\w-]+)"[^>]*>(.*?)</symbol>', shop))
    assert slug(kind) in drawn
    assert list(drawn.values()).count(drawn[slug(kind)]) == 1
    assert f".k-{slug(kind)}" in shop
    assert f".s-{slug(kind)}" in shop
