"""The engine behind every door."""

from pathlib import Path

from index.errors import KbError
from search.language import gettext as _
from search.request import SearchEngine


def open_engine(location: str) -> SearchEngine:
    """The engine for an index directory. Raises `IndexMissing`, `IndexUnusable`."""
    if location.startswith(("http://", "https://")):
        raise KbError(_("{address}: een index op afstand kan deze versie niet lezen; geef een map", address=location))
    from search.whoosh_engine import WhooshEngine  # noqa: PLC0415 - imports Whoosh and numpy only when they are used

    return WhooshEngine(Path(location))
