"""Orders. The route takes its path with the slash and without."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.post("/orders/", strict_slashes=False)
    def order():
        return {"ordered": request.get_json()["what"]}, 201

    return app
