"""Words that stand together: phrases and words near each other, from the places of their terms."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.postings import NO_POSTINGS, Docs, Postings, member
from search.source import Positions

_Places = NDArray[np.unsignedinteger]
_MERGED: Final = 3
"""Looking up one place takes the time of merging so many."""


def followed(words: Sequence[Positions]) -> Postings:
    """The letters where the words stand one after the other, and how often; there is at least one word."""
    rarest, *others = sorted(range(len(words)), key=lambda number: len(words[number].places))
    word = words[rarest]
    dtype = np.result_type(*(each.places.dtype for each in words))
    places = word.places.astype(dtype, copy=False)
    for number in others:
        shift = np.array(number - rarest).astype(dtype)  # backwards is forwards around the end of the numbers
        places = _both(places + shift, words[number].places.astype(dtype, copy=False)) - shift
    return _counted(_letters(word).take(np.searchsorted(word.places, places)))


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


def _both(few: _Places, many: _Places) -> _Places:
    """The places that are in both arrays; each array ascends without repetition.

    Two arrays of about one length are merged (numpy's stable sort merges ascending runs), else one is looked up.
    """
    if _MERGED * len(few) < len(many):
        at = np.searchsorted(many, few)
        np.minimum(at, len(many) - 1, out=at)
        kept = np.flatnonzero(many.take(at) == few)
    else:
        few = np.concatenate([few, many])
        few.sort(kind="stable")
        kept = np.flatnonzero(few[1:] == few[:-1])
    both: _Places = few.take(kept)
    return both


def _counted(docs: Docs) -> Postings:
    """How often each letter is there; ``docs`` ascend, and repeat."""
    if not len(docs):
        return NO_POSTINGS
    starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return Postings(docs.take(starts), np.diff(starts, append=len(docs)).astype(np.float32))
