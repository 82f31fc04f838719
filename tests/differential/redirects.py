"""Cases with redirects, through the page's own origin and others."""

from __future__ import annotations

from urllib.parse import urlsplit

from .cases import Case
from .draft import Draft
from .values import API, ODD_METHODS, REDIRECT_STATUSES, USUAL_METHODS

HOPS = (
    "https://api.example.com",
    "https://other.example.org",
    "https://api.example.net:8443",
    "http://localhost:8080",
    API,
)


def redirect(draft: Draft) -> Case:
    """One to four redirects through the page's own origin and others, in every mode."""
    dice = draft.dice
    draft.mode = dice.usually("cors", ("same-origin", "no-cors"), 0.8)
    draft.redirect = dice.usually("follow", ("manual", "error"), 0.88)
    draft.method = dice.choice(ODD_METHODS) if dice.chance(0.15) else dice.choice(USUAL_METHODS)
    if draft.mode == "no-cors":
        draft.method = dice.choice(("GET", "POST", "HEAD"))
    if dice.chance(0.45):
        draft.custom_headers(1, 2)
    if dice.chance(0.3):
        draft.api = draft.page
    origins = [draft.api]
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        origins.append(dice.choice((draft.page, draft.page, origins[-1], origins[-1], *HOPS)))
    tainted = False
    for position, origin in enumerate(origins):
        # once redirected from another origin to yet another one, a request's origin is null
        if position > 1 or (position == 1 and origins[0] != origin):
            tainted = tainted or (origins[position - 1] not in (draft.page, origin))
        wanted = "null" if tainted else draft.origin
        wrong = dice.usually("", ("origin", "credentials"), 0.93)
        headers = draft.cors(origin=wanted, wrong_origin=wrong == "origin", wrong_credentials=wrong == "credentials")
        status = 200
        if position + 1 < len(origins):
            status = dice.usually(dice.choice(REDIRECT_STATUSES), (300, 304, 305, 306, 309), 0.97)
            for _ in range(2 if dice.chance(0.02) else 1):
                headers.append(["Location", _location(draft, origin, origins[position + 1], position + 1)])
        if dice.chance(0.05):
            headers.append(["Set-Cookie", f"r{position}=1; Secure; SameSite=None; Path=/"])
        preflight = draft.preflight(origin=wanted, wrong=dice.usually("", ("origin", "method", "header"), 0.95))
        response = draft.reply(status=status, headers=headers)
        draft.server[f"/{draft.id}/{position}"] = {"preflight": preflight, "response": response}
    if dice.chance(0.2):
        attributes = dice.choice(("Secure; SameSite=None", "SameSite=Strict", "Secure"))
        draft.cookies = [{"url": f"{dice.choice(origins)}/", "set_cookie": f"sid=1; {attributes}"}]
    return draft.case("redirect", f"redirect-{draft.redirect}")


def _location(draft: Draft, base: str, target: str, number: int) -> str:
    """A Location that leads from one origin to a path of another, written in one of many ways."""
    dice, path = draft.dice, f"/{draft.id}/{number}"
    absolute = f"{target}{path}"
    if dice.chance(0.6):
        return absolute
    authority = urlsplit(target).netloc
    ways = [
        f"{absolute}#f", f"{absolute}?a=b c", f"{absolute}?\u00c3\u00a9", f"{absolute}?\u00e9",
        f" {absolute}\t", f"{absolute}#", f"{target}/{draft.id}/x/../{number}",
        f"{target}/./{draft.id}/%2e%2e/{draft.id}/{number}", absolute.replace("/", "\\"),
        target.upper() + path, absolute.replace("://", "://:@"), absolute.replace("://", "://user:pw@"),
        absolute.replace("://", "://u@"), absolute.replace("://", ":\\\\"), absolute.replace("://", ":////"),
        f"{target.replace('e', '%65')}{path}", f"{absolute}\\", f"https://b\u00c3\u00bccher.example{path}",
        f"https://b\u00fccher.example{path}", f"https://B\u00c3\u009ccher.example{path}",
        f"ftp://api.example.net{path}", "data:text/plain,hi", "about:blank", "javascript:1",
        f"blob:{absolute}", "mailto:x@y.example", f"https://api.example.net:6000{path}",
        f"https://api.example.net:22{path}", "https://[", "https://", f"file://{path}", "",
        f"{absolute}\x0b", f"http://api.example.net{path}", f"http://app.example.com{path}",
        f"{absolute}?{'q' * 300}",
    ]  # fmt: skip
    if base.split(":", maxsplit=1)[0] == target.split(":", maxsplit=1)[0]:
        ways += [f"//{authority}{path}"] * 4
    if base == target:
        ways += [
            path,
            str(number),
            f"./{number}",
            f"../{draft.id}/{number}",
            f"{number}?x",
            f"{number}#f",
        ] * 2
        ways += ["?again", f"/{draft.id}/\\../{number}", f"{path}%20", f"{path}/", path.replace("/", "\\")]
    return dice.choice(ways)
