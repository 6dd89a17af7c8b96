"""Plain text and Markdown -> documents."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Document, Line, Unreadable
from index.forms.markdown import read_markdown
from index.forms.text import decoded, read_text

DUTCH = "Geïnformeerde Kamer: coördinatie en beëindiging."


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        pytest.param("a\nb", [("a", None), ("b", None)], id="no pages"),
        pytest.param("a\fb", [("a", 1), ("b", 2)], id="a form feed"),
        pytest.param("a\n" * 10 + " b", [("a", 1)] * 10 + [("b", 2)], id="a space, as OCR leaves it"),
        pytest.param(" a\n" + "b\n" * 10, [("a", None), *[("b", None)] * 10, ("", None)], id="a space at the top"),
        pytest.param(" a\n b\n c", [("a", None), ("b", None), ("c", None)], id="all indented"),
    ],
)
def test_pages(text: str, pages: list[tuple[str, int | None]]) -> None:
    assert [(line.text, line.page) for line in read_text(text.encode()).lines] == pages


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(DUTCH.encode(), (DUTCH, None), id="UTF-8"),
        pytest.param(DUTCH.encode("cp1252"), (DUTCH, "cp1252"), id="Windows"),
        pytest.param(DUTCH.encode("latin-1"), (DUTCH, "cp1252"), id="Latin-1"),
        pytest.param(DUTCH.encode("cp850"), (DUTCH, "cp850"), id="DOS"),
        pytest.param(DUTCH.encode("mac_roman"), (DUTCH, "mac_roman"), id="Macintosh"),
        pytest.param(DUTCH.encode("utf-16"), (DUTCH, "utf-16"), id="UTF-16"),
        pytest.param(DUTCH.encode("utf-16-be"), (DUTCH, "utf_16_be"), id="UTF-16 without a mark"),
        pytest.param("«Mali» – “één”".encode("cp1252"), ("«Mali» – “één”", "cp1252"), id="quotation marks"),
    ],
)
def test_decoded(content: bytes, expected: tuple[str, str | None]) -> None:
    assert decoded(content) == expected


def test_markdown() -> None:
    text = """---
title: Mali
---
29 521 Vredesmissies
Nr. 5

# 1. *Inleiding*

Zie noot[^a] en [verslag](https://example.org/x) &amp; meer.

- een
- twee
  gaat door

  vervolg
1. eerste
   - diep

| Missie | Jaar |
|--------|------|
| MINUSMA | 2014 |

[^a]: Kamerstuk 29 521,
    nr. 4
"""
    lines = read_markdown(text.encode()).lines
    assert [line[:3] + line[4:] for line in lines if line.text] == [
        ("29 521 Vredesmissies", "line", 0, 4),
        ("Nr. 5", "line", 0, 5),
        ("1. Inleiding", "heading", 1, 7),
        ("Zie noot en verslag & meer.", "line", 0, 9),
        ("een", "item", 1, 11),
        ("twee gaat door", "item", 1, 12),
        ("vervolg", "line", 0, 15),
        ("1. eerste", "item", 1, 16),
        ("diep", "item", 2, 17),
        ("Missie | Jaar", "row", 0, 19),
        ("MINUSMA | 2014", "row", 0, 21),
        ("Kamerstuk 29 521, nr. 4", "note", 0, 23),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a  \nb", ["a", "b", ""], id="a hard break"),
        pytest.param("<b>x</b>", ["<b>x</b>", ""], id="tags are text"),
        pytest.param("![alt](x.png)na", ["na", ""], id="a picture"),
        pytest.param("    code\n    meer", ["code", "meer", ""], id="indented text"),
        pytest.param("> citaat", ["citaat", ""], id="a quotation"),
        pytest.param("Titel\n---\nTekst", ["Titel", "Tekst", ""], id="an underlined heading"),
    ],
)
def test_other_markdown(text: str, lines: list[str]) -> None:
    assert [line.text for line in read_markdown(text.encode()).lines] == lines


ANY: st.SearchStrategy[Any] = st.binary() | st.text("#*-_[]()^|`>1. \n\\&;:!<ab").map(str.encode)


@given(ANY)
def test_any_bytes_are_a_document_or_a_reason(content: bytes) -> None:
    for read in (read_text, read_markdown):
        with suppress(Unreadable):
            document = read(content)
            assert isinstance(document, Document)
            assert all(isinstance(line, Line) and "\n" not in line.text for line in document.lines)
