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
from index.segments.collector import Integers, ranges
from index.segments.segment import RECORDS, Segment, SegmentTerms, TermField, term_fields
from index.segments.strings import Strings

_ROWS: Final = 32_768
"""Terms in a batch, of all sources together, more or less."""
_RELEASED: Final = 16
"""After so many batches the sources' pages are let go."""
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
        for field in term_fields():
            _Field(writer, field, [source.field(field.name) for source in sources], renumbered).merge(sources)
        for searched in FIELDS:
            name = searched.name
            writer.add(f"{name}.lengths", _concatenated([source.lengths(name) for source in sources], kept))
        writer.add("days", _concatenated([source.days for source in sources], kept))
        for facet in FACETS:
            _merge_sets(writer, facet.name, sources, kept)
        _merge_records(writer, sources, kept)


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
    """The sorted terms of a batch, the rows of each source that have them, and for each row its term's place."""

    terms: list[bytes]
    rows: list[range]
    places: Integers


class _Field:
    """One field on its way from several sources into one."""

    def __init__(
        self,
        writer: ArrayFileWriter,
        field: TermField,
        sources: Sequence[SegmentTerms],
        renumbered: Sequence[NDArray[np.uint32]],
    ) -> None:
        name = field.name
        text = sum(source.terms.text_size for source in sources)
        self._field = field
        self._sources = sources
        self._renumbered = renumbered
        self._text = writer.stream(f"{name}.text", np.uint8)
        self._bounds = _Bounds(writer.stream(f"{name}.bounds", np.uint32 if text < 2**32 else np.uint64))
        self._starts = _Bounds(writer.stream(f"{name}.starts", np.uint64))
        self._docs = writer.stream(f"{name}.docs", np.uint32)
        if field.counted:
            self._freqs = writer.stream(f"{name}.freqs", _widest([source.freqs for source in sources]))
        if field.positions:
            self._place_starts = _Bounds(writer.stream(f"{name}.place_starts", np.uint64))
            self._places = writer.stream(f"{name}.places", _widest([source.places for source in sources]))

    def merge(self, segments: Sequence[Segment]) -> None:
        """Write the field; lets go of the pages of ``segments``, which are those of the sources."""
        for number, batch in enumerate(_batches([source.terms for source in self._sources]), start=1):
            self._merge_batch(batch)
            if number % _RELEASED == 0:
                _release(segments)
        _release(segments)

    def _merge_batch(self, batch: _Batch) -> None:
        starts = [_part(source.starts, rows) for source, rows in zip(self._sources, batch.rows, strict=True)]
        lengths = np.concatenate([np.diff(bounds) for bounds in starts])
        docs = np.concatenate(
            [
                fresh.take(source.docs[bounds[0] : bounds[-1]])
                for source, bounds, fresh in zip(self._sources, starts, self._renumbered, strict=True)
            ]
        )
        order = np.argsort(batch.places, kind="stable")
        chosen = ranges((np.cumsum(lengths) - lengths).take(order), lengths.take(order))
        docs = docs.take(chosen)
        terms = np.repeat(batch.places.take(order), lengths.take(order))
        live = np.flatnonzero(docs != _DELETED)
        counts = np.bincount(terms.take(live), minlength=len(batch.terms))
        present = np.flatnonzero(counts)
        self._write_terms([batch.terms[place] for place in present.tolist()])
        self._starts.append(counts.take(present))
        self._docs.append(docs.take(live))
        if self._field.counted:
            freqs = np.concatenate(
                [
                    source.freqs[bounds[0] : bounds[-1]]
                    for source, bounds in zip(self._sources, starts, strict=True)
                    if source.freqs is not None
                ]
            )
            self._freqs.append(freqs.take(chosen).take(live))
            if self._field.positions:
                self._merge_places(batch, freqs.astype(np.int64), chosen.take(live), terms.take(live), present)

    def _write_terms(self, terms: Sequence[bytes]) -> None:
        self._text.append(np.frombuffer(b"".join(terms), dtype=np.uint8))
        self._bounds.append(np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)))

    def _merge_places(
        self, batch: _Batch, freqs: Integers, chosen: Integers, terms: Integers, present: Integers
    ) -> None:
        """Write the places of the chosen postings; ``freqs`` are those of all postings of the batch, as they lie."""
        pieces = []
        for source, rows in zip(self._sources, batch.rows, strict=True):
            bounds = _part(source.place_starts, rows)
            pieces.append(source.places[bounds[0] : bounds[-1]])
        begins = np.cumsum(freqs) - freqs
        counts = freqs.take(chosen)
        self._places.append(np.concatenate(pieces).take(ranges(begins.take(chosen), counts)))
        words = np.bincount(terms, weights=counts, minlength=len(batch.terms))
        self._place_starts.append(words.take(present).astype(np.int64))


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
        total = sum(map(len, blocks))
        places = np.fromiter((place[term] for block in blocks for term in block), dtype=np.int64, count=total)
        rows = [range(row, row + len(block)) for row, block in zip(at, blocks, strict=True)]
        yield _Batch(terms, rows, places)
        at = [part.stop for part in rows]


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
    size = sum(int(source.record_bounds[-1]) for source in sources)
    bounds = _Bounds(writer.stream(f"{RECORDS}.bounds", np.uint32 if size < 2**32 else np.uint64))
    for source, numbers in zip(sources, kept, strict=True):
        begins = source.record_bounds.astype(np.int64)
        bounds.append(np.diff(begins).take(numbers))
        for start, end in _runs(numbers):
            for at in range(int(begins[start]), int(begins[end]), _COPIED):
                text.append(source.packed_records(at, min(at + _COPIED, int(begins[end]))))
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
