"""Notes, which pages of their owner may change."""

from flask import Flask, abort, request, session


def create_app(pages):
    """``pages`` maps users to sets of origins; in production it is a table."""
    app = Flask(__name__)
    app.secret_key = "for the example"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    notes = {user: [] for user in pages}

    def allowed():
        if request.method == "OPTIONS":  # no cookie, so nobody in particular
            return set().union(*pages.values())
        return pages.get(session.get("user"), ())

    @app.before_request
    def only_pages_of_the_user():
        if request.origin and request.endpoint == "notes_of_the_user" and request.origin not in allowed():
            abort(403)

    @app.after_request
    def allow_pages_of_the_user(response):
        response.vary.update(["Origin", "Cookie"])
        if request.origin in allowed():
            response.access_control_allow_origin = request.origin
            response.access_control_allow_credentials = True
            response.access_control_allow_methods = ["GET", "PUT"]
            response.access_control_allow_headers = ["Content-Type"]
        return response

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        return {"user": session["user"]}

    @app.route("/notes", methods=["GET", "PUT"])
    def notes_of_the_user():
        user = session.get("user") or abort(401)
        if request.method == "PUT":
            notes[user] = request.get_json()
        return notes[user]

    return app
