"""The document: one letter to Parliament, as read from one file of the corpus."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Chamber = Literal["TK", "EK"]
Completeness = Literal["full", "summary"]
Place = Literal["title", "heading", "text", "note"]
BlockKind = Literal["paragraph", "heading", "item", "row"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signature: the role without its comma (``De Minister van Defensie``) and the name (``K.H. Ollongren``)."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that the letter cites.

    ``id`` is the paper's official identifier (``kst-29521-426``), ``text`` the citation as it stands in the letter
    (empty when it comes from front matter), ``date`` the day that the letter gives with it. ``in_note`` is a citation
    that stands in a footnote only. ``doubtful`` is one whose dossier is probably misprinted; the id is as printed.
    """

    id: str
    text: str = ""
    date: datetime.date | None = None
    in_note: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A value of an authority list: its ``id`` (``bz``) and the ``label`` it had at the letter's date."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Mission(Named):
    """A mission that the letter names: how often, where, and whether the letter is ``about`` it.

    It is about those in its title or in a heading, and about those that it names as often as any other, more than once.
    """

    count: int = 0
    where: tuple[Place, ...] = ()
    about: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What one paragraph of the text is: a heading or a list's item with its ``level`` from 1, a row of a table.

    ``page`` is the page it begins on, from 1, where the file had pages.
    """

    kind: BlockKind = "paragraph"
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. Text is NFC, without soft hyphens; paragraphs are separated by one empty line.

    ``dossiers`` are written without spaces (``29521``, ``21501-02``, ``33000-X``), the one that ``number`` belongs to
    first. ``session`` is the parliamentary year (``2021-2022``), ``chambers`` are those it was sent to.
    ``on_behalf_of`` are the ministries that it speaks for, too, but that do not sign (*mede namens*).
    ``source`` is the address of the official text, where known; ``replaced_by`` is the paper that came in its place.
    ``completeness`` tells whether ``text`` is the paper itself (``full``) or our summary of it (``summary``). ``path``
    is the file, relative to the corpus folder.
    ``blocks`` has a block for each paragraph.
    """

    id: str
    title: str
    text: str
    path: str
    kind: str = "brief"
    completeness: Completeness = "full"
    date: datetime.date | None = None
    place: str | None = None
    addressee: str | None = None
    dossiers: tuple[str, ...] = ()
    number: str | None = None
    session: str | None = None
    chambers: tuple[Chamber, ...] = ()
    source: str | None = None
    replaced_by: str | None = None
    ministries: tuple[Named, ...] = ()
    on_behalf_of: tuple[Named, ...] = ()
    missions: tuple[Mission, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def dossier(self) -> str | None:
        """The dossier that the number belongs to, if any."""
        return self.dossiers[0] if self.dossiers else None

    def to_record(self) -> dict[str, Any]:
        """The letter as a JSON-ready dict; days as ISO dates."""
        parts = {name: [_record(value) for value in getattr(self, name)] for name in _PARTS}
        return {name: getattr(self, name) for name in _PLAIN} | {"date": _written(self.date)} | parts

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Letter":
        """The letter that `to_record` wrote."""
        parts = {name: tuple(_value(kind, value) for value in record[name]) for name, kind in _PARTS.items()}
        lists = {name: tuple(record[name]) for name in _LISTS}
        return cls(**{**record, "date": _read(record["date"]), **lists, **parts})


_PARTS: Mapping[str, type[Any]] = {
    "ministries": Named,
    "on_behalf_of": Named,
    "missions": Mission,
    "signatories": Signatory,
    "references": Reference,
    "blocks": Block,
}
_LISTS = ("dossiers", "chambers", "notes")
BODY: dict[str, Any] = {"text": "", "references": [], "notes": [], "blocks": []}
"""What makes up most of a record, empty."""
_PLAIN = tuple(field.name for field in fields(Letter) if field.name not in _PARTS and field.name != "date")
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _PARTS.values()}


def _record(value: Any) -> dict[str, Any]:
    record = {name: getattr(value, name) for name in _FIELDS[type(value)]}
    return record | {"date": _written(value.date)} if isinstance(value, Reference) else record


def _value(kind: type[Any], record: dict[str, Any]) -> Any:
    if kind is Reference:
        return kind(**(record | {"date": _read(record["date"])}))
    return kind(**(record | {"where": tuple(record["where"])} if kind is Mission else record))


def _written(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


def _read(date: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(date) if date else None
