"""A letter in OpenDocument's form, .odt (ISO/IEC 26300) -> a `Document`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import odfdo
from lxml import etree

from index.forms.document import Document, Unreadable
from index.forms.grid import count_in
from index.forms.layout import numeral
from index.forms.office.archive import checked_members, damage_is_unreadable, packed
from index.forms.office.flow import Face, Flow, furniture

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"

_MEMBERS = frozenset({"content.xml", "styles.xml"})
_TYPE = b"application/vnd.oasis.opendocument.text"
_HEADING = re.compile(r"(?:heading|kop)(?:_20_| )?([1-9])|title|titel")
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_SLANTED = frozenset({"italic", "oblique"})
_UPRIGHT = (f"{_FO}border", f"{_FO}border-left", f"{_FO}border-right")
_DEEPEST = 10  # the deepest level of a heading
_OUTLINE = "\v"  # the name of the list of headings; no style can be named so


@damage_is_unreadable()
def read_odt(content: bytes) -> Document:
    """The paragraphs, lists, tables and notes of an .odt, with its running heads and feet.

    Raises `Unreadable` for what is no .odt, is encrypted, damaged or unsafe to unpack, or has no text.
    """
    members = checked_members(content, ".odt", _MEMBERS.__contains__)
    file = odfdo.Document(packed({"mimetype": _TYPE, **members}))
    text = _root(file, "content.xml")
    common = _root(file, "styles.xml") if "styles.xml" in members else text
    body = text.find(f"{_OFFICE}body/{_OFFICE}text")
    lines = [] if body is None else _Story(_Styles(common, text)).read(body).lines()
    if not lines:
        raise Unreadable("bevat geen tekst; staat de brief er als afbeelding in, zet hem dan met OCR om naar tekst")
    heads, feet = (
        furniture(_Story(_Styles(common)).read(story).blocks for story in _margins(common, kind))
        for kind in ("header", "footer")
    )
    return Document((*heads, *lines, *feet))


def _root(file: odfdo.Document, name: str) -> etree._Element:
    part = file.get_part(name)
    if not isinstance(part, odfdo.XmlPart):
        raise TypeError(name)
    return part.root._xml_element


def _margins(styles: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The running heads or feet of all kinds of page."""
    for master in styles.iter(f"{_STYLE}master-page"):
        for child in master:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name.startswith(kind) and child.get(f"{_STYLE}display") != "false":
                yield child


class _Style(NamedTuple):
    """What a style says: the ``level`` of a heading (0: none), whether headings are numbered, how its text looks."""

    level: int = 0
    unnumbered: bool = False
    new_page: bool = False
    gridded: bool = False
    face: Face = Face()


class _Level(NamedTuple):
    """A level of a list: its first number, how it is written, between what, and how many levels are shown."""

    start: int = 1
    numeral: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    bullet: bool = True


class _Styles:
    """The styles of a part: those that the parts share, and its own, which come first."""

    def __init__(self, *roots: etree._Element) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        for root in roots:
            for group in root.iterchildren(f"{_OFFICE}styles", f"{_OFFICE}automatic-styles"):
                for element in group.iterchildren(f"{_STYLE}style"):
                    key = (element.get(f"{_STYLE}family", ""), element.get(f"{_STYLE}name", ""))
                    self._elements[key] = element
                for element in group.iterchildren(f"{_TEXT}list-style", f"{_TEXT}outline-style"):
                    is_outline = element.tag == f"{_TEXT}outline-style"
                    self._lists[_OUTLINE if is_outline else element.get(f"{_STYLE}name", "")] = element
        self._read: dict[tuple[str, str], _Style] = {}
        self._levels: dict[str, dict[int, _Level]] = {}

    def named(self, family: str, name: str) -> _Style:
        """The style with what it takes from its parents; without one of that name, one that says nothing."""
        inherited: dict[tuple[str, str], etree._Element] = {}
        key = (family, name)
        while key not in self._read and key not in inherited and key in self._elements:
            inherited[key] = self._elements[key]
            key = (family, inherited[key].get(f"{_STYLE}parent-style-name", ""))
        for key, element in reversed(inherited.items()):
            parent = (family, element.get(f"{_STYLE}parent-style-name", ""))
            self._read[key] = _style(element, self._read.get(parent, _Style()))
        return self._read.get((family, name), _Style())

    def level(self, list_: str, depth: int) -> _Level:
        """A level of a list; bullets where its style says nothing."""
        if list_ not in self._levels:
            elements = self._lists.get(list_, ())
            self._levels[list_] = {int(element.get(f"{_TEXT}level", "1")): _level(element) for element in elements}
        return self._levels[list_].get(depth, _Level())


