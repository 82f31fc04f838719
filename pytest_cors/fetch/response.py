"""What a fetch ends with: a filtered response, or a network error with its reason.

Source: https://fetch.spec.whatwg.org/#responses
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pytest_cors.fetch.headers import contains, get_all, without_empty_parts
from pytest_cors.fetch.http import Body, HeaderList, HttpResponse
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.safelists import (
    CORS_SAFELISTED_RESPONSE_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    exposed_header_names,
    has_wildcard_before_bad_name,
)
from pytest_cors.fetch.url import Url

ResponseType = Literal["basic", "cors", "opaque", "opaqueredirect"]
READABLE = frozenset({"basic", "cors"})


@dataclass(frozen=True, slots=True, eq=False)
class NetworkError:
    """Script gets a rejected promise, and not one byte of the response.

    Source: https://fetch.spec.whatwg.org/#concept-network-error
    """

    reason: Reason


class Response(NamedTuple):
    """A filtered response: what script may see of what a server answered.

    :param type: ``basic``, ``cors``, ``opaque`` or ``opaqueredirect``.
    :param request: the last hop's, whose answer it is.
    :param internal: the response as the server sent it.
    :param has_body: false when the method or the status leaves script none.
    :param exposes_all: a ``*`` exposes every header although the list that it stands in cannot be read.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response
    """

    type: ResponseType
    request: Request
    internal: HttpResponse
    has_body: bool = False
    exposes_all: bool = False

    @property
    def is_opaque(self) -> bool:
        """Whether script sees nothing of it but that it is there."""
        return self.type not in READABLE

    @property
    def status(self) -> int:
        """The status; 0 when opaque."""
        return self.internal.status if self.type in READABLE else 0

    @property
    def status_text(self) -> str:
        """The reason phrase; empty when opaque."""
        return "" if self.is_opaque else self.internal.reason

    @property
    def headers(self) -> HeaderList:
        """Those that script may read, ordered pairs, repeated lines kept apart."""
        if self.is_opaque:
            return ()
        if self.type == "cors" and not self.exposes_all:
            return cors_filtered_headers(self.internal.headers, self.request)
        return basic_filtered_headers(self.internal.headers)

    @property
    def body(self) -> bytes | Body:
        """Bytes, or a ``Body`` not read yet."""
        return self.internal.body if self.has_body else b""

    @property
    def url_list(self) -> tuple[Url, ...]:
        """Every URL of the fetch, redirects included."""
        return self.request.url_list


def filtered_response(request: Request, response: HttpResponse, profile: Profile) -> Response:
    """Wrap a response as its tainting demands.

    Source: steps 14 and 20 of https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    tainting = request.response_tainting
    has_body = request.method != "HEAD" and response.status not in profile.null_body_statuses
    if profile.drops_empty_parts:
        response = without_empty_parts(response)
    exposes_all = (
        profile.wildcard_survives_bad_names
        and request.credentials_mode != "include"
        and has_wildcard_before_bad_name(get_all(response.headers, "access-control-expose-headers"))
    )
    return Response(tainting, request, response, has_body and tainting != "opaque", exposes_all)


def opaque_redirect_response(request: Request, response: HttpResponse, *, has_body: bool) -> Response:
    """https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect"""
    return Response("opaqueredirect", request, response, has_body)


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
