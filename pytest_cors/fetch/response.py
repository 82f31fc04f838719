"""What a fetch ends with: a filtered response, or a network error with its reason.

Source: https://fetch.spec.whatwg.org/#responses
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pytest_cors.fetch.headers import contains, get_all
from pytest_cors.fetch.http import Body, HeaderList, HttpResponse
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.safelists import (
    CORS_SAFELISTED_RESPONSE_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    exposed_header_names,
)
from pytest_cors.fetch.url import Url

ResponseType = Literal["basic", "cors", "opaque", "opaqueredirect"]


@dataclass(frozen=True, slots=True, eq=False)
class NetworkError:
    """Script gets a rejected promise, and not one byte of the response.

    Source: https://fetch.spec.whatwg.org/#concept-network-error
    """

    reason: Reason


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """A filtered response: what script may see of what a server answered.

    :param type: ``basic``, ``cors``, ``opaque`` or ``opaqueredirect``.
    :param status: 0 for the opaque types.
    :param headers: those that script may read, ordered pairs.
    :param body: bytes, or a ``Body`` not read yet.
    :param url_list: every URL of the fetch, redirects included.
    :param internal: the response as the server sent it.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response
    """

    type: ResponseType
    status: int
    status_text: str
    headers: HeaderList
    body: bytes | Body
    url_list: tuple[Url, ...]
    internal: HttpResponse


def filtered_response(request: Request, response: HttpResponse, profile: Profile) -> Response:
    """Wrap a response as its tainting demands.

    Source: step 14 of https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    tainting = request.response_tainting
    if tainting == "opaque":
        return Response("opaque", 0, "", (), b"", request.url_list, response)
    if tainting == "cors":
        headers = cors_filtered_headers(response.headers, request)
    else:
        headers = basic_filtered_headers(response.headers)
    empty = request.method == "HEAD" or response.status in profile.null_body_statuses
    return Response(
        tainting,
        response.status,
        response.reason,
        headers,
        b"" if empty else response.body,
        request.url_list,
        response,
    )


def opaque_redirect_response(request: Request, response: HttpResponse) -> Response:
    """https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect"""
    return Response("opaqueredirect", 0, "", (), b"", request.url_list, response)


def basic_filtered_headers(headers: HeaderList) -> HeaderList:
    """https://fetch.spec.whatwg.org/#concept-filtered-response-basic"""
    return tuple(pair for pair in headers if pair[0].lower() not in FORBIDDEN_RESPONSE_HEADERS)


def cors_filtered_headers(headers: HeaderList, request: Request) -> HeaderList:
    """https://fetch.spec.whatwg.org/#concept-filtered-response-cors"""
    exposed = exposed_names(headers, credentials_included=request.credentials_mode == "include")
    if exposed is None:
        return basic_filtered_headers(headers)
    visible = CORS_SAFELISTED_RESPONSE_HEADERS
    if exposed:
        visible = (visible | exposed) - FORBIDDEN_RESPONSE_HEADERS
    return tuple(pair for pair in headers if pair[0].lower() in visible)


def exposed_names(headers: HeaderList, *, credentials_included: bool) -> frozenset[str] | None:
    """What Access-Control-Expose-Headers lists, in lower case; None when it is ``*`` and that means every name."""
    if not contains(headers, "access-control-expose-headers"):
        return frozenset()
    names = exposed_header_names(get_all(headers, "access-control-expose-headers"))
    if "*" in names and not credentials_included:
        return None
    return frozenset(name.lower() for name in names)