def _style(element: etree._Element, base: _Style) -> _Style:
    name = (element.get(f"{_STYLE}display-name") or element.get(f"{_STYLE}name") or "").lower()
    match = _HEADING.fullmatch(name)
    look = element.find(f"{_STYLE}text-properties")
    layout = element.find(f"{_STYLE}{element.get(f'{_STYLE}family')}-properties")
    breaks = None if layout is None else layout.get(f"{_FO}break-before")
    borders = [] if layout is None else [value for side in _UPRIGHT if (value := layout.get(side))]
    list_ = element.get(f"{_STYLE}list-style-name")
    return _Style(
        level=int(match[1] or 1) if match else base.level,
        unnumbered=base.unnumbered if list_ is None else not list_,
        new_page=bool(element.get(f"{_STYLE}master-page-name")) or (breaks == "page" if breaks else base.new_page),
        gridded=any("none" not in value for value in borders) if borders else base.gridded,
        face=base.face if look is None else _face(look).over(base.face),
    )


def _face(look: etree._Element) -> Face:
    weight, slant, display = (look.get(name) for name in (f"{_FO}font-weight", f"{_FO}font-style", f"{_TEXT}display"))
    return Face(
        None if weight is None else weight in _BOLD,
        None if slant is None else slant in _SLANTED,
        None if display is None else display == "none",
    )


def _level(element: etree._Element) -> _Level:
    return _Level(
        start=int(element.get(f"{_TEXT}start-value", "1")),
        numeral=element.get(f"{_STYLE}num-format", ""),
        prefix=element.get(f"{_STYLE}num-prefix", ""),
        suffix=element.get(f"{_STYLE}num-suffix", ""),
        shown=int(element.get(f"{_TEXT}display-levels", "1")),
        bullet=element.tag in _BULLETS,
    )


@dataclass(slots=True)
class _List:
    """An open list, and how far its levels have come."""

    style: str
    depth: int
    values: dict[int, int]
    fresh: bool = False  # the next paragraph begins an item


