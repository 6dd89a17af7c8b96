"""Facets: which values the hits have, and how often."""

import datetime
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.schema import FACETS, FacetField
from index.segments.ragged import ranges
from search.language import gettext
from search.postings import Docs
from search.request import NO_DATE, Facet, FacetValue
from search.source import FacetColumn, Source
from search.wording import day_label, month_label

_MONTH: Final = len("2022-02")
_MONTHS: Final = 12
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


MOST_VALUES: Final = 50
"""So many values of an open facet are given with an answer."""

Counts = Mapping[str, int]
"""Value -> number of letters, without the values that no letter has. Of dates: years, months, and `NO_DATE`."""

VALUED: Final = tuple(facet.name for facet in FACETS if facet.name != "date")
"""The facets whose values are no periods."""

_FACETS: Final = {facet.name: facet for facet in FACETS}


class Facets:
    """The counted facets of one index; ``labels`` as in `index.store.Meta`."""

    def __init__(self, source: Source, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._source = source
        self._labels = labels
        self._column: Callable[[str], FacetColumn] = lru_cache(len(FACETS))(source.facet)

    def counts(self, name: str, among: Docs) -> Counts:
        """How many of the letters ``among`` have each value of a facet."""
        if name == "date":
            return self._periods(among)
        column = self._column(name)
        return named_counts(column.values, number_of_each(column, among))

    def shown(self, name: str, among: Docs, selected: Set[str]) -> Facet:
        """A facet for people: in order, with labels, and with its selected values even at 0."""
        if name == "date":
            return date_facet(_FACETS[name], self._periods(among), selected)
        return self.values(name, among, selected, MOST_VALUES if _FACETS[name].open else None)

    def values(self, name: str, among: Docs, selected: Set[str], most: int | None = None, contains: str = "") -> Facet:
        """A facet that is not the date: its first ``most`` values with ``contains`` in their label, and the selected.

        Capitals and accents do not matter. ``size`` is the number of all such values that a letter has.
        """
        facet, column, labels = _FACETS[name], self._column(name), self._labels.get(name, {})
        counts = number_of_each(column, among)
        sought = counts.copy()
        if contains:
            part = fold(contains)
            found = (part in fold(_label(facet, labels, value)) for value in column.values)
            sought *= np.fromiter(found, dtype=np.int64, count=len(column.values))
        size = int(np.count_nonzero(sought))
        if most is not None and size > most:
            sought[sought < np.partition(sought, -most)[-most]] = 0
        counted = zip(column.values, counts.tolist(), strict=True) if selected else ()
        chosen = {value: count for value, count in counted if value in selected}
        shown = value_facet(facet, named_counts(column.values, sought) | chosen, labels, selected)
        kept = (value for place, value in enumerate(shown.values) if most is None or place < most or value.selected)
        return replace(shown, values=tuple(kept), size=size)

    def _periods(self, among: Docs) -> Counts:
        """Letters by year and by month."""
        places, months, years = self._months
        counts = np.bincount(places.take(among), minlength=len(months))
        by_year = counts[1:].reshape(len(years), _MONTHS).sum(axis=1)
        return named_counts(months, counts) | named_counts(years, by_year)

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


def number_of_each(column: FacetColumn, docs: Docs) -> NDArray[np.int64]:
    """For each of the column's values how many of the letters have it (int64)."""
    codes = column.codes.take(docs)
    if len(docs) < len(column.lengths):
        found = column.ordinals.take(ranges(column.starts.take(codes), column.lengths.take(codes)))
        return np.bincount(found, minlength=len(column.values))
    sets = np.bincount(codes, minlength=len(column.lengths))
    counts = np.bincount(column.ordinals, weights=np.repeat(sets, column.lengths), minlength=len(column.values))
    return counts.astype(np.int64)


def named_counts(names: Sequence[str], counts: NDArray[np.int64]) -> dict[str, int]:
    """The counts that are not 0, by name."""
    present = np.flatnonzero(counts)
    return dict(zip(map(names.__getitem__, present.tolist()), counts.take(present).tolist(), strict=True))


def value_facet(facet: FacetField, counts: Counts, labels: Mapping[str, str], selected: Set[str]) -> Facet:
    """A facet by count, then label: the values that occur, and the selected ones even at 0."""
    values = [
        FacetValue(value, _label(facet, labels, value), counts.get(value, 0), value in selected)
        for value in counts.keys() | selected
    ]
    values.sort(key=lambda value: (-value.count, value.label.casefold(), value.value))
    return Facet(facet.name, gettext(facet.label), tuple(values), len(counts))


def _label(facet: FacetField, labels: Mapping[str, str], value: str) -> str:
    label = labels.get(value, value)
    return label if facet.open else gettext(label)


def date_facet(facet: FacetField, counts: Counts, selected: Set[str]) -> Facet:
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
        years.append(FacetValue(NO_DATE, day_label(None), shown[NO_DATE], NO_DATE in selected))
    return Facet(facet.name, gettext(facet.label), tuple(years), len(years))
