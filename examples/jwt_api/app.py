"""Who I am, for pages that send a token."""

import time

import jwt
from flask import Flask, request
from flask_cors import CORS

KEY = "a key for the example, of 32 bytes or more"
PASSWORDS = {"ada": "tea4two"}


def token(user, expires):
    return jwt.encode({"sub": user, "exp": int(expires)}, KEY, algorithm="HS256")


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], allow_headers=["Authorization", "Content-Type"], max_age=600)

    @app.errorhandler(jwt.InvalidTokenError)
    def refuse(error):
        return {"error": str(error)}, 401

    @app.post("/token")
    def sign_in():
        user, password = request.get_json()["user"], request.get_json()["password"]
        if PASSWORDS.get(user) != password:
            return {"error": "wrong user or password"}, 401
        return {"token": token(user, expires=time.time() + 600)}

    @app.get("/me")  # a check for all routes would stand in before_request, and let OPTIONS pass
    def me():
        scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
        claims = jwt.decode(sent if scheme == "Bearer" else "", KEY, algorithms=["HS256"])
        return {"user": claims["sub"]}

    return app
