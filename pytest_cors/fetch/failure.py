"""Making a network error: the reason is written down at the step that failed."""

from __future__ import annotations

from typing import Any

from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.params import FetchParams
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.response import NetworkError
from pytest_cors.fetch.trace import Step


def network_error(
    params: FetchParams,
    request: Request,
    step: Step,
    code: str,
    parameter: str | None = None,
    *,
    wanted: str = "",
    response: HttpResponse | None = None,
    preflight: bool = False,
    seen: tuple[Any, ...] = (),
    **details: Any,
) -> NetworkError:
    """Note the failing step and return the network error.

    :param seen: the values for the step's sentence; the parameter and the wanted value when not given.
    """
    client = request.client
    reason = Reason(
        request=request,
        code=code,
        # NB: of a wildcard Chromium reports no parameter; there is only one.
        parameter=None if parameter == "*" and code.endswith("WildcardOriginNotAllowed") else _as_text(parameter),
        decided=step,
        url=request.current_url.href,
        first_url=request.url.href,
        origin=request.serialized_origin,
        page_url=client.url.href,
        page_origin=client.origin.serialized,
        wanted=wanted,
        response=response,
        preflight=preflight,
        details=(("seen", parameter), *details.items()),
    )
    params.trace.append((step, False, *(seen or (parameter, wanted)), reason))
    return NetworkError(reason)


def _as_text(parameter: str | None) -> str | None:
    # Chromium reports a parameter as text: bytes that are not UTF-8 are reported as nothing.
    if parameter is None or parameter.isascii():
        return parameter
    try:
        return parameter.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
