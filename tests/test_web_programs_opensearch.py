"""What a browser reads to search here: valid by OpenSearch 1.1, its addresses lead where they say."""

from collections import Counter
from typing import Final
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from search.request import SearchEngine
from web.app import create_app

SPACE: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
LONGEST: Final = {"ShortName": 16, "LongName": 48, "Description": 1024, "Tags": 256, "Contact": 254}
"""Characters that an element may have, by the specification."""
NAMESPACE: Final = f'xmlns="{SPACE[1:-1]}"'


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return create_app(engine).test_client()


def complaints(text: str) -> list[str]:
    """What OpenSearch 1.1, draft 6, does not allow of a description."""
    document = fromstring(text)
    children = [(str(child.tag).removeprefix(SPACE), child) for child in document]
    counts = Counter(name for name, _child in children)
    found = [f"{document.tag}"] if document.tag != f"{SPACE}OpenSearchDescription" else []
    found += [f"{counts[name]} {name}" for name in ("ShortName", "Description") if counts[name] != 1]
    found += [f"{counts[name]} {name}" for name in ("LongName", "Tags", "SyndicationRight") if counts[name] > 1]
    found += [] if counts["Url"] else ["no Url"]
    for name, child in children:
        if "<" in (child.text or "") or len(child.text or "") > LONGEST.get(name, 1024):
            found.append(f"{name}: too long, or markup")
        if name == "Url":
            found += [f"Url: no {attribute}" for attribute in ("template", "type") if not child.get(attribute)]
    return found


@pytest.mark.parametrize(("language", "kept"), [("", ""), ("en", "&lang=en")])
def test_the_description(client: FlaskClient, language: str, kept: str) -> None:
    response = client.get("/opensearch.xml", query_string={"lang": language}, base_url="https://kb.example/")
    document = fromstring(response.text)
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert complaints(response.text) == []
    assert [(url.get("type"), url.get("rel"), url.get("template")) for url in document.iter(f"{SPACE}Url")] == [
        ("text/html", "results", f"https://kb.example/zoeken?q={{searchTerms}}{kept}"),
        (
            "application/atom+xml",
            "results",
            f"https://kb.example/feed.atom?q={{searchTerms}}&page={{startPage?}}{kept}",
        ),
        (
            "application/x-suggestions+json",
            "suggestions",
            f"https://kb.example/opensearch/suggest?q={{searchTerms}}{kept}",
        ),
        (
            "application/opensearchdescription+xml",
            "self",
            f"https://kb.example/opensearch.xml{kept.replace('&', '?')}",
        ),
    ]
    assert [(child.tag.removeprefix(SPACE), child.text) for child in document if child.tag != f"{SPACE}Url"][3:] == [
        ("Image", "https://kb.example/favicon.svg"),
        ("Language", "nl"),
        ("Language", "en"),
        ("SyndicationRight", "open"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ]


def test_its_addresses_lead_where_they_say(client: FlaskClient) -> None:
    document = fromstring(client.get("/opensearch.xml").text)
    for url in document.iter(f"{SPACE}Url"):
        for page in ("", "1"):
            template = url.get("template", "").removeprefix("http://localhost")
            response = client.get(template.replace("{searchTerms}", "MINUS").replace("{startPage?}", page))
            assert (response.status_code, response.mimetype) == (200, url.get("type"))


def test_completions(client: FlaskClient) -> None:
    typed, questions, labels = client.get("/opensearch/suggest?q=evaluatie+minus").get_json()
    assert (typed, questions[0], labels[0]) == ("evaluatie minus", "evaluatie missie:minusma", "MINUSMA")
    assert len(questions) == len(labels)
    assert client.get(f"/opensearch/suggest?q={'x' * 501}").status_code == 400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<ShortName>x</ShortName><Description>x</Description><Url type='text/html' template='x'/>", []),
        (
            f"<ShortName>{'x' * 17}</ShortName><Url type='text/html'/><LongName/><LongName/>",
            ["0 Description", "2 LongName", "ShortName: too long, or markup", "Url: no template"],
        ),
        ("<ShortName>x</ShortName><Description>&lt;b></Description>", ["no Url", "Description: too long, or markup"]),
    ],
    ids=["valid", "long", "markup"],
)
def test_what_is_not_valid_is_told(body: str, said: list[str]) -> None:
    assert complaints(f"<OpenSearchDescription {NAMESPACE}>{body}</OpenSearchDescription>") == said


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/zoeken?q=Mali", "/brief/kst-29521-466", "/hulp?lang=en"])
def test_a_browser_finds_it_on_every_page(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page(locale="nl-NL")
    try:
        page.goto(site + path)
        href = page.evaluate("document.querySelector('link[rel=search]').href")
        answer = page.evaluate(
            "async (href) => { const answer = await fetch(href);"
            " const read = new DOMParser().parseFromString(await answer.text(), 'text/xml');"
            " return [answer.headers.get('content-type'), read.documentElement.nodeName]; }",
            href,
        )
    finally:
        page.close()
    assert answer == ["application/opensearchdescription+xml; charset=utf-8", "OpenSearchDescription"]
