"""The official XML of papers: what each element gives, both vocabularies, and files that are none."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Document, Line, Unreadable
from index.forms.markup.official_xml import read_official_xml

LETTERS = Path(__file__).parent / "letters"


def read(xml: str) -> Document:
    return read_official_xml(xml.encode())


def paper(stuk: str) -> str:
    return f"<officiele-publicatie><kamerstuk><stuk>{stuk}</stuk></kamerstuk></officiele-publicatie>"


def lines(document: Document) -> list[tuple[str, int, str]]:
    return [(line.kind, line.level, line.text) for line in document.lines]


BLOCKS = {
    "paragraph": ("<al>Een\n  <nadruk>twee</nadruk>\u00a0drie.</al>", [("paragraph", 0, "Een twee drie.")]),
    "inline-elements-add-no-space": (
        '<al>CO<inf>2</inf>, m<sup>2</sup> en UZI-<nadruk type="cur">server</nadruk>certificaten</al>',
        [("paragraph", 0, "CO2, m2 en UZI-servercertificaten")],
    ),
    "processing-instruction-within-a-word": (
        "<al>certi<?xpp afbm?>ficaten <!-- x -->(<![CDATA[a<b]]>)</al>",
        [("paragraph", 0, "certificaten (a<b)")],
    ),
    "unknown-element-within-text": ("<al>Een <blink>vreemd</blink>e zin</al>", [("paragraph", 0, "Een vreemde zin")]),
    "unknown-elements": (
        "<nieuw>Tekst <x>hier</x>.</nieuw><groep><a>Eén</a><b>Twee</b></groep>",
        [("paragraph", 0, "Tekst hier."), ("paragraph", 0, "Eén"), ("paragraph", 0, "Twee")],
    ),
    "al-groep": (
        "<al-groep><al>Een.</al><al>Twee.</al></al-groep>",
        [("paragraph", 0, "Een."), ("paragraph", 0, "Twee.")],
    ),
    "list-within-paragraph": (
        "<al>Voor: <lijst><li><li.nr>a.</li.nr><al>een</al></li></lijst> na</al>",
        [("paragraph", 0, "Voor:"), ("item", 1, "a. een"), ("paragraph", 0, "na")],
    ),
    "subheadings": (
        '<tussenkop kopopmaak="vet">Een</tussenkop><tussenkop kopopmaak="vetcur">Twee</tussenkop>'
        '<tussenkop kopopmaak="cur">Drie</tussenkop><tussenkop>Vier</tussenkop>',
        [("heading", 2, "Een"), ("heading", 3, "Twee"), ("heading", 3, "Drie"), ("heading", 2, "Vier")],
    ),
    "sections": (
        "<divisie><kop><nr>1.</nr><titel>Een</titel></kop><divisie><kop><nr>1.1</nr><titel>Twee</titel></kop>"
        '<tussenkop kopopmaak="vet">Drie</tussenkop></divisie></divisie>'
        "<bijlage><kop><titel>Bijlage</titel></kop></bijlage>",
        [("heading", 2, "1. Een"), ("heading", 3, "1.1 Twee"), ("heading", 4, "Drie"), ("heading", 2, "Bijlage")],
    ),
    "heading-in-emphasis": (
        '<al><nadruk type="vet">Inleiding</nadruk></al><al><nadruk type="cur">Doel</nadruk></al>',
        [("heading", 2, "Inleiding"), ("heading", 3, "Doel")],
    ),
    "emphasis-in-text-is-no-heading": (
        '<al><nadruk type="vet">Let op</nadruk> dit</al>',
        [("paragraph", 0, "Let op dit")],
    ),
    "bullets": (
        "<lijst><li><li.nr>–</li.nr><al>een</al></li><li><li.nr>•</li.nr><al>twee</al></li></lijst>",
        [("item", 1, "een"), ("item", 1, "twee")],
    ),
    "numbers-and-nesting": (
        "<lijst><li><li.nr>2.</li.nr><al>een</al><al>verder</al>"
        "<lijst><li><li.nr>a)</li.nr><al>diep</al></li></lijst></li></lijst>",
        [("item", 1, "2. een"), ("paragraph", 0, "verder"), ("item", 2, "a) diep")],
    ),
    "item-that-begins-with-a-list": (
        "<lijst><li><li.nr>1.</li.nr><lijst><li><li.nr>a.</li.nr><al>diep</al></li></lijst></li></lijst>",
        [("item", 2, "1. a. diep")],
    ),
    "empty-item": ("<lijst><li><li.nr>1.</li.nr><al/></li></lijst><al>na</al>", [("paragraph", 0, "na")]),
    "definitions": (
        "<definitielijst><definitie-item><term>Term:</term><definitie><al>Uitleg</al></definitie></definitie-item>"
        "</definitielijst>",
        [("item", 1, "Term:"), ("paragraph", 0, "Uitleg")],
    ),
    "table": (
        '<table><title>Staat</title><tgroup cols="3"><colspec colname="c1"/>'
        '<colspec colname="c2"/><colspec colname="c3"/>'
        "<thead><row><entry><al>Art.</al></entry>"
        '<entry namest="c2" nameend="c3"><al>Begroting</al></entry></row></thead><tbody>'
        '<row><entry morerows="1"><al>1</al><al>2</al></entry><entry>a<nadruk>b</nadruk></entry><entry/></row>'
        "<row><entry/><entry/></row></tbody></tgroup></table>",
        [("paragraph", 0, "Staat"), ("row", 0, "Art. | Begroting |"), ("row", 0, "1 2 | ab |")],
    ),
    "list-in-cell": (
        "<row><entry><lijst><li><li.nr>1.</li.nr><al>een</al></li></lijst></entry><entry>x</entry></row>",
        [("row", 0, "1. een | x")],
    ),
    "note": (
        '<al>Tekst.<noot id="n" type="voet"><noot.nr>1</noot.nr><noot.al>Eerste <nadruk>noot</nadruk>.</noot.al>'
        '<noot.al>Meer.</noot.al></noot> Verder<nootref refid="n">1</nootref>.</al><al>Na.</al>',
        [("paragraph", 0, "Tekst. Verder."), ("note", 0, "Eerste noot. Meer."), ("paragraph", 0, "Na.")],
    ),
    "note-in-cell": (
        "<row><entry><al>RT<noot><noot.nr>1</noot.nr><noot.al>Noot.</noot.al></noot></al></entry><entry>x</entry></row>",
        [("row", 0, "RT | x"), ("note", 0, "Noot.")],
    ),
    "signatures": (
        "<tekst-sluiting><ondertekening><functie>De Minister van Buitenlandse Zaken,</functie><naam>"
        "<voornaam>W.B.</voornaam><achternaam>Hoekstra</achternaam></naam></ondertekening><ondertekening>"
        "<functie>De Minister</functie> voor Rechtsbescherming,<naam><achternaam>S. Dekker</achternaam></naam>"
        "</ondertekening></tekst-sluiting>",
        [
            ("paragraph", 0, "De Minister van Buitenlandse Zaken,"),
            ("paragraph", 0, "W.B. Hoekstra"),
            ("paragraph", 0, "De Minister voor Rechtsbescherming,"),
            ("paragraph", 0, "S. Dekker"),
        ],
    ),
    "address-and-date-of-their-own": (
        "<aanhef><adres>Aan de Voorzitter</adres><dagtekening><plaats>Den Haag</plaats>, <datum>1 mei 2020</datum>"
        "</dagtekening></aanhef><datumtekst>Ontvangen <datum>2 mei 2020</datum></datumtekst>",
        [
            ("paragraph", 0, "Aan de Voorzitter"),
            ("paragraph", 0, "Den Haag, 1 mei 2020"),
            ("paragraph", 0, "Ontvangen 2 mei 2020"),
        ],
    ),
    "picture": (
        '<plaatje><illustratie naam="x.png"/><bijschrift>Kaart</bijschrift></plaatje>',
        [("paragraph", 0, "Kaart")],
    ),
    "contents": (
        "<officiele-inhoudsopgave><al>1. Inleiding</al></officiele-inhoudsopgave><al>x</al>",
        [("paragraph", 0, "x")],
    ),
}


@pytest.mark.parametrize(("stuk", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_elements(stuk: str, expected: list[tuple[str, int, str]]) -> None:
    assert lines(read(paper(stuk))) == expected


HEAD = """<officiele-publicatie><kamerstuk><kamerstukkop>
<tekstregel inhoud="vergaderjaar">Vergaderjaar 2021-2022</tekstregel>
<tekstregel inhoud="kameraanduiding">Tweede Kamer der Staten-Generaal</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>33 000</dossiernr><begrotingshoofdstuk>X</begrotingshoofdstuk></dossiernummer>
<titel>Begroting<noot><noot.nr>1</noot.nr><noot.al>Noot.</noot.al></noot></titel></dossier>
<dossier><dossiernummer><dossiernr>29 521</dossiernr></dossiernummer><titel>Vredesmissies</titel></dossier>
<stuk><stuknr>%s</stuknr><titel>BRIEF VAN DE MINISTER</titel><algemeen><al>Tekst.</al></algemeen></stuk>
</kamerstuk></officiele-publicatie>"""


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ('Nr. <ondernummer kamer="2">7</ondernummer>', "Nr. 7 BRIEF VAN DE MINISTER"),
        ("Nr. <ondernummer>7</ondernummer><herdruk>HERDRUK</herdruk>", "Nr. 7 HERDRUK BRIEF VAN DE MINISTER"),
        ('<ondernummer kamer="1">U</ondernummer>', "U BRIEF VAN DE MINISTER"),
    ],
    ids=["number", "reprint", "letter-of-the-eerste-kamer"],
)
def test_head(number: str, expected: str) -> None:
    assert read(HEAD % number).lines == (
        Line("Vergaderjaar 2021-2022", "furniture", number=2),
        Line("Tweede Kamer der Staten-Generaal", "furniture", number=3),
        Line("33 000 X Begroting", "paragraph", number=4),
        Line("Noot.", "note", number=5),
        Line("29 521 Vredesmissies", "paragraph", number=6),
        Line(expected, "heading", 1, number=7),
        Line("Tekst.", "paragraph", number=7),
    )


OLD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE kamerwrk SYSTEM "kamerwrk.dtd">
<kamerwrk kamer="2"><metadata>
<meta name="OVERHEIDop.externMetadataRecord" scheme=""
content="https://zoek.officielebekendmakingen.nl/kst-29521-3/metadata.xml" />
</metadata>
<kop><titel>Tweede Kamer der Staten-Generaal</titel><subtitel>2</subtitel>
<subtitel>Vergaderjaar 2003-2004</subtitel></kop>
<frontm><versie dtd="0.10"></versie><ordernr>KST27002</ordernr><vergjaar>2003-2004</vergjaar>
<onderw><nummer>29 521</nummer><naam>Verzonnen
vredesmissies</naam></onderw></frontm>
<body><stuk><ltrlabel>Nr. </ltrlabel><nummer>3</nummer><titel>BRIEF VAN DE MINISTER</titel>
<al>Een zin<voetref refid="v1" nr="1"></voetref>.</al><witreg></witreg>
<tuskop letat="cur">Slot</tuskop>
<ondtek><functie>De Minister van Defensie,</functie><naam>H. G. J. Verzonnen </naam></ondtek></stuk></body>
<voetnoot id="v1" nr="1"><al>Een oude
noot.</al></voetnoot><voetnoot nr="2"><al>Nog een.</al></voetnoot></kamerwrk>"""


