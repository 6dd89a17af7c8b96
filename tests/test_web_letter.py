"""The page of a letter over prepared answers: its text, what it leads to, and what can be taken along."""

import datetime
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.letter import Block, Letter, Mission, Named, Reference, Signatory
from search.request import Entry, IndexInfo, LetterView, Neighbours, SearchRequest, Span, Suggestion
from web.app import create_app
from web.pages.letter import MAX_CITED, MAX_CITING

EVIL = "<script>alert(1)</script>\"'>&{x}"
NOBODY = Neighbours(None, None)
LETTER = Letter(
    id="kst-29521-209",
    title="Geen bijdrage",
    text="",
    path="a.md",
    date=datetime.date(2013, 6, 24),
    place="Den Haag",
    addressee="Tweede Kamer",
    dossiers=("29521",),
    number="209",
    session="2012-2013",
    source="https://zoek.officielebekendmakingen.nl/kst-29521-209.html",
    ministries=(Named("def", "Defensie"),),
    missions=(Mission("eutm-mali", "EUTM Mali", 3, ("title",), about=True),),
    signatories=(Signatory("De Minister van Defensie", "J.A. Hennis-Plasschaert"),),
)
ENTRY = Entry("kst-29521-202", "Eerdere brief", datetime.date(2012, 12, 14), "29521", "202", (Named("bz", "BZ"),))
LATER = Entry("kst-1-1", "Latere brief", None, None, None, ())


@dataclass
class Prepared:
    """An engine that holds one letter, whose words in brackets match, and knows what it is told of others."""

    paragraphs: tuple[str, ...] = ("Over [Mali].", "Zie Kamerstuk 29 521, nr. 202, en [Mali].")
    letter_: Letter = LETTER
    held: tuple[Entry, ...] = (ENTRY,)
    beside: Neighbours = NOBODY
    like: tuple[Entry, ...] = ()
    citing: int = 0

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:  # noqa: ARG002
        """The letter under its own id."""
        paragraphs = tuple(map(spans, self.paragraphs))
        matches = sum(span.match for paragraph in paragraphs for span in paragraph)
        shown = LetterView(self.letter_, spans(self.letter_.title), paragraphs, matches)
        return shown if letter_id == self.letter_.id else None

    def ids(self, request: SearchRequest) -> tuple[str, ...]:
        """As many letters as cite it."""
        assert request == SearchRequest(cites=(self.letter_.id,), sort="newest")
        return tuple(f"kst-1-{number}" for number in range(1, self.citing + 1))

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Those held, and those that cite the letter."""
        held = {entry.id: entry for entry in self.held}
        return {id_: held.get(id_, replace(LATER, id=id_)) for id_ in ids if id_ in held or id_.startswith("kst-1-")}

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:  # noqa: ARG002
        """The prepared ones."""
        return self.like

    def neighbours(self, letter_id: str) -> Neighbours:  # noqa: ARG002
        """The prepared ones."""
        return self.beside

    def complete(self, text: str, most: int = 8) -> tuple[Suggestion, ...]:  # noqa: ARG002
        """Nothing."""
        return ()

    def info(self) -> IndexInfo:
        """One letter."""
        return IndexInfo(1, "2026-11-24T12:00:00Z", "v1")


def spans(marked: str) -> tuple[Span, ...]:
    """``a [b] c`` as spans; the one in brackets matches."""
    texts = marked.replace("]", "[").split("[")
    return tuple(Span(text, match=bool(at % 2)) for at, text in enumerate(texts) if text)


def page(engine: Prepared | None = None, query: str = "") -> TestResponse:
    """The page of the letter."""
    engine = engine or Prepared()
    client: FlaskClient = create_app(engine).test_client()  # type: ignore[arg-type]  # what the page does not ask lacks
    return client.get(f"/brief/{engine.letter_.id}{query}")


def words(response: TestResponse) -> str:
    """The text of a page, without its tags, spaces made single."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", response.text)).split())


def links(response: TestResponse) -> list[str]:
    """The addresses that a page links to, in order."""
    return [html.unescape(address) for address in re.findall(r'<a [^>]*?href="([^"]*)"', response.text)]


def test_its_structure() -> None:
    blocks = (
        *(Block("heading", 1, 1), Block("heading", 2, 1), Block(page=1), Block("item", 1, 1)),
        *(Block("item", 1, 2), Block("row", 0, 2), Block(page=2)),
    )
    texts = ("Kop", "Kopje", "Over Mali.", "1. een", "twee", "a | b", "Slot.")
    text = page(Prepared(texts, replace(LETTER, blocks=blocks))).text
    for part in (
        '<h2 id="p1"><span class="page" role="note">blz. 1</span> Kop</h2>',
        '<h3 id="p2">Kopje</h3>',
        '<p id="p3">Over Mali.</p>',
        '<ul><li id="p4" class="numbered">1. een</li>',
        '<li id="p5"><span class="page" role="note">blz. 2</span> twee</li></ul>',
        '<tr id="p6"><td>a</td><td>b</td></tr>',
        '<p id="p7">Slot.</p>',
    ):
        assert part in text
    assert "Inhoud" not in text


