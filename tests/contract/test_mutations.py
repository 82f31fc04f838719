"""One line of a CORS configuration is changed, and the contract says what that has done.

The app is `examples/forty_routes`, whose contract holds. Each mutation is one that people make. What only a
lock can see, because no verdict changes, is in `FOR_THE_LOCK`.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pytest_cors import Contract
from pytest_cors.contract.contract import Verification

EXAMPLE = Path(__file__).parents[2] / "examples" / "forty_routes"

READER = '"origins": [WEB, KIOSK],'
PARTNERS = r'r"https://[a-z0-9-]+\.partners\.example\.net\Z"'


@dataclass(frozen=True, slots=True)
class Mutation:
    """A line changed, and what must then be said."""

    file: str
    old: str
    new: str
    said: str


MUTATIONS = {
    "an origin nobody knows added": Mutation(
        "policy.py",
        READER,
        '"origins": [WEB, KIOSK, "https://new.example.org"],',
        "the app's configuration names an origin that the contract does not",
    ),
    "an origin of another part added": Mutation(
        "policy.py", READER, '"origins": [WEB, KIOSK, STAFF],', "pages of https://staff.library.example can read"
    ),
    "an origin of development left in": Mutation(
        "policy.py", READER, '"origins": [WEB, KIOSK, "http://localhost:3000"],', "a development server's origin"
    ),
    "null added": Mutation(
        "policy.py", READER, '"origins": [WEB, KIOSK, "null"],', "null is let in, which every sandboxed frame"
    ),
    "every origin": Mutation("policy.py", READER, '"origins": "*",', "any origin is let in"),
    "an origin dropped": Mutation("policy.py", READER, '"origins": [WEB],', "kept out: "),
    "a slash after an origin": Mutation(
        "policy.py", 'WEB = "https://www.library.example"', 'WEB = "https://www.library.example/"', "kept out: "
    ),
    "origins with a comma between": Mutation("policy.py", READER, '"origins": f"{WEB}, {KIOSK}",', "kept out: "),
    "http for https": Mutation("policy.py", 'STAFF = "https://', 'STAFF = "http://', "kept out: "),
    "the first dot unescaped": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace(r"]+\.p", "]+.p"), "a dot in a pattern is any character"
    ),
    "the last dot unescaped": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace(r"\.net", ".net"), "a dot in a pattern is any character"
    ),
    "the end of a pattern lost": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace(r"\Z", ""), "an allowed origin is matched without its end"
    ),
    "a pattern for http, too": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace("https:", "https?:"), "the scheme is not compared"
    ),
    "a pattern for every port": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace(r"\Z", r"(:\d+)?\Z"), "the port is not compared"
    ),
    "a pattern for several labels": Mutation(
        "policy.py", PARTNERS, PARTNERS.replace("[a-z0-9-]+", ".+"), "two labels where the pattern has one"
    ),
    "a pattern for the whole domain": Mutation(
        "policy.py", PARTNERS, r'r"https://.*example\.net\Z"', "an allowed domain is matched without its beginning"
    ),
    "credentials no more": Mutation(
        "policy.py", '        "supports_credentials": True,\n', "", "InvalidAllowCredentials"
    ),
    "credentials for everybody": Mutation(
        "policy.py",
        '        "expose_headers": ["X-Total-Count"],',
        '        "expose_headers": ["X-Total-Count"], "supports_credentials": True,',
        "pages may include credentials, which no rule allows them here",
    ),
    "a method dropped": Mutation(
        "policy.py",
        '["GET", "POST", "PUT", "DELETE"]',
        '["GET", "POST", "PUT"]',
        "MethodDisallowedByPreflightResponse",
    ),
    "a request header dropped": Mutation(
        "policy.py",
        '"allow_headers": ["Authorization", "Content-Type"]',
        '"allow_headers": ["Content-Type"]',
        "HeaderDisallowedByPreflightResponse",
    ),
    "every request header": Mutation(
        "policy.py",
        '"allow_headers": ["Authorization", "Content-Type"]',
        '"allow_headers": "*"',
        "pages may set headers that no rule names",
    ),
    "an exposed header dropped": Mutation(
        "policy.py", '        "expose_headers": ["X-Total-Count"],\n', "", "script cannot read X-Total-Count"
    ),
    "max age shorter": Mutation("policy.py", '"max_age": 600', '"max_age": 60', "kept for 600 s, got 60 s"),
    "max age lost": Mutation("policy.py", '        "max_age": 600,\n', "", "kept for 600 s, got 5 s"),
    "a resource misspelt": Mutation("policy.py", 'r"/api/reader/', 'r"/api/readers/', "kept out: "),
    "a resource without its slash": Mutation(
        "policy.py", r'r"/api/catalog/.*\Z"', 'r"/api/catalog.*"', "GET /api/catalog.csv from https://evil.example"
    ),
    "no resources": Mutation(
        "__init__.py", "CORS(app, resources=policy.RESOURCES)", "CORS(app)", "any origin is let in"
    ),
    "a blueprint forgotten": Mutation(
        "policy.py", r'r"/api/partner/.*\Z": {', r'r"/api/partnership/.*\Z": {', "kept out: MissingAllowOriginHeader"
    ),
    "a decorator above the route": Mutation(
        "site.py",
        '@blueprint.get("/badge")\n@cross_origin(origins=[policy.WEB], allow_headers=[])',
        '@cross_origin(origins=[policy.WEB], allow_headers=[])\n@blueprint.get("/badge")',
        "kept out: MissingAllowOriginHeader",
    ),
    "the headers stripped on errors": Mutation(
        "__init__.py",
        "    CORS(app, resources=policy.RESOURCES)",
        "    app.after_request("
        'lambda r: (r.status_code < 400 or r.headers.remove("Access-Control-Allow-Origin"), r)[1])\n'
        "    CORS(app, resources=policy.RESOURCES)",
        "kept out: MissingAllowOriginHeader, Access-Control-Allow-Origin is missing (the answer is 401)",
    ),
    "a header by hand on top": Mutation(
        "__init__.py",
        "    CORS(app, resources=policy.RESOURCES)",
        '    app.after_request(lambda r: (r.headers.add("Access-Control-Allow-Origin", "*"), r)[1])\n'
        "    CORS(app, resources=policy.RESOURCES)",
        "MultipleAllowOriginValues",
    ),
    "the login answers preflights": Mutation(
        "staff.py",
        '    if request.method == "OPTIONS":\n        return\n',
        "",
        "PreflightInvalidStatus, the preflight is not answered with 200 to 299 (the answer is 401)",
    ),
}

FOR_THE_LOCK = {
    "Vary lost": Mutation("policy.py", READER, f'{READER} "vary_header": False,', ""),
    "max age longer": Mutation("policy.py", '"max_age": 600', '"max_age": 6000', ""),
    "one more header exposed": Mutation("policy.py", '["X-Total-Count"]', '["X-Total-Count", "X-Internal"]', ""),
}

Verify = Callable[[Mutation | None], Verification]


@pytest.fixture
def verify(tmp_path: Path) -> Iterator[Verify]:
    """Hold the example's contract against the example with a line changed."""
    path, modules = list(sys.path), set(sys.modules)

    def verified(mutation: Mutation | None) -> Verification:
        package = tmp_path / f"library_{len(list(tmp_path.iterdir()))}"
        shutil.copytree(EXAMPLE / "library", package, ignore=shutil.ignore_patterns("__pycache__"))
        if mutation is not None:
            source = package / mutation.file
            text = source.read_text(encoding="utf-8")
            assert mutation.old in text
            source.write_text(text.replace(mutation.old, mutation.new, 1), encoding="utf-8")
        sys.path.insert(0, str(tmp_path))
        importlib.invalidate_caches()
        module: Any = importlib.import_module(package.name)
        return Contract.from_toml(EXAMPLE / "cors.toml").verify(module.create_app())

    yield verified
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("library_"):
            del sys.modules[name]


def test_the_contract_holds(verify: Verify) -> None:
    seen = verify(None)
    assert seen.holds, seen.explain()
    assert sum(seen.counts.values()) == len(seen.cells)
    assert len(seen.plan.routes) >= 40
    assert len((EXAMPLE / "cors.toml").read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_line_changed_is_seen_and_named(verify: Verify, mutation: Mutation) -> None:
    seen = verify(mutation)
    assert not seen.holds
    assert mutation.said in " ".join(seen.explain().split())


@pytest.mark.parametrize("mutation", FOR_THE_LOCK.values(), ids=FOR_THE_LOCK)
def test_what_changes_no_verdict_is_left_to_the_lock(verify: Verify, mutation: Mutation) -> None:
    assert verify(mutation).holds
