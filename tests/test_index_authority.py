"""Names in text -> missions and ministries, by the lists as shipped."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.authority import Authority, load_authority
from index.letter import Named
from index.names import name_key

AUTHORITY = load_authority()


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("EUTM-Mali", "eutm mali"),
        ("Geïntegreerde  politietrainingsmissie\nin Kunduz", "geintegreerde politietrainingsmissie in kunduz"),
        ("EUFOR Tchad/RCA (2008)", "eufor tchad rca 2008"),
        ("V&W", "v w"),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert name_key(text) == folded


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        pytest.param("eutm-mali", "eutm-mali", id="id"),
        pytest.param("EUTM Mali", "eutm-mali", id="label"),
        pytest.param("eutm MALI", "eutm-mali", id="any case"),
        pytest.param("Taakgroep Takuba", "takuba", id="alias"),
        pytest.param("International Security Assistance Force", "isaf", id="full name"),
        pytest.param("operatie Agenor", "emasoh", id="without diacritics"),
        pytest.param("oef", "enduring-freedom", id="an acronym whose case counts in text only"),
        pytest.param("Althea", "eufor-althea", id="a context alias of one mission"),
        pytest.param("EUPM", "eupm-bih", id="a label before an ambiguous alias"),
        pytest.param("EUTM", None, id="ambiguous"),
        pytest.param("Operatie Nergens", None, id="unknown"),
        pytest.param("", None, id="empty"),
    ],
)
def test_mission(name: str, id_: str | None) -> None:
    found = AUTHORITY.mission(name)
    assert found == (Named(id_, AUTHORITY.labels()["mission"][id_]) if id_ else None)


@pytest.mark.parametrize(
    ("name", "date", "expected"),
    [
        pytest.param("jv", "1999-05-25", ("jv", "Justitie"), id="id, labelled as of its day"),
        pytest.param("JenV", "2013-01-01", ("jv", "Veiligheid en Justitie"), id="abbreviation"),
        pytest.param("Veiligheid en Justitie", "2022-02-17", ("jv", "Justitie en Veiligheid"), id="former name"),
        pytest.param("Justitie", None, ("jv", "Justitie en Veiligheid"), id="no date: today's label"),
        pytest.param("Ministerie van Defensie", "2022-02-17", ("def", "Defensie"), id="with ministerie van"),
        pytest.param("De Minister van Financien", "2022-02-17", ("fin", "Financiën"), id="title, no diacritics"),
        pytest.param("minister-president", "2022-02-17", ("az", "Algemene Zaken"), id="minister-president"),
        pytest.param("Staatssecretaris voor Europese Zaken", "2009-03-16", ("bz", "Buitenlandse Zaken"), id="role"),
        pytest.param("Asiel en Migratie", "2025-01-01", ("am", "Asiel en Migratie"), id="a ministry from 2024 to 2026"),
        pytest.param("Asiel en Migratie", "2026-03-01", ("jv", "Justitie en Veiligheid"), id="a portfolio after it"),
        pytest.param("EZ", "2011-01-01", ("ez", "Economische Zaken, Landbouw en Innovatie"), id="a name of two years"),
        pytest.param("Marine", None, None, id="unknown"),
        pytest.param("", None, None, id="empty"),
    ],
)
def test_ministry(name: str, date: str | None, expected: tuple[str, str] | None) -> None:
    assert AUTHORITY.ministry(name, day(date)) == (Named(*expected) if expected else None)


@pytest.mark.parametrize(
    ("heading", "date", "ids"),
    [
        (
            "BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN VOOR BUITENLANDSE HANDEL EN"
            " ONTWIKKELINGSSAMENWERKING",
            "2022-02-17",
            ["bz", "def", "bhos"],
        ),
        ("BRIEF VAN DE MINISTERS VAN JUSTITIE EN VEILIGHEID EN VAN BUITENLANDSE ZAKEN", "2023-04-03", ["jv", "bz"]),
        (
            "BRIEF VAN DE MINISTERS VOOR MEDISCHE ZORG EN VAN LANDBOUW, NATUUR EN VOEDSELKWALITEIT",
            "2019-01-01",
            ["vws", "lnv"],
        ),
        (
            "BRIEF VAN DE MINISTER-PRESIDENT, MINISTER VAN ALGEMENE ZAKEN EN DE MINISTERS VAN BUITENLANDSE ZAKEN EN VAN"
            " DEFENSIE",
            "2000-03-22",
            ["az", "bz", "def"],
        ),
        ("BRIEF VAN DE MINISTER EN STAATSSECRETARIS VAN BUITENLANDSE ZAKEN", "2025-09-24", ["bz"]),
        ("BRIEF VAN DE MINISTER VAN VOLKSGEZONDHEID, WELZIJN EN SPORT", "2017-03-28", ["vws"]),
        ("BRIEF VAN DE MINISTER VOOR GROTE STEDEN- EN INTEGRATIEBELEID", "2001-01-01", ["bzk"]),
        ("BRIEF VAN DE MINISTER VOOR VOLKSHUISVESTING EN RUIMTELIJKE ORDENING", "2023-01-01", ["bzk"]),
        ("BRIEF VAN DE MINISTER VAN VOLKSHUISVESTING EN RUIMTELIJKE ORDENING", "2025-01-01", ["vro"]),
        ("BRIEF VAN DE MINISTER VAN VOLKSHUISVESTING, RUIMTELIJKE ORDENING EN MILIEUBEHEER", "2008-01-01", ["vrom"]),
        ("BRIEF VAN DE MINISTER VOOR MILIEU EN WONEN", "2020-01-01", ["bzk", "iw"]),
        ("Brief van de minister en staatssecretaris van defensie", "2007-07-02", ["def"]),
        ("BRIEF VAN DE VOORZITTER VAN DE TWEEDE KAMER", "2020-01-01", []),
        ("", None, []),
    ],
    ids=lambda value: re.sub("BRIEF VAN (DE )?", "", value)[:40] if isinstance(value, str) else None,
)
def test_ministries_in_a_heading(heading: str, date: str | None, ids: list[str]) -> None:
    assert [named.id for named in AUTHORITY.ministries_in(heading, day(date))] == ids


@pytest.mark.parametrize(
    ("text", "title", "ids"),
    [
        pytest.param("MINUSMA en EUTM Mali, en weer Minusma.", "", ["minusma", "eutm-mali"], id="first mention, once"),
        pytest.param(
            "de EUTM-Mali-trainers en EUCAP\u2011Sahel Mali", "", ["eutm-mali", "eucap-sahel-mali"], id="hyphens"
        ),
        pytest.param("EUCAP Sahel Mali", "", ["eucap-sahel-mali"], id="longest wins"),
        pytest.param("operatie «Althea»", "", ["eufor-althea"], id="quotation marks"),
        pytest.param("Takubaatje en eISAF", "", [], id="whole words only"),
        pytest.param("de amm en de oir", "", [], id="exact case: not in lower case"),
        pytest.param("de AMM en OIR", "", ["amm-atjeh", "oir"], id="exact case"),
        pytest.param("UNMIS en UNMISS", "", ["unmis", "unmiss"], id="one letter apart"),
        pytest.param("EUTM traint.", "", [], id="context missing"),
        pytest.param("EUTM traint bij Koulikoro.", "", ["eutm-mali"], id="context in the sentence"),
        pytest.param("In Mali is het warm. EUTM traint.", "", [], id="context in another sentence"),
        pytest.param(
            "Op 3 mei jl. gingen, c.q. dhr. Jansen, naar Mali, waar EUTM is.", "", ["eutm-mali"], id="abbreviations"
        ),
        pytest.param("EUTM traint.", "De missie in Mali", ["eutm-mali"], id="context in the title"),
        pytest.param("EUTM traint normaliter.", "", [], id="a short stem inside a word is no context"),
        pytest.param("Atalanta, de antipiraterijmissie", "", ["atalanta"], id="a long stem inside a word is"),
        pytest.param("EUTM in Mali en Somalië", "", ["eutm-somalia", "eutm-mali"], id="two places"),
        pytest.param("EUTM, Mali", "", ["eutm-mali"], id="by context across a comma"),
        pytest.param("EUTM\nMali", "", [], id="no name across lines"),
        pytest.param("Sophia speelt in de tuin", "", [], id="a first name"),
        pytest.param("", "EUTM Mali", [], id="the title is no text"),
    ],
)
def test_missions_in_text(text: str, title: str, ids: list[str]) -> None:
    assert [named.id for named in AUTHORITY.missions_in(text, title)] == ids


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Nederlandse deelname aan vredesmissies", "29521"),
        (" nederlandse  deelname aan Vredesmissies ", "29521"),
        ("Raad Algemene Zaken en Externe Betrekkingen", "21501-02"),
        ("Vogels", None),
        ("", None),
    ],
)
def test_dossier_by_title(title: str, number: str | None) -> None:
    assert AUTHORITY.dossier_titled(title) == number


def test_labels_and_aliases_fit_together() -> None:
    labels, aliases = AUTHORITY.labels(), AUTHORITY.aliases()
    assert labels["ministry"]["jv"] == "Justitie en Veiligheid"
    assert {facet: set(names.values()) - set(labels[facet]) for facet, names in aliases.items()} == {
        "mission": set(),
        "ministry": set(),
    }
    assert {
        key: aliases["mission"].get(key) for key in ("taakgroep takuba", "vn missie in mali", "eutm", "althea")
    } == {
        "taakgroep takuba": "takuba",
        "vn missie in mali": "minusma",
        "eutm": None,
        "althea": None,
    }
    assert {key: aliases["ministry"].get(key) for key in ("veiligheid en justitie", "venj", "asiel en migratie")} == {
        "veiligheid en justitie": "jv",
        "venj": "jv",
        "asiel en migratie": None,
    }


def test_every_id_and_label_leads_to_its_value() -> None:
    missions, ministries = AUTHORITY.labels()["mission"], AUTHORITY.labels()["ministry"]
    assert {id_ for id_, label in missions.items() if AUTHORITY.mission(id_) != Named(id_, label)} == set()
    assert {id_ for id_, label in missions.items() if AUTHORITY.mission(label) != Named(id_, label)} == set()
    assert {id_ for id_, label in ministries.items() if AUTHORITY.ministry(id_) != Named(id_, label)} == set()
    merged = {"am", "kgg", "vro"}  # today these names are portfolios of other ministries
    assert {id_ for id_, label in ministries.items() if AUTHORITY.ministry(label) != Named(id_, label)} == merged


def test_fingerprint() -> None:
    assert re.fullmatch("[0-9a-f]{64}", AUTHORITY.fingerprint)
    assert load_authority().fingerprint == AUTHORITY.fingerprint


def test_a_sentence_without_end_is_read_in_linear_time() -> None:
    assert AUTHORITY.missions_in("EUTM " * 20_000) == ()


@given(
    st.text()
    | st.lists(st.sampled_from(["EUTM", "Mali", ".", "\n", "-", "EUCAP", "Sahel", "operatie", "AMM"])).map(" ".join)
)
def test_no_text_is_too_strange(text: str) -> None:
    authority: Authority = AUTHORITY
    known = authority.labels()
    assert {named.id for named in authority.missions_in(text, text)} <= set(known["mission"])
    assert {named.id for named in authority.ministries_in(text)} <= set(known["ministry"])
    authority.mission(text)
    authority.ministry(text)
    authority.dossier_titled(text)
