"""Form -> lemma, as a memory-mapped table, so that a question never loads the lemmatiser.

The table is simplemma's Dutch dictionary, mended: an underscore in a lemma (``terug_trekken``) is taken out, and the
words of ``exceptions`` are corrected. Accents are restored: ``beeindigen``, which is no word, has the lemma of
``beëindigen``, and so has any other spelling that is the same without accents (``beéindigen``). A form that is not in
the table is its own lemma. It is a file of arrays (`index.segments.array_file`): the forms as sorted strings, the
lemmas as pieces in the same order.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from index.analysis import fold
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.strings import Pieces, Strings, write_pieces, write_strings

_FORMS: Final = "forms"
_LEMMAS: Final = "lemmas"


def write_lemmas(path: Path, exceptions: Mapping[str, str], words: Mapping[str, object]) -> None:
    """Write the table to ``path``. Takes about a second.

    ``exceptions`` (form -> lemma) go before the dictionary; accents are restored to its forms and to ``words``.
    """
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415 - 0.5 s that only kbindex pays
        DEFAULT_DICTIONARY_FACTORY,
    )

    lemmas: dict[str, str] = {}
    dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
    for form, lemma in dictionary.items():
        if form.islower() or form.lower() not in dictionary:
            lemmas[form.lower()] = lemma.replace("_", "").lower()
    lemmas.update(exceptions)
    lemmas |= _restored(lemmas, words)
    with ArrayFileWriter(path) as writer:
        entries = sorted((form.encode(), lemma.encode()) for form, lemma in lemmas.items() if form != lemma)
        write_strings(writer, _FORMS, [form for form, _ in entries])
        write_pieces(writer, _LEMMAS, [lemma for _, lemma in entries])


def _restored(lemmas: Mapping[str, str], words: Mapping[str, object]) -> dict[str, str]:
    """For each word with accents what it is without them, if that is no word -> its lemma."""
    restored: dict[str, str] = {}
    for form in (form for known in (lemmas, words) for form in known if not form.isascii()):
        plain = fold(form)
        if plain not in lemmas and plain not in words:
            restored.setdefault(plain, lemmas.get(form, form))
    return restored


class LemmaTable:
    """The table of one file. Raises `IndexUnusable` when the file is no such table."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = ArrayFile.needed(path)
        self._forms = Strings(self._file, _FORMS)
        self._lemmas = Pieces(self._file, _LEMMAS)

    def lemma(self, form: str) -> str:
        """The lemma of a lower-case form; the form itself when the table does not have it."""
        row = self._row(form)
        return form if row < 0 else self._lemmas[row].decode()

    def __contains__(self, form: str) -> bool:
        """Whether the table has a lower-case form."""
        return self._row(form) >= 0

    def _row(self, form: str) -> int:
        row = self._forms.find(form.encode())
        return self._forms.find(fold(form).encode()) if row < 0 and not form.isascii() else row

    @cached_property
    def damage(self) -> Path | None:
        """The file when it is not as it was written, else None. Reads all of it, once."""
        return self._path if any(self._file.check()) else None
