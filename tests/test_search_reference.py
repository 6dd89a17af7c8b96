"""How a letter is cited in legal writing."""

import datetime
from typing import Any

import pytest

from index.letter import Letter, Signatory
from search.reference import legal_reference

NUMBERED = {"dossiers": ("29521",), "number": "426", "session": "2021-2022", "chambers": ("TK",)}
SIGNED = (Signatory("De Minister van Defensie", "A. Verzonnen"),)
DAY = datetime.date(2022, 2, 17)


@pytest.mark.parametrize(
    ("fields", "reference"),
    [
        pytest.param(NUMBERED, "Kamerstukken II 2021/22, 29521, nr. 426.", id="Tweede Kamer"),
        pytest.param(
            NUMBERED | {"chambers": ("EK",), "number": "A"}, "Kamerstukken I 2021/22, 29521, A.", id="Eerste Kamer"
        ),
        pytest.param(NUMBERED | {"chambers": ("TK", "EK")}, "Kamerstukken I/II 2021/22, 29521, nr. 426.", id="both"),
        pytest.param(NUMBERED | {"chambers": ()}, "Kamerstukken II 2021/22, 29521, nr. 426.", id="by its number"),
        pytest.param(
            NUMBERED | {"chambers": (), "number": "AB"}, "Kamerstukken I 2021/22, 29521, AB.", id="by its letters"
        ),
        pytest.param(NUMBERED | {"session": None}, "Kamerstukken II, 29521, nr. 426.", id="no session known"),
        pytest.param(
            NUMBERED | {"session": "1999-2000"}, "Kamerstukken II 1999/2000, 29521, nr. 426.", id="turn of a century"
        ),
        pytest.param(
            NUMBERED | {"session": "2008-2009"}, "Kamerstukken II 2008/09, 29521, nr. 426.", id="year of one digit"
        ),
        pytest.param(
            NUMBERED | {"dossiers": ("21501-02", "29521")}, "Kamerstukken II 2021/22, 21501-02, nr. 426.", id="part"
        ),
        pytest.param(
            NUMBERED | {"dossiers": ("33000-X",)},
            "Kamerstukken II 2021/22, 33000 X, nr. 426.",
            id="chapter of a budget",
        ),
        pytest.param(
            {"id": "ah-tk-20212022-123", "title": "Antwoord"},
            "Aanhangsel Handelingen II 2021/22, nr. 123.",
            id="answer",
        ),
        pytest.param({"id": "ah-ek-19992000-5"}, "Aanhangsel Handelingen I 1999/2000, nr. 5.", id="answer in the EK"),
        pytest.param(
            {"date": DAY, "signatories": SIGNED, "title": "Takuba in Mali."},
            "Brief van de Minister van Defensie d.d. 17 februari 2022, Takuba in Mali.",
            id="no number",
        ),
        pytest.param(
            {
                "signatories": (
                    *SIGNED,
                    Signatory("Minister A", ""),
                    Signatory("", "Naam"),
                    Signatory("de Minister B", ""),
                )
            },
            "Brief van de Minister van Defensie, de Minister A en de Minister B, Takuba.",
            id="several ministers",
        ),
        pytest.param({"kind": "verslag", "date": DAY}, "Verslag d.d. 17 februari 2022, Takuba.", id="nobody signs"),
    ],
)
def test_reference(fields: dict[str, Any], reference: str) -> None:
    assert (
        legal_reference(Letter(**{"id": "brief-1", "title": "Takuba", "text": "", "path": "a.txt"} | fields))
        == reference
    )
