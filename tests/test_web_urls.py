"""Addresses: read into a request, written from a request, and changed one step at a time."""

import datetime
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from index.errors import RequestError
from search.language import speaking
from search.request import MAX_PAGE, MAX_QUERY, MAX_SIZE, NO_DATE, SORTS, FacetValue, SearchRequest
from web import urls

FEBRUARY = datetime.date(2022, 2, 1)
EUTM = FacetValue("eutm-mali", "EUTM Mali", 7, selected=False)
YEAR = FacetValue("2022", "2022", 5, selected=False)
MONTH = FacetValue("2022-02", "februari 2022", 2, selected=False)


def parsed(address: str) -> SearchRequest:
    """The request of an address, read as the server reads it."""
    return urls.parse(MultiDict(parse_qsl(urlsplit(address).query, keep_blank_values=True)))


@pytest.mark.parametrize(
    ("query", "request_"),
    [
        pytest.param("", SearchRequest(), id="nothing"),
        pytest.param("q=EUTM+Mali", SearchRequest(query="EUTM Mali"), id="question"),
        pytest.param("q=%20Mali%20", SearchRequest(query="Mali"), id="question is trimmed"),
        pytest.param("q=D%2766+50%25+a%26b", SearchRequest(query="D'66 50% a&b"), id="question with signs"),
        pytest.param("mission=isaf&mission=kfor", SearchRequest(mission=("isaf", "kfor")), id="repeated"),
        pytest.param("mission=isaf&mission=isaf", SearchRequest(mission=("isaf",)), id="repeated twice the same"),
        pytest.param("ministry=&since=&page=&sort=", SearchRequest(), id="empty is absent"),
        pytest.param("date=2022-02", SearchRequest(date=("2022-02",)), id="month"),
        pytest.param(f"date={NO_DATE}", SearchRequest(date=(NO_DATE,)), id="without a date"),
        pytest.param("since=2022-02", SearchRequest(since=FEBRUARY), id="since the first day"),
        pytest.param("until=2022-02", SearchRequest(until=datetime.date(2022, 2, 28)), id="until the last day"),
        pytest.param("sort=newest&page=3&size=25", SearchRequest(sort="newest", page=3, size=25), id="order and page"),
        pytest.param("page=2&page=3", SearchRequest(page=2), id="the first counts"),
        pytest.param("kleur=rood&Q=x", SearchRequest(), id="unknown is ignored"),
        pytest.param("q=%FF%00", SearchRequest(query="\ufffd"), id="bytes that are no text"),
    ],
)
def test_an_address_is_read_into_a_request(query: str, request_: SearchRequest) -> None:
    assert parsed(f"/zoeken?{query}") == request_


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=abc", "page"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1.5", "page"),
        ("page=٣", "page"),
        (f"page={'9' * 5000}", "page"),
        (f"page={MAX_PAGE + 1}", "page"),
        ("size=0", "size"),
        (f"size={MAX_SIZE + 1}", "size"),
        ("sort=random", "sort"),
        ("date=2022-13", "date"),
        ("date=gisteren", "date"),
        ("since=2022-02-30", "since"),
        ("until=morgen", "until"),
        ("lang=de", "lang"),
        (f"q={'a' * (MAX_QUERY + 1)}", "q"),
    ],
)
def test_what_cannot_be_understood_is_named(query: str, field: str) -> None:
    with pytest.raises(RequestError) as caught:
        parsed(f"/zoeken?{query}")
    assert caught.value.field == field


text = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12).map(str.strip).filter(bool)
values = st.lists(text, max_size=3, unique=True).map(tuple)
day = st.none() | st.dates(datetime.date(1000, 1, 1))
dates = st.sampled_from(["2022", "1999-12", NO_DATE])
requests = st.builds(
    SearchRequest,
    query=text | st.just(""),
    mission=values,
    ministry=values,
    date=st.lists(dates, max_size=2, unique=True).map(tuple),
    since=day,
    until=day,
    dossier=values,
    signatory=values,
    kind=values,
    sort=st.sampled_from(SORTS),
    page=st.integers(1, MAX_PAGE),
    size=st.integers(1, MAX_SIZE),
    lang=st.sampled_from(["nl", "en"]),
)


@given(requests)
def test_every_request_survives_its_address(request_: SearchRequest) -> None:
    with speaking(request_.lang, asked=True):
        assert parsed(urls.search(request_)) == request_


@given(requests)
def test_a_letter_knows_the_way_back(request_: SearchRequest) -> None:
    with speaking(request_.lang, asked=True):
        assert parsed(urls.letter("kst-29521-209", request_)) == request_


@given(requests)
def test_a_form_carries_everything_but_what_it_asks(request_: SearchRequest) -> None:
    with speaking(request_.lang, asked=True):
        carried = urls.parse(MultiDict(urls.without_fields(request_, "since", "until")))
    assert carried == replace(request_, since=None, until=None, page=1)