def test_a_long_one_has_contents() -> None:
    blocks = (*(Block("heading", level) for level in (1, 2, 1, 1)), Block())
    response = page(Prepared(("Een", "Twee", "[Drie]", "Vier", "a" * 9000), replace(LETTER, blocks=blocks)))
    assert re.findall(r'<li class="level-(\d)"><a href="(#p\d)" lang="nl">(\w+)</a>', response.text) == [
        ("2", "#p1", "Een"),
        ("3", "#p2", "Twee"),
        ("2", "#p3", "Drie"),
        ("2", "#p4", "Vier"),
    ]


def test_matches_step_to_each_other() -> None:
    response = page(query="?q=Mali&page=2")
    assert re.findall(r'<mark id="(m\d+)">', response.text) == ["m1", "m2"]
    assert [address for address in links(response) if address.startswith("#m")] == ["#m1", "#m2", "#m1"]
    assert "2 treffers in de tekst voor Mali" in words(response)


def test_no_matches() -> None:
    response = page(Prepared(("Niets.",)), "?q=Mali")
    assert "Geen treffers in de tekst voor Mali" in words(response)
    assert 'class="steps"' not in response.text


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        pytest.param(
            "Zie Kamerstuk 29 521, nrs. 202 en 203.",
            'Zie <a href="/brief/kst-29521-202" title="Eerdere brief, 14 december 2012">Kamerstuk 29 521, nrs. 202</a>'
            ' en <a href="https://zoek.officielebekendmakingen.nl/kst-29521-203.html" rel="external">203</a>.',
            id="held, and elsewhere",
        ),
        pytest.param(
            "[Kamerstuk] 29 521, [nr.] 202",
            '<a href="/brief/kst-29521-202" title="Eerdere brief, 14 december 2012"><mark id="m1">Kamerstuk</mark>'
            ' 29 521, <mark id="m2">nr.</mark> 202</a><span class="stepper"> 1 van 2 </span>',
            id="matches within a link, their step behind it",
        ),
        pytest.param("Zie kst-29521-209.", "Zie kst-29521-209.", id="itself"),
        pytest.param("Zie kst-29251-3.", "Zie kst-29251-3.", id="a doubtful number"),
    ],
)
def test_citations_are_links(paragraph: str, shown: str) -> None:
    letter = replace(LETTER, references=(Reference("kst-29251-3", doubtful=True),))
    assert f'<p id="p1">{shown}</p>' in page(Prepared((paragraph,), letter)).text


def test_citations_in_notes_are_links() -> None:
    response = page(Prepared(letter_=replace(LETTER, notes=("Kamerstuk 29 521, nr. 202.",))))
    assert '<li><a href="/brief/kst-29521-202" title="Eerdere brief, 14 december 2012">' in response.text


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        pytest.param(
            Reference("kst-29521-202", "Kamerstuk 29 521, nr. 202"),
            "Eerdere brief 14 december 2012, kst-29521-202",
            id="held",
        ),
        pytest.param(
            Reference("kst-29521-9", "nr. 9", datetime.date(2012, 1, 2)),
            "kst-29521-9 nr. 9; niet in deze verzameling (2 januari 2012)",
            id="elsewhere",
        ),
        pytest.param(
            Reference("kst-29251-3", doubtful=True),
            "kst-29251-3 niet in deze verzameling (het dossiernummer is waarschijnlijk een drukfout)",
            id="doubtful",
        ),
    ],
)
def test_papers_that_it_cites(reference: Reference, shown: str) -> None:
    assert f"Verwijst naar {shown} Datum" in words(page(Prepared(("a",), replace(LETTER, references=(reference,)))))


@pytest.mark.parametrize(("cited", "folded"), [(MAX_CITED, False), (MAX_CITED + 1, True)])
def test_many_cited_papers_fold(cited: int, folded: bool) -> None:
    letter = replace(LETTER, references=tuple(Reference(f"kst-29521-{number}") for number in range(1, cited + 1)))
    response = page(Prepared(letter_=letter))
    assert (f"Alle {cited} stukken" in words(response)) == folded
    assert f"https://zoek.officielebekendmakingen.nl/kst-29521-{cited}.html" in links(response)


