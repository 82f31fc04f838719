"""Several runs told as one: the shards of a build, each of which has written ``--cors-report=json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pytest_cors.errors import ConfigurationError, InvalidArgument
from pytest_cors.report.json import from_json
from pytest_cors.report.run import Run


def read_runs(paths: Sequence[str]) -> dict[str, Run]:
    """The runs that some files are of, by the file's name.

    :raises ConfigurationError: for every file that cannot be read, is no report of ours, or is there twice.
    """
    runs: dict[str, Run] = {}
    wrong: list[str] = []
    for path in paths:
        try:
            run = from_json(json.loads(Path(path).read_text(encoding="utf-8")))
        except OSError as error:
            wrong.append(str(InvalidArgument("report", path, f"cannot be read: {error.strerror}")))
        except ValueError as error:
            wrong.append(str(InvalidArgument("report", path, f"is not what --cors-report=json writes: {error}")))
        else:
            same = next((name for name, known in runs.items() if known == run), None)
            if same is None:
                runs[path] = run
            else:
                wrong.append(str(InvalidArgument("report", path, f"is the same run as {same!r}; give each once")))
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    return runs


def merged(runs: Mapping[str, Run]) -> Run:
    """One run of all that these have seen. What is not complete says in which of them.

    :param runs: by a name of each.
    """
    every = runs.values()
    return Run.of(
        (record for run in every for record in run.records),
        incomplete=[f"{name}: {why}" for name, run in runs.items() for why in run.incomplete],
        started=min((run.started for run in every), default=0.0),
        tool=", ".join(sorted({run.tool for run in every})),
        routes=(route for run in every for route in run.routes),
        locks=(lock for run in every for lock in run.locks),
        findings=(finding for run in every for finding in run.findings),
    )


def asked_twice(runs: Mapping[str, Run]) -> dict[str, tuple[str, ...]]:
    """The tests that are in several runs, so that their checks count several times; and in which.

    :param runs: by a name of each.
    """
    where: dict[str, list[str]] = {}
    for name, run in runs.items():
        for nodeid in dict.fromkeys(record.nodeid for record in run.records.brief()):
            where.setdefault(nodeid, []).append(name)
    return {nodeid: tuple(names) for nodeid, names in where.items() if len(names) > 1}
