"""Excerpts and their marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter import Block
from search.marks import Mark, spans
from search.request import Snippet, Span
from search.snippets import WIDTH, excerpts


def marks(text: str, *words: str) -> list[Mark]:
    found = [
        Mark(place, place + len(word), number)
        for number, word in enumerate(words)
        for place in range(len(text))
        if text.startswith(word, place)
    ]
    return sorted(found)


def shown(snippet: Snippet) -> str:
    return "".join(f"[{span.text}]" if span.match else span.text for span in snippet.spans)


STRUCTURED = "Kop\n\nEerste.\n\nMali\n\nOver Mali."
BLOCKS = (Block("heading", 1, 1), Block(page=1), Block("heading", 1, 2), Block(page=3))


@pytest.mark.parametrize(
    ("word", "blocks", "places"),
    [
        pytest.param("Eerste", BLOCKS, [("Kop", 1)], id="below a heading"),
        pytest.param("Mali", BLOCKS, [("Mali", 2)], id="a heading"),
        pytest.param("Kop", BLOCKS, [("Kop", 1)], id="the first heading"),
        pytest.param("Eerste", (Block(),) * 4, [(None, None)], id="no pages, no headings"),
        pytest.param("Eerste", (), [(None, None)], id="nothing known"),
        pytest.param("x", BLOCKS, [("Kop", 1)], id="no match: the beginning"),
    ],
)
def test_where_an_excerpt_stands(word: str, blocks: tuple[Block, ...], places: list[tuple[str, int]]) -> None:
    found = excerpts(STRUCTURED, marks(STRUCTURED, word), blocks)
    assert [(snippet.section, snippet.page) for snippet in found] == places


LONG = "Dit is een zin die nergens over gaat. " * 20


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("", [], []),
        ("Een korte brief.", [], ["Een korte brief."]),
        ("Een korte brief.", ["korte"], ["Een [korte] brief."]),
        (LONG + "Hier staat Takuba. Meer niet.", ["Takuba"], ["… Hier staat [Takuba]. Meer niet."]),
        ("Kop\n\nHier staat Takuba.\n\nSlot", ["Takuba"], ["Hier staat [Takuba]. …"]),
        (f"Takuba eerst. {LONG}Takuba trekt terug.", ["Takuba", "terug"], None),
    ],
)
def test_excerpts(text: str, words: list[str], expected: list[str] | None) -> None:
    found = [shown(snippet) for snippet in excerpts(text, marks(text, *words))]
    if expected is None:
        assert [found[0].startswith("[Takuba] eerst."), found[1].endswith("[Takuba] trekt [terug].")] == [True, True]
    else:
        assert found == expected


@given(st.lists(st.sampled_from(["Takuba", "terug", "en", "zin.", "\n\n", "Één", "x" * 30]), max_size=120))
def test_excerpts_never_cut_words_or_marks(parts: list[str]) -> None:
    text = " ".join(parts)
    found = marks(text, "Takuba", "terug")
    whole = set(text.split())
    for snippet in excerpts(text, found):
        plain = "".join(span.text for span in snippet.spans).removeprefix("… ").removesuffix(" …")
        assert set(plain.split()) <= whole
        assert {span.text for span in snippet.spans if span.match} <= {"Takuba", "terug"}
        assert len(plain) <= 2 * WIDTH
        assert not found or any(span.match for span in snippet.spans)


def test_spans_cover_the_text() -> None:
    assert spans("abcdef", [Mark(1, 2, 0), Mark(2, 4, 1)]) == (
        Span("a", match=False), Span("b", match=True), Span("cd", match=True), Span("ef", match=False),
    )  # fmt: skip
