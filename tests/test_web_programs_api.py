"""JSON for programs: the same values as the engine's, and problems as RFC 9457 says."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from index.errors import IndexUnusable
from index.letter import Letter
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
FACET = Facet("mission", "Missie", (FacetValue("isaf", "ISAF", 1, selected=True),))


@dataclass
class Prepared:
    """An engine with one letter; or with an error for every question."""

    error: Exception | None = None

    def search(self, request: SearchRequest) -> SearchResult:
        """An answer without hits that repeats the request."""
        if self.error:
            raise self.error
        return SearchResult(request, 7, 1.5, (), (FACET,), None, (), INFO)

    def listing(self, request: SearchRequest) -> Listing:
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

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:  # noqa: ARG002
        """None."""
        return {}

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:  # noqa: ARG002
        """None."""
        return ()

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

    def warm(self) -> None:
        """Nothing."""


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
    assert response.json == record | {"cited_by": {"total": 7, "letters": []}}
    assert "België" in response.text


def test_suggestions_for_what_was_typed() -> None:
    response = client().get("/api/suggest", query_string={"q": " evaluatie b"})
    suggestion = {"kind": "ministry", "text": "ministerie:bz", "label": "België", "count": 8, "start": 11}
    assert response.mimetype == "application/json"
    assert response.json == {"query": " evaluatie b", "suggestions": [suggestion]}
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]


def test_health_tells_what_the_index_holds() -> None:
    assert client().get("/healthz").json == {
        "status": "ok",
        "index": {"letters": 1, "updated": "2026-11-24T12:00:00Z", "version": "v1"},
    }


UNUSABLE = IndexUnusable("de index is stuk; voer uit: kbindex --rebuild")


@pytest.mark.parametrize(
    ("address", "error", "status", "more"),
    [
        (
            "/api/search?page=abc",
            None,
            400,
            {
                "title": "Deze vraag is niet te lezen",
                "detail": "De parameter ‘page’ klopt niet: ‘abc’ is geen getal; schrijf bijvoorbeeld 1.",
                "parameter": "page",
            },
        ),
        (
            "/api/letters/x",
            None,
            404,
            {"title": "Niet gevonden", "detail": "Een brief met het kenmerk ‘x’ staat niet in deze verzameling."},
        ),
        (
            "/api/suggest?q=" + "x" * 501,
            None,
            400,
            {
                "title": "Deze vraag is niet te lezen",
                "detail": "De parameter ‘q’ klopt niet: een vraag heeft hoogstens 500 tekens.",
                "parameter": "q",
            },
        ),
        ("/api/suggest", UNUSABLE, 503, {"title": "Zoeken kan nu niet", "detail": str(UNUSABLE)}),
        ("/api/suggest?q=" + "x" * 10_000, None, 414, {"title": "Dit adres is te lang", "detail": ""}),
        ("/api/nothing", None, 404, {"title": "Niet gevonden", "detail": ""}),
        ("/api/search?" + "x" * 9000, None, 414, {"title": "Dit adres is te lang", "detail": ""}),
        ("/api/search", UNUSABLE, 503, {"title": "Zoeken kan nu niet", "detail": str(UNUSABLE)}),
        ("/healthz", UNUSABLE, 503, {"title": "Zoeken kan nu niet", "detail": str(UNUSABLE)}),
        ("/api/search", KeyError("geheim"), 500, {"title": "Er ging iets mis bij ons", "detail": ""}),
    ],
)
def test_a_problem_is_problem_json(address: str, error: Exception | None, status: int, more: dict[str, str]) -> None:
    response = client(error).get(address)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json == {"type": "about:blank", "status": status, **more}


def test_a_wrong_method_is_problem_json() -> None:
    response = client().post("/api/search")
    assert (response.status_code, response.mimetype) == (405, "application/problem+json")
