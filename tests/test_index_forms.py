"""The same invented letter in every form is the same letter."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from index.authority import load_authority
from index.forms.sandbox import Sandbox
from index.letter import Letter
from index.readers import read_letter

AUTHORITY = load_authority()
LETTERS = Path(__file__).parent / "letters"
TITLES = {"html": "Brief van de ministers over de verzonnen taakgroep"}
"""What the site's page says in its head, and the paper itself does not."""
FORMS = ("txt", "md", "xml", "html", "docx", "odt", "pdf")


@cache
def letter(name: str) -> Letter:
    sandbox = Sandbox()
    try:
        return read_letter(LETTERS / name, LETTERS, AUTHORITY, sandbox).letter
    finally:
        sandbox.close()


def metadata(found: Letter) -> Letter:
    """Everything but the text, its structure, and what only one form tells."""
    return replace(found, text="", notes=(), blocks=(), path="", source=None)


def words(*texts: str) -> list[str]:
    """The words of texts, quotation marks alike."""
    return re.sub(r"[’‘`]", "'", " ".join(texts)).split()


@pytest.mark.parametrize("form", FORMS[1:])
def test_the_official_paper(form: str) -> None:
    expected, found = letter("kst-99521-7.txt"), letter(f"kst-99521-7.{form}")
    assert metadata(found) == replace(metadata(expected), title=TITLES.get(form, expected.title))
    assert words(found.text) == words(expected.text)
    assert [words(note) for note in found.notes] == [words(note) for note in expected.notes]
    assert [block.kind for block in found.blocks] == [block.kind for block in expected.blocks]


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_a_ministry_s_letter(form: str) -> None:
    expected, found = letter("ministerie-verzonnen.txt"), letter(f"ministerie-verzonnen.{form}")
    assert metadata(found) == metadata(expected)
    assert words(found.text) == words(expected.text)


def test_the_official_paper_with_its_metadata_beside_it() -> None:
    found = letter("official/kst-99521-7/kst-99521-7.xml")
    expected = replace(
        letter("kst-99521-7.xml"),
        path="official/kst-99521-7/kst-99521-7.xml",
        title=TITLES["html"],
        source="https://zoek.officielebekendmakingen.nl/kst-99521-7.html",
    )
    assert found == expected
