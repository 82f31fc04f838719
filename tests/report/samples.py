"""Runs to look at: a shop of forty routes asked by the engine itself, one of them broken, and the same many times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from flask import Flask, Response, redirect, request

from pytest_cors import Browser
from pytest_cors.errors import NotModelled
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Expectation, Record, record_fetch, record_unanswered
from pytest_cors.survey.story import RecordedElsewhere

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
        if path == "api/export.csv":
            return redirect("https://files.example.net/export.csv")  # type: ignore[return-value]
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
        if not request.path.startswith("/api/") or origin not in friends or "webhooks" in request.path:
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
    yield Ask("/api/catalog/prices", "GET", SHOP, "allowed", "same-origin", (("Range", "bytes=5-1"),))


@cache
def shop_run() -> Run:
    """The contract of the shop, held against its app."""
    app = shop()
    return Run.of(
        (record for ask in asks() for record in answer(ask, app)),
        started=STARTED,
        tool="0.1.0",
    )


def answer(ask: Ask, app: Flask) -> Iterator[Record]:
    """One record of the cell, with what the other browsers decide."""
    results = {}
    nodeid = f"tests/test_contract.py::test_policy[{ask.method} {ask.route}-{ask.origin}-{ask.expect}]"
    for name in BROWSERS:
        browser = Browser(app, profile=name, base_url=API)
        sandboxed = ask.origin == NOBODY
        page = browser.page("https://sandboxed.example/" if sandboxed else f"{ask.origin}/", sandboxed=sandboxed)
        options = {"method": ask.method, "headers": ask.headers, "credentials": ask.credentials}
        body = b"{}" if ask.method in {"POST", "PUT", "PATCH"} else None
        try:
            results[name] = page.fetch(ask.url, body=body, **options)  # type: ignore[arg-type]
        except NotModelled as error:
            yield record_unanswered(
                nodeid=nodeid,
                route=ask.route,
                method=ask.method,
                origin=ask.origin,
                browser=name,
                outcome="error",
                url=ask.url,
                credentials=ask.credentials,
                headers=(header for header, _ in ask.headers),
                expect=ask.expect,
                verdict="not modelled",
                mismatches=(str(error),),
            )
            return
    elsewhere = tuple(
        RecordedElsewhere(name, "allowed" if seen.allowed else "denied", seen.reason.code if seen.reason else None)
        for name, seen in results.items()
    )
    result = results["chromium"]
    seen = "allowed" if result.allowed else "denied"
    wrong = ask.expect not in {None, seen}
    sentence = f"expected {ask.expect}, got {seen}"
    yield record_fetch(
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
