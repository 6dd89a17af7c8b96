"""What every address says to a request that it does not answer: pages for people, RFC 9457 for programs."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from search.request import SearchEngine
from web import urls
from web.app import create_app

LETTER = "brief-2022-02-17-beeindiging-takuba"
VARIABLES = {"letter_id": LETTER, "number": "29521", "mission_id": "minusma", "ending": "csv", "name": "style.css"}
NEEDED = dict.fromkeys((urls.VALUES_OF, urls.API_VALUES), "?facet=mission")


@pytest.fixture(scope="module")
def app(engine: SearchEngine) -> Flask:
    """The site over the repository's letters."""
    return create_app(engine)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    """A client of `app`."""
    return app.test_client()


@pytest.fixture(scope="module")
def addresses(app: Flask) -> tuple[str, ...]:
    """An address for every route, of something that is there."""
    adapter = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule != urls.SITEMAP_PART]
    return tuple(
        adapter.build(rule.endpoint, {name: VARIABLES[name] for name in rule.arguments}) + NEEDED.get(rule.rule, "")
        for rule in rules
    )


def test_every_address_is_there_to_be_read(client: FlaskClient, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        known = client.get(address, buffered=True)
        head = client.head(address)
        same = {name: known.headers.get(name) for name in ("Content-Type", "ETag", "Cache-Control")}
        assert (address, known.status_code, head.status_code, head.data) == (address, 200, 200, b"")
        assert {name: head.headers.get(name) for name in same} == same


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_every_address_refuses_other_methods_and_names_its_own(
    client: FlaskClient, addresses: tuple[str, ...], method: str
) -> None:
    for address in addresses:
        refused = client.open(address, method=method)
        media_type = "application/problem+json" if urls.is_for_programs(address) else "text/html"
        told = (refused.status_code, refused.headers.get("Allow"), refused.mimetype)
        assert (address, *told) == (address, 405, "GET, HEAD, OPTIONS", media_type)


def test_every_address_tells_its_methods(client: FlaskClient, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        told = client.options(address)
        assert set(told.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert (address, told.status_code // 100, told.data) == (address, 2, b"")


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/nergens", "text/html"),
        ("/zoeken?page=x", "text/html"),
        ("/api/nergens", "application/problem+json"),
        ("/api", "text/html"),
        ("/export.exe", "application/problem+json"),
        ("/export.csv?size=x", "application/problem+json"),
        ("/feed.atom?page=x", "application/problem+json"),
        ("/sitemap-99.xml", "application/problem+json"),
        ("/healthz/x", "application/problem+json"),
    ],
)
def test_programs_get_problems_as_json_and_people_as_a_page(client: FlaskClient, address: str, media_type: str) -> None:
    response = client.get(address, headers={"Accept": "image/png"})
    assert (response.status_code in (400, 404), response.mimetype) == (True, media_type)


def test_a_problem_speaks_the_language_that_is_asked(client: FlaskClient) -> None:
    dutch, english = (client.get(f"/api/nergens?lang={language}").json for language in ("nl", "en"))
    assert dutch == {
        "type": "about:blank",
        "status": 404,
        "title": "Niet gevonden",
        "advice": "Welke adressen en parameters er zijn, staat in /openapi.json.",
    }
    assert english is not None
    assert english["title"] != dutch["title"]


@pytest.mark.parametrize("path", ["/zoeken", "/api/search", "/export.csv"])
def test_a_client_that_asks_too_often_is_told_when_to_come_back(engine: SearchEngine, path: str) -> None:
    app = create_app(engine)

    @app.before_request
    def flooded() -> None:
        raise TooManyRequests(retry_after=7)

    response = app.test_client().get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert "Wacht even" in response.text


@pytest.mark.parametrize("letter_id", ["x" * 5000, "é" * 300, "<b>", "a\nb", "%2e%2e"])
def test_an_id_is_quoted_as_far_as_it_can_be_read(client: FlaskClient, letter_id: str) -> None:
    problem = client.get(f"/api/letters/{quote(letter_id)}").json
    assert problem is not None
    assert problem["detail"] == f"Een brief met het kenmerk ‘{letter_id[:100]}’ staat niet in deze verzameling."
