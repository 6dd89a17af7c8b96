"""A PDF -> a document: lines in reading order, from where the words stand alone."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.forms.document import Document, Line, Unreadable
from index.forms.pdf import reader
from index.forms.pdf.reader import read_pdf
from index.joining import Joiner

LETTERS: Final = Path(__file__).parent / "letters"
OFFICIAL: Final = LETTERS / "kst-99521-7.pdf"
COLUMNS: Final = LETTERS / "variants" / "kst-99521-7-kolommen.pdf"
MINISTRY: Final = LETTERS / "ministerie-verzonnen.pdf"

FONTS: Final = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
PLAIN, BOLD, ITALIC = range(3)
PROSE: Final = (
    "de regering heeft met belangstelling kennisgenomen van het verslag over de missie en de inzet van de eenheden in "
    "het gebied waar ook andere landen werkzaam zijn met een mandaat dat door de raad voor een jaar is verleend "
)


def pdf(*pages: str, rotate: int = 0, trailer: str = "", letters: str = "") -> bytes:
    """A PDF (1.7) of A4 pages with these contents; ``letters`` is what the signs of its fonts mean."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = " ".join(f"/F{number} {3 + number} 0 R" for number in range(len(FONTS)))
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"}
    for number, font in enumerate(FONTS, start=3):
        meaning = "/ToUnicode 9 0 R" if letters else ""
        objects[number] = f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding{meaning}>>"
    objects[9] = f"<</Length {len(letters)}>>stream\n{letters}\nendstream"
    for number, content in zip(count(10, 2), pages, strict=False):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {rotate}/Resources<</Font<<{fonts}>>>>"
        objects[number] = f"{page}/Contents {number + 1} 0 R>>"
        objects[number + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    body = "".join(f"{number} 0 obj\n{value}\nendobj\n" for number, value in sorted(objects.items()))
    return f"%PDF-1.7\n{body}trailer<</Root 1 0 R{trailer}>>\n%%EOF".encode("cp1252")


def text(x: float, y: float, string: str, size: float = 10, font: int = PLAIN, state: str = "") -> str:
    """Text at a place on a page, with the operators ``state`` before it."""
    escaped = re.sub(r"([\\()])", r"\\\1", string)
    return f"q BT /F{font} {size} Tf {state} {x} {y} Td ({escaped}) Tj ET Q\n"


def prose(x: float, y: float, lines: int, width: int = 70) -> str:
    """Running text in so many full lines of about ``width`` signs, and a short one that ends it."""
    return column(x, y, 12, *prose_lines(lines, width))


def prose_lines(lines: int, width: int = 70) -> list[str]:
    words = iter((PROSE * lines).split())
    return [*(_line(words, width) for _ in range(lines)), "en dat is alles."]


def _line(words: Iterator[str], width: int) -> str:
    line = next(words)
    while len(line) < width:
        line += f" {next(words)}"
    return line


def column(x: float, y: float, step: float, *lines: str, size: float = 10) -> str:
    """Lines below each other."""
    return "".join(text(x, y - step * number, line, size) for number, line in enumerate(lines))


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} m {to_x} {to_y} l S\n"


def read(path: Path) -> tuple[Line, ...]:
    return read_pdf(path.read_bytes()).lines


def shown(content: bytes) -> list[str]:
    """The lines of a PDF, those that are no plain ones after their kind and level."""
    return [
        line.text if line.kind == "line" else f"{line.kind}{line.level or ''}: {line.text}"
        for line in read_pdf(content).lines
    ]


def of_kind(lines: tuple[Line, ...], kind: str) -> list[tuple[int, str]]:
    return [(line.level or line.page or 0, line.text) for line in lines if line.kind == kind]


# The letters that were invented for the tests

