"""Paragraphs -> stretches: matches and links in one text, each where it was."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.request import Span
from web.runs import Link, Run, Runs, Stretch


def link(start: int, end: int) -> Link:
    """A link of these signs."""
    return Link(start, end, f"/brief/{start}", "Een brief")


def spans(marked: str) -> tuple[Span, ...]:
    """``a [b] c`` as spans; the one in brackets matches."""
    texts = marked.replace("]", "[").split("[")
    return tuple(Span(text, match=bool(at % 2)) for at, text in enumerate(texts) if text)


HERE = link(2, 4)

STRETCHES = [
    pytest.param("abcdef", [], [Stretch((Run("abcdef"),))], id="neither"),
    pytest.param("ab[cd]ef", [], [Stretch((Run("ab"), Run("cd", True, 1), Run("ef")))], id="a match"),
    pytest.param(
        "abcdef", [HERE], [Stretch((Run("ab"),)), Stretch((Run("cd"),), HERE), Stretch((Run("ef"),))], id="a link"
    ),
    pytest.param(
        "ab[cd]ef",
        [HERE],
        [Stretch((Run("ab"),)), Stretch((Run("cd", True, 1),), HERE), Stretch((Run("ef"),))],
        id="both",
    ),
    pytest.param(
        "abc[d]ef",
        [HERE],
        [Stretch((Run("ab"),)), Stretch((Run("c"), Run("d", True, 1)), HERE), Stretch((Run("ef"),))],
        id="a match in a link",
    ),
    pytest.param(
        "a[bcde]f",
        [HERE],
        [
            Stretch((Run("a"), Run("b", True, 1))),
            Stretch((Run("cd", True),), HERE),
            Stretch((Run("e", True), Run("f"))),
        ],
        id="a link in a match, which keeps one number",
    ),
    pytest.param(
        "[ab][cd]",
        [HERE, link(4, 9)],
        [Stretch((Run("ab", True, 1),)), Stretch((Run("cd", True, 2),), HERE)],
        id="what lies beyond the paragraph is not its own",
    ),
    pytest.param("", [HERE], [], id="nothing"),
]


@pytest.mark.parametrize(("marked", "links", "stretches"), STRETCHES)
def test_stretches(marked: str, links: Sequence[Link], stretches: list[Stretch]) -> None:
    assert Runs(links).paragraph(spans(marked)) == tuple(stretches)


@pytest.mark.parametrize(
    ("marked", "cells"),
    [
        pytest.param("a | b", [[Run("a")], [Run("b")]], id="two"),
        pytest.param("| | b |", [[], [], [Run("b")], []], id="empty ones"),
        pytest.param("a|b", [[Run("a|b")]], id="a bar within a word"),
        pytest.param("[a] | b", [[Run("a", True, 1)], [Run("b")]], id="a match before a bar"),
        pytest.param("x [a | b] y", [[Run("x "), Run("a", True, 1)], [Run("b", True), Run(" y")]], id="one across it"),
    ],
)
def test_cells(marked: str, cells: list[list[Run]]) -> None:
    assert Runs().cells(spans(marked)) == tuple((Stretch(tuple(runs)),) if runs else () for runs in cells)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[Link]]:
    """A text of some paragraphs, places of matches in it and places of links, each sort without overlap."""
    text = draw(st.text("ab |\n", max_size=40))
    places = st.lists(st.integers(0, len(text)), max_size=12, unique=True).map(sorted)
    ranges = places.map(lambda found: list(zip(found[::2], found[1::2], strict=False)))
    return text, draw(ranges), [link(*place) for place in draw(ranges)]


def split(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, tuple[Span, ...]]]:
    """The paragraphs with where they begin, and their spans; a match across their bounds is cut there."""
    found, start = [], 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        bounds = {start, end, *(min(max(bound, start), end) for mark in marks for bound in mark)}
        cut = (
            Span(text[first:last], match=any(begin <= first < stop for begin, stop in marks))
            for first, last in pairwise(sorted(bounds))
        )
        found.append((start, tuple(cut)))
        start = end + 2
    return found


@given(texts())
def test_text_matches_and_links_stay_where_they_were(made: tuple[str, list[tuple[int, int]], list[Link]]) -> None:
    text, marks, links = made
    paragraphs, runs = split(text, marks), Runs(links)
    shown: list[str] = []
    numbers: list[int] = []
    for start, cut in paragraphs:
        place = start
        for stretch in runs.paragraph(cut, start):
            numbers += stretch.numbers
            for run in stretch.runs:
                inside = range(place, place + len(run.text))
                assert {any(begin <= at < end for begin, end in marks) for at in inside} == {run.match}
                assert {next((one for one in links if one.start <= at < one.end), None) for at in inside} == {
                    stretch.link
                }
                place += len(run.text)
        shown.append(text[start:place])
    assert "\n\n".join(shown) == text
    assert numbers == list(range(1, sum(span.match for _, cut in paragraphs for span in cut) + 1))
