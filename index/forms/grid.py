"""Where do the cells of a table stand? Spans of columns and rows, the same for every form."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

WIDEST: Final = 50
"""The column up to which cells cover places; beyond it they only stand behind each other."""
_COUNT: Final = re.compile(r"\s*([0-9]{1,6})")


class Span(NamedTuple):
    """What a cell says of its place: how many columns and rows it takes, and from which column, if it says so.

    ``covered``: it only holds the place of another that reaches over it.
    """

    columns: int = 1
    rows: int = 1
    column: int = 0
    covered: bool = False


class Layout(NamedTuple):
    """For each row the columns, from 0, of its cells that are not covered; and how wide the table is."""

    rows: list[list[int]]
    width: int


class Grid(NamedTuple):
    """The columns of a table's cells, by their elements; and how wide it is."""

    columns: Mapping[etree._Element, int]
    width: int


NO_GRID: Final = Grid({}, 0)


def laid_out(rows: Iterable[Sequence[Span]]) -> Layout:
    """Where the cells of a table stand, as HTML 5 (4.9.12.1) forms tables; a column that no cell begins in is none."""
    free_from = [0] * WIDEST  # for each column the row from which nothing covers it
    placed = [_placed(row, number, free_from) for number, row in enumerate(rows)]
    begun = sorted({column for row in placed for column in row})
    ranks = {column: rank for rank, column in enumerate(begun)}
    return Layout([[ranks[column] for column in row] for row in placed], min(len(begun), WIDEST))


def grid_of(rows: Iterable[Sequence[etree._Element]], span: Callable[[etree._Element], Span]) -> Grid:
    """Where the cells of ``rows`` stand, none of them covered."""
    cells = [*rows]
    columns, width = laid_out([span(cell) for cell in row] for row in cells)
    pairs = (zip(row, places, strict=True) for row, places in zip(cells, columns, strict=True))
    return Grid({cell: column for row in pairs for cell, column in row}, width)


def row_text(cells: Iterable[str]) -> str:
    """The line of a row, nothing for an empty cell: ``Totaal | | 67``; empty when all of them are."""
    texts = [*cells]
    return " ".join(filter(None, " | ".join(texts).split(" "))) if any(texts) else ""


def count_in(value: str | None) -> int:
    """The number of columns or rows that an attribute gives, at most 999 999; 1 when it gives none."""
    match = _COUNT.match(value or "")
    return max(int(match[1]), 1) if match else 1


def _placed(row: Sequence[Span], number: int, free_from: list[int]) -> list[int]:
    """The columns of the cells of the row with this ``number``; takes the places in ``free_from``."""
    placed: list[int] = []
    column = 0
    for span in row:
        columns = min(span.columns, WIDEST)
        if span.covered:
            column += columns
            continue
        column = max(column, min(span.column, WIDEST))
        while column < WIDEST and free_from[column] > number:
            column += 1
        placed.append(column)
        for covered in range(column, min(column + columns, WIDEST)):
            free_from[covered] = number + span.rows
        column += 1
    return placed
