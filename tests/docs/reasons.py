"""What the pages of reasons say: for each code the meaning, the cause, an app that shows it, and the app mended.

    python -m tests.docs.reasons        writes docs/reference/reasons anew

The stories on the pages are told by the engine; the apps are run by ``test_reasons.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.fetch.codes import CODES

from .gallery import failures

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "reference" / "reasons"
PAGE, API = "https://app.example.com", "https://api.example.net"

PUT, INCLUDE = {"method": "PUT"}, {"credentials": "include"}

ROUTE = """\
from flask import Flask

app = Flask(__name__)


@app.route("/users", methods=["GET", "PUT"])
def users():
    return {"users": ["ada"]}
"""

HEADERS = """

@app.after_request
def cors(response):
{lines}
    return response
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One page.

    :param means: what it is, for somebody who has the message before them.
    :param why: how it comes about in a Flask app, and what to do.
    :param app: the source of an app that shows it; empty when no app is asked.
    :param mended: the source of the same app, put right; empty when it is the page that must change.
    :param url: what the page fetches.
    :param init: how it fetches.
    :param better: how it should, when it is the page that must change.
    """

    means: str
    why: str
    app: str = ROUTE
    mended: str = ""
    url: str = f"{API}/users"
    init: dict[str, Any] = field(default_factory=dict)
    better: dict[str, Any] | None = None


def headers(*lines: str) -> str:
    """The app with lines in its ``after_request``."""
    return ROUTE + HEADERS.format(lines="\n".join(f"    {line}" for line in lines))


def allow(value: str) -> str:
    return f'response.headers["Access-Control-Allow-Origin"] = "{value}"'


LET_IN = allow(PAGE)
CREDENTIALS = 'response.headers["Access-Control-Allow-Credentials"] = "true"'
ADDED = f'response.headers.add("Access-Control-Allow-Origin", "{PAGE}")'
METHODS = 'response.headers["Access-Control-Allow-Methods"] = "GET, PUT"'
RIGHT = headers(LET_IN)

ORIGIN_CHECK: dict[str, Shown] = {
    "WildcardOriginNotAllowed": Shown(
        "The page includes credentials (cookies, HTTP authentication), and the server answers `*`. The star stands for"
        " everybody who asks without credentials; with them the answer must name the page's origin.",
        "`send_wildcard=True`, or a hand-written `*`. The mode decides, not the cookie: it is denied even without a"
        " cookie. Name the origins and allow credentials; never send back whatever origin asks.",
        headers(allow("*"), CREDENTIALS),
        headers(LET_IN, CREDENTIALS),
        init=INCLUDE,
    ),
    "MissingAllowOriginHeader": Shown(
        "The response says nothing about other origins, so script does not get it. That is how most denials of"
        " flask-cors look: an origin that is not on the list gets no header.",
        "The origin is not on the list; the route is outside `resources=` or the blueprint; or the response comes from"
        " a place that CORS does not cover, such as an error page. Look at the status first: behind a 500 without"
        " headers the exception is the problem.",
        ROUTE,
        RIGHT,
    ),
    "MultipleAllowOriginValues": Shown(
        "There is more than one origin, in one header or in several lines. A browser takes exactly one, and two equal"
        " lines are two.",
        "Two layers add the header, the app and the proxy or two hooks; or a list was written into it. Let one layer do"
        " it, and answer with the one origin that asked.",
        headers(ADDED, ADDED),
        headers(LET_IN),
    ),
    "InvalidAllowOriginValue": Shown(
        "The value is no origin: empty, without its scheme, a word.",
        "`example.com` where `https://example.com` is meant, `NULL`, `True`, a setting that is empty in production. An"
        " origin is scheme, host and, if it is not the default, port.",
        headers(allow("app.example.com")),
        headers(LET_IN),
    ),
    "AllowOriginMismatch": Shown(
        "The header names another origin than the page's. They are compared byte for byte.",
        "A trailing slash, upper case, `www.`, http for https, a port, a pattern such as `https://*.example.com`, which"
        " a header does not know. After a redirect from one other origin to the next the page is called `null`.",
        headers(allow(f"{PAGE}/")),
        headers(LET_IN),
    ),
    "InvalidAllowCredentials": Shown(
        "The page includes credentials and is named, but Access-Control-Allow-Credentials is not `true` in lower case.",
        "`supports_credentials=True` is missing, or `str(True)` was sent, which is `True`.",
        headers(LET_IN, 'response.headers["Access-Control-Allow-Credentials"] = str(True)'),
        headers(LET_IN, CREDENTIALS),
        init=INCLUDE,
    ),
}

LOGIN = """

@app.before_request
def login_required():
    if "Authorization" not in request.headers{but}:
        abort(401)
