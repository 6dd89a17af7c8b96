"""Word and OpenDocument files made to break a reader: their zip, their password, what is in them."""

import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import md5
from struct import pack
from typing import Final

from tests.minimal import (
    Member,
    docx_parts,
    minimal_docx,
    minimal_odt,
    odt_parts,
    open_document,
    word_document,
    zipped,
)

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(478)
"""The first sector of an old Word file, and of a Word file with a password."""
BLOCK: Final = 1 << 20
_BLOCKS: Final = 1024
_GIGABYTE: Final = BLOCK * _BLOCKS
_STRANGE_NAMES: Final = (
    "../../../etc/passwd",
    "/etc/passwd",
    "C:\\brief.txt",
    "..\\..\\brief.txt",
    "word/\0/document.xml",
    "a" * 65535,
    "",
    "con",
    "/" * 999,
    "WORD/DOCUMENT.XML",
    "./word/document.xml",
    "word\\document.xml",
    "\u202elmx.tnetnoc",
)

_ALSO_OPEN_DOCUMENT: Final = (
    "zip-bomb",
    "zip-bomb-that-says-100-bytes",
    "zip-says-4-gb",
    "zip-same-name-twice",
    "zip-strange-names",
    "zip-without-main",
)


@cache
def _deflated_gigabyte() -> bytes:
    """A gigabyte of zeros as raw deflate (RFC 1951): one block of them, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * _BLOCKS + b"\x03\x00"


@cache
def zlib_gigabyte() -> bytes:
    """A gigabyte of zeros with the head and the checksum of zlib (RFC 1950)."""
    return b"\x78\xda" + _deflated_gigabyte() + pack(">L", (_GIGABYTE % 65521) << 16 | 1)


@cache
def _bomb(name: str) -> Member:
    """A member that is a gigabyte of zeros, with the right checksum."""
    zeros, crc = bytes(BLOCK), 0
    for _ in range(_BLOCKS):
        crc = zlib.crc32(zeros, crc)
    return Member(name, _deflated_gigabyte(), 8, _GIGABYTE, crc)


def _deflated(name: str, content: bytes) -> Member:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, packer.compress(content) + packer.flush(), 8, len(content), zlib.crc32(content))


def _zips(main: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Packages of these parts whose part ``main``, or whose list of members, is not what it seems."""
    rest = [Member(name, content) for name, content in parts.items() if name != main]
    good, bomb = Member(main, parts[main]), _bomb(main)
    size = len(good.raw)
    members = {
        "bomb": [*rest, bomb],
        "bomb-that-says-100-bytes": [*rest, bomb._replace(size=100)],
        "bomb-beside": [*rest, good, bomb._replace(name="media/plaatje.png")],
        "bomb-1000-times": [
            _bomb("a"),
            *(Member(f"b{n}", b"", 8, _GIGABYTE, packed=9, at=0) for n in range(999)),
            *rest,
        ],
        "nested-bomb": [*rest, good, _deflated("bijlage.zip", zipped([bomb] * 9))],
        "overlapping": [good, *rest, Member("x.xml", size=size, packed=size, at=1)],
        "many-members": [*rest, good, *(Member(f"media/{number}") for number in range(9000))],
        "same-name-twice": [*rest, good, good._replace(raw=b"<anders/>")],
        "strange-names": [*rest, good, *(Member(name, b"root") for name in _STRANGE_NAMES)],
        "says-4-gb": [*rest, good._replace(size=0xFFFFFFFE)],
        "says-more-than-there-is": [*rest, good._replace(packed=0x7FFFFFFF, size=0x7FFFFFFF)],
        "says-nothing": [*rest, good._replace(size=0, packed=0, crc=0)],
        "says-it-is-elsewhere": [*rest, Member(main, size=9, packed=9, at=0x7FFFFFFF)],
        "wrong-checksum": [*rest, good._replace(crc=1)],
        "unknown-method": [*rest, good._replace(method=99)],
        "bad-deflate": [*rest, good._replace(method=8)],
        "encrypted-members": [member._replace(flags=1) for member in (*rest, good)],
        "without-main": rest,
        "main-only": [good],
        "empty": [],
    }
    return {f"zip-{name}": zipped(list_) for name, list_ in members.items()}


