"""The addresses of all pages that do not depend on a question, for crawlers (https://www.sitemaps.org/protocol.html).

When a page was changed last is not known, so that it is not said.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape

from flask import Response, abort

from search.request import SearchEngine, SearchRequest
from web import urls

MOST: Final = 50_000
"""Addresses of one file, by the protocol."""

_OPENING: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(engine: SearchEngine) -> Response:
    """All addresses; when they are too many for one file, the addresses of its parts."""
    pages = _pages(engine)
    if len(pages) <= MOST:
        return _answer("urlset", "url", pages)
    return _answer(
        "sitemapindex", "sitemap", [urls.sitemap_part(part) for part in range(1, -(-len(pages) // MOST) + 1)]
    )


def sitemap_part(engine: SearchEngine, number: int) -> Response:
    """The addresses of one part, from 1; status 404 for a part that is not there."""
    pages = _pages(engine)[(number - 1) * MOST : number * MOST] if number else []
    return _answer("urlset", "url", pages) if pages else abort(404)


def _pages(engine: SearchEngine) -> Sequence[str]:
    """The paths: of the site, of missions and dossiers, of letters from the oldest on."""
    search = SearchRequest(sort="oldest")
    missions = engine.values(search, "mission", most=MOST).values
    dossiers = engine.values(search, "dossier", most=MOST).values
    return [
        *(urls.HOME, urls.HELP),
        *(urls.mission(value.value) for value in missions),
        *(urls.dossier(value.value) for value in dossiers),
        *map(urls.permanent, engine.ids(search)),
    ]


def _answer(outer: str, inner: str, paths: Iterable[str]) -> Response:
    root = urls.absolute("")
    return Response(_written(outer, inner, (root + path for path in paths)), mimetype="application/xml")


def _written(outer: str, inner: str, addresses: Iterable[str]) -> Iterator[str]:
    lines = (f"<{inner}><loc>{escape(address)}</loc></{inner}>\n" for address in addresses)
    return chain((f'{_OPENING}<{outer} xmlns="{_NAMESPACE}">\n',), lines, (f"</{outer}>\n",))
