"""A route without its neighbours' policy."""

from __future__ import annotations

from flask import Blueprint, Flask, request
from flask_cors import CORS, cross_origin

from tests.audit.case import Cases

CASES = Cases("route-without-policy")


@CASES.mistaken()
def a_pattern_that_ends_too_early():
    app = Flask(__name__)
    CORS(app, resources={r"/reports$": {"origins": ["https://app.example.com"]}})

    @app.get("/reports")
    def reports():
        return {"reports": [1, 2]}

    @app.get("/reports/<int:number>")
    def report(number):
        return {"report": number}

    return app


@CASES.mistaken()
def a_decorator_on_the_list_and_not_on_the_item():
    app = Flask(__name__)

    @app.get("/reports")
    @cross_origin(origins=["https://app.example.com"])
    def reports():
        return {"reports": [1, 2]}

    @app.get("/reports/<int:number>")
    def report(number):
        return {"report": number}

    return app


@CASES.mistaken()
def one_route_of_a_blueprint():
    app = Flask(__name__)
    shop = Blueprint("shop", __name__, url_prefix="/shop")

    @shop.get("/teas")
    @shop.get("/pots")
    @shop.get("/cups")
    @shop.get("/offers")
    def listing():
        return {"prices": []}

    app.register_blueprint(shop)

    @app.after_request
    def allow(response):
        known = request.path.startswith(("/shop/teas", "/shop/pots", "/shop/cups"))
        if known and request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_pattern_without_the_prefix():
    app = Flask(__name__)
    users = Blueprint("users", __name__)

    @users.get("/users")
    def listing():
        return ["Ada"]

    CORS(app, resources={r"/users": {"origins": ["https://app.example.com"]}})
    app.register_blueprint(users, url_prefix="/api")
    return app


@CASES.correct()
def the_whole_collection():
    app = Flask(__name__)
    CORS(app, resources={r"/reports(/|$)": {"origins": ["https://app.example.com"]}})

    @app.get("/reports")
    def reports():
        return {"reports": [1, 2]}

    @app.get("/reports/<int:number>")
    def report(number):
        return {"report": number}

    @app.get("/health")
    def health():
        return {"status": "ok"}

    return app


@CASES.correct()
def a_blueprint_for_pages_and_one_for_machines():
    app = Flask(__name__)
    shop = Blueprint("shop", __name__, url_prefix="/shop")
    machines = Blueprint("machines", __name__)
    CORS(shop, origins=["https://app.example.com"])

    @shop.get("/teas")
    @shop.get("/pots")
    @shop.get("/cups")
    def listing():
        return {"prices": []}

    @machines.get("/metrics")
    def metrics():
        return "up 1"

    app.register_blueprint(shop)
    app.register_blueprint(machines)
    return app


@CASES.correct(
    contract="""
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/reports"]
origins = ["https://app.example.com"]
"""
)
def left_out_by_the_contract():
    app = Flask(__name__)
    CORS(app, resources={r"/reports$": {"origins": ["https://app.example.com"]}})

    @app.get("/reports")
    def reports():
        return {"reports": [1, 2]}

    @app.get("/reports/<int:number>")
    def report(number):
        return {"report": number}

    return app
