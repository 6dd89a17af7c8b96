"""A word processor's file is a zip: checked before a library opens it, its members read with a cap."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from types import MappingProxyType

from lxml import etree

from index.forms.document import Unreadable

_MB = 1024 * 1024
_LARGEST = 100 * _MB
_RATIO = 200
_MEMBERS = 2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others may unpack to any size at once
_CHUNK = 1024
_ENCRYPTED = 0x1  # the first bit of a member's flags

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = b"application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_TYPES = MappingProxyType(
    {
        _OFFICE + b"wordprocessingml.document.main+xml": ".docx",
        _OPEN_DOCUMENT + b"text": ".odt",
        b"application/vnd.ms-word.document.macroEnabled.main+xml": ".docm",
        _OFFICE + b"wordprocessingml.template.main+xml": ".dotx",
        _OFFICE + b"spreadsheetml.sheet.main+xml": ".xlsx",
        _OPEN_DOCUMENT + b"text-template": ".ott",
        _OPEN_DOCUMENT + b"spreadsheet": ".ods",
    }
)
_MANIFEST = "META-INF/manifest.xml"
_TYPED = MappingProxyType({"mimetype": b'"%s"', "[Content_Types].xml": b"%s", _MANIFEST: b"%s"})
_READ = frozenset({".docx", ".odt"})


@contextmanager
def damage_is_unreadable() -> Iterator[None]:
    """Makes whatever goes wrong in a library but a lack of memory an `Unreadable`: the file is not as it should be."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        message = "is beschadigd of onvolledig; open het in LibreOffice of Word en sla het opnieuw op"
        raise Unreadable(message) from error


def checked_members(content: bytes, form: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The members of the zip ``content`` whose names are ``wanted``, when it is a ``form`` (``.docx``, ``.odt``).

    No more is unpacked than a member says to be. Raises `Unreadable` for another form, a password, a zip that unpacks
    to far more than a letter, and XML with a document type, which could define entities.
    """
    if content.startswith(_OLE):
        raise Unreadable(f"is versleuteld of een oud Word-bestand (.doc); sla het op als {form} zonder wachtwoord")
    if not content.startswith(b"PK"):
        raise Unreadable(f"is geen {form}; open het in LibreOffice of Word en sla het op als {form}")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _check_sizes(archive.infolist(), len(content))
        if (found := _form(archive)) != form:
            step = "geef het die naam" if found in _READ else f"sla het op als {form}"
            raise Unreadable(f"is geen {form} maar een {found or '.zip'}; {step}")
        if _MANIFEST in archive.namelist() and b":encryption-data" in _member(archive, _MANIFEST):
            raise Unreadable("is versleuteld; sla het op zonder wachtwoord")
        members = {name: _member(archive, name) for name in archive.namelist() if wanted(name)}
    if any(_has_document_type(xml) for name, xml in members.items() if name.endswith((".xml", ".rels"))):
        raise Unreadable(f"bevat een DOCTYPE en wordt daarom niet gelezen; open het en sla het opnieuw op als {form}")
    return members


def packed(members: Mapping[str, bytes]) -> BytesIO:
    """A zip of ``members``, to be opened by a library."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def _check_sizes(members: Sequence[zipfile.ZipInfo], packed_size: int) -> None:
    size = sum(member.file_size for member in members)
    if len(members) > _MEMBERS or size > _LARGEST or size > _RATIO * packed_size:
        raise Unreadable(
            f"pakt uit tot {len(members)} onderdelen van samen {size // _MB} MB, meer dan een brief nodig heeft; "
            "haal de afbeeldingen eruit en sla het opnieuw op"
        )


def _form(archive: zipfile.ZipFile) -> str | None:
    """The form that a zip says to be: OpenDocument in its ``mimetype`` or manifest, OOXML in its list of types."""
    names = set(archive.namelist())
    for name, quoted in _TYPED.items():
        declared = quoted % _member(archive, name).strip().replace(b"'", b'"') if name in names else b""
        for type_, form in _TYPES.items():
            if b'"%s"' % type_ in declared:
                return form
    return None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable("is versleuteld; sla het op zonder wachtwoord")
    if info.compress_type not in _METHODS:
        raise zipfile.BadZipFile(f"compression method {info.compress_type}")
    with archive.open(info) as stream:
        return stream.read(info.file_size)


def _has_document_type(xml: bytes) -> bool:
    """Whether a document type stands before the first element; what follows is not parsed."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False)
    for start in range(0, len(xml), _CHUNK):
        parser.feed(xml[start : start + _CHUNK])
        for _, root in parser.read_events():
            return root.getroottree().docinfo.internalDTD is not None
    return False
