"""How pytest-xdist shares out the tests of a contract file: one by one.

Its ``--dist`` modes that keep together what stands in one file, or in one class, do so for fixtures that are dear. To
them a contract is one file, though it may be all there is to run; and its tests share nothing but the app.
"""

from __future__ import annotations

from typing import Any

from pytest_cors.plugin.options import CONTRACT


def split_contracts(scheduler: Any) -> None:
    """Have a scheduler take each test of a contract file for a scope of its own.

    :param scheduler: of pytest-xdist; one that knows no scopes stays as it is.
    """
    whole = getattr(scheduler, "_split_scope", None)
    if whole is None:
        return

    def split(nodeid: str) -> str:
        scope: str = whole(nodeid)
        # What somebody has put into a group stays there.
        return nodeid if nodeid.partition("::")[0].endswith(CONTRACT) and nodeid.startswith(scope) else scope

    scheduler._split_scope = split  # noqa: SLF001  pytest-xdist has no hook for it
