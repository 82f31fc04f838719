"""A local HTTP and HTTPS server that answers byte for byte as a case says, and keeps what reached it.

It listens on free ports. The browser is told to find the origins of the cases there, so `https://api.example.net`
looks as it would in the world, and no privileged port is needed.
"""

from __future__ import annotations

import collections
import socket
import socketserver
import ssl
import threading
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, urlsplit

from .cases import Case, Header, Reply, WireEntry, calls
from .certificate import make_certificate
from .documents import FRAME, top_level_document

HOSTS = ("example.com", "example.net", "example.org", "xn--bcher-kva.example", "localhost")
"""Each of these and everything below it is served."""
ADDRESSES = ("127.0.0.1", "::1")
SCHEMES = {80: "http", 443: "https", 3000: "http", 8080: "http", 8443: "https"}
"""The ports that URLs of cases name, and what is spoken there."""

NOT_FOUND: Reply = {"status": 404, "headers": [["Content-Type", "text/plain"]], "body": "not found"}
SANDBOX_HEADER = "x-sandbox"
"""Sent with the navigation to a page: its value is the case's `sandbox`, or empty."""
_FRAME_PATH = "/.frame"
_ALWAYS_RECORDED = frozenset({"origin", "cookie", "authorization", "content-type"})
_SENT_BY_BROWSERS = frozenset(
    "accept accept-charset accept-encoding accept-language cache-control connection content-length dnt host "
    "keep-alive pragma priority referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest "
    "sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc sec-purpose te transfer-encoding "
    "upgrade-insecure-requests user-agent".split()
)
"""Recorded only where the value is the author's: browsers send these of their own accord."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived."""

    method: str
    scheme: str
    authority: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def preflight(self) -> bool:
        return self.method == "OPTIONS" and any(
            name.lower() == "access-control-request-method" for name, _ in self.headers
        )


class CaseServer:
    """Serves the cases given to `add`, whose ids are the first segment of their paths."""

    def __init__(self) -> None:
        names = [pattern for host in HOSTS for pattern in (host, f"*.{host}")]
        self.certificate = make_certificate(names, list(ADDRESSES))
        self.ports: dict[int, int] = {}
        self._cases: dict[str, Case] = {}
        self._received: dict[str, list[Received]] = collections.defaultdict(list)
        self._cookies: dict[str, list[str]] = {}
        self._listeners: list[_Listener] = []
        for port, scheme in SCHEMES.items():
            listener = _Listener(self, scheme)
            self._listeners.append(listener)
            self.ports[port] = listener.server_address[1]
            threading.Thread(target=listener.serve_forever, daemon=True).start()

    def close(self) -> None:
        for listener in self._listeners:
            listener.shutdown()
            listener.server_close()

    def resolver_rules(self) -> str:
        """The value of Chromium's --host-resolver-rules that leads the origins of the cases here."""
        hosts = [pattern for host in HOSTS for pattern in (host, f"*.{host}")]
        hosts += [f"[{address}]" if ":" in address else address for address in ADDRESSES]
        rules = [f"MAP {host}:{port} 127.0.0.1:{local}" for host in hosts for port, local in self.ports.items()]
        return ", ".join([*rules, "MAP * ~NOTFOUND"])

    def add(self, case: Case) -> None:
        self._cases[case["id"]] = case

    def forget(self, case: Case) -> None:
        for kept in (self._cases, self._received, self._cookies):
            kept.pop(case["id"], None)

    def set_cookies(self, case: Case, lines: list[str]) -> None:
        """The Set-Cookie lines for the next visits with `?set-cookie=<id of the case>`."""
        self._cookies[case["id"]] = lines

    def take_wire(self, case: Case) -> list[WireEntry]:
        """What reached the server for this case since the last call."""
        received = self._received[case["id"]]
        taken, received[:] = list(received), []
        return [wire_entry(request, case) for request in taken]

    def answer(self, request: Received) -> Reply:
        """The reply to one request, which is kept when it belongs to a case."""
        case_id = request.path.split("/")[1] if request.path.count("/") else ""
        case = self._cases.get(case_id)
        if case is None or "?set-cookie=" in request.target:
            return self._document(request)
        self._received[case_id].append(request)
        return answer_of(case, request)

    def _document(self, request: Received) -> Reply:
        if request.path == _FRAME_PATH:
            return _html(FRAME)
        query = parse_qs(urlsplit(request.target).query)
        if "set-cookie" in query:
            lines = self._cookies.get(query["set-cookie"][0], [])
            return _html("", *(["Set-Cookie", line] for line in lines))
        sandbox = next((value for name, value in request.headers if name.lower() == SANDBOX_HEADER), None)
        if request.path != "/" or sandbox is None:
            return NOT_FOUND
        policy = [["Content-Security-Policy", "sandbox allow-scripts"]] if sandbox == "csp" else []
        return _html(top_level_document(sandbox, _FRAME_PATH), *policy)


