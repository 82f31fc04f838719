"""What one test writes, the next does not find."""

import pytest

APP = "https://app.example.com"


@pytest.mark.parametrize("title", ["first", "second"])
@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_writes_the_only_note(cors_client, title):
    assert cors_client.get("/notes").json == []
    assert cors_client.post("/notes", json={"title": title}).status_code == 201
    assert cors_client.get("/notes").json == [title]


@pytest.mark.cors(origin="https://stranger.example.net", expect="denied")
def test_a_strangers_form_is_refused_and_writes_nothing(cors_client, connection):
    cors_client.post("/notes", data={"title": "Mallory was here"})
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
