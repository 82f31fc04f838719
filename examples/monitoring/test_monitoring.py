"""The log and the counts tell what browsers were told."""

import logging

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="cors")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "cors"]


def test_a_line_for_each_request_of_a_page(cors_client, lines):
    cors_client.get("/orders", origin=APP, expect="allowed")
    cors_client.get("/orders", origin=STRANGER, expect="denied")
    assert lines() == [
        "allowed GET /orders from 'https://app.example.com'",
        "refused GET /orders from 'https://stranger.example.net'",
    ]


def test_a_preflight_is_told_by_what_it_asks_for(cors_client, lines):
    cors_client.delete("/orders", origin=STRANGER, expect="denied")
    cors_client.delete("/orders", origin=APP, expect="denied")
    assert lines() == [
        "refused preflight for DELETE /orders from 'https://stranger.example.net'",
        "refused preflight for DELETE /orders from 'https://app.example.com'",
    ]


def test_what_is_no_page_leaves_no_line(app, lines):
    app.test_client().get("/orders")
    assert lines() == []


def test_an_origin_forges_no_line(app, lines):
    app.test_client().get("/orders", headers={"Origin": "https://x\u2028allowed GET /"})
    assert len(lines()[0].splitlines()) == 1


def test_the_office_sees_the_counts_and_pages_do_not(app, cors_client):
    for origin in (APP, APP, STRANGER):
        cors_client.get("/orders", origin=origin)
    cors_client.assert_denied("/monitor", origin=APP)
    assert app.test_client().get("/monitor").json == {
        "allowed": {APP: 2},
        "refused": {STRANGER: 1, APP: 1},  # that of the monitor itself
    }
