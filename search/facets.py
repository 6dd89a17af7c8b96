"""Facets: which values the hits have, and how often."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from index.schema import FacetField
from search.postings import Docs
from search.request import NO_DATE, Facet, FacetValue
from search.source import FacetColumn
from search.wording import month_label


def count(column: FacetColumn, among: Docs) -> dict[str, int]:
    """How many of the letters ``among`` have each value."""
    lengths = column.bounds[among.astype(np.int64) + 1] - column.bounds[among]
    starts = np.repeat(column.bounds[among] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    ordinals = column.ordinals[starts + np.arange(lengths.sum())]
    return dict(zip(column.values, np.bincount(ordinals, minlength=len(column.values)).tolist(), strict=True))


def count_periods(days: Mapping[str, int], total: int) -> dict[str, int]:
    """Letters by year and by month, from their counts by day; the rest of ``total`` is without a date."""
    periods: Counter[str] = Counter()
    for day, number in days.items():
        periods[day[:4]] += number
        periods[day[:7]] += number
    return {**periods, NO_DATE: total - sum(days.values())}


def value_facet(
    facet: FacetField, counts: Mapping[str, int], labels: Mapping[str, str], selected: frozenset[str]
) -> Facet:
    """A facet by count, then label: the values that occur, and the selected ones even at 0."""
    values = [
        FacetValue(value, labels.get(value, value), counts.get(value, 0), value in selected)
        for value in {value for value, number in counts.items() if number} | selected
    ]
    values.sort(key=lambda value: (-value.count, value.label.casefold(), value.value))
    return Facet(facet.name, facet.label, tuple(values))


def date_facet(facet: FacetField, counts: Mapping[str, int], selected: frozenset[str]) -> Facet:
    """The years, newest first, each with its months; at the end the letters without a date.

    ``counts`` has years (``2022``), months (``2022-02``) and `NO_DATE`.
    """
    shown = {value: number for value, number in counts.items() if number} | {
        value: counts.get(value, 0) for value in selected
    }
    years = []
    for year in sorted({value[:4] for value in shown if value != NO_DATE}, reverse=True):
        months = tuple(
            FacetValue(value, month_label(value), shown[value], value in selected)
            for value in sorted(shown, reverse=True)
            if value.startswith(f"{year}-")
        )
        years.append(FacetValue(year, year, counts.get(year, 0), year in selected, months))
    if NO_DATE in shown:
        years.append(FacetValue(NO_DATE, "zonder datum", shown[NO_DATE], NO_DATE in selected))
    return Facet(facet.name, facet.label, tuple(years))
