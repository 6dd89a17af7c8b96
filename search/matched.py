"""In which forms the words of a question stand in the letters shown, from the marks that are there already."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, get_args

from index.analysis import Analyzer, fold
from index.tokens import joined, tokens, whole_words
from search.marks import Mark
from search.query import Also, And, Field, Fuzzy, Leaf, Node, Not, Or, Paper, Phrase, Prefix, Wildcard, Word, words
from search.request import Form, How, Matched

_MOST: Final = 12
"""Forms of one word."""
_RANKS: Final[Mapping[How, int]] = {how: rank for rank, how in enumerate(get_args(How))}

Found = tuple[int, str]
"""The number of a word of the question (`Mark.word`), and characters that it matches."""


class _Asked(NamedTuple):
    """A leaf of the question, what was typed for it, and whether it is only another name for that."""

    leaf: Leaf
    typed: str
    is_name: bool


class _Read(NamedTuple):
    """What some characters are a form of, without regard to capitals and accents, and how."""

    typed: str
    folded: str
    how: How
    shown: str


def found_in(text: str, marks: Iterable[Mark]) -> dict[Found, None]:
    """What the marks of a text stand on, each once, in reading order."""
    return dict.fromkeys([(word, text[start:end]) for start, end, word in marks])


def matched(tree: Node, analyzer: Analyzer, letters: Iterable[Collection[Found]]) -> tuple[Matched, ...]:
    """The words of a question that matched, in the order in which they were typed, with their forms in ``letters``.

    Each of the letters is what was `found_in` it. Forms that differ only in capitals and accents are one, as written in
    small letters if any is. Those of one word are ordered by how they match, then by the number of letters; there are
    `_MOST` at the most.
    """
    asked = _asked(tree)
    read: dict[Found, _Read] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for letter in letters:
        read |= {found: _read(asked[found[0]], found[1], analyzer) for found in letter if found not in read}
        counts.update({read[found][:2] for found in letter})
    forms: dict[str, dict[str, Form]] = {each.typed: {} for each in asked}
    for typed, folded, how, shown in sorted(read.values(), key=_preferred):
        forms[typed].setdefault(folded, Form(shown, how, counts[typed, folded]))
    return tuple(Matched(typed, _first(found.values())) for typed, found in forms.items() if found)


def _preferred(form: _Read) -> tuple[int, bool, bool]:
    return _RANKS[form.how], not form.shown.islower(), form.shown.isupper()


def _first(forms: Iterable[Form]) -> tuple[Form, ...]:
    return tuple(sorted(forms, key=lambda form: (_RANKS[form.how], -form.letters, form.text))[:_MOST])


def _asked(tree: Node) -> list[_Asked]:
    """The leaves by their numbers; one that was typed is no name, even if it is one of another word."""
    asked: dict[Leaf, _Asked] = {}
    for each in _leaves(tree):
        if each.leaf not in asked or not each.is_name:
            asked[each.leaf] = each
    return list(asked.values())


def _leaves(node: Node) -> Iterator[_Asked]:
    """The leaves in the order of `search.query.words`."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Also(child, others):
            own = list(words(child))
            typed = " ".join(map(_typed, own))
            yield from (_Asked(leaf, typed, is_name=False) for leaf in own)
            yield from (_Asked(leaf, typed, is_name=True) for leaf in others)
        case Field() | Not():
            return
        case _:
            yield _Asked(node, _typed(node), is_name=False)


def _typed(leaf: Leaf) -> str:
    match leaf:
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{text}~"
        case Paper(dossier, number):
            return f"{dossier}-{number}" if number else dossier
        case _:
            return leaf.text


def _read(asked: _Asked, characters: str, analyzer: Analyzer) -> _Read:
    text = " ".join(characters.split())
    how = _how(asked, text, analyzer)
    in_capitals = text.isupper() and analyzer.terms(text).stem and not analyzer.terms(text).is_acronym
    return _Read(asked.typed, fold(text), how, text.lower() if in_capitals else text)


def _how(asked: _Asked, text: str, analyzer: Analyzer) -> How:
    if asked.is_name:
        return "name"
    match asked.leaf:
        case Word(word):
            return _how_word(word, text, analyzer)
        case Phrase(word) if analyzer.is_acronym(tokens(word)):
            return "exact"
        case Prefix() | Wildcard() | Fuzzy():
            return "pattern"
        case _:
            return "phrase"


def _how_word(word: str, text: str, analyzer: Analyzer) -> How:
    """How ``text``, which one word of a question matches, answers it."""
    typed = whole_words(tokens(word))
    first, *others = whole_words(tokens(text))
    found = analyzer.terms(first.text)
    if not others and found.exact in {analyzer.terms(token.text).exact for token in typed}:
        return "exact"
    asked = [analyzer.terms(token.text) for token in (*typed, *filter(None, map(joined, typed)))]
    same = any(found.exact == terms.exact or (found.stem and found.stem == terms.stem) for terms in asked)
    return "form" if others or same else "part"
