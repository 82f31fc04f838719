"""The same request once more, by hand: with curl, and in the console of a page. Credentials stay masked."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from pytest_cors.browser.story.masks import masked_body, masked_header, masked_url
from pytest_cors.fetch.http import Header, HttpRequest
from pytest_cors.fetch.request import Request

_LONGEST = 1000
"""Characters of one value; a longer one is told by its length, as half of it would help nobody."""

_LEFT_OUT = frozenset("referer sec-fetch-dest sec-fetch-mode sec-fetch-site".split())

_INIT = (
    ("mode", "cors", "mode"),
    ("credentials_mode", "same-origin", "credentials"),
    ("redirect_mode", "follow", "redirect"),
    ("cache_mode", "default", "cache"),
    ("referrer_policy", "", "referrerPolicy"),
)
"""Members of ``RequestInit``: our name, the default that is not told, script's name."""


def curl(request: HttpRequest, *, width: int) -> list[str]:
    """A command for a POSIX shell, one argument a line when it is long.

    :param request: with the headers as they went out; those that a browser adds without being asked are left out.
    """
    method = {"GET": "", "HEAD": " -I"}.get(request.method, f" -X {request.method}")
    url = masked_url(request.url)
    glob = " -g" if any(char in "[]{}" for char in url) else ""
    arguments = [f"curl{'' if method == ' -I' else ' -i'}{glob}{method} {shell(url)}"]
    arguments += [f"-H {shell(_curl_header(*pair))}" for pair in _told_headers(request.headers)]
    if request.body:
        if not any(name.lower() == "content-type" for name, _ in request.headers):
            arguments.append("-H 'Content-Type:'")
        text = request.body.decode("latin-1")
        arguments.append(f"--data-raw {shell(_short(masked_body(text)))}")
    line = " ".join(arguments)
    if len(line) <= width:
        return [line]
    return [
        f"{'  ' if at else ''}{argument}{' ' + chr(92) if at < len(arguments) - 1 else ''}"
        for at, argument in enumerate(arguments)
    ]


def _told_headers(headers: Sequence[Header]) -> list[Header]:
    told = [pair for pair in headers if pair[0].lower() not in _LEFT_OUT and pair != ("Accept", "*/*")]
    return [(name, _short(masked_header(name, value))) for name, value in told]


def _curl_header(name: str, value: str) -> str:
    return f"{name}: {value}" if value else f"{name};"


def shell(text: str) -> str:
    """A text quoted for a shell: as POSIX has it, or as ``$'...'`` when there is more in it than printable ASCII."""
    if text.isascii() and text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_shell_char, text)) + "'"


def _shell_char(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char == "\n":
        return "\\n"
    return char if " " <= char <= "~" else f"\\x{ord(char):02x}"


def fetch_call(request: Request, *, width: int) -> list[str]:
    """A call of ``fetch()`` for the console of the page.

    :param request: as script made it.
    """
    client = request.client
    where = f"the console of {masked_url(client.url.without_fragment)}"
    if client.origin.serialized == "null":
        where = "the console of a sandboxed frame, whose origin is null"
    url = json.dumps(masked_url(request.url.href))
    members = _members(request)
    lines = [f"// in {where}"]
    if request.use_cors_preflight:
        lines.append("// (an XMLHttpRequest with upload listeners preflights always, fetch() does not)")
    call = f"await fetch({url}, {{ {', '.join(members)} }})" if members else f"await fetch({url})"
    if len(call) <= width or not members:
        return [*lines, call]
    lines.append(f"await fetch({url}, {{")
    for member in members:
        lines += _broken(f"  {member},", width)
    return [*lines, "})"]


def _broken(member: str, width: int) -> list[str]:
    """A member whose value is an object, one property a line when it is long."""
    if len(member) <= width or not member.endswith(" },"):
        return [member]
    head, _, properties = member.partition("{ ")
    pairs = json.loads(f"{{{properties.removesuffix(' },')}}}")
    return [f"{head}{{", *(f"    {json.dumps(name)}: {json.dumps(value)}," for name, value in pairs.items()), "  },"]


def _members(request: Request) -> list[str]:
    members = [f"method: {json.dumps(request.method)}"] if request.method != "GET" else []
    if request.headers:
        members.append(f"headers: {_headers(request.headers)}")
    for attribute, default, name in _INIT:
        value = getattr(request, attribute)
        if value != default:
            members.append(f"{name}: {json.dumps(value)}")
    if request.body is not None:
        members.append(f"body: {_body(request.body, typed=_has_type(request.headers))}")
    return members


def _has_type(headers: Sequence[Header]) -> bool:
    return any(name.lower() == "content-type" for name, _ in headers)


def _headers(headers: Sequence[Header]) -> str:
    told = [(name, _short(masked_header(name, value))) for name, value in headers]
    if len({name.lower() for name, _ in told}) < len(told):
        return json.dumps(told)
    return "{ " + ", ".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in told) + " }"


def _body(body: bytes, *, typed: bool) -> str:
    """A string where script would send the same bytes; bytes where a string would add a Content-Type."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return f"new Uint8Array([{', '.join(map(str, body))}])" if len(body) <= 32 else _bytes(len(body))
    if len(text) > _LONGEST:
        return _bytes(len(body))
    told = json.dumps(masked_body(text))
    return told if typed else f"new TextEncoder().encode({told})"


def _bytes(length: int) -> str:
    return f"new Uint8Array({length}) /* {length} bytes, left out here */"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"({len(text)} characters, left out here)"
