"""What someone may be typing: missions, ministries and dossiers by their names, and words of the letters."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple, Self

from index.analysis import fold
from index.dossiers import dossier_titles
from index.names import name_key
from index.schema import EXACT, FIELDS, term_field
from search.facets import named_counts, number_of_each
from search.language import gettext, spellings
from search.postings import count_either
from search.query import FIELDS as FILTERS
from search.request import Suggestion, SuggestionKind
from search.source import Source

_KINDS: Final[dict[SuggestionKind, str]] = {"mission": "missie", "ministry": "ministerie", "dossier": "dossier"}
"""The facets whose values are suggested, and their names in a question."""
_EXACT: Final = tuple(term_field(field.name, EXACT.name) for field in FIELDS)
_LONGEST: Final = 5
"""Words at the end of what was typed that may be the beginning of a name."""
_BEYOND: Final = "\U0010ffff"
_QUOTES: Final = '"“”„«»'
_SIGNS: Final = f"{_QUOTES}():*?~"
"""No name goes on behind one of these."""
_FILTER: Final = re.compile(
    rf"(?<![\w])([a-z]{{3,13}}):(?:[{_QUOTES}]([^{_QUOTES}]*)|([^\s():{_QUOTES}]*))\Z", re.IGNORECASE
)
_NAME_WORD: Final = re.compile(r"\w\S*")
_LAST_WORD: Final = re.compile(r"\w[\w'’‑-]*\Z")
_SPLIT_NUMBER: Final = re.compile(r"^([0-9]{2}) (?=[0-9]{1,3}\b)")
_PLAIN: Final = re.compile(rf"[^\s(){_QUOTES}]+")


class _Names(NamedTuple):
    """Values, those that most letters have first, and their places by what their names end with from a word on."""

    values: list[Suggestion]
    endings: list[str]
    places: list[int]
    full: dict[str, list[int]]
    """The places by whole name."""

    @classmethod
    def of(cls, named: Iterable[tuple[Suggestion, Sequence[str]]], stopwords: frozenset[str]) -> Self:
        """Those of values with their names; a function word only begins a name."""
        ordered = sorted(named, key=lambda pair: _order(pair[0]))
        full: dict[str, list[int]] = {}
        for place, (_, names) in enumerate(ordered):
            for key in dict.fromkeys(map(name_key, names)):
                full.setdefault(key, []).append(place)
        rows = sorted({(ending, place) for key in full for ending in _endings(key, stopwords) for place in full[key]})
        return cls([value for value, _ in ordered], [ending for ending, _ in rows], [place for _, place in rows], full)

    def beginning(self, key: str, most: int) -> list[tuple[bool, Suggestion]]:
        """The first ``most`` values with a name that begins like this at a word: those named in full (False) first."""
        first = bisect_left(self.endings, key)
        found = set(self.places[first : bisect_left(self.endings, key + _BEYOND, first)])
        full = self.full.get(key, [])
        places = [*full, *sorted(found.difference(full))][:most]
        return [(place not in full, self.values[place]) for place in places]


class Completion:
    """Suggestions from one `Source`; what depends on it only is found when first needed, and kept.

    ``labels`` and ``aliases`` are as in `index.store.Meta`, ``lemma`` gives a word's lemma with its accents. The index
    has its words folded: they are suggested in small letters, and with accents only where they are their own lemma.
    """

    def __init__(
        self,
        source: Source,
        labels: Mapping[str, Mapping[str, str]],
        aliases: Mapping[str, Mapping[str, str]],
        stopwords: frozenset[str],
        lemma: Callable[[str], str],
    ) -> None:
        self._source = source
        self._labels = labels
        self._aliases = aliases
        self._stopwords = stopwords
        self._lemma = lemma

    def complete(self, text: str, most: int) -> tuple[Suggestion, ...]:
        """At most ``most`` ways to go on with a question typed as far as ``text``: names first, then words.

        A name is found by the beginning of any of its words; those named in full come first, then those that most
        letters have; behind ``missie:`` and the like only its own names are. Inside quotes there are only words.
        """
        filtered = _FILTER.search(text)
        if filtered and filtered[1].lower() in FILTERS and not _in_quotes(text[: filtered.start()]):
            kinds = [kind for kind in _KINDS if kind == FILTERS[filtered[1].lower()]]
            found = self._named(_key(filtered[2] or filtered[3] or ""), kinds, most)
            return tuple(replace(value, start=filtered.start()) for value in found)
        words = list(self._words(text, most))
        names = self._names_at_end(text, most)[: most - min(len(words), most // 2)]
        return (*names, *words[: most - len(names)])

    def _names_at_end(self, text: str, most: int) -> list[Suggestion]:
        """The values with a name that begins like the last words, as many words as there are such values for."""
        if _in_quotes(text):
            return []
        first = max(map(text.rfind, _SIGNS)) + 1
        for start in [word.start() for word in _NAME_WORD.finditer(text, first)][-_LONGEST:]:
            if found := self._named(_key(text[start:]), _KINDS, most):
                return [replace(value, start=start) for value in found]
        return []

    def _named(self, key: str, kinds: Iterable[SuggestionKind], most: int) -> list[Suggestion]:
        """The values with a name that begins like this: those named in full, then those that most letters have."""
        found = [pair for kind in kinds for pair in self._names[kind].beginning(key, most)]
        ordered = [value for _, value in sorted(found, key=lambda pair: (pair[0], _order(pair[1])))[:most]]
        return [replace(value, label=gettext(value.label)) for value in ordered]

    def _words(self, text: str, most: int) -> Iterator[Suggestion]:
        """The words that begin like the last one and that most letters have, without function words."""
        typed = _LAST_WORD.search(text)
        prefix = fold(typed[0]) if typed else ""
        if typed is None or not any(map(str.isalpha, prefix)):
            return
        passed = {word for word in self._stopwords if word.startswith(prefix)} | {prefix[:1]}
        letters: dict[str, int] = {}
        for field in _EXACT:
            for word, count in self._source.frequent(field, prefix, most + len(passed)):
                letters[word] = max(count, letters.get(word, 0))
        words = sorted(letters.keys() - passed - _joined(letters), key=lambda word: (-letters[word], word))[:most]
        for count, word in sorted((-self._letters(word), word) for word in words):
            written = self._written(word)
            yield Suggestion("word", written, written, -count, typed.start())

    def _letters(self, word: str) -> int:
        """How many letters have a word in their title or their text."""
        return count_either([self._source.postings(field, word).docs for field in _EXACT], self._source.size)

    def _written(self, word: str) -> str:
        lemma = self._lemma(word)
        return lemma if fold(lemma) == word else word

    @cached_property
    def _names(self) -> dict[SuggestionKind, _Names]:
        return {kind: _Names.of(self._values(kind), self._stopwords) for kind in _KINDS}

    def _values(self, kind: SuggestionKind) -> Iterator[tuple[Suggestion, Sequence[str]]]:
        """The values of a facet that letters have, each with its names."""
        titles = dossier_titles() if kind == "dossier" else {}
        labels = self._labels.get(kind, {})
        others: dict[str, list[str]] = {}
        for alias, value in self._aliases.get(kind, {}).items():
            others.setdefault(value, []).append(alias)
        column = self._source.facet(kind)
        for value, count in named_counts(column.values, number_of_each(column, self._source.everything())).items():
            names = [value, *titles.get(value, ()), *others.get(value, ())]
            label = labels.get(value) or " ".join(names[:2] if value in titles else names[:1])
            yield Suggestion(kind, _filter(kind, value), label, count), [*spellings(label), *names]


def _in_quotes(text: str) -> bool:
    """Whether a quotation is still open behind the text."""
    return sum(map(text.count, _QUOTES)) % 2 > 0


def _key(typed: str) -> str:
    """What was typed as the beginning of a name; behind a space a new word begins."""
    key = _SPLIT_NUMBER.sub(r"\1", name_key(typed))
    return f"{key} " if key and typed[-1:].isspace() else key


def _order(value: Suggestion) -> tuple[int, str]:
    return -value.count, value.label


def _endings(key: str, stopwords: frozenset[str]) -> Iterator[str]:
    words = key.split()
    return (" ".join(words[place:]) for place, word in enumerate(words) if not place or word not in stopwords)


def _joined(letters: Mapping[str, int]) -> set[str]:
    """The words that are there only because the index has hyphenated words joined, too (``vnmissie``)."""
    pairs = ((word, word.replace("-", "")) for word in letters if "-" in word)
    return {joined for word, joined in pairs if letters.get(joined) == letters[word]}


def _filter(kind: SuggestionKind, value: str) -> str:
    """The filter for a value, as it stands in a question."""
    return f"{_KINDS[kind]}:{value}" if _PLAIN.fullmatch(value) else f'{_KINDS[kind]}:"{name_key(value)}"'
