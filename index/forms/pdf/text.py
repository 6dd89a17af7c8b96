"""The words on the pages of a PDF -> lines: its text, headings, items, tables and notes, and what stands around it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final, NamedTuple

from index.forms.document import Line
from index.forms.pdf.blocks import block_lines
from index.forms.pdf.columns import Printed, page_flows, printed
from index.forms.pdf.furniture import Parted, part_furniture
from index.forms.pdf.notes import Note, part_notes, without_mark
from index.forms.pdf.tables import part_tables
from index.forms.pdf.words import Page, Row, page_rows
from index.joining import Joiner

_SMALLER: Final = 0.95  # of the size of the text, what stands around it has
_DETAILS: Final = 0.6  # of the height of the first page; what stands lower in a margin is no head of a letter


class _Sorted(NamedTuple):
    """What the lines of all pages are."""

    text: list[Printed]
    notes: list[Note]
    furniture: list[Line]


def document_lines(pages: Sequence[Page]) -> list[Line]:
    """The lines of a document in reading order, page after page."""
    parted = part_furniture([_rows(page) for page in pages], [page.height for page in pages])
    size = _text_size(parted)
    found = _Sorted([], [], [])
    for number, (page, part) in enumerate(zip(pages, parted, strict=True), start=1):
        _sort_page(found, number, page, part, size)
    joiner = Joiner(line.text for line in found.text)
    notes = [line for note in found.notes for line in _note(note, joiner)]
    lines = [*block_lines(found.text, size, joiner), *notes, *found.furniture]
    return sorted(lines, key=lambda line: (line.page or 0, line.number))


def _rows(page: Page) -> list[Row]:
    """The lines of a page, the rows of tables among them."""
    tables = part_tables(page)
    rows = [*page_rows(tables.words), *((row,) for row in tables.rows)]
    return sorted(rows, key=lambda row: row[0].base) if tables.rows else rows


def _text_size(parted: Sequence[Parted]) -> float:
    """The size that most letters have."""
    sizes = Counter[float]()
    for part in parted:
        for row in part.rows:
            for piece in row:
                sizes[max(round(2 * piece.size) / 2, 0.5)] += len(piece.text)
    return max(sizes, key=lambda size: sizes[size], default=1.0)


def _sort_page(found: _Sorted, page: int, content: Page, part: Parted, size: float) -> None:
    """Adds the lines of a page to what is ``found``."""
    numbers = count(1)
    top = min((piece.base for row in part.rows for piece in row), default=0.0)
    found.furniture.extend(_furniture((piece.text for piece in part.furniture if piece.base < top), page, numbers))
    for flow in page_flows(part.rows):
        lines = printed(flow, page, numbers)
        ended = part_notes(lines, size, content.rules, found.notes[-1] if found.notes else None)
        if ended.continued:
            found.notes[-1].lines.extend(ended.continued)
        found.notes.extend(ended.notes)
        is_small = all(line.size < _SMALLER * size for line in ended.text)
        is_head = page == 1 and bool(ended.text) and ended.text[0].base < _DETAILS * content.height
        if flow.margin and is_small and not is_head:
            found.furniture.extend(Line(line.text, "furniture", 0, page, line.number) for line in ended.text)
        else:
            found.text.extend(ended.text)
    found.furniture.extend(_furniture((piece.text for piece in part.furniture if piece.base >= top), page, numbers))


def _furniture(texts: Iterable[str], page: int, numbers: Iterator[int]) -> Iterator[Line]:
    return (Line(text, "furniture", 0, page, next(numbers)) for text in texts)


def _note(note: Note, joiner: Joiner) -> Iterator[Line]:
    """The note, unless it is but a mark."""
    first, *more = note.lines
    texts = [text for text in (without_mark(first), *(line.text for line in more)) if text]
    if texts:
        yield Line(joiner.joined(texts), "note", 0, first.page, first.number)
