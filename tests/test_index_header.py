"""Heads and signatures of letters."""

import datetime

import pytest

from index.authority import load_authority
from index.cleaning import clean_lines
from index.header import read_header
from index.letter import Signatory


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["29 521 Vredesmissies", "Nr. 209", "BRIEF VAN DE MINISTER VAN DEFENSIE", "Den Haag, 24 juni 2013"],
         (("29521",), "209", datetime.date(2013, 6, 24), "Den Haag")),
        (["29 521", "Vredesmissies", "nr. 124", "Brief van de minister van Defensie", "’s-Gravenhage, 11 mei 2001"],
         (("29521",), "124", datetime.date(2001, 5, 11), "’s-Gravenhage")),
        (["21 501-02 Raad Algemene Zaken en Raad Buitenlandse Zaken",
          "Nr. 2602 BRIEF VAN DE MINISTER VAN BUITENLANDSE ZAKEN", "Den Haag, 2 februari 2023"],
         (("21501-02",), "2602", datetime.date(2023, 2, 2), "Den Haag")),
        (["33 000 X Vaststelling van de begroting", "Nr.11 BRIEF VAN DE MINISTER VAN DEFENSIE", "Den Haag, 3 mei 2012"],
         (("33000-X",), "11", datetime.date(2012, 5, 3), "Den Haag")),
        (["33 694 Internationale Veiligheidsstrategie", "U BRIEF VAN DE MINISTER VAN BUITENLANDSE ZAKEN",
          "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal", "Den Haag, 19 maart 2018"],
         (("33694",), "U", datetime.date(2018, 3, 19), "Den Haag")),
    ],
    ids=["plain", "old", "suffix", "budget", "senate"],
)  # fmt: skip
def test_heads(head: list[str], expected: tuple[object, ...]) -> None:
    header = read_header(clean_lines("\n".join([*head, "", "De tekst van de brief."])), load_authority())
    found_place = header.place.replace("'", "’") if header.place else None
    assert (header.dossiers, header.number, header.date, found_place) == expected
    assert [line for line in header.body if line] == ["De tekst van de brief."]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["De Minister van Defensie,", "K.H. Ollongren"], [Signatory("De Minister van Defensie", "K.H. Ollongren")]),
        (["De minister van Buitenlandse Zaken,", "M. J. M. Verhagen"],
         [Signatory("De minister van Buitenlandse Zaken", "M.J.M. Verhagen")]),
        (["De Minister-President,", "Minister van Algemene Zaken,", "J.P. Balkenende"],
         [Signatory("De Minister-President, Minister van Algemene Zaken", "J.P. Balkenende")]),
        (["De Minister van Defensie,", "F. H. G. de Grave"],
         [Signatory("De Minister van Defensie", "F.H.G. de Grave")]),
    ],
    ids=["now", "spaced", "two lines", "tussenvoegsel"],
)  # fmt: skip
def test_signatures(lines: list[str], expected: list[Signatory]) -> None:
    raw = "\n".join(["BRIEF VAN DE MINISTER VAN DEFENSIE", "Den Haag, 3 mei 2011", "", "De tekst.", "", *lines])
    assert list(read_header(clean_lines(raw), load_authority()).signatories) == expected
