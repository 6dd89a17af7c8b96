"""One question answered from one state of an index: request -> hits, exact total, facets, excerpts."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from index.analysis import Analyzer
from index.names import name_key
from index.schema import FACETS
from index.store import Meta
from search.evaluator import Evaluator, understand
from search.expansion import Expansion
from search.facets import Counts, Facets
from search.filters import UNKNOWN_VALUE, Chosen, Filters, Passing, needed, passing
from search.forms import Forms
from search.marks import Marker, paragraph_spans, spans
from search.postings import Docs
from search.query import EVERYTHING, Node
from search.ranking import keys, page
from search.request import ANY_WORD, MEANT, Hit, IndexInfo, LetterView, Notice, SearchRequest, SearchResult
from search.snippets import excerpts
from search.source import Source
from search.suggest import FEW, Meant, Spelling, in_the_way, with_any_word, without_fields
from search.synonyms import Synonyms

_ANY_WORD: Final = Notice(ANY_WORD, "Geen brief heeft al deze woorden. Hieronder staan brieven met een deel ervan.")


_MEANT: Final = Notice(
    MEANT, "Geen brief past op deze vraag. Hieronder staan brieven voor wat waarschijnlijk is bedoeld."
)


class Found(NamedTuple):
    """What answers a request: the exact total, and one page of letters by number in the index, with their scores.

    ``others`` has for each filter by name the letters that pass all others.
    """

    request: SearchRequest
    tree: Node
    total: int
    numbers: list[int]
    scores: list[float]
    counts: Mapping[str, Counts]
    selected: Mapping[str, frozenset[str]]
    notices: tuple[Notice, ...]
    others: Mapping[str, Docs]


class Answerer:
    """Answers from one `Source`; ``meta`` is what the index says of itself."""

    def __init__(self, source: Source, analyzer: Analyzer, meta: Meta) -> None:
        self._source = source
        self._analyzer = analyzer
        self._filters = Filters(source, meta.labels, meta.aliases)
        self._facets = Facets(source, meta.labels)
        self._expansion = Expansion(source)
        self._forms = Forms(analyzer)
        self._evaluator = Evaluator(source, analyzer, self._filters.docs, self._expansion)
        self._synonyms = Synonyms(
            meta.names, analyzer.acronyms, lambda name: len(self._evaluator.matches(name).docs) > 0
        )
        self.info = IndexInfo(meta.letters, meta.updated, meta.version)

    def find(self, request: SearchRequest, *, facets: bool = True) -> Found:
        """The letters that answer a checked request, without reading any of them; ``facets`` are counted if wanted."""
        return self._find(request, *self._understood(request), facets=facets)

    def _find(self, request: SearchRequest, tree: Node, notices: tuple[Notice, ...], *, facets: bool) -> Found:
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
            counts=self._facets.counts({facet.name: others.get(facet.name, hits.docs) for facet in FACETS})
            if facets
            else {},
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
            return self._find(found.request, tree, (*notices, _MEANT), facets=True), meant.query
        if not found.total and (relaxed := with_any_word(found.tree)):
            partly = self._find(found.request, relaxed, (*found.notices, _ANY_WORD), facets=True)
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

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a checked request."""
        started = time.perf_counter()
        found, meant = self._fallback(self.find(request))
        marker = Marker(found.tree, self._forms, self._expansion)
        return SearchResult(
            request=found.request,
            total=found.total,
            hits=tuple(
                self._hit(number, score, marker) for number, score in zip(found.numbers, found.scores, strict=True)
            ),
            facets=self._facets.shown(found.counts, found.selected),
            suggestion=meant,
            notices=found.notices,
            index=self.info,
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def letter(self, letter_id: str, query: str, *, synonyms: bool) -> LetterView | None:
        """One letter with the matches of ``query`` marked, or None."""
        number = self._source.number(letter_id)
        if number is None:
            return None
        letter = self._source.letter(number)
        tree, _ = self._understood(SearchRequest(query, synonyms=synonyms))
        marker = Marker(tree, self._forms, self._expansion)
        paragraphs = paragraph_spans(letter.text, marker.marks(letter.text))
        return LetterView(
            letter,
            spans(letter.title, marker.marks(letter.title)),
            paragraphs,
            sum(span.match for paragraph in paragraphs for span in paragraph),
        )

    def _hit(self, number: int, score: float, marker: Marker) -> Hit:
        letter = self._source.letter(number)
        return Hit(
            id=letter.id,
            title=letter.title,
            title_spans=spans(letter.title, marker.marks(letter.title)),
            date=letter.date,
            dossier=letter.dossier,
            dossiers=letter.dossiers,
            number=letter.number,
            kind=letter.kind,
            completeness=letter.completeness,
            source=letter.source,
            ministries=letter.ministries,
            missions=letter.missions,
            signatories=letter.signatories,
            path=f"/brief/{letter.id}",
            score=round(score, 4),
            snippets=excerpts(letter.text, marker.marks(letter.text), letter.blocks),
        )
