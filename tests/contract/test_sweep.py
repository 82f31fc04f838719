"""Many cells at once come to what each of them comes to alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, redirect, request
from flask_cors import CORS
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_cors import Browser, Contract
from pytest_cors.contract.cell import Cell, CellResult
from pytest_cors.contract.contract import ask, how_many, place_of, routes
from pytest_cors.contract.expand import Group, Place, expand
from pytest_cors.contract.sweep import Careful, Sweep
from pytest_cors.contract.toml import read_text

API = "https://api.example.com"
SPA = "https://app.example.com"
ORIGINS = (SPA, "https://admin.example.com", "http://localhost:5173", API)


def shop(**options: Any) -> Flask:
    """An app in which much goes wrong, and the same way each time."""
    app = Flask("shop", static_folder=None)
    app.logger.disabled = True  # it would tell of each crash
    CORS(app, **options)
    everything = ["GET", "POST", "PUT", "DELETE"]
    app.add_url_rule("/users", "users", lambda: "users", methods=everything)
    app.add_url_rule("/users/<int:number>", "user", lambda number: abort(404))
    app.add_url_rule("/login", "login", lambda: "form", methods=["GET", "POST"])
    app.add_url_rule("/mine", "mine", lambda: redirect("/login"))
    app.add_url_rule("/crash", "crash", lambda: str(1 // 0))
    app.add_url_rule("/logout", "logout", lambda: "bye", methods=["GET", "POST"])
    app.add_url_rule("/basket", "basket", basket)
    return app


def basket() -> Response:
    response = Response("full" if "basket" in request.cookies else "empty")
    response.set_cookie("basket", "1", secure=True, samesite="None")
    if "basket" in request.cookies:
        response.headers["Access-Control-Allow-Origin"] = "https://nobody.example.com"
    return response


apps = st.builds(
    shop,
    origins=st.one_of(
        st.lists(st.sampled_from(ORIGINS), min_size=1, unique=True), st.just(r"https://.*\.example\.com")
    ),
    supports_credentials=st.booleans(),
    allow_headers=st.sampled_from([[], ["Authorization"], "*"]),
    max_age=st.sampled_from([None, 60]),
)

lists = st.lists(st.sampled_from(ORIGINS), min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule of a contract file."""
    kind = draw(st.sampled_from(["allow", "allow", "deny"]))
    lines = [
        f"[[{kind}]]",
        f"routes = {draw(st.sampled_from([['/*'], ['/users*'], ['/mine', '/login'], ['/basket', '/crash']]))}",
        f"origins = {draw(lists)}",
    ]
    if draw(st.booleans()):
        lines.append(f"methods = {draw(st.sampled_from([['GET'], ['GET', 'POST'], ['PUT']]))}")
    if kind == "allow":
        more = ["credentials = true", 'headers = ["Authorization"]', "max_age = 600", "status = 200", 'known = "late"']
        lines += draw(st.lists(st.sampled_from(more), unique=True))
    return "\n".join(lines)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """A contract, with at least one rule that allows."""
    head = f'[contract]\nbase_url = "{API}"\nbrowsers = {draw(st.sampled_from([["chromium"], ["firefox", "webkit"]]))}'
    first = f'[[allow]]\nroutes = "/*"\norigins = {draw(lists)}'
    return Contract(read_text("\n".join([head, first, *draw(st.lists(rules(), max_size=2))])))


def said(answer: CellResult) -> tuple[object, ...]:
    cell = answer.cell
    rule = None if cell.rule is None else cell.rule.name
    came = answer.state, answer.why, answer.cause, answer.held_back, answer.url
    return str(cell.case), answer.browser, cell.route, rule, cell.aspect, cell.shows, *came


def alone(cell: Cell, group: Group, browser: Browser, names: tuple[str, ...]) -> list[CellResult]:
    """What comes of a cell when nothing else is asked."""
    careful = Careful(browser.transport, send_all=group.plan.file.unsafe == "send")
    return [*Sweep(browser, names, careful=careful).ask(cell)]


