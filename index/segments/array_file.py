"""A file of named arrays, read through one memory map.

File format (little-endian): the magic ``KBARRAY1``; the arrays, each beginning at a multiple of 64 bytes; the
directory, UTF-8 JSON that maps each name to ``[offset, number of values, dtype, CRC-32]``; uint64 length and uint32
CRC-32 of the directory; the magic ``KBARREND``. Opening verifies all but the arrays' own checksums, which
`ArrayFile.check` does.
"""

import json
import mmap
import os
import shutil
import struct
import tempfile
import weakref
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import IndexUnusable

_MAGIC: Final = b"KBARRAY1"
_END: Final = struct.Struct("<QI8s")
_END_MAGIC: Final = b"KBARREND"
_ALIGNMENT: Final = 64
_DTYPES: Final = frozenset({"u1", "u2", "u4", "u8", "i4", "i8"})
_CHECKED: Final = 4 * 1024 * 1024
"""Bytes of which the checksum is computed at a time."""


class ArrayStream:
    """An array that is written in pieces. Values are stored in ``dtype``, which must hold them."""

    def __init__(self, file: IO[bytes], dtype: DTypeLike) -> None:
        self.file = file
        self.dtype = np.dtype(dtype).newbyteorder("<")
        self.count = 0
        self.crc = 0

    def append(self, values: NDArray[Any]) -> None:
        """Write the next values."""
        content = np.ascontiguousarray(values, dtype=self.dtype).data.cast("B") if len(values) else b""
        self.file.write(content)
        self.count += len(values)
        self.crc = zlib.crc32(content, self.crc)


class ArrayFileWriter:
    """Writes an `ArrayFile`, as a context; the file is complete and on disk when the context ends without an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._streams: dict[str, ArrayStream] = {}
        self._directory: dict[str, tuple[int, int, str, int]] = {}
        self._stack = ExitStack()
        self._file: IO[bytes] = self._stack.enter_context(path.open("wb"))
        self._file.write(_MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        complete = False
        try:
            with self._stack:
                if kind is None:
                    self._finish()
                    complete = True
        finally:
            if not complete:
                self._path.unlink()

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Write a whole array."""
        self._align()
        stream = ArrayStream(self._file, values.dtype)
        offset = self._file.tell()
        stream.append(values)
        self._enter(name, offset, stream)

    def stream(self, name: str, dtype: DTypeLike) -> ArrayStream:
        """An array to be written in pieces; it waits in a temporary file until the end."""
        file = self._stack.enter_context(tempfile.TemporaryFile(dir=self._path.parent))  # noqa: SIM115 - a stack is one
        return self._streams.setdefault(name, ArrayStream(file, dtype))

    def _enter(self, name: str, offset: int, stream: ArrayStream) -> None:
        self._directory[name] = (offset, stream.count, stream.dtype.str[1:], stream.crc)

    def _align(self) -> None:
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNMENT))

    def _finish(self) -> None:
        for name, stream in self._streams.items():
            self._align()
            offset = self._file.tell()
            stream.file.seek(0)
            shutil.copyfileobj(stream.file, self._file, 1024 * 1024)
            self._enter(name, offset, stream)
        directory = json.dumps(self._directory).encode()
        self._file.write(directory + _END.pack(len(directory), zlib.crc32(directory), _END_MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())


class FileArray:
    """An array that stays in its file: slices of it are read when they are asked for.

    Memory maps of many files would count as memory with megabytes around every place that is looked at.
    """

    def __init__(self, file: "ArrayFile", offset: int, count: int, dtype: str) -> None:
        self._file = file
        self._offset = offset
        self._count = count
        self.dtype = np.dtype(f"<{dtype}")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> NDArray[Any]:
        start, stop, _ = part.indices(self._count)
        size = self.dtype.itemsize
        content = os.pread(self._file.descriptor, max(stop - start, 0) * size, self._offset + start * size)
        return np.frombuffer(content, self.dtype)


class ArrayFile:
    """The arrays of one file. Raises `IndexUnusable` when it is no complete file of arrays, `OSError` when it is gone.

    The arrays are views of a memory map, not to be written to; they stay valid after the file was deleted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            try:
                self.content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                self._directory = _directory(self.content)
            except (ValueError, TypeError, AttributeError, RecursionError, struct.error) as error:
                raise IndexUnusable(f"{path} is beschadigd; voer uit: kbindex --rebuild") from error

    @classmethod
    def needed(cls, path: Path) -> Self:
        """The file at ``path``, without which an index cannot be used: `IndexUnusable` also when it is gone."""
        try:
            return cls(path)
        except FileNotFoundError as error:
            raise IndexUnusable(f"{path} ontbreekt; voer uit: kbindex --rebuild") from error

    def array(self, name: str) -> NDArray[Any]:
        """The array of this name."""
        offset, count, dtype, _ = self._entry(name)
        values: NDArray[Any] = np.frombuffer(self.content, f"<{dtype}", count, offset)
        return values

    def column(self, name: str) -> FileArray:
        """The array of this name, not mapped into memory."""
        offset, count, dtype, _ = self._entry(name)
        return FileArray(self, offset, count, dtype)

    @cached_property
    def descriptor(self) -> int:
        """The file, opened once more; it is closed when nothing uses it any longer."""
        descriptor = os.open(self._path, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        return descriptor

    def place(self, name: str) -> tuple[int, int]:
        """Where an array begins and ends in ``content``, in bytes."""
        offset, count, dtype, _ = self._entry(name)
        return offset, offset + count * int(dtype[1:])

    def check(self) -> Iterator[str]:
        """The names of the arrays whose bytes are not those that were written. Reads the whole file."""
        with memoryview(self.content) as content:
            for name, (*_, crc) in self._directory.items():
                start, end = self.place(name)
                found = 0
                for at in range(start, end, _CHECKED):
                    found = zlib.crc32(content[at : min(at + _CHECKED, end)], found)
                if found != crc:
                    yield name

    def _entry(self, name: str) -> tuple[int, int, str, int]:
        try:
            return self._directory[name]
        except KeyError as error:
            raise IndexUnusable(f"{self._path} mist {name}; voer uit: kbindex --rebuild") from error


def _directory(content: mmap.mmap) -> dict[str, tuple[int, int, str, int]]:
    """The directory; `ValueError` unless it is what was written and every array lies within the file."""
    end = len(content) - _END.size
    if end < len(_MAGIC):
        raise ValueError
    length, crc, magic = _END.unpack_from(content, end)
    start = end - length
    if content[: len(_MAGIC)] != _MAGIC or magic != _END_MAGIC or start < len(_MAGIC):
        raise ValueError
    text = content[start:end]
    if zlib.crc32(text) != crc:
        raise ValueError
    directory: dict[str, Any] = json.loads(text)
    for offset, count, dtype, _ in directory.values():
        if not isinstance(offset, int) or not isinstance(count, int) or dtype not in _DTYPES:
            raise ValueError
        if not len(_MAGIC) <= offset <= offset + count * int(dtype[1:]) <= start:
            raise ValueError
    return directory
