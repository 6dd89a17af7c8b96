"""Form -> lemma, as a memory-mapped table, so that a question never loads the lemmatiser.

The table is simplemma's Dutch dictionary, mended: an underscore in a lemma (``terug_trekken``) is taken out, and the
words of ``exceptions`` are corrected. A form that is not in the table is its own lemma. It is a file of arrays
(`index.segments.array_file`): the forms as sorted strings, the lemmas as pieces in the same order.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from index.errors import IndexUnusable
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.strings import Pieces, Strings, write_pieces, write_strings

_FORMS: Final = "forms"
_LEMMAS: Final = "lemmas"


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
        entries = sorted((form.encode(), lemma.encode()) for form, lemma in lemmas.items() if form != lemma)
        write_strings(writer, _FORMS, [form for form, _ in entries])
        write_pieces(writer, _LEMMAS, [lemma for _, lemma in entries])


class LemmaTable:
    """The table of one file. Raises `IndexUnusable` when the file is no such table."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = ArrayFile(path)
        except FileNotFoundError as error:
            raise IndexUnusable(f"{path} ontbreekt; voer uit: kbindex --rebuild") from error
        self._forms = Strings(self._file, _FORMS)
        self._lemmas = Pieces(self._file, _LEMMAS)

    def lemma(self, form: str) -> str:
        """The lemma of a lower-case form; the form itself when the table does not have it."""
        row = self._forms.find(form.encode())
        return form if row < 0 else self._lemmas[row].decode()

    @cached_property
    def damage(self) -> Path | None:
        """The file when it is not as it was written, else None. Reads all of it, once."""
        return self._path if any(self._file.check()) else None
