"""A blog. Its badge is for every page, its likes for its own, its drafts for none."""

from flask import Flask
from flask_cors import cross_origin

LIKES = {1: 42}


def create_app():
    app = Flask(__name__)

    @app.get("/badge")
    @cross_origin(send_wildcard=True)
    def badge():
        return {"posts": len(LIKES)}

    @app.route("/posts/<int:number>/likes", methods=["GET", "PUT"])
    @cross_origin(origins=["https://blog.example.com"], allow_headers=["X-Reader"])
    def likes(number):
        if number not in LIKES:
            return {"error": "no such post"}, 404  # abort(404) would pass the decorator by
        return {"likes": LIKES[number]}

    @app.get("/drafts")
    def drafts():
        return ["not yet"]

    return app
