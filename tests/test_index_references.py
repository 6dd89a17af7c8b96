"""Citations of other papers -> their identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter import Reference
from index.references import references_in


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("(Kamerstuk 29 521, nr. 202)", ["kst-29521-202"]),
        (
            "(Kamerstuk 29 521, nr. 426, 15 oktober 2021 en Kamerstuk 29 521, nr. 405, d.d. 27 maart 2020)",
            ["kst-29521-426", "kst-29521-405"],
        ),
        ("(Kamerstuk 27 925, nrs. 570 en 597)", ["kst-27925-570", "kst-27925-597"]),
        ("(Kamerstuk 27 925, nr. 570 en 597)", ["kst-27925-570", "kst-27925-597"]),
        ("(Kamerstuk 27 925 nr. 607) en (kamerstuk 22 831 nr. 58)", ["kst-27925-607", "kst-22831-58"]),
        ("(Kamerstuknummer 29 521, nr. 90)", ["kst-29521-90"]),
        ("(Kamerstuk 27 925, stuk nr. 485)", ["kst-27925-485"]),
        ("(Kamerstuk 35 663, nr.19)", ["kst-35663-19"]),
        ("(Kamerstuk 35000 XVII, nr. 34)", ["kst-35000-XVII-34"]),
        ("Sjoerdsma Kamerstuk 33 750 XVII, nr. 34)", ["kst-33750-XVII-34"]),
        ("Kamerstuk 36 410-XVII, nr. 53", ["kst-36410-XVII-53"]),
        ("20 800 Hoofdstuk V, nr. 78", ["kst-20800-V-78"]),
        ("(29 521, nr. 167)", ["kst-29521-167"]),
        ("(TK 32 605, nr. 62), (EK 32 500 V, N)", ["kst-32605-62", "kst-32500-V-N"]),
        ("Kamerstuk 33 694, U", ["kst-33694-U"]),
        ("(Kamerstuk 33 694, nr. U)", ["kst-33694-U"]),
        ("(Tweede Kamer, vergaderjaar 2002-2003, 23 432, nr. 56)", ["kst-23432-56"]),
        ("Eerste Kamer, vergaderjaar 2007-2008, 31 200 V, F", ["kst-31200-V-F"]),
        ("(bijlage bij Kamerstuk 36 471, nr. 96)", ["kst-36471-96"]),
        ("(Kamerstuk 29521-493)", ["kst-29521-493"]),
        ("Kamerstuk 29521-49", ["kst-29521-49"]),
        ("Kamerstukken II 2012/13, 29 521, nr. 209, p. 3", ["kst-29521-209"]),
        ("(Kamerstuk 21 501-02, nr. 2462)", ["kst-21501-02-2462"]),
        ("Kamerstuk 21501-02-2462", ["kst-21501-02-2462"]),
        ("Kamerstuk 29 521, nr. 426 en 27 925, nr. 405.", ["kst-29521-426", "kst-27925-405"]),
        ("Kamerstuk 33 000 X, nrs. 20, 30 en 40; 12 300 militairen", [f"kst-33000-X-{n}" for n in (20, 30, 40)]),
        ("Kamerstuk 29 521, nrs. 5 t/m 8 en 12", [f"kst-29521-{n}" for n in (5, 6, 7, 8, 12)]),
        ("Kamerstuk 29 521, nrs. 5 t/m 9999", [f"kst-29521-{n}" for n in range(5, 56)]),
        (
            "kst-33694-U, kst-21501-02-2462 en kst-35300-VII-113",
            ["kst-33694-U", "kst-21501-02-2462", "kst-35300-VII-113"],
        ),
        ("Kamerstuk 29 521, nr. 4 (…) Kamerstuk 29 521, nr. 4", ["kst-29521-4"]),
    ],
)
def test_cited(text: str, ids: list[str]) -> None:
    assert [reference.id for reference in references_in(text)] == ids


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kamerstuk 21 501-02", id="a suffix is no number and no range"),
        pytest.param("(Handelingen II 2022/23, nr. 27, debat over Mali)", id="Handelingen"),
        pytest.param("Handelingen II 2015/16, nr. 60, item 8", id="Handelingen with item"),
        pytest.param("Aanhangsel Handelingen, vergaderjaar 2021–2022, nr. 3173", id="Aanhangsel"),
        pytest.param("2009Z23 744/2009D66283, 08-BuZa-B-072, DVB/CV-341/04", id="reference numbers of a ministry"),
        pytest.param("29 521 militairen, nr. 1 van de wereld", id="an amount"),
        pytest.param("129 521, nr. 4", id="part of a greater number"),
        pytest.param("29 521, nr. 15 oktober 2021", id="a day"),
        pytest.param("٢٩ ٥٢١, nr. ٤", id="digits of another script"),
        pytest.param("", id="empty"),
    ],
)
def test_not_cited(text: str) -> None:
    assert references_in(text) == ()


def test_the_citation_as_it_stands() -> None:
    assert references_in("Zie (bijlage bij Kamerstuk 27 925, nrs. 570 en 597), en TK 32 605, nr. 62.") == (
        Reference("kst-27925-570", "bijlage bij Kamerstuk 27 925, nrs. 570 en 597"),
        Reference("kst-27925-597", "bijlage bij Kamerstuk 27 925, nrs. 570 en 597"),
        Reference("kst-32605-62", "TK 32 605, nr. 62"),
    )


@given(st.text(alphabet="Kkamerstuk 0123456789,.-nrsXVI()enEKTU"))
def test_citations_stand_in_the_text(text: str) -> None:
    found = references_in(text)
    assert all(reference.text in text for reference in found)
    assert len({reference.id for reference in found}) == len(found)
