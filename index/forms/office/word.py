"""A letter in Word's form, .docx (ECMA-376, WordprocessingML) -> a `Document`."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import docx
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from lxml import etree

from index.forms.document import Document, Unreadable
from index.forms.grid import count_in
from index.forms.office.archive import checked_members, damage_is_unreadable, packed
from index.forms.office.flow import Face, Flow, furniture, text_of
from index.forms.office.word_styles import OFF, VAL, Numbering, Styles, W, face_of, is_on, paragraph_style, value_of

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/"  # the namespaces of ISO/IEC 29500 Strict
_XML = (".xml", ".rels")
_UNREAD = ("docProps/", "customXml/", "word/theme/", "word/glossary/")
_RELATED = frozenset({"officeDocument", "styles", "numbering", "footnotes", "endnotes", "header", "footer"})


@damage_is_unreadable()
def read_docx(content: bytes) -> Document:
    """The paragraphs, lists, tables and notes of a .docx, with its running heads and feet.

    Raises `Unreadable` for what is no .docx, is encrypted, damaged or unsafe to unpack, or has no text.
    """
    members = checked_members(content, ".docx", lambda name: not name.startswith(_UNREAD) and name.endswith(_XML))
    if any(_STRICT in xml[:4096] for xml in members.values()):
        raise Unreadable("is een ‘Strict Open XML’-document; sla het in Word op als gewoon Word-document (.docx)")
    part = docx.Document(packed({name: _related(name, xml) for name, xml in members.items()})).part
    body, reading = part.element, _Reading(part)
    lines = reading.story(body).lines()
    if not lines:
        raise Unreadable("bevat geen tekst; staat de brief er als afbeelding in, zet hem dan met OCR om naar tekst")
    heads, feet = (
        furniture(reading.story(part.related_parts[id_].element).blocks for id_ in dict.fromkeys(_stories(body, kind)))
        for kind in ("header", "footer")
    )
    return Document((*heads, *lines, *feet))


def _related(name: str, xml: bytes) -> bytes:
    """A list of relationships without those to parts that are not read: python-docx opens all that it lists."""
    if not name.endswith(".rels"):
        return xml
    root = parse_xml(xml)
    for relationship in [child for child in root if _kind(child.get("Type", "")) not in _RELATED]:
        root.remove(relationship)
    return etree.tostring(root)


def _kind(relationship: str) -> str:
    """What is related: the last part of the address that names the type of a relationship."""
    return relationship.rpartition("/")[2]


def _stories(body: etree._Element, kind: str) -> Iterator[str]:
    """The relationships to the running heads or feet of all sections, but for first pages that are like the others."""
    for reference in body.iter(f"{W}{kind}Reference"):
        section = reference.getparent()
        if reference.get(f"{W}type") != "first" or (section is not None and is_on(section.find(f"{W}titlePg"))):
            yield reference.get(f"{_R}id", "")


def _root(part: Part) -> etree._Element:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


class _Story:
    """A part's text, taken up element by element. What opens an element says whether to pass over its content."""

    def __init__(self, reading: "_Reading") -> None:
        self.flow = Flow()
        self._reading = reading
        self._faces: list[Face] = []  # of the open paragraphs
        self._fields: list[bool] = []  # of the open fields: whether their result has come
        self._codes = 0  # how many of them are still at their code
        self._marked: etree._Element | None = None  # the run whose text is the mark of a footnote

    def read(self, root: etree._Element) -> Flow:
        """What ``root`` says."""
        walk = etree.iterwalk(root, events=("start", "end"), tag=_OPEN.keys())
        for event, element in walk:
            if event == "end":
                if close := _CLOSE.get(str(element.tag)):
                    close(self, element)
            elif _OPEN[str(element.tag)](self, element):
                walk.skip_subtree()
                next(walk)
        return self.flow

    def open_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        styles = self._reading.styles
        style = paragraph_style(properties, styles.named(value_of(properties, "pStyle") or styles.default))
        if style.new_page and self._reading.explicit_pages:
            self.flow.break_page()
        self._fields.clear()  # no code goes beyond its paragraph; where an end is lacking, no text is lost
        self._codes = 0
        self._faces.append(style.face)
        goes_on = _goes_on(paragraph, properties)
        mark = self._reading.numbering.mark(style.number, style.depth) if style.number and not goes_on else None
        if style.level:
            self.flow.open_paragraph("heading", style.level, mark or "", style.face)
        elif mark is None:
            self.flow.open_paragraph("paragraph", 0, "", style.face)
        else:
            self.flow.open_paragraph("item", style.depth + 1, mark, style.face)

    def close_paragraph(self, paragraph: etree._Element) -> None:
        self._faces.pop()
        self.flow.close_paragraph(goes_on=_goes_on(paragraph, paragraph.find(f"{W}pPr")))

    def open_run(self, run: etree._Element) -> None:
        if self._faces:
            properties = run.find(f"{W}rPr")
            style = self._reading.styles.named(value_of(properties, "rStyle") or "")
            self.flow.set_face(face_of(properties, style.face.over(self._faces[-1])))

    def text(self, element: etree._Element) -> None:
        if not self._codes and (self._marked is None or element.getparent() is not self._marked):
            self.flow.text(element.text or "")

    def break_(self, element: etree._Element) -> None:
        if element.get(f"{W}type") != "page":
            self.flow.break_line()
            return
        self.flow.text(" ")
        if self._reading.explicit_pages:
            self.flow.break_page()

    def field(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
            self._codes += 1
        elif self._fields:
            self._codes -= not self._fields.pop()
            if kind == "separate":
                self._fields.append(True)

    def refer(self, element: etree._Element) -> None:
        self.flow.refer(self._reading.notes.get((str(element.tag), element.get(f"{W}id", "")), ""))
        if element.get(f"{W}customMarkFollows", "0") not in OFF:
            self._marked = element.getparent()

    def open_table(self, table: etree._Element) -> None:
        own = value_of(table, "tblPr", "tblBorders", "insideV")
        style = self._reading.styles.named(value_of(table, "tblPr", "tblStyle") or "")
        borders = (border for cell in table.iter(f"{W}tcBorders") for border in cell.iterchildren(*_UPRIGHT))
        gridded = style.gridded if own is None else own not in OFF
        self.flow.open_table(gridded=gridded or any(border.get(VAL) not in OFF for border in borders))

    def open_row(self, row: etree._Element) -> bool:
        self.flow.open_row()
        if before := value_of(row, "trPr", "gridBefore"):
            self.flow.cover(count_in(before))
        return row.find(f"{W}trPr/{W}del") is not None

    def open_cell(self, cell: etree._Element) -> bool:
        merges = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
        columns = count_in(value_of(cell, "tcPr", "gridSpan"))
        if any(merge is not None and merge.get(VAL, "continue") == "continue" for merge in merges):
            self.flow.cover(columns)
            return True
        self.flow.open_cell(columns)
        return False

    def alternative(self, element: etree._Element) -> bool:
        alternatives = element.getparent()
        return alternatives is not None and next(alternatives.iterchildren(*_ALTERNATIVES)) is not element


def _goes_on(paragraph: etree._Element, properties: etree._Element | None) -> bool:
    """Whether the next paragraph belongs to this one.

    A tracked change may have taken away its end. LibreOffice parts a paragraph where a page of another kind begins.
    """
    following = paragraph.getnext()
    if properties is None or following is None or following.tag != f"{W}p":
        return False
    if properties.find(f"{W}sectPr") is not None:
        return "".join(text for element in paragraph.iter(f"{W}t") if (text := element.text)).endswith(" ")
    return any(properties.find(f"{W}rPr/{W}{change}") is not None for change in ("del", "moveFrom"))


class _Reading:
    """What a document's parts need of each other, and the text of its notes by what refers to them."""

    def __init__(self, document: Part) -> None:
        roots = {_kind(relation.reltype): _root(relation.target_part) for relation in document.rels.values()}
        self.styles = Styles(roots.get("styles"))
        self.numbering = Numbering(roots.get("numbering"))
        self.explicit_pages = next(_root(document).iter(f"{W}lastRenderedPageBreak"), None) is None
        self.notes: dict[tuple[str, str], str] = {}
        for name in ("footnote", "endnote"):
            for note in roots.get(f"{name}s", ()):
                self.notes[f"{W}{name}Reference", note.get(f"{W}id", "")] = text_of(self.story(note).blocks)

    def story(self, root: etree._Element) -> Flow:
        """The text of a part, or of an element of it."""
        return _Story(self).read(root)


_UPRIGHT = tuple(f"{W}{side}" for side in ("left", "right", "start", "end"))
_ALTERNATIVES = (f"{_MC}Choice", f"{_MC}Fallback")  # of which the first is read
_SIGNS = MappingProxyType({f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\xad"})
_PASSED_OVER = [f"{W}{name}" for name in ("pPr", "tblGrid", "sectPr", "sdtPr", "del", "moveFrom", "rt")]


_OPEN: Mapping[str, Callable[[_Story, etree._Element], bool | None]] = MappingProxyType(
    {
        f"{W}p": _Story.open_paragraph,
        f"{W}r": _Story.open_run,
        f"{W}t": _Story.text,
        f"{_M}t": _Story.text,
        **dict.fromkeys(_SIGNS, lambda story, element: story.flow.text(_SIGNS[str(element.tag)])),
        f"{W}br": _Story.break_,
        f"{W}cr": _Story.break_,
        f"{W}lastRenderedPageBreak": lambda story, _: story.flow.break_page(),
        f"{W}fldChar": _Story.field,
        f"{W}footnoteReference": _Story.refer,
        f"{W}endnoteReference": _Story.refer,
        f"{W}txbxContent": lambda story, _: story.flow.open_frame(),
        f"{W}tbl": _Story.open_table,
        f"{W}tr": _Story.open_row,
        f"{W}tc": _Story.open_cell,
        **dict.fromkeys(_ALTERNATIVES, _Story.alternative),
        **dict.fromkeys(_PASSED_OVER, lambda *_: True),
    }
)
_CLOSE: Mapping[str, Callable[[_Story, etree._Element], None]] = MappingProxyType(
    {
        f"{W}p": _Story.close_paragraph,
        f"{W}txbxContent": lambda story, _: story.flow.close_frame(),
        f"{W}tbl": lambda story, _: story.flow.close_table(),
        f"{W}tc": lambda story, _: story.flow.close_cell(),
    }
)
