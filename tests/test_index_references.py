"""Citations of other papers -> their identifiers."""

import datetime
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.citations.references import places_in, references_in
from index.letter import Reference

_LETTER = datetime.date(2022, 2, 17)

_PAPERS = [
    ("(Kamerstuk 29 521, nr. 202)", ["kst-29521-202"]),
    (
        "(Kamerstuk 29 521, nr. 426, 15 oktober 2021 en Kamerstuk 29 521, nr. 405, d.d. 27 maart 2020)",
        ["kst-29521-426", "kst-29521-405"],
    ),
    ("(Kamerstuk 27 925, nrs. 570 en 597)", ["kst-27925-570", "kst-27925-597"]),
    ("(Kamerstuk 27 925, nr. 570 en 597)", ["kst-27925-570", "kst-27925-597"]),
    ("(Kamerstuk 27 925 nr. 607) en (kamerstuk 22 831 nr. 58)", ["kst-27925-607", "kst-22831-58"]),
    ("(Kamerstuknummer 29 521, nr. 90)", ["kst-29521-90"]),
    ("Kamerstuknummers: 29 521, nr. 90", ["kst-29521-90"]),
    ("(Kamerstuk 27 925, stuk nr. 485)", ["kst-27925-485"]),
    ("(Kamerstuk 35 663, nr.19)", ["kst-35663-19"]),
    ("Kamerstuk 29 521 nr 426", ["kst-29521-426"]),
    ("Kamerstuk 29 521 (nr. 426)", ["kst-29521-426"]),
    ("KAMERSTUK 25 295 NR 1180", ["kst-25295-1180"]),
    ("(Kamerstuk 35000 XVII, nr. 34)", ["kst-35000-XVII-34"]),
    ("Kamerstuk 35000 XVII nr. 34", ["kst-35000-XVII-34"]),
    ("Sjoerdsma Kamerstuk 33 750 XVII, nr. 34)", ["kst-33750-XVII-34"]),
    ("Kamerstuk 36 410-XVII, nr. 53", ["kst-36410-XVII-53"]),
    ("Kamerstuk 36 410 K, nr. 5", ["kst-36410-K-5"]),
    ("20 800 Hoofdstuk V, nr. 78", ["kst-20800-V-78"]),
    ("kamerstukken II 1986/87, 19 700 hoofdstuk XV, nr. 2", ["kst-19700-XV-2"]),
    ("(29 521, nr. 167)", ["kst-29521-167"]),
    ("(TK 32 605, nr. 62), (EK 32 500 V, N)", ["kst-32605-62", "kst-32500-V-N"]),
    ("TK 2008-2009, 31473, nummer 25, bladzijde 5 - 6", ["kst-31473-25"]),
    ("(Tweede Kamer, vergaderjaar 2002-2003, 23 432, nr. 56)", ["kst-23432-56"]),
    ("(bijlage bij Kamerstuk 36 471, nr. 96)", ["kst-36471-96"]),
    ("Kamerstukken II 2012/13, 29 521, nr. 209, p. 3", ["kst-29521-209"]),
    ("Kamerstukken II, vergaderjaar 2007–2008, 31 386, nr. 3, Memorie", ["kst-31386-3"]),
    ("Kamerstukken II 2020/21 35 570-IX, nr. 14", ["kst-35570-IX-14"]),
    ("Kamerstukken II 2023/24, 36.496, nr. 54", ["kst-36496-54"]),
    ("1Kamerstukken II 2001/02, 28 295, nr. 1", ["kst-28295-1"]),
    ("Kamerstukken II 2015/16, 34 356 (R2064), nr. 3", ["kst-34356-3"]),
    ("Kamerstukken I 2003/04, 27 484 (R 1669), nr. 289", ["kst-27484-289"]),
    ("Kamerstuk 29 521, nr. 144-h1", ["kst-29521-144-h1"]),
    ("Kamerstuk 29 521, nr. 04", ["kst-29521-4"]),
]

