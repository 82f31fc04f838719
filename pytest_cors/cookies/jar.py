"""The cookie jar: which cookies are accepted, kept, and sent with which request.

One of three places where state is kept. It has no clock: everybody says what time it is, in seconds since the epoch.

Source: RFC 6265bis sections 5.7 ("Storage Model") and 5.8 ("Retrieval Model"), and the profiles
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_cors.cookies.cookie import (
    Cookie,
    ParsedCookie,
    default_path,
    domain_matches,
    parse_set_cookie,
    path_matches,
)
from pytest_cors.cookies.lenient import parse_leniently
from pytest_cors.cookies.same_site import is_same_site_request, is_third_party
from pytest_cors.fetch.params import CookieContext, CookieNote
from pytest_cors.fetch.profile import Profile, ThirdPartyCookies
from pytest_cors.fetch.request import is_opaque
from pytest_cors.fetch.site import is_public_suffix, registrable_domain, site_of
from pytest_cors.fetch.trust import is_potentially_trustworthy
from pytest_cors.fetch.url import Url

Key = tuple[str, str, str, bool, str]


class CookieJar:
    """Everything one browser keeps.

    :param third_party: what becomes of cookies of other sites than the page's: kept as they are, kept apart for each
        top-level site, or refused.
    """

    def __init__(self, profile: Profile, third_party: ThirdPartyCookies | None = None) -> None:
        self.profile = profile
        self.third_party: ThirdPartyCookies = third_party or profile.third_party_cookies
        self._cookies: dict[Key, Cookie] = {}

    def __iter__(self) -> Iterator[Cookie]:
        return iter(tuple(self._cookies.values()))

    def __len__(self) -> int:
        return len(self._cookies)

    def clear(self) -> None:
        """Forget every cookie."""
        self._cookies.clear()

    def copy_from(self, other: CookieJar) -> None:
        """Hold what another browser's jar holds, and nothing else."""
        self._cookies = dict(other._cookies)

    # Sending

    def cookie_header(self, context: CookieContext, notes: list[CookieNote]) -> str:
        """The value of ``Cookie`` for a request whose credentials are included; empty when no cookie goes.

        Source: RFC 6265bis section 5.8.3, "Retrieval Algorithm"
        """
        if not self._cookies:
            return ""
        self._expire(context.now)
        partitions = self._partitions(context)
        same_site = is_same_site_request(context, self.profile)
        chosen = []
        for cookie in self._cookies.values():
            if not self._is_addressed(cookie, context.url):
                continue
            why = self._why_withheld(cookie, context, partitions, same_site=same_site)
            if why:
                notes.append(CookieNote(cookie.name, "not-sent", why, context.url.href))
            else:
                chosen.append(cookie)
        # Longer paths first, then older cookies (the dictionary keeps their order).
        if self.profile.cookies_sorted_by_domain:
            chosen.sort(key=lambda cookie: (-len(cookie.path), -len(cookie.domain), cookie.host_only))
        else:
            chosen.sort(key=lambda cookie: (-len(cookie.path), cookie.created))
        return "; ".join(cookie.pair for cookie in chosen)

    def addressed_to(self, url: Url) -> list[str]:
        """The names of the cookies that a first-party request to this URL would carry."""
        if not self._cookies:
            return []
        return [cookie.name for cookie in self._cookies.values() if not self._why_not_there(cookie, url)]

    def _is_addressed(self, cookie: Cookie, url: Url) -> bool:
        """Whether somebody might expect it there: it is of this host's registrable domain."""
        if domain_matches(url.host, cookie.domain):
            return True
        domain = registrable_domain(url.host)
        return domain is not None and domain == registrable_domain(cookie.domain)

    def _why_withheld(
        self, cookie: Cookie, context: CookieContext, partitions: frozenset[str], *, same_site: bool
    ) -> str:
        why = self._why_not_there(cookie, context.url)
        if why:
            return why
        if cookie.partition not in partitions:
            return "ThirdPartyPartitioned" if cookie.partition or self.third_party != "blocked" else "ThirdPartyBlocked"
        effective = self._effective_same_site(cookie.same_site)
        if effective == "None" or same_site:
            return ""
        return _SAME_SITE_REASONS[cookie.same_site]

    def _why_not_there(self, cookie: Cookie, url: Url) -> str:
        """Why a cookie does not go to a URL, whoever asks; empty when it does."""
        if not (cookie.domain == url.host or (not cookie.host_only and domain_matches(url.host, cookie.domain))):
            return "DomainMismatch"
        if not path_matches(url.path, cookie.path):
            return "NotOnPath"
        return "SecureOnly" if cookie.secure and not self._is_secure(url) else ""

    def _effective_same_site(self, same_site: str) -> str:
        return self.profile.same_site_default if same_site == "Default" else same_site

    # Storing

    def store(self, set_cookie: Sequence[str], context: CookieContext, notes: list[CookieNote]) -> None:
        """Take in the ``Set-Cookie`` lines of one response.

        Source: RFC 6265bis section 5.7, "Storage Model"
        """
        for line in set_cookie:
            parsed = self._read(line, context.now)
            if parsed is None:
                notes.append(CookieNote(line.partition("=")[0], "not-stored", "Malformed", context.url.href))
                continue
            why = self._store(parsed, context)
            if why:
                notes.append(CookieNote(parsed.name, "not-stored", why, context.url.href))

    def _read(self, line: str, now: float) -> ParsedCookie | None:
        if self.profile.cookie_syntax == "printable-ascii":
            return parse_leniently(line, now)
        return parse_set_cookie(line, now, self.profile)

    def _store(self, parsed: ParsedCookie, context: CookieContext) -> str:
        """Keep one cookie; why not, when it is refused."""
        url = context.url
        # 5-6. Whose it is.
        domain = self._domain(parsed, url)
        if domain is None:
            return "InvalidDomain"
        host_only = not parsed.domain or is_public_suffix(parsed.domain)
        partition = self._partition(context)
        if parsed.partitioned and self.profile.partitioned_cookies:
            if not parsed.secure:
                return "InvalidPartitioned"
            partition = self._own_partition(context)
        if partition is None:
            return "ThirdPartyBlocked"
        why = self._why_refused(parsed, context, domain)
        if why:
            return why
        cookie = Cookie(
            name=parsed.name,
            value=parsed.value,
            domain=domain,
            path=parsed.path if parsed.path is not None else default_path(url.path),
            host_only=host_only,
            secure=parsed.secure,
            http_only=parsed.http_only,
            same_site=parsed.same_site,
            expires=parsed.expires,
            created=context.now,
            partition=partition,
        )
        self._keep(cookie, context.now)
        return ""

    def _domain(self, parsed: ParsedCookie, url: Url) -> str | None:
        """The cookie's domain, None when it may not be that."""
        if not parsed.domain:
            return url.host
        if not parsed.domain.isascii():
            return None
        if is_public_suffix(parsed.domain):
            return url.host if parsed.domain == url.host else None
        if parsed.domain.lower() == url.host:
            return url.host
        return parsed.domain if domain_matches(url.host, parsed.domain) else None

    def _why_refused(self, parsed: ParsedCookie, context: CookieContext, domain: str) -> str:
        secure = self._is_secure(context.url)
        if parsed.secure and not secure:
            return "SecureOnly"
        if not parsed.secure and not secure and self._shadows_secure(parsed, context.url, domain):
            return "OverwriteSecure"
        effective = self._effective_same_site(parsed.same_site)
        if effective != "None" and not is_same_site_request(context, self.profile):
            return _SAME_SITE_REASONS[parsed.same_site]
        if parsed.same_site == "None" and not parsed.secure and self.profile.none_requires_secure:
            return "SameSiteNoneInsecure"
        return self._why_prefix_refuses(parsed, context.url)

    def _why_prefix_refuses(self, parsed: ParsedCookie, url: Url) -> str:
        """Section 5.7, steps 20 to 22: names that promise something."""
        prefixes = self.profile.cookie_prefixes
        name = (parsed.name or parsed.value).lower()
        prefix = next((prefix for prefix in prefixes if name.startswith(prefix)), None)
        if prefix is None:
            return ""
        if not parsed.name:
            return "InvalidPrefix"
        kept = parsed.secure
        if "host" in prefix:
            path = parsed.path
            if path is None and self.profile.host_prefix_allows_default_path:
                path = default_path(url.path)
            kept = kept and not parsed.domain and path == "/"
        if "http" in prefix:
            kept = kept and parsed.http_only
        return "" if kept else "InvalidPrefix"

    def _shadows_secure(self, parsed: ParsedCookie, url: Url, domain: str) -> bool:
        """Section 5.7, step 17: leave secure cookies alone."""
        path = parsed.path if parsed.path is not None else default_path(url.path)
        return any(
            other.secure
            and other.name == parsed.name
            and (domain_matches(other.domain, domain) or domain_matches(domain, other.domain))
            and path_matches(path, other.path)
            for other in self._cookies.values()
        )

    def _keep(self, cookie: Cookie, now: float) -> None:
        key = (cookie.name, cookie.domain, cookie.path, cookie.host_only, cookie.partition)
        old = self._cookies.get(key)
        if cookie.expires is not None and cookie.expires <= now:
            self._cookies.pop(key, None)
            return
        # A cookie that replaces another keeps its creation time, and so its place.
        self._cookies[key] = cookie if old is None else replace(cookie, created=old.created)

    # Both

    def _is_secure(self, url: Url) -> bool:
        if url.scheme == "https":
            return True
        return self.profile.secure_cookies_on_localhost and is_potentially_trustworthy(url.origin)

    def _partition(self, context: CookieContext) -> str | None:
        """Which part of the jar a request sees; None when it may see none."""
        if self.third_party == "allowed" or context.client is None or not is_third_party(context):
            return ""
        return site_of(context.client.top_level_origin) if self.third_party == "partitioned" else None

    def _own_partition(self, context: CookieContext) -> str:
        """The part of the jar for cookies that ask to be kept apart (``Partitioned``): one for each top-level site."""
        client = context.client
        if client is None:
            return site_of(context.url.origin)
        return site_of(client.origin if is_opaque(client.origin) else client.top_level_origin)

    def _partitions(self, context: CookieContext) -> frozenset[str]:
        """The parts of the jar that a request sees."""
        parts = {self._own_partition(context)} if self.profile.partitioned_cookies else set()
        partition = self._partition(context)
        return frozenset(parts if partition is None else {*parts, partition})

    def _expire(self, now: float) -> None:
        dead = [key for key, cookie in self._cookies.items() if cookie.expires is not None and cookie.expires <= now]
        for key in dead:
            del self._cookies[key]


_SAME_SITE_REASONS = {
    "Strict": "SameSiteStrict",
    "Lax": "SameSiteLax",
    "Default": "SameSiteUnspecifiedTreatedAsLax",
    "None": "",
}
"""Chromium's names (CDP ``Network.CookieBlockedReason``)."""
