"""The exact terms of what stands between white space in a text, found without analysing its words."""

from collections.abc import Iterable, Set
from itertools import filterfalse
from typing import Final, NamedTuple

from index.analysis import Analyzer, fold
from index.tokens import OPEN, tokens

_MAX_REMEMBERED: Final = 100_000


class Words(NamedTuple):
    """The exact terms of a form, and how many word positions it takes."""

    terms: frozenset[str]
    size: int


class Forms:
    """Knows the words of forms, which are what stands between white space. Safe to share between threads.

    Most are plain words of ASCII letters and digits, whose exact term is the form in small letters; the others are
    remembered.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._words: dict[str, Words] = {}

    def among(self, written: Iterable[str], wanted: Set[str]) -> set[str]:
        """The forms of ``written`` with an exact term of ``wanted``; not plain words of more than 100 letters."""
        plain = {form for form in written if form.lower() in wanted}
        return plain.union(form for form in _others(written) if not wanted.isdisjoint(self._of(form).terms))

    def sizes(self, written: Iterable[str]) -> dict[str, int]:
        """How many word positions the forms take that are not plain words; those take one."""
        return {form: self._of(form).size for form in _others(written)}

    def _of(self, form: str) -> Words:
        words = self._words.get(form)
        if words is None:
            if len(self._words) >= _MAX_REMEMBERED:
                self._words.clear()
            words = self._words[form] = self._found(form)
        return words

    def _found(self, form: str) -> Words:
        found = tokens(form)
        terms = frozenset(self._exact(token.text) for token in found)
        return Words(terms, found[-1].position + 1 if found else 0)

    def _exact(self, word: str) -> str:
        return self.analyzer.terms(word).exact if OPEN in word else fold(word)


def _others(written: Iterable[str]) -> set[str]:
    """The forms that are not plain words."""
    return {*filterfalse(str.isalnum, written), *filterfalse(str.isascii, written)}
