"""What answering needs of an index: letters, terms and facets as arrays.

Letters are numbered from 0 to below `Source.size`; the numbers of deleted letters are never given.
"""

from collections.abc import Collection
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.letter import Letter
from search.postings import Docs, Postings


class Positions(NamedTuple):
    """Where a term stands: ``freqs[i]`` times in ``docs[i]``, in all at ``places``, ascending.

    A place is a word position counted through all letters of the source, with at least one place left free between
    two letters. ``docs`` is uint32 and ascending, ``freqs`` unsigned and as long, ``places`` uint32 or uint64.
    """

    docs: Docs
    freqs: NDArray[np.unsignedinteger]
    places: NDArray[np.unsignedinteger]


class FacetColumn(NamedTuple):
    """The values of every letter, by the sets of values that occur: counting sets takes one step for each letter.

    Letter ``d`` has the set ``codes[d]`` (size); set ``s`` has the ``values`` at the places
    ``ordinals[starts[s]:starts[s] + lengths[s]]``. All arrays are int64. Values that no letter has may be among them.
    """

    values: list[str]
    codes: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    ordinals: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        values: list[str],
        codes: NDArray[np.int64],
        lengths: NDArray[np.int64],
        ordinals: NDArray[np.int64],
    ) -> Self:
        """The column of sets whose ordinals stand one set after the other."""
        return cls(values, codes, np.cumsum(lengths) - lengths, lengths, ordinals)


class TextColumn(NamedTuple):
    """The n terms of a field in one segment, sorted: ``text`` (uint8) has their UTF-8 one after the other.

    Term ``t`` begins at ``bounds[t]`` and ends at ``bounds[t + 1]`` (unsigned, n + 1).
    """

    text: NDArray[np.uint8]
    bounds: NDArray[np.unsignedinteger]


class Source(Protocol):
    """One state of an index, opened. ``field`` names are those of `index.schema.term_field`."""

    @property
    def size(self) -> int:
        """Letter numbers are below this."""
        ...

    def everything(self) -> Docs:
        """All letters."""
        ...

    def postings(self, field: str, term: str) -> Postings:
        """The letters with a term; empty when there are none."""
        ...

    def positions(self, field: str, term: str) -> Positions:
        """The places of a term, in a field that keeps them."""
        ...

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """The terms of a field that begin with ``prefix``, in the order of their UTF-8 bytes."""
        ...

    def frequent(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """The ``most`` terms of a field that begin with ``prefix`` and that most letters have, with how many have them.

        Most letters first, then in the order of their bytes.
        """
        ...

    def family(self, term: str) -> Collection[str]:
        """The exact terms of the words that have a term as their stem, or as that of a part.

        Those of words that only deleted letters have may be among them.
        """
        ...

    def vocabulary(self, field: str) -> list[TextColumn]:
        """The terms of a field in each segment, as they lie there: terms of deleted letters may be among them."""
        ...

    def lengths(self, field: str) -> tuple[NDArray[np.unsignedinteger], float]:
        """Words in a searched field (``title``, ``text``) for each letter number, and their average."""
        ...

    def facet(self, name: str) -> FacetColumn:
        """The values of a facet for every letter; ``date`` has a day (``2022-02-17``) or nothing."""
        ...

    def days(self) -> NDArray[np.int32]:
        """For each letter number its date as days since year 1 (`datetime.date.toordinal`), 0 without a date."""
        ...

    def id_ranks(self, docs: Docs) -> NDArray[np.int64]:
        """For each of ``docs`` a number that orders them as their ids do."""
        ...

    def id(self, number: int) -> str:
        """The id of the letter of this number."""
        ...

    def number(self, letter_id: str) -> int | None:
        """The number of the letter of this id."""
        ...

    def head(self, number: int) -> Letter:
        """The letter of this number without its text, paragraphs, notes and references."""
        ...

    def letter(self, number: int) -> Letter:
        """The letter of this number."""
        ...
