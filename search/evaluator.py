"""Query tree -> matching letters with scores.

A word matches a letter at several levels (exact, lemma, stem). Its score is the sum over the levels of ::

    weight(level) * idf(level) * sat(sum over fields of weight(field) * tf / norm(field)),
    sat(x) = (k1 + 1) x / (k1 + x)

which is BM25F (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009, 3.6) inside a level, with
norm = 1 - b + b * length / average length, and idf = ln(1 + (N - n + 1/2) / (n + 1/2)) where n counts the letters with
the term in any field.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer, Token, fold, pieces, tokens, whole_words
from index.schema import BM25_K1, EXACT, FIELDS, LEVELS, Level, SearchField, term_field
from search.postings import Docs, Matches, Postings, add_up, drop, intersection, union, unscored
from search.query import EVERYTHING, NOTHING, And, Field, Node, Not, Or, Phrase, Prefix, Word, parse, without
from search.request import Notice
from search.source import Positions, Source


def understand(question: str, analyzer: Analyzer) -> tuple[Node, tuple[Notice, ...]]:
    """The tree that is evaluated for a question, and notices about what was read otherwise than typed.

    Function words count only inside quotes, or when nothing else was typed; signs without a word in them do not count.
    """
    tree, notices = parse(question)
    meant = without(tree, lambda leaf: not tokens(leaf.text))
    if meant is None or (meant == EVERYTHING and question.strip()):
        notice = Notice("no-words", f"In ‘{question.strip()[:40]}’ staat geen woord om naar te zoeken.")
        return NOTHING, (*notices, notice)
    return without(meant, lambda leaf: _function_words(leaf, analyzer)) or meant, notices


def _function_words(leaf: Word | Phrase, analyzer: Analyzer) -> bool:
    return isinstance(leaf, Word) and all(analyzer.is_stopword(token.text) for token in tokens(leaf.text))


class Evaluator:
    """Evaluates trees against one source; ``filtered`` gives the letters that a `Field` node stands for."""

    def __init__(self, source: Source, analyzer: Analyzer, filtered: Callable[[Field], Docs]) -> None:
        self._source = source
        self._analyzer = analyzer
        self._filtered = filtered

    def matches(self, node: Node) -> Matches:
        """The letters that match, in document order."""
        match node:
            case Word(text):
                return self._word(text)
            case Phrase(text):
                return self._phrase([token.text for token in pieces(tokens(text))])
            case Prefix(text):
                return self._prefix(fold(text))
            case Field():
                return unscored(self._filtered(node))
            case And(children):
                return self._all(children)
            case Or(children):
                return union([self.matches(child) for child in children])
            case Not(child):
                return unscored(drop(self._source.everything(), self.matches(child).docs))

    def _all(self, children: tuple[Node, ...]) -> Matches:
        if not children:
            return unscored(self._source.everything())
        return intersection([self.matches(child) for child in children])

    def _word(self, text: str) -> Matches:
        """A typed word; where the analyser finds several words in it, the letter must have them all."""
        found = whole_words(tokens(text))
        if not found:
            return unscored(self._source.everything())
        return intersection([self._token(token) for token in found])

    def _token(self, token: Token) -> Matches:
        terms = self._analyzer.terms(token.text)
        levels = [self._level(level, term) for level, term in zip(LEVELS, terms, strict=True) if term]
        if "-" in terms.exact:
            levels.append(self._phrase([piece.text for piece in pieces(tokens(token.text))]))
        found = union(levels)
        return found._replace(coverage=np.ones(len(found.docs)))

    def _level(self, level: Level, term: str) -> Matches:
        return self._scored(
            level, {field: self._source.postings(term_field(field.name, level.name), term) for field in FIELDS}
        )

    def _prefix(self, prefix: str) -> Matches:
        found = {}
        for field in FIELDS:
            name = term_field(field.name, EXACT.name)
            terms = self._source.terms(name, prefix)
            found[field] = add_up([self._source.postings(name, term) for term in terms])
        return self._scored(EXACT, found)

    def _phrase(self, words: list[str]) -> Matches:
        if not words:
            return unscored(self._source.everything())
        found = {}
        for field in FIELDS:
            name = term_field(field.name, EXACT.name)
            places = [self._source.positions(name, self._analyzer.terms(word).exact) for word in words]
            found[field] = followed(places)
        return self._scored(EXACT, found)

    def _scored(self, level: Level, found: dict[SearchField, Postings]) -> Matches:
        weighted = [self._weighted(field, postings) for field, postings in found.items()]
        docs, frequency = add_up(weighted)
        total = len(self._source.everything())
        idf = math.log(1 + (total - len(docs) + 0.5) / (len(docs) + 0.5))
        scores = level.weight * idf * (BM25_K1 + 1) * frequency / (BM25_K1 + frequency)
        return Matches(docs, scores, np.ones(len(docs)))

    def _weighted(self, field: SearchField, postings: Postings) -> Postings:
        lengths, average = self._source.lengths(field.name)
        norm = 1 - field.b + field.b * lengths[postings.docs] / (average or 1.0)
        return Postings(postings.docs, field.weight * postings.freqs / norm)


def followed(words: list[Positions]) -> Postings:
    """The letters where the words stand one after the other, and how often; there is at least one word."""
    starts = _keys(words[0], 0)
    for distance, word in enumerate(words[1:], start=1):
        starts = np.intersect1d(starts, _keys(word, distance), assume_unique=True)
    docs, freqs = np.unique(starts >> 32, return_counts=True)
    return Postings(docs.astype(np.uint32), freqs.astype(np.float64))


def _keys(word: Positions, distance: int) -> NDArray[np.int64]:
    """Letter number and the place where a phrase with this word at ``distance`` would begin, as one int64 each."""
    docs = np.repeat(word.docs.astype(np.int64), np.diff(word.bounds))
    places = word.places.astype(np.int64) - distance
    return ((docs << 32) | places)[places >= 0]
