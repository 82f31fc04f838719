"""The CORS-preflight cache: what servers allowed, for how long, to whom.

One entry is one method or one header name, as in the standard. The cache is one of three places where state is kept;
it has no clock: everybody says what time it is, in seconds since the epoch.

Source: https://fetch.spec.whatwg.org/#concept-cache
"""

from __future__ import annotations

from typing import NamedTuple

from pytest_cors.fetch.origin import OpaqueOrigin, Origin
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Request, is_opaque
from pytest_cors.fetch.safelists import is_cors_non_wildcard_request_header_name
from pytest_cors.fetch.site import same_site, site_of

Key = tuple[object, object, str]


class Allowance(NamedTuple):
    """What one preflight's answer allows.

    :param methods: as they are written.
    :param names: of headers, lower-case.
    :param max_age: for how many seconds it may be kept; none when it is not positive.
    """

    methods: tuple[str, ...]
    names: tuple[str, ...]
    max_age: float


class Entries(NamedTuple):
    """The entries that one answer has made: one for each of its methods and names, all with the same end.

    :param expires: seconds since the epoch.
    :param credentials: the preflight was for a request that included credentials.
    """

    allowance: Allowance
    expires: float
    credentials: bool


class PreflightCache:
    """Allowances by network partition, origin and URL."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._entries: dict[Key, tuple[Entries, ...]] = {}  # the newest first
        self._partitions: dict[Origin, object] = {}
        self._first: dict[tuple[str, str], Origin] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def key(self, request: Request) -> Key:
        """Under what a request's allowances are found. The query counts, and so does the fragment."""
        client = request.client
        untainted = self.profile.preflight_origin_untainted
        origin: object = client.origin.serialized if untainted else request.serialized_origin
        if origin == "null" and is_opaque(client.origin):
            origin = client.origin
        if self.profile.cache_keyed_by_credentials:
            origin = origin, request.credentials_mode == "include"
        top = client.top_level_origin
        return self._partitions.get(top) or self._partition(top), origin, request.current_url.href

    def _partition(self, top: Origin) -> object:
        """What stands for the site of a top-level origin.

        Reading the list of public suffixes takes longer than a hundred fetches. A host that is the only one below its
        top-level domain, as in most tests, needs none: it stands for itself, and for its site if others of it come.

        Source: https://fetch.spec.whatwg.org/#network-partition-keys
        """
        partition: object = top
        if not isinstance(top, OpaqueOrigin):
            first = self._first.setdefault((top.scheme, top.host.rpartition(".")[2]), top)
            partition = first if same_site(first, top) else site_of(top)
        return self._partitions.setdefault(top, partition)

    def covers(self, request: Request, names: tuple[str, ...], now: float) -> bool:
        """Whether everything that a preflight would ask for is known to be allowed.

        :param names: the CORS-unsafe request-header names, lower-case.

        Source: step 4.1 of https://fetch.spec.whatwg.org/#concept-http-fetch
        """
        entries = self._entries.get(self.key(request)) if self._entries else None
        if entries is None:
            return False
        asks = request.use_cors_preflight or request.method not in self.profile.cached_safelisted_methods
        covered = not asks or self._allows_method(entries, request, now)
        for name in names:
            covered = covered and self._allows_header(entries, request, name, now)
        if not covered and self.profile.cache_cleared_by_insufficient_hit:
            self.clear_entries(request)
        return covered

    def _allows_method(self, entries: tuple[Entries, ...], request: Request, now: float) -> bool:
        """Whether there is a method cache entry match.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        if _holds(_newest(entries, method=request.method), request, now):
            return True
        return self._holds_for_all(_newest(entries, method="*"), request, now)

    def _allows_header(self, entries: tuple[Entries, ...], request: Request, name: str, now: float) -> bool:
        """Whether there is a header-name cache entry match. ``name`` is lower-case.

        Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
        """
        if _holds(_newest(entries, header=name), request, now):
            return True
        if is_cors_non_wildcard_request_header_name(name) and not self.profile.cached_wildcard_covers_authorization:
            return False
        return self._holds_for_all(_newest(entries, header="*"), request, now)

    def _holds_for_all(self, star: Entries | None, request: Request, now: float) -> bool:
        # AD-HOC: by the standard's letter a * from a credentialed preflight would serve credentialed requests; no
        # browser lets it (measured 2026-11: e000531). They differ in whether it serves anonymous ones.
        if star is None or request.credentials_mode == "include" or now >= star.expires:
            return False
        if self.profile.cached_wildcard == "never":
            return False
        return not star.credentials or self.profile.cached_wildcard == "any-entry"

    def store(self, request: Request, allowance: Allowance, now: float) -> None:
        """Keep what a preflight allowed, for as long as it may be.

        Source: steps 7.9 to 7.12 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
        """
        max_age = allowance.max_age
        if max_age <= 0 or (not self.profile.caches_opaque_origins and request.serialized_origin == "null"):
            return
        new = Entries(allowance, now + max_age, request.credentials_mode == "include")
        key = self.key(request)
        older = None if self.profile.cache_keeps_last_answer_only else self._entries.get(key)
        kept = () if older is None else (old for old in older if not _replaces(allowance, old.allowance))
        self._entries[key] = (new, *kept)

    def clear_entries(self, request: Request) -> None:
        """Forget what is known for this request's key.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        self._entries.pop(self.key(request), None)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()


def _newest(entries: tuple[Entries, ...], *, method: str | None = None, header: str | None = None) -> Entries | None:
    """The entry of a method or a header name; a newer one has replaced an older one, however long each lasts."""
    for each in entries:
        if method in each.allowance.methods or header in each.allowance.names:
            return each
    return None


def _holds(entries: Entries | None, request: Request, now: float) -> bool:
    return (
        entries is not None and now < entries.expires and (entries.credentials or request.credentials_mode != "include")
    )


def _replaces(new: Allowance, old: Allowance) -> bool:
    """Whether no entry that the older answer has made is left."""
    return set(old.methods) <= set(new.methods) and set(old.names) <= set(new.names)
