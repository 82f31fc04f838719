"""Settings of a user, for whichever pages the configuration names."""

from flask import Flask, request
from flask_cors import CORS


def create_app(**config):
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = []  # flask-cors's default is everybody
    app.config.from_mapping(config)
    CORS(app)

    @app.route("/settings", methods=["GET", "PUT"])
    def settings():
        return request.get_json() if request.method == "PUT" else {"theme": "light"}

    return app
