"""Answers have names: who has one is told so without asking the engine, and a new index or question has another."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.errors import IndexUnusable
from search.request import IndexInfo, SearchEngine
from web.app import create_app
from web.caching import PACKAGES, fingerprint

LETTER = "brief-2022-02-17-beeindiging-takuba"
KEPT = (
    "/",
    "/zoeken?q=missie",
    f"/brief/{LETTER}?q=missie",
    "/missie/minusma",
    "/hulp",
    "/api/search?q=missie",
    "/api/suggest?q=mis",
    f"/api/letters/{LETTER}",
    "/openapi.json",
    "/feed.atom?q=missie",
    "/export.csv?q=missie",
    "/export.jsonl?q=missie",
    "/sru?operation=searchRetrieve&version=1.2&query=missie",
    "/sitemap.xml",
)


@dataclass(eq=False)
class Overheard:
    """An engine that tells what it was asked, over an index of some version."""

    engine: SearchEngine
    version: str = "v1"
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def info(self) -> IndexInfo:
        """What the index holds, or the error."""
        if self.error:
            raise self.error
        return replace(self.engine.info(), version=self.version)

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self.engine, name)


@pytest.fixture
def overheard(engine: SearchEngine) -> Overheard:
    """The engine over the repository's letters, overheard."""
    return Overheard(engine)


@pytest.fixture
def client(overheard: Overheard) -> FlaskClient:
    """A client of the site over `overheard`."""
    return create_app(overheard).test_client()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", KEPT)
def test_who_has_the_answer_is_told_so_without_asking_the_engine(
    client: FlaskClient, overheard: Overheard, address: str, method: str
) -> None:
    first = client.get(address, buffered=True)
    overheard.asked.clear()
    again = client.open(address, method=method, headers={"If-None-Match": first.headers["ETag"]})
    named = ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert [set(first.headers.get(name, "").split(", ")) for name in named] == [
        set(again.headers.get(name, "").split(", ")) for name in named
    ]
    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Content-Type" not in again.headers
    assert overheard.asked == []


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        pytest.param("/zoeken?q=missie&page=2", {}, id="another question"),
        pytest.param("/api/search?q=missie", {}, id="another address"),
        pytest.param("/zoeken?q=missie", {"Accept-Language": "en"}, id="another language"),
        pytest.param("/zoeken?q=missie", {"Accept-Encoding": "gzip"}, id="compressed"),
        pytest.param("/zoeken?q=missie", {"Host": "kb.example"}, id="another name of the site"),
    ],
)
def test_another_answer_has_another_name(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    tag = client.get("/zoeken?q=missie").headers["ETag"]
    other = client.get(address, headers={"If-None-Match": tag, **headers})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_a_new_index_has_another_name(client: FlaskClient, overheard: Overheard) -> None:
    tag = client.get("/zoeken?q=missie").headers["ETag"]
    overheard.version = "v2"
    assert client.get("/zoeken?q=missie", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("held", ["*", '"x"', "x", 'W/"', "", ",", '"\xff"', "W/" * 1000])
def test_other_names_ask_for_the_answer(client: FlaskClient, held: str) -> None:
    assert client.get("/api/search", headers={"If-None-Match": held}).status_code == 200


def test_one_name_of_many_is_enough(client: FlaskClient) -> None:
    tag = client.get("/api/search").headers["ETag"]
    held = f'"a", {tag.removeprefix("W/")}, W/"b"'
    assert client.get("/api/search", headers={"If-None-Match": held}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/healthz", 200),
        ("/metrics", 200),
        ("/zoeken?page=x", 400),
        ("/api/search?page=x", 400),
        ("/brief/kst-1-2", 404),
        ("/api/letters/kst-1-2", 404),
        ("/nergens", 404),
        ("/static/nergens.css", 404),
    ],
)
def test_what_holds_for_a_moment_is_not_kept(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_files_keep_their_own_age(client: FlaskClient) -> None:
    response = client.get("/favicon.svg")
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert "ETag" not in response.headers


def test_pages_that_need_no_index_are_there_without_one(client: FlaskClient, overheard: Overheard) -> None:
    overheard.error = IndexUnusable("de index is stuk")
    response = client.get("/hulp")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


def test_other_software_has_another_fingerprint(tmp_path: Path) -> None:
    for package in PACKAGES:
        (tmp_path / package / "__pycache__").mkdir(parents=True)
        (tmp_path / package / "a.py").write_text("")
    before = fingerprint(tmp_path)
    (tmp_path / "web/__pycache__/a.pyc").write_text("a")
    (tmp_path / "README.md").write_text("a")
    unchanged = fingerprint(tmp_path)
    (tmp_path / "web/a.py").write_text("a")
    assert (before == unchanged, before == fingerprint(tmp_path)) == (True, False)
