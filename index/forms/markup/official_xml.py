"""The official XML of a kamerstuk -> a `Document`: today's vocabulary, and that of the years before 2010.

The vocabularies are those of officielebekendmakingen.nl: ``officiele-publicatie/kamerstuk`` (schema op-xsd-2012-3) and
``kamerwrk``. Elements that neither knows give their text, too.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from index.forms.document import Document, Kind, Unreadable
from index.forms.grid import NO_GRID, Grid, Span, count_in, grid_of
from index.forms.markup.metadata import fields_of, meta_entries
from index.forms.markup.parsing import (
    Closing,
    Writer,
    identifier_in,
    line_of,
    local_name,
    parse_xml,
    skip,
    text_of,
    write,
)

_ROOTS: Final = frozenset(
    {"officiele-publicatie", "kamerstuk", "kamerwrk", "kamervragen", "vraagdoc", "niet-dossier-stuk"}
)
_HINTS: Final = MappingProxyType(
    {
        "html": "geef het een naam op .html",
        "metadata_gegevens": "noem het metadata.xml en zet het naast de brief",
        "searchRetrieveResponse": "noem het metadata.xml en zet het naast de brief",
    }
)
_DOWNLOAD: Final = "download de XML van het stuk zelf"
_LARGEST_LEVEL: Final = 6
_LEVELS: Final = MappingProxyType({"vet": 2, "halfvet": 2, "vetcur": 3, "cur": 3, "rom": 3})
"""How a heading looks -> its level at least."""
_INLINE: Final = frozenset({"sup", "inf", "intref", "extref-groep", "intref-groep", "dossierref", "tekstcorrectie"})


def read_official_xml(content: bytes) -> Document:
    """The head, the text, the signatures and the notes of a paper, each note behind what refers to it.

    References are the papers that it links to. Raises `Unreadable` for what is no XML of a paper, or has no text.
    """
    root = parse_xml(content)
    if (name := local_name(root)) not in _ROOTS:
        step = _HINTS.get(name, _DOWNLOAD)
        raise Unreadable(f"is geen officieel kamerstuk (root-element ‘{name[:40]}’); {step}")
    reading = _Reading(root)
    write(root, reading.open, reading.writer)
    lines = reading.writer.finished()
    if all(line.kind == "furniture" for line in lines):
        raise Unreadable(f"bevat geen tekst; {_DOWNLOAD}")
    return Document(tuple(lines), fields_of(meta_entries(root)), tuple(reading.writer.references))


class _Reading:
    """What is open while a paper is read."""

    def __init__(self, root: etree._Element) -> None:
        self.writer = Writer()
        self._root = root
        self._leaves: list[bool] = []  # the open elements that hold text; True where elements in them part words
        self._sections = 0
        self._lists = 0
        self._grids = [NO_GRID]  # of the open tables
        self._footnotes = {id_: note for note in root.iter("{*}voetnoot") if (id_ := note.get("id"))}
        self._placed: set[etree._Element] = set()  # those that are written

    def open(self, element: etree._Element) -> Closing | None:
        """Begins an element."""
        name = local_name(element)
        if name in _INLINE:
            return None
        return _ELEMENTS.get(name, _Reading.other)(self, element)

    def other(self, element: etree._Element) -> Closing | None:
        """An unknown element, or one that only holds others: a paragraph of its own, unless it stands in text."""
        if self._leaves:
            return self._part()
        self.writer.begin(number=line_of(element))
        return self._hold() if _has_text(element) else self.writer.end

    def line(
        self, element: etree._Element, kind: Kind = "paragraph", level: int = 0, *, spaced: bool = False
    ) -> Closing:
        """An element whose text is a line."""
        self.writer.begin(kind, level, line_of(element))
        return self._hold(spaced=spaced)

    def heading(self, element: etree._Element) -> Closing:
        level = _LEVELS.get(element.get("kopopmaak") or element.get("letat") or "", 2)
        return self.line(element, "heading", min(max(level, self._level() + 1), _LARGEST_LEVEL))

    def section_head(self, element: etree._Element) -> Closing:
        """The number and title of a section; in the old vocabulary, below the root, what stands above the paper."""
        if element.getparent() is self._root:
            return self.line(element, "furniture", spaced=True)
        return self.line(element, "heading", min(max(self._level(), 2), _LARGEST_LEVEL), spaced=True)

    def paper_head(self, element: etree._Element) -> Closing | None:
        """A part of the line ``Nr. 7 BRIEF VAN``, which ends with its title."""
        if self._leaves:
            return self._part()
        if self.writer.is_blank():
            self.writer.begin("heading", 1, line_of(element))
        self.writer.space()
        self._leaves.append(True)
        return self._close_line if local_name(element) == "titel" else self._close_leaf

    def section(self, _: etree._Element) -> Closing:
        self.writer.end()
        self._sections += 1
        return self._close_section

    def list_(self, _: etree._Element) -> Closing:
        self.writer.end()
        self._lists += 1
        return self._close_list

    def item(self, element: etree._Element) -> Closing:
        number = next(element.iterchildren("{*}li.nr", "{*}lidnr"), None)
        mark = "" if number is None else text_of(number)
        return self.writer.open_item(max(self._lists, 1), mark if any(map(str.isalnum, mark)) else "")

    def table(self, element: etree._Element) -> Closing:
        self._grids.append(_grid(element))
        closing = self.other(element)

        def close() -> None:
            if closing:
                closing()
            self._grids.pop()

        return close

    def row(self, element: etree._Element) -> Closing:
        return self.writer.open_row(line_of(element), self._grids[-1].width)

    def cell(self, element: etree._Element) -> Closing:
        return self.writer.open_cell(line_of(element), self._grids[-1].columns.get(element, 0))

    def note(self, element: etree._Element) -> Closing:
        """A note at the place that refers to it; in the old vocabulary, one that nothing has referred to."""
        if element in self._placed:
            return skip
        self._placed.add(element)
        return self.writer.open_note(line_of(element))

    def note_mark(self, element: etree._Element) -> Closing:
        """The mark of a footnote that stands elsewhere."""
        note = self._footnotes.get(element.get("refid", ""))
        if note is not None and note not in self._placed:
            self._placed.add(note)
            self.writer.note(text_of(note), line_of(note))
        return skip

    def number(self, element: etree._Element) -> Closing | None:
        """The number of an item or a note."""
        parent = element.getparent()
        is_known = parent is not None and local_name(parent) in _NUMBERED
        return skip if is_known else self.other(element)

    def signature(self, _: etree._Element) -> Closing:
        self.writer.end()
        return self.writer.end

    def role(self, element: etree._Element) -> Closing | None:
        """Of who signs; what follows it up to the name belongs to it."""
        if self._leaves:
            return self._part()
        self.line(element)
        return self._close_leaf

    def name(self, element: etree._Element) -> Closing | None:
        return self._part() if self._leaves else self.line(element, spaced=True)

    def name_part(self, _: etree._Element) -> None:
        self.writer.space()

    def emphasis(self, element: etree._Element) -> Closing:
        kind = element.get("type") or ""
        return self.writer.emphasise(bold="vet" in kind, italic="cur" in kind)

    def reference(self, element: etree._Element) -> Closing | None:
        id_ = identifier_in(element.get("doc") or "") if element.get("soort") == "document" else None
        return self.writer.open_reference(id_) if id_ else None

    def break_(self, _: etree._Element) -> None:
        self.writer.break_line()

    def _level(self) -> int:
        """The level of the heading of the open section; 1 outside of sections."""
        return self._sections + 1

    def _hold(self, *, spaced: bool = False) -> Closing:
        self._leaves.append(spaced)
        return self._close_line

    def _part(self) -> Closing | None:
        """An element within a line."""
        if not self._leaves[-1]:
            return None
        self.writer.space()
        return self.writer.space

    def _close_leaf(self) -> None:
        self._leaves.pop()

    def _close_line(self) -> None:
        self._leaves.pop()
        self.writer.end()

    def _close_section(self) -> None:
        self.writer.end()
        self._sections -= 1

    def _close_list(self) -> None:
        self.writer.end()
        self._lists -= 1


def _has_text(element: etree._Element) -> bool:
    """Whether text stands in the element itself, not only in those that it holds."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def _grid(group: etree._Element) -> Grid:
    """Where the entries of a ``tgroup`` stand (OASIS, CALS Table Model)."""
    columns: dict[str, int] = {}
    number = 0
    for spec in group.iterchildren("{*}colspec"):
        number = count_in(spec.get("colnum")) if spec.get("colnum") else number + 1
        columns[spec.get("colname", "")] = number - 1
    spans = {spec.get("spanname", ""): spec for spec in group.iterchildren("{*}spanspec")}

    def span(entry: etree._Element) -> Span:
        spec = spans.get(entry.get("spanname", ""), entry)
        first = columns.get(spec.get("namest") or spec.get("colname") or "")
        last = columns.get(spec.get("nameend", ""), first)
        rows = count_in(entry.get("morerows")) + 1 if entry.get("morerows", "0") != "0" else 1
        return Span(rows=rows) if first is None or last is None else Span(max(last - first + 1, 1), rows, first)

    parts = group.iterchildren("{*}thead", "{*}tbody", "{*}tfoot")
    rows = (row for part in parts for row in part.iterchildren("{*}row"))
    return grid_of(([*row.iterchildren("{*}entry")] for row in rows), span)