_SUFFIXED = [
    ("(Kamerstuk 21 501-02, nr. 2462)", ["kst-21501-02-2462"]),
    ("(Kamerstuk 21 501–02, nr. 2462)", ["kst-21501-02-2462"]),
    ("Kamerstuk 21501-02-2462", ["kst-21501-02-2462"]),
    ("(Kamerstuk 29521-493)", ["kst-29521-493"]),
    ("(29521-493)", ["kst-29521-493"]),
    ("Kamerstuk 29521-49", ["kst-29521-49"]),
    ("Kamerstukken 29521-493 en 29521-494", ["kst-29521-493", "kst-29521-494"]),
    ("Kamerstuk 36410-XVII-53", ["kst-36410-XVII-53"]),
    ("Kamerstuk 23908-(R1519)-131", ["kst-23908-131"]),
]

_SENATE = [
    ("Eerste Kamer, vergaderjaar 2007-2008, 31 200 V, F", ["kst-31200-V-F"]),
    ("Kamerstukken I 2010/11, 32 500 V, N", ["kst-32500-V-N"]),
    ("Kamerstukken I 2010/11, 32 500 V, N, O en AB", [f"kst-32500-V-{letter}" for letter in ("N", "O", "AB")]),
    ("EK 33 694 C", ["kst-33694-C"]),
    ("Kamerstuk I 31 145 nummer AA, p. 15", ["kst-31145-AA"]),
    ("Kamerstuk 33 694, U", ["kst-33694-U"]),
    ("Kamerstuk 33 694, U en V.", ["kst-33694-U", "kst-33694-V"]),
    ("(Kamerstuk 33 694, nr. U)", ["kst-33694-U"]),
    ("Kamerstuk 33694-U", ["kst-33694-U"]),
    ("Kamerstukken I 1979/80, 15 516, nr. 42e, blz. 7", ["kst-15516-42e"]),
    ("Kamerstukken I 2020/21, 35 570, C; Kamerstukken II 2020/21, 35 570, nr. 3", ["kst-35570-C", "kst-35570-3"]),
]

_SEVERAL = [
    ("Kamerstuk 29 521, nr. 426 en 27 925, nr. 405.", ["kst-29521-426", "kst-27925-405"]),
    (
        "(29 521, nr. 348; 27 925, nrs. 5 en 7, en 32 706, nr. 1)",
        [f"kst-{_}" for _ in ("29521-348", "27925-5", "27925-7", "32706-1")],
    ),
    ("Kamerstuk 33 000 X, nrs. 20, 30 en 40; 12 300 militairen", [f"kst-33000-X-{n}" for n in (20, 30, 40)]),
    ("Kamerstuk 29 521, nr. 3, 4 en 5.", [f"kst-29521-{n}" for n in (3, 4, 5)]),
    ("Kamerstuk 29 521, nrs. 5 t/m 8 en 12", [f"kst-29521-{n}" for n in (5, 6, 7, 8, 12)]),
    ("Kamerstuk 29 521, nrs. 5 tot en met 7", [f"kst-29521-{n}" for n in (5, 6, 7)]),
    ("Kamerstukken II 1999/00, 26 824, nrs. 1–3 pag 4", [f"kst-26824-{n}" for n in (1, 2, 3)]),
    ("Kamerstuk 29 521, nrs. 5 t/m 9999", [f"kst-29521-{n}" for n in range(5, 56)]),
    ("Kamerstuk 29 521, nr. 426/427", ["kst-29521-426", "kst-29521-427"]),
    ("Kamerstukken II 2020/21, 35 625, nr. 4, p. 12 en 13, en nr. 6", ["kst-35625-4", "kst-35625-6"]),
    ("Kamerstukken II 1999/2000, 26 271, nr. 6, p. 15-16; nr. 7, p. 5-6.", ["kst-26271-6", "kst-26271-7"]),
    ("Kamerstuk 29 521, nrs. 426, 427 en TK 32 605, nr. 62", ["kst-29521-426", "kst-29521-427", "kst-32605-62"]),
    (
        "Kamerstuk 33 750 XVII, nrs. 34, 14 en 13 en 30 139, nr. 133",
        [f"kst-33750-XVII-{n}" for n in (34, 14, 13)] + ["kst-30139-133"],
    ),
    ("Kamerstukken 27 925 en 29 521, nr. 946", ["kst-27925-946"]),
    ("Kamerstukken II 2020/21, 35570 en Kamerstukken II 2020/21, 21 501-07, nr. 1750", ["kst-21501-07-1750"]),
    ("Kamerstuk 29 521, nr. 4 (…) Kamerstuk 29 521, nr. 4", ["kst-29521-4"]),
    ("Kamerstuk 29 521, nr. 426 en 3 andere brieven", ["kst-29521-426"]),
    ("Kamerstuk 29 521, nr. 426, 22 en 23 dezer", ["kst-29521-426"]),
    ("Kamerstuk 29 521, nr. 426 – 5 militairen", ["kst-29521-426"]),
]

