"""Averages of sales. ``CORS(app)`` covers every answer, that to an exception too."""

from flask import Flask
from flask_cors import CORS

SALES = {"monday": [3, 5], "sunday": []}


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/average/<day>")
    def average(day):
        return {"average": sum(SALES[day]) / len(SALES[day])}

    return app
