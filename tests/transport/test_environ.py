"""What an app finds in its environ."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from pytest_cors.errors import InvalidArgument, NotModelled
from pytest_cors.transport import HttpRequest, WsgiTransport
from pytest_cors.transport.environ import build_environ

API = "https://api.example.com"


def environ_of(
    url: str = f"{API}/",
    *,
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    script_name: str = "",
) -> dict[str, Any]:
    return build_environ(HttpRequest(method, url, headers, body), script_name)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://api.example.com/users/1?x=1&y=%20",
            {
                "wsgi.url_scheme": "https",
                "SERVER_NAME": "api.example.com",
                "SERVER_PORT": "443",
                "HTTP_HOST": "api.example.com",
                "SCRIPT_NAME": "",
                "PATH_INFO": "/users/1",
                "QUERY_STRING": "x=1&y=%20",
                "REQUEST_URI": "/users/1?x=1&y=%20",
                "RAW_URI": "/users/1?x=1&y=%20",
            },
        ),
        (
            "http://localhost:5000/",
            {
                "wsgi.url_scheme": "http",
                "SERVER_NAME": "localhost",
                "SERVER_PORT": "5000",
                "HTTP_HOST": "localhost:5000",
                "PATH_INFO": "/",
                "QUERY_STRING": "",
                "REQUEST_URI": "/",
            },
        ),
        ("http://a.example/", {"SERVER_PORT": "80", "HTTP_HOST": "a.example"}),
        ("http://[::1]:8000/", {"SERVER_NAME": "[::1]", "SERVER_PORT": "8000", "HTTP_HOST": "[::1]:8000"}),
        # PEP 3333: the bytes of the path, one character each
        ("https://a.example/caf%C3%A9", {"PATH_INFO": "/caf\xc3\xa9", "REQUEST_URI": "/caf%C3%A9"}),
        ("https://a.example/%FF%2f%25zz%", {"PATH_INFO": "/\xff/%zz%"}),
        # a query that is there and empty is not the same target as none
        ("https://a.example/x?", {"QUERY_STRING": "", "REQUEST_URI": "/x?"}),
        ("https://a.example//b/c", {"PATH_INFO": "//b/c", "REQUEST_URI": "//b/c"}),
    ],
)
def test_the_url_decides(url: str, expected: dict[str, str]) -> None:
    environ = environ_of(url)
    assert {key: environ[key] for key in expected} == expected


def test_what_every_server_says() -> None:
    environ = environ_of()
    assert environ["SERVER_PROTOCOL"] == "HTTP/1.1"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert environ["wsgi.version"] == (1, 0)
    assert environ["wsgi.errors"] is sys.stderr
    assert [environ[f"wsgi.{key}"] for key in ("multithread", "multiprocess", "run_once")] == [False] * 3


def test_header_lines_become_keys_and_repeated_ones_are_joined() -> None:
    environ = environ_of(
        headers=(
            ("Accept", "text/html"),
            ("X-Two", "a"),
            ("Cookie", "a=1"),
            ("x-two", "b"),
            ("cookie", "b=2"),
            ("Content-Type", "text/plain"),
        )
    )
    assert environ["HTTP_ACCEPT"] == "text/html"
    assert environ["HTTP_X_TWO"] == "a,b"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert "HTTP_CONTENT_TYPE" not in environ


def test_host_and_length_are_the_transports_to_say() -> None:
    environ = environ_of(headers=(("Host", "evil.example"), ("Content-Length", "99")), body=b"four")
    assert environ["HTTP_HOST"] == "api.example.com"
    assert environ["CONTENT_LENGTH"] == "4"
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_a_name_with_an_underscore_cannot_pose_as_one_with_a_hyphen() -> None:
    environ = environ_of(headers=(("X_Forwarded_For", "1.2.3.4"),))
    assert "HTTP_X_FORWARDED_FOR" not in environ


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [
        ("GET", b"", None),
        ("DELETE", b"", None),
        ("PATCH", b"", None),
        ("POST", b"", "0"),
        ("PUT", b"", "0"),
        ("POST", b"{}", "2"),
        ("DELETE", b"xyz", "3"),
    ],
)
def test_the_length_of_the_body(method: str, body: bytes, length: str | None) -> None:
    environ = environ_of(method=method, body=body)
    assert environ.get("CONTENT_LENGTH") == length
    assert environ["wsgi.input"].read() == body


def test_an_environ_is_nobody_elses() -> None:
    environ_of(headers=(("X-First", "1"),), body=b"x")["PATH_INFO"] = "/spoilt"
    second = environ_of()
    assert "HTTP_X_FIRST" not in second
    assert "CONTENT_LENGTH" not in second
    assert second["PATH_INFO"] == "/"


@pytest.mark.parametrize(
    ("path", "path_info"), [("/v1", ""), ("/v1/", "/"), ("/v1/users", "/users"), ("/v1//x", "//x")]
)
def test_the_path_of_the_base_url_is_the_script_name(path: str, path_info: str) -> None:
    environ = environ_of(f"{API}{path}", script_name="/v1")
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/v1", path_info)
    assert environ["REQUEST_URI"] == path


@pytest.mark.parametrize("path", ["/", "/v2", "/v1x"])
def test_what_lies_outside_the_mount_is_not_modelled(path: str) -> None:
    with pytest.raises(NotModelled, match=r"outside https://api\.example\.com/v1, where the app is mounted"):
        environ_of(f"{API}{path}", script_name="/v1")


@pytest.mark.parametrize("base_url", ["https://api.example.com/v1", "https://api.example.com/v1/"])
def test_a_base_url_mounts_the_app(base_url: str) -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return [f"{environ['SCRIPT_NAME']} {environ['PATH_INFO']}".encode()]

    response = WsgiTransport(app, base_url=base_url).send(HttpRequest("GET", f"{API}/v1/users"))
    assert response.body == b"/v1 /users"


@pytest.mark.parametrize("base_url", ["", "api.example.com", "/v1", "ftp://a.example/"])
def test_a_base_url_is_an_http_url(base_url: str) -> None:
    with pytest.raises(InvalidArgument, match="is not an http"):
        WsgiTransport(lambda environ, start_response: [], base_url=base_url)


def test_an_app_can_be_called() -> None:
    with pytest.raises(InvalidArgument, match="cannot be called"):
        WsgiTransport("shop:app")  # type: ignore[arg-type]
