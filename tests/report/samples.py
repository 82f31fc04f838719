"""Runs to look at: a shop of forty routes asked by the engine itself, one of them broken, and the same many times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from flask import Flask, Response, request
from flask_cors import CORS

from pytest_cors import Browser
from pytest_cors.audit.finding import Finding, Reference
from pytest_cors.audit.subject import Subject
from pytest_cors.report.run import Run
from pytest_cors.survey.exchanges import cut
from pytest_cors.survey.record import Expectation, Record, record_fetch, record_unanswered
from pytest_cors.survey.story import RecordedElsewhere
from pytest_cors.transport import HttpRequest, HttpResponse, ScriptedTransport

API = "https://api.example.com"
SHOP, OUTLET, OFFICE = "https://shop.example.com", "https://outlet.example.org", "https://office.example.com"
STRANGER, PLAIN, NOBODY = "https://elsewhere.example.net", "http://shop.example.com", "null"
ORIGINS = (SHOP, OUTLET, OFFICE, STRANGER, PLAIN, NOBODY)
BROWSERS = ("chromium", "firefox", "webkit")
STARTED = 1795162500.0

PUBLIC = (
    *("/api/catalog/products", "/api/catalog/products/<sku>", "/api/catalog/products/<sku>/reviews"),
    *("/api/catalog/categories", "/api/catalog/categories/<slug>", "/api/catalog/search", "/api/catalog/prices"),
    *("/api/content/pages/<slug>", "/api/content/banners", "/api/content/translations/<language>"),
)
PERSONAL = (
    *("/api/account/me", "/api/account/addresses", "/api/account/addresses/<int:address_id>"),
    *("/api/account/orders", "/api/account/orders/<int:order_id>", "/api/account/orders/<int:order_id>/invoice"),
    *("/api/account/password", "/api/account/sessions", "/api/cart", "/api/cart/items", "/api/cart/items/<sku>"),
    *("/api/cart/coupon", "/api/checkout", "/api/checkout/<token>/payment", "/api/wishlist"),
)
OFFICE_ONLY = (
    *("/api/admin/products", "/api/admin/products/<sku>", "/api/admin/orders", "/api/admin/orders/<int:order_id>"),
    *("/api/admin/customers", "/api/admin/customers/<int:customer_id>", "/api/admin/stock/<sku>"),
    *("/api/admin/coupons", "/api/admin/reports/sales", "/api/admin/audit-log"),
)
CLOSED = ("/health", "/metrics", "/login", "/api/webhooks/payment", "/api/export.csv")
WRITES = {
    "/api/account/addresses": "POST",
    "/api/account/addresses/<int:address_id>": "DELETE",
    "/api/account/password": "PUT",
    "/api/cart/items": "POST",
    "/api/cart/items/<sku>": "DELETE",
    "/api/cart/coupon": "PUT",
    "/api/checkout": "POST",
    "/api/admin/products/<sku>": "PUT",
    "/api/admin/orders/<int:order_id>": "PATCH",
    "/api/admin/stock/<sku>": "PUT",
    "/api/admin/coupons": "POST",
}
SAMPLES = {
    "<sku>": "tea",
    "<slug>": "drinks",
    "<language>": "cy",
    "<token>": "t0",
    "<int:address_id>": "3",
    "<int:order_id>": "1042",
    "<int:customer_id>": "7",
}
BROKEN = "/api/admin/stock/<sku>"


def shop() -> Flask:
    """The app: its policy is made by hand, so that one route can be forgotten in it."""
    app = Flask(__name__)

    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def everything(path: str) -> Response:
        return Response("[]", headers={"X-Total-Count": "3"}, content_type="application/json")

    @app.after_request
    def policy(response: Response) -> Response:
        origin = request.headers.get("Origin", "")
        if request.path.startswith(("/api/catalog/", "/api/content/")):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "X-Total-Count"
            return response
        office = request.path.startswith("/api/admin/")
        friends = {OFFICE} if office else {SHOP, OUTLET}
        if not request.path.startswith("/api/") or origin not in friends or request.path in CLOSED:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
        if request.method == "OPTIONS":
            methods = "GET, POST, PATCH, DELETE" if "stock" in request.path else "GET, POST, PUT, PATCH, DELETE"
            response.headers["Access-Control-Allow-Methods"] = methods
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = "3600"
        return response

    return app


@dataclass(frozen=True, slots=True)
class Ask:
    """One cell to be asked."""

    route: str
    method: str
    origin: str
    expect: Expectation | None
    credentials: str
    headers: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """With values for the variables."""
        path = self.route
        for variable, value in SAMPLES.items():
            path = path.replace(variable, value)
        return f"{API}{path}"


def asks() -> Iterator[Ask]:
    """Every cell of the shop's contract."""
    for route in (*PUBLIC, *PERSONAL, *OFFICE_ONLY, *CLOSED):
        friends: Iterable[str] = ORIGINS
        if route not in PUBLIC:
            friends = {OFFICE} if route in OFFICE_ONLY else {SHOP, OUTLET} if route in PERSONAL else ()
        for method in dict.fromkeys(("GET", WRITES.get(route, "GET"))):
            headers: tuple[tuple[str, str], ...] = ()
            if route in OFFICE_ONLY:
                headers += (("Authorization", "Bearer for-the-tests"),)
            if method in {"POST", "PUT", "PATCH"}:
                headers += (("Content-Type", "application/json"),)
            for origin in ORIGINS:
                expect: Expectation | None = "allowed" if origin in friends else "denied"
                if route in {"/metrics", "/api/content/banners"}:
                    expect = None
                credentials = "include" if route in PERSONAL else "same-origin"
                yield Ask(route, method, origin, expect, credentials, headers)
    for origin in (SHOP, STRANGER):
        for route in PUBLIC[:3]:
            yield Ask(route, "GET", origin, "denied", "include", ())


