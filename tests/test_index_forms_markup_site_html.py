"""Saved web pages: their blocks, notes and head, what stands around the text, and pages without a letter."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Document, Line, Unreadable
from index.forms.markup.metadata import read_metadata
from index.forms.markup.official_xml import read_official_xml
from index.forms.markup.site_html import read_site_html

LETTERS = Path(__file__).parent / "letters"
RUNNING = "Hierbij informeer ik u over de verzonnen inzet van Nederlandse militairen in het verzonnen inzetgebied."
LAST = ("paragraph", 0, RUNNING)


def read(html: str) -> Document:
    return read_site_html(html.encode())


def lines(document: Document) -> list[tuple[str, int, str]]:
    return [(line.kind, line.level, line.text) for line in document.lines]


BLOCKS = {
    "paragraphs": ("<p>Een\n<b>twee</b>&nbsp;drie.<p>Vier<div>Vijf</div>", ["Een twee drie.", "Vier", "Vijf"]),
    "text-without-elements": ("Een <span>twee</span>", ["Een twee"]),
    "headings": ("<h1>Een</h1><h3>Twee <i>x</i></h3>", [("heading", 1, "Een"), ("heading", 3, "Twee x")]),
    "heading-in-bold": ("<p><b>Een</b></p><p><em>Twee</em></p><p><b>Drie.</b></p>",
                        [("heading", 2, "Een"), ("heading", 3, "Twee"), "Drie."]),
    "breaks-of-a-block": ("<p>De Minister,<br>K.H. Verzonnen</p>", ["De Minister,", "K.H. Verzonnen"]),
    "breaks-in-running-text": (f"<p>{RUNNING}<br>En verder.</p>", [f"{RUNNING} En verder."]),
    "breaks-for-paragraphs": (f"<p>{RUNNING}<br><br>En verder.</p>", [RUNNING, "En verder."]),
    "signature-of-the-site": (
        '<p class="ondertekening"><span class="functie">De Minister,</span> <span class="naam">'
        '<span class="achternaam">A. Verzonnen</span></span></p>',
        ["De Minister,", "A. Verzonnen"],
    ),
    "bullets": (
        '<ul class="expliciet"><li class="li"><p class="labeled"><span class="ol">– </span>een</p></li>'
        "<li>twee</li></ul>",
        [("item", 1, "een"), ("item", 1, "twee")],
    ),
    "numbers": (
        '<ol start="3"><li>een<p>verder</p><ol type="a"><li>diep</ol>'
        '<li value="9">twee<li>3<ol type="i"><li>x</ol></ol>',
        [("item", 1, "3. een"), "verder", ("item", 2, "a. diep"), ("item", 1, "9. twee"), ("item", 1, "5. 3"),
         ("item", 2, "i. x")],
    ),
    "numbers-as-text": (
        '<ol style="list-style-type: none"><li>2) een</li></ol><ol><li>1. twee</li></ol>',
        [("item", 1, "2) een"), ("item", 1, "1. twee")],
    ),
    "table": (
        "<table><caption>Staat</caption><tr><th><p>Missie</p><th>Aantal<tr><td><p>A</p><p>B</p><td>1<tr><td><td></table>",
        ["Staat", ("row", 0, "Missie | Aantal"), ("row", 0, "A B | 1")],
    ),
    "odd-spans": (
        "<table><tr><td colspan=1000000000>Totaal<td>67"
        "<tr><td colspan='2%'>a<td rowspan=99>b<td>c<tr><td><td>d</table>",
        [("row", 0, "Totaal | | | | 67"), ("row", 0, "a | | b | c |"), ("row", 0, "| d | | |")],
    ),
    "spans-of-a-table-in-a-cell": (
        "<table><tr><td colspan=2>a<td>b<tr><td>1<td><table><tr><td>x<td>y</table><td>3</table>",
        ["a", "b", "1", ("row", 0, "x | y"), "3"],
    ),
    "word-items": (
        "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='font-family:\"Courier New\"'>o<span>&nbsp;&nbsp; </span></span><![endif]>een</p>"
        "<p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp;</span></span>twee</p>"
        "<p class=MsoListParagraph>1.<span>&nbsp;&nbsp;</span>drie</p><p class=MsoListParagraph>vier</p>",
        [("item", 2, "een"), ("item", 1, "twee"), ("item", 1, "1. drie"), "vier"],
    ),
    "list-in-cell": ("<table><tr><td><ol><li>een<li>twee</ol><td>x</table>", [("row", 0, "1. een 2. twee | x")]),
    "layout-tables": (
        "<table><tr><td><p>Een</p><p>Twee</p></td></tr></table><table><tr><td>Drie<table><tr><td>a<td>b</table></table>",
        ["Een", "Twee", "Drie", ("row", 0, "a | b")],
    ),
    "signatures-beside-each-other": (
        "<table><tr><td>De Minister,<td>De Staatssecretaris,<tr><td>A. Een<td>B. Twee</table>",
        ["De Minister,", "A. Een", "De Staatssecretaris,", "B. Twee"],
    ),
    "head-in-a-table": (
        "<table><tr><td>Datum<td>1 mei 2020<tr><td>Betreft:<td>Mali</table>",
        ["Datum 1 mei 2020", "Betreft: Mali"],
    ),
    "empty-cells-in-the-head": (
        "<table><tr><td colspan=2>De Voorzitter van de Kamer<td><tr><td><td>Plein 2<td>"
        "<tr><td>Datum<td><td>1 mei<tr><td><td><td>Geachte voorzitter,</table>",
        ["De Voorzitter van de Kamer", "Plein 2", "Datum 1 mei", "Geachte voorzitter,"],
    ),
    "official-head-in-a-table": (
        "<table><tr><td>29 521<td>Vrede<tr><td>Nr. 7<td>BRIEF VAN X</table>",
        ["29 521 Vrede", "Nr. 7 BRIEF VAN X"],
    ),
    "preformatted": ("<pre>Een\n  twee\n\ndrie</pre>", [("line", 0, t) for t in ("Een", "twee", "", "drie")]),
    "dropped": (
        "<nav>a</nav><aside>b</aside><form><input value=c>d</form><script>e</script><style>f</style>"
        "<noscript>g</noscript><footer>l</footer><template><p>m</template><svg><text>o</text></svg>"
        '<div class="cookie-bar">h</div><div role="dialog">i</div><p hidden>j</p><p style="display:none">k</p>'
        '<ol class="breadcrumb"><li>n</ol><p><a href="#top">Naar boven</a>',
        [],
    ),
    "running-heads": (
        '<div title="header"><p>Vergaderjaar 2021-2022</div><p>Tweede Kamer der Staten-Generaal 2',
        [("furniture", 0, "Vergaderjaar 2021-2022"), ("furniture", 0, "Tweede Kamer der Staten-Generaal 2")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_elements(html: str, expected: list[str | tuple[str, int, str]]) -> None:
    shown = [("paragraph", 0, line) if isinstance(line, str) else line for line in expected]
    assert lines(read(f"<body>{html}</table><div><p>{RUNNING}</p></div>")) == [*shown, LAST]


NOTES = {
    "official-site": (
        '<p>Zin<a class="nootnum" href="#ID-1"><sup>1</sup></a>.</p><div id="noten">'
        '<div class="voet noot" id="supernote-note-1"><h5 class="note-close"><a href="#close">X</a> Noot</h5>'
        '<sup><span class="nootnum"><a id="ID-1"></a>1</span></sup><p>Een noot.</p><p>Meer.</p></div></div>'
    ),
    "mark-of-the-site-in-the-note": '<p>Zin.</p><p class="noot"><a>X Noot</a> <sup>1</sup> Een noot. Meer.</p>',
    "copied-on-one-line": "<p>Zin.</p><p>X Noot 1 Een noot. Meer.</p><p>Terug naar boven</p>",
    "copied-with-its-number": "<p>Zin.</p><p>X Noot 1</p><p>Een noot.</p><p>Meer.</p>",
    "in-angle-brackets": "<p>Zin &lt;1&gt;.</p><p>&lt;1&gt; Een noot. Meer.</p>",
    "copied-from-the-site": "<p>Zin.</p><p>X Noot</p><p>1</p><p>Een noot.</p><p>Meer.</p><p>Naar boven</p>",
    "numbers-without-links": '<p>Zin<sup>1</sup>.</p><div class="noot"><sup>1</sup> Een noot. Meer.</div>',
    "word": (
        '<p>Zin<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p><div id="ftn1"><p class="MsoFootnoteText">'
        '<a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Een noot. Meer.</p></div>'
    ),
    "word-without-container": (
        '<p>Zin<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Een noot. Meer.</p>'
    ),
    "libreoffice": (
        '<p>Zin<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>'
        "Een noot. Meer.</p></div>"
    ),
    "list": (
        '<p>Zin<a href="https://example.org/brief#fn1" id="fnref1"><sup>1</sup></a>.</p>'
        '<section role="doc-endnotes"><ol><li><p>Een noot. Meer. '
        '<a href="#fnref1" class="footnote-back">↩︎</a></p></li></ol></section>'
    ),
}


@pytest.mark.parametrize("html", NOTES.values(), ids=NOTES)
def test_notes(html: str) -> None:
    expected = [LAST, ("paragraph", 0, "Zin."), ("note", 0, "Een noot. Meer.")]
    assert lines(read(f"<body><p>{RUNNING}</p>{html}")) == expected


def test_powers_are_no_marks_of_notes() -> None:
    html = (
        "<p>5 m<sup>2</sup>, 10<sup>9</sup>, km<sup>2</sup>, CO<sub>2</sub> en de 1<sup>e</sup> en 2<sup>de</sup></p>"
    )
    assert lines(read(f"{html}<p>{RUNNING}"))[0][2] == "5 m2, 109, km2, CO2 en de 1e en 2de"


def test_references() -> None:
    html = (
        '<p><a href="/kst-29521-426.html">29 521,\n nr. 426</a> <a href="https://zoek.officielebekendmakingen.nl/'
        'kst-32827-124.html/kst-27925-637.html"><i>27 925</i>, nr. 637</a> <a href="https://example.org/">elders</a>'
        '<a href="/kst-29521-426.html#x">1</a><nav><a href="kst-29521-1.html">weg</a></nav>'
    )
    assert read(f"{html}<p>{RUNNING}").references == (
        ("kst-29521-426", "29 521, nr. 426"),
        ("kst-27925-637", "27 925, nr. 637"),
    )


HEAD = "<p>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</p><p>Den Haag, 1 mei 2020</p>"
TITLE = '<h1 class="dossiertitel">29 521 Vrede</h1>'
PLACES = {
    "official-site": f'<div id="main-column"><p>x</p><div id="broodtekst">{TITLE}{HEAD}%s</div></div>',
    "dossier-and-notes-outside": (
        f'<p>x</p><article>{TITLE}<div id="broodtekst">{HEAD}%s</div><div id="noten"></div></article>'
    ),
    "main": f"<header>x</header><main><header>{TITLE}</header>{HEAD}%s</main><p>x</p>",
    "longest-article": f"<article>x</article><article><h1>29 521 Vrede</h1>{HEAD}%s</article><p>x</p>",
    "form": f"<form><input value=x><h1>29 521 Vrede</h1>{HEAD}%s<button>x</button></form>",
    "body": (
        '<header><h1>x</h1></header><div class="wrapper cookies-accepted"><h1>29 521 Vrede</h1>'
        f"{HEAD}%s</div><footer>x</footer>"
    ),
}


@pytest.mark.parametrize("html", PLACES.values(), ids=PLACES)
def test_place_of_the_text(html: str) -> None:
    assert lines(read(f"<body>{html % f'<p>{RUNNING}</p>'}")) == [
        ("heading", 1, "29 521 Vrede"),
        ("paragraph", 0, "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
        ("paragraph", 0, "Den Haag, 1 mei 2020"),
        LAST,
    ]


def test_page_of_another_site() -> None:
    html = (
        "<main><h1>Brief regering : Beëindiging verzonnen inzet</h1><p>Nummer: 2022D00000, datum: 2022-02-17</p>"
        "<p>Tweede Kamer der Staten-Generaal</p><p>Vergaderjaar 2021-2022</p><p>29 521</p><p>Vredesmissies</p>"
        f"<p>34 952 Investeren</p><p>Nr. 7</p><p>BRIEF VAN DE MINISTER</p>{HEAD}<p>{RUNNING}</p></main>"
    )
    document = read(html)
    assert document.fields == {"title": "Beëindiging verzonnen inzet"}
    assert lines(document) == [
        ("furniture", 0, "Brief regering : Beëindiging verzonnen inzet"),
        ("furniture", 0, "Nummer: 2022D00000, datum: 2022-02-17"),
        ("furniture", 0, "Tweede Kamer der Staten-Generaal"),
        ("furniture", 0, "Vergaderjaar 2021-2022"),
        ("paragraph", 0, "29 521 Vredesmissies"),
        ("paragraph", 0, "34 952 Investeren"),
        ("paragraph", 0, "Nr. 7"),
        ("paragraph", 0, "BRIEF VAN DE MINISTER"),
        ("paragraph", 0, "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
        ("paragraph", 0, "Den Haag, 1 mei 2020"),
        LAST,
    ]


ROLE = "De Minister van Defensie,"
TAILS = {
    "related": "<h2>Gerelateerde documenten</h2><ul><li>Motie van het lid Verzonnen<li>Minister van Defensie</ul>",
    "links": "<p><a>Delen</a> <a>Print</a> | <a>Terug</a></p><p>x</p>",
    "link": "<hr><a href=/>Terug</a>",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_stands_below_a_letter(tail: str) -> None:
    letter = f"<p>{RUNNING}</p><h2>Zie ook</h2><p>{ROLE}</p><p>A. Verzonnen</p>"
    assert lines(read(f'<main>{letter}{tail}<p class="noot">Een noot.</p></main>')) == [
        LAST,
        ("heading", 2, "Zie ook"),
        ("paragraph", 0, ROLE),
        ("paragraph", 0, "A. Verzonnen"),
        ("note", 0, "Een noot."),
    ]


def test_notes_in_old_html() -> None:
    text = f"\n{RUNNING}&lt;1&gt; Zo\n&lt;2&gt; is het, &lt;3&gt;.\n\n&lt;1&gt; Een\nnoot.\n&lt;2&gt; Nog een.\n\nSlot."
    expected = ["", f"{RUNNING} Zo", "is het, <3>.", "", ("note", 0, "Een noot."), ("note", 0, "Nog een."), "", "Slot."]
    shown = [("line", 0, line) if isinstance(line, str) else line for line in expected]
    assert lines(read(f"<pre>{text}</pre>")) == shown


SITE = "<title>Inzet | Verzonnen Site</title>"
TITLES = {
    "subject": ("<h1>Verzonnen Site</h1><h1>Stand van zaken</h1><p>29 521 Vrede</p>", {"title": "Stand van zaken"}),
    "dossier": ("<h1>29 521 Vrede</h1>", {}),
    "title-of-the-dossier": ("<h1>Vrede</h1><p>29 521</p><p>Vrede</p>", {}),
    "heading": ("<h1>BRIEF VAN DE MINISTER</h1>", {}),
    "sender": ("<h1>Ministerie van Defensie</h1>", {}),
    "section": ("<p>Geachte voorzitter,</p><h1>Uitzending</h1>", {}),
    "smaller": ("<h2>Stand van zaken</h2>", {}),
}


@pytest.mark.parametrize(("html", "fields"), TITLES.values(), ids=TITLES)
def test_the_title_above_a_letter(html: str, fields: dict[str, str]) -> None:
    assert read(f"{SITE}<body>{html}<p>Nr. 7 BRIEF VAN DE MINISTER</p><p>{RUNNING}</p>").fields == fields


@pytest.mark.parametrize(
    "identifier", ["https://www.rijksoverheid.nl/documenten/brief-1", "kamerbrief-over-mali"], ids=["address", "name"]
)
def test_the_head_of_another_site_gives_no_fields(identifier: str) -> None:
    head = f'<meta name="DCTERMS.identifier" content="{identifier}"><meta name="DCTERMS.issued" content="2022-02-18">'
    assert read(f"<head>{head}</head><p>{RUNNING}").fields == {}


ENCODINGS = {
    "utf-8": ("<p>%s", "utf-8"),
    "mark": ("<meta charset=iso-8859-1><p>%s", "utf-8-sig"),
    "utf-16": ("<p>%s", "utf-16"),
    "named": ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15"><p>%s', "iso-8859-15"),
    "named-before": ('<?xml version="1.0" encoding="macintosh"?><p>%s', "mac-roman"),
    "as-windows-1252": ('<meta charset="iso-8859-1"><p>%s', "windows-1252"),
    "saved-as-utf-8": ('<meta charset="iso-8859-1"><p>%s', "utf-8"),
    "unnamed": ("<p>%s", "windows-1252"),
    "unknown": ("<meta charset=onbekend><p>%s", "windows-1252"),
}


@pytest.mark.parametrize(("html", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(html: str, encoding: str) -> None:
    text = f"Coördinatie à 5 €, beëindigd: {RUNNING}"
    assert lines(read_site_html((html % text).encode(encoding))) == [("paragraph", 0, text)]


DEEP = (
    "is te diep genest of heeft te lange stukken zonder einde, zodat tekst verloren zou gaan; "
    "open de pagina in een browser of in LibreOffice en bewaar haar opnieuw"
)
CUT_OFF = (
    "breekt af midden in een element, of heeft een commentaar of script zonder einde, zodat tekst verloren zou gaan; "
    "bewaar de pagina opnieuw"
)
STEP = "open de brief zelf in de browser en bewaar die pagina"
BAD = {
    "nothing": ("", f"bevat geen brieftekst; {STEP}"),
    "comment-without-end": (f"<p>{RUNNING}<!-- <p>einde", CUT_OFF),
    "script-without-end": (f"<p>{RUNNING}<script>x = 1;<p>einde", CUT_OFF),
    "cut-off-in-an-element": (f'<p>{RUNNING}<p>einde<a href="/kst-', CUT_OFF),
    "script": ("<script>document.write('x')</script>", f"bevat geen brieftekst; {STEP}"),
    "menu": ("<div>Home</div><div>Zoeken</div>", f"bevat geen brieftekst; {STEP}"),
    "error-page": (
        f"<title>Fout404 | Overheid.nl</title><main><h1>Pagina niet gevonden</h1><p>{RUNNING}</p></main>",
        f"is een foutpagina (‘Fout404 | Overheid.nl’) en geen brief; {STEP}",
    ),
    "result-list": (
        f'<ol id="PublicatieList"><li>BRIEF VAN DE MINISTER {RUNNING}</li></ol>',
        f"is een pagina met zoekresultaten of links en geen brief; {STEP}",
    ),
    "results": (
        f'<h1>Zoekresultaten</h1><p>{RUNNING}</p><ul><li><a href="/kst-29521-1.html">29 521 {RUNNING}</a></li></ul>',
        f"is een pagina met zoekresultaten of links en geen brief; {STEP}",
    ),
    "links": (
        f'<p>Brieven</p><a href="/x">{RUNNING}</a>',
        f"is een pagina met zoekresultaten of links en geen brief; {STEP}",
    ),
    "too-deep": ("<div>" * 200_000 + RUNNING, DEEP),
    "unclosed": (f"<p>{RUNNING}" + "<font>x" * 300 + "<p>einde", DEEP),
    "errors-before-that": (f"<p>{RUNNING}" + "</x>" * 5000 + "<b>" * 300 + "<p>einde", DEEP),
    "too-long": (f"<p>{RUNNING}<p>{'a' * 10_500_000}<p>einde", DEEP),
}


@pytest.mark.parametrize(("html", "message"), BAD.values(), ids=BAD)
def test_unreadable(html: str, message: str) -> None:
    with pytest.raises(Unreadable, match=f"^{re.escape(message)}$"):
        read(html)


def test_unclosed_elements_and_pictures_lose_no_text() -> None:
    html = f"<p>Eén<b>twee<i>drie<img src='data:image/png;base64,{'A' * 11_000_000}'>" + "<td></tr></x><p>x" * 100
    assert len(read(f"{html}<p>{RUNNING}<p>einde").lines) == 103


def test_letter_of_the_site() -> None:
    document = read_site_html((LETTERS / "kst-99521-7.html").read_bytes())
    official = read_official_xml((LETTERS / "kst-99521-7.xml").read_bytes())
    assert document.fields == read_metadata((LETTERS / "official" / "kst-99521-7" / "metadata.xml").read_bytes())
    assert document.references == official.references
    assert texts(document, note=True) == texts(official, note=True)
    assert texts(document, note=False) == texts(official, note=False)


def texts(document: Document, *, note: bool) -> list[tuple[str, str]]:
    """What stands in the paper, but for its running head; whether it is a heading or a paragraph."""
    shown = (line for line in document.lines if line.kind != "furniture" and (line.kind == "note") == note)
    return [(line.text, _kind(line)) for line in shown]


def _kind(line: Line) -> str:
    return "" if line.text[:6] in ("99 521", "27 925") else line.kind


def test_speed() -> None:
    content = (LETTERS / "kst-99521-7.html").read_bytes()
    begin = time.perf_counter()
    for _ in range(10):
        read_site_html(content)
    assert time.perf_counter() - begin < 1


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    with suppress(Unreadable):
        assert read_site_html(content).lines


@given(st.integers(0, 30_000))
def test_any_truncation(size: int) -> None:
    content = (LETTERS / "kst-99521-7.html").read_bytes()
    with suppress(Unreadable):
        assert read_site_html(content[:size]).lines


TAGS = (
    "p",
    "div",
    "h2",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "b",
    "i",
    "span",
    "a",
    "pre",
    "section",
    "blockquote",
    "dl",
    "dd",
)
WORDS = st.sampled_from(["een", "twee", "drie", "", " ", "<br>"])
ELEMENTS = st.recursive(
    st.builds(lambda tag, text, tail: f"<{tag}>{text}</{tag}>{tail}", st.sampled_from(TAGS), WORDS, WORDS),
    lambda inner: st.builds(
        lambda tag, text, parts, end: f"<{tag}>{text}{''.join(parts)}{end}",
        st.sampled_from(TAGS),
        WORDS,
        st.lists(inner, max_size=4),
        st.sampled_from(["", "</div>", "</p>", "</table>", "</body>", "</html>"]),
    ),
    max_leaves=12,
)


@given(st.lists(ELEMENTS, max_size=6))
def test_any_tree_keeps_its_text(elements: list[str]) -> None:
    html = f"<body><p>{RUNNING}</p>{''.join(elements)}"
    found = "".join(line.text for line in read(html).lines)
    plain = re.sub(r"\d+\. |\|", "", found)
    assert sorted("".join(plain.split())) == sorted("".join(re.sub("<[^>]*>", "", html).split()))
