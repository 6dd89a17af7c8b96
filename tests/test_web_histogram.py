"""The histogram of dates: which periods it shows, where they lead, and how they are drawn."""

import datetime
from collections.abc import Mapping
from itertools import pairwise

import pytest
from flask import Flask, get_template_attribute
from lxml import html

from search.request import NO_DATE, Facet, FacetValue, IndexInfo, SearchEngine, SearchRequest, SearchResult
from web.app import create_app
from web.histogram import MOST_BARS, Histogram, Tick, Way, histogram

TWO_YEARS = {"2011-05": 1, "2013-02": 4, "2013-11": 2}
"""Letters by month, with a year and months between them that have none."""


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def result(request: SearchRequest, letters: Mapping[str, int], undated: int = 0) -> SearchResult:
    """The answer to a request, as far as a histogram sees it: letters by month, as the date facet counts them."""
    months = dict.fromkeys((value for value in request.date if len(value) == 7), 0) | dict(letters)
    years = sorted({month[:4] for month in months} | {value for value in request.date if len(value) == 4}, reverse=True)
    values = [
        FacetValue(
            year,
            year,
            sum(count for month, count in months.items() if month[:4] == year),
            year in request.date,
            tuple(
                FacetValue(month, month, count, month in request.date)
                for month, count in sorted(months.items(), reverse=True)
                if month[:4] == year
            ),
        )
        for year in years
    ]
    if undated:
        values.append(FacetValue(NO_DATE, "zonder datum", undated, NO_DATE in request.date))
    facets = (Facet("mission", "Missie", ()), Facet("date", "Datum", tuple(values)))
    return SearchResult(request, sum(letters.values()), 1.0, (), facets, None, (), IndexInfo(9, "", "1"))


def shown(request: SearchRequest, letters: Mapping[str, int], undated: int = 0) -> Histogram:
    """The histogram, which must be there."""
    chart = histogram(request, result(request, letters, undated))
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("request_", "letters", "unit", "periods"),
    [
        pytest.param(SearchRequest(), TWO_YEARS, "year", {"2011": 1, "2012": 0, "2013": 6}, id="a gap is a bar"),
        pytest.param(
            SearchRequest(),
            {"2012-12": 3, "2013-02": 1},
            "month",
            {"2012-12": 3, "2013-01": 0, "2013-02": 1},
            id="less than two years",
        ),
        pytest.param(
            SearchRequest(since=day("2013-10-05"), until=day("2013-12-31")),
            {"2013-11": 2},
            "month",
            {"2013-10": 0, "2013-11": 2, "2013-12": 0},
            id="the days that are asked for",
        ),
        pytest.param(
            SearchRequest(since=day("2013-01-31")), TWO_YEARS | {"2011-05": 0}, "month",
            {f"2013-{month:02}": {2: 4, 11: 2}.get(month, 0) for month in range(1, 12)}, id="since alone"
        ),
        pytest.param(
            SearchRequest(since=day("1990-01-01"), until=day("2030-12-31")),
            TWO_YEARS,
            "year",
            {"2011": 1, "2012": 0, "2013": 6},
            id="only years with letters at the ends",
        ),
        pytest.param(
            SearchRequest(date=("2013",)), TWO_YEARS, "month",
            {f"2013-{month:02}": {2: 4, 11: 2}.get(month, 0) for month in range(1, 13)}, id="one year chosen",
        ),
        pytest.param(
            SearchRequest(date=("2013-02", "2013-03", NO_DATE)), TWO_YEARS, "month",
            {f"2013-{month:02}": {2: 4, 11: 2}.get(month, 0) for month in range(1, 13)}, id="months of one year chosen",
        ),
        pytest.param(
            SearchRequest(date=("2013",), until=day("2013-03-31")), {"2011-05": 1, "2013-02": 4}, "month",
            {"2013-01": 0, "2013-02": 4, "2013-03": 0}, id="one year chosen, as far as asked for",
        ),
        pytest.param(
            SearchRequest(date=("2011", "2013")), TWO_YEARS, "year", {"2011": 1, "2012": 0, "2013": 6}, id="two years"
        ),
        pytest.param(
            SearchRequest(date=("2020",)), TWO_YEARS, "year", {"2011": 1, "2012": 0, "2013": 6}, id="an empty year"
        ),
    ],
)  # fmt: skip
def test_the_periods(
    request_: SearchRequest, letters: Mapping[str, int], unit: str, periods: Mapping[str, int]
) -> None:
    chart = shown(request_, letters)
    assert (chart.unit, {bar.value: bar.count for bar in chart.bars}) == (unit, periods)


