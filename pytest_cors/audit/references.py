"""What several rules refer to."""

from __future__ import annotations

from pytest_cors.audit.finding import Reference


def _cwe(number: int, title: str) -> Reference:
    return Reference(f"CWE-{number}: {title}", f"https://cwe.mitre.org/data/definitions/{number}.html")


CWE_185 = _cwe(185, "Incorrect Regular Expression")
CWE_319 = _cwe(319, "Cleartext Transmission of Sensitive Information")
CWE_346 = _cwe(346, "Origin Validation Error")
CWE_489 = _cwe(489, "Active Debug Code")
CWE_777 = _cwe(777, "Regular Expression without Anchors")
CWE_942 = _cwe(942, "Permissive Cross-domain Policy with Untrusted Domains")

PORTSWIGGER = Reference(
    "PortSwigger Research: Exploiting CORS misconfigurations for Bitcoins and bounties",
    "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties",
)
WITH_CREDENTIALS = Reference(
    "MDN: CORS, requests with credentials",
    "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS#requests_with_credentials",
)
ORIGIN_HEADER = Reference(
    "MDN: Origin, which browsers send", "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Origin"
)
PUBLIC_SUFFIXES = Reference("The Public Suffix List", "https://publicsuffix.org/learn/")
FLASK_CORS_209 = Reference(
    "flask-cors issue 209: what looks like a wildcard is a regular expression",
    "https://github.com/corydolphin/flask-cors/issues/209",
)
TAKEOVER = Reference(
    "MDN: Subdomain takeover", "https://developer.mozilla.org/docs/Web/Security/Attacks/Subdomain_takeover"
)
