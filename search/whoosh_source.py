"""A `Source` over a Whoosh index, read posting by posting through Whoosh's own reader."""

import datetime
import json
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.letter import Letter
from index.schema import EXACT, term_field
from index.whoosh_index import open_whoosh
from search.postings import NO_DOCS, NO_POSTINGS, Docs, Floats, Postings
from search.source import FacetColumn, Positions


class WhooshSource:
    """The state of the index in ``folder`` at the time of opening."""

    def __init__(self, folder: Path) -> None:
        self._reader = open_whoosh(folder).reader()
        self._lengths: dict[str, tuple[Floats, float]] = {}
        self._facets: dict[str, FacetColumn] = {}

    @property
    def size(self) -> int:
        """Letter numbers are below this."""
        return int(self._reader.doc_count_all())

    def everything(self) -> Docs:
        """All letters."""
        return self._everything

    def postings(self, field: str, term: str) -> Postings:
        """The letters with a term."""
        if (field, term) not in self._reader:
            return NO_POSTINGS
        matcher = self._reader.postings(field, term)
        docs, freqs = [], []
        while matcher.is_active():
            docs.append(matcher.id())
            freqs.append(matcher.weight())
            matcher.next()
        return Postings(np.array(docs, dtype=np.uint32), np.array(freqs, dtype=np.float64))

    def positions(self, field: str, term: str) -> Positions:
        """The places of a term."""
        if (field, term) not in self._reader:
            return Positions(NO_DOCS, np.zeros(1, dtype=np.int64), NO_DOCS)
        matcher = self._reader.postings(field, term)
        docs, bounds, places = [], [0], []
        while matcher.is_active():
            docs.append(matcher.id())
            places += matcher.value_as("positions")
            bounds.append(len(places))
            matcher.next()
        return Positions(
            np.array(docs, dtype=np.uint32), np.array(bounds, dtype=np.int64), np.array(places, dtype=np.uint32)
        )

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """The terms of a field that begin with ``prefix``."""
        return [term.decode() for term in self._reader.expand_prefix(field, prefix)]

    def lengths(self, field: str) -> tuple[Floats, float]:
        """Words in a searched field for each letter number, and their average."""
        if field not in self._lengths:
            name = term_field(field, EXACT.name)
            lengths = np.zeros(self.size)
            for doc in self._everything:
                lengths[doc] = self._reader.doc_field_length(int(doc), name, 0)
            self._lengths[field] = lengths, float(lengths.sum()) / max(len(self._everything), 1)
        return self._lengths[field]

    def facet(self, name: str) -> FacetColumn:
        """The values of a facet for every letter."""
        if name not in self._facets:
            values = self.terms(name)
            docs = [self.postings(name, value).docs for value in values]
            letters = np.concatenate([NO_DOCS, *docs])
            ordinals = np.repeat(np.arange(len(values), dtype=np.uint32), [len(found) for found in docs])
            bounds = np.concatenate(([0], np.cumsum(np.bincount(letters, minlength=self.size))))
            self._facets[name] = FacetColumn(values, bounds, ordinals[np.argsort(letters, kind="stable")])
        return self._facets[name]

    def days(self) -> NDArray[np.int32]:
        """For each letter number its date as days since year 1, 0 without a date."""
        return self._days

    def id_ranks(self) -> NDArray[np.int32]:
        """For each letter number the place of its id in the order of all ids."""
        return self._id_ranks

    def number(self, letter_id: str) -> int | None:
        """The number of the letter of this id."""
        docs = self.postings("id", letter_id).docs
        return int(docs[0]) if len(docs) else None

    def letter(self, number: int) -> Letter:
        """The letter of this number."""
        return Letter.from_record(json.loads(self._reader.stored_fields(number)["record"]))

    @cached_property
    def _everything(self) -> Docs:
        return np.fromiter(self._reader.all_doc_ids(), dtype=np.uint32)

    @cached_property
    def _days(self) -> NDArray[np.int32]:
        days = np.zeros(self.size, dtype=np.int32)
        for day in self.terms("date"):
            days[self.postings("date", day).docs] = datetime.date.fromisoformat(day).toordinal()
        return days

    @cached_property
    def _id_ranks(self) -> NDArray[np.int32]:
        ranks = np.zeros(self.size, dtype=np.int32)
        for rank, letter_id in enumerate(self.terms("id")):
            ranks[self.postings("id", letter_id).docs] = rank
        return ranks
