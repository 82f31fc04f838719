"""A tab of the browser with its frames, and what its developer tools say of a fetch."""

from __future__ import annotations

import json
import time
from typing import Any

from .cases import FetchCall, Outcome
from .devtools import DevTools, DevToolsError
from .server import SANDBOX_HEADER

Event = dict[str, Any]

_LOADED = """
new Promise(done => document.readyState === "complete" ? done() : addEventListener("load", () => done()))
"""


class Tab:
    """One page, which performs fetches one after the other."""

    def __init__(self, devtools: DevTools, context: str) -> None:
        self._devtools = devtools
        target = devtools.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self._page = str(devtools.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self._frames: list[str] = []
        self._watch(self._page)
        options: dict[str, Any] = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
        devtools.call("Target.setAutoAttach", session=self._page, **options)

    def navigate(self, url: str, *, sandbox: str = "") -> None:
        """Loads a document and waits until it and its frames are there."""
        # the URL shows in messages, so the server is told by a header which document is wanted
        self._send_along({SANDBOX_HEADER: sandbox})
        answer = self._devtools.call("Page.navigate", session=self._page, url=url)
        self._send_along({})
        if "errorText" in answer:
            raise DevToolsError(f"{url}: {answer['errorText']}")
        self._evaluate(_LOADED)

    def watch_frames(self) -> None:
        """Listens to frames that live in processes of their own, too."""
        for event in self._devtools.take_events(self._page):
            if event["method"] == "Target.attachedToTarget":
                self._frames.append(event["params"]["sessionId"])
                self._watch(self._frames[-1])

    def fetch(self, call: FetchCall) -> Outcome:
        """What script saw of one fetch, with the codes and messages of the developer tools."""
        time.sleep(call.get("delay_ms", 0) / 1000)
        self._take_events()
        seen = self._evaluate(f"perform({json.dumps(call)})")
        for frame in self._frames:  # what a frame's process answers comes after all its events
            self._devtools.call("Runtime.evaluate", session=frame, expression="0")
        return _outcome(seen, self._take_events())

    def _take_events(self) -> list[Event]:
        sessions = (self._page, *self._frames)
        return [event for session in sessions for event in self._devtools.take_events(session)]

    def _send_along(self, headers: dict[str, str]) -> None:
        self._devtools.call("Network.setExtraHTTPHeaders", session=self._page, headers=headers)

    def _watch(self, session: str) -> None:
        for domain in ("Network", "Log", "Audits"):
            self._devtools.call(f"{domain}.enable", session=session)

    def _evaluate(self, expression: str) -> Any:
        options: dict[str, Any] = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self._devtools.call("Runtime.evaluate", session=self._page, **options)
        if "exceptionDetails" in answer:
            raise DevToolsError(f"script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")


def _outcome(seen: Outcome, events: list[Event]) -> Outcome:
    """What script saw, completed by what was reported of the request itself (its preflight has events, too)."""
    outcome = {**seen, "cors_error": None, "failed_parameter": None, "console": None}
    if outcome["outcome"] == "response":
        outcome["response"]["headers"].sort()
        return outcome
    # an earlier request whose body nobody read may end only now, so requests are told apart by their ids
    sent = _parameters(events, "Network.requestWillBeSent")
    ids = {each["requestId"] for each in sent if each["type"] == "Fetch"}
    failures = [each for each in _parameters(events, "Network.loadingFailed") if each["requestId"] in ids]
    status = _first(failures, "corsErrorStatus") or _status_of_issue(events) or {}
    outcome["cors_error"] = status.get("corsError")
    outcome["failed_parameter"] = status.get("failedParameter") or None
    for name, reported in (("net_error", "errorText"), ("blocked_reason", "blockedReason")):
        if value := _first(failures, reported):
            outcome[name] = value
    entries = [each["entry"] for each in _parameters(events, "Log.entryAdded")]
    # the network's "Failed to load resource" says nothing more, whatever failed
    outcome["console"] = "\n".join(each["text"].strip() for each in entries if each["source"] != "network") or None
    return outcome


def _status_of_issue(events: list[Event]) -> Any:
    """The code of a request that failed before it was one, so that it has no event of its own."""
    issues = [each["issue"]["details"] for each in _parameters(events, "Audits.issueAdded")]
    details = [issue["corsIssueDetails"] for issue in issues if "corsIssueDetails" in issue]
    return _first([each for each in details if "requestId" not in each["request"]], "corsErrorStatus")


def _parameters(events: list[Event], method: str) -> list[dict[str, Any]]:
    return [event["params"] for event in events if event["method"] == method]


def _first(items: list[dict[str, Any]], name: str) -> Any:
    return next((item[name] for item in items if item.get(name)), None)
