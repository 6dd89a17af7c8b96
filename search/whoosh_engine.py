"""The engine over an index directory: opens it, sees every change of it, lets one question in at a time."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path

from index.analysis import Analyzer, load_lexicon
from index.errors import IndexUnusable
from index.lemmas import LemmaTable
from index.store import CURRENT, LEMMAS, TOC, current_folder, read_meta
from search.answer import Answerer
from search.facets import Counts
from search.request import IndexInfo, LetterView, SearchRequest, SearchResult, checked
from search.whoosh_source import WhooshSource


class WhooshEngine:
    """A `SearchEngine` over an index directory. Raises `IndexMissing` or `IndexUnusable` when it cannot be used."""

    def __init__(self, location: Path) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._open()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question; raises `RequestError` for a value out of bounds, `IndexUnusable` for a broken index."""
        request = checked(request)
        with self._lock:
            return self._current().search(request)

    def find(self, request: SearchRequest, *, facets: bool = False) -> tuple[int, list[str], Mapping[str, Counts]]:
        """The exact total, the ids of the page's letters, and if wanted the counts of each facet; no letter is read."""
        request = checked(request)
        with self._lock:
            answerer = self._current()
            found = answerer.find(request, facets=facets)
            return found.total, answerer.ids(found), found.counts

    def letter(self, letter_id: str, query: str = "") -> LetterView | None:
        """The letter of this id with the matches of ``query`` marked, or None."""
        with self._lock:
            return self._current().letter(letter_id, query)

    def info(self) -> IndexInfo:
        """What the index holds now."""
        with self._lock:
            return self._current().info

    def _current(self) -> Answerer:
        if self._watch.changed():
            self._open()
        return self._answerer

    def _open(self) -> None:
        folder = current_folder(self._location)
        watch = _Watch(self._location / CURRENT, folder / TOC)
        meta = read_meta(folder)
        analyzer = Analyzer(LemmaTable(folder / LEMMAS).lemma, load_lexicon())
        if meta.analysis != analyzer.fingerprint:
            raise IndexUnusable(
                f"de index in {self._location} is met andere taalregels gemaakt; voer uit: kbindex --rebuild"
            )
        self._answerer = Answerer(WhooshSource(folder), analyzer, meta)
        self._watch = watch


class _Watch:
    """Notices when one of some files was replaced: two system calls, for every question."""

    def __init__(self, *paths: Path) -> None:
        self._paths = tuple(map(str, paths))
        self._state = self._look()

    def changed(self) -> bool:
        """Whether a file is another one than when the watch began."""
        return self._look() != self._state

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_state(path) for path in self._paths]


def _state(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - a Path takes ten times as long
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
