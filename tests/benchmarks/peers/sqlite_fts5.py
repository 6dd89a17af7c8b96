"""SQLite's full-text index: one column a level, bm25() over the columns, facets by joining the matching rows."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from analysis import Analysis, Term
from peers.base import Answer, Reader, facet_questions, facet_values
from questions import FACETS, And, FacetName, Node, Or, Phrase, Prefix, Question, Word

from index.letter import Letter

NOT_A_SPACE: Final = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum() and chr(code) not in "'\"")
COUNTED: Final = {
    "mission": "SELECT 'mission', value, count(*) FROM found JOIN mission USING (letter) GROUP BY value",
    "ministry": "SELECT 'ministry', value, count(*) FROM found JOIN ministry USING (letter) GROUP BY value",
    "year": "SELECT 'year', year, count(*) FROM found JOIN letter USING (letter) GROUP BY year",
}
MATCHING: Final = {
    "mission": "+rowid IN (SELECT letter FROM mission WHERE value = ?)",
    "ministry": "+rowid IN (SELECT letter FROM ministry WHERE value = ?)",
    "year": "+rowid IN (SELECT letter FROM letter WHERE year = ?)",
}
"""The plus keeps SQLite from looking the match up once for every letter of the list (40 times slower)."""


class Fts5:
    """FTS5 fed ready-made terms: every ASCII sign counts as part of a term, only white space divides."""

    def __init__(self, levels: Analysis | None) -> None:
        assert levels is not None
        self._analysis = levels

    @staticmethod
    def version() -> str:
        """Name and version."""
        return f"SQLite {sqlite3.sqlite_version}"

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Index in one transaction, then merge to one segment."""
        database = _connect(directory)
        database.executescript(self._schema())
        with database:
            database.execute("PRAGMA synchronous = OFF")
            for letter in letters:
                self._insert(database, letter)
            database.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        database.execute("ANALYZE")
        database.close()

    def open(self, directory: Path) -> Reader:
        """Open the database."""
        return Fts5Reader(_connect(directory), self._analysis)

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter in a transaction."""
        database = _connect(directory)
        with database:
            self._insert(database, letter)
        database.close()

    def _schema(self) -> str:
        """The text is kept once, in ``letter``; the columns that are not kept read as empty."""
        main, *others = self._analysis.fields
        empty = "".join(f", {name} TEXT GENERATED ALWAYS AS ('') VIRTUAL" for name in others)
        facet = "CREATE TABLE {0} (value TEXT, letter INTEGER, PRIMARY KEY (letter, value)) WITHOUT ROWID;"
        return f"""
            CREATE TABLE letter (letter INTEGER PRIMARY KEY, id TEXT, year TEXT, {main} TEXT{empty});
            CREATE INDEX letter_year ON letter (year);
            {facet.format("mission")} CREATE INDEX mission_value ON mission (value, letter);
            {facet.format("ministry")} CREATE INDEX ministry_value ON ministry (value, letter);
            CREATE VIRTUAL TABLE terms USING fts5({", ".join(self._analysis.fields)}, content = 'letter',
                content_rowid = 'letter', tokenize = "ascii tokenchars '{NOT_A_SPACE}''""'");
        """

    def _insert(self, database: sqlite3.Connection, letter: Letter) -> None:
        document, values = self._analysis.document(letter), facet_values(letter)
        main, *_ = self._analysis.fields
        row = database.execute(
            f"INSERT INTO letter (id, year, {main}) VALUES (?, ?, ?)",
            (letter.id, "".join(values["year"]), document[main]),
        ).lastrowid
        marks = ", ".join("?" * len(document))
        database.execute(f"INSERT INTO terms (rowid, {', '.join(document)}) VALUES (?, {marks})",
                         (row, *document.values()))  # fmt: skip
        for facet in ("mission", "ministry"):
            database.executemany(f"INSERT INTO {facet} (letter, value) VALUES (?, ?)",
                                 [(row, value) for value in values[facet]])  # fmt: skip


class Fts5Reader:
    """A connection. Ranking is one pass over the matches, total and counts are one pass more."""

    def __init__(self, database: sqlite3.Connection, analysis: Analysis) -> None:
        self._database = database
        self._analysis = analysis

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Answer with SQL."""
        ids, excerpts = self._top(question, size, snippets)
        wanted = facet_questions(question) if facets else {}
        counted: dict[str, dict[str, int]] = {name: {} for names in wanted.values() for name in names}
        total = 0
        for over in dict.fromkeys([question, *wanted]):
            for name, value, count in self._counts(over, wanted.get(over, ())):
                if name == "total":
                    total = count if over == question else total
                else:
                    counted[name][value] = count
        return Answer(total, ids, {name: counted[name] for name in FACETS if name in counted}, excerpts)

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _top(self, question: Question, size: int, snippets: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if question.tree is None:
            where, values = _where(question, "")
            rows = self._database.execute(f"SELECT id FROM letter {where} ORDER BY letter LIMIT ?", (*values, size))
            return tuple(row[0] for row in rows), ()
        where, values = _where(question, "terms MATCH ?")
        match = self._match(question.tree)
        rank = f"rank MATCH 'bm25({', '.join(map(str, self._analysis.weights))})'"
        best = self._database.execute(
            f"SELECT rowid, id FROM (SELECT rowid, rank FROM terms {where} AND {rank} ORDER BY rank LIMIT ?) "
            "JOIN letter ON letter.letter = rowid ORDER BY rank",
            (match, *values, size),
        ).fetchall()
        excerpts = tuple(self._excerpt(match, row) for row, _ in best) if snippets else ()
        return tuple(letter for _, letter in best), excerpts

    def _excerpt(self, match: str, row: int) -> str:
        statement = "SELECT snippet(terms, 0, '[', ']', '…', 40) FROM terms WHERE terms MATCH ? AND rowid = ?"
        return str(self._database.execute(statement, (match, row)).fetchone()[0])

    def _counts(self, question: Question, names: Iterable[FacetName]) -> Iterator[tuple[str, str, int]]:
        """(facet, value, count) rows and one ("total", "", count), from one pass over the matches."""
        if question.tree is None:
            where, values = _where(question, "")
            found, arguments = f"SELECT letter FROM letter {where}", values
        else:
            where, values = _where(question, "terms MATCH ?")
            found = f"SELECT rowid AS letter FROM terms {where}"
            arguments = (self._match(question.tree), *values)
        parts = [COUNTED[name] for name in names]
        if not parts:
            rows: Iterable[Any] = self._database.execute(f"SELECT 'total', '', count(*) FROM ({found})", arguments)
        else:
            union = " UNION ALL ".join(["SELECT 'total', '', count(*) FROM found", *parts])
            rows = self._database.execute(f"WITH found AS MATERIALIZED ({found}) {union}", arguments)
        yield from rows

    def _match(self, node: Node) -> str:
        """The tree in FTS5's query language."""
        match node:
            case Word(text):
                parts = [_any(map(_term, part)) for part in self._analysis.parts(text)]
                whole = map(_term, self._analysis.question(text))
                return _any([*whole, f"({' AND '.join(parts)})"] if parts else whole)
            case And(parts):
                return " AND ".join(self._match(part) for part in parts)
            case Or(parts):
                return " OR ".join(self._match(part) for part in parts)
            case Phrase(texts):
                terms = [self._analysis.literal(text) for text in texts]
                return f"{terms[0].field} : {_quoted(' '.join(term.text for term in terms))}"
            case Prefix(text):
                return _any(f"{_term(term)} *" for term in self._analysis.beginnings(text))


def _connect(directory: Path) -> sqlite3.Connection:
    database = sqlite3.connect(directory / "letters.db")
    database.execute("PRAGMA cache_size = -65536")
    database.execute("PRAGMA mmap_size = 4294967296")
    return database


def _where(question: Question, match: str) -> tuple[str, tuple[str, ...]]:
    """The WHERE clause of a question and the values of its filters."""
    conditions = [*([match] if match else []), *(MATCHING[name] for name, _ in question.filters)]
    return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), tuple(value for _, value in question.filters)


def _term(term: Term) -> str:
    return f"{term.field} : {_quoted(term.text)}"


def _any(parts: Iterable[str]) -> str:
    return f"({' OR '.join(parts)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
