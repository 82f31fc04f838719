"""Orders. The mistake: the preflight is answered by hand, and the request after it is not."""

from flask import Flask, request


def create_app():
    app = Flask(__name__)

    @app.route("/orders", methods=["POST", "OPTIONS"])
    def order():
        if request.method == "OPTIONS":
            allowed = {
                "Access-Control-Allow-Origin": "https://app.example.com",
                "Access-Control-Allow-Headers": "Content-Type",
            }
            return "", 204, allowed
        return {"ordered": request.get_json()["what"]}, 201

    return app