@pytest.mark.parametrize(
    ("letters", "undated"),
    [
        pytest.param({}, 0, id="no letters"),
        pytest.param({}, 4, id="no dates"),
        pytest.param({"2013-02": 7}, 0, id="one bar"),
    ],
)
def test_no_histogram(letters: Mapping[str, int], undated: int) -> None:
    assert histogram(SearchRequest(), result(SearchRequest(), letters, undated)) is None


def test_no_histogram_without_a_facet_of_dates() -> None:
    answer = SearchResult(SearchRequest(), 0, 1.0, (), (), None, (), IndexInfo(0, "", "1"))
    assert histogram(SearchRequest(), answer) is None


@pytest.mark.parametrize(
    ("request_", "hrefs"),
    [
        pytest.param(
            SearchRequest(query="Mali", page=3),
            {"2011": "/zoeken?q=Mali&date=2011", "2012": None, "2013": "/zoeken?q=Mali&date=2013"},
            id="a year",
        ),
        pytest.param(
            SearchRequest(date=("2011", "2012"), dossier=("29521",)),
            {
                "2011": "/zoeken?date=2012&dossier=29521",
                "2012": "/zoeken?date=2011&dossier=29521",
                "2013": "/zoeken?date=2011&date=2012&date=2013&dossier=29521",
            },
            id="chosen years, one of them empty",
        ),
        pytest.param(
            SearchRequest(date=("2013",), until=day("2013-03-31")),
            {"2013-01": None, "2013-02": "/zoeken?date=2013-02&until=2013-03-31", "2013-03": None},
            id="a month of the chosen year",
        ),
    ],
)
def test_where_bars_lead(request_: SearchRequest, hrefs: Mapping[str, str | None]) -> None:
    assert {bar.value: bar.href for bar in shown(request_, TWO_YEARS).bars} == hrefs


@pytest.mark.parametrize(
    ("request_", "ways"),
    [
        pytest.param(SearchRequest(query="Mali"), (), id="nothing chosen"),
        pytest.param(SearchRequest(date=("2013",), page=2), (Way("Alle jaren", "/zoeken"),), id="a year"),
        pytest.param(
            SearchRequest(query="Mali", date=("2013-02",), sort="newest"),
            (
                Way("Heel 2013", "/zoeken?q=Mali&date=2013&sort=newest"),
                Way("Alle jaren", "/zoeken?q=Mali&sort=newest"),
            ),
            id="a month",
        ),
        pytest.param(
            SearchRequest(since=day("2011-01-01"), until=day("2013-12-31")),
            (Way("Alle jaren", "/zoeken"),),
            id="a range",
        ),
        pytest.param(SearchRequest(date=("2011-05", "2013-02")), (Way("Alle jaren", "/zoeken"),), id="two years"),
    ],
)
def test_the_ways_out(request_: SearchRequest, ways: tuple[Way, ...]) -> None:
    assert shown(request_, TWO_YEARS).ways == ways


def test_what_a_range_is_made_of() -> None:
    chart = shown(
        SearchRequest(query="Mali", since=day("2011-05-09"), until=day("2013-11-30"), page=2, size=25), TWO_YEARS
    )
    assert chart.range_href == "/zoeken?q=Mali&size=25"
    assert [(str(bar.since), str(bar.until)) for bar in chart.bars] == [
        ("2011-05-09", "2011-12-31"),
        ("2012-01-01", "2012-12-31"),
        ("2013-01-01", "2013-11-30"),
    ]


@pytest.mark.parametrize(
    ("letters", "undated", "summary", "notes"),
    [
        pytest.param(TWO_YEARS, 0, "7 brieven van 2011 tot en met 2013, de meeste in 2013 (6).", (), id="years"),
        pytest.param(
            {"2012-12": 3000, "2013-02": 1},
            1,
            "3.001 brieven van december 2012 tot en met februari 2013, de meeste in december 2012 (3.000).",
            ("Nog 1 brief heeft geen datum.",),
            id="months, and a letter without a date",
        ),
        pytest.param(
            {"1013-02": 2, "2012-12": 1, "2013-02": 5},
            2,
            f"6 brieven van {2014 - MOST_BARS} tot en met 2013, de meeste in 2013 (5).",
            (f"Nog 2 brieven zijn van vóór {2014 - MOST_BARS}.", "Nog 2 brieven hebben geen datum."),
            id="a year that must be wrong",
        ),
    ],
)
def test_what_is_said(letters: Mapping[str, int], undated: int, summary: str, notes: tuple[str, ...]) -> None:
    chart = shown(SearchRequest(), letters, undated)
    assert (chart.summary, chart.notes) == (summary, notes)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        pytest.param(
            2013, 2020, ["2013", "2014", "2015", "2016", "2017", "2018", "2019", "2020"], id="few: every year"
        ),
        pytest.param(2013, 2021, ["2013", "2016", "2018", "2021"], id="nine: even years apart from the ends"),
        pytest.param(1995, 2026, ["1995", "2000", "2005", "2010", "2015", "2020", "2026"], id="many: every fifth"),
    ],
)
def test_the_years_that_are_labelled(first: int, last: int, labels: list[str]) -> None:
    chart = shown(SearchRequest(), {f"{first}-01": 1, f"{last}-12": 1})
    assert [tick.label for tick in chart.ticks] == labels


