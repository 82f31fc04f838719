"""What the browser sees when the app stands behind a proxy, with ProxyFix and without."""

import pytest
from app import create_app
from werkzeug.middleware.proxy_fix import ProxyFix

from pytest_cors import Browser

APP = "https://app.example.com"


class Proxy:
    """Hands requests on by http, and tells in a header how they came."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        inside = {"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": environ["wsgi.url_scheme"]}
        return self.app({**environ, **inside}, start_response)


@pytest.fixture
def app():
    return create_app()


@pytest.fixture
def cors_browser(app):
    app.wsgi_app = Proxy(app.wsgi_app)
    return Browser(app, base_url="https://api.example.com")


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_follows_the_redirect_to_the_slash(cors_client):
    answer = cors_client.get("/orders")
    assert answer.json == ["https://api.example.com/orders/1"]
    assert answer.cors.response.url == "https://api.example.com/orders/"


@pytest.mark.cors("/orders/", origin="https://stranger.example.net", expect="denied")
def test_a_stranger_does_not(): ...


class TestWithoutProxyFix:
    @pytest.fixture
    def app(self):
        app = create_app()
        assert isinstance(app.wsgi_app, ProxyFix)
        app.wsgi_app = app.wsgi_app.app
        return app

    @pytest.mark.cors("/orders", origin=APP, expect="denied", reason="MixedContent")
    def test_the_redirect_leads_to_http(self): ...
