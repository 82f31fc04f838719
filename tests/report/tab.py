"""A tab of a real Chromium with a report in it: what it shows, what it complains about, what keys do to it."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.differential.chromium import FLAGS, launch
from tests.differential.devtools import DevTools, DevToolsError

_KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "ArrowLeft": (37, ""),
    "ArrowUp": (38, ""),
    "ArrowRight": (39, ""),
    "ArrowDown": (40, ""),
    "Home": (36, ""),
    "End": (35, ""),
    "PageDown": (34, ""),
}
_BEFORE = """
window.problems = [];
window.fail = (why) => window.problems.push(`ran: ${why}`);
window.alert = window.fail;
addEventListener("error", (event) => window.problems.push(`error: ${event.message}`));
addEventListener("unhandledrejection", (event) => window.problems.push(`rejected: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => window.problems.push(`policy: ${event.violatedDirective}`));
for (const name of ["error", "warn"]) console[name] = (...said) => window.problems.push(`console: ${said}`);
"""
_SETTLED = """
new Promise((done) => {
  const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  document.readyState === "complete" ? painted() : addEventListener("load", painted);
})
"""


class Chromium:
    """A browser process with a profile of its own."""

    def __init__(self, executable: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        command = [executable, *FLAGS, "--hide-scrollbars", f"--user-data-dir={self._profile}", "about:blank"]
        self._process, self.devtools = launch(command)

    def close(self) -> None:
        """End it, and every process it started."""
        try:
            self.devtools.call("Browser.close", timeout=5)
            self._process.wait(timeout=10)
        except (DevToolsError, subprocess.TimeoutExpired):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.devtools.close()
        shutil.rmtree(self._profile, ignore_errors=True)


class Tab:
    """One tab, of a size.

    :param scale: device pixels for each CSS pixel.
    """

    def __init__(
        self,
        devtools: DevTools,
        *,
        width: int = 1280,
        height: int = 900,
        scale: float = 1,
        dark: bool = False,
        phone: bool = False,
    ) -> None:
        self._devtools = devtools
        self._target = str(devtools.call("Target.createTarget", url="about:blank")["targetId"])
        attached = devtools.call("Target.attachToTarget", targetId=self._target, flatten=True)
        self._session = str(attached["sessionId"])
        for domain in ("Page", "Network", "Log", "Audits"):
            self._call(f"{domain}.enable")
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])
        self._call("Page.addScriptToEvaluateOnNewDocument", source=_BEFORE)

    def open(self, path: Path, *, at: str = "") -> float:
        """Load a file; how long it took until it was painted, in seconds.

        :param at: the fragment.
        """
        self._devtools.take_events(self._session)
        answer = self._call("Page.navigate", url=path.as_uri() + at, timeout=60)
        assert "errorText" not in answer, answer
        return float(self.run(_SETTLED)) / 1000

    def visit(self, address: str) -> None:
        """Go to a page that is no report."""
        answer = self._call("Page.navigate", url=address, timeout=60)
        assert "errorText" not in answer, answer

    def run(self, expression: str) -> Any:
        """What script makes of an expression, as if a person had caused it; a promise is awaited."""
        options: dict[str, Any] = {"awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = self._call("Runtime.evaluate", expression=expression, **options)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """What stands in an element."""
        return str(self.run(f"document.querySelector({selector!r}).textContent"))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as a person does."""
        for key in keys:
            code, text = _KEYS[key] if key in _KEYS else (ord(key.upper()), key)
            event = {"key": key, "windowsVirtualKeyCode": code}
            self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
            self._call("Input.dispatchKeyEvent", type="keyUp", **event)
        self.settle()

    def settle(self) -> None:
        """Wait for what is drawn next, and for filters, which wait for the next key."""
        self.run("new Promise((done) => setTimeout(() => requestAnimationFrame(done), 120))")

    def complaints(self) -> list[str]:
        """Errors, warnings, violations of the policy, and requests for anything but the file itself."""
        found: list[str] = list(self.run("window.problems"))
        for event in self._devtools.take_events(self._session):
            said = event["params"]
            if event["method"] == "Log.entryAdded":
                found.append(f"log: {said['entry']['text']}")
            elif event["method"] == "Audits.issueAdded":
                found.append(f"issue: {said['issue']['code']}")
            elif event["method"] == "Network.requestWillBeSent" and said["type"] != "Document":
                found.append(f"asked for {said['request']['url']}")
        return found

    def screenshot(self, path: Path) -> None:
        """What is to be seen, as a PNG."""
        # What arrives has arrived.
        self.run("Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)")
        data = self._call("Page.captureScreenshot", format="png", timeout=60)["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        """Close it."""
        self._devtools.call("Target.closeTarget", targetId=self._target)

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._devtools.call(method, session=self._session, **params)
