"""What becomes of a word processor's paragraphs and tables."""

from collections.abc import Callable, Sequence

import pytest

from index.forms.document import Line
from index.forms.layout import numeral
from index.forms.office.flow import Block, Face, Flow, furniture

PLAIN = Face()

NUMERALS = {
    "1": [(1, "1"), (0, "0"), (-3, "-3"), (12345, "12345")],
    "a": [(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (131, "131"), (0, "0")],
    "A": [(3, "C"), (28, "BB")],
    "i": [(1, "i"), (4, "iv"), (9, "ix"), (1994, "mcmxciv"), (3999, "mmmcmxcix"), (4000, "4000"), (0, "0")],
    "I": [(14, "XIV"), (40, "XL")],
    "ordinal": [(2, "2")],
}


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(value, form, text) for form, pairs in NUMERALS.items() for value, text in pairs],
    ids=repr,
)
def test_a_numeral(value: int, form: str, text: str) -> None:
    assert numeral(value, form) == text


BOLD, ITALIC = Face(bold=True), Face(italic=True)
LONG = "Hierbij informeren wij uw Kamer over het gezamenlijke besluit van de partners. " * 3


def say(flow: Flow, text: str, face: Face = PLAIN) -> None:
    """A paragraph; ``/`` stands for a line break."""
    flow.open_paragraph("paragraph", 0, "", face)
    for number, line in enumerate(text.split("/")):
        if number:
            flow.break_line()
        flow.text(line)
    flow.close_paragraph()


def tabulate(flow: Flow, rows: Sequence[Sequence[str]], *, gridded: bool = False) -> None:
    """A table; ``;`` stands between the paragraphs of a cell."""
    flow.open_table(gridded=gridded)
    for row in rows:
        flow.open_row()
        for cell in row:
            flow.open_cell()
            for paragraph in filter(None, cell.split(";")):
                say(flow, paragraph)
            flow.close_cell()
    flow.close_table()


def said(flow: Flow) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in flow.lines()]


ROLE, OTHER_ROLE = "De Minister van Defensie,", "De Minister van Buitenlandse Zaken,"
BREAKS = {
    "signature": ("De Minister van Defensie,/K.H. Verzonnen", ["De Minister van Defensie,", "K.H. Verzonnen"]),
    "address": (
        "De Voorzitter van de Tweede Kamer/der Staten-Generaal/Plein 2/2511 CR Den Haag",
        ["De Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Plein 2", "2511 CR Den Haag"],
    ),
    "running text": (
        "Hierbij informeren wij uw Kamer over het gezamenlijke besluit om de/inzet te beëindigen.",
        ["Hierbij informeren wij uw Kamer over het gezamenlijke besluit om de inzet te beëindigen."],
    ),
    "a line too long for an address": ("a" * 91 + "/Plein 2", ["a" * 91 + " Plein 2"]),
    "empty lines": ("/Plein 2//Den Haag/", ["Plein 2", "Den Haag"]),
    "white space": (" Plein\t 2\n", ["Plein 2"]),
    "hard spaces and soft hyphens": ("29\xa0521 mis\xadsies", ["29\xa0521 mis\xadsies"]),
    "nothing": (" / ", []),
}


@pytest.mark.parametrize(("text", "lines"), BREAKS.values(), ids=BREAKS)
def test_line_breaks(text: str, lines: list[str]) -> None:
    flow = Flow()
    say(flow, text)
    assert flow.lines() == [Line(line, "paragraph", 0, None, 1) for line in lines]


HEADINGS = {
    "bold": ("Veiligheid", BOLD, ("heading", 2)),
    "italic": ("Veiligheid", ITALIC, ("heading", 3)),
    "bold and italic": ("Veiligheid", Face(bold=True, italic=True), ("heading", 2)),
    "plain": ("Veiligheid", PLAIN, ("paragraph", 0)),
    "a sentence": ("Dit is belangrijk.", BOLD, ("paragraph", 0)),
    "a role": (ROLE, BOLD, ("paragraph", 0)),
    "too long": ("a" * 101, BOLD, ("paragraph", 0)),
}


