"""The site over the real engine: its examples work, it follows the index, and it answers as the engine does."""

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from index.builder import update
from search.engine import open_engine
from search.request import SearchEngine, SearchRequest
from web import urls
from web.app import create_app
from web.pages.guide import HELP_EXAMPLES
from web.pages.home import EXAMPLES

CHOICE = re.compile(
    r'<input type="checkbox" name="(\w+)" value="([^"]*)">'
    r'\s*<span class="label">.*?</span>\s*<span class="count">([\d.]+)<'
)
LETTER = """---
id: kst-29521-{number}
title: {title}
date: 2022-02-17
dossier: 29521
number: {number}
ministries: [Defensie]
---

De regering trekt de militairen terug uit Mali. Zie Kamerstuk 29 521, nr. 1.
"""


def add(corpus: Path, number: int, title: str) -> None:
    """Put one letter into a corpus folder."""
    (corpus / f"{number}.md").write_text(LETTER.format(number=number, title=title), encoding="utf-8")


def small(tmp_path: Path) -> tuple[Path, Path]:
    """A corpus of one letter, and its index."""
    corpus, location = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    add(corpus, 1, "Terugtrekking uit Mali")
    update(corpus, location)
    return corpus, location


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    """A client of the site over the repository's letters."""
    return create_app(engine).test_client()


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer apart from the time that it took."""
    return {name: value for name, value in answer.items() if name != "took_ms"}


@pytest.mark.parametrize("query", [*EXAMPLES, *(example for example, _ in HELP_EXAMPLES)])
def test_every_example_finds_letters(engine: SearchEngine, query: str) -> None:
    result = engine.search(SearchRequest(query=query))
    assert result.total > 0
    assert {notice.code for notice in result.notices} <= {"synonyms"}


@pytest.mark.parametrize(
    "query",
    ["q=MINUSMA", "q=Mali&ministry=def&sort=newest", "q=ISAF&date=2010&size=3&page=2", "mission=isaf", "q=%22%28-*"],
)
def test_page_program_and_engine_agree(client: FlaskClient, engine: SearchEngine, query: str) -> None:
    request = urls.parse(MultiDict(parse_qsl(query)))
    result = engine.search(request)
    answer = client.get(f"/api/search?{query}").json
    page = client.get(f"/zoeken?{query}").text
    assert answer is not None
    assert without_time(answer) == without_time(json.loads(json.dumps(result.to_json())))
    assert re.findall(r'<h2><a href="(/brief/[^"?]*)', page) == [hit.path for hit in result.hits]


def test_every_letter_of_the_corpus_has_a_page(client: FlaskClient) -> None:
    answer = client.get("/api/search?size=100").json
    assert answer is not None
    assert answer["total"] == len(answer["hits"])
    for hit in answer["hits"]:
        assert html.escape(hit["title"], quote=False) in client.get(hit["path"]).text.replace("&#39;", "'").replace(
            "&#34;", '"'
        )


def test_a_choice_leads_to_as_many_letters_as_it_promised(client: FlaskClient) -> None:
    page = client.get("/zoeken?q=Nederland").text
    choices = CHOICE.findall(page)
    assert {name for name, _, _ in choices} == {"mission", "ministry", "date", "signatory", "dossier", "kind"}
    for name, value, count in choices:
        query = {"q": "Nederland", name: html.unescape(value)}
        found = re.search(r"<h1[^>]*>([\d.]+) brie", client.get("/zoeken", query_string=query).text)
        assert found is not None
        assert (name, value, found[1]) == (name, value, count)


def test_a_new_letter_is_found_without_a_restart(tmp_path: Path) -> None:
    corpus, location = small(tmp_path)
    client = create_app(open_engine(str(location))).test_client()
    assert "Nieuws over Niger" not in client.get("/zoeken").text
    add(corpus, 2, "Nieuws over Niger")
    update(corpus, location)
    assert "Nieuws over Niger" in client.get("/zoeken").text
    assert client.get("/brief/kst-29521-2").status_code == 200


def test_a_cited_letter_that_we_hold_is_linked_here(tmp_path: Path) -> None:
    corpus, location = small(tmp_path)
    add(corpus, 2, "Vervolg")
    update(corpus, location)
    page = create_app(open_engine(str(location))).test_client().get("/brief/kst-29521-2").text
    assert '<a href="/brief/kst-29521-1" lang="nl">Terugtrekking uit Mali</a>' in page


def test_without_an_engine_the_environment_names_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, location = small(tmp_path)
    monkeypatch.setenv("KBSEARCH_INDEX", str(location))
    assert create_app().test_client().get("/healthz").json["index"]["letters"] == 1  # type: ignore[index]
