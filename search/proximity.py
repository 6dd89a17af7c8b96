"""Words that stand together: phrases and words near each other, from the places of their terms."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.postings import NO_POSTINGS, Docs, Mask, Postings, member
from search.source import Positions

_Places = NDArray[np.unsignedinteger]


def followed(words: Sequence[Positions]) -> Postings:
    """The letters where the words stand one after the other, and how often; there is at least one word."""
    rarest = min(range(len(words)), key=lambda number: len(words[number].places))
    word = words[rarest]
    left = np.arange(len(word.places))
    for number in sorted(range(len(words)), key=lambda number: len(words[number].places)):
        if number != rarest and len(left):
            places = word.places.take(left).astype(np.int64) + (number - rarest)
            left = left[_present(places, words[number].places)]
    letters = _letters(word).take(left)
    return _counted(letters)


def near(words: Sequence[Positions], distance: int) -> Postings:
    """The letters where the words stand in any order with at most ``distance`` others among them, and how often.

    ``words`` are distinct, at least one. A stretch of text counts once for each place where it can begin.
    """
    docs = _common(words)
    if not len(docs):
        return NO_POSTINGS
    found = [_within(word, docs) for word in words]
    places, letters = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.argsort(places, kind="stable")
    starts, letters = places.take(order), letters.take(order)
    ends, same = starts, np.append(True, starts[1:] != starts[:-1])
    for of_word, in_letters in found:
        following = np.searchsorted(of_word, starts)
        last = len(of_word) - 1
        same &= (following <= last) & (in_letters.take(np.minimum(following, last)) == letters)
        ends = np.maximum(ends, of_word.take(np.minimum(following, last)))
    return _counted(letters[same & (ends - starts < len(words) + distance)])


def _common(words: Sequence[Positions]) -> Docs:
    first, *others = sorted((word.docs for word in words), key=len)
    for docs in others:
        first = first[member(first, docs)]
    return first


def _letters(word: Positions) -> Docs:
    """The letter of each place of a word."""
    return np.repeat(word.docs, word.freqs)


def _within(word: Positions, docs: Docs) -> tuple[NDArray[np.int64], Docs]:
    """The places of a word in some letters, each with its letter."""
    kept = member(word.docs, docs)
    freqs = word.freqs[kept]
    return word.places[np.repeat(kept, word.freqs)].astype(np.int64), np.repeat(word.docs[kept], freqs)


def _present(places: NDArray[np.int64], among: _Places) -> Mask:
    """For each of ``places``, ascending, whether it is ``among`` them, ascending too."""
    if not len(among):
        return np.zeros(len(places), dtype=np.bool_)
    at = np.searchsorted(among, places.astype(among.dtype))
    np.minimum(at, len(among) - 1, out=at)
    return np.equal(among.take(at), places)


def _counted(docs: Docs) -> Postings:
    """How often each letter is there; ``docs`` ascend, and repeat."""
    if not len(docs):
        return NO_POSTINGS
    starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return Postings(docs.take(starts), np.diff(starts, append=len(docs)).astype(np.float32))
