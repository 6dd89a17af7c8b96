"""Patterns: which words of the collection have the form that was typed."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.schema import EXACT, FIELDS, STEM, term_field
from search.query import Fuzzy, Pattern, Prefix, Wildcard
from search.source import Source, TextColumn

_CACHED: Final = 128
"""Patterns whose words are remembered."""
_BLOCK: Final = 65_536
"""Terms whose letters are found at a time."""
_FOREIGN: Final = np.uint32(1 << 31)
_BITS: Final = np.array(
    [1 << (code - ord("a") if ord("a") <= code <= ord("z") else 26 + code % 5) for code in range(128)] + [1 << 31],
    dtype=np.uint32,
)
_LITERAL: Final = re.compile(r"[^*?]+")


class Expansion:
    """The words for patterns, per searched field of one source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._vocabulary: Callable[[str], list[Vocabulary]] = lru_cache(len(FIELDS))(self._load)
        self._remembered: Callable[[Pattern, str], tuple[str, ...]] = lru_cache(_CACHED)(self._find)

    def terms(self, pattern: Pattern, field: str) -> tuple[str, ...]:
        """The exact terms of a searched field (``title``, ``text``) that have the form of the pattern."""
        return self._remembered(pattern, term_field(field, EXACT.name))

    def words(self, pattern: Pattern) -> frozenset[str]:
        """The exact terms of any field that have the form of the pattern."""
        return frozenset(term for field in FIELDS for term in self.terms(pattern, field.name))

    def stems(self, prefix: Prefix, field: str) -> tuple[str, ...]:
        """The stems of a searched field that begin so: ``terugtrek*`` stands for *teruggetrokken*, too."""
        return self._remembered(prefix, term_field(field, STEM.name))

    def all_stems(self, prefix: Prefix) -> frozenset[str]:
        """The stems of any field that begin so."""
        return frozenset(term for field in FIELDS for term in self.stems(prefix, field.name))

    def family(self, term: str) -> Collection[str]:
        """The exact terms of the words that have a term as their stem, or as that of a part."""
        return self._source.family(term)

    def _find(self, pattern: Pattern, field: str) -> tuple[str, ...]:
        text = fold(pattern.text)
        match pattern:
            case Prefix():
                return tuple(self._source.terms(field, text))
            case Wildcard():
                return self._matching(text, field)
            case Fuzzy(edits=edits):
                return _together(part.within(text, edits) for part in self._vocabulary(field))

    def _matching(self, pattern: str, field: str) -> tuple[str, ...]:
        expression = _compiled(pattern)
        if begin := _LITERAL.match(pattern):
            likely: Iterable[str] = self._source.terms(field, begin.group())
        else:
            longest = max(_LITERAL.findall(pattern), key=len)
            likely = _together(part.containing(longest) for part in self._vocabulary(field))
        return tuple(term for term in likely if expression.fullmatch(term))

    def _load(self, field: str) -> "list[Vocabulary]":
        return [Vocabulary.of(column) for column in self._source.vocabulary(field)]


