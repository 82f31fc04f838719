"""Orders for whoever asks. The mistake: nobody thought of browsers."""

from flask import Flask, request


def create_app():
    app = Flask(__name__)

    @app.post("/orders")
    def order():
        return {"ordered": request.get_json()["what"]}, 201

    return app
