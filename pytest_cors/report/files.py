"""Which report is made by whom, and how it gets into its file: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from pytest_cors.report.request import DESTINATIONS, SUMMARY, ReportRequest
from pytest_cors.report.run import Run
from pytest_cors.survey.exchanges import Detail

_DETAILS: dict[str, Detail] = {"term": "brief", "html": "story", "json": "story", "har": "wire"}
"""What a report has to know of every cell; the others tell the stories of broken cells only."""


def detail_needed(types: set[str], *, broken: bool) -> Detail:
    """How much to keep of a check, so that each of these reports has what it tells.

    :param broken: it did not come out as declared.
    """
    needed = {_DETAILS.get(name, "story" if broken else "brief") for name in types}
    return "wire" if "wire" in needed else "story" if "story" in needed else "brief"


def rendered(name: str, run: Run) -> str:
    """The report as text.

    :param name: one of the types, except ``term``.
    """
    return "".join(_pieces(name, run))


def _pieces(name: str, run: Run) -> Iterable[str]:
    """The same one after the other, because a report may be larger than memory should be."""
    pieces: Callable[[Run], Iterable[str]] = import_module(f"pytest_cors.report.{name}").pieces
    return pieces(run)


def write(request: ReportRequest, run: Run, *, folder: Path, summary: str | None) -> Path:
    """Write one report.

    :param folder: what a relative destination starts from.
    :param summary: the path of the job summary, which is appended to; None where there is none.
    :returns: where it is.
    :raises OSError: it cannot be written there.
    """
    path = destination(request, folder=folder, summary=summary)
    if summary is not None and path == folder / summary:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(rendered(request.type, run))  # all of it, or nothing
    else:
        write_whole(path, _pieces(request.type, run))
    return path


def destination(request: ReportRequest, *, folder: Path, summary: str | None) -> Path:
    """The file that a report goes to.

    :raises LookupError: it is to go to the job summary, and there is none.
    """
    if request.destination == SUMMARY:
        if not summary:
            raise LookupError(SUMMARY)
        return folder / summary
    path = folder / Path(request.destination).expanduser()
    return path / DESTINATIONS[request.type] if path.is_dir() else path


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Put a text into a file as if at once: nobody ever reads half of it, and a failure leaves what was there.

    :raises OSError: it cannot be written there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, because only within a file system a file is moved at once.
    handle, beside = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode(path))
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """As the file had them, or as any new file gets them; a temporary one is for its owner only."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