AROUND = ["Tweede Kamer der Staten-Generaal", "2", "Vergaderjaar 2021-2022"]
HEADING = (
    "Nr. 7 BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN VOOR BUITENLANDSE HANDEL EN "
    "ONTWIKKELINGSSAMENWERKING"
)
HEAD = [
    *AROUND,
    "99 521 Nederlandse deelname aan verzonnen vredesmissies",
    "27 925 Bestrijding internationaal terrorisme",
    HEADING,
    "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
    "Den Haag, 17 februari 2022",
]
HEADINGS = [
    (1, "1. Inleiding"),
    (1, "2. Veiligheidssituatie"),
    (2, "Humanitaire situatie"),
    (1, "3. Nederlandse bijdrage"),
    (1, "4. Vervolgstappen"),
    (1, "VERSLAG RAAD BUITENLANDSE ZAKEN VAN 24 JANUARI 2022"),
    (1, "Sahel"),
    (1, "Afrikaanse Unie"),
]
ITEMS = [
    "voedselhulp en drinkwatervoorziening in de opvangkampen;",
    "gezondheidszorg, in het bijzonder geestelijke gezondheidszorg voor kinderen en jongeren die met geweld te maken "
    "hebben gehad;",
    "bescherming van vluchtelingenvrouwen en slachtofferhulp.",
    "1. opleidingsactiviteiten die rechtstreeks aan gevechtseenheden ten goede komen, worden opgeschort;",
    "2. de advisering over rechtsstaatontwikkeling en mensenrechten wordt voortgezet, mits de transitieautoriteiten "
    "een geloofwaardig verkiezingstijdpad overleggen;",
    "3. over de mogelijke gevolgen voor MINUSMA wordt uw Kamer voor het zomerreces geïnformeerd.",
]
ROWS = [
    "Missie | Bijdrage | Aantal",
    "MINUSMA | Stafofficieren en individuele politiefunctionarissen | 14",
    "EUTM Mali | Instructeurs en een medische hulppost | 9",
    "Takuba | Stafofficier en liaisonofficier | 2",
    "Golf van Guinee | Zr.Ms. Toonbeeld met boordhelikopter | 96",
]
NOTES = [
    "Kamerstuk 29 521, nr. 426.",
    "Verklaring van de verzonnen partnerlanden, te vinden op "
    "https://www.example.org/verklaringen/verzonnen-sahel-2022.",
    "Onder een vertrouwenwekkende maatregel wordt in deze brief verstaan: een eenzijdige, omkeerbare en controleerbare "
    "stap van een van de partijen, die de andere partijen niet tot een tegenprestatie verplicht en die door de "
    "waarnemers ter plaatse wordt vastgesteld (zie ook Kamerstuk 27 925, nrs. 570 en 597).",
    "Zie ook Aanhangsel Handelingen, vergaderjaar 2021–2022, nr. 3173.",
    "Handelingen II 2021/22, nr. 27, item 8.",
    "Kamerstuk 21 501-02, nr. 2462, d.d. 4 februari jl.",
]

both = pytest.mark.parametrize("path", [OFFICIAL, COLUMNS], ids=["one-column", "two-columns"])


@both
def test_the_head_of_an_official_paper(path: Path) -> None:
    found = [line.text for line in read(path) if line.text]
    head = found[: found.index(HEAD[-1]) + 1]
    assert " ".join(head) == " ".join(HEAD)
    assert {*HEAD} - {HEADING} <= {*head}  # each on a line of its own; the heading takes more


@both
def test_what_a_paper_is_made_of(path: Path) -> None:
    lines = read(path)
    assert of_kind(lines, "heading") == HEADINGS
    assert of_kind(lines, "item") == [(1, item) for item in ITEMS]
    assert [row for _, row in of_kind(lines, "row")] == ROWS
    assert [note for _, note in of_kind(lines, "note")] == NOTES


@both
def test_what_stands_around_its_text(path: Path) -> None:
    lines = read(path)
    pages = range(1, max(line.page or 0 for line in lines) + 1)
    foot = "Tweede Kamer, vergaderjaar 2021–2022, 99 521, nr. 7"
    assert of_kind(lines, "furniture") == [
        *((1, text) for text in (*AROUND, "kst-99521-7", "ISSN 0921 - 7371", "’s-Gravenhage 2022")),
        *((page, text) for page in pages for text in (foot, str(page))),
    ]


@both
def test_the_words_of_its_text_in_their_order(path: Path) -> None:
    markdown = (LETTERS / "kst-99521-7.md").read_text(encoding="utf-8")
    body = markdown[markdown.index("Deze brief is verzonnen") : markdown.index("\n[^1]:")]
    plain = re.sub(r"\[\^\d+\]|^#+ |^\| ---.*|^[-|] |[*]| \|$", "", body, flags=re.MULTILINE)
    lines = [line.text for line in read(path) if line.text and line.kind not in ("furniture", "note")]
    found = Joiner(lines).joined(lines)
    assert found[found.index("Deze brief is verzonnen") :].split() == plain.split()


