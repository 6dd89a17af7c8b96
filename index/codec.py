"""Whoosh's codec interface over our segments, so that its readers, searchers and queries work on the index.

Whoosh walks postings one at a time; our own engine takes the arrays that lie beneath (`ArraySegment.opened`).
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Automata, Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.formats import Format, Positions
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from index.errors import IndexUnusable
from index.schema import EXACT, FIELDS, term_field
from index.segments.deletions import Live, unpack
from index.segments.segment import KINDS, Segment, SegmentTerms
from index.store import SegmentEntry

_POSITIONS: Final = Positions()
_LENGTHS: Final = {term_field(field.name, EXACT.name): field.name for field in FIELDS}
"""Whoosh's field -> the searched field whose words it has."""

READ_ONLY: Final = "letters are written by index.writer"
"""What Whoosh's ways to write say."""

Term = tuple[str, bytes]


class ArrayCodec(Codec):
    """Reads segments; they are written by `index.segments.collector`."""

    def per_document_writer(self, storage: object, segment: object) -> NoReturn:
        """Refuses, as all that writes does."""
        raise NotImplementedError(READ_ONLY)

    def field_writer(self, storage: object, segment: object) -> NoReturn:
        """Refuses."""
        raise NotImplementedError(READ_ONLY)

    def postings_writer(self, dbfile: object, byteids: bool = False) -> NoReturn:
        """Refuses."""
        raise NotImplementedError(READ_ONLY)

    def new_segment(self, storage: object, indexname: str) -> NoReturn:
        """Refuses."""
        raise NotImplementedError(READ_ONLY)

    def postings_reader(
        self, dbfile: object, terminfo: object, format_: object, term: object = None, scorer: object = None
    ) -> NoReturn:
        """There is no file of postings to read from; see `ArrayTerms.matcher`."""
        raise NotImplementedError

    def per_document_reader(self, storage: object, segment: "ArraySegment") -> "ArrayDocuments":
        """What Whoosh asks about letters."""
        return ArrayDocuments(segment)

    def terms_reader(self, storage: object, segment: "ArraySegment") -> "ArrayTerms":
        """What Whoosh asks about terms."""
        return ArrayTerms(segment.opened)

    def automata(self, storage: object, segment: object) -> Automata:
        """Whoosh's own, for its fuzzy words."""
        return Automata()


