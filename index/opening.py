"""A file of the corpus, and what lies beside it -> a document, and the fields that are given for it.

Beside a letter ``brief.pdf`` may lie ``brief.toml``, whose fields go before all others, and ``metadata.xml`` as the
official sites give it.
"""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from index.errors import LetterError
from index.fields import FieldError, Fields, check_fields
from index.forms.document import Document, Unreadable
from index.forms.registry import FORMS, METADATA, SIDECAR, Form, check_length, check_signature, form_of, reader
from index.forms.sandbox import Sandbox

MOST: Final = 50 * 1024 * 1024
"""Bytes of a file of no known form that are looked at."""
_BOM: Final = b"\xef\xbb\xbf"
_OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini"})
_OTHERWISE: Final = "bewaar de brief als .docx, .odt, .pdf, .html, .md of .txt"
_ADVICE: Final = {
    **dict.fromkeys((".doc", ".rtf", ".wpd", ".pages"), "open het bestand en bewaar het als .docx of .odt"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
        "maak er een PDF met tekst van met: ocrmypdf -l nld --image-dpi 300 INVOER UITVOER.pdf",
    ),
}
"""Suffix -> what to do with a file of it."""


class Given(NamedTuple):
    """Fields, and where they are given: ``front matter``, or the name of a file."""

    source: str
    fields: Fields


class Opened(NamedTuple):
    """A file's document, and the fields given for it, those that go before others first."""

    document: Document
    given: tuple[Given, ...]


def open_letter(path: Path, sandbox: Sandbox) -> Opened:
    """The document in a file. Raises `LetterError` when it cannot be read, or what lies beside it cannot."""
    form = path.suffix.lower()
    if path.name == METADATA or form == SIDECAR:
        raise LetterError(path, "hoort bij geen brief; geef het de naam van een brief in deze map, of haal het weg")
    if form not in FORMS:
        what = f"‘{path.suffix}’ wordt" if path.suffix else "een bestand zonder achtervoegsel wordt"
        raise LetterError(path, f"{what} niet gelezen; {_ADVICE.get(form, _OTHERWISE)}")
    document = _read(path, form, sandbox)
    within = "front matter" if form == ".md" else "de kop van het bestand"
    given = [*_sidecar(path, sandbox), *_checked(path, within, document), *_metadata(path, sandbox)]
    return Opened(document, tuple(given))


def is_letter(name: str) -> bool:
    """True for the name of a file that may be a letter: of a form, not hidden, no backup, no README, no metadata."""
    _, _, ending = name.rpartition(".")
    return counts(name) and f".{ending.lower()}" in FORMS and name != METADATA


def counts(name: str) -> bool:
    """False for what lies in folders without being the user's: hidden files, backups, locks, README files."""
    begins = name.startswith((".", "~$")) or name.lower() in _OF_SYSTEMS
    return not begins and not name.endswith("~") and name.partition(".")[0].upper() != "README"


def companions(path: Path) -> Iterator[Path]:
    """The files beside a letter that say more of it."""
    both = (path.with_suffix(SIDECAR), path.with_name(METADATA))
    return (beside for beside in both if beside.is_file() and not beside.is_symlink())


def digest(path: Path) -> str:
    """SHA-256 of the bytes of a letter's file and of those beside it that belong to it, in hex.

    Raises `LetterError` for what is no regular file, or too big.
    """
    form = FORMS.get(path.suffix.lower())
    _check_regular(path, form.most if form else MOST)
    beside = list(companions(path))
    for part in beside:
        _check_regular(part, form_of(METADATA if part.name == METADATA else SIDECAR).most)
    with path.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256")
    for part in beside:
        with part.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    if any(part.name == METADATA for part in beside):
        whole.update(bytes([_has_others(path)]))  # which decides whose metadata they are
    return whole.hexdigest()


def _sidecar(path: Path, sandbox: Sandbox) -> Iterator[Given]:
    beside = path.with_suffix(SIDECAR)
    if beside in companions(path):
        yield from _checked(beside, beside.name, _read(beside, SIDECAR, sandbox))


def _metadata(path: Path, sandbox: Sandbox) -> Iterator[Given]:
    """The fields of ``metadata.xml``: of the only letter in its folder, else of the one whose file has the id."""
    beside = path.with_name(METADATA)
    if beside not in companions(path):
        return
    alone = not _has_others(path)
    try:
        document = _read(beside, METADATA, sandbox)
    except LetterError:
        if alone:
            raise
        return  # it may be another letter's
    if alone or document.fields.get("id") == path.stem:
        yield from _checked(beside, METADATA, document)


def _has_others(path: Path) -> bool:
    return any(other.stem != path.stem for other in path.parent.iterdir() if is_letter(other.name))


def _checked(path: Path, source: str, document: Document) -> Iterator[Given]:
    try:
        if document.fields:
            yield Given(source, check_fields(document.fields))
    except FieldError as error:
        raise LetterError(path, str(error)) from error


def _read(path: Path, name: str, sandbox: Sandbox) -> Document:
    form = form_of(name)
    content = _content(path, form.most)
    try:
        check_signature(name, content)
        document = _read_here(form, content) if len(content) <= form.here else None
        document = document or sandbox.read(name, content)
        check_length(document)
    except Unreadable as error:
        raise LetterError(path, str(error)) from error
    return document


def _read_here(form: Form, content: bytes) -> Document | None:
    """The document, read in this process; None when its parser fails: then the child says how."""
    try:
        return reader(form)(content)
    except Unreadable:
        raise
    except Exception:
        return None


def _content(path: Path, most: int) -> bytes:
    """The bytes of a regular file that is neither too big nor empty."""
    _check_regular(path, most)
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except PermissionError as error:
        raise LetterError(path, "mag niet gelezen worden; geef leesrecht, bijvoorbeeld met chmod u+r") from error
    except OSError as error:
        raise LetterError(path, f"is niet te lezen ({error.strerror}); controleer het bestand") from error
    if not content.removeprefix(_BOM).strip():
        raise LetterError(path, "is leeg; zet de tekst van de brief erin, of haal het bestand weg")
    return content


def _check_regular(path: Path, most: int) -> None:
    """Raises `LetterError` for what is no regular file, or too big; links are not followed."""
    try:
        found = path.lstat()
    except FileNotFoundError as error:
        raise LetterError(path, "bestaat niet (meer); controleer de naam") from error
    except OSError as error:
        raise LetterError(path, f"is niet te lezen ({error.strerror}); controleer het bestand") from error
    if stat.S_ISLNK(found.st_mode):
        raise LetterError(path, "is een koppeling (symlink) en wordt niet gevolgd; kopieer het bestand zelf hierheen")
    if stat.S_ISDIR(found.st_mode):
        raise LetterError(path, "is een map die niet gelezen mag worden; geef leesrecht, bijvoorbeeld met chmod u+rx")
    if not stat.S_ISREG(found.st_mode):
        raise LetterError(path, "is geen gewoon bestand; haal het uit de map")
    if found.st_size > most:
        size = most // (1024 * 1024)
        limit = f"{size} MB" if size else f"{most // 1024} kB"
        raise LetterError(path, f"is groter dan {limit}; bewaar alleen de tekst, of verdeel hem over meer bestanden")