class _Story:
    """A part's text, taken up element by element. What opens an element says whether to pass over its content."""

    def __init__(self, styles: _Styles) -> None:
        self.flow = Flow()
        self._styles = styles
        self._faces: list[Face] = []  # of the open paragraphs and spans
        self._lists: list[_List | None] = []  # None: what is inside does not belong to the list
        self._headings: dict[int, int] = {}
        self._values: dict[str, dict[int, int]] = {}  # by the style and the id of a list that is to be continued
        self._begun = False

    def read(self, root: etree._Element) -> Flow:
        """What ``root`` says."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                opener = _OPEN.get(str(element.tag))
                if not (opener and opener(self, element)):
                    self.flow.text(element.text or "")
                    continue
                walk.skip_subtree()
                next(walk)
            elif event == "end" and (close := _CLOSE.get(str(element.tag))):
                close(self)
            self.flow.text(element.tail or "")
        return self.flow

    def open_paragraph(self, paragraph: etree._Element) -> None:
        style = self._styles.named("paragraph", paragraph.get(f"{_TEXT}style-name", ""))
        self._break_page(style)
        hidden = paragraph.find(f"{_TEXT}hidden-paragraph")
        face = style.face if hidden is None or not _is_hidden(hidden) else style.face._replace(hidden=True)
        self._faces.append(face)
        level = style.level
        if paragraph.tag == f"{_TEXT}h":
            level = min(int(paragraph.get(f"{_TEXT}outline-level", level or 1)), _DEEPEST)
        is_numbered = paragraph.tag == f"{_TEXT}h" and paragraph.get(f"{_TEXT}is-list-header") != "true"
        list_ = self._lists[-1] if self._lists else None
        if list_ is None and is_numbered and not style.unnumbered:
            list_ = _List(_OUTLINE, level, self._headings, fresh=True)
        mark = self._count(list_) if list_ and list_.fresh else None
        if level:
            self.flow.open_paragraph("heading", level, mark or "", face)
        elif list_ and mark is not None:
            self.flow.open_paragraph("item", list_.depth, mark, face)
        else:
            self.flow.open_paragraph("paragraph", 0, "", face)

    def close_paragraph(self) -> None:
        self._faces.pop()
        self.flow.close_paragraph()

    def open_span(self, span: etree._Element) -> None:
        face = self._styles.named("text", span.get(f"{_TEXT}style-name", "")).face
        self._faces.append(face.over(self._faces[-1]))
        self.flow.set_face(self._faces[-1])

    def close_span(self) -> None:
        self._faces.pop()
        self.flow.set_face(self._faces[-1])

    def open_frame(self, _frame: etree._Element) -> None:
        self._lists.append(None)
        self.flow.open_frame()

    def close_frame(self) -> None:
        self._lists.pop()
        self.flow.close_frame()

    def open_list(self, element: etree._Element) -> None:
        outer = self._lists[-1] if self._lists else None
        style = element.get(f"{_TEXT}style-name") or (outer.style if outer else "")
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true"
        if outer:
            list_ = _List(style, outer.depth + 1, outer.values)
            if not goes_on:
                list_.values.pop(list_.depth, None)
        else:
            continued = element.get(f"{_TEXT}continue-list") or (style if goes_on else "")
            list_ = _List(style, 1, self._values.get(continued, {}) if continued else {})
            self._values[style] = self._values[element.get(_ID, style)] = list_.values
        self._lists.append(list_)

    def open_item(self, item: etree._Element) -> None:
        list_ = self._lists[-1]
        if list_ is None:
            return
        list_.fresh = item.tag == f"{_TEXT}list-item"
        if start := item.get(f"{_TEXT}start-value"):
            list_.values[list_.depth] = int(start) - 1

    def close_list(self) -> None:
        self._lists.pop()

    def open_note(self, _note: etree._Element) -> None:
        self._lists.append(None)
        self.flow.open_note()

    def close_note(self) -> None:
        self._lists.pop()
        self.flow.close_note()

    def open_table(self, table: etree._Element) -> None:
        self._break_page(self._styles.named("table", table.get(f"{_TABLE}style-name", "")))
        names = {cell.get(f"{_TABLE}style-name", "") for cell in table.iter(f"{_TABLE}table-cell")}
        self.flow.open_table(gridded=any(self._styles.named("table-cell", name).gridded for name in names))

    def open_row(self, row: etree._Element) -> bool:
        self.flow.open_row()
        return row.get(f"{_TABLE}visibility", "visible") != "visible"

    def open_cell(self, cell: etree._Element) -> None:
        self._lists.append(None)
        names = ("columns-repeated", "columns-spanned", "rows-spanned")
        repeated, columns, rows = (count_in(cell.get(f"{_TABLE}number-{name}")) for name in names)
        self.flow.open_cell(repeated * columns, rows)

    def cover(self, cell: etree._Element) -> bool:
        self.flow.cover(count_in(cell.get(f"{_TABLE}number-columns-repeated")))
        return True

    def close_cell(self) -> None:
        self._lists.pop()
        self.flow.close_cell()

    def _break_page(self, style: _Style) -> None:
        if style.new_page and self._begun:
            self.flow.break_page()
        self._begun = True

    def _count(self, list_: _List) -> str | None:
        """The number of the item that begins, empty for a bullet; None where an item has no mark."""
        list_.fresh = False
        level, values = self._styles.level(list_.style, list_.depth), list_.values
        values[list_.depth] = values.get(list_.depth, level.start - 1) + 1
        for deeper in [depth for depth in values if depth > list_.depth]:
            del values[deeper]
        if level.bullet or not level.numeral:
            return "" if level.bullet else None
        shown = range(max(1, list_.depth - level.shown + 1), list_.depth + 1)
        levels = {depth: self._styles.level(list_.style, depth) for depth in shown}
        numbers = [numeral(values.get(depth, at.start), at.numeral) for depth, at in levels.items() if at.numeral]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


def _is_hidden(element: etree._Element) -> bool:
    """Whether a field, a section or a paragraph says that it is not to be seen."""
    return element.get(f"{_TEXT}display") == "none" or element.get(f"{_TEXT}is-hidden") == "true"


def _elements(namespace: str, *names: str) -> list[str]:
    return [f"{namespace}{name}" for name in names]


_BULLETS = frozenset(_elements(_TEXT, "list-level-style-bullet", "list-level-style-image"))
_FRAMES = _elements(_DRAW, "frame", "custom-shape", "rect", "ellipse", "g", "line", "path", "polygon", "caption")
_HIDEABLE = _elements(
    _TEXT, "section", "hidden-text", "variable-set", "variable-get", "user-field-get", "user-field-input", "sequence"
)
_PASSED_OVER = (
    *_elements(_TEXT, "tracked-changes", "note-citation", "number", "ruby-text", "script"),
    *_elements(_SVG, "title", "desc"),
    *_elements(_OFFICE, "annotation", "binary-data", "forms"),
    f"{_DRAW}object",
)
_OPEN: Mapping[str, Callable[[_Story, etree._Element], bool | None]] = MappingProxyType(
    {
        f"{_TEXT}p": _Story.open_paragraph,
        f"{_TEXT}h": _Story.open_paragraph,
        f"{_TEXT}span": _Story.open_span,
        f"{_TEXT}s": lambda story, _: story.flow.text(" "),
        f"{_TEXT}tab": lambda story, _: story.flow.text(" "),
        f"{_TEXT}line-break": lambda story, _: story.flow.break_line(),
        f"{_TEXT}soft-page-break": lambda story, _: story.flow.break_page(),
        f"{_TEXT}note": _Story.open_note,
        f"{_TEXT}list": _Story.open_list,
        f"{_TEXT}list-item": _Story.open_item,
        f"{_TEXT}list-header": _Story.open_item,
        f"{_TABLE}table": _Story.open_table,
        f"{_TABLE}table-row": _Story.open_row,
        f"{_TABLE}table-cell": _Story.open_cell,
        f"{_TABLE}covered-table-cell": _Story.cover,
        **dict.fromkeys(_FRAMES, _Story.open_frame),
        **dict.fromkeys(_HIDEABLE, lambda _, element: _is_hidden(element)),
        **dict.fromkeys(_PASSED_OVER, lambda *_: True),
    }
)
_CLOSE: Mapping[str, Callable[[_Story], None]] = MappingProxyType(
    {
        f"{_TEXT}p": _Story.close_paragraph,
        f"{_TEXT}h": _Story.close_paragraph,
        f"{_TEXT}span": _Story.close_span,
        f"{_TEXT}note": _Story.close_note,
        f"{_TEXT}list": _Story.close_list,
        f"{_TABLE}table": lambda story: story.flow.close_table(),
        f"{_TABLE}table-cell": _Story.close_cell,
        **dict.fromkeys(_FRAMES, _Story.close_frame),
    }
)
