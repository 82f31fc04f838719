"""Values without number: the first thousands in memory, the others on disk."""

from __future__ import annotations

import sys
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import IO, Generic, TypeVar

MOST_IN_MEMORY = 2000
"""Values of one `Spill`: 9 MB of the records that a JSON report is made of. Few suites make as many checks."""

T = TypeVar("T")


class Spill(Generic[T]):
    """Values by number, from 0. Of those that are on disk, eight bytes stay in memory.

    Their file has no name, so that it is gone when the process is, however that ends. Where none can be made, or the
    disk is full, values stay in memory as if there were no disk: nothing is lost.

    :param encode: makes bytes of a value.
    :param decode: makes the same value of them again.
    """

    def __init__(self, encode: Callable[[T], bytes], decode: Callable[[bytes], T]) -> None:
        self._encode = encode
        self._decode = decode
        self._file: IO[bytes] | None = None
        self._ends = array("Q", [0])
        self._fresh: list[T] = []
        self._most = MOST_IN_MEMORY

    def __len__(self) -> int:
        return len(self._ends) - 1 + len(self._fresh)

    def __getitem__(self, number: int) -> T:
        """A value.

        :raises OSError: the disk does not give it back.
        """
        kept = self.as_kept(number)
        return self._decode(kept) if isinstance(kept, bytes) else kept

    def __iter__(self) -> Iterator[T]:
        """All of them, in the order of their numbers."""
        return map(self.__getitem__, range(len(self)))

    def as_kept(self, number: int) -> T | bytes:
        """A value, or the bytes that it was made into.

        :raises OSError: the disk does not give them back.
        """
        stored = len(self._ends) - 1
        if number >= stored or self._file is None:
            return self._fresh[number - stored]
        start = self._ends[number]
        self._file.seek(start)
        return self._file.read(self._ends[number + 1] - start)

    def append(self, value: T) -> None:
        """Keep one more; its number is how many there were."""
        self._fresh.append(value)
        if len(self._fresh) >= self._most:
            self._put_away()

    def _put_away(self) -> None:
        pieces = [self._encode(value) for value in self._fresh]
        try:
            self._write(b"".join(pieces))
        except OSError:
            self._most = sys.maxsize  # and not once more for each value
            return
        self._ends.extend(accumulate(map(len, pieces[1:]), initial=self._ends[-1] + len(pieces[0])))
        self._fresh.clear()

    def _write(self, data: bytes) -> None:
        if self._file is None:
            # Unbuffered: what a full disk has not taken must not be tried again when the file is closed.
            self._file = tempfile.TemporaryFile(buffering=0, prefix="pytest-cors-")  # noqa: SIM115 -- closed as below
            weakref.finalize(self, self._file.close)
        self._file.seek(self._ends[-1])
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