_SITTINGS = [
    ("(Handelingen II 2022/23, nr. 27, debat over Mali)", ["h-tk-20222023-27"]),
    ("Handelingen II 2015/16, nr. 60, item 8", ["h-tk-20152016-60-8"]),
    (
        "Handelingen II 2015/16, nr. 60, item 8 en nr. 61, items 3 en 4",
        [f"h-tk-20152016-{_}" for _ in ("60-8", "61-3", "61-4")],
    ),
    ("Handelingen EK 2001-2002, nr. 10, blz. 525", ["h-ek-20012002-10"]),
    ("Handelingen I 1999/00, nr. 10", ["h-ek-19992000-10"]),
    ("Handelingen Tweede Kamer, vergaderjaar 2007–2008, nr. 49, p. 3623", ["h-tk-20072008-49"]),
    ("Handelingen der Eerste Kamer 2007-08, nr. 4", ["h-ek-20072008-4"]),
    ("Handelingen II, vergaderjaar 2008-2009, 31 386, nr. 43, pag. 3795", ["h-tk-20082009-43"]),
    ("Zie ook Aanhangsel Handelingen, vergaderjaar 2021–2022, nr. 3173", ["ah-tk-20212022-3173"]),
    ("Aanhangsel van de Handelingen II 2021/22, nr. 3173", ["ah-tk-20212022-3173"]),
    ("Aanhangsel Handelingen II 2012/13, nrs. 3 en 5", ["ah-tk-20122013-3", "ah-tk-20122013-5"]),
    ("Aanhangsel Handelingen nr. 1502, vergaderjaar 2006–2007", ["ah-tk-20062007-1502"]),
    (
        "Kamerstukken II 2019/20, 29 754, nrs. 520 en 548 en Aanhangsel Handelingen II 2019/20, nr. 89",
        ["kst-29754-520", "kst-29754-548", "ah-tk-20192020-89"],
    ),
]

_IDENTIFIERS = [
    ("kst-33694-U, kst-21501-02-2462 en kst-35300-VII-113", ["kst-33694-U", "kst-21501-02-2462", "kst-35300-VII-113"]),
    ("kst-20082009-31700-IV-D", ["kst-20082009-31700-IV-D"]),
    ("kst-26643-144-h1; kst-32168-3-b2; kst-29521-4-n1.", ["kst-26643-144-h1", "kst-32168-3-b2", "kst-29521-4-n1"]),
    ("kst-1268678, blg-123456", ["kst-1268678", "blg-123456"]),
    ("ah-tk-20212022-3173 en kv-tk-2022Z01616", ["ah-tk-20212022-3173", "kv-tk-2022Z01616"]),
    ("h-tk-20132014-36-13, h-tk-19961997-2085-2109", ["h-tk-20132014-36-13", "h-tk-19961997-2085-2109"]),
    ("nds-tk-2014D45599", ["nds-tk-2014D45599"]),
    ("0809tkkst22831-59", ["kst-22831-59"]),
    ("https://zoek.officielebekendmakingen.nl/dossier/kst-29521-291.html", ["kst-29521-291"]),
    ("https://zoek.officielebekendmakingen.nl/kst-32827-124.html/kst-32827-125", ["kst-32827-125"]),
]

_CITED = [*_PAPERS, *_SUFFIXED, *_SENATE, *_SEVERAL, *_SITTINGS, *_IDENTIFIERS]


