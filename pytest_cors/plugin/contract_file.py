"""``cors.toml`` is collected: a module without Python, whose functions are a rule on a route each.

It is a ``pytest.Module``, because only what is in a module may have fixtures of every scope. Its object is made
here, with a function for each test and, where the file names the app, the ``app`` fixture.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.lock import lock_tests
from pytest_cors.plugin.options import BASE_URL, CONTRACT, contract_env, is_audit

if TYPE_CHECKING:
    from pytest_cors.contract.contract import Contract
    from pytest_cors.contract.rules import Rule
    from pytest_cors.plugin.contract_item import Run

EVERYTHING_ELSE = "everything else"

_GIVEN = "_cors_rule"

AUDITED = pytest.StashKey[bool]()
"""Whether an audit has met an app."""

_INI = "cors_contract"


class CorsContractWarning(pytest.PytestWarning):
    """Something in a contract file is not wrong, but hardly meant."""


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest collect the project's contract, too, when its paths come from ``testpaths``."""
    named = contract_paths(config)
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    collected = [Path(config.invocation_params.dir, arg.partition("::")[0]).absolute() for arg in config.args]
    for path in named:
        if not any(path == each or each in path.parents for each in collected):
            config.args.append(str(path))


def contract_paths(config: pytest.Config) -> tuple[Path, ...]:
    """The contract files that belong to the project, wherever ``testpaths`` points.

    :raises pytest.UsageError: one that the configuration names is not there.
    """
    named: list[str] = config.getini(_INI)
    default = config.rootpath / CONTRACT
    if named == [CONTRACT] and not default.exists():
        return ()
    paths = {name: (config.rootpath / name).absolute() for name in named}
    for name, path in paths.items():
        if not path.is_file():
            raise pytest.UsageError(f"{_INI}={name!r}: there is no file {path}")
    return tuple(paths.values())


