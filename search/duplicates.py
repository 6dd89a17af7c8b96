"""Which letters have nearly the same text: reprints, letters to both chambers, letters filed in two dossiers.

Two texts resemble each other by the share of their shingles that both have, where a shingle is a run of `_RUN` words
(Broder, "On the resemblance and containment of documents", 1997). It is estimated from sketches: the range of hash
values is cut into bins, and each bin keeps its lowest value (Li, Owen & Zhang, "One permutation hashing", 2012).
The standard error is 0.025 where it decides.
"""

from collections.abc import Callable, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.letter import Letter

NEARLY: Final = 0.8
"""Of texts that resemble each other so much one word in forty differs, or a fifth of one is not in the other."""
_RUN: Final = 4
_FEWEST: Final = 64
"""A text with fewer shingles is like no other: in a summary of two sentences, few words make all the difference."""
_BINS: Final = 256
_BIN_BITS: Final = 8
_REMEMBERED: Final = 4096
_BEGINNING: Final = 8_000
_END: Final = 2_000
"""A text that is longer is told by so many signs of its beginning and of its end."""
_SIGNS: Final = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128)).encode() + bytes(128)
_BEYOND_ASCII: Final = bytes(range(128, 256))
"""Left out: quotation marks and dashes are what copies of a text differ in."""
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_FACTORS: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))

Sketch = NDArray[np.uint32]
"""A text in `_BINS` numbers, 0 for an empty bin; the same in every process. Texts with few shingles have only zeros."""
_Hashes = NDArray[np.uint64]


class Sketches:
    """Sketches of letters by number; those asked for last are remembered. Not for sharing between threads."""

    def __init__(self) -> None:
        self._known: dict[int, Sketch] = {}

    def of(self, number: int, read: Callable[[int], Letter]) -> Sketch:
        """The sketch of the text of the letter of this number, which is read when it is not known."""
        found = self._known.pop(number, None)
        if found is None:
            found = sketch(read(number).text)
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
        self._known[number] = found
        return found


def sketch(text: str) -> Sketch:
    """The sketch of a text. Capitals and punctuation make no difference."""
    if len(text) > _BEGINNING + _END:
        text = f"{text[:_BEGINNING]} {text[-_END:]}"
    hashes = np.sort(_shingles(text))
    lowest = np.zeros(_BINS, dtype=np.uint32)
    if len(hashes) >= _FEWEST:
        bins = (hashes >> np.uint64(64 - _BIN_BITS)).astype(np.intp)
        first = np.flatnonzero(np.diff(bins, prepend=-1))
        lowest[bins.take(first)] = (hashes.take(first) >> np.uint64(16)).astype(np.uint32) | np.uint32(1)
    return lowest


def resemblances(one: Sketch, others: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How much of its shingles a text shares with each of ``others`` (n x `_BINS`): from 0 to 1, for each of n."""
    filled = np.count_nonzero((others > 0) | (one > 0), axis=1)
    shared: NDArray[np.float64] = (filled - np.count_nonzero(others != one, axis=1)) / np.maximum(filled, 1)
    return shared


def first_of_each(sketches: Sequence[Sketch]) -> list[int]:
    """For each text the place of the first that it is nearly the same as: its own place if there is none before it.

    What is nearly the same as one of a group belongs to the group.
    """
    table = np.array(sketches, dtype=np.uint32).reshape(len(sketches), _BINS)
    firsts: list[int] = []
    for place, one in enumerate(table):
        near = np.flatnonzero(resemblances(one, table[:place]) >= NEARLY)
        firsts.append(firsts[near[0]] if len(near) else place)
    return firsts


def _shingles(text: str) -> _Hashes:
    """A hash for each run of words, in reading order: a polynomial in the check sums of its words, modulo 2^64."""
    words = text.encode(errors="ignore").translate(_SIGNS, _BEYOND_ASCII).split()
    sums = np.fromiter(map(crc32, words), dtype=np.uint64, count=len(words))
    runs = np.zeros(max(len(words) - _RUN + 1, 0), dtype=np.uint64)
    for place in range(_RUN):
        runs = runs * _BASE + sums[place : place + len(runs)]
    return _mixed(runs)


def _mixed(hashes: _Hashes) -> _Hashes:
    """Hashes with every bit depending on every other: the last step of MurmurHash3 (A. Appleby)."""
    for factor in _FACTORS:
        hashes = (hashes ^ (hashes >> np.uint64(33))) * factor
    return hashes ^ (hashes >> np.uint64(33))
