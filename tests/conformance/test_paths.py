"""The same verdicts by every way to an app: a transport, a WSGI app, a sweep that asks nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from pytest_cors.contract.sweep import Careful
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.transport.wsgi import WsgiTransport

from . import replay as direct
from .corpus import CORPORA, Case
from .replay import replay
from .server import CaseServers

STEP = 3
"""One case of so many: each is replayed three times."""


class ByWsgi:
    """The servers of a case, each behind a WSGI app."""

    def __init__(self, case: Case, *, keeps_empty_query: bool) -> None:
        self._servers = CaseServers(case, keeps_empty_query=keeps_empty_query)

    def send(self, request: HttpRequest) -> HttpResponse:
        def app(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            answer = self._servers.send(request)
            assert isinstance(answer.body, bytes)
            start_response(f"{answer.status} {answer.reason}".rstrip(), list(answer.headers))
            return [answer.body]

        return WsgiTransport(app).send(request)

    def take_wire(self) -> list[dict[str, Any]]:
        return self._servers.take_wire()


class BySweep:
    """The servers of a case, asked as a contract asks them, and each cell twice."""

    def __init__(self, case: Case, *, keeps_empty_query: bool) -> None:
        self._servers = CaseServers(case, keeps_empty_query=keeps_empty_query)
        self._careful = Careful(self._servers, send_all=True)

    def send(self, request: HttpRequest) -> HttpResponse:
        first = self._careful.send(request)
        return self._careful.send(request) if request.method in {"GET", "HEAD", "OPTIONS"} else first

    def take_wire(self) -> list[dict[str, Any]]:
        return self._servers.take_wire()


def verdicts(case: Case, profile: str) -> list[dict[str, Any]]:
    told = replay(case, profile, console=profile, keeps_empty_query=True)
    for outcome in told:
        del outcome["wire"]
        if outcome.get("response", {}).get("status") == 205:
            del outcome["response"]["body"]  # our way to a WSGI app sends none with it, as no server should
    return told


@pytest.mark.parametrize("way", [ByWsgi, BySweep])
@pytest.mark.parametrize("profile", ["chromium", "firefox", "webkit"])
def test_every_way_to_an_app_leads_to_the_same_verdict(
    profile: str, way: type[ByWsgi | BySweep], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case for corpus in CORPORA for case in corpus.cases()[::STEP]]
    expected = {case["id"]: verdicts(case, profile) for case in cases}
    monkeypatch.setattr(direct, "CaseServers", way)
    differing = [case["id"] for case in cases if verdicts(case, profile) != expected[case["id"]]]
    assert differing == []
    kinds = {outcome["outcome"] for outcomes in expected.values() for outcome in outcomes}
    assert kinds == {"response", "network-error", "request-error"}


def test_the_other_ways_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way that answers 500 is noticed."""

    class Broken(ByWsgi):
        def send(self, request: HttpRequest) -> HttpResponse:
            return HttpResponse(500)

    case = next(case for case in CORPORA[0].cases() if verdicts(case, "chromium")[0]["outcome"] == "response")
    expected = verdicts(case, "chromium")
    monkeypatch.setattr(direct, "CaseServers", Broken)
    assert verdicts(case, "chromium") != expected
