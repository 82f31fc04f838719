"""The transport that calls a WSGI app in this process, seen as it is in production."""

from __future__ import annotations

from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.url import parse
from pytest_cors.transport.base import WsgiApp
from pytest_cors.transport.environ import build_environ
from pytest_cors.transport.flask_app import FlaskSide, flask_side
from pytest_cors.transport.gateway import internal_server_error, respond
from pytest_cors.transport.stream import StreamBody
from pytest_cors.transport.visit import Visit


class WsgiTransport:
    """Answers every request from one WSGI app, whatever host the request names.

    :param app: a WSGI callable; a Flask app, also one inside middleware, is kept from propagating exceptions.
    :param base_url: where the app is mounted; its path becomes ``SCRIPT_NAME``.
    :raises InvalidArgument: ``app`` cannot be called, or ``base_url`` is no http(s) URL.
    """

    def __init__(self, app: WsgiApp, *, base_url: str | None = None) -> None:
        if not callable(app):
            raise InvalidArgument("app", app, "cannot be called with (environ, start_response)")
        self._app = app
        self._script_name = "" if base_url is None else _script_name(base_url)
        self._flask: FlaskSide | None = None
        self._stream: StreamBody | None = None

    def app_at(self, _url: str, /) -> WsgiApp:
        """The app that answers at a URL: there is only one."""
        return self._app

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Call the app. A stream that the last response left open is closed before.

        :raises TransportError: the app does not keep to the WSGI protocol.
        :raises NotModelled: the URL lies outside the path of ``base_url``.
        """
        if self._stream is not None:
            self.close()
        environ = build_environ(request, self._script_name)
        if self._flask is None:
            self._flask = flask_side(self._app)
        visit = Visit(self._flask)
        try:
            response = visit.run(respond, self._app, environ, request.method, visit)
        except BaseException:
            visit.leave()
            raise
        if isinstance(response.body, StreamBody):
            self._keep(response.body, visit)
        else:
            failure = visit.return_home()
            if failure is not None:  # Flask tears down before a server has sent a byte
                return internal_server_error(failure, request.method)
        # Below 500 the exception was handled after all: extensions send the signal for a 404 too.
        if visit.exception is not None and response.error is None and response.status >= 500:
            response = response._replace(error=visit.exception)
        return response

    def close(self) -> None:
        """Close the stream that the last response left open, if it did."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _keep(self, stream: StreamBody, visit: Visit) -> None:
        self._stream = stream
        if visit.holds_the_caller:
            stream.read()


def _script_name(base_url: str) -> str:
    try:
        url = parse(base_url)
    except ValueError:
        url = None
    if url is None or not url.is_http:
        raise InvalidArgument("base_url", base_url, "is not an http(s) URL such as 'https://api.example.com'")
    return url.path.rstrip("/")
