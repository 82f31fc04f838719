"""Notes in a database."""

from flask import Flask, request
from flask_cors import CORS

SCHEMA = "CREATE TABLE notes (title TEXT NOT NULL)"


def create_app(connection):
    app = Flask(__name__, static_folder=None)
    CORS(app, origins=["https://app.example.com"], allow_headers=["Content-Type"])

    @app.get("/notes")
    def listing():
        return [title for (title,) in connection.execute("SELECT title FROM notes")]

    @app.post("/notes")
    def add():
        title = request.get_json().get("title", "untitled")  # a form is answered with 415
        connection.execute("INSERT INTO notes VALUES (?)", (title,))
        return {"title": title}, 201

    return app