def answer_of(case: Case, request: Received) -> Reply:
    """What the servers of a case answer."""
    by_url = f"{request.scheme}://{request.authority}{request.path}"
    resource = case["server"].get(by_url) or case["server"].get(request.path)
    if resource is None:
        return NOT_FOUND
    return resource["preflight"] if request.preflight and "preflight" in resource else resource["response"]


def _html(text: str, *headers: Header) -> Reply:
    return {"status": 200, "headers": [["Content-Type", "text/html;charset=utf-8"], *headers], "body": text}


def wire_entry(request: Received, case: Case) -> WireEntry:
    """A request in the form in which cases record it."""
    author: dict[str, list[str]] = collections.defaultdict(list)
    for call in calls(case):
        for name, value in call.get("headers") or []:
            author[name.lower()].append(value.strip(" \t\r\n"))
    kept: list[Header] = []
    for name, value in request.headers:
        low = name.lower()
        if low in _ALWAYS_RECORDED or low.startswith("access-control-request-"):
            kept.append([low, value])
        elif low in _SENT_BY_BROWSERS:
            values = author.get(low, [])
            if not request.preflight and value in (*values, ", ".join(values), ",".join(values)) and values:
                kept.append([low, value])
        elif low in author:
            kept.append([low, value])
    entry: WireEntry = {
        "method": request.method,
        "url": f"{request.scheme}://{request.authority}{request.target}",
        "headers": sorted(kept, key=lambda pair: pair[0]),
    }
    if request.body:
        entry["body"] = request.body.decode("latin-1")
    return entry


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = False  # closing waits for the connections, which the browser has closed by then
    request_queue_size = 64

    def __init__(self, cases: CaseServer, scheme: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.cases = cases
        self.scheme = scheme

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers drop connections as they please; a lost answer shows in the case."""


class _Connection(socketserver.StreamRequestHandler):
    wbufsize = -1  # one answer, one write
    disable_nagle_algorithm = True

    def setup(self) -> None:
        listener = cast(_Listener, self.server)
        if listener.scheme == "https":  # the handshake happens in this connection's own thread
            plain = cast(socket.socket, self.request)
            self.request = listener.cases.certificate.context.wrap_socket(plain, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        cast(socket.socket, self.request).close()  # the server closes only what it accepted, not the TLS around it

    def handle(self) -> None:
        listener = cast(_Listener, self.server)
        try:
            while (request := self._read(listener.scheme)) is not None:
                self.wfile.write(_serialize(listener.cases.answer(request), request.method))
                self.wfile.flush()
        except (ConnectionError, ssl.SSLError):
            return

    def _read(self, scheme: str) -> Received | None:
        line = self.rfile.readline().decode("latin-1").rstrip("\r\n")
        if not line:
            return None
        method, target, _ = line.split(" ")
        headers: list[tuple[str, str]] = []
        while field := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = field.partition(":")
            headers.append((name, value.strip(" \t")))
        values = {name.lower(): value for name, value in headers}
        body = self.rfile.read(int(values.get("content-length", "0")))
        return Received(method, scheme, values.get("host", ""), target, tuple(headers), body)


def _serialize(reply: Reply, method: str) -> bytes:
    """The bytes of an answer: header lines unchanged, framing added, not cacheable unless it says so."""
    body = b"" if reply["status"] in (204, 304) else reply.get("body", "").encode("latin-1")
    lines = [f"HTTP/1.1 {reply['status']} X", *(f"{name}: {value}" for name, value in reply["headers"])]
    if not any(name.lower() == "cache-control" for name, _ in reply["headers"]):
        lines.append("Cache-Control: no-store")
    if reply["status"] not in (204, 304):
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if method == "HEAD" else head + body
