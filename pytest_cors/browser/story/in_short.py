"""One line on one fetch, for the log: what was asked, what crossed the wire, what became of it."""

from __future__ import annotations

from pytest_cors.browser.story.masks import masked_url
from pytest_cors.browser.story.secrets import without_secrets_of
from pytest_cors.browser.story.subject import Told
from pytest_cors.browser.story.text import capped, inert


def in_short(told: Told) -> str:
    """``PUT https://api.example.com/users from https://app.example.com in firefox: allowed (OPTIONS 204, PUT 200)``.

    It has no control character, and credentials are masked.
    """
    request = told.request
    reason = told.reason
    credentials = ", credentials included" if request.credentials_mode == "include" else ""
    verdict = "allowed" if reason is None else f"denied[{reason.code}]"
    sent = ", ".join(f"{seen.request.method} {seen.response.status}" for seen in told.exchanges) or "nothing was sent"
    url = capped(masked_url(without_secrets_of(told).request.url.href))
    origin = request.client.origin.serialized
    return inert(f"{request.method} {url} from {origin} in {told.profile}{credentials}: {verdict} ({sent})")
