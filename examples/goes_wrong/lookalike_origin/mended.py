"""Orders for the front ends of all subdomains. The pattern has an end."""

import re

from flask import Flask
from flask_cors import CORS

FRONT_ENDS = re.compile(r"https://[a-z0-9-]+\.example\.com\Z")


def create_app():
    app = Flask(__name__)
    CORS(app, origins=[FRONT_ENDS], supports_credentials=True)

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
