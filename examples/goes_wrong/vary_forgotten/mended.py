"""The menu, behind a cache. Every answer says that it differs by origin."""

from cache import Cache
from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://kiosk.example.org"])
    app.wsgi_app = Cache(app.wsgi_app)  # a CDN, in production

    @app.after_request
    def say_that_it_varies(response):
        response.vary.add("Origin")
        return response

    @app.get("/menu")
    def menu():
        return ["tea", "cake"]

    return app
