"""Words that stand together: phrases and words near each other, from the positions of their terms.

A place in the collection is one int64, the letter's number in the upper half and the word position in the lower one,
so that a comparison of two arrays of places is a comparison within letters.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.postings import NO_POSTINGS, Docs, Postings, member
from search.source import Positions

_Places = NDArray[np.int64]
_LETTER: Final = 32


def followed(words: Sequence[Positions]) -> Postings:
    """The letters where the words stand one after the other, and how often; there is at least one word."""
    docs = _common(words)
    rarest, *others = sorted(enumerate(words), key=lambda word: len(word[1].places))
    starts = _starts(rarest[1], docs, rarest[0])
    for distance, word in others:
        if not len(starts):
            break
        starts = starts[_present(starts, _starts(word, docs, distance))]
    return _counted(starts)


def near(words: Sequence[Positions], distance: int) -> Postings:
    """The letters where the words stand in any order with at most ``distance`` others among them, and how often.

    ``words`` are distinct, at least one. A stretch of text counts once for each place where it can begin.
    """
    docs = _common(words)
    places = [_starts(word, docs, 0) for word in words]
    starts = np.sort(np.concatenate(places), kind="stable")
    ends = starts
    for word in places:
        if not len(word):
            return NO_POSTINGS
        following = np.searchsorted(word, starts)
        complete = following < len(word)
        starts, ends = starts[complete], ends[complete]
        ends = np.maximum(ends, word.take(following[complete]))
    return _counted(starts[ends - starts < len(words) + distance])


def _common(words: Sequence[Positions]) -> Docs:
    first, *others = sorted((word.docs for word in words), key=len)
    for docs in others:
        first = first[member(first, docs)]
    return first


def _starts(word: Positions, docs: Docs, distance: int) -> _Places:
    """The places, ascending, where words begin that have this one at ``distance``, in letters ``docs``."""
    rows = np.searchsorted(word.docs, docs)
    begin = word.bounds.take(rows)
    lengths = word.bounds.take(rows + 1) - begin
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    chosen = np.arange(total) + np.repeat(begin - ends + lengths, lengths)
    places = word.places.take(chosen).astype(np.int64) - distance
    keys: _Places = (np.repeat(docs.astype(np.int64), lengths) << _LETTER) | places
    return keys[places >= 0] if distance else keys


def _present(places: _Places, among: _Places) -> NDArray[np.bool_]:
    if not len(among):
        return np.zeros(len(places), dtype=np.bool_)
    at = np.searchsorted(among, places)
    np.minimum(at, len(among) - 1, out=at)
    return np.equal(among.take(at), places)


def _counted(places: _Places) -> Postings:
    """How many places each letter has; ``places`` ascend, and one may stand there twice."""
    if not len(places):
        return NO_POSTINGS
    places = places[np.concatenate(([True], places[1:] != places[:-1]))]
    docs = places >> _LETTER
    starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return Postings(docs.take(starts).astype(np.uint32), np.diff(starts, append=len(docs)).astype(np.float32))