def _ids(text: str) -> list[str]:
    return [reference.id for reference in references_in(text)]


@pytest.mark.parametrize(("text", "ids"), _CITED)
def test_cited(text: str, ids: list[str]) -> None:
    assert _ids(text) == ids


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\n"])
def test_any_white_space(space: str) -> None:
    assert [_ids(text.replace(" ", space)) for text, _ in _CITED] == [ids for _, ids in _CITED]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kamerstuk 21 501-02", id="a suffix is no number and no range"),
        pytest.param("Kamerstukken II 1999/2000, 2000/2001, 26 855.", id="a dossier without number"),
        pytest.param("Handelingen nr. 27 en Handelingen II, nr. 60, item 8", id="no session"),
        pytest.param("Handelingen II 2015/17, nr. 60", id="years that do not follow each other"),
        pytest.param("Handelingen UCV, 1988/89, 26 855, nr. 26", id="a committee's sitting"),
        pytest.param("Handelingen II, 1988/89, blz. 39-2410 en 2435", id="pages of the minutes"),
        pytest.param("Aanhangsel Handelingen, vergaderjaar 2022–203, nr. 844", id="half a session"),
        pytest.param("2009Z23 744/2009D66283, 08-BuZa-B-072, DVB/CV-341/04", id="reference numbers of a ministry"),
        pytest.param("KST53001, KST122954, kst109057", id="numbers of prints"),
        pytest.param("29 521 militairen, nr. 1 van de wereld", id="an amount"),
        pytest.param("129 521, nr. 4 en 1.29 521, nr. 4", id="part of a greater number"),
        pytest.param("29 521, nr. 15 oktober 2021", id="a day"),
        pytest.param("29 521, nr. 15-10-2021", id="a day in digits"),
        pytest.param("29 521, nrs. 15 dezer", id="a day of this month"),
        pytest.param("Kamerstuk 33 694, u en Kamerstukken I 33 694, n", id="letters of the Eerste Kamer are capitals"),
        pytest.param("33 694, U", id="a letter without label"),
        pytest.param("Kamerstuk 29 521, De minister", id="a word"),
        pytest.param("Kamerstuk 29 521, AO van 3 mei, Kamerstuk 29 521, EU-missie", id="abbreviations"),
        pytest.param("Kamerstuk 29 521, K.H. Ollongren", id="initials"),
        pytest.param("resolutie 2100, MH17, C-130, F-16, G5, 29521-493", id="other numbers"),
        pytest.param("٢٩ ٥٢١, nr. ٤", id="digits of another script"),
        pytest.param("", id="empty"),
    ],
)
def test_not_cited(text: str) -> None:
    assert references_in(text) == ()


