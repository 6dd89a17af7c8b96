"""Where the question's words stand in a text."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain
from typing import Final, NamedTuple, Protocol

import numpy as np

from index.analysis import Terms
from index.schema import WORD_LEVELS
from index.tokens import Token, bound, bound_pairs, joined, pieces, tokens, whole_words
from search.forms import Forms
from search.query import Leaf, Near, Node, Paper, Pattern, Phrase, Prefix, Word, wordings, words
from search.request import Span

_PUNCTUATION: Final = ';:()[]"!?/«»„“”…•'
"""Frequent signs that no word contains."""
_IN_NUMBERS: Final = ".,"
_DIGIT: Final = re.compile("[0-9]")
_CHUNK: Final = re.compile(r"\S+")
_FEW: Final = 32


class Mark(NamedTuple):
    """A matching run of characters (half-open range) and the number of the question's word that it matches."""

    start: int
    end: int
    word: int


class _Place(NamedTuple):
    """A word of a phrase as it stands in the text: its word position and its characters."""

    position: int
    start: int
    end: int


class _Sequence(NamedTuple):
    """Exact terms that must stand together: one after the other, or with at most ``distance`` others among them."""

    words: tuple[str, ...]
    distance: int | None
    number: int


_Numbers = dict[str, list[int]]
"""Terms, and the numbers of the question's words that each is a term of."""


class _Single(NamedTuple):
    """A word of a chunk that matches: its characters, and the numbers of the question's words that it matches."""

    start: int
    end: int
    words: Sequence[int]


class _Form(NamedTuple):
    """A chunk of text without white space: its matches, its words that are parts of compounds of the question, and
    its words that belong to a sequence."""

    singles: list[_Single]
    parts: list[_Single]
    members: list[Token]


class Expands(Protocol):
    """What `search.expansion.Expansion` says of a pattern: the words and the stems that it stands for; and of a stem,
    which words have it, themselves or in a part."""

    def words(self, pattern: Pattern) -> Set[str]:
        """Exact terms."""
        ...

    def all_stems(self, prefix: Prefix) -> Set[str]:
        """Stems."""
        ...

    def family(self, term: str) -> Iterable[str]:
        """Exact terms."""
        ...


def parted(text: str, *, numbers: bool = True) -> str:
    """The text with white space, and only there, between the forms of words; as long as it was.

    Without ``numbers``, which takes half the time, those are cut at their spaces and points, and dates at their spaces.
    """
    text = bound(text) if numbers else bound_pairs(text)
    for sign in _PUNCTUATION:
        text = text.replace(sign, " ")
    for sign in _IN_NUMBERS:
        text = text.replace(f"{sign} ", "  ") if numbers else text.replace(sign, " ")
    return text