class ArraySegment(WhooshSegment):
    """A segment as the table of contents names it; its file is opened when it is first needed."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        super().__init__("")  # type: ignore[no-untyped-call]
        self.segid = entry.file.partition(".")[0]
        self._path = folder / entry.file
        self._entry = entry

    @cached_property
    def opened(self) -> Segment:
        """The arrays. Raises `IndexUnusable` for a damaged file, `OSError` for one that is gone."""
        segment = Segment(self._path)
        if segment.size != self._entry.size:
            raise IndexUnusable(f"{self._path} heeft een ander aantal brieven; voer uit: kbindex --rebuild")
        return segment

    @cached_property
    def live(self) -> Live | None:
        """Which letters were not deleted (bool, size), None for all of them."""
        try:
            return unpack(self._entry.deleted, self._entry.size)
        except ValueError as error:
            raise IndexUnusable(f"{self._path}: de lijst van verwijderde brieven is beschadigd; "
                                "voer uit: kbindex --rebuild") from error  # fmt: skip

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Letters, deleted ones included."""
        return self._entry.size

    def deleted_count(self) -> int:
        """Deleted letters."""
        return 0 if self.live is None else int(np.count_nonzero(~self.live))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted letters."""
        return iter([] if self.live is None else np.flatnonzero(~self.live).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a letter was deleted; Whoosh also asks about the number behind the last one, which was not."""
        return self.live is not None and docnum < len(self.live) and not self.live[docnum]

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Refuses."""
        raise NotImplementedError(READ_ONLY)

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False


class ArrayTerms(TermsReader):
    """The terms of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: Term) -> bool:
        field, text = term
        return field in KINDS and self._segment.field(field).terms.find(text) >= 0

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayCursor":
        """A cursor at the first term of a field."""
        return ArrayCursor(self._segment.field(fieldname))

    def indexed_field_names(self) -> list[str]:
        """The fields with terms."""
        return sorted(KINDS)

    def terms(self) -> Iterator[Term]:
        """All terms, field by field."""
        for field in self.indexed_field_names():
            yield from ((field, text) for text in self._segment.field(field).terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms from one on, in its field and the later ones."""
        return ((field, text) for field, text, _ in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """The terms from one on, with their statistics."""
        return (
            ((field, text), _term_info(self._segment, field, row)) for field, text, row in self._from(fieldname, prefix)
        )

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term; `KeyError` when there is no such term."""
        return _term_info(self._segment, fieldname, self._row(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all letters together."""
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many letters a term stands."""
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> "ArrayMatcher":
        """The letters of a term, one at a time."""
        try:
            row = self._row(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from error
        begins = self._segment.begins(_LENGTHS[fieldname]) if fieldname in _LENGTHS else None
        return ArrayMatcher(self._segment.field(fieldname), row, begins, format_, scorer)

    def _row(self, fieldname: str, text: bytes) -> int:
        row = self._segment.field(fieldname).terms.find(text)
        if row < 0:
            raise KeyError(text)
        return row

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes, int]]:
        for field in self.indexed_field_names():
            if field >= fieldname:
                terms = self._segment.field(field).terms
                first = terms.first(prefix) if field == fieldname else 0
                yield from ((field, terms[row], row) for row in range(first, len(terms)))


class ArrayCursor(FieldCursor):
    """A place among the terms of a field."""

    def __init__(self, field: SegmentTerms) -> None:
        self._terms = field.terms
        self._row = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._row = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not before ``term``."""
        self._row = self._terms.first(term.encode() if isinstance(term, str) else term)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._row += 1
        return self.text()

    def text(self) -> str | None:
        """The term here, None behind the last one."""
        return self._terms[self._row].decode() if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._row < len(self._terms)


class ArrayMatcher(LeafMatcher):
    """The letters of one term, one at a time, ascending."""

    def __init__(
        self,
        field: SegmentTerms,
        row: int,
        begins: NDArray[np.unsignedinteger] | None,
        format_: Format,
        scorer: Any,
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._field, self._row, self._begins = field, row, begins
        self._term = (field.name, field.terms[row])
        self._docs, self._freqs = field.postings(row)
        self._at = 0

    def copy(self) -> "ArrayMatcher":
        """Another one at the same letter."""
        other = ArrayMatcher(self._field, self._row, self._begins, self.format, self.scorer)
        other._at = self._at
        return other

    def is_active(self) -> bool:
        """Whether it stands at a letter."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """Go to the first letter."""
        self._at = 0

    def id(self) -> int:
        """The letter's number."""
        return int(self._docs[self._at])

    def next(self) -> None:
        """Go to the next letter."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first letter that is not before this one."""
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._docs[self._at :], self._docs.dtype.type(id)))

    def all_ids(self) -> Iterator[int]:
        """The letters from the current one on."""
        ids: list[int] = self._docs[self._at :].tolist()
        return iter(ids)

    def weight(self) -> float:
        """How often the term stands in the letter."""
        return float(self._freqs[self._at])

    def value(self) -> bytes:
        """The letter's positions, or its frequency, as the field's format encodes them."""
        frequency = int(self._freqs[self._at])
        encoded: bytes = pack_uint(frequency) if self._begins is None else _POSITIONS.encode(self._positions())
        return encoded

    def value_as(self, astype: str) -> Any:
        """The letter's ``positions`` without the way there and back, or what the format makes of `value`."""
        if astype == "positions" and self._begins is not None:
            return self._positions()
        return super().value_as(astype)  # type: ignore[no-untyped-call]

    def supports_block_quality(self) -> bool:
        """No blocks here."""
        return False

    @cached_property
    def _bounds(self) -> NDArray[np.int64]:
        return np.concatenate(([0], np.cumsum(self._freqs, dtype=np.int64)))

    def _positions(self) -> list[int]:
        assert self._begins is not None
        start, end = self._bounds[self._at : self._at + 2].tolist()
        places = self._field.places(self._row)[start:end] - self._begins[self.id()]
        positions: list[int] = places.tolist()
        return positions


class ArrayDocuments(PerDocumentReader):
    """The letters of a segment."""

    def __init__(self, segment: ArraySegment) -> None:
        self._entry = segment
        self._segment = segment.opened

    def doc_count(self) -> int:
        """Letters that were not deleted."""
        return self._entry.doc_count_all() - self._entry.deleted_count()

    def doc_count_all(self) -> int:
        """Letters, deleted ones included."""
        return self._entry.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any letter was deleted."""
        return self._entry.live is not None

    def is_deleted(self, docnum: int) -> bool:
        """Whether a letter was deleted."""
        return self._entry.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """The deleted letters."""
        return self._entry.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Words in a field at the exact level, for Whoosh's own scoring."""
        name = _LENGTHS.get(fieldname)
        return int(self._segment.lengths(name)[docnum]) if name else default

    def field_length(self, fieldname: str) -> int:
        """Words of all letters in a field at the exact level."""
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Words of the shortest letter."""
        lengths = self._lengths(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """Words of the longest letter."""
        return int(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The letter's id, and its record (`Letter.to_record`)."""
        return {"id": self._segment.id(docnum), "record": self._segment.record(docnum)}

    def _lengths(self, fieldname: str) -> NDArray[np.uint32]:
        name = _LENGTHS.get(fieldname)
        return self._segment.lengths(name) if name else np.empty(0, dtype=np.uint32)


def _term_info(segment: Segment, fieldname: str, row: int) -> TermInfo:
    docs, freqs = segment.field(fieldname).postings(row)
    name = _LENGTHS.get(fieldname)
    lengths = segment.lengths(name).take(docs) if name else np.zeros(1, dtype=np.uint32)
    return TermInfo(
        weight=float(freqs.sum()),
        df=len(docs),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(freqs.max()),
        minid=int(docs[0]),
        maxid=int(docs[-1]),
    )
