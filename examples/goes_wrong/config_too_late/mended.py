"""Orders for one front end, named in the configuration. flask-cors reads it when it is called."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]
    CORS(app)

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
