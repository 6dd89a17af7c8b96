"""When few or no letters match: the word that was meant, fewer of the words, the filter that leaves nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from index.analysis import Analyzer, fold
from index.schema import EXACT, FIELDS, term_field
from index.signs import clean_signs
from index.tokens import is_plain
from search.expansion import Expansion
from search.language import gettext as _
from search.postings import Docs
from search.query import EVERYTHING, Also, And, Field, Fuzzy, Node, Not, Or, Word, words
from search.request import Notice
from search.source import Source
from search.wording import FILTERS, letters

FILTER_EMPTIES: Final = "filter-empties"
"""The code of the notice about filters that leave nothing."""
FEW: Final = 2
"""A question, or a word, with at most so many letters may be misspelt."""
_SHORTEST: Final = 4
_ONE_EDIT: Final = 6
"""Letters; in a shorter word only one edit is looked for."""
_TRIED: Final = 6
_WORDS: Final = 4
"""So many words of a question are looked at."""


def with_any_word(tree: Node) -> Node | None:
    """The question with at least one of the words that it requires; None when it does not require several."""
    if not isinstance(tree, And):
        return None
    optional = tuple(child for child in tree.children if not isinstance(child, Field | Not))
    kept = tuple(child for child in tree.children if isinstance(child, Field | Not))
    return And((Or(optional), *kept)) if len(optional) > 1 else None


def in_the_way(others: Mapping[str, Docs], unfiltered: Callable[[], int]) -> tuple[Notice, ...]:
    """What filters leave nothing: each without which there would be letters, else all of them together.

    ``others`` has for each filter the letters that pass all others, ``unfiltered`` counts those of the question alone.
    """
    one = tuple(
        Notice(
            FILTER_EMPTIES,
            _("Zonder het filter {name} zou dit {letters} geven.", name=_(FILTERS[name]), letters=letters(len(docs))),
        )
        for name, docs in others.items()
        if len(docs)
    )
    number = 0 if one else unfiltered()
    if not number:
        return one
    return (Notice(FILTER_EMPTIES, _("Zonder filters zou dit {letters} geven.", letters=letters(number))),)


def without_fields(tree: Node) -> Node:
    """The question without the filters that were typed in it, apart from those that are excluded."""
    if isinstance(tree, Field):
        return EVERYTHING
    if isinstance(tree, And):
        return And(tuple(child for child in tree.children if not isinstance(child, Field)))
    return tree


class Meant(NamedTuple):
    """A question as it may have been meant, and how many edits a word of it was away from that."""

    query: str
    edits: int


@dataclass(frozen=True)
class Spelling:
    """Finds the words of the collection that rare words of a question were meant to be."""

    source: Source
    expansion: Expansion
    analyzer: Analyzer
    names: frozenset[str]
    """Words of people's names, folded: they are no mistakes."""
    count: Callable[[Node], int]
    """How many letters match a tree, whatever the filters."""

    def better(self, query: str, tree: Node, total: Callable[[Node], int], found: int) -> Meant | None:
        """The question with one word replaced, if that gives more than the ``found`` letters that it has.

        Of the words within one edit, or two if there are none, the most frequent are tried in place of the first words
        that hardly a letter has and that are no words; ``total`` counts the letters of a tree that pass the filters.
        The words are as the index has them, without accents.
        """
        query = clean_signs(query)
        best: tuple[int, Meant] | None = None
        odd = (leaf for leaf in dict.fromkeys(words(tree)) if isinstance(leaf, Word) and self._is_odd(leaf))
        for leaf in islice(odd, _WORDS):
            edits, near = self._near(leaf)
            for word in near:
                number = total(_replaced(tree, leaf, Word(word)))
                if number > found and (best is None or number > best[0]):
                    text = re.sub(rf"(?<!\w){re.escape(leaf.text)}(?!\w)", word, query, count=1)
                    best = number, Meant(text, edits)
        return best[1] if best else None

    def _is_odd(self, leaf: Word) -> bool:
        text = leaf.text
        if not (is_plain(text) and text.isalpha() and len(text) >= _SHORTEST) or fold(text) in self.names:
            return False
        return not self.analyzer.is_known(text) and self.count(leaf) <= FEW

    def _near(self, leaf: Word) -> tuple[int, list[str]]:
        """How many edits away, and the most frequent words that a word may be a misspelling of."""
        typed = fold(leaf.text)
        for edits in (1, 2) if len(typed) >= _ONE_EDIT else (1,):
            words = self.expansion.words(Fuzzy(typed, edits)) - {typed}
            found = [word for word in words if not self.analyzer.is_stopword(word)]
            if found := [word for word in found if edits == 1 or word[0] == typed[0]]:
                return edits, sorted(found, key=lambda word: (-self._letters(word), word))[:_TRIED]
        return 0, []

    def _letters(self, word: str) -> int:
        return max(len(self.source.postings(term_field(field.name, EXACT.name), word).docs) for field in FIELDS)


def _replaced(tree: Node, old: Word, new: Word) -> Node:
    match tree:
        case And(children) | Or(children):
            return type(tree)(tuple(_replaced(child, old, new) for child in children))
        case Also(child, others):
            return Also(_replaced(child, old, new), others)
        case Not():
            return tree
        case _:
            return new if tree == old else tree
