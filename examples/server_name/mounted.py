"""A shop in three parts, each on a subdomain, below ``/v1``."""

from flask import Flask, request, session
from flask_cors import CORS
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware


def create_app():
    app = Flask(__name__, static_folder=None, subdomain_matching=True)
    app.wsgi_app = DispatcherMiddleware(NotFound(), {"/v1": app.wsgi_app})
    app.secret_key = "for the example"
    app.config.update(
        SERVER_NAME="example.com",
        PREFERRED_URL_SCHEME="https",
        APPLICATION_ROOT="/v1",
        SESSION_COOKIE_DOMAIN="example.com",
    )
    CORS(
        app,
        resources={
            r"/orders\Z": {"origins": ["https://www.example.com"], "supports_credentials": True},
            r"/prices\Z": {"origins": ["https://office.example.com"]},
        },
    )

    @app.post("/login", subdomain="login")
    def login():
        session["user"] = request.form["user"]
        return "welcome"

    @app.get("/orders", subdomain="api")
    def orders():
        return {"orders of": session.get("user", "nobody")}

    @app.get("/prices", subdomain="admin")
    def prices():
        return {"tea": 450}

    return app
