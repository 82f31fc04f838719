"""Orders for one front end. The option is called ``origins``."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
