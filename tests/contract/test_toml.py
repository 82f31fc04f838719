"""A contract file is read, or everything that is wrong with it is told at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pytest_cors.contract import toml
from pytest_cors.contract.rules import UNSAFE, ContractFile
from pytest_cors.contract.toml import read_file, read_text
from pytest_cors.errors import InvalidFile
from pytest_cors.fetch.profile import PROFILES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/reference/cors.schema.json").read_text(encoding="utf-8"))

WHOLE = """\
[contract]
base_url = "https://api.example.com"
app = "shop:create_app"
browsers = ["chromium", "webkit"]
unsafe = "send"

[origins]
spa = "https://app.example.com"
preview = "https://*.preview.example.com"
pages = ["spa", "preview", "https://other.example.com"]

[samples]
user_id = 42
"/users/<int:user_id>" = { user_id = 7 }

[[allow]]
name = "single page app"
routes = ["/api/*"]
origins = ["pages", "null"]
methods = ["get", "PUT"]
headers = ["Authorization", "Content-Type: text/csv", "*"]
credentials = true
exposes = ["X-Total-Count"]
max_age = 600
status = 200
browsers = "firefox"
known = "ticket 7"

[[allow]]
routes = "/open"
origins = "*"

[[deny]]
routes = ["/api/internal/*"]
origins = "spa"
methods = ["GET"]
known = "soon"

[[exclude]]
routes = ["/docs/*"]
methods = "GET"
reason = "not ours"

[env.staging]
base_url = "https://api.staging.example.com/v1/"

