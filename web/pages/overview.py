"""The pages of a dossier and of a mission: its letters in time, who wrote them, and what they cite most."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import groupby

from flask import render_template, request

from search.language import gettext as _
from search.request import Entry, FacetValue, SearchEngine, SearchRequest, SearchResult
from web import choices, urls
from web.histogram import histogram
from web.problems import NotHeld

PAGE = 50
"""So many letters of the timeline are on a page."""
MOST_CITED = 10
BESIDE = {
    "dossier": ("ministry", "signatory", "mission"),
    "mission": ("ministry", "signatory", "dossier"),
}
"""The facets that tell who wrote, and about what, beside the timeline."""


def dossier(engine: SearchEngine, number: str) -> str:
    """A dossier's letters from the first to the last."""
    return _overview(engine, "dossier", number, urls.dossier)


def mission(engine: SearchEngine, mission_id: str) -> str:
    """The letters that name a mission, from the first to the last."""
    return _overview(engine, "mission", mission_id, urls.mission)


def _overview(engine: SearchEngine, name: str, value: str, address: Callable[[str, int], str]) -> str:
    page = urls.parse(request.args).page
    search = replace(_letters(name, value), sort="oldest", size=PAGE, page=page)
    result = engine.search(search, excerpts=False)
    chosen = _chosen(result, name)
    if chosen is None:
        raise NotHeld(_not_held(name, value), urls.official_dossier(value) if name == "dossier" else None)
    within = _letters(name, chosen.value)
    facets = {facet.name: facet for facet in result.facets}
    return render_template(
        "overview.html",
        search=within,
        name=name,
        label=chosen.label,
        result=result,
        years=[(year, list(hits)) for year, hits in groupby(result.hits, lambda hit: hit.date and hit.date.year)],
        chart=histogram(within, result),
        lists=[choices.facet_list(within, facets[beside], choices.TOP_VALUES, linked=True) for beside in BESIDE[name]],
        cited=_cited(engine, within),
        paging=choices.paging(search, result.total, partial(address, chosen.value)),
        official=urls.official_dossier(chosen.value) if name == "dossier" else None,
        canonical=address(chosen.value, 1),
    )


def _letters(name: str, value: str) -> SearchRequest:
    return SearchRequest(dossier=(value,)) if name == "dossier" else SearchRequest(mission=(value,))


def _chosen(result: SearchResult, name: str) -> FacetValue | None:
    """The value that the page is about; None when no letter has it."""
    values = (value for facet in result.facets if facet.name == name for value in facet.values)
    return next((value for value in values if value.selected and value.count), None)


def _not_held(name: str, value: str) -> str:
    if name == "dossier":
        return _("Van dossier ‘{value}’ staan hier geen brieven.", value=value[:100])
    return _("Een missie ‘{value}’ wordt in geen brief genoemd.", value=value[:100])


def _cited(engine: SearchEngine, within: SearchRequest) -> list[tuple[FacetValue, Entry | None]]:
    """The papers that most of these letters cite, with what we know of those that are held."""
    papers = engine.values(within, "cites", most=MOST_CITED).values
    held = engine.entries([paper.value for paper in papers])
    return [(paper, held.get(paper.value)) for paper in papers]