def test_what_leads_on() -> None:
    later = replace(ENTRY, id="kst-29521-210", title="Volgende")
    response = page(Prepared(beside=Neighbours(ENTRY, later), like=(later,), citing=1), "?q=Mali&page=2")
    assert {
        "/zoeken?q=Mali&page=2",
        "/zoeken?ministry=def",
        "/missie/eutm-mali",
        "/dossier/29521",
        "/brief/kst-1-1",
        LETTER.source,
    } <= set(links(response))
    text = words(response)
    for part in (
        "Terug naar de resultaten",
        "Aangehaald in Latere brief zonder datum, kst-1-1",
        "Dossier 29521 Vorige brief Eerdere brief 14 december 2012 Volgende brief Volgende 14 december 2012",
        "Vergelijkbare brieven Volgende 14 december 2012, BZ",
    ):
        assert part in text
    assert re.findall(r'<a href="([^"]*)" rel="(prev|next)"', response.text) == [
        ("/brief/kst-29521-202", "prev"),
        ("/brief/kst-29521-210", "next"),
    ]


def test_nothing_leads_on() -> None:
    response = page()
    for text in ("Terug naar", "Verwijst naar", "Aangehaald in", "Vorige brief", "Vergelijkbare", "Noten"):
        assert text not in words(response)


def test_more_that_cite_it_than_are_shown() -> None:
    response = page(Prepared(citing=MAX_CITING + 1))
    assert f"Alle {MAX_CITING + 1} brieven" in words(response)
    assert "/zoeken?cites=kst-29521-209&sort=newest" in links(response)
    assert f"/brief/kst-1-{MAX_CITING}" in links(response)
    assert f"/brief/kst-1-{MAX_CITING + 1}" not in links(response)
    assert "Alle" not in words(page(Prepared(citing=MAX_CITING)))


def test_its_card() -> None:
    letter = replace(LETTER, on_behalf_of=(Named("jv", "Justitie en Veiligheid"),))
    assert (
        "Datum24 juni 2013, Den Haag MinisterieDefensie"
        "Ondertekend doorJ.A. Hennis-Plasschaert, De Minister van DefensieAanTweede Kamer"
        "Mede namensJustitie en VeiligheidMissieEUTM Mali (onderwerp, 3×)Dossier29521, nr. 209"
        f"Officiële tekst{LETTER.source} VerwijzingKamerstukken II 2012/13, 29521, nr. 209. Kopieer "
        "Vaste linkhttp://localhost/brief/kst-29521-209 Kopieer"
    ) in words(page(Prepared(letter_=letter)))


@pytest.mark.parametrize("query", ["", "?q=Mali&page=3", "?lang=en", "?lang=nl&q=a"])
def test_its_permanent_address_is_the_same_however_it_is_read(query: str) -> None:
    text = page(query=query).text
    assert '<link rel="canonical" href="/brief/kst-29521-209">' in text
    assert '<span class="taken" id="vaste-link" lang="nl">http://localhost/brief/kst-29521-209</span>' in text


def test_a_language_alone_is_no_search_to_go_back_to() -> None:
    assert "/zoeken?lang=nl" not in links(page(query="?lang=nl"))


def test_a_replaced_summary_says_so() -> None:
    letter = replace(LETTER, completeness="summary", replaced_by="kst-29521-202")
    response = page(Prepared(letter_=letter))
    assert "Dit stuk is vervangen: kst-29521-202" in words(response)
    assert "Dit is onze eigen samenvatting, niet de tekst van de brief. Lees de officiële tekst." in words(response)


def test_text_from_letters_stays_text() -> None:
    named = (Named("x", EVIL),)
    letter = replace(
        LETTER,
        **dict.fromkeys(("title", "place", "addressee", "number"), EVIL),
        source=f"javascript:{EVIL}",
        dossiers=(EVIL,),
        replaced_by=EVIL,
        ministries=named,
        on_behalf_of=named,
        missions=(Mission(EVIL, EVIL),),
        signatories=(Signatory(EVIL, EVIL),),
        references=(Reference(EVIL, EVIL), Reference("kst-29521-202", EVIL)),
        notes=(f"{EVIL} kst-29521-202",),
        blocks=(Block("heading", 1), *[Block("heading", 1)] * 3, Block()),
    )
    entry = replace(ENTRY, title=EVIL, ministries=named)
    texts = (*[f"[{EVIL}] kst-29521-202"] * 4, EVIL * 300)
    engine = Prepared(texts, letter, (entry, replace(entry, id=EVIL)), Neighbours(entry, entry), (entry,), 1)
    response = page(engine, f"?q={EVIL}")
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert html.escape(EVIL) in response.text.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    assert not any(address.startswith("javascript") for address in links(response))
