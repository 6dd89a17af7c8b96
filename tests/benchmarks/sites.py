"""The two sites that are asked for the same letters, kbweb and Datasette, and how each is asked the same questions."""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args
from urllib.parse import urlencode
from urllib.request import urlopen

from names import MINISTRIES, MISSIONS
from questions import Question, typed

from index.letter import Letter
from web import urls

KBWEB: Final = "from web.cli import main; main()"
START_S: Final = 60
"""A server that does not listen after so many seconds ends the run."""

Pairs = tuple[tuple[str, str], ...]
Kind = Literal["JSON", "page"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served: the ``host:port`` of each of its processes, and how one starts and is asked.

    ``paths`` has for "JSON" and "page" what makes a question the path and query of its answer; ``total`` reads the
    number of letters found from a JSON answer, and gives None for one that is not complete.
    """

    name: str
    command: str
    servers: tuple[str, ...]
    paths: Mapping[Kind, Callable[[Question], str]]
    total: Callable[[Any], int | None]

    def hits(self, question: Question) -> int:
        """How many letters answer the question. Raises `ValueError` when the answer or a facet is not complete."""
        with urlopen(f"http://{self.servers[0]}{self.paths['JSON'](question)}", timeout=START_S) as answer:
            total = self.total(json.load(answer))
        if total is None:
            raise ValueError(f"{self.name} does not answer {question.name} completely")
        return total


@contextmanager
def kbweb(folder: Path, workers: int) -> Iterator[Site]:
    """kbweb over ``index`` in the folder: one address, several workers behind it."""
    options = ["--port", "0", "--index", "index", "--workers", str(workers), "--rate", "0", "--access-log", "-"]
    paths: dict[Kind, Callable[[Question], str]] = {
        "JSON": lambda question: f"{urls.API_SEARCH}?{urlencode(_our_parameters(question))}",
        "page": lambda question: f"{urls.SEARCH}?{urlencode(_our_parameters(question))}",
    }
    with serving(folder, ["-c", KBWEB, *options]) as server:
        yield Site("kbweb", f"kbweb {' '.join(options)}", (server,) * workers, paths, _our_total)


def _our_total(answer: Any) -> int | None:
    counted = {facet["name"] for facet in answer["facets"]} >= {"mission", "ministry", "date"}
    return int(answer["total"]) if counted else None


def _our_parameters(question: Question) -> Pairs:
    filters = (("mission", question.mission), ("ministry", question.ministry), ("date", question.year))
    return (("q", typed(question.tree)), *((name, value) for name, value in filters if value))


DATASETTE: Final = (
    "--setting", "suggest_facets", "off", "--setting", "default_cache_ttl", "0", "--setting", "num_sql_threads", "3",
    "--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000",
)  # fmt: skip
LETTERS: Final = "id TEXT PRIMARY KEY, title TEXT, date TEXT, year INTEGER, missions TEXT, ministries TEXT"
WORDS: Final = "title, text, content = '{}', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2'"
VALUES: Final = ":id, :title, :date, :year, :missions, :ministries"


class Layout(NamedTuple):
    """How the letters lie in a database: its tables and full-text index, and what puts a letter into them."""

    schema: str
    inserts: tuple[str, ...]


LAYOUTS: Final = {
    "whole": Layout(
        f"CREATE TABLE letters ({LETTERS}, text TEXT);CREATE VIRTUAL TABLE words USING fts5({WORDS.format('letters')})",
        (f"INSERT INTO letters VALUES ({VALUES}, :text)",),
    ),
    "apart": Layout(
        f"CREATE TABLE letters ({LETTERS}); CREATE TABLE texts (title TEXT, text TEXT);"
        f"CREATE VIRTUAL TABLE words USING fts5({WORDS.format('texts')})",
        (f"INSERT INTO letters VALUES ({VALUES})", "INSERT INTO texts VALUES (:title, :text)"),
    ),
}
"""A table of letters, as any table of documents is made; or with the texts in a table of their own, which no page
shows: Datasette counts an array facet over whole rows, and that takes longer with long ones."""
METADATA: Final = {"fts_table": "words", "fts_pk": "rowid"}
FACETS: Final = (("_facet_array", "missions"), ("_facet_array", "ministries"), ("_facet", "year"))


@contextmanager
def datasette(folder: Path, layout: str, workers: int) -> Iterator[Site]:
    """Datasette over what `make_database` made in the folder; it has one process, so there are several of them."""
    paths: dict[Kind, Callable[[Question], str]] = {
        kind: lambda question, ending=ending: (  # type: ignore[misc]
            f"/{layout}/letters{ending}?{urlencode(_their_parameters(question, layout))}"
        )
        for kind, ending in (("JSON", ".json"), ("page", ""))
    }
    files = ("--immutable", f"{layout}.db", "--inspect-file", f"{layout}-counts.json", "--metadata", f"{layout}.json")
    arguments = ["serve", *files, "--port", "0", *DATASETTE]
    with ExitStack() as running:
        servers = [running.enter_context(serving(folder, ["-m", "datasette", *arguments])) for _ in range(workers)]
        yield Site(f"Datasette, {layout}", f"datasette {' '.join(arguments)}", tuple(servers), paths, _their_total)


def _their_total(answer: Any) -> int | None:
    counted = set(answer["facet_results"]) >= {column for _, column in FACETS}
    total: int | None = answer["filtered_table_rows_count"]
    return total if counted else None


def _their_parameters(question: Question, layout: str) -> Pairs:
    """Three facets, and ten rows as kbweb shows ten hits; texts are left out (kbweb gives excerpts)."""
    filters = (
        ("missions__arraycontains", dict(MISSIONS).get(question.mission or "")),
        ("ministries__arraycontains", dict(MINISTRIES).get(question.ministry or "")),
        ("year", question.year),
    )
    chosen = ((name, value) for name, value in filters if value)
    without: Pairs = (("_nocol", "text"),) if layout == "whole" else ()
    return (("_search", typed(question.tree)), *chosen, *FACETS, ("_size", "10"), *without)


def make_database(letters: Iterable[Letter], folder: Path, layout: str) -> None:
    """Write a database with its full-text index, the file of its counts and its metadata, named after the layout."""
    database = sqlite3.connect(folder / f"{layout}.db")
    database.executescript(LAYOUTS[layout].schema)
    with database:
        for record in map(_record, letters):
            for insert in LAYOUTS[layout].inserts:
                database.execute(insert, record)
        for task in ("rebuild", "optimize"):
            database.execute("INSERT INTO words (words) VALUES (?)", (task,))
        database.execute("ANALYZE")
    database.close()
    tables = {"databases": {layout: {"tables": {"letters": METADATA}}}}
    Path(folder, f"{layout}.json").write_text(json.dumps(tables), encoding="utf-8")
    inspect = [sys.executable, "-m", "datasette", "inspect", f"{layout}.db", "--inspect-file", f"{layout}-counts.json"]
    subprocess.run(inspect, cwd=folder, check=True)


def _record(letter: Letter) -> dict[str, str | int | None]:
    return {
        "id": letter.id,
        "title": letter.title,
        "text": letter.text,
        "date": letter.date.isoformat() if letter.date else None,
        "year": letter.date.year if letter.date else None,
        "missions": json.dumps([value.label for value in letter.missions], ensure_ascii=False),
        "ministries": json.dumps([value.label for value in letter.ministries], ensure_ascii=False),
    }


@contextmanager
def serving(folder: Path, arguments: Sequence[str]) -> Iterator[str]:
    """The ``host:port`` of a server that Python starts in the folder and that says its address when it listens.

    Raises `RuntimeError` with its last words when it does not.
    """
    with (
        tempfile.NamedTemporaryFile() as said,
        subprocess.Popen([sys.executable, *arguments], cwd=folder, stdout=said, stderr=said) as server,
    ):
        try:
            yield _address(server, Path(said.name))
        finally:
            server.terminate()


def _address(server: "subprocess.Popen[bytes]", said: Path) -> str:
    until = time.monotonic() + START_S
    words: list[str] = []
    while server.poll() is None and time.monotonic() < until:
        words = said.read_text(encoding="utf-8").split()
        if found := next((word for word in words if word.startswith("http://")), None):
            return found.removeprefix("http://").rstrip("/")
        time.sleep(0.05)
    raise RuntimeError(f"no server: {' '.join(words[-60:])}")
