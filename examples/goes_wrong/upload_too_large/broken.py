"""Photos. The mistake: what is too large is refused outside of the app, where nobody knows of CORS."""

from flask import Flask, request
from flask_cors import CORS
from werkzeug.exceptions import RequestEntityTooLarge


class Limit:
    """Stands for ``client_max_body_size`` of nginx."""

    def __init__(self, app, size):
        self.app, self.size = app, size

    def __call__(self, environ, start_response):
        too_large = int(environ.get("CONTENT_LENGTH") or 0) > self.size
        return (RequestEntityTooLarge() if too_large else self.app)(environ, start_response)


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])
    app.wsgi_app = Limit(app.wsgi_app, size=1000)

    @app.post("/photos")
    def upload():
        return {"bytes": len(request.get_data())}, 201

    return app