@cache
def shop_run() -> Run:
    """The contract of the shop, held against its app."""
    app = shop()
    return Run.of(
        (answer(ask, app) for ask in asks()),
        started=STARTED,
        tool="0.1.0",
    )


def answer(ask: Ask, app: Flask) -> Record:
    """The record of the cell, with what the other browsers decide."""
    results = {}
    nodeid = f"tests/test_contract.py::test_policy[{ask.method} {ask.route}-{ask.origin}-{ask.expect}]"
    for name in BROWSERS:
        browser = Browser(app, profile=name, base_url=API)
        sandboxed = ask.origin == NOBODY
        page = browser.page("https://sandboxed.example/" if sandboxed else f"{ask.origin}/", sandboxed=sandboxed)
        options = {"method": ask.method, "headers": ask.headers, "credentials": ask.credentials}
        body = b"{}" if ask.method in {"POST", "PUT", "PATCH"} else None
        results[name] = page.fetch(ask.url, body=body, **options)  # type: ignore[arg-type]
    elsewhere = tuple(
        RecordedElsewhere(name, "allowed" if seen.allowed else "denied", seen.reason.code if seen.reason else None)
        for name, seen in results.items()
    )
    result = results["chromium"]
    seen = "allowed" if result.allowed else "denied"
    wrong = ask.expect not in {None, seen}
    sentence = f"expected {ask.expect}, got {seen}"
    return record_fetch(
        result,
        nodeid=nodeid,
        route=ask.route,
        expect=ask.expect,
        outcome="failed" if wrong else "passed",
        mismatches=(f"{sentence}: {result.reason.code}" if result.reason else sentence,) if wrong else (),
        duration=0.0013,
        declared=f"{ask.method} {ask.route} from {ask.origin}: {ask.expect}" if ask.expect else "",
        detail="story",
        elsewhere=elsewhere[1:],
    )


