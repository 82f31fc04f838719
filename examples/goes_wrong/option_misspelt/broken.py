"""Orders for one front end. The mistake: there is no option ``origin``, and flask-cors does not mind."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origin=["https://app.example.com"])

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
