"""Compounds -> the words they consist of: ``vredesmissies`` -> ``vrede``, ``missies``.

A word is a compound when frequent words cover it, with the links that Dutch puts between them, and when these are on
average clearly more frequent than the word itself: ``besluitvorming`` is split, ``terugtrekking`` and ``minister`` are
not (the method of Koehn & Knight, "Empirical methods for compound splitting", 2003). Words and their frequencies come
from ``words.tsv.xz`` in ``index/lexicon``. For indexing they are a dict; a question finds them in a memory-mapped table
of the index: a file of arrays (`index.segments.array_file`), the words as sorted strings, the values in their order.

A word's *value* is one number from 0 to 255: twice its `level`, plus one for a noun.
"""

import lzma
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.resources import files
from math import log10
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.strings import Strings, write_strings

_STEPS: Final = 20
"""Levels to a factor of ten in frequency."""
_DECADE: Final = 2 * _STEPS
"""What a factor of ten is in values."""
_MARGIN: Final = 0.85 * _DECADE
"""So much more frequent than the whole word its parts must be."""
_FURTHER: Final = 0.6 * _DECADE
"""What each part beyond the second costs."""
_SHORT: Final = 1.2 * _DECADE
"""What a part of three letters costs."""
_SHORTEST: Final = 3
_LONGEST: Final = 60
_MOST: Final = 5
LINKS: Final = ("", "s", "e", "en", "n")
BOUND: Final = {
    "eier": "ei",
    "hoender": "hoen",
    "kalver": "kalf",
    "kinder": "kind",
    "lammer": "lam",
    "runder": "rund",
    "scheeps": "schip",
}
"""The forms that some words take inside compounds; `load_words` has them too."""
_FUNCTION_WORDS: Final = """
aan achter al alle aller als bij binnen boven buiten daar dan dat den der des die dit door een elk ent eraan eraf erbij
erin erop eruit haar had heb heen hem hen her het hier hij hun is kan maar mag mede mee men met mij mijn mis naar naast
neer nog om onder ons ook op over per samen sinds te tegen terug toe tot tussen uit van via voor waar want was wat weder
weer weg wel were wie wij zal zei zelf zelfs zich zij zijn zou
"""
_ENDINGS: Final = """
aar aard aards aars achtig aren aten baar bare bes best den dens ding dingen dom eling els enaar ens ent enten eren erij
gel gen ging heden heid iers ing ingen isme ist isten iteit king kingen lijk lijke ling lingen list listen loos loosheid
loze naar netjes rakken ren ries rijen ring ringen schap schappen ster sters teit tel tingen uren ven zaam
"""
NO_PARTS: Final = frozenset(_FUNCTION_WORDS.split()) | frozenset(_ENDINGS.split())
"""Function words and particles, with which derived verbs and nouns begin; endings, and words that look like them."""
_WORDS: Final = "words"
_VALUES: Final = "values"

_Split = tuple[float, tuple[str, ...]]


class Words(Protocol):
    """The values of lower-case words: a dict, or a `WordTable`."""

    def get(self, form: str, /) -> int | None:
        """The word's value; None for what is no word."""
        ...


def level(count: float) -> int:
    """Frequency in twentieths of a power of ten, 0 to 127, from a count per 100 million words."""
    return min(127, round(_STEPS * log10(1 + count)))


def load_words() -> dict[str, int]:
    """The values of all 187,000 words, from the package's data. Takes a tenth of a second and 25 MB."""
    words: dict[str, int] = {}
    content = (files("index") / "lexicon" / "words.tsv.xz").read_bytes()
    for line in lzma.decompress(content).decode().splitlines()[1:]:
        step, noun, forms = line.split("\t")
        words |= dict.fromkeys(forms.split(" "), 2 * int(step) + bool(noun))
    return words


class Splitter:
    """Splits compounds. ``lemma`` gives the dictionary form of an inflected word, whose frequency counts as well."""

    def __init__(self, words: Words, lemma: Callable[[str], str] | None = None) -> None:
        self._get = words.get
        self._lemma = lemma

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a lower-case word consists of, the last one inflected as it stands; none if no compound.

        Links are taken off, and bound forms are given as the words they are forms of (``kinder``: ``kind``). A word of
        more than sixty letters is not split.
        """
        if not 2 * _SHORTEST <= len(word) <= _LONGEST:
            return ()
        score, parts = self._best(word)
        if not parts or score < self._whole(word) + _MARGIN:
            return ()
        return tuple(BOUND.get(part, part) for part in parts)

    def _whole(self, word: str) -> int:
        value = self._get(word) or 0
        return max(value, self._get(self._lemma(word)) or 0) if self._lemma else value

    def _best(self, word: str) -> _Split:
        """The split into two or more parts whose mean value, less the cost of further parts, is highest."""
        best: _Split = (0, ())
        beginnings: dict[int, _Split] = {0: (0, ())}
        following: dict[int, list[tuple[int, float, str]]] = {}
        for number in range(1, _MOST + 1):
            longer: dict[int, _Split] = {}
            for start, (total, parts) in beginnings.items():
                if start not in following:
                    following[start] = list(self._following(word, start))
                for end, value, part in following[start]:
                    if end not in longer or total + value > longer[end][0]:
                        longer[end] = total + value, (*parts, part)
            total, parts = longer.pop(len(word), best)
            score = total / number - _FURTHER * (number - 2)
            if number > 1 and score > best[0]:
                best = score, parts
            beginnings = longer
        return best

    def _following(self, word: str, start: int) -> Iterator[tuple[int, float, str]]:
        """The parts that can begin at ``start``: where the next one begins, the part's value, and the part."""
        get = self._get
        last = len(word) - _SHORTEST
        for end in range(start + _SHORTEST, len(word) + 1):
            part = word[start:end]
            value = get(part)
            if value is None or part in NO_PARTS:
                continue
            worth: float = value
            if end - start == _SHORTEST:
                if not value % 2:
                    continue
                worth -= _SHORT
            if end == len(word):
                yield end, worth, part
            for link in LINKS:
                next_ = end + len(link)
                if next_ <= last and word.startswith(link, end) and word[start:next_] not in NO_PARTS:
                    yield next_, worth, part


def write_words(path: Path, words: dict[str, int]) -> None:
    """Write words and their values to ``path``, to be read as a `WordTable`."""
    entries = sorted((word.encode(), value) for word, value in words.items())
    with ArrayFileWriter(path) as writer:
        write_strings(writer, _WORDS, [word for word, _ in entries])
        writer.add(_VALUES, np.fromiter((value for _, value in entries), dtype=np.uint8, count=len(entries)))


class WordTable:
    """The words of one file. Raises `IndexUnusable` when the file is no such table."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = ArrayFile.needed(path)
        self._words = Strings(self._file, _WORDS)
        self._values = self._file.array(_VALUES).data

    def get(self, form: str, /) -> int | None:
        """The value of a lower-case word; None for what is no word."""
        row = self._words.find(form.encode())
        return None if row < 0 else int(self._values[row])

    @cached_property
    def damage(self) -> Path | None:
        """The file when it is not as it was written, else None. Reads all of it, once."""
        return self._path if any(self._file.check()) else None
