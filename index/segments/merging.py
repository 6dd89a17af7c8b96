"""Several segments -> one, without the letters that were deleted.

Terms are merged a batch at a time, so that memory does not grow with the segments: in sorted fields the terms of a
batch are consecutive rows of every source, and their postings consecutive values.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.schema import FACETS, FIELDS
from index.segments.array_file import ArrayFileWriter, FileArray
from index.segments.families import merge_families
from index.segments.ragged import Integers, ranges
from index.segments.segment import RECORDS, Segment, TermField, term_fields
from index.segments.strings import BoundsStream, StringsStream

_ROWS: Final = 32_768
"""Terms in a batch, of all sources together, more or less."""
_WEIGHT: Final = 1_000_000
"""Places, or postings of one term, that are moved at a time."""
_COPIED: Final = 4 * 1024 * 1024
_DELETED: Final = 0xFFFFFFFF


class Part(NamedTuple):
    """A segment to merge, and its letters that are still there (bool, size; None for all)."""

    segment: Segment
    live: NDArray[np.bool_] | None = None

    def numbers(self) -> Integers:
        """The letters that are still there."""
        return np.arange(self.segment.size) if self.live is None else np.flatnonzero(self.live)


def merge(parts: Sequence[Part], path: Path) -> None:
    """Write the letters of the parts as one segment, in the order of the parts."""
    kept = [part.numbers() for part in parts]
    sources = [part.segment for part in parts]
    renumbered = list(_renumbered(sources, kept))
    with ArrayFileWriter(path) as writer:
        shifts = {field.name: _merge_words(writer, field.name, sources, kept) for field in FIELDS}
        for kind in term_fields():
            moves = shifts[kind.searched] if kind.searched else renumbered
            fields = [
                _Source.of(source, kind, numbers, moved)
                for source, numbers, moved in zip(sources, renumbered, moves, strict=True)
            ]
            _Field(writer, kind, fields).merge()
        writer.add("days", _concatenated(sources, "days", kept))
        for facet in FACETS:
            _merge_sets(writer, facet.name, sources, kept)
        merge_families(writer, [source.families for source in sources])
        _merge_records(writer, sources, kept)


def _merge_words(
    writer: ArrayFileWriter, name: str, sources: Sequence[Segment], kept: Sequence[Integers]
) -> list[NDArray[np.unsignedinteger]]:
    """Write what a searched field has by letter; for each source and letter how far its places move.

    A move backwards is one forwards around the end of the numbers, whose dtype is that of the places.
    """
    writer.add(f"{name}.lengths", _concatenated(sources, f"{name}.lengths", kept))
    before = [source.column(f"{name}.begins")[:].astype(np.int64) for source in sources]
    widths = [np.diff(begins).take(numbers) for begins, numbers in zip(before, kept, strict=True)]
    begins = np.append(0, np.cumsum(np.concatenate(widths)))
    dtype: type[np.unsignedinteger] = np.uint32 if begins[-1] < 2**32 else np.uint64
    writer.add(f"{name}.begins", begins.astype(dtype))
    shifts = []
    first = 0
    for old, numbers in zip(before, kept, strict=True):
        moves = np.zeros(len(old) - 1, dtype=np.int64)
        moves[numbers] = begins[first : first + len(numbers)] - old.take(numbers)
        first += len(numbers)
        shifts.append(moves.astype(dtype))
    return shifts


def _renumbered(sources: Sequence[Segment], kept: Sequence[Integers]) -> Iterator[NDArray[np.uint32]]:
    """For each source the new number of each letter, `_DELETED` for one that is gone."""
    first = 0
    for source, numbers in zip(sources, kept, strict=True):
        fresh = np.full(source.size, _DELETED, dtype=np.uint32)
        fresh[numbers] = np.arange(first, first + len(numbers), dtype=np.uint32)
        first += len(numbers)
        yield fresh


class _Source(NamedTuple):
    """One field of one source (see `index.segments.segment`), left in its file.

    ``numbers`` has the new number of each letter (uint32), ``moves`` how far its places move.
    """

    numbers: NDArray[np.uint32]
    moves: NDArray[np.unsignedinteger]
    text: FileArray
    bounds: FileArray
    starts: FileArray
    docs: FileArray
    freqs: FileArray | None
    place_starts: FileArray
    places: FileArray | None

    @classmethod
    def of(
        cls, segment: Segment, kind: TermField, numbers: NDArray[np.uint32], moves: NDArray[np.unsignedinteger]
    ) -> Self:
        """The field of a segment; without places, ``place_starts`` are those of the postings."""
        text, bounds, starts, docs = (
            segment.column(f"{kind.name}.{part}") for part in ("text", "bounds", "starts", "docs")
        )
        return cls(
            numbers,
            moves,
            text,
            bounds,
            starts,
            docs,
            segment.column(f"{kind.name}.freqs") if kind.counted else None,
            segment.column(f"{kind.name}.place_starts") if kind.places else starts,
            segment.column(f"{kind.name}.places") if kind.places else None,
        )

    @property
    def size(self) -> int:
        """The number of terms."""
        return len(self.bounds) - 1

    def block(self, rows: range) -> list[bytes]:
        """The terms of consecutive rows."""
        if not rows:
            return []
        bounds = _part(self.bounds, rows)
        text = self.text[bounds[0] : bounds[-1]].tobytes()
        return [text[low:high] for low, high in pairwise((bounds - bounds[0]).tolist())]


class _Batch(NamedTuple):
    """Sorted terms, the rows of each source that have them, and for each row its term's place among the terms."""

    terms: list[bytes]
    rows: list[range]
    places: list[Integers]


