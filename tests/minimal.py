"""The smallest valid file of each form, and the parts to make damaged ones of."""

import zlib
from collections.abc import Mapping, Sequence
from struct import pack
from types import MappingProxyType
from typing import Final, NamedTuple

LINES: Final = (
    "99 521 Verzonnen dossier",
    "Nr. 7",
    "BRIEF VAN DE MINISTER VAN DEFENSIE",
    "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
    "Den Haag, 31 maart 2031",
    "Dit is een verzonnen brief. Hij gaat over een missie (Kamerstuk 99 521, nr. 6).",
    "De Minister van Defensie,",
)
"""An invented letter."""
NONE: Final[Mapping[str, bytes]] = MappingProxyType({})
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="{_PACKAGE}content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = f"""{DECLARATION}<Relationships xmlns="{_PACKAGE}relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_MANIFEST = f"""{DECLARATION}<m:manifest xmlns:m="{_OPEN_DOCUMENT}manifest:1.0" m:version="1.2">
<m:file-entry m:full-path="/" m:media-type="{_MIMETYPE.decode()}"/>
<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""


class Member(NamedTuple):
    """A member of a zip; what it says of itself may be a lie.

    ``raw`` is as it is stored, ``method`` how. ``size``, ``crc`` and ``packed`` are those of ``raw`` unless given.
    ``at`` is the place of another member's bytes, for one without its own.
    """

    name: str
    raw: bytes = b""
    method: int = 0
    size: int | None = None
    crc: int | None = None
    packed: int | None = None
    flags: int = 0
    at: int | None = None


def zipped(members: Sequence[Member]) -> bytes:
    """A zip (APPNOTE 6.3), with whatever its members say of themselves and no moment of making."""
    body, directory = bytearray(), bytearray()
    for member in members:
        name = member.name.encode()
        at = len(body) if member.at is None else member.at
        size = len(member.raw) if member.size is None else member.size
        packed = len(member.raw) if member.packed is None else member.packed
        crc = zlib.crc32(member.raw) if member.crc is None else member.crc
        about = pack("<4H3L2H", member.flags, member.method, 0, 0x21, crc, packed, size, len(name), 0)
        if member.at is None:
            body += b"PK\x03\x04" + pack("<H", 20) + about + name + member.raw
        directory += b"PK\x01\x02" + pack("<2H", 20, 20) + about + pack("<3H2L", 0, 0, 0, 0, at) + name
    end = pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these files, not packed."""
    return zipped([Member(name, content) for name, content in parts.items()])


def word_document(body: str) -> bytes:
    """``word/document.xml`` with this in its body."""
    space = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"'
    return f"{DECLARATION}<w:document {space}><w:body>{body}</w:body></w:document>".encode()


def open_document(body: str) -> bytes:
    """``content.xml`` with this in its text."""
    space = " ".join(f'xmlns:{name}="{_OPEN_DOCUMENT}{name}:1.0"' for name in ("office", "text", "table", "style"))
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"{DECLARATION}<office:document-content {space} {link}>{inner}</office:document-content>".encode()


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


WORD: Final = word_document("".join(map(word_paragraph, LINES)))
OPEN: Final = open_document("".join(f"<text:p>{line}</text:p>" for line in LINES))


def docx_parts(document: bytes = WORD) -> dict[str, bytes]:
    """The parts of a Word file (ECMA-376) with this document."""
    names = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    return dict(zip(names, (_CONTENT_TYPES.encode(), _RELATIONS.encode(), document), strict=True))


def odt_parts(content: bytes = OPEN) -> dict[str, bytes]:
    """The parts of an OpenDocument text (ODF 1.2) with this content."""
    return {"mimetype": _MIMETYPE, "content.xml": content, "META-INF/manifest.xml": _MANIFEST.encode()}


def minimal_docx(document: bytes = WORD, parts: Mapping[str, bytes] = NONE) -> bytes:
    """A Word file with this document and these other parts."""
    return archive({**docx_parts(document), **parts})


def minimal_odt(content: bytes = OPEN, parts: Mapping[str, bytes] = NONE) -> bytes:
    """An OpenDocument text with this content and these other parts."""
    return archive({**odt_parts(content), **parts})


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream of a PDF, with these entries in its dictionary."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


TEXT: Final = b"BT /F1 11 Tf 14 TL 72 770 Td %s ET" % b" ".join(b"(%s) '" % line.encode() for line in LINES)
OBJECTS: Final[Mapping[int, bytes]] = MappingProxyType(
    {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        4: stream(TEXT),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
    }
)
"""Catalogue, page tree, page, what is on it, its font and an empty drawing."""


def minimal_pdf(changes: Mapping[int, bytes] = MappingProxyType({}), trailer: bytes = b"") -> bytes:
    """A PDF (1.7) of one page, with these objects in place of its own and these entries in its trailer."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    objects = {**OBJECTS, **changes}
    for number in range(1, len(objects) + 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(body))
    return bytes(body + table + end)
