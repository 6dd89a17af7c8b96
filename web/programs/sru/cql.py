"""The Contextual Query Language (OASIS searchRetrieve 1.0, Part 5; CQL 1.1 and 1.2): text -> tree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from search.query import MAX_DEPTH
from web.programs.sru.diagnostics import Diagnostic, Fault

BOOLEANS: Final = frozenset({"and", "or", "not", "prox"})
COMPARATORS: Final = frozenset({"=", "==", "<>", "<", ">", "<=", ">="})
DEFAULT_RELATION: Final = "="
_SORT: Final = "sortby"


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an index, of a relation or of a modifier, and the context set it is from, both in lower case.

    ``context`` is what the query assigned to the prefix, or the prefix itself; None for a name without one.
    ``written`` is how it stands in the query.
    """

    context: str | None
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Modifier:
    """What stands behind a slash; ``relation`` and ``value`` are empty for a name alone."""

    name: Name
    relation: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One term, with its escapes and masking characters; without an index the server chooses one."""

    index: Name | None
    relation: Name
    modifiers: tuple[Modifier, ...]
    term: str


@dataclass(frozen=True, slots=True)
class Operator:
    """A boolean operator (``and``, ``or``, ``not``, ``prox``) between what stands before it and ``right``."""

    name: str
    modifiers: tuple[Modifier, ...]
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Chain:
    """Clauses with operators between them, all of one precedence: each takes everything before it as its left side."""

    first: "Tree"
    rest: tuple[Operator, ...]


@dataclass(frozen=True, slots=True)
class SortKey:
    """An index to sort by."""

    index: Name
    modifiers: tuple[Modifier, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query."""

    tree: "Tree"
    sort: tuple[SortKey, ...] = ()


Tree = Clause | Chain


class _Token(NamedTuple):
    """``kind`` is word, quoted (its text without the quotes), sign, or end."""

    kind: str
    text: str


_Sets = Mapping[str, str]
_TOKEN: Final = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<sign><=|>=|<>|==|[()/<>=])|(?P<word>[^\s()=<>"/]+))', re.DOTALL
)
_END: Final = _Token("end", "")


def parse(text: str) -> Query:
    """The tree of a query; raises `Diagnostic` for any text that is not CQL, or has too many brackets in brackets."""
    return _Parser(list(_tokens(text.rstrip()))).query()


def named(text: str, sets: _Sets) -> Name:
    """A name as written, with its prefix resolved."""
    prefix, dot, name = text.partition(".")
    if not dot:
        return Name(sets.get(""), text.lower(), text)
    return Name(sets.get(prefix.lower(), prefix.lower()), name.lower(), text)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Diagnostic(Fault.QUOTES, text[at:].strip()[:40])
        kind = match.lastgroup or ""
        yield _Token(kind, match[kind])
        at = match.end()


class _Parser:
    """Recursive descent: only brackets recurse, and those are bounded."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def query(self) -> Query:
        sets = self._assigned({})
        tree = self._chain(sets, 0)
        sort = self._sort_keys(sets)
        if self._peek() != _END:
            raise self._unexpected()
        return Query(tree, sort)

    def _chain(self, sets: _Sets, depth: int) -> Tree:
        first, rest = self._clause(sets, depth), []
        while (token := self._peek()).kind == "word" and token.text.lower() in BOOLEANS:
            self._next += 1
            modifiers = self._modifiers(sets)
            rest.append(Operator(token.text.lower(), modifiers, self._clause(sets, depth)))
        return Chain(first, tuple(rest)) if rest else first

    def _clause(self, sets: _Sets, depth: int) -> Tree:
        if self._take("("):
            if depth >= MAX_DEPTH:
                raise Diagnostic(Fault.PARENTHESES, str(MAX_DEPTH))
            inner = self._chain(self._assigned(sets), depth + 1)
            if not self._take(")"):
                raise Diagnostic(Fault.PARENTHESES, self._peek().text) if self._peek() == _END else self._unexpected()
            return inner
        word = self._word()
        if not self._has_relation():
            return Clause(None, Name(None, DEFAULT_RELATION, DEFAULT_RELATION), (), word)
        relation = self._peek().text
        self._next += 1
        modifiers = self._modifiers(sets)
        return Clause(named(word, sets), named(relation, {}), modifiers, self._word())

    def _has_relation(self) -> bool:
        token = self._peek()
        if token.kind == "word":
            return token.text.lower() not in {*BOOLEANS, _SORT}
        return token.kind == "sign" and token.text in COMPARATORS

    def _assigned(self, outer: _Sets) -> _Sets:
        """The context sets by prefix, with those that are assigned here; the default one has no prefix."""
        sets = dict(outer)
        while self._take(">"):
            name = self._word()
            if self._take("="):
                sets[name.lower()] = self._word()
            else:
                sets[""] = name
        return sets

    def _modifiers(self, sets: _Sets) -> tuple[Modifier, ...]:
        found = []
        while self._take("/"):
            name, token = named(self._word(), {key: uri for key, uri in sets.items() if key}), self._peek()
            if token.kind == "sign" and token.text in COMPARATORS:
                self._next += 1
                found.append(Modifier(name, token.text, self._word()))
            else:
                found.append(Modifier(name))
        return tuple(found)

    def _sort_keys(self, sets: _Sets) -> tuple[SortKey, ...]:
        if (token := self._peek()).kind != "word" or token.text.lower() != _SORT:
            return ()
        self._next += 1
        keys: list[SortKey] = []
        while not keys or self._peek() != _END:
            keys.append(SortKey(named(self._word(), sets), self._modifiers(sets)))
        return tuple(keys)

    def _word(self) -> str:
        token = self._peek()
        if token.kind not in ("word", "quoted"):
            raise self._unexpected()
        self._next += 1
        return token.text

    def _take(self, sign: str) -> bool:
        taken = self._peek() == _Token("sign", sign)
        self._next += taken
        return taken

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def _unexpected(self) -> Diagnostic:
        """What is said of a token that cannot stand where it stands."""
        token = self._peek()
        fault = Fault.PARENTHESES if token == _Token("sign", ")") else Fault.SYNTAX
        return Diagnostic(fault, token.text[:40] or "the query ends too early")
