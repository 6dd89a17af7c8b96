"""Pages over an engine with prepared answers: what is shown, what is escaped, and what is said when it cannot be."""

import datetime
import gzip
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.errors import IndexUnusable
from index.letter import Letter, Mission, Named, Reference, Signatory
from search.request import (
    Entry,
    Facet,
    FacetValue,
    Hit,
    IndexInfo,
    LetterView,
    Listing,
    Neighbours,
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
    Facet(
        "mission", "Missie", tuple(FacetValue(f"m{n}", f"Missie {n}", 20 - n, selected=False) for n in range(12)), 12
    ),
    Facet("ministry", "Ministerie", (FacetValue("def", "Defensie", 7, selected=False),)),
    Facet(
        "date",
        "Datum",
        (
            FacetValue("2013", "2013", 6, selected=True, values=(FacetValue("2013-06", "juni", 2, selected=False),)),
            FacetValue("2012", "2012", 1, selected=False, values=(FacetValue("2012-05", "mei", 1, selected=False),)),
        ),
        2,
    ),
    Facet("dossier", "Dossier", (FacetValue("29521", "29521 Vredesmissies", 7, selected=False),), 1),
    Facet("signatory", "Ondertekenaar", (FacetValue("K.H. Ollongren", "K.H. Ollongren", 2, selected=False),), 1),
    Facet("kind", "Soort", (FacetValue("brief", "brief", 7, selected=False),), 1),
)
RESULT = SearchResult(SearchRequest(), 42, 1.9, (HIT,), FACETS, None, (), INFO)
ENTRIES = {
    letter_id: Entry(letter_id, title, datetime.date(2013, 6, day), "29521", letter_id[10:], LETTER.ministries)
    for letter_id, title, day in (
        ("kst-29521-202", "Kamerbrief over Mali", 3),
        ("kst-29521-209", LETTER.title, 24),
        ("kst-29521-210", "Vervolg op de brief over Mali", 28),
    )
}
NOTHING = replace(RESULT, total=0, hits=(), facets=())


def chosen(facet: Facet, request: SearchRequest) -> Facet:
    """The facet with the values selected that the request asks for, besides those that are."""
    asked = getattr(request, facet.name)
    return replace(facet, values=tuple(v._replace(selected=v.selected or v.value in asked) for v in facet.values))


@dataclass
class Prepared:
    """An engine that gives prepared answers, and remembers what it was asked."""

    result: SearchResult = RESULT
    view: LetterView | None = VIEW
    answers: dict[SearchRequest, SearchResult] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest, *, excerpts: bool = True) -> SearchResult:  # noqa: ARG002
        """The answer prepared for this request, else the usual one."""
        self.asked.append(request)
        if self.error:
            raise self.error
        result = self.answers.get(request, self.result)
        return replace(result, request=request, facets=tuple(chosen(facet, request) for facet in result.facets))

    def ids(self, request: SearchRequest) -> tuple[str, ...]:  # noqa: ARG002
        """None."""
        return ()

    def listing(self, request: SearchRequest, first: int = 0, most: int | None = None) -> Listing:  # noqa: ARG002
        """The prepared letter, if there is one."""
        letters = (self.view.letter,) if self.view else ()
        return Listing(request, len(letters), self.result.notices, self.result.index, iter(letters))

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:  # noqa: ARG002
        """The prepared letter, under its own id only."""
        return self.view if self.view and self.view.letter.id == letter_id else None

    def values(self, request: SearchRequest, name: str, contains: str = "", most: int = 200) -> Facet:
        """The prepared facet of this name, its first values; an empty one without."""
        self.asked.append(request)
        facet = next((facet for facet in self.result.facets if facet.name == name), Facet(name, name, ()))
        found = [value for value in facet.values if contains.casefold() in value.label.casefold()]
        return replace(facet, values=tuple(found[:most]), size=len(found))

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the prepared entries."""
        return {letter_id: ENTRIES[letter_id] for letter_id in ids if letter_id in ENTRIES}

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:
        """All prepared entries but the letter's own."""
        return tuple(entry for entry in ENTRIES.values() if entry.id != letter_id)[:most]

    def neighbours(self, letter_id: str) -> Neighbours:
        """The prepared entries before and after the letter's own."""
        ids = list(ENTRIES)
        if letter_id not in ENTRIES:
            return Neighbours(None, None)
        place = ids.index(letter_id)
        before, after = ids[:place][-1:], ids[place + 1 :][:1]
        return Neighbours(*(ENTRIES[found[0]] if found else None for found in (before, after)))

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


