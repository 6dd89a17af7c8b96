"""Form -> lemma, as a memory-mapped table, so that a question never loads the lemmatiser.

The table is simplemma's Dutch dictionary, mended: an underscore in a lemma (``terug_trekken``) is taken out, and the
words of ``exceptions`` are corrected. A form that is not in the table is its own lemma.

File format (little-endian): the magic ``KBLEMMA1``; uint32 number of entries n; n + 1 uint32 offsets into what
follows; the entries, sorted by their form's UTF-8 bytes, each ``form NUL lemma``.
"""

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from index.errors import IndexUnusable

_MAGIC: Final = b"KBLEMMA1"


def write_lemmas(path: Path, exceptions: Mapping[str, str]) -> None:
    """Write the table to ``path``; ``exceptions`` (form -> lemma) go before the dictionary. Takes about a second."""
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415 - 0.5 s that only kbindex pays
        DEFAULT_DICTIONARY_FACTORY,
    )

    lemmas: dict[str, str] = {}
    dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
    for form, lemma in dictionary.items():
        if form.islower() or form.lower() not in dictionary:
            lemmas[form.lower()] = lemma.replace("_", "").lower()
    lemmas.update(exceptions)
    entries = sorted(f"{form}\0{lemma}".encode() for form, lemma in lemmas.items() if form != lemma)
    offsets = [0]
    for entry in entries:
        offsets.append(offsets[-1] + len(entry))
    path.write_bytes(
        b"".join([_MAGIC, struct.pack(f"<I{len(offsets)}I", len(entries), *offsets), *entries]),
    )


class LemmaTable:
    """The table of one file. Raises `IndexUnusable` when the file is no such table."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, self._count = struct.unpack_from("<8sI", self._bytes)
            self._base = 12 + 4 * (self._count + 1)
            complete = magic == _MAGIC and len(self._bytes) == self._base + self._offset(self._count)
        except (OSError, ValueError, struct.error) as error:
            raise IndexUnusable(f"{path} is geen lemmatabel; voer uit: kbindex --rebuild") from error
        if not complete:
            raise IndexUnusable(f"{path} is onvolledig; voer uit: kbindex --rebuild")

    def lemma(self, form: str) -> str:
        """The lemma of a lower-case form; the form itself when the table does not have it."""
        key = form.encode() + b"\0"
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._entry(middle) < key:
                low = middle + 1
            else:
                high = middle
        entry = self._entry(low) if low < self._count else b""
        return entry[len(key) :].decode() if entry.startswith(key) else form

    def _offset(self, number: int) -> int:
        offset: int = struct.unpack_from("<I", self._bytes, 12 + 4 * number)[0]
        return offset

    def _entry(self, number: int) -> bytes:
        start, end = struct.unpack_from("<II", self._bytes, 12 + 4 * number)
        return self._bytes[self._base + start : self._base + end]
