"""Sorted strings as two arrays, looked up without reading them all."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.segments.array_file import ArrayFile, ArrayFileWriter

_BLOCK: Final = 4096


class Strings(Sequence[bytes]):
    """The n strings (UTF-8) that `write_strings` wrote under ``name``, in the order of their bytes.

    In the file: ``<name>.text`` (uint8), all strings one after the other, and ``<name>.bounds`` (uint32 or uint64,
    n + 1), where each begins and ends.
    """

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._content = file.content
        self._base, _ = file.place(f"{name}.text")
        self.bounds = file.array(f"{name}.bounds")
        self._bounds = self.bounds.data

    @property
    def text_size(self) -> int:
        """Bytes of all strings together."""
        return int(self.bounds[-1])

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, row: int) -> bytes:  # type: ignore[override]  # slices are `block`
        base = self._base
        return self._content[base + self._bounds[row] : base + self._bounds[row + 1]]

    def first(self, text: bytes) -> int:
        """The row of the first string that does not come before ``text``."""
        return bisect_left(self, text)

    def find(self, text: bytes) -> int:
        """The row of a string, -1 when it is not there."""
        row = bisect_left(self, text)
        return row if row < len(self) and self[row] == text else -1

    def rows(self, prefix: bytes) -> range:
        """The rows of the strings that begin with a prefix."""
        first = bisect_left(self, prefix)
        beyond = prefix.rstrip(b"\xff")
        if not beyond:
            return range(first, len(self))
        return range(first, bisect_left(self, beyond[:-1] + bytes([beyond[-1] + 1]), first))

    def block(self, rows: range) -> list[bytes]:
        """The strings of consecutive rows."""
        if not rows:
            return []
        start, end = self._base + self._bounds[rows.start], self._base + self._bounds[rows.stop]
        text = self._content[start:end]
        bounds = (self.bounds[rows.start : rows.stop + 1] - self.bounds[rows.start]).tolist()
        return [text[low:high] for low, high in pairwise(bounds)]

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self), _BLOCK):
            yield from self.block(range(start, min(start + _BLOCK, len(self))))


def write_strings(writer: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write sorted strings, to be read as `Strings`."""
    text = b"".join(strings)
    writer.add(f"{name}.text", np.frombuffer(text, dtype=np.uint8))
    writer.add(f"{name}.bounds", bounds_of(np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))))


def bounds_of(lengths: NDArray[np.int64]) -> NDArray[np.unsignedinteger]:
    """Where each of n pieces begins and ends (n + 1): uint32 when that holds the end, else uint64."""
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    return bounds.astype(np.uint32 if bounds[-1] < 2**32 else np.uint64)