[env.staging.origins]
spa = "https://app.staging.example.com"
"""

RULE = '[[allow]]\nroutes = ["/*"]\norigins = ["https://app.example.com"]\n'


def mistakes(text: str, **options: Any) -> list[str]:
    with pytest.raises(InvalidFile) as raised:
        read_text(text, **options)
    return str(raised.value).splitlines()


def test_every_key_has_its_meaning() -> None:
    file = read_text(WHOLE)
    assert (file.base_url, file.app, file.browsers, file.unsafe) == (
        "https://api.example.com",
        "shop:create_app",
        ("chromium", "webkit"),
        "send",
    )
    assert dict(file.samples_for("/users/<int:user_id>")) == {"user_id": "7"}
    assert dict(file.samples_for("/other")) == {"user_id": "42"}
    spa, anybody, internal = file.rules
    assert spa.name == "single page app"
    assert spa.origins.exact == ("https://app.example.com", "https://other.example.com", "null")
    assert [pattern.text for pattern in spa.origins.patterns] == ["https://*.preview.example.com"]
    assert spa.methods == ("GET", "PUT")
    assert spa.headers == (("Authorization", "Bearer x"), ("Content-Type", "text/csv"))
    assert (spa.any_header, spa.credentials, spa.exposes, spa.max_age) == (True, True, ("X-Total-Count",), 600.0)
    assert (spa.status, spa.browsers, spa.known, spa.line) == (200, ("firefox",), "ticket 7", 16)
    assert anybody.origins.anybody
    assert (internal.allows, internal.name, internal.known) == (False, "deny spa", "soon")
    assert (file.exclusions[0].methods, file.exclusions[0].reason) == (("GET",), "not ours")


def test_an_environment_replaces_named_origins_wherever_they_are_used() -> None:
    file = read_text(WHOLE, env="staging")
    assert file.base_url == "https://api.staging.example.com/v1"
    assert file.rules[0].origins.exact[0] == "https://app.staging.example.com"


def test_rules_are_named_for_their_origins_and_told_apart() -> None:
    file = read_text(RULE + RULE + '[[allow]]\nroutes = ["/x"]\norigins = "*"\n')
    assert [rule.name for rule in file.rules] == ["https://app.example.com", "https://app.example.com-2", "any"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: allow='' is missing"),
        ("[contract\n" + RULE, "1:10: line='[contract' is not TOML: expected *"),
        (
            "[contrat]\n" + RULE,
            "1:1: key='contrat' is not known in the file; valid: contract,*Did you mean 'contract'?",
        ),
        ("contract = 1\n" + RULE, "1:1: contract=1 is no table; write [contract]"),
        ("allow = 1", "1:1: allow=1 is no list of tables; write [[allow]]"),
        ('[contract]\nbase_url = "api.example.com"\n' + RULE, "2:1: base_url='api.example.com' is not where"),
        ('[contract]\nbase_url = "https://a.example/?q"\n' + RULE, "2:1: base_url='https://a.example/?q' is not where"),
        ('[contract]\napp = "shop"\n' + RULE, "2:1: app='shop' is no reference to an app"),
        ('[contract]\nbrowsers = ["firefx"]\n' + RULE, "2:13: browsers='firefx' is not valid;*Did you mean 'firefox'?"),
        ("[contract]\nunsafe = true\n" + RULE, "2:1: unsafe=True is not valid; valid: preflight, send"),
        ('[origins]\nspa = "https://a.example/"\n' + RULE, "2:1: spa='https://a.example/'*mean 'https://a.example'?"),
        ('[origins]\nspa = "*"\n' + RULE, "2:1: spa='*' is no origin; write origins = \"*\" in the rule itself"),
        ('[origins]\na = ["b"]\nb = ["a"]\n' + RULE, "2:1: a=['b'] names itself"),
        ('[origins]\n"a b" = "https://a.example"\n' + RULE, "2:1: origin='a b' is no name"),
        ('[origins]\nspa = "https://*"\n' + RULE, "2:1: spa='https://*' has a * for its top-level domain"),
        ('[origins]\nspa = "htt*://a.example"\n' + RULE, "2:1: spa='htt\\*://a.example' has a * in its scheme"),
        (RULE + 'colour = "red"', "4:1: key='colour' is not known in [allow]"),
        (RULE + 'methods = ["GET", "GTE"]', "4:19: methods='GTE' is no method that is known;*Did you mean 'GET'?"),
        (RULE + "methods = []", "4:1: methods=[] is empty"),
        (RULE + 'methods = ["patch"]', "4:12: methods='patch' is another method than PATCH"),
        (RULE + 'headers = ["Cookie"]', "4:12: headers='Cookie' sets Cookie, which is forbidden"),
        (RULE + "headers = 1", "4:1: headers=1 is neither a string nor a list of strings"),
        (RULE + 'credentials = "yes"', "4:1: credentials='yes' is neither true nor false"),
        (RULE + "max_age = -1", "4:1: max_age=-1 is no number of seconds"),
        (RULE + "status = 99", "4:1: status=99 is no status"),
        (RULE + 'exposes = ["a b"]', "4:12: exposes='a b' is no name of a header"),
        (RULE + 'known = " "', "4:1: known=' ' is no text"),
        ('[[allow]]\nroutes = ["api"]\norigins = "*"', "2:11: routes='api' is no pattern of URL rules; write '/api'"),
        ('[[allow]]\nroutes = []\norigins = "*"', "2:1: routes=[] is empty"),
        ('[[allow]]\nroutes = [1]\norigins = "*"', "2:11: routes=1 is no string"),
        ('[[allow]]\norigins = "*"', "1:1: routes='' is missing in this [[allow]]"),
        ('[[allow]]\nroutes = "/"', "1:1: origins='' is missing in this [[allow]]"),
        ('[[allow]]\nroutes = "/"\norigins = ["*", "null"]', "3:12: origins=['*', 'null'] has * beside others"),
        (
            '[origins]\nspa = "https://a.example"\n[[allow]]\nroutes = "/"\norigins = ["sap"]',
            "5:12: origins='sap' is neither an origin nor a name from [origins]; valid: spa. Did you mean 'spa'?",
        ),
        ("[samples]\nid = [1]\n" + RULE, "2:7: id=[1] is no value of a URL variable"),
        (
            '[env.x.origins]\nsap = "https://a.example"\n[origins]\nspa = "https://b.example"\n' + RULE,
            "2:1: origin='sap' replaces no origin: [origins] has none of that name; valid: spa. Did you mean 'spa'?",
        ),
        ("[env.x]\ncolour = 1\n" + RULE, "2:1: key='colour' is not known in [env.x]; valid: base_url, origins"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, said: str) -> None:
    import fnmatch

    (found,) = mistakes(text)
    wanted = said.replace("[", "[[]") if "\\*" not in said else said.replace("\\*", "[*]")
    assert fnmatch.fnmatchcase(found, f"cors.toml:{wanted}*"), found


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    found = mistakes(
        '[contract]\nbase_url = 1\n[[allow]]\nroutes = ["a", "b", "/c"]\nmethods = ["GTE", "PTU"]\nstatus = 1\n'
    )
    assert [line.split(" ")[0].rstrip(":") for line in found] == [
        "cors.toml:2:1",
        "cors.toml:3:1",
        "cors.toml:4:11",
        "cors.toml:4:16",
        "cors.toml:5:12",
        "cors.toml:5:19",
        "cors.toml:6:1",
    ]


def test_a_mistake_has_fields() -> None:
    with pytest.raises(InvalidFile) as raised:
        read_text(RULE + 'methods = ["GTE"]', path="api/cors.toml")
    (mistake,) = raised.value.mistakes
    assert (mistake.path, mistake.line, mistake.column, mistake.argument, mistake.value) == (
        "api/cors.toml",
        4,
        12,
        "methods",
        "GTE",
    )
    assert "GET" in mistake.valid


def test_an_environment_that_is_not_there() -> None:
    assert mistakes(WHOLE, env="stagin") == [
        "cors.toml:44:1: --cors-env='stagin' is not in this file; valid: staging. Did you mean 'staging'?"
    ]
    assert "has no [env.NAME] at all" in mistakes(RULE, env="staging")[0]


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "cors.toml"
    path.write_bytes(b"\xef\xbb\xbf" + RULE.encode())
    assert len(read_file(path).rules) == 1
    path.write_bytes(b"# one\n# tw\xf6\n" + RULE.encode())
    with pytest.raises(InvalidFile, match=r"cors.toml:2:1: encoding='' is not UTF-8"):
        read_file(path)


# The schema


EXAMPLES = {"the whole": WHOLE, "a rule": RULE} | {
    path.parent.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("cors.toml"))
}

REFUSED = [
    "",
    "allow = 1",
    RULE + 'colour = "red"',
    RULE + "methods = []",
    RULE + "headers = 1",
    RULE + 'credentials = "yes"',
    RULE + "max_age = -1",
    RULE + "status = 99",
    RULE + 'browsers = "firefx"',
    RULE + "known = 1",
    '[[allow]]\nroutes = ["api"]\norigins = "*"',
    '[[allow]]\norigins = "*"',
    '[[allow]]\nroutes = "/"',
    "[contract]\nunsafe = true\n" + RULE,
    '[contract]\napp = "shop"\n' + RULE,
    '[contract]\nbase_url = "api.example.com"\n' + RULE,
    "[contrat]\n" + RULE,
    '[origins]\nspa = "*"\n' + RULE,
    '[origins]\n"a b" = "https://a.example"\n' + RULE,
    "[samples]\nid = [1]\n" + RULE,
    "[env.x]\ncolour = 1\n" + RULE,
    '[[exclude]]\nreason = "none"\n' + RULE,
    '[[deny]]\ncredentials = true\nroutes = "/"\n' + RULE,
]


def is_valid(text: str) -> bool:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return not list(validator.iter_errors(tomllib.loads(text)))


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES)
def test_what_the_parser_takes_the_schema_takes(text: str) -> None:
    assert isinstance(read_text(text), ContractFile)
    assert is_valid(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_schema_refuses_the_parser_refuses(text: str) -> None:
    assert not is_valid(text)
    assert mistakes(text)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_every_key_and_every_word() -> None:
    properties = SCHEMA["properties"]
    assert set(properties) == set(toml.TABLES)
    assert set(properties["contract"]["properties"]) == set(toml.CONTRACT)
    assert set(properties["env"]["additionalProperties"]["properties"]) == set(toml.ENV)
    for name, keys in (("allow", toml.ALLOW), ("deny", toml.DENY), ("exclude", toml.EXCLUDE)):
        assert set(properties[name]["items"]["properties"]) == set(keys)
    assert set(SCHEMA["$defs"]["browser"]["enum"]) == set(PROFILES)
    assert set(properties["contract"]["properties"]["unsafe"]["enum"]) == set(UNSAFE)
