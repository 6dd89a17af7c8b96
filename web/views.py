"""What the templates show of a request and its result: plain values with their links, ready to be written out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from index.letter import Block, BlockKind
from search.request import (
    ANY_WORD,
    MEANT,
    SORTS,
    Facet,
    FacetValue,
    LetterView,
    SearchEngine,
    SearchRequest,
    SearchResult,
)
from web import urls, wording

TOP_VALUES = 8
"""As many values of a facet are seen at once; the others stand under "toon alle"."""

SIZES = (10, 25, 50)
MAX_ADVICE = 8
MAX_CITING = 20
"""As many letters that cite one are shown on its page."""

_GROUPED = frozenset({"item", "row"})
_BAR = re.compile(r" ?(?:(?<= )|^)\|(?= |$) ?")
_NUMBERED = re.compile(r"(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)] ")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to click: a value of a facet, an order, a page. ``href`` chooses it, or lets go of it when selected."""

    label: str
    href: str
    selected: bool = False
    count: int = 0
    choices: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as two lists of choices: the first few, at least as far as the last chosen one, and the folded rest."""

    name: str
    label: str
    top: tuple[Choice, ...]
    rest: tuple[Choice, ...]

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self.top) + len(self.rest)


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


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A run of the letter's text; a match has a number from 1, other text has 0."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the letter: its number from 1, the page that begins with it, and its spans.

    The row of a table has a tuple of spans for each of its ``cells``. An item that has a number of its own is
    ``numbered``.
    """

    number: int
    page: int | None
    spans: tuple[MarkedSpan, ...]
    cells: tuple[tuple[MarkedSpan, ...], ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Passages that belong together: a paragraph or heading, the items of a list, the rows of a table."""

    kind: BlockKind
    passages: tuple[Passage, ...]


def facet_lists(request: SearchRequest, result: SearchResult, top: int = TOP_VALUES) -> tuple[FacetList, ...]:
    """The facets of a result with a link for each value."""
    return tuple(_facet_list(request, facet, top) for facet in result.facets)


def chips(request: SearchRequest, result: SearchResult) -> tuple[Chip, ...]:
    """Every filter in force, with the label of its value where a facet knows it."""
    return tuple(_chips(request, result))


def paging(request: SearchRequest, total: int) -> Paging:
    """The pages of a result of ``total`` letters; past the end, ``previous`` is the last page."""
    last = max(1, -(-total // request.size))
    shown = sorted({1, last, *range(max(1, request.page - 2), min(last, request.page + 2) + 1)})
    numbers: list[Choice | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            numbers.append(None)
        numbers.append(Choice(wording.number(number), urls.page(request, number), number == request.page))
    return Paging(
        last=last,
        numbers=tuple(numbers) if last > 1 else (),
        previous=urls.page(request, min(request.page - 1, last)) if request.page > 1 else None,
        next=urls.page(request, request.page + 1) if request.page < last else None,
    )


def sorts(request: SearchRequest) -> tuple[Choice, ...]:
    """The orders to choose from."""
    return tuple(Choice(wording.SORTS[sort], urls.sorted_by(request, sort), sort == request.sort) for sort in SORTS)


def sizes(request: SearchRequest) -> tuple[Choice, ...]:
    """The page sizes to choose from."""
    return tuple(Choice(str(size), urls.sized(request, size), size == request.size) for size in SIZES)


def advice(engine: SearchEngine, request: SearchRequest, active: tuple[Chip, ...]) -> tuple[Advice, ...]:
    """For an empty result: the filters without which there are letters, the most first, each with its number."""
    ways = [(f"zonder {chip.name.lower()} ‘{chip.label}’", chip.request) for chip in active[:MAX_ADVICE]]
    if len(active) > 1:
        ways.append(("zonder filters", urls.unfiltered(request)))
    counted = [Advice(label, urls.search(way), _total(engine, way)) for label, way in ways]
    return tuple(sorted((way for way in counted if way.total), key=lambda way: -way.total))


def parts(view: LetterView) -> tuple[Part, ...]:
    """The letter's text with its matches numbered from 1, in reading order."""
    numbers = iter(range(1, sum(span.match for paragraph in view.paragraphs for span in paragraph) + 1))
    passages: list[tuple[Block, Passage]] = []
    page = None
    blocks = view.letter.blocks or (Block(),) * len(view.paragraphs)
    for number, (block, spans) in enumerate(zip(blocks, view.paragraphs, strict=True), start=1):
        marked = tuple(MarkedSpan(span.text, next(numbers) if span.match else 0) for span in spans)
        cells = _cells(marked) if block.kind == "row" else ()
        numbered = block.kind == "item" and bool(spans) and bool(_NUMBERED.match(spans[0].text))
        passages.append((block, Passage(number, block.page if block.page != page else None, marked, cells, numbered)))
        page = block.page
    grouped = groupby(passages, key=lambda pair: (pair[0].kind, pair[0].kind in _GROUPED or pair[1].number))
    return tuple(Part(kind, tuple(passage for _, passage in group)) for (kind, _), group in grouped)


def _cells(spans: tuple[MarkedSpan, ...]) -> tuple[tuple[MarkedSpan, ...], ...]:
    """The spans of a table's row, cell by cell."""
    cells: list[list[MarkedSpan]] = [[]]
    for span in spans:
        first, *others = _BAR.split(span.text)
        cells[-1].append(MarkedSpan(first, span.number))
        cells += [[MarkedSpan(text, span.number)] for text in others]
    return tuple(map(tuple, cells))


def _facet_list(request: SearchRequest, facet: Facet, top: int) -> FacetList:
    choices = tuple(_choice(request, facet.name, value) for value in facet.values)
    top = max([top, *(place for place, choice in enumerate(choices, 1) if choice.selected or choice.choices)])
    top = len(choices) if len(choices) <= top + 2 else top
    return FacetList(facet.name, facet.label, choices[:top], choices[top:])


def _choice(request: SearchRequest, name: str, value: FacetValue) -> Choice:
    opened = value.selected or any(month.selected for month in value.values)
    return Choice(
        value.label,
        urls.search(urls.toggled(request, name, value)),
        value.selected,
        value.count,
        tuple(_choice(request, name, month) for month in value.values) if opened else (),
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
    return Chip(wording.FILTERS[name], label, urls.search(request), request)


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
