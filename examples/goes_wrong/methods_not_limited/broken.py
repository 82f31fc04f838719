"""Orders. Pages read them, the office deletes them. The mistake: flask-cors approves of more than was meant."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/orders/<int:number>")
    def order(number):
        return {"number": number}

    @app.delete("/orders/<int:number>")
    def delete(number):
        return {"deleted": number}

    return app
