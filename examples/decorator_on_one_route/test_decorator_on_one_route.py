"""The decorator on one route: the next route works everywhere but in a browser."""

from __future__ import annotations

import pytest
from flask import Flask
from reports import make_app

APP = "https://app.example.com"
ATTACKER = "https://attacker.example.net"


class TestBroken:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=False)

    @pytest.mark.cors("/reports", origin=APP, expect="allowed")
    @pytest.mark.cors("/reports", origin=ATTACKER, expect="denied")
    def test_the_decorated_route_is_right(self) -> None: ...

    @pytest.mark.cors("/reports/1", origin=APP, expect="denied", reason="MissingAllowOriginHeader", sent=True)
    def test_the_other_route_runs_and_nobody_reads_it(self) -> None: ...

    def test_a_test_client_sees_nothing_wrong(self, app: Flask) -> None:
        assert app.test_client().get("/reports/1").json == {"title": "the first quarter"}


class TestMended:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=True)

    @pytest.mark.cors("/reports", origin=APP, expect="allowed")
    @pytest.mark.cors("/reports/1", origin=APP, expect="allowed")
    @pytest.mark.cors("/reports/99", origin=APP, status=404, expect="allowed")
    @pytest.mark.cors("/reports/1", origin=[ATTACKER, "null"], expect="denied")
    def test_every_route_and_every_error_is_covered(self) -> None: ...
