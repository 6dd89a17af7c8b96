"""The official metadata: ``metadata.xml``, records of the search service, and files that are neither."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fields import check_fields
from index.forms.document import Document, Unreadable
from index.forms.markup.metadata import read_metadata, read_metadata_file

LETTERS = Path(__file__).parent / "letters"
SITE = "https://zoek.officielebekendmakingen.nl/"


def metadata(*entries: Sequence[str]) -> bytes:
    """A ``metadata.xml`` with entries (name, content) or (name, scheme, content)."""
    elements = (
        f"<metadata name={quoteattr(name)} scheme={quoteattr(''.join(scheme))} content={quoteattr(content)}/>"
        for name, *scheme, content in entries
    )
    return f"<metadata_gegevens>{''.join(elements)}</metadata_gegevens>".encode()


def test_fixture() -> None:
    content = (LETTERS / "official" / "kst-99521-7" / "metadata.xml").read_bytes()
    expected = {
        "id": "kst-99521-7",
        "title": "Brief van de ministers over de verzonnen taakgroep",
        "date": "2022-02-17",
        "issued": "2022-02-22",
        "dossiers": ["99521", "27925"],
        "number": "7",
        "kind": "brief",
        "session": "2021-2022",
        "chamber": "TK",
        "source": f"{SITE}kst-99521-7.html",
        "signatories": [
            {"role": "", "name": "A.B.C. Voorbeeld"},
            {"role": "", "name": "D. van der Proef"},
            {"role": "", "name": "Th.J.A.M. Toonbeeld"},
        ],
    }
    assert read_metadata(content) == expected
    assert read_metadata_file(content) == Document((), expected)
    assert set(check_fields(expected).given()) == {*expected} - {"chamber"} | {"chambers"}


TYPE = ("DC.type", "OVERHEIDop.KamerstukTypen")
OTHER_DAYS = ("OVERHEIDop.datumIndiening", "2022-02-01"), ("OVERHEIDop.datumOntvangst", "2022-02-03")
VALUES: dict[str, tuple[Sequence[Sequence[str]], dict[str, Any]]] = {
    "title-before-2010": ([("DC.title", "De Hoorn; Brief regering; Stand van zaken")], {"title": "Stand van zaken"}),
    "title-that-is-a-type": ([("DC.title", "De Hoorn; Motie"), (*TYPE, "Motie")], {"kind": "motie"}),
    "title-of-the-dossier": ([("DC.title", "De Hoorn van Afrika"), ("OVERHEIDop.ondernummer", "7")], {"number": "7"}),
    "own-title": ([("DC.title", "a; b; c"), ("OVERHEIDop.documenttitel", " d\n e ")], {"title": "d e"}),
    "day-of-the-letter": (
        [("DCTERMS.issued", "2022-02-02"), *OTHER_DAYS, ("OVERHEIDop.datumBrief", "2022-01-31")],
        {"date": "2022-01-31", "issued": "2022-02-02"},
    ),
    "day-of-issue": ([*OTHER_DAYS, ("DCTERMS.issued", "2022-02-02")], {"issued": "2022-02-02"}),
    "day-of-receipt": (OTHER_DAYS, {"issued": "2022-02-03"}),
    "day-as-before": ([("OVERHEIDop.datumIndiening", "17-02-2009")], {"issued": "2009-02-17"}),
    "day-with-time": ([("DCTERMS.issued", "2022-02-17T10:00:00+01:00")], {"issued": "2022-02-17"}),
    "no-day": (
        [("DCTERMS.issued", "2022-02-30"), ("OVERHEIDop.datumOntvangst", "2022-03-01")],
        {"issued": "2022-03-01"},
    ),
    "dossiers": (
        [("OVERHEIDop.dossiernummer", value) for value in ("29521", "21 501-02", "33000 X", "37020-IX", "35570-A")],
        {"dossiers": ["29521", "21501-02", "33000-X", "37020-IX", "35570-A"]},
    ),
    "dossier-of-the-kingdom": ([("OVERHEIDop.dossiernummer", "34123-(R2050)")], {"dossiers": ["34123"]}),
    "number-of-a-reprint": ([("OVERHEIDop.ondernummer", "7 HERDRUK")], {"number": "7"}),
    "number-in-letters": ([("OVERHEIDop.ondernummer", "AB")], {"number": "AB"}),
    "report": ([(*TYPE, "Verslag van een algemeen overleg")], {"kind": "verslag"}),
    "list-of-questions": ([(*TYPE, "Lijst van vragen en antwoorden")], {"kind": "lijst van vragen"}),
    "rare-type": ([(*TYPE, "Koninklijke boodschap")], {"kind": "koninklijke boodschap"}),
    "no-type": ([(*TYPE, "Overige Kamerstukken"), ("DC.type", "OVERHEIDop.Parlementair", "Kamerstuk"), *OTHER_DAYS],
                {"issued": "2022-02-03"}),
    "both-chambers": (
        [("DC.creator", "Eerste Kamer der Staten-Generaal"), ("DC.creator", "Tweede Kamer der Staten-Generaal")],
        {"chamber": "TK+EK"},
    ),
    "session-with-a-dash": ([("OVERHEIDop.vergaderjaar", "2026‒2027")], {"session": "2026-2027"}),
    "role-of-who-signs": (
        [("OVERHEIDop.indiener", "W.B. Hoekstra, minister van Buitenlandse Zaken")] * 2,
        {"signatories": [{"role": "minister van Buitenlandse Zaken", "name": "W.B. Hoekstra"}]},
    ),
    "replaced": (
        [("DC.identifier", "kst-29521-426"), ("DCTERMS.isReplacedBy", f"{SITE}kst-29521-426-n1.html")],
        {"id": "kst-29521-426", "source": f"{SITE}kst-29521-426.html", "replaced_by": "kst-29521-426-n1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), VALUES.values(), ids=VALUES)
def test_values(entries: Sequence[Sequence[str]], expected: dict[str, Any]) -> None:
    assert read_metadata(metadata(*entries)) == expected


RECORD = """<g:gzd><g:originalData><w:meta>
<w:owmskern><d:identifier>kst-37020-IX-40</d:identifier><d:title>Begroting; Brief regering</d:title>
<d:type scheme="OVERHEIDop.Parlementair">Kamerstuk</d:type>
<d:creator>Eerste Kamer der Staten-Generaal</d:creator></w:owmskern>
<w:owmsmantel><d:available>2026-10-02</d:available><d:date>2026-10-01</d:date><d:issued/></w:owmsmantel>
<w:tpmeta><w:documenttitel>Titel</w:documenttitel><w:indiener>A. Een</w:indiener><w:indiener>B. Twee</w:indiener>
<w:ondernummer>D</w:ondernummer><w:vergaderjaar>2026-2027</w:vergaderjaar><w:dossiernummer>37020-IX</w:dossiernummer>
<w:subrubriek scheme="OVERHEIDop.KamerstukTypen">Brief regering</w:subrubriek><other xmlns="urn:x">x</other></w:tpmeta>
</w:meta></g:originalData><g:enrichedData><g:preferredUrl>https://example.org/kst-37020-IX-40.html</g:preferredUrl>
</g:enrichedData></g:gzd>"""
ANSWER = """<searchRetrieveResponse xmlns="http://docs.oasis-open.org/ns/search-ws/sruResponse"
 xmlns:g="http://standaarden.overheid.nl/sru" xmlns:w="http://standaarden.overheid.nl/wetgeving/"
 xmlns:d="http://purl.org/dc/terms/"><numberOfRecords>1</numberOfRecords><records>%s</records></searchRetrieveResponse>"""


def test_record_of_the_search_service() -> None:
    assert read_metadata((ANSWER % RECORD).encode()) == {
        "id": "kst-37020-IX-40",
        "title": "Titel",
        "issued": "2026-10-01",
        "dossiers": ["37020-IX"],
        "number": "D",
        "kind": "brief",
        "session": "2026-2027",
        "chamber": "EK",
        "source": "https://example.org/kst-37020-IX-40.html",
        "signatories": [{"role": "", "name": "A. Een"}, {"role": "", "name": "B. Twee"}],
    }


BAD = {
    "other-root": (b"<kamerstuk/>", "is geen metadata van een officieel stuk (root-element ‘kamerstuk’); haal "),
    "nothing": (metadata(("DCTERMS.language", "nl")), "zegt niets over een officieel stuk; haal metadata.xml "),
    "two-records": ((ANSWER % (RECORD * 2)).encode(), "heeft 2 zoekresultaten; bewaar dat van één stuk"),
    "no-records": ((ANSWER % "<diagnostics/>").encode(), "heeft 0 zoekresultaten; bewaar dat van één stuk"),
    "no-xml": (b"{}", "is geen XML op regel 1; download het bestand opnieuw"),
    "entity": (b'<!DOCTYPE a [<!ENTITY e "x">]><metadata_gegevens/>', "bevat entiteiten of een DTD die ze bepaalt; "),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_unreadable(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=f"^{re.escape(message)}"):
        read_metadata(content)


NAMES = ("DC.identifier", "DC.title", "DC.type", "DCTERMS.issued", "OVERHEIDop.dossiernummer", "OVERHEIDop.indiener",
         "OVERHEIDop.ondernummer", "OVERHEIDop.vergaderjaar", "DCTERMS.isReplacedBy", "x")  # fmt: skip
SIGNS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)


@given(st.lists(st.tuples(st.sampled_from(NAMES), SIGNS, SIGNS | st.sampled_from(["2022-02-30", "29521", "a; b"]))))
def test_any_values(entries: list[tuple[str, str, str]]) -> None:
    with suppress(Unreadable):
        assert read_metadata(metadata(*entries))


@given(st.binary() | st.integers(0, 1200).map(lambda size: (ANSWER % RECORD).encode()[:size]))
def test_any_bytes(content: bytes) -> None:
    with suppress(Unreadable):
        assert read_metadata(content)
