"""The status and the headers that an app declares, checked as a server must before it can send them."""

from __future__ import annotations

import re
import reprlib
from functools import lru_cache
from typing import Any

from pytest_cors.errors import TransportError
from pytest_cors.fetch.http import HeaderLines

_STATUS = re.compile(r"([0-9]{3})(?: (.*))?")
_FIELD = re.compile("[^\0\n\r\u0100-\U0010ffff]*")


class WsgiMistake(TransportError):
    """The app does not keep to WSGI, so that no server could answer for it.

    :param what: the mistake, as a clause.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"the app breaks the WSGI protocol (PEP 3333): {what}")


def head(status: object, headers: Any) -> tuple[int, str, HeaderLines]:
    """The number and the reason phrase of a WSGI status; the headers as a browser reads them off the wire.

    Those keep their order, and have no space around their values.

    :raises WsgiMistake: they are none.
    """
    if not isinstance(status, str):
        raise WsgiMistake(f"the status is {shown(status)}, not a str such as '200 OK'")
    number, reason = _status_line(status)
    try:
        return number, reason, _header_lines(tuple(map(tuple, headers)))
    except (AttributeError, TypeError, ValueError):
        raise WsgiMistake(_why_not_headers(headers)) from None


@lru_cache(maxsize=256)
def _status_line(status: str) -> tuple[int, str]:
    match = _STATUS.fullmatch(status)
    if match is None:
        raise WsgiMistake(f"the status is {status!r}, which does not begin with a number as '200 OK' does")
    if match[1] < "200":
        raise WsgiMistake(f"the status is {status!r}, an interim response, which ends no exchange")
    return int(match[1]), match[2] or ""


@lru_cache(maxsize=1024)
def _header_lines(headers: tuple[Any, ...]) -> HeaderLines:
    """An app gives many equal answers."""
    lines = HeaderLines([(name, value.strip(" \t")) for name, value in headers])
    for name, value in lines:
        if not _FIELD.fullmatch(name + value):
            raise WsgiMistake(f"the header {name!r}: {value!r} has a line end or more than latin-1 in it")
    return lines


def _why_not_headers(headers: Any) -> str:
    if isinstance(headers, list | tuple):
        for line in headers:
            if not isinstance(line, list | tuple) or len(line) != 2:
                return f"the header line {shown(line)} is no pair of name and value"
            for text in line:
                if not isinstance(text, str):
                    return f"the header line {line!r} holds {shown(text)}, not a str"
    return f"the headers are {shown(headers)}, not a list of (name, value)"


def shown(value: object) -> str:
    """A value as a message names it: its type, and a little of it."""
    return "None" if value is None else f"{type(value).__name__} {reprlib.repr(value)}"
