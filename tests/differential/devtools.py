"""A small client of the DevTools protocol over the browser's pipe: JSON messages, each ended by a zero byte.

The pipe (`--remote-debugging-pipe`) needs no port, no handshake and no library, and the browser ends with it.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import itertools
import json
import threading
from typing import Any, BinaryIO

KEPT_EVENTS = frozenset(
    {
        "Audits.issueAdded",
        "Log.entryAdded",
        "Network.loadingFailed",
        "Network.requestWillBeSent",
        "Target.attachedToTarget",
    }
)


class DevToolsError(Exception):
    """The browser refused a command, or is gone."""


class DevTools:
    """One connection; `call` may be used from several threads."""

    def __init__(self, *, to_browser: BinaryIO, from_browser: BinaryIO) -> None:
        self._to_browser = to_browser
        self._from_browser = from_browser
        self._ids = itertools.count(1)
        self._waiting: dict[int, concurrent.futures.Future[dict[str, Any]]] = {}
        self._events: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def call(self, method: str, *, session: str = "", timeout: float = 30, **params: Any) -> dict[str, Any]:
        """The result of one command. Raises DevToolsError when it is refused or not answered in time (seconds)."""
        message: dict[str, Any] = {"id": next(self._ids), "method": method, "params": params}
        if session:
            message["sessionId"] = session
        answer: concurrent.futures.Future[dict[str, Any]] = concurrent.futures.Future()
        with self._lock:
            self._waiting[message["id"]] = answer
            self._to_browser.write(json.dumps(message).encode() + b"\0")
            self._to_browser.flush()
        try:
            reply = answer.result(timeout)
        except concurrent.futures.TimeoutError as error:  # another class before Python 3.11
            raise DevToolsError(f"{method} was not answered within {timeout:g} seconds") from error
        if "error" in reply:
            raise DevToolsError(f"{method}: {reply['error'].get('message')}")
        result: dict[str, Any] = reply["result"]
        return result

    def close(self) -> None:
        """Closes our ends of the pipe, once the browser is gone."""
        self._reader.join(timeout=5)
        for end in (self._to_browser, self._from_browser):
            with contextlib.suppress(OSError):
                end.close()

    def take_events(self, session: str) -> list[dict[str, Any]]:
        """The events of a session (those in KEPT_EVENTS) since the last call, oldest first."""
        return self._events.pop(session, [])

    def _read(self) -> None:
        pending = b""
        while chunk := self._from_browser.read1(1 << 16):  # type: ignore[attr-defined]  # a BufferedReader has it
            *messages, pending = (pending + chunk).split(b"\0")
            for message in messages:
                self._dispatch(json.loads(message))
        for answer in list(self._waiting.values()):
            if not answer.done():
                answer.set_exception(DevToolsError("the browser closed the connection"))

    def _dispatch(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._waiting.pop(message["id"]).set_result(message)
        elif message["method"] in KEPT_EVENTS:
            self._events[message.get("sessionId", "")].append(message)