class Words(NamedTuple):
    """Some words as rows of ``codes`` (unsigned): word ``w`` has ``lengths[w]`` of them, from ``starts[w]`` on.

    ``letters`` (uint32) has a bit for each letter that a word has (`_bits`).
    """

    codes: NDArray[np.unsignedinteger]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    letters: NDArray[np.uint32]

    @classmethod
    def of(cls, codes: NDArray[np.unsignedinteger], bounds: NDArray[np.int64]) -> "Words":
        """The words of which each begins and ends at two neighbours among ``bounds``; none is empty."""
        letters = np.empty(len(bounds) - 1, dtype=np.uint32)
        for first in range(0, len(letters), _BLOCK):
            part = bounds[first : first + _BLOCK + 1]
            bits = _bits(codes[part[0] : part[-1]])
            letters[first : first + _BLOCK] = np.bitwise_or.reduceat(bits, part[:-1] - part[0])
        return cls(codes, bounds[:-1], np.diff(bounds), letters)

    def within(self, word: str, edits: int) -> NDArray[np.intp]:
        """The numbers of the words that at most ``edits`` edits turn into ``word``.

        Edits are those of the optimal string alignment distance (Damerau 1964, restricted as in Boytsov, "Indexing
        methods for approximate dictionary searching", 2011, 2.2.1). A word that differs in more letters than there are
        edits is left out before any alignment.
        """
        asked = np.bitwise_or.reduce(_bits(np.array(list(map(ord, word)), dtype=np.uint32)))
        likely: NDArray[np.intp] = np.flatnonzero(np.abs(self.lengths - len(word)) <= edits)
        letters = self.letters.take(likely)
        differing = np.maximum(np.bitwise_count(letters & ~asked), np.bitwise_count(asked & ~letters))
        likely = likely[differing <= edits]
        if not len(likely):
            return likely
        lengths = self.lengths.take(likely)
        columns = np.arange(lengths.max())[:, None]
        places = np.minimum(self.starts.take(likely) + columns, len(self.codes) - 1)
        distances = _distances(word, np.where(columns < lengths, self.codes.take(places), 0), lengths, edits)
        return likely[distances <= edits]


class Vocabulary(NamedTuple):
    """The terms of a field in one segment, for looking inside them without having them all in memory.

    ``words`` are all terms by their bytes, which are letters in those of ASCII; the ``foreign`` others, few in Dutch,
    are there a second time, by their characters.
    """

    column: TextColumn
    words: Words
    foreign: list[str]
    foreign_words: Words

    @classmethod
    def of(cls, column: TextColumn) -> "Vocabulary":
        """The vocabulary of a column."""
        words = Words.of(column.text, column.bounds.astype(np.int64))
        foreign = [_term(column, row) for row in np.flatnonzero(words.letters & _FOREIGN).tolist()]
        codes = np.frombuffer("".join(foreign).encode("utf-32-le"), dtype=np.uint32)
        return cls(column, words, foreign, Words.of(codes, np.cumsum([0, *map(len, foreign)])))

    def containing(self, piece: str) -> list[str]:
        """The terms that have ``piece`` somewhere in them."""
        sought = re.compile(re.escape(piece.encode()))
        bounds = self.column.bounds.data
        rows = []
        match = sought.search(self.column.text.data)
        while match:
            row = bisect_right(bounds, match.start()) - 1
            end = bounds[row + 1]
            inside = match.end() <= end
            if inside:
                rows.append(row)
            match = sought.search(self.column.text.data, end if inside else match.start() + 1)
        return [_term(self.column, row) for row in rows]

    def within(self, word: str, edits: int) -> list[str]:
        """The terms that at most ``edits`` edits turn into ``word`` (`Words.within`)."""
        if not word:
            return []
        rows = self.words.within(word, edits)
        plain = rows[self.words.letters.take(rows) & _FOREIGN == 0]
        others = self.foreign_words.within(word, edits)
        return [_term(self.column, row) for row in plain.tolist()] + [self.foreign[place] for place in others.tolist()]


def _term(column: TextColumn, row: int) -> str:
    start, end = column.bounds[row : row + 2].tolist()
    return column.text[start:end].tobytes().decode()


def _together(parts: Iterable[list[str]]) -> tuple[str, ...]:
    """The terms of all segments, each once, in order."""
    return tuple(sorted({term for part in parts for term in part}))


def _bits(codes: NDArray[np.unsignedinteger]) -> NDArray[np.uint32]:
    """One bit for each letter a-z; five are shared by the other characters of ASCII, the last one by all others."""
    bits: NDArray[np.uint32] = _BITS.take(codes, mode="clip")
    return bits


def _distances(
    word: str, codes: NDArray[np.unsignedinteger], lengths: NDArray[np.int64], edits: int
) -> NDArray[np.uint8]:
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
