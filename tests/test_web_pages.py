"""Pages over an engine with prepared answers: what is shown, what is escaped, and what is said when it cannot be."""

import datetime
import html
import re
from dataclasses import dataclass, field, replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.errors import IndexUnusable
from index.letter import Block, Letter, Mission, Named, Reference, Signatory
from search.request import (
    Facet,
    FacetValue,
    Hit,
    IndexInfo,
    LetterView,
    Notice,
    SearchRequest,
    SearchResult,
    Snippet,
    Span,
    Suggestion,
)
from web import app as web_app
from web import urls

EVIL = "<script>alert(1)</script>\"'>&"
INFO = IndexInfo(90, "2026-11-24T12:00:00Z", "v1")
LETTER = Letter(
    id="kst-29521-209",
    title="Geen bijdrage aan EUTM Mali",
    text="Over Mali.\n\nNogmaals Mali.",
    path="samenvattingen/a.md",
    completeness="summary",
    date=datetime.date(2013, 6, 24),
    place="Den Haag",
    addressee="Tweede Kamer",
    dossiers=("29521",),
    number="209",
    source="https://zoek.officielebekendmakingen.nl/kst-29521-209.html",
    ministries=(Named("def", "Defensie"),),
    missions=(Mission("eutm-mali", "EUTM Mali"),),
    signatories=(Signatory("De Minister van Defensie", "J.A. Hennis-Plasschaert"),),
    references=(Reference("kst-29521-209"), Reference("kst-29521-202", "Kamerstuk 29 521, nr. 202"), Reference("x")),
    notes=("Een noot.",),
)
MALI = Span("Mali", match=True)
VIEW = LetterView(
    LETTER,
    (Span("Geen bijdrage aan EUTM ", match=False), MALI),
    (
        (Span("Over ", match=False), MALI, Span(".", match=False)),
        (Span("Nogmaals ", match=False), MALI, Span(".", match=False)),
    ),
    2,
)
HIT = Hit(
    id=LETTER.id,
    title=LETTER.title,
    title_spans=VIEW.title,
    date=LETTER.date,
    dossier="29521",
    dossiers=("29521",),
    number="209",
    kind="brief",
    completeness="summary",
    source=LETTER.source,
    ministries=LETTER.ministries,
    missions=LETTER.missions,
    signatories=LETTER.signatories,
    path="/brief/kst-29521-209",
    score=7.1,
    snippets=(Snippet((Span("Over ", match=False), MALI), section="Inleiding", page=2),),
)
FACETS = (
    Facet("mission", "Missie", tuple(FacetValue(f"m{n}", f"Missie {n}", 20 - n, selected=False) for n in range(12))),
    Facet("ministry", "Ministerie", (FacetValue("def", "Defensie", 7, selected=False),)),
    Facet(
        "date",
        "Datum",
        (
            FacetValue("2013", "2013", 6, selected=True, values=(FacetValue("2013-06", "juni", 2, selected=False),)),
            FacetValue("2012", "2012", 1, selected=False, values=(FacetValue("2012-05", "mei", 1, selected=False),)),
        ),
    ),
)
RESULT = SearchResult(SearchRequest(), 42, 1.9, (HIT,), FACETS, None, (), INFO)
NOTHING = replace(RESULT, total=0, hits=(), facets=())


@dataclass
class Prepared:
    """An engine that gives prepared answers, and remembers what it was asked."""

    result: SearchResult = RESULT
    view: LetterView | None = VIEW
    answers: dict[SearchRequest, SearchResult] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest) -> SearchResult:
        """The answer prepared for this request, else the usual one."""
        self.asked.append(request)
        if self.error:
            raise self.error
        return replace(self.answers.get(request, self.result), request=request)

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:  # noqa: ARG002
        """The prepared letter, under its own id only."""
        return self.view if self.view and self.view.letter.id == letter_id else None

    def complete(self, text: str, most: int = 8) -> tuple[Suggestion, ...]:  # noqa: ARG002
        """Nothing."""
        return ()

    def info(self) -> IndexInfo:
        """What the prepared index holds."""
        return INFO


