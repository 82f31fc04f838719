"""Three apps of one site."""

from flask import Flask, abort, redirect, request
from flask_cors import CORS
from itsdangerous import BadSignature, Signer

FRONT, API, LOGIN = "https://app.example.com", "https://api.example.com", "https://login.example.com"
SIGNER = Signer("for the example")


def signed_in_user():
    try:
        return SIGNER.unsign(request.cookies.get("user", "")).decode()
    except BadSignature:
        return None


def create_apps():
    front, api, login = Flask("front"), Flask("api"), Flask("login")
    CORS(api, origins=[FRONT], supports_credentials=True)

    @front.get("/")
    def home():
        return "the front end" if signed_in_user() else redirect(f"{LOGIN}/?next={FRONT}/")

    @api.get("/me")
    def me():
        return {"user": signed_in_user() or abort(401)}

    @login.get("/")
    def form():
        return '<form method="post"><input name="user"></form>'

    @login.post("/")
    def sign_in():
        if request.args["next"] != f"{FRONT}/":
            abort(400)
        response = redirect(request.args["next"])
        user = SIGNER.sign(request.form["user"]).decode()
        response.set_cookie("user", user, domain="example.com", secure=True, httponly=True, samesite="Lax")
        return response

    @login.get("/me")
    def moved():
        response = redirect(f"{API}/me")
        response.access_control_allow_origin = FRONT
        response.access_control_allow_credentials = True
        return response

    return {FRONT: front, API: api, LOGIN: login}
