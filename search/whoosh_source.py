"""A `Source` over a Whoosh index: the arrays beneath Whoosh's readers, those of several segments put together."""

from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec import ArraySegment
from index.letter import Letter
from index.segments.segment import ID, Segment
from index.whoosh_index import LetterIndex
from search.postings import NO_DOCS, NO_POSTINGS, Docs, Postings
from search.source import FacetColumn, Positions, TextColumn

_NO_POSITIONS: Final = Positions(NO_DOCS, NO_DOCS, NO_DOCS)


class _Leaf(NamedTuple):
    """A segment, the number of its first letter in the index, and which of its letters are there (None: all)."""

    segment: Segment
    first: int
    live: NDArray[np.bool_] | None


class WhooshSource:
    """The state of the index in ``folder`` at the time of opening."""

    def __init__(self, folder: Path) -> None:
        self._reader = LetterIndex(folder).reader()
        leaves = ((reader.segment(), first) for reader, first in self._reader.leaf_readers())
        self._leaves = [_leaf(segment, first) for segment, first in leaves if segment]
        self.size = int(self._reader.doc_count_all())

    def everything(self) -> Docs:
        """All letters."""
        return self._everything

    def postings(self, field: str, term: str) -> Postings:
        """The letters with a term."""
        parts = [part for leaf in self._leaves if (part := _postings(leaf, field, term.encode()))]
        if len(parts) < 2:
            return parts[0] if parts else NO_POSTINGS
        return Postings(np.concatenate([part.docs for part in parts]), np.concatenate([part.freqs for part in parts]))

    def positions(self, field: str, term: str) -> Positions:
        """The places of a term."""
        parts = []
        first = 0
        for leaf in self._leaves:
            if part := _positions(leaf, field, term.encode()):
                parts.append(part._replace(places=part.places + np.uint64(first)) if first else part)
            first += leaf.segment.field(field).end
        if len(parts) < 2:
            return parts[0] if parts else _NO_POSITIONS
        return Positions(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """The terms of a field that begin with ``prefix``."""
        found = []
        for leaf in self._leaves:
            terms = leaf.segment.field(field).terms
            rows = terms.rows(prefix.encode())
            texts = terms.block(rows)
            if leaf.live is not None:
                texts = [texts[place] for place in _live_terms(leaf, field, rows)]
            found.append([text.decode() for text in texts])
        return found[0] if len(found) == 1 else sorted({text for texts in found for text in texts})

    def frequent(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """The ``most`` terms with a prefix that most letters have, with how many have them.

        The first terms of each segment are counted in all segments, deleted letters left out; more of them for as long
        as one that was not counted could come before (Fagin, Lotem & Naor, "Optimal aggregation algorithms for
        middleware", 2003, the threshold algorithm).
        """
        counts: dict[str, int] = {}
        size = most if len(self._leaves) == 1 and not self._reader.has_deletions() else most + most // 4 + 1
        while True:
            found = [_most_letters(leaf, field, prefix.encode(), size) for leaf in self._leaves]
            for term in dict.fromkeys(term for terms, _ in found for term in terms):
                if term not in counts:
                    counts[term] = sum(_letters(leaf, field, term.encode()) for leaf in self._leaves)
            best = sorted((term for term, count in counts.items() if count), key=lambda term: (-counts[term], term))
            beyond = sum(bound for _, bound in found)
            if not beyond or (len(best) >= most and counts[best[most - 1]] >= beyond):
                return [(term, counts[term]) for term in best[:most]]
            size *= 2

    def family(self, term: str) -> set[str]:
        """The exact terms that have a stem, of a word or of a part."""
        return {word for leaf in self._leaves for word in leaf.segment.families.words(term)}

    def vocabulary(self, field: str) -> list[TextColumn]:
        """The terms of a field in each segment."""
        strings = [leaf.segment.field(field).terms for leaf in self._leaves]
        return [TextColumn(terms.text, terms.bounds) for terms in strings]

    def lengths(self, field: str) -> tuple[NDArray[np.unsignedinteger], float]:
        """Words in a searched field for each letter number, and their average."""
        columns = [leaf.segment.lengths(field) for leaf in self._leaves]
        lengths = columns[0] if len(columns) == 1 else np.concatenate([NO_DOCS, *columns])
        total = int(lengths.take(self._everything).sum()) if self._reader.has_deletions() else int(lengths.sum())
        return lengths, total / max(len(self._everything), 1)

    def facet(self, name: str) -> FacetColumn:
        """The values of a facet for every letter."""
        codes, lengths, ordinals = [], [], []
        sets = 0
        values = sorted({text.decode() for leaf in self._leaves for text in leaf.segment.field(name).terms})
        for leaf in self._leaves:
            facet = leaf.segment.facet(name)
            codes.append(facet.codes.astype(np.int64) + sets)
            lengths.append(np.diff(facet.bounds).astype(np.int64))
            ordinals.append(self._ordinals(values, leaf, name).take(facet.rows))
            sets += len(lengths[-1])
        none = np.empty(0, dtype=np.int64)
        return FacetColumn.of(
            values,
            np.concatenate([none, *codes]),
            np.concatenate([none, *lengths]),
            np.concatenate([none, *ordinals]),
        )

    def days(self) -> NDArray[np.int32]:
        """For each letter number its date as days since year 1, 0 without a date."""
        return self._days

    def id_ranks(self, docs: Docs) -> NDArray[np.int64]:
        """For each of ``docs`` the place of its id among all ids, or among theirs when there are several segments."""
        if len(self._leaves) == 1:
            return self._leaves[0].segment.id_rows.take(docs).astype(np.int64)
        order = sorted(range(len(docs)), key=[self.id(doc) for doc in docs.tolist()].__getitem__)
        ranks = np.empty(len(docs), dtype=np.int64)
        ranks[order] = np.arange(len(docs))
        return ranks

    def id(self, number: int) -> str:
        """The id of the letter of this number."""
        leaf = self._leaf(number)
        return leaf.segment.id(number - leaf.first)

    def number(self, letter_id: str) -> int | None:
        """The number of the letter of this id."""
        docs = self.postings(ID, letter_id).docs
        return int(docs[0]) if len(docs) else None

    def head(self, number: int) -> Letter:
        """The letter of this number without its text, paragraphs, notes and references."""
        leaf = self._leaf(number)
        return leaf.segment.head(number - leaf.first)

    def letter(self, number: int) -> Letter:
        """The letter of this number."""
        leaf = self._leaf(number)
        return leaf.segment.letter(number - leaf.first)

    def _leaf(self, number: int) -> _Leaf:
        return next(leaf for leaf in reversed(self._leaves) if leaf.first <= number)

    def _ordinals(self, values: list[str], leaf: _Leaf, name: str) -> NDArray[np.int64]:
        """For each row of a segment's facet terms its place among all values."""
        terms = leaf.segment.field(name).terms
        if len(self._leaves) == 1:
            return np.arange(len(terms))
        places = {value: place for place, value in enumerate(values)}
        return np.array([places[text.decode()] for text in terms], dtype=np.int64)

    @cached_property
    def damage(self) -> Path | None:
        """The first file whose bytes are not those that were written, None when all are. Reads everything, once."""
        return next((leaf.segment.path for leaf in self._leaves if any(leaf.segment.check())), None)

    @cached_property
    def _everything(self) -> Docs:
        if not self._reader.has_deletions():
            return np.arange(self.size, dtype=np.uint32)
        live = [leaf.first + np.flatnonzero(leaf.live) if leaf.live is not None
                else np.arange(leaf.first, leaf.first + leaf.segment.size) for leaf in self._leaves]  # fmt: skip
        return np.concatenate([NO_DOCS, *live]).astype(np.uint32)

    @cached_property
    def _days(self) -> NDArray[np.int32]:
        days = [leaf.segment.days if leaf.live is None else leaf.segment.days * leaf.live for leaf in self._leaves]
        return days[0] if len(days) == 1 else np.concatenate([np.empty(0, dtype=np.int32), *days])


def _leaf(segment: object, first: int) -> _Leaf:
    assert isinstance(segment, ArraySegment)
    return _Leaf(segment.opened, first, segment.live)


def _live_terms(leaf: _Leaf, name: str, rows: range) -> list[int]:
    """The places, among consecutive rows, of the terms that a letter has which was not deleted."""
    if not rows or leaf.live is None:
        return list(range(len(rows)))
    field = leaf.segment.field(name)
    starts = field.starts[rows.start : rows.stop + 1].astype(np.int64)
    alive = leaf.live.take(field.docs[starts[0] : starts[-1]])
    places: list[int] = np.flatnonzero(np.logical_or.reduceat(alive, starts[:-1] - starts[0])).tolist()
    return places


def _most_letters(leaf: _Leaf, name: str, prefix: bytes, size: int) -> tuple[list[str], int]:
    """The ``size`` terms with a prefix that most letters have or had, and how many have any other at the most."""
    field = leaf.segment.field(name)
    rows = field.terms.rows(prefix)
    if not rows:
        return [], 0
    letters = np.diff(field.starts[rows.start : rows.stop + 1])
    if len(letters) <= size:
        return [text.decode() for text in field.terms.block(rows)], 0
    least = np.partition(letters, len(letters) - size)[len(letters) - size]
    more = np.flatnonzero(letters > least)
    places = np.concatenate([more, np.flatnonzero(letters == least)[: size - len(more)]])
    return [field.terms[rows.start + place].decode() for place in places.tolist()], int(least)


def _letters(leaf: _Leaf, name: str, term: bytes) -> int:
    field = leaf.segment.field(name)
    row = field.terms.find(term)
    docs = field.postings(row)[0] if row >= 0 else NO_DOCS
    return len(docs) if leaf.live is None else int(np.count_nonzero(leaf.live.take(docs)))


def _postings(leaf: _Leaf, name: str, term: bytes) -> Postings | None:
    field = leaf.segment.field(name)
    row = field.terms.find(term)
    if row < 0:
        return None
    docs, freqs = field.postings(row)
    if leaf.live is not None:
        kept = np.flatnonzero(leaf.live.take(docs))
        docs, freqs = docs.take(kept), freqs.take(kept)
    return Postings(docs + np.uint32(leaf.first) if leaf.first else docs, freqs)


def _positions(leaf: _Leaf, name: str, term: bytes) -> Positions | None:
    field = leaf.segment.field(name)
    row = field.terms.find(term)
    if row < 0:
        return None
    docs, freqs = field.postings(row)
    places = field.places(row)
    if leaf.live is not None:
        live = leaf.live.take(docs)
        docs, freqs, places = docs[live], freqs[live], places[np.repeat(live, freqs)]
    return Positions(docs + np.uint32(leaf.first) if leaf.first else docs, freqs, places)
