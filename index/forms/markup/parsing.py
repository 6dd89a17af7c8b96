"""What do the XML and the HTML of a letter share? Safe parsing, and text in document order that becomes lines."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from lxml import etree

from index.citations.identifiers import identifiers_in
from index.forms.document import Kind, Line, Unreadable
from index.forms.grid import row_text
from index.forms.layout import BULLET, is_running_text, is_title

Closing = Callable[[], None]
"""What to do at the end of an element."""

_BREAK: Final = "\v"

_ENTITIES: Final = "bevat entiteiten of een DTD die ze bepaalt; haal die weg, of download het bestand opnieuw"


def skip() -> None:
    """The closing of an element whose content is to be passed over."""


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML file, without comments and processing instructions.

    Nothing outside the file is read. Raises `Unreadable` for what is no XML, for XML that is nested too deeply, and for
    a DTD with entities or an entity that only a DTD could define.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_syntax(error)) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and (any(declared.iterentities()) or next(root.iter(etree.Entity), None) is not None):
        raise Unreadable(_ENTITIES)
    return root


def _syntax(error: etree.XMLSyntaxError) -> str:
    message = str(error)
    if "ntity" in message:
        return _ENTITIES
    if "depth" in message:
        return "is te diep genest; download het bestand opnieuw"
    return f"is geen XML op regel {error.lineno or 1}; download het bestand opnieuw, of herstel die regel"


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """The line of the file that an element begins on, from 1."""
    return element.sourceline or 1


def text_of(element: etree._Element) -> str:
    """All text in an element, single-spaced."""
    return single_spaced("".join(element.itertext()))


def length(element: etree._Element) -> int:
    """The number of signs in an element."""
    return len("".join(element.itertext()))


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath leads to."""
    elements = root.xpath(path)
    return (
        [element for element in elements if isinstance(element, etree._Element)] if isinstance(elements, list) else []
    )


def single_spaced(text: str) -> str:
    """The text with one space for all white space."""
    return " ".join(text.split())


def identifier_in(address: str) -> str | None:
    """The official identifier that an address ends with; None when it has none."""
    return next((citation.ids[0] for citation in reversed([*identifiers_in(address)])), None)


def write(root: etree._Element, open_: Callable[[etree._Element], Closing | None], writer: "Writer") -> None:
    """Gives ``writer`` the text below ``root`` in document order.

    ``open_`` is told of each element when it begins, and says what to do at its end: nothing, or `skip` when its
    content does not count.
    """
    closings: list[Closing | None] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if closing := closings.pop():
                closing()
            if element is not root:
                writer.add(element.tail)
            continue
        closings.append(open_(element))
        if closings[-1] is skip:
            walk.skip_subtree()
        else:
            writer.add(element.text)


class _Item(NamedTuple):
    level: int
    mark: str


class _Cited(NamedTuple):
    """An open reference: the frame it stands in and its text so far."""

    id: str
    depth: int
    parts: list[str]


