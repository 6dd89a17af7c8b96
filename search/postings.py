"""Matching letters as arrays, and the set algebra on them.

Letters are numbered from 0 within one open index. All arrays of document numbers are uint32, ascending, without
repetition. Two sets meet either by binary search (the small one is looked up in the large one) or by a table with a
place for every letter number; which one is faster depends on their sizes.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.uint32]
Scores = NDArray[np.float32]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Postings(NamedTuple):
    """Where a term occurs: ``docs`` and, of the same length, ``freqs`` (how often in each).

    ``freqs`` is of any dtype that float32 holds exactly; the smallest unsigned one is the fastest.
    """

    docs: Docs
    freqs: NDArray[np.number[Any]]


class Matches(NamedTuple):
    """Letters that match a question.

    ``scores`` (float32) and ``coverage`` (uint8, how many of the question's words the letter matches) are of the same
    length as ``docs``.
    """

    docs: Docs
    scores: Scores
    coverage: NDArray[np.uint8]

    def take(self, places: Places) -> "Matches":
        """The matches at ``places``."""
        return Matches(self.docs.take(places), self.scores.take(places), self.coverage.take(places))


NO_DOCS: Final[Docs] = np.empty(0, dtype=np.uint32)
NO_POSTINGS: Final = Postings(NO_DOCS, np.empty(0))

DENSE: Final = 8
"""Sets that add up to more than one letter in so many are handled by tables of all letters."""
_SEARCH: Final = 16
"""One binary search takes the time of so many places of a table."""


def is_dense(total: int, size: int) -> bool:
    """True when work on ``total`` postings is faster with tables of ``size`` places."""
    return total * DENSE > size


def either(parts: Sequence[Docs], size: int) -> Docs:
    """The letters in any of the parts."""
    full = [part for part in parts if len(part)]
    if len(full) < 2:
        return full[0] if full else NO_DOCS
    if is_dense(sum(map(len, full)), size):
        return np.flatnonzero(marked(full, size)).astype(np.uint32)
    merged = np.sort(np.concatenate(full), kind="stable")
    fresh = np.empty(len(merged), dtype=np.bool_)
    fresh[0] = True
    np.not_equal(merged[1:], merged[:-1], out=fresh[1:])
    return merged[fresh]


def count_either(parts: Sequence[Docs], size: int) -> int:
    """How many letters are in any of the parts."""
    *rest, largest = sorted(parts, key=len)
    others = either(rest, size)
    return len(largest) + len(others) - int(np.count_nonzero(member(others, largest)))


def marked(parts: Sequence[Docs], size: int) -> Mask:
    """A table of ``size`` places that is true for the letters in any of the parts."""
    table = np.zeros(size, dtype=np.bool_)
    for part in parts:
        table[part.astype(np.intp)] = True  # numpy scatters twice as fast with its own index type
    return table


def member(docs: Docs, among: Docs) -> Mask:
    """For each of ``docs`` whether it is in ``among``."""
    if not len(docs) or not len(among):
        return np.zeros(len(docs), dtype=np.bool_)
    top = int(max(docs[-1], among[-1])) + 1
    if _SEARCH * len(docs) < len(among) + top // _SEARCH:
        return _search(docs, among)[0]
    return marked([among], top).take(docs)


def align(postings: Postings, docs: Docs) -> Scores:
    """The frequency (float32) in each of ``docs``, 0 where the term does not occur."""
    few, many = len(postings.docs), len(docs)
    if not few or not many:
        return np.zeros(many, dtype=np.float32)
    top = int(max(docs[-1], postings.docs[-1])) + 1
    if _SEARCH * many < few + top // _SEARCH:
        found, places = _search(docs, postings.docs)
        return np.where(found, postings.freqs.take(places), 0).astype(np.float32)
    if _SEARCH * few < many + top // _SEARCH:
        found, places = _search(postings.docs, docs)
        aligned = np.zeros(many, dtype=np.float32)
        aligned[places[found]] = postings.freqs[found]
        return aligned
    return spread(postings, top).take(docs)


def spread(postings: Postings, size: int) -> Scores:
    """A table of ``size`` places with the frequency (float32) in each letter."""
    table = np.zeros(size, dtype=np.float32)
    table[postings.docs.astype(np.intp)] = postings.freqs
    return table


def add_up(parts: Sequence[Postings], size: int) -> Postings:
    """Every letter in any of the parts, its frequencies added up."""
    full = [part for part in parts if len(part.docs)]
    if len(full) < 2:
        return full[0] if full else NO_POSTINGS
    docs = np.concatenate([part.docs for part in full])
    freqs = np.concatenate([part.freqs for part in full]).astype(np.float32)
    if is_dense(len(docs), size):
        sums = np.bincount(docs, weights=freqs, minlength=size).astype(np.float32)
        found = np.flatnonzero(sums > 0)
        return Postings(found.astype(np.uint32), sums.take(found))
    order = np.argsort(docs, kind="stable")
    docs = docs.take(order)
    starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return Postings(docs.take(starts), np.add.reduceat(freqs.take(order), starts))


def everywhere(parts: Sequence[Postings]) -> Postings:
    """The letters in all of the parts, each with its lowest frequency; there is at least one part."""
    (docs, freqs), *others = sorted(parts, key=lambda part: len(part.docs))
    freqs = freqs.astype(np.float32)
    for other in others:
        found = align(other, docs)
        kept = np.flatnonzero(found)
        docs, freqs = docs.take(kept), np.minimum(freqs.take(kept), found.take(kept))
    return Postings(docs, freqs)


def _search(docs: Docs, among: Docs) -> tuple[Mask, Places]:
    """For each of ``docs`` whether it is in ``among``, and where (some place where it is not)."""
    places = np.searchsorted(among, docs)
    np.minimum(places, len(among) - 1, out=places)
    return among.take(places) == docs, places
