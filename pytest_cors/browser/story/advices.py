"""What to change, by the reason's code."""

from __future__ import annotations

from pytest_cors.browser.story import advice_elsewhere, advice_origin, advice_preflight
from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.advice_elsewhere import Advise, always
from pytest_cors.browser.story.advice_status import status_advice
from pytest_cors.browser.story.subject import Situation

_ORIGIN_CHECK: dict[str, Advise] = {
    "WildcardOriginNotAllowed": advice_origin.wildcard,
    "MissingAllowOriginHeader": advice_origin.missing,
    "MultipleAllowOriginValues": advice_origin.mismatch,
    "InvalidAllowOriginValue": advice_origin.mismatch,
    "AllowOriginMismatch": advice_origin.mismatch,
    "InvalidAllowCredentials": advice_origin.credentials,
}

ADVICES: dict[str, Advise] = {
    **_ORIGIN_CHECK,
    **{f"Preflight{code}": advise for code, advise in _ORIGIN_CHECK.items()},
    "PreflightInvalidStatus": status_advice,
    "PreflightDisallowedRedirect": status_advice,
    "InvalidAllowMethodsPreflightResponse": advice_preflight.unreadable_methods,
    "InvalidAllowHeadersPreflightResponse": advice_preflight.unreadable_headers,
    "MethodDisallowedByPreflightResponse": advice_preflight.method,
    "HeaderDisallowedByPreflightResponse": advice_preflight.header,
    "RedirectContainsCredentials": advice_elsewhere.user_info,
    "DisallowedByMode": advice_elsewhere.same_origin_mode,
    "NoCorsRedirectModeNotFollow": advice_elsewhere.no_cors,
    "CorsDisabledScheme": advice_elsewhere.scheme,
    "MixedContent": advice_elsewhere.insecure,
    "UnsafePort": always(
        "Serve the API on another port; https://fetch.spec.whatwg.org/#port-blocking lists the blocked ones"
    ),
    "CorpNotSameOrigin": advice_elsewhere.resource_policy,
    "CorpNotSameSite": advice_elsewhere.resource_policy,
    "TooManyRedirects": advice_elsewhere.endless,
    "RedirectModeError": advice_elsewhere.redirect_refused,
    "RedirectDisallowedByMode": advice_elsewhere.redirected_away,
    "InvalidRedirect": always("Redirect to a URL", 'return redirect(url_for("..."))'),
    "MultipleLocations": always("Send one Location: two layers redirect, and they do not agree"),
    "ConflictingHeaders": always("Send the header once: two layers set it, and they do not agree"),
    "UnsafeRedirect": advice_elsewhere.scheme,
    "UnsupportedScheme": advice_elsewhere.unsupported,
    "ConnectionFailed": always("Look at the server: it closed the connection, or did not keep to its protocol"),
}
"""Advice for each code of ``reasons.CODES``."""


def advices(situation: Situation) -> list[Advice]:
    """What to change, so that this fetch is allowed."""
    return list(ADVICES[situation.reason.code](situation))
