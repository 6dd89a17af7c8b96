"""Matching letters as arrays, and the set algebra on them.

Letters are numbered from 0 within one open index. All arrays of document numbers are uint32, ascending, without
repetition.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.uint32]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """Where a term occurs: ``docs`` and, of the same length, ``freqs`` (float64, how often in each)."""

    docs: Docs
    freqs: Floats


class Matches(NamedTuple):
    """Letters that match a part of the question.

    ``scores`` (float64) and ``coverage`` (float64, how many of the question's words the letter matches) are of the
    same length as ``docs``.
    """

    docs: Docs
    scores: Floats
    coverage: Floats


NO_DOCS: Final[Docs] = np.empty(0, dtype=np.uint32)
NO_POSTINGS: Final = Postings(NO_DOCS, np.empty(0))


def unscored(docs: Docs) -> Matches:
    """Letters that match without adding to the score (filters, exclusions)."""
    return Matches(docs, np.zeros(len(docs)), np.zeros(len(docs)))


def add_up(parts: list[Postings]) -> Postings:
    """Every letter in any of the parts, its frequencies added up."""
    if len(parts) < 2:
        return parts[0] if parts else NO_POSTINGS
    docs, places = _places([part.docs for part in parts])
    return Postings(docs, _sums(places, [part.freqs for part in parts], len(docs)))


def union(parts: list[Matches]) -> Matches:
    """Every letter in any of the parts; scores and coverage add up."""
    if len(parts) < 2:
        return parts[0] if parts else unscored(NO_DOCS)
    docs, places = _places([part.docs for part in parts])
    scores = _sums(places, [part.scores for part in parts], len(docs))
    coverage = _sums(places, [part.coverage for part in parts], len(docs))
    return Matches(docs, scores, coverage)


def intersection(parts: list[Matches]) -> Matches:
    """The letters in all parts; scores and coverage add up. There is at least one part."""
    first, *others = sorted(parts, key=lambda part: len(part.docs))
    for other in others:
        docs, left, right = np.intersect1d(first.docs, other.docs, assume_unique=True, return_indices=True)
        first = Matches(docs, first.scores[left] + other.scores[right], first.coverage[left] + other.coverage[right])
    return first


def keep(matches: Matches, docs: Docs) -> Matches:
    """The matches among ``docs``."""
    mask = np.isin(matches.docs, docs, assume_unique=True)
    return Matches(matches.docs[mask], matches.scores[mask], matches.coverage[mask])


def drop(docs: Docs, excluded: Docs) -> Docs:
    """``docs`` without ``excluded``."""
    return np.setdiff1d(docs, excluded, assume_unique=True)


def _places(parts: list[Docs]) -> tuple[Docs, NDArray[np.intp]]:
    docs, places = np.unique(np.concatenate(parts), return_inverse=True)
    return docs, places


def _sums(places: NDArray[np.intp], values: list[Floats], size: int) -> Floats:
    return np.bincount(places, weights=np.concatenate(values), minlength=size).astype(np.float64)
