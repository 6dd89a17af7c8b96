"""Facets: which values the hits have, and how often."""

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.schema import FACETS, FacetField
from index.segments.ragged import ranges
from search.postings import Docs
from search.request import NO_DATE, Facet, FacetValue
from search.source import FacetColumn, Source
from search.wording import month_label

_MONTH: Final = len("2022-02")
_MONTHS: Final = 12
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


Counts = Mapping[str, int]
"""Value -> number of letters, without the values that no letter has. Of dates: years, months, and `NO_DATE`."""


class Facets:
    """The counted facets of one index; ``labels`` as in `index.store.Meta`."""

    def __init__(self, source: Source, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._source = source
        self._labels = labels

    def counts(self, among: Mapping[str, Docs]) -> dict[str, Counts]:
        """For each facet how many of the letters ``among`` for its name have each value."""
        return {
            facet.name: self._periods(among[facet.name])
            if facet.name == "date"
            else count_values(self._columns[facet.name], among[facet.name])
            for facet in FACETS
            if facet.counted
        }

    def shown(self, counts: Mapping[str, Counts], selected: Mapping[str, frozenset[str]]) -> tuple[Facet, ...]:
        """The facets for people: in order, with labels, and with their selected values even at 0."""
        return tuple(
            self._shown(facet, counts[facet.name], selected.get(facet.name, frozenset()))
            for facet in FACETS
            if facet.name in counts
        )

    def _shown(self, facet: FacetField, counts: Counts, selected: frozenset[str]) -> Facet:
        if facet.name == "date":
            return date_facet(facet, counts, selected)
        return value_facet(facet, counts, self._labels.get(facet.name, {}), selected)

    def _periods(self, among: Docs) -> Counts:
        """Letters by year and by month."""
        places, months, years = self._months
        counts = np.bincount(places.take(among), minlength=len(months))
        by_year = counts[1:].reshape(len(years), _MONTHS).sum(axis=1)
        return named_counts(months, counts) | named_counts(years, by_year)

    @cached_property
    def _columns(self) -> dict[str, FacetColumn]:
        return {
            facet.name: self._source.facet(facet.name) for facet in FACETS if facet.counted and facet.name != "date"
        }

    @cached_property
    def _months(self) -> tuple[NDArray[np.int64], list[str], list[str]]:
        """For each letter the place of its month in the list of months, that list, and the years.

        The list begins with `NO_DATE`; then come twelve months (``2022-02``) for each of the years (``2022``).
        """
        days = self._source.days()
        dated = days > 0
        months = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        known = months[dated] // _MONTHS
        first, last = (int(known.min()), int(known.max())) if len(known) else (0, 0)
        years = np.arange(first, last + 1)
        names: list[Any] = np.arange(first * _MONTHS, (last + 1) * _MONTHS).astype("datetime64[M]").astype(str).tolist()
        year_names: list[Any] = years.astype("datetime64[Y]").astype(str).tolist()
        return np.where(dated, months - first * _MONTHS + 1, 0), [NO_DATE, *names], year_names


def count_values(column: FacetColumn, docs: Docs) -> Counts:
    """How many of the letters have each of the column's values."""
    codes = column.codes.take(docs)
    if len(docs) < len(column.lengths):
        found = column.ordinals.take(ranges(column.starts.take(codes), column.lengths.take(codes)))
        return named_counts(column.values, np.bincount(found, minlength=len(column.values)))
    sets = np.bincount(codes, minlength=len(column.lengths))
    counts = np.bincount(column.ordinals, weights=np.repeat(sets, column.lengths), minlength=len(column.values))
    return named_counts(column.values, counts.astype(np.int64))


def named_counts(names: Sequence[str], counts: NDArray[np.int64]) -> dict[str, int]:
    """The counts that are not 0, by name."""
    present = np.flatnonzero(counts)
    return dict(zip(map(names.__getitem__, present.tolist()), counts.take(present).tolist(), strict=True))


def value_facet(facet: FacetField, counts: Counts, labels: Mapping[str, str], selected: frozenset[str]) -> Facet:
    """A facet by count, then label: the values that occur, and the selected ones even at 0."""
    values = [
        FacetValue(value, labels.get(value, value), counts.get(value, 0), value in selected)
        for value in counts.keys() | selected
    ]
    values.sort(key=lambda value: (-value.count, value.label.casefold(), value.value))
    return Facet(facet.name, facet.label, tuple(values))


def date_facet(facet: FacetField, counts: Counts, selected: frozenset[str]) -> Facet:
    """The years, newest first, each with its months; at the end the letters without a date."""
    shown = {**dict.fromkeys(selected, 0), **counts}
    months: dict[str, list[FacetValue]] = {}
    for value in sorted(shown, reverse=True):  # a month comes before its year
        if len(value) == _MONTH:
            month = FacetValue(value, month_label(value), shown[value], value in selected)
            months.setdefault(value[:4], []).append(month)
        elif value != NO_DATE:
            months.setdefault(value, [])
    years = [
        FacetValue(year, year, counts.get(year, 0), year in selected, tuple(values)) for year, values in months.items()
    ]
    if NO_DATE in shown:
        years.append(FacetValue(NO_DATE, "zonder datum", shown[NO_DATE], NO_DATE in selected))
    return Facet(facet.name, facet.label, tuple(years))
