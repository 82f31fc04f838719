"""Orders; which pages read them depends on where the app runs."""

import os
import re

from flask import Flask
from flask_cors import CORS


def origins(environ):
    """Who may read in this environment."""
    environment = environ.get("ENVIRONMENT", "development")
    if environment == "development":
        return ["http://localhost:5173"]
    if environment == "preview":
        return [re.compile(r"https://pr-[0-9]+\.preview\.example\.com\Z")]
    return environ["ORIGINS"].split(",")


def create_app(environ=os.environ):
    app = Flask(__name__)
    CORS(app, origins=origins(environ))

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
