"""Several segments -> one, without the letters that were deleted.

Terms are merged a batch at a time, so that memory does not grow with the segments: in sorted fields the terms of a
batch are consecutive rows of every source, and their postings consecutive values.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.schema import FACETS, FIELDS
from index.segments.array_file import ArrayFileWriter, ArrayStream
from index.segments.ragged import Integers, ranges
from index.segments.segment import RECORDS, Segment, SegmentTerms, TermField, term_fields
from index.segments.strings import Strings, checksums, write_hashes

_ROWS: Final = 32_768
"""Terms in a batch, of all sources together, more or less."""
_RELEASED: Final = 4_000_000
"""After so many places the sources' pages are let go."""
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
        for field in term_fields():
            terms = [source.field(field.name) for source in sources]
            moves = shifts[field.searched] if field.searched else []
            _Field(writer, field, terms, renumbered, moves).merge(sources)
        writer.add("days", _concatenated([source.days for source in sources], kept))
        for facet in FACETS:
            _merge_sets(writer, facet.name, sources, kept)
        _merge_records(writer, sources, kept)


def _merge_words(
    writer: ArrayFileWriter, name: str, sources: Sequence[Segment], kept: Sequence[Integers]
) -> list[NDArray[np.unsignedinteger]]:
    """Write what a searched field has by letter; for each source and letter how far its places move.

    A move backwards is one forwards around the end of the numbers, whose dtype is that of the places.
    """
    writer.add(f"{name}.lengths", _concatenated([source.lengths(name) for source in sources], kept))
    before = [source.begins(name).astype(np.int64) for source in sources]
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


@dataclass(slots=True)
class _Bounds:
    """Writes where pieces begin and end, as they come."""

    stream: ArrayStream
    end: int = 0

    def __post_init__(self) -> None:
        self.stream.append(np.zeros(1, dtype=np.uint64))

    def append(self, lengths: Integers) -> None:
        self.stream.append(self.end + np.cumsum(lengths))
        self.end += int(lengths.sum())


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

    def __init__(
        self,
        writer: ArrayFileWriter,
        field: TermField,
        sources: Sequence[SegmentTerms],
        renumbered: Sequence[NDArray[np.uint32]],
        shifts: Sequence[NDArray[np.unsignedinteger]],
    ) -> None:
        name = field.name
        text = sum(source.terms.text_size for source in sources)
        self._field = field
        self._sources = sources
        self._renumbered = renumbered
        self._shifts = shifts
        self._writer = writer
        self._crcs: list[NDArray[np.uint32]] = []
        self._text = writer.stream(f"{name}.text", np.uint8)
        self._bounds = _Bounds(writer.stream(f"{name}.bounds", np.uint32 if text < 2**32 else np.uint64))
        self._starts = _Bounds(writer.stream(f"{name}.starts", np.uint64))
        self._docs = writer.stream(f"{name}.docs", np.uint32)
        if field.counted:
            self._freqs = writer.stream(f"{name}.freqs", _widest([source.freqs for source in sources]))
        if field.places:
            self._place_starts = _Bounds(writer.stream(f"{name}.place_starts", np.uint64))
            self._places = writer.stream(f"{name}.places", shifts[0].dtype)

    def merge(self, segments: Sequence[Segment]) -> None:
        """Write the field; lets go of the pages of ``segments``, which are those of the sources."""
        moved = 0
        for batch in _batches([source.terms for source in self._sources]):
            weights = self._weights(batch)
            for part in _bounded(batch, weights):
                self._merge_batch(part)
            moved += int(weights.sum())
            if moved > _RELEASED:
                _release(segments)
                moved = 0
        write_hashes(self._writer, self._field.name, np.concatenate([np.empty(0, dtype=np.uint32), *self._crcs]))
        _release(segments)

    def _weights(self, batch: _Batch) -> Integers:
        """How many places, or postings where there are no places, each term of a batch has."""
        weights = np.zeros(len(batch.terms), dtype=np.int64)
        for source, rows, places in zip(self._sources, batch.rows, batch.places, strict=True):
            weights[places] += np.diff(_part(source.widest_starts, rows))
        return weights

    def _merge_batch(self, batch: _Batch) -> None:
        sizes = self._append(batch) if len(batch.terms) > 1 else self._append_term(batch)
        present = np.flatnonzero(sizes.postings)
        self._write_terms([batch.terms[place] for place in present.tolist()])
        self._starts.append(sizes.postings.take(present))
        if self._field.places:
            self._place_starts.append(sizes.places.take(present))

    def _append(self, batch: _Batch) -> _Sizes:
        """Write the postings of several terms: all rows in one array, put in order."""
        starts = [_part(source.starts, rows) for source, rows in zip(self._sources, batch.rows, strict=True)]
        rows = np.concatenate(batch.places)
        lengths = np.concatenate([np.diff(bounds) for bounds in starts])
        order = np.argsort(rows, kind="stable")
        chosen = ranges((np.cumsum(lengths) - lengths).take(order), lengths.take(order))
        before = [source.docs[bounds[0] : bounds[-1]] for source, bounds in zip(self._sources, starts, strict=True)]
        docs = _looked_up(self._renumbered, before).take(chosen)
        live = np.flatnonzero(docs != _DELETED)
        self._docs.append(docs.take(live))
        terms = np.repeat(rows.take(order), lengths.take(order)).take(live)
        postings = np.bincount(terms, minlength=len(batch.terms))
        if not self._field.counted:
            return _Sizes(postings, postings)
        freqs = _gathered([source.freqs for source in self._sources], starts)
        chosen = chosen.take(live)
        self._freqs.append(freqs.take(chosen))
        if not self._field.places:
            return _Sizes(postings, postings)
        counts = freqs.astype(np.int64)
        begins = (np.cumsum(counts) - counts).take(chosen)
        counts = counts.take(chosen)
        place_starts = [
            _part(source.place_starts, rows) for source, rows in zip(self._sources, batch.rows, strict=True)
        ]
        places = _gathered([source.all_places for source in self._sources], place_starts).take(ranges(begins, counts))
        self._places.append(places + np.repeat(_looked_up(self._shifts, before).take(chosen), counts))
        return _Sizes(postings, np.bincount(terms, counts, len(batch.terms)).astype(np.int64))

    def _append_term(self, batch: _Batch) -> _Sizes:
        """Write the postings of one term, which may be very many: source by source, some at a time."""
        postings = words = 0
        for number, (source, rows) in enumerate(zip(self._sources, batch.rows, strict=True)):
            if not rows:
                continue
            fresh = self._renumbered[number]
            start, end = _part(source.starts, rows).tolist()
            place = int(source.place_starts[rows.start]) if self._field.places else 0
            for at in range(start, end, _WEIGHT):
                part = slice(at, min(at + _WEIGHT, end))
                docs = fresh.take(source.docs[part])
                live = docs != _DELETED
                self._docs.append(docs[live])
                postings += int(np.count_nonzero(live))
                if source.freqs is not None:
                    freqs = source.freqs[part]
                    self._freqs.append(freqs[live])
                    if self._field.places:
                        count = int(freqs.sum(dtype=np.int64))
                        places = source.all_places[place : place + count]
                        places = places + np.repeat(self._shifts[number].take(source.docs[part]), freqs)
                        self._places.append(places if live.all() else places[np.repeat(live, freqs)])
                        place += count
                        words += int(freqs[live].sum(dtype=np.int64))
        return _Sizes(np.array([postings]), np.array([words]))

    def _write_terms(self, terms: Sequence[bytes]) -> None:
        self._text.append(np.frombuffer(b"".join(terms), dtype=np.uint8))
        self._crcs.append(checksums(terms))
        self._bounds.append(np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)))


