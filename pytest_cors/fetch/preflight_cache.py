"""The CORS-preflight cache: what servers allowed, for how long, to whom.

One entry is one method or one header name, as in the standard. The cache is one of three places where state is kept;
it has no clock: everybody says what time it is, in seconds since the epoch.

Source: https://fetch.spec.whatwg.org/#concept-cache
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Request, is_opaque
from pytest_cors.fetch.safelists import is_cors_non_wildcard_request_header_name
from pytest_cors.fetch.site import site_of

Key = tuple[str, str, str]


class Entry(NamedTuple):
    """One allowance.

    :param expires: seconds since the epoch.
    :param credentials: the preflight was for a request that included credentials.
    """

    expires: float
    credentials: bool


@dataclass(slots=True, eq=False)
class _Record:
    """What is known of one key. Method and lower-case header names to entries, ``*`` included."""

    methods: dict[str, Entry]
    headers: dict[str, Entry]


class PreflightCache:
    """Allowances by network partition, origin and URL."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._records: dict[Key, _Record] = {}

    def __len__(self) -> int:
        return len(self._records)

    def key(self, request: Request) -> Key:
        """Under what a request's allowances are found. The query counts, and so does the fragment."""
        untainted = self.profile.preflight_origin_untainted
        origin = request.origin.serialized if untainted else request.serialized_origin
        if is_opaque(request.origin):
            origin = site_of(request.origin)
        if self.profile.cache_keyed_by_credentials:
            origin = f"{request.credentials_mode == 'include'} {origin}"
        return site_of(request.client.top_level_origin), origin, request.current_url.href

    def covers(self, request: Request, names: list[str], now: float) -> bool:
        """Whether everything that a preflight would ask for is known to be allowed.

        :param names: the CORS-unsafe request-header names, lower-case.

        Source: step 4.1 of https://fetch.spec.whatwg.org/#concept-http-fetch
        """
        record = self._records.get(self.key(request)) if self._records else None
        if record is None:
            return False
        asks = request.use_cors_preflight or request.method not in self.profile.cached_safelisted_methods
        covered = (not asks or self._allows_method(record, request, now)) and all(
            self._allows_header(record, request, name, now) for name in names
        )
        if not covered and self.profile.cache_cleared_by_insufficient_hit:
            self.clear_entries(request)
        return covered

    def _allows_method(self, record: _Record, request: Request, now: float) -> bool:
        """Whether there is a method cache entry match.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        return self._matches(record.methods, request.method, request, now, wildcard=True)

    def _allows_header(self, record: _Record, request: Request, name: str, now: float) -> bool:
        """Whether there is a header-name cache entry match. ``name`` is lower-case.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        wildcard = (
            not is_cors_non_wildcard_request_header_name(name) or self.profile.cached_wildcard_covers_authorization
        )
        return self._matches(record.headers, name, request, now, wildcard=wildcard)

    def _matches(self, entries: dict[str, Entry], name: str, request: Request, now: float, *, wildcard: bool) -> bool:
        include = request.credentials_mode == "include"
        entry = entries.get(name)
        if entry is not None and now < entry.expires and (entry.credentials or not include):
            return True
        # AD-HOC: by the standard's letter a * from a credentialed preflight would serve credentialed requests; no
        # browser lets it (measured 2026-11: e000531). They differ in whether it serves anonymous ones.
        if not wildcard or include or self.profile.cached_wildcard == "never":
            return False
        star = entries.get("*")
        if star is None or now >= star.expires:
            return False
        return not star.credentials or self.profile.cached_wildcard == "any-entry"

    def store(self, request: Request, methods: Iterable[str], names: Iterable[str], max_age: float, now: float) -> None:
        """Keep what a preflight allowed, for ``max_age`` seconds.

        Source: steps 7.9 to 7.12 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
        """
        if max_age <= 0 or (not self.profile.caches_opaque_origins and request.serialized_origin == "null"):
            return
        entry = Entry(now + max_age, request.credentials_mode == "include")
        new = _Record(dict.fromkeys(methods, entry), dict.fromkeys(map(str.lower, names), entry))
        key = self.key(request)
        record = self._records.get(key)
        if record is None or self.profile.cache_keeps_last_answer_only:
            self._records[key] = new
        else:
            record.methods.update(new.methods)
            record.headers.update(new.headers)

    def clear_entries(self, request: Request) -> None:
        """Forget what is known for this request's key.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        self._records.pop(self.key(request), None)

    def clear(self) -> None:
        """Forget everything."""
        self._records.clear()
