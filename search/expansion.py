"""Patterns: which words of the collection have the form that was typed."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.schema import EXACT, FIELDS, term_field
from search.query import Fuzzy, Pattern, Prefix, Wildcard
from search.source import Source

_CACHED: Final = 128
"""Patterns whose words are remembered."""
_LITERAL: Final = re.compile(r"[^*?]+")


class Expansion:
    """The words for patterns, per searched field of one source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._fields = tuple(term_field(field.name, EXACT.name) for field in FIELDS)
        self._vocabulary: Callable[[str], Vocabulary] = lru_cache(len(self._fields))(self._load)
        self._remembered: Callable[[Pattern, str], tuple[str, ...]] = lru_cache(_CACHED)(self._find)

    def terms(self, pattern: Pattern, field: str) -> tuple[str, ...]:
        """The exact terms of a searched field (``title``, ``text``) that have the form of the pattern."""
        return self._remembered(pattern, term_field(field, EXACT.name))

    def words(self, pattern: Pattern) -> frozenset[str]:
        """The exact terms of any field that have the form of the pattern."""
        return frozenset(term for field in self._fields for term in self._remembered(pattern, field))

    def _find(self, pattern: Pattern, field: str) -> tuple[str, ...]:
        text = fold(pattern.text)
        match pattern:
            case Prefix():
                return tuple(self._source.terms(field, text))
            case Wildcard():
                return self._matching(text, field)
            case Fuzzy(edits=edits):
                return self._vocabulary(field).within(text, edits)

    def _matching(self, pattern: str, field: str) -> tuple[str, ...]:
        expression = _compiled(pattern)
        if begin := _LITERAL.match(pattern):
            return tuple(term for term in self._source.terms(field, begin.group()) if expression.fullmatch(term))
        longest = max(_LITERAL.findall(pattern), key=len)
        return tuple(term for term in self._vocabulary(field).containing(longest) if expression.fullmatch(term))

    def _load(self, field: str) -> "Vocabulary":
        return Vocabulary.of(self._source.terms(field))


class Vocabulary(NamedTuple):
    """The n terms of a field, sorted, for looking inside them.

    ``joined`` is every term with a line end before and after it; ``starts`` (int64, n) the place of each in it,
    ``lengths`` (int64, n); ``codes`` (uint32) the characters of ``joined``; ``letters`` (uint32, n) a bit for each
    letter that the term has.
    """

    terms: list[str]
    joined: str
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    codes: NDArray[np.uint32]
    letters: NDArray[np.uint32]

    @classmethod
    def of(cls, terms: list[str]) -> "Vocabulary":
        """The vocabulary of sorted terms."""
        joined = "\n".join(["", *terms, ""])
        codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
        lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
        starts = np.cumsum(lengths + 1) - lengths
        letters = np.bitwise_or.reduceat(_bits(codes), starts) if terms else np.empty(0, dtype=np.uint32)
        return cls(terms, joined, starts, lengths, codes, letters)

    def containing(self, piece: str) -> list[str]:
        """The terms that have ``piece`` somewhere in them, in order."""
        found: list[str] = []
        place = self.joined.find(piece)
        while place >= 0:
            end = self.joined.index("\n", place)
            found.append(self.joined[self.joined.rindex("\n", 0, place) + 1 : end])
            place = self.joined.find(piece, end)
        return found

    def within(self, word: str, edits: int) -> tuple[str, ...]:
        """The terms that at most ``edits`` edits turn into ``word``.

        Edits are those of the optimal string alignment distance (Damerau 1964, restricted as in Boytsov, "Indexing
        methods for approximate dictionary searching", 2011, 2.2.1). A term that differs in more letters than there are
        edits is left out before any alignment.
        """
        if not word:
            return ()
        asked = np.bitwise_or.reduce(_bits(np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)))
        likely = np.flatnonzero(np.abs(self.lengths - len(word)) <= edits)
        letters = self.letters.take(likely)
        differing = np.maximum(np.bitwise_count(letters & ~asked), np.bitwise_count(asked & ~letters))
        likely = likely[differing <= edits]
        if not len(likely):
            return ()
        lengths = self.lengths.take(likely)
        columns = np.arange(lengths.max())[:, None]
        places = np.minimum(self.starts.take(likely) + columns, len(self.codes) - 1)
        distances = _distances(word, np.where(columns < lengths, self.codes.take(places), 0), lengths, edits)
        return tuple(self.terms[place] for place in likely[distances <= edits].tolist())


def _bits(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """One bit for each letter a-z; the six others are shared by all other characters, none is the line end's."""
    letter = codes - np.uint32(ord("a"))
    bits = np.uint32(1) << np.where(letter < 26, letter, 26 + codes % 6)
    return np.where(codes == ord("\n"), np.uint32(0), bits)


def _distances(word: str, codes: NDArray[np.uint32], lengths: NDArray[np.int64], edits: int) -> NDArray[np.uint8]:
    """The distance of each of n terms to ``word``, exact up to ``edits``; ``codes`` is (longest term, n).

    Only the diagonal band of the alignment table that ``edits`` edits can reach is filled in, a row for all terms at
    once.
    """
    far = np.full(codes.shape[1], edits + 1, dtype=np.uint8)
    size = len(word)
    before = [far] * (size + 1)
    row = [np.full_like(far, min(place, edits + 1)) for place in range(size + 1)]
    result = np.where(lengths == 0, row[size], far)
    for number, column in enumerate(codes, start=1):
        fresh = [far] * (size + 1)
        if number <= edits:
            fresh[0] = np.full_like(far, number)
        for place in range(max(1, number - edits), min(size, number + edits) + 1):
            letter = ord(word[place - 1])
            best = np.minimum(row[place], fresh[place - 1]) + np.uint8(1)
            np.minimum(best, row[place - 1] + (column != letter), out=best)
            if place > 1 and number > 1:
                swapped = (column == ord(word[place - 2])) & (codes[number - 2] == letter)
                np.minimum(best, np.where(swapped, before[place - 2] + np.uint8(1), far), out=best)
            fresh[place] = best
        before, row = row, fresh
        result = np.where(lengths == number, row[size], result)
    return result


def _compiled(pattern: str) -> re.Pattern[str]:
    """The expression of a wildcard; each ``*`` is settled before the next, so that no pattern takes long."""
    begin, *parts = re.split(r"\*+", pattern)
    texts = [re.escape(part).replace(r"\?", ".") for part in parts]
    middle = "".join(f"(?>.*?{text})" for text in texts[:-1])
    end = f".*{texts[-1]}" if texts else ""
    return re.compile(re.escape(begin).replace(r"\?", ".") + middle + end)
