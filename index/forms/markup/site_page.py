"""What of a web page is text, and what are its blocks? Headings, lists, tables, signatures and notes, no navigation."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count, zip_longest
from types import MappingProxyType
from typing import Final

from lxml import etree

from index.forms.document import Kind
from index.forms.grid import Grid, Span, count_in, grid_of
from index.forms.layout import BULLETS, numeral
from index.forms.markup.parsing import Closing, Writer, identifier_in, length, line_of, skip, text_of
from index.roles import is_role

_DROPPED: Final = frozenset(
    {
        *("script", "style", "head", "nav", "footer", "aside", "noscript", "template", "iframe", "dialog"),
        *("button", "select", "textarea", "input", "object", "svg", "math", "canvas", "audio", "video", "map"),
    }
)
_DROPPED_ROLES: Final = frozenset({"navigation", "search", "dialog", "alertdialog", "banner", "contentinfo"})
_DROPPED_NAMES: Final = re.compile(
    r"cookie|(?<![\w-])(?:breadcrumb|kruimelpad|skip-?link|sidebar|to-top|note-close|footnote-back|share|social-)"
)
_HIDDEN: Final = re.compile(r"display:\s*none")
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "form", "header", "hgroup", "hr", "html", "legend", "main", "p"),
        *("section", "summary", "tbody", "tfoot", "thead"),
    }
)
_LINES: Final = frozenset({"functie", "naam"})
"""Classes of officielebekendmakingen.nl that part the lines of a signature."""
_AROUND: Final = frozenset({"header", "footer"})
"""Titles that LibreOffice gives to running heads and feet."""
_UNNUMBERED: Final = re.compile(r"list-style(?:-type)?:\s*none|list-style-none|expliciet")

_WORD_BULLETS: Final = frozenset({"o", "§", "Ø", "q", "v", "ü", "·", "–", "-"})
"""Signs that are bullets in the fonts Symbol, Wingdings and Courier New."""
_WORD_ITEM: Final = re.compile(
    rf"(?:[{''.join(sorted(_WORD_BULLETS))}{BULLETS}]|\(?(?:[0-9]{{1,2}}|[a-z]|[ivx]{{1,5}})[.)])\s"
)
_WORD_LEVEL: Final = re.compile(r"mso-list:\s*\w+\s+level([1-9])")

_NOTE_CLASSES: Final = frozenset({"noot", "voetnoot", "footnote", "msofootnotetext", "msoendnotetext"})
_NOTE_ID: Final = re.compile(
    r"supernote-note-.+|(?:sd)?(?:foot|end|voet|eind)?(?:note|noot)[-_:.]?[0-9]+|_?(?:ftn|edn|fn)[-_:.]?[0-9]+"
)
_NOTE_LISTS: Final = frozenset({"noten", "voetnoten", "footnotes", "endnotes", "doc-endnotes"})
_NOTE_TAGS: Final = frozenset({"aside", "div", "dd", "li", "p", "section"})
_MARK: Final = re.compile(r"[\[(]?(?:[0-9]{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡↩↑^]\ufe0e?)[\])]?")
_MARKED: Final = re.compile(r"(?:[^\W\d_]{3}|[.,;:)\]»”’\"])\s?$")
"""What stands before the mark of a footnote without a link, and not before a power (``10²``, ``m²``)."""

_SIGNED_ROWS: Final = 8
_LONGEST_CELL: Final = 600  # signs; a table with longer cells lays out a page


def order_signatures(place: etree._Element) -> None:
    """Signatures that stand beside each other: puts the cells of their tables in the order of the columns."""
    for table in [*place.iter("table")]:
        rows = _rows(table)
        if len(rows) <= _SIGNED_ROWS and any(is_role(text_of(cell)) for cell in chain.from_iterable(rows)):
            first = next(table.iter("tr"))
            first.extend(cell for cell in chain.from_iterable(zip_longest(*rows)) if cell is not None)


class Page:
    """What is open while the ``place`` of a page is read. ``linked`` counts the signs that are links."""

    def __init__(self, place: etree._Element) -> None:
        self.writer = Writer()
        self.linked = 0
        self._place = place
        self._length = length(place)
        self._lists: list[tuple[str, Iterator[int]]] = []  # how the numbers are written, and the numbers
        self._grids: list[Grid | None] = []  # of the open tables; None: it lays out a page
        self._in_note = False
        self._in_word_item = False
        self._around = 0

    def open(self, element: etree._Element) -> Closing | None:
        """Begins an element."""
        names = _names(element)
        if not self._in_note and _is_note(element, names):
            return self._note(element)
        if element is not self._place and self._is_dropped(element, names):
            return skip
        if element.get("title") in _AROUND or "kamerstukkop" in names:
            return self._furniture(element)
        return _TAGS.get(str(element.tag), Page.inline)(self, element)

    def inline(self, element: etree._Element) -> Closing | None:
        """An element that is no block, but for the lines of a signature and the bullet of an item that Word wrote."""
        if element.get("class") in _LINES:
            return self.block(element)
        if not (self._in_word_item and text_of(element) in _WORD_BULLETS and self.writer.is_blank()):
            return None
        self._in_word_item = False
        return skip

    def block(self, element: etree._Element) -> Closing:
        """An element that is a paragraph, or holds some, or an item of a list that Word wrote."""
        self._in_word_item = not self._around and _is_word_item(element)
        if not self._in_word_item:
            return self._line(element, "paragraph", 0)
        level = _WORD_LEVEL.search(element.get("style", ""))
        close = self.writer.open_item(int(level[1]) if level else 1, "")
        self.writer.begin(number=line_of(element))
        return close

    def heading(self, element: etree._Element) -> Closing:
        """``h1`` to ``h6``."""
        return self._line(element, "heading", int(str(element.tag)[1]))

    def break_(self, _: etree._Element) -> None:
        """``br``."""
        self.writer.break_line()

    def bold(self, _: etree._Element) -> Closing:
        """``b`` and ``strong``."""
        return self.writer.emphasise(bold=True, italic=False)

    def italic(self, _: etree._Element) -> Closing:
        """``i`` and ``em``."""
        return self.writer.emphasise(bold=False, italic=True)

    def raised(self, element: etree._Element) -> Closing | None:
        """A number in superscript is the mark of a note behind a word, and at the beginning of a note."""
        is_mark = bool(_MARKED.search(self.writer.last())) or (self._in_note and self.writer.is_blank())
        return skip if is_mark and _MARK.fullmatch(text_of(element)) else None

    def link(self, element: etree._Element) -> Closing | None:
        """The mark of a note, a citation or another link."""
        address, text = element.get("href", ""), text_of(element)
        if "#" in address and _MARK.fullmatch(text):
            return skip
        if not address:
            return None
        self.linked += len(text)
        id_ = identifier_in(address)
        return self.writer.open_reference(id_) if id_ else None

    def list_(self, element: etree._Element) -> Closing:
        """``ol`` and ``ul``."""
        self.writer.end()
        is_numbered = element.tag == "ol" and not _UNNUMBERED.search(f"{element.get('style')} {_names(element)}")
        type_ = element.get("type", "1")
        form = type_ if type_ in ("a", "A", "i", "I") else "1"
        self._lists.append((form if is_numbered else "", count(_whole_number(element.get("start"), 1))))
        return self._close_list

    def item(self, element: etree._Element) -> Closing:
        """``li``, with the number that a browser shows."""
        form, numbers = self._lists[-1] if self._lists else ("", count(1))
        number = _whole_number(element.get("value"), next(numbers))
        return self.writer.open_item(max(len(self._lists), 1), f"{numeral(number, form)}." if form else "")

    def table(self, element: etree._Element) -> Closing:
        """A table with rows, or one that lays out a page."""
        self.writer.end()
        is_grid = not self._around and _is_grid(element)
        self._grids.append(grid_of(_own_rows(element), _span) if is_grid else None)
        return self._close_table

    def row(self, element: etree._Element) -> Closing:
        """``tr``."""
        grid = self._grid()
        return self.writer.open_row(line_of(element), grid.width) if grid else self.block(element)

    def cell(self, element: etree._Element) -> Closing:
        """``td`` and ``th``."""
        grid = self._grid()
        if grid is None:
            return self.block(element)
        return self.writer.open_cell(line_of(element), grid.columns.get(element, 0))

    def preformatted(self, element: etree._Element) -> Closing:
        """Text that is laid out with line breaks, as plain text is."""
        if self.writer.is_nested():
            return self.block(element)
        self.writer.literal("".join(element.itertext()), line_of(element))
        return skip

    def _is_dropped(self, element: etree._Element, names: str) -> bool:
        """Whether an element belongs to the site, not to what it shows."""
        if element.tag in _DROPPED:
            return _NOTE_LISTS.isdisjoint(names.split())
        if element.tag == "header" and self._place.tag in ("body", "html"):
            return True
        if element.get("role") in _DROPPED_ROLES or element.get("hidden") is not None:
            return True
        is_named = element.tag == "form" or _DROPPED_NAMES.search(names) or _HIDDEN.search(element.get("style", ""))
        return bool(is_named) and 2 * length(element) < self._length  # a larger one is around the text

    def _line(self, element: etree._Element, kind: Kind, level: int) -> Closing:
        if self._around:
            kind, level = "furniture", 0
        self.writer.begin(kind, level, line_of(element))
        return self.writer.end

    def _note(self, element: etree._Element) -> Closing:
        self.writer.end()
        self._in_note = True
        close = self.writer.open_note(line_of(element))

        def close_note() -> None:
            close()
            self.writer.end()
            self._in_note = False

        return close_note

    def _furniture(self, element: etree._Element) -> Closing:
        self.writer.end()
        self._around += 1
        closing = _TAGS.get(str(element.tag), Page.block)(self, element)

        def close() -> None:
            if closing:
                closing()
            self._around -= 1

        return close

    def _grid(self) -> Grid | None:
        return self._grids[-1] if self._grids else None

    def _close_list(self) -> None:
        self.writer.end()
        self._lists.pop()

    def _close_table(self) -> None:
        self.writer.end()
        self._grids.pop()


_TAGS: Final[Mapping[str, Callable[[Page, etree._Element], Closing | None]]] = MappingProxyType(
    {
        **dict.fromkeys(_BLOCKS, Page.block),
        **{f"h{level}": Page.heading for level in range(1, 7)},
        "br": Page.break_,
        **dict.fromkeys(("b", "strong"), Page.bold),
        **dict.fromkeys(("i", "em"), Page.italic),
        "sup": Page.raised,
        "a": Page.link,
        **dict.fromkeys(("ol", "ul", "menu"), Page.list_),
        "li": Page.item,
        "table": Page.table,
        "tr": Page.row,
        **dict.fromkeys(("td", "th"), Page.cell),
        "pre": Page.preformatted,
    }
)


def _names(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}".lower()


def _is_word_item(element: etree._Element) -> bool:
    """Whether a paragraph is an item of a list: Word writes its bullet or its number as text."""
    is_listed = element.get("class", "").startswith("MsoListParagraph") or "mso-list:" in element.get("style", "")
    return element.tag == "p" and is_listed and bool(_WORD_ITEM.match(text_of(element)))


def _is_note(element: etree._Element, names: str) -> bool:
    if element.tag not in _NOTE_TAGS:
        return False
    if not _NOTE_CLASSES.isdisjoint(names.split()) or _NOTE_ID.fullmatch(element.get("id", "").lower()):
        return True
    if element.tag in ("li", "p") and _begins_with_note_mark(element):
        return True
    parent = element.getparent() if element.tag == "li" else None
    above = None if parent is None else parent.getparent()
    lists = (_names(other).split() for other in (parent, above) if other is not None)
    return not _NOTE_LISTS.isdisjoint(chain.from_iterable(lists))


def _begins_with_note_mark(element: etree._Element) -> bool:
    """Whether a link at the beginning leads back to where a note is referred to."""
    link = element.find(".//a")
    if link is None or not _NOTE_ID.fullmatch((link.get("id") or link.get("name") or "").lower()):
        return False
    return link.get("href", "").startswith("#") and text_of(element).startswith(text_of(link))


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of a table; none of one around others."""
    is_inner = table.find(".//table") is None
    return [[*row.iterchildren("td", "th")] for row in table.iter("tr")] if is_inner else []


def _own_rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The cells of the rows of a table, not of one in it."""
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        for row in (child,) if child.tag == "tr" else child.iterchildren("tr"):
            yield [*row.iterchildren("td", "th")]


def _span(cell: etree._Element) -> Span:
    return Span(count_in(cell.get("colspan")), count_in(cell.get("rowspan")))


def _is_grid(table: etree._Element) -> bool:
    """Whether a table has rows to be read as such; others lay out a page, its head or its signatures."""
    rows = _rows(table)
    if table.get("role") in ("presentation", "none") or max(map(len, rows), default=0) < 2:
        return False
    texts = [text_of(cell) for cell in chain.from_iterable(rows)]
    return not any(len(text) > _LONGEST_CELL or is_role(text) for text in texts)


def _whole_number(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default
