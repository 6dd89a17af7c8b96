"""A search as a feed: Atom (RFC 4287), page by page (RFC 5005), with the totals of OpenSearch 1.1.

Identifiers are the same wherever the letters are served: UUIDs (RFC 9562, version 5) of a letter's id, and for a feed
of its question and filters.
"""

import datetime
from dataclasses import replace
from itertools import chain
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element

from flask import Response, request

from search.formats.paper import author_names
from search.language import DUTCH, spoken
from search.request import Hit, SearchEngine, SearchRequest, SearchResult
from web import choices, urls
from web.programs import xml

MEDIA_TYPE: Final = "application/atom+xml"
NAMESPACES: Final = {
    "": "http://www.w3.org/2005/Atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}

_OURS: Final = UUID("bcef798f-2953-4eee-932f-b17fb4bb4920")
"""The name space of our UUIDs. Never to be changed: readers would show every letter as new."""
_UNDATED: Final = datetime.date(1970, 1, 1)
"""For a letter without a date, which a feed must have: the same each time, and before all others."""


def feed(engine: SearchEngine) -> Response:
    """The letters of a search with their excerpts, the newest first unless ``sort`` says otherwise, 50 on a page.

    It has been changed whenever the index was; a letter is of the day it is dated.
    """
    search = urls.parse(request.args, urls.FEED_DEFAULT)
    result = engine.search(search)
    document = _feed(search, result)
    for hit in result.hits:
        _entry(document, hit)
    return Response(xml.document(document), mimetype=MEDIA_TYPE)


def identifier(*parts: str) -> str:
    """A name for what these parts name (``urn:uuid:…``), the same each time and everywhere."""
    return uuid5(_OURS, "\n".join(parts).encode("utf-8", "replace").decode()).urn


def _feed(search: SearchRequest, result: SearchResult) -> Element:
    document = xml.root("feed", NAMESPACES, {"xml:lang": spoken()})
    lasting = urls.pairs(replace(search, page=1, size=urls.FEED_DEFAULT.size, sort=urls.FEED_DEFAULT.sort))
    xml.add(document, "id", identifier("feed", urlencode(lasting)))
    labels = (f"{chip.name}: {chip.label}" for chip in choices.chips(search, result))
    xml.add(document, "title", ", ".join(filter(None, chain(("kbsearch", search.query), labels))))
    if result.notices:
        xml.add(document, "subtitle", " ".join(notice.text for notice in result.notices))
    xml.add(document, "updated", result.index.updated)
    xml.add(xml.add(document, "author"), "name", "kbsearch")
    xml.add(document, "icon", urls.absolute(urls.ICON))
    _link(document, "alternate", urls.search(search), "text/html")
    _link(document, "search", urls.description(), "application/opensearchdescription+xml")
    for rel, page in _pages(search, result.total).items():
        _link(document, rel, urls.feed(replace(search, page=page)), MEDIA_TYPE)
    for name, number in (
        ("totalResults", result.total),
        ("startIndex", (search.page - 1) * search.size + 1),
        ("itemsPerPage", search.size),
    ):
        xml.add(document, f"opensearch:{name}", str(number))
    return document


def _pages(search: SearchRequest, total: int) -> dict[str, int]:
    """This page and those around it; past the end the last one is before."""
    last = max(1, -(-total // search.size))
    pages = {"self": search.page, "first": 1, "last": last}
    if search.page > 1:
        pages["previous"] = min(search.page - 1, last)
    if search.page < last:
        pages["next"] = search.page + 1
    return pages


def _entry(document: Element, hit: Hit) -> None:
    entry = xml.add(document, "entry", attributes={"xml:lang": DUTCH})
    day = f"{(hit.date or _UNDATED).isoformat()}T00:00:00Z"
    xml.add(entry, "id", identifier("letter", hit.id))
    xml.add(entry, "title", hit.title)
    xml.add(entry, "updated", day)
    if hit.date:
        xml.add(entry, "published", day)
    _link(entry, "alternate", urls.permanent(hit.id), "text/html")
    if source := urls.external(hit.source):
        xml.add(entry, "link", attributes={"rel": "via", "href": source})
    for name in author_names(hit):
        xml.add(xml.add(entry, "author"), "name", name)
    for facet, values in (("mission", hit.missions), ("ministry", hit.ministries)):
        scheme = urls.absolute(urls.scheme(facet))
        for value in values:
            xml.add(entry, "category", attributes={"term": value.id, "scheme": scheme, "label": value.label})
    if excerpt := " … ".join("".join(span.text for span in snippet.spans) for snippet in hit.snippets):
        xml.add(entry, "summary", excerpt)


def _link(parent: Element, rel: str, path: str, media_type: str) -> None:
    xml.add(parent, "link", attributes={"rel": rel, "type": media_type, "href": urls.absolute(path)})
