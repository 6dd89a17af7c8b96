"""JSON for programs: the same values as the engine's, and problems as RFC 9457 says."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from index.errors import IndexUnusable
from index.letter import Letter, Named
from search.request import (
    Entry,
    Facet,
    FacetValue,
    IndexInfo,
    LetterView,
    Listing,
    Neighbours,
    SearchRequest,
    SearchResult,
    Suggestion,
    checked,
)
from web.app import create_app

INFO = IndexInfo(1, "2026-11-24T12:00:00Z", "v1")
LETTER = Letter(id="kst-29521-209", title="België en Mali", text="Tekst.", path="a.md")
ENTRIES = (
    Entry("kst-29521-210", "Vervolg", datetime.date(2013, 6, 28), "29521", "210", (Named("def", "Defensie"),)),
    Entry("brief", "Zonder datum", None, None, None, ()),
)
FACET = Facet("mission", "Missie", (FacetValue("isaf", "ISAF", 1, selected=True),))


@dataclass
class Prepared:
    """An engine with one letter; or with an error for every question."""

    error: Exception | None = None

    def search(self, request: SearchRequest, *, excerpts: bool = True) -> SearchResult:  # noqa: ARG002
        """An answer without hits that repeats the request."""
        if self.error:
            raise self.error
        return SearchResult(request, 7, 1.5, (), (FACET,), None, (), INFO)

    def ids(self, request: SearchRequest) -> tuple[str, ...]:  # noqa: ARG002
        """None."""
        return ()

    def listing(self, request: SearchRequest, first: int = 0, most: int | None = None) -> Listing:  # noqa: ARG002
        """The one letter."""
        if self.error:
            raise self.error
        return Listing(request, 1, (), INFO, iter((LETTER,)))

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:  # noqa: ARG002
        """The one letter."""
        return LetterView(LETTER, (), (), 0) if letter_id == LETTER.id else None

    def values(self, request: SearchRequest, name: str, contains: str = "", most: int = 200) -> Facet:  # noqa: ARG002
        """The one facet."""
        return FACET

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The one letter."""
        return {LETTER.id: ENTRIES[0]} if LETTER.id in ids else {}

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:  # noqa: ARG002
        """Two others."""
        return ENTRIES

    def neighbours(self, letter_id: str) -> Neighbours:  # noqa: ARG002
        """None."""
        return Neighbours(None, None)

    def complete(self, text: str, most: int = 8) -> tuple[Suggestion, ...]:
        """One suggestion, in place of all that was typed before the last character."""
        if self.error:
            raise self.error
        checked(SearchRequest(query=text))
        return (Suggestion("ministry", "ministerie:bz", "België", most, len(text) - 1),)

    def info(self) -> IndexInfo:
        """What the index holds, or the error."""
        if self.error:
            raise self.error
        return INFO


def client(error: Exception | None = None) -> FlaskClient:
    """A client of the site; ``error`` is what the engine raises."""
    app = create_app(Prepared(error))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        ("", SearchRequest()),
        ("q=EUTM+Mali&page=2&size=5&sort=newest", SearchRequest(query="EUTM Mali", page=2, size=5, sort="newest")),
    ],
)
def test_a_search_is_the_result_as_json(query: str, request_: SearchRequest) -> None:
    response = client().get(f"/api/search?{query}")
    assert response.mimetype == "application/json"
    assert response.json == Prepared().search(request_).to_json()
    assert list(response.json) == list(Prepared().search(request_).to_json())


def test_a_letter_is_its_record() -> None:
    response = client().get("/api/letters/kst-29521-209")
    record = {name: list(value) if isinstance(value, tuple) else value for name, value in LETTER.to_record().items()}
    own = {"path": "/brief/kst-29521-209", "file": LETTER.path}
    assert response.json == record | own | {"cited_by": {"total": 0, "letters": []}}
    assert client().get("/api/letters/kst-29521-209?lang=fr").status_code == 400
    assert "België" in response.text


def test_suggestions_for_what_was_typed() -> None:
    response = client().get("/api/suggest", query_string={"q": " evaluatie b"})
    suggestion = {"kind": "ministry", "text": "ministerie:bz", "label": "België", "count": 8, "start": 11}
    assert response.mimetype == "application/json"
    assert response.json == {"query": " evaluatie b", "suggestions": [suggestion]}
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]


