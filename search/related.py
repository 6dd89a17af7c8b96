"""The letters that stand beside one letter: those like it, and those before and after it in its dossier."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.letter import Letter
from search.duplicates import NEARLY, Sketch, Sketches, resemblances
from search.plan import Collection
from search.postings import Docs
from search.ranking import keys, page
from search.request import Entry, Neighbours
from search.similar import Similar
from search.source import Source
from search.wording import labelled

_ABOUT: Final = 0.7
"""Copies have at least so much of each other's length."""
_SPARE: Final = 4
"""So many times as many letters are looked at as are asked for, since some may be copies of others."""
_NEVER: Final = np.iinfo(np.int32).max
"""Stands for the day of letters without a date."""


class Related:
    """Answers from one `Source`. ``collection`` is that of its `search.evaluator.Evaluator`."""

    def __init__(self, source: Source, analyzer: Analyzer, collection: Collection, sketches: Sketches) -> None:
        self._source = source
        self._similar = Similar(source, analyzer, collection)
        self._sketches = sketches

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Of these letters those that are held, by id, in the order of ``ids``."""
        numbers = {letter_id: self._source.number(letter_id) for letter_id in ids}
        return {letter_id: self._entry(number) for letter_id, number in numbers.items() if number is not None}

    def similar(self, letter_id: str, most: int) -> tuple[Entry, ...]:
        """The letters most like this one, the most alike first, ties by date (newest first), then id.

        Of letters with nearly the same text only the first is among them, and none of those with this one's text.
        """
        number = self._source.number(letter_id)
        if number is None:
            return ()
        seen = [number]
        for other in self._ranked(self._source.letter(number), number, most * _SPARE):
            if len(seen) > most:
                break
            if not self._is_copy(other, seen):
                seen.append(other)
        return tuple(map(self._entry, seen[1:]))

    def neighbours(self, letter_id: str) -> Neighbours:
        """The letters before and after this one in its first dossier, in the order ``oldest``."""
        number = self._source.number(letter_id)
        dossier = None if number is None else self._source.head(number).dossier
        if number is None or dossier is None:
            return Neighbours(None, None)
        beside = self._beside(number, self._source.postings("dossier", dossier).docs)
        return Neighbours(*(None if other is None else self._entry(other) for other in beside))

    def _ranked(self, letter: Letter, number: int, most: int) -> list[int]:
        matches = self._similar.to(letter)
        matches = matches.take(np.flatnonzero(matches.docs != number))
        order = keys(matches, "relevance", self._source.days(), self._source.id_ranks)
        found: list[int] = matches.docs.take(page(order, len(matches.docs), 0, most)).tolist()
        return found

    def _is_copy(self, number: int, others: Sequence[int]) -> bool:
        """Whether a letter has nearly the same text as one of the others; their lengths rule most of them out."""
        longer, shorter = (self._lengths[number] * ratio for ratio in (1 / _ABOUT, _ABOUT))
        near = [self._sketch(other) for other in others if shorter <= self._lengths[other] <= longer]
        return bool(near) and resemblances(self._sketch(number), np.array(near)).max() >= NEARLY

    @cached_property
    def _lengths(self) -> NDArray[np.unsignedinteger]:
        """For each letter number the words of its text."""
        return self._source.lengths("text")[0]

    def _sketch(self, number: int) -> Sketch:
        return self._sketches.of(number, self._source.letter)

    def _beside(self, number: int, docs: Docs) -> tuple[int | None, int | None]:
        """The letters before and after one of ``docs``, by number.

        Only letters of its day, and of the days with letters before and after it, are put in order.
        """
        days = self._source.days().take(docs)
        days = np.where(days == 0, _NEVER, days)
        own = days[docs == number][0]
        first, last = days[days < own].max(initial=0), days[days > own].min(initial=_NEVER)
        near = np.flatnonzero((days >= first) & (days <= last))
        docs = docs.take(near)
        ordered = docs.take(np.lexsort((self._source.id_ranks(docs), days.take(near)))).tolist()
        place = ordered.index(number)
        return (
            ordered[place - 1] if place else None,
            ordered[place + 1] if place + 1 < len(ordered) else None,
        )

    def _entry(self, number: int) -> Entry:
        return _entry(self._source.head(number))


def _entry(letter: Letter) -> Entry:
    letter = labelled(letter)
    return Entry(letter.id, letter.title, letter.date, letter.dossier, letter.number, letter.ministries)
