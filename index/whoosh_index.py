"""The Whoosh index on disk: fields, writing, opening. With `search.whoosh_engine` the only module that knows Whoosh."""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Frequency, Positions
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.system import pack_uint

from index.analysis import Analyzer, tokens
from index.errors import IndexUnusable
from index.letter import Letter
from index.schema import EXACT, FACETS, FIELDS, LEVELS, term_field

_POSITIONS: Final = Positions()

Occurrences = Mapping[str, Sequence[int]]
"""Term -> its word positions, ascending."""


class TermsField(FieldType):
    """A field that is given its terms ready-made (`Occurrences`), with or without their positions."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = Positions() if positions else Frequency()
        self._positions = positions
        self.scorable = scorable
        self.stored = self.unique = False
        self.analyzer = self.vector = None

    def index(self, value: Occurrences, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """The postings of one letter: (UTF-8 term, frequency, weight, encoded positions)."""
        for term, places in value.items():
            encoded = _POSITIONS.encode(list(places)) if self._positions else pack_uint(len(places))
            yield term.encode(), len(places), float(len(places)), encoded


def whoosh_schema() -> Schema:
    """The fields of `index.schema` in Whoosh's terms, beside the letter's id and its whole record as JSON."""
    fields: dict[str, FieldType] = {"id": ID(unique=True), "record": STORED()}
    for field in FIELDS:
        for level in LEVELS:
            fields[term_field(field.name, level.name)] = TermsField(positions=level is EXACT, scorable=level is EXACT)
    for facet in FACETS:
        fields[facet.name] = TermsField(positions=False, scorable=False)
    return Schema(**fields)


def create_whoosh(folder: Path) -> FileIndex:
    """A new, empty index in an existing folder."""
    index: FileIndex = FileStorage(str(folder)).create_index(whoosh_schema())
    return index


def open_whoosh(folder: Path) -> FileIndex:
    """The index of a folder, or `IndexUnusable`. Tries again when a commit replaces it at this very moment."""
    for attempt in range(5):
        try:
            index: FileIndex = FileStorage(str(folder)).open_index(schema=whoosh_schema())
        except FileNotFoundError as error:
            if attempt == 4:
                raise IndexUnusable(f"de index in {folder} is onvolledig; voer uit: kbindex --rebuild") from error
        except (EmptyIndexError, WhooshIndexError, OSError, ValueError, EOFError) as error:
            raise IndexUnusable(f"de index in {folder} is beschadigd ({error}); voer uit: kbindex --rebuild") from error
        else:
            return index
    raise AssertionError


class LetterWriter:
    """A batch of changes, as a context: readers see all of it at the end, or nothing when it ends with an error."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self._writer = open_whoosh(folder).writer(timeout=5.0)
        self._analyzer = analyzer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._writer.commit()
        else:
            self._writer.cancel()

    def add(self, letter: Letter) -> None:
        """Add a letter whose id the batch has not added before."""
        fields: dict[str, Any] = {"id": letter.id, "record": json.dumps(letter.to_record(), ensure_ascii=False)}
        for name, text in (("title", letter.title), ("text", letter.text)):
            for level, occurrences in zip(LEVELS, _levels(text, self._analyzer), strict=True):
                fields[term_field(name, level.name)] = occurrences
        for name, values in facet_values(letter).items():
            fields[name] = dict.fromkeys(values, (0,))
        self._writer.add_document(**fields)

    def delete(self, letter_id: str) -> None:
        """Delete the letter of this id from what earlier batches committed."""
        self._writer.delete_by_term("id", letter_id)


def facet_values(letter: Letter) -> dict[str, Iterable[str]]:
    """The terms of a letter in each facet field; the date is its day."""
    return {
        "mission": dict.fromkeys(mission.id for mission in letter.missions),
        "ministry": dict.fromkeys(ministry.id for ministry in letter.ministries),
        "date": (letter.date.isoformat(),) if letter.date else (),
        "dossier": dict.fromkeys(letter.dossiers),
        "signatory": dict.fromkeys(signatory.name for signatory in letter.signatories),
        "kind": (letter.kind,),
    }


def _levels(text: str, analyzer: Analyzer) -> tuple[dict[str, list[int]], ...]:
    exact: dict[str, list[int]] = {}
    lemma: dict[str, list[int]] = {}
    stem: dict[str, list[int]] = {}
    for token in tokens(text):
        terms = analyzer.terms(token.text)
        exact.setdefault(terms.exact, []).append(token.position)
        if terms.lemma and terms.stem:
            lemma.setdefault(terms.lemma, []).append(token.position)
            stem.setdefault(terms.stem, []).append(token.position)
    return exact, lemma, stem