class Writer:
    """Takes text and the blocks that it stands in, and makes ``lines`` and ``references`` of them.

    In a cell or a note, blocks only part words.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.references: dict[tuple[str, str], None] = {}
        self._frames: list[list[str]] = [[]]  # the open line, then the open cells and notes
        self._rows: list[list[str]] = []
        self._cited: list[_Cited] = []
        self._notes: list[Line] = []  # of the open line
        self._item: _Item | None = None  # the next paragraph begins it
        self._block: tuple[Kind, int, int] = ("paragraph", 0, 1)
        self._bold = self._italic = 0  # how many elements that are open make it so
        self._all_bold = self._all_italic = True

    def add(self, text: str | None) -> None:
        """Text as it stands."""
        if not text:
            return
        self._frames[-1].append(text)
        for cited in self._cited:
            if cited.depth == len(self._frames):
                cited.parts.append(text)
        if len(self._frames) == 1 and text.strip():
            self._all_bold = self._all_bold and self._bold > 0
            self._all_italic = self._all_italic and self._italic > 0

    def space(self) -> None:
        """What follows is another word."""
        self.add(" ")

    def break_line(self) -> None:
        """A line break; two of them end a paragraph."""
        self.add(_BREAK)

    def is_blank(self) -> bool:
        """Whether the open line, cell or note has no text yet."""
        return not any(map(str.strip, self._frames[-1]))

    def is_nested(self) -> bool:
        """Whether a cell or a note is open."""
        return len(self._frames) > 1

    def last(self) -> str:
        """What was added last to the open line, cell or note."""
        return self._frames[-1][-1] if self._frames[-1] else ""

    def begin(self, kind: Kind = "paragraph", level: int = 0, number: int = 1) -> None:
        """Ends what is open and begins a line."""
        self.end()
        if len(self._frames) == 1:
            self._block = (kind, level, number)

    def end(self) -> None:
        """Ends the open line; its notes follow it."""
        if len(self._frames) > 1:
            self.space()
            return
        text = "".join(self._frames[0])
        self._frames[0] = []
        for line in _parted(text) if self._block[0] == "paragraph" else [single_spaced(text)]:
            self._put(line)
        self.lines += self._notes
        self._notes = []
        self._block = ("paragraph", 0, self._block[2])
        self._all_bold = self._all_italic = True

    def finished(self) -> list[Line]:
        """All lines."""
        self.end()
        return self.lines

    def _put(self, text: str) -> None:
        kind, level, number = self._block
        if not text:
            return
        if kind == "paragraph" and self._item:
            bullet = BULLET.match(text)
            text = text[bullet.end() :] if bullet else text.removeprefix(self._item.mark.rstrip()).lstrip()
            text = f"{self._item.mark}{text}"
            kind, level, self._item = "item", self._item.level, None
        elif kind == "paragraph" and (self._all_bold or self._all_italic) and is_title(text):
            kind, level = "heading", 2 if self._all_bold else 3
        self.lines.append(Line(text, kind, level, None, number))

    def literal(self, text: str, number: int) -> None:
        """Text whose line breaks are those of a page: each line is one."""
        self.begin(number=number)
        self.lines += (
            Line(single_spaced(line), "line", 0, None, number + row) for row, line in enumerate(text.split("\n"))
        )

    def emphasise(self, *, bold: bool, italic: bool) -> Closing:
        """What follows is bold or italic, until the closing that is returned."""
        self._bold += bold
        self._italic += italic

        def close() -> None:
            self._bold -= bold
            self._italic -= italic

        return close

    def open_item(self, level: int, mark: str) -> Closing:
        """Begins an item of a list; its first paragraph has the ``mark`` before it (none for a bullet)."""
        self.end()
        mark = f"{mark} " if mark else ""
        if self.is_nested():
            self.add(mark)
            return self.end
        self._item = _Item(level, (self._item.mark if self._item else "") + mark)
        return self._close_item

    def _close_item(self) -> None:
        self.end()
        self._item = None

    def open_note(self, number: int) -> Closing:
        """Begins a note to the open line."""
        self._frames.append([])

        def close() -> None:
            self.note(self._close_frame(), number)

        return close

    def note(self, text: str, number: int) -> None:
        """A note to the open line."""
        if text := single_spaced(text):
            self._notes.append(Line(text, "note", 0, None, number))

    def open_row(self, number: int, width: int = 0) -> Closing:
        """Begins a row of a table that is so wide, if that is known."""
        self.end()
        self._rows.append([])

        def close() -> None:
            notes, self._notes = self._notes, []  # they follow the row
            self.begin("row", 0, number)
            self._notes = notes
            row = self._rows.pop()
            self.add(row_text([*row, *[""] * (width - len(row))]))
            self.end()

        return close

    def open_cell(self, number: int, column: int = 0) -> Closing:
        """Begins a cell of the open row, in this ``column`` or behind the last; without a row, a paragraph."""
        if not self._rows:
            self.begin(number=number)
            return self.end
        self._frames.append([])
        row = self._rows[-1]
        row += [""] * (column - len(row))
        return self._close_cell

    def _close_cell(self) -> None:
        self._rows[-1].append(self._close_frame())

    def _close_frame(self) -> str:
        return single_spaced("".join(self._frames.pop()))

    def open_reference(self, id_: str) -> Closing:
        """Begins the text that refers to a paper."""
        self._cited.append(_Cited(id_, len(self._frames), []))
        return self._close_reference

    def _close_reference(self) -> None:
        cited = self._cited.pop()
        if text := single_spaced("".join(cited.parts)):
            self.references[cited.id, text] = None


def _parted(text: str) -> Iterator[str]:
    """The lines of a paragraph that are those of an address or a signature; running text is one line."""
    for has_text, group in groupby(map(single_spaced, text.split(_BREAK)), key=bool):
        lines = [*group]
        if has_text:
            yield from [" ".join(lines)] if is_running_text(lines) else lines
