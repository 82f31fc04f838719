"""A counter that a page asks again and again. It asks for permission every ten minutes."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], max_age=600)

    @app.get("/counter")
    def counter():
        return {"count": 42}

    return app
