"""Transports carry a request to a server and bring back its response: only this ring touches the outside."""

from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.transport.apps import AppsTransport
from pytest_cors.transport.base import Transport
from pytest_cors.transport.scripted import ScriptedTransport
from pytest_cors.transport.wsgi import WsgiTransport

__all__ = ["AppsTransport", "HttpRequest", "HttpResponse", "ScriptedTransport", "Transport", "WsgiTransport"]
