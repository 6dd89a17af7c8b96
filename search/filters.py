"""Filters: from what a person typed (an id, a label, another name) to facet values and the letters that have them."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from index.citations.references import references_in
from index.errors import RequestError
from index.names import name_key
from index.schema import FACETS
from index.segments.segment import ID
from index.tokens import TIE
from search.language import gettext as _
from search.language import marked, spellings
from search.postings import NO_DOCS, Docs, Matches, either, member
from search.query import And, Field, Node, Not, Or
from search.request import NO_DATE, Notice, SearchRequest, parse_day
from search.source import Source
from search.wording import FILTERS

_LABELS: Final = {
    **FILTERS,
    "since": marked("begindatum"),
    "until": marked("einddatum"),
    "id": marked("Kenmerk"),
}
UNKNOWN_VALUE: Final = "unknown-value"
"""The code of the notice about a filter value that no letter has."""
_CACHED: Final = 32
"""Sets of letters that are remembered, the least recently used ones forgotten."""


_PREFIX: Final = re.compile("^kst-", re.IGNORECASE)
_SPLIT_NUMBER: Final = re.compile(r"^([0-9]{2}) ([0-9]{3})\b")


class Chosen(NamedTuple):
    """The values of one filter, as the index knows them, and the letters that have at least one of them."""

    values: frozenset[str]
    docs: Docs


class Filters:
    """The filters of one index; ``labels``, ``aliases`` and ``written`` (the names) as in `index.store.Meta`."""

    def __init__(
        self,
        source: Source,
        labels: Mapping[str, Mapping[str, str]],
        aliases: Mapping[str, Mapping[str, str]],
        written: Sequence[Sequence[str]] = (),
    ) -> None:
        self._source = source
        self._labels = labels
        self._aliases = aliases
        self._written = written
        self._names: Callable[[str], dict[str, list[str]]] = lru_cache(len(FACETS))(self._read_names)
        self._resolve: Callable[[Field], Chosen | None] = lru_cache(_CACHED)(self._find)
        self._period: Callable[[datetime.date | None, datetime.date | None], Chosen] = lru_cache(_CACHED)(self._between)

    def of(self, request: SearchRequest) -> tuple[SearchRequest, dict[str, Chosen], tuple[Notice, ...]]:
        """The request with the ids of its filter values, its filters by name, and a notice for each unknown value."""
        chosen: dict[str, Chosen] = {}
        ids: dict[str, tuple[str, ...]] = {}
        notices: list[Notice] = []
        for facet in FACETS:
            typed: tuple[str, ...] = getattr(request, facet.name)
            if not typed:
                continue
            found = [(text, self._resolve(Field(facet.name, text))) for text in typed]
            notices += [_unknown(Field(facet.name, text)) for text, value in found if value is None]
            known = [sorted(value.values) if value else [text] for text, value in found]
            ids[facet.name] = tuple(dict.fromkeys(value for values in known for value in values))
            chosen[facet.name] = self._any([value for _, value in found if value])
        if request.since and request.until and request.since > request.until:
            notices.append(Notice("reversed-period", _("De periode begint na haar einde.")))
        if request.since or request.until:
            chosen["period"] = self._period(request.since, request.until)
        return (replace(request, **ids) if ids else request), chosen, tuple(notices)  # type: ignore[arg-type]

    def docs(self, field: Field) -> Docs:
        """The letters that a filter inside a question stands for; none when it is not understood."""
        chosen = self._resolve(field)
        return chosen.docs if chosen else NO_DOCS

    def unknown(self, tree: Node) -> tuple[Notice, ...]:
        """A notice for each filter inside a question that is not understood."""
        return tuple(_unknown(field) for field in _fields(tree) if self._resolve(field) is None)

    def _find(self, field: Field) -> Chosen | None:
        if field.name in ("date", "since", "until"):
            try:
                return self._dated(field)
            except RequestError:
                return None
        values = self._known(field.name, field.value)
        if not values:
            return None
        docs = [self._source.postings(field.name, value).docs for value in values]
        return Chosen(frozenset(values), either(docs, self._source.size))

    def _known(self, facet: str, text: str) -> list[str]:
        """The values that a typed name stands for: by id or label, by another name, or by part of a person's name."""
        if facet == "cites":
            return self._cited(text)
        if facet == ID:
            letter_id = text.strip().replace(" ", TIE)  # as it was typed: an identifier has no spaces
            return [letter_id] if self._source.number(letter_id) is not None else []
        typed = name_key(text)
        if facet == "dossier":
            typed = _SPLIT_NUMBER.sub(r"\1\2", typed)
        names = self._names(facet)
        if typed in names:
            return names[typed]
        alias = self._aliases.get(facet, {}).get(typed)
        if alias:
            return [alias]
        if facet == "signatory" and typed:
            asked = set(typed.split())
            return [value for name, values in names.items() if asked <= set(name.split()) for value in values]
        return []

    def _cited(self, text: str) -> list[str]:
        """The papers of this identifier, dossier and number, or wording, that a letter cites."""
        typed = text.strip()
        spelled = (typed, typed.lower(), *(reference.id for reference in references_in(f"Kamerstuk {typed}")))
        ids = dict.fromkeys([*spelled, *(reference.id for reference in references_in(_PREFIX.sub("kst-", typed)))])
        return [paper for paper in ids if len(self._source.postings("cites", paper).docs)]

    def _read_names(self, facet: str) -> dict[str, list[str]]:
        """Folded id or label, in any language -> the facet's values of that name."""
        labels = self._labels.get(facet, {})
        names: dict[str, list[str]] = {}
        for value in dict.fromkeys([*self._source.terms(facet), *labels]):
            written = (value, *spellings(labels.get(value, value)))
            for name in dict.fromkeys(map(name_key, written)):
                names.setdefault(name, []).append(value)
        for name, value in self._translated(facet):
            names.setdefault(name, [value])
        return names

    def _translated(self, facet: str) -> Iterator[tuple[str, str]]:
        """The other names of the facet's values, folded, as another language has them, each with its value."""
        aliases = self._aliases.get(facet, {})
        for name in chain.from_iterable(self._written):
            for told in spellings(name)[1:]:
                if value := aliases.get(name_key(name)):
                    yield name_key(told), value

    def _any(self, found: Sequence[Chosen]) -> Chosen:
        values = reduce(frozenset.union, (chosen.values for chosen in found), frozenset[str]())
        return Chosen(values, either([chosen.docs for chosen in found], self._source.size))

    def _dated(self, field: Field) -> Chosen:
        text = field.value.strip()
        if field.name == "since":
            return self._period(parse_day("van", text), None)
        if field.name == "until":
            return self._period(None, parse_day("tot", text, last=True))
        if text == NO_DATE:
            return Chosen(frozenset({text}), self._undated())
        first, dots, last = text.partition("..")
        since = parse_day("datum", first) if first or not dots else None
        until = parse_day("datum", last if dots else first, last=True) if last or not dots else None
        chosen = self._period(since, until)
        return chosen if dots else chosen._replace(values=frozenset({text}))

    def _undated(self) -> Docs:
        everything = self._source.everything()
        undated: Docs = everything[self._source.days()[everything] == 0]
        return undated

    def _between(self, since: datetime.date | None, until: datetime.date | None) -> Chosen:
        days = self._source.days()
        low = since.toordinal() if since else 1
        high = until.toordinal() if until else datetime.date.max.toordinal()
        return Chosen(frozenset(), np.flatnonzero((days >= low) & (days <= high)).astype(np.uint32))


