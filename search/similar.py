"""More like this: the letters that have the most telling words of one letter."""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from index.analysis import Analyzer, fold
from index.letter import Letter
from index.schema import EXACT, FIELDS, STEM, Level, term_field
from index.tokens import is_plain, tokens, whole_words
from search.marks import parted
from search.plan import Collection, Frame, Term
from search.plan import Level as Found
from search.postings import Matches
from search.source import Source

_MOST_TERMS: Final = 25
_LEAST_LETTERS: Final = 2
_MOST_LETTERS: Final = 0.25
"""A term that a larger share of the letters has tells nothing."""
_SMALL: Final = 40
"""In a collection of fewer letters every term may tell something."""
_MOST_SIGNS: Final = 20_000
"""So much of a field tells what its letter is about: six pages."""
_MANY_FORMS: Final = 500
"""Of a text with more different forms those that stand in it once are left out: to analyse them takes most of the time,
and they rarely tell most."""
_REMEMBERED: Final = 65_536
"""Terms whose number of letters is remembered."""


class _Telling(NamedTuple):
    """A term of a letter and its tf-idf."""

    weight: float
    term: str
    level: Level


class Similar:
    """Compares letters of one source by their words; ``collection`` is that of its `search.evaluator.Evaluator`."""

    def __init__(self, source: Source, analyzer: Analyzer, collection: Collection) -> None:
        self._source = source
        self._analyzer = analyzer
        self._collection = collection
        self._letters: Callable[[Level, str], int] = lru_cache(_REMEMBERED)(self._count)

    def to(self, letter: Letter) -> Matches:
        """The letters that share telling words with this one, itself among them, with their scores.

        The words are the `_MOST_TERMS` with the highest tf-idf, and the question is any of them, each boosted by its
        tf-idf: the method of Lucene's ``MoreLikeThis``. Scores are BM25F's, as in `search.plan`.
        """
        scores = np.zeros(self._collection.size, dtype=np.float32)
        for telling in self._telling(letter):
            term = Term(self._collection, (self._level(telling),))
            docs = term.docs()
            scores[docs] += term.part(Frame(self._collection.size, docs)).scores
        docs = np.flatnonzero(scores).astype(np.uint32)
        return Matches(docs, scores.take(docs), np.zeros(len(docs), dtype=np.uint8))

    def _level(self, telling: _Telling) -> Found:
        names = (term_field(field.name, telling.level.name) for field in FIELDS)
        return Found(telling.weight, tuple(self._source.postings(name, telling.term) for name in names))

    def _telling(self, letter: Letter) -> list[_Telling]:
        """The terms with the highest tf-idf.

        The most frequent are looked up first, up to those that could not come among the best even if hardly any letter
        had them.
        """
        letters = len(self._collection.everything)
        most = letters * _MOST_LETTERS if letters >= _SMALL else letters
        best: list[_Telling] = []
        for (level, term), frequency in sorted(self._frequencies(letter).items(), key=_by_frequency):
            if len(best) == _MOST_TERMS and frequency * _idf(letters, _LEAST_LETTERS) < best[0].weight:
                break
            number = self._letters(level, term)
            if _LEAST_LETTERS <= number <= most:
                telling = _Telling(frequency * _idf(letters, number), term, level)
                (heapq.heappush if len(best) < _MOST_TERMS else heapq.heappushpop)(best, telling)
        return best

    def _count(self, level: Level, term: str) -> int:
        """How many letters have a term in their text."""
        return len(self._source.postings(term_field(FIELDS[-1].name, level.name), term).docs)

    def _frequencies(self, letter: Letter) -> dict[tuple[Level, str], float]:
        """How often each term occurs, by the weights of the fields. A word has one: its stem, or itself without one."""
        found: dict[tuple[Level, str], float] = defaultdict(float)
        for field in FIELDS:
            forms = Counter(parted(getattr(letter, field.name)[:_MOST_SIGNS], numbers=False).split())
            least = 2 if len(forms) > _MANY_FORMS else 1
            for form, number in forms.items():
                if number < least:
                    continue
                for word in [form] if is_plain(form) else [token.text for token in whole_words(tokens(form))]:
                    if term := self._term(word):
                        found[term] += number * field.weight
        return found

    def _term(self, word: str) -> tuple[Level, str] | None:
        """The term of a word, unless it is a function word, a number or a single letter."""
        if len(word) < 2:
            return None
        if stem := self._analyzer.stem(word):
            return STEM, stem
        if not any(map(str.isalpha, word)) or self._analyzer.is_stopword(word):
            return None
        return EXACT, fold(word)


def _by_frequency(counted: tuple[tuple[Level, str], float]) -> float:
    return -counted[1]


def _idf(letters: int, number: int) -> float:
    return math.log(1 + (letters - number + 0.5) / (number + 0.5))
