"""No tenant's pages read another tenant's data, also when a list has just changed."""

import pytest
from app import create_app

ACME, GLOBEX, NEW = "https://shop.acme.example", "https://www.globex.example", "https://new.acme.example"
STRANGER = "https://stranger.example.net"
JSON = "Content-Type: application/json"


@pytest.fixture
def tenants():
    return {"acme": {ACME}, "globex": {GLOBEX}}


@pytest.fixture
def app(tenants):
    return create_app(tenants)


@pytest.mark.cors("/acme/orders", origin=ACME, expect="allowed")
@pytest.mark.cors("/acme/orders", origin=[GLOBEX, "null", "http://shop.acme.example"], expect="denied")
@pytest.mark.cors("/globex/orders", origin=GLOBEX, expect="allowed")
@pytest.mark.cors("/globex/orders", origin=[ACME, "null"], expect="denied")
@pytest.mark.cors("POST /acme/orders", origin=ACME, headers=[JSON], status=400, expect="allowed")
@pytest.mark.cors("POST /acme/orders", origin=GLOBEX, headers=[JSON], sent=False, expect="denied")
def test_each_front_end_has_its_own_tenant(): ...


def test_a_front_end_is_added_and_taken_away(cors_client, tenants):
    cors_client.assert_denied("/acme/orders", origin=NEW)
    tenants["acme"].add(NEW)
    cors_client.assert_allowed("/acme/orders", origin=NEW)
    tenants["acme"].remove(NEW)
    cors_client.assert_denied("/acme/orders", origin=NEW)


@pytest.mark.cors("/unknown/orders", origin=ACME, expect="denied", reason="MissingAllowOriginHeader")
def test_nobody_reads_a_tenant_that_is_not_there(): ...


@pytest.mark.parametrize("origin", [ACME, STRANGER])
def test_every_answer_says_that_it_differs_by_origin(app, origin):
    response = app.test_client().get("/acme/orders", headers={"Origin": origin})
    assert "Origin" in response.headers["Vary"]
