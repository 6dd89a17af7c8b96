"""The engine over an index directory: opens it, sees every change of it, lets one question in at a time."""

import threading
from pathlib import Path

from index.analysis import Analyzer, load_lexicon
from index.errors import IndexUnusable
from index.lemmas import LemmaTable
from index.store import LEMMAS, TOC, current_folder, read_meta
from search.answer import Answerer
from search.request import IndexInfo, LetterView, SearchRequest, SearchResult, checked
from search.whoosh_source import WhooshSource

_State = tuple[str, int, int]


class WhooshEngine:
    """A `SearchEngine` over an index directory. Raises `IndexMissing` or `IndexUnusable` when it cannot be used."""

    def __init__(self, location: Path) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._state = _state(location)
        self._answerer = _open(location)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question; raises `RequestError` for a value out of bounds, `IndexUnusable` for a broken index."""
        request = checked(request)
        with self._lock:
            return self._current().search(request)

    def letter(self, letter_id: str, query: str = "") -> LetterView | None:
        """The letter of this id with the matches of ``query`` marked, or None."""
        with self._lock:
            return self._current().letter(letter_id, query)

    def info(self) -> IndexInfo:
        """What the index holds now."""
        with self._lock:
            return self._current().info

    def _current(self) -> Answerer:
        state = _state(self._location)
        if state != self._state:
            self._answerer = _open(self._location)
            self._state = state
        return self._answerer


def _state(location: Path) -> _State:
    folder = current_folder(location)
    try:
        stat = (folder / TOC).stat()
    except FileNotFoundError as error:
        raise IndexUnusable(f"{folder / TOC} ontbreekt; voer uit: kbindex --rebuild") from error
    return folder.name, stat.st_mtime_ns, stat.st_ino


def _open(location: Path) -> Answerer:
    folder = current_folder(location)
    meta = read_meta(folder)
    analyzer = Analyzer(LemmaTable(folder / LEMMAS).lemma, load_lexicon())
    if meta.analysis != analyzer.fingerprint:
        raise IndexUnusable(f"de index in {location} is met andere taalregels gemaakt; voer uit: kbindex --rebuild")
    return Answerer(WhooshSource(folder), analyzer, meta)
