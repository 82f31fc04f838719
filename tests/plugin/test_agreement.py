"""The marker, the client, the assertions and the bare browser give one verdict."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_cors import CORS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_cors.browser import Browser
from pytest_cors.contract.marker import declare, read_layer
from pytest_cors.contract.model import Declaration
from pytest_cors.errors import ContractViolation
from pytest_cors.plugin.client import CorsClient

APP = "https://app.example.com"
PAGES = [APP, "https://evil.example", "http://localhost:3000", "null"]

policies = st.fixed_dictionaries(
    {},
    optional={
        "origins": st.sampled_from([APP, [APP], "*", "null", r"https://.*\.example\.com"]),
        "methods": st.sampled_from([["GET"], ["GET", "PUT", "PATCH"]]),
        "allow_headers": st.sampled_from(["*", ["X-A"], ["Content-Type"]]),
        "supports_credentials": st.booleans(),
        "send_wildcard": st.just(value=False),
        "max_age": st.sampled_from([0, 600]),
    },
)
requests = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(PAGES),
        "method": st.sampled_from(["GET", "HEAD", "POST", "PUT", "patch", "PATCH", "DELETE"]),
        "credentials": st.sampled_from(["omit", "same-origin", "include"]),
        "headers": st.sampled_from([[], ["X-A: 1"], ["Content-Type: application/json"], ["Authorization: x"]]),
    }
)


def make_app(policy: dict[str, Any]) -> Flask:
    app = Flask("api")
    CORS(app, **policy)
    app.add_url_rule("/users", view_func=lambda: "users", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    return app


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(policy=policies, asked=requests, browser=st.sampled_from(["chromium", "firefox", "webkit", "standard"]))
def test_one_verdict(
    request: pytest.FixtureRequest, policy: dict[str, Any], asked: dict[str, Any], browser: str
) -> None:
    app = make_app(policy)
    origin = asked["origin"]
    plain = Browser(app, profile=browser)
    page = plain.page("https://x.example/" if origin == "null" else f"{origin}/", sandboxed=origin == "null")
    scheme = "http" if origin.startswith("http:") else "https"
    bare = page.fetch(
        f"{scheme}://localhost/users",
        method=asked["method"],
        headers=[tuple(header.split(": ")) for header in asked["headers"]],
        credentials=asked["credentials"],
    )

    def client(declaration: Declaration) -> CorsClient:
        new = Browser(app, profile=browser)
        return CorsClient(new, declaration=declaration, browsers=(), item=request.node)

    result = client(Declaration()).open("/users", **asked).cors
    assert (result.allowed, result.preflighted, result.sent) == (bare.allowed, bare.preflighted, bare.sent)
    assert (result.reason and result.reason.code) == (bare.reason and bare.reason.code)

    word = "allowed" if bare.allowed else "denied"
    other = "denied" if bare.allowed else "allowed"
    reason = {} if bare.reason is None else {"reason": bare.reason.code}
    getattr(client(Declaration()), f"assert_{word}")("/users", **asked, **reason)
    with pytest.raises(ContractViolation):
        getattr(client(Declaration()), f"assert_{other}")("/users", **asked)

    layer = read_layer(("/users",), {**asked, **reason, "expect": word, "preflight": bare.preflighted}, where="x")
    (declaration,) = declare([layer], where="x").declarations
    client(declaration).check()
    layer = read_layer(("/users",), {**asked, "expect": other}, where="x")
    (declaration,) = declare([layer], where="x").declarations
    with pytest.raises(ContractViolation):
        client(declaration).check()
