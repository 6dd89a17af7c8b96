"""The first letters in an order, without sorting the others."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.postings import Docs, Matches, Places
from search.request import Sort

_BLOCKS: Final = 64


Key = Callable[[Places], NDArray[Any]]
"""Something to order by: the values of the entries at some places, the highest first."""


def keys(
    matches: Matches, sort: Sort, days: NDArray[np.int32], id_ranks: Callable[[Docs], NDArray[np.int64]]
) -> list[Key]:
    """What the hits are ordered by; ties by date (newest first), then id.

    Relevance is coverage, then score. ``days`` and ``id_ranks`` are those of `search.source.Source`; letters without a
    date come last by date, in either direction.
    """
    docs = matches.docs

    def by_coverage(places: Places) -> NDArray[Any]:
        return matches.coverage.take(places).astype(np.int16)

    def by_score(places: Places) -> NDArray[Any]:
        return matches.scores.take(places)

    def by_id(places: Places) -> NDArray[Any]:
        return -id_ranks(docs.take(places))

    def newest(places: Places) -> NDArray[Any]:
        return days.take(docs.take(places))

    def oldest(places: Places) -> NDArray[Any]:
        found = days.take(docs.take(places))
        return np.where(found == 0, -np.iinfo(np.int32).max, -found)  # the lowest whose negative exists

    if sort == "newest":
        return [newest, by_id]
    if sort == "oldest":
        return [oldest, by_id]
    return [by_coverage, by_score, newest, by_id]


def page(order: Sequence[Key], total: int, start: int, stop: int) -> Places:
    """The places ``start`` to ``stop`` in the order of the keys, of ``total`` entries; the last key has no ties."""
    stop = min(stop, total)
    if start >= stop:
        return np.empty(0, dtype=np.intp)
    chosen = []
    tied = np.arange(total)
    wanted = stop
    for key in order:
        if len(tied) <= wanted:
            break
        values = key(tied)
        bound = _highest(values, wanted)
        above = np.flatnonzero(values > bound)
        chosen.append(tied.take(above))
        wanted -= len(above)
        tied = tied.take(np.flatnonzero(values == bound))
    first = np.concatenate([*chosen, tied])
    ranked = np.lexsort([-key(first) for key in reversed(order)])
    return first.take(ranked[start:stop])


def _highest(values: NDArray[Any], number: int) -> Any:
    """The ``number``-th highest value; there are more values than that.

    The highest of each of many blocks bounds it from below, which leaves few values to look at.
    """
    size = len(values) // _BLOCKS
    if 2 * number < size:
        blocks = values[: size * _BLOCKS].reshape(_BLOCKS, size).max(axis=0)
        bound = np.partition(blocks, size - number)[size - number]
        if bound == values.max():
            return bound
        values = values.take(np.flatnonzero(values >= bound))
    return np.partition(values, len(values) - number)[len(values) - number]
