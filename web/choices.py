"""What the templates show of a request and its result: plain values with their links, ready to be written out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from search.formats import FORMATS
from search.language import gettext as _
from search.request import (
    ANY_WORD,
    MEANT,
    SORTS,
    Facet,
    FacetValue,
    SearchEngine,
    SearchRequest,
    SearchResult,
)
from search.wording import FILTERS
from web import urls, wording

TOP_VALUES = 8
"""As many values of a facet are seen at once."""
MAX_VALUES = 200
"""As many are seen on the page with all values; a part of a name finds the others."""
FACETS = ("mission", "ministry", "date", "signatory", "dossier", "kind")
"""The facets in the order of the page."""

SIZES = (10, 25, 50)
MAX_ADVICE = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, an order, a page. ``href`` chooses it, or lets go of it when it is selected; "" for none."""

    label: str
    href: str
    selected: bool = False
    count: int = 0
    value: str = ""
    choices: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as choices, the selected ones first: those that are seen, and a folded rest (of years only).

    ``size`` is the number of all values, ``all_href`` the page that has them, when not all are here.
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    size: int
    all_href: str | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``href`` takes it away, ``request`` is the request without it."""

    name: str
    label: str
    href: str
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages of a result. A None among the numbers is a gap; ``previous`` and ``next`` are addresses."""

    last: int
    numbers: tuple[Choice | None, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """A way out of an empty result: without which filter there are how many letters."""

    label: str
    href: str
    total: int


def facet_lists(request: SearchRequest, facets: Iterable[Facet], top: int = TOP_VALUES) -> tuple[FacetList, ...]:
    """The facets of a form, in the order of the page."""
    known = {facet.name: facet for facet in facets}
    return tuple(facet_list(request, known[name], top) for name in FACETS if name in known)


def facet_list(request: SearchRequest, facet: Facet, top: int, *, linked: bool = False) -> FacetList:
    """A facet's first ``top`` values, or a few more where that shows them all, and every selected one.

    Only ``linked`` ones have addresses; check boxes need none.
    """
    values = facet.values
    needed = [place for place, value in enumerate(values, 1) if _is_open(value)] if getattr(request, facet.name) else []
    if needed and facet.name != "date":
        values = tuple(sorted(values, key=lambda value: not _is_open(value)))
        needed = [len(needed)]
    seen = max([top, *needed])
    seen = len(values) if len(values) <= seen + 2 else seen
    shown = values if facet.name == "date" else values[:seen]
    choices = [_choice(request if linked else None, facet.name, value) for value in shown]
    hidden = facet.name != "date" and facet.size > seen
    return FacetList(
        facet.name,
        facet.label,
        tuple(choices[:seen]),
        tuple(choices[seen:]),
        facet.size,
        urls.values(request, facet.name) if hidden else None,
    )


def chips(request: SearchRequest, result: SearchResult) -> tuple[Chip, ...]:
    """Every filter in force, with the label of its value where a facet knows it."""
    return tuple(_chips(request, result))


def paging(request: SearchRequest, total: int, address: Callable[[int], str] | None = None) -> Paging:
    """The pages of a result of ``total`` letters; past the end, ``previous`` is the last page.

    ``address`` gives that of a page by its number, if they are not those of the search.
    """
    href = address or partial(urls.page, request)
    last = max(1, -(-total // request.size))
    shown = sorted({1, last, *range(max(1, request.page - 2), min(last, request.page + 2) + 1)})
    numbers: list[Choice | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            numbers.append(None)
        numbers.append(Choice(wording.number(number), href(number), number == request.page))
    return Paging(
        last=last,
        numbers=tuple(numbers) if last > 1 else (),
        previous=href(min(request.page - 1, last)) if request.page > 1 else None,
        next=href(request.page + 1) if request.page < last else None,
    )


def sorts(request: SearchRequest) -> tuple[Choice, ...]:
    """The orders to choose from."""
    return tuple(Choice(_(wording.SORTS[sort]), urls.sorted_by(request, sort), sort == request.sort) for sort in SORTS)


def sizes(request: SearchRequest) -> tuple[Choice, ...]:
    """The page sizes to choose from."""
    return tuple(Choice(str(size), urls.sized(request, size), size == request.size) for size in SIZES)


def exports(request: SearchRequest) -> tuple[Choice, ...]:
    """The files that have all letters of the result."""
    return tuple(Choice(form.label, urls.export(request, form.ending)) for form in FORMATS)


def advice(engine: SearchEngine, request: SearchRequest, active: tuple[Chip, ...]) -> tuple[Advice, ...]:
    """For an empty result: the filters without which there are letters, the most first, each with its number."""
    ways = [
        (_("zonder het filter ‘{filter}: {value}’", filter=chip.name, value=chip.label), chip.request)
        for chip in active[:MAX_ADVICE]
    ]
    if len(active) > 1:
        ways.append((_("zonder filters"), urls.unfiltered(request)))
    counted = [Advice(label, urls.search(way), _total(engine, way)) for label, way in ways]
    return tuple(sorted((way for way in counted if way.total), key=lambda way: -way.total))


def _is_open(value: FacetValue) -> bool:
    return value.selected or any(month.selected for month in value.values)


def _choice(request: SearchRequest | None, name: str, value: FacetValue) -> Choice:
    is_open = _is_open(value)
    return Choice(
        value.label,
        urls.search(urls.toggled(request, name, value)) if request else "",
        is_open,
        value.count,
        value.value,
        tuple(_choice(request, name, month) for month in value.values) if is_open else (),
    )


def _chips(request: SearchRequest, result: SearchResult) -> Iterator[Chip]:
    labels = _labels(result.facets)
    for name in urls.VALUES:
        for value in getattr(request, name):
            label = wording.period(value) if name == "date" else labels.get((name, value.casefold()), value)
            yield _chip(urls.without(request, name, value), name, label)
    for name in ("since", "until"):
        if limit := getattr(request, name):
            yield _chip(urls.without(request, name), name, wording.day(limit))


def _chip(request: SearchRequest, name: str, label: str) -> Chip:
    return Chip(_(FILTERS[name]), label, urls.search(request), request)


def _labels(facets: tuple[Facet, ...]) -> dict[tuple[str, str], str]:
    return {
        (facet.name, spelling.casefold()): value.label
        for facet in facets
        for value in facet.values
        for spelling in (value.value, value.label)
    }


def _total(engine: SearchEngine, request: SearchRequest) -> int:
    result = engine.search(replace(request, page=1, size=1))
    return 0 if {ANY_WORD, MEANT} & {notice.code for notice in result.notices} else result.total
