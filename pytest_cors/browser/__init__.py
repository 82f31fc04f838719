"""The simulated user agent."""

from pytest_cors.browser.browser import Browser, Page
from pytest_cors.browser.result import FetchResult, PageInfo, ScriptResponse

__all__ = ["Browser", "FetchResult", "Page", "PageInfo", "ScriptResponse"]