"""
LIKE_FLASK_CORS = (LET_IN, 'response.headers["Access-Control-Allow-Headers"] = "Authorization"')
TOKEN = {"headers": [("Authorization", "Bearer x")]}


def with_login(but: str) -> str:
    source = headers(*LIKE_FLASK_CORS).replace("from flask import Flask", "from flask import Flask, abort, request")
    return source + LOGIN.format(but=but)


def redirecting(target: str) -> str:
    """The app, and a route that redirects."""
    source = headers(LET_IN).replace("from flask import Flask", "from flask import Flask, redirect")
    return source + f'\n\n@app.get("/old")\ndef old():\n    return redirect("{target}")\n'


PLAIN = """\
def app(environ, start_response):
    headers = [("Access-Control-Allow-Origin", "https://app.example.com"), {more}]
    start_response("{status}", headers)
    return [b""]
"""

OLD = f"{API}/old"
SLASH = headers(LET_IN, METHODS).replace('"/users"', '"/users/"')

OTHERS: dict[str, Shown] = {
    "PreflightInvalidStatus": Shown(
        "The browser asked first, with OPTIONS, and was not answered with 200 to 299. The headers may all be right.",
        "A login check that stops OPTIONS too is the usual cause (401, 403); else a route that does not answer OPTIONS"
        " (404, 405) or an exception (500). A preflight never carries cookies or tokens: let it pass.",
        with_login(""),
        with_login(' and request.method != "OPTIONS"'),
        init=TOKEN,
    ),
    "PreflightDisallowedRedirect": Shown(
        "The browser asked first, with OPTIONS, and was sent elsewhere. It does not go there.",
        "A missing slash (308), http to https, a redirect to the login page. Ask for the URL as the route is written,"
        " or set `strict_slashes=False`.",
        SLASH,
        SLASH.replace('methods=["GET", "PUT"]', 'methods=["GET", "PUT"], strict_slashes=False'),
        init=PUT,
    ),
    "InvalidAllowMethodsPreflightResponse": Shown(
        "Access-Control-Allow-Methods is not a list of methods. One item that is no name makes the whole list"
        " unreadable, also when the method would not have needed it.",
        "Semicolons or spaces instead of commas, quotation marks, a Python list written out.",
        headers(LET_IN, 'response.headers["Access-Control-Allow-Methods"] = "GET; PUT"'),
        headers(LET_IN, METHODS),
        init=PUT,
    ),
    "InvalidAllowHeadersPreflightResponse": Shown(
        "Access-Control-Allow-Headers is not a list of header names. One item that is no name makes the whole list"
        " unreadable.",
        "Semicolons or spaces instead of commas, quotation marks, a Python list written out.",
        headers(LET_IN, """response.headers["Access-Control-Allow-Headers"] = str(["X-Token"])"""),
        headers(LET_IN, 'response.headers["Access-Control-Allow-Headers"] = "X-Token"'),
        init={"headers": [("X-Token", "1")]},
    ),
    "MethodDisallowedByPreflightResponse": Shown(
        "The preflight was answered well, but the method is not among those allowed. GET, HEAD and POST need no"
        " allowance.",
        "`methods=` leaves it out. Methods are compared in their case: `patch` in the page is another method than"
        " `PATCH`, and only six names are put right by the browser.",
        headers(LET_IN, 'response.headers["Access-Control-Allow-Methods"] = "GET, POST"'),
        headers(LET_IN, METHODS),
        init=PUT,
    ),
    "HeaderDisallowedByPreflightResponse": Shown(
        "The preflight was answered well, but a request header is not among those allowed.",
        "`allow_headers=` leaves it out. `Content-Type: application/json` needs it too. With credentials `*` is a"
        " name like any other.",
        headers(LET_IN, 'response.headers["Access-Control-Allow-Headers"] = "Content-Type"'),
        headers(LET_IN, 'response.headers["Access-Control-Allow-Headers"] = "Content-Type, X-CSRF-Token"'),
        init={"headers": [("X-CSRF-Token", "1")]},
    ),
    "RedirectContainsCredentials": Shown(
        "A redirect leads to a URL with a user name or a password in it.",
        "Secrets do not belong in a URL. Redirect without them.",
        redirecting(f"https://ada:secret@{API.removeprefix('https://')}/users"),
        redirecting(f"{API}/users"),
        url=OLD,
    ),
    "DisallowedByMode": Shown(
        'The page asks with `mode: "same-origin"`, and the URL is of another origin. Nothing is sent.',
        "The page has to ask with the default mode, `cors`.",
        RIGHT,
        init={"mode": "same-origin"},
        better={},
    ),
    "NoCorsRedirectModeNotFollow": Shown(
        'The page asks with `mode: "no-cors"` and does not want to follow redirects. Nothing is sent.',
        "What comes back in that mode is opaque anyway: use `cors`.",
        RIGHT,
        init={"mode": "no-cors", "redirect": "manual"},
        better={"redirect": "manual"},
    ),
    "CorsDisabledScheme": Shown(
        "The URL, or that of a redirect, is neither http nor https.",
        "CORS is a protocol of HTTP; so is fetch.",
        redirecting("ftp://files.example.net/users"),
        redirecting(f"{API}/users"),
        url=OLD,
    ),
    "MixedContent": Shown(
        "A page loaded by https asks for something by http. It is stopped before anything is sent.",
        "Serve the API by https. Behind a proxy that ends TLS, `ProxyFix` keeps the app from writing http URLs. This"
        " machine (`http://localhost`) is excepted in Chromium and Firefox, and not in Safari.",
        RIGHT,
        url=f"{API}/users".replace("https", "http"),
        init={},
        better={"url": f"{API}/users"},
    ),
    "UnsafePort": Shown(
        "The port belongs to another protocol, and browsers do not connect to it: 6000 and 10080 surprise people.",
        "Serve the API on another port.",
        RIGHT,
        url=f"{API}:6000/users",
        better={"url": f"{API}/users"},
    ),
    "CorpNotSameOrigin": Shown(
        "A `no-cors` request (an image, a script, `fetch` in that mode) meets `Cross-Origin-Resource-Policy:"
        " same-origin` on a resource of another origin. CORS itself is not concerned.",
        "For what others may embed send `cross-origin`.",
        headers('response.headers["Cross-Origin-Resource-Policy"] = "same-origin"'),
        headers('response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"'),
        init={"mode": "no-cors"},
    ),
    "CorpNotSameSite": Shown(
        "A `no-cors` request (an image, a script, `fetch` in that mode) meets `Cross-Origin-Resource-Policy: same-site`"
        " on a resource of another site. CORS itself is not concerned.",
        "For what others may embed send `cross-origin`.",
        headers('response.headers["Cross-Origin-Resource-Policy"] = "same-site"'),
        headers('response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"'),
        init={"mode": "no-cors"},
    ),
    "TooManyRedirects": Shown(
        "Twenty redirects were followed; the next one is not.",
        "The redirects go in a circle.",
        redirecting("/old"),
        redirecting("/users"),
        url=OLD,
    ),
    "RedirectModeError": Shown(
        'The page asks with `redirect: "error"`, and the server redirects.',
        "Ask for the URL that the redirect leads to, or let it be followed.",
        redirecting("/users"),
        url=OLD,
        init={"redirect": "error"},
        better={},
    ),
    "RedirectDisallowedByMode": Shown(
        'The page asks its own origin with `mode: "same-origin"`, and is redirected to another.',
        "The page has to ask with the default mode, `cors`; the other origin has to let it in.",
        redirecting("https://other.example.org/users"),
        url=f"{PAGE}/old",
        init={"mode": "same-origin"},
    ),
    "InvalidRedirect": Shown(
        "The Location of a redirect is no URL.",
        'Build it with `url_for("...")`.',
        redirecting("https://exa mple.com/users"),
        redirecting("/users"),
        url=OLD,
    ),
    "MultipleLocations": Shown(
        "A response has two Location lines that differ.",
        "Two layers redirect. Let one do it.",
        PLAIN.format(status="302 Found", more='("Location", "/a"), ("Location", "/b")'),
        PLAIN.format(status="200 OK", more=""),
    ),
    "ConflictingHeaders": Shown(
        "A response has two Content-Disposition lines that differ. Chromium takes neither, and the response with them.",
        "Two layers set the header. Let one do it.",
        headers(
            LET_IN,
            'response.headers.add("Content-Disposition", "inline")',
            'response.headers.add("Content-Disposition", "attachment")',
        ),
        headers(LET_IN, 'response.headers["Content-Disposition"] = "attachment"'),
    ),
    "UnsafeRedirect": Shown(
        "A redirect leads to a `data:`, `about:` or `file:` URL.",
        "Send the content itself.",
        redirecting("data:text/plain,hello"),
        redirecting("/users"),
        url=OLD,
    ),
    "UnsupportedScheme": Shown(
        "The URL cannot be fetched: a `blob:` that nobody made, a `data:` URL that cannot be read.",
        "Look at how the page makes the URL.",
        "",
        url="data:text/plain",
        better={"url": "data:text/plain,hello"},
    ),
    "ConnectionFailed": Shown(
        "No HTTP response came: the connection was refused or broken, or the app does not keep to its protocol.",
        "In process it is the app: it never called `start_response`, say. CORS has no part in it.",
        'def app(environ, start_response):\n    return [b"forgotten"]\n',
        RIGHT,
    ),
}


_LOGIN, _ERROR, _PROXY = "guides/preflight-401.md", "guides/error-shows-as-cors.md", "guides/behind-nginx-or-a-cdn.md"
_CREDENTIALS, _PREFLIGHTS = "explanation/credentials.md", "explanation/preflights.md"
READ_ON: dict[str, tuple[str, ...]] = {
    "MissingAllowOriginHeader": (_ERROR, "guides/works-in-postman.md"),
    "MultipleAllowOriginValues": (_PROXY,),
    "WildcardOriginNotAllowed": (_CREDENTIALS,),
    "InvalidAllowCredentials": (_CREDENTIALS,),
    "PreflightInvalidStatus": (_LOGIN,),
    "PreflightDisallowedRedirect": (_LOGIN, _PROXY),
    "MethodDisallowedByPreflightResponse": (_PREFLIGHTS,),
    "HeaderDisallowedByPreflightResponse": (_PREFLIGHTS,),
    "MixedContent": (_PROXY,),
}
"""Pages about a reason, from ``docs/``; a preflight's has those of its namesake."""


