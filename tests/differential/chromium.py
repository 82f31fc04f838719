"""A headless Chromium that performs cases, and what its own developer tools say about each.

One browser process; each worker has a browser context of its own, with one tab for each page and kind of origin, used
again and again: the paths of a case are its own, so caches cannot mix, and cookies are cleared after a case that had any.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .cases import Case, FetchCall, Outcome, Truth, calls
from .devtools import DevTools, DevToolsError
from .server import SANDBOX_HEADER, CaseServer

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # root has no other way, and the pages are ours
    "--no-first-run",
    "--no-proxy-server",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,HttpsFirstModeV2,LocalNetworkAccessChecks,"
    "LocalNetworkAccessChecksWebSockets,LocalNetworkAccessForWorkers,OptimizationHints,MediaRouter,Translate",
    "--remote-debugging-pipe",
)
PREFERENCES = {
    # third-party cookies are allowed, which a build or a later default may change
    "profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False},
}


def find_chromium() -> str | None:
    """The browser to run: $CHROMIUM, or the first of EXECUTABLES on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, EXECUTABLES)), None)


class Chromium:
    """A browser process, with a fresh profile."""

    def __init__(self, server: CaseServer, *, executable: str) -> None:
        self.server = server
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        preferences = Path(self._profile) / "Default" / "Preferences"
        preferences.parent.mkdir()
        preferences.write_text(json.dumps(PREFERENCES))
        command = [
            executable,
            *FLAGS,
            f"--user-data-dir={self._profile}",
            f"--ignore-certificate-errors-spki-list={server.certificate.spki_sha256}",
            f"--host-resolver-rules={server.resolver_rules()}",
            "about:blank",
        ]
        self._process, self.devtools = _launch(command)
        self.version = str(self.devtools.call("Browser.getVersion")["product"]).replace("Chrome/", "chromium/")

    def close(self) -> None:
        """Ends the browser and every process it started."""
        try:
            self.devtools.call("Browser.close", timeout=5)
            self._process.wait(timeout=10)
        except (DevToolsError, subprocess.TimeoutExpired, OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def worker(self) -> Worker:
        return Worker(self)


def _launch(command: list[str]) -> tuple[subprocess.Popen[bytes], DevTools]:
    """Starts the browser, whose ends of the two pipes must be the descriptors 3 and 4."""
    browser_reads, we_write = os.pipe()
    we_read, browser_writes = os.pipe()
    launcher = (
        "import os, sys; os.dup2(int(sys.argv[1]), 103); os.dup2(int(sys.argv[2]), 104); "
        "os.dup2(103, 3); os.dup2(104, 4); os.execvp(sys.argv[3], sys.argv[3:])"
    )
    process = subprocess.Popen(
        [shutil.which("python3") or "python3", "-c", launcher, str(browser_reads), str(browser_writes), *command],
        pass_fds=(browser_reads, browser_writes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(browser_reads)
    os.close(browser_writes)
    return process, DevTools(to_browser=os.fdopen(we_write, "wb"), from_browser=os.fdopen(we_read, "rb"))


class Worker:
    """Performs one case at a time, apart from the other workers."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._devtools = chromium.devtools
        self._context = self._devtools.call("Target.createBrowserContext")["browserContextId"]
        self._tabs: dict[tuple[str, str], Tab] = {}
        self._visitor: Tab | None = None

    def run(self, case: Case) -> Truth:
        """What the browser does with a case. Raises DevToolsError when the browser does not play along."""
        server = self._chromium.server
        server.add(case)
        try:
            self._visit_for_cookies(case)
            tab = self._tab(case["page"], case.get("sandbox") or "")
            results = [_with_wire(tab.fetch(call), server, case) for call in calls(case)]
        except DevToolsError:
            self._tabs.clear()  # whatever went wrong, the next case starts with new ones
            self._visitor = None
            raise
        finally:
            server.forget(case)
            if case.get("cookies") or "set-cookie" in json.dumps(case["server"]).lower():
                self._devtools.call("Storage.clearCookies", browserContextId=self._context)
        head: Truth = {"id": case["id"], "engine": self._chromium.version}
        return {**head, "results": results} if "requests" in case else {**head, **results[0]}

    def _visit_for_cookies(self, case: Case) -> None:
        for cookie in case.get("cookies") or []:
            self._chromium.server.set_cookies(case, [cookie["set_cookie"]])
            separator = "&" if urlsplit(cookie["url"]).query else "?"
            if self._visitor is None:
                self._visitor = Tab(self._devtools, self._context)
            self._visitor.navigate(f"{cookie['url']}{separator}set-cookie={case['id']}")

    def _tab(self, page: str, sandbox: str) -> Tab:
        tab = self._tabs.get((page, sandbox))
        if tab is None:
            tab = Tab(self._devtools, self._context)
            tab.navigate(page, sandbox=sandbox)
            tab.watch_frames()
            self._tabs[page, sandbox] = tab
        return tab


def _with_wire(outcome: Outcome, server: CaseServer, case: Case) -> Outcome:
    return {**outcome, "wire": server.take_wire(case)}


class Tab:
    """A page with its frames."""

    def __init__(self, devtools: DevTools, context: str) -> None:
        self._devtools = devtools
        target = devtools.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self._session = devtools.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._frames: list[str] = []
        self._watch(self._session)
        devtools.call(
            "Target.setAutoAttach", session=self._session, autoAttach=True, waitForDebuggerOnStart=False, flatten=True
        )

    def navigate(self, url: str, *, sandbox: str = "") -> None:
        """Loads a document and waits until it and its frames are there."""
        # the URL shows in messages, so the server is told by a header which document is wanted
        self._send_along({SANDBOX_HEADER: sandbox})
        answer = self._devtools.call("Page.navigate", session=self._session, url=url)
        self._send_along({})
        if "errorText" in answer:
            raise DevToolsError(f"{url}: {answer['errorText']}")
        self._evaluate(
            "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))"
        )

    def watch_frames(self) -> None:
        """Listens to frames that live in processes of their own, too."""
        for event in self._devtools.take_events(self._session):
            if event["method"] == "Target.attachedToTarget":
                self._frames.append(event["params"]["sessionId"])
                self._watch(self._frames[-1])

    def fetch(self, call: FetchCall) -> Outcome:
        """What script saw of one fetch, with the codes and messages of the developer tools."""
        time.sleep(call.get("delay_ms", 0) / 1000)
        for session in (self._session, *self._frames):
            self._devtools.take_events(session)
        seen = self._evaluate(f"perform({json.dumps(call)})")
        for frame in self._frames:  # an answer from the frame's process comes after all its events
            self._devtools.call("Runtime.evaluate", session=frame, expression="0")
        events = [
            event for session in (self._session, *self._frames) for event in self._devtools.take_events(session)
        ]
        return _outcome(seen, events)

    def _send_along(self, headers: dict[str, str]) -> None:
        self._devtools.call("Network.setExtraHTTPHeaders", session=self._session, headers=headers)

    def _watch(self, session: str) -> None:
        for domain in ("Network", "Log", "Audits"):
            self._devtools.call(f"{domain}.enable", session=session)

    def _evaluate(self, expression: str) -> Any:
        answer = self._devtools.call(
            "Runtime.evaluate", session=self._session, expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise DevToolsError(f"script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")


def _outcome(seen: Outcome, events: list[dict[str, Any]]) -> Outcome:
    """What script saw, completed by what the developer tools reported of the request itself (not of its preflight)."""
    outcome = dict(seen)
    outcome |= {"cors_error": None, "failed_parameter": None, "console": None}
    if outcome["outcome"] == "response":
        outcome["response"]["headers"].sort()
        return outcome
    # an earlier request whose body nobody read may end only now, so requests are told apart by their ids
    ids = {each["requestId"] for each in _parameters(events, "Network.requestWillBeSent") if each["type"] == "Fetch"}
    failures = [each for each in _parameters(events, "Network.loadingFailed") if each["requestId"] in ids]
    status = _first(failures, "corsErrorStatus") or _status_of_issue(events) or {}
    outcome["cors_error"] = status.get("corsError")
    outcome["failed_parameter"] = status.get("failedParameter") or None
    for name, event_name in (("net_error", "errorText"), ("blocked_reason", "blockedReason")):
        if value := _first(failures, event_name):
            outcome[name] = value
    entries = [parameters["entry"] for parameters in _parameters(events, "Log.entryAdded")]
    # "Failed to load resource" says nothing more, for any failure
    texts = [entry["text"].strip() for entry in entries if entry["source"] != "network"]
    outcome["console"] = "\n".join(texts) or None
    return outcome


def _status_of_issue(events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The code of a request that failed before it was one, so that it has no event of its own."""
    issues = [parameters["issue"]["details"] for parameters in _parameters(events, "Audits.issueAdded")]
    details = [issue["corsIssueDetails"] for issue in issues if "corsIssueDetails" in issue]
    return _first([each for each in details if "requestId" not in each["request"]], "corsErrorStatus")


def _parameters(events: list[dict[str, Any]], method: str) -> list[dict[str, Any]]:
    return [event["params"] for event in events if event["method"] == method]


def _first(items: list[dict[str, Any]], name: str) -> Any:
    return next((item[name] for item in items if item.get(name)), None)
