"""Who gets in without being meant to: origins that a mistaken allow-list takes for one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Severity
from pytest_cors.audit.policies import policies, trusted_at
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.site import registrable_domain
from pytest_cors.fetch.trust import is_localhost_name, is_loopback
from pytest_cors.fetch.url import parse_origin
from pytest_cors.survey.hostile import MORE_STRANGERS, STRANGER, Hostile
from pytest_cors.survey.pattern import OriginPattern

_EVERYBODYS = frozenset(each.origin for each in MORE_STRANGERS if each.kind == "shared hosting")
_OF_A_DOMAIN = frozenset({"sibling", "subdomain"})
NAMED_ONE_BY_ONE = "origins that are named one by one"

_FOR_WANT_OF_CREDENTIALS = frozenset(
    prefix + code for prefix in ("", "Preflight") for code in ("WildcardOriginNotAllowed", "InvalidAllowCredentials")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """An origin that gets more than a stranger does.

    :param target: where.
    :param hostile: who, and what it looks like.
    :param credentials: it gets in with the user's cookies.
    :param answer: that it got.
    :param entry: of the allow-list, that it was taken for: a pattern; else what all exact origins have in common.
    :param meant: the allow-list says in so many words that it may come in.
    :param example: the answer that the trusted origin got; None where it looks like none.
    """

    target: Target
    hostile: Hostile
    credentials: bool
    answer: Answer
    entry: str
    meant: bool
    example: Answer | None = None

    @property
    def severity(self) -> Severity:
        """What it comes to when anybody can have such an origin."""
        return "high" if self.credentials else "low"

    @property
    def lesser(self) -> Severity:
        """The same when it takes more than having the origin: a person in the middle, a page on a neighbour's host."""
        return "medium" if self.credentials else "low"

    @property
    def taken_for(self) -> str:
        """What it was taken for: the expression, or the trusted origin. A stranger can be taken for localhost only."""
        if self.entry != NAMED_ONE_BY_ONE:
            return self.entry
        return self.hostile.of or "http://localhost"

    @property
    def is_of_the_same_domain(self) -> bool:
        """Whether who has the trusted origin has this one, too, or may give it away."""
        return bool(self.hostile.of) and _registered(self.hostile.of) == _registered(self.hostile.origin)

    def so_that(self, who: str) -> str:
        """What somebody gains.

        :param who: as the beginning of a sentence.
        """
        if not self.credentials:
            return f"{who} reads what is meant for pages that are trusted, though without the user's cookies"
        does = "reads what is a user's" if self.answer.read else "does what only a user may"
        return f"{who} {does}, once somebody who is signed in opens a page of theirs"

    @property
    def evidence(self) -> tuple[tuple[Answer, str], ...]:
        """The answer, and that of the trusted origin."""
        who = "a sandboxed page" if self.hostile.origin == "null" else f"a page on {self.hostile.origin}"
        shown = [(self.answer, f"{who} {'reads the answer' if self.answer.read else 'is given leave'}")]
        if self.example is not None:
            shown.append((self.example, f"as does a page on {self.hostile.of}, which is meant to"))
        return tuple(shown)


def gets_in(subject: Subject, target: Target, hostile: Hostile) -> Answer | None:
    """The best answer that a page there gets, if it gets more than a stranger.

    It is asked by the user's browser if that sends such an origin, else by one that does.
    """
    profile = subject.browser.profile.name
    browser = "" if profile == "standard" or profile in hostile.browsers else hostile.browsers[0]
    for credentials in ("include", "same-origin"):
        answer = subject.ask(target, origin=hostile.origin, credentials=credentials, browser=browser)
        if answer.approved and not subject.lets_in(target, STRANGER, credentials=credentials):
            return answer
        if answer.reason not in _FOR_WANT_OF_CREDENTIALS:
            return None
    return None


def admitted(subject: Subject, *kinds: str) -> Iterator[Admission]:
    """Those of some kinds that get in, one target after the other.

    :param kinds: of hostile origins.
    """
    return (each for each in subject.once(_admissions) if each.hostile.kind in kinds)


def open_without_credentials(subject: Subject) -> Iterator[tuple[Target, Answer]]:
    """Targets that any page may ask without credentials, and none with them, where the contract does not say so."""
    for target in subject.targets:
        if subject.lets_in(target, STRANGER) or subject.is_for_everybody(target):
            continue
        answer = subject.ask(target, origin=STRANGER, credentials="same-origin")
        if answer.approved:
            yield target, answer


def insecure_entries(subject: Subject) -> Iterator[Admission]:
    """Origins over plain http that are trusted by an app over https, or besides their own https."""

    def wanted(origin: str) -> bool:
        twin = origin.replace("http:", "https:", 1)
        return is_insecure(origin) and (subject.own.startswith("https:") or twin in subject.trusted)

    return _entries(subject, wanted, "scheme", "plain http is let in")


def local_entries(subject: Subject) -> Iterator[Admission]:
    """Origins on the user's own machine that are trusted."""
    return _entries(subject, is_local, "development", "a development server's origin is let in")


def all_ports(subject: Subject) -> Iterator[Admission]:
    """Members of patterns that stand for every port of a host, which is not the user's own machine."""
    ports = {
        member
        for pattern in subject.named.patterns
        for member in subject.members(pattern)
        if pattern.text.endswith(":*")
    }
    return _entries(subject, lambda origin: origin in ports and not is_local(origin), "port", "any port is let in")


