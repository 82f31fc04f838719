"""A diary behind flask-login, for a front end on another site."""

from flask import Flask, request
from flask_cors import CORS
from flask_login import LoginManager, UserMixin, login_required, login_user


class User(UserMixin):
    def __init__(self, name):
        self.id = name


def create_app():
    app = Flask(__name__)
    app.secret_key = "for the example"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)
    diary = []

    manager = LoginManager(app)
    manager.user_loader(User)

    @manager.unauthorized_handler
    def refuse():
        return {"error": "not signed in"}, 401

    @app.post("/login")
    def login():
        login_user(User(request.form["user"]))
        return "welcome"

    @app.route("/diary", methods=["GET", "PUT"])
    @login_required
    def read_or_write():
        if request.method == "PUT":
            diary[:] = request.get_json()
        return diary

    return app
