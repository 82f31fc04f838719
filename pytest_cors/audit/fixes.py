"""Lines to write, for the app's own way to set its headers: flask-cors where it is used, else Flask's hook."""

from __future__ import annotations

from pytest_cors.audit.subject import Subject

_MOST_NAMED = 4


def explicit_origins(subject: Subject) -> tuple[str, ...]:
    """An allow-list of exact origins: those that the app trusts already, else one to be replaced."""
    origins = [*subject.declared, *subject.trusted] or ["https://app.example.com"]
    shown = ", ".join(f'"{origin}"' for origin in list(dict.fromkeys(origins))[:_MOST_NAMED])
    if subject.uses_flask_cors:
        return (f"CORS(app, origins=[{shown}], supports_credentials=True)",)
    return (
        f"ALLOWED = {{{shown}}}",
        "",
        "@app.after_request",
        "def allow_known_origins(response):",
        '    origin = request.headers.get("Origin")',
        "    if origin in ALLOWED:",
        '        response.headers["Access-Control-Allow-Origin"] = origin',
        '        response.headers["Access-Control-Allow-Credentials"] = "true"',
        '    response.vary.add("Origin")',
        "    return response",
    )
