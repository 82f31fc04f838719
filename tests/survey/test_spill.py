"""Values beyond the first thousands wait in a file that nobody sees."""

from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.survey import spill as spills
from pytest_cors.survey.spill import Spill

OPEN_FILES = Path("/proc/self/fd")


def spill_of(values: list[str], *, most: int) -> Spill[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spills, "MOST_IN_MEMORY", most)
        spill = Spill(str.encode, bytes.decode)
    for value in values:
        spill.append(value)
    return spill


def on_disk(spill: Spill[str]) -> int:
    return sum(isinstance(spill.as_kept(number), bytes) for number in range(len(spill)))


@given(st.lists(st.text()), st.integers(1, 5))
def test_gives_back_what_it_was_given(values: list[str], most: int) -> None:
    spill = spill_of(values, most=most)
    assert len(spill) == len(values)
    assert list(spill) == values
    assert [spill[number] for number in reversed(range(len(values)))] == values[::-1]
    assert on_disk(spill) == len(values) // most * most


def test_few_values_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: Any) -> IO[bytes]:
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    spill = Spill(str.encode, bytes.decode)
    for number in range(spills.MOST_IN_MEMORY - 1):
        spill.append(str(number))
    assert on_disk(spill) == 0


def test_without_a_folder_for_files_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    values = list("abcdefg")
    spill = spill_of(values, most=2)
    assert list(spill) == values
    assert on_disk(spill) == 0


class Full:
    """A disk that takes some bytes more, and then no others."""

    def __init__(self, file: Any, room: int) -> None:
        self._file = file
        self._room = room

    def write(self, data: memoryview) -> int:
        if not self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = int(self._file.write(data[: self._room]))
        self._room -= written
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def test_on_a_full_disk_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    make = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **given: Full(make(**given), room=3))
    values = list("abcdefg")
    spill = spill_of(values, most=2)
    assert list(spill) == values
    assert on_disk(spill) == 2


def test_a_disk_may_take_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Full):
        def write(self, data: memoryview) -> int:
            return int(self._file.write(data[:1]))

    make = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **given: Slow(make(**given), room=0))
    assert list(spill_of(["abc", "", "defg"], most=3)) == ["abc", "", "defg"]


@pytest.mark.skipif(sys.platform == "win32", reason="a file has a name there as long as it is open")
def test_the_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spill = spill_of(["a", "b", "c"], most=2)
    assert on_disk(spill) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="open files cannot be seen here")
def test_the_file_is_closed_when_nobody_needs_it() -> None:
    gc.collect()
    before = len(list(OPEN_FILES.iterdir()))
    spill = spill_of(["a", "b"], most=2)
    assert len(list(OPEN_FILES.iterdir())) == before + 1
    del spill
    gc.collect()
    assert len(list(OPEN_FILES.iterdir())) == before


KILLED = """
import os
from pytest_cors.survey import spill
spill.MOST_IN_MEMORY = 2
values = spill.Spill(str.encode, bytes.decode)
for value in "abc":
    values.append(value)
assert isinstance(values.as_kept(0), bytes)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed by a signal there")
def test_a_killed_process_leaves_nothing(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    assert ended.returncode == -9
    assert list(tmp_path.iterdir()) == []