def test_paragraphs_end_where_the_layout_ends_them() -> None:
    lines = [line for line in read(OFFICIAL) if line.kind not in ("furniture", "note")]
    begins = [after.text for before, after in pairwise(lines) if not before.text]
    assert begins[:8] == [
        "27 925 Bestrijding internationaal terrorisme",
        "Nr. 7 BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN",
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Den Haag, 17 februari 2022",
        "Deze brief is verzonnen voor de tests van kbsearch. In navolging van de Kamerbrief «Ontwikke-",
        "1. Inleiding",
        "De afgelopen weken heeft op ministerieel, hoogambtelijk en militair niveau intensief overleg",
        "Deze brief gaat achtereenvolgens in op de veiligheidssituatie, de Nederlandse bijdrage, de kos-",
    ]
    pages = [line for line in lines if line.number == 1 and line.page != 1]
    assert all(line.text for line in pages)  # each page but the first goes on with a sentence


def test_the_head_of_a_ministry_s_letter() -> None:
    lines = [line.text for line in read(MINISTRY)]
    assert lines[: lines.index("Zeer geachte Voorzitter,")] == [
        "Ministerie van Defensie",
        "Postadres",
        "Postbus 00000, 0000 ZZ Den Haag",
        "",
        "Internet",
        "www.example.org",
        "",
        "Ons nummer",
        "VZ-2009/000123",
        "",
        "Bijlage(n)",
        "1",
        "",
        "De Voorzitter van de Tweede Kamer",
        "der Staten-Generaal",
        "Binnenhof 4",
        "2513 AA Den Haag",
        "",
        "Datum 24 maart 2009",
        "Betreft Verzonnen stand van zaken ISAF en EUNAVFOR Atalanta",
        "",
    ]


def test_every_line_tells_where_it_is() -> None:
    places = [(line.page, line.number) for line in read(OFFICIAL)]
    assert places == sorted(places)
    assert all(page and number for page, number in places)


# One thing at a time

PARTS: Final = "BT /F0 10 Tf 72 700 Td %s ET"
LINES: dict[str, tuple[str, list[str]]] = {
    "marks": (
        PARTS % "(De brief.) Tj /F0 6 Tf 4 Ts (1) Tj /F0 10 Tf 0 Ts ( Een zin; en) Tj /F0 6 Tf 4 Ts (12, 13) Tj",
        ["De brief. Een zin; en"],
    ),
    "superscript-digits": (text(72, 700, "Een zin.\xb9 Een vlak van 5 m\xb2."), ["Een zin. Een vlak van 5 m2."]),
    "raised-letters": (
        PARTS % "(de 19) Tj /F0 6 Tf 4 Ts (e) Tj /F0 10 Tf 0 Ts ( eeuw) Tj",
        ["de 19e eeuw"],
    ),
    "lowered-digits": (PARTS % "(uitstoot van CO) Tj /F0 6 Tf -2 Ts (2) Tj", ["uitstoot van CO2"]),
    "spaced-line": (text(72, 700, "BRIEF VAN DE MINISTER", state="2.5 Tc"), ["BRIEF VAN DE MINISTER"]),
    "spaced-words": (
        PARTS % "[(BRIEF) -450 (V) -280 (A) -280 (N) -450 (DE MINISTER) -450 (V) -280 (A) -280 (N) -450 (DEFENSIE)] TJ",
        ["BRIEF VAN DE MINISTER VAN DEFENSIE"],
    ),
    "spaced-word-alone": (text(72, 700, "V E R S L A G"), ["VERSLAG"]),
    "letters-that-are-words": (text(72, 700, "vitamine A B C en D"), ["vitamine A B C en D"]),
    "gaps-for-spaces": (PARTS % "[(Een) -280 (zin) -280 (met) 40 (een) -280 (punt.)] TJ", ["Een zin meteen punt."]),
    "letter-by-letter": (
        "".join(text(x, 700, sign) for x, sign in zip((72, 77.56, 79.78, 82, 87.56), "alles", strict=True)),
        ["alles"],
    ),
    "drawn-twice": (text(72, 700, "Twee keer") + text(200, 600, "Iets") + text(72.3, 700, "Twee keer"), ["Twee keer"]),
    "askew": (text(72, 700, "Recht") + "BT /F0 10 Tf 0 1 -1 0 300 300 Tm (scheef) Tj ET", ["Recht"]),
    "hidden-copy": (text(72, 700, "Een brief") + text(72, 700, "Een", state="3 Tr"), ["Een brief"]),
    "hidden-text-of-a-scan": (
        text(72, 700, "De hele brief van een scan", state="3 Tr"),
        ["De hele brief van een scan"],
    ),
    "off-the-page": (text(72, 700, "Op de bladzijde") + text(700, 700, "ernaast"), ["Op de bladzijde"]),
    "hyphens": (
        text(72, 700, "de burgerbe\xad") + text(72, 688, "volking van de Sahel-") + text(72, 676, "regio"),
        ["de burgerbe-", "volking van de Sahel-", "regio"],
    ),
}


