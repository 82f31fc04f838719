"""Orders. Pages read them, the office deletes them. What pages may use is listed."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], methods=["GET"])

    @app.get("/orders/<int:number>")
    def order(number):
        return {"number": number}

    @app.delete("/orders/<int:number>")
    def delete(number):
        return {"deleted": number}

    return app
