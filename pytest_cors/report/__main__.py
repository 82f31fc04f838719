"""Reports on runs that are over: ``python -m pytest_cors.report shard-1.json shard-2.json --cors-report=html``.

The shards of a build each write ``--cors-report=json``; here they become one report of any type.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest_cors.errors import ConfigurationError
from pytest_cors.report.coverage import coverage
from pytest_cors.report.files import write
from pytest_cors.report.layout import plain
from pytest_cors.report.merge import asked_twice, merged, read_runs
from pytest_cors.report.request import DEFAULT, OPTION, SUMMARY, TYPES, ReportRequest, report_requests
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal

_MOST_TOLD = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the reports.

    :param arguments: of the command line; its own when None.
    :returns: 0; 1 when too little is covered.
    :raises SystemExit: 2, with what is wrong: a file, or an option.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        requests = report_requests(options.cors_report or [DEFAULT])
        runs = read_runs(options.reports)
    except ConfigurationError as error:
        parser.error(str(error))
    if any(request.destination == SUMMARY for request in requests) and not os.environ.get(SUMMARY):
        parser.error(f"{OPTION}=markdown:{SUMMARY}: the environment has no such variable")
    run = merged(runs)
    for line in (*_repeated(asked_twice(runs)), *(line for each in requests for line in _made(each, run))):
        sys.stdout.write(f"{line}\n")
    percent = coverage(run.records.brief(), run.routes).percent
    if options.cors_fail_under is None or percent >= options.cors_fail_under:
        return 0
    sys.stdout.write(
        f"FAIL CORS coverage is {percent:g} %, and --cors-fail-under wants {options.cors_fail_under:g} %\n"
    )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pytest_cors.report",
        description="Merge what several runs have written with --cors-report=json into one report.",
        allow_abbrev=False,
    )
    parser.add_argument("reports", nargs="+", metavar="REPORT.json", help="written by --cors-report=json.")
    parser.add_argument(
        OPTION,
        action="append",
        metavar="TYPE[:DEST]",
        help=f"as with pytest; repeatable; types: {', '.join(TYPES)} (default: {DEFAULT}).",
    )
    parser.add_argument(
        "--cors-fail-under", type=_percentage, metavar="PERCENT", help="exit with 1 if less than this is covered."
    )
    return parser


def _percentage(text: str) -> float:
    percent = float(text)
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage: a number from 0 to 100")
    return percent


_percentage.__name__ = "percentage"  # argparse says: invalid percentage value


def _made(request: ReportRequest, run: Run) -> Iterator[str]:
    """Make one report; what to say of it."""
    if not request.destination:
        width = shutil.get_terminal_size().columns
        yield from plain(terminal(run, width=width, encoding=sys.stdout.encoding or "ascii"))
        return
    try:
        path = write(request, run, folder=Path.cwd(), summary=os.environ.get(SUMMARY))
    except OSError as error:
        raise SystemExit(f"{request.type} report could not be written: {error}") from None
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    yield f"{request.type} report written to {shown}"


def _repeated(repeated: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for nodeid, names in list(repeated.items())[:_MOST_TOLD]:
        yield f"{nodeid} is in {' and '.join(names)}: its checks count {len(names)} times"
    if len(repeated) > _MOST_TOLD:
        yield f"and {len(repeated) - _MOST_TOLD} tests more"


if __name__ == "__main__":
    sys.exit(main())
