"""Orders, and a monitor of the pages that ask for them."""

import logging
from collections import Counter

from flask import Flask, request
from flask_cors import CORS

log = logging.getLogger("cors")
MOST_ORIGINS = 1000


def create_app():
    app = Flask(__name__)
    counts = {"allowed": Counter(), "refused": Counter()}

    @app.after_request
    def watch(response):
        if request.origin:
            decided = "allowed" if is_allowed(response) else "refused"
            asked = request.access_control_request_method if request.method == "OPTIONS" else None
            what = f"preflight for {asked}" if asked else request.method
            log.info("%s %s %s from %r", decided, what, request.path, request.origin)
            if request.origin in counts[decided] or len(counts[decided]) < MOST_ORIGINS:
                counts[decided][request.origin] += 1
        return response

    CORS(app, resources=r"/orders\Z", origins=["https://app.example.com"], methods=["GET"])  # runs before watch

    @app.route("/orders", methods=["GET", "DELETE"])
    def orders():
        return ["tea", "cup"]

    @app.get("/monitor")
    def monitor():
        return counts

    return app


def is_allowed(response):
    """What a browser will say, as far as headers tell: the origin, and of a preflight the method."""
    asked = request.access_control_request_method if request.method == "OPTIONS" else None
    methods = response.access_control_allow_methods or ()
    return response.access_control_allow_origin in {request.origin, "*"} and (asked is None or asked in methods)