class _Sizes(NamedTuple):
    """For each term of a batch how many postings and how many places were written."""

    postings: Integers
    places: Integers


class _Field:
    """One field on its way from several sources into one."""

    def __init__(self, writer: ArrayFileWriter, kind: TermField, sources: Sequence[_Source]) -> None:
        name = kind.name
        text = sum(len(source.text) for source in sources)
        self._kind = kind
        self._sources = sources
        self._terms = StringsStream(writer, name, text)
        self._starts = BoundsStream(writer.stream(f"{name}.starts", np.uint64))
        self._docs = writer.stream(f"{name}.docs", np.uint32)
        if kind.counted:
            dtypes = [source.freqs.dtype for source in sources if source.freqs is not None]
            self._freqs = writer.stream(f"{name}.freqs", np.result_type(*dtypes))
        if kind.places:
            self._place_starts = BoundsStream(writer.stream(f"{name}.place_starts", np.uint64))
            self._places = writer.stream(f"{name}.places", sources[0].moves.dtype)

    def merge(self) -> None:
        """Write the field."""
        for batch in _batches(self._sources):
            for part in _bounded(batch, self._sources):
                self._merge_batch(part)
        self._terms.close()

    def _merge_batch(self, batch: _Batch) -> None:
        sizes = self._append(batch) if len(batch.terms) > 1 else self._append_term(batch)
        present = np.flatnonzero(sizes.postings)
        self._terms.append([batch.terms[place] for place in present.tolist()])
        self._starts.append(sizes.postings.take(present))
        if self._kind.places:
            self._place_starts.append(sizes.places.take(present))

    def _append(self, batch: _Batch) -> _Sizes:
        """Write the postings of several terms: all rows in one array, put in order."""
        starts = [_part(source.starts, rows) for source, rows in zip(self._sources, batch.rows, strict=True)]
        rows = np.concatenate(batch.places)
        lengths = np.concatenate([np.diff(bounds) for bounds in starts])
        order = np.argsort(rows, kind="stable")
        chosen = ranges((np.cumsum(lengths) - lengths).take(order), lengths.take(order))
        before = [source.docs[bounds[0] : bounds[-1]] for source, bounds in zip(self._sources, starts, strict=True)]
        docs = self._of_letters(before, lambda source: source.numbers).take(chosen)
        live = np.flatnonzero(docs != _DELETED)
        self._docs.append(docs.take(live))
        terms = np.repeat(rows.take(order), lengths.take(order)).take(live)
        postings = np.bincount(terms, minlength=len(batch.terms))
        if not self._kind.counted:
            return _Sizes(postings, postings)
        freqs = self._values(starts, lambda source: source.freqs)
        chosen = chosen.take(live)
        self._freqs.append(freqs.take(chosen))
        if not self._kind.places:
            return _Sizes(postings, postings)
        counts = freqs.astype(np.int64)
        begins = (np.cumsum(counts) - counts).take(chosen)
        counts = counts.take(chosen)
        place_starts = [
            _part(source.place_starts, part) for source, part in zip(self._sources, batch.rows, strict=True)
        ]
        places = self._values(place_starts, lambda source: source.places).take(ranges(begins, counts))
        moves = self._of_letters(before, lambda source: source.moves).take(chosen)
        self._places.append(places + np.repeat(moves, counts))
        return _Sizes(postings, np.bincount(terms, counts, len(batch.terms)).astype(np.int64))

    def _append_term(self, batch: _Batch) -> _Sizes:
        """Write the postings of one term, which may be very many: source by source, some at a time."""
        postings = words = 0
        for source, rows in zip(self._sources, batch.rows, strict=True):
            if not rows:
                continue
            start, end = _part(source.starts, rows).tolist()
            place, _ = _part(source.place_starts, rows).tolist()
            for at in range(start, end, _WEIGHT):
                part = slice(at, min(at + _WEIGHT, end))
                before = source.docs[part]
                docs = source.numbers.take(before)
                live = docs != _DELETED
                self._docs.append(docs[live])
                postings += int(np.count_nonzero(live))
                if source.freqs is None:
                    continue
                freqs = source.freqs[part]
                self._freqs.append(freqs[live])
                if source.places is None:
                    continue
                count = int(freqs.sum(dtype=np.int64))
                places = source.places[place : place + count] + np.repeat(source.moves.take(before), freqs)
                place += count
                kept = places if live.all() else places[np.repeat(live, freqs)]
                self._places.append(kept)
                words += len(kept)
        return _Sizes(np.array([postings]), np.array([words]))

    def _of_letters(
        self, letters: Sequence[NDArray[np.uint32]], table: Callable[[_Source], NDArray[Any]]
    ) -> NDArray[Any]:
        """What the table of each source has for letters of it, one source after the other."""
        return np.concatenate([table(source).take(docs) for source, docs in zip(self._sources, letters, strict=True)])

    def _values(self, bounds: Sequence[Integers], column: Callable[[_Source], FileArray | None]) -> NDArray[Any]:
        """The values of consecutive rows of each source, one source after the other."""
        columns = zip(map(column, self._sources), bounds, strict=True)
        return np.concatenate([values[part[0] : part[-1]] for values, part in columns if values is not None])


