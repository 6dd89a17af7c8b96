"""What is known of lower-case words: their lemmas, whether they are words, the parts of compounds.

It lies in the index as two memory-mapped files, so that a question loads neither lemmatiser nor word list. `kbindex`,
which asks for every word of the letters, has the word list in memory.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from index.compounds import Splitter, Words, WordTable, load_words, write_words
from index.lemmas import LemmaTable, write_lemmas

LEMMAS: Final = "lemmas.bin"
WORDS: Final = "words.bin"


class Dictionary:
    """The dictionary of the index in ``folder`` (`index.analysis.Dictionary`), left in its files.

    ``words`` are its words in memory (`index.compounds.load_words`), for who asks for many. Raises `IndexUnusable` when
    the files are not what they should be.
    """

    def __init__(self, folder: Path, words: Words | None = None) -> None:
        self._lemmas, self._table = LemmaTable(folder / LEMMAS), WordTable(folder / WORDS)
        self._words = words or self._table
        self.lemma = self._lemmas.lemma
        self.parts = Splitter(self._words, self.lemma).parts

    @property
    def damage(self) -> Path | None:
        """The first file that is not as it was written, None when both are. Reads all of them, once."""
        return self._lemmas.damage or self._table.damage

    def known(self, form: str) -> bool:
        """Whether a form is a word."""
        return self._words.get(form) is not None or form in self._lemmas


def write_dictionary(folder: Path, exceptions: Mapping[str, str]) -> None:
    """Write the files; ``exceptions`` (form -> lemma) go before the lemmatiser's. Takes about a second."""
    words = load_words()
    write_lemmas(folder / LEMMAS, exceptions, words)
    write_words(folder / WORDS, words)
