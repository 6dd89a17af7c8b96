"""Which forms of a letter there are: for each suffix its reader and its rank."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final, NamedTuple

from index.forms.document import Document, Reader, Unreadable

LONGEST: Final = 10_000_000
"""Signs of one letter."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a document as the child process writes it."""
_MB: Final = 1024 * 1024


class Form(NamedTuple):
    """A form that letters come in, or what lies beside them.

    ``reader`` is the module and function that reads it; ``name`` is what the form is called, ``most`` the bytes that a
    file may have. Files of more than ``here`` bytes are read in a child process, as their parser may be slow. Of two
    files with the same letter, the one of the lower ``rank`` is the better one.
    """

    name: str
    reader: str
    rank: int
    most: int = 50 * _MB
    here: int = 0


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        ".xml": Form("officiële XML", "markup.official_xml:read_official_xml", 0),
        ".html": Form("HTML", "markup.site_html:read_site_html", 1),
        ".htm": Form("HTML", "markup.site_html:read_site_html", 1),
        ".docx": Form("Word (.docx)", "office.word:read_docx", 2),
        ".odt": Form("OpenDocument (.odt)", "office.opendocument:read_odt", 2),
        ".pdf": Form("PDF", "pdf.reader:read_pdf", 3),
        ".md": Form("Markdown", "markdown:read_markdown", 4, 20 * _MB, here=_MB // 64),
        ".txt": Form("tekst", "text:read_text", 5, 20 * _MB, here=20 * _MB),
    }
)
"""Suffix -> form of a letter."""

SIDECAR: Final = ".toml"
METADATA: Final = "metadata.xml"
_BESIDE: Final[Mapping[str, Form]] = MappingProxyType(
    {
        SIDECAR: Form("TOML", "sidecar:read_sidecar", 0, _MB // 16),
        METADATA: Form("metadata.xml", "markup.metadata:read_metadata_file", 0, _MB),
    }
)
"""What may lie beside a letter -> its form."""


def form_of(name: str) -> Form:
    """The form of this suffix, or of what lies beside a letter. `KeyError` for another name."""
    return FORMS.get(name) or _BESIDE[name]


_SIGNATURES: Final = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"<?xml", ".xml"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
)
"""What files begin with, small letters for capitals."""
_ZIPPED: Final = frozenset({".docx", ".odt"})
_OF_OFFICES: Final = frozenset({".zip", ".doc"})
"""What those may begin as: a zip, or what holds an encrypted one; their readers look closer."""
_MARKUP: Final = frozenset({".xml", ".html", ".htm", ".md", ".txt", METADATA})


def reader(form: Form) -> Reader:
    """The function that reads a form; its module, with the parser that it needs, is loaded when first asked for."""
    module, _, function = form.reader.partition(":")
    read: Reader = getattr(import_module(f"index.forms.{module}"), function)
    return read


def check_signature(suffix: str, content: bytes) -> None:
    """Raises `Unreadable` when a file begins as one of another form than its suffix says."""
    begin = content[:1024].lstrip().lower()[:16]
    found = next((form for signature, form in _SIGNATURES if begin.startswith(signature.lower())), None)
    if found is None or found == suffix or (found in _OF_OFFICES and suffix in _ZIPPED):
        return
    if {found, suffix} <= _MARKUP:  # one reader may well make something of the other's files
        return
    raise Unreadable(f"is geen {form_of(suffix).name} maar een bestand van de vorm {found}; {_advice(found)}")


def check_length(document: Document) -> None:
    """Raises `Unreadable` for a document that is too long for a letter."""
    if sum(len(line.text) for line in document.lines) > LONGEST:
        raise Unreadable(f"heeft meer dan {LONGEST // 1_000_000} miljoen tekens; verdeel het over meer bestanden")


def _advice(found: str) -> str:
    if found in FORMS:
        return f"geef het een naam op {found}"
    return f"bewaar de brief in een vorm die gelezen wordt ({', '.join(FORMS)})"
