"""Advice where a preflight was answered with a status that is none of 200 to 299."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.location import LET_OPTIONS_PASS, redirect_advice
from pytest_cors.browser.story.subject import Situation


def status_advice(situation: Situation) -> Iterator[Advice]:
    """What to do about the status of a preflight's answer."""
    status, path = situation.status, situation.path
    if situation.error is not None or status >= 500:
        what = "exception" if situation.error is not None else f"{status}"
        yield Advice(f"The {what} is the real problem; CORS only hides it")
    elif status in {401, 403, 407}:
        yield LET_OPTIONS_PASS
    elif status == 404:
        yield Advice(f"Nothing answers at {path}: look at the path, and at url_prefix= of the blueprint")
    elif status == 405:
        yield Advice(
            f"The route of {path} does not answer OPTIONS, as Flask's routes do by themselves:"
            ' take "OPTIONS" out of its methods=, or provide_automatic_options=False away'
        )
    elif 300 <= status <= 399 and situation.lines("location"):
        yield from redirect_advice(situation)
    else:
        yield Advice(f"Answer OPTIONS with 204 or 200, not with {status}")
