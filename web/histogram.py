"""The letters of a result over time: bars per year, or per month of a short span, as a template can draw them."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from search.language import gettext as _
from search.language import marked, ngettext
from search.request import NO_DATE, FacetValue, SearchRequest, SearchResult, parse_day
from web import urls, wording

Unit = Literal["year", "month"]

MOST_MONTHS: Final = 24
"""Up to this many months are drawn one by one; a longer span is drawn in years."""
MOST_BARS: Final = 240
"""One wrong year must not make a thousand bars."""

_TOP: Final = 16.0
_BASE: Final = 76.0
"""Between these heights, in percent from above, the bars stand; above them is room for what they say."""
_ROWS: Final = (87.0, 98.5)
"""The base lines of the two rows of text below the bars."""
_LEAST: Final = 2.0
"""So high, in percent, is the lowest bar that is not empty."""
_FILL: Final = 0.72
"""The part of its place that a bar is wide."""
_FEWEST_PLACES: Final = 8
"""With fewer bars some places stay empty: two bars across a whole page are no histogram."""
_IN_SIGHT: Final = 30
"""So many bars fit into the column of results of a wide window."""
_ALL_LABELLED: Final = 8
"""Up to so many years each has its label; it is wider than the narrowest bar."""
_EVEN_LABELLED: Final = 20
"""Up to so many years the even ones have a label; of more, every fifth one."""
_EDGE: Final = 25.0
"""Nearer than this, in percent, to the left or right side, a text has room on the other side only."""
_MONTHS: Final = (
    marked("jan"),
    marked("feb"),
    marked("mrt"),
    marked("apr"),
    marked("mei"),
    marked("jun"),
    marked("jul"),
    marked("aug"),
    marked("sep"),
    marked("okt"),
    marked("nov"),
    marked("dec"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A period and its letters. ``since`` and ``until`` are its first and last day, within those of the request.

    ``href`` narrows to it or, when it is selected, lets go of it; None for a period without letters. ``place``, the
    left side of the strip that belongs to the bar, ``x``, ``y``, ``width`` and ``height`` are percentages of the
    drawing, from above and from the left. ``anchor`` says which way a text over the bar has room (SVG's
    ``text-anchor``).
    """

    label: str
    value: str
    count: int
    href: str | None
    selected: bool
    since: datetime.date
    until: datetime.date
    place: float
    x: float
    y: float
    width: float
    height: float
    anchor: Literal["start", "middle", "end"]

    @property
    def middle(self) -> float:
        """Where the bar's middle is, in percent from the left."""
        return round(self.x + self.width / 2, 3)

    @property
    def name(self) -> str:
        """What the bar says: ``2013: 6 brieven``."""
        return f"{self.label}: {wording.letters(self.count)}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A text under the bars; ``x`` is its middle, ``y`` its base line, in percent."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a wider view."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars, oldest first, without holes; ``told`` is the one whose words are seen until another is pointed at,
    unless there are so many that it may be out of sight.

    ``summary`` says in a sentence what one sees, ``notes`` what is not in it. ``range_href`` is the search without its
    dates, to which a chosen range can be added as ``since`` and ``until``. All bars stand on ``base``, in percent from
    above.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    told: Bar | None
    ticks: tuple[Tick, ...]
    summary: str
    notes: tuple[str, ...]
    ways: tuple[Way, ...]
    range_href: str
    base: float = _BASE

    @property
    def places(self) -> int:
        """How many bars there is room for; where there are fewer, the last places are empty."""
        return _places(len(self.bars))

    @property
    def step(self) -> float:
        """How wide a bar's place is, in percent."""
        return round(100 / self.places, 3)

    @property
    def narrowed(self) -> bool:
        """Whether some of the bars are chosen."""
        return any(bar.selected for bar in self.bars)


def histogram(request: SearchRequest, result: SearchResult) -> Histogram | None:
    """The histogram of a result, its links changing ``request``; None when there are fewer than two bars to show.

    A span of two years at most, or the one year that is chosen by itself or by months of it, is shown in months.
    A year before the last `MOST_BARS` is only counted.
    """
    dates = next((facet.values for facet in result.facets if facet.name == "date"), ())
    counted = {value.value: value for year in dates for value in (year, *year.values)}
    months = sorted(
        _month_number(value) for value, found in counted.items() if value != NO_DATE and "-" in value and found.count
    )
    if not months:
        return None
    unit, periods = _periods(request, months)
    shown = periods[-MOST_BARS:]
    if len(shown) < 2:
        return None
    values = [counted.get(value, FacetValue(value, value, 0, selected=False)) for value in shown]
    bars = _bars(request, values)
    chosen, peak = [bar for bar in bars if bar.selected], max(bars, key=lambda bar: bar.count)
    earlier = sum(counted[value].count for value in periods[:-MOST_BARS] if value in counted)
    return Histogram(
        unit=unit,
        bars=bars,
        told=None if len(bars) > _IN_SIGHT else chosen[0] if len(chosen) == 1 else peak,
        ticks=_year_ticks(bars) if unit == "year" else _month_ticks(bars),
        summary=_summary(bars, peak),
        notes=_notes(bars[0], earlier, undated=counted[NO_DATE].count if NO_DATE in counted else 0),
        ways=_ways(request),
        range_href=urls.search(_undated(request)),
    )


