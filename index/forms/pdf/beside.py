"""The lines of a page -> what a letter sets beside something else, to read down: its address and its signatures."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress
from operator import not_
from typing import Final, NamedTuple

from index.forms.pdf.words import Piece, Row
from index.joining import Joiner
from index.roles import is_role

# Shares of the size of the letters, unless said otherwise.
_NEAR: Final = 0.4  # apart or less, lines begin at the same place
_TIGHT: Final = 2.0  # apart or less, lines belong to the same block
_SIGNED: Final = 15.0  # below its role or less, a name stands; roles beside it may take more lines
_ALIKE: Final = 0.8  # of the one size is the other, when what stands on one line is alike
_SIGNATURE_ROWS: Final = 8

_ADDRESS: Final = re.compile(r"(?:Aan:? )?[Dd]e [Vv]oorzitters? van\b")
_LABEL: Final = re.compile(r"Aan ?:?|(?:[Nn]r\. ?)?[\d\s().XVI-]+")
_NAME: Final = re.compile(r"(?:[^\d\s]+ ){0,7}[A-ZÀ-Þ][^\d\s]*[^\W\d]")
_INITIALS: Final = re.compile(r"(?:[a-z]{2,4}\. ?)*[A-Z][a-z]{0,2}\.")


class Part(NamedTuple):
    """Lines of a page; those of one that is ``whole`` are to read down, and nothing runs on into it or out of it."""

    rows: Sequence[Row]
    whole: bool = False


class _Taken(NamedTuple):
    """Parts that are whole, what stands beside them, and where the lines below them begin."""

    parts: Sequence[Sequence[Row]]
    beside: Sequence[Row]
    end: int


class _Signature(NamedTuple):
    """The lines of a role, and the name below them."""

    role: tuple[Piece, ...]
    name: Piece | None = None

    def with_line(self, piece: Piece) -> "_Signature | None":
        """The signature with the line that stands next below; None when it does not belong to it."""
        last = self.role[-1]
        distance = piece.base - last.base
        if self.name or is_role(piece.text) or distance > _SIGNED * last.size:
            return None
        is_open = not last.text.endswith(",") and distance <= _TIGHT * last.size
        if is_open and not _INITIALS.match(piece.text):
            return self._replace(role=(*self.role, piece))
        return self._replace(name=piece) if _NAME.fullmatch(piece.text) else None

    def rows(self) -> Iterator[Row]:
        """The role on one line, and the name on another."""
        text, right = Joiner().joined([piece.text for piece in self.role]), max(piece.right for piece in self.role)
        yield (self.role[0]._replace(text=text, right=right, base=self.role[-1].base),)
        if self.name:
            yield (self.name,)


def part_beside(rows: Sequence[Row]) -> Iterator[Part]:
    """The lines of a page in parts: an address, signatures one by one, and what stands around them."""
    above: list[Row] = []
    place = 0
    while place < len(rows):
        taken = _signatures(rows, place) or _address(rows, place)
        if not taken:
            above.append(rows[place])
            place += 1
            continue
        if above:
            yield Part(above)
        yield from (Part(part, whole=True) for part in taken.parts)
        above = list(taken.beside)
        place = taken.end
    if above:
        yield Part(above)


def _address(rows: Sequence[Row], place: int) -> _Taken | None:
    """The address that begins at ``place``, with its label, when something else stands beside it."""
    first = next((piece for piece in rows[place] if _ADDRESS.match(piece.text)), None)
    if not first:
        return None
    is_other = [piece is not first and not _LABEL.fullmatch(piece.text) for piece in rows[place]]
    others = tuple(compress(rows[place], is_other))
    if not any(_ALIKE < piece.size / first.size < 1 / _ALIKE for piece in others):
        return None
    address, beside = [tuple(compress(rows[place], map(not_, is_other)))], [others]
    base, end = first.base, place + 1
    while end < len(rows) and rows[end][0].base - base <= _TIGHT * first.size:
        is_below = [abs(piece.left - first.left) < _NEAR * first.size for piece in rows[end]]
        if below := tuple(compress(rows[end], is_below)):
            address.append(below)
            base = below[0].base
        if other := tuple(compress(rows[end], map(not_, is_below))):
            beside.append(other)
        end += 1
    return _Taken([address], beside, end)


def _signatures(rows: Sequence[Row], place: int) -> _Taken | None:
    """The signatures whose roles stand beside each other at ``place``, when each of them has a name."""
    if len(rows[place]) < 2 or not all(is_role(piece.text) for piece in rows[place]):
        return None
    found = [_Signature((piece,)) for piece in rows[place]]
    for end, row in enumerate(rows[place + 1 : place + _SIGNATURE_ROWS], start=place + 1):
        longer = _with_row(found, row)
        if longer is None:
            return None
        found = longer
        if all(signature.name for signature in found):
            return _Taken([list(signature.rows()) for signature in found], (), end + 1)
    return None


def _with_row(signatures: Sequence[_Signature], row: Row) -> list[_Signature] | None:
    """The signatures with a line below each of them, or below some; None when one does not belong to them."""
    found = list(signatures)
    lefts = [signature.role[0].left for signature in found]
    for piece in row:
        column = bisect_right(lefts, piece.left + _NEAR * piece.size) - 1
        is_inside = column >= 0 and (column + 1 == len(lefts) or piece.right < lefts[column + 1])
        longer = found[column].with_line(piece) if is_inside else None
        if longer is None:
            return None
        found[column] = longer
    return found