@cache
def found_run() -> Run:
    """The shop's run with what an audit finds in an app that answers everybody with credentials."""
    app = Flask("shop")
    CORS(app, supports_credentials=True)
    for path in ("/addresses", "/basket", "/me", "/orders"):
        app.add_url_rule(path, path, lambda: {"name": "Ada"}, methods=["GET", "PUT"])
    subject = Subject(Browser(app, base_url=API))
    page = "https://evil.example"
    shown = tuple(
        subject.evidence(subject.ask(target, origin=page), f"{page} is let in, with credentials")
        for target in subject.targets[:2]
    )
    high = Finding(
        rule="any-origin-reflected",
        title="Any origin is let in with credentials",
        severity="high",
        confidence="certain",
        audience="security",
        cause="any origin",
        routes=tuple(target.name for target in subject.targets),
        what="A page on an origin that nobody knows asks with the user's cookies, and reads what it answers",
        consequence="Any site that a signed-in user visits acts in their name and reads their data",
        fix="Name the origins that may come in, or leave out credentials if everybody may",
        code=('CORS(app, origins=["https://app.example.com"], supports_credentials=True)',),
        evidence=shown,
        references=(
            Reference("CWE-942: Permissive policy", "https://cwe.mitre.org/data/definitions/942.html"),
            Reference("MDN", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS"),
        ),
        nodeid="cors.toml::audit[any-origin-reflected]",
    )
    unsure = replace(
        high,
        rule="no-vary",
        title="Answers may be mixed up in a cache",
        severity="low",
        confidence="possible",
        audience="operations",
        cause="no Vary",
        code=(),
        routes=(),
        evidence=(replace(shown[0], exchanges=(), curl=""),),
        expired="cors.toml:9, 2026-10-31",
    )
    silenced = replace(high, cause="silenced", silenced="until the partners have moved")
    known = replace(unsure, rule="worth-knowing", severity="info")
    run = shop_run()
    return replace(run, findings=Run.of((), findings=[high, unsure, silenced, known]).findings)


def many_cells(number: int = 50_000, *, origins: int = 50) -> Run:
    """A run of very many cells, one of them broken: those of the shop, with routes and origins of their own."""
    plain = [record for record in shop_run().records if record.outcome == "passed" and record.verdict is not None]
    broken = next(record for record in shop_run().records if record.outcome == "failed")
    records = []
    for at in range(number):
        route = f"/api/v{at // (origins * 40)}/things-{at // origins:04}/<int:thing_id>"
        origin = f"https://tenant-{at % origins:02}.example.com"
        like = broken if at == number * 3 // 5 else plain[(at * 7) % len(plain)]
        records.append(
            replace(
                like,
                route=route,
                origin=origin,
                method="GET",
                url=f"{API}{route}",
                nodeid=f"tests/test_v.py::test_{at}",
            )
        )
    return Run.of(records, started=STARTED, tool="0.1.0")


# -- stories of every kind

HOSTILE = (
    "</script><script>fail()</script>",
    "\"'><img src=x onerror=fail()>",
    "javascript:fail()",
    "<!--<script>",
    "\x1b[31m\x07\x00",
    "\u202etxt.exe",
    "caf\xc3\xa9 \xff\xfe",
    "&lt;b&gt;${fail()}{{ fail() }}",
    "\x01\x02\x03",
)


def odd_run() -> Run:
    """One check of each kind of story: redirects, caches, what was never sent, what a view raised."""
    return Run.of(_odd(), started=STARTED, tool="0.1.0")


def hostile_run() -> Run:
    """A run in which everything that an application decides is an attack."""
    records = []
    for at, value in enumerate((*HOSTILE, "x" * 1_000_000)):
        sent = value.encode().decode("latin-1")
        browser = Browser(_answering({"Access-Control-Allow-Origin": sent, "Vary": sent}))
        told = _fetched(browser, SHOP, f"{API}/{at}", "allowed", route=f"/{value[:2000]}")
        records += [replace(told, mismatches=(cut(value),), nodeid=f"tests/test_{value[:500]}.py::test[{value[:500]}]")]
        records += [replace(told, origin=value[:2000], browser=value[:100], method=value[:50].upper())]
    return Run.of(records, incomplete=HOSTILE, started=STARTED, tool=HOSTILE[0])


def _odd() -> Iterator[Record]:
    open_to_all = {"Access-Control-Allow-Origin": SHOP, "Access-Control-Allow-Methods": "PUT"}
    browser = Browser(_answering(open_to_all))
    yield _fetched(browser, SHOP, f"{API}/cached", "allowed", method="PUT")
    yield replace(
        _fetched(browser, SHOP, f"{API}/cached", "allowed", method="PUT"), nodeid="tests/test_odd.py::test_again"
    )
    yield _fetched(browser, SHOP, f"{API}/open", "denied")
    yield _fetched(browser, SHOP, "http://plain.example.com/mixed", "denied")
    moved = {"Location": "https://old.example.org/there", **open_to_all}
    yield _fetched(Browser(_answering(moved, status=302, until="/there")), SHOP, f"{API}/moved", "allowed")
    yield _fetched(Browser(_answering({}, status=401)), SHOP, f"{API}/login", "allowed", method="DELETE")
    local = [
        _fetched(Browser(_answering(open_to_all), profile=name), SHOP, "http://localhost/local", "allowed")
        for name in BROWSERS
    ]
    yield from local
    yield record_unanswered(
        nodeid="tests/test_odd.py::test_elsewhere",
        route="/elsewhere",
        method="GET",
        origin=STRANGER,
        browser="chromium",
        outcome="error",
        url=f"{API}/elsewhere",
        expect="denied",
        verdict="not modelled",
        mismatches=("no app is served at https://files.example.net; served: https://api.example.com",),
    )
    yield record_unanswered(
        nodeid="tests/test_odd.py::test_skipped",
        route="/skipped",
        method="GET",
        origin=STRANGER,
        browser="chromium",
        outcome="skipped",
    )
    yield _fetched(Browser(_answering({})), STRANGER, f"{API}/asked", None)


def _answering(headers: dict[str, str], *, status: int = 200, until: str = "") -> ScriptedTransport:
    def answer(asked: HttpRequest) -> HttpResponse:
        ended = until and asked.url.endswith(until)
        return HttpResponse(200 if ended else status, list(headers.items()), b"")

    return ScriptedTransport(answer)


def _fetched(
    browser: Browser, origin: str, url: str, expect: Expectation | None, *, route: str = "", method: str = "GET"
) -> Record:
    result = browser.page(f"{origin}/").fetch(url, method=method)
    seen = "allowed" if result.allowed else "denied"
    path = url.partition("//")[2].partition("/")[2]
    return record_fetch(
        result,
        nodeid=f"tests/test_odd.py::test_{path}[{method}]",
        route=route or f"/{path}",
        expect=expect,
        outcome="passed" if expect in {None, seen} else "failed",
        mismatches=() if expect in {None, seen} else (f"expected {expect}, got {seen}",),
        declared=f"{method} /{path} from {origin}: {expect}" if expect else "",
        detail="story",
    )
