"""The page of results, and that of all values of one facet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request

from search.request import MEANT, Hit, SearchEngine
from web import choices, urls
from web.histogram import histogram


@dataclass(frozen=True, slots=True)
class Group:
    """A hit, its place in the whole result, and the hits on the page that are nearly the same letter."""

    number: int
    hit: Hit
    others: tuple[Hit, ...]


def results(engine: SearchEngine) -> str:
    """One page of results, with everything to narrow, widen or continue the search."""
    search = urls.parse(request.args)
    result = engine.search(search)
    active = choices.chips(search, result)
    meant = MEANT in {notice.code for notice in result.notices}
    answered = replace(search, query=result.suggestion or "") if meant else search
    return render_template(
        "results.html",
        search=search,
        answered=answered,
        result=result,
        groups=groups(result.hits, (search.page - 1) * search.size + 1),
        facets=choices.facet_lists(answered, result.facets),
        chart=histogram(answered, result),
        chips=active,
        advice=() if result.total else choices.advice(engine, search, active),
        paging=choices.paging(search, result.total),
        sorts=choices.sorts(search),
        sizes=choices.sizes(search),
        exports=choices.exports(search),
        feed_href=urls.feed_of(search),
        suggestion_href=urls.asking(search, result.suggestion) if result.suggestion else None,
        unfiltered_href=urls.search(urls.unfiltered(search)),
    )


def values(engine: SearchEngine) -> str:
    """All values of one facet for a question, or those with a part of a name in them, to choose from."""
    search = urls.parse(request.args)
    contains = urls.part_of_name(request.args)
    facet = engine.values(search, request.args.get("facet", ""), contains, choices.MAX_VALUES)
    return render_template(
        "values.html",
        search=search,
        contains=contains,
        most=choices.MAX_VALUES,
        list=choices.facet_list(search, facet, choices.MAX_VALUES),
    )


def groups(hits: Sequence[Hit], first: int) -> tuple[Group, ...]:
    """The hits, each with those after it that are nearly the same; the first of them is number ``first``."""
    others: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.duplicate_of:
            others.setdefault(hit.duplicate_of, []).append(hit)
    return tuple(
        Group(number, hit, tuple(others.get(hit.id, ())))
        for number, hit in enumerate(hits, first)
        if not hit.duplicate_of
    )