def test_the_months_that_are_labelled() -> None:
    letters = {"2012-12": 1, "2013-03": 1}
    step = 100 / 8
    months = [Tick(label, (place + 0.5) * step, 87.0) for place, label in enumerate(("dec", "jan", "feb", "mrt"))]
    assert shown(SearchRequest(), letters).ticks == (*months, Tick("2013", 1.5 * step, 98.5))


def test_the_drawing() -> None:
    chart = shown(SearchRequest(), {"2000-01": 1000, "2001-01": 1, "2003-01": 500, "2009-01": 1})
    low, empty = (74.0, 2.0), (76.0, 0.0)
    assert [(bar.y, bar.height) for bar in chart.bars] == [(16.0, 60.0), low, empty, (46.0, 30.0), *[empty] * 5, low]
    assert [bar.place for bar in chart.bars] == [10.0 * place for place in range(10)]
    assert all(bar.place < bar.x and bar.x + bar.width < following.place for bar, following in pairwise(chart.bars))
    assert [bar.anchor for bar in chart.bars] == ["start"] * 3 + ["middle"] * 4 + ["end"] * 3
    assert (chart.step, chart.places, chart.told) == (10.0, 10, chart.bars[0])


@pytest.mark.parametrize(
    ("request_", "letters", "told"),
    [
        pytest.param(SearchRequest(), TWO_YEARS, "2013", id="the highest"),
        pytest.param(SearchRequest(date=("2013-11",)), TWO_YEARS, "2013-11", id="the only one that is chosen"),
        pytest.param(SearchRequest(date=("2011", "2012")), TWO_YEARS, "2013", id="the highest when two are chosen"),
        pytest.param(SearchRequest(), {"1990-01": 2, "2024-01": 1}, None, id="none when it may be out of sight"),
    ],
)
def test_whose_words_are_seen(request_: SearchRequest, letters: Mapping[str, int], told: str | None) -> None:
    chart = shown(request_, letters)
    assert (chart.told.value if chart.told else None) == told


@pytest.fixture(scope="module")
def app(engine: SearchEngine) -> Flask:
    return create_app(engine)


def drawn(app: Flask, chart: Histogram) -> html.HtmlElement:
    """The figure as the template writes it."""
    with app.test_request_context():
        return html.fromstring(get_template_attribute("_histogram.html", "histogram")(chart))


def test_the_figure_says_all_numbers(app: Flask) -> None:
    figure = drawn(app, shown(SearchRequest(query='"a"&{since}', date=("2012", "2013")), TWO_YEARS))
    links = [(link.get("aria-label"), link.get("aria-current")) for link in figure.iterfind(".//svg//a")]
    assert links == [
        ("2011: 1 brief", None),
        ("2012: geen brieven, gekozen; klik om los te laten", "true"),
        ("2013: 6 brieven, gekozen; klik om los te laten", "true"),
    ]
    rows = [[cell.text_content() for cell in row] for row in figure.iterfind(".//tr")]
    assert rows == [["Jaar", "Brieven"], ["2011", "1"], ["2012", "0"], ["2013", "6"]]
    assert figure.get("data-range") == "/zoeken?q=%22a%22%26%7Bsince%7D"


def test_a_bar_without_letters_is_no_link_and_is_left_to_the_table(app: Flask) -> None:
    bars = drawn(app, shown(SearchRequest(), TWO_YEARS)).findall(".//svg/g/g")
    assert [(bar.get("role"), bar.get("aria-hidden"), bar.find("a") is None) for bar in bars] == [
        ("listitem", None, False),
        (None, "true", True),
        ("listitem", None, False),
    ]


def test_the_figure_has_no_style_of_its_own(app: Flask) -> None:
    figure = drawn(app, shown(SearchRequest(), TWO_YEARS))
    assert [element.tag for element in figure.iter() if "style" in element.attrib or element.tag == "style"] == []
