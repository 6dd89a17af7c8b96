"""Any search as an Atom feed: the same letters, valid by RFC 4287, with names that stay."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest
from flask.testing import FlaskClient

from index.letter import Mission, Named, Signatory
from search.request import Hit, IndexInfo, Notice, SearchEngine, SearchRequest, SearchResult, Snippet, Span
from web.app import create_app

ATOM: Final = "{http://www.w3.org/2005/Atom}"
INFO = IndexInfo(1, "2026-11-24T12:00:00Z", "v1")
TEXTS = ("title", "subtitle", "summary", "rights")
ONE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated"), "author": ("name",)}
AT_MOST_ONE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
    "author": ("uri", "email"),
}
ATTRIBUTES = {"link": ("href",), "category": ("term",)}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

HIT = Hit(
    id="kst-29521-209",
    title="EUTM <Mali> & meer",
    title_spans=(),
    date=datetime.date(2013, 6, 24),
    dossier="29521",
    dossiers=("29521",),
    number="209",
    kind="brief",
    completeness="full",
    source="https://zoek.example/kst-29521-209.html",
    ministries=(Named("def", "Defensie"),),
    missions=(Mission("eutm-mali", "EUTM Mali"),),
    signatories=(Signatory("De Minister van Defensie", "J.A. Hennis"), Signatory("De Minister", "")),
    path="/brief/kst-29521-209",
    score=1.0,
    snippets=(
        Snippet((Span("Een <b>", match=False), Span("Mali", match=True))),
        Snippet((Span("en meer", match=False),)),
    ),
)
FEED = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xml:lang="nl">
<id>urn:uuid:3938ce87-55c8-5198-a220-2ce48b381a8d</id>
<title>kbsearch, Mali, Vanaf: 1 januari 2013</title>
<subtitle>Let op.</subtitle>
<updated>2026-11-24T12:00:00Z</updated>
<author><name>kbsearch</name></author>
<icon>https://kb.example/favicon.svg</icon>
<link rel="alternate" type="text/html" href="https://kb.example/zoeken?q=Mali&amp;since=2013-01-01&amp;sort=newest&amp;page=2&amp;size=3" />
<link rel="search" type="application/opensearchdescription+xml" href="https://kb.example/opensearch.xml" />
<link rel="self" type="application/atom+xml" href="https://kb.example/feed.atom?q=Mali&amp;since=2013-01-01&amp;page=2&amp;size=3" />
<link rel="first" type="application/atom+xml" href="https://kb.example/feed.atom?q=Mali&amp;since=2013-01-01&amp;size=3" />
<link rel="last" type="application/atom+xml" href="https://kb.example/feed.atom?q=Mali&amp;since=2013-01-01&amp;page=3&amp;size=3" />
<link rel="previous" type="application/atom+xml" href="https://kb.example/feed.atom?q=Mali&amp;since=2013-01-01&amp;size=3" />
<link rel="next" type="application/atom+xml" href="https://kb.example/feed.atom?q=Mali&amp;since=2013-01-01&amp;page=3&amp;size=3" />
<opensearch:totalResults>7</opensearch:totalResults>
<opensearch:startIndex>4</opensearch:startIndex>
<opensearch:itemsPerPage>3</opensearch:itemsPerPage>
<entry xml:lang="nl">
<id>urn:uuid:89e2fcc4-907f-5c51-b7d8-4c4c58e44928</id>
<title>EUTM &lt;Mali&gt; &amp; meer</title>
<updated>2013-06-24T00:00:00Z</updated>
<published>2013-06-24T00:00:00Z</published>
<link rel="alternate" type="text/html" href="https://kb.example/brief/kst-29521-209" />
<link rel="via" href="https://zoek.example/kst-29521-209.html" />
<author><name>J.A. Hennis</name></author>
<author><name>De Minister</name></author>
<category term="eutm-mali" scheme="https://kb.example/zoeken/waarden?facet=mission" label="EUTM Mali" />
<category term="def" scheme="https://kb.example/zoeken/waarden?facet=ministry" label="Defensie" />
<summary>Een &lt;b&gt;Mali … en meer</summary>
</entry>
</feed>"""  # noqa: E501


@dataclass
class Prepared:
    """An engine that finds this one letter, of seven."""

    hit: Hit = HIT

    def search(self, request: SearchRequest) -> SearchResult:
        """The prepared answer."""
        return SearchResult(request, 7, 1.0, (self.hit,), (), None, (Notice("n", "Let op."),), INFO)

    def info(self) -> IndexInfo:
        """What the index holds."""
        return INFO


def client(engine: SearchEngine) -> FlaskClient:
    """A client of the site over this engine."""
    return create_app(engine).test_client()


def read(text: str) -> feedparser.FeedParserDict:
    """The feed as a feed reader reads it, without complaints."""
    parsed = feedparser.parse(text)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return parsed


def complaints(text: str) -> list[str]:
    """What RFC 4287 (4.1, 4.2) does not allow."""
    feed = fromstring(text)
    elements = [element for element in feed.iter() if str(element.tag).startswith(ATOM)]
    found = [said for element in elements for said in element_complaints(element)]
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        found.append("feed: nobody wrote it")
    return found