class Passing(NamedTuple):
    """The matches that pass all filters, and for each filter by name the letters that pass all others."""

    matches: Matches
    others: dict[str, Docs]


def passing(found: Matches, filters: Mapping[str, Chosen]) -> Passing:
    """Put matches through all filters at once: each filter is looked up once for every letter."""
    if not filters:
        return Passing(found, {})
    passed = {name: member(found.docs, chosen.docs) for name, chosen in filters.items()}
    failures = np.zeros(len(found.docs), dtype=np.uint8)
    for mask in passed.values():
        failures += ~mask
    return Passing(
        found.take(np.flatnonzero(failures == 0)),
        {name: found.docs.take(np.flatnonzero(failures == ~mask)) for name, mask in passed.items()},
    )


def needed(filters: Mapping[str, Chosen]) -> Docs | None:
    """Letters outside these count nowhere, because they fail a filter that is no counted facet; None for no limit."""
    counted = {facet.name for facet in FACETS if facet.counted}
    return min((chosen.docs for name, chosen in filters.items() if name not in counted), key=len, default=None)


def _unknown(field: Field) -> Notice:
    if field.name == "cites":
        return Notice(UNKNOWN_VALUE, _("Geen brief verwijst naar ‘{paper}’.", paper=field.value[:60]))
    text = _(
        "Geen {filter} ‘{value}’ in deze verzameling; daarom zijn er geen brieven.",
        filter=_(_LABELS[field.name]).lower(),
        value=field.value[:60],
    )
    return Notice(UNKNOWN_VALUE, text)


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from _fields(child)
        case Not(child):
            yield from _fields(child)