_NUMBERED: Final = frozenset({"li", "lid", "definitie-item", "noot"})
_Handler = Callable[[_Reading, etree._Element], Closing | None]


def _furniture(reading: _Reading, element: etree._Element) -> Closing:
    return reading.line(element, "furniture", spaced=True)


def _dossier(reading: _Reading, element: etree._Element) -> Closing:
    return reading.line(element, spaced=True)


_ELEMENTS: Final[Mapping[str, _Handler]] = MappingProxyType(
    {
        **dict.fromkeys(("al", "noot.al", "considerans.al"), _Reading.line),
        **dict.fromkeys(("dossier", "onderw"), _dossier),
        **dict.fromkeys(("tekstregel", "ordernr", "margetekst"), _furniture),
        **dict.fromkeys(("stuknr", "ltrlabel", "nummer", "titel"), _Reading.paper_head),
        **dict.fromkeys(("tussenkop", "tuskop"), _Reading.heading),
        "kop": _Reading.section_head,
        **dict.fromkeys(("divisie", "bijlage", "hoofdstuk", "afdeling", "paragraaf", "artikel"), _Reading.section),
        "lijst": _Reading.list_,
        **dict.fromkeys(("li", "lid", "definitie-item"), _Reading.item),
        **dict.fromkeys(("li.nr", "lidnr", "noot.nr"), _Reading.number),
        "tgroup": _Reading.table,
        "row": _Reading.row,
        "entry": _Reading.cell,
        **dict.fromkeys(("noot", "voetnoot"), _Reading.note),
        **dict.fromkeys(("nootref", "voetref"), _Reading.note_mark),
        **dict.fromkeys(("ondertekening", "ondtek"), _Reading.signature),
        "functie": _Reading.role,
        "naam": _Reading.name,
        **dict.fromkeys(("voornaam", "achternaam", "voorvoegsels"), _Reading.name_part),
        "nadruk": _Reading.emphasis,
        "extref": _Reading.reference,
        "nl": _Reading.break_,
        **dict.fromkeys(
            ("metadata", "meta", "officiele-inhoudsopgave", "illustratie", "versie", "vergjaar"), lambda *_: skip
        ),
    }
)
