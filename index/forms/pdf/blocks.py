"""The printed lines of a text -> its paragraphs, headings, items and tables."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from index.forms.document import Kind, Line
from index.forms.layout import BULLETS, SALUTATION
from index.forms.pdf.columns import Printed
from index.forms.pdf.words import BOLD, ITALIC
from index.joining import Joiner

# Shares of the size of the letters, unless said otherwise.
_LARGER: Final = 1.1  # than the text, a heading may be
_TIGHTEST, _USUAL, _LOOSEST = 0.8, 1.2, 2.5  # distances between lines
_APART: Final = 1.2  # of the usual distance between lines, there is more between paragraphs
_FAR: Final = 1.5  # likewise, after a line that is full and in mid-sentence: what is raised in the next one takes room
_INDENT: Final = 0.8  # the first line of a paragraph stands in no less, and no more than the next
_DEEPEST: Final = 6.0
_SPACE: Final = 0.3
_NEAR: Final = 0.4  # apart or less, lines begin at the same place
_TAB: Final = 0.6  # behind its mark or further, an item begins with a tab
_WIDE: Final = 0.7  # of its column, a line of running text takes more
_FULL_LINE: Final = 30  # signs
_HEADING_LINES: Final = 3
_HEADING_SIGNS: Final = 200
_TABLE_LINES: Final = 3
_STRENGTHS: Final[Mapping[int, float]] = {0: 0.0, ITALIC: 0.1, BOLD | ITALIC: 0.2, BOLD: 0.3}
"""How far a style stands out."""

_ENDS: Final = re.compile(r"[.?!:;…][\"'’”»)\]]*$")
_NO_HEADING: Final = re.compile(r"[.,;–-]$|^[^a-zà-ÿA-Z]*$|^[\"“„«‘'(]")
_BULLET: Final = re.compile(rf"[{BULLETS}·o–—-](?= )")
_NUMBER: Final = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?= )")
_LISTED: Final = re.compile(rf"{_BULLET.pattern}|{_NUMBER.pattern}")
_COUNTED: Final = re.compile(r"\d{1,2}\.(?:\d{1,2}\.?)?")
_NUMBERED_TITLE: Final = re.compile(r"\d{1,2}\. [A-ZÀ-Þ].{0,98}")


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a text; ``size`` of its letters, ``leading`` between its lines by their size, where its ``head`` of
    a letter ends."""

    lines: Sequence[Printed]
    size: float
    leading: float
    head: int
    joiner: Joiner


class _Block(NamedTuple):
    """Lines up to ``end`` that belong together; ``rank`` orders headings and items by their look or their indent."""

    kind: Kind
    text: str
    end: int
    rank: float = 0.0


def block_lines(lines: Sequence[Printed], size: float, joiner: Joiner) -> list[Line]:
    """The lines of a text whose letters are mostly of ``size``, with an empty one wherever a paragraph ends."""
    text = _Text(lines, size, _leading(lines, size), _head(lines), joiner)
    found: list[Line] = []
    place, kind = 0, "line"
    blocks = list(_blocks(text))
    strongest = max((block.rank for block in blocks if block.kind == "heading"), default=0.0)
    indents: list[float] = []
    for block in blocks:
        first = lines[place]
        if place and (block.kind != kind or (kind == "line" and _ends(text, place))):
            found.append(Line("", "line", 0, first.page, first.number))
        level = 0
        if block.kind == "heading":
            level = 1 if block.rank == strongest else 2
        elif block.kind == "item":
            indents = [*(indent for indent in indents if indent < block.rank - _NEAR * size), block.rank]
            level = len(indents)
        found.append(Line(block.text, block.kind, level, first.page, first.number))
        place, kind = block.end, block.kind
    return found


def _blocks(text: _Text) -> Iterator[_Block]:
    place = 0
    while place < len(text.lines):
        block = _block(text, place)
        yield block
        place = block.end


def _block(text: _Text, place: int) -> _Block:
    if place >= text.head:
        for find in (_cells, _heading, _numbered_heading, _item, _table_line):
            if block := find(text, place):
                return block
    return _Block("line", text.lines[place].text, place + 1)