@pytest.mark.parametrize(("content", "expected"), LINES.values(), ids=LINES)
def test_lines(content: str, expected: list[str]) -> None:
    assert shown(pdf(content))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("rotate", "matrix"), [(90, "0 1 -1 0 100 100"), (180, "-1 0 0 -1 500 700"), (270, "0 -1 1 0 100 700")]
)
def test_a_page_that_is_turned(rotate: int, matrix: str) -> None:
    content = f"BT /F0 10 Tf {matrix} Tm (Een regel) Tj 0 -12 Td (en nog een) Tj ET"
    assert shown(pdf(content, rotate=rotate)) == ["Een regel", "en nog een"]


def test_a_page_without_text() -> None:
    lines = read_pdf(pdf(text(72, 700, "Een"), "", text(72, 700, "Drie"))).lines
    assert [(line.text, line.page) for line in lines] == [("Een", 1), ("Drie", 3)]


LEFT, RIGHT = "in de linkerkolom staat een regel", "in de rechterkolom staat een regel"
NOTE_RULE = rule(72, 150, 172, 150)
SMALL_MARK = "3 Ts"
TWO, THREE = prose_lines(2), prose_lines(3)
COLUMN: Final = ("gezegd dat de inzet van de eenheden eindigt", "en dat zij allemaal thuis zijn. Dat is goed")

