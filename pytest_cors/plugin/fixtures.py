"""The fixtures: a browser on the user's app, and a client that is a page in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.options import base_url_for, browsers, contract_env, mask
from pytest_cors.plugin.parts import join

if TYPE_CHECKING:
    from pytest_cors.browser import Browser
    from pytest_cors.contract.contract import Contract
    from pytest_cors.contract.model import Declaration
    from pytest_cors.plugin.client import CorsClient

OURS = frozenset({"cors_browser", "cors_client"})

CLIENT = pytest.StashKey["CorsClient"]()
"""The client of a test, on its item while the test runs."""


@pytest.fixture(name="_cors_declaration")  # markers.DECLARATION, in a module that is not loaded yet
def _cors_declaration(request: pytest.FixtureRequest) -> Declaration:
    """What the markers of this test declare together."""
    join(request.config)  # nothing but a call of getfixturevalue() may have told of us
    from pytest_cors.plugin.markers import declared_on, parametrised, usage_error

    if request.config.getoption("no_cors"):
        pytest.skip("CORS is not checked (--no-cors)")
    item: pytest.Item = request.node
    made_from = parametrised(item)
    if made_from is not None:
        return made_from
    where = item.nodeid.partition("[")[0]
    declared = declared_on(item, where=where)
    if declared.mistakes:
        raise usage_error(list(declared.mistakes))
    if len(declared.declarations) > 1:
        pytest.fail(
            "A cors marker with a list makes a test for each of its values, "
            "which takes a test function that has cors_client among its arguments.",
            pytrace=False,
        )
    return declared.declarations[0]


@pytest.fixture
def cors_browser(request: pytest.FixtureRequest, _cors_declaration: Declaration, app: Any) -> Iterator[Browser]:
    """A simulated browser that knows one server: the ``app`` fixture.

    Its profile is what the marker or ``--cors-browser`` says. Override it to sign in once for all tests, or
    to serve several apps; then it should return a ``pytest_cors.Browser``.
    """
    from pytest_cors.browser import Browser

    if not callable(app):
        pytest.fail(f"The app fixture gives {app!r}, which is not a WSGI application.", pytrace=False)
    names = (*_cors_declaration.browsers, *browsers(request.config), "chromium")
    browser = Browser(app, profile=names[0], base_url=base_url_for(request.node))
    yield browser
    browser.close()


@pytest.fixture
def cors_client(
    request: pytest.FixtureRequest, _cors_declaration: Declaration, cors_browser: Any
) -> Iterator[CorsClient]:
    """A page in ``cors_browser`` that makes requests with the arguments of Flask's test client.

    The ``cors`` marker says on which origin the page is, and what is expected of every request.
    """
    from pytest_cors.browser import Browser
    from pytest_cors.plugin.client import CorsClient

    if not isinstance(cors_browser, Browser):
        pytest.fail(f"The cors_browser fixture gives {cors_browser!r}, which is no pytest_cors.Browser.", pytrace=False)
    cors_browser.mask |= mask(request.config)
    client = CorsClient(
        cors_browser,
        declaration=_cors_declaration,
        browsers=_cors_declaration.browsers or browsers(request.config),
        item=request.node,
    )
    request.node.stash[CLIENT] = client
    yield client
    del request.node.stash[CLIENT]


@pytest.fixture(scope="session")
def cors_contract(pytestconfig: pytest.Config) -> Contract:
    """The project's contract, from its ``cors.toml``, to ask by hand what it decides."""
    from pytest_cors.contract.contract import Contract
    from pytest_cors.contract.toml import read_file
    from pytest_cors.plugin.contract_file import contract_paths, shown

    paths = contract_paths(pytestconfig)
    if not paths:
        said = "There is no cors.toml in the project's root; the ini name cors_contract says where it is."
        pytest.fail(said, pytrace=False)
    return Contract(read_file(paths[0], env=contract_env(pytestconfig), shown=shown(paths[0], pytestconfig)))
