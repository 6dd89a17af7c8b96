"""Letters in memory on their way to a segment: a letter is a row of numbers, and terms are sorted all at once."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.letter import Letter
from index.schema import FACETS, FIELDS, PART, WORD_LEVELS, term_field
from index.segments.array_file import ArrayFileWriter
from index.segments.chunks import NONE, Chunks, Numbers
from index.segments.families import write_families
from index.segments.ragged import Integers, ranges, starts_of
from index.segments.segment import ID, KINDS, RECORDS, TermField, pack_record
from index.segments.strings import write_pieces, write_strings
from index.tokens import bound


class _Sorted(NamedTuple):
    """Numbered strings in the order of their bytes, and by number the place of each in it (uint32)."""

    texts: list[bytes]
    ranks: NDArray[np.uint32]

    @classmethod
    def of(cls, numbers: Numbers, present: Integers | None = None) -> Self:
        """Sort the strings, or those of the numbers ``present``: the order of characters is that of their bytes."""
        names = list(numbers)
        if present is None:
            present = np.arange(len(names))
        order = sorted(present.tolist(), key=names.__getitem__)
        ranks = np.zeros(len(names), dtype=np.uint32)
        ranks[order] = np.arange(len(order))
        return cls([names[number].encode() for number in order], ranks)


class _Facet:
    """The values of one facet, letter after letter, as the sets of values that occur."""

    def __init__(self) -> None:
        self._values = Numbers()
        self._sets: dict[tuple[int, ...], int] = {}
        self._codes = array("I")

    def add(self, values: tuple[str, ...]) -> None:
        """The values of the next letter."""
        numbers = tuple(map(self._values.__getitem__, values))
        self._codes.append(self._sets.setdefault(numbers, len(self._sets)))

    def write(self, writer: ArrayFileWriter, field: TermField) -> None:
        """Write the facet's terms, and its values by letter."""
        values = _Sorted.of(self._values)
        lengths = np.fromiter(map(len, self._sets), dtype=np.int64, count=len(self._sets))
        rows = values.ranks.take(np.array(list(chain.from_iterable(self._sets)), dtype=np.int64))
        starts = np.cumsum(lengths) - lengths
        codes = _array(self._codes)
        of_letters = ranges(starts.take(codes), lengths.take(codes))
        docs = np.repeat(np.arange(len(codes), dtype=np.uint32), lengths.take(codes))
        write_postings(writer, field, values.texts, rows.take(of_letters), docs)
        writer.add(f"{field.name}.sets", codes)
        writer.add(f"{field.name}.set_bounds", np.append(starts, len(rows)).astype(np.uint32))
        writer.add(f"{field.name}.set_rows", rows)


class _Words(NamedTuple):
    """The words of one searched field, in reading order: their letter, place, and token number.

    ``begins`` is that of `index.segments.segment`.
    """

    docs: NDArray[np.uint32]
    places: NDArray[np.uint32]
    tokens: Integers
    begins: Integers


