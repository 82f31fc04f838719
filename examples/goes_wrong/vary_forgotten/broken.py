"""The menu, behind a cache. The mistake: an answer that differs by origin does not always say so."""

from cache import Cache
from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://kiosk.example.org"])
    app.wsgi_app = Cache(app.wsgi_app)  # a CDN, in production

    @app.get("/menu")
    def menu():
        return ["tea", "cake"]

    return app
