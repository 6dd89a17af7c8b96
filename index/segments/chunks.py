"""Words numbered as they come: every different stretch between white space is analysed once."""

from array import array
from typing import Final

from index.analysis import Analyzer
from index.schema import WORD_LEVELS
from index.tokens import is_plain, tokens

NONE: Final = 0xFFFFFFFF
"""Stands for the term of a word that has none at some level."""
_SIGNS: Final = ".,;:()[]\"'!?/«»„“”…•–-"
"""Signs around words that belong to no word."""


class Numbers(dict[str, int]):
    """Strings numbered in the order in which they first come."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Chunks(dict[str, int]):
    """Stretches of text without white space (*chunks*), numbered as they first come, with their tokens.

    No token crosses white space in a bound text, so its tokens are those of its chunks. Chunk ``c`` has the tokens
    ``bounds[c]`` to ``bounds[c + 1]`` and takes ``widths[c]`` word positions. Of a token, ``offsets`` has the position
    within the chunk and ``terms[level]`` the number of its term in ``vocabulary[level]``, `NONE` for none; of its terms
    at the level of parts, ``part_bounds`` has where they begin and end in ``part_terms``, numbers in
    ``part_vocabulary``.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.bounds = array("I", [0])
        self.widths = array("I")
        self.offsets = array("I")
        self.terms = tuple(array("I") for _ in WORD_LEVELS)
        self.vocabulary = tuple(Numbers() for _ in WORD_LEVELS)
        self.part_bounds = array("I", [0])
        self.part_terms = array("I")
        self.part_vocabulary = Numbers()

    def __missing__(self, chunk: str) -> int:
        word = chunk.strip(_SIGNS)
        if is_plain(word):
            self._add(word, 0)
            self.widths.append(1)
        else:
            found = tokens(chunk)
            for token in found:
                self._add(token.text, token.position)
            self.widths.append(found[-1].position + 1 if found else 0)
        self.bounds.append(len(self.offsets))
        number = self[chunk] = len(self)
        return number

    def _add(self, word: str, position: int) -> None:
        self.offsets.append(position)
        *words, parts = self._analyzer.terms(word)
        for numbers, vocabulary, term in zip(self.terms, self.vocabulary, words, strict=True):
            numbers.append(vocabulary[term] if term else NONE)
        if parts:
            self.part_terms.extend(map(self.part_vocabulary.__getitem__, parts))
        self.part_bounds.append(len(self.part_terms))