def test_old_vocabulary() -> None:
    source = "https://zoek.officielebekendmakingen.nl/kst-29521-3.html"
    assert read(OLD) == Document(
        (
            Line("Tweede Kamer der Staten-Generaal 2 Vergaderjaar 2003-2004", "furniture", number=7),
            Line("KST27002", "furniture", number=9),
            Line("29 521 Verzonnen vredesmissies", "paragraph", number=10),
            Line("Nr. 3 BRIEF VAN DE MINISTER", "heading", 1, number=12),
            Line("Een zin.", "paragraph", number=13),
            Line("Een oude noot.", "note", number=16),
            Line("Slot", "heading", 3, number=14),
            Line("De Minister van Defensie,", "paragraph", number=15),
            Line("H. G. J. Verzonnen", "paragraph", number=15),
            Line("Nog een.", "note", number=17),
        ),
        {"id": "kst-29521-3", "source": source},
    )


def test_references() -> None:
    document = read(
        paper(
            '<al>Zie <extref soort="document" doc="kst-36800-XIV-80">36 800 <nadruk>XIV</nadruk>,\n nr. 80'
            '<noot><noot.al>Ook <extref soort="document" doc="h-tk-20222023-84-12">84, item 12</extref>'
            "</noot.al></noot>"
            '</extref>, <extref soort="document" doc="dossier/36600">36600</extref> en '
            '<extref soort="URL" doc="https://example.org/kst-29521-1">een site</extref>.</al>'
        )
    )
    assert document.references == (("h-tk-20222023-84-12", "84, item 12"), ("kst-36800-XIV-80", "36 800 XIV, nr. 80"))
    assert lines(document) == [
        ("paragraph", 0, "Zie 36 800 XIV, nr. 80, 36600 en een site."),
        ("note", 0, "Ook 84, item 12"),
    ]


