"""The lines of a page -> its columns in reading order."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from index.forms.pdf.beside import part_beside
from index.forms.pdf.words import Piece, Row

# Shares of the size of the letters, unless said otherwise.
_GUTTER: Final = 0.7  # between two columns is no less
_MOST_NEAR: Final = 0.1  # of the lines of a column may run on into the gutter
_STACK: Final = 3.0  # lines further apart in a narrow column belong to two stacks
_BLOCK: Final = 2.0  # lines further apart belong to two blocks
_ALIKE: Final = 0.8  # of the one size is the other, when what stands on one line is alike
_FULL: Final = 0.75  # of the widest line of a column of text, most of its lines are
_COLUMN_WIDTH: Final = 12.0  # no column of text is narrower
_MARGIN_WIDTH: Final = 0.5  # of the width of the column beside it, a margin has less
_JUSTIFIED: Final = 0.25  # of the lines of a column end where it ends, when it is justified
_MOST_GUTTERS: Final = 12  # are tried
_DEPTH: Final = 4  # of columns within columns


class Flow(NamedTuple):
    """Lines to read one after the other; in a ``margin`` they stand beside the text.

    Nothing runs on into lines that are ``apart``.
    """

    rows: tuple[Row, ...]
    margin: bool = False
    apart: bool = False


class _Beside(NamedTuple):
    """What stands in a column, and what stands beside it on the same line."""

    piece: Piece
    partner: Piece | None


class Printed(NamedTuple):
    """A line in its column, which goes from ``begin`` to ``end``; its number is that on its page.

    ``first``, ``second`` and ``mark`` are those of its first piece, ``style`` what all of them have. Nothing runs on
    into a line that is ``apart``.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: int
    mark: str
    first: float
    second: float
    row: Row
    page: int
    number: int
    begin: float
    end: float
    apart: bool = False


def printed(flow: Flow, page: int, numbers: Iterator[int]) -> list[Printed]:
    """The lines of a column on a page, numbered with the next of ``numbers``."""
    lefts = Counter[float]()
    for row in flow.rows:
        lefts[round(row[-1].left)] += len(row[-1].text)
    begin = max(lefts, key=lambda left: (lefts[left], -left))
    rights = Counter(round(row[-1].right) for row in flow.rows)
    end, most = rights.most_common(1)[0]
    if most < max(_JUSTIFIED * len(flow.rows), 3):
        end = max(rights)
    first, *others = (_printed(row, page, next(numbers), begin, end) for row in flow.rows)
    return [first._replace(apart=flow.apart), *others]


def _printed(row: Row, page: int, number: int, begin: float, end: float) -> Printed:
    first, last = row[0], row[-1]
    style = first.style
    for piece in row:
        style &= piece.style
    return Printed(
        text=" ".join(piece.text for piece in row),
        left=first.left,
        right=last.right,
        base=last.base,
        size=max(row, key=lambda piece: len(piece.text)).size,
        style=style,
        mark=first.mark,
        first=first.first,
        second=first.second or (row[1].left if len(row) > 1 else 0.0),
        row=row,
        page=page,
        number=number,
        begin=begin,
        end=end,
    )


def page_flows(rows: Sequence[Row]) -> list[Flow]:
    """Lines as columns in reading order. A label and what stands beside it stay on one line."""
    flows: list[Flow] = []
    apart = False
    for part in part_beside(rows):
        first, *others = [Flow(tuple(part.rows))] if part.whole else _flows(part.rows, _DEPTH)
        flows += [first._replace(apart=apart or part.whole), *others]
        apart = part.whole
    return flows


def _flows(rows: Sequence[Row], depth: int) -> list[Flow]:
    """Lines as columns, and columns within these up to a ``depth``."""
    gutter = _best_gutter(rows) if depth else None
    if gutter is None:
        return [Flow(tuple(rows))] if rows else []
    flows: list[Flow] = []
    for section in _sections(rows, gutter):
        beside = _column_beside(section, gutter)
        if not beside:
            flows += _flows(section, depth - 1)
            continue
        main = [left for row in section if (left := tuple(piece for piece in row if piece not in beside))]
        side = [left for row in section if (left := tuple(piece for piece in row if piece in beside))]
        margin = _width(side) < _MARGIN_WIDTH * _width(main)
        first = margin or side[0][0].left < gutter - 1
        above = _above(main, side[0][0].base) if margin else 0
        sides = [flow._replace(margin=flow.margin or margin) for flow in _flows(side, depth - 1)]
        mains = _flows(main[above:], depth - 1)
        flows += _flows(main[:above], depth - 1)
        flows += [*sides, *mains] if first else [*mains, *sides]
    return flows