class Collector:
    """Takes letters, to write them as one segment."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._texts = {field.name: (array("I"), array("Q", [0])) for field in FIELDS}
        self._facets = {facet.name: _Facet() for facet in FACETS}
        self._days = array("i")
        self._ids = Numbers()
        self._id_numbers = array("I")
        self._records: list[bytes] = []

    @property
    def size(self) -> int:
        """How many letters it holds."""
        return len(self._records)

    @property
    def words(self) -> int:
        """How many words they have, more or less."""
        return sum(len(chunks) for chunks, _ in self._texts.values())

    def add(self, letter: Letter) -> None:
        """Take one more letter."""
        for name, (chunks, bounds) in self._texts.items():
            chunks.extend(map(self._chunks.__getitem__, bound(getattr(letter, name)).split()))
            bounds.append(len(chunks))
        for name, values in facet_values(letter).items():
            self._facets[name].add(values)
        self._days.append(letter.date.toordinal() if letter.date else 0)
        self._id_numbers.append(self._ids[letter.id])
        self._records.append(pack_record(letter))

    def write(self, path: Path) -> None:
        """Write the segment of these letters."""
        with ArrayFileWriter(path) as writer:
            self._write_texts(writer)
            for name, facet in self._facets.items():
                facet.write(writer, KINDS[name])
            ids = _Sorted.of(self._ids)
            docs = np.arange(self.size, dtype=np.uint32)
            write_postings(writer, KINDS[ID], ids.texts, ids.ranks.take(_array(self._id_numbers)), docs)
            writer.add("days", np.array(self._days, dtype=np.int32))
            write_pieces(writer, RECORDS, self._records)

    def _write_texts(self, writer: ArrayFileWriter) -> None:
        words = {name: self._words(name) for name in self._texts}
        used = np.zeros(len(self._chunks.offsets), dtype=np.bool_)
        for found in words.values():
            used[found.tokens] = True
        for name, found in words.items():
            writer.add(f"{name}.lengths", np.bincount(found.docs, minlength=self.size).astype(np.uint32))
            writer.add(f"{name}.begins", found.begins.astype(np.uint32))
        for level, numbers, of_tokens in zip(WORD_LEVELS, self._chunks.vocabulary, self._chunks.terms, strict=True):
            terms = _array(of_tokens)
            present = np.unique(terms[used & (terms != NONE)])
            vocabulary = _Sorted.of(numbers, present)
            for name, found in words.items():
                field = KINDS[term_field(name, level.name)]
                chosen = terms.take(found.tokens)
                there = np.flatnonzero(chosen != NONE)
                ranks = vocabulary.ranks.take(chosen.take(there))
                places = found.places.take(there) if field.places else None
                write_postings(writer, field, vocabulary.texts, ranks, found.docs.take(there), places)
        self._write_parts(writer, words, used)
        self._write_families(writer, used)

    def _write_parts(self, writer: ArrayFileWriter, words: Mapping[str, _Words], used: NDArray[np.bool_]) -> None:
        """Write the terms at the level of parts, of which a word has any number."""
        bounds, terms = _array(self._chunks.part_bounds).astype(np.int64), _array(self._chunks.part_terms)
        counts = np.diff(bounds)
        vocabulary = _Sorted.of(self._chunks.part_vocabulary, np.unique(terms[np.repeat(used, counts)]))
        for name, found in words.items():
            compounds = np.flatnonzero(counts.take(found.tokens))
            tokens, docs = found.tokens.take(compounds), found.docs.take(compounds)
            numbers = terms.take(ranges(bounds.take(tokens), counts.take(tokens)))
            ranks = vocabulary.ranks.take(numbers)
            write_postings(
                writer,
                KINDS[term_field(name, PART.name)],
                vocabulary.texts,
                ranks,
                np.repeat(docs, counts.take(tokens)),
            )

    def _write_families(self, writer: ArrayFileWriter, used: NDArray[np.bool_]) -> None:
        """Write for each stem, of a word or of a part of one, the exact terms that have it."""
        exact, stems = map(_array, self._chunks.terms)
        bounds = _array(self._chunks.part_bounds).astype(np.int64)
        counts = bounds[1:] - bounds[:-1]
        stemmed = np.flatnonzero(used & (stems != NONE))
        in_parts = np.repeat(used, counts)
        families: dict[str, set[str]] = defaultdict(set)
        words = list(self._chunks.vocabulary[0])
        for vocabulary, numbers, of_words in (
            (self._chunks.vocabulary[1], stems.take(stemmed), exact.take(stemmed)),
            (
                self._chunks.part_vocabulary,
                _array(self._chunks.part_terms)[in_parts],
                np.repeat(exact, counts)[in_parts],
            ),
        ):
            terms = list(vocabulary)
            for pair in np.unique(numbers.astype(np.uint64) << np.uint64(32) | of_words).tolist():
                families[terms[pair >> 32]].add(words[pair & NONE])
        write_families(writer, families)

    def _words(self, name: str) -> _Words:
        of_letters, letter_bounds = self._texts[name]
        chunks, bounds = _array(of_letters), _array(letter_bounds).astype(np.int64)
        token_bounds = _array(self._chunks.bounds).astype(np.int64)
        counts = np.diff(token_bounds).take(chunks)
        docs = np.repeat(np.arange(self.size, dtype=np.uint32), np.diff(bounds))
        before = np.append(0, np.cumsum(_array(self._chunks.widths).take(chunks), dtype=np.int64))
        found = ranges(token_bounds.take(chunks), counts)
        places = np.repeat(before[:-1] + docs, counts) + _array(self._chunks.offsets).take(found)
        begins = before.take(bounds) + np.arange(self.size + 1)
        return _Words(np.repeat(docs, counts), places.astype(np.uint32), found, begins)


def facet_values(letter: Letter) -> dict[str, tuple[str, ...]]:
    """The terms of a letter in each facet field, each once; the date is its day."""
    return {
        "mission": _distinct(mission.id for mission in letter.missions),
        "ministry": _distinct(ministry.id for ministry in letter.ministries),
        "date": (letter.date.isoformat(),) if letter.date else (),
        "dossier": _distinct(letter.dossiers),
        "signatory": _distinct(signatory.name for signatory in letter.signatories if signatory.name),
        "kind": (letter.kind,),
        "cites": _distinct(reference.id for reference in letter.references),
    }


def write_postings(
    writer: ArrayFileWriter,
    field: TermField,
    texts: Sequence[bytes],
    ranks: NDArray[np.uint32],
    docs: NDArray[np.uint32],
    places: NDArray[np.uint32] | None = None,
) -> None:
    """Write the terms of a field and where they stand.

    Word w of the letters is the term ``texts[ranks[w]]`` (``texts`` sorted) and stands in the letter ``docs[w]`` at
    ``places[w]``; the words come in the order of letters and places. Terms that do not occur are left out.
    """
    keys = ranks.astype(np.uint64) << np.uint64(32)
    keys |= docs if places is None else np.arange(len(docs), dtype=np.uint32)
    keys.sort()
    ranks, lower = (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32)
    docs = lower if places is None else docs.take(lower)
    fresh = np.ones(len(docs), dtype=np.bool_)
    fresh[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(fresh)
    counts = np.bincount(ranks.take(firsts), minlength=len(texts))
    present = np.flatnonzero(counts)
    name = field.name
    write_strings(writer, name, [texts[row] for row in present.tolist()])
    writer.add(f"{name}.starts", starts_of(counts.take(present)))
    writer.add(f"{name}.docs", docs.take(firsts))
    if field.counted:
        writer.add(f"{name}.freqs", smallest(np.diff(firsts, append=len(docs))))
    if places is not None:
        words = np.bincount(ranks, minlength=len(texts))
        writer.add(f"{name}.place_starts", starts_of(words.take(present)))
        writer.add(f"{name}.places", places.take(lower))


def smallest(values: NDArray[Any]) -> NDArray[np.unsignedinteger]:
    """The values in the smallest unsigned dtype that holds them all."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _array(values: "array[int]") -> NDArray[Any]:
    return np.frombuffer(values, dtype=values.typecode) if len(values) else np.empty(0, dtype=values.typecode)
