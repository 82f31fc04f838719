"""``--cors-audit``: where the tests of the audit are: in a contract file, or else where the app fixture is defined."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_cors.plugin.contract_file import AUDITED, ContractModule, contract_paths
from pytest_cors.plugin.missing_app import has_app
from pytest_cors.plugin.options import AUDIT, CONTRACT, failing_level, is_audit

CONFTEST = "conftest.py"

_OUTPUT = "pytest_cors_audit"

_NOTHING = (
    f"{AUDIT} has met no app: it looks for {CONTRACT}, or for a conftest.py that defines the app fixture, in what is "
    "collected; give the folder where one is"
)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let others add rules."""
    from pytest_cors import hookspecs

    pluginmanager.add_hookspecs(hookspecs)


class AuditModule(ContractModule):
    """Where there is an app fixture and no contract: the audit of that app, and nothing else."""

    def _make(self) -> ModuleType:
        return self._module(f"cors_audit_{self.path.stem}", self._of_audit(None))


def audit_at(file_path: Path, parent: pytest.Collector) -> AuditModule | None:
    """The collector of a ``conftest.py`` that defines the app; None when a contract file speaks for it."""
    if (file_path.parent / CONTRACT).exists() or contract_paths(parent.config) or not has_app(file_path):
        return None
    module: AuditModule = AuditModule.from_parent(parent, path=file_path)
    return module


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a severity that there is not; find the app in the project's root, too, when ``testpaths`` is elsewhere."""
    failing_level(config, "")
    root = config.rootpath / CONFTEST
    if not is_audit(config) or config.args_source is not pytest.Config.ArgsSource.TESTPATHS or contract_paths(config):
        return
    inside = any((config.invocation_params.dir / arg).absolute() == config.rootpath for arg in config.args)
    if not inside and root.is_file() and has_app(root):
        config.args.append(str(root))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse an audit that audits nothing.

    :raises pytest.UsageError: no app was met.
    """
    # With workers it is they who collect, and the session's end that knows.
    if not _is_spread(session.config) and _met_nothing(session.config):
        raise pytest.UsageError(_NOTHING)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: say whether an app was met. In the controller: fail when none has met one."""
    config = session.config
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = config.stash.get(AUDITED, False)
    elif _is_spread(config) and _met_nothing(config):
        session.exitstatus = pytest.ExitCode.USAGE_ERROR


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the controller: remember that a worker has met an app."""
    if (getattr(node, "workeroutput", None) or {}).get(_OUTPUT, False):
        node.config.stash[AUDITED] = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why a run with workers has failed."""
    if _is_spread(config) and _met_nothing(config):
        terminalreporter.write_line(f"ERROR: {_NOTHING}", red=True)


def _is_spread(config: pytest.Config) -> bool:
    """Whether tests are run, and collected, elsewhere."""
    return config.pluginmanager.hasplugin("dsession") or hasattr(config, "workerinput")


def _met_nothing(config: pytest.Config) -> bool:
    return is_audit(config) and not config.stash.get(AUDITED, False)