BAD = {
    "no-xml": ("geen xml", "is geen XML op regel 1; download het bestand opnieuw, of herstel die regel"),
    "cut-off": ("<kamerstuk>\n<al>x", "is geen XML op regel 2; download het bestand opnieuw, of herstel die regel"),
    "other-root": ("<svg/>", "is geen officieel kamerstuk (root-element ‘svg’); download de XML van het stuk zelf"),
    "html": ("<html/>", "is geen officieel kamerstuk (root-element ‘html’); geef het een naam op .html"),
    "metadata": (
        "<metadata_gegevens/>",
        "is geen officieel kamerstuk (root-element ‘metadata_gegevens’); "
        "noem het metadata.xml en zet het naast de brief",
    ),
    "no-text": (
        "<kamerstuk><tekstregel>x</tekstregel></kamerstuk>",
        "bevat geen tekst; download de XML van het stuk zelf",
    ),
    "too-deep": (
        "<kamerstuk>" + "<a>" * 300 + "</a>" * 300 + "</kamerstuk>",
        "is te diep genest; download het bestand opnieuw",
    ),
    "entity": ('<!DOCTYPE a [<!ENTITY e "x">]><kamerstuk>&e;</kamerstuk>', None),
    "external-entity": ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><kamerstuk>&e;</kamerstuk>', None),
    "parameter-entity": ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/"> %p;]><kamerstuk>x</kamerstuk>', None),
    "entity-of-an-external-dtd": ('<!DOCTYPE a SYSTEM "x.dtd"><kamerstuk>a&euml;b</kamerstuk>', None),
    "unknown-entity": ("<kamerstuk>a&nbsp;b</kamerstuk>", None),
    "billion-laughs": (
        '<!DOCTYPE a [<!ENTITY l0 "lol">'
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        + "]><kamerstuk>&l9;</kamerstuk>",
        None,
    ),
}


