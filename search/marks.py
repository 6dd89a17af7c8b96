"""Where the question's words stand in a text."""

from typing import NamedTuple

from index.analysis import Analyzer, Token, fold, pieces, tokens, whole_words
from search.query import Node, Phrase, Prefix, Word, words
from search.request import Span


class Mark(NamedTuple):
    """A matching run of characters (half-open range) and the number of the question's word that it matches."""

    start: int
    end: int
    word: int


class Marker:
    """Finds the words of one question in texts, by the same terms that found the letters."""

    def __init__(self, tree: Node, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms: dict[tuple[int, str], int] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._phrases: list[tuple[list[str], int]] = []
        for number, leaf in enumerate(dict.fromkeys(words(tree))):
            self._add(leaf, number)

    def marks(self, text: str) -> list[Mark]:
        """The matches in reading order; none overlaps another."""
        if not (self._terms or self._prefixes or self._phrases):
            return []
        found = tokens(text)
        marks = [mark for token in found if (mark := self._mark(token))]
        for phrase, number in self._phrases:
            marks += self._runs(found, phrase, number)
        return _disjoint(marks)

    def _add(self, leaf: Word | Phrase | Prefix, number: int) -> None:
        match leaf:
            case Prefix(text):
                self._prefixes.append((fold(text), number))
            case Phrase(text):
                self._phrases.append(([fold(token.text) for token in pieces(tokens(text))], number))
            case Word(text):
                for token in whole_words(tokens(text)):
                    for level, term in enumerate(self._analyzer.terms(token.text)):
                        if term:
                            self._terms.setdefault((level, term), number)
                    if "-" in fold(token.text):
                        self._phrases.append(([fold(piece.text) for piece in pieces(tokens(token.text))], number))

    def _mark(self, token: Token) -> Mark | None:
        terms = self._analyzer.terms(token.text)
        for level, term in enumerate(terms):
            if term and (level, term) in self._terms:
                return Mark(token.start, token.end, self._terms[level, term])
        for prefix, number in self._prefixes:
            if terms.exact.startswith(prefix):
                return Mark(token.start, token.end, number)
        return None

    def _runs(self, found: list[Token], phrase: list[str], number: int) -> list[Mark]:
        flat = pieces(found)
        folded = [self._analyzer.terms(token.text).exact for token in flat]
        size = len(phrase)
        starts = [i for i, word in enumerate(folded) if size and word == phrase[0] and folded[i : i + size] == phrase]
        return [Mark(flat[i].start, flat[i + size - 1].end, number) for i in starts]


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


def _disjoint(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
