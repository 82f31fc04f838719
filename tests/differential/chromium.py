"""A headless Chromium that performs cases.

One browser process. Each worker has a browser context of its own, with one tab for each page and kind of
origin, used again and again: the paths of a case are its own, so that caches cannot mix, and cookies are cleared
where there were any.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from .cases import Case, Outcome, Truth, calls
from .devtools import DevTools, DevToolsError
from .server import CaseServer
from .tab import Tab

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DISABLED_FEATURES = (
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsFirstModeV2",
    "LocalNetworkAccessChecks",
    "LocalNetworkAccessChecksWebSockets",
)
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
    f"--disable-features={','.join(DISABLED_FEATURES)}",
    "--remote-debugging-pipe",
)
PREFERENCES = {
    # third-party cookies are allowed, whatever the build or the version prefers
    "profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False},
}

# The browser's ends of the pipes must be the descriptors 3 and 4; first they get out of each other's way.
_LAUNCHER = """
import os, sys
for number, argument in ((103, 1), (104, 2)): os.dup2(int(sys.argv[argument]), number)
for number in (3, 4): os.dup2(100 + number, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_chromium() -> str | None:
    """The browser to run: $CHROMIUM, or the first of EXECUTABLES on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, EXECUTABLES)), None)


class Chromium:
    """A browser process with a fresh profile, which finds the origins of the cases at `server`."""

    def __init__(self, server: CaseServer, *, executable: str) -> None:
        self.server = server
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        preferences = Path(self._profile) / "Default" / "Preferences"
        preferences.parent.mkdir()
        preferences.write_text(json.dumps(PREFERENCES))
        self._process, self.devtools = launch(
            [
                executable,
                *FLAGS,
                f"--user-data-dir={self._profile}",
                f"--ignore-certificate-errors-spki-list={server.certificate.spki_sha256}",
                f"--host-resolver-rules={server.resolver_rules()}",
                "about:blank",
            ]
        )
        product = str(self.devtools.call("Browser.getVersion")["product"])
        self.version = product.replace("HeadlessChrome/", "Chrome/").replace("Chrome/", "chromium/")

    def close(self) -> None:
        """Ends the browser and every process it started."""
        try:
            self.devtools.call("Browser.close", timeout=5)
            self._process.wait(timeout=10)
        except (DevToolsError, subprocess.TimeoutExpired):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.devtools.close()
        shutil.rmtree(self._profile, ignore_errors=True)


def launch(command: list[str]) -> tuple[subprocess.Popen[bytes], DevTools]:
    """A browser, and the connection to its developer tools."""
    browser_reads, we_write = os.pipe()
    we_read, browser_writes = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _LAUNCHER, str(browser_reads), str(browser_writes), *command],
        pass_fds=(browser_reads, browser_writes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a process group of its own, which can be ended as a whole
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
            results: list[Outcome] = []
            for call in calls(case):
                seen = tab.fetch(call)
                results.append({**seen, "wire": server.take_wire(case)})
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
            if self._visitor is None:
                self._visitor = Tab(self._devtools, self._context)
            self._chromium.server.set_cookies(case, [cookie["set_cookie"]])
            separator = "&" if urlsplit(cookie["url"]).query else "?"
            self._visitor.navigate(f"{cookie['url']}{separator}set-cookie={case['id']}")

    def _tab(self, page: str, sandbox: str) -> Tab:
        tab = self._tabs.get((page, sandbox))
        if tab is None:
            tab = self._tabs[page, sandbox] = Tab(self._devtools, self._context)
            tab.navigate(page, sandbox=sandbox)
            tab.watch_frames()
        return tab
