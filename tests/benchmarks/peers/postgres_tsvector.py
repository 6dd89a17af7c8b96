"""PostgreSQL, where its server and psycopg are installed: a tsvector with a GIN index, in a cluster of its own."""

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
from analysis import Analysis, Term
from questions import FACETS, And, FacetName, Node, Or, Phrase, Prefix, Question, Word

from index.letter import Letter
from peers.base import Answer, Reader, facet_questions, facet_values

PROGRAMS: Final = "/usr/lib/postgresql"
SERVICE_USER: Final = "postgres"
LEVEL_PREFIX: Final = {"exact": "", "stem": "s/", "part": "p/"}
LAST_POSITION, MOST_POSITIONS = 16_383, 255
"""What a tsvector can hold of a term: positions up to the first, no more of them than the second."""
SETTINGS: Final = {
    "listen_addresses": "", "shared_buffers": "512MB", "work_mem": "128MB", "maintenance_work_mem": "256MB",
    "synchronous_commit": "off", "jit": "off",
}  # fmt: skip
SCHEMA: Final = """
    CREATE TABLE letter (letter serial PRIMARY KEY, id text, mission text[], ministry text[], year text,
                         text text, terms tsvector)
"""
INDEXES: Final = (
    "CREATE INDEX ON letter USING gin (terms)",
    "CREATE INDEX ON letter USING gin (mission)",
    "CREATE INDEX ON letter USING gin (ministry)",
    "CREATE INDEX ON letter (year)",
)
COLUMNS: Final = "id, mission, ministry, year, text, terms"
COUNTED: Final = {
    "mission": "SELECT 'mission', value, count(*) FROM found, unnest(mission) AS value GROUP BY value",
    "ministry": "SELECT 'ministry', value, count(*) FROM found, unnest(ministry) AS value GROUP BY value",
    "year": "SELECT 'year', year, count(*) FROM found GROUP BY year",
}
MATCHING: Final = {"mission": "mission @> ARRAY[%s]", "ministry": "ministry @> ARRAY[%s]", "year": "year = %s"}


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path(PROGRAMS).glob("*/bin"), key=lambda path: float(path.parent.name), default=None)


