"""The engine over an index directory: opens it, sees every change of it, lets one question in at a time."""

import os
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.analysis import Analyzer, fingerprint, load_lexicon
from index.dictionary import Dictionary
from index.errors import IndexUnusable
from index.store import CURRENT, TOC, current_folder, read_meta
from search.answer import Answerer
from search.completion import Completion
from search.facets import Counts
from search.request import IndexInfo, LetterView, SearchRequest, SearchResult, Suggestion, checked
from search.whoosh_source import WhooshSource

_ATTEMPTS: Final = 5


class WhooshEngine:
    """A `SearchEngine` over an index directory. Raises `IndexMissing` or `IndexUnusable` when it cannot be used."""

    def __init__(self, location: Path) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._open()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question; raises `RequestError` for a value out of bounds, `IndexUnusable` for a broken index."""
        request = checked(request)
        with self._answering() as answerer:
            return answerer.search(request)

    def find(self, request: SearchRequest, *, facets: bool = False) -> tuple[int, list[str], Mapping[str, Counts]]:
        """The exact total, the ids of the page's letters, and if wanted the counts of each facet; no letter is read."""
        request = checked(request)
        with self._answering() as answerer:
            found = answerer.find(request, facets=facets)
            return found.total, answerer.ids(found), found.counts

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:
        """The letter of this id with the matches of ``query`` marked, or None."""
        with self._answering() as answerer:
            return answerer.letter(letter_id, query, synonyms=synonyms)

    def complete(self, text: str, most: int = 8) -> tuple[Suggestion, ...]:
        """At most ``most`` ways to go on with a question typed as far as ``text``; `RequestError` when it is long."""
        checked(SearchRequest(query=text))
        with self._answering():
            return self._completion.complete(text, most)

    def info(self) -> IndexInfo:
        """What the index holds now."""
        with self._answering() as answerer:
            return answerer.info

    @contextmanager
    def _answering(self) -> Iterator[Answerer]:
        """The index as it is now, for one thread at a time. An error over damaged bytes is put down to them."""
        with self._lock:
            if self._watch.changed():
                self._open()
            try:
                yield self._answerer
            except (ArithmeticError, LookupError, ValueError, zlib.error) as error:
                if damage := self._source.damage or self._dictionary.damage:
                    raise IndexUnusable(f"{damage} is beschadigd; voer uit: kbindex --rebuild") from error
                raise

    def _open(self) -> None:
        """Open the index; once more if it was replaced at that very moment."""
        for _ in range(_ATTEMPTS):
            folder = current_folder(self._location)
            watch = _Watch(self._location / CURRENT, folder / TOC)
            try:
                self._open_generation(folder)
            except IndexUnusable:
                if current_folder(self._location) == folder and not watch.changed():
                    raise
            else:
                self._watch = watch
                return
        raise IndexUnusable(f"de index in {self._location} wordt telkens vervangen; probeer het later opnieuw")

    def _open_generation(self, folder: Path) -> None:
        meta = read_meta(folder)
        lexicon = load_lexicon()
        if meta.analysis != fingerprint(lexicon):
            raise IndexUnusable(
                f"de index in {self._location} is met andere taalregels gemaakt; voer uit: kbindex --rebuild"
            )
        source, dictionary = WhooshSource(folder), Dictionary(folder)
        self._answerer = Answerer(source, Analyzer(dictionary, lexicon), meta)
        self._completion = Completion(source, meta.labels, meta.aliases, lexicon.stopwords, dictionary.lemma)
        self._source, self._dictionary = source, dictionary


class _Watch:
    """Notices when one of some files was replaced: two system calls a question."""

    def __init__(self, *paths: Path) -> None:
        self._paths = tuple(map(str, paths))
        self._states = self._look()

    def changed(self) -> bool:
        """Whether a file is another one than when the watch began."""
        return self._look() != self._states

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_state(path) for path in self._paths]


def _state(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - a Path takes ten times as long
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
