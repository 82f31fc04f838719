"""Our engine's Browser over the same case, and what differs from what the real browser did."""

from __future__ import annotations

import collections
from urllib.parse import urlsplit

from pytest_cors.browser import Browser, Page
from pytest_cors.errors import RequestError
from pytest_cors.fetch.http import HttpRequest, HttpResponse

from .cases import Case, FetchCall, Outcome, Reply, Truth, WireEntry, calls, outcomes
from .server import Received, answer_of, wire_entry

PROFILE = "chromium"
START = 1_700_000_000.0
"""Seconds since the epoch at the start. What a case waits is added, so that nothing really waits."""


class ScriptedServer:
    """A transport: the servers of a case, with the same answers and the same record as the real one."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._received: list[Received] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        received = _received(request)
        self._received.append(received)
        return _response(answer_of(self._case, received), received.method)

    def take_wire(self) -> list[WireEntry]:
        """What arrived since the last call."""
        taken, self._received = self._received, []
        return [wire_entry(each, self._case) for each in taken]


def _received(request: HttpRequest) -> Received:
    url = urlsplit(request.url)
    target = (url.path or "/") + (f"?{url.query}" if "?" in request.url else "")
    authority = url.netloc.rpartition("@")[2]
    return Received(request.method, url.scheme, authority, target, tuple(request.headers), bytes(request.body))


def _response(reply: Reply, method: str) -> HttpResponse:
    """The answer as a client reads it: white space around values gone, framing headers there."""
    headers = [(name, value.strip(" \t")) for name, value in reply["headers"]]
    if not any(name.lower() == "cache-control" for name, _ in headers):
        headers.append(("Cache-Control", "no-store"))
    body = b"" if reply["status"] in (204, 304) else reply.get("body", "").encode("latin-1")
    if reply["status"] not in (204, 304):
        headers.append(("Content-Length", str(len(body))))
    return HttpResponse(status=reply["status"], headers=headers, body=b"" if method == "HEAD" else body)


def run_engine(case: Case) -> list[Outcome]:
    """What our Browser does with a case, one outcome for each of its fetches."""
    server = ScriptedServer(case)
    now = START
    browser = Browser(server, profile=PROFILE, clock=lambda: now, third_party_cookies="allowed")
    for cookie in case.get("cookies") or []:
        browser.set_cookie(cookie["url"], cookie["set_cookie"])
    page = browser.page(case["page"], sandboxed=bool(case.get("sandbox")))
    results = []
    for call in calls(case):
        now += call.get("delay_ms", 20) / 1000
        outcome = _fetch(page, call)
        results.append({**outcome, "wire": server.take_wire()})
    return results


def _fetch(page: Page, call: FetchCall) -> Outcome:
    try:
        result = page.fetch(
            call["url"],
            method=call["method"],
            headers=[(name, value) for name, value in call["headers"]],
            body=call["body"],
            mode=call["mode"],
            credentials=call["credentials"],
            redirect=call["redirect"],
        )
    except RequestError as error:
        return {"outcome": "request-error", "error": str(error)}
    if result.reason is not None:
        reason = result.reason
        return {
            "outcome": "network-error",
            "cors_error": reason.code,
            "failed_parameter": reason.parameter,
            "console": reason.message(PROFILE),
        }
    response = result.response
    combined: dict[str, list[str]] = collections.defaultdict(list)
    for name, value in response.headers:
        combined[name.lower()].append(value)
    seen = {
        "type": response.type,
        "status": response.status,
        "redirected": response.redirected,
        "url": response.url,
        "headers": sorted([name, ", ".join(values)] for name, values in combined.items()),
        "body": bytes(response.body).decode("utf-8", "replace").removeprefix("\ufeff"),
    }
    return {"outcome": "response", "response": seen}


def differences(truth: Truth, seen: list[Outcome]) -> list[str]:
    """What differs, in the order of the fetches; empty when the engine cannot be told from the browser."""
    found = [_difference(expected, ours) for expected, ours in zip(outcomes(truth), seen, strict=True)]
    return list(dict.fromkeys(each for one in found for each in one))


def _difference(expected: Outcome, ours: Outcome) -> list[str]:
    found = []
    if expected["outcome"] != ours["outcome"]:
        found.append("outcome")
    elif expected["outcome"] == "response":
        found += [f"response.{key}" for key, value in expected["response"].items() if value != ours["response"][key]]
    elif expected["outcome"] == "network-error":
        found += _reason_difference(expected, ours)
    return found + _wire_difference(expected["wire"], ours["wire"])


def _wire_difference(expected: list[dict[str, object]], ours: list[dict[str, object]]) -> list[str]:
    for key in ("method", "url", "headers", "body"):
        if [entry.get(key) for entry in expected] != [entry.get(key) for entry in ours]:
            return [f"wire.{key}"]
    return []


def _reason_difference(expected: Outcome, ours: Outcome) -> list[str]:
    """Only failures that Chromium gives a CORS code have one to compare."""
    if not expected.get("cors_error"):
        return []
    if expected["cors_error"] != ours["cors_error"]:
        return ["code"]
    found = []
    if (expected["failed_parameter"] or None) != (ours["failed_parameter"] or None):
        found.append("parameter")
    if expected.get("console") and ours["console"] not in expected["console"].split("\n"):
        found.append("message")
    return found
