"""The archive in the network panel of a real Chromium: its own developer tools, as a page, load the file."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from tests.report.samples import found_run, hostile_run, odd_run
from tests.report.tab import Chromium, Tab

FRONT_END = "devtools://devtools/bundled"
READY = """
(async () => {
  try {
    const { NetworkPanel } = await import("%s/panels/network/network.js");
    window.log = NetworkPanel.NetworkPanel.instance().networkLogView;
    return typeof window.log.onLoadFromFile;
  } catch (error) {
    return String(error);
  }
})()
"""
LOAD = "window.log.onLoadFromFile(new File([%s], 'cors-report.har')).then(() => null)"
# Every text of the page, through all the shadows that its widgets are in.
TEXTS = """
(() => {
  const texts = [];
  const walk = (node) => {
    const { nodeName } = node.parentNode ?? node;
    if (node.nodeType === Node.TEXT_NODE && nodeName !== "STYLE" && nodeName !== "SCRIPT") texts.push(node.data);
    if (node.shadowRoot) walk(node.shadowRoot);
    node.childNodes.forEach(walk);
  };
  walk(document);
  return texts.map((text) => text.trim()).filter(Boolean);
})()
"""


@pytest.fixture(scope="module")
def panel(chromium: Chromium) -> Any:
    tab = Tab(chromium.devtools, width=1600, height=900)
    tab.visit(f"{FRONT_END}/devtools_app.html?panel=network")
    said = ""
    for _ in range(30):
        said = tab.run(READY % FRONT_END)
        if said == "function":
            return tab
        time.sleep(0.5)
    pytest.skip(f"the developer tools of this Chromium cannot be driven as a page: {said}")


@pytest.mark.parametrize("run", [odd_run(), found_run(), hostile_run()], ids=["odd", "found", "hostile"])
def test_the_network_panel_shows_every_exchange(panel: Tab, run: Run) -> None:
    archive = rendered("har", run)
    panel.run(LOAD % json.dumps(archive))
    number = len(json.loads(archive)["log"]["entries"])
    wanted = f"{number} requests"
    texts: list[str] = []
    for _ in range(40):
        texts = panel.run(TEXTS)
        if wanted in texts:
            break
        time.sleep(0.25)
    assert wanted in texts
    assert "fetch" in texts
    assert "Pending" not in texts