def _leading(lines: Sequence[Printed], size: float) -> float:
    """The most usual distance between lines, by their size."""
    shares = Counter(
        round((after.base - before.base) / after.size, 2)
        for before, after in pairwise(lines)
        if _is_below(before, after) and _is_alike(before.size, size) and _is_alike(after.size, size)
    )
    usual = {share: count for share, count in shares.items() if _TIGHTEST < share < _LOOSEST}
    return max(usual, key=lambda share: (usual[share], -share), default=_USUAL)


def _is_below(before: Printed, after: Printed) -> bool:
    """True for lines of one page of which the second stands lower, in the same column."""
    beside = before.left > after.end or before.end < after.left
    return before.page == after.page and before.base < after.base and not beside


def _is_alike(size: float, other: float) -> bool:
    return other / _LARGER < size < other * _LARGER


def _head(lines: Sequence[Printed]) -> int:
    """Where the first running text begins: below a salutation, or with a full line and another one below it."""
    for place, (line, after) in enumerate(pairwise(lines)):
        if SALUTATION.match(line.text):
            return place + 1
        is_full = line.right - line.begin > _WIDE * (line.end - line.begin) and len(line.text) > _FULL_LINE
        is_text = 2 * sum(sign.islower() for sign in line.text) > len(line.text)
        if is_full and is_text and not line.style and _is_below(line, after) and after.text[:1].islower():
            return place
    return len(lines)


def _ends(text: _Text, place: int) -> bool:
    """True when a paragraph ends before the line at ``place``, as the layout tells."""
    before, line = text.lines[place - 1], text.lines[place]
    if line.apart:
        return True
    fits = before.right + _SPACE * line.size + line.first < before.end
    is_whole = bool(_ENDS.search(before.text[-8:]))
    if not _is_below(before, line):
        return _is_elsewhere(before, line) or (fits and is_whole)
    leading = text.leading * max(before.size, line.size)
    if line.base - before.base > (_APART if fits or is_whole else _FAR) * leading:
        return True
    if not _is_alike(before.size, line.size) or (place > text.head and fits and before.style != line.style):
        return True
    return _is_indented(text, place) or (fits and is_whole)


def _is_elsewhere(before: Printed, line: Printed) -> bool:
    """True for lines in columns of another width."""
    widths = sorted((before.end - before.begin, line.end - line.begin))
    return widths[0] < _WIDE * widths[1]


def _is_indented(text: _Text, place: int) -> bool:
    """True when the line begins further to the right than those before and after it."""
    before, line = text.lines[place - 1], text.lines[place]
    after = text.lines[place + 1] if place + 1 < len(text.lines) else before
    indents = [line.left - left for left in (before.row[-1].left, after.left)]
    hangs = bool(_LISTED.match(before.text)) and abs(line.left - before.second) < _NEAR * line.size
    return not hangs and all(_INDENT * line.size < indent < _DEEPEST * line.size for indent in indents)


def _heading(text: _Text, place: int) -> _Block | None:
    """Up to three lines alone that are bold, italic or larger."""
    lines = text.lines
    first = lines[place]
    rank = _rank(first, text.size)
    if not rank or not _is_one(first) or not (place == 0 or _ends(text, place)):
        return None
    end = place + 1
    while end < len(lines) and _rank(lines[end], text.size) == rank and not _ends(text, end):
        end += 1
    together = text.joiner.joined([line.text for line in lines[place:end]])
    is_short = end - place <= _HEADING_LINES and len(together) <= _HEADING_SIGNS
    is_alone = end == len(lines) or _ends(text, end)
    if is_short and is_alone and not _NO_HEADING.search(together):
        return _Block("heading", together, end, rank)
    return None


def _rank(line: Printed, size: float) -> float:
    """How far a line stands out from text of ``size``; 0 for plain text."""
    larger = round(10 * line.size / size) if line.size > _LARGER * size else 0
    return larger + _STRENGTHS[line.style]


def _is_one(line: Printed) -> bool:
    """True for a line without gaps, but for one behind its number."""
    return len(line.row) == 1 or (len(line.row) == 2 and bool(_COUNTED.fullmatch(line.row[0].text)))


