"""What the pages of the marker's arguments say: the meaning, an example, and what the code says of each.

    python -m tests.docs.arguments        writes docs/reference/marker/*.md anew

Valid values, what an argument goes with and the messages are asked of the code; the examples are run by
``test_arguments.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_cors.contract.arguments import EXPECTED, READERS
from pytest_cors.contract.marker import Declared, declare, read_layer
from pytest_cors.contract.model import WORDS
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.request import CREDENTIALS_MODES
from pytest_cors.plugin import client

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "marker"

CONFTEST = """\
import pytest
from flask import Flask
from flask_cors import CORS


@pytest.fixture
def app():
    app = Flask(__name__)
    CORS(
        app,
        origins=["https://app.example.com", "https://admin.example.com"],
        methods=["GET", "POST", "PUT"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["X-Total-Count"],
        supports_credentials=True,
        max_age=600,
    )

    @app.get("/orders")
    def orders():
        return ["tea"], 200, {"X-Total-Count": "1"}

    @app.route("/orders/<int:number>", methods=["GET", "PUT", "DELETE"])
    def order(number):
        return ({"number": number}, 200) if number == 1 else ({"error": "no such order"}, 404)

    return app
"""

CHECK: Mapping[str, Any] = {"route": "/orders", "origin": "https://app.example.com", "expect": "allowed"}
"""A check that has nothing wrong with it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One page.

    :param means: what it is for.
    :param values: what may be written.
    :param default: what holds when nobody says anything.
    :param example: a test of the app in ``CONFTEST``.
    :param wrong: mistakes, each a set of arguments that changes ``CHECK``.
    :param closed: the values, when they can be listed.
    """

    means: str
    values: str
    default: str
    example: str
    wrong: tuple[Mapping[str, Any], ...]
    closed: tuple[str, ...] = ()


def marked(*markers: str, name: str = "test_orders", before: str = "") -> str:
    """A test module with one test without a body."""
    stack = "\n".join(f"@pytest.mark.cors({arguments})" for arguments in markers)
    return f"import pytest\n\n{before}\n{stack}\ndef {name}(): ...\n".replace("\n\n\n\n", "\n\n\n")


APP = 'APP = "https://app.example.com"\n\n'

ARGUMENTS: dict[str, Argument] = {
    "route": Argument(
        "What is asked for. A marker with a route is a whole check and makes a test; one without supplies defaults for"
        " the checks and requests of a function, a class or a module. The only argument that may stand without its"
        " name.",
        'A path of the app, with its query if it has one; a method may stand before it: `"PUT /orders/1"`. An absolute'
        " URL is taken as it stands. A URL rule such as `/orders/<int:number>` is none: give a path that matches it.",
        "none: the marker then makes no test",
        marked(
            '"/orders", origin=APP, expect="allowed"',
            '["/orders/1", "PUT /orders/1"], origin=APP, expect="allowed"',
            before=APP,
        ),
        ({"route": "orders"}, {"route": "/orders/<int:number>"}, {"route": "FETCH /orders"}, {"route": []}),
    ),
    "origin": Argument(
        "Where the page is whose script asks.",
        "An origin as a browser writes it: scheme, host, and the port if it is not the scheme's own; no path, no slash"
        ' at the end. `"null"` is a sandboxed page, and what a page is called after some redirects.',
        "none: a check needs one, from its marker or from one around it",
        marked(
            '"/orders", origin="https://app.example.com", expect="allowed"',
            '"/orders", origin=["https://elsewhere.example.net", "null"], expect="denied"',
        ),
        (
            {"origin": "https://app.example.com/"},
            {"origin": "app.example.com"},
            {"origin": "*"},
            {"origin": None},
        ),
    ),
    "expect": Argument(
        "The verdict. *Allowed*: script gets the response, whatever its status. *Denied*: it gets a network error, and"
        " the server's policy is why; see [What a check means](../../explanation/what-a-check-means.md).",
        "one of",
        "none: a check needs one. On the client it may be missing: the request is then made and not judged",
        marked(
            '"/orders", origin="https://app.example.com", expect="allowed"',
            '"/orders", origin="https://elsewhere.example.net", expect="denied"',
        ),
        ({"expect": "allow"}, {"expect": None}),
        WORDS,
    ),
    "method": Argument(
        "How it is asked.",
        "As script gives it to `fetch()`. Six names are put into capitals, as `fetch()` does: DELETE, GET, HEAD,"
        " OPTIONS, POST, PUT. `patch` stays `patch`, which is not `PATCH`. CONNECT, TRACE and TRACK are forbidden to"
        " script.",
        '`"GET"`',
        marked(
            '"/orders/1", origin=APP, method=["GET", "HEAD", "put"], expect="allowed"',
            '"/orders/1", origin=APP, method="DELETE", expect="denied"',
            before=APP,
        ),
        ({"method": "TRACE"}, {"method": "DELTE"}, {"route": "PUT /orders/1", "method": "GET"}),
    ),
    "headers": Argument(
        "The request headers that script sets. Whether they need a preflight, the browser knows.",
        'A list of `"Name"` and `"Name: value"`, of pairs, or a mapping. A name alone is sent with a value that suits'
        " it: `Content-Type` with `application/json`, `Authorization` with a token, others with `x`. Headers that are"
        " forbidden to script are refused.",
        "none",
        marked(
            '"/orders", origin=APP, headers=["Authorization", "Accept-Language: de"], expect="allowed"',
            '"PUT /orders/1", origin=APP, headers={"Content-Type": "application/json"}, expect="allowed"',
            '"/orders", origin=APP, headers=["X-Debug"], expect="denied"',
            before=APP,
        ),
        ({"headers": ["Cookie: a=1"]}, {"headers": ["Host: a"]}, {"headers": ["X Debug"]}, {"headers": {"X-Page": 1}}),
    ),
    "credentials": Argument(
        "Whether cookies go along, as in `fetch()`; see [Credentials and"
        " SameSite](../../explanation/credentials.md). The stricter rules for `include` hold even without a cookie.",
        "one of",
        '`"same-origin"`, as in `fetch()`: to another origin none',
        marked(
            '"/orders", origin="https://app.example.com", credentials="include", expect="allowed"',
            '"/orders", origin="https://elsewhere.example.net", credentials="include", expect="denied"',
        ),
        ({"credentials": "same_origin"}, {"credentials": True}),
        tuple(CREDENTIALS_MODES),
    ),
    "reason": Argument(
        "Why it is denied. A denial counts only if the server's own policy made it: an answer of 401 to a preflight, a"
        " redirect, a missing route keep the page out by accident. With `reason=` such a denial passes, too, if it is"
        " the one that is named.",
        "the name of a [reason](../reasons/index.md), or a list of which one must be it",
        "any reason that is the server's policy",
        marked(
            '"DELETE /orders/1", origin=APP, expect="denied", reason="MethodDisallowedByPreflightResponse"',
            '"/orders", origin=APP, headers=["X-Debug"], expect="denied", reason="HeaderDisallowedByPreflightResponse"',
            before=APP,
        ),
        ({"reason": "AllowOriginMismatch"}, {"expect": "denied", "reason": "AllowOriginMissmatch"}),
    ),
    "status": Argument(
        "The status of the response that script gets. A page reads a 404 as well as a 200, if it may read at all."
        " `status=500` also says that the exception of a view is meant; without it, one fails the check.",
        "a whole number from 100 to 599",
        "any, but for an unhandled exception",
        marked('"/orders/2", origin="https://app.example.com", status=404, expect="allowed"'),
        ({"status": "404"}, {"status": 1000}, {"expect": "denied", "status": 200}),
    ),
    "exposes": Argument(
        "Response headers that script must be able to read: named in Access-Control-Expose-Headers, or one of the seven"
        " that are always readable. It holds even if this answer does not carry the header.",
        "a name, or a list of names",
        "nothing is held",
        marked(
            '"/orders", origin="https://app.example.com", exposes=["X-Total-Count", "Content-Type"], expect="allowed"'
        ),
        ({"exposes": "X Total"}, {"expect": "denied", "exposes": ["X-Total-Count"]}),
    ),
    "max_age": Argument(
        "For how many seconds, at least, the browser keeps the answer to the preflight. Each has its cap: two hours in"
        " Chromium, a day in Firefox, ten minutes in WebKit. What is declared is held to the same cap, so one value"
        " does for all. See [Preflights](../../explanation/preflights.md).",
        "a number of seconds",
        "nothing is held",
        marked('"PUT /orders/1", origin="https://app.example.com", max_age=600, expect="allowed"'),
        ({"max_age": "600"}, {"max_age": -1}, {"preflight": False, "max_age": 600}),
    ),
    "preflight": Argument(
        "Whether the browser asks first. It is not yours to choose: this only checks that the browser agrees with you.",
        "`True` or `False`",
        "nothing is held",
        marked(
            '"/orders", origin=APP, preflight=False, expect="allowed"',
            '"/orders", origin=APP, headers=["Authorization"], preflight=True, expect="allowed"',
            before=APP,
        ),
        ({"preflight": "yes"}, {"expect": "denied", "preflight": False, "reason": "PreflightInvalidStatus"}),
    ),
    "sent": Argument(
        "Whether the request itself reaches the app, a preflight not counted. A denied [simple"
        " request](../../explanation/simple-requests.md) does, and the view runs; one that is denied by its preflight"
        " does not.",
        "`True` or `False`",
        "nothing is held",
        marked(
            '"/orders", origin="https://elsewhere.example.net", sent=True, expect="denied"',
            '"PUT /orders/1", origin="https://elsewhere.example.net", sent=False, expect="denied"',
        ),
        ({"sent": 0}, {"sent": False}),
    ),
    "browser": Argument(
        "Whose behaviour the check is held against. Several are asked one after the other inside one test, so the id of"
        " the test stays what it is.",
        "one, or a list, of",
        'those of [`--cors-browser`](../options/cors-browser.md), and without it `"chromium"`',
        marked(
            '"/orders", origin="https://app.example.com", browser=["chromium", "firefox", "webkit"], expect="allowed"'
        ),
        ({"browser": "chrome"}, {"browser": "Firefox"}),
        tuple(PROFILES),
    ),
    "id": Argument(
        "The name of the test in brackets, instead of `GET /orders-https://app.example.com-allowed`.",
        "text",
        "method, route, origin and verdict",
        marked('"/orders", origin="https://app.example.com", expect="allowed", id="the list of orders"'),
        ({"id": ""}, {"id": 7}),
    ),
}


def declared(changes: Mapping[str, Any]) -> Declared:
    """What one marker on a test comes to."""
    given = dict(CHECK) | dict(changes)
    route = given.pop("route", None)
    where = "test_orders.py::test_orders"
    return declare([read_layer((route,) if route is not None else (), given, where=where)], where=where)


def messages(argument: Argument) -> Iterator[tuple[str, str]]:
    """Each mistake as it is written, and what pytest prints for it."""
    for changes in argument.wrong:
        written = ", ".join(f"{name}={value!r}" for name, value in changes.items() if value is not None)
        missing = [f"without {name}=" for name, value in changes.items() if value is None]
        mistakes = declared(changes).mistakes
        yield written or missing[0], "\n".join(f"ERROR: {mistake}" for mistake in mistakes)


def goes_with(name: str) -> str:
    """With which verdict an argument makes sense."""
    if name not in EXPECTED or name == "expect":
        return "either verdict"
    sample = {"reason": "AllowOriginMismatch", "exposes": "ETag", "status": 200, "max_age": 5}.get(name, False)
    fine = [word for word in WORDS if not declared({"expect": word, name: sample}).mistakes]
    return " and ".join(f'`expect="{word}"`' for word in fine) if len(fine) < len(WORDS) else "either verdict"


def a_list(name: str) -> str:
    """What becomes of several values."""
    samples: dict[str, list[str]] = {
        "route": ["/a", "/b"],
        "origin": ["https://a.example", "https://b.example"],
        "method": ["GET", "PUT"],
        "headers": ["X-A", "X-B"],
        "reason": ["AllowOriginMismatch", "MissingAllowOriginHeader"],
        "exposes": ["ETag", "Age"],
        "browser": ["chromium", "firefox"],
    }
    changes: dict[str, Any] = {name: samples.get(name, ["a", "b"])}
    if name == "reason":
        changes["expect"] = "denied"
    found = declared(changes)
    if found.mistakes:
        return "one value only"
    return "makes one test each" if len(found.declarations) > 1 else "all in one test"


def around(name: str) -> str:
    """Whether a class or a module may say it."""
    layer = read_layer((), {name: CHECK.get(name)}, where="test_orders.py")
    return "no: a route makes a test" if layer.has_route else "yes, as a default"


def in_assertions(name: str) -> str:
    """Whether the assertions of the client take it."""
    if name == "route":
        return "yes, in the first place"
    return "yes" if name in client._DECLARED else "no"


def written(name: str) -> str:
    """The page of one argument."""
    argument = ARGUMENTS[name]
    values = argument.values
    if argument.closed and values.endswith("of"):
        values += " " + ", ".join(f'`"{value}"`' for value in argument.closed)
    facts = [
        ("values", values),
        ("default", argument.default),
        ("a list", a_list(name)),
        ("goes with", goes_with(name)),
        ("on a class or a module", around(name)),
        ("in `assert_allowed` and `assert_denied`", in_assertions(name)),
    ]
    parts = [
        f"# `{name}`",
        f"*An argument of [the marker](../marker.md).* {argument.means}",
        "\n".join(["| | |", "| --- | --- |", *(f"| {fact} | {text} |" for fact, text in facts)]),
        "## An example",
        f'```python title="test_{name}.py"\n{argument.example}```',
        f'The app of these pages:\n\n```python title="conftest.py"\n{CONFTEST}```',
        "## Mistakes",
        "They stop the run before any test.",
    ]
    parts += [f"`{mistake}`\n\n```text\n{message}\n```" for mistake, message in messages(argument)]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """File names and what they hold."""
    return {f"{name}.md": written(name) for name in READERS}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in pages().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
