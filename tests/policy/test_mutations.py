"""What changes no verdict is seen by the lock: one line of a CORS configuration, changed, and what is said.

The app is `examples/forty_routes`, whose contract holds with each of these.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_cors import Contract
from pytest_cors.policy.diff import changes, story
from pytest_cors.policy.lock import from_text, to_text
from pytest_cors.policy.observed import Policy
from pytest_cors.policy.probe import observe

EXAMPLE = Path(__file__).parents[2] / "examples" / "forty_routes"
READER = '"origins": [WEB, KIOSK],'

MUTATIONS = {
    "Vary lost": (
        READER,
        f'{READER} "vary_header": False,',
        "get an answer without Vary: Origin now, which a cache may hand to another page",
    ),
    "max age longer": (
        '"max_age": 600',
        '"max_age": 6000',
        "told to keep the preflight's answer for 6000 s (was: 600 s)",
    ),
    "one more header exposed": (
        '["X-Total-Count"]',
        '["X-Total-Count", "X-Internal"]',
        "may now read the header X-Internal",
    ),
}

Observe = Callable[..., "tuple[Policy, bool]"]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observe]:
    """Observe the example with a line of its policy changed; and whether its contract holds."""
    folder = tmp_path_factory.mktemp("apps")
    path, modules = list(sys.path), set(sys.modules)
    contract = Contract.from_toml(EXAMPLE / "cors.toml")

    def observed(old: str = "", new: str = "") -> tuple[Policy, bool]:
        package = folder / f"locked_library_{len(list(folder.iterdir()))}"
        shutil.copytree(EXAMPLE / "library", package, ignore=shutil.ignore_patterns("__pycache__"))
        source = package / "policy.py"
        text = source.read_text(encoding="utf-8")
        assert old in text
        source.write_text(text.replace(old, new, 1), encoding="utf-8")
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        module: Any = importlib.import_module(package.name)
        browser = contract.browser(module.create_app())
        return observe(contract.plan(browser), browser), contract.verify(browser).holds

    yield observed
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("locked_library_"):
            del sys.modules[name]


@pytest.fixture(scope="module")
def locked(seen: Observe) -> Policy:
    """The policy of the example as it is, by way of the text of its lock."""
    policy, holds = seen()
    assert holds
    return from_text(to_text(policy))


def test_the_same_app_is_as_locked(seen: Observe, locked: Policy) -> None:
    again, _ = seen()
    assert changes(locked, again) == ()
    assert to_text(again) == to_text(locked)


@pytest.mark.parametrize(("old", "new", "said"), MUTATIONS.values(), ids=MUTATIONS)
def test_what_changes_no_verdict_is_seen(seen: Observe, locked: Policy, old: str, new: str, said: str) -> None:
    after, holds = seen(old, new)
    assert holds, "because the contract has nothing to say of it"
    assert said in story(changes(locked, after), path="cors.lock")
    assert "Less is allowed" not in story(changes(locked, after), path="cors.lock")


def test_a_lock_is_no_longer_than_it_need_be(locked: Policy) -> None:
    """What strangers get stands once for each route and method."""
    lines = to_text(locked).splitlines()
    decided = sum(map(len, locked.decisions.values()))
    assert len([line for line in lines if line and line[0].isupper()]) == decided
    assert decided < 5 * len(locked.decisions)