@pytest.mark.parametrize(("xml", "message"), BAD.values(), ids=BAD)
def test_unreadable(xml: str, message: str | None) -> None:
    entities = "bevat entiteiten of een DTD die ze bepaalt; haal die weg, of download het bestand opnieuw"
    with pytest.raises(Unreadable, match=f"^{re.escape(message or entities)}$"):
        read(xml)


def words(document: Document, *kinds: str) -> list[str]:
    texts = (line.text for line in document.lines if line.kind in kinds)
    return [word for text in texts for word in text.split() if word != "|"]


def plain(markdown: str) -> str:
    return re.sub(r"\[\^\d+\]:?|^#+ |^- |^\|[-| ]+\|$|[|*]", "", markdown, flags=re.MULTILINE)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252", "iso-8859-15"])
def test_encodings(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><kamerstuk><al>Coördinatie à 5 €</al></kamerstuk>'
    assert lines(read_official_xml(xml.encode(encoding))) == [("paragraph", 0, "Coördinatie à 5 €")]


def test_the_words_of_a_letter() -> None:
    """Those of the same letter in Markdown, in their order."""
    document = read_official_xml((LETTERS / "kst-99521-7.xml").read_bytes())
    markdown = (LETTERS / "kst-99521-7.md").read_text(encoding="utf-8").partition("# Nr. 7")[2]
    body, notes = re.split(r"(?=^\[\^1\]:)", markdown, maxsplit=1, flags=re.MULTILINE)
    assert words(document, "note") == plain(notes).split()
    found = words(document, "paragraph", "heading", "item", "row")
    assert found[found.index("Nr.") + 2 :] == plain(body).split()
    assert document.references == (
        ("kst-29237-177", "Kamerstuk 29 237, nr. 177"),
        ("kst-29521-426", "Kamerstuk 29 521, nr. 426"),
        ("kst-21501-02-2462", "Kamerstuk 21 501-02, nr. 2462"),
    )


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    document_or_unreadable(content)


@given(st.integers(0, 3000))
def test_any_truncation(size: int) -> None:
    document_or_unreadable(OLD.encode()[:size])
    document_or_unreadable((HEAD % "7").encode()[:size])


NAMES = (
    *("al", "al-groep", "tussenkop", "divisie", "kop", "nr", "titel", "lijst", "li", "table", "row", "entry", "noot"),
    *(
        "noot.al",
        "nadruk",
        "sup",
        "extref",
        "tekst-sluiting",
        "ondertekening",
        "functie",
        "naam",
        "voornaam",
        "dossier",
    ),
    *("dossiernr", "stuknr", "ondernummer", "tekstregel", "bijlage", "onderw", "nummer", "ondtek", "voetnoot", "blink"),
)
WORDS = st.sampled_from(["een", "twee", "drie", "", " "])
ELEMENTS = st.recursive(
    st.builds(lambda name, text, tail: f"<{name}>{text}</{name}>{tail}", st.sampled_from(NAMES), WORDS, WORDS),
    lambda inner: st.builds(
        lambda name, text, parts: f"<{name}>{text}{''.join(parts)}</{name}>",
        st.sampled_from(NAMES),
        WORDS,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(ELEMENTS, max_size=6))
def test_any_tree_keeps_its_text(elements: list[str]) -> None:
    xml = f"<kamerstuk>{''.join(elements)}</kamerstuk>"
    letters = sorted("".join(re.sub("<[^>]*>", "", xml).split()))
    try:
        found = "".join(line.text for line in read(xml).lines)
    except Unreadable:
        assert not letters or "<tekstregel>" in xml or "<kop>" in xml  # all of it above the paper
        return
    assert sorted("".join(found.replace("|", "").split())) == letters


def document_or_unreadable(content: bytes) -> None:
    with suppress(Unreadable):
        assert read_official_xml(content).lines
