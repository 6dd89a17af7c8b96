"""The styles and numbered lists of a Word file (ECMA-376, part 1, 17.7 and 17.9)."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from index.forms.layout import numeral
from index.forms.office.flow import Face

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = frozenset({"0", "false", "off", "none", "nil"})
_HEADING = re.compile(r"(?:heading|kop) ?([1-9])|title|titel")
_BODY_TEXT = 9  # the outline level of what is no heading
_BULLET = "•"
_NUMERALS = MappingProxyType(
    {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "bullet": _BULLET, "none": ""}
)
_PLACE = re.compile(r"%([1-9])")


def value_of(parent: etree._Element | None, *path: str) -> str | None:
    """The ``w:val`` of a descendant; None without it."""
    child = None if parent is None else parent.find("/".join(f"{W}{name}" for name in path))
    return None if child is None else child.get(VAL, "")


def is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(VAL, "") not in OFF


def face_of(properties: etree._Element | None, base: Face) -> Face:
    """How text with these properties looks that stands in text that looks like ``base``."""
    if properties is None:
        return base
    toggles = (properties.find(f"{W}{name}") for name in ("b", "i", "vanish"))
    return Face(*(None if toggle is None else is_on(toggle) for toggle in toggles)).over(base)


class Style(NamedTuple):
    """What a style says, or a paragraph: the ``level`` of a heading (0: none), its list, how its text looks."""

    level: int = 0
    number: str | None = None
    depth: int = 0
    new_page: bool = False
    gridded: bool = False
    face: Face = Face()


class Styles:
    """The styles of a document, each with what it takes from those that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._elements = {element.get(f"{W}styleId", ""): element for element in elements}
        self._read: dict[str, Style] = {}
        paragraphs = (element for element in elements if element.get(f"{W}type") == "paragraph")
        defaults = (element for element in paragraphs if element.get(f"{W}default", "0") not in OFF)
        self.default = next((element.get(f"{W}styleId", "") for element in defaults), "")

    def named(self, id_: str) -> Style:
        """The style; without one of that name, one that says nothing."""
        based: dict[str, etree._Element] = {}
        name: str | None = id_
        while name and name not in self._read and name not in based and name in self._elements:
            based[name] = self._elements[name]
            name = value_of(based[name], "basedOn")
        for name, element in reversed(based.items()):
            base = self._read.get(value_of(element, "basedOn") or "", Style())
            self._read[name] = self._style(element, base)
        return self._read.get(id_, Style())

    @staticmethod
    def _style(element: etree._Element, base: Style) -> Style:
        name = (value_of(element, "name") or "").lower()
        match = _HEADING.fullmatch(name)
        gridded = value_of(element, "tblPr", "tblBorders", "insideV")
        base = base._replace(
            level=int(match[1] or 1) if match else base.level,
            gridded=base.gridded if gridded is None else gridded not in OFF,
            face=face_of(element.find(f"{W}rPr"), base.face),
        )
        return paragraph_style(element.find(f"{W}pPr"), base)


def paragraph_style(properties: etree._Element | None, base: Style) -> Style:
    if properties is None:
        return base
    outline, depth = value_of(properties, "outlineLvl"), value_of(properties, "numPr", "ilvl")
    number, new_page = value_of(properties, "numPr", "numId"), properties.find(f"{W}pageBreakBefore")
    return base._replace(
        level=base.level if outline is None else (int(outline) + 1) % (_BODY_TEXT + 1),
        number=base.number if number is None else number,
        depth=base.depth if depth is None else int(depth),
        new_page=base.new_page if new_page is None else is_on(new_page),
    )


class _Level(NamedTuple):
    """A level of a list: its first number, how its numbers are written, and in what text."""

    start: int
    numeral: str
    text: str


class Numbering:
    """The lists of a document, and how far each has come."""

    def __init__(self, root: etree._Element | None) -> None:
        nums, abstracts = ([] if root is None else root.findall(f"{W}{name}") for name in ("num", "abstractNum"))
        self._nums = {num.get(f"{W}numId", ""): num for num in nums}
        self._abstracts = {abstract.get(f"{W}abstractNumId", ""): abstract for abstract in abstracts}
        self._styled = {style: abstract for abstract in abstracts if (style := value_of(abstract, "styleLink"))}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._values: dict[str, dict[int, int]] = {}
        self._overrides: set[tuple[str, int]] = set()

    def mark(self, number: str, depth: int) -> str | None:
        """The number of the next item of a list, empty for a bullet; None where an item has no mark."""
        if number not in self._levels:
            self._levels[number] = self._read(number)
        levels = self._levels[number]
        if depth not in levels:
            return None
        values = self._values.setdefault(value_of(self._nums[number], "abstractNumId") or "", {})
        if (number, depth) in self._overrides:
            self._overrides.remove((number, depth))
            values.pop(depth, None)
        values[depth] = values.get(depth, levels[depth].start - 1) + 1
        for deeper in [other for other in values if other > depth]:
            del values[deeper]
        return _mark(levels, values, depth)

    def _read(self, number: str) -> dict[int, _Level]:
        abstract = self._abstracts.get(value_of(self._nums.get(number), "abstractNumId") or "")
        abstract = self._styled.get(value_of(abstract, "numStyleLink") or "", abstract)
        overrides = self._nums[number].findall(f"{W}lvlOverride") if number in self._nums else []
        own = (level for override in overrides for level in override.findall(f"{W}lvl"))
        elements = [*([] if abstract is None else abstract.findall(f"{W}lvl")), *own]
        levels = {int(element.get(f"{W}ilvl", "0")): _level(element) for element in elements}
        for override in overrides:
            depth, start = int(override.get(f"{W}ilvl", "0")), value_of(override, "startOverride")
            if start and depth in levels:
                levels[depth] = levels[depth]._replace(start=int(start))
                self._overrides.add((number, depth))
        return levels


def _level(element: etree._Element) -> _Level:
    return _Level(
        start=int(value_of(element, "start") or 0),
        numeral=_NUMERALS.get(value_of(element, "numFmt") or "", "1"),
        text=value_of(element, "lvlText") or "",
    )


def _mark(levels: Mapping[int, _Level], values: Mapping[int, int], depth: int) -> str | None:
    """The text of a level, with the numbers that its places stand for."""
    level = levels[depth]
    if level.numeral == _BULLET:
        return "" if level.text else None

    def number(place: re.Match[str]) -> str:
        other = levels.get(int(place[1]) - 1, level)
        return numeral(values.get(int(place[1]) - 1, other.start), other.numeral) if other.numeral else ""

    return _PLACE.sub(number, level.text) or None
