"""Which words a term came from: for each stem, also of a part of a compound, the exact terms that have it.

In the file: the terms as sorted strings, and for each of them its words (`index.segments.strings`), with a space
between two. A text is searched for the words of a question's terms without analysing its other words. Words whose
letters were all deleted may be among them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.strings import Pieces, PiecesStream, Strings, StringsStream

_TERMS: Final = "families"
_WORDS: Final = "family_words"
_BATCH: Final = 4096

_Family = tuple[bytes, set[bytes]]


class Families:
    """The families of one segment."""

    def __init__(self, file: ArrayFile) -> None:
        self._terms = Strings(file, _TERMS)
        self._words = Pieces(file, _WORDS)

    def words(self, term: str) -> list[str]:
        """The exact terms that have a term, none for one that is not there."""
        row = self._terms.find(term.encode())
        return [] if row < 0 else self._words[row].decode().split(" ")

    def __iter__(self) -> Iterator[_Family]:
        """Each term and its words, in the order of the terms."""
        return ((term, set(words.split(b" "))) for term, words in zip(self._terms, self._words, strict=True))

    @property
    def sizes(self) -> tuple[int, int]:
        """The bytes of all terms, and of all words."""
        return len(self._terms.text), len(self._words.text)


def write_families(writer: ArrayFileWriter, families: Mapping[str, Iterable[str]]) -> None:
    """Write families; there is at least one word for each term."""
    found = [(term.encode(), {word.encode() for word in families[term]}) for term in sorted(families)]
    size = sum(len(word) + 1 for _, words in found for word in words)
    _write(writer, iter(found), (sum(len(term) for term, _ in found), size))


def merge_families(writer: ArrayFileWriter, sources: Sequence[Families]) -> None:
    """Write the families of several segments as those of one."""
    ordered = groupby(merge(*sources, key=itemgetter(0)), itemgetter(0))
    united = ((term, set[bytes]().union(*(words for _, words in same))) for term, same in ordered)
    terms, words = map(sum, zip(*(source.sizes for source in sources), strict=True)) if sources else (0, 0)
    _write(writer, united, (terms, words + terms))


def _write(writer: ArrayFileWriter, families: Iterator[_Family], sizes: tuple[int, int]) -> None:
    terms, words = StringsStream(writer, _TERMS, sizes[0]), PiecesStream(writer, _WORDS, sizes[1])
    while batch := list(islice(families, _BATCH)):
        terms.append([term for term, _ in batch])
        words.append([b" ".join(sorted(found)) for _, found in batch])
    terms.close()
