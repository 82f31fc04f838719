"""Sites: which origins share cookies.

Source: https://html.spec.whatwg.org/#sites
"""

from __future__ import annotations

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from pytest_cors.fetch.origin import OpaqueOrigin, Origin


@lru_cache(maxsize=1)
def _public_suffixes() -> PublicSuffixList:
    # 30 ms to read: only a process that asks about sites pays for it.
    return PublicSuffixList()


def is_ip_address(host: str) -> bool:
    """Whether a serialised host is an IP address rather than a name."""
    return host.startswith("[") or host.replace(".", "").isdigit()


@lru_cache(maxsize=4096)
def is_public_suffix(host: str) -> bool:
    """Whether nobody can own this host's siblings, as with ``com``, ``co.uk``, ``github.io``.

    Source: https://url.spec.whatwg.org/#host-public-suffix
    """
    if is_ip_address(host):
        return False
    name = host.removesuffix(".")
    return bool(name) and _public_suffixes().publicsuffix(name) == name


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str | None:
    """The domain somebody registered, such as ``example.com`` for ``app.example.com``; None where there is none.

    Source: https://url.spec.whatwg.org/#host-registrable-domain
    """
    if not host or is_ip_address(host):
        return None
    name = host.removesuffix(".")
    domain = _public_suffixes().privatesuffix(name) if name else None
    return f"{domain}." if domain and host.endswith(".") else domain


def schemelessly_same_site(a: Origin, b: Origin) -> bool:
    """Whether two origins are of one registrable domain, whatever their schemes and ports.

    Source: https://html.spec.whatwg.org/#schemelessly-same-site
    """
    if a is b:
        return True
    if isinstance(a, OpaqueOrigin) or isinstance(b, OpaqueOrigin):
        return False
    if a.host == b.host:
        return True
    if a.host.rpartition(".")[2] != b.host.rpartition(".")[2]:
        return False  # and nobody need read the list of public suffixes
    domain = registrable_domain(a.host)
    return domain is not None and domain == registrable_domain(b.host)


def same_site(a: Origin, b: Origin) -> bool:
    """Whether two origins are of one site: scheme and registrable domain.

    Source: https://html.spec.whatwg.org/#same-site
    """
    if a is b:
        return True
    if isinstance(a, OpaqueOrigin) or isinstance(b, OpaqueOrigin):
        return False
    return a.scheme == b.scheme and schemelessly_same_site(a, b)


@lru_cache(maxsize=4096)
def site_of(origin: Origin) -> str:
    """A site's serialisation, such as ``https://example.com``: the key under which storage is partitioned.

    Source: https://html.spec.whatwg.org/#serialization-of-a-site
    """
    if isinstance(origin, OpaqueOrigin):
        return f"null#{id(origin)}"
    return f"{origin.scheme}://{registrable_domain(origin.host) or origin.host}"
