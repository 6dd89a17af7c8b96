"""A file of the corpus, and what lies beside it -> a document, and the fields that are given for it.

Beside a letter ``brief.pdf`` may lie ``brief.toml``, whose fields go before all others, and ``metadata.xml`` as the
official sites give it.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from index.errors import LetterError
from index.fields import FieldError, Fields, check_fields
from index.forms.document import Document, Unreadable
from index.forms.registry import FORMS, METADATA, SIDECAR, check_signature, form_of, reader
from index.forms.sandbox import Sandbox

_BOM: Final = b"\xef\xbb\xbf"


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


def companions(path: Path) -> Iterator[Path]:
    """The files beside a letter that say more of it."""
    return (beside for beside in (path.with_suffix(SIDECAR), path.with_name(METADATA)) if beside.is_file())


def digest(path: Path) -> str:
    """SHA-256 of the bytes of a letter's file and of those beside it that belong to it, in hex."""
    hashes = []
    for part in (path, *companions(path)):
        with part.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256"))
    if len(hashes) == 1:
        return hashes[0].hexdigest()
    return hashlib.sha256(b"".join(part.digest() for part in hashes)).hexdigest()


def _sidecar(path: Path, sandbox: Sandbox) -> Iterator[Given]:
    beside = path.with_suffix(SIDECAR)
    if beside.is_file():
        yield from _checked(beside, beside.name, _read(beside, SIDECAR, sandbox))


def _metadata(path: Path, sandbox: Sandbox) -> Iterator[Given]:
    """The fields of ``metadata.xml``, unless it names another letter and there is another one in the folder."""
    beside = path.with_name(METADATA)
    if not beside.is_file():
        return
    document = _read(beside, METADATA, sandbox)
    if document.fields.get("id") in (None, path.stem) or not _has_others(path):
        yield from _checked(beside, METADATA, document)


def _has_others(path: Path) -> bool:
    letters = (other for other in path.parent.iterdir() if other.suffix.lower() in FORMS and other.name != METADATA)
    return any(letter.stem != path.stem for letter in letters)


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
        return reader(form)(content) if len(content) <= form.here else sandbox.read(name, content)
    except Unreadable as error:
        raise LetterError(path, str(error)) from error


def _content(path: Path, most: int) -> bytes:
    """The bytes of a regular file that is neither too big nor empty."""
    try:
        if path.exists() and not path.is_file():
            raise LetterError(path, "is geen gewoon bestand; haal het uit de map")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise LetterError(path, "bestaat niet (meer); controleer de naam") from error
    except PermissionError as error:
        raise LetterError(path, "mag niet gelezen worden; geef leesrecht, bijvoorbeeld met chmod u+r") from error
    except OSError as error:
        raise LetterError(path, f"is niet te lezen ({error.strerror}); controleer het bestand") from error
    if len(content) > most:
        size = most // (1024 * 1024)
        raise LetterError(path, f"is groter dan {size} MB; bewaar alleen de tekst, of verdeel hem over meer bestanden")
    if not content.removeprefix(_BOM).strip():
        raise LetterError(path, "is leeg; zet de tekst van de brief erin, of haal het bestand weg")
    return content
