"""Advice where no Access-Control header decided: modes, addresses, redirects, other policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_cors.browser.story.advice import Advice, Code, fetch_again, quoted
from pytest_cors.browser.story.location import target
from pytest_cors.browser.story.subject import Situation
from pytest_cors.fetch.url import parse

Advise = Callable[[Situation], Iterator[Advice]]


def always(text: str, *code: str) -> Advise:
    """The same advice in every situation."""

    def advise(_situation: Situation) -> Iterator[Advice]:
        yield Advice(text, code)

    return advise


def user_info(situation: Situation) -> Iterator[Advice]:
    """A Location with a user name or a password."""
    to = target(situation)
    code = () if to is None else (f"return redirect({quoted(to.wire)})",)
    yield Advice("Redirect to the URL without user name and password", code)


def insecure(situation: Situation) -> Iterator[Advice]:
    """An https page that asks by http."""
    url = situation.request.current_url
    secure = parse(f"https{url.href.removeprefix(url.scheme)}")
    yield Advice("Ask for it by https", (fetch_again(secure, situation.request.method),))
    yield Advice("In tests, base_url= and --cors-base-url say where the API lives")


def same_origin_mode(situation: Situation) -> Iterator[Advice]:
    """Mode same-origin, and another origin."""
    yield Advice(
        'Leave the mode as it is by default, "cors"', (fetch_again(situation.request.url, situation.request.method),)
    )


def no_cors(situation: Situation) -> Iterator[Advice]:
    """Mode no-cors with a redirect mode that it does not have."""
    yield Advice(
        'With mode "no-cors" script can read nothing anyway; use "cors", where redirect modes work',
        (fetch_again(situation.request.url, situation.request.method),),
    )


def scheme(situation: Situation) -> Iterator[Advice]:
    """A URL that is neither http nor https."""
    to = target(situation) or situation.request.current_url
    yield Advice(f"Serve it by https: {to.scheme}: URLs are not fetched across origins")


def unsupported(situation: Situation) -> Iterator[Advice]:
    """A URL that no browser fetches, or a data: URL that cannot be read."""
    if situation.request.current_url.scheme == "data":
        yield Advice("A data: URL has a comma after its type, and valid base64 after that if it says base64")
    else:
        yield from scheme(situation)


def resource_policy(_situation: Situation) -> Iterator[Advice]:
    """Cross-Origin-Resource-Policy keeps the response in."""
    yield Advice(
        "Let other origins embed it",
        (Code("response.headers.set(", ('"Cross-Origin-Resource-Policy"', '"cross-origin"'), ")"),),
    )
    yield Advice('Or, if script is to read it, fetch in mode "cors"')


def redirect_refused(situation: Situation) -> Iterator[Advice]:
    """A redirect, and script wanted none."""
    to = target(situation)
    if to is None:
        yield Advice('Answer without a redirect, or fetch with redirect: "follow"')
    else:
        yield Advice("Ask at once for what the redirect leads to", (fetch_again(to, situation.request.method),))


def redirected_away(situation: Situation) -> Iterator[Advice]:
    """Mode same-origin, and a redirect to another origin."""
    yield Advice(f'The redirect leaves the page\'s origin: do not redirect to {situation.request.current_url.origin},'
                 ' or fetch in mode "cors"')  # fmt: skip


def endless(situation: Situation) -> Iterator[Advice]:
    """More redirects than a browser follows."""
    urls = [url.without_fragment for url in situation.request.url_list]
    if len(set(urls)) < len(urls):
        again = next(url for at, url in enumerate(urls) if url in urls[:at])
        yield Advice("The redirects go in a circle, which begins at", (again,))
    else:
        yield Advice("A browser follows twenty redirects: lead to the last URL sooner")