def read_on(code: str) -> Iterator[str]:
    """Links to the pages and to the apps of the gallery that are about a reason, as paragraphs."""
    pages = READ_ON.get(code) or READ_ON.get(code.removeprefix("Preflight"), ())
    if pages:
        yield "\n".join(f"* [{heading(DOCS / page)}](../../{page})" for page in pages)
    apps = [
        each for each in failures() if f"denied[{code}]" in (each.folder / "output.txt").read_text(encoding="utf-8")
    ]
    if apps:
        yield "Apps that show it, each with the same app mended:"
        yield "\n".join(f"* [{each.title}](../../{each.link})" for each in apps)


def heading(page: Path) -> str:
    """What a page is called."""
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def shown(code: str) -> Shown:
    """The page of one code; a preflight's is its namesake's with a method that needs one."""
    if code in OTHERS:
        return OTHERS[code]
    base = ORIGIN_CHECK[code.removeprefix("Preflight")]
    if not code.startswith("Preflight"):
        return base
    return Shown(
        f"{base.means} Here the answer to the preflight (OPTIONS) says so, and the request itself is not sent.",
        base.why,
        base.app.replace(LET_IN, f"{LET_IN}\n    {METHODS}"),
        base.mended.replace(LET_IN, f"{LET_IN}\n    {METHODS}"),
        base.url,
        base.init | PUT,
    )


