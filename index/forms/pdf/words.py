"""The words on a page -> its lines, from where the words stand alone.

Lengths are in points, from the left and the top of the page; shares are of the size of the letters.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import Final, NamedTuple

from index.roles import is_role

BOLD: Final = 1
ITALIC: Final = 2

_SAME_LINE: Final = 0.15  # further apart, words stand on two lines
_SMALL: Final = 0.85  # as small beside its neighbour, a raised or lowered word is a mark
_RISE: Final = 0.6
_GLUED: Final = 0.4
_SAME_MARK: Final = 0.6  # a small word so near behind another one belongs to the same mark
_AFTER_MARK: Final = 2.5  # so far behind its mark a note may begin
_SPACE: Final = 0.15  # a wider gap is a space
_NARROW: Final = 0.6  # of the narrowest space that is in the file; a gap that is narrower is none
_SPELLED: Final = 0.6  # letters of a spaced word are no further apart
_SPELLED_DIGITS: Final = 0.26
_EVEN: Final = 1.6  # a gap so much wider than the usual one between spaced letters parts words
_WORD_GAP: Final = 0.75  # gaps in a spaced word are narrower than so much of those around it
_PIECE: Final = 1.2  # a wider gap parts what stands on one line
_CELL: Final = 0.7  # likewise a gap before a role beside another one, and what stands below it
_EDGE: Final = 0.4  # apart or less, words stand below each other
_STRETCHED: Final = 2.5  # a gap up to here may be a space that was stretched
_NEIGHBOUR: Final = 2.0
_STOPS: Final = ".,:;"
_UNITS: Final = frozenset({"mm", "cm", "dm", "m", "km"})


class Word(NamedTuple):
    """A word or a part of it; ``base`` is the line it stands on, ``spaced`` tells that a space stands before it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    style: int
    spaced: bool = False
    raised: bool = False


class Rule(NamedTuple):
    """A straight line that is drawn."""

    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """What is on a page: ``words`` in the order of the file, with ``base`` down from the top; ``rules``; its size."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float


class Piece(NamedTuple):
    """Words that stand together on one line.

    ``style`` is what all of them have, ``mark`` the raised sign before them, ``first`` the width of the first word and
    ``second`` where the next one begins; ``cells`` are those of a row of a table.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: int
    mark: str = ""
    first: float = 0.0
    second: float = 0.0
    cells: tuple[str, ...] = ()


Row = tuple[Piece, ...]
"""What stands on one line, from left to right."""


