"""The way of a person through three apps, and of the requests that the page makes."""

import pytest
from apps import API, FRONT, LOGIN, create_apps

from pytest_cors import Browser

on_the_front_end = pytest.mark.cors(origin=FRONT, credentials="include")


@pytest.fixture
def cors_browser():
    return Browser(create_apps())


def sign_in(cors_client):
    return cors_client.visit(f"{LOGIN}/?next={FRONT}/", method="POST", data={"user": "ada"})


def test_a_person_is_led_through_the_login_and_back(cors_client):
    assert "user" in cors_client.visit(f"{FRONT}/").text  # the form of the login, where the redirect led
    assert sign_in(cors_client).text == "the front end"


@on_the_front_end
def test_then_the_page_reads_the_api(cors_client):
    assert cors_client.get(f"{API}/me", expect="allowed").status_code == 401
    sign_in(cors_client)
    assert cors_client.get(f"{API}/me", expect="allowed").json == {"user": "ada"}
    cors_client.get(f"{API}/me", origin="https://stranger.example.net", expect="denied")


@on_the_front_end
def test_the_login_is_for_people(cors_client):
    cors_client.post(f"{LOGIN}/", data={"user": "ada"}, expect="denied")


@on_the_front_end
def test_a_fetch_is_not_led_from_one_origin_to_another(cors_client):
    sign_in(cors_client)
    result = cors_client.get(f"{LOGIN}/me", expect="denied").cors
    assert [dict(each.request.headers)["Origin"] for each in result.exchanges] == [FRONT, "null"]


def test_login_leads_nobody_to_a_foreign_page(cors_client):
    answer = cors_client.visit(f"{LOGIN}/?next=https://evil.example/", method="POST", data={"user": "ada"})
    assert answer.status_code == 400
