"""What a person types -> a query tree. Every string is accepted; what was not understood becomes a notice."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from index.signs import clean_signs
from index.tokens import TIE, bound_numbers
from search.language import gettext as _
from search.request import Notice

MAX_DEPTH: Final = 30
"""Brackets deeper than this are read as if they were not there."""
MAX_DISTANCE: Final = 1000
_SHORT_WORD: Final = 5  # letters; a word this short is no longer itself after two edits

FIELDS: Final = {
    "missie": "mission", "mission": "mission",
    "ministerie": "ministry", "ministry": "ministry",
    "datum": "date", "date": "date",
    "van": "since", "since": "since",
    "tot": "until", "until": "until",
    "dossier": "dossier",
    "ondertekenaar": "signatory", "signatory": "signatory",
    "soort": "kind", "kind": "kind",
    "verwijst": "cites", "cites": "cites",
    "kenmerk": "id", "identifier": "id",
}  # fmt: skip
"""The words before a colon, in Dutch and English, and the filter that each stands for; ``id`` is one letter's."""


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces; the analyser may find several words in it (``D'66``), or none (``***``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, exactly as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order, exactly as written, with at most ``distance`` other words among them."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins like this."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word of this form: ``*`` stands for any letters or none, ``?`` for one letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word that at most ``edits`` edits turn into this one.

    An edit inserts, deletes or replaces a letter, or swaps two that stand beside each other.
    """

    text: str
    edits: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A dossier (``29521``, ``21501-02``, ``36410-X``) or, with a number, one paper in it."""

    dossier: str
    number: str | None

    @property
    def id(self) -> str | None:
        """The paper's official identifier."""
        return f"kst-{self.dossier}-{self.number}" if self.number else None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter inside the question; ``name`` is a parameter of the request, or ``id``."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these hold. Without children: every letter."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these holds. Without children: no letter."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Also:
    """This holds, or one of the other names for it, which count for less."""

    child: "Node"
    others: tuple["Leaf", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    child: "Node"


Pattern = Prefix | Wildcard | Fuzzy
"""Stands for the words of the collection that have its form."""
Leaf = Word | Phrase | Near | Paper | Pattern
Node = Leaf | Field | And | Or | Also | Not
EVERYTHING: Final = And(())
NOTHING: Final = Or(())

_TOKEN: Final = re.compile(
    r"""
      (?P<field>[a-z]{3,13}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s()"]+))
    | (?<![^\s("])(?P<paper>
        (?:(?:kamerstuk(?:ken)?|[te]k)(?:\ i{1,2})?(?:,?\ [0-9]{4}[-–/][0-9]{2,4})?,?\ )?(?:kst-?)?
        (?P<base>[1-4][0-9][ _]?[0-9]{3})
        (?:[- ](?P<suffix>0[0-9]|(?<=21501-)[0-9]{2}|(?<=21_501-)[0-9]{2}|(?-i:[IVX]{1,5}[A-Z]?))(?![^\W_]))?
        (?:(?:,?\ ?nrs?\.?\ ?|-|,\ )(?P<number>[0-9]{1,4}|(?-i:[A-Z]{1,2}))(?![^\W_]))?
      )(?![^\s()",])
    | "(?P<near>[^"]*)"~(?P<distance>[0-9]+)
    | "(?P<phrase>[^"]*)"
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>-)(?=[\w"(])
    | (?P<prefix>[^\W_](?:[-'’]?[^\W_])+)\*(?![^\s()"])
    | (?P<fuzzy>[^\W_](?:[-'’]?[^\W_])+)~(?P<edits>[12])?(?![^\s()"])
    | (?=[^\s()"]*[*?][^\W_]) (?=(?:[*?'’-]*[^\W_]){2})
      (?P<wildcard>(?:[*?]|[^\W_])(?:[-'’]?(?:[*?]|[^\W_]))*)(?![^\s()"])
    | (?P<word>[^\s()"]+)
    | (?P<stray>")
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
_OPERATORS: Final = {"OR": "or", "OF": "or", "NOT": "minus", "NIET": "minus", "AND": "and", "EN": "and"}
_Tokens = list[tuple[str, Node | None]]


def parse(text: str) -> tuple[Node, tuple[Notice, ...]]:
    """The tree of a question, and notices about what was read otherwise than it was typed.

    Words beside each other must all occur; ``OR``/``OF`` between them makes alternatives and binds weaker; ``-``,
    ``NOT`` and ``NIET`` exclude; brackets group; ``field:value`` filters; ``"..."~5`` is `Near`, ``begin*`` a `Prefix`,
    ``m?s*ie`` a `Wildcard`, ``word~`` or ``word~2`` `Fuzzy`. An empty question is every letter.
    """
    tokens, notices = _lex(bound_numbers(clean_signs(text).translate(_QUOTES)))
    return _Parser(tokens).tree(), notices


def words(node: Node) -> Iterator[Leaf]:
    """The leaves that a letter may match with its words, without those under a `Not`."""
    if isinstance(node, And | Or):
        for child in node.children:
            yield from words(child)
    elif isinstance(node, Also):
        yield from words(node.child)
        yield from node.others
    elif not isinstance(node, Field | Not):
        yield node


def wordings(paper: Paper) -> tuple[str, ...]:
    """How letters write a paper, as phrases; ``29 521`` and ``29521`` are the same."""
    if not paper.number:
        return (paper.dossier,)
    return tuple(f"{paper.dossier}{link}{paper.number}" for link in (" nr ", " ", " nrs "))


def without(node: Node, drop: Callable[[Word | Phrase | Near | Pattern], bool]) -> Node | None:
    """The tree without the words and phrases that ``drop`` names; None when nothing remains."""
    match node:
        case Word() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy() if drop(node):
            return None
        case And(children) | Or(children) if children:
            kept = [child for child in (without(child, drop) for child in children) if child is not None]
            if not kept:
                return None
            return kept[0] if len(kept) == 1 else type(node)(tuple(kept))
        case Not(child):
            inner = without(child, drop)
            return None if inner is None else Not(inner)
        case Also(child, others):
            inner = without(child, drop)
            return None if inner is None else Also(inner, others)
        case _:
            return node


def _lex(text: str) -> tuple[_Tokens, tuple[Notice, ...]]:
    tokens: _Tokens = []
    notices: list[Notice] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "stray":
            notices.append(
                Notice("stray-quote", _('Het losse aanhalingsteken is genegeerd; sluit een zinsdeel af met ".'))
            )
        elif kind in ("open", "close", "minus"):
            tokens.append((kind, None))
        elif kind == "word" and match["word"] in _OPERATORS:
            tokens.append((_OPERATORS[match["word"]], None))
        else:
            tokens.append(("leaf", _leaf(match)))
    return tokens, tuple(dict.fromkeys(notices))


def _leaf(match: re.Match[str]) -> Leaf | Field:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    match groups:
        case {"field": name, **value}:
            known = FIELDS.get(name.lower())
            (text,) = value.values()
            return Field(known, text.replace(TIE, " ")) if known else Word(match.group().replace(":", " "))
        case {"paper": _, "base": base}:
            parts = (base.replace(TIE, "").replace(" ", ""), groups.get("suffix"))
            return Paper("-".join(filter(None, parts)), groups.get("number"))
        case {"near": text, "distance": distance}:
            return Near(text, min(int(distance), MAX_DISTANCE))
        case {"phrase": text}:
            return Phrase(text)
        case {"prefix": text}:
            return Prefix(text)
        case {"wildcard": text}:
            return Wildcard(text)
        case {"fuzzy": text}:
            return Fuzzy(text, int(groups.get("edits", 1 if len(text) <= _SHORT_WORD else 2)))
        case _:
            return Word(match.group())


class _Parser:
    """Recursive descent over the tokens; nothing is an error."""

    def __init__(self, tokens: _Tokens) -> None:
        self._tokens = tokens
        self._next = 0

    def tree(self) -> Node:
        parts = []
        while self._next < len(self._tokens):
            parts.append(self._alternatives(0))
            self._next += 1  # a closing bracket that nothing opened
        return _joined(And, parts)

    def _alternatives(self, depth: int) -> Node:
        alternatives = [self._conjunction(depth)]
        while self._peek() == "or":
            self._next += 1
            alternatives.append(self._conjunction(depth))
        return _joined(Or, alternatives)

    def _conjunction(self, depth: int) -> Node:
        parts: list[Node] = []
        negated = False
        while (kind := self._peek()) not in ("", "or") and not (kind == "close" and depth):
            node = self._tokens[self._next][1]
            self._next += 1
            if kind == "minus":
                negated = not negated
                continue
            if kind == "open" and depth < MAX_DEPTH:
                node = self._alternatives(depth + 1)
                self._next += 1  # its closing bracket, or the end
            if node is not None and node != EVERYTHING:
                parts.append(Not(node) if negated else node)
                negated = False
        return _joined(And, parts)

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    kept = [part for part in dict.fromkeys(parts) if part != EVERYTHING]
    if not kept:
        return EVERYTHING
    return kept[0] if len(kept) == 1 else kind(tuple(kept))