def together(subject: Subject, *kinds: str) -> set[tuple[Target, str]]:
    """Where origins of some kinds get in, and by which entry."""
    return {(each.target, each.entry) for each in admitted(subject, *kinds)}


def whole_domains(subject: Subject) -> Iterator[Admission]:
    """Members of patterns that stand for every host of a domain."""
    hosts = {
        member
        for pattern in subject.named.patterns
        for member in subject.members(pattern)
        if "*" in pattern.text.removesuffix(":*")
    }
    return _entries(subject, hosts.__contains__, "subdomain", "every host that the pattern matches is let in")


def for_anybody(subject: Subject) -> Iterator[Admission]:
    """Origins that are trusted although anybody can have them, or have others that the same pattern lets in."""
    return _entries(subject, partial(can_be_anybodys, subject), "shared hosting", "anybody can have a host like that")


def can_be_anybodys(subject: Subject, origin: str) -> bool:
    """Whether everybody puts pages there, or a pattern that means it leaves open which name is registered."""
    return origin in _EVERYBODYS or any(
        origin in members and len(set(map(_registered, members))) > 1
        for members in map(subject.members, subject.named.patterns)
    )


def is_local(origin: str) -> bool:
    """Whether an origin is on the user's own machine, whoever that is."""
    parsed = parse_origin(origin)
    return isinstance(parsed, TupleOrigin) and (is_loopback(parsed.host) or is_localhost_name(parsed.host))


def is_insecure(origin: str) -> bool:
    """Whether pages there come over plain http through a network."""
    return origin.startswith("http:") and not is_local(origin)


def entry_of(subject: Subject, origin: str) -> str:
    """The expression that lets a trusted origin in, as it is written; else what stands for all exact origins."""
    written = subject.named.written
    if origin in written:
        return written[origin]
    if origin in subject.named.origins:
        return NAMED_ONE_BY_ONE
    patterns = (each.text for each in subject.named.patterns if _is_meant_by(each, origin))
    return next((written.get(text, text) for text in patterns), NAMED_ONE_BY_ONE)


def is_meant(subject: Subject, origin: str) -> bool:
    """Whether a pattern of the app says that an origin may come in, or every host of its domain."""
    return any(_is_meant_by(pattern, origin) for pattern in subject.named.patterns)


def _is_meant_by(pattern: OriginPattern, origin: str) -> bool:
    """Whether a pattern means an origin, or what is below the hosts that it means."""
    head, star, tail = pattern.text.partition("//*.")
    below = bool(star) and "*" not in tail and origin.startswith(f"{head}//") and origin.endswith(f".{tail}")
    return below or pattern.matches(origin)


def _registered(origin: str) -> str | None:
    parsed = parse_origin(origin)
    return registrable_domain(parsed.host) if isinstance(parsed, TupleOrigin) else None


def _domain_of(origin: str) -> str:
    return f"https://{_registered(origin)}"


def _entries(subject: Subject, wanted: Callable[[str], bool], kind: str, shows: str) -> Iterator[Admission]:
    declared = set(subject.declared)
    for target in subject.targets:
        for origin in trusted_at(subject, target):
            if origin in declared or not wanted(origin):
                continue
            hostile = Hostile(origin, shows, kind)
            answer = gets_in(subject, target, hostile)
            if answer is not None:
                yield _admission(subject, target, hostile, answer)


def _admissions(subject: Subject) -> tuple[Admission, ...]:
    return tuple(admission for policy in subject.once(policies) for admission in _of_policy(subject, policy))


def _of_policy(subject: Subject, policy: tuple[Target, ...]) -> Iterator[Admission]:
    first = policy[0]
    if subject.lets_in(first, STRANGER):
        return  # nobody can get more
    one_of_each = {_base(subject, origin): origin for origin in reversed(trusted_at(subject, first))}
    for hostile in subject.hostile(reversed(one_of_each.values())):
        if hostile.kind == "any" or gets_in(subject, first, hostile) is None:
            continue
        for target in policy:
            answer = gets_in(subject, target, hostile)
            if answer is not None:
                yield _admission(subject, target, hostile, answer)


def _base(subject: Subject, origin: str) -> str:
    # One member of a pattern stands for all of them.
    patterns = (each.text for each in subject.named.patterns if each.matches(origin))
    return origin if origin in subject.named.origins else next(patterns, origin)


def _admission(subject: Subject, target: Target, hostile: Hostile, answer: Answer) -> Admission:
    credentials = answer.question.credentials
    says_so = hostile.kind in _OF_A_DOMAIN and is_meant(subject, hostile.origin)
    origin = hostile.origin if says_so or not hostile.of else hostile.of
    # Who compares with a domain, and not with an origin, probably means its hosts, too.
    by_domain = hostile.kind in _OF_A_DOMAIN and origin in subject.named.hosts and origin == _domain_of(origin)
    example = None
    if hostile.of in subject.trusted:
        example = subject.ask(target, origin=hostile.of, credentials=credentials)
    return Admission(
        target=target,
        hostile=hostile,
        credentials=credentials == "include",
        answer=answer,
        entry=entry_of(subject, origin),
        meant=says_so or by_domain or not hostile.of,
        example=example if example is not None and example.approved else None,
    )
