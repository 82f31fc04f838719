"""Cookies as browsers keep them (RFC 6265bis), without input or output."""

from pytest_cors.cookies.cookie import Cookie
from pytest_cors.cookies.jar import CookieJar

__all__ = ["Cookie", "CookieJar"]