def fetched(source: str, url: str, init: dict[str, Any], *, elsewhere: Callable[[str], str] = str) -> FetchResult:
    """What the page gets from the app of that source, served at the API's origin and at the page's.

    :param elsewhere: gives the origins of the API and of the page other names.
    """
    namespace: dict[str, Any] = {"__name__": "app"}
    exec(compile(source, "app.py", "exec"), namespace)
    app = namespace.get("app") or Flask("nobody")
    browser = Browser(dict.fromkeys((elsewhere(API), elsewhere(PAGE), "https://other.example.org"), app))
    return browser.page(f"{elsewhere(PAGE)}/").fetch(url, **init)


def written(code: str) -> str:
    """The page of one code."""
    page, entry = shown(code), CODES[code]
    parts = [
        f"# {code}",
        f"{entry.title[0].upper()}{entry.title[1:]}. {page.means}",
        "## Why, and what to do",
        page.why,
    ]
    if page.app:
        parts += ["## An app that shows it", f'```python title="app.py"\n{page.app.rstrip()}\n```']
    story = fetched(page.app, page.url, page.init).explain()
    parts += [f"```text\n{story.rstrip()}\n```"]
    if page.mended:
        parts += ["## Mended", f'```python title="mended.py"\n{page.mended.rstrip()}\n```']
    more = list(read_on(code))
    if more:
        parts += ["## Read on", *more]
    where = ["the server's own policy" if entry.policy else "not the server's policy: something is in its way"]
    where.append("Chromium's name" if entry.chromium else "our name: Chromium reports a network error only")
    lines = [f"* decided by: {where[0]}", f"* the name: {where[1]}"]
    if entry.issue:
        lines.append(f"* in Chromium's Issues panel: {entry.issue}")
    if entry.mdn:
        lines.append(f"* [MDN, on Firefox's message]({entry.mdn})")
    return "\n\n".join([*parts, "## Elsewhere", "\n".join(lines)]) + "\n"


def index() -> str:
    """The list of all codes."""
    rows = [f"* [{code.name}]({code.name}.md): {code.title}" for code in CODES.values()]
    return "# Reasons\n\nWhy a browser keeps a response from script.\n\n" + "\n".join(rows) + "\n"


def pages() -> dict[str, str]:
    """File names and what they hold."""
    return {"index.md": index()} | {f"{code}.md": written(code) for code in CODES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
