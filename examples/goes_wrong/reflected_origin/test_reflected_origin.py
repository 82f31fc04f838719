import pytest
from mended import create_app

FRONT_END = "https://notes.example.com"
ATTACKER = "https://attacker.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(credentials="include")
def test_the_front_end_reads_the_notes(cors_client):
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    assert cors_client.get("/notes", origin=FRONT_END).json == ["a secret of ada"]


@pytest.mark.cors(credentials="include")
def test_the_attacker_does_not_read_the_notes_of_the_victim(cors_client):
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    cors_client.get("/notes", origin=ATTACKER, expect="denied")


@pytest.mark.cors("/notes", origin="null", credentials="include", expect="denied")
def test_nor_does_a_sandboxed_frame(): ...


def test_what_a_header_assertion_sees(app):
    response = app.test_client().get("/notes", headers={"Origin": FRONT_END})
    assert response.headers["Access-Control-Allow-Origin"] == FRONT_END
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
