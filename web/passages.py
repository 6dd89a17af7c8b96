"""The text of a letter as its page shows it: parts, passages and runs, and the headings that it can be entered by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from index.letter import Block, BlockKind
from search.request import LetterView
from web.runs import Link, Runs, Stretch

_GROUPED: Final = frozenset({"item", "row"})
_NUMBERED: Final = re.compile(r"(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)] ")
_PARAGRAPHS: Final = "\n\n"
"""What stands between two of them."""
_HIGHEST, _DEEPEST = 2, 4
LONG: Final = 6000
"""Signs of a text that needs a table of contents."""
FEW: Final = 4
"""A text with fewer headings needs none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the letter: its number from 1, the page that begins with it, and its stretches of text.

    The row of a table has the stretches of each of its ``cells`` instead. An item that has a number of its own is
    ``numbered``.
    """

    number: int
    page: int | None
    stretches: tuple[Stretch, ...]
    cells: tuple[tuple[Stretch, ...], ...] = ()
    numbered: bool = False

    @property
    def text(self) -> str:
        """The paragraph as plain text, that of a row without its bars."""
        stretches = chain(self.stretches, *self.cells)
        return "".join(run.text for stretch in stretches for run in stretch.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """Passages that belong together: a paragraph or heading, the items of a list, the rows of a table.

    ``level`` is that of a heading on the page: from 2, below the letter's title, and never one too deep at once.
    """

    kind: BlockKind
    passages: tuple[Passage, ...]
    level: int = 0


def plain(view: LetterView) -> str:
    """The letter's text, as it was before its matches were marked."""
    return _PARAGRAPHS.join("".join(span.text for span in spans) for spans in view.paragraphs)


def parts(view: LetterView, links: Sequence[Link] = ()) -> tuple[Part, ...]:
    """The letter's text in reading order, with its matches numbered from 1 and these links in it.

    ``links`` are places in the `plain` text, in order; none begins before the one before it ends.
    """
    blocks = view.letter.blocks or (Block(),) * len(view.paragraphs)
    numbered = zip(blocks, _passages(view, blocks, Runs(links)), _levels(blocks), strict=True)
    grouped = groupby(numbered, key=lambda one: (one[0].kind, one[2], one[0].kind in _GROUPED or one[1].number))
    return tuple(Part(kind, tuple(passage for _, passage, _ in group), level) for (kind, level, _), group in grouped)


def contents(whole: Sequence[Part]) -> tuple[Part, ...]:
    """The headings of a text that is long and has several; else none."""
    headings = tuple(part for part in whole if part.kind == "heading")
    if len(headings) < FEW or sum(len(passage.text) for part in whole for passage in part.passages) < LONG:
        return ()
    return headings


def _passages(view: LetterView, blocks: Sequence[Block], runs: Runs) -> Iterator[Passage]:
    page, start = None, 0
    for number, (block, spans) in enumerate(zip(blocks, view.paragraphs, strict=True), start=1):
        row = block.kind == "row"
        yield Passage(
            number,
            block.page if block.page != page else None,
            () if row else runs.paragraph(spans, start),
            runs.cells(spans, start) if row else (),
            block.kind == "item" and bool(spans) and bool(_NUMBERED.match(spans[0].text)),
        )
        page = block.page
        start += sum(len(span.text) for span in spans) + len(_PARAGRAPHS)


def _levels(blocks: Sequence[Block]) -> Iterator[int]:
    """For each block the level of its heading on the page; 0 where it is none."""
    above: list[int] = []
    for block in blocks:
        if block.kind != "heading":
            yield 0
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        yield min(_HIGHEST + len(above) - 1, _DEEPEST)
