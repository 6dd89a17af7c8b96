"""Filters: from what a person typed (an id, a label, another name) to facet values and the letters that have them."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Final, NamedTuple

import numpy as np

from index.errors import RequestError
from index.names import name_key
from index.schema import FACETS
from search.postings import NO_DOCS, Docs
from search.query import And, Field, Node, Not, Or
from search.request import NO_DATE, Notice, SearchRequest, parse_day
from search.source import Source

_LABELS: Final = {
    **{facet.name: facet.label.lower() for facet in FACETS},
    "since": "begindatum",
    "until": "einddatum",
}


_SPLIT_NUMBER: Final = re.compile(r"^([0-9]{2}) ([0-9]{3})\b")


class Chosen(NamedTuple):
    """The values of one filter, as the index knows them, and the letters that have at least one of them."""

    values: frozenset[str]
    docs: Docs


class Filters:
    """The filters of one index; ``labels`` and ``aliases`` as in `index.store.Meta`."""

    def __init__(
        self, source: Source, labels: Mapping[str, Mapping[str, str]], aliases: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._source = source
        self._labels = labels
        self._aliases = aliases

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
            chosen[facet.name] = reduce(_either, (value for _, value in found if value), Chosen(frozenset(), NO_DOCS))
        if request.since or request.until:
            chosen["period"] = self._between(request.since, request.until)
        return replace(request, **ids), chosen, tuple(notices)  # type: ignore[arg-type]

    def docs(self, field: Field) -> Docs:
        """The letters that a filter inside a question stands for; none when it is not understood."""
        chosen = self._resolve(field)
        return chosen.docs if chosen else NO_DOCS

    def unknown(self, tree: Node) -> tuple[Notice, ...]:
        """A notice for each filter inside a question that is not understood."""
        return tuple(_unknown(field) for field in _fields(tree) if self._resolve(field) is None)

    def _resolve(self, field: Field) -> Chosen | None:
        if field.name in ("date", "since", "until"):
            try:
                return self._period(field)
            except RequestError:
                return None
        values = self._known(field.name, field.value)
        if not values:
            return None
        docs = [self._source.postings(field.name, value).docs for value in values]
        return Chosen(frozenset(values), reduce(np.union1d, docs, NO_DOCS))

    def _known(self, facet: str, text: str) -> list[str]:
        """The values that a typed name stands for: by id or label, by another name, or by part of a person's name."""
        typed = name_key(text)
        if facet == "dossier":
            typed = _SPLIT_NUMBER.sub(r"\1\2", typed)
        labels = self._labels.get(facet, {})
        candidates = dict.fromkeys([*self._source.terms(facet), *labels])
        exact = [value for value in candidates if typed in (name_key(value), name_key(labels.get(value, value)))]
        if exact:
            return exact
        alias = self._aliases.get(facet, {}).get(typed)
        if alias:
            return [alias]
        if facet == "signatory" and typed:
            return [name for name in candidates if set(typed.split()) <= set(name_key(name).split())]
        return []

    def _period(self, field: Field) -> Chosen:
        text = field.value.strip()
        if field.name == "since":
            return self._between(parse_day("van", text), None)
        if field.name == "until":
            return self._between(None, parse_day("tot", text, last=True))
        if text == NO_DATE:
            return Chosen(frozenset({text}), self._undated())
        first, dots, last = text.partition("..")
        since = parse_day("datum", first) if first or not dots else None
        until = parse_day("datum", last if dots else first, last=True) if last or not dots else None
        chosen = self._between(since, until)
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


def _either(left: Chosen, right: Chosen) -> Chosen:
    return Chosen(left.values | right.values, np.union1d(left.docs, right.docs))


def _unknown(field: Field) -> Notice:
    label = _LABELS[field.name]
    return Notice(
        "unknown-value", f"Geen {label} ‘{field.value[:60]}’ in deze verzameling; daarom zijn er geen brieven."
    )


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from _fields(child)
        case Not(child):
            yield from _fields(child)