@settings(max_examples=settings().max_examples // 5)
@given(app=apps, contract=contracts())
def test_a_cell_comes_to_what_it_comes_to_alone(app: Flask, contract: Contract) -> None:
    browser = contract.browser(app)
    groups = contract.plan(browser).groups
    together = [said(answer) for _, answer in ask(groups, browser)]
    place = place_of(browser)
    apart = [
        said(answer)
        for group in groups
        for cell in group.cells(place)
        for answer in alone(cell, group, browser, contract.file.browsers)
    ]
    assert together == apart
    assert len(together) == how_many(groups, browser)


@given(contract=contracts())
def test_what_is_asked_of_a_route_does_not_depend_on_the_others(contract: Contract) -> None:
    browser = contract.browser(shop())
    place = place_of(browser)
    plan = contract.plan(browser)
    together = {(group.route, group.rule): asked(place)(group) for group in plan.groups}
    for route in routes(browser):
        for group in expand(contract.file, [route], held=plan.held).groups:
            assert together.pop((route, group.rule)) == asked(place)(group)
    assert together == {}


def asked(place: Place) -> Callable[[Group], list[tuple[object, ...]]]:
    def of(group: Group) -> list[tuple[object, ...]]:
        return [(str(cell.case), cell.rule, cell.aspect, cell.shows) for cell in group.cells(place)]

    return of


# What is sent


def requests_of(app: Flask) -> list[tuple[str, ...]]:
    """Every request that reaches an app from now on."""
    seen: list[tuple[str, ...]] = []
    inner = app.wsgi_app

    def outer(environ: dict[str, Any], start_response: Any) -> Any:
        headers = (f"{name}: {value}" for name, value in sorted(environ.items()) if name.startswith("HTTP_"))
        seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], *headers))
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]
    return seen


TWO_RULES = f"""
[contract]
base_url = "{API}"
browsers = ["chromium", "firefox"]
[[allow]]
routes = ["/users", "/login"]
origins = ["{SPA}"]
methods = ["GET"]
[[allow]]
routes = "/users"
origins = ["{SPA}"]
methods = ["GET", "PUT"]
[[exclude]]
routes = "/mine"
reason = "it leads to another"
"""


def test_what_is_the_same_on_the_wire_is_sent_once() -> None:
    app = shop(origins=[SPA])
    seen = requests_of(app)
    verification = Contract(read_text(TWO_RULES)).verify(app)
    assert [request for request, times in Counter(seen).items() if times > 1] == []
    from_spa = f"HTTP_ORIGIN: {SPA}"
    assert sum(request[:2] == ("GET", "/users") and from_spa in request for request in seen) == 2  # one with a header
    assert len(verification.cells) > 2 * len(seen)


SETS_A_HEADER = f"""
[contract]
base_url = "{API}"
[[allow]]
routes = ["/users", "/login"]
origins = ["{SPA}"]
headers = ["User-Agent: tea"]
"""


def test_each_browser_asks_as_it_would_alone() -> None:
    def sent(*browsers: str) -> set[tuple[str, ...]]:
        app = shop(origins=[SPA])
        seen = requests_of(app)
        Contract(read_text(SETS_A_HEADER)).verify(app, browsers=browsers)
        return set(seen)

    assert sent("webkit") != sent("chromium")  # where script cannot set User-Agent
    assert sent("chromium", "webkit") == sent("chromium") | sent("webkit")


def test_large_answers_are_not_kept_for_the_next_page() -> None:
    answers: list[int] = []

    def large() -> str:
        answers.append(1)
        return "x" * 5_000_000

    app = Flask("large", static_folder=None)
    CORS(app, origins=[SPA, "https://admin.example.com"])
    app.add_url_rule("/large", "large", large)
    text = f'[contract]\nbase_url = "{API}"\n[[allow]]\nroutes = "/*"\norigins = ["{SPA}", "https://admin.example.com"]'
    cells = Contract(read_text(text)).verify(app).cells
    plain = {cell.cell.case.origin for cell in cells if not cell.cell.case.headers}
    with_a_header = {cell.cell.case.origin for cell in cells if cell.cell.case.headers}
    assert len(answers) > len(plain) + len(with_a_header)


def test_a_cookie_that_was_set_is_forgotten_before_the_next_cell() -> None:
    app = Flask("basket", static_folder=None)
    CORS(app, origins=[SPA], supports_credentials=True)
    app.add_url_rule("/basket", "basket", basket)
    seen = requests_of(app)
    text = f'[contract]\nbase_url = "{API}"\n[[allow]]\nroutes = "/*"\norigins = ["{SPA}"]'
    with_credentials, with_a_header = Contract(read_text(text)).verify(app).broken
    assert with_credentials.cell.case.credentials == "include"
    assert with_a_header.cell.case.headers
    assert with_a_header.result is not None
    assert with_a_header.result.cookies == ()  # none was there that could have been sent
    assert not [header for request in seen for header in request if header.startswith("HTTP_COOKIE")]
