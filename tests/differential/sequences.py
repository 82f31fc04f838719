"""Cases of several fetches in one document, over one preflight cache."""

from __future__ import annotations

from . import lines
from .cases import Case, FetchCall
from .draft import METHOD_NAMES, Draft
from .values import CUSTOM_HEADERS, SAFELISTED_VALUES, Dice


def preflight_cache(draft: Draft) -> Case:
    """Several fetches whose preflights may be served by the cache."""
    dice = draft.dice
    draft.method = dice.choice(("PUT", "PATCH", "DELETE", "GET", "POST", "FOO"))
    draft.custom_headers(0, 2)
    preflight = draft.preflight(wrong=dice.usually("", ("method", "header"), 0.9))
    if not any(name.lower() == "access-control-max-age" for name, _ in preflight["headers"]):
        preflight["headers"] += lines.max_age(dice) if dice.chance(0.7) else []
    expires = dice.chance(0.03)
    if expires:
        preflight["headers"] = [line for line in preflight["headers"] if line[0].lower() != "access-control-max-age"]
        preflight["headers"].append(["Access-Control-Max-Age", dice.choice(("1", "2"))])
    response = draft.reply(headers=draft.cors(wrong_origin=dice.chance(0.1)))
    draft.server[draft.path] = {"preflight": preflight, "response": response}
    first = draft.call()
    requests = [first]
    for _ in range(dice.choice((1, 1, 2, 2, 3, 4))):
        requests.append(_variation(dice, first if dice.chance(0.7) else requests[-1]))
    if expires:
        requests[-1] = {**requests[-1], "delay_ms": dice.choice((600, 2800))}
    return draft.case("preflight-cache", requests=requests)


def _variation(dice: Dice, call: FetchCall) -> FetchCall:
    """The same call, or one that differs in what the cache looks at."""
    changed: FetchCall = {**call, "headers": [list(pair) for pair in call["headers"]]}
    kind = dice.choice("same same method header fewer value credentials query fragment case safelisted mode".split())
    if kind == "method":
        changed["method"] = dice.choice((*METHOD_NAMES, "put", "FOO"))
        changed["body"] = None
    elif kind == "header":
        changed["headers"].append(list(dice.choice(CUSTOM_HEADERS)))
    elif kind == "fewer":
        changed["headers"] = changed["headers"][1:]
    elif kind == "value" and changed["headers"]:
        changed["headers"][0][1] += "2"
    elif kind == "credentials":
        changed["credentials"] = dice.choice(("omit", "same-origin", "include"))
    elif kind == "query":
        changed["url"] = changed["url"].partition("#")[0].partition("?")[0] + dice.choice(("", "?", "?other"))
    elif kind == "fragment":
        changed["url"] = changed["url"].partition("#")[0] + "#other"
    elif kind == "case":
        changed["headers"] = [[dice.choice((name.upper(), name.lower())), value] for name, value in changed["headers"]]
    elif kind == "safelisted":
        name = dice.choice(list(SAFELISTED_VALUES))
        changed["headers"].append([name, dice.choice(SAFELISTED_VALUES[name])])
    elif kind == "mode" and changed["method"] in ("GET", "POST"):
        changed["mode"] = "no-cors"
    return changed