UNSAFE = re.compile(
    r'<script(?! type="module" src="/static/[a-z]+\.js\?v=[0-9a-f]+" integrity="sha384-'
    r'| type="application/ld\+json">[^<]*</script>)'
    r"|<style|\sstyle=|\son[a-z]+=|javascript:"
)
PAGES = [
    *("/", "/zoeken?q=Mali", "/zoeken/waarden?facet=mission&q=Mali", "/brief/kst-29521-209?q=Mali"),
    *("/dossier/29521", "/missie/m0", "/hulp"),
]
OTHERS = ["/robots.txt", "/favicon.svg", "/static/style.css", "/api/search", "/api/letters/kst-29521-209", "/healthz"]
PROBLEMS = [
    ("GET", "/zoeken?page=abc", 400, "page"),
    ("GET", "/zoeken?since=gisteren", 400, "since"),
    ("GET", "/brief/kst-1-2", 404, "kst-1-2"),
    ("GET", "/brief/%3Cb%3E", 404, "<b>"),
    ("GET", "/dossier/99999", 404, "Van dossier ‘99999’ staan hier geen brieven."),
    ("GET", "/missie/%3Cb%3E", 404, "Een missie ‘<b>’ wordt in geen brief genoemd."),
    ("GET", "/zoeken?lang=fr", 400, "lang"),
    ("GET", "/zoeken?" + "&".join(f"kind={number}" for number in range(51)), 400, "kies hoogstens 50 waarden"),
    ("GET", "/zoeken?page=x&q=%3Cb%3E", 400, "page"),
    ("GET", "/static/onbekend.js", 404, "Niet gevonden"),
    ("GET", "/dossier/29521?page=0", 400, "page"),
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
    expected = dict(web_app.HEADERS)
    if urls.is_shared(address):
        expected["Cross-Origin-Resource-Policy"] = "cross-origin"
    assert response.status_code == 200
    assert {name: response.headers[name] for name in web_app.HEADERS} == expected
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
    assert not UNSAFE.search(client().get(address).text)


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
    facets = tuple(
        replace(facet, label=EVIL, values=(FacetValue(EVIL, EVIL, 1, selected=True),))
        for facet in (*FACETS, Facet("cites", EVIL, (), 1))
        if facet.name != "date"
    )
    result = replace(RESULT, hits=(hit,), facets=(*facets, FACETS[2]), suggestion=EVIL, notices=(Notice("x", EVIL),))
    return Prepared(result, LetterView(letter, (span,), ((span,),), 1))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/", 200), ("/zoeken", 200), ("/zoeken/waarden?facet=mission", 200), ("/brief/kst-29521-209", 200)),
        *(("/dossier/x", 200), ("/missie/x", 200), ("/hulp", 200)),
        *(("/nergens", 404), ("/zoeken?page=x", 400), ("/brief/x", 404)),
    ],
)
def test_text_from_letters_and_askers_stays_text(path: str, status: int) -> None:
    response = client(evil_engine()).get(path, query_string={"q": EVIL, "mission": EVIL} if "?" not in path else None)
    assert response.status_code == status
    assert not UNSAFE.search(response.text)
    assert EVIL not in response.text
    assert not any(address.startswith("javascript") for address in links(response))


def test_home_tells_what_there_is_and_lets_browse() -> None:
    engine = Prepared()
    response = client(engine).get("/")
    figures = "Brieven90 Periode2012–2013Nieuwste brief24 juni 2013 Bijgewerkt24 november 2026"
    assert figures in words(response)
    assert {
        *("/zoeken", "/zoeken?q=MINUSMA", "/brief/kst-29521-209", "/missie/m0"),
        *("/zoeken?ministry=def", "/dossier/29521", "/zoeken?date=2012-05", "/hulp"),
    } <= set(links(response))
    assert [request.query for request in engine.asked] == [""]