def page_rows(words: Iterable[Word]) -> list[Row]:
    """The lines of a page from top to bottom, parted where columns may be. Marks of notes in the text are gone."""
    rows = [row for row in _parted_rows(_attached(_lines(words))) if row]
    return [
        _rejoined(row, rows[max(0, number - 1) : number] + rows[number + 1 : number + 2])
        for number, row in enumerate(rows)
    ]


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    """The words by the line they stand on, from left to right."""
    lines: list[list[Word]] = []
    before: Word | None = None
    for word in sorted(words, key=lambda word: word.base):
        if before and word.base - before.base <= _SAME_LINE * min(word.size, before.size):
            lines[-1].append(word)
        else:
            lines.append([word])
        before = word
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _attached(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines with the small words that stand above or below one beside it, where they belong."""
    biggest = [max(word.size for word in line) for line in lines]
    moved: list[list[Word]] = [[] for _ in lines]
    for number, line in enumerate(lines):
        # Those below first: the marks in them stand high.
        order = (*range(number + 1, min(number + 4, len(lines))), *range(max(number - 3, 0), number))
        smallest = min(word.size for word in line)
        around = [near for near in order if smallest < _SMALL * biggest[near]]
        before: Word | None = None
        host = number
        for word in line:
            if not (host != number and before and word.left - before.right < _SAME_MARK * word.size):
                host = next((near for near in around if _is_mark_in(word, lines[near])), number)
            moved[host].append(word._replace(raised=word.base < lines[host][0].base) if host != number else word)
            before = word
    return [sorted(line, key=lambda word: word.left) for line in moved if line]


def _is_mark_in(word: Word, line: Sequence[Word]) -> bool:
    """True for a small word that is glued to one of ``line``, behind it or before the line."""
    place = bisect_left(line, word.left, key=lambda other: other.left)
    before, after = line[max(place - 1, 0)], line[min(place, len(line) - 1)]
    if before.left < word.left and _is_mark(word, before):
        return word.left - before.right < _GLUED * before.size
    return after.left >= word.left and _is_mark(word, after) and after.left - word.right < _AFTER_MARK * after.size


def _is_mark(word: Word, other: Word) -> bool:
    return word.size < _SMALL * other.size and abs(word.base - other.base) < _RISE * other.size


def _whole(line: Sequence[Word]) -> list[Word]:
    """The words, their parts joined; one that is drawn twice, as bold letters may be, is there once."""
    gaps = [word.left - before.right for before, word in pairwise(line) if word.spaced]
    narrowest = _NARROW * min((gap for gap in gaps if gap > 0), default=0.0)
    words: list[Word] = []
    before: Word | None = None
    for word in line:
        if before and word.text == before.text and word.left < (before.left + before.right) / 2:
            continue
        spaced = before is not None and _is_apart(before, word, narrowest)
        if before and not spaced and word[4:6] == before[4:6] and word.raised == before.raised:
            words[-1] = words[-1]._replace(text=words[-1].text + word.text, right=word.right)
        else:
            words.append(word._replace(spaced=spaced))
        before = word
    return words


def _is_apart(before: Word, word: Word, narrowest: float) -> bool:
    """True when a space stands between two parts of a line: in the file, or a gap that is not too narrow for one."""
    return word.spaced or word.left - before.right > max(_SPACE * min(before.size, word.size), narrowest)


def _parted_rows(lines: Iterable[Sequence[Word]]) -> Iterator[Row]:
    edges: Sequence[float] = ()
    base = 0.0
    for line in lines:
        words = _spelled(_whole(line))
        is_near = words[0].base - base < _NEIGHBOUR * words[0].size
        edges = _role_edges(words) or (edges if is_near else ())
        base = words[0].base
        yield tuple(_pieces(words, edges))


def _role_edges(words: Sequence[Word]) -> Sequence[float]:
    """Where roles begin beside the one that the line begins with."""
    if not _is_role_at(words, 0):
        return ()
    return [word.left for number, word in enumerate(words) if number and _is_role_at(words, number)]


def _is_role_at(words: Sequence[Word], place: int) -> bool:
    return is_role(" ".join(word.text for word in words[place : place + 2]))


def _pieces(words: Sequence[Word], edges: Sequence[float]) -> Iterator[Piece]:
    begin = 0
    for number in range(1, len(words) + 1):
        if number == len(words) or _parts(words[number - 1], words[number], edges):
            yield from _piece(words[begin:number])
            begin = number


def _parts(before: Word, after: Word, edges: Sequence[float]) -> bool:
    """True when a gap between words is wide, or not that wide and at one of ``edges``."""
    size = max(before.size, after.size)
    place = bisect_left(edges, after.left - _EDGE * size)
    is_at_edge = place < len(edges) and edges[place] <= after.left + _EDGE * size
    wide = _CELL if is_at_edge else _AFTER_MARK if before.raised else _PIECE
    return after.left - before.right > wide * size


def _piece(words: Sequence[Word]) -> Iterator[Piece]:
    """The words as a piece; none when they are but the mark of a note."""
    mark = words[0].text if words[0].raised and _is_note_mark(words[0], None) else ""
    shown = [
        word for before, word in pairwise((None, *words)) if word and not (word.raised and _is_note_mark(word, before))
    ]
    text = " ".join(_shown("".join(f" {word.text}" if word.spaced else word.text for word in shown)).split())
    if not text:
        return
    style = BOLD | ITALIC
    for word in shown:
        style &= word.style
    largest = max(shown, key=lambda word: len(word.text))
    first, second = shown[0].right - shown[0].left, shown[1].left if len(shown) > 1 else 0.0
    yield Piece(text, shown[0].left, words[-1].right, largest.base, largest.size, style, mark, first, second)


def _is_note_mark(word: Word, before: Word | None) -> bool:
    is_number = word.text.strip(",;)*†").isdigit() or not word.text.strip("*†")
    return is_number and not (before and before.text in _UNITS)


def _shown(text: str) -> str:
    """The text without signs that PDFium does not know and hyphens that are not shown; one at its end is."""
    if text.endswith("\u00ad"):
        text = f"{text[:-1]}-"
    return text.replace("\u00ad", "").replace("\ufffd", "")


def _spelled(words: Sequence[Word]) -> list[Word]:
    """The words, those with space between their letters joined."""
    joined: list[Word] = []
    number = 0
    while number < len(words):
        end = number
        while end < len(words) and len(words[end].text.strip(_STOPS)) < 3 and not words[end].raised:
            end += 1
        signs = [word.text for word in words[number:end] if len(word.text) == 1]
        letters = sum(sign.isalpha() for sign in signs)
        if len(signs) > 2:
            joined.extend(_joined_signs(words, number, end, _SPELLED if letters > 2 else _SPELLED_DIGITS))
        else:
            end = max(end, number + 1)
            joined.extend(words[number:end])
        number = end
    return joined


def _joined_signs(words: Sequence[Word], start: int, end: int, most: float) -> Iterator[Word]:
    """The words from ``start`` to ``end``, those joined that stand nearer to each other than to what is around.

    They stand no further apart than ``most`` of their size.
    """
    gaps = [after.left - before.right for before, after in pairwise(words)]
    even = _EVEN * median_low(gaps[start : end - 1])
    begin = start
    for number in range(start + 1, end + 1):
        if number < end and gaps[number - 1] <= even:
            continue
        around = [gaps[place] for place in (begin - 1, number - 1) if 0 <= place < len(gaps)]
        widest = max(gaps[begin : number - 1], default=0.0)
        is_word = widest < _WORD_GAP * min(around) if around else number - begin > 3
        if is_word and widest <= most * words[begin].size:
            text = "".join(word.text for word in words[begin:number])
            yield words[begin]._replace(text=text, right=words[number - 1].right)
        else:
            yield from words[begin:number]
        begin = number


def _rejoined(row: Row, neighbours: Sequence[Row]) -> Row:
    """The pieces of a line, joined where no column ends: a line above or below runs on over the gap between them."""
    pieces = list(row[:1])
    for piece in row[1:]:
        before = pieces[-1]
        is_near = piece.left - before.right < _STRETCHED * piece.size and not _are_roles(before, piece)
        if is_near and any(_runs_over(near, before, piece) for near in neighbours):
            text, style = f"{before.text} {piece.text}", before.style & piece.style
            pieces[-1] = before._replace(text=text, right=piece.right, style=style, second=before.second or piece.left)
        else:
            pieces.append(piece)
    return tuple(pieces)


def _are_roles(before: Piece, after: Piece) -> bool:
    return is_role(before.text) and is_role(after.text)


def _runs_over(row: Row, before: Piece, after: Piece) -> bool:
    place = bisect_right(row, before.right, key=lambda piece: piece.left)
    if not place or abs(row[0].base - after.base) > _NEIGHBOUR * after.size:
        return False
    return row[place - 1].right >= after.left
