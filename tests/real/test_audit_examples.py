"""The audit of every example: silent where nothing is wrong, and where something is, exactly that.

Also told is what the audit cannot see, and why: a front end that nobody has declared, a server before the app, requests
that may have effects and are not sent.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.rules import ContractFile
from pytest_cors.contract.toml import read_text

EXAMPLES = Path(__file__).parents[2] / "examples"
WRONG = EXAMPLES / "goes_wrong"
BASE_URL = "https://api.example.com"

PRODUCTION = {"ENVIRONMENT": "production", "ORIGINS": "https://app.example.com,https://admin.example.com"}
GIVEN: Mapping[str, tuple[Any, ...]] = {
    "environments": (PRODUCTION,),
    "origins_of_a_session": ({"ada": {"https://ada.example"}},),
    "tenants": ({"acme": {"https://shop.acme.example"}},),
}
"""What the factories of some examples are given."""

SETTINGS = {
    "SHOP_ENV": "production",
    "SHOP_SECRET_KEY": "for the tests",
    "SHOP_ADMIN_TOKEN": "for-the-tests",
    "SHOP_SERVER_NAME": "api.example.com",
    "SHOP_STOREFRONT_ORIGINS": "https://shop.example.com, https://outlet.example.org",
    "SHOP_OFFICE_ORIGINS": "https://office.example.com",
}

WRONG_ONES: Mapping[str, set[str]] = {
    "blueprint_not_covered": {"route-without-policy"},
    "config_too_late": {"flask-cors-configuration-ignored"},
    "decorator_on_one_route": {"route-without-policy"},
    "error_500_without_headers": {"errors-without-headers"},
    "header_not_allowed": {"credentials-not-allowed"},
    "header_not_exposed": {"headers-not-exposed"},
    "header_twice": {"duplicate-headers"},
    "lookalike_origin": {"origin-prefix-match"},
    "method_in_lower_case": {"invalid-header-values"},
    "null_origin": {"null-origin-trusted"},
    "option_misspelt": {"flask-cors-unknown-option"},
    "options_not_handled": {"preflight-not-answered"},
    "origin_with_slash": {"origin-never-matches"},
    "origins_in_one_text": {"flask-cors-comma-separated"},
    "preflight_401": {"preflight-needs-authentication"},
    "preflight_every_time": {"preflight-never-cached"},
    "reflected_origin": {"any-origin-reflected"},
    "star_with_credentials": {"wildcard-with-credentials"},
    "vary_forgotten": {"missing-vary-origin"},
    "wildcard_with_credentials": {"wildcard-with-credentials"},
}
"""What is found in the broken app of a folder."""

NOT_TO_BE_SEEN: Mapping[str, str] = {
    "cookie_not_sent": "its cookie is for the same site as the pages of api.example.com",
    "credentials_not_supported": "nothing in it depends on who is there",
    "methods_not_limited": "its methods are those that it has, and nobody has said that they are not for pages",
    "preflight_and_response_disagree": "its POST is not sent",
    "preflight_redirected": "the slash is missing in the front end; told as informational",
    "rules_reordered": "it takes flask-cors 6.0.0 to see it",
    "upload_too_large": "a server before the app refuses what is not sent",
    "validation_error_unreadable": "its POST is not sent",
    "works_in_postman": "it names no page",
}
"""Why nothing is found in the broken app of a folder."""


@contextmanager
def modules_of(folder: Path) -> Iterator[None]:
    """What lies in a folder can be imported, and is forgotten afterwards."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if folder in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
                del sys.modules[name]


def _name(folder: Path) -> str:
    return folder.name


def made(folder: Path, module: str, *given: object) -> Any:
    with modules_of(folder):
        loaded = importlib.import_module(module)
        factory = getattr(loaded, "create_app", None) or loaded.create_apps
        return factory(*given)


def found(app: Any, *, contract: Path | None = None) -> set[str]:
    """Ids of the rules that find something which is worse than informational."""
    file = read_text(contract.read_text(encoding="utf-8")) if contract is not None and contract.exists() else None
    bases = list(app) if isinstance(app, dict) else [_base_url(app, file)]
    subjects = [Subject(Browser(app, base_url=base), file=file) for base in bases]
    return {each.rule for subject in subjects for each in audit(subject, built_in()) if each.at_least("low")}


def _base_url(app: Any, file: ContractFile | None) -> str | None:
    declared = None if file is None else file.base_url
    return declared or (None if app.config.get("SERVER_NAME") else BASE_URL)


def folders(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob("*/README.md"))


@pytest.mark.parametrize(
    "folder", [each for each in folders(EXAMPLES) if each.name not in {"goes_wrong", "shop"}], ids=_name
)
def test_nothing_is_wrong_with_the_examples(folder: Path) -> None:
    module = next(
        name
        for name in ("app", "apps", "library", "mounted", "notes")
        if (folder / f"{name}.py").exists() or (folder / name).is_dir()
    )

    with closing(sqlite3.connect(":memory:")) as connection:
        given = (connection,) if folder.name == "database_rollback" else GIVEN.get(folder.name, ())
        assert found(made(folder, module, *given), contract=folder / "cors.toml") == set()


def test_nothing_is_wrong_with_the_shop() -> None:
    with modules_of(EXAMPLES / "shop"):
        app = importlib.import_module("shop").create_app(SETTINGS)

    assert found(app) == set()


@pytest.mark.parametrize("folder", folders(WRONG), ids=_name)
def test_what_goes_wrong_is_found_and_nothing_else(folder: Path) -> None:
    assert found(made(folder, "broken")) == WRONG_ONES.get(folder.name, set())


@pytest.mark.parametrize("folder", folders(WRONG), ids=_name)
def test_what_is_mended_is_right(folder: Path) -> None:
    assert found(made(folder, "mended")) == set()


def test_every_folder_is_found_or_has_a_reason() -> None:
    names = {folder.name for folder in folders(WRONG)}

    assert {*WRONG_ONES, *NOT_TO_BE_SEEN} == names
    assert not WRONG_ONES.keys() & NOT_TO_BE_SEEN.keys()