def element_complaints(element: Element) -> Iterator[str]:
    """What is wrong with an element and the number of its children."""
    name, text = element.tag.removeprefix(ATOM), element.text or ""
    counts = Counter(str(child.tag).removeprefix(ATOM) for child in element)
    yield from (f"{name}: {counts[child]} {child}" for child in ONE.get(name, ()) if counts[child] != 1)
    yield from (f"{name}: {counts[child]} {child}" for child in AT_MOST_ONE.get(name, ()) if counts[child] > 1)
    yield from (f"{name}: no {attribute}" for attribute in ATTRIBUTES.get(name, ()) if not element.get(attribute))
    if name in ("updated", "published") and not MOMENT.fullmatch(text):
        yield f"{name}: no moment"
    if name == "id" and not urlsplit(text).scheme:
        yield "id: no IRI"
    if name in TEXTS and (len(element) or element.get("type", "text") not in ("text", "html")):
        yield f"{name}: no text"
    links = [child for child in element if child.tag == f"{ATOM}link" and child.get("rel", "alternate") == "alternate"]
    kinds = Counter((link.get("type"), link.get("hreflang")) for link in links)
    yield from (f"{name}: {times} links {kind[0]}" for kind, times in kinds.items() if times > 1)
    if name == "entry" and not links and not counts["content"]:
        yield "entry: nothing to read"


def test_a_feed() -> None:
    address = "/feed.atom?q=Mali&since=2013&page=2&size=3"
    response = client(Prepared()).get(address, base_url="https://kb.example/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    lines = response.text.replace("><", ">\n<").replace("<author>\n", "<author>").replace("\n</author>", "</author>")
    assert lines == FEED
    assert complaints(response.text) == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "missie"},
        {"q": "Mali", "sort": "relevance"},
        {"q": "missie", "sort": "oldest", "size": "10", "page": "2"},
        {"mission": "minusma", "since": "2015"},
        {"q": "Takuba zzzz"},
        {"q": "Minsuma"},
        {"q": "zzzz"},
        {"q": "missie", "page": "99", "lang": "en"},
        {},
    ],
    ids=lambda parameters: "&".join(parameters.values()) or "everything",
)
def test_a_feed_has_the_letters_of_the_search(engine: SearchEngine, parameters: dict[str, str]) -> None:
    asked = client(engine)
    text = asked.get("/feed.atom", query_string=parameters).text
    hits = asked.get("/api/search", query_string={"sort": "newest", "size": "50"} | parameters).get_json()["hits"]
    feed = read(text)
    assert [(entry.link, entry.title) for entry in feed.entries] == [
        (f"http://localhost{hit['path']}", hit["title"]) for hit in hits
    ]
    assert complaints(text) == []


def test_it_is_complete_over_its_pages(engine: SearchEngine) -> None:
    asked, letters, address = client(engine), [], "/feed.atom?since=2012-03&size=7"
    for _ in range(100):
        feed = read(asked.get(address).text)
        letters += [entry.link.removeprefix("http://localhost/brief/") for entry in feed.entries]
        following = [link.href for link in feed.feed.links if link.rel == "next"]
        if not following:
            break
        address = following[0]
    since = SearchRequest(since=datetime.date(2012, 3, 1), sort="newest")
    assert letters == [letter.id for letter in engine.listing(since).letters]
    assert int(feed.feed.opensearch_totalresults) == len(letters) > 20


def test_names_stay_whatever_the_host_the_page_and_the_order(engine: SearchEngine) -> None:
    asked, addresses = client(engine), ("q=Mali", "q=Mali&size=1&sort=newest", "q=Mali&lang=en&sort=oldest")
    feeds = [
        read(asked.get(f"/feed.atom?{address}", base_url=host).text)
        for address in addresses
        for host in ("http://a.example/", "https://b.example:8443/kb/")
    ]
    assert len({feed.feed.id for feed in feeds}) == 1
    names = {(entry.id, entry.title) for feed in feeds for entry in feed.entries}
    assert len(names) == len({name for name, _title in names}) == 4
    assert read(asked.get("/feed.atom?q=Niger").text).feed.id != feeds[0].feed.id


BARE = Hit(
    id="b-1", title="\x00\ud800]]>&lt;script>\ufffe é", title_spans=(), date=None, dossier=None, dossiers=(),
    number=None, kind="brief", completeness="full", source="javascript:alert(1)", ministries=(), missions=(),
    signatories=(), path="/brief/b-1", score=1.0, snippets=(),
)  # fmt: skip


def test_a_letter_of_which_little_is_known() -> None:
    text = client(Prepared(BARE)).get("/feed.atom?q=%00%EF%BF%BE").text
    (entry,) = read(text).entries
    assert complaints(text) == []
    assert {name: entry[name] for name in ("title", "updated", "links")} == {
        "title": "]]>&lt;script>  é",
        "updated": "1970-01-01T00:00:00Z",
        "links": [{"rel": "alternate", "type": "text/html", "href": "http://localhost/brief/b-1"}],
    }
    assert "published" not in entry
    assert "summary" not in entry


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<id>urn:x</id><title/><updated>2022-01-01T00:00:00Z</updated>", []),
        ("<id>x</id><title/><title/>", ["feed: 2 title", "feed: 0 updated", "id: no IRI"]),
        (
            "<id>urn:x</id><title type='xhtml'/><updated>2022-01-01</updated><link/><subtitle/><subtitle/>",
            ["feed: 2 subtitle", "title: no text", "updated: no moment", "link: no href"],
        ),
        (
            "<id>urn:x</id><title/><updated>2022-01-01T00:00:00Z</updated><category/>"
            "<entry><id>urn:y</id><title/><updated>2022-01-01T00:00:00Z</updated></entry>",
            ["category: no term", "entry: nothing to read", "feed: nobody wrote it"],
        ),
    ],
    ids=["valid", "counts", "contents", "entry"],
)
def test_what_is_not_valid_is_told(body: str, said: list[str]) -> None:
    assert complaints(f'<feed xmlns="{ATOM[1:-1]}">{body}</feed>') == said