def test_values_of_a_facet() -> None:
    response = client().get("/api/values?facet=mission&contains=isaf")
    assert response.json == FACET.to_json()


def test_letters_like_one() -> None:
    response = client().get("/api/letters/kst-29521-209/similar")
    assert response.json == {
        "id": "kst-29521-209",
        "similar": [
            {
                "id": "kst-29521-210",
                "title": "Vervolg",
                "date": "2013-06-28",
                "dossier": "29521",
                "number": "210",
                "ministries": [{"id": "def", "label": "Defensie"}],
            },
            {
                "id": "brief",
                "title": "Zonder datum",
                "date": None,
                "dossier": None,
                "number": None,
                "ministries": [],
            },
        ],
    }


def test_health_tells_what_the_index_holds() -> None:
    assert client().get("/healthz").json == {
        "status": "ok",
        "index": {"letters": 1, "updated": "2026-11-24T12:00:00Z", "version": "v1"},
    }


EXPLAINED = "Welke adressen en parameters er zijn, staat in /openapi.json."
UNUSABLE = IndexUnusable("de index is stuk; voer uit: kbindex --rebuild")
MALFORMED = {"status": 400, "title": "Deze vraag is niet te lezen", "advice": EXPLAINED}
UNKNOWN = {"status": 404, "title": "Niet gevonden", "advice": EXPLAINED}
LONG = {
    "status": 414,
    "title": "Dit adres is te lang",
    "advice": "Stel een kortere vraag, of kies minder filters.",
}
BROKEN = {
    "status": 503,
    "title": "Zoeken kan nu niet",
    "detail": str(UNUSABLE),
    "advice": "Probeer het opnieuw wanneer dit is verholpen.",
}
FAILED = {
    "status": 500,
    "title": "Er ging iets mis bij ons",
    "advice": "Probeer het opnieuw. Meld anders het adres van deze bladzijde.",
}


@pytest.mark.parametrize(
    ("address", "error", "problem"),
    [
        (
            "/api/search?page=abc",
            None,
            {
                **MALFORMED,
                "detail": "De parameter ‘page’ klopt niet: ‘abc’ is geen getal; schrijf bijvoorbeeld 1.",
                "parameter": "page",
            },
        ),
        (
            "/api/search?synonyms=2",
            None,
            {**MALFORMED, "detail": "De parameter ‘synonyms’ klopt niet: kies uit 0, 1.", "parameter": "synonyms"},
        ),
        (
            "/api/letters/x",
            None,
            {**UNKNOWN, "detail": "Een brief met het kenmerk ‘x’ staat niet in deze verzameling."},
        ),
        (
            "/api/letters/kst-1-2/similar",
            None,
            {
                **UNKNOWN,
                "detail": "Een brief met het kenmerk ‘kst-1-2’ staat niet in deze verzameling.",
                "elsewhere": "https://zoek.officielebekendmakingen.nl/kst-1-2.html",
            },
        ),
        *(
            (
                f"/api/suggest?q={'x' * 501}{more}",
                None,
                {
                    **MALFORMED,
                    "detail": "De parameter ‘q’ klopt niet: een vraag heeft hoogstens 500 tekens.",
                    "parameter": "q",
                },
            )
            for more in ("", "&page=2")
        ),
        (
            "/api/values?facet=mission&lang=de",
            None,
            {**MALFORMED, "detail": "De parameter ‘lang’ klopt niet: kies uit nl, en.", "parameter": "lang"},
        ),
        ("/api/suggest", UNUSABLE, BROKEN),
        (f"/api/suggest?q={'x' * 10_000}", None, LONG),
        ("/api/nothing", None, UNKNOWN),
        (f"/api/search?{'x' * 9000}", None, LONG),
        ("/api/search", UNUSABLE, BROKEN),
        ("/export.csv", UNUSABLE, BROKEN),
        ("/feed.atom", UNUSABLE, BROKEN),
        ("/healthz", UNUSABLE, BROKEN),
        ("/api/search", KeyError("geheim"), FAILED),
    ],
)
def test_a_problem_is_problem_json(address: str, error: Exception | None, problem: dict[str, object]) -> None:
    response = client(error).get(address)
    assert response.status_code == problem["status"]
    assert response.mimetype == "application/problem+json"
    assert response.json == {"type": "about:blank", **problem}
