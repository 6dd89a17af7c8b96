"""The index as Whoosh sees it: its fields, and its table of contents in our own JSON. Nothing is unpickled."""

from pathlib import Path
from time import sleep
from typing import Any, Final, NoReturn

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Frequency, Positions
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader

from index.codec import READ_ONLY, ArraySegment
from index.errors import IndexUnusable
from index.segments.segment import ID as ID_FIELD
from index.segments.segment import TermField, term_fields
from index.store import read_meta

_ATTEMPTS: Final = 5
"""How often a table of contents is read again when a segment that it names was just replaced."""


class TermsField(FieldType):
    """A field of ready-made terms, with or without their positions."""

    def __init__(self, field: TermField) -> None:
        self.format = Positions() if field.places else Frequency()
        self.scorable = field.places
        self.stored = self.unique = False
        self.analyzer = self.vector = None


def whoosh_schema() -> Schema:
    """The fields of `index.segments.segment.term_fields` in Whoosh's terms, and the letter's whole record."""
    fields: dict[str, FieldType] = {field.name: TermsField(field) for field in term_fields()}
    return Schema(**fields | {ID_FIELD: ID(stored=True, unique=True), "record": STORED()})


class LetterIndex(FileIndex):
    """The generation in ``folder`` as a Whoosh index: ``LetterIndex(folder).searcher()`` takes any Whoosh query."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder), readonly=True)
        self.indexname = ""
        self._folder = folder
        self._schema = whoosh_schema()

    def latest_generation(self) -> int:
        """The number of the last change."""
        return read_meta(self._folder).commit

    def writer(self, procs: int = 1, **kwargs: Any) -> NoReturn:
        """Refuses: letters are written by `index.writer`."""
        raise NotImplementedError(READ_ONLY)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """A reader of the index as it is now, opened afresh: what Whoosh makes of ``reuse`` has old letters in it.

        Raises `IndexUnusable` when the index is damaged or incomplete.
        """
        for attempt in range(_ATTEMPTS):
            toc = self._read_toc()
            try:
                reader: IndexReader = self._reader(  # type: ignore[no-untyped-call]
                    self.storage, toc.schema, toc.segments, toc.generation
                )
            except FileNotFoundError as error:
                if attempt == _ATTEMPTS - 1:
                    raise IndexUnusable(f"{error.filename} ontbreekt; voer uit: kbindex --rebuild") from error
                sleep(0.02)
            else:
                return reader
        raise AssertionError

    def _read_toc(self) -> TOC:
        meta = read_meta(self._folder)
        segments = [ArraySegment(self._folder, entry) for entry in meta.segments]
        return TOC(self._schema, segments, meta.commit)
