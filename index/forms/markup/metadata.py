"""What do the official metadata of a paper say? ``metadata.xml``, a record of the search service, or a file's head."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from lxml import etree

from index.forms.document import Document, Unreadable
from index.forms.markup.parsing import local_name, parse_xml
from index.kinds import kind_of

SITE: Final = "https://zoek.officielebekendmakingen.nl/"

_PREFIXES: Final = frozenset({"dc", "dcterms", "overheid", "overheidop"})
_NAMESPACES: Final = ("http://purl.org/dc/", "http://standaarden.overheid.nl/")
_ID: Final = re.compile(r"[a-z]{1,8}-[A-Za-z0-9._-]{0,180}[0-9A-Z][a-z0-9]{0,3}")
_DOSSIER: Final = re.compile(
    r"([0-9]{2}) ?([0-9]{3})(?:[- ]?([0-9]{2}|[IVX]{1,5}[A-Z]?|[A-M]))?(?:[- ]?\(R ?[0-9]+\))?"
)
_NUMBER: Final = re.compile(r"[0-9]{1,5}(?:-[a-z][0-9]{1,2})?(?![0-9])|[A-Z]{1,2}(?![A-Za-z])")
_SESSION: Final = re.compile(r"([0-9]{4}) ?[-‐‑‒–—−/] ?([0-9]{4})")
_CHAMBERS: Final = (("Tweede Kamer", "TK"), ("Eerste Kamer", "EK"))
_TYPES: Final = ("kamerstuktypen", "typen")
_NO_KIND: Final = "overige kamerstukken"
_OWN_DATES: Final = ("datumbrief",)
_DATES: Final = ("issued", "date", "datumontvangst", "datumindiening")
"""The names of days that are not for certain the one that the letter bears, the most likely first.

``issued`` is the day of the paper: it equals
``date`` and lies before ``available``, the publication. The day of receipt may be later. ``datumIndiening`` comes
last: with an answer it is the day of the questions.
"""


class Entry(NamedTuple):
    """One statement: ``name`` in small letters, without prefix."""

    name: str
    scheme: str
    content: str


def read_metadata_file(content: bytes) -> Document:
    """The fields of ``metadata.xml`` as those of a document without lines."""
    return Document((), read_metadata(content))


def read_metadata(content: bytes) -> dict[str, Any]:
    """The fields that a ``metadata.xml`` gives, or the one record in an answer of the search service (SRU 2.0, OWMS).

    They are named as in front matter, their values strings and lists, not checked. Raises `Unreadable` for another
    file.
    """
    root = parse_xml(content)
    fields = fields_of(_entries(root))
    if not fields:
        raise Unreadable("zegt niets over een officieel stuk; haal metadata.xml opnieuw op, of haal dit bestand weg")
    return fields


def meta_entries(root: etree._Element) -> Iterator[Entry]:
    """The ``meta`` and ``metadata`` elements below ``root`` that Dublin Core or the government's standards define."""
    for element in root.iter("{*}meta", "{*}metadata"):
        prefix, _, name = (element.get("name") or "").lower().partition(".")
        content = " ".join((element.get("content") or "").split())
        if prefix in _PREFIXES and content:
            yield Entry(name, (element.get("scheme") or element.get("data-scheme") or "").lower(), content)


def fields_of(entries: Iterable[Entry]) -> dict[str, Any]:
    """The fields that ``entries`` give; those that give nothing are left out."""
    given = _Given(entries)
    id_ = given.id()
    fields = {
        "id": id_,
        "title": given.title(),
        "date": given.date(_OWN_DATES),
        "issued": given.date(_DATES),
        "dossiers": given.dossiers(),
        "number": _found(_NUMBER, given.first("ondernummer")),
        "kind": given.kind(),
        "session": given.session(),
        "chamber": given.chamber(),
        "source": given.source(id_),
        "signatories": [_signatory(name) for name in dict.fromkeys(given.all("indiener"))],
        "replaced_by": _last_part(given.first("isreplacedby")),
    }
    return {name: value for name, value in fields.items() if value}


