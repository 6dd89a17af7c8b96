"""Raw text -> paragraphs of whole words, without what belongs to the page."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import PAGE, Cleaned, clean_lines
from index.forms.document import Line
from index.forms.text import read_text
from index.letter import Block
from index.paragraphs import Paragraph, paragraphs
from index.signs import clean_signs


def cleaned(raw: str) -> tuple[str, tuple[str, ...]]:
    """The running text and the notes of a raw text."""
    found = clean_lines(read_text(raw.replace("\0", "").encode(errors="replace")).lines)
    shown = paragraphs(found.lines, len(found.notes))
    return "\n\n".join(paragraph.text for paragraph in shown), tuple(note.text for note in found.notes)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param("e\u0301e\u0301n", "één", id="NFC"),
        pytest.param("vre\u00addes\u200bmissie\ufeff", "vredesmissie", id="invisible signs"),
        pytest.param("ĳzer, o\ufb03cier, \ufb01scaal, \ufb02ank", "ijzer, officier, fiscaal, flank", id="ligatures"),
        pytest.param("29\u00a0521\u202fx\ty", "29 521 x y", id="spaces"),
        pytest.param("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne", id="line ends"),
        pytest.param("a\x07b\x1bc", "abc", id="control characters"),
        pytest.param("² ½ «–—»", "² ½ «–—»", id="left alone"),
    ],
)
def test_signs(raw: str, clean: str) -> None:
    assert clean_signs(raw) == clean


@pytest.mark.parametrize(
    "line",
    [
        "Tweede Kamer der Staten-Generaal 2",
        "Tweede Kamer der Staten-Generaal | 2",
        "Vergaderjaar 2021-2022",
        "Vergaderjaar 2008–2009",
        "Vergaderjaar 2022-\n2023",
        "Tweede Kamer, vergaderjaar 2021–2022, 29 521, nr. 426 3",
        "kst-29521-426",
        "KST122954",
        "0809tkkst22831-59",
        "ISSN 0921 - 7371",
        "Sdu Uitgevers ’s-Gravenhage 2008",
        "’s-Gravenhage 2008",
        "Blad 2 van 5",
        "Pagina 3",
        "\f12",
    ],
)
def test_furniture(line: str) -> None:
    text, _ = cleaned(f"De missie in Mali gaat\n{line}\nvoorlopig door.")
    assert text == "De missie in Mali gaat voorlopig door."


def test_furniture_is_kept_apart() -> None:
    lines = [Line("a"), Line("kst-29521-426"), Line("b"), Line("blz. 1", "furniture")]
    assert clean_lines(lines) == Cleaned((lines[0], Line(PAGE), lines[2], Line(PAGE)), (lines[1], lines[3]))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("de Sahel-\nregio en de Sahelregio", "de Sahelregio en de Sahelregio", id="attested whole"),
        pytest.param("Takuba-liaison, de Takuba-\nliaison", "Takuba-liaison, de Takuba-liaison", id="attested divided"),
        pytest.param(
            "Takuba-partners, de Takuba-\nmissie", "Takuba-partners, de Takuba-missie", id="a name before hyphens"
        ),
        pytest.param("onder-\ntekend", "ondertekend", id="not attested"),
        pytest.param("Neder-\nland", "Nederland", id="a capital, not attested"),
        pytest.param("VN-\nmissie", "VN-missie", id="acronym"),
        pytest.param("de F-\n16", "de F-16", id="before a digit"),
        pytest.param("Noord-\nAfrika", "Noord-Afrika", id="before a capital"),
        pytest.param("ONTWIKKELINGS-\nSAMENWERKING", "ONTWIKKELINGSSAMENWERKING", id="a heading in capitals"),
        pytest.param("in-\nen uitvoer", "in- en uitvoer", id="a hyphen for a word left out"),
        pytest.param(
            "het buitenland- en\nveiligheidsbeleid", "het buitenland- en veiligheidsbeleid", id="inside a line"
        ),
        pytest.param("niet-\ngouvernementeel", "niet-gouvernementeel", id="niet- keeps its hyphen"),
        pytest.param("EU-trainings-\nmissie", "EU-trainingsmissie", id="the second of two hyphens"),
        pytest.param("zo -\nen niet anders", "zo - en niet anders", id="a dash"),
        pytest.param("(burgerbe-\nvolking)", "(burgerbevolking)", id="behind a bracket"),
        pytest.param("burgerbe-\n\nvolking", "burgerbevolking", id="across an empty line"),
    ],
)
def test_line_end_hyphens(raw: str, text: str) -> None:
    assert cleaned(raw)[0] == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Een regel\nen nog een.\n\n\n\nEen alinea.", "Een regel en nog een.\n\nEen alinea.", id="lines"),
        pytest.param("het debat d.d.\n\n16 februari jl.", "het debat d.d. 16 februari jl.", id="after d.d."),
        pytest.param("samen met\n\nde partners", "samen met de partners", id="in mid-sentence"),
        pytest.param("Inleiding\n\nDe missie", "Inleiding\n\nDe missie", id="a heading"),
        pytest.param("Inleiding\n\n1. De missie", "Inleiding\n\n1. De missie", id="a numbered heading"),
        pytest.param("Zo is het.\n\nen dan", "Zo is het.\n\nen dan", id="after a full stop"),
        pytest.param(
            "De inzet van Nederlandse militairen in de\n\fTsjadische hoofdstad",
            "De inzet van Nederlandse militairen in de Tsjadische hoofdstad",
            id="a page break, then a name",
        ),
        pytest.param("Er zijn:\n• een\n• twee", "Er zijn:\n\neen\n\ntwee", id="items without a full stop"),
        pytest.param("Er zijn:\n– een;\n– twee.", "Er zijn:\n\neen;\n\ntwee.", id="items"),
        pytest.param("", "", id="empty"),
        pytest.param(" \n\f\n \n", "", id="nothing but space"),
    ],
)
def test_paragraphs(raw: str, text: str) -> None:
    assert cleaned(raw)[0] == text


@pytest.mark.parametrize(
    ("raw", "text", "notes"),
    [
        pytest.param(
            'De landen, waaronder Nederland." Deze\n\nT Déclaration. | Elysée (elysee.fr)\n\fterugtrekking begint.',
            "De landen, waaronder Nederland. Deze terugtrekking begint.",
            ("Déclaration. | Elysée (elysee.fr)",),
            id="mark and note as OCR reads them",
        ),
        pytest.param(
            "Zoals geschetst.1 Dat gaat2 door met 40 F-16's.\n\n1 Kamerstuk 29 521, nr. 4\n2 Zie ook\nde vorige brief",
            "Zoals geschetst. Dat gaat door met 40 F-16's.",
            ("Kamerstuk 29 521, nr. 4", "Zie ook de vorige brief"),
            id="notes at the end",
        ),
        pytest.param(
            "Zoals geschetst.1\nX Noot\n1\nKamerstuk 29 521, nr. 4\nX Noot\n2\nZie ook\nNaar boven",
            "Zoals geschetst.",
            ("Kamerstuk 29 521, nr. 4", "Zie ook"),
            id="notes of a site",
        ),
        pytest.param(
            "Resolutie2100 is er.9\n\n1 Nederland\n", "Resolutie2100 is er.9\n\n1 Nederland", (), id="no note"
        ),
        pytest.param('Hij zei: "ja".', 'Hij zei: "ja".', (), id="a quotation"),
    ],
)
def test_notes(raw: str, text: str, notes: tuple[str, ...]) -> None:
    assert cleaned(raw) == (text, notes)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("Inleiding\n\nDe missie.", [("Inleiding", "heading"), ("De missie.", "paragraph")], id="heading"),
        pytest.param("1. Mali\n\nDe missie.", [("1. Mali", "heading"), ("De missie.", "paragraph")], id="numbered"),
        pytest.param(
            "Twee punten:\n1. het eerste;\n2. het tweede.\n\nDaarna.",
            [
                ("Twee punten:", "paragraph"),
                ("1. het eerste;", "item"),
                ("2. het tweede.", "item"),
                ("Daarna.", "paragraph"),
            ],
            id="items",
        ),
        pytest.param(
            "Hoogachtend\n\nDe Minister", [("Hoogachtend", "paragraph"), ("De Minister", "paragraph")], id="end"
        ),
        pytest.param("De missie.\n\nMali", [("De missie.", "paragraph"), ("Mali", "paragraph")], id="nothing below it"),
    ],
)
def test_headings_and_items_of_plain_text(raw: str, expected: list[tuple[str, str]]) -> None:
    shown = paragraphs(clean_lines(read_text(raw.encode()).lines).lines)
    assert [(paragraph.text, paragraph.block.kind) for paragraph in shown] == expected


def test_whole_lines_stay_apart_and_keep_what_they_are() -> None:
    lines = [
        Line("Kop-", "heading", 2, page=1),
        Line("een regel", page=1),
        Line("gaat door", page=2),
        Line("punt", "item", 1, page=2),
        Line("noot 1", "note", page=2),
        Line("a | b", "row", page=2),
    ]
    found = clean_lines(lines)
    assert (paragraphs(found.lines), [note.text for note in found.notes]) == (
        (
            Paragraph("Kop-", Block("heading", 2, 1)),
            Paragraph("een regel gaat door", Block(page=1)),
            Paragraph("punt", Block("item", 1, 2)),
            Paragraph("a | b", Block("row", 0, 2)),
        ),
        ["noot 1"],
    )


@given(
    st.text()
    | st.lists(st.sampled_from(["a-", "\n", "\f", " x", "1 Zie", "X Noot", "d.d.", "kst-1-2", "A."])).map("".join)
)
def test_any_text_becomes_paragraphs(raw: str) -> None:
    text, notes = cleaned(raw)
    for paragraph in text.split("\n\n") if text else []:
        assert paragraph == " ".join(paragraph.split(" ")).strip() != ""
        assert "\n" not in paragraph
    assert unicodedata.is_normalized("NFC", text)
    assert all(notes)
