"""The options of the command line and their ini names. What the command line says wins."""

from __future__ import annotations

import pytest

from pytest_cors.errors import InvalidArgument
from pytest_cors.plugin.adopt_options import add_adopt_options
from pytest_cors.plugin.coverage import add_coverage_option
from pytest_cors.plugin.lock_options import add_lock_options
from pytest_cors.plugin.terminal import add_report_option

BROWSERS = ("chromium", "firefox", "webkit", "standard")
"""Names of the profiles, here once more because the engine's own list would have to be loaded."""

BASE_URL = pytest.StashKey["str | None"]()
"""Where a contract file says that the app lives, on the file's node."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register ours in a group of their own."""
    group = parser.getgroup("cors", "CORS contract testing")
    add_report_option(parser, group)
    group.addoption(
        "--cors-browser",
        action="append",
        metavar="NAME",
        help=(
            f"whose behaviour CORS checks are held against; repeatable; one of {', '.join(BROWSERS)} "
            f"(default: {BROWSERS[0]})."
        ),
    )
    group.addoption(
        "--cors-base-url",
        metavar="URL",
        help=(
            "where the app lives, such as https://api.example.com (default: as the app's SERVER_NAME and "
            "PREFERRED_URL_SCHEME say, else localhost on the scheme of the page)."
        ),
    )
    group.addoption("--cors-env", metavar="NAME", help="the [env.NAME] of cors.toml whose values replace others.")
    add_lock_options(parser, group)
    add_adopt_options(group)
    add_coverage_option(parser, group)
    group.addoption("--no-cors", action="store_true", help="skip the tests that check CORS.")
    parser.addini("cors_browser", "browsers when --cors-browser is not given", type="args", default=[])
    parser.addini(
        "cors_mask", "names of headers, parameters and fields whose values are secret", type="args", default=[]
    )
    parser.addini("cors_base_url", "where the app lives when --cors-base-url is not given", type="string", default="")
    parser.addini("cors_env", "the environment when --cors-env is not given", type="string", default="")
    parser.addini(
        "cors_contract",
        "contract files that are collected even if testpaths points elsewhere",
        type="args",
        default=["cors.toml"],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a browser that there is not, before any test runs."""
    browsers(config)


def browsers(config: pytest.Config) -> tuple[str, ...]:
    """The browsers that the command line names, or else the configuration file; empty when neither does.

    :raises pytest.UsageError: for one that there is not.
    """
    given: list[str] | None = config.getoption("cors_browser")
    option, names = ("cors_browser", config.getini("cors_browser")) if given is None else ("--cors-browser", given)
    for name in names:
        if name not in BROWSERS:
            raise pytest.UsageError(str(InvalidArgument(option, name, "is not a browser", valid=BROWSERS)))
    return tuple(dict.fromkeys(names))


def browsers_for(config: pytest.Config, of_file: tuple[str, ...]) -> tuple[str, ...]:
    """The browsers that hold a contract: the command line's, or else the file's own, or else the configuration's."""
    return browsers(config) if config.getoption("cors_browser") is not None else of_file or browsers(config)


def contract_env(config: pytest.Config) -> str | None:
    """The ``[env.NAME]`` to use; None when nobody says."""
    return config.getoption("cors_env") or config.getini("cors_env") or None


def given_base_url(config: pytest.Config) -> str | None:
    """Where the command line says that the app lives; None when it does not."""
    return base_url(config) if config.getoption("cors_base_url") else None


def base_url_for(node: pytest.Item) -> str | None:
    """Where the app lives, for one test: the command line wins over a contract file, that over the configuration."""
    module = node.getparent(pytest.Module)
    of_file = None if module is None else module.stash.get(BASE_URL, None)
    return given_base_url(node.config) or of_file or base_url(node.config)


def mask(config: pytest.Config) -> frozenset[str]:
    """The names, in lower case, whose values no report may tell."""
    names: list[str] = config.getini("cors_mask")
    return frozenset(name.lower() for name in names)


def base_url(config: pytest.Config) -> str | None:
    """Where the command line says that the app lives, or else the configuration file; None when neither does.

    :raises pytest.UsageError: for what is not the origin of a server.
    """
    given: str | None = config.getoption("cors_base_url")
    option, url = ("cors_base_url", config.getini("cors_base_url")) if given is None else ("--cors-base-url", given)
    if not url:
        return None
    from pytest_cors.fetch.url import parse

    try:
        parsed = parse(url)
    except ValueError:
        parsed = None
    if parsed is None or not parsed.is_http:
        reason = "is not where a server lives; write it as 'https://api.example.com'"
        raise pytest.UsageError(str(InvalidArgument(option, url, reason)))
    if parsed.href != f"{parsed.origin.serialized}/":
        reason = f"is more than scheme, host and port; write {parsed.origin.serialized!r}"
        raise pytest.UsageError(str(InvalidArgument(option, url, reason)))
    return parsed.origin.serialized
