"""Paragraphs, tables and frames of a word processor's file -> lines: headings, items, rows, and plain ones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import NamedTuple

from index.forms.document import Kind, Line
from index.forms.grid import Span, laid_out, row_text
from index.forms.layout import SALUTATION, is_running_text, is_title
from index.roles import is_role

_SPACE = re.compile(r"[ \t\r\n]+")
_BREAK = "\v"  # XML cannot have it
_RUNNING = 200  # signs; a paragraph so long is the body: the head lies above it
_LABEL = 25  # signs; so long may a label be, or the number of a dossier
_SIGNED_ROWS = 8  # rows; what is longer is no block of signatures


class Face(NamedTuple):
    """How a stretch of text looks; None where that is left to what it stands in."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None

    def over(self, under: "Face") -> "Face":
        """This face, with what it leaves open taken from ``under``."""
        return Face(*(above if above is not None else below for above, below in zip(self, under, strict=True)))


class Block(NamedTuple):
    """A paragraph or a row of a table, as the lines that it gives, and the footnotes that it refers to."""

    kind: Kind
    level: int
    lines: tuple[str, ...]
    page: int
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Paragraph:
    kind: Kind
    level: int
    face: Face
    parts: list[str]
    notes: list[str]
    bold: bool = True
    italic: bool = True
    page: int = 0


@dataclass(slots=True)
class _Table:
    gridded: bool
    in_head: bool
    rows: list[list[list[Block]]] = field(default_factory=list)
    spans: list[list[Span]] = field(default_factory=list)  # of the cells, and of covered ones, which are not in rows


class Flow:
    """Takes what a form says in the order of its XML, and makes `Block`s of it.

    What is opened may stand in anything that is open: a table in a frame in a paragraph. The blocks of what is inside
    come before those of what surrounds it.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pages = 1
        self._containers = [self.blocks]  # the innermost, a cell or a note, takes the next block
        self._open: list[_Paragraph | None] = []  # None: what surrounds takes no text now
        self._tables: list[_Table] = []
        self._in_head = True
        self._carried: tuple[list[str], list[str]] = ([], [])

    def text(self, text: str) -> None:
        """Adds to the open paragraph, if there is one; white space does not count."""
        paragraph = self._open[-1] if self._open else None
        if paragraph is None or paragraph.face.hidden:
            return
        if text.strip():
            paragraph.bold = paragraph.bold and bool(paragraph.face.bold)
            paragraph.italic = paragraph.italic and bool(paragraph.face.italic)
            paragraph.page = paragraph.page or self.pages
        paragraph.parts.append(_SPACE.sub(" ", text))

    def break_line(self) -> None:
        """A line break within the paragraph."""
        self.text(_BREAK)

    def break_page(self) -> None:
        """What follows stands on the next page."""
        self.pages += 1

    def set_face(self, face: Face) -> None:
        """How the text that follows in the open paragraph looks."""
        if self._open and (paragraph := self._open[-1]):
            paragraph.face = face

    def refer(self, note: str) -> None:
        """The open paragraph refers to a footnote."""
        if self._open and (paragraph := self._open[-1]) and not paragraph.face.hidden:
            paragraph.notes.append(note)

    def open_paragraph(self, kind: Kind, level: int, mark: str, face: Face) -> None:
        """Begins a paragraph; ``mark`` is its number in a list."""
        parts, notes = self._carried
        self._carried = ([], [])
        self._open.append(_Paragraph(kind, level, face, [f"{mark} ", *parts] if mark else parts, notes))

    def close_paragraph(self, *, goes_on: bool = False) -> None:
        """Ends the paragraph; if it ``goes_on``, its text belongs to the next."""
        paragraph = self._open.pop()
        if paragraph is None:
            return
        if goes_on:
            self._carried = (paragraph.parts, paragraph.notes)
            return
        block = self._block(paragraph)
        if block.lines or block.notes:
            self._containers[-1].append(block)

    def open_frame(self) -> None:
        """Begins what is anchored in a paragraph but does not belong to its text."""
        self._open.append(None)

    def close_frame(self) -> None:
        """Ends it."""
        self._open.pop()

    def open_note(self) -> None:
        """Begins a footnote that stands where it is referred to."""
        self.open_frame()
        self._containers.append([])

    def close_note(self) -> None:
        """Ends it; the open paragraph refers to it."""
        self.close_frame()
        note = self._containers.pop()
        for text in (text_of(note), *chain.from_iterable(block.notes for block in note)):
            self.refer(text)

    def open_table(self, *, gridded: bool) -> None:
        """Begins a table; ``gridded``: lines part its columns."""
        self._tables.append(_Table(gridded, self._in_head))

    def open_row(self) -> None:
        """Begins a row of the table."""
        self._tables[-1].rows.append([])
        self._tables[-1].spans.append([])

    def cover(self, columns: int = 1) -> None:
        """The row goes on behind so many ``columns`` that cells beside or above reach over."""
        self._tables[-1].spans[-1].append(Span(columns, covered=True))

    def open_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Begins a cell of the row that reaches over so many ``columns`` and ``rows``."""
        self._tables[-1].spans[-1].append(Span(columns, rows))
        self.open_frame()
        cell: list[Block] = []
        self._tables[-1].rows[-1].append(cell)
        self._containers.append(cell)

    def close_cell(self) -> None:
        """Ends the cell."""
        self.close_frame()
        self._containers.pop()

    def close_table(self) -> None:
        """Ends the table, and decides what its cells are."""
        self._containers[-1].extend(_table_blocks(self._tables.pop()))

    def lines(self) -> list[Line]:
        """The blocks as lines of a document, and their footnotes after them."""
        body: list[Line] = []
        notes: list[Line] = []
        number = 0
        for block in self.blocks:
            number += bool(block.lines)
            page = block.page if self.pages > 1 else None
            body.extend(Line(text, block.kind, block.level, page, number) for text in block.lines)
            notes.extend(Line(text, "note", 0, page, number) for text in block.notes if text)
        return body + notes

    def _block(self, paragraph: _Paragraph) -> Block:
        parts = "".join(paragraph.parts).split(_BREAK) if paragraph.page else []
        lines = [line for part in parts if (line := _SPACE.sub(" ", part).strip(" "))]
        if len(lines) > 1 and (paragraph.kind != "paragraph" or is_running_text(lines)):
            lines = [" ".join(lines)]
        self._in_head = self._in_head and not any(len(line) > _RUNNING or SALUTATION.match(line) for line in lines)
        kind, level = paragraph.kind, paragraph.level
        stands_alone = len(lines) == 1 and not self._open and len(self._containers) == 1
        if kind == "paragraph" and stands_alone and is_title(lines[0]) and (paragraph.bold or paragraph.italic):
            kind, level = "heading", 2 if paragraph.bold else 3
        return Block(kind, level, tuple(lines), paragraph.page, tuple(paragraph.notes))


