"""Orders, with links: the app has to know by which URL it is reached."""

from flask import Flask, url_for
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix


def create_app():
    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/orders/")
    def orders():
        return [url_for("order", number=1, _external=True)]

    @app.get("/orders/<int:number>")
    def order(number):
        return {"number": number}

    return app