def contract_at(file_path: Path, parent: pytest.Collector) -> ContractModule | None:
    """The collector of a contract file; None for any other file."""
    named = file_path.suffix == ".toml" and file_path.absolute() in contract_paths(parent.config)
    if named or file_path.name == CONTRACT or file_path.name.endswith(f".{CONTRACT}"):
        module: ContractModule = ContractModule.from_parent(parent, path=file_path)
        return module
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have a skipped test of a contract file stand at its rule, rather than where we skipped it."""
    report = yield
    if isinstance(item.parent, ContractModule) and report.skipped and isinstance(report.longrepr, tuple):
        callspec = getattr(item, "callspec", None)
        line = callspec.params[_GIVEN].line if callspec is not None and _GIVEN in callspec.params else 1
        report.longrepr = (str(item.path), line, report.longrepr[2])
    return report


@dataclass(frozen=True, slots=True)
class _Test:
    """A test to be: ``name[id]``, at a line of the contract file."""

    name: str
    id: str
    line: int
    run: Run


class ContractModule(pytest.Module):
    """A contract file."""

    contract: Contract

    def _getobj(self) -> ModuleType:
        return self._made()

    def _made(self) -> ModuleType:
        # NB: pytest asks more than once, and what it is given is where fixtures and tests live.
        made: ModuleType | None = self.__dict__.get("_made_module")
        if made is None:
            self.config.stash[AUDITED] = True
            made = self.__dict__["_made_module"] = self._make()
        return made

    def funcnamefilter(self, name: str) -> bool:
        """Every function here is a test, whatever ``python_functions`` says."""
        return not name.startswith("__") and name != "app"

    def classnamefilter(self, name: str) -> bool:  # noqa: ARG002 - pytest's signature
        """There are no classes here."""
        return False

    def _make(self) -> ModuleType:
        from pytest_cors.contract.contract import Contract
        from pytest_cors.contract.toml import read_file
        from pytest_cors.errors import ConfigurationError

        try:
            file = read_file(self.path, env=contract_env(self.config), shown=shown(self.path, self.config))
            self.contract = Contract(file)
            self.stash[BASE_URL] = file.base_url
            app = self._load(file.app, file.lines.get(("contract", "app"), 1)) if file.app else None
            tests = [*self._of_file(app), *self._of_audit(self.contract)]
            module = self._module(f"cors_contract_{self.path.stem}", tests)
            if file.app:
                vars(module)["app"] = pytest.fixture(scope="session", name="app")(lambda: app)
            for name, line, run in lock_tests(self.contract, self.path, self.config):
                vars(module)[name] = function(name, run, path=self.path, line=line, module=module.__name__)
        except ConfigurationError as error:
            raise self.CollectError(str(error)) from None
        return module

    def _module(self, name: str, tests: Iterable[_Test]) -> ModuleType:
        """A module with a function for each name among some tests."""
        module = ModuleType(name)
        module.__file__ = str(self.path)
        named: dict[str, list[_Test]] = {}
        for test in tests:
            named.setdefault(test.name, []).append(test)
        for each, alike in named.items():
            vars(module)[each] = _parametrised(function(each, _run_given, path=self.path, line=1, module=name), alike)
        return module

    # Tests

    def _of_file(self, app: Any) -> Iterator[_Test]:
        """The tests of the contract; none when the file has nothing but an audit."""
        if self.contract.file.rules:
            yield from self._of_rules() if app is None else self._of_app(app)

    def _of_audit(self, contract: Contract | None) -> Iterator[_Test]:
        """A test for each rule of the audit, if one is wanted."""
        if not is_audit(self.config):
            return
        from pytest_cors.plugin.audit_item import audit_tests

        for rule, run in audit_tests(contract, self.config, self.note):
            yield _Test("audit", rule, 1, run)

    def _of_app(self, app: Any) -> Iterator[_Test]:
        """A test for each route and rule."""
        from pytest_cors.contract.contract import notes
        from pytest_cors.plugin.contract_item import fail_unmatched, hold_group

        browser = self.contract.browser(app)
        plan = self.contract.plan(browser)
        for note in notes(plan, browser):
            self.note(note.line, note.text)
        for group in plan.groups:
            id = EVERYTHING_ELSE if group.rule is None else group.rule.name  # noqa: A001 - pytest's word
            yield _Test(group.route.name, id, group.line, hold_group(self.contract, group))
        for rule, nearest in plan.unmatched:
            yield _Test(_globs(rule), rule.name, rule.line, fail_unmatched(self.contract, rule, nearest))

    def _of_rules(self) -> Iterator[_Test]:
        """A test for each rule, and one for everything else: the routes are known when the app fixture is."""
        from pytest_cors.plugin.contract_item import hold_everything_else, hold_rule

        for rule in self.contract.file.allows:
            yield _Test(_globs(rule), rule.name, rule.line, hold_rule(self.contract, rule))
        yield _Test("*", EVERYTHING_ELSE, 1, hold_everything_else(self.contract, self.note))

    def note(self, line: int, text: str) -> None:
        """Warn of something at a line of the file."""
        from pytest_cors.errors import ConfigurationError

        try:
            warnings.warn_explicit(CorsContractWarning(text), category=None, filename=str(self.path), lineno=line)
        except CorsContractWarning:  # warnings are errors here
            raise ConfigurationError(f"{shown(self.path, self.config)}:{line}: {text}") from None

    # The app

    def _load(self, reference: str, line: int) -> Any:
        """The app that a reference names, made if it is a factory."""
        name, _, attribute = reference.partition(":")
        where = f"{shown(self.path, self.config)}:{line}: app={reference!r}"
        folder = str(self.path.parent)
        if folder not in sys.path:
            sys.path.append(folder)
        try:
            found: Any = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise
            raise self.CollectError(f"{where} cannot be imported: there is no module {error.name!r}") from None
        for part in attribute.split("."):
            if not hasattr(found, part):
                raise self.CollectError(f"{where} is not there: {found!r} has no {part!r}")
            found = getattr(found, part)
        return found() if _is_factory(found) else found


def function(name: str, run: Callable[..., None], *, path: Path, line: int, module: str) -> Any:
    """A test function that stands, as far as pytest can see, at a line of the contract file."""

    def check(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        __tracebackhide__ = True
        run(request, cors_browser)

    check.__code__ = check.__code__.replace(co_filename=str(path), co_firstlineno=line)
    check.__name__ = check.__qualname__ = name
    check.__module__ = module
    return check


def _run_given(request: pytest.FixtureRequest, cors_browser: Any) -> None:
    __tracebackhide__ = True
    test: _Test = request.node.callspec.params[_GIVEN]
    test.run(request, cors_browser)


def _parametrised(check: Any, tests: Sequence[_Test]) -> Any:
    """One function for tests that differ in their rule: pytest knows only parameters between brackets."""
    check.__code__ = check.__code__.replace(co_firstlineno=min(test.line for test in tests))
    check = pytest.mark.usefixtures(_GIVEN)(check)
    return pytest.mark.parametrize(_GIVEN, tests, ids=[test.id for test in tests], indirect=True)(check)


@pytest.fixture(name="_cors_rule")
def _cors_rule(request: pytest.FixtureRequest) -> Any:
    """The test that a function of a contract file is to run."""
    return request.param


def _globs(rule: Rule) -> str:
    return " ".join(rule.routes.texts)


def _is_factory(found: object) -> bool:
    if not inspect.isroutine(found):
        return False
    parameters = inspect.signature(found).parameters.values()
    return all(
        each.default is not each.empty or each.kind in {each.VAR_POSITIONAL, each.VAR_KEYWORD} for each in parameters
    )


def shown(path: Path, config: pytest.Config) -> str:
    """A path as it is shown: from the project's root, if it is in there."""
    return path.relative_to(config.rootpath).as_posix() if path.is_relative_to(config.rootpath) else str(path)