def _numbered_heading(text: _Text, place: int) -> _Block | None:
    """A short line alone that begins with a number, neither among items nor without running text below it."""
    if not 0 < place < len(text.lines) - 1:
        return None
    before, line, after = text.lines[place - 1 : place + 2]
    is_title = _is_one(line) and bool(_NUMBERED_TITLE.fullmatch(line.text)) and not _ENDS.search(line.text[-8:])
    if not is_title or _NO_HEADING.search(line.text) or not (_is_parted(text, place) and _is_parted(text, place + 1)):
        return None
    if _LISTED.match(before.text) or _LISTED.match(after.text) or not _is_running(after):
        return None
    return _Block("heading", line.text, place + 1, _STRENGTHS[BOLD])


def _is_parted(text: _Text, place: int) -> bool:
    """True when there is more than the usual distance above a line, or nothing on its page."""
    before, line = text.lines[place - 1], text.lines[place]
    distance = line.base - before.base
    return not _is_below(before, line) or distance > _APART * text.leading * max(before.size, line.size)


def _is_running(line: Printed) -> bool:
    """True for a full line, or a sentence of one line."""
    is_full = line.right - line.begin > _WIDE * (line.end - line.begin)
    return len(line.row) == 1 and len(line.text) > _FULL_LINE and (is_full or bool(_ENDS.search(line.text[-8:])))


def _item(text: _Text, place: int) -> _Block | None:
    """An item of a list, when its mark is a bullet or a number and stands out to its left, or is indented."""
    lines = text.lines
    first = lines[place]
    bullet = _BULLET.match(first.text)
    if not (bullet or _NUMBER.match(first.text)) or not first.second:
        return None
    end = place + 1
    while end < len(lines) and _hangs(text, place, end):
        end += 1
    is_tabbed = first.second - first.left - first.first > _TAB * first.size
    is_indented = first.left - first.begin > _NEAR * first.size
    is_alone = end == len(lines) or _ends(text, end) or bool(_LISTED.match(lines[end].text))
    if end == place + 1 and not (is_alone and (is_indented or is_tabbed)):
        return None
    together = text.joiner.joined([line.text for line in lines[place:end]])
    together = together[bullet.end() :].lstrip() if bullet else together
    return _Block("item", together, end, first.left - first.begin)


def _hangs(text: _Text, place: int, number: int) -> bool:
    """True when a line goes on with the item at ``place``: it begins where the text of the item begins."""
    first, line = text.lines[place], text.lines[number]
    indent = line.left - line.begin - (first.second - first.begin)
    if abs(indent) > _NEAR * line.size or line.left - line.begin < first.left - first.begin + _NEAR * line.size:
        return False
    return not _ends(text, number) and not _BULLET.match(line.text)


def _cells(text: _Text, place: int) -> _Block | None:
    """A row of a table whose cells are known."""
    cells = text.lines[place].row[0].cells
    return _Block("row", " | ".join(cells), place + 1) if cells else None


def _table_line(text: _Text, place: int) -> _Block | None:
    """A row of a table whose cells stand below and above those of other lines."""
    line = text.lines[place]
    if len(line.row) < 2 or _LISTED.match(line.text):
        return None
    begin, end = place, place + 1
    while begin and _is_same_table(text.lines[begin - 1], text.lines[begin]) and place - begin < _TABLE_LINES:
        begin -= 1
    while end < len(text.lines) and _is_same_table(text.lines[end - 1], text.lines[end]) and end - place < _TABLE_LINES:
        end += 1
    if end - begin < _TABLE_LINES:
        return None
    return _Block("row", " | ".join(piece.text for piece in line.row), place + 1)


def _is_same_table(before: Printed, after: Printed) -> bool:
    """True when the pieces of two lines stand below each other, at their left or at their right."""
    if len(before.row) != len(after.row) or before.page != after.page:
        return False
    near = _NEAR * after.size
    return all(
        abs(upper.left - lower.left) < near or abs(upper.right - lower.right) < near
        for upper, lower in zip(before.row, after.row, strict=True)
    )
