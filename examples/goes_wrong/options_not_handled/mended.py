"""Orders. Flask answers OPTIONS by itself."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.route("/orders", methods=["GET", "POST"])
    def orders():
        if request.method == "GET":
            return ["tea", "cup"]
        return {"ordered": request.get_json()["what"]}, 201

    return app
