"""What every answer passes: its language, its public address."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from werkzeug.test import create_environ, run_wsgi_app

from search import language
from search.request import SearchEngine
from web import urls
from web.app import create_app
from web.settings import Settings, public_address


def spoken(app: Flask) -> None:
    """Let the help page tell, in a piece that is made before and one that is made after the first was sent."""

    def pieces() -> Iterator[str]:
        for _ in range(2):
            yield f"{language.spoken()} {language.asked()}, "

    app.view_functions["pages.query_help"] = lambda: Response(pieces())


@pytest.mark.parametrize(
    ("address", "accepted", "told"),
    [
        pytest.param("/hulp", "", "nl None, nl None, ", id="nothing said"),
        pytest.param("/hulp", "en-GB", "en None, en None, ", id="the browser's"),
        pytest.param("/hulp?lang=en", "nl", "en en, en en, ", id="asked for"),
    ],
)
def test_an_answer_in_pieces_goes_on_in_its_language(
    engine: SearchEngine, address: str, accepted: str, told: str
) -> None:
    app = create_app(engine)
    spoken(app)
    assert app.test_client().get(address, headers={"Accept-Language": accepted}).text == told


def test_two_answers_in_pieces_do_not_mix_their_languages(engine: SearchEngine) -> None:
    app = create_app(engine)
    spoken(app)
    client = app.test_client()
    dutch, english = (client.get(f"/hulp?lang={lang}").iter_encoded() for lang in ("nl", "en"))
    assert [next(dutch), next(english), next(dutch), next(english)] == [b"nl nl, ", b"en en, "] * 2
    assert language.spoken() == "nl"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param(Settings(), "http://asked.example/hulp", id="what was asked"),
        pytest.param(Settings(proxies=1), "https://asked.example/hulp", id="and how, as its proxy says"),
        pytest.param(Settings(base_url="https://brieven.example.nl"), "https://brieven.example.nl/hulp", id="its own"),
    ],
)
def test_the_address_for_readers_elsewhere(engine: SearchEngine, settings: Settings, told: str) -> None:
    app = create_app(engine, settings)
    app.view_functions["pages.query_help"] = lambda: urls.absolute("/hulp")
    headers = {"Host": "asked.example", "X-Forwarded-Host": "front.example", "X-Forwarded-Proto": "https"}
    assert app.test_client().get("/hulp", headers=headers).text == told


@pytest.mark.parametrize("path", ["/zoeken?q=Mali", "/api/search?q=Mali", "/feed.atom", "/sru"])
def test_a_host_that_is_no_name_is_no_fault_of_ours(engine: SearchEngine, path: str) -> None:
    environ = {**create_environ(path), "HTTP_HOST": "xn--a"}  # a test client decodes the name itself
    _body, status, _headers = run_wsgi_app(create_app(engine), environ)
    assert status == "200 OK"


def test_a_scheme_of_no_site_is_refused(engine: SearchEngine) -> None:
    client = create_app(engine, Settings(proxies=1)).test_client()
    answers = [
        client.get("/opensearch.xml", headers={"X-Forwarded-Proto": scheme}) for scheme in ("https", "javascript")
    ]
    assert [answer.status_code for answer in answers] == [200, 400]


@pytest.mark.parametrize("text", ["https://a.example.nl", "http://localhost:8000/", "http://[::1]:8000"])
def test_a_public_address_ends_without_a_slash(text: str) -> None:
    assert public_address(text) == text.rstrip("/")
