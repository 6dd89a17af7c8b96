"""Facets with very many values: which are shown, how many there are, and which have a part of a name in them."""

import pytest

from index.letter import Letter, Named, Signatory
from search.answer import Answerer
from search.facets import MOST_VALUES
from search.forms import Forms
from search.request import Facet, FacetValue, SearchRequest
from tests.test_search_oracle import ANALYZER, META, MemorySource


def answerer(letters: list[Letter]) -> Answerer:
    return Answerer(MemorySource(letters, list(range(len(letters))), len(letters)), Forms(ANALYZER), META)


def letter(number: int, *signatories: str) -> Letter:
    signed = tuple(Signatory("De Minister", name) for name in signatories)
    return Letter(f"kst-1-{number}", "", "brief", "", signatories=signed)


MANY = answerer(
    [
        *(letter(number, f"N{number:03}") for number in range(MOST_VALUES + 20)),
        letter(100, "N060", "N061"),
        letter(101, "N061", "Zoë Ünal"),
    ]
)
"""N061 has three letters, N060 two, all others one."""


def signatories(request: SearchRequest) -> Facet:
    """The facet of signatories in an answer."""
    return next(facet for facet in MANY.search(request).facets if facet.name == "signatory")


def value(name: str, count: int, *, selected: bool = False) -> FacetValue:
    return FacetValue(name, name, count, selected)


def test_those_with_the_most_letters_are_shown_and_ties_go_by_name() -> None:
    ones = [value(f"N{number:03}", 1) for number in range(MOST_VALUES - 2)]
    assert signatories(SearchRequest()) == Facet(
        "signatory", "Ondertekenaar", (value("N061", 3), value("N060", 2), *ones), MOST_VALUES + 21
    )


def test_a_chosen_value_is_shown_beyond_the_others() -> None:
    facet = signatories(SearchRequest(signatory=("N069",)))
    assert (len(facet.values), facet.size) == (MOST_VALUES + 1, MOST_VALUES + 21)
    assert facet.values[-1] == value("N069", 1, selected=True)


@pytest.mark.parametrize(
    ("contains", "most", "names", "size"),
    [
        pytest.param("n06", 3, ["N061", "N060", "N062"], 10, id="the first of several"),
        pytest.param("zoe u", 9, ["Zoë Ünal"], 1, id="without accents"),
        pytest.param("ÜNAL", 9, ["Zoë Ünal"], 1, id="with accents"),
        pytest.param("xyz", 9, [], 0, id="none"),
        pytest.param("", 2, ["N061", "N060"], MOST_VALUES + 21, id="all"),
    ],
)
def test_values_with_a_part_of_a_name(contains: str, most: int, names: list[str], size: int) -> None:
    facet = MANY.values(SearchRequest(), "signatory", contains, most)
    assert ([each.value for each in facet.values], facet.size) == (names, size)


def test_what_is_chosen_stays_among_the_values_sought() -> None:
    facet = MANY.values(SearchRequest(signatory=("N000",)), "signatory", "zoe", 9)
    assert facet.values == (value("N000", 1, selected=True), value("Zoë Ünal", 1))


def test_a_facet_that_no_letter_has() -> None:
    none = answerer([Letter("kst-1-1", "", "", "")]).values(SearchRequest(), "signatory", "x", 9)
    assert none == Facet("signatory", "Ondertekenaar", (), 0)


def test_the_size_of_the_dates_counts_years_and_the_undated() -> None:
    dates = MANY.search(SearchRequest(date=("2022",))).facets[2]
    assert ([each.value for each in dates.values], dates.size) == (["2022", "zonder-datum"], 2)


def test_labels_are_sought_and_not_ids() -> None:
    missions = answerer([Letter("kst-1-1", "", "", "", ministries=(Named("bz", "Buitenlandse Zaken"),))])
    found = [missions.values(SearchRequest(), "ministry", part, 9).size for part in ("buitenl", "bz")]
    assert found == [1, 0]
