"""Sorted strings as arrays, looked up without reading them all.

In the file: ``<name>.text`` (uint8), all strings one after the other; ``<name>.bounds`` (uint32 or uint64, n + 1),
where each begins and ends; and a hash table: ``<name>.rows`` (uint32, n), the rows of the strings, those of one bucket
together, and ``<name>.heads`` (uint32, buckets + 1), where each bucket begins and ends in it. A string's bucket is its
CRC-32 modulo the number of buckets, a power of two.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.segments.array_file import ArrayFile, ArrayFileWriter, ArrayStream
from index.segments.ragged import Integers, bounds_of

_BLOCK: Final = 4096


class Pieces(Sequence[bytes]):
    """The n pieces of text that `write_pieces` wrote under ``name``."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._content = file.content
        self._base, _ = file.place(f"{name}.text")
        self.bounds = file.array(f"{name}.bounds")
        self._bounds = self.bounds.data
        self.text = file.array(f"{name}.text")

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, row: int) -> bytes:  # type: ignore[override]  # slices are `block`
        base = self._base
        return self._content[base + self._bounds[row] : base + self._bounds[row + 1]]

    def block(self, rows: range) -> list[bytes]:
        """The pieces of consecutive rows."""
        if not rows:
            return []
        bounds = self.bounds[rows.start : rows.stop + 1].tolist()
        start = bounds[0]
        text = self._content[self._base + start : self._base + bounds[-1]]
        return [text[low - start : high - start] for low, high in pairwise(bounds)]

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self), _BLOCK):
            yield from self.block(range(start, min(start + _BLOCK, len(self))))


class Strings(Pieces):
    """The n strings (UTF-8) that `write_strings` wrote under ``name``, in the order of their bytes."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        super().__init__(file, name)
        self._rows = file.array(f"{name}.rows").data
        self._heads = file.array(f"{name}.heads").data
        self._mask = len(self._heads) - 2

    def find(self, text: bytes) -> int:
        """The row of a string, -1 when it is not there."""
        bucket = crc32(text) & self._mask
        for place in range(self._heads[bucket], self._heads[bucket + 1]):
            row = self._rows[place]
            if self[row] == text:
                return row
        return -1

    def first(self, text: bytes) -> int:
        """The row of the first string that does not come before ``text``."""
        return bisect_left(self, text)

    def rows(self, prefix: bytes) -> range:
        """The rows of the strings that begin with a prefix, which is UTF-8."""
        first = self.first(prefix)
        if not prefix:
            return range(len(self))
        beyond = prefix[:-1] + bytes([prefix[-1] + 1])
        return range(first, bisect_left(self, beyond, first))


def write_strings(writer: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write sorted strings, to be read as `Strings`."""
    write_pieces(writer, name, strings)
    write_hashes(writer, name, checksums(strings))


def write_pieces(writer: ArrayFileWriter, name: str, pieces: Sequence[bytes]) -> None:
    """Write pieces of text in any order: ``<name>.text`` and ``<name>.bounds``."""
    writer.add(f"{name}.text", np.frombuffer(b"".join(pieces), dtype=np.uint8))
    writer.add(f"{name}.bounds", bounds_of(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))))


class BoundsStream:
    """Writes where pieces begin and end, as they come."""

    def __init__(self, stream: ArrayStream) -> None:
        self._stream = stream
        self._end = 0
        stream.append(np.zeros(1, dtype=np.uint64))

    def append(self, lengths: Integers) -> None:
        """The lengths of the next pieces."""
        self._stream.append(self._end + np.cumsum(lengths))
        self._end += int(lengths.sum())


class PiecesStream:
    """Writes pieces of text as they come, to be read as `Pieces`; together they have at most ``size`` bytes."""

    def __init__(self, writer: ArrayFileWriter, name: str, size: int) -> None:
        self._text = writer.stream(f"{name}.text", np.uint8)
        self._bounds = BoundsStream(writer.stream(f"{name}.bounds", np.uint32 if size < 2**32 else np.uint64))

    def append(self, pieces: Sequence[bytes]) -> None:
        """The next pieces."""
        self._text.append(np.frombuffer(b"".join(pieces), dtype=np.uint8))
        self._bounds.append(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)))


class StringsStream:
    """Writes sorted strings as they come, to be read as `Strings`; together they have at most ``size`` bytes."""

    def __init__(self, writer: ArrayFileWriter, name: str, size: int) -> None:
        self._writer = writer
        self._name = name
        self._pieces = PiecesStream(writer, name, size)
        self._crcs: list[NDArray[np.uint32]] = []

    def append(self, strings: Sequence[bytes]) -> None:
        """The next strings."""
        self._pieces.append(strings)
        self._crcs.append(checksums(strings))

    def close(self) -> None:
        """Write what makes them be found."""
        write_hashes(self._writer, self._name, np.concatenate([np.empty(0, dtype=np.uint32), *self._crcs]))


def write_hashes(writer: ArrayFileWriter, name: str, crcs: NDArray[np.uint32]) -> None:
    """Write the hash table of strings, from the CRC-32 of each."""
    size = 1 << max(len(crcs) - 1, 0).bit_length()
    buckets = crcs & np.uint32(size - 1)
    writer.add(f"{name}.rows", np.argsort(buckets, kind="stable").astype(np.uint32))
    counts = np.bincount(buckets, minlength=size)
    writer.add(f"{name}.heads", np.concatenate(([0], np.cumsum(counts))).astype(np.uint32))


def checksums(strings: Sequence[bytes]) -> NDArray[np.uint32]:
    """The CRC-32 of each string."""
    return np.fromiter(map(crc32, strings), dtype=np.uint32, count=len(strings))
