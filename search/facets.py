"""Facets: which values the hits have, and how often."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.schema import FACETS, FacetField
from search.postings import Docs
from search.request import NO_DATE, Facet, FacetValue
from search.source import FacetColumn, Source
from search.wording import month_label

_MONTH: Final = len("2022-02")
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


class Facets:
    """The counted facets of one index; ``labels`` as in `index.store.Meta`."""

    def __init__(self, source: Source, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._source = source
        self._labels = labels

    def shown(self, among: Mapping[str, Docs], selected: Mapping[str, frozenset[str]]) -> tuple[Facet, ...]:
        """The facets: each counts the letters ``among`` for its name, and shows its selected values even at 0."""
        return tuple(
            self._shown(facet, among[facet.name], selected.get(facet.name, frozenset()))
            for facet in FACETS
            if facet.counted
        )

    def _shown(self, facet: FacetField, among: Docs, selected: frozenset[str]) -> Facet:
        if facet.name == "date":
            return date_facet(facet, self._periods(among), selected)
        column = self._columns[facet.name]
        counts = count_values(column, among)
        present = np.flatnonzero(counts)
        found = dict(zip((column.values[place] for place in present.tolist()), counts[present].tolist(), strict=True))
        return value_facet(facet, found, self._labels.get(facet.name, {}), selected)

    def _periods(self, among: Docs) -> dict[str, int]:
        months, names = self._months
        counts = np.bincount(months.take(among), minlength=len(names))
        present = np.flatnonzero(counts)
        return count_periods(
            dict(zip((names[place] for place in present.tolist()), counts[present].tolist(), strict=True))
        )

    @cached_property
    def _columns(self) -> dict[str, FacetColumn]:
        return {
            facet.name: self._source.facet(facet.name) for facet in FACETS if facet.counted and facet.name != "date"
        }

    @cached_property
    def _months(self) -> tuple[NDArray[np.int64], list[str]]:
        """For each letter the place of its month in the list of months (``2022-02``); the first place is `NO_DATE`."""
        days = self._source.days()
        dated = days > 0
        months = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        first = int(months[dated].min(initial=months.max(initial=0)))
        last = int(months[dated].max(initial=first))
        names: list[Any] = np.arange(first, last + 1).astype("datetime64[M]").astype(str).tolist()
        return np.where(dated, months - first + 1, 0), [NO_DATE, *names]


def count_values(column: FacetColumn, docs: Docs) -> NDArray[np.int64]:
    """How many of the letters have each of the column's values (int64)."""
    sets = np.bincount(column.codes.take(docs), minlength=len(column.lengths))
    counts = np.bincount(column.ordinals, weights=np.repeat(sets, column.lengths), minlength=len(column.values))
    return counts.astype(np.int64)


def count_periods(months: Mapping[str, int]) -> dict[str, int]:
    """Letters by year and by month, from their counts by month (``2022-02``, or `NO_DATE`)."""
    periods = dict(months)
    for month, number in months.items():
        if month != NO_DATE:
            periods[month[:4]] = periods.get(month[:4], 0) + number
    return periods


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
    months: dict[str, list[FacetValue]] = {value[:4]: [] for value in sorted(shown, reverse=True) if value != NO_DATE}
    for value in sorted(shown, reverse=True):
        if len(value) == _MONTH:
            months[value[:4]].append(FacetValue(value, month_label(value), shown[value], value in selected))
    years = [
        FacetValue(year, year, counts.get(year, 0), year in selected, tuple(values)) for year, values in months.items()
    ]
    if NO_DATE in shown:
        years.append(FacetValue(NO_DATE, "zonder datum", shown[NO_DATE], NO_DATE in selected))
    return Facet(facet.name, facet.label, tuple(years))
