"""A result of SARIF and the rule it breaks, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from pytest_cors.report.exchange_text import short
from pytest_cors.report.layout import inert
from pytest_cors.survey.story import RecordedExchange, RecordedHeader

FETCH = "https://fetch.spec.whatwg.org/#http-cors-protocol"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong, whoever does it.

    :param link: where to read more.
    :param level: ``"error"``, ``"warning"`` or ``"note"``.
    :param severity: how bad a code-scanning viewer takes it for, from ``"0.1"`` to ``"10.0"``; empty where it is no
        matter of security.
    :param more: titles and addresses of what there is to read besides.
    :param tags: further ones.
    """

    id: str
    title: str
    link: str
    level: str = "error"
    severity: str = ""
    more: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The reporting descriptor."""
        links = self.more or ((self.link, self.link),)
        text = "\n".join([f"{self.title}.", *(f"{title}: {link}" for title, link in links)])
        markdown = "\n".join([f"{self.title}.\n", *(f"- {title}: <{link}>" for title, link in links)])
        properties: dict[str, Any] = {"tags": ["cors", *(["security"] if self.severity else []), *self.tags]}
        if self.severity:
            properties["security-severity"] = self.severity
        return {
            "id": self.id,
            "shortDescription": {"text": self.title},
            "fullDescription": {"text": f"{self.title}."},
            "helpUri": self.link,
            "help": {"text": text, "markdown": markdown},
            "defaultConfiguration": {"level": self.level},
            "properties": properties,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """Something that is wrong.

    :param text: plain, several lines, inert.
    :param fingerprint: its name, and what stays the same as long as the same is wrong.
    :param places: where to look, as locations; the first is where a viewer shows it.
    :param level: other than the rule's.
    :param suppressed: why nobody need hear of it.
    :param exchange: what crossed the wire, where it is to be seen.
    """

    rule: Rule
    text: str
    fingerprint: tuple[str, str]
    places: tuple[dict[str, Any], ...]
    properties: Mapping[str, Any]
    level: str = ""
    suppressed: str = ""
    exchange: RecordedExchange | None = None

    def to_json(self, index: int) -> dict[str, Any]:
        """The result.

        :param index: of its rule.
        """
        plain: dict[str, Any] = {
            "ruleId": self.rule.id,
            "ruleIndex": index,
            "level": self.level or self.rule.level,
            # What looks like a link of this format is none, whoever sent it.
            "message": {"text": self.text.replace("](", "] (")},
            "partialFingerprints": dict([self.fingerprint]),
            "properties": dict(self.properties),
            "locations": list(self.places[:1]),
        }
        if self.places[1:]:
            plain["relatedLocations"] = list(self.places[1:])
        if self.suppressed:
            plain["suppressions"] = [{"kind": "external", "justification": inert(self.suppressed)}]
        if self.exchange is not None:
            plain |= _on_the_wire(self.exchange)
        return plain


def _on_the_wire(exchange: RecordedExchange) -> dict[str, Any]:
    request = {
        "method": short(exchange.method),
        "target": short(exchange.url),
        "headers": _headers(exchange.request_headers),
    }
    response = {"statusCode": exchange.status, "headers": _headers(exchange.response_headers)}
    if exchange.phrase:
        response["reasonPhrase"] = short(exchange.phrase)
    return {"webRequest": request, "webResponse": response}


def _headers(headers: Iterable[RecordedHeader]) -> dict[str, str]:
    """Lines of one header as one."""
    joined: dict[str, str] = {}
    for header in headers:
        name, value = short(header.name), short(header.value)
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def place_of(nodeid: str, line: int | None) -> tuple[dict[str, Any], ...]:
    """The location of a test: what a check is about is the whole application; none where no test is known."""
    file = nodeid.partition("::")[0]
    if not file:
        return ()
    name = {"fullyQualifiedName": inert(nodeid), "kind": "function"}
    return ({**place_in(file, line), "logicalLocations": [name]},)


def place_in(file: str, line: int | None = None) -> dict[str, Any]:
    """The location of a file, or of a line of it."""
    uri = quote(PurePath(file).as_posix(), errors="replace")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            # Code-scanning viewers show nothing that has no line.
            "region": {"startLine": line or 1},
        }
    }
