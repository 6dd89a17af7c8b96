"""Scripts of other sites: they may read what is for programs, and nothing else."""

import pytest
from flask.testing import FlaskClient

from search.request import SearchEngine
from web.app import create_app

ORIGIN = {"Origin": "https://elders.example"}
SHARED = (
    "/api/search",
    "/api/search?page=x",
    "/api/letters/x",
    "/api/nergens",
    "/openapi.json",
    "/feed.atom",
    "/export.csv",
    "/sru",
    "/opensearch.xml",
)
OURS = ("/", "/zoeken", "/brief/x", "/hulp", "/favicon.svg", "/healthz", "/metrics", "/sitemap.xml", "/nergens")
HEADERS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Credentials",
)


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    """A client of the site over the repository's letters."""
    return create_app(engine).test_client()


@pytest.mark.parametrize("address", SHARED)
def test_answers_for_programs_are_for_every_site(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers=ORIGIN, buffered=True)
    exposed = "Content-Disposition, ETag, Retry-After, X-Request-Id"
    assert [response.headers.get(name) for name in HEADERS] == ["*", exposed, "cross-origin", None]


@pytest.mark.parametrize("address", OURS)
def test_other_answers_are_for_this_site(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers=ORIGIN, buffered=True)
    assert [response.headers.get(name) for name in HEADERS] == [None, None, "same-origin", None]


def test_a_browser_is_told_what_a_script_may_ask(client: FlaskClient) -> None:
    asking = {**ORIGIN, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    response = client.options("/api/search", headers=asking)
    told = {
        name: value for name, value in response.headers if name.startswith(("Access-Control", "Allow", "Content-T"))
    }
    assert (response.status_code, response.data) == (204, b"")
    assert told == {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "86400",
        "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After, X-Request-Id",
    }


@pytest.mark.parametrize(("address", "status"), [("/zoeken", 200), ("/healthz", 200), ("/api/nergens", 404)])
def test_no_other_address_tells_scripts_what_they_may_ask(client: FlaskClient, address: str, status: int) -> None:
    response = client.options(address, headers={**ORIGIN, "Access-Control-Request-Method": "GET"})
    assert response.status_code == status
    assert "Access-Control-Allow-Methods" not in response.headers
