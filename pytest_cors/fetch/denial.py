"""One denial: which step refused what, and all that it takes to tell the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytest_cors.fetch.codes import CODES
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.trace import Step

ORIGIN_CHECK = frozenset(
    "WildcardOriginNotAllowed MissingAllowOriginHeader MultipleAllowOriginValues InvalidAllowOriginValue"
    " AllowOriginMismatch InvalidAllowCredentials".split()
)
"""The codes of the CORS check; a preflight's carry the prefix ``Preflight``."""


@dataclass(frozen=True, slots=True, eq=False)
class Denial:
    """Why script got a network error, made at the step that decided.

    :param request: as it was when it was denied.
    :param code: a name from ``CODES``.
    :param parameter: the offending value as Chromium reports it: a header's value, a method, a header's name.
    :param decided: the step of the standard that failed.
    :param url: the URL whose answer failed, with its fragment.
    :param first_url: the URL that script asked for.
    :param origin: the request's origin as that step compared it.
    :param page_url: the document's URL.
    :param page_origin: the document's origin, serialised.
    :param wanted: the value that would have passed, in words.
    :param response: the response that was judged, None when none came.
    :param preflight: whether it was a preflight's.
    :param details: what only some messages need, by name.
    """

    request: Request
    code: str
    parameter: str | None
    decided: Step
    url: str
    first_url: str
    origin: str
    page_url: str
    page_origin: str
    wanted: str = ""
    response: HttpResponse | None = None
    preflight: bool = False
    details: tuple[tuple[str, Any], ...] = ()

    @property
    def anchor(self) -> str:
        """The anchor of the deciding algorithm in the standard."""
        return self.decided.anchor

    @property
    def step(self) -> str:
        """The number of the deciding step."""
        return self.decided.number

    @property
    def link(self) -> str:
        """Where the standard says it."""
        return self.decided.link

    @property
    def status(self) -> int | None:
        """The status of the response that was judged."""
        return None if self.response is None else self.response.status

    @property
    def policy(self) -> bool:
        """Whether the server's own CORS policy decided, rather than something in its way."""
        return CODES[self.code].policy

    @property
    def title(self) -> str:
        """What is wrong, as a sentence fragment."""
        return CODES[self.code].title

    def detail(self, name: str) -> Any:
        """One of ``details``, None when it is not there."""
        return dict(self.details).get(name)
