"""Averages of sales. The mistake: ``@cross_origin`` does not cover what a view raises."""

from flask import Flask
from flask_cors import cross_origin

SALES = {"monday": [3, 5], "sunday": []}


def create_app():
    app = Flask(__name__)

    @app.get("/average/<day>")
    @cross_origin(origins=["https://app.example.com"])
    def average(day):
        return {"average": sum(SALES[day]) / len(SALES[day])}

    return app
