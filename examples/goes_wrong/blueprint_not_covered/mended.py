"""Users, in a blueprint. ``resources`` matches the whole path, with the prefix."""

from flask import Blueprint, Flask
from flask_cors import CORS

users = Blueprint("users", __name__)


@users.get("/users")
def listing():
    return ["ada"]


def create_app():
    app = Flask(__name__)
    CORS(app, resources={r"/api/users": {"origins": ["https://app.example.com"]}})
    app.register_blueprint(users, url_prefix="/api")
    return app
