"""Xapian, where its Python binding is installed: prefixed terms a level, BM25, counts by match spies."""

from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from analysis import Analysis, Term
from questions import FACETS, And, FacetName, Node, Or, Phrase, Prefix, Question, Word

from index.letter import Letter
from peers.base import Answer, Reader, facet_questions, facet_values

xapian: Any = import_module("xapian")

LEVEL_PREFIX: Final = {"exact": "", "stem": "XS:", "part": "XP:"}
FACET_PREFIX: Final = {"mission": "XM:", "ministry": "XD:", "year": "XY:"}
SLOTS: Final[dict[FacetName, range]] = {
    "mission": range(100, 120),
    "ministry": range(200, 204),
    "year": range(300, 301),
}
"""A value slot holds one value, so the values of a many-valued facet take one slot each, as many as are in use."""
EVERY_EXPANSION: Final = (0, xapian.Query.WILDCARD_LIMIT_ERROR, xapian.Query.OP_SYNONYM)
LONGEST_TERM: Final = 240
BATCH: Final = 10_000


class Xapian:
    """A database with positions at the exact level only."""

    def __init__(self, levels: Analysis | None) -> None:
        assert levels is not None
        self._analysis = levels

    @staticmethod
    def version() -> str:
        """Name and version."""
        return f"Xapian {xapian.version_string()}"

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Index with a flush every ten thousand letters."""
        database = xapian.WritableDatabase(str(directory), xapian.DB_CREATE_OR_OPEN)
        for number, letter in enumerate(letters, 1):
            database.add_document(self._document(letter))
            if number % BATCH == 0:
                database.commit()
        database.close()

    def open(self, directory: Path) -> Reader:
        """Open the database."""
        return XapianReader(xapian.Database(str(directory)), self._analysis)

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter and commit."""
        database = xapian.WritableDatabase(str(directory), xapian.DB_OPEN)
        database.add_document(self._document(letter))
        database.close()

    def _document(self, letter: Letter) -> Any:
        document = xapian.Document()
        fields = self._analysis.document(letter)
        main, *others = self._analysis.fields
        for position, term in enumerate(fields[main].split()):
            document.add_posting(_cut(term), position)
        for level in others:
            for term, count in Counter(fields[level].split()).items():
                document.add_term(_cut(LEVEL_PREFIX[level] + term), count)
        for facet, values in facet_values(letter).items():
            for slot, value in zip(SLOTS[facet], values, strict=False):
                document.add_value(slot, value)
            for value in values:
                document.add_boolean_term(FACET_PREFIX[facet] + value)
        document.set_data(f"{letter.id}\n{fields[main]}")
        return document


class XapianReader:
    """A database open for reading."""

    def __init__(self, database: Any, analysis: Analysis) -> None:
        self._database = database
        self._analysis = analysis
        self._letters = database.get_doccount()
        self._slots = {name: [slot for slot in slots if database.get_value_freq(slot)] for name, slots in SLOTS.items()}

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Match once with a spy on each slot, and once more for each facet that has a filter of its own."""
        asked = facet_questions(question) if facets else {}
        matches, counted = self._match(question, size, asked.get(question, ()))
        for over, names in asked.items():
            if over != question:
                counted.update(self._match(over, 1, names)[1])
        data = [match.document.get_data().decode().partition("\n") for match in matches]
        return Answer(
            total=matches.get_matches_estimated(),
            ids=tuple(letter for letter, _, _ in data),
            facets={name: counted[name] for name in FACETS if name in counted},
            snippets=tuple(matches.snippet(text, 300).decode() for _, _, text in data) if snippets else (),
        )

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _match(self, question: Question, size: int, names: Iterable[FacetName]) -> tuple[Any, dict[FacetName, Any]]:
        """The best matches with an exact total, and the counts of these facets."""
        enquire = xapian.Enquire(self._database)
        enquire.set_query(self._compile(question))
        spies = {name: [xapian.ValueCountMatchSpy(slot) for slot in self._slots[name]] for name in names}
        for spy in (spy for group in spies.values() for spy in group):
            enquire.add_matchspy(spy)
        matches = enquire.get_mset(0, size, self._letters)
        counted: dict[FacetName, Any] = {}
        for name, group in spies.items():
            counts: Counter[str] = Counter()
            for spy in group:
                counts.update({item.term.decode(): item.termfreq for item in spy.values()})
            counted[name] = dict(counts)
        return matches, counted

    def _compile(self, question: Question) -> Any:
        query = xapian.Query.MatchAll if question.tree is None else self._node(question.tree)
        for name, value in question.filters:
            query = xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query(FACET_PREFIX[name] + value))
        return query

    def _node(self, node: Node) -> Any:
        match node:
            case Word(text):
                parts = [
                    xapian.Query(xapian.Query.OP_OR, list(map(_term, part))) for part in self._analysis.parts(text)
                ]
                ways = [*map(_term, self._analysis.question(text)), xapian.Query(xapian.Query.OP_AND, parts)]
                return xapian.Query(xapian.Query.OP_OR, ways if parts else ways[:-1])
            case And(parts):
                return xapian.Query(xapian.Query.OP_AND, [self._node(part) for part in parts])
            case Or(parts):
                return xapian.Query(xapian.Query.OP_OR, [self._node(part) for part in parts])
            case Phrase(texts):
                terms = [_cut(self._analysis.literal(text).text) for text in texts]
                return xapian.Query(xapian.Query.OP_PHRASE, terms, len(terms))
            case Prefix(text):
                ways = [
                    xapian.Query(xapian.Query.OP_WILDCARD, LEVEL_PREFIX[term.field] + term.text, *EVERY_EXPANSION)
                    for term in self._analysis.beginnings(text)
                ]
                return xapian.Query(xapian.Query.OP_OR, ways)


def _term(term: Term) -> Any:
    query = xapian.Query(_cut(LEVEL_PREFIX[term.field] + term.text))
    return query if term.weight == 1.0 else xapian.Query(xapian.Query.OP_SCALE_WEIGHT, query, term.weight)


def _cut(term: str) -> str:
    """The term within Xapian's limit of 245 bytes."""
    return term.encode()[:LONGEST_TERM].decode(errors="ignore") if len(term) * 4 > LONGEST_TERM else term
