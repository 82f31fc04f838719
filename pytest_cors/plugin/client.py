"""The client of a test: a page whose script makes requests, in the words of Flask's test client."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.contract.arguments import read_credentials, read_expect, read_method, read_origin
from pytest_cors.contract.check import app_at, resolve
from pytest_cors.contract.marker import Layer, declare, read_layer
from pytest_cors.contract.model import Case, Declaration, Expectation
from pytest_cors.contract.panel import Panel
from pytest_cors.contract.story import violation
from pytest_cors.errors import ConfigurationError, InvalidArgument, RequestError
from pytest_cors.fetch.url import parse
from pytest_cors.plugin.encode import ENCODED, Encoded, encode, refuse_unknown
from pytest_cors.plugin.recording import note_app, record, record_refused
from pytest_cors.plugin.response import CorsResponse, WholeResponse
from pytest_cors.plugin.user_session import change_session
from pytest_cors.survey.routes import mapped_app

if TYPE_CHECKING:
    from flask.sessions import SessionMixin

    from pytest_cors.browser import Browser

__tracebackhide__ = True

# What a request takes beside the arguments of Flask's test client.
_OF_A_PAGE = ("credentials", "expect", "mode", "origin", "redirect")

# What an assertion takes beside them.
_DECLARED = (
    *("credentials", "exposes", "headers", "max_age", "method", "mode", "origin", "preflight"),
    *("reason", "redirect", "sent", "status"),
)


class CorsClient:
    """A page in a simulated browser, whose script makes requests.

    Every request takes the arguments of Flask's test client, and ``origin=``, ``mode=``, ``credentials=``,
    ``redirect=`` and ``expect=``. It is held to what the marker expects; ``origin=`` drops that,
    ``expect=`` sets it.

    :param browser: what the ``cors_browser`` fixture gave.
    :param declaration: what the markers of the test say.
    :param browsers: names of the profiles that every request is made in; none means that of ``browser``.
    :param item: the test.
    """

    def __init__(
        self, browser: Browser, *, declaration: Declaration, browsers: Sequence[str], item: pytest.Item
    ) -> None:
        self.browser = browser
        self.made_a_request = False
        self.made_a_check = False
        self._declaration = declaration
        self._panel = Panel(browser, browsers)
        self._item = item

    def __repr__(self) -> str:
        return f"<CorsClient of {self.browser.base_url} in {', '.join(self._panel.names)}>"

    # Requests of the page

    def open(self, path: str, *, method: str | None = None, **arguments: Any) -> CorsResponse:
        """Make a request and hold it to what is expected.

        :param path: of the app, such as ``"/users?page=2"``, or an absolute URL.
        :param method: the marker's when None, else ``GET``.
        :raises ContractViolation: it is not what was expected.
        :raises InvalidArgument: an argument has a value that is not valid.
        :raises TypeError: there is no such argument.
        :raises RequestError: script could not construct the request.
        :raises NotModelled: the engine has no answer.
        """
        return self._request("open", path, method, arguments)

    def get(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a GET request; see ``open``."""
        return self._request("get", path, "GET", arguments)

    def head(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a HEAD request; see ``open``."""
        return self._request("head", path, "HEAD", arguments)

    def post(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a POST request; see ``open``."""
        return self._request("post", path, "POST", arguments)

    def put(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a PUT request; see ``open``."""
        return self._request("put", path, "PUT", arguments)

    def patch(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a PATCH request; see ``open``."""
        return self._request("patch", path, "PATCH", arguments)

    def delete(self, path: str, **arguments: Any) -> CorsResponse:
        """Make a DELETE request; see ``open``."""
        return self._request("delete", path, "DELETE", arguments)

    def options(self, path: str, **arguments: Any) -> CorsResponse:
        """Make an OPTIONS request, as script does: it is preflighted itself; see ``open``."""
        return self._request("options", path, "OPTIONS", arguments)

    # Assertions

    def assert_allowed(self, path: str, **arguments: Any) -> CorsResponse:
        """Assert that script gets the response, with the arguments of the marker and a body as in ``post``.

        :param path: of the app, perhaps with its method before it: ``"PUT /users/1"``.
        :raises ContractViolation: it is not so.
        :returns: the response; of the last request when a list makes several.
        """
        return self._assert("allowed", path, arguments)

    def assert_denied(self, path: str, **arguments: Any) -> CorsResponse:
        """Assert that the app's policy denies, with the arguments of the marker and a body as in ``post``.

        :param path: of the app, perhaps with its method before it: ``"PUT /users/1"``.
        :raises ContractViolation: it is not so.
        :returns: the response, which raises ``CorsDenied`` when it is read; its ``cors`` tells why.
        """
        return self._assert("denied", path, arguments)

    def check(self) -> None:
        """Make the check that the marker of this test declares."""
        self._hold(self._declaration.case(), afresh=True)

    # What a person does

    def visit(self, path: str, *, method: str = "GET", **arguments: Any) -> WholeResponse:
        """Go there as a person does, in the address bar or by a form of the app's own: to sign in.

        Cookies travel and are kept, redirects are followed, CORS has no say and nothing is expected.

        :param arguments: those of Flask's test client.
        :returns: the last response, whole.
        """
        refuse_unknown("visit", arguments, ENCODED)
        encoded = self._encoded(path, arguments, defaults=())
        body = encoded.body.encode() if isinstance(encoded.body, str) else encoded.body or b""
        url = self._url(encoded.path)
        seen = self._panel.visit(url, method=method.upper(), headers=encoded.headers, body=body)
        whole = seen.body if isinstance(seen.body, bytes) else seen.body.read()
        return WholeResponse(seen.status, seen.reason, seen.headers, whole)

    def set_cookie(self, key: str, value: str = "", **options: Any) -> None:
        """Keep a cookie as if the app had set it on a visit.

        :param options: those of Flask's ``response.set_cookie``: ``secure``, ``samesite``, ``path``,
            ``domain`` ...
        :raises InvalidArgument: the browser would refuse it.
        """
        from werkzeug.http import dump_cookie

        self._panel.set_cookie(self._url("/"), dump_cookie(key, value, **options))

    @contextmanager
    def session_transaction(self) -> Iterator[SessionMixin]:
        """Change the session, as with Flask's test client; its cookie is then in the browser.

        :raises InvalidArgument: the browser would refuse the session's cookie.
        """
        with change_session(self._panel, self._url("/")) as session:
            yield session

    # Within

    def _request(self, name: str, path: str, method: str | None, arguments: dict[str, Any]) -> CorsResponse:
        refuse_unknown(name, arguments, (*_OF_A_PAGE, *ENCODED))
        declaration = self._declaration
        own = {argument: arguments.pop(argument, None) for argument in _OF_A_PAGE}
        methods = read_method(method or declaration.method or "GET")
        encoded = self._encoded(path, arguments)
        return self._hold(
            Case(
                route=encoded.path,
                origin=self._origin(own["origin"]),
                method=_only("method", methods),
                headers=encoded.headers,
                body=encoded.body,
                mode=own["mode"] or "cors",
                credentials=read_credentials(own["credentials"] or declaration.credentials or "same-origin"),
                redirect=own["redirect"] or "follow",
                expectation=self._expectation(own["origin"], own["expect"]),
            )
        )

    def _assert(self, word: str, path: str, arguments: dict[str, Any]) -> CorsResponse:
        refuse_unknown(f"assert_{word}", arguments, (*_DECLARED, *ENCODED))
        of_fetch = {name: arguments.pop(name, None) for name in ("mode", "redirect")}
        body = {name: arguments.pop(name) for name in ENCODED if name in arguments and name != "headers"}
        layer = read_layer((path,), {**arguments, "expect": word}, where="")
        declared = declare([layer, self._defaults()], where="")
        if declared.mistakes:
            raise _together(declared.mistakes)
        for declaration in declared.declarations:
            case = declaration.case()
            encoded = self._encoded(case.route, {**body, "headers": case.headers})
            response = self._hold(
                replace(
                    case,
                    route=encoded.path,
                    headers=encoded.headers,
                    body=encoded.body,
                    mode=of_fetch["mode"] or "cors",
                    redirect=of_fetch["redirect"] or "follow",
                ),
                afresh=True,
            )
        return response

    def _defaults(self) -> Layer:
        """What an assertion inherits from the marker: all that is asked, nothing of what is expected."""
        declaration = self._declaration
        values: dict[str, Any] = {"credentials": declaration.credentials}
        values["origin"] = declaration.origin and (declaration.origin,)
        values["method"] = declaration.method and (declaration.method,)
        return Layer("", {name: value for name, value in values.items() if value is not None})

    def _hold(self, case: Case, *, afresh: bool = False) -> CorsResponse:
        if not self.made_a_request:
            note_app(self._item.config, self.browser)
        if afresh:
            self._panel.forget_preflights()
        self.made_a_request = True
        self.made_a_check |= case.expectation is not None or self._declaration.expectation is None
        try:
            checks = self._panel.check(case)
        except RequestError as error:
            record_refused(self._item, case, self._panel.names[0], str(error))
            raise
        for check in checks:
            record(self._item, check, self.browser)
        for check in checks:
            if check.unmodelled is not None:
                raise check.unmodelled
        broken = violation(checks)
        if broken is not None:
            raise broken
        assert checks[0].result is not None, "what is not modelled was raised above"
        return CorsResponse(checks[0].result)

    def _expectation(self, origin: str | None, expect: str | None) -> Expectation | None:
        if expect is not None:
            return Expectation(word=read_expect(expect))
        return self._declaration.expectation if origin is None else None

    def _origin(self, given: object) -> str:
        if given is not None:
            return _only("origin", read_origin(given))
        if self._declaration.origin is None:
            reason = "names no page: give origin= in the call, or in a cors marker on the test"
            raise InvalidArgument("origin", None, reason)
        return self._declaration.origin

    def _encoded(self, path: str, arguments: dict[str, Any], *, defaults: Any = None) -> Encoded:
        headers = self._declaration.headers if defaults is None else defaults
        return encode(path, arguments, defaults=headers, dumps=self._dumps if "json" in arguments else None)

    def _dumps(self, value: Any) -> str:
        """JSON as the app writes it, where it has its own way."""
        url = self._url("/")
        provider = getattr(mapped_app(app_at(self.browser, url), parse(url)), "json", json)
        text: str = provider.dumps(value)
        return text

    def _url(self, path: str) -> str:
        """A URL of the app for a person: on the scheme of the page, if there is one."""
        return resolve(self.browser, path, page_origin=self._declaration.origin or "null")


def _only(argument: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise InvalidArgument(argument, list(values), "is several, and this is one request")
    return values[0]


def _together(mistakes: Sequence[InvalidArgument]) -> ConfigurationError:
    return mistakes[0] if len(mistakes) == 1 else ConfigurationError("\n".join(map(str, mistakes)))
