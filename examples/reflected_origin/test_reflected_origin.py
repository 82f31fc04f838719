"""Every origin reflected, with credentials: the attacker's page reads what the victim can read."""

from __future__ import annotations

import pytest
from flask import Flask
from notes import make_app

FRONT_END = "https://notes.example.com"
ATTACKER = "https://attacker.example.net"


class TestBroken:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=False)

    @pytest.mark.cors(credentials="include")
    def test_the_attacker_reads_the_notes_of_the_victim(self, cors_client) -> None:
        cors_client.visit("/login", method="POST", data={"user": "ada"})
        stolen = cors_client.get("/notes", origin=ATTACKER)
        assert stolen.cors.allowed
        assert stolen.json == ["a secret of ada"]

    @pytest.mark.cors("/notes", origin="null", credentials="include", status=401, expect="allowed")
    def test_so_does_any_sandboxed_frame(self) -> None: ...

    def test_a_header_assertion_sees_nothing_wrong(self, app: Flask) -> None:
        response = app.test_client().get("/notes", headers={"Origin": FRONT_END})
        assert response.headers["Access-Control-Allow-Origin"] == FRONT_END
        assert response.headers["Access-Control-Allow-Credentials"] == "true"


class TestMended:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=True)

    @pytest.mark.cors("/notes", origin=FRONT_END, credentials="include", status=401, expect="allowed")
    @pytest.mark.cors("/notes", origin=[ATTACKER, "null"], credentials="include", expect="denied")
    def test_only_the_front_end_reads_the_notes(self) -> None: ...

    @pytest.mark.cors(credentials="include")
    def test_the_front_end_still_works(self, cors_client) -> None:
        cors_client.visit("/login", method="POST", data={"user": "ada"})
        assert cors_client.get("/notes", origin=FRONT_END).json == ["a secret of ada"]
        cors_client.assert_denied("/notes", origin=ATTACKER)
