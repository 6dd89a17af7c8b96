"""PDFs made to break a reader: circles, lies, depth, bombs, passwords."""

import zlib
from collections.abc import Mapping
from hashlib import md5
from struct import pack
from typing import Final

from tests.hostile_packages import BLOCK, zlib_gigabyte
from tests.minimal import OBJECTS, TEXT, minimal_pdf, stream

_MANY: Final = 100_000
_PAGE: Final = OBJECTS[3]
_TREE: Final = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>"
_FORM: Final = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
_FONT: Final = b"<< /Type /Font /Subtype /%s /BaseFont /X /ToUnicode 7 0 R %s >>"
_TYPE_3: Final = (
    b"/CharProcs << /D 4 0 R >> /FontMatrix [0 0 0 0 0 0] /FontBBox [0 0 0 0] /Encoding << /Differences [0 /D] >>"
)
_LETTERS: Final = b"1 begincodespacerange <FF> <00> endcodespacerange 9 beginbfrange %s endbfrange /A usecmap begincmap"
_ACTION: Final = (
    b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /%s >> /AA << /O << /S /JavaScript /JS (while\\(1\\);) >> >> >>"
)
_PICTURE: Final = (
    b"/Type /XObject /Subtype /Image /Width 99999 /Height 99999 /ColorSpace /DeviceRGB /BitsPerComponent 8"
)

_Changes = Mapping[str, Mapping[int, bytes]]


def _flate(data: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return stream(data, b"/Filter %s %s" % (filters, entries))


def _packed(data: bytes, entries: bytes = b"") -> bytes:
    return _flate(zlib.compress(data, 9), entries)


def _bomb_in_a_bomb() -> bytes:
    return _flate(zlib.compress(zlib_gigabyte(), 9), filters=b"[/FlateDecode /FlateDecode]")


def _trees() -> _Changes:
    """Objects of a PDF, in place of those of `OBJECTS`: its pages."""
    return {
        "tree-in-a-circle": {2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 9 >>"},
        "tree-of-the-catalogue": {1: b"<< /Type /Catalog /Pages 1 0 R >>"},
        "parent-in-a-circle": {3: _PAGE.replace(b"/Parent 2 0 R /MediaBox", b"/Parent 3 0 R /Geen")},
        "deep-tree": {2: _TREE % 7, **{n: _TREE % (n + 1) for n in range(7, 10_000)}, 10_000: _PAGE},
        "one-page-100000-times": {2: b"<< /Type /Pages /Count 100000 /Kids [%s] >>" % (b"3 0 R " * _MANY)},
        "says-a-milliard-pages": {2: b"<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>"},
        "says-minus-one-page": {2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"},
        "no-pages": {2: b"<< /Type /Pages /Kids [] /Count 0 >>"},
        "huge-page": {3: _PAGE.replace(b"595 842", b"1e30 1e30")},
        "page-without-size": {3: _PAGE.replace(b"595 842", b"0 0")},
        "page-size-no-number": {3: _PAGE.replace(b"[0 0 595 842]", b"[/A (b) null]")},
        "page-of-another-unit": {3: _PAGE.replace(b"/Contents", b"/UserUnit 1e6 /Rotate 37 /Contents")},
        "contents-100000-times": {3: _PAGE.replace(b"/Contents 4 0 R", b"/Contents [%s]" % (b"4 0 R " * _MANY))},
        "script": {1: _ACTION % b"JavaScript /JS (app.alert\\(1\\);)"},
        "starts-a-program": {1: _ACTION % b"Launch /F (/bin/sh)"},
        "sends-a-form": {1: _ACTION % b"SubmitForm /F (http://127.0.0.1:9/x)"},
    }


def _streams() -> _Changes:
    """The same: what is on the page."""
    ten = {n: stream(b"/X Do " * 10, _FORM % (n + 1)) for n in range(6, 26)}
    return {
        "object-that-is-itself": {4: b"4 0 R"},
        "objects-in-a-circle": {4: b"6 0 R", 6: b"4 0 R"},
        "length-that-is-itself": {4: OBJECTS[4].replace(b"/Length", b"/Length 4 0 R /L")},
        "length-that-lies": {4: OBJECTS[4].replace(b"/Length", b"/Length 2147483647 /L")},
        "million-operators": {4: _packed(b"q 1 0 0 1 0 0 cm Q " * 333_334)},
        "million-letters": {4: _packed(b"BT /F1 9 Tf " + b"(a) Tj " * 1_000_000 + b"ET")},
        "text-all-over-itself": {4: _packed(b"BT /F1 9 Tf " + b"1 0 0 1 9 9 Tm (abc) Tj " * _MANY + b"ET")},
        "text-far-away": {4: stream(b"BT /F1 1e9 Tf 1e30 -1e30 Td (a) Tj 0 0 0 0 0 0 Tm (b) Tj ET")},
        "deep-state": {4: stream(b"q " * _MANY)},
        "deep-array": {4: stream(b"[" * _MANY + b"]" * _MANY + b" TJ"), 7: b"[" * _MANY + b"]" * _MANY},
        "deep-dictionary": {7: b"<</A" * _MANY + b" 1 " + b">>" * _MANY},
        "deep-resources": {3: _PAGE.replace(b"/Font", b"/Y " + b"<</A" * _MANY + b" 1 " + b">>" * _MANY + b" /Font")},
        "drawing-that-draws-itself": {4: stream(b"/X Do"), 6: stream(b"/X Do", _FORM % 6)},
        "drawings-10-to-the-20th": {4: stream(b"/X Do"), **ten, 26: stream(TEXT, _FORM % 26)},
        "huge-picture": {4: stream(b"/X Do"), 6: _packed(bytes(BLOCK), _PICTURE)},
        "columns-that-lie": {4: _packed(TEXT, b"/DecodeParms << /Predictor 15 /Columns 2147483647 >>")},
        "thousand-filters": {4: stream(TEXT, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))},
        "bomb": {4: _flate(zlib_gigabyte())},
        "bomb-in-a-bomb": {4: _bomb_in_a_bomb()},
    }


def _fonts() -> _Changes:
    """The same: the font."""
    return {
        "font-without-widths": {5: _FONT % (b"TrueType", b"/FirstChar 0 /LastChar 999999999"), 7: b"null"},
        "font-of-no-kind": {5: b"<< /Type /Font >>"},
        "font-without-descendants": {5: _FONT % (b"Type0", b"/Encoding /Identity-H /DescendantFonts [5 0 R]"), 7: b"0"},
        "font-that-draws-itself": {5: _FONT % (b"Type3", _TYPE_3), 7: b"null"},
        "letters-of-nonsense": {5: _FONT % (b"Type1", b""), 7: stream(_LETTERS % (b"<00> <FF> <DEAD> " * 9))},
        "letters-without-end": {5: _FONT % (b"Type1", b""), 7: stream(_LETTERS % b"<00000000> <FFFFFFFF> <00>")},
        "letters-of-a-bomb": {5: _FONT % (b"Type1", b""), 7: _bomb_in_a_bomb()},
    }


def _tables() -> dict[str, bytes]:
    """PDFs whose table of objects is not right."""
    good = minimal_pdf()
    start = good.index(b"xref")
    place = b"startxref\n%d" % start
    return {
        "table-missing": good[:start],
        "table-in-a-circle": minimal_pdf(trailer=b"/Prev %d" % start),
        "table-beyond": good.replace(place, b"startxref\n999999999"),
        "table-negative": good.replace(place, b"startxref\n-1"),
        "table-of-a-milliard": good.replace(b"xref\n0 7", b"xref\n0 999999999"),
        "table-of-wrong-places": good.replace(b"\n00000", b"\n99999"),
        "root-missing": good.replace(b"/Root", b"/Boot"),
        "root-no-catalogue": good.replace(b"/Root 1 0 R", b"/Root 4 0 R"),
        "head-only": b"%PDF-1.7\n",
        "end-1000-times": good + good[start:] * 1000,
    }


def _pages(count: int) -> bytes:
    """A PDF of so many pages, all with the same text."""
    numbers = range(max(OBJECTS) + 1, max(OBJECTS) + 1 + count)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    return minimal_pdf({2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids), **dict.fromkeys(numbers, _PAGE)})


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    result, j = bytearray(), 0
    for count, byte in enumerate(data, 1):
        i = count % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)