def test_the_citation_as_it_stands() -> None:
    assert references_in(
        "Zie (bijlage bij Kamerstuk 27 925, nrs. 570 en 597), TK 32 605, nr. 62,\u00a0p. 3, en nr. 63 en kst-29521-4."
    ) == (
        Reference("kst-27925-570", "bijlage bij Kamerstuk 27 925, nrs. 570 en 597"),
        Reference("kst-27925-597", "bijlage bij Kamerstuk 27 925, nrs. 570 en 597"),
        Reference("kst-32605-62", "TK 32 605, nr. 62"),
        Reference("kst-32605-63", "TK 32 605, nr. 62,\u00a0p. 3, en nr. 63"),
        Reference("kst-29521-4", "kst-29521-4"),
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("(29 521, nr. 426, 15 oktober 2021 en 29 521, nr. 405, d.d. 27 maart 2020)", ["2021-10-15", "2020-03-27"]),
        ("29 521, nr. 426, 15 oktober 2021, nr. 405, d.d. 27 maart 2020 en nr. 7", ["2021-10-15", "2020-03-27", None]),
        ("brief van 3 mei 2019 (Kamerstuk 29 521, nr. 380)", ["2019-05-03"]),
        ("brief van 3 mei 2019, Kamerstuk 29 521, nr. 380, p. 3", ["2019-05-03"]),
        ("brief van 3 mei 2019 (zie ook Kamerstuk 29 521, nr. 380)", ["2019-05-03"]),
        ("brief (Kamerstuk 29 521, nr. 380) van 3 mei 2019", ["2019-05-03"]),
        ("Kamerstuk 29 521, nr. 380, p. 3, brief van 3 mei 2019", ["2019-05-03"]),
        ("debat d.d. 16 februari jl. (Kamerstuk 21 501-02, nr. 2462)", ["2022-02-16"]),
        ("mijn brief van heden (Kamerstuk 29 521, nr. 427)", ["2022-02-17"]),
        ("van 8 dezer (29 521, nr. 4) en kst-29521-5, 9 dezer", ["2022-02-08", "2022-02-09"]),
        ("Handelingen II 2021/22, nr. 50, item 3, 10 februari 2022", ["2022-02-10"]),
        ("van 3 mei 2019 (Kamerstuk 29 521, nrs. 380 en 381)", ["2019-05-03", "2019-05-03"]),
        ("van 3 mei 2019 en 4 juni 2019 (Kamerstuk 29 521, nrs. 380 en 381)", ["2019-05-03", "2019-06-04"]),
        ("van 3 mei 2019 en 4 juni 2019 (29 521, nr. 380 en Kamerstuk 27 925, nr. 5)", ["2019-05-03", "2019-06-04"]),
        ("van 3 mei 2019 en 4 juni 2019 (Kamerstuk 29 521, nr. 381)", ["2019-06-04"]),
        ("van 3 mei 2019 en 4 juni 2019 (Kamerstuk 29 521, nrs. 380, 381 en 382)", [None, None, None]),
        ("van 29 januari en 9 september 2016 (Kamerstuk 27 925, nrs. 506 en 539)", [None, "2016-09-09"]),
        ("29 januari (27 925, nr. 611) en 9 september 2016 (Kamerstuk 27 925, nr. 637)", [None, "2016-09-09"]),
        ("op 3 mei 2019 is de brief (Kamerstuk 29 521, nr. 380) verzonden, op 4 mei 2019 ontvangen", [None]),
        ("Kamerstuk 29 521, nr. 380, 31 februari 2019", [None]),
        ("Kamerstuk 29 521, nr. 380, en Kamerstuk 29 521, nr. 380, 3 mei 2019", ["2019-05-03"]),
    ],
)  # fmt: skip
def test_the_day_beside_it(text: str, days: list[str | None]) -> None:
    found = references_in(text, _LETTER)
    assert [reference.date and reference.date.isoformat() for reference in found] == days


def test_a_day_without_year_needs_the_letters_own() -> None:
    assert [found.date for found in references_in("16 februari jl. (29 521, nr. 4)")] == [None]


@pytest.mark.parametrize(
    ("text", "known", "doubtful"),
    [
        pytest.param("29 251, nr. 311", ["29521"], ["kst-29251-311"], id="two digits changed places"),
        pytest.param("29 522, nr. 311", ["29521"], ["kst-29522-311"], id="another digit"),
        pytest.param("29 251, nr. 311", [], [], id="nothing is known"),
        pytest.param("29 251, nr. 311", ["29521", "29251"], [], id="both are known"),
        pytest.param("29 251, nr. 311; (29 251, nr. 312)", ["29521"], [], id="cited twice"),
        pytest.param("29 521, nr. 1 (29 521, nr. 2) 29 251, nr. 3", ["27925"], ["kst-29251-3"], id="a cited one"),
        pytest.param("29 251, nrs. 311 en 312", ["29521"], ["kst-29251-311", "kst-29251-312"], id="one citation"),
        pytest.param("29 215, nr. 311", ["29521"], [], id="too far"),
        pytest.param("25 921, nr. 311 en 92 521, nr. 4", ["29521"], ["kst-25921-311"], id="no dossier has that number"),
        pytest.param("21 051-02, nr. 9", ["21501-02"], ["kst-21051-02-9"], id="a suffix stays"),
        pytest.param("21 501-20, nr. 9", ["21501-02"], [], id="another suffix is another dossier"),
        pytest.param("34 000 X, nr. 9", ["33000-X"], [], id="the budget of another year"),
        pytest.param("33 570 X, nr. 9", ["33750-X"], ["kst-33570-X-9"], id="a budget's digits changed places"),
    ],
)  # fmt: skip
def test_a_probable_misprint(text: str, known: list[str], doubtful: list[str]) -> None:
    assert [reference.id for reference in references_in(text, None, known) if reference.doubtful] == doubtful


