"""Two blueprints with the same data, one for pages and one for servers."""

from flask import Blueprint, Flask, abort
from flask_cors import CORS

USERS = {1: "ada", 2: "grace"}

api = Blueprint("api", __name__)
internal = Blueprint("internal", __name__)
CORS(api, origins=["https://app.example.com"])


@api.get("/users")
@internal.get("/users")
def users():
    return list(USERS.values())


@api.get("/users/<int:number>")
def user(number):
    return {"name": USERS.get(number) or abort(404)}


def create_app():
    app = Flask(__name__)
    app.register_blueprint(api, url_prefix="/api")
    app.register_blueprint(internal, url_prefix="/internal")
    return app
