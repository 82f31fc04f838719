"""Orders for one front end, named in the configuration. The mistake: flask-cors has read it already."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