@pytest.mark.parametrize(
    ("path", "asked", "shown"),
    [
        ("/dossier/29521?page=2", {"dossier": ("29521",)}, "Dossier 29521 Vredesmissies 142 brieven"),
        ("/missie/m0?page=2", {"mission": ("m0",)}, "Missie Missie 0 142 brieven"),
    ],
)
def test_a_dossier_and_a_mission_have_a_page(path: str, asked: dict[str, tuple[str, ...]], shown: str) -> None:
    cited = Facet("cites", "Verwijst naar", tuple(FacetValue(value, value, 3, selected=False) for value in ENTRIES))
    engine = Prepared(replace(RESULT, total=142, facets=(*FACETS, cited)))
    response = client(engine).get(path)
    assert engine.asked == [
        SearchRequest(sort="oldest", size=50, page=2, **asked),  # type: ignore[arg-type]
        SearchRequest(**asked),  # type: ignore[arg-type]
    ]
    assert shown in words(response)
    assert "2013 24 juni 2013 Geen bijdrage aan EUTM Mali Samenvatting" in words(response)
    assert f"{next(iter(ENTRIES.values())).title}" in words(response)
    assert urls.search(SearchRequest(**asked)) in links(response)  # type: ignore[arg-type]
    assert path.partition("?")[0] in links(response)


@pytest.mark.parametrize(
    ("path", "accepted", "language", "text"),
    [
        ("/zoeken", "", "nl", "42 brieven"),
        ("/zoeken", "nl-BE, en;q=0.5", "nl", "42 brieven"),
        ("/zoeken", "en-GB, nl;q=0.5", "en", "42 letters"),
        ("/zoeken", "fr, de;q=0.5", "nl", "42 brieven"),
        ("/zoeken?lang=nl", "en", "nl", "42 brieven"),
        ("/zoeken?lang=en", "nl", "en", "42 letters"),
        ("/nergens", "en", "en", "Not found"),
        ("/zoeken?page=x", "en", "en", "The parameter ‘page’"),
    ],
)
def test_pages_speak_the_language_of_the_reader(path: str, accepted: str, language: str, text: str) -> None:
    response = client().get(path, headers={"Accept-Language": accepted} if accepted else {})
    assert f'<html lang="{language}">' in response.text
    assert text in words(response)
    assert response.headers["Vary"] == "Accept-Encoding, Accept-Language"


@pytest.mark.parametrize("path", ["/zoeken", "/static/style.css", "/api/search"])
def test_answers_are_compressed_for_who_asks(path: str) -> None:
    plain = client().get(path, buffered=True)
    packed = client().get(path, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert (plain.content_encoding, packed.content_encoding) == (None, "gzip")
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)


def test_programs_are_answered_in_dutch_unless_they_ask() -> None:
    asked = [client().get(f"/api/search{query}", headers={"Accept-Language": "en"}) for query in ("", "?page=x")]
    assert [response.json["title"] if response.status_code == 400 else None for response in asked] == [
        None,
        "Deze vraag is niet te lezen",
    ]


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
        pytest.param("", "juni 2 brieven", id="months of a chosen year"),
        pytest.param("", "Alle 12 … Missie", id="long facets fold"),
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
        pytest.param("q=Mali&page=2", "/zoeken/waarden?facet=mission&q=Mali", id="all values"),
        pytest.param("q=Mali&date=2013", "/zoeken?q=Mali&date=2013-06", id="choose a month"),
        pytest.param("q=Mali&date=2013", "/zoeken?q=Mali", id="let go"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&page=2&lang=en", id="the other language"),
        pytest.param("q=Mali&lang=en", "/zoeken?q=Mali&page=2&lang=en", id="the language goes along"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&sort=newest", id="order"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&page=3", id="next page"),
        pytest.param("q=Mali&page=2", "/zoeken?q=Mali&size=25", id="page size"),
    ],
)
def test_results_link_to(query: str, address: str) -> None:
    assert address in links(client().get(f"/zoeken?{query}"))


def boxes(response: TestResponse) -> list[tuple[str, str, bool]]:
    """The check boxes of a page in order: name, value, whether it is checked."""
    found = re.findall(r'<input type="checkbox" name="([^"]*)" value="([^"]*)"( checked)?>', response.text)
    return [(name, html.unescape(value), bool(checked)) for name, value, checked in found]