@pytest.mark.parametrize(("text", "face", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_what_stands_alone_in_bold_or_italic_is_a_heading(text: str, face: Face, expected: tuple[str, int]) -> None:
    flow = Flow()
    say(flow, text, face)
    assert [(line.kind, line.level) for line in flow.lines()] == [expected]


def test_partly_bold_is_no_heading() -> None:
    flow = Flow()
    flow.open_paragraph("paragraph", 0, "", BOLD)
    flow.text("Let")
    flow.set_face(PLAIN)
    flow.text(" op")
    flow.close_paragraph()
    tabulate(flow, [["x"], ["y"]])
    flow.open_frame()
    say(flow, "Datum", BOLD)
    flow.close_frame()
    assert said(flow) == [("paragraph", text) for text in ("Let op", "x", "y", "Datum")]


TABLES: dict[str, tuple[list[list[str]], list[tuple[str, str]]]] = {
    "labels": (
        [["Datum", "17 februari 2022"], ["Betreft", "Takuba"]],
        [("paragraph", "Datum 17 februari 2022"), ("paragraph", "Betreft Takuba")],
    ),
    "labels in one cell": (
        [["Datum;Kenmerk", "17 februari 2022;BS 2022001"]],
        [("paragraph", "Datum 17 februari 2022"), ("paragraph", "Kenmerk BS 2022001")],
    ),
    "the margin": (
        [["99 521", "Deelname"], ["Nr. 7", "BRIEF VAN DE MINISTER;Aan de Voorzitter"]],
        [
            ("paragraph", "99 521 Deelname"),
            ("paragraph", "Nr. 7 BRIEF VAN DE MINISTER"),
            ("paragraph", "Aan de Voorzitter"),
        ],
    ),
    "an address beside a sender": (
        [["De Voorzitter van de Tweede Kamer;Plein 2", "Ministerie van Defensie;Kalvermarkt 32"]],
        [
            ("paragraph", line)
            for line in (
                "De Voorzitter van de Tweede Kamer",
                "Plein 2",
                "Ministerie van Defensie",
                "Kalvermarkt 32",
            )
        ],
    ),
    "one column": ([["Kader"], [LONG]], [("paragraph", "Kader"), ("paragraph", LONG.strip())]),
    "one filled column": ([["", "Kader"], ["", "Tekst"]], [("paragraph", "Kader"), ("paragraph", "Tekst")]),
    "signatures": (
        [[ROLE, OTHER_ROLE], ["K. Verzonnen", "W. Bedacht"]],
        [("paragraph", line) for line in (ROLE, "K. Verzonnen", OTHER_ROLE, "W. Bedacht")],
    ),
    "three columns": (
        [["Land", "Missie", "Aantal"], ["Mali", "", "2"]],
        [("row", "Land | Missie | Aantal"), ("row", "Mali | | 2")],
    ),
    "nothing": ([["", ""]], []),
    "no row": ([], []),
}


@pytest.mark.parametrize(("rows", "expected"), TABLES.values(), ids=TABLES)
def test_a_table_without_lines_in_the_head(rows: list[list[str]], expected: list[tuple[str, str]]) -> None:
    flow = Flow()
    tabulate(flow, rows)
    assert said(flow) == expected


ABOVE: dict[str, Callable[[Flow], None]] = {
    "running text": lambda flow: say(flow, LONG),
    "a salutation": lambda flow: say(flow, "Geachte voorzitter,"),
}


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_below_the_head_a_table_has_rows(above: Callable[[Flow], None]) -> None:
    flow = Flow()
    above(flow)
    tabulate(flow, TABLES["labels"][0])
    assert said(flow)[1:] == [("row", "Datum | 17 februari 2022"), ("row", "Betreft | Takuba")]


def test_a_table_with_lines_has_rows() -> None:
    flow = Flow()
    tabulate(flow, TABLES["labels"][0], gridded=True)
    assert said(flow) == [("row", "Datum | 17 februari 2022"), ("row", "Betreft | Takuba")]


def test_a_table_in_a_table() -> None:
    flow = Flow()
    flow.open_table(gridded=True)
    flow.open_row()
    flow.open_cell()
    say(flow, "Mali")
    flow.close_cell()
    flow.open_cell()
    tabulate(flow, [["a", "b"], ["c", "d"]], gridded=True)
    flow.close_cell()
    flow.close_table()
    assert flow.lines() == [Line("Mali | a | b c | d", "row", 0, None, 1)]


def test_pages_and_numbers_and_notes() -> None:
    """A note comes after the body, with the number and the page of the paragraph that refers to it."""
    flow = Flow()
    say(flow, "Een/Twee")
    say(flow, " ")
    flow.break_page()
    flow.open_paragraph("item", 1, "1.", PLAIN)
    flow.text("Drie")
    flow.open_note()
    say(flow, "Noot")
    say(flow, "vervolg")
    flow.close_note()
    flow.break_page()
    flow.text(" vier")
    flow.close_paragraph()
    flow.open_paragraph("heading", 1, "2.", PLAIN)
    flow.close_paragraph()
    say(flow, "Vijf")
    assert flow.lines() == [
        Line("Een", "paragraph", 0, 1, 1),
        Line("Twee", "paragraph", 0, 1, 1),
        Line("1. Drie vier", "item", 1, 2, 2),
        Line("Vijf", "paragraph", 0, 3, 3),
        Line("Noot vervolg", "note", 0, 2, 2),
    ]


@pytest.mark.parametrize(
    ("gridded", "lines"),
    [(True, ["Betreft | Mali vredesmissies"]), (False, ["Betreft Mali", "vredesmissies"])],
    ids=["row", "head"],
)
def test_the_notes_of_a_table(gridded: bool, lines: list[str]) -> None:
    flow = Flow()
    flow.open_table(gridded=gridded)
    flow.open_row()
    for text in ("Betreft", "Mali/vredesmissies"):
        flow.open_cell()
        flow.open_paragraph("paragraph", 0, "", PLAIN)
        for number, line in enumerate(text.split("/")):
            if number:
                flow.break_line()
            flow.text(line)
        flow.refer(f"Noot bij {text}")
        flow.close_paragraph()
        flow.close_cell()
    flow.close_table()
    assert [line.text for line in flow.lines()] == [*lines, "Noot bij Betreft", "Noot bij Mali/vredesmissies"]


def test_hidden_text_and_what_stands_outside_paragraphs_is_not_there() -> None:
    flow = Flow()
    flow.text("buiten")
    flow.refer("buiten")
    flow.set_face(BOLD)
    flow.open_paragraph("paragraph", 0, "", Face(hidden=True))
    flow.text("verborgen")
    flow.refer("verborgen")
    flow.set_face(PLAIN)
    flow.text("zichtbaar")
    flow.open_frame()
    flow.text("los")
    flow.close_frame()
    flow.close_paragraph()
    assert flow.lines() == [Line("zichtbaar", "paragraph", 0, None, 1)]


def test_a_paragraph_that_goes_on() -> None:
    flow = Flow()
    flow.open_paragraph("paragraph", 0, "", PLAIN)
    flow.text("Een ")
    flow.refer("Noot")
    flow.close_paragraph(goes_on=True)
    say(flow, "zin.")
    assert said(flow) == [("paragraph", "Een zin."), ("note", "Noot")]


def test_furniture_is_said_once() -> None:
    head = [Block("paragraph", 0, ("Tweede Kamer", "2"), 1)]
    assert furniture([head, head, []]) == [Line("Tweede Kamer", "furniture"), Line("2", "furniture")]


@pytest.mark.parametrize(("above", "below"), [(PLAIN, BOLD), (ITALIC, PLAIN), (Face(bold=False), BOLD)], ids=repr)
def test_a_face_over_another(above: Face, below: Face) -> None:
    assert above.over(below) == Face(
        below.bold if above.bold is None else above.bold,
        below.italic if above.italic is None else above.italic,
        below.hidden if above.hidden is None else above.hidden,
    )
