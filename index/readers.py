"""One file of the corpus -> a `Letter`: what is given for it, and what is read from its text."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from index.annex import read_annex
from index.authority import Authority
from index.citations.identifiers import paper_id
from index.citations.references import references_in
from index.cleaning import Cleaned, clean_lines
from index.errors import LetterError
from index.fields import ID, Fields
from index.forms.document import Document, Line
from index.forms.sandbox import Sandbox
from index.header import Header, read_header
from index.letter import Letter, Mission, Named, Place, Reference, Signatory
from index.names import name_key
from index.opening import Given, open_letter
from index.paragraphs import Paragraph, paragraphs

_FIRST_LINE: Final = 200  # signs
_LONGEST_TITLE: Final = 400
_FOR_OTHERS: Final = re.compile(r"ede namens (?<=\b[Mm]ede namens )")
_MOST_PARAGRAPHS: Final = 20_000
_MOST_REFERENCES: Final = 2_000
_LONGEST_WORDING: Final = 200  # signs
_REPRINT: Final = "-h1"
_TELLING: Final = 5  # digits; so many tell a file's name from those of others
_REACH: Final = 300  # signs; no row of ministers is longer


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter, and what it was read from: the ``given`` fields, the ``header``, and the ``lines`` of text and notes.

    ``encoding`` is that of its file when it is no UTF-8.
    """

    letter: Letter
    given: tuple[Given, ...]
    header: Header
    lines: tuple[Line, ...]
    encoding: str | None = None


def read_letter(path: Path, corpus: Path, authority: Authority, sandbox: Sandbox) -> LetterRead:
    """The letter in the file ``path`` of the folder ``corpus``.

    Raises `LetterError` when it cannot be read, has no text, or what is given for it is wrong.
    """
    place = _place(path, corpus)
    document, given = open_letter(path, sandbox)
    fields = Fields()
    for source in reversed(given):
        fields = source.fields.over(fields)
    cleaned = clean_lines(document.lines)
    is_summary = fields.completeness == "summary"  # our own words, without head or signature
    header = Header(cleaned.lines) if is_summary else read_annex(cleaned) or read_header(cleaned, authority)
    text = paragraphs(header.body, len(cleaned.notes)) or paragraphs(cleaned.lines) or paragraphs(cleaned.notes)
    if len(text) > _MOST_PARAGRAPHS:
        raise LetterError(path, f"heeft meer dan {_MOST_PARAGRAPHS} alinea’s; verdeel het over meer bestanden")
    if not text:
        raise LetterError(path, "geen tekst gevonden; zet de tekst van de brief of een samenvatting in het bestand")
    reading = _Reading(path, place, document, fields, cleaned, header, text, authority)
    lines = (*cleaned.lines, *cleaned.notes)
    return LetterRead(reading.letter(), given, header, lines, document.encoding)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of a file, of which a letter is made."""

    path: Path
    place: str
    document: Document
    fields: Fields
    cleaned: Cleaned
    header: Header
    paragraphs: tuple[Paragraph, ...]
    authority: Authority

    def letter(self) -> Letter:
        fields, header = self.fields, self.header
        dossiers = fields.dossiers or header.dossiers
        number = fields.number or (header.number if dossiers[:1] == header.dossiers[:1] else None)
        id_ = fields.id or self._official_id(dossiers, number) or header.id or _id_of_file(self.place)
        date = fields.date or header.date or fields.issued
        title = fields.title or header.subject or header.dossier_title or header.heading
        title = (title or _first_line(self.paragraphs[0].text))[:_LONGEST_TITLE]
        text = "\n\n".join(paragraph.text for paragraph in self.paragraphs)
        ministries = self._ministries(date)
        return Letter(
            id=id_,
            title=title,
            text=text,
            path=self.place,
            kind=fields.kind or header.kind,
            completeness=fields.completeness or "full",
            date=date,
            place=fields.place or header.place,
            addressee=fields.addressee or header.addressee,
            dossiers=dossiers,
            number=number,
            session=fields.session or header.session or (_session(date) if date else None),
            chambers=fields.chambers or (("EK",) if number and number.isalpha() else header.chambers),
            source=fields.source,
            replaced_by=fields.replaced_by,
            ministries=ministries,
            on_behalf_of=self._on_behalf_of(text, date, ministries),
            missions=self._missions(title, text),
            signatories=self._signatories(),
            references=self._references(id_, dossiers, text, date),
            notes=tuple(note.text for note in self.cleaned.notes),
            blocks=tuple(paragraph.block for paragraph in self.paragraphs),
        )

    def _official_id(self, dossiers: Sequence[str], number: str | None) -> str | None:
        if not dossiers or not number:
            return None
        reprint = self.header.reprint and number == self.header.number
        return paper_id(dossiers[0], number) + (_REPRINT if reprint else "")

    def _ministries(self, date: datetime.date | None) -> tuple[Named, ...]:
        """As given; else by the heading; else by the signatures."""
        fields, authority = self.fields, self.authority
        if fields.ministries:
            return _unique(authority.ministry(name, date) or _unknown(name) for name in fields.ministries)
        if found := authority.ministries_in(self.header.heading or "", date):
            return found
        roles = [signatory.role for signatory in self._signatories()]
        return _unique(named for role in roles for named in authority.ministries_in(role, date))

    def _signatories(self) -> tuple[Signatory, ...]:
        """As given; but the signatures themselves where only names are given."""
        given, signed = self.fields.signatories, self.header.signatories
        return given if any(signatory.role for signatory in given) or not signed else signed

    def _on_behalf_of(self, text: str, date: datetime.date | None, signing: Sequence[Named]) -> tuple[Named, ...]:
        """The ministries that the letter speaks for besides those that sign."""
        rows = [text[match.end() : match.end() + _REACH] for match in _FOR_OTHERS.finditer(text)]
        named = _unique(named for row in rows for named in self.authority.ministries_at(row, date))
        return tuple(value for value in named if value not in signing)

    def _missions(self, title: str, text: str) -> tuple[Mission, ...]:
        """As given, else those that title, text or notes name; with how often and where."""
        notes = "\n".join(note.text for note in self.cleaned.notes)
        headings = "\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.block.kind == "heading")
        found = {value.id: value for value in self.authority.missions_in(f"{title}\n{text}\n{notes}", title)}
        parts: dict[Place, str] = {"title": title, "heading": headings, "note": notes}
        apart = {
            place: {value.id: value.count for value in self.authority.missions_in(part, title)}
            for place, part in parts.items()
        }
        most = max((value.count for value in found.values()), default=0)
        given = _unique(self.authority.mission(name) or _unknown(name) for name in self.fields.missions)
        return tuple(_mission(found.get(value.id, value), apart, most) for value in given or found.values())

    def _references(
        self, id_: str, dossiers: Sequence[str], text: str, date: datetime.date | None
    ) -> tuple[Reference, ...]:
        """As given, else those of the text, those that the file resolves, and those of the notes, each once."""
        known = frozenset([*dossiers, *self.authority.dossiers()])
        notes = "\n".join(note.text for note in self.cleaned.notes)
        found = [Reference(cited) for cited in self.fields.cites] or [
            *references_in(text, date, known),
            *(Reference(cited, wording) for cited, wording in self.document.references if wording in text),
            *(replace(reference, in_note=True) for reference in references_in(notes, date, known)),
            *(Reference(cited, wording, in_note=True) for cited, wording in self.document.references),
        ]
        firsts = {reference.id: _dated(reference, date) for reference in reversed(found[:_MOST_REFERENCES])}
        ids = dict.fromkeys(reference.id for reference in found[:_MOST_REFERENCES])
        return tuple(firsts[cited] for cited in ids if cited != id_)


def _place(path: Path, corpus: Path) -> str:
    """The file's path relative to the corpus, with slashes."""
    try:
        place = path.absolute().relative_to(corpus.absolute()).as_posix()
        place.encode()
    except UnicodeEncodeError as error:
        raise LetterError(path, "de bestandsnaam is geen geldige UTF-8; geef het bestand een andere naam") from error
    except ValueError as error:
        raise LetterError(path, f"ligt niet in de map {corpus}; kopieer het bestand daarheen") from error
    return place


