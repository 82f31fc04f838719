"""A garden of class-based views."""

from functools import wraps

from flask import Flask, abort, request
from flask.views import MethodView
from flask_cors import CORS


def with_token(view):
    @wraps(view)
    def checked(*args, **kwargs):
        if request.method != "GET" and request.headers.get("Authorization") != "Bearer for-the-example":
            abort(401)
        return view(*args, **kwargs)

    return checked


class Plants(MethodView):
    init_every_request = False

    def __init__(self, plants):
        self.plants = plants

    def get(self):
        return list(self.plants)


class Plant(Plants):
    decorators = [with_token]

    def get(self, name):
        return self.plants.get(name) or abort(404)

    def put(self, name):
        self.plants[name] = request.get_json()
        return self.plants[name]

    def delete(self, name):
        self.plants.pop(name, None)
        return "", 204


def create_app():
    app = Flask(__name__)
    plants = {"rose": {"height": 90}}
    CORS(
        app,
        origins=["https://app.example.com"],
        methods=["GET", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
    )
    app.add_url_rule("/plants/", view_func=Plants.as_view("plants", plants))
    app.add_url_rule("/plants/<name>", view_func=Plant.as_view("plant", plants))
    return app
