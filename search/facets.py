"""Facets: which values the hits have, and how often."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.schema import FACETS, FacetField
from search.postings import Docs
from search.request import NO_DATE, Facet, FacetValue
from search.source import FacetColumn, Source
from search.wording import month_label

_MONTH: Final = len("2022-02")
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


class Profiles(NamedTuple):
    """The values of every letter, as one number for each set of values that occurs.

    Letter ``d`` has the set ``codes[d]`` (int64, length size); of the ``sets`` sets, set ``members[i]`` has the value
    ``ordinals[i]`` (int64, of equal length) of the ``values`` values. Counting sets first takes one step for each
    letter, however many values it has.
    """

    codes: NDArray[np.int64]
    sets: int
    members: NDArray[np.int64]
    ordinals: NDArray[np.int64]
    values: int

    @classmethod
    def of(cls, column: FacetColumn) -> Self:
        """The profiles of a column: sets are told apart by their first value, then by their second, and so on."""
        values = len(column.values)
        lengths = np.diff(column.bounds)
        codes = np.zeros(len(lengths), dtype=np.int64)
        parents, last = [np.zeros(1, dtype=np.int64)], [np.zeros(1, dtype=np.int64)]
        sets = 1
        for rank in range(int(lengths.max(initial=0))):
            docs = np.flatnonzero(lengths > rank)
            pairs = codes[docs] * values + column.ordinals[column.bounds[docs] + rank]
            distinct, places = np.unique(pairs, return_inverse=True)
            codes[docs] = sets + places
            sets += len(distinct)
            parents.append(distinct // values)
            last.append(distinct % values)
        members, ordinals = _paths(np.concatenate(parents), np.concatenate(last))
        return cls(codes, sets, members, ordinals, values)

    def counts(self, docs: Docs) -> NDArray[np.int64]:
        """How many of the letters have each value (int64, length ``values``)."""
        sets = np.bincount(self.codes.take(docs), minlength=self.sets)
        counts = np.bincount(self.ordinals, weights=sets.take(self.members), minlength=self.values)
        return counts.astype(np.int64)


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
        values, profiles = self._columns[facet.name]
        counts = profiles.counts(among)
        present = np.flatnonzero(counts)
        found = dict(zip((values[place] for place in present.tolist()), counts[present].tolist(), strict=True))
        return value_facet(facet, found, self._labels.get(facet.name, {}), selected)

    def _periods(self, among: Docs) -> dict[str, int]:
        months, names = self._months
        counts = np.bincount(months.take(among), minlength=len(names))
        present = np.flatnonzero(counts)
        return count_periods(
            dict(zip((names[place] for place in present.tolist()), counts[present].tolist(), strict=True))
        )

    @cached_property
    def _columns(self) -> dict[str, tuple[list[str], Profiles]]:
        columns = {
            facet.name: self._source.facet(facet.name) for facet in FACETS if facet.counted and facet.name != "date"
        }
        return {name: (column.values, Profiles.of(column)) for name, column in columns.items()}

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


def _paths(parents: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each set all its values: its own ``last`` one and those of the sets it goes back to; set 0 is empty."""
    members, ordinals = [], []
    start = here = np.arange(1, len(parents))
    while len(here):
        members.append(start)
        ordinals.append(last[here])
        above = parents[here]
        start, here = start[above > 0], above[above > 0]
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *members]), np.concatenate([none, *ordinals])


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