@given(st.text(alphabet="Kkamerstuk 0123456789,.-nrsXVI()enEKTUHdligA/\u2013\u00a0\n"), st.none() | st.dates())
def test_citations_stand_in_the_text(text: str, date: datetime.date | None) -> None:
    found = references_in(text, date, ["29521"])
    assert all(reference.text in text for reference in found)
    assert len({reference.id for reference in found}) == len(found)


@pytest.mark.parametrize(
    "token",
    [
        "1", "1, ", "nr. ", "jl. ", "en ", " ", "29 521, ", "29 521, nr. ", "Kamerstukken II, ", "nr. 1 en ", "p. 1, ",
        "kst-", "Handelingen ", "Aanhangsel Handelingen ", "12 januari jl. en ", "TK, vergaderjaar 2012-2013, ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "Kamerstuk 29 521, nrs. 1, "])
def test_any_text_takes_little_time(start: str, token: str) -> None:
    begun = time.perf_counter()
    references_in((start + token * 100_000)[:500_000], _LETTER, ["29521"])
    assert time.perf_counter() - begun < 20


def test_a_letter_of_citations_takes_little_time() -> None:
    citations = " en ".join(f"Kamerstuk {number} 521, nrs. {number} t/m 99, 3 mei 2019" for number in range(10, 50))
    begun = time.perf_counter()
    assert len(references_in(citations * 250, _LETTER, ["29521"])) == sum(min(51, 100 - n) for n in range(10, 50))
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("zie Kamerstuk 29 521, nr. 426.", [("Kamerstuk 29 521, nr. 426", "kst-29521-426")], id="one"),
        pytest.param(
            "(Kamerstuk 29 521, nr. 426, 15 oktober 2021 en nr. 405)",
            [("Kamerstuk 29 521, nr. 426", "kst-29521-426"), ("nr. 405", "kst-29521-405")],
            id="two numbers",
        ),
        pytest.param(
            "Kamerstuk 29 521, nrs. 3 en 5",
            [("Kamerstuk 29 521, nrs. 3", "kst-29521-3"), ("5", "kst-29521-5")],
            id="a list",
        ),
        pytest.param(
            "Kamerstukken II 2020/21, 35 570, nrs. 20 t/m 25 en 30",
            [
                ("Kamerstukken II 2020/21, 35 570, nrs. 20", "kst-35570-20"),
                ("25", "kst-35570-25"),
                ("30", "kst-35570-30"),
            ],
            id="the ends of a range",
        ),
        pytest.param(
            "EK 32 500 V, N, O en V",
            [("EK 32 500 V, N", "kst-32500-V-N"), ("O", "kst-32500-V-O"), ("V", "kst-32500-V-V")],
            id="letters",
        ),
        pytest.param(
            "Handelingen II 2015/16, nr. 60, items 8 en 9",
            [("Handelingen II 2015/16, nr. 60, items 8", "h-tk-20152016-60-8"), ("9", "h-tk-20152016-60-9")],
            id="items of a sitting",
        ),
        pytest.param(
            "Aanhangsel Handelingen nrs. 3 en 5, vergaderjaar 2006–2007",
            [("Aanhangsel Handelingen nrs. 3 en 5, vergaderjaar 2006–2007", "ah-tk-20062007-3")],
            id="numbers that a session follows are one place",
        ),
        pytest.param("29 521 militairen", [], id="none"),
    ],
)
def test_places(text: str, places: list[tuple[str, str]]) -> None:
    assert [(text[place.start : place.end], place.id) for place in places_in(text)] == places


def test_places_are_apart_and_of_cited_papers() -> None:
    text = "; ".join(text for text, _ in _CITED)
    places = places_in(text)
    assert all(one.start < one.end <= other.start for one, other in pairwise(places))
    assert {place.id for place in places} <= set(_ids(text))
