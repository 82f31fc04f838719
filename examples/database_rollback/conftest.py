"""A database for the session, a transaction for each test."""

import sqlite3

import pytest
from notes import SCHEMA, create_app


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "notes.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(SCHEMA)
    connection.close()
    return path


@pytest.fixture
def connection(database):
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN")
    yield connection
    connection.execute("ROLLBACK")
    connection.close()


@pytest.fixture
def app(connection):
    return create_app(connection)