def _entries(root: etree._Element) -> Iterator[Entry]:
    if local_name(root) == "metadata_gegevens":
        return meta_entries(root)
    records = [*root.iter("{*}gzd")] or ([root] if next(root.iter("{*}owmskern"), None) is not None else [])
    if len(records) == 1:
        return _elements(records[0])
    if local_name(root) == "searchRetrieveResponse":
        raise Unreadable(f"heeft {len(records)} zoekresultaten; bewaar dat van één stuk")
    raise Unreadable(
        f"is geen metadata van een officieel stuk (root-element ‘{local_name(root)[:40]}’); "
        "haal metadata.xml bij het stuk op, of haal dit bestand weg"
    )


def _elements(record: etree._Element) -> Iterator[Entry]:
    for element in record.iter("{*}*"):
        content = " ".join((element.text or "").split())
        if content and str(element.tag)[1:].startswith(_NAMESPACES):
            yield Entry(local_name(element).lower(), (element.get("scheme") or "").lower(), content)


class _Given:
    """The entries by their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            by_name.setdefault(entry.name, []).append(entry)
        self._by_name: Mapping[str, list[Entry]] = MappingProxyType(by_name)

    def all(self, name: str) -> list[str]:
        return [entry.content for entry in self._by_name.get(name, ())]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def id(self) -> str:
        """The paper's identifier; else the one in the address of its metadata, which the official XML has."""
        address = self.first("externmetadatarecord").removesuffix("/metadata.xml")
        candidates = (self.first("identifier"), _last_part(address))
        return next((id_ for id_ in candidates if _ID.fullmatch(id_)), "")

    def title(self) -> str:
        """The title of the paper, not that of its dossier; before 2010 it stands behind that and the sort of paper."""
        if title := self.first("documenttitel"):
            return title
        *parts, last = self.first("title").split(";")
        return last.strip() if parts and last.strip().lower() not in self._types() else ""

    def date(self, names: Iterable[str]) -> str:
        return next((day for name in names for value in self.all(name) if (day := _iso_day(value))), "")

    def dossiers(self) -> list[str]:
        matches = (_DOSSIER.fullmatch(value) for value in self.all("dossiernummer"))
        return list(dict.fromkeys(match[1] + match[2] + f"-{match[3] or ''}".rstrip("-") for match in matches if match))

    def kind(self) -> str:
        kinds = (_kind(type_) for type_ in self._types())
        return next(filter(None, kinds), "")

    def session(self) -> str:
        match = _SESSION.fullmatch(self.first("vergaderjaar"))
        return f"{match[1]}-{match[2]}" if match else ""

    def chamber(self) -> str:
        creators = " ".join(self.all("creator"))
        return "+".join(chamber for name, chamber in _CHAMBERS if name in creators)

    def source(self, id_: str) -> str:
        address = self.first("preferredurl")
        return address if address.startswith(("https://", "http://")) else f"{SITE}{id_}.html" if id_ else ""

    def _types(self) -> list[str]:
        typed = [entry.content for entry in self._by_name.get("type", ()) if entry.scheme.endswith(_TYPES)]
        return [type_.lower() for type_ in (*typed, *self.all("subrubriek"))]


def _kind(type_: str) -> str:
    if type_ == _NO_KIND:
        return ""
    return kind_of(type_) or type_


def _iso_day(value: str) -> str:
    """The day of ``2022-02-17``, ``2022-02-17T10:00:00`` or ``17-02-2022``; empty for what is none."""
    day = value[:10]
    if value[2:3] == value[5:6] == "-":
        day = f"{value[6:10]}-{value[3:5]}-{value[:2]}"
    with suppress(ValueError):
        return datetime.date.fromisoformat(day).isoformat()
    return ""


def _found(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.match(value)
    return match[0] if match else ""


def _last_part(address: str) -> str:
    """The identifier in an address such as ``https://zoek.officielebekendmakingen.nl/kst-29521-426.html``."""
    return address.rpartition("/")[2].removesuffix(".html")


def _signatory(name: str) -> dict[str, str]:
    """``W.B. Hoekstra, minister van Buitenlandse Zaken``, or only the name."""
    name, _, role = name.partition(",")
    return {"role": role.strip(), "name": name.strip()}
