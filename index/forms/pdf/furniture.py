"""The lines of pages -> those of the text, and what stands around it: by its place, and by its coming back."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import Final, NamedTuple

from index.forms.pdf.words import Piece, Row

_ZONE: Final = 0.13  # of the height of a page, at its top and at its bottom
_NEAR: Final = 3.0  # points; what comes back stands so near to where it stood
_LINE: Final = 2.0  # of its size below another, a line belongs to the same block
_SMALLER: Final = 0.95  # of the size of the text, a running head has
_FEW_PAGES: Final = 6
_DIGITS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"(?:(?:[Pp]agina|[Bb]lad(?:zijde)?|[Pp]\.) ?)?[-–]? ?\d{1,4} ?[-–]?(?: ?(?:van|/) ?\d{1,4})?"
)
_OFFICIAL: Final = re.compile(
    r"(?:Tweede|Eerste) Kamer der Staten-Generaal(?: \|)?(?: ?[12])?|Vergaderjaar \d{4} ?[-–]?(?: ?\d{4})?"
    r"|kst-?[\w-]{1,30}|KST\d{1,9}|\d{4}tkkst[\w-]{1,30}|ISSN ?\d{4} ?- ?\d{4}|[’'‘]s-Gravenhage \d{4}"
    r"|(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}.{0,100}"
)
"""What stands around the text of a paper of Parliament."""


class Parted(NamedTuple):
    """The lines of a page that are its text, and what stands around them."""

    rows: list[Row]
    furniture: list[Piece]


def part_furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[Parted]:
    """The lines of each page, parted in text and furniture."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        for piece in _at_edges(rows, height):
            for key in _keys(piece):
                seen[key].add(number)
    often = 2 if len(pages) <= _FEW_PAGES else 3
    around = {key for key, numbers in seen.items() if len(numbers) >= often}
    first = {word for row in pages[0] for piece in row for word in piece.text.split()} if pages else set()
    return [
        _parted(rows, height, around, first if number else frozenset())
        for number, (rows, height) in enumerate(zip(pages, heights, strict=True))
    ]


def _at_edges(rows: Sequence[Row], height: float) -> list[Piece]:
    """What stands at the top and at the bottom of a page."""
    return [piece for row in rows for piece in row if not _ZONE * height < piece.base < (1 - _ZONE) * height]


def _keys(piece: Piece) -> Iterator[tuple[str, int]]:
    """What a piece has in common with one that says the same, but for its numbers, at the same height."""
    text, place = _DIGITS.sub("0", piece.text), int(piece.base // _NEAR)
    yield from ((text, place), (text, place + 1))


def _parted(rows: Sequence[Row], height: float, around: Set[tuple[str, int]], first: Set[str]) -> Parted:
    """The lines of a page parted: ``around`` is what comes back, ``first`` are the words of the first page."""
    edges = _at_edges(rows, height)
    official = _official(edges)
    taken = {part for parts in official for part in parts}
    taken.update(piece for piece in edges if not around.isdisjoint(_keys(piece)))
    numbers = {piece for piece in edges if _PAGE_NUMBER.fullmatch(piece.text)}
    taken.update(piece for row in rows if numbers.issuperset(set(row) - taken) for piece in row)
    kept = _without(rows, taken)
    taken.update(piece for row in _running_head(kept, height, first) for piece in row)
    whole = [parts[0]._replace(text=" ".join(part.text for part in parts)) for parts in official]
    single = taken.difference(*official)
    return Parted(_without(kept, taken), sorted([*whole, *single], key=lambda piece: (piece.base, piece.left)))


def _without(rows: Sequence[Row], taken: Set[Piece]) -> list[Row]:
    return [kept for row in rows if (kept := tuple(piece for piece in row if piece not in taken))]


def _official(edges: Sequence[Piece]) -> list[Row]:
    """What stands around a paper of Parliament, whole where two lines make it; not ``de`` and below it the Kamer."""
    stacked = sorted(edges, key=lambda piece: (round(piece.left), piece.base))
    pairs = [
        (upper, lower)
        for upper, lower in pairwise(stacked)
        if abs(upper.left - lower.left) < _NEAR and lower.base - upper.base < _LINE * lower.size
    ]
    addresses = {lower for upper, lower in pairs if upper.text.endswith(" de")}
    found = [(piece,) for piece in edges if _OFFICIAL.fullmatch(piece.text) and piece not in addresses]
    return [*found, *(pair for pair in pairs if _OFFICIAL.fullmatch(f"{pair[0].text} {pair[1].text}"))]


def _running_head(rows: Sequence[Row], height: float, first: Set[str]) -> Sequence[Row]:
    """The small lines at the top of a page, apart from the text, that say what the first page does."""
    for number, (row, after) in enumerate(pairwise(rows), start=1):
        size = max(piece.size for piece in row)
        if row[0].base > _ZONE * height or any(word not in first for piece in row for word in piece.text.split()):
            return ()
        if after[0].base - row[0].base > _LINE * size and size < _SMALLER * after[0].size:
            return rows[:number]
    return ()
