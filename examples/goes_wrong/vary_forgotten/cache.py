"""A shared cache. It knows an answer again by its path, and by the request headers that ``Vary`` names."""

from werkzeug.wrappers import Response


class Cache:
    def __init__(self, app):
        self.app = app
        self.kept = []

    def __call__(self, environ, start_response):
        for path, varying, response in self.kept:
            if path == environ["PATH_INFO"] and all(environ.get(name) == value for name, value in varying.items()):
                response.age = 60  # whoever reads this response knows that it was kept
                return response(environ, start_response)
        response = Response.from_app(self.app, environ, buffered=True)
        names = [f"HTTP_{name.upper().replace('-', '_')}" for name in response.vary]
        self.kept.append((environ["PATH_INFO"], {name: environ.get(name) for name in names}, response))
        return response(environ, start_response)
