"""The documents that cases run in: a page that performs a fetch, with a tuple origin or an opaque one.

Whatever the document, `perform(call)` in the top-level page gives what script saw.
"""

from __future__ import annotations

import html
from urllib.parse import quote

OPAQUE_ORIGINS = ("csp", "iframe", "data")
"""How a case makes its document's origin opaque (its `sandbox` member)."""

_PERFORM = """
async function perform(call) {
  let request;
  try {
    const init = {};
    for (const name of ["method", "headers", "body", "mode", "credentials", "redirect"])
      if (call[name] !== undefined && call[name] !== null) init[name] = call[name];
    request = new Request(call.url, init);
  } catch (error) {
    return {outcome: "request-error", error: String(error)};
  }
  try {
    const response = await fetch(request);
    const body = await response.text();
    return {outcome: "response", response: {
      type: response.type, status: response.status, redirected: response.redirected, url: response.url,
      headers: [...response.headers], body: body}};
  } catch (error) {
    return {outcome: "network-error", error: String(error)};
  }
}
"""

_ANSWER_PARENT = """
addEventListener("message", async event => parent.postMessage(await perform(event.data), "*"));
"""

_ASK_FRAME = """
function perform(call) {
  return new Promise(resolve => {
    addEventListener("message", event => resolve(event.data), {once: true});
    document.querySelector("iframe").contentWindow.postMessage(call, "*");
  });
}
"""


def _document(script: str, body: str = "") -> str:
    # the empty icon keeps the browser from asking the server for one
    head = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>{script}</script>'
    return f"{head}<body>{body}</body>"


PAGE = _document(_PERFORM)
FRAME = _document(_PERFORM + _ANSWER_PARENT)


def top_level_document(sandbox: str, frame_url: str) -> str:
    """The HTML of the page for a case with this `sandbox` ("" for none); a frame loads `frame_url`."""
    if sandbox == "iframe":
        return _document(_ASK_FRAME, f'<iframe sandbox="allow-scripts" src="{html.escape(frame_url)}"></iframe>')
    if sandbox == "data":
        url = "data:text/html;charset=utf-8," + quote(FRAME)
        return _document(_ASK_FRAME, f'<iframe src="{url}"></iframe>')
    return PAGE
