"""What would a browser do? CORS verdicts for Flask apps, in process.

The names below are resolved when they are first used, for loading the plugin must load neither Flask nor the
engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_cors.browser import Browser
    from pytest_cors.contract.contract import Contract
    from pytest_cors.errors import ContractViolation, CorsDenied, NotModelled, RequestError

__all__ = ["Browser", "Contract", "ContractViolation", "CorsDenied", "NotModelled", "RequestError"]

_HOMES = {
    "Browser": "pytest_cors.browser",
    "Contract": "pytest_cors.contract.contract",
    "ContractViolation": "pytest_cors.errors",
    "CorsDenied": "pytest_cors.errors",
    "NotModelled": "pytest_cors.errors",
    "RequestError": "pytest_cors.errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
