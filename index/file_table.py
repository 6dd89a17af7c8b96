"""What each file of the corpus gave, in SQLite: so that only changed files are read again, however many there are.

A file's *state* is the text of `index.corpus.scan`. Of several files of one letter, the *winner* is indexed: the one of
the lowest rank, then path.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final, Self

from index.errors import IndexUnusable, KbError

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, state TEXT NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL, rank INTEGER NOT NULL,
    problem TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_id ON file (id, rank, path);
CREATE TEMP TABLE seen (path TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
"""

_CIRCUMSTANCES: Final = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}
    | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)
"""Errors that say nothing against the file."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file as last read: its state (empty: never read), and the letter it gave or the reason why it gave none."""

    state: str
    hash: str = ""
    id: str = ""
    rank: int = 0
    problem: str = ""


class FileTable:
    """The table of one generation, as a context; changes stay only if `save` was called.

    It goes with one state of the index, by the number of the index's last change (``commit``): raises `IndexUnusable`
    when it goes with another, or is damaged.
    """

    def __init__(self, path: Path, commit: int) -> None:
        self._path = path
        self._commit = commit
        self._database = sqlite3.connect(path)

    @staticmethod
    def goes_with(path: Path, commit: int) -> bool:
        """False for a table that an update left behind when it was broken off: what it says is not to be trusted."""
        with closing(sqlite3.connect(path)) as database:
            try:
                return bool(database.execute("PRAGMA user_version").fetchone()[0] == commit)
            except sqlite3.DatabaseError as error:
                raise IndexUnusable(f"{path} is beschadigd; voer uit: kbindex --rebuild") from error

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.push(self)
            self._database.executescript(_SCHEMA)
            if self._number("PRAGMA user_version") != self._commit:
                raise IndexUnusable(f"{self._path} is van een andere index; voer uit: kbindex --rebuild")
            stack.pop_all()
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: object) -> None:
        self._database.close()
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _CIRCUMSTANCES:
            raise KbError(f"{self._path}: {error}; kijk naar de rechten en de ruimte op de schijf") from error
        if isinstance(error, sqlite3.DatabaseError):
            raise IndexUnusable(f"{self._path} is beschadigd; voer uit: kbindex --rebuild") from error

    def save(self, commit: int) -> None:
        """Make the changes last; the table now goes with this state of the index."""
        self._database.execute(f"PRAGMA user_version = {commit:d}")
        self._database.commit()

    def observe(self, states: Iterable[tuple[str, str]]) -> None:
        """Take note of how files are now: path -> state."""
        self._database.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", states)

    def prepare_changed(self) -> int:
        """Find the observed files that are new or of another state; how many there are."""
        self._database.execute(
            "CREATE TEMP TABLE todo AS SELECT path, seen.state AS state, coalesce(hash, '') AS hash "
            "FROM seen LEFT JOIN file USING (path) WHERE file.state IS NOT seen.state ORDER BY path"
        )
        return self._number("SELECT count(*) FROM todo")

    def changed(self) -> Iterator[tuple[str, str, str]]:
        """(path, state, hash when last read) of the files that `prepare_changed` found, by path."""
        return self._database.execute("SELECT path, state, hash FROM todo ORDER BY rowid")

    def unseen(self) -> list[str]:
        """The files that were read before and not observed now."""
        return self._column("SELECT path FROM file WHERE path NOT IN (SELECT path FROM seen) ORDER BY path")

    def id_of(self, path: str) -> str:
        """The id of the letter that a file gave, empty for none."""
        row = self._database.execute("SELECT id FROM file WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""

    def state_of(self, path: str) -> str:
        """The state of a file when it was last read."""
        return str(self._database.execute("SELECT state FROM file WHERE path = ?", (path,)).fetchone()[0])

    def put(self, path: str, entry: FileEntry) -> None:
        """Enter what a file gave."""
        self._database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", (path, *astuple(entry)))

    def note_state(self, path: str, state: str) -> None:
        """Enter the new state of a file whose bytes are as they were."""
        self._database.execute("UPDATE file SET state = ? WHERE path = ?", (state, path))

    def forget(self, path: str) -> None:
        """Take a file out."""
        self._database.execute("DELETE FROM file WHERE path = ?", (path,))

    def winner(self, letter_id: str) -> str | None:
        """The file that is to be indexed for a letter, None when no file gives it."""
        order = "SELECT path FROM file WHERE id = ? ORDER BY rank, path LIMIT 1"
        row = self._database.execute(order, (letter_id,)).fetchone()
        return str(row[0]) if row else None

    def shared_ids(self) -> list[str]:
        """The letters that more than one file gives."""
        return self._column("SELECT id FROM file WHERE id != '' GROUP BY id HAVING count(*) > 1")

    def shadowed(self) -> list[tuple[str, str, str]]:
        """(path, id, winner) of the files that another one of the same rank keeps out of the index, by path."""
        return self._database.execute(
            "SELECT path, id, winner FROM (SELECT path, id, rank, first_value(path) OVER best AS winner, "
            "first_value(rank) OVER best AS lowest FROM file WHERE id IN "
            "(SELECT id FROM file WHERE id != '' GROUP BY id HAVING count(*) > 1) "
            "WINDOW best AS (PARTITION BY id ORDER BY rank, path)) WHERE rank = lowest AND path != winner ORDER BY path"
        ).fetchall()

    def superseded(self) -> int:
        """How many files are not in the index because another one has the same letter in a better form."""
        return self._number(
            "SELECT count(*) FROM (SELECT rank, min(rank) OVER (PARTITION BY id) AS lowest FROM file WHERE id != '') "
            "WHERE rank > lowest"
        )

    def problems(self) -> list[tuple[str, str]]:
        """(path, reason) of the files that gave no letter, by path."""
        return self._database.execute("SELECT path, problem FROM file WHERE problem != '' ORDER BY path").fetchall()

    def known(self) -> Iterator[tuple[str, str, str]]:
        """(path, state, hash) of all files, the hash empty for one that gave no letter."""
        return self._database.execute("SELECT path, state, hash FROM file")

    def __len__(self) -> int:
        return self._number("SELECT count(*) FROM file")

    def _number(self, question: str) -> int:
        return int(self._database.execute(question).fetchone()[0])

    def _column(self, question: str) -> list[str]:
        return [str(value) for (value,) in self._database.execute(question)]