def _word() -> dict[str, bytes]:
    """Word files that are deep, wide or endless, or that point elsewhere."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    numbers = '<w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="x"/></w:numPr></w:pPr>'
    bodies = {
        "deep-tables": "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000,
        "wide-cells": f"<w:tbl><w:tr>{cell * 999}</w:tr></w:tbl>",
        "many-runs": f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 40_000}</w:p>",
        "many-paragraphs": "<w:p/>" * 100_000,
        "open-fields": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 9999,
        "reads-a-file": '<w:p><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r></w:p>',
        "part-elsewhere": '<w:altChunk r:id="r9"/>',
        "no-such-notes": '<w:p><w:r><w:footnoteReference w:id="7"/><w:endnoteReference w:id="-1"/></w:r></w:p>',
        "no-such-numbers": f"<w:p>{numbers}</w:p>",
    }
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    )
    outside = b'<Relationship Id="r1" Type="x/officeDocument" Target="%s" TargetMode="External"/>'
    style = word_document('<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>').replace(b"document", b"styles")
    parts = {
        "document-elsewhere": {"_rels/.rels": relations % (outside % b"file:///etc/passwd")},
        "document-on-the-web": {"_rels/.rels": relations % (outside % b"http://127.0.0.1:9/x")},
        "many-relations": {"_rels/.rels": relations % (b'<Relationship Id="r1" Target="_rels/.rels"/>' * 9999)},
        "styles-in-a-circle": {"word/styles.xml": style},
        "parts-no-xml": {"word/styles.xml": b"\0", "word/footnotes.xml": b"<", "word/numbering.xml": b"\xff"},
    }
    files = {name: minimal_docx(word_document(body)) for name, body in bodies.items()}
    return files | {name: minimal_docx(parts=changed) for name, changed in parts.items()}


def _open_document() -> dict[str, bytes]:
    """OpenDocument texts that are deep, wide or endless, or that point elsewhere."""
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row>'
    bodies = {
        "repeated-cells": f"<table:table>{row * 99}</table:table>",
        "repeated-spaces": '<text:p>a<text:s text:c="999999999"/>b</text:p>' * 99,
        "negative-spaces": '<text:p>a<text:s text:c="-5"/>b<text:s text:c="x"/></text:p>',
        "deep-lists": "<text:list><text:list-item>" * 20_000 + "</text:list-item></text:list>" * 20_000,
        "deep-spans": f"<text:p>{'<text:span>' * 40_000}a{'</text:span>' * 40_000}</text:p>",
        "heading-of-any-level": '<text:h text:outline-level="99999999999999999999">a</text:h>',
        "section-elsewhere": '<text:section><text:section-source xlink:href="file:///etc/passwd"/></text:section>',
    }
    return {name: minimal_odt(open_document(body)) for name, body in bodies.items()}


def _with_password() -> dict[str, bytes]:
    """What Word and LibreOffice write for a file with a password; not to be opened, whatever the password."""
    noise = b"".join(md5(pack("<L", number)).digest() for number in range(256))
    streams = "".join(name.ljust(64, "\0") for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    manifest = odt_parts()["META-INF/manifest.xml"].replace(
        b'"content.xml" m:media-type="text/xml"/>',
        b'"content.xml" m:media-type="text/xml" m:size="900">'
        b'<m:encryption-data m:checksum-type="SHA1/1K" m:checksum="AA==">'
        b'<m:algorithm m:algorithm-name="Blowfish CFB" m:initialisation-vector="AAAAAAAAAAA="/>'
        b'<m:key-derivation m:key-derivation-name="PBKDF2" m:iteration-count="999999999" m:salt="AA=="/>'
        b"</m:encryption-data></m:file-entry>",
    )
    return {
        "password.docx": OLE + streams.encode("utf-16-le") + noise,
        "password.odt": minimal_odt(noise, {"META-INF/manifest.xml": manifest}),
    }


def hostile_packages() -> dict[str, bytes]:
    """The files, by name."""
    word = _zips("word/document.xml", docx_parts()) | _word()
    zips = _zips("content.xml", odt_parts())
    opened = {name: zips[name] for name in _ALSO_OPEN_DOCUMENT} | _open_document()
    files = {f"{name}.docx": content for name, content in word.items()}
    return files | {f"{name}.odt": content for name, content in opened.items()} | _with_password()
