"""The lines of a document -> those of its running text: no page furniture, no footnotes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.forms.document import Line
from index.joining import Joiner

PAGE = "\f"
"""A line that stands for a page break."""

_FURNITURE = (
    r"Tweede Kamer der Staten-Generaal(?: \|)? ?\d|Eerste Kamer der Staten-Generaal(?: \|)? ?\d",
    r"Vergaderjaar \d{4} ?[-–](?: ?\d{4})?",
    r"(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}.{0,80}",
    r"kst-[\w-]+|KST\d+|\d{4}tkkst[\w-]+",
    r"ISSN ?0921 ?- ?7371.{0,80}",
    r"Sdu Uitgevers.{0,80}",
    r"['’‘`]s[- ]Gravenhage \d{4}",
    r"(?:Blad|Pagina) \d+(?: ?(?:van|/) ?\d+)?",
    r"Naar boven",
)
_IS_FURNITURE = re.compile("|".join(_FURNITURE))
_PAGE_HEAD = re.compile(r"(?:Ministerie van|Ons (?:nummer|kenmerk)|Onze referentie|Kenmerk|Datum)\b.{0,80}")
"""What a ministry prints at the top of its later pages."""
_SESSION_BROKEN = re.compile(r"Vergaderjaar \d{4} ?[-–]")
_YEAR = re.compile(r"\d{4}")
_PAGE_NUMBER = re.compile(r"\d{1,3}")

# A footnote at the bottom of a page: its mark (a misread 1 is often T, l or I), and what no sentence of a letter has.
_NOTE = re.compile(r"(?:\d{1,2}|[TIl!|'’\"]) (?=[A-ZÀ-Ý«“\"(])")
_NOTE_PROOF = re.compile(
    r"\||https?://|www\.|\b[\w-]{1,60}\.(?:nl|com|org|eu|int|fr|be|de)\b|\bKamerstuk|\bZie\b|\bHandelingen\b"
)
_SITE_NOTE = re.compile(r"X Noot")
_NOTE_LINES = 12


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its pages: ``lines`` (empty ones between paragraphs, `PAGE` at a page break), the ``furniture``
    and the foot``notes`` that stood between them, each note one line."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


def clean_lines(lines: Iterable[Line]) -> Cleaned:
    """The lines of a document, page furniture and footnotes taken out."""
    furniture: list[Line] = []
    kept: list[Line] = []
    page: int | None = None
    begun = False
    for line in lines:
        if line.page != page:
            page = line.page
            kept.append(Line(PAGE))
        if _is_furniture(line, kept, furniture, begun=begun):
            furniture.append(line)
            kept.append(Line(PAGE))
        else:
            kept.append(line)
            begun = begun or bool(line.text)
    kept, notes = _without_notes(kept)
    return Cleaned(tuple(kept), tuple(furniture), tuple(notes))


def _is_furniture(line: Line, kept: Sequence[Line], furniture: Sequence[Line], *, begun: bool) -> bool:
    if line.kind != "line":
        return line.kind == "furniture"
    if _IS_FURNITURE.fullmatch(line.text) or _continues_furniture(furniture, kept, line.text):
        return True
    return begun and kept[-1].text == PAGE and bool(_PAGE_HEAD.fullmatch(line.text))


def _continues_furniture(furniture: Sequence[Line], kept: Sequence[Line], text: str) -> bool:
    """True for a page number beside a page break, and for the second half of a session line that was broken."""
    if not kept or kept[-1].text != PAGE:
        return False
    broken = bool(furniture) and bool(_SESSION_BROKEN.fullmatch(furniture[-1].text))
    return bool(_PAGE_NUMBER.fullmatch(text)) or (broken and bool(_YEAR.fullmatch(text)))


def _without_notes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines without footnotes, and the notes: blocks at the end of a page, or a site's ``X Noot`` lists."""
    kept: list[Line] = []
    notes: list[Line] = []
    position, done = 0, -1
    while position < len(lines):
        end = _note_end(lines, position, after_note=position == done)
        if end == position:
            kept.append(lines[position])
            position += 1
        else:
            notes.extend(_note(lines[position:end]))
            position = done = end
    return kept, notes


def _note(lines: Sequence[Line]) -> list[Line]:
    """The note that stands in these lines, if there is one in them."""
    if lines[0].kind == "note":
        return [lines[0]]
    text = Joiner().joined([line.text for line in lines if line.text and not _SITE_NOTE.fullmatch(line.text)])
    return [lines[0]._replace(text=_NOTE.sub("", text, count=1), kind="note")] if text else []


def _note_end(lines: Sequence[Line], start: int, *, after_note: bool) -> int:
    """Where the footnote that begins at ``start`` ends; ``start`` itself when there is none."""
    end = start + 1
    if lines[start].kind != "line":
        return end if lines[start].kind == "note" else start
    if _SITE_NOTE.fullmatch(lines[start].text):
        while end < len(lines) and _is_line(lines[end]) and not _SITE_NOTE.fullmatch(lines[end].text):
            end += 1
        return end
    begins_block = not start or after_note or lines[start - 1].text in ("", PAGE)
    if not begins_block or not _NOTE.match(lines[start].text):
        return start
    while end < len(lines) and _is_line(lines[end]) and lines[end].text and not _NOTE.match(lines[end].text):
        end += 1
    following = next((line.text for line in lines[end : end + _NOTE_LINES] if line.text), PAGE)
    closes_page = following == PAGE or _NOTE.match(following)
    is_note = (
        closes_page
        and end - start <= _NOTE_LINES
        and _NOTE_PROOF.search(" ".join(line.text for line in lines[start:end]))
    )
    return end if is_note else start


def _is_line(line: Line) -> bool:
    return line.kind == "line" and line.text != PAGE
