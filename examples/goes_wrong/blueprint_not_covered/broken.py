"""Users, in a blueprint. The mistake: ``resources`` does not know the prefix of the blueprint."""

from flask import Blueprint, Flask
from flask_cors import CORS

users = Blueprint("users", __name__)


@users.get("/users")
def listing():
    return ["ada"]


def create_app():
    app = Flask(__name__)
    CORS(app, resources={r"/users": {"origins": ["https://app.example.com"]}})
    app.register_blueprint(users, url_prefix="/api")
    return app
