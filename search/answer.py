"""One question answered from one state of an index: request -> hits, exact total, facets, excerpts."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from index.dossiers import dossier_titles
from index.letter import Letter
from index.names import name_key
from index.schema import FACETS
from index.store import Meta
from search.duplicates import Sketches
from search.evaluator import Evaluator, understand
from search.expansion import Expansion
from search.facets import Counts, Facets
from search.filters import UNKNOWN_VALUE, Chosen, Filters, Passing, needed, passing
from search.forms import Forms
from search.hits import Shown, listed, shown
from search.language import gettext as _
from search.language import marked
from search.marks import Marker, paragraph_spans, spans
from search.matched import matched
from search.postings import Docs, Matches
from search.query import EVERYTHING, Node
from search.ranking import keys, page
from search.related import Related
from search.request import (
    ANY_WORD,
    MEANT,
    Facet,
    IndexInfo,
    LetterView,
    Listing,
    Notice,
    SearchRequest,
    SearchResult,
)
from search.source import Source
from search.suggest import FEW, Meant, Spelling, in_the_way, with_any_word, without_fields
from search.synonyms import Synonyms
from search.wording import labelled

_ANY_WORD: Final = marked("Geen brief heeft al deze woorden. Hieronder staan brieven met een deel ervan.")
_MEANT: Final = marked("Geen brief past op deze vraag. Hieronder staan brieven voor wat waarschijnlijk is bedoeld.")


class Found(NamedTuple):
    """What answers a request: the exact total, and one page of letters by number in the index, with their scores.

    ``matches`` are all of them; ``others`` has for each filter by name the letters that pass all others.
    """

    request: SearchRequest
    tree: Node
    total: int
    numbers: list[int]
    scores: list[float]
    matches: Matches
    selected: Mapping[str, frozenset[str]]
    notices: tuple[Notice, ...]
    others: Mapping[str, Docs]

    def among(self, facet: str) -> Docs:
        """The letters that a facet is counted over: all but its own filter apply."""
        return self.others.get(facet, self.matches.docs)


class Answerer:
    """Answers from one `Source`; ``meta`` is what the index says of itself."""

    def __init__(self, source: Source, forms: Forms, meta: Meta) -> None:
        self._source = source
        self._forms = forms
        self._analyzer = analyzer = forms.analyzer
        self._filters = Filters(source, meta.labels, meta.aliases, meta.names)
        titled = {number: f"{number} {titles[0]}" for number, titles in dossier_titles().items()}
        self._facets = Facets(source, {**meta.labels, "dossier": titled})
        self._expansion = Expansion(source)
        self._evaluator = Evaluator(source, analyzer, self._filters.docs, self._expansion)
        self._synonyms = Synonyms(
            meta.names, analyzer.acronyms, lambda name: len(self._evaluator.matches(name).docs) > 0
        )
        self._sketches = Sketches()
        self.related = Related(source, analyzer, self._evaluator.collection, self._sketches)
        self.info = IndexInfo(meta.letters, meta.updated, meta.version)

    def find(self, request: SearchRequest) -> Found:
        """The letters that answer a checked request, without reading any of them."""
        return self._find(request, *self._understood(request))

    def counts(self, found: Found, facet: str) -> Counts:
        """How many of the letters have each value of a facet."""
        return self._facets.counts(facet, found.among(facet))

    def values(self, request: SearchRequest, facet: str, contains: str, most: int) -> Facet:
        """The values of a facet for a checked request, as `search.facets.Facets.values` gives them."""
        found, _ = self._fallback(self.find(request))
        return self._facets.values(facet, found.among(facet), found.selected.get(facet, frozenset()), most, contains)

    def listing(self, request: SearchRequest, first: int, most: int | None) -> Listing:
        """Answer a checked request with all its letters, or ``most`` of them from ``first`` (0) on."""
        found, _meant = self._fallback(self.find(request))
        letters = (labelled(self._source.letter(number)) for number in self._all(found, first, most))
        return Listing(found.request, found.total, found.notices, self.info, letters)

    def all_ids(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of all letters that answer a checked request, in order."""
        found, _meant = self._fallback(self.find(request))
        return tuple(map(self._source.id, self._all(found)))

    def _all(self, found: Found, first: int = 0, most: int | None = None) -> list[int]:
        """All letters by number, in order, or ``most`` of them from ``first`` on."""
        order = keys(found.matches, found.request.sort, self._source.days(), self._source.id_ranks)
        last = found.total if most is None else first + most
        numbers: list[int] = found.matches.docs.take(page(order, found.total, first, last)).tolist()
        return numbers

    def _find(self, request: SearchRequest, tree: Node, notices: tuple[Notice, ...]) -> Found:
        request, filters, unknown = self._filters.of(request)
        hits, others = self._passing(tree, filters)
        order = keys(hits, request.sort, self._source.days(), self._source.id_ranks)
        first = (request.page - 1) * request.size
        places = page(order, len(hits.docs), first, first + request.size)
        return Found(
            request=request,
            tree=tree,
            total=len(hits.docs),
            numbers=hits.docs.take(places).tolist(),
            scores=hits.scores.take(places).tolist(),
            matches=hits,
            selected={name: chosen.values for name, chosen in filters.items()},
            notices=(*notices, *unknown, *self._filters.unknown(tree)),
            others=others,
        )

    def _fallback(self, found: Found) -> tuple[Found, str | None]:
        """What is shown when few letters match, or none; and the question as it may have been meant."""
        if found.total > FEW or any(notice.code == UNKNOWN_VALUE for notice in found.notices):
            return found, None
        if not found.total and (reasons := in_the_way(found.others, lambda: self._unfiltered(found))):
            return found._replace(notices=(*found.notices, *reasons)), None
        meant = self._meant(found)
        if meant and not found.total and meant.edits == 1:
            tree, notices = self._understood(replace(found.request, query=meant.query))
            return self._find(found.request, tree, (*notices, Notice(MEANT, _(_MEANT)))), meant.query
        if not found.total and (relaxed := with_any_word(found.tree)):
            partly = self._find(found.request, relaxed, (*found.notices, Notice(ANY_WORD, _(_ANY_WORD))))
            found = partly if partly.total else found
        return found, meant.query if meant else None

    def _meant(self, found: Found) -> Meant | None:
        _, filters, _ = self._filters.of(found.request)
        spelling = Spelling(
            self._source,
            self._expansion,
            self._analyzer,
            self._signatories,
            lambda node: len(self._evaluator.matches(node).docs),
        )
        return spelling.better(
            found.request.query, found.tree, lambda node: len(self._passing(node, filters).matches.docs), found.total
        )

    def _unfiltered(self, found: Found) -> int:
        """How many letters the question alone has, if there are filters beside or in it."""
        tree = without_fields(found.tree)
        filtered = found.selected or found.request.since or found.request.until or tree != found.tree
        return len(self._evaluator.matches(tree).docs) if filtered and tree != EVERYTHING else 0

    @cached_property
    def _signatories(self) -> frozenset[str]:
        return frozenset(word for name in self._source.terms("signatory") for word in name_key(name).split())

    def _understood(self, request: SearchRequest) -> tuple[Node, tuple[Notice, ...]]:
        return understand(request.query, self._analyzer, self._synonyms if request.synonyms else None)

    def _passing(self, tree: Node, filters: Mapping[str, Chosen]) -> Passing:
        return passing(self._evaluator.matches(tree, needed(filters)), filters)

    def ids(self, found: Found) -> list[str]:
        """The ids of the hits."""
        return [self._source.id(number) for number in found.numbers]

    def search(self, request: SearchRequest, *, excerpts: bool = True) -> SearchResult:
        """Answer a checked request; without ``excerpts``, the texts of the hits are not gone through."""
        started = time.perf_counter()
        found, meant = self._fallback(self.find(request))
        read = self._source.letter if excerpts else self._source.head
        letters = [labelled(read(number)) for number in found.numbers]
        display = self._shown(found, letters) if excerpts else listed(letters, found.scores)
        return SearchResult(
            request=found.request,
            total=found.total,
            hits=display.hits,
            facets=tuple(
                self._facets.shown(facet.name, found.among(facet.name), found.selected.get(facet.name, frozenset()))
                for facet in FACETS
                if facet.counted
            ),
            suggestion=meant,
            notices=found.notices,
            index=self.info,
            matched=matched(found.tree, self._analyzer, display.found),
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _shown(self, found: Found, letters: Sequence[Letter]) -> Shown:
        read = dict(zip(found.numbers, letters, strict=True)).__getitem__
        sketches = [self._sketches.of(number, read) for number in found.numbers]
        return shown(letters, found.scores, sketches, Marker(found.tree, self._forms, self._expansion))

    def letter(self, letter_id: str, query: str, *, synonyms: bool) -> LetterView | None:
        """One letter with the matches of ``query`` marked, or None."""
        number = self._source.number(letter_id)
        if number is None:
            return None
        letter = labelled(self._source.letter(number))
        tree, _notices = self._understood(SearchRequest(query, synonyms=synonyms))
        marker = Marker(tree, self._forms, self._expansion)
        paragraphs = paragraph_spans(letter.text, marker.marks(letter.text))
        return LetterView(
            letter,
            spans(letter.title, marker.marks(letter.title)),
            paragraphs,
            sum(span.match for paragraph in paragraphs for span in paragraph),
        )
