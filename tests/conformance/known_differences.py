"""The cases in which a profile can be told from its browser, each with its cause and the evidence.

The tests fail for a disagreement that is not here, and for an entry that has come to agree: it is to be taken out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """Cases that differ for one cause.

    :param browser: in which the cases were run.
    :param ids: of the cases.
    :param measures: those that differ, in the order of ``agreement.MEASURES``.
    """

    browser: str
    ids: tuple[str, ...]
    measures: tuple[str, ...]
    cause: str
    evidence: str


KNOWN_DIFFERENCES = (
    # What was recorded depends on the place where the browser ran.
    KnownDifference(
        "webkit",
        ("p000665",),
        ("outcome", "wire", "message"),
        cause="WebKit reads Location bytes that are not ASCII one by one and asks for another host than the one that"
        " served the case; where WebKit ran, that name did not resolve. Here every host answers.",
        evidence="its console: Error resolving “xn--b14cher-xwa2143e.example”",
    ),
    KnownDifference(
        "webkit",
        ("p001276",),
        ("wire", "message"),
        cause="as p000665; the fetch fails here too, but only after the second host was asked",
        evidence="its console: Error resolving “xn--b14cher-xwa2143e.example”",
    ),
    KnownDifference(
        "webkit",
        ("p000356", "p000512", "p001197", "p001482", "p002103", "p002703", "p002878"),
        ("message",),
        cause="The line names the sandboxed document as it was loaded (about:srcdoc, or a data: URL with the script"
        " that drove the case); a page here is known by the URL that it was opened with.",
        evidence="its console: [blocked] The page at about:srcdoc requested insecure content from ...",
    ),
    KnownDifference(
        "webkit",
        ("p001336",),
        ("wire",),
        cause="The cookie that was set last, by a visit over http, was recorded before an older one with a path of the"
        " same length. Another run has them in the order in which they were set, as here.",
        evidence="the recorded Cookie lines: the order differs, nothing else",
    ),
    # The line that a browser prints for what it judges somewhere else than the standard does.
    KnownDifference(
        "firefox",
        ("p001363",),
        ("message",),
        cause="A redirect to blob: is refused before the CORS check of the response that redirects; both fail.",
        evidence="its console: Security Error: Content at ... may not load data from blob:https://x/1.",
    ),
    # The kind of failure, where there is one in any case.
    KnownDifference(
        "chromium",
        ("p000227", "s20261121n00754", "s7n00346", "s7n00494"),
        ("failure",),
        cause="A Location whose host has a space is no URL; Chromium's parser keeps the space as %20 and looks for"
        " such a host, which nobody has.",
        evidence="net::ERR_NAME_NOT_RESOLVED, net::ERR_CERT_COMMON_NAME_INVALID",
    ),
)


def expected_differences(browser: str) -> dict[str, tuple[str, ...]]:
    """The measures in which a browser's cases are known to differ, by id."""
    return {id_: known.measures for known in KNOWN_DIFFERENCES if known.browser == browser for id_ in known.ids}
