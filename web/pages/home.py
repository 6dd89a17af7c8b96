"""The page where a search begins."""

from dataclasses import replace

from flask import render_template

from search.request import NO_DATE, SearchEngine, SearchRequest
from web import choices
from web.histogram import histogram
from web.pages.guide import questions

EXAMPLES = (
    "MINUSMA",
    "Takuba terugtrekking",
    '"artikel 100"',
    "piraterij Somalië",
    "missie:isaf evaluatie",
    "politie*",
)
"""Questions to begin with, on the home page."""

HOME_VALUES = 10
BROWSED = ("mission", "ministry", "dossier")
"""The facets to browse by."""


def home(engine: SearchEngine) -> str:
    """Where a search begins: the box, what the collection holds, and the facets of the empty question to browse by."""
    search = SearchRequest()
    result = engine.search(replace(search, sort="newest", size=1), excerpts=False)
    facets = {facet.name: facet for facet in result.facets}
    years = [value.value for value in facets["date"].values if value.value != NO_DATE]
    return render_template(
        "home.html",
        search=search,
        info=result.index,
        newest=result.hits[0] if result.hits else None,
        years=(years[-1], years[0]) if years else None,
        chart=histogram(search, result),
        lists={name: choices.facet_list(search, facets[name], HOME_VALUES, linked=True) for name in BROWSED},
        examples=questions(EXAMPLES),
    )
