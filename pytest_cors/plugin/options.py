"""The options of the command line and their ini names. What the command line says wins.

Every run loads this module, so that it says here once more what others know: which reports there are, which browsers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from argparse import Namespace

    from pytest_cors.audit.finding import Severity

BROWSERS = ("chromium", "firefox", "webkit", "standard")
"""Names of the profiles."""

REPORTS = ("term", "html", "json", "markdown", "sarif", "har")
"""Types of reports."""

LEVELS: tuple[Severity, ...] = ("info", "low", "medium", "high")
"""Severities of what the audit finds."""

LEVEL: Severity = "low"
"""From which on a finding fails when nobody says."""

REPORT = "--cors-report"
INIT = "--cors-init"
AUDIT = "--cors-audit"
AUDIT_LEVEL = "--cors-audit-level"

FIXTURE = "app"
"""What ``--cors-init`` asks when nothing is given: the fixture."""

CONTRACT = "cors.toml"

BASE_URL = pytest.StashKey["str | None"]()
"""Where a contract file says that the app lives, on the file's node."""


def add_options(parser: pytest.Parser) -> None:
    """Register ours in a group of their own."""
    option = parser.getgroup("cors", "CORS contract testing").addoption
    option(
        REPORT,
        action="append",
        nargs="?",
        const=REPORTS[0],
        default=None,
        metavar="TYPE[:DEST]",
        help=(
            f"report what the CORS checks decided; repeatable; types: {', '.join(REPORTS)} "
            f"(default: {REPORTS[0]}); DEST is a file (default: cors-report.html and so on). "
            f"'{REPORT}=' reports nothing."
        ),
    )
    option(
        "--cors-browser",
        action="append",
        metavar="NAME",
        help=(
            f"whose behaviour CORS checks are held against; repeatable; one of {', '.join(BROWSERS)} "
            f"(default: {BROWSERS[0]})."
        ),
    )
    option(
        "--cors-base-url",
        metavar="URL",
        help=(
            "where the app lives, such as https://api.example.com (default: as the app's SERVER_NAME and "
            "PREFERRED_URL_SCHEME say, else localhost on the scheme of the page)."
        ),
    )
    option("--cors-env", metavar="NAME", help="the [env.NAME] of cors.toml whose values replace others.")
    option(
        "--cors-lock",
        action="store_true",
        default=None,
        help="fail where a contract file has no cors.lock beside it; one that is there is compared anyway.",
    )
    option(
        "--cors-update",
        action="store_true",
        help="write cors.lock, the observed policy of every route, beside each contract file that is run.",
    )
    option(
        INIT,
        nargs="?",
        const=FIXTURE,
        default=None,
        metavar="APP",
        help=(
            "write a first cors.toml beside the conftest.py that defines the app fixture, from what the app does, "
            "and run nothing else; APP, such as package.module:create_app, is asked instead of the fixture."
        ),
    )
    option(
        AUDIT,
        action="store_true",
        help="look for known CORS mistakes in every route of the app, too: one test for each rule.",
    )
    option(
        AUDIT_LEVEL,
        metavar="LEVEL",
        help=f"from which severity on a finding fails: {', '.join(LEVELS)} (default: {LEVEL}).",
    )
    option(
        "--cors-audit-unsafe",
        action="store_true",
        help="let the audit send requests that may have effects, too, such as POST and DELETE.",
    )
    option(
        "--cors-fail-under",
        metavar="PERCENT",
        help="fail the run if fewer of the app's methods and routes have a CORS expectation that was decided.",
    )
    option("--no-cors", action="store_true", help="skip the tests that check CORS.")
    parser.addini("cors_report", f"reports to make when {REPORT} is not given", type="args", default=[])
    parser.addini("cors_browser", "browsers when --cors-browser is not given", type="args", default=[])
    parser.addini(
        "cors_mask", "names of headers, parameters and fields whose values are secret", type="args", default=[]
    )
    parser.addini("cors_base_url", "where the app lives when --cors-base-url is not given", type="string", default="")
    parser.addini("cors_env", "the environment when --cors-env is not given", type="string", default="")
    parser.addini("cors_lock", "a contract file needs a cors.lock", type="bool", default=False)
    parser.addini("cors_audit_level", f"what {AUDIT_LEVEL} is when it is not given", type="string", default="")
    parser.addini("cors_fail_under", "what --cors-fail-under is when it is not given", type="string", default="")
    parser.addini(
        "cors_contract",
        "contract files that are collected even if testpaths points elsewhere",
        type="args",
        default=[CONTRACT],
    )