def text_of(blocks: Iterable[Block]) -> str:
    """The text of ``blocks`` on one line."""
    return " ".join(line for block in blocks for line in block.lines)


def furniture(stories: Iterable[Sequence[Block]]) -> list[Line]:
    """What stands around the text: the lines of running heads and feet, each said once."""
    return [*dict.fromkeys(Line(line, "furniture") for story in stories for block in story for line in block.lines)]


def _table_blocks(table: _Table) -> Iterable[Block]:
    """A table of one column is a frame around text; one without upright lines may lay out the head or signatures."""
    rows = [row for row in _laid_out(table) if any(row)]
    filled = [[cell for cell in row if cell] for row in rows]
    widest = max(map(len, filled), default=0)
    if widest <= 1:
        return _flat(rows)
    if not table.gridded and len(table.rows) <= _SIGNED_ROWS and any(map(_is_signature, _flat(rows))):
        return _flat(zip_longest(*rows, fillvalue=[]))
    if not table.gridded and table.in_head and (widest == 2 or len(rows) == 1):
        return chain.from_iterable(map(_side_by_side, filled))
    return map(_row, rows)


def _laid_out(table: _Table) -> Iterator[list[list[Block]]]:
    """The rows of a table with an empty cell for each place that a cell beside or above reaches over."""
    columns, width = laid_out(table.spans)
    for cells, places in zip(table.rows, columns, strict=True):
        row: list[list[Block]] = []
        for cell, column in zip(cells, places, strict=True):
            row += [[]] * (column - len(row))
            row.append(cell)
        yield row + [[]] * (width - len(row))


def _row(cells: Sequence[Sequence[Block]]) -> Block:
    line = row_text(map(text_of, cells))
    return _joined([*chain.from_iterable(cells)], "row")._replace(lines=(line,) if line else ())


def _flat(rows: Iterable[Iterable[Iterable[Block]]]) -> Iterator[Block]:
    return chain.from_iterable(chain.from_iterable(rows))


def _is_signature(block: Block) -> bool:
    return any(map(is_role, block.lines))


def _side_by_side(row: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """The cells of a row of the head; what stands beside a label or the number of a dossier goes on with its line."""
    labels, *others = [[*chain.from_iterable(map(_singly, cell))] for cell in row]
    beside = [*chain.from_iterable(others)]
    if not beside or len(labels) not in (1, len(beside)) or any(len(text_of([label])) > _LABEL for label in labels):
        yield from chain(labels, beside)
        return
    for pair in zip(labels, beside, strict=False):
        yield _joined(pair, "paragraph")
    yield from beside[len(labels) :]


def _singly(block: Block) -> Iterator[Block]:
    """A block for each line; its notes go with the first."""
    for number, line in enumerate(block.lines or [""]):
        yield block._replace(lines=(line,) if line else (), notes=() if number else block.notes)


def _joined(blocks: Sequence[Block], kind: Kind) -> Block:
    """The text of ``blocks`` on one line."""
    line = text_of(blocks)
    page = next((block.page for block in blocks if block.lines), 0)
    return Block(kind, 0, (line,) if line else (), page, tuple(note for block in blocks for note in block.notes))