def _batches(sources: Sequence[Strings]) -> Iterator[_Batch]:
    """The terms of all sources in order; those of one batch come before those of the next."""
    size = max(_ROWS // len(sources), 64)
    at = [0] * len(sources)
    while any(row < len(source) for row, source in zip(at, sources, strict=True)):
        blocks = [
            source.block(range(row, min(row + size, len(source)))) for row, source in zip(at, sources, strict=True)
        ]
        unfinished = [
            block[-1]
            for block, row, source in zip(blocks, at, sources, strict=True)
            if block and row + len(block) < len(source)
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


def _bounded(batch: _Batch, weights: Integers) -> Iterator[_Batch]:
    """The batch in parts that have one term, or not too much weight."""
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


def _looked_up(tables: Sequence[NDArray[Any]], numbers: Sequence[NDArray[np.uint32]]) -> NDArray[Any]:
    """What the table of each source has for letters of it, one source after the other."""
    return np.concatenate([table.take(part) for table, part in zip(tables, numbers, strict=True)])


def _gathered(columns: Sequence[NDArray[Any] | None], bounds: Sequence[Integers]) -> NDArray[Any]:
    """The values of consecutive rows of each source, one source after the other."""
    return np.concatenate(
        [column[part[0] : part[-1]] for column, part in zip(columns, bounds, strict=True) if column is not None]
    )


def _merge_sets(writer: ArrayFileWriter, name: str, sources: Sequence[Segment], kept: Sequence[Integers]) -> None:
    """Write a facet by letter; its terms are those that letters still have, so they are known from the sets."""
    numbers: dict[tuple[bytes, ...], int] = {}
    codes = []
    for source, letters in zip(sources, kept, strict=True):
        sets = source.facet(name)
        of_letters = sets.codes.take(letters)
        used = np.unique(of_letters)
        terms = list(source.field(name).terms)
        fresh = np.zeros(len(sets.bounds), dtype=np.uint32)
        for number in used.tolist():
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
    size = sum(source.records.text_size for source in sources)
    bounds = _Bounds(writer.stream(f"{RECORDS}.bounds", np.uint32 if size < 2**32 else np.uint64))
    for source, numbers in zip(sources, kept, strict=True):
        begins = source.records.bounds.astype(np.int64)
        bounds.append(np.diff(begins).take(numbers))
        for start, end in _runs(numbers):
            for at in range(int(begins[start]), int(begins[end]), _COPIED):
                text.append(source.records.text(at, min(at + _COPIED, int(begins[end]))))
        _release(sources)


def _runs(numbers: Integers) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers, each as its first and the one behind its last."""
    if len(numbers):
        breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
        for first, after in pairwise([0, *breaks.tolist(), len(numbers)]):
            yield int(numbers[first]), int(numbers[after - 1]) + 1


def _concatenated(columns: Sequence[NDArray[Any]], kept: Sequence[Integers]) -> NDArray[Any]:
    return np.concatenate([column.take(numbers) for column, numbers in zip(columns, kept, strict=True)])


def _part(bounds: NDArray[Any], rows: range) -> Integers:
    """Where the pieces of consecutive rows begin and end."""
    return bounds[rows.start : rows.stop + 1].astype(np.int64)


def _widest(columns: Sequence[NDArray[Any] | None]) -> np.dtype[Any]:
    return np.result_type(*(column.dtype for column in columns if column is not None))


def _release(segments: Sequence[Segment]) -> None:
    for segment in segments:
        segment.release()
