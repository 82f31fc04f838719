"""The session of a Flask app, changed from outside, as Flask's test client lets a test do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pytest_cors.contract.check import app_at
from pytest_cors.contract.panel import Panel
from pytest_cors.fetch.url import parse
from pytest_cors.survey.routes import mapped_app

if TYPE_CHECKING:
    from flask.sessions import SessionMixin

__tracebackhide__ = True


@contextmanager
def change_session(panel: Panel, url: str) -> Iterator[SessionMixin]:
    """Open the session that a visit to ``url`` would have; afterwards its cookie is in the browsers.

    :raises TypeError: no Flask app is there.
    :raises InvalidArgument: a browser would refuse the cookie.
    """
    app = mapped_app(app_at(panel.first, url), parse(url))
    if not hasattr(app, "session_interface"):
        raise TypeError(f"there is no Flask app at {url}, so there is no session to change")
    headers = [("Cookie", panel.cookie_header(url))]
    with app.test_request_context(base_url=url, headers=headers) as context:
        session = app.session_interface.open_session(app, context.request)
    if session is None:
        raise RuntimeError("the app opened no session; does it have a secret key?")
    yield session
    if app.session_interface.is_null_session(session):
        return
    response = app.response_class()
    with app.test_request_context(base_url=url, headers=headers):
        app.session_interface.save_session(app, session, response)
    for line in response.headers.getlist("Set-Cookie"):
        panel.set_cookie(url, line)
