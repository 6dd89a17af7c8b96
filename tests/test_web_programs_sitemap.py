"""The list of all pages for crawlers: complete, in parts no larger than allowed, and only of pages that are there."""

from importlib import import_module
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient

from search.request import SearchEngine, SearchRequest
from web.app import create_app

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "https://kb.example"


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return create_app(engine).test_client()


def document(client: FlaskClient, address: str) -> tuple[str, list[str]]:
    """The name of a list, and its addresses below the host."""
    response = client.get(address, base_url=HOST)
    root: Element = fromstring(response.text)
    found = [location.text or "" for location in root.iter(f"{SPACE}loc")]
    assert (response.status_code, response.mimetype) == (200, "application/xml")
    assert all(address.startswith(f"{HOST}/") for address in found)
    assert len(found) == len(root)
    return root.tag.removeprefix(SPACE), [address.removeprefix(HOST) for address in found]


def test_it_has_every_page_and_letter(client: FlaskClient, engine: SearchEngine) -> None:
    kind, paths = document(client, "/sitemap.xml")
    letters = [f"/brief/{letter.id}" for letter in engine.listing(SearchRequest(sort="oldest")).letters]
    overviews = {
        f"/{folder}/{value.value}"
        for folder, facet in (("missie", "mission"), ("dossier", "dossier"))
        for value in engine.values(SearchRequest(), facet, most=1000).values
    }
    assert (kind, paths[:2], paths[-len(letters) :]) == ("urlset", ["/", "/hulp"], letters)
    assert len(paths) == len(set(paths)) == 2 + len(overviews) + len(letters)
    assert set(paths[2 : -len(letters)]) == overviews
    assert {client.get(path).status_code for path in paths} == {200}


def test_many_pages_are_in_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _kind, whole = document(client, "/sitemap.xml")
    monkeypatch.setattr(import_module("web.programs.sitemap"), "MOST", 50)
    kind, parts = document(client, "/sitemap.xml")
    within = [document(client, part) for part in parts]
    assert (kind, parts) == ("sitemapindex", [f"/sitemap-{number}.xml" for number in range(1, len(parts) + 1)])
    assert [path for _kind, paths in within for path in paths] == whole
    assert [len(paths) for _kind, paths in within[:-1]] == [50] * (len(parts) - 1)
    assert {kind for kind, _paths in within} == {"urlset"}
    assert len(parts) > 2


@pytest.mark.parametrize("address", ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-x.xml", f"/sitemap-{'9' * 99}.xml"])
def test_a_part_that_is_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_robots_are_led_to_it(client: FlaskClient) -> None:
    assert client.get("/robots.txt", base_url=HOST).text == (
        "User-agent: *\nDisallow: /zoeken\nDisallow: /api/\nDisallow: /feed.atom\nDisallow: /export.\nDisallow: /sru\n"
        "\nSitemap: https://kb.example/sitemap.xml\n"
    )