class Marker:
    """Finds the words of one question in texts, by the same terms that found the letters.

    A text is cut at white space, and of its forms only those are analysed, and looked for in it, that are words of the
    question's terms. This gives what the tokens of the whole text would give, since no word goes across white space.
    ``expansion`` has the terms that a pattern stands for, and the words of a term in the index that has the texts. Not
    for sharing between threads.
    """

    def __init__(self, tree: Node, forms: Forms, expansion: Expands) -> None:
        self._forms = forms
        self._analyzer = forms.analyzer
        self._terms: tuple[_Numbers, ...] = tuple({} for _ in WORD_LEVELS)
        self._in_compounds: _Numbers = {}
        self._parts: _Numbers = {}
        self._sequences: list[_Sequence] = []
        for number, leaf in enumerate(dict.fromkeys(words(tree))):
            self._add(leaf, number, expansion)
        self._together = frozenset(word for sequence in self._sequences for word in sequence.words)
        exact, *stems = self._terms
        inexact = {*chain.from_iterable(stems), *self._in_compounds, *self._parts}
        self._wanted = self._together.union(exact, *map(expansion.family, inexact))
        self._numbers = bool(self._sequences) or _DIGIT.search(" ".join(self._wanted)) is not None
        self._examined: dict[str, _Form] = {}

    def marks(self, text: str) -> list[Mark]:
        """The matches in reading order; none overlaps another.

        The parts of a compound of the question are marked only in a text that does not have the compound.
        """
        if not self._wanted:
            return []
        spaced = parted(text, numbers=self._numbers)
        chunks = spaced.split()
        found = {form: self._form(form) for form in self._forms.among(chunks, self._wanted)}
        matched = {number for form in found.values() for single in form.singles for number in single.words}
        shown = {form: [*_first(singles), *_first(parts, matched)] for form, (singles, parts, _) in found.items()}
        marks = [
            Mark(place + start, place + end, number)
            for form, place in _places(spaced, {form for form, own in shown.items() if own})
            for start, end, number in shown[form]
        ]
        present = {self._exact(token) for form in found.values() for token in form.members}
        sequences = [sequence for sequence in self._sequences if present.issuperset(sequence.words)]
        if sequences:
            sizes = self._forms.sizes(chunks)
            positions = accumulate((sizes.get(chunk, 1) for chunk in chunks), initial=0)
            places = self._places(spaced, zip(chunks, positions, strict=False), found)
            marks += [mark for sequence in sequences for mark in _together(sequence, places)]
        return _disjoint(marks)

    def _add(self, leaf: Leaf, number: int, expansion: Expands) -> None:
        match leaf:
            case Phrase(text) if self._analyzer.is_acronym(tokens(text)):
                self._add_word(tokens(text)[0], number)
            case Phrase(text):
                self._sequences.append(_Sequence(self._words(text), None, number))
            case Paper():
                self._sequences += [_Sequence(self._words(text), None, number) for text in wordings(leaf)]
            case Near(text, distance):
                self._sequences.append(_Sequence(tuple(dict.fromkeys(self._words(text))), distance, number))
            case Word(text):
                for token in whole_words(tokens(text)):
                    self._add_word(token, number)
            case _:
                _add(self._terms[0], expansion.words(leaf), number)
                if isinstance(leaf, Prefix):
                    _add(self._terms[-1], expansion.all_stems(leaf), number)

    def _add_word(self, token: Token, number: int) -> None:
        terms = self._analyzer.terms(token.text)
        for known, term in zip(self._terms, terms.asked, strict=True):
            _add(known, [term] if term else [], number)
        _add(self._in_compounds, [terms.stem] if terms.stem else [], number)
        _add(self._parts, terms.parts, number)
        if as_one := joined(token):
            self._sequences.append(_Sequence(self._words(token.text), None, number))
            self._add_word(as_one, number)

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(self._exact(token) for token in pieces(tokens(text)))

    def _exact(self, token: Token) -> str:
        return self._analyzer.terms(token.text).exact

    def _form(self, form: str) -> _Form:
        if form not in self._examined:
            found = tokens(form)
            terms = [(token, self._analyzer.terms(token.text)) for token in found]
            self._examined[form] = _Form(
                _singles((token, self._words_of(each)) for token, each in terms),
                _singles((token, self._compounds_of(each)) for token, each in terms),
                [token for token, each in terms if each.exact in self._together],
            )
        return self._examined[form]

    def _words_of(self, terms: Terms) -> list[int]:
        """The question's words that a word matches, by itself or as a compound with them."""
        whole = (known[term] for known, term in zip(self._terms, terms, strict=False) if term in known)
        inside = (self._in_compounds[part] for part in terms.parts if part in self._in_compounds)
        return list(chain.from_iterable((*whole, *inside)))

    def _compounds_of(self, terms: Terms) -> list[int]:
        """The compounds of the question that a word is, or has, a part of."""
        return [number for part in (terms.stem, *terms.parts) if part for number in self._parts.get(part, ())]

    def _places(
        self, spaced: str, chunks: Iterable[tuple[str, int]], found: Mapping[str, _Form]
    ) -> dict[str, list[_Place]]:
        """The places of each word of the sequences in a text, in reading order; ``chunks`` come with their position."""
        members = {name: form.members for name, form in found.items() if form.members}
        offsets = {form: _occurrences(spaced, form) for form in members}
        places: dict[str, list[_Place]] = defaultdict(list)
        for form, position in chunks:
            if form in members:
                offset = next(offsets[form])
                for token in members[form]:
                    places[self._exact(token)].append(
                        _Place(position + token.position, offset + token.start, offset + token.end)
                    )
        return places