def _encrypted(password: bytes) -> bytes:
    """A PDF with this password, by the standard security handler: revision 2, RC4 of 40 bits (PDF 1.7, 7.6.3)."""
    filling = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    padded, permissions, identifier = (password + filling)[:32], -4, bytes(range(16))
    owner = _rc4(md5(padded).digest()[:5], padded)
    key = md5(padded + owner + pack("<i", permissions) + identifier).digest()[:5]
    content = _rc4(md5(key + pack("<L", 4)[:3] + bytes(2)).digest()[:10], TEXT)
    marks = (permissions, owner.hex().encode(), _rc4(key, filling).hex().encode())
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s> >>" % marks
    trailer = b"/Encrypt 7 0 R /ID [<%s> <%s>]" % ((identifier.hex().encode(),) * 2)
    return minimal_pdf({4: stream(content), 7: encrypt}, trailer)


def hostile_pdfs() -> dict[str, bytes]:
    """The files, by name."""
    changes = {**_trees(), **_streams(), **_fonts()}
    files = {name: minimal_pdf(change) for name, change in changes.items()} | _tables()
    files |= {
        "password": _encrypted(b"geheim"),
        "empty-password": _encrypted(b""),
        "unknown-encryption": minimal_pdf({7: b"<< /Filter /Onbekend /V 9 /R 9 >>"}, b"/Encrypt 7 0 R"),
        "encryption-that-is-itself": minimal_pdf({7: b"7 0 R"}, b"/Encrypt 7 0 R"),
        "pages-500": _pages(500),
        "pages-5000": _pages(5000),
    }
    return {f"{name}.pdf": content for name, content in files.items()}
