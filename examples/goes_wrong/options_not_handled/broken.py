"""Orders. The mistake: the view takes OPTIONS, and does not know what to do with it."""

from flask import Flask, abort, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.route("/orders", methods=["GET", "POST", "OPTIONS"])
    def orders():
        if request.method == "GET":
            return ["tea", "cup"]
        if request.method == "POST":
            return {"ordered": request.get_json()["what"]}, 201
        return abort(405)

    return app