@given(requests, st.sampled_from(["mission", "ministry", "kind"]), text)
def test_choosing_and_letting_go_comes_back(request_: SearchRequest, name: str, value: str) -> None:
    facet_value = FacetValue(value, value, 1, selected=False)
    kept = tuple(chosen for chosen in getattr(request_, name) if chosen.casefold() != value.casefold())
    clean = replace(request_, page=1, **{name: kept})
    chosen = urls.toggled(clean, name, facet_value)
    assert getattr(chosen, name) == (*getattr(clean, name), value)
    assert urls.toggled(chosen, name, facet_value._replace(selected=True)) == clean


@pytest.mark.parametrize(
    ("chosen", "name", "value", "expected"),
    [
        pytest.param((), "mission", EUTM, ("eutm-mali",), id="choose"),
        pytest.param(("isaf",), "mission", EUTM, ("isaf", "eutm-mali"), id="a second value"),
        pytest.param(("isaf", "eutm-mali"), "mission", EUTM._replace(selected=True), ("isaf",), id="let go"),
        pytest.param(("eutm mali",), "mission", EUTM._replace(selected=True), (), id="let go of a label in any case"),
        pytest.param(("eutm",), "mission", EUTM._replace(selected=True), (), id="let go of another name"),
        pytest.param(("2022",), "date", MONTH, ("2022-02",), id="a month replaces its year"),
        pytest.param(("2022-02", "2022-03"), "date", YEAR, ("2022",), id="a year replaces its months"),
        pytest.param(("2022-02",), "date", MONTH._replace(value="2022-03"), ("2022-02", "2022-03"), id="two months"),
        pytest.param(("2021", "2022"), "date", YEAR._replace(selected=True), ("2021",), id="let go of a year"),
        pytest.param((NO_DATE,), "date", YEAR, (NO_DATE, "2022"), id="a year beside no date"),
    ],
)
def test_a_facet_value_is_toggled(chosen: tuple[str, ...], name: str, value: FacetValue, expected: object) -> None:
    before = replace(SearchRequest(query="Mali", page=4), **{name: chosen})
    assert urls.toggled(before, name, value) == replace(before, page=1, **{name: expected})


FULL = SearchRequest(
    query="Mali", mission=("isaf", "kfor"), since=FEBRUARY, dossier=("29521",), sort="newest", page=3, size=25
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(urls.page(FULL, 4), replace(FULL, page=4), id="another page"),
        pytest.param(urls.sorted_by(FULL, "oldest"), replace(FULL, sort="oldest", page=1), id="another order"),
        pytest.param(urls.sized(FULL, 50), replace(FULL, size=50, page=1), id="another page size"),
        pytest.param(urls.asking(FULL, "Niger"), replace(FULL, query="Niger", page=1), id="another question"),
        pytest.param(
            urls.search(urls.without(FULL, "mission", "isaf")),
            replace(FULL, mission=("kfor",), page=1),
            id="value away",
        ),
        pytest.param(urls.search(urls.without(FULL, "since")), replace(FULL, since=None, page=1), id="day away"),
        pytest.param(
            urls.search(urls.unfiltered(FULL)), SearchRequest(query="Mali", sort="newest", size=25), id="no filters"
        ),
    ],
)
def test_a_link_changes_one_thing(address: str, expected: SearchRequest) -> None:
    assert parsed(address) == expected


def test_signs_that_no_page_can_hold_are_spaces() -> None:
    assert parsed("/zoeken?q=a%00b%1F%EF%BF%BFc&kind=%00&dossier=1%0A2") == SearchRequest("a b  c", dossier=("1 2",))


@pytest.mark.parametrize(
    ("made", "address"),
    [
        (urls.search(SearchRequest()), "/zoeken"),
        (urls.search(SearchRequest(query="EUTM Mali", ministry=("def",))), "/zoeken?q=EUTM+Mali&ministry=def"),
        (urls.letter("kst-29521-209"), "/brief/kst-29521-209"),
        (urls.letter("a/b?c"), "/brief/a%2Fb%3Fc"),
        (urls.letter("x", SearchRequest(query="Mali"), "m1"), "/brief/x?q=Mali#m1"),
        (urls.official("kst-33000-X-4"), "https://zoek.officielebekendmakingen.nl/kst-33000-X-4.html"),
        (urls.official("brief-2022"), None),
        (urls.external("https://example.org/x"), "https://example.org/x"),
        (urls.external("javascript:alert(1)"), None),
        (urls.external("//example.org"), None),
        (urls.external(None), None),
    ],
)
def test_an_address_is_written(made: str | None, address: str | None) -> None:
    assert made == address
