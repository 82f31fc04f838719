"""URLs and origins: as ada-url parses them, and as a person writes an origin down."""

from __future__ import annotations

import ada_url
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pytest_cors.fetch.origin import OpaqueOrigin, TupleOrigin, same_origin, tuple_origin
from pytest_cors.fetch.url import Url, meant_origin, parse, parse_origin, with_fragment


def test_every_part() -> None:
    url = parse("HTTPS://us%40er:p:w@B\u00fccher.Example:8443/a/../b c?q=\u00e9&x#frag ment")
    assert url.href == "https://us%40er:p%3Aw@xn--bcher-kva.example:8443/b%20c?q=%C3%A9&x#frag%20ment"
    assert (url.scheme, url.username, url.password) == ("https", "us%40er", "p%3Aw")
    assert (url.host, url.port, url.path) == ("xn--bcher-kva.example", 8443, "/b%20c")
    assert (url.query, url.fragment) == ("q=%C3%A9&x", "frag%20ment")
    assert url.wire == "https://xn--bcher-kva.example:8443/b%20c?q=%C3%A9&x"
    assert url.without_fragment == "https://us%40er:p%3Aw@xn--bcher-kva.example:8443/b%20c?q=%C3%A9&x"
    assert url.origin.serialized == "https://xn--bcher-kva.example:8443"
    assert url.is_http
    assert url.has_credentials
    assert str(url) == url.href


def test_what_is_not_there() -> None:
    url = parse("http://a.example")
    assert (url.href, url.wire, url.path) == ("http://a.example/", "http://a.example/", "/")
    assert (url.username, url.password, url.port, url.query, url.fragment) == ("", "", None, "", "")
    assert not url.has_credentials
    assert url.without_fragment == "http://a.example/"


@pytest.mark.parametrize(
    ("text", "wire", "has_credentials"),
    [
        ("https://u@a.example/@x", "https://a.example/@x", True),
        ("https://u:p@a.example//b//c", "https://a.example//b//c", True),
        ("https://:p@a.example/", "https://a.example/", True),
        ("https://:@a.example/", "https://a.example/", False),
        ("https://a.example/?u@b", "https://a.example/?u@b", False),
        ("https://a.example/?", "https://a.example/?", False),
        ("https://a.example/#", "https://a.example/", False),
        ("https://u:p@a.example/u:p@a.example/#x", "https://a.example/u:p@a.example/", True),
    ],
)
def test_what_a_server_is_asked_for(text: str, wire: str, has_credentials: bool) -> None:
    url = parse(text)
    assert url.wire == wire
    assert url.has_credentials == has_credentials


@pytest.mark.parametrize("text", ["", "/path", "https://", "https://a b/", "http://[", "https://a:99999/", "//a"])
def test_invalid_without_a_base(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid URL") as caught:
        parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("", "https://a.example/d/f?q"),
        ("x", "https://a.example/d/x"),
        ("/x", "https://a.example/x"),
        ("?y", "https://a.example/d/f?y"),
        ("#z", "https://a.example/d/f?q#z"),
        ("//b.example", "https://b.example/"),
        ("http:x", "http://x/"),
        ("https:x", "https://a.example/d/x"),
    ],
)
def test_relative(text: str, href: str) -> None:
    assert parse(text, parse("https://a.example/d/f?q#old")).href == href


@pytest.mark.parametrize(
    ("url", "fragment", "href"),
    [
        ("https://a.example/#x", "y", "https://a.example/#y"),
        ("https://a.example/?q", "y", "https://a.example/?q#y"),
        ("https://a.example/#x", "", "https://a.example/#x"),
    ],
)
def test_with_fragment(url: str, fragment: str, href: str) -> None:
    assert with_fragment(parse(url), fragment).href == href


