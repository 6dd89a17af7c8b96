"""A letter's paragraphs -> the parts that its page shows."""

from dataclasses import replace

import pytest

from index.letter import Block, Letter
from search.request import LetterView, Span
from web.passages import FEW, LONG, Part, Passage, contents, parts, plain
from web.runs import Link, Run, Stretch


def view(*paragraphs: tuple[Block, str]) -> LetterView:
    """A letter of these blocks."""
    blocks, texts = zip(*paragraphs, strict=True)
    letter = Letter("brief-1", "Titel", "\n\n".join(texts), "brief.txt", blocks=blocks)
    return LetterView(letter, (), tuple((Span(text, match=False),) for text in texts), 0)


def passage(number: int, text: str, page: int | None = None) -> Passage:
    """One paragraph without matches and links."""
    return Passage(number, page, (Stretch((Run(text),)),))


ITEM = Block("item", 1)

PARTS = [
    pytest.param(
        view((Block(), "a"), (Block(), "b")),
        [Part("paragraph", (passage(1, "a"),)), Part("paragraph", (passage(2, "b"),))],
        id="each paragraph by itself",
    ),
    pytest.param(
        view((ITEM, "a"), (ITEM, "1. b"), (Block(), "c"), (ITEM, "d")),
        [
            Part("item", (passage(1, "a"), replace(passage(2, "1. b"), numbered=True))),
            Part("paragraph", (passage(3, "c"),)),
            Part("item", (passage(4, "d"),)),
        ],
        id="the items of a list together",
    ),
    pytest.param(
        view((Block("row"), "a | b")),
        [Part("row", (Passage(1, None, (), ((Stretch((Run("a"),)),), (Stretch((Run("b"),)),))),))],
        id="a row in cells",
    ),
    pytest.param(
        view((Block(page=1), "a"), (Block(page=1), "b"), (Block(page=2), "c")),
        [
            Part("paragraph", (passage(1, "a", 1),)),
            Part("paragraph", (passage(2, "b"),)),
            Part("paragraph", (passage(3, "c", 2),)),
        ],
        id="a page where it begins",
    ),
]


@pytest.mark.parametrize(("shown", "expected"), PARTS)
def test_parts(shown: LetterView, expected: list[Part]) -> None:
    assert parts(shown) == tuple(expected)


def test_a_letter_without_blocks_is_paragraphs() -> None:
    bare = view((Block(), "a"))
    assert parts(replace(bare, letter=replace(bare.letter, blocks=()))) == (Part("paragraph", (passage(1, "a"),)),)


def test_links_find_their_paragraph() -> None:
    here = Link(3, 5, "/brief/x", "X")
    shown = view((Block(), "a"), (Block("row"), "bc | d"))
    assert plain(shown)[here.start : here.end] == "bc"
    assert parts(shown, [here])[1].passages[0].cells == ((Stretch((Run("bc"),), here),), (Stretch((Run("d"),)),))


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        pytest.param([1, 2, 3, 1], [2, 3, 4, 2], id="as they are"),
        pytest.param([3, 3, 4], [2, 2, 3], id="the highest is 2"),
        pytest.param([1, 3, 2, 3], [2, 3, 3, 4], id="none is skipped"),
        pytest.param([2, 1, 2], [2, 2, 3], id="one above the first"),
        pytest.param([1, 2, 3, 4, 5], [2, 3, 4, 4, 4], id="the deepest is 4"),
    ],
)
def test_levels_of_headings(levels: list[int], shown: list[int]) -> None:
    assert [part.level for part in parts(view(*((Block("heading", level), "Kop") for level in levels)))] == shown


@pytest.mark.parametrize(
    ("headings", "signs", "listed"),
    [
        pytest.param(FEW, LONG, FEW, id="long, with headings"),
        pytest.param(FEW - 1, LONG, 0, id="few headings"),
        pytest.param(FEW, LONG - 4 * FEW, 0, id="short"),
    ],
)
def test_contents(headings: int, signs: int, listed: int) -> None:
    whole = parts(view(*[(Block("heading", 1), "Kop")] * headings, (Block(), "a" * (signs - 3 * headings))))
    assert contents(whole) == whole[:listed]