def client(engine: Prepared | None = None) -> FlaskClient:
    """A client of the site over this engine."""
    app = web_app.create_app(engine or Prepared())
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def words(response: TestResponse) -> str:
    """The text of a page, without its tags, spaces made single."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", response.text)).split())


def links(response: TestResponse) -> list[str]:
    """The addresses that a page links to, in order."""
    return [html.unescape(address) for address in re.findall(r'<a [^>]*?href="([^"]*)"', response.text)]


PAGES = ["/", "/zoeken?q=Mali", "/brief/kst-29521-209?q=Mali", "/hulp"]
OTHERS = ["/robots.txt", "/favicon.svg", "/static/style.css", "/api/search", "/api/letters/kst-29521-209", "/healthz"]
PROBLEMS = [
    ("GET", "/zoeken?page=abc", 400, "page"),
    ("GET", "/zoeken?since=gisteren", 400, "since"),
    ("GET", "/brief/kst-1-2", 404, "kst-1-2"),
    ("GET", "/brief/%3Cb%3E", 404, "<b>"),
    ("GET", "/nergens", 404, "Niet gevonden"),
    ("GET", "/static/../app.py", 404, "Niet gevonden"),
    ("GET", "/brief/a/b", 404, "Niet gevonden"),
    ("POST", "/zoeken", 405, "Dit kan hier niet"),
    ("GET", "/zoeken?" + "kind=a&" * 2000, 414, "te lang"),
    ("GET", "/brief/" + "a" * 9000, 414, "te lang"),
]


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_every_address_answers_with_strict_headers_and_no_cookie(address: str) -> None:
    response = client().get(address, buffered=True)
    assert response.status_code == 200
    assert {name: response.headers[name] for name in web_app.HEADERS} == web_app.HEADERS
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("method", "address", "status", "text"), PROBLEMS)
def test_a_problem_is_explained_on_a_page_with_a_search_box(method: str, address: str, status: int, text: str) -> None:
    response = client().open(address, method=method)
    assert response.status_code == status
    assert text in words(response)
    assert 'action="/zoeken"' in response.text
    assert {name: response.headers[name] for name in web_app.HEADERS} == web_app.HEADERS


def test_a_body_is_refused() -> None:
    assert client().get("/", data=b"x" * 20_000).status_code == 413


def test_a_wrong_method_names_the_right_ones() -> None:
    assert client().delete("/zoeken").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unusable_index_is_said_in_its_own_words() -> None:
    response = client(Prepared(error=IndexUnusable("de index is stuk; voer uit: kbindex --rebuild"))).get("/zoeken")
    assert response.status_code == 503
    assert "de index is stuk; voer uit: kbindex --rebuild" in words(response)


def test_an_accident_shows_nothing_of_the_inside() -> None:
    response = client(Prepared(error=ZeroDivisionError("geheim"))).get("/zoeken")
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in words(response)
    assert "geheim" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_nothing_inline(address: str) -> None:
    assert not re.search(
        r"<script(?! type=\"module\" src=\"/static/)|<style|\sstyle=|\son[a-z]+=|javascript:",
        client().get(address).text,
    )


def evil_engine() -> Prepared:
    """An engine whose every text is an attack."""
    span = Span(EVIL, match=True)
    named = (Named("def", EVIL),)
    letter = replace(
        LETTER,
        title=EVIL,
        source=f"javascript:{EVIL}",
        place=EVIL,
        addressee=EVIL,
        dossiers=(EVIL,),
        number=EVIL,
        ministries=named,
        missions=(Mission("def", EVIL),),
        signatories=(Signatory(EVIL, EVIL),),
        references=(Reference(EVIL, EVIL),),
        notes=(EVIL,),
    )
    hit = replace(
        HIT,
        title_spans=(span,),
        dossier=EVIL,
        number=EVIL,
        source=letter.source,
        ministries=named,
        missions=(Mission("def", EVIL),),
        snippets=(Snippet((span,), section=EVIL),),
    )
    facet = Facet("mission", EVIL, (FacetValue(EVIL, EVIL, 1, selected=True),))
    result = replace(RESULT, hits=(hit,), facets=(facet,), suggestion=EVIL, notices=(Notice("x", EVIL),))
    return Prepared(result, LetterView(letter, (span,), ((span,),), 1))


@pytest.mark.parametrize(
    "path", ["/", "/zoeken", "/brief/kst-29521-209", "/hulp", "/nergens", "/zoeken?page=x", "/brief/x"]
)
def test_text_from_letters_and_askers_stays_text(path: str) -> None:
    response = client(evil_engine()).get(path, query_string={"q": EVIL, "mission": EVIL} if "?" not in path else None)
    assert response.text.count("<script") == 1
    assert EVIL not in response.text
    assert not any(address.startswith("javascript") for address in links(response))


def test_the_structure_of_a_letter() -> None:
    blocks = (
        *(Block("heading", 1, 1), Block(page=1), Block("item", 1, 1)),
        *(Block("item", 1, 2), Block("row", 0, 2), Block(page=2)),
    )
    texts = ("Kop", "Over Mali.", "1. een", "twee", "a | b", "Slot.")
    mission = Mission("eutm-mali", "EUTM Mali", 3, ("title",), about=True)
    doubtful = Reference("kst-29251-3", "Kamerstuk 29 251, nr. 3", doubtful=True)
    jv = (Named("jv", "Justitie en Veiligheid"),)
    letter = replace(LETTER, blocks=blocks, missions=(mission,), references=(doubtful,), on_behalf_of=jv)
    view = LetterView(letter, VIEW.title, tuple((Span(text, match=False),) for text in texts), 0)
    response = client(Prepared(view=view)).get("/brief/kst-29521-209")
    for part in (
        '<h2 id="p1"><span class="page" role="note">blz. 1</span> Kop</h2>',
        '<p id="p2">Over Mali.</p>',
        '<ul><li id="p3" class="numbered">1. een</li>',
        '<li id="p4"><span class="page" role="note">blz. 2</span> twee</li></ul>',
        '<tr id="p5"><td>a</td><td>b</td></tr>',
        '<p id="p6">Slot.</p>',
        "<dt>Mede namens</dt><dd>Justitie en Veiligheid</dd>",
    ):
        assert part in response.text
    assert "EUTM Mali (onderwerp, 3×)" in words(response)
    assert "(het dossiernummer is waarschijnlijk een drukfout)" in words(response)


def test_home_tells_what_there_is_and_lets_browse() -> None:
    engine = Prepared()
    response = client(engine).get("/")
    assert "90 brieven, bijgewerkt op 24 november 2026" in words(response)
    assert {"/zoeken?q=MINUSMA", "/zoeken?mission=m0", "/zoeken?ministry=def", "/hulp"} <= set(links(response))
    assert [request.query for request in engine.asked] == [""]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("q=Mali", SearchRequest(query="Mali")),
        (
            "q=Mali&mission=isaf&mission=kfor&date=2013-06&sort=oldest",
            SearchRequest(query="Mali", mission=("isaf", "kfor"), date=("2013-06",), sort="oldest"),
        ),
        (
            "dossier=29521&kind=brief&size=25&page=2",
            SearchRequest(dossier=("29521",), kind=("brief",), size=25, page=2),
        ),
    ],
)
def test_the_engine_is_asked_what_the_address_says(query: str, asked: SearchRequest) -> None:
    engine = Prepared()
    client(engine).get(f"/zoeken?{query}")
    assert engine.asked == [asked]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("q=Mali", "42 brieven voor Mali in 2 ms", id="total and time"),
        pytest.param("q=Mali", "Geen bijdrage aan EUTM Mali Samenvatting", id="a summary says so"),
        pytest.param("q=Mali", "24 juni 2013 Defensie Kamerstuk 29521, nr. 209 EUTM Mali officiële tekst", id="facts"),
        pytest.param("q=Mali", "Over Mali (Inleiding, blz. 2)", id="excerpt with its place"),
        pytest.param("", "Missie 0 20 brieven", id="count tied to value"),
        pytest.param("", "2013 6 brieven, gekozen", id="chosen in words"),
        pytest.param("", "juni 2 brieven", id="months of a chosen year"),
        pytest.param("", "Toon alle 12", id="long facets fold"),
        pytest.param("ministry=DEF", "Verwijder filter Ministerie Defensie", id="filter with its label"),
        pytest.param("date=2013-06", "Verwijder filter Datum juni 2013", id="filter of a month"),
        pytest.param("until=2013", "Verwijder filter Tot en met 31 december 2013", id="filter of a day"),
        pytest.param("mission=onbekend", "Verwijder filter Missie onbekend", id="filter without a known label"),
        pytest.param("page=6", "Bladzijde 5", id="page numbers"),
    ],
)
def test_results_show(query: str, text: str) -> None:
    assert text in words(client().get(f"/zoeken?{query}"))


@pytest.mark.parametrize(
    ("query", "address"),
    [
        pytest.param("q=Mali&page=2", "/brief/kst-29521-209?q=Mali&page=2", id="letter with the way back"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&mission=m3", id="choose a value"),
        pytest.param("q=Mali&date=2013", "/zoeken?q=Mali&date=2013-06", id="choose a month"),
        pytest.param("q=Mali&date=2013", "/zoeken?q=Mali", id="let go"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&sort=newest", id="order"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&page=3", id="next page"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&size=25", id="page size"),
    ],
)
def test_results_link_to(query: str, address: str) -> None:
    assert address in links(client().get(f"/zoeken?{query}"))


def test_months_of_other_years_stay_folded() -> None:
    assert "/zoeken?date=2012-05" not in links(client().get("/zoeken"))


def test_a_chosen_value_is_never_folded_away() -> None:
    mission = FACETS[0].values[10]._replace(selected=True, count=0)
    facet = replace(FACETS[0], values=(*FACETS[0].values[:10], mission, *FACETS[0].values[11:]))
    more = Facet(
        "mission", "Missie", (*facet.values, *(FacetValue(f"n{n}", f"N {n}", 1, selected=False) for n in range(9)))
    )
    page = client(Prepared(replace(RESULT, facets=(more,)))).get("/zoeken?mission=m10").text
    assert page.index("Missie 10</span>") < page.index("Toon alle 21") < page.index("Missie 11</span>")


def test_pages_are_told_to_browsers_too() -> None:
    response = client().get("/zoeken?q=Mali&page=2")
    assert re.findall(r'<link rel="(prev|next)" href="([^"]*)"', response.text) == [
        ("prev", "/zoeken?q=Mali"),
        ("next", "/zoeken?q=Mali&amp;page=3"),
    ]


def test_matches_are_marked_in_title_and_excerpt() -> None:
    assert client().get("/zoeken?q=Mali").text.count("<mark>Mali</mark>") == 2


def test_a_page_past_the_end_tells_the_true_total() -> None:
    response = client(Prepared(replace(RESULT, hits=()))).get("/zoeken?q=Mali&page=9")
    assert response.status_code == 200
    assert "Bladzijde 9 is er niet: 42 brieven passen op 5 bladzijden" in words(response)
    assert "/zoeken?q=Mali&page=5" in links(response)


def test_nothing_found_tells_which_filter_to_drop() -> None:
    without_date = SearchRequest(query="Mali", ministry=("def",), size=1)
    bare = SearchRequest(query="Mali", size=1)
    answers = {without_date: replace(NOTHING, total=3), bare: replace(NOTHING, total=8)}
    response = client(Prepared(NOTHING, answers=answers)).get("/zoeken?q=Mali&ministry=def&date=1990")
    assert "Geen brieven voor Mali" in words(response)
    assert "zonder filters 8 brieven zonder datum ‘1990’ 3 brieven" in words(response)
    assert {"/zoeken?q=Mali", "/zoeken?q=Mali&ministry=def"} <= set(links(response))


def test_nothing_found_without_filters_tells_what_to_try() -> None:
    response = client(Prepared(replace(NOTHING, suggestion="Minusma", notices=(Notice("n", "Let op."),)))).get(
        '/zoeken?q="Minsuma+x"'
    )
    assert "Let op. Bedoelde u Minusma? Wat u kunt proberen" in words(response)
    assert {"/zoeken?q=Minusma", "/zoeken?q=Minsuma+x", "/hulp"} <= set(links(response))


def test_a_letter_shows_its_facts() -> None:
    text = words(client().get("/brief/kst-29521-209?q=Mali&page=2"))
    for part in (
        "Terug naar de resultaten",
        "Dit is onze eigen samenvatting, niet de tekst van de brief. Lees de officiële tekst.",
        "Datum24 juni 2013, Den Haag",
        "MinisterieDefensie",
        "Ondertekend doorJ.A. Hennis-Plasschaert, De Minister van Defensie",
        "AanTweede Kamer",
        "MissieEUTM Mali",
        "Dossier29521, nr. 209",
        "Vaste linkhttp://localhost/brief/kst-29521-209",
        "2 treffers in de tekst voor Mali",
        "Een noot.",
    ):
        assert part in text


def test_a_letter_links_back_out_and_through_its_matches() -> None:
    response = client().get("/brief/kst-29521-209?q=Mali&page=2")
    assert {
        "/zoeken?q=Mali&page=2",
        "/zoeken?ministry=def",
        "/zoeken?mission=eutm-mali",
        "/zoeken?dossier=29521",
        "/brief/kst-29521-209",
        "https://zoek.officielebekendmakingen.nl/kst-29521-202.html",
        LETTER.source,
    } <= set(links(response))
    assert [address for address in links(response) if address.startswith("#m")] == ["#m1", "#m2", "#m1"]
    assert re.findall(r'<mark id="(m\d+)">', response.text) == ["m1", "m2"]


def test_a_letter_by_its_permanent_link_has_no_way_back() -> None:
    response = client().get("/brief/kst-29521-209")
    assert "Terug naar de resultaten" not in words(response)
    assert '<link rel="canonical" href="http://localhost/brief/kst-29521-209">' in response.text


def test_a_letter_that_we_do_not_hold_may_be_elsewhere() -> None:
    assert "https://zoek.officielebekendmakingen.nl/kst-1-2.html" in links(client().get("/brief/kst-1-2"))


def test_the_stylesheet_is_kept_until_it_changes() -> None:
    style = re.search(r'<link rel="stylesheet" href="([^"]*)"', client().get("/").text)
    assert style is not None
    assert urls.STATIC in style[1]
    assert "v=" in style[1]
    assert "max-age=31536000" in client().get(style[1], buffered=True).headers["Cache-Control"]