LAYOUTS: dict[str, tuple[str, list[str]]] = {
    "two-columns": (
        text(72, 780, "Een regel over beide kolommen van de bladzijde, met nog wat erbij")
        + column(72, 750, 12, *(f"{number} {LEFT}" for number in "abcdef"))
        + column(320, 750, 12, *(f"{number} {RIGHT}" for number in "abcd")),
        [
            "Een regel over beide kolommen van de bladzijde, met nog wat erbij",
            "",
            *(f"{number} {LEFT}" for number in "abcdef"),
            *(f"{number} {RIGHT}" for number in "abcd"),
        ],
    ),
    "two-columns-of-other-heights": (
        column(72, 750, 12, *(f"{number} {LEFT}" for number in "abc"))
        + column(320, 745, 12, *(f"{number} {RIGHT}" for number in "abc")),
        [*(f"{number} {LEFT}" for number in "abc"), *(f"{number} {RIGHT}" for number in "abc")],
    ),
    "signatures-beside-each-other": (
        text(72, 500, "De Minister van Defensie,")
        + text(320, 500, "De Minister van Buitenlandse Zaken,")
        + text(72, 450, "A. Voorbeeld")
        + text(320, 450, "B. Proef"),
        ["De Minister van Defensie,", "", "A. Voorbeeld", "", "De Minister van Buitenlandse Zaken,", "", "B. Proef"],
    ),
    "signatures-with-roles-of-two-lines": (
        column(72, 500, 12, "De Minister van Buitenlandse", "Zaken,")
        + text(320, 500, "De Minister van Defensie,")
        + text(72, 450, "Anna Voorbeeld")
        + text(320, 450, "mr. B. Proef-Toets")
        + text(72, 420, "Bijlage: een overzicht"),
        [
            *["De Minister van Buitenlandse Zaken,", "", "Anna Voorbeeld", ""],
            *["De Minister van Defensie,", "", "mr. B. Proef-Toets", ""],
            "Bijlage: een overzicht",
        ],
    ),
    "signatures-in-three-columns": (
        prose(72, 550, 2)
        + column(72, 500, 12, "De Minister van", "Buitenlandse Zaken,")
        + column(230, 500, 12, "De Minister van Defensie,")
        + column(390, 500, 12, "De Minister voor Buitenlandse", "Handel en Ontwikkelings-", "samenwerking,")
        + text(72, 380, "A. Voorbeeld")
        + text(230, 380, "B. Proef")
        + text(390, 380, "C. Monster"),
        [
            *[*TWO, ""],
            *["De Minister van Buitenlandse Zaken,", "", "A. Voorbeeld", ""],
            *["De Minister van Defensie,", "", "B. Proef", ""],
            *["De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking,", "", "C. Monster"],
        ],
    ),
    "signatures-with-little-space-between": (
        prose(72, 588, 1, 90)
        + column(72, 564, 12, "De Minister van Buitenlandse", "Zaken en Koninkrijksrelaties,")
        + column(211, 564, 12, "De Minister van Defensie", "en Veiligheid,")
        + text(72, 500, "A. Voorbeeld")
        + text(211, 500, "B. Proef"),
        [
            *[*prose_lines(1, 90), ""],
            *["De Minister van Buitenlandse Zaken en Koninkrijksrelaties,", "", "A. Voorbeeld", ""],
            *["De Minister van Defensie en Veiligheid,", "", "B. Proef"],
        ],
    ),
    "signatures-without-commas": (
        column(72, 500, 12, "DE MINISTER VAN DEFENSIE", "A. Voorbeeld")
        + column(320, 500, 12, "DE MINISTER VAN FINANCIËN", "B. Proef"),
        ["DE MINISTER VAN DEFENSIE", "A. Voorbeeld", "", "DE MINISTER VAN FINANCIËN", "B. Proef"],
    ),
    "signatures-two-by-two": (
        "".join(
            text(x, y, role) + text(x, y - 50, name)
            for x, y, role, name in (
                (72, 600, "De Minister van Defensie,", "A. Een"),
                (320, 600, "De Minister van Financiën,", "B. Twee"),
                (72, 520, "De Minister-President,", "C. Drie"),
                (320, 520, "De Staatssecretaris van Defensie,", "D. Vier"),
            )
        ),
        [
            *["De Minister van Defensie,", "", "A. Een", "", "De Minister van Financiën,", "", "B. Twee", ""],
            *["De Minister-President,", "", "C. Drie", "", "De Staatssecretaris van Defensie,", "", "D. Vier"],
        ],
    ),
    "columns-of-text-that-begin-with-a-role": (
        column(72, 500, 12, "De minister van Defensie heeft in het debat", *COLUMN)
        + column(320, 500, 12, "De minister van Financiën heeft dat toen ook", *COLUMN),
        [
            *["De minister van Defensie heeft in het debat", *COLUMN],
            *["De minister van Financiën heeft dat toen ook", *COLUMN],
        ],
    ),
    "address-beside-a-margin": (
        text(72, 780, "Ministerie van Defensie")
        + column(72, 740, 12, "Aan de Voorzitter van de", "Tweede Kamer der Staten-Generaal", "Binnenhof 4", "Den Haag")
        + column(320, 740, 12, "Directie Beleid", "Rijnstraat 0", "0000 ZZ Den Haag", "Postbus 00000", "Nederland")
        + column(72, 650, 12, "Datum", "Betreft")
        + column(320, 650, 12, "4 oktober 2018", "Verzonnen stand van zaken", "van de missie")
        + prose(72, 570, 2),
        [
            *["Ministerie van Defensie", ""],
            *["Aan de Voorzitter van de", "Tweede Kamer der Staten-Generaal", "Binnenhof 4", "Den Haag", ""],
            *["Directie Beleid", "Rijnstraat 0", "0000 ZZ Den Haag", "Postbus 00000", "Nederland", ""],
            *["Datum 4 oktober 2018", "Betreft Verzonnen stand van zaken", "van de missie", ""],
            *TWO,
        ],
    ),
    "address-with-its-label-beside-a-margin": (
        text(72, 740, "Aan")
        + column(120, 740, 12, "de Voorzitter van de", "Tweede Kamer der Staten-Generaal")
        + column(400, 740, 12, "Directie Beleid", "Rijnstraat 0", "Nederland")
        + prose(72, 570, 2),
        [
            *["Aan de Voorzitter van de", "Tweede Kamer der Staten-Generaal", ""],
            *["Directie Beleid", "Rijnstraat 0", "Nederland", ""],
            *TWO,
        ],
    ),
    "labels-and-details": (
        text(72, 780, "Ministerie van Defensie", 14)
        + column(72, 700, 12, "De Voorzitter van de", "Tweede Kamer")
        + column(430, 703, 8, "Datum", "Kenmerk", "Telefoon", size=7)
        + column(470, 703, 8, "24 maart 2009", "D/2009", "070", size=7)
        + column(72, 640, 12, "Aan", "Betreft", size=7)
        + column(130, 640, 12, "de Kamer", "Een onderwerp dat", "over twee regels loopt")
        + prose(72, 560, 2),
        [
            "Ministerie van Defensie",
            "",
            "Datum 24 maart 2009",
            "Kenmerk D/2009",
            "Telefoon 070",
            "",
            "De Voorzitter van de",
            "Tweede Kamer",
            "",
            "Aan de Kamer",
            "Betreft Een onderwerp dat",
            "over twee regels loopt",
            "",
            *TWO,
        ],
    ),
    "paragraphs-that-are-indented": (
        text(84, 700, "De eerste alinea begint hier en loopt")
        + column(72, 688, 12, "nog een regel door tot aan het einde", "en eindigt dan, maar niet met een punt")
        + text(84, 664, "De tweede alinea begint hier, en zij")
        + column(72, 652, 12, "loopt ook nog een regel door"),
        [
            "De eerste alinea begint hier en loopt",
            "nog een regel door tot aan het einde",
            "en eindigt dan, maar niet met een punt",
            "",
            "De tweede alinea begint hier, en zij",
            "loopt ook nog een regel door",
        ],
    ),
    "headings": (
        prose(72, 750, 2)
        + text(72, 690, "Inleiding op het geheel", 14, BOLD)
        + prose(72, 670, 2)
        + text(72, 610, "Een kop die over twee regels", 10, BOLD)
        + text(72, 598, "van de bladzijde loopt", 10, BOLD)
        + prose(72, 580, 2)
        + text(72, 530, "Cursief", 10, ITALIC)
        + prose(72, 515, 2),
        [
            *[*TWO, ""],
            *["heading1: Inleiding op het geheel", ""],
            *[*TWO, ""],
            *["heading2: Een kop die over twee regels van de bladzijde loopt", ""],
            *[*TWO, ""],
            *["heading2: Cursief", ""],
            *TWO,
        ],
    ),
    "heading-below-a-salutation": (
        text(72, 780, "Geachte voorzitter,")
        + text(72, 756, "Hierbij informeer ik u.")
        + text(72, 730, "1. Achtergrond", 10, BOLD)
        + prose(72, 716, 2),
        ["Geachte voorzitter,", "", "Hierbij informeer ik u.", "", "heading1: 1. Achtergrond", "", *TWO],
    ),
    "headings-by-their-numbers": (
        prose(72, 750, 2)
        + text(72, 700, "1. Achtergrond")
        + prose(72, 676, 2)
        + text(72, 626, "2.")
        + text(100, 626, "Financiën en planning")
        + prose(72, 602, 2)
        + text(72, 552, "Cursief", 10, ITALIC)
        + prose(72, 540, 2),
        [
            *[*TWO, "", "heading1: 1. Achtergrond", ""],
            *[*TWO, "", "heading1: 2. Financiën en planning", ""],
            *[*TWO, "", "heading2: Cursief", ""],
            *TWO,
        ],
    ),
    "numbers-that-are-no-headings": (
        prose(72, 750, 2) + column(72, 700, 24, "1. Een onderdeel", "2. Nog een", "3. Het laatste") + prose(72, 620, 2),
        [*[*TWO, ""], *["1. Een onderdeel", "", "2. Nog een", "", "3. Het laatste", ""], *TWO],
    ),
    "items": (
        prose(72, 750, 2)
        + column(72, 700, 12, "•", "", "", "", "•")
        + column(84, 700, 12, "een eerste onder-", "deel van twee regels;", "–", "–", "een laatste.")
        + column(96, 676, 12, "een dieper;", "nog een;")
        + prose(72, 630, 2),
        [
            *[*TWO, ""],
            "item1: een eerste onderdeel van twee regels;",
            *["item2: een dieper;", "item2: nog een;"],
            *["item1: een laatste.", ""],
            *TWO,
        ],
    ),
    "dashes-that-are-no-items": (
        prose(72, 750, 2) + column(72, 700, 12, "– een streepje aan het begin", "en een gewone regel"),
        [*TWO, "", "– een streepje aan het begin", "en een gewone regel"],
    ),
    "table-without-rules": (
        prose(72, 750, 2)
        + column(72, 690, 12, "Missie", "MINUSMA", "EUTM Mali")
        + column(250, 690, 12, "Aantal", "14", "9")
        + prose(72, 640, 2),
        [
            *[*TWO, ""],
            *["row: Missie | Aantal", "row: MINUSMA | 14", "row: EUTM Mali | 9", ""],
            *TWO,
        ],
    ),
    "table-in-a-grid": (
        prose(72, 750, 2)
        + "".join(rule(72, y, 400, y) for y in (710, 680, 650))
        + "".join(rule(x, 710, x, 650) for x in (72, 200, 400))
        + column(75, 698, 12, "Een cel van", "twee regels")
        + column(205, 698, 12, "naast een andere")
        + column(75, 668, 12, "eronder")
        + column(205, 668, 12, "en de laat-", "ste cel")
        + prose(72, 630, 2),
        [
            *[*TWO, ""],
            *["row: Een cel van twee regels | naast een andere", "row: eronder | en de laatste cel", ""],
            *TWO,
        ],
    ),
    "table-with-rules-between-rows": (
        prose(72, 750, 2)
        + "".join(rule(72, y, 400, y) for y in (710, 680, 650))
        + column(75, 698, 12, "Een cel van", "twee regels")
        + column(205, 698, 12, "naast een andere")
        + column(75, 668, 12, "eronder")
        + column(205, 668, 12, "de laatste")
        + prose(72, 630, 2),
        [
            *[*TWO, ""],
            *["row: Een cel van twee regels | naast een andere", "row: eronder | de laatste", ""],
            *TWO,
        ],
    ),
    "notes": (
        prose(72, 700, 3)
        + NOTE_RULE
        + text(72, 138, "1", 5, state=SMALL_MARK)
        + column(80, 138, 10, "Zie www.example.org/een-lang/", "adres, en de gezamen-", "lijke brief.", size=8)
        + text(72, 108, "2", 5, state=SMALL_MARK)
        + text(80, 108, "Kamerstuk 29 521, nr. 3.", 8),
        [
            *THREE,
            "note: Zie www.example.org/een-lang/adres, en de gezamenlijke brief.",
            "note: Kamerstuk 29 521, nr. 3.",
        ],
    ),
    "notes-with-plain-numbers": (
        prose(72, 700, 3)
        + column(72, 138, 10, "1 Zie Kamerstuk 29 521, nr. 3, en", "2 mei jl.", "2 Zie de nota.", size=8),
        [
            *THREE,
            "note: Zie Kamerstuk 29 521, nr. 3, en 2 mei jl.",
            "note: Zie de nota.",
        ],
    ),
    "notes-in-the-margin": (
        text(60, 760, "29 521", 10, BOLD)
        + text(150, 760, "Titel van het dossier", 10, BOLD)
        + prose(150, 700, 8, 60)
        + column(60, 644, 8, "1 Zie de brief van", "3 mei jl.", "2 Zie de nota.", size=7)
        + column(60, 60, 8, "kst-29521-3", size=7),
        [
            "29 521 Titel van het dossier",
            *["note: Zie de brief van 3 mei jl.", "note: Zie de nota.", ""],
            *prose_lines(8, 60),
            "furniture: kst-29521-3",
        ],
    ),
}


