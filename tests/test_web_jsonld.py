"""A letter as linked data: what it says, and that no text of a letter leaves the block it stands in."""

import datetime
import json
import re

import html5lib
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from index.letter import Letter, Mission, Named, Reference, Signatory
from search.request import SearchEngine
from web.app import create_app
from web.jsonld import of_letter

LETTER = Letter(
    id="kst-29521-209",
    title="EUTM Mali </script><script>alert(1)</script>",
    text="Tekst.",
    path="a.md",
    date=datetime.date(2013, 6, 24),
    dossiers=("29521",),
    number="209",
    session="2012-2013",
    source="https://zoek.example/kst-29521-209.html",
    ministries=(Named("def", "Defensie"),),
    missions=(Mission("eutm-mali", "EUTM Mali", 3, about=True), Mission("isaf", "ISAF", 1)),
    signatories=(Signatory("De Minister van Defensie", "J.A. Hennis"), Signatory("De Minister", "")),
    references=(
        Reference("kst-29521-202"),
        Reference("iets-anders"),
        Reference("kst-29521-209"),
        Reference("kst-29251-1", doubtful=True),
    ),
)
ROOT = "https://kb.example"
OFFICIAL = "https://zoek.officielebekendmakingen.nl"
DESCRIBED = {
    "@context": "https://schema.org",
    "@type": "DigitalDocument",
    "@id": f"{ROOT}/brief/kst-29521-209",
    "url": f"{ROOT}/brief/kst-29521-209",
    "name": "EUTM Mali </script><script>alert(1)</script>",
    "inLanguage": "nl",
    "identifier": "kst-29521-209",
    "genre": "brief",
    "datePublished": "2013-06-24",
    "creditText": "Kamerstukken II 2012/13, 29521, nr. 209.",
    "author": [{"@type": "Person", "name": "J.A. Hennis", "jobTitle": "De Minister van Defensie"}],
    "publisher": [{"@type": "GovernmentOrganization", "name": "Defensie"}],
    "about": [{"@type": "Thing", "name": "EUTM Mali", "url": f"{ROOT}/missie/eutm-mali"}],
    "isPartOf": [{"@type": "Collection", "name": "Kamerstukdossier 29521", "url": f"{ROOT}/dossier/29521"}],
    "citation": [
        {"@type": "CreativeWork", "identifier": "kst-29521-202", "url": f"{OFFICIAL}/kst-29521-202.html"},
        {"@type": "CreativeWork", "identifier": "iets-anders"},
    ],
    "sameAs": "https://zoek.example/kst-29521-209.html",
}
BARE = Letter(id="b-1", title="Brief", text="", path="b.md", source="javascript:alert(1)")
BARELY = {
    "@context": "https://schema.org",
    "@type": "DigitalDocument",
    "@id": f"{ROOT}/brief/b-1",
    "url": f"{ROOT}/brief/b-1",
    "name": "Brief",
    "inLanguage": "nl",
    "identifier": "b-1",
    "genre": "brief",
    "creditText": "Brief, Brief.",
}


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize(("letter", "described"), [(LETTER, DESCRIBED), (BARE, BARELY)], ids=["full", "bare"])
def test_what_it_says(client: FlaskClient, letter: Letter, described: dict[str, object]) -> None:
    with client.application.test_request_context(base_url=f"{ROOT}/"):
        assert of_letter(letter) == described


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/!-script&'\"\\\u2028\0é") | st.characters(exclude_categories=["Cs"])))
def test_a_text_stays_in_its_block(client: FlaskClient, text: str) -> None:
    template = client.application.jinja_env.from_string('<script type="application/ld+json">{{ text|tojson }}</script>')
    with client.application.app_context():
        block = template.render(text=text)
    tree = html5lib.parse(block, namespaceHTMLElements=False)
    (script,) = tree.iter("script")
    assert json.loads(script.text or "") == text
    assert "".join(tree.itertext()) == script.text


def test_a_page_has_it(client: FlaskClient) -> None:
    page = client.get("/brief/kst-29521-466?q=Mali&lang=en", base_url=f"{ROOT}/").text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block)["@id"] == f"{ROOT}/brief/kst-29521-466"
    assert json.loads(block)["datePublished"] == "2023-12-27"


@pytest.mark.browser
def test_a_browser_takes_it_for_data(browser: Browser, site: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        page.goto(f"{site}/brief/kst-29521-466")
        name = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text).name")
    finally:
        page.close()
    assert (name, said) == ("Kabinetsreactie op evaluatie van C-130-inzet in Mali", [])