def _above(rows: Sequence[Row], base: float) -> int:
    """How many lines stand above what is beside the others at ``base``: up to where the last gap between them is."""
    above = bisect_left(rows, base, key=lambda row: row[0].base)
    gaps = [number for number in range(1, above + 1) if number < len(rows) and _is_gap(rows[number - 1], rows[number])]
    return gaps[-1] if gaps else 0


def _is_gap(row: Row, after: Row) -> bool:
    return after[0].base - row[0].base > _BLOCK * max(row[0].size, after[0].size)


def _best_gutter(rows: Sequence[Row]) -> float | None:
    """Where the column begins that has most text beside another; None when all is one column."""
    lefts = sorted(piece.left for row in rows for piece in row)
    begins: list[list[float]] = []
    for left in lefts:
        if begins and left - begins[-1][-1] < 1:
            begins[-1].append(left)
        else:
            begins.append([left])
    usual = sorted((begin for begin in begins if len(begin) > 1), key=len, reverse=True)[:_MOST_GUTTERS]
    scores = {begin[0]: _beside(rows, begin[0]) for begin in usual}
    best = max(scores, key=lambda gutter: scores[gutter], default=None)
    return best if best is not None and scores[best] else None


def _beside(rows: Sequence[Row], gutter: float) -> int:
    """The signs in columns beside another one, when columns part at ``gutter``."""
    sections = _sections(rows, gutter)
    return sum(len(piece.text) for section in sections for piece in _column_beside(section, gutter))


def _sections(rows: Sequence[Row], gutter: float) -> list[list[Row]]:
    """The lines in parts: those that keep clear of ``gutter``, and those that run over it."""
    sections: list[list[Row]] = []
    was_clear: bool | None = None
    for row in rows:
        clear = not any(piece.left < gutter - 1 and piece.right > gutter for piece in row)
        if clear is not was_clear:
            sections.append([])
        sections[-1].append(row)
        was_clear = clear
    return sections


def _column_beside(section: Sequence[Row], gutter: float) -> frozenset[Piece]:
    """What stands in the narrower column of two that ``gutter`` parts; nothing when the lines are to read across."""
    left = [(piece, number) for number, row in enumerate(section) for piece in row if piece.left < gutter - 1]
    right = [(piece, number) for number, row in enumerate(section) for piece in row if piece.left >= gutter - 1]
    near = sum(piece.right > gutter - _GUTTER * piece.size for piece, _ in left)
    if not left or not right or near > _MOST_NEAR * len(left):
        return frozenset()
    narrow, wide = sorted((left, right), key=lambda side: _width([(piece,) for piece, _ in side]))
    across = {number: piece for piece, number in wide}
    bases = [piece.base for piece, _ in wide]
    beside: set[Piece] = set()
    for stack in _stacks([_Beside(piece, across.get(number)) for piece, number in narrow], wide[0][0].size):
        top, bottom = stack[0].piece, stack[-1].piece
        first, last = bisect_left(bases, top.base - top.size), bisect_right(bases, bottom.base + bottom.size)
        if last - first > 1 and _reads_down(stack, [piece for piece, _ in wide[first:last]]):
            beside.update(part.piece for part in stack)
    return frozenset(beside)


def _stacks(column: Sequence[_Beside], size: float) -> Iterator[Sequence[_Beside]]:
    """What stands in a column, parted where it is empty for some lines; what ends with a comma goes on, however far."""
    begin = 0
    for number in range(1, len(column) + 1):
        before = column[number - 1].piece
        if number < len(column):
            gap = column[number].piece.base - before.base
            if before.text.endswith(",") or gap <= _STACK * max(before.size, size):
                continue
        yield column[begin:number]
        begin = number


def _reads_down(stack: Sequence[_Beside], near: Sequence[Piece]) -> bool:
    """True for lines of a column of its own; false for labels, numbers or cells of the lines beside them."""
    if not all(part.partner and _belongs(part.piece, part.partner, len(stack) > 1) for part in stack):
        return True
    first, second = stack[0]
    are_blocks = first.text.endswith(",") and second is not None and second.text.endswith(",")
    return are_blocks or (_is_full([part.piece for part in stack]) and _is_full(near))


def _belongs(piece: Piece, partner: Piece, among_others: bool) -> bool:
    """True when what stands on one line may belong together: it is alike, or one of some small labels."""
    return _ALIKE < piece.size / partner.size < 1 / _ALIKE or (piece.left < partner.left and among_others)


def _is_full(column: Sequence[Piece]) -> bool:
    """True when most lines run on to the side of the column, as a text does."""
    widths = [piece.right - piece.left for piece in column]
    return max(widths) > _COLUMN_WIDTH * column[0].size and median(widths) > _FULL * max(widths)


def _width(rows: Iterable[Row]) -> float:
    pieces = [piece for row in rows for piece in row]
    return max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
