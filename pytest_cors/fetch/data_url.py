"""``data:`` URLs, which are their own response and ask nobody.

Source: https://fetch.spec.whatwg.org/#data-url-processor
"""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote_to_bytes

from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.response import Response, filtered_response
from pytest_cors.fetch.safelists import mime_essence

DEFAULT_TYPE = "text/plain;charset=US-ASCII"
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?\Z")


def data_response(request: Request, profile: Profile) -> Response:
    """The response that a ``data:`` URL holds: type ``basic``, status 200.

    :raises ValueError: the URL has no comma, or its Base64 is broken.
    """
    media, comma, data = request.current_url.without_fragment.removeprefix("data:").partition(",")
    if not comma:
        raise ValueError("a data: URL without a comma")
    body = unquote_to_bytes(data)
    media = media.strip(" ")
    head, semicolon, last = media.rpartition(";")
    if semicolon and last.strip(" ").lower() == "base64":
        media, body = head, _decoded(body)
    if media.startswith(";"):
        media = f"text/plain{media}"
    kind = media if mime_essence(media) else DEFAULT_TYPE
    headers = [("Content-Type", kind)]
    if profile.data_url_length:
        headers.append(("Content-Length", str(len(body))))
    return filtered_response(request, HttpResponse(200, tuple(headers), body, "OK"), profile)


def _decoded(data: bytes) -> bytes:
    """https://infra.spec.whatwg.org/#forgiving-base64-decode"""
    compact = data.translate(None, b"\t\n\f\r ")
    if _BASE64.match(compact) is None:
        raise ValueError("broken Base64 in a data: URL")
    return base64.b64decode(compact + b"==")  # Python wants its padding, and does not mind too much
