"""Access-Control-* header lines: the right ones, and ones that are wrong or odd in a way servers are."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from .cases import Header
from .values import PAGE, Dice

Lines = list[Header]

_SPACES = ("", "", " ", "  ", "\t", " \t ")
_NOT_SPACES = ("\x0b", "\x0c", "\u00a0", "\u0085", "\x1f", "\x7f")


def soup(dice: Dice, alphabet: Sequence[str], *, longest: int = 12) -> str:
    """A short string of pieces in any order."""
    return "".join(dice.choice(alphabet) for _ in range(dice.randint(0, longest)))


def any_bytes(dice: Dice, *, longest: int = 8) -> str:
    """Any bytes that a header line can hold."""
    return "".join(chr(dice.choice((*range(1, 10), *range(14, 256)))) for _ in range(dice.randint(1, longest)))


def header(dice: Dice, name: str, value: str) -> Header:
    """One line, its name written as servers do."""
    return [dice.usually(name, (name.lower(), name.upper()), 0.85), value]


def allow_origin(dice: Dice, origin: str, *, wrong: bool) -> Lines:
    """Access-Control-Allow-Origin lines for a page of this origin."""
    name = "Access-Control-Allow-Origin"
    if not wrong:
        return [header(dice, name, dice.usually(origin, ("*",), 0.75))]
    kind = dice.randrange(5)
    if kind == 0:
        return [] if dice.chance(0.4) else _repeated(dice, name, (origin, "*", "null", "", "https://x.example"))
    if kind == 1:
        return [header(dice, name, f"{dice.choice(_SPACES)}{dice.choice((origin, '*'))}{dice.choice(_SPACES)}")]
    if kind == 2:
        pieces = (origin, "*", "null", ",", " ", ", ", "https://", dice.choice(_NOT_SPACES), "/", '"', ";")
        return [header(dice, name, soup(dice, pieces, longest=4))]
    if kind == 3 and dice.chance(0.2):
        return [header(dice, name, any_bytes(dice))]
    return [header(dice, name, dice.choice(_near(dice, origin)))]


def _near(dice: Dice, origin: str) -> list[str]:
    """Values close to an origin, most of them not it."""
    if origin == "null":
        return [
            "Null",
            "NULL",
            "'null'",
            '"null"',
            " null",
            "null\x0b",
            "nul",
            "null,null",
            "none",
            PAGE,
            "null*",
        ]
    url = urlsplit(origin)
    host = (url.hostname or "").strip("[]")
    port = url.port or {"https": 443, "http": 80}[url.scheme]
    other_scheme = {"https": "http", "http": "https"}[url.scheme]
    flipped = "".join(dice.choice((c.upper(), c)) for c in origin)
    return [
        f"{origin}/", f"{origin}:{port}", f"{url.scheme}://{host}:{port}", f"{url.scheme}://{host}", flipped,
        origin.upper(), f"{other_scheme}://{url.netloc}", f"{origin}:81", f"{origin}.",
        f"{url.scheme}://{url.netloc}/path", host, url.netloc, f"{origin}?q", f"{origin}#f",
        f"{url.scheme}:{url.netloc}", f"{url.scheme}:/{url.netloc}", f"//{url.netloc}", origin[:-1],
        f"{url.scheme}://*.{host}", f"{url.scheme}://*", "*.example.com", f"*{origin}", f"{origin}*", "**",
        "null", "https://*:*", f"{url.scheme}://user@{url.netloc}", f"{url.scheme}://u:p@{url.netloc}",
        f"{url.scheme}://x.{url.netloc}", f"{origin}x", f'"{origin}"', f"'{origin}'", f"<{origin}>",
        f"{origin} https://b.example", f"{origin},https://b.example", f"{origin};",
        f"{origin}{dice.choice(_NOT_SPACES)}", f"{dice.choice(_NOT_SPACES)}{origin}", "", "none", "true",
        "https://b.example", "https://b\u00fccher.example", "https://xn--bcher-kva.example",
        "https://b\u00c3\u00bccher.example", "http://127.1", "http://[0:0::1]:8080",
        origin.replace(".", "%2e", 1), origin.replace("://", ":\\\\"), "https://app.example.com:0443",
        "https://app.example.com:443", "file://", "data:", "about:blank", "blob:" + origin, "https://", "://",
        "https://a b.example", f"{origin}\u00ff", f"{origin}/\u00ff", "https://[", "chrome://x",
    ]  # fmt: skip


_NOT_TRUE = (
    "TRUE", "True", " true", "true\t", "true\x0b", "\x0ctrue", "true,true", "true, ", "1", "yes", "", "false",
    '"true"', "*", "tru", "truee", "true\u00a0", "true\u00c2\u00a0", "t rue", "true;", "null", "\u00ff",
)  # fmt: skip


def allow_credentials(dice: Dice, *, wrong: bool) -> Lines:
    """Access-Control-Allow-Credentials lines."""
    name = "Access-Control-Allow-Credentials"
    if not wrong:
        return [header(dice, name, "true")]
    if dice.chance(0.25):
        return _repeated(dice, name, ("true", "false", "", "True"))
    return [header(dice, name, dice.choice(_NOT_TRUE))] if dice.chance(0.85) else []


def name_list(dice: Dice, name: str, wanted: Sequence[str], extra: Sequence[str], *, wrong: bool) -> Lines:
    """Lines of a header that lists method or header names, `wanted` among them unless `wrong`."""
    if not wrong:
        if dice.chance(0.15):
            return [header(dice, name, "*")]
        names = [*wanted, *dice.some(extra, 0, 3)]
        dice.shuffle(names)
        if len(names) > 1 and dice.chance(0.1):
            return [header(dice, name, names[0]), header(dice, name, ", ".join(names[1:]))]
        return [header(dice, name, dice.usually(", ", (",", " ,", ",\t", ", ,", ",,"), 0.75).join(names))]
    first = wanted[0] if wanted else "GET"
    listed = ", ".join(wanted)
    kind = dice.randrange(6)
    if kind == 0:
        return [] if dice.chance(0.5) else [header(dice, name, "")]
    if kind == 1:
        return _repeated(dice, name, (first, listed, "*", "", "b@d", *extra))
    if kind == 2:
        pieces = (
            first,
            listed,
            *extra[:2],
            *'* , , ; " @ b@d'.split(),
            " ",
            "\t",
            "\u00e9",
            dice.choice(_NOT_SPACES),
        )
        return [header(dice, name, soup(dice, pieces, longest=7))]
    if kind == 3 and dice.chance(0.3):
        return [header(dice, name, f"{listed},{any_bytes(dice)}")]
    if kind == 4:
        return [header(dice, name, ", ".join(dice.some(extra, 0, 4)))]
    odd = (
        listed.lower(), listed.upper(), listed.title(), f'"{listed}"', listed.replace(", ", " "),
        listed.replace(", ", ";"), f"{listed},", f",{listed}", f"{listed}, b@d", f"{listed};q=1", first[:-1],
        f"{first}x", f"{listed}, *", f"*, {listed}", "**", "*x", "* ", "'*'", "*,*", "*;", f"{listed}/",
        f"'{listed}'", f"[{listed}]", f"{listed} {first}", "all", "any",
        f"{listed}{dice.choice(_NOT_SPACES)}", f"{dice.choice(_NOT_SPACES)}{listed}", f"{listed}, caf\u00e9",
        f"{first} , ,\t,", ", ".join([listed, *(f"X-{n}" for n in range(300))]), f"{listed}=1", f"({first})",
        f"{first}\t{first}",
    )  # fmt: skip
    return [header(dice, name, dice.choice(odd))]


def _repeated(dice: Dice, name: str, values: Sequence[str]) -> Lines:
    return [header(dice, name, dice.choice(values)) for _ in range(dice.randint(2, 3))]


MAX_AGES = (
    "600", "0", "5", "-1", "-0", "abc", "", "1.5", "+600", "600s", "0x10", '"600"', "600;x", "600,600",
    " 600 ", "6 00", "00600", "99999999999999999999", "86400", "7201", "2147483648", "4294967296", "\u00b2",
    "1e3", "-600", "600\x0b", "\u00a0600", "9223372036854775808", "+0", "- 1", "6_00",
    "\uff11".encode().decode("latin-1"), "NaN", "inf", "1", "60\t0",
)  # fmt: skip


def max_age(dice: Dice) -> Lines:
    """Access-Control-Max-Age lines, mostly sensible."""
    name = "Access-Control-Max-Age"
    if dice.chance(0.08):
        return _repeated(dice, name, ("600", "0", "", "x"))
    return [header(dice, name, dice.usually("600", MAX_AGES, 0.4))]


def expose(dice: Dice, names: Sequence[str]) -> Lines:
    """Access-Control-Expose-Headers lines over the names that a response carries."""
    lines = name_list(dice, "Access-Control-Expose-Headers", dice.some(names, 0, 5), names, wrong=dice.chance(0.5))
    if lines and dice.chance(0.1):
        value = dice.choice(("*", "", "b@d", "Set-Cookie", *names[:2]))
        lines.append(header(dice, "Access-Control-Expose-Headers", value))
    return lines
