"""Plain text in any encoding -> a document."""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from index.forms.document import Document, Line, Unreadable
from index.forms.layout import BULLET
from index.roles import is_role
from index.signs import clean_signs

_PAGE: Final = "\f"
_TAB: Final = "    "
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEEN: Final = ("cp1252", "cp850", "mac_roman")
"""The encodings that old letters come in: of Windows, DOS and the Macintosh."""
_USUAL: Final = frozenset("éëïöüèêçàáóíúñôîûâäÉËÏÖÜÈÇÀÁÓ«»“”‘’„–—•€°§…½²³·\u00a0\u00ad")
"""The signs beyond ASCII that Dutch letters have."""
_GAP: Final = re.compile(" {3,}")
_ROWS: Final = 3
_SIGNED: Final = 8  # lines; so near stand the names of roles
_LABEL: Final = re.compile(r"(?:Datum|Betreft|Onderwerp|(?:Ons |Uw )?[Kk]enmerk|Ons nummer|Bijlagen?(?:\(n\))?) ?:?\Z")
_INDENTED_PAGES: Final = 10  # lines; more frequent than once in so many, a leading space is no sign of a page break


class Decoded(NamedTuple):
    """A text, and its encoding when that is not UTF-8."""

    text: str
    encoding: str | None = None


def read_text(content: bytes) -> Document:
    """A plain text. A form feed, or one leading space as OCR leaves it, begins a page."""
    text, encoding = decoded(content)
    return Document(tuple(_lines(clean_signs(text.replace("\t", _TAB)))), encoding=encoding)


def decoded(content: bytes) -> Decoded:
    """The text of a file in UTF-8, in another Unicode encoding that its first bytes tell, or in one that is guessed.

    Raises `Unreadable` for what is no text, and for UTF-8 that is damaged.
    """
    marked = next(((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), None)
    try:
        if marked and marked[1] != "utf-8":
            return Decoded(content.decode(marked[1]), marked[1])
        if b"\0" not in content:
            return Decoded(content.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        if marked or _is_damaged(content):
            raise Unreadable(_damage(content, error, marked[1] if marked else "utf-8")) from error
    return _guessed(content)


def _guessed(content: bytes) -> Decoded:
    """The text in the encoding in which most of its signs beyond ASCII are usual ones in Dutch."""
    encodings = _wide(content) if b"\0" in content else _SEEN
    texts = [Decoded(content.decode(encoding, errors="replace"), encoding) for encoding in encodings]
    best = max(texts, key=lambda decoding: sum(sign in _USUAL for sign in decoding.text), default=None)
    if best is None or any(_is_no_text(sign) for sign in best.text):
        raise Unreadable("is geen tekst; bewaar de brief als tekst in UTF-8, of in de vorm waarin hij kwam")
    return best


def _is_no_text(sign: str) -> bool:
    return (sign < " " and not sign.isspace()) or sign == "\ufffd"


def _wide(content: bytes) -> tuple[str, ...]:
    """The encoding of a text of two bytes a sign, most of them ASCII; none when it is something else."""
    zeros = content[0::2].count(0), content[1::2].count(0)
    half = len(content) // 4
    return ("utf_16_le",) if zeros[1] > half >= zeros[0] else ("utf_16_be",) if zeros[0] > half >= zeros[1] else ()


def _is_damaged(content: bytes) -> bool:
    """True for a text that is UTF-8 but for a few bytes."""
    text = content.decode(errors="surrogateescape")
    wrong = sum("\udc80" <= sign <= "\udcff" for sign in text)
    return wrong < sum("\x7f" < sign < "\ud800" or sign > "\udfff" for sign in text)


def _damage(content: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    line = content.count(b"\n", 0, error.start) + 1
    return (
        f"is geen geldige {encoding.upper()} op byte {error.start} (regel {line}); herstel die plek, "
        "of bewaar het bestand opnieuw als UTF-8"
    )


def _lines(text: str) -> Iterator[Line]:
    """The lines, single-spaced, with their pages if there is more than one."""
    lines = text.split("\n")
    indented = {number for number, line in enumerate(lines) if line[:1] == " " and line[1:2].strip()}
    begins = indented if len(indented) * _INDENTED_PAGES < len(lines) else frozenset()
    rows = _rows(lines)
    page = 1
    paged = _PAGE in text or bool(begins - {0})
    for number, line in enumerate(lines):
        for place, part in enumerate(line.split(_PAGE)):
            page += place > 0 or (number in begins and number > 0)
            here = page if paged else None
            if number in rows:
                yield Line(rows[number], "row", page=here, number=number + 1)
            else:
                yield Line(" ".join(part.split()), page=here, number=number + 1)


def _rows(lines: Sequence[str]) -> dict[int, str]:
    """The lines that are rows of a table, by number: at least three with as many cells, wide gaps between them.

    A label with its value is one, too, and so are roles and names of signatures that stand side by side.
    """
    cells = {number: _GAP.split(line.strip()) for number, line in enumerate(lines) if _GAP.search(line.strip())}
    cells = {number: parts for number, parts in cells.items() if not BULLET.match(f"{parts[0]} ")}
    rows = {number: " | ".join(parts) for number, parts in cells.items() if _LABEL.match(parts[0])}
    for number, parts in cells.items():
        if all(map(is_role, parts)):  # signatures side by side
            names = next((below for below in range(number + 1, number + _SIGNED) if below in cells), number)
            rows |= {place: " | ".join(cells[place]) for place in (number, names)}
    for _, group in groupby(enumerate(cells), key=lambda pair: (pair[1] - pair[0], len(cells[pair[1]]))):
        numbers = [number for _, number in group]
        if len(numbers) >= _ROWS:
            rows |= {number: " | ".join(cells[number]) for number in numbers}
    return rows
