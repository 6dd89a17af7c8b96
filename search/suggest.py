"""When few or no letters match: the word that was meant, fewer of the words, the filter that leaves nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from index.analysis import fold
from index.schema import EXACT, FACETS, FIELDS, term_field
from index.tokens import is_plain
from search.expansion import Expansion
from search.postings import Docs
from search.query import Also, And, Field, Fuzzy, Node, Not, Or, Word, words
from search.request import Notice
from search.source import Source
from search.wording import letters

FEW: Final = 2
"""A question, or a word, with at most so many letters may be misspelt."""
_SHORTEST: Final = 4
_ONE_EDIT: Final = 6
"""Letters; in a shorter word only one edit is looked for."""
_TRIED: Final = 6
_WORDS: Final = 4
"""So many words of a question are looked at."""
_FILTERS: Final = {**{facet.name: facet.label for facet in FACETS}, "period": "Periode"}


def with_any_word(tree: Node) -> Node | None:
    """The question with at least one of the words that it requires; None when it does not require several."""
    if not isinstance(tree, And):
        return None
    optional = tuple(child for child in tree.children if not isinstance(child, Field | Not))
    kept = tuple(child for child in tree.children if isinstance(child, Field | Not))
    return And((Or(optional), *kept)) if len(optional) > 1 else None


def in_the_way(others: Mapping[str, Docs]) -> tuple[Notice, ...]:
    """A notice for each filter without which there would be letters; ``others`` are those that pass all others."""
    return tuple(
        Notice("filter-empties", f"Zonder het filter {_FILTERS[name]} zou dit {letters(len(docs))} geven.")
        for name, docs in others.items()
        if len(docs)
    )


@dataclass(frozen=True)
class Spelling:
    """Finds the words of the collection that rare words of a question were meant to be."""

    source: Source
    expansion: Expansion
    count: Callable[[Node], int]
    """How many letters match a tree, whatever the filters."""

    def better(self, query: str, tree: Node, total: Callable[[Node], int], found: int) -> str | None:
        """The question with one word replaced, if that gives more than the ``found`` letters that it has.

        Of the words within one edit, or two if there are none, the most frequent are tried in place of the first words
        that hardly a letter has; ``total`` counts the letters of a tree that pass the filters. The words are as the
        index has them, without accents.
        """
        best: tuple[int, str] | None = None
        odd = (leaf for leaf in dict.fromkeys(words(tree)) if isinstance(leaf, Word) and self._is_odd(leaf))
        for leaf in islice(odd, _WORDS):
            for word in self._near(leaf):
                number = total(_replaced(tree, leaf, Word(word)))
                if number > found and (best is None or number > best[0]):
                    best = number, re.sub(rf"(?<!\w){re.escape(leaf.text)}(?!\w)", word, query, count=1)
        return best[1] if best else None

    def _is_odd(self, leaf: Word) -> bool:
        text = leaf.text
        return is_plain(text) and text.isalpha() and len(text) >= _SHORTEST and self.count(leaf) <= FEW

    def _near(self, leaf: Word) -> list[str]:
        """The most frequent words that a word may be a misspelling of."""
        for edits in (1, 2) if len(leaf.text) >= _ONE_EDIT else (1,):
            found = self.expansion.words(Fuzzy(leaf.text, edits)) - {fold(leaf.text)}
            if found:
                return sorted(found, key=lambda word: (-self._letters(word), word))[:_TRIED]
        return []

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
