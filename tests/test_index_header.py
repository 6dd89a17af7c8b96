"""The head and the signatures of a letter -> metadata."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.authority import load_authority
from index.cleaning import PAGE, clean_lines
from index.forms.document import Line
from index.forms.text import read_text
from index.header import Header, read_header
from index.letter import Signatory

AUTHORITY = load_authority()
CHAIR = "De Voorzitter van de Tweede Kamer der Staten-Generaal"
TO_CHAIR = "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"
TEXT = "Hierbij informeer ik u over de inzet van Nederlandse militairen in Mali."


def header(text: str) -> Header:
    found = read_header(clean_lines(read_text(text.replace("\0", "").encode(errors="replace")).lines), AUTHORITY)
    return replace(found, body=tuple(line.text for line in found.body), origins={})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            f"29 521 Nederlandse deelname aan vredesmissies\n\nNr. 209 BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN"
            f"\nVAN DEFENSIE\n\n{TO_CHAIR}\n\nDen Haag, 24 juni 2013\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                dossiers=("29521",),
                dossier_title="Nederlandse deelname aan vredesmissies",
                number="209",
                heading="BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN VAN DEFENSIE",
                addressee=CHAIR,
                place="Den Haag",
                date=datetime.date(2013, 6, 24),
            ),
            id="kamerstuk",
        ),
        pytest.param(
            f"Tweede Kamer der Staten-Generaal 2\nVergaderjaar 2000–2001\n22 181\nDe situatie in voormalig Joegoslavië"
            f"\nNr. 331\nBRIEF VAN DE MINISTER VAN DEFENSIE\n{TO_CHAIR}\n’s-Gravenhage, 11 mei 2001",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                session="2000-2001",
                dossiers=("22181",),
                dossier_title="De situatie in voormalig Joegoslavië",
                number="331",
                heading="BRIEF VAN DE MINISTER VAN DEFENSIE",
                addressee=CHAIR,
                place="'s-Gravenhage",
                date=datetime.date(2001, 5, 11),
            ),
            id="before 2010: number and title on two lines",
        ),
        pytest.param(
            f"27 925 Bestrijding internationaal terrorisme\n29 521 Nederlandse deelname aan vredesmissies\n\nNr. 946\n"
            f"BRIEF VAN DE MINISTER VAN DEFENSIE\n{TO_CHAIR}\nDen Haag, 29 september 2023\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                dossiers=("27925", "29521"),
                dossier_title="Bestrijding internationaal terrorisme",
                number="946",
                heading="BRIEF VAN DE MINISTER VAN DEFENSIE",
                addressee=CHAIR,
                place="Den Haag",
                date=datetime.date(2023, 9, 29),
            ),
            id="two dossiers",
        ),
        pytest.param(
            "33 694 Internationale Veiligheidsstrategie\nU BRIEF VAN DE MINISTER VAN BUITENLANDSE ZAKEN\n"
            "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal\nDen Haag, 19 maart 2018\n",
            Header(
                body=(TEXT,),
                chambers=("EK",),
                dossiers=("33694",),
                dossier_title="Internationale Veiligheidsstrategie",
                number="U",
                heading="BRIEF VAN DE MINISTER VAN BUITENLANDSE ZAKEN",
                addressee="De Voorzitter van de Eerste Kamer der Staten-Generaal",
                place="Den Haag",
                date=datetime.date(2018, 3, 19),
            ),
            id="a letter of the alphabet for the Eerste Kamer",
        ),
        pytest.param(
            f"Nederlandse deelname aan vredesmissies\nBRIEF V A N DE MINISTER V A N BUITENLANDSE ZAKEN\n{TO_CHAIR}\n"
            "Den Haag, 30 februari 2020\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                dossiers=("29521",),
                dossier_title="Nederlandse deelname aan vredesmissies",
                heading="BRIEF VAN DE MINISTER VAN BUITENLANDSE ZAKEN",
                addressee=CHAIR,
                place="Den Haag",
            ),
            id="margin lost, spaced letters, a day that does not exist",
        ),
        pytest.param(
            "Ministerie van Buitenlandse Zaken\nAan:\nde Voorzitter van de\nTweede Kamer der Staten-Generaal\n"
            "Binnenhof 4\nDen Haag\n\nDatum 24 maart 1999\nKenmerk DEU-170/99\nBetreft: Luchtacties boven\n"
            "Joegoslavië\n\nZeer geachte Voorzitter,\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                addressee=CHAIR,
                date=datetime.date(1999, 3, 24),
                subject="Luchtacties boven Joegoslavië",
            ),
            id="a ministry's own paper",
        ),
        pytest.param(
            "29 521 Nederlandse deelname aan vredesmissies\nNr. 7 HERDRUK1\nVERSLAG VAN EEN COMMISSIEDEBAT\n"
            "Vastgesteld 20 september 2022\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                dossiers=("29521",),
                dossier_title="Nederlandse deelname aan vredesmissies",
                number="7",
                reprint=True,
                heading="VERSLAG VAN EEN COMMISSIEDEBAT",
                kind="verslag",
                date=datetime.date(2022, 9, 20),
            ),
            id="no letter but a report, reprinted",
        ),
        pytest.param(
            f"BRIEF VAN DE MINISTER VAN DEFENSIE\n{TO_CHAIR}\nDen Haag, 3 mei 2011\n"
            "Tweede Kamer, vergaderjaar 2010–2011, 21 501-28, nr. 73 1\n",
            Header(
                body=(TEXT,),
                chambers=("TK",),
                session="2010-2011",
                dossiers=("21501-28",),
                number="73",
                heading="BRIEF VAN DE MINISTER VAN DEFENSIE",
                addressee=CHAIR,
                place="Den Haag",
                date=datetime.date(2011, 5, 3),
            ),
            id="dossier and number from the foot of the page",
        ),
        pytest.param("", Header(body=(TEXT,)), id="no head"),
        pytest.param("12 345 militairen\n", Header(body=("12 345 militairen", TEXT)), id="a number is no head"),
    ],
)
def test_head(head: str, expected: Header) -> None:
    found = header(f"{head}\n{TEXT}")
    assert replace(found, body=tuple(line for line in found.body if line not in ("", PAGE))) == expected


@pytest.mark.parametrize(
    ("line", "dossier"),
    [
        ("21 501-02 Raad Algemene Zaken en Raad Buitenlandse Zaken", "21501-02"),
        ("33 000 X Vaststelling van de begrotingsstaten", "33000-X"),
        ("36 410-XVII Vaststelling van de begrotingsstaat", "36410-XVII"),
        ("30800 X", "30800-X"),
        ("20 800 Hoofdstuk V", "20800-V"),
        ("29\u00a0521 Vredesmissies", "29521"),
        ("31 700 (R1950) Rijkswet", "31700"),
    ],
)
def test_dossier_lines(line: str, dossier: str) -> None:
    assert header(f"{line}\nNr. 1\nBRIEF VAN DE MINISTER VAN DEFENSIE\n{TO_CHAIR}\n").dossiers == (dossier,)


@pytest.mark.parametrize(
    ("text", "signatories", "body"),
    [
        pytest.param(
            "Slot.\n\nDe Minister van Defensie,\nK.H. Ollongren\n",
            [("De Minister van Defensie", "K.H. Ollongren")],
            ["Slot."],
            id="two lines",
        ),
        pytest.param(
            "De Minister van Onderwijs, Cultuur en Wetenschap, A. de Vries",
            [("De Minister van Onderwijs, Cultuur en Wetenschap", "A. de Vries")],
            [],
            id="one line",
        ),
        pytest.param(
            "De minister-president,\nminister van Algemene Zaken,\nMr. Dr. J. P. Balkenende",
            [("De minister-president, minister van Algemene Zaken", "J.P. Balkenende")],
            [],
            id="a role of two lines, degrees, spaced initials",
        ),
        pytest.param(
            "DE MINISTER VAN DEFENSIE,\n\n\nE. van Middelkoop",
            [("DE MINISTER VAN DEFENSIE", "E. van Middelkoop")],
            [],
            id="capitals, room for the signature",
        ),
        pytest.param(
            "De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking,\nTh.J.A.M. de Bruijn\n\n"
            "De Staatssecretaris van Defensie,\nCh. van der Wal-Zeggelink",
            [
                ("De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking", "Th.J.A.M. de Bruijn"),
                ("De Staatssecretaris van Defensie", "Ch. van der Wal-Zeggelink"),
            ],
            [],
            id="two signatures",
        ),
        pytest.param(
            "Zie het verslag.\n\nDe Minister van Defensie,\nJ.G. de Hoop Scheffer\n\nVERSLAG\nDe Raad kwam bijeen.",
            [("De Minister van Defensie", "J.G. de Hoop Scheffer")],
            ["Zie het verslag.", "VERSLAG", "De Raad kwam bijeen."],
            id="in the middle of the text",
        ),
        pytest.param(
            "De Minister van Buitenlandse Zaken,\n\nDe Minister van Defensie,\n\nB.R. Bot\n\nH.G.J. Kamp",
            [("De Minister van Buitenlandse Zaken", "B.R. Bot"), ("De Minister van Defensie", "H.G.J. Kamp")],
            [],
            id="the roles, then the names",
        ),
        pytest.param(
            "B.R. Bot\nMinister van Buitenlandse Zaken\n\nH.G.J. Kamp\nMinister van Defensie",
            [("Minister van Buitenlandse Zaken", "B.R. Bot"), ("Minister van Defensie", "H.G.J. Kamp")],
            [],
            id="the name first",
        ),
        pytest.param(
            "De Minister van Buitenlandse Zaken,      De Minister van Defensie,\n\nB.R. Bot      H.G.J. Kamp",
            [("De Minister van Buitenlandse Zaken", "B.R. Bot"), ("De Minister van Defensie", "H.G.J. Kamp")],
            [],
            id="side by side",
        ),
        pytest.param(
            "De Minister van Buitenlandse Zaken,\n\nDe Minister van Defensie,",
            [("De Minister van Buitenlandse Zaken", ""), ("De Minister van Defensie", "")],
            [],
            id="both names were lost",
        ),
        pytest.param(
            "de minister van Defensie,\n\nmr. drs. (Ank) A.Th.B. Bijleveld-Schouten",
            [("De minister van Defensie", "A.Th.B. Bijleveld-Schouten")],
            [],
            id="small letters, degrees, a nickname",
        ),
        pytest.param(
            "De minister van Financiën,\n\nWopke B. Hoekstra",
            [("De minister van Financiën", "Wopke B. Hoekstra")],
            [],
            id="first name and initial",
        ),
        pytest.param(
            "De Minister van Defensie,\nzo bleek, was in Mali.",
            [],
            ["De Minister van Defensie,", "zo bleek, was in Mali."],
            id="a sentence",
        ),
        pytest.param("De Minister van Defensie,", [("De Minister van Defensie", "")], [], id="the name was lost"),
        pytest.param("De Minister van Defensie", [], ["De Minister van Defensie"], id="no signature"),
        pytest.param(
            "De Minister van Buitenlandse Zaken,\n\n\nStef van den Blok",
            [("De Minister van Buitenlandse Zaken", "Stef van den Blok")],
            [],
            id="a first name",
        ),
        pytest.param(
            "Minister van Defensie,\nK.H. Ollongren", [("Minister van Defensie", "K.H. Ollongren")], [], id="no article"
        ),
    ],
)
def test_signatures(text: str, signatories: list[tuple[str, str]], body: list[str]) -> None:
    found = header(text)
    assert found.signatories == tuple(Signatory(*signatory) for signatory in signatories)
    assert [line for line in found.body if line] == body


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            "Datum: 03-02-2014\nBetreft: Mali", {"date": "2014-02-03", "subject": "Mali"}, id="a day in digits"
        ),
        pytest.param(
            "Datum:      12 mei 2020\nBetreft:    Mali", {"date": "2020-05-12", "subject": "Mali"}, id="columns"
        ),
        pytest.param(f"{TO_CHAIR}\nDen Haag, l3 mei 2OlO", {"date": "2010-05-13"}, id="digits that OCR misread"),
        pytest.param(
            "Datum\nBetreft\n\n24 maart 2009\nStand van zaken ISAF\n",
            {"date": "2009-03-24", "subject": "Stand van zaken ISAF"},
            id="labels above their values",
        ),
        pytest.param(f"{TO_CHAIR}\nDen Haag 4 mei 2020", {"place": "Den Haag", "date": "2020-05-04"}, id="no comma"),
        pytest.param(
            "Aan de Voorzitters van de Eerste en van de Tweede Kamer der Staten-Generaal\nDen Haag, 4 mei 2020",
            {"chambers": "('TK', 'EK')"},
            id="both chambers",
        ),
        pytest.param(
            f"29 521\n\nVredesmissies\n\n34 952\n\nInvesteren\n\nNr. 4\nBRIEF VAN DE MINISTER\n{TO_CHAIR}",
            {"dossiers": "('29521', '34952')", "dossier_title": "Vredesmissies", "number": "4"},
            id="titles below their numbers",
        ),
        pytest.param(
            f"Nederlandse deelname aan vredesmissies; Brief regering; Reactie\nBrief regering\n{TO_CHAIR}",
            {"dossiers": "('29521',)", "subject": "Reactie"},
            id="a title of three parts",
        ),
        pytest.param(f"29 521 Vredesmissies\nNr. 4 HERDRUK1\nBRIEF\n{TO_CHAIR}", {"reprint": "True"}, id="reprint"),
    ],
)
def test_parts_of_heads(head: str, expected: dict[str, str]) -> None:
    found = header(f"{head}\n\nGeachte Voorzitter, hierbij de brief.\nEn meer.\n")
    assert {name: str(getattr(found, name)) for name in expected} == expected
    assert [line for line in found.body if line] == ["hierbij de brief.", "En meer."]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("BRIEF VAN DE MINISTER VAN DEFENSIE", "brief"),
        ("BRIEF VAN DE VOORZITTER VAN DE TWEEDE KAMER", "brief"),
        ("BRIEF VAN DE ALGEMENE REKENKAMER", "brief"),
        ("Brief regering", "brief"),
        ("VERSLAG VAN EEN ALGEMEEN OVERLEG", "verslag"),
        ("VERSLAG VAN EEN COMMISSIEDEBAT", "verslag"),
        ("VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", "verslag"),
        ("VERSLAG HOUDENDE EEN LIJST VAN VRAGEN EN ANTWOORDEN", "lijst van vragen"),
        ("LIJST VAN VRAGEN EN ANTWOORDEN", "lijst van vragen"),
        ("INBRENG VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", "inbreng"),
        ("VERSLAG VAN EEN WERKBEZOEK", "verslag"),
        ("RAPPORT", "rapport"),
        ("MOTIE VAN HET LID SJOERDSMA C.S.", "motie"),
        ("GEWIJZIGDE MOTIE VAN HET LID SJOERDSMA", "motie"),
        ("TWEEDE NOTA VAN WIJZIGING", "nota"),
        ("GEANNOTEERDE AGENDA RAAD BUITENLANDSE ZAKEN", "agenda"),
        ("VRAGEN VAN HET LID SJOERDSMA", "vragen"),
    ],
)
def test_sorts_of_papers(heading: str, kind: str) -> None:
    found = header(f"29 521 Vredesmissies\nNr. 4 {heading}\nVoorgesteld 3 mei 2011\n")
    assert (found.kind, found.heading, found.number) == (kind, heading, "4")


LINES = [
    "29 521 Vredesmissies", "Nr. 4", "BRIEF VAN DE MINISTER VAN DEFENSIE", TO_CHAIR, "Den Haag, 3 mei 2011",
    "Betreft: x", "Aan:", "Datum", "Geachte Voorzitter,", "De Minister van Defensie,", "W.B. Hoekstra", "", "\f",
    "U", "29 521", "tekst",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES) | st.text()).map("\n".join))
def test_any_lines_have_a_header(text: str) -> None:
    cleaned = clean_lines(read_text(text.replace("\0", "").encode(errors="replace")).lines)
    assert set(read_header(cleaned, AUTHORITY).body) <= {*cleaned.lines, Line("")}
