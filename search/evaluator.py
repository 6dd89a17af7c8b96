"""Query tree -> matching letters with scores: every leaf becomes its posting arrays, the rest is `search.plan`."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

import numpy as np

from index.analysis import Analyzer
from index.schema import BY_PARTS, EXACT, FIELDS, PAPER, PART, STEM, SYNONYM, WORD_LEVELS, SearchField, term_field
from index.schema import Level as SearchLevel
from index.segments.segment import ID
from index.tokens import Token, joined, pieces, tokens, whole_words
from search.expansion import Expansion
from search.language import gettext as _
from search.plan import Collection, Every, Except, Level, Only, Plan, Same, Some, Term, run
from search.postings import NO_POSTINGS, Docs, Matches, Postings, Scores, add_up, everywhere
from search.proximity import followed, near
from search.query import (
    EVERYTHING,
    NOTHING,
    Also,
    And,
    Field,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Paper,
    Pattern,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    parse,
    without,
    wordings,
    words,
)
from search.request import Notice
from search.source import Positions, Source
from search.synonyms import Synonyms

MAX_PATTERNS: Final = 12
"""So many words with a wildcard or a tilde count in a question: each is looked for among all words."""
COSTLY: Final = 4
"""As so many counts one whose beginning is open, which may stand for half of all words, and one of words near each
other, which may all be frequent."""


def understand(question: str, analyzer: Analyzer, synonyms: Synonyms | None = None) -> tuple[Node, tuple[Notice, ...]]:
    """The tree that is evaluated for a question, and notices about what was read otherwise than typed.

    With ``synonyms``, words stand for their other names, too. Function words count only inside quotes, or when nothing
    else was typed; signs without a word in them do not count.
    """
    tree, notices = parse(question)
    meant = without(tree, lambda leaf: not isinstance(leaf, Pattern) and not tokens(leaf.text))
    if meant is None or (meant == EVERYTHING and question.strip()):
        text = _("In ‘{question}’ staat geen woord om naar te zoeken.", question=question.strip()[:40])
        return NOTHING, (*notices, Notice("no-words", text))
    patterns = [leaf for leaf in dict.fromkeys(words(meant)) if isinstance(leaf, Pattern | Near)]
    counted = bisect_right([*accumulate(map(_weight, patterns))], MAX_PATTERNS)
    if beyond := frozenset(patterns[counted:]):
        meant = without(meant, beyond.__contains__) or NOTHING
        text = _("Van de woorden met *, ? of ~ tellen alleen de eerste {number}.", number=counted)
        notices = (*notices, Notice("too-many-patterns", text))
    if synonyms:
        meant, expanded = synonyms.expanded(meant)
        notices += expanded
    return without(meant, lambda leaf: _function_words(leaf, analyzer)) or meant, notices


def _weight(leaf: Pattern | Near) -> int:
    is_open = isinstance(leaf, Wildcard) and leaf.text[0] in "*?"
    return COSTLY if is_open or isinstance(leaf, Near) else 1


def _function_words(leaf: Word | Phrase | Near | Pattern, analyzer: Analyzer) -> bool:
    return isinstance(leaf, Word) and all(analyzer.is_stopword(token.text) for token in tokens(leaf.text))


class Evaluator:
    """Evaluates trees against one source; ``filtered`` gives the letters that a `Field` node stands for.

    It holds nothing but arrays that no question changes: any number of threads may use it.
    """

    def __init__(
        self, source: Source, analyzer: Analyzer, filtered: Callable[[Field], Docs], expansion: Expansion
    ) -> None:
        self._source = source
        self._analyzer = analyzer
        self._filtered = filtered
        self._expansion = expansion
        norms = tuple(_norm(field, source) for field in FIELDS)
        self.collection = Collection(source.size, source.everything(), norms)

    def matches(self, node: Node, within: Docs | None = None) -> Matches:
        """The letters that match, in document order; with ``within`` only those among it are looked at.

        Every leaf has a word in it, as in the trees of `understand`.
        """
        plan = self._plan(node, scored=True)
        if within is not None:
            plan = Every((Only(within), plan))
        return run(plan, self.collection.size)

    def _plan(self, node: Node, *, scored: bool) -> Plan:
        size = self.collection.size
        match node:
            case And(()):
                return Only(self.collection.everything)
            case And(children):
                return Every(self._plans(children, scored=scored))
            case Or(children):
                return Some(size, self._plans(children, scored=scored))
            case Also(child, others):
                names = Some(size, tuple(self._leaf(other, scored=scored) for other in others))
                return Same(self._plan(child, scored=scored), names, SYNONYM, len(list(words(child))), size)
            case Not(child):
                return Except(self.collection, self._plan(child, scored=False))
            case Field():
                return Only(self._filtered(node))
            case _:
                return self._leaf(node, scored=scored)

    def _plans(self, children: Sequence[Node], *, scored: bool) -> tuple[Plan, ...]:
        """A plan for each child; what was typed twice is looked up once."""
        made = {child: self._plan(child, scored=scored) for child in dict.fromkeys(children)}
        return tuple(made[child] for child in children)

    def _leaf(self, leaf: Leaf, *, scored: bool) -> Plan:
        match leaf:
            case Word(text):
                found = [self._term(self._levels(token), scored=scored) for token in whole_words(tokens(text))]
                return found[0] if len(found) == 1 else Every(tuple(found))
            case Phrase(text) if self._analyzer.is_acronym(tokens(text)):
                return self._term(self._levels(tokens(text)[0]), scored=scored)
            case Phrase(text):
                return self._term([self._phrase(self._exact(text))], scored=scored)
            case Paper():
                return self._term(self._paper(leaf), scored=scored)
            case Near(text, distance):
                return self._term([self._near(self._exact(text), distance)], scored=scored)
            case Prefix():
                return self._term([self._pattern(leaf), self._beginning(leaf)], scored=scored)
            case _:
                return self._term([self._pattern(leaf)], scored=scored)

    def _term(self, levels: list[Level], *, scored: bool) -> Plan:
        term = Term.of(self.collection, levels)
        return term if scored else Only(term.docs())

    def _levels(self, token: Token) -> list[Level]:
        terms = self._analyzer.terms(token.text)
        levels = [
            _level(self._postings(level, term), level.weight)
            for level, term in zip(WORD_LEVELS, terms.asked, strict=True)
            if term
        ]
        if terms.stem:
            levels.append(self._as_part(terms.stem))
        if terms.parts:
            levels.append(self._by_parts(terms.parts))
        if as_one := joined(token):
            levels.append(self._phrase(self._exact(token.text)))
            levels += self._levels(as_one)
        return levels

    def _postings(self, level: SearchLevel, term: str) -> list[Postings]:
        return [self._source.postings(term_field(field.name, level.name), term) for field in FIELDS]

    def _as_part(self, stem: str) -> Level:
        """The letters that have a word in compounds."""
        whole = self._postings(STEM, stem)
        return Level(PART.weight, tuple(self._postings(PART, stem)), max(len(postings.docs) for postings in whole))

    def _by_parts(self, stems: Sequence[str]) -> Level:
        """The letters that have all parts of a compound, each as a word or in another compound, in whatever field."""
        size = self.collection.size
        found = [add_up([*self._postings(STEM, stem), *self._postings(PART, stem)], size) for stem in stems]
        return _level([*(NO_POSTINGS for _ in FIELDS[1:]), everywhere(found)], BY_PARTS)

    def _paper(self, paper: Paper) -> list[Level]:
        """The paper or the dossier's papers, then the letters that name it."""
        none = [NO_POSTINGS for _ in FIELDS[1:]]
        itself = self._source.postings(ID, paper.id) if paper.id else self._source.postings("dossier", paper.dossier)
        named = [self._phrase(self._exact(wording)) for wording in wordings(paper)]
        return [_level([itself, *none], PAPER), *named]

    def _exact(self, text: str) -> list[str]:
        return [self._analyzer.terms(token.text).exact for token in pieces(tokens(text))]

    def _phrase(self, words: Sequence[str]) -> Level:
        return _level([followed(self._places(field, words)) for field in FIELDS])

    def _near(self, words: Sequence[str], distance: int) -> Level:
        distinct = tuple(dict.fromkeys(words))
        return _level([near(self._places(field, distinct), distance) for field in FIELDS])

    def _places(self, field: SearchField, words: Sequence[str]) -> list[Positions]:
        return [self._source.positions(term_field(field.name, EXACT.name), word) for word in words]

    def _pattern(self, pattern: Pattern) -> Level:
        return _level([self._merged(field, EXACT, self._expansion.terms(pattern, field.name)) for field in FIELDS])

    def _beginning(self, prefix: Prefix) -> Level:
        """The letters that have a word whose stem begins so."""
        found = [self._merged(field, STEM, self._expansion.stems(prefix, field.name)) for field in FIELDS]
        return _level(found, STEM.weight)

    def _merged(self, field: SearchField, level: SearchLevel, terms: Sequence[str]) -> Postings:
        name = term_field(field.name, level.name)
        return add_up([self._source.postings(name, term) for term in terms], self.collection.size)


def _level(fields: Sequence[Postings], weight: float = EXACT.weight) -> Level:
    return Level(weight, tuple(fields))


def _norm(field: SearchField, source: Source) -> Scores:
    lengths, average = source.lengths(field.name)
    norm: Scores = np.multiply(lengths, np.float32(field.b / (average or 1.0)), dtype=np.float32)
    norm += np.float32(1 - field.b)
    np.divide(np.float32(field.weight), norm, out=norm)
    return norm
