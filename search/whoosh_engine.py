"""The engine over an index directory: opens it, sees every change of it, lets one question in at a time."""

import os
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from index.analysis import Analyzer, fingerprint, load_lexicon
from index.dictionary import WORDS, Dictionary
from index.errors import IndexUnusable, RequestError
from index.letter import Letter
from index.store import CURRENT, TOC, current_folder, read_meta
from search.answer import Answerer
from search.completion import Completion
from search.facets import VALUED, Counts
from search.forms import Forms
from search.language import gettext as _
from search.language import speaking
from search.request import (
    Entry,
    Facet,
    IndexInfo,
    LetterView,
    Listing,
    Neighbours,
    SearchRequest,
    SearchResult,
    Suggestion,
    checked,
)
from search.whoosh_source import WhooshSource

_ATTEMPTS: Final = 5
_READ: Final = 32
"""Letters of a listing that are read while other questions wait: some milliseconds."""


class WhooshEngine:
    """A `SearchEngine` over an index directory. Raises `IndexMissing` or `IndexUnusable` when it cannot be used."""

    _damage: "_Damage"
    _forms: Forms

    def __init__(self, location: Path) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._made: tuple[Path, _State] | None = None
        self._open()

    def search(self, request: SearchRequest, *, excerpts: bool = True) -> SearchResult:
        """Answer a question; raises `RequestError` for a value out of bounds, `IndexUnusable` for a broken index."""
        request = checked(request)
        with speaking(request.lang), self._answering() as answerer:
            return answerer.search(request, excerpts=excerpts)

    def find(self, request: SearchRequest, facets: Collection[str] = ()) -> tuple[int, list[str], Mapping[str, Counts]]:
        """The exact total, the ids of the page's letters, and the counts of some facets; no letter is read."""
        request = checked(request)
        with self._answering() as answerer:
            found = answerer.find(request)
            return found.total, answerer.ids(found), {facet: answerer.counts(found, facet) for facet in facets}

    def values(self, request: SearchRequest, name: str, contains: str = "", most: int = 200) -> Facet:
        """The values of one facet for a question; raises `RequestError` for one that is not there, or is the date."""
        request = checked(request)
        if name not in VALUED:
            raise RequestError("facet", _("kies uit {names}", names=", ".join(VALUED)))
        with speaking(request.lang), self._answering() as answerer:
            return answerer.values(request, name, contains, most)

    def listing(self, request: SearchRequest, first: int = 0, most: int | None = None) -> Listing:
        """Answer a question with all its letters, or ``most`` of them from ``first`` on; raises as `search` does."""
        request = checked(request)
        with speaking(request.lang), self._answering() as answerer:
            listing, damage = answerer.listing(request, first, most), self._damage
            return replace(listing, letters=self._read(listing.letters, request.lang, damage))

    def ids(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of the letters of `listing`; no letter is read."""
        request = checked(request)
        with self._answering() as answerer:
            return answerer.all_ids(request)

    def _read(self, letters: Iterator[Letter], lang: str, damage: "_Damage") -> Iterator[Letter]:
        """The letters; other questions go between a few of them and the next."""
        while True:
            with speaking(lang), self._lock, damage.told():
                some = list(islice(letters, _READ))
            if not some:
                return
            yield from some

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:
        """The letter of this id with the matches of ``query`` marked, or None."""
        with self._answering() as answerer:
            return answerer.letter(letter_id, query, synonyms=synonyms)

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Of these letters those that are held, by id, in the order of ``ids``."""
        with self._answering() as answerer:
            return answerer.related.entries(ids)

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:
        """The letters that are most like this one by their words, the most alike first; none for an unknown id."""
        with self._answering() as answerer:
            return answerer.related.similar(letter_id, most)

    def neighbours(self, letter_id: str) -> Neighbours:
        """The letters before and after this one in the (first) dossier that it belongs to."""
        with self._answering() as answerer:
            return answerer.related.neighbours(letter_id)

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
            with self._damage.told():
                yield self._answerer

    def _open(self) -> None:
        """Open the index; once more if it was replaced at that very moment."""
        for _attempt in range(_ATTEMPTS):
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
        raise IndexUnusable(
            _("de index in {folder} wordt telkens vervangen; probeer het later opnieuw", folder=self._location)
        )

    def _open_generation(self, folder: Path) -> None:
        meta = read_meta(folder)
        lexicon = load_lexicon()
        if meta.analysis != fingerprint(lexicon):
            raise IndexUnusable(
                _(
                    "de index in {folder} is met andere taalregels gemaakt; voer uit: kbindex --rebuild",
                    folder=self._location,
                )
            )
        source, made = WhooshSource(folder), (folder, _state(str(folder / WORDS)))
        if made != self._made:
            dictionary = Dictionary(folder)
            forms = Forms(Analyzer(dictionary, lexicon))
        else:
            dictionary, forms = self._damage.dictionary, self._forms
        self._answerer = Answerer(source, forms, meta)
        self._completion = Completion(source, meta.labels, meta.aliases, lexicon.stopwords, dictionary.lemma)
        self._damage, self._forms, self._made = _Damage(source, dictionary), forms, made


class _Damage(NamedTuple):
    """What an error may be put down to."""

    source: WhooshSource
    dictionary: Dictionary

    @contextmanager
    def told(self) -> Iterator[None]:
        """Put an error over damaged bytes down to them, as `IndexUnusable`."""
        try:
            yield
        except (ArithmeticError, LookupError, ValueError, zlib.error) as error:
            if damaged := self.source.damage or self.dictionary.damage:
                raise IndexUnusable(_("{file} is beschadigd; voer uit: kbindex --rebuild", file=damaged)) from error
            raise


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


_State = tuple[int, int, int] | None
"""When a file was changed, its inode, its size; None for one that is not there."""


def _state(path: str) -> _State:
    try:
        stat = os.stat(path)  # noqa: PTH116 - a Path takes ten times as long
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