_OPTIONS = (
    "cors_report",
    "cors_browser",
    "cors_base_url",
    "cors_env",
    "cors_lock",
    "cors_update",
    "cors_init",
    "cors_audit",
    "cors_audit_level",
    "cors_fail_under",
    "no_cors",
)
_INIS = (
    *("cors_report", "cors_browser", "cors_mask", "cors_base_url", "cors_env", "cors_lock", "cors_fail_under"),
    "cors_audit_level",
)


def is_asked_for(config: pytest.Config, options: Namespace) -> bool:
    """Whether an option of ours is given, on the command line or in the configuration, or there is a contract."""
    return (
        any(getattr(options, name) for name in _OPTIONS)
        or any(map(config.getini, _INIS))
        or config.getini("cors_contract") != [CONTRACT]
        or (config.rootpath / CONTRACT).exists()
    )


def browsers(config: pytest.Config) -> tuple[str, ...]:
    """The browsers that the command line names, or else the configuration file; empty when neither does.

    :raises pytest.UsageError: for one that there is not.
    """
    given: list[str] | None = config.getoption("cors_browser")
    option, names = ("cors_browser", config.getini("cors_browser")) if given is None else ("--cors-browser", given)
    for name in names:
        if name not in BROWSERS:
            raise _usage_error(option, name, "is not a browser", valid=BROWSERS)
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
        raise _usage_error(option, url, reason)
    if parsed.href != f"{parsed.origin.serialized}/":
        reason = f"is more than scheme, host and port; write {parsed.origin.serialized!r}"
        raise _usage_error(option, url, reason)
    return parsed.origin.serialized


def lock_is_needed(config: pytest.Config) -> bool:
    """Whether a contract file without a lock fails."""
    given: bool | None = config.getoption("cors_lock")
    return bool(config.getini("cors_lock")) if given is None else given


def is_init(config: pytest.Config) -> bool:
    """Whether this run writes a contract, and does nothing else."""
    return config.getoption("cors_init") is not None


def app_to_ask(config: pytest.Config) -> str:
    """``"package.module:name"``, or empty when the fixture is to be asked."""
    given: str = config.getoption("cors_init")
    return "" if given == FIXTURE else given


def is_audit(config: pytest.Config) -> bool:
    """Whether this run looks for mistakes, too."""
    return bool(config.getoption("cors_audit"))


def failing_level(config: pytest.Config, of_file: str) -> Severity:
    """From which severity on a finding fails: the command line wins over the contract file, that over the ini name.

    :param of_file: what the contract file says; empty when it says nothing.
    :raises pytest.UsageError: for a severity that there is not.
    """
    given: str | None = config.getoption("cors_audit_level")
    option, word = ("cors_audit_level", config.getini("cors_audit_level")) if given is None else (AUDIT_LEVEL, given)
    if word and word not in LEVELS:
        raise _usage_error(option, word, "is no severity", valid=LEVELS)
    word = of_file if of_file and given is None else word
    return next((level for level in LEVELS if level == word), LEVEL)


def _usage_error(option: str, value: object, reason: str, *, valid: Sequence[str] = ()) -> pytest.UsageError:
    from pytest_cors.errors import InvalidArgument

    return pytest.UsageError(str(InvalidArgument(option, value, reason, valid=valid)))
