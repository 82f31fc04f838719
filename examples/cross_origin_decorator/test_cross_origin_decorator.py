"""Two routes are for pages, and one is not."""

import pytest
from app import create_app

BLOG, STRANGER = "https://blog.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/badge", origin=[BLOG, STRANGER, "null"], preflight=False, expect="allowed")
@pytest.mark.cors("/badge", origin=STRANGER, credentials="include", expect="denied", reason="WildcardOriginNotAllowed")
def test_every_page_shows_the_badge(): ...


@pytest.mark.cors("/posts/1/likes", origin=BLOG, expect="allowed")
@pytest.mark.cors("/posts/99/likes", origin=BLOG, status=404, expect="allowed")
@pytest.mark.cors("/posts/1/likes", origin=[STRANGER, "null"], expect="denied")
@pytest.mark.cors("PUT /posts/1/likes", origin=BLOG, headers=["X-Reader: ada"], status=200, expect="allowed")
@pytest.mark.cors("PUT /posts/1/likes", origin=BLOG, headers=["X-Other: 1"], sent=False, expect="denied")
@pytest.mark.cors("PUT /posts/1/likes", origin=STRANGER, headers=["X-Reader: ada"], sent=False, expect="denied")
def test_the_blog_reads_likes_and_adds_some(): ...


@pytest.mark.cors("/drafts", origin=[BLOG, STRANGER], expect="denied", reason="MissingAllowOriginHeader")
def test_no_page_reads_drafts(): ...
