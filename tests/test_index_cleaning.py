"""Lines of a page -> running text."""

import pytest

from index.cleaning import clean_lines, clean_signs, paragraphs


def running(raw: str) -> str:
    cleaned = clean_lines(raw)
    return paragraphs(cleaned.lines, len(cleaned.notes))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("De alterna-\ntieve weg.", "De alternatieve weg."),
        ("De Sahel-\nregio. In de Sahelregio.", "De Sahelregio. In de Sahelregio."),
        ("De Takuba-\nofficier. Een Takuba-officier.", "De Takuba-officier. Een Takuba-officier."),
        ("De VN-\nmissie.", "De VN-missie."),
        ("De in-\nen uitvoer.", "De in- en uitvoer."),
        ("Noord-\nHolland.", "Noord-Holland."),
        ("Een zin\nloopt door.", "Een zin loopt door."),
        ("Debat d.d.\n\n16 februari jl. was er.", "Debat d.d. 16 februari jl. was er."),
        ("Eerste alinea.\n\nTweede alinea.", "Eerste alinea.\n\nTweede alinea."),
        ("Tekst.\nkst-29521-426\nISSN 0921 - 7371", "Tekst."),
        ("Tweede Kamer, vergaderjaar 2021–2022, 29 521, nr. 426 3\nTekst.", "Tekst."),
    ],
)
def test_running_text(raw: str, expected: str) -> None:
    assert running(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("be\u00adeindigen", "beeindigen"),
        ("\ufeffabc\u200b", "abc"),
        ("e\u0301e\u0301n", "één"),
        ("ﬁnancieel ĳs", "financieel ijs"),
        ("29\u00a0521", "29 521"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("m² ½", "m² ½"),
    ],
)
def test_signs(raw: str, expected: str) -> None:
    assert clean_signs(raw) == expected