def _id_of_file(place: str) -> str:
    """The id of a letter without a number: its file's name, and its folders where the name has few digits."""
    path = PurePosixPath(place)
    telling = sum(sign.isdigit() for sign in path.stem) >= _TELLING or path.parent.name == ""
    return _slug(path.stem if telling else "-".join([*path.parent.parts, path.stem]))


def _slug(name: str) -> str:
    """``name`` as an id: plain letters, digits, ``.``, ``_`` and ``-``; its hash when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:200]
    return slug if ID.fullmatch(slug) else f"brief-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _session(date: datetime.date) -> str:
    """The parliamentary year of a day: it begins on the third Tuesday of September."""
    first = datetime.date(date.year, 9, 1)
    begin = first + datetime.timedelta(days=(1 - first.weekday()) % 7 + 14)
    year = date.year if date >= begin else date.year - 1
    return f"{year}-{year + 1}"


def _first_line(text: str) -> str:
    line = text.split("\n", 1)[0].lstrip("*-•– ") or text.split("\n", 1)[0]
    if len(line) <= _FIRST_LINE:
        return line
    return (line[:_FIRST_LINE].rpartition(" ")[0] or line[:_FIRST_LINE]).rstrip(",;:") + "…"


def _dated(reference: Reference, date: datetime.date | None) -> Reference:
    """The reference, its wording not too long, without a day after the letter's own: that is one of something else."""
    day = None if reference.date and date and reference.date > date else reference.date
    return replace(reference, text=reference.text[:_LONGEST_WORDING], date=day)


def _mission(named: Named, apart: Mapping[Place, Mapping[str, int]], most: int) -> Mission:
    """A mission with the places that name it; ``apart`` has how often places other than the running text do."""
    count = named.count if isinstance(named, Mission) else 0
    elsewhere = [place for place, counts in apart.items() if named.id in counts]
    inside = count > sum(counts.get(named.id, 0) for counts in apart.values())
    about = not {"title", "heading"}.isdisjoint(elsewhere) or count == most > 1
    return Mission(named.id, named.label, count, (*elsewhere, *(("text",) if inside else ())), about)


def _unknown(name: str) -> Named:
    """A name that the lists do not know, under an id of its own."""
    return Named(_slug(name_key(name)), name)


def _unique(values: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({value.id: value for value in values}.values())
