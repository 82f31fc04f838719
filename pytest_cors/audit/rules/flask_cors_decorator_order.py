"""``@cross_origin`` above ``@app.route`` does nothing: Flask has registered the view before it was decorated.

Decorators work from the function upwards. ``@app.route`` hands the function that it is given to Flask; what is above
it makes a new function, which nobody calls. It looks as if the view had its own rule, and nothing warns.

The route answers without any header of the decorator, so that the front end for which it was written is blocked. With
``CORS(app)`` in the same app the route has that one's rule instead, which may be wider.

Put ``@cross_origin`` right above the function, and ``@app.route`` above that.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.extension import decorated
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Look for views that a decorator has marked and that are registered bare."""
    for app in subject.flask_apps:
        bare = {each.endpoint for each in decorated(app) if each.function is None}
        if not bare:
            continue
        for target in subject.targets:
            endpoint = subject.endpoint(target)
            if endpoint in bare and subject.app_of(target) is app:
                yield _sighting(subject, target, app.view_functions[endpoint].__name__)


def _sighting(subject: Subject, target: Target, view: str) -> Sighting:
    others = subject.front_ends(target)
    answer = subject.ask(target, origin=others[0] if others else STRANGER, credentials="same-origin")
    severity: Severity = "low" if others else "medium"
    if others:
        consequence = "The route has the rule of CORS(app) instead, whatever the decorator says"
        shows = f"{answer.question.origin} is let in, as on every route"
    else:
        consequence = "No page on another origin can use the route, although it was meant for one"
        shows = "nothing in the answer comes from the decorator"
    return Sighting(
        where=target,
        cause=view,
        severity=severity,
        what=f"@cross_origin stands above the route of {view}(), where it has no effect",
        consequence=consequence,
        fix="Put it between the route and the function",
        code=(f'@app.route("{target.route}")', "@cross_origin(...)", f"def {view}(...):"),
        evidence=((answer, shows),),
    )


RULE = Rule(
    id="flask-cors-decorator-order",
    title="@cross_origin above the route",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference("flask-cors: @cross_origin", "https://corydolphin.github.io/flask-cors/"),
        Reference("Flask: view decorators", "https://flask.palletsprojects.com/en/stable/patterns/viewdecorators/"),
    ),
)