def _batches(sources: Sequence[_Source]) -> Iterator[_Batch]:
    """The terms of all sources in order; those of one batch come before those of the next."""
    size = max(_ROWS // len(sources), 64)
    at = [0] * len(sources)
    while any(row < source.size for row, source in zip(at, sources, strict=True)):
        blocks = [
            source.block(range(row, min(row + size, source.size))) for row, source in zip(at, sources, strict=True)
        ]
        unfinished = [
            block[-1]
            for block, row, source in zip(blocks, at, sources, strict=True)
            if block and row + len(block) < source.size
        ]
        if unfinished:
            last = min(unfinished)
            blocks = [block[: bisect_right(block, last)] for block in blocks]
        terms = sorted({term for block in blocks for term in block})
        place = {term: number for number, term in enumerate(terms)}
        yield _Batch(
            terms,
            [range(row, row + len(block)) for row, block in zip(at, blocks, strict=True)],
            [np.fromiter(map(place.__getitem__, block), dtype=np.int64, count=len(block)) for block in blocks],
        )
        at = [row + len(block) for row, block in zip(at, blocks, strict=True)]


def _bounded(batch: _Batch, sources: Sequence[_Source]) -> Iterator[_Batch]:
    """The batch in parts that have one term, or not too many places."""
    weights = np.zeros(len(batch.terms), dtype=np.int64)
    for source, rows, places in zip(sources, batch.rows, batch.places, strict=True):
        weights[places] += np.diff(_part(source.place_starts, rows))
    first = weight = 0
    for place, more in enumerate(weights.tolist()):
        if weight + more > _WEIGHT and place > first:
            yield _narrowed(batch, first, place)
            first, weight = place, 0
        weight += more
    yield _narrowed(batch, first, len(batch.terms))


def _narrowed(batch: _Batch, first: int, after: int) -> _Batch:
    """The part of a batch with the terms from ``first`` to before ``after``."""
    if (first, after) == (0, len(batch.terms)):
        return batch
    rows, places = [], []
    for at, of_source in zip(batch.rows, batch.places, strict=True):
        low, high = np.searchsorted(of_source, [first, after]).tolist()
        rows.append(at[low:high])
        places.append(of_source[low:high] - first)
    return _Batch(batch.terms[first:after], rows, places)


def _merge_sets(writer: ArrayFileWriter, name: str, sources: Sequence[Segment], kept: Sequence[Integers]) -> None:
    """Write a facet by letter; its terms are those that letters still have, so they are known from the sets."""
    numbers: dict[tuple[bytes, ...], int] = {}
    codes = []
    for source, letters in zip(sources, kept, strict=True):
        sets = source.facet(name)
        of_letters = sets.codes.take(letters)
        terms = list(source.field(name).terms)
        fresh = np.zeros(len(sets.bounds), dtype=np.uint32)
        for number in np.unique(of_letters).tolist():
            rows = sets.rows[sets.bounds[number] : sets.bounds[number + 1]].tolist()
            fresh[number] = numbers.setdefault(tuple(terms[row] for row in rows), len(numbers))
        codes.append(fresh.take(of_letters))
    place = {term: row for row, term in enumerate(sorted({term for values in numbers for term in values}))}
    rows = [place[term] for values in numbers for term in values]
    writer.add(f"{name}.sets", np.concatenate([np.empty(0, dtype=np.uint32), *codes]))
    writer.add(f"{name}.set_bounds", np.cumsum([0, *map(len, numbers)], dtype=np.uint32))
    writer.add(f"{name}.set_rows", np.array(rows, dtype=np.uint32))


def _merge_records(writer: ArrayFileWriter, sources: Sequence[Segment], kept: Sequence[Integers]) -> None:
    text = writer.stream(f"{RECORDS}.text", np.uint8)
    columns = [source.column(f"{RECORDS}.text") for source in sources]
    size = sum(map(len, columns))
    bounds = BoundsStream(writer.stream(f"{RECORDS}.bounds", np.uint32 if size < 2**32 else np.uint64))
    for source, column, numbers in zip(sources, columns, kept, strict=True):
        begins = source.column(f"{RECORDS}.bounds")[:].astype(np.int64)
        bounds.append(np.diff(begins).take(numbers))
        for start, end in _runs(numbers):
            for at in range(int(begins[start]), int(begins[end]), _COPIED):
                text.append(column[at : min(at + _COPIED, int(begins[end]))])


def _runs(numbers: Integers) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers, each as its first and the one behind its last."""
    if len(numbers):
        breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
        for first, after in pairwise([0, *breaks.tolist(), len(numbers)]):
            yield int(numbers[first]), int(numbers[after - 1]) + 1


def _concatenated(sources: Sequence[Segment], name: str, kept: Sequence[Integers]) -> NDArray[Any]:
    return np.concatenate([source.column(name)[:].take(numbers) for source, numbers in zip(sources, kept, strict=True)])


def _part(bounds: FileArray, rows: range) -> Integers:
    """Where the pieces of consecutive rows begin and end."""
    return bounds[rows.start : rows.stop + 1].astype(np.int64)
