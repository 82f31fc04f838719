"""An error tells any page what went wrong inside."""

from __future__ import annotations

import traceback

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("private-errors")


def _search(**options: object) -> Flask:
    app = Flask(__name__)
    CORS(app, **options)  # type: ignore[arg-type]
    app.add_url_rule("/search", "search", lambda: ["oolong"])
    return app


@CASES.mistaken()
def the_words_of_the_exception():
    app = _search()

    @app.errorhandler(Exception)
    def failed(error):
        return {"error": str(error)}, 500

    return app


@CASES.mistaken(also=("any-origin-reflected",))
def a_traceback_with_credentials():
    app = _search(supports_credentials=True)

    @app.errorhandler(500)
    def failed(error):
        return "".join(traceback.format_exception(error.original_exception)), 500

    return app


@CASES.correct()
def words_of_its_own():
    app = _search()

    @app.errorhandler(Exception)
    def failed(error):
        app.logger.error("failed", exc_info=error)
        return {"error": "something went wrong"}, 500

    return app


@CASES.correct()
def flasks_own_words():
    return _search()


@CASES.correct()
def a_traceback_for_one_front_end():
    app = _search(origins="https://app.example.com")

    @app.errorhandler(500)
    def failed(error):
        return "".join(traceback.format_exception(error.original_exception)), 500

    return app