class Postgres:
    """A cluster in the index directory, reached through a socket there. ts_rank is no BM25: it knows no rarity."""

    def __init__(self, levels: Analysis | None) -> None:
        assert levels is not None
        self._analysis = levels

    @staticmethod
    def version() -> str:
        """Name and version."""
        folder = programs()
        assert folder is not None
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        return answer.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL").split(" (")[0]

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Make a cluster, copy the letters in, then index."""
        folder = programs()
        assert folder is not None
        if os.getuid() == 0:
            shutil.chown(directory, SERVICE_USER)
        _run([folder / "initdb", "-D", directory / "cluster", "-A", "trust", "-U", "letters", "-E", "UTF8",
              "--no-locale", "--no-sync"])  # fmt: skip
        with Server(directory) as server, server.connect() as connection:
            connection.execute(SCHEMA)
            with connection.cursor().copy(f"COPY letter ({COLUMNS}) FROM STDIN") as copy:
                for letter in letters:
                    copy.write_row(self._row(letter))
            for statement in INDEXES:
                connection.execute(statement)
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE letter")

    def open(self, directory: Path) -> Reader:
        """Start the server and connect."""
        return PostgresReader(Server(directory), self._analysis)

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter in a transaction, the server's start included."""
        with Server(directory) as server, server.connect() as connection:
            connection.execute(
                f"INSERT INTO letter ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s::tsvector)", self._row(letter)
            )

    def _row(self, letter: Letter) -> tuple[Any, ...]:
        values, fields = facet_values(letter), self._analysis.document(letter)
        text = fields[self._analysis.fields[0]]
        lists = (list(values["mission"]), list(values["ministry"]))
        return (letter.id, *lists, "".join(values["year"]), text, self._vector(fields))

    def _vector(self, fields: dict[str, str]) -> str:
        """The terms in PostgreSQL's own notation: positions at the exact level, weight D, C, B by level."""
        main, *others = self._analysis.fields
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, term in enumerate(fields[main].split(), 1):
            places[term].append(min(position, LAST_POSITION))
        exact = (f"{_quoted(term)}:{','.join(map(str, found[:MOST_POSITIONS]))}" for term, found in places.items())
        rest = (
            f"{_quoted(LEVEL_PREFIX[level] + term)}:1{weight}"
            for level, weight in zip(others, "CB", strict=True)
            for term in set(fields[level].split())
        )
        return " ".join([*exact, *rest])


class Server:
    """A running server on the cluster of an index directory; leaving it stops the server."""

    def __init__(self, directory: Path) -> None:
        folder = programs()
        assert folder is not None
        self._directory = directory
        self._programs = folder
        options = [f"-k '{directory}'", *(f"-c {name}='{value}'" for name, value in SETTINGS.items())]
        _run([folder / "pg_ctl", "-D", directory / "cluster", "start", "-w", "-l", directory / "log",
              "-o", " ".join(options)])  # fmt: skip

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def connect(self) -> psycopg.Connection[Any]:
        """A new connection."""
        return psycopg.connect(host=str(self._directory), user="letters", dbname="postgres")

    def stop(self) -> None:
        """Stop at once, with everything written."""
        _run([self._programs / "pg_ctl", "-D", self._directory / "cluster", "stop", "-w", "-m", "fast"])


class PostgresReader:
    """A connection. Ranking is one query, total and counts are one more."""

    def __init__(self, server: Server, analysis: Analysis) -> None:
        self._server = server
        self._analysis = analysis
        self._connection = server.connect()
        self._connection.autocommit = True

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Answer with SQL."""
        wanted = facet_questions(question) if facets else {}
        ids, excerpts = self._top(question, size, snippets)
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
        """Disconnect and stop the server."""
        self._connection.close()
        self._server.stop()

    def _top(self, question: Question, size: int, snippets: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        where, values = self._where(question)
        if question.tree is None:
            rows = self._rows(f"SELECT id, '' FROM letter {where} ORDER BY letter LIMIT %s", (*values, size))
            return tuple(row[0] for row in rows), ()
        tree = self._node(question.tree)
        best = f"SELECT id, text, ts_rank('{{1, .5, .5, 0}}', terms, %s::tsquery, 1) AS score FROM letter {where}"
        excerpt = "ts_headline('simple', text, %s::tsquery)" if snippets else "''"
        rows = self._rows(
            f"SELECT id, {excerpt} FROM ({best} ORDER BY score DESC LIMIT %s) AS best ORDER BY score DESC",
            (*([tree] if snippets else []), tree, *values, size),
        )
        return tuple(row[0] for row in rows), tuple(row[1] for row in rows) if snippets else ()

    def _counts(self, question: Question, names: Iterable[FacetName]) -> Iterator[tuple[str, str, int]]:
        """(facet, value, count) rows and one ("total", "", count), from one pass over the matches."""
        where, values = self._where(question)
        parts = [COUNTED[name] for name in names]
        if parts:
            union = " UNION ALL ".join(["SELECT 'total', '', count(*) FROM found", *parts])
            statement = f"WITH found AS MATERIALIZED (SELECT mission, ministry, year FROM letter {where}) {union}"
        else:
            statement = f"SELECT 'total', '', count(*) FROM letter {where}"
        yield from self._rows(statement, values)

    def _where(self, question: Question) -> tuple[str, tuple[str, ...]]:
        """The WHERE clause of a question and its values."""
        tree = ["terms @@ %s::tsquery"] if question.tree else []
        conditions = [*tree, *(MATCHING[name] for name, _ in question.filters)]
        values = [*([self._node(question.tree)] if question.tree else []), *(value for _, value in question.filters)]
        return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), tuple(values)

    def _rows(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement.encode(), values).fetchall()

    def _node(self, node: Node) -> str:
        """The tree in the notation of a tsquery."""
        match node:
            case Word(text):
                parts = [_any(part) for part in self._analysis.parts(text)]
                whole = _any(self._analysis.question(text))
                return f"({whole} | {' & '.join(parts)})" if parts else whole
            case And(parts):
                return " & ".join(self._node(part) for part in parts)
            case Or(parts):
                return " | ".join(self._node(part) for part in parts)
            case Phrase(texts):
                return " <-> ".join(_quoted(self._analysis.literal(text).text) for text in texts)
            case Prefix(text):
                return f"({' | '.join(f'{_term(term)}:*' for term in self._analysis.beginnings(text))})"


def _any(terms: Iterable[Term]) -> str:
    return f"({' | '.join(map(_term, terms))})"


def _term(term: Term) -> str:
    return _quoted(LEVEL_PREFIX[term.field] + term.text)


def _quoted(text: str) -> str:
    """The text as a lexeme; a backslash and a quote are doubled."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _run(command: list[Any]) -> None:
    """Run one of the server's programs, as its service user where we are root: it refuses to run as root."""
    user = SERVICE_USER if os.getuid() == 0 else None
    subprocess.run(list(map(str, command)), check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")