def test_facets_are_check_boxes() -> None:
    assert boxes(client().get("/zoeken")) == [
        *(("mission", f"m{n}", False) for n in range(8)),
        ("ministry", "def", False),
        *(("date", "2013", True), ("date", "2013-06", False), ("date", "2012", False)),
        ("signatory", "K.H. Ollongren", False),
        ("dossier", "29521", False),
        ("kind", "brief", False),
    ]


def test_a_chosen_value_comes_first() -> None:
    mission = FACETS[0].values[10]._replace(selected=True, count=0)
    facet = replace(FACETS[0], values=(*FACETS[0].values[:10], mission, FACETS[0].values[11]))
    page = client(Prepared(replace(RESULT, facets=(facet,)))).get("/zoeken?mission=m10")
    assert boxes(page) == [("mission", "m10", True), *(("mission", f"m{n}", False) for n in range(7))]


def test_all_values_of_a_facet() -> None:
    page = client().get("/zoeken/waarden?facet=mission&q=Mali&contains=mis&kind=brief")
    assert boxes(page) == [("mission", f"m{n}", False) for n in range(12)]
    assert re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)[-2:] == [
        ("q", "Mali"),
        ("kind", "brief"),
    ]
    assert 'name="contains" value="mis"' in page.text


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
    assert "Bladzijde 9 is er niet. Er zijn 5 bladzijden." in words(response)
    assert "/zoeken?q=Mali&page=5" in links(response)


def test_nothing_found_tells_which_filter_to_drop() -> None:
    without_date = SearchRequest(query="Mali", ministry=("def",), size=1)
    bare = SearchRequest(query="Mali", size=1)
    answers = {without_date: replace(NOTHING, total=3), bare: replace(NOTHING, total=8)}
    response = client(Prepared(NOTHING, answers=answers)).get("/zoeken?q=Mali&ministry=def&date=1990")
    assert "Geen brieven voor Mali" in words(response)
    assert "zonder filters 8 brieven zonder het filter ‘Datum: 1990’ 3 brieven" in words(response)
    assert {"/zoeken?q=Mali", "/zoeken?q=Mali&ministry=def"} <= set(links(response))


def test_nothing_found_without_filters_tells_what_to_try() -> None:
    response = client(Prepared(replace(NOTHING, suggestion="Minusma", notices=(Notice("n", "Let op."),)))).get(
        '/zoeken?q="Minsuma+x"'
    )
    assert "Let op. Bedoelde u Minusma? Wat u kunt proberen" in words(response)
    assert {"/zoeken?q=Minusma", "/zoeken?q=Minsuma+x", "/hulp"} <= set(links(response))


def test_a_letter_that_we_do_not_hold_may_be_elsewhere() -> None:
    assert "https://zoek.officielebekendmakingen.nl/kst-1-2.html" in links(client().get("/brief/kst-1-2"))


def test_the_stylesheet_is_kept_until_it_changes() -> None:
    style = re.search(r'<link rel="stylesheet" href="([^"]*)"', client().get("/").text)
    assert style is not None
    assert urls.STATIC in style[1]
    assert "v=" in style[1]
    assert "max-age=31536000" in client().get(style[1], buffered=True).headers["Cache-Control"]


def test_one_vocabulary_for_page_and_program() -> None:
    everything = (
        "q=x&mission=a&ministry=b&date=2022&since=2022&until=2022&dossier=c&signatory=d&kind=e&cites=f"
        "&sort=newest&page=2&size=5&lang=en&synonyms=0"
    )
    asked = []
    for path in ("/api/search", "/zoeken"):
        engine = Prepared()
        assert client(engine).get(f"{path}?{everything}").status_code == 200
        asked.append(engine.asked[0])
    year = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
    assert asked == [
        SearchRequest(
            query="x", mission=("a",), ministry=("b",), date=("2022",), since=year[0], until=year[1], dossier=("c",),
            signatory=("d",), kind=("e",), cites=("f",), sort="newest", page=2, size=5, lang="en", synonyms=False,
        )
    ] * 2  # fmt: skip
