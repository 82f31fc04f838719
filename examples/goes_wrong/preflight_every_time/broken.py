"""A counter that a page asks again and again. The mistake: it asks for permission each time, too."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], max_age=0)

    @app.get("/counter")
    def counter():
        return {"count": 42}

    return app
