"""Valid HTML on every page: by a strict parser, by our own checks of what refers to what, and by Nu where it is."""

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient
from html5lib.constants import E as MESSAGES

import web
from search.request import SearchEngine
from tests.pages import PAGES, STATUS, in_language
from web.app import create_app

STATIC: Final = Path(web.__file__).parent / "static"
VNU: Final = os.environ.get("KBSEARCH_VNU", "")
"""The file ``vnu.jar`` of the Nu Html Checker (https://validator.github.io/validator/)."""

ADDRESSES: Final = {
    **PAGES,
    "letter without a question": PAGES["letter"].partition("?")[0],
    "odd question": "/zoeken?q=%3Cb%3E+%22%26amp%3B%27+%00+%F0%9F%99%82",
    "past the end": "/zoeken?q=Mali&page=999",
    "many filters": "/zoeken?q=missie&mission=minusma&mission=isaf&ministry=def&ministry=bz&date=2022&since=2010",
}
STATUSES: Final = dict.fromkeys(ADDRESSES, 200) | STATUS

DATA: Final = "application/ld+json"
"""A script of this type is data that no browser runs."""

BY_ID: Final = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "list",
    "form",
)
"""Attributes whose value is the ids of other elements."""

INTERACTIVE: Final = frozenset({"a", "button", "input", "select", "textarea", "summary", "label", "details"})
NOT_INSIDE: Final = {
    "a": INTERACTIVE,
    "button": INTERACTIVE,
    "label": frozenset({"a", "button", "label", "summary"}),
    "summary": frozenset({"a", "button", "summary", "details"}),
    "form": frozenset({"form"}),
}
"""By element what must not stand inside it; a summary may hold interactive content by the letter of HTML, but then a
click has two meanings."""


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return create_app(engine).test_client()


def html_of(client: FlaskClient, name: str, language: str) -> str:
    """The page as the server sends it."""
    answer = client.get(in_language(ADDRESSES[name], language))
    assert (answer.status_code, answer.mimetype) == (STATUSES[name], "text/html")
    return answer.text


def parsed(html: str) -> tuple[Element, list[str]]:
    """The tree of a page, and the parse errors of the HTML standard with their lines."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, [f"line {place[0]}: {MESSAGES[code] % values}" for place, code, values in parser.errors]


def duplicates(tree: Element) -> list[str]:
    """Ids that more than one element has."""
    return [f"twice: #{name}" for name, times in Counter(identifiers(tree)).items() if times > 1]


def identifiers(tree: Element) -> list[str]:
    return [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]


def dangling(tree: Element) -> list[str]:
    """References to elements that are not there."""
    here = set(identifiers(tree))
    by_id = [
        (f"{name}={one}", one) for element in tree.iter() for name in BY_ID for one in element.get(name, "").split()
    ]
    by_link = [(href, href[1:]) for element in tree.iter("a") if (href := element.get("href", "")).startswith("#")]
    return [f"nowhere: {said}" for said, name in by_id + by_link if name not in here]


def nested(tree: Element) -> list[str]:
    """Controls inside controls."""
    return [
        f"{inner.tag} inside {outer.tag}"
        for outer in tree.iter()
        for inner in outer.iter()
        if inner is not outer and inner.tag in NOT_INSIDE.get(str(outer.tag), ()) and inner.get("type") != "hidden"
        if not (outer.tag == "label" and inner.tag == "input")
    ]


def inline(tree: Element) -> Iterator[str]:
    """What the policy for content forbids: styles and scripts in the page, and addresses that are scripts."""
    for element in tree.iter():
        runs = element.tag == "script" and element.get("type") != DATA
        if element.tag == "style" or (runs and "src" not in element.attrib):
            yield f"{element.tag} in the page"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.lower().startswith("javascript:"):
                yield f"{element.tag} {name}={value}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_html_is_valid(client: FlaskClient, name: str, language: str) -> None:
    tree, errors = parsed(html_of(client, name, language))
    assert [*errors, *duplicates(tree), *dangling(tree), *nested(tree), *inline(tree)] == []


@pytest.mark.parametrize(
    ("body", "complaints"),
    [
        ("<div><span></div>", ["line 1: End tag (div) seen too early. Expected other end tag."]),
        ('<p id="a"></p><p id="a"></p>', ["twice: #a"]),
        ('<a href="#b">b</a><label for="c">c</label>', ["nowhere: for=c", "nowhere: #b"]),
        ('<a href="/"><button>x</button></a>', ["button inside a"]),
        ('<label>x <input></label><summary><a href="/">x</a></summary>', ["a inside summary"]),
        ('<p style="color: red"></p><script>1</script>', ["p style=color: red", "script in the page"]),
    ],
    ids=["end tag", "duplicate id", "dangling", "nested", "summary", "inline"],
)
def test_what_is_not_valid_is_told(body: str, complaints: list[str]) -> None:
    tree, errors = parsed(f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>")
    assert [*errors, *duplicates(tree), *dangling(tree), *nested(tree), *inline(tree)] == complaints


@pytest.mark.skipif(not VNU, reason="KBSEARCH_VNU names no vnu.jar, the Nu Html Checker")
@pytest.mark.skipif(not shutil.which("java"), reason="no Java for the Nu Html Checker")
def test_nu_has_no_complaints(client: FlaskClient, tmp_path: Path) -> None:
    for name in ADDRESSES:
        for language in ("nl", "en"):
            page = tmp_path / f"{name.replace(' ', '-')}-{language}.html"
            page.write_text(html_of(client, name, language), encoding="utf-8")
    files = [*sorted(tmp_path.iterdir()), STATIC / "style.css", *STATIC.glob("*.svg")]
    command = ["java", "-jar", VNU, "--also-check-css", "--also-check-svg", "--format", "json", *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stderr
    assert [
        f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}: {message.get('extract', '')}"
        for message in json.loads(told)["messages"]
    ] == []
