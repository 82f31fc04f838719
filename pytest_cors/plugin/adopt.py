"""``--cors-init``: a run of one test, which writes ``cors.toml`` where the ``app`` fixture is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.contract_file import ContractModule, function, shown
from pytest_cors.plugin.missing_app import conftests, has_app
from pytest_cors.plugin.options import CONTRACT, FIXTURE, app_to_ask, given_base_url, is_init
from pytest_cors.plugin.options import INIT as OPTION

if TYPE_CHECKING:
    from pytest_cors.adopt.init import Adopted

__tracebackhide__ = True

_FOLDER = pytest.StashKey[Path]()
_WRITTEN = pytest.StashKey["tuple[str, Adopted]"]()


def restore_init_path(args: list[str]) -> None:
    """Give back the path that a bare ``--cors-init`` would take for its value."""
    for at, word in enumerate(args[:-1]):
        if word == "--":
            break
        if word == OPTION and ":" not in args[at + 1].partition("::")[0]:
            args[at] = f"{OPTION}={FIXTURE}"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Have pytest collect the one folder where the contract is to be.

    :raises pytest.UsageError: there is a contract already, or it is not clear whose it would be.
    """
    if not is_init(config):
        return
    folder = config.rootpath if app_to_ask(config) else _folder_of_app(config)
    if (folder / CONTRACT).exists():
        path = shown(folder / CONTRACT, config)
        raise pytest.UsageError(f"{OPTION}: {path} is there already, and is not overwritten; move it away first")
    config.stash[_FOLDER] = folder
    config.args[:] = [str(folder)]


def _folder_of_app(config: pytest.Config) -> Path:
    """Where the ``app`` fixture is defined that the given paths see."""
    given = [Path(config.invocation_params.dir, arg.partition("::")[0]).resolve() for arg in config.args]
    given = [path if path.is_dir() else path.parent for path in given if path.exists()] or [config.rootpath]
    folders = [path.parent.resolve() for path in conftests(config.rootpath) if has_app(path)]
    inside = [folder for folder in folders if any(folder == path or path in folder.parents for path in given)]
    above = [folder for folder in folders if any(folder in path.parents for path in given)]
    if len(inside) > 1:
        names = ", ".join(shown(folder, config) for folder in inside)
        raise pytest.UsageError(
            f"{OPTION}: the app fixture is defined in {names}; say which, as in: pytest {OPTION} PATH"
        )
    return (*inside, *reversed(above), given[0])[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the folder where the contract is to be."""
    if parent.config.stash.get(_FOLDER, None) != path:
        return None
    folder: pytest.Collector = _Folder.from_parent(parent, path=path)
    return folder


class _Folder(pytest.Directory):
    """A folder with one test in it: the one that writes."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The contract that is not there yet."""
        yield _FirstContract.from_parent(self, path=self.path / CONTRACT)


class _FirstContract(ContractModule):
    """A contract that is to be written."""

    def _make(self) -> ModuleType:
        module = ModuleType("cors_contract_init")
        module.__file__ = str(self.path)
        reference = app_to_ask(self.config)
        if reference:
            app = self._load(reference, 1)
            vars(module)["app"] = pytest.fixture(scope="session", name="app")(lambda: app)
        vars(module)["cors_init"] = function("cors_init", _init(self.path), path=self.path, line=1, module="init")
        return module


def _init(path: Path) -> Any:
    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        from pytest_cors.adopt.init import adopt
        from pytest_cors.browser import Browser
        from pytest_cors.errors import ConfigurationError, ContractViolation
        from pytest_cors.policy.lock import write

        config = request.config
        if not isinstance(cors_browser, Browser):
            raise ContractViolation(
                f"The cors_browser fixture gives {cors_browser!r}, which is no pytest_cors.Browser."
            )
        if path.exists():
            pytest.skip(f"{shown(path, config)} has been written from another app of this run")
        try:
            adopted = adopt(cors_browser, base_url=given_base_url(config), app=app_to_ask(config))
        except ConfigurationError as error:
            raise ContractViolation(f"{OPTION}: {error}") from None
        write(path, adopted.text)
        config.stash[_WRITTEN] = (shown(path, config), adopted)

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was written, and what to do with it."""
    if not is_init(config):
        return
    terminalreporter.section("CORS contract", sep="-")
    written = config.stash.get(_WRITTEN, None)
    path = config.stash[_FOLDER] / CONTRACT
    if written is not None:
        lines = list(_told(*written))
    else:  # where there are workers, it is one of them that writes
        lines = [f"{shown(path, config)} is written" if path.exists() else "no contract is written"]
    for line in lines:
        terminalreporter.write_line(line)


def _told(path: str, adopted: Adopted) -> Iterator[str]:
    rules = _many(len(adopted.contract.rules), "rule")
    routes = {group.route.name for group in adopted.verification.plan.groups}
    yield f"{path} is written: {rules} for {_many(len(routes), 'route')}"
    counts = adopted.verification.counts
    yield f"{_many(sum(counts.values()), 'cell')}: {', '.join(f'{number} {state}' for state, number in counts.items())}"
    if adopted.unwise:
        yield f"{_many(adopted.unwise, 'comment')} in it {'says' if adopted.unwise == 1 else 'say'} what looks unwise"
    yield "Next: pytest holds the app to it; pytest --cors-update writes down the rest in cors.lock."


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