@pytest.mark.parametrize(("content", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(content: str, expected: list[str]) -> None:
    assert shown(pdf(content)) == expected


def test_a_note_that_runs_on_to_the_next_page() -> None:
    first = prose(72, 700, 3) + NOTE_RULE + text(72, 138, "1", 5, state=SMALL_MARK)
    first += column(80, 138, 10, "Zie de brief van de minister over de ge-", size=8)
    second = prose(72, 700, 3) + NOTE_RULE + column(80, 138, 10, "zamenlijke inzet.", size=8)
    second += text(72, 128, "2", 5, state=SMALL_MARK) + text(80, 128, "Zie de nota.", 8)
    assert [line for line in read_pdf(pdf(first, second)).lines if line.kind == "note"] == [
        Line("Zie de brief van de minister over de gezamenlijke inzet.", "note", 0, 1, 5),
        Line("Zie de nota.", "note", 0, 2, 6),
    ]


def test_a_sentence_that_runs_on_to_the_next_page() -> None:
    full = "een regel die de hele breedte van de kolom in beslag neemt en dan"
    first, second = column(72, 700, 12, full, full, full), column(72, 700, 12, "verder gaat.", full, full, full)
    assert shown(pdf(first, second)) == [full, full, full, "verder gaat.", "", full, full, full]


def test_what_comes_back_on_every_page() -> None:
    pages = [
        text(72, 800, "Ministerie van Defensie") + prose(72, 700, 2) + text(300, 40, f"- {number} -")
        for number in (8, 9, 10)
    ]
    assert [(line.page, line.text) for line in read_pdf(pdf(*pages)).lines if line.kind == "furniture"] == [
        (page, string) for page in (1, 2, 3) for string in ("Ministerie van Defensie", f"- {page + 7} -")
    ]


def test_a_head_of_later_pages_that_says_what_the_first_says() -> None:
    first = column(72, 780, 12, "Ministerie van Defensie", "Ons nummer D/2009") + prose(72, 700, 2)
    second = column(72, 800, 9, "Ministerie van Defensie", "Ons nummer D/2009", "Blad 2/2", size=7) + prose(72, 750, 2)
    assert [line.text for line in read_pdf(pdf(first, second)).lines if line.kind == "furniture"] == [
        "Ministerie van Defensie",
        "Ons nummer D/2009",
        "Blad 2/2",
    ]


# What cannot be read

LOCKED = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "locked": (pdf(text(72, 700, "geheim"), trailer=LOCKED), "is beveiligd met een wachtwoord; sla het op zonder"),
    "empty": (b"", "is beschadigd of geen PDF; haal het opnieuw op"),
    "something-else": (b"Geachte voorzitter,", "is beschadigd of geen PDF; haal het opnieuw op"),
    "truncated": (OFFICIAL.read_bytes()[:200], "is beschadigd of geen PDF; haal het opnieuw op"),
    "scan": (
        (LETTERS / "variants" / "scan.pdf").read_bytes(),
        "is een scan zonder tekstlaag; maak er tekst van met: o",
    ),
    "too-many-pages": (pdf(*[""] * 401), "heeft 401 bladzijden, meer dan 400; splits het en voeg de brief zelf toe"),
    "too-much-on-a-page": (
        pdf("".join(text(9, y, "a" * 30_000, 0.001) for y in range(4))),
        "heeft te veel tekens voor een brief; splits het",
    ),
}


@pytest.mark.parametrize(("content", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(content)
    assert str(caught.value).startswith(message)
    assert "; " in str(caught.value)


def test_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_SIGNS", 20)
    with pytest.raises(Unreadable, match="te veel tekens"):
        read_pdf(pdf(text(72, 700, "Vijftien tekens"), text(72, 700, "en nog eens tien")))


def test_letters_without_meaning() -> None:
    letters = "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <E000> endbfrange"
    with pytest.raises(Unreadable, match="letters zonder betekenis; maak er tekst van met"):
        read_pdf(pdf(text(72, 700, "Een brief"), letters=letters))


def document(content: bytes) -> Document | None:
    with suppress(Unreadable):
        return read_pdf(content)
    return None


@given(st.binary(max_size=2000))
def test_any_bytes(content: bytes) -> None:
    document(content)
    document(b"%PDF-1.7\n" + content)


@pytest.mark.parametrize("path", [OFFICIAL, MINISTRY], ids=["official", "ministry"])
@settings(max_examples=40)
@given(data=st.data())
def test_any_truncation_and_any_damage(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content)))
    document(content[:place])
    document(content[:place] + data.draw(st.binary(min_size=1, max_size=9)) + content[place + 9 :])


SPOTS = st.tuples(st.integers(0, 7), st.integers(0, 60))
BEGINNINGS = ["", "1 ", "• ", "a. ", "29 ", "1. A ", "De Minister ", "De Voorzitter van "]
LOOKS = st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from([6, 7, 10]), st.sampled_from([0, 1]))


@given(
    st.lists(st.dictionaries(SPOTS, LOOKS, min_size=1, max_size=40), min_size=1, max_size=3),
    st.lists(SPOTS, max_size=9),
)
def test_no_word_is_lost_wherever_it_stands(
    pages: list[dict[tuple[int, int], tuple[str, int, int]]], rules: list[tuple[int, int]]
) -> None:
    drawn = "".join(
        rule(30 + 65 * x, 820 - 13 * y, 30 + 65 * x + 400 * (y % 2), 820 - 13 * y - 99 * (x % 2)) for x, y in rules
    )
    content = [
        "".join(
            text(35 + 65 * x, 810 - 13 * y, f"{before}w{x}x{y}w", size, font)
            for (x, y), (before, size, font) in page.items()
        )
        for page in pages
    ]
    lines = read_pdf(pdf(*(drawn + page for page in content))).lines
    found = sorted(re.findall(r"w\d+x\d+w", " ".join(line.text for line in lines)))
    assert found == sorted(f"w{x}x{y}w" for page in pages for x, y in page)
    assert all(line.text == " ".join(line.text.split()) for line in lines)
    assert [(line.page, line.number) for line in lines] == sorted((line.page, line.number) for line in lines)