def _periods(request: SearchRequest, months: Sequence[int]) -> tuple[Unit, list[str]]:
    """What the bars stand for: the values of all months or years from the first to the last, without holes."""
    found = range(months[0], months[-1] + 1)
    limits = range(
        _month_number(str(request.since or datetime.date.min)),
        _month_number(str(request.until or datetime.date.max)) + 1,
    )
    asked = range(limits.start if request.since else found.start, limits.stop if request.until else found.stop)
    year = _common(_chosen_year(request), limits)
    whole = not set(_chosen_years(request)).isdisjoint(request.date)
    for span in (year, asked, found) if whole else (asked, found, year):
        if len(span) <= MOST_MONTHS and any(month in span for month in months):
            return "month", [f"{month // 12:04}-{month % 12 + 1:02}" for month in span]
    return "year", [f"{year:04}" for year in range(found.start // 12, (found.stop - 1) // 12 + 1)]


def _chosen_year(request: SearchRequest) -> range:
    """The months of the year that is chosen, by itself or by months of it; none when it is not just one."""
    years = _chosen_years(request)
    first = int(years[0]) * 12 if len(years) == 1 else 0
    return range(first, first + 12 * (len(years) == 1))


def _chosen_years(request: SearchRequest) -> list[str]:
    return sorted({value[:4] for value in request.date if value != NO_DATE})


def _common(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _month_number(value: str) -> int:
    return int(value[:4]) * 12 + int(value[5:7]) - 1


def _places(bars: int) -> int:
    return max(bars, _FEWEST_PLACES)


def _bars(request: SearchRequest, values: Sequence[FacetValue]) -> tuple[Bar, ...]:
    most = max(value.count for value in values) or 1
    step = 100 / _places(len(values))
    href = _addresses(request)
    return tuple(
        _bar(request, value, href(value), (place * step, step, value.count / most))
        for place, value in enumerate(values)
    )


def _addresses(request: SearchRequest) -> Callable[[FacetValue], str]:
    """What gives the address of a bar; most are those of the request with a date added."""
    if request.date:
        return lambda value: urls.search(urls.toggled(request, "date", value))
    results = urls.search(replace(request, page=1))
    return lambda value: urls.dated(results, value.value)


def _bar(request: SearchRequest, value: FacetValue, href: str, geometry: tuple[float, float, float]) -> Bar:
    place, step, part = geometry
    height = max((_BASE - _TOP) * part, _LEAST) if value.count else 0.0
    first, last = parse_day("since", value.value), parse_day("until", value.value, last=True)
    linked = value.count or value.selected
    return Bar(
        label=wording.period(value.value),
        value=value.value,
        count=value.count,
        href=href if linked else None,
        selected=value.selected,
        since=max(first, request.since) if request.since else first,
        until=min(last, request.until) if request.until else last,
        place=round(place, 3),
        x=round(place + step * (1 - _FILL) / 2, 3),
        y=round(_BASE - height, 3),
        width=round(step * _FILL, 3),
        height=round(height, 3),
        anchor="start" if place < _EDGE else "end" if place + step > 100 - _EDGE else "middle",
    )


def _year_ticks(bars: Sequence[Bar]) -> tuple[Tick, ...]:
    """The first and the last year, and the round ones that are not too near to these."""
    last = len(bars) - 1
    if len(bars) <= _ALL_LABELLED:
        return tuple(_tick(bar.label, bar) for bar in bars)
    step = 2 if len(bars) <= _EVEN_LABELLED else 5
    shown = (place for place, bar in enumerate(bars) if int(bar.value) % step == 0 and 2 <= place <= last - 2)
    return tuple(_tick(bars[place].label, bars[place]) for place in (0, *shown, last))


def _month_ticks(bars: Sequence[Bar]) -> tuple[Tick, ...]:
    """Every month, and below the first one of each year that year; not where the next would touch it."""
    months = (_tick(_(_MONTHS[int(bar.value[5:7]) - 1]), bar) for bar in bars)
    starts = [place for place, bar in enumerate(bars) if place == 0 or bar.value.endswith("-01")]
    years = (
        _tick(bars[place].value[:4], bars[place], row=1)
        for place, following in zip(starts, [*starts[1:], len(bars) + 1], strict=True)
        if following - place > 1
    )
    return (*months, *years)


def _tick(label: str, bar: Bar, row: int = 0) -> Tick:
    return Tick(label, bar.middle, _ROWS[row])


def _summary(bars: Sequence[Bar], peak: Bar) -> str:
    letters = wording.letters(sum(bar.count for bar in bars))
    told = _("{letters} van {first} tot en met {last}", letters=letters, first=bars[0].label, last=bars[-1].label)
    if [bar.count for bar in bars].count(peak.count) > 1 or letters == wording.letters(peak.count):
        return f"{told}."
    return _("{told}, de meeste in {peak} ({number}).", told=told, peak=peak.label, number=wording.number(peak.count))


def _notes(first: Bar, earlier: int, undated: int) -> tuple[str, ...]:
    told = (
        (
            earlier,
            ngettext(
                "Nog {number} brief is van vóór {year}.",
                "Nog {number} brieven zijn van vóór {year}.",
                earlier,
                year=first.label,
            ),
        ),
        (undated, ngettext("Nog {number} brief heeft geen datum.", "Nog {number} brieven hebben geen datum.", undated)),
    )
    return tuple(text for number, text in told if number)


def _ways(request: SearchRequest) -> tuple[Way, ...]:
    """Wider views: the whole year when only months of it are chosen, and all years when dates are filtered at all."""
    years = _chosen_years(request)
    ways = []
    if len(years) == 1 and years[0] not in request.date:
        whole = replace(request, page=1, date=(years[0],))
        ways.append(Way(_("Heel {year}", year=years[0]), urls.search(whole)))
    if request.date or request.since or request.until:
        ways.append(Way(_("Alle jaren"), urls.search(_undated(request))))
    return tuple(ways)


def _undated(request: SearchRequest) -> SearchRequest:
    return replace(request, page=1, date=(), since=None, until=None)
