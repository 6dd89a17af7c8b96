"""Form -> lemma, as a memory-mapped table, so that a question never loads the lemmatiser.

The table is simplemma's Dutch dictionary, mended: an underscore in a lemma (``terug_trekken``) is taken out, and the
words of ``exceptions`` are corrected. A form that is not in the table is its own lemma. It is a file of sorted strings
(`index.segments.strings`), each ``form NUL lemma``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from index.errors import IndexUnusable
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.strings import Strings, write_strings

_ENTRIES: Final = "lemmas"


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
    with ArrayFileWriter(path) as writer:
        entries = sorted(f"{form}\0{lemma}".encode() for form, lemma in lemmas.items() if form != lemma)
        write_strings(writer, _ENTRIES, entries)


class LemmaTable:
    """The table of one file. Raises `IndexUnusable` when the file is no such table."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = ArrayFile(path)
        except FileNotFoundError as error:
            raise IndexUnusable(f"{path} ontbreekt; voer uit: kbindex --rebuild") from error
        self._entries = Strings(self._file, _ENTRIES)

    def lemma(self, form: str) -> str:
        """The lemma of a lower-case form; the form itself when the table does not have it."""
        key = form.encode() + b"\0"
        row = self._entries.first(key)
        entry = self._entries[row] if row < len(self._entries) else b""
        return entry[len(key) :].decode() if entry.startswith(key) else form

    def damaged(self) -> bool:
        """Whether the table is not as it was written. Reads the whole file."""
        return any(self._file.check())
