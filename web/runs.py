"""A paragraph as runs of text: those that match the question, those that lead to a paper, both, or neither."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from search.request import Span

_BAR: Final = re.compile(r" ?(?:(?<= )|^)\|(?= |$) ?")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. A match has its number (from 1) where it begins; its rest has 0, as text that does not match."""

    text: str
    match: bool = False
    number: int = 0


class Link(NamedTuple):
    """Where a text leads to another paper: from ``start`` to ``end``. ``title`` is what one that we hold is called."""

    start: int
    end: int
    href: str
    title: str | None = None

    @property
    def external(self) -> bool:
        """Whether it leads away from this site."""
        return self.title is None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs in reading order that share one link, or have none."""

    runs: tuple[Run, ...]
    link: Link | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the matches that begin here."""
        return tuple(run.number for run in self.runs if run.number)


class _Piece(NamedTuple):
    start: int
    run: Run


class Runs:
    """Makes stretches of the paragraphs of one text, from the first to the last; matches are numbered on from 1.

    ``links`` are in order, and none begins before the one before it ends.
    """

    def __init__(self, links: Sequence[Link] = ()) -> None:
        self._links = links
        self._starts = [link.start for link in links]
        self._bounds = sorted({bound for link in links for bound in (link.start, link.end)})
        self._matches = 0

    def paragraph(self, spans: Iterable[Span], start: int = 0) -> tuple[Stretch, ...]:
        """The stretches of the paragraph that begins at ``start`` in the text."""
        return self._stretches(self._pieces(spans, start, self._bounds))

    def cells(self, spans: Sequence[Span], start: int = 0) -> tuple[tuple[Stretch, ...], ...]:
        """The stretches of a table's row, cell by cell, without the bars between the cells."""
        text = "".join(span.text for span in spans)
        bars = [start + bound for bar in _BAR.finditer(text) for bound in bar.span()]
        cells: list[list[_Piece]] = [[] for _ in range(len(bars) // 2 + 1)]
        inside = self._bounds[bisect_right(self._bounds, start) : bisect_left(self._bounds, start + len(text))]
        for piece in self._pieces(spans, start, sorted({*inside, *bars})):
            cell, bar = divmod(bisect_right(bars, piece.start), 2)
            if not bar:
                cells[cell].append(piece)
        return tuple(map(self._stretches, cells))

    def _pieces(self, spans: Iterable[Span], start: int, bounds: Sequence[int]) -> Iterator[_Piece]:
        """The spans, cut at these bounds."""
        for span in spans:
            self._matches += span.match
            end = start + len(span.text)
            inside = bounds[bisect_right(bounds, start) : bisect_left(bounds, end)]
            for first, last in pairwise((start, *inside, end)):
                number = self._matches if span.match and first == start else 0
                yield _Piece(first, Run(span.text[first - start : last - start], span.match, number))
            start = end

    def _stretches(self, pieces: Iterable[_Piece]) -> tuple[Stretch, ...]:
        linked = groupby(pieces, key=lambda piece: self._link(piece.start))
        return tuple(Stretch(tuple(piece.run for piece in group), link) for link, group in linked)

    def _link(self, place: int) -> Link | None:
        """The link that the text has at this place."""
        before = bisect_right(self._starts, place) - 1
        return self._links[before] if before >= 0 and place < self._links[before].end else None