ORIGINS = [
    ("https://a.example/x", "https://a.example"),
    ("https://a.example:443/", "https://a.example"),
    ("http://a.example:80/", "http://a.example"),
    ("http://a.example:443/", "http://a.example:443"),
    ("https://a.example:80/", "https://a.example:80"),
    ("ws://a.example:80/", "ws://a.example"),
    ("wss://a.example:443/", "wss://a.example"),
    ("ftp://a.example:21/", "ftp://a.example"),
    ("https://A.Example./", "https://a.example."),
    ("http://0x7f.1/", "http://127.0.0.1"),
    ("http://[0:0::1]:8080/", "http://[::1]:8080"),
    ("https://u:p@a.example/", "https://a.example"),
    ("blob:https://a.example/id", "https://a.example"),
    ("blob:https://a.example:444/id", "https://a.example:444"),
    ("blob:ftp://a.example/id", "null"),
    ("blob:id", "null"),
    ("blob:", "null"),
    ("data:,x", "null"),
    ("about:blank", "null"),
    ("file:///x", "null"),
    ("foo://a.example/", "null"),
    ("javascript:1", "null"),
]


@pytest.mark.parametrize(("text", "serialized"), ORIGINS)
def test_origin(text: str, serialized: str) -> None:
    origin = parse(text).origin
    assert origin.serialized == str(origin) == serialized
    assert isinstance(origin, OpaqueOrigin) == (serialized == "null")


def test_same_origin() -> None:
    a = parse("https://a.example/1").origin
    assert same_origin(a, parse("https://a.example:443/2").origin)
    assert same_origin(a, TupleOrigin("https", "a.example"))
    different = ("http://a.example/", "https://b.example/", "https://a.example:444/", "data:,x")
    assert not any(same_origin(a, parse(text).origin) for text in different)


def test_an_opaque_origin_is_like_nobody_else() -> None:
    one, other = OpaqueOrigin(), OpaqueOrigin()
    assert same_origin(one, one)
    assert not same_origin(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "https://app.example.com",
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]",
        "https://xn--bcher-kva.example",
        "https://app.example.com.",
        "ws://app.example.com",
        "null",
    ],
)
def test_parse_origin(text: str) -> None:
    assert parse_origin(text).serialized == text


