"""One file of the corpus -> a `Letter`: what its front matter gives, and what is read from its text."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from index.authority import Authority
from index.cleaning import clean_lines, paragraphs
from index.errors import LetterError
from index.front_matter import ID, FrontMatter, FrontMatterError, split_front_matter
from index.header import Header, read_header
from index.letter import Letter, Named, Reference
from index.names import name_key
from index.references import references_in
from index.signs import clean_signs

MAX_SIZE = 20 * 1024 * 1024
_MAX_TITLE = 200
_BOM = b"\xef\xbb\xbf"
_HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)

Reader = Callable[[Path, bytes], tuple[FrontMatter, str]]
"""The bytes of a file -> the fields it gives and its text; raises `LetterError`."""


def read_letter(path: Path, corpus: Path, authority: Authority) -> Letter:
    """The letter in the file ``path`` of the folder ``corpus``.

    Raises `LetterError` when the file cannot be read, is no text in UTF-8, too big or empty, or has wrong front matter.
    """
    place = _place(path, corpus)
    given, raw = _reader(path)(path, _content(path))
    cleaned = clean_lines(raw)
    is_summary = given.completeness == "summary"  # our own words, without head or signature
    header = Header(cleaned.lines) if is_summary else read_header(cleaned, authority)
    text = paragraphs(header.body, len(cleaned.notes)) or paragraphs(cleaned.lines) or "\n\n".join(cleaned.notes)
    if not text:
        raise LetterError(path, "geen tekst gevonden; zet de tekst van de brief of een samenvatting in het bestand")
    date = given.date or header.date
    dossiers = given.dossiers or header.dossiers
    number = given.number or (header.number if dossiers[:1] == header.dossiers[:1] else None)
    title = given.title or header.subject or header.dossier_title or header.heading or _first_line(text)
    id_ = given.id or _official_id(dossiers, number) or _slug(path.stem)
    return Letter(
        id=id_,
        title=title,
        text=text,
        path=place,
        kind=given.kind or header.kind,
        completeness=given.completeness,
        date=date,
        place=given.place or header.place,
        addressee=given.addressee or header.addressee,
        dossiers=dossiers,
        number=number,
        source=given.source,
        ministries=_ministries(given, header, date, authority),
        missions=_missions(given, title, text, authority),
        signatories=given.signatories or header.signatories,
        references=_references(given, id_, [text, *cleaned.notes]),
        notes=cleaned.notes,
    )


def _plain(path: Path, content: bytes) -> tuple[FrontMatter, str]:
    return FrontMatter(), _decoded(path, content)


def _markdown(path: Path, content: bytes) -> tuple[FrontMatter, str]:
    try:
        given, text = split_front_matter(clean_signs(_decoded(path, content)))
    except FrontMatterError as error:
        raise LetterError(path, str(error)) from error
    return given, _HEADING.sub(r"\n\1\n", text)


READERS: Mapping[str, Reader] = MappingProxyType({".md": _markdown, ".txt": _plain})
"""Suffix -> reader; of two files with the same letter the form that stands first here is the better one."""

FORMS: tuple[str, ...] = tuple(READERS)
"""The suffixes that are read, the best form first."""


def _reader(path: Path) -> Reader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        what = f"‘{path.suffix}’ wordt" if path.suffix else "een bestand zonder achtervoegsel wordt"
        raise LetterError(path, f"{what} niet gelezen; bewaar de brief als {' of '.join(sorted(FORMS))}")
    return reader


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


def _content(path: Path) -> bytes:
    """The bytes of a regular file that is neither too big, nor empty, nor binary."""
    try:
        if path.exists() and not path.is_file():
            raise LetterError(path, "is geen gewoon bestand; haal het uit de map")
        with path.open("rb") as file:
            content = file.read(MAX_SIZE + 1)
    except FileNotFoundError as error:
        raise LetterError(path, "bestaat niet (meer); controleer de naam") from error
    except PermissionError as error:
        raise LetterError(path, "mag niet gelezen worden; geef leesrecht, bijvoorbeeld met chmod u+r") from error
    except OSError as error:
        raise LetterError(path, f"is niet te lezen ({error.strerror}); controleer het bestand") from error
    if len(content) > MAX_SIZE:
        limit = MAX_SIZE // (1024 * 1024)
        raise LetterError(path, f"is groter dan {limit} MB; bewaar alleen de tekst, of verdeel hem over meer bestanden")
    if not content.removeprefix(_BOM).strip():
        raise LetterError(path, "is leeg; zet de tekst van de brief erin, of haal het bestand weg")
    if b"\0" in content:
        position = content.index(b"\0")
        raise LetterError(
            path,
            f"is geen tekst (een NUL op byte {position}); bewaar de brief als tekst in UTF-8 "
            "(is het UTF-16? iconv -f UTF-16 -t UTF-8)",
        )
    return content


def _decoded(path: Path, content: bytes) -> str:
    start = len(_BOM) if content.startswith(_BOM) else 0
    try:
        return content[start:].decode()
    except UnicodeDecodeError as error:
        position = start + error.start
        line = content.count(b"\n", 0, position) + 1
        raise LetterError(
            path,
            f"is geen geldige UTF-8 op byte {position} (regel {line}); "
            "zet het bestand om, bijvoorbeeld met iconv -f WINDOWS-1252 -t UTF-8",
        ) from error


def _official_id(dossiers: Sequence[str], number: str | None) -> str | None:
    return f"kst-{dossiers[0]}-{number}" if dossiers and number else None


def _slug(name: str) -> str:
    """``name`` as an id: plain letters, digits, ``.``, ``_`` and ``-``; its hash when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:200]
    return slug if ID.fullmatch(slug) else f"brief-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _first_line(text: str) -> str:
    line = text.split("\n", 1)[0].lstrip("*-•– ") or text.split("\n", 1)[0]
    if len(line) <= _MAX_TITLE:
        return line
    return line[:_MAX_TITLE].rpartition(" ")[0].rstrip(",;:") + "…"


def _ministries(
    given: FrontMatter, header: Header, date: datetime.date | None, authority: Authority
) -> tuple[Named, ...]:
    """As given; else by the heading; else by the signatures."""
    if given.ministries:
        return _unique(authority.ministry(name, date) or _unknown(name) for name in given.ministries)
    found = authority.ministries_in(header.heading or "", date)
    if found:
        return found
    roles = [signatory.role for signatory in given.signatories or header.signatories]
    return _unique(named for role in roles for named in authority.ministries_in(role, date))


def _missions(given: FrontMatter, title: str, text: str, authority: Authority) -> tuple[Named, ...]:
    if given.missions:
        return _unique(authority.mission(name) or _unknown(name) for name in given.missions)
    return authority.missions_in(f"{title}\n{text}", title)


def _references(given: FrontMatter, id_: str, texts: Sequence[str]) -> tuple[Reference, ...]:
    found = [Reference(cited) for cited in given.cites] or references_in("\n".join(texts))
    return tuple(reference for reference in found if reference.id != id_)


def _unknown(name: str) -> Named:
    """A name that the lists do not know, under an id of its own."""
    return Named(_slug(name_key(name)), name)


def _unique(values: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({value.id: value for value in values}.values())
