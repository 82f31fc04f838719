"""The servers of a case as a transport: they answer as the case says, byte for byte, and keep what reached them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pytest_cors.fetch.http import HttpRequest, HttpResponse

from .corpus import Case

BY_THEMSELVES = frozenset(
    "accept accept-charset accept-encoding accept-language cache-control connection content-length dnt host"
    " keep-alive pragma priority referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest"
    " sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc sec-purpose te transfer-encoding"
    " upgrade-insecure-requests user-agent".split()
)
"""Headers that browsers send of their own accord: recorded only where the author's value got through."""
ALWAYS = frozenset({"origin", "cookie", "authorization", "content-type"})
NOT_FOUND = {"status": 404, "headers": [["Content-Type", "text/plain"]], "body": "not found"}


class CaseServers:
    """All servers that a case speaks of, whatever their origin."""

    def __init__(self, case: Case, *, keeps_empty_query: bool) -> None:
        self._resources: dict[str, Any] = case["server"]
        self._keeps_empty_query = keeps_empty_query
        self._author: dict[str, list[str]] = defaultdict(list)
        for call in calls(case):
            for name, value in call["headers"]:
                self._author[name.lower()].append(value.strip(" \t\r\n"))
        self._wire: list[dict[str, Any]] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        preflight = request.method == "OPTIONS" and any(
            name.lower() == "access-control-request-method" for name, _ in request.headers
        )
        self._wire.append(self._entry(request, preflight))
        resource = self._resource(request.url)
        if resource is None:
            return _response(NOT_FOUND, request.method)
        return _response((preflight and resource.get("preflight")) or resource["response"], request.method)

    def take_wire(self) -> list[dict[str, Any]]:
        """What has arrived since the last call, in the form in which cases record it."""
        taken, self._wire = self._wire, []
        return taken

    def _resource(self, url: str) -> Any:
        address = url.partition("?")[0]
        path = "/" + address.split("/", 3)[3]
        return self._resources.get(address) or self._resources.get(path)

    def _entry(self, request: HttpRequest, preflight: bool) -> dict[str, Any]:
        url = request.url if self._keeps_empty_query else request.url.removesuffix("?")
        kept = [
            [name.lower(), value]
            for name, value in request.headers
            if self._is_recorded(name.lower(), value, preflight)
        ]
        entry = {"method": request.method, "url": url, "headers": sorted(kept, key=lambda pair: pair[0])}
        return entry | ({"body": request.body.decode("latin-1")} if request.body else {})

    def _is_recorded(self, name: str, value: str, preflight: bool) -> bool:
        if name in ALWAYS or name.startswith("access-control-request-"):
            return True
        if name not in self._author:
            return False
        if name not in BY_THEMSELVES:
            return True
        values = self._author[name]
        return not preflight and value in {*values, ", ".join(values), ",".join(values)}


def calls(case: Case) -> list[dict[str, Any]]:
    """The fetches of a case, in order."""
    found: list[dict[str, Any]] = case.get("requests") or [case["request"]]
    return found


def _response(reply: dict[str, Any], method: str) -> HttpResponse:
    """An answer as a client reads it: outer white space of values gone, framing headers there."""
    headers = [(name, value.strip(" \t")) for name, value in reply["headers"]]
    if not any(name.lower() == "cache-control" for name, _ in headers):
        headers.append(("Cache-Control", "no-store"))
    body = reply.get("body", "").encode("latin-1")
    if reply["status"] in {204, 304}:
        body = b""
    else:
        headers.append(("Content-Length", str(len(body))))
    return HttpResponse(reply["status"], headers, b"" if method == "HEAD" else body)
