"""Whole contracts: what their cells cost, whether the cost of one grows with their number, and the audit."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask
from flask_cors import CORS

from pytest_cors import Browser, Contract
from pytest_cors.audit.audit import audit
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.toml import read_text
from pytest_cors.transport.base import Environ

from .apps import API, Recorder
from .bare import bare_calls
from .measure import Contestants
from .scenario import BARE, Setting, scenario

SUBJECT = "contract"

SMALL = "40 routes, 4 origins"

_fresh = count()


def origins(number: int) -> list[str]:
    return [f"https://app{each}.example.com" for each in range(number)]


def app_of(routes: int, *, origins: list[str], suffix: str = "") -> Flask:
    """An app with so many routes, all with the same policy; the first ten begin with another letter."""
    app = Flask("sweep", static_folder=None)
    CORS(app, origins=origins)
    for number in range(routes):
        app.add_url_rule(f"/{'a' if number < 10 else 'b'}{number}{suffix}", str(number), lambda: "tea")
    return app


def contract_of(origins: list[str], more: str = "") -> Contract:
    """A contract that lets these origins read everything, with any header."""
    text = f'[contract]\nbase_url = "{API}"\n[[allow]]\nroutes = "/*"\norigins = {origins!r}\nheaders = "*"\n{more}'
    return Contract(read_text(text))


def verified(contract: Contract, app: Flask) -> int:
    """Hold an app to a contract; how many cells that were."""
    verification = contract.verify(app)
    assert verification.holds, verification.explain()
    return len(verification.cells)


@scenario("contract-item")
def contract_item(_: Setting) -> Contestants:
    """One item of a contract: a route, and four origins that may read it."""
    return _held(1, origins(4))


@scenario("contract-40")
def contract_forty(setting: Setting) -> Contestants:
    """A contract of 40 routes and four origins."""
    return _held(4 if setting.quick else 40, origins(4))


@scenario("contract-growth", aims={SMALL: 1.05}, unit="s a cell")
def contract_growth(setting: Setting) -> Contestants:
    """What a cell costs among many: a contract of 1,000 routes and 20 origins."""
    few = 10 if setting.quick else 40
    return {**_sizes(setting, _whole), f"{few} routes, 20 origins": lambda: _whole(few, 20)}


@scenario("growth-app", unit="s a cell")
def contract_growth_app(setting: Setting) -> Contestants:
    """The app's own part of that: bare WSGI calls of all that is asked."""
    return _sizes(setting, _of_the_app)


@scenario("growth-ours", unit="s a cell")
def contract_growth_ours(setting: Setting) -> Contestants:
    """Our part of it: the whole less the bare calls."""
    return _sizes(setting, lambda routes, number: _whole(routes, number) - _of_the_app(routes, number))


def _sizes(setting: Setting, seconds: Callable[[int, int], float]) -> dict[str, Callable[[], float]]:
    """A large contract, and a small one that it is held against."""
    return {
        "1,000 routes, 20 origins": lambda: seconds(10 if setting.quick else 1000, 20),
        SMALL: lambda: seconds(40, 4),
    }


def _whole(routes: int, number: int) -> float:
    """Seconds that a cell costs, with an app and URLs that nobody has seen before."""
    allowed = origins(number)
    contract, app = contract_of(allowed), app_of(routes, origins=allowed, suffix=f"-{next(_fresh)}")
    started = time.process_time()
    cells = verified(contract, app)
    return (time.process_time() - started) / cells


def _of_the_app(routes: int, number: int) -> float:
    """Seconds that the app alone takes for a cell, likewise."""
    allowed = origins(number)
    environs, cells = _asked_of_a_route(allowed)
    app = app_of(routes, origins=allowed, suffix=f"-{next(_fresh)}")
    seconds = 0.0
    for rule in app.url_map.iter_rules():
        place = {"PATH_INFO": rule.rule, "REQUEST_URI": rule.rule, "RAW_URI": rule.rule}
        ask = bare_calls(app, [{**environ, **place} for environ in environs])
        started = time.process_time()
        ask()
        seconds += time.process_time() - started
    return seconds / (cells * routes)


def _asked_of_a_route(allowed: list[str]) -> tuple[list[Environ], int]:
    """All that one route is asked, which is the same for each, and how many cells that decides."""
    app = app_of(1, origins=allowed)
    recorder = Recorder(app.wsgi_app)
    app.wsgi_app = recorder  # type: ignore[method-assign]
    return recorder.environs, verified(contract_of(allowed), app)


@scenario("contract-memory", aims={"1,160 cells": 1.3}, unit="MB")
def contract_memory(setting: Setting) -> Contestants:
    """Peak memory of a process that decides 116,000 cells of an app with 1,000 routes."""
    routes = 20 if setting.quick else 1000
    return {
        "116,000 cells": lambda: peak(routes, 20, ""),
        "1,160 cells": lambda: peak(routes, 20, '[[exclude]]\nroutes = "/b*"\n'),
    }


@scenario("audit")
def audit_all(setting: Setting) -> Contestants:
    """All rules of the audit, on an app of 40 routes."""
    app = app_of(4 if setting.quick else 40, origins=origins(4))

    def ask() -> None:
        audit(Subject(Browser(app, base_url=API)), built_in())

    return _against_bare("audit", ask, app)


def peak(routes: int, number: int, more: str) -> float:
    """Peak memory in megabytes of a new process that holds an app to a contract."""
    processes = multiprocessing.get_context("spawn")
    here, there = processes.Pipe()
    process = processes.Process(target=_tell_peak, args=(there, routes, number, more))
    process.start()
    there.close()
    megabytes: float = here.recv()
    process.join()
    return megabytes


def _tell_peak(wire: Connection, routes: int, number: int, more: str) -> None:
    allowed = origins(number)
    verified(contract_of(allowed, more), app_of(routes, origins=allowed))
    wire.send(megabytes())


def megabytes() -> float:
    """Peak memory of this process until now."""
    try:
        # Of this program only: getrusage() also knows what started it.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _held(routes: int, allowed: list[str]) -> Contestants:
    app, contract = app_of(routes, origins=allowed), contract_of(allowed)
    return _against_bare(SUBJECT, lambda: verified(contract, app), app)


def _against_bare(name: str, ask: Callable[[], object], app: Flask) -> Contestants:
    """The subject, and bare calls with all that it asks the app."""
    inner = app.wsgi_app
    recorder = Recorder(inner)
    app.wsgi_app = recorder  # type: ignore[method-assign]
    ask()
    app.wsgi_app = inner  # type: ignore[method-assign]
    assert recorder.environs, "the app was asked"
    return {name: ask, BARE: bare_calls(app, recorder.environs)}
