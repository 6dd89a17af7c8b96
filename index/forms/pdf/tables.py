"""The rules on a page -> the rows of its tables, their cells whole."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from index.forms.pdf.words import Page, Piece, Rule, Word, page_rows
from index.joining import Joiner

_THIN: Final = 3.0  # points; a rule that is no thicker lies or stands
_SHORTEST: Final = 6.0
_NEAR: Final = 3.0  # points; rules no further apart are one
_FRAME: Final = 0.85  # of the height of the page; a longer rule frames the page
_TALLEST: Final = 150.0  # points; between rules further apart stands no row of a table
_GUTTER: Final = 0.8  # of the size of its words, a gap between columns takes more
_MOST_TABLES: Final = 50  # on a page
_STACKS: Final = 20  # tables beside each other are no more
_ACROSS: Final = 0.5  # of the width of the table, a rule between two rows takes more


class _Side(NamedTuple):
    """A rule, or several in line: where it is, and from where to where it goes."""

    place: float
    begin: float
    end: float


class _Grid(NamedTuple):
    """The ``columns`` of a table, as rules that stand between and around them, and the heights of its ``borders``."""

    columns: Sequence[_Side]
    borders: Sequence[float]
    left: float
    right: float

    def holds(self, word: Word) -> bool:
        is_between = self.left < (word.left + word.right) / 2 < self.right
        return is_between and len(self.borders) > 1 and self.borders[0] < word.base <= self.borders[-1]


class Tables(NamedTuple):
    """The ``words`` of a page outside of its tables, and the ``rows`` of these."""

    words: Sequence[Word]
    rows: Sequence[Piece]


def part_tables(page: Page) -> Tables:
    """What stands in tables with rules between their columns and their rows, parted from the other words."""
    standing = _sides(_turned(rule) for rule in page.rules if rule.right - rule.left <= _THIN)
    lying = _sides(rule for rule in page.rules if rule.bottom - rule.top <= _THIN)
    words, rows = list(page.words), list[Piece]()
    for grid in islice(chain(_grids(standing, lying, page.height), _lists(lying, page.words)), _MOST_TABLES):
        found = list(_rows([word for word in words if grid.holds(word)], grid))
        if sum(len(row.cells) > 1 for row in found) > 1:
            rows += found
            words = [word for word in words if not grid.holds(word)]
    return Tables(words, rows)


def _turned(rule: Rule) -> Rule:
    return Rule(rule.top, rule.left, rule.bottom, rule.right)


def _sides(rules: Iterable[Rule]) -> list[_Side]:
    """The rules that lie, those in line joined, from top to bottom."""
    sides: list[_Side] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top / _NEAR), rule.left)):
        last = sides[-1] if sides else None
        if last and abs(last.place - rule.top) <= _NEAR and last.begin <= rule.left <= last.end + _NEAR:
            sides[-1] = last._replace(end=max(last.end, rule.right))
        else:
            sides.append(_Side(rule.top, rule.left, rule.right))
    return [side for side in sides if side.end - side.begin >= _SHORTEST]


def _grids(standing: Iterable[_Side], lying: Sequence[_Side], height: float) -> Iterator[_Grid]:
    """The tables with rules between their columns: three rules that stand beside each other, or more."""
    inside = sorted((side for side in standing if side.end - side.begin < _FRAME * height), key=lambda side: side.begin)
    begin, bottom = 0, 0.0
    for number, side in enumerate(inside):
        if number > begin and side.begin >= bottom - _NEAR:
            yield from _grid(inside[begin:number], lying)
            begin = number
        bottom = max(bottom, side.end) if number > begin else side.end
    yield from _grid(inside[begin:], lying)


def _grid(columns: Sequence[_Side], lying: Sequence[_Side]) -> Iterator[_Grid]:
    if len(columns) > 2:
        left, right = min(side.place for side in columns), max(side.place for side in columns)
        yield _Grid(columns, _borders(lying, columns, right - left), left, right)


def _lists(lying: Iterable[_Side], words: Sequence[Word]) -> Iterator[_Grid]:
    """The tables with rules between their rows: three rules of equal length below each other, or more."""
    stacks: list[list[_Side]] = []
    for side in lying:
        stack = next((stack for stack in stacks[-_STACKS:] if _is_below(stack[0], side)), None)
        if stack:
            stack.append(side)
        else:
            stacks.append([side])
    for stack in stacks:
        begin = 0
        for number in range(1, len(stack) + 1):
            if number == len(stack) or stack[number].place - stack[number - 1].place > _TALLEST:
                if number - begin > 2:
                    columns = _columns(stack[begin:number], words)
                    heights = [side.place for side in stack[begin:number]]
                    yield _Grid(columns, heights, columns[0].place, columns[-1].place)
                begin = number


def _is_below(first: _Side, side: _Side) -> bool:
    return abs(first.begin - side.begin) <= _NEAR and abs(first.end - side.end) <= _NEAR


def _columns(rules: Sequence[_Side], words: Iterable[Word]) -> list[_Side]:
    """Where columns begin and end between rules: at their ends, and where no word stands."""
    first, last = rules[0], rules[-1]
    inside = [word for word in words if first.place < word.base <= last.place]
    inside = [word for word in inside if first.begin - _NEAR < word.left and word.right < first.end + _NEAR]
    places, right = [first.begin - _NEAR], first.end
    for number, word in enumerate(sorted(inside, key=lambda word: word.left)):
        if number and word.left - right > _GUTTER * word.size:
            places.append((word.left + right) / 2)
        right = max(right, word.right) if number else word.right
    return [_Side(place, first.place, last.place) for place in (*places, first.end + _NEAR)]


def _borders(lying: Sequence[_Side], columns: Sequence[_Side], width: float) -> list[float]:
    """The heights of the rules between the rows of a table, and of those above and below it."""
    left = min(side.place for side in columns)
    top, bottom = min(side.begin for side in columns), max(side.end for side in columns)
    heights: list[float] = []
    for side in lying:
        across = min(side.end, left + width) - max(side.begin, left)
        is_new = not heights or side.place - heights[-1] > _NEAR
        if is_new and top - _NEAR <= side.place <= bottom + _NEAR and across > _ACROSS * width:
            heights.append(side.place)
    return heights


def _rows(words: Iterable[Word], grid: _Grid) -> Iterator[Piece]:
    """The rows of a table that are not empty."""
    bands: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        bands[bisect_left(grid.borders, word.base)].append(word)
    for number, band in sorted(bands.items()):
        middle = (grid.borders[number - 1] + grid.borders[number]) / 2
        places = sorted(side.place for side in grid.columns if side.begin < middle < side.end)
        cells: dict[int, list[Word]] = defaultdict(list)
        for word in band:
            cells[bisect_right(places, (word.left + word.right) / 2)].append(word)
        filled = tuple(filter(None, (_text(cells[place]) for place in sorted(cells))))
        if not filled:
            continue
        left, right = min(word.left for word in band), max(word.right for word in band)
        first = min(band, key=lambda word: word.base)
        yield Piece(" ".join(filled), left, right, first.base, first.size, 0, cells=filled)


def _text(words: Iterable[Word]) -> str:
    """The text of a cell."""
    lines = [" ".join(piece.text for piece in row) for row in page_rows(words)]
    return Joiner().joined(lines) if lines else ""
