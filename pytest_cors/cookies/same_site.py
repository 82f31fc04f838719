"""Is a request same-site, and is it third-party? Two questions, two answers.

Sources: RFC 6265bis section 5.2, "Same-site and cross-site requests"; the profiles for where engines differ.
"""

from __future__ import annotations

from pytest_cors.fetch.origin import Origin
from pytest_cors.fetch.params import CookieContext
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Client, is_opaque
from pytest_cors.fetch.site import same_site, schemelessly_same_site


def is_same_site_request(context: CookieContext, profile: Profile) -> bool:
    """Whether cookies marked Lax and Strict may travel.

    :param context: a navigation by a person (no client) always is.
    """
    client = context.client
    if client is None:
        return True
    site = site_for_cookies(client, profile)
    if site is None:
        return False
    compare = same_site if profile.schemeful_same_site else schemelessly_same_site
    urls = context.url_list if profile.same_site_judges_redirects else (context.url,)
    return all(compare(site, url.origin) for url in urls)


def site_for_cookies(client: Client, profile: Profile) -> Origin | None:
    """The origin whose site a document's requests are measured against; None when they are cross-site to everybody.

    Source: RFC 6265bis section 5.2.1, "Document-based requests"
    """
    if is_opaque(client.origin):
        return client.url.origin if profile.sandboxed_page_keeps_site and client.url.is_http else None
    compare = same_site if profile.schemeful_same_site else schemelessly_same_site
    return client.origin if compare(client.origin, client.top_level_origin) else None


def is_third_party(context: CookieContext) -> bool:
    """Whether a request goes to another site than the one in the address bar."""
    client = context.client
    return client is not None and not schemelessly_same_site(client.top_level_origin, context.url.origin)