def _add(known: _Numbers, terms: Iterable[str], number: int) -> None:
    for term in terms:
        known.setdefault(term, []).append(number)


def _singles(found: Iterable[tuple[Token, Sequence[int]]]) -> list[_Single]:
    return [_Single(token.start, token.end, words) for token, words in found if words]


def _first(singles: Iterable[_Single], but: Set[int] = frozenset()) -> Iterator[Mark]:
    """Each as a mark for the first of its words that is not among ``but``, if any."""
    for start, end, numbers in singles:
        for number in numbers:
            if number not in but:
                yield Mark(start, end, number)
                break


def spans(text: str, marks: list[Mark], start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The characters from ``start`` to ``end`` as spans, matching and not; the marks lie within."""
    end = len(text) if end is None else end
    parts: list[Span] = []
    for mark in marks:
        if mark.start > start:
            parts.append(Span(text[start : mark.start], match=False))
        parts.append(Span(text[mark.start : mark.end], match=True))
        start = mark.end
    if start < end:
        parts.append(Span(text[start:end], match=False))
    return tuple(parts)


def paragraph_spans(text: str, marks: list[Mark]) -> tuple[tuple[Span, ...], ...]:
    """The paragraphs of a text, each as spans; a mark that goes across their bounds is cut there."""
    found = []
    start = 0
    starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        inside = [
            Mark(max(mark.start, start), min(mark.end, end), mark.word)
            for mark in marks[bisect_right(ends, start) : bisect_left(starts, end)]
        ]
        found.append(spans(text, inside, start, end))
        start = end + 2
    return tuple(found)


def _places(spaced: str, chunks: Set[str]) -> Iterator[tuple[str, int]]:
    """Each of some chunks wherever it stands. Few are looked for one by one, many in one go through the text."""
    if len(chunks) <= _FEW:
        return ((chunk, place) for chunk in chunks for place in _occurrences(spaced, chunk))
    return ((match[0], match.start()) for match in _CHUNK.finditer(spaced) if match[0] in chunks)


def _occurrences(spaced: str, chunk: str) -> Iterator[int]:
    """Where a chunk stands between white space, in reading order."""
    size = len(chunk)
    place = spaced.find(chunk)
    while place >= 0:
        before, after = spaced[place - 1 : place], spaced[place + size : place + size + 1]
        if (not before or before.isspace()) and (not after or after.isspace()):
            yield place
        place = spaced.find(chunk, place + 1)


def _together(sequence: _Sequence, places: dict[str, list[_Place]]) -> Iterator[Mark]:
    """The stretches of a phrase as one mark each, the words of a stretch of near words as one each."""
    found = [places[word] for word in sequence.words]
    if sequence.distance is not None:
        for place in _near(found, sequence.distance):
            yield Mark(place.start, place.end, sequence.number)
        return
    first, *others = found
    following = [{place.position: place for place in word} for word in others]
    for place in first:
        run = [place, *(word[place.position + i] for i, word in enumerate(following, 1) if place.position + i in word)]
        if len(run) == len(found):
            yield Mark(place.start, run[-1].end, sequence.number)


def _near(found: list[list[_Place]], distance: int) -> Iterator[_Place]:
    """The words of every stretch that has all of them, as in `search.proximity.near`, each once."""
    positions = [np.array([place.position for place in word]) for word in found]
    if not all(map(len, positions)):
        return
    starts = np.unique(np.concatenate(positions))
    starts = starts[: np.searchsorted(starts, min(word[-1] for word in positions), "right")]
    following = [np.searchsorted(word, starts) for word in positions]
    ends = np.maximum.reduce([word[at] for word, at in zip(positions, following, strict=True)])
    near = np.flatnonzero(ends - starts < len(found) + distance)
    for word_places, at in zip(found, following, strict=True):
        yield from (word_places[place] for place in np.unique(at[near]).tolist())


def _disjoint(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
