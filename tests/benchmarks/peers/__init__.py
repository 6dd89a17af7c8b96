"""The systems that are compared, as data; each is imported only when it is used."""

import importlib.util
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from analysis import Analysis

    from peers.base import System


class Entry(NamedTuple):
    """One system: its class, what must be installed for it, and whether it is fed our level terms.

    ``most`` is the size up to which it is measured unless asked otherwise, ``about`` its line in the documentation.
    """

    module: str
    name: str
    needs: tuple[str, ...]
    levels: bool
    most: int
    about: str


ANY_SIZE: Final = 10_000_000
SYSTEMS: Final = {
    "kbsearch": Entry("kbsearch", "KbSearch", ("index", "search"), True, ANY_SIZE, "ours"),
    "tantivy-levels": Entry("tantivy_py", "Tantivy", ("tantivy",), True, ANY_SIZE, "tantivy, a field a level"),
    "tantivy": Entry("tantivy_py", "Tantivy", ("tantivy",), False, ANY_SIZE, "tantivy, its Dutch stemmer"),
    "fts5": Entry("sqlite_fts5", "Fts5", ("sqlite3",), True, ANY_SIZE, "SQLite FTS5, a column a level"),
    "whoosh": Entry("plain_whoosh", "Whoosh", ("whoosh",), False, 20_000, "Whoosh as it comes, its Dutch stemmer"),
    "whoosh-levels": Entry("plain_whoosh", "Whoosh", ("whoosh",), True, 20_000, "Whoosh as it comes, a field a level"),
    "xapian": Entry("xapian_glass", "Xapian", ("xapian",), True, 100_000, "Xapian, a prefix a level"),
    "postgres": Entry("postgres_tsvector", "Postgres", ("psycopg",), True, 20_000, "PostgreSQL, GIN on a tsvector"),
}


def absence(name: str) -> str | None:
    """Why a system cannot take part here; None when it can."""
    missing = [module for module in SYSTEMS[name].needs if importlib.util.find_spec(module) is None]
    if missing:
        return f"{name}: no Python module {', '.join(missing)} here"
    if name == "postgres":
        from peers.postgres_tsvector import programs  # noqa: PLC0415 - psycopg is there only on some machines

        return None if programs() else f"{name}: no PostgreSQL server here"
    return None


def load(name: str, levels: "Analysis") -> "System":
    """The system of this name, fed our level terms if it is one of those."""
    entry = SYSTEMS[name]
    system: System = getattr(import_module(f"peers.{entry.module}"), entry.name)(levels if entry.levels else None)
    return system