NO_ORIGIN = r"is not an origin \(scheme://host\[:port\], or null\)"
NOT_EXACT = "is not how a browser writes an origin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"^{NO_ORIGIN}$"),
        ("*", f"^{NO_ORIGIN}; did you mean 'https://\\*'\\?$"),
        ("app.example.com", f"^{NO_ORIGIN}; did you mean 'https://app.example.com'\\?$"),
        ("app.example.com:8080", f"^{NO_ORIGIN}; did you mean 'https://app.example.com:8080'\\?$"),
        ("localhost:3000", f"^{NO_ORIGIN}; did you mean 'https://localhost:3000'\\?$"),
        ("https:app.example.com", f"^{NO_ORIGIN}; did you mean 'https://https:app.example.com'\\?$"),
        ("https://", f"^{NO_ORIGIN}$"),
        ("https://a b", f"^{NO_ORIGIN}$"),
        ("foo://a.example", f"^{NO_ORIGIN}$"),
        ("file:///x", f"^{NO_ORIGIN}$"),
        (
            "https://app.example.com/",
            f"^{NOT_EXACT}; did you mean 'https://app.example.com'\\? \\(an origin has no path, not even a slash\\)$",
        ),
        ("https://app.example.com/x", "has no path"),
        ("https://app.example.com?q", "has no path"),
        ("https://app.example.com#f", "has no path"),
        (
            "https://u@app.example.com",
            f"^{NOT_EXACT}; did you mean 'https://app.example.com'\\? \\(user info is not part of an origin\\)$",
        ),
        ("https://u@app.example.com/", "user info is not part"),
        ("https://App.Example.com", f"^{NOT_EXACT}; did you mean 'https://app.example.com'\\?$"),
        ("HTTPS://app.example.com", f"^{NOT_EXACT}; did you mean 'https://app.example.com'\\?$"),
        ("https://app.example.com:443", f"^{NOT_EXACT}; did you mean 'https://app.example.com'\\?$"),
        ("https://b\u00fccher.example", "did you mean 'https://xn--bcher-kva.example'"),
        ("http://0x7f.1", "did you mean 'http://127.0.0.1'"),
    ],
)
def test_what_is_no_origin_says_what_would_be(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_origin(text)


hosts = st.sampled_from(
    [
        "a.example",
        "A.EXAMPLE",
        "a.example.",
        "b\u00fccher.example",
        "127.1",
        "0x7f.0.0.1",
        "[::1]",
        "[1:0::2]",
        "localhost",
    ]
) | st.from_regex(r"[a-z0-9-]{1,10}(\.[a-z]{1,5}){0,2}", fullmatch=True)
texts = st.text(max_size=6)
urls = st.one_of(
    st.builds(
        "{}://{}{}{}{}{}{}".format,
        st.sampled_from(["http", "https", "HTTPS", "ws", "wss", "ftp", "foo", "blob:https"]),
        st.sampled_from(["", "", "u@", "u:p@", ":p@", "\u00e9:%41@"]),
        hosts,
        st.sampled_from(["", "", ":80", ":443", ":8080", ":0", ":"]),
        st.builds("/{}".format, texts) | st.just(""),
        st.builds("?{}".format, texts) | st.just(""),
        st.builds("#{}".format, texts) | st.just(""),
    ),
    st.builds("{}:{}".format, st.sampled_from(["data", "blob", "about", "javascript", "file", "mailto"]), texts),
    texts,
)


def parsed(text: str) -> Url:
    """The URL of a text; the example is dropped when ada-url says it has none, and then we must too."""
    try:
        theirs = ada_url.URL(text)
    except (ValueError, UnicodeError):
        with pytest.raises(ValueError, match="is not a valid URL"):
            parse(text)
        assume(False)
    url = parse(text)
    assert url.href == theirs.href
    return url


@given(urls)
def test_a_url_survives_serialising_and_parsing(text: str) -> None:
    url = parsed(text)
    again = parse(url.href)
    for name in Url.__slots__:
        if name != "origin":
            assert getattr(again, name) == getattr(url, name)
    assert again.origin.serialized == url.origin.serialized


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://a.example", "https://a.example"),
        ("https://a.example/", "https://a.example"),
        ("HTTP://A.Example:80/b?c#d", "http://a.example"),
        (" 'https://a.example:8443'\t", "https://a.example:8443"),
        ('"a.example"', "https://a.example"),
        ("a.example:8443", "https://a.example:8443"),
        ("X.exampleX", "https://x.examplex"),
        ("null", "null"),
        ("'null'", "null"),
    ],
)
def test_the_origin_that_somebody_means(text: str, origin: str) -> None:
    meant = meant_origin(text)
    assert meant is not None
    assert meant.serialized == origin


@pytest.mark.parametrize("text", ["", "https://", "a b", "https://*:x", "data://x", "file:///x"])
def test_an_origin_that_is_not_to_be_guessed(text: str) -> None:
    assert meant_origin(text) is None


def test_a_port_that_is_the_schemes_own_counts_as_none() -> None:
    assert tuple_origin("https", "a.example", 443) is tuple_origin("https", "a.example", None)
    assert tuple_origin("https", "a.example", 443).port is None
    assert tuple_origin("http", "a.example", 443).port == 443


@given(urls)
def test_an_origin_is_ada_urls(text: str) -> None:
    url = parsed(text)
    theirs = ada_url.URL(text).origin
    if url.scheme == "blob":  # ada-url gives every inner URL an origin, the standard only http's
        assume(theirs.startswith("http"))
    assert url.origin.serialized == theirs


@given(urls)
def test_an_origin_survives_serialising_and_parsing(text: str) -> None:
    origin = parsed(text).origin
    again = parse_origin(origin.serialized)
    if isinstance(origin, TupleOrigin):
        assert again == origin
        assert same_origin(again, origin)
    else:
        assert isinstance(again, OpaqueOrigin)


@given(urls)
def test_nothing_private_goes_to_a_server(text: str) -> None:
    url = parsed(text)
    assert "#" not in url.wire
    asked = ada_url.URL(url.wire)
    assert (asked.username, asked.password, asked.hash) == ("", "", "")
    if url.is_http:
        assert (asked.host, asked.pathname, asked.search) == tuple(
            getattr(ada_url.URL(url.href), name) for name in ("host", "pathname", "search")
        )
