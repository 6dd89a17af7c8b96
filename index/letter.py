"""The document: one letter to Parliament, as read from one file of the corpus."""

import datetime
from dataclasses import dataclass, fields
from typing import Any, Literal

Completeness = Literal["full", "summary"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signature: the role without its comma (``De Minister van Defensie``) and the name (``K.H. Ollongren``)."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that the letter cites.

    ``id`` is the paper's official identifier (``kst-29521-426``), ``text`` the citation as it stands in the letter
    (empty when it comes from front matter).
    """

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A value of an authority list: its ``id`` (``bz``) and the ``label`` it had at the letter's date."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. Text is NFC, without soft hyphens; paragraphs are separated by one empty line.

    ``dossiers`` are written without spaces (``29521``, ``21501-02``, ``33000-X``), the one that ``number`` belongs to
    first. ``source`` is the address of the official text, where known. ``completeness`` tells whether ``text`` is the
    paper itself (``full``) or our summary of it (``summary``). ``path`` is the file, relative to the corpus folder.
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
    source: str | None = None
    ministries: tuple[Named, ...] = ()
    missions: tuple[Named, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dossier(self) -> str | None:
        """The dossier that the number belongs to, if any."""
        return self.dossiers[0] if self.dossiers else None

    def to_record(self) -> dict[str, Any]:
        """The letter as a JSON-ready dict; the date as an ISO day."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "date": self.date.isoformat() if self.date else None,
            "ministries": [{"id": value.id, "label": value.label} for value in self.ministries],
            "missions": [{"id": value.id, "label": value.label} for value in self.missions],
            "signatories": [{"role": value.role, "name": value.name} for value in self.signatories],
            "references": [{"id": value.id, "text": value.text} for value in self.references],
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Letter":
        """The letter that `to_record` wrote."""
        return cls(
            **{
                **record,
                "date": datetime.date.fromisoformat(record["date"]) if record["date"] else None,
                "dossiers": tuple(record["dossiers"]),
                "ministries": tuple(Named(**value) for value in record["ministries"]),
                "missions": tuple(Named(**value) for value in record["missions"]),
                "signatories": tuple(Signatory(**value) for value in record["signatories"]),
                "references": tuple(Reference(**value) for value in record["references"]),
                "notes": tuple(record["notes"]),
            }
        )


_NESTED = frozenset({"date", "ministries", "missions", "signatories", "references"})
_PLAIN = tuple(field.name for field in fields(Letter) if field.name not in _NESTED)
