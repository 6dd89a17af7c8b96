"""Ragged arrays: rows of different lengths, one after the other in one array."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def starts_of(lengths: Integers) -> NDArray[np.uint64]:
    """Where each of n rows begins and ends (uint64, n + 1)."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.uint64)


def bounds_of(lengths: Integers) -> NDArray[np.unsignedinteger]:
    """Where each of n rows begins and ends (n + 1): uint32 when that holds the end, else uint64."""
    bounds = starts_of(lengths)
    return bounds.astype(np.uint32) if bounds[-1] < 2**32 else bounds


def ranges(starts: Integers, lengths: Integers) -> Integers:
    """The numbers ``starts[i]`` to ``starts[i] + lengths[i]`` for each i, one range after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - ends + lengths, lengths)
