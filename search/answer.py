"""One question answered from one state of an index: request -> hits, exact total, facets, excerpts."""

import time

from index.analysis import Analyzer
from index.schema import FACETS
from index.store import Meta
from search.evaluator import Evaluator, understand
from search.expansion import Expansion
from search.facets import Facets
from search.filters import Filters, needed, passing
from search.forms import Forms
from search.marks import Marker, spans
from search.ranking import keys, page
from search.request import Hit, IndexInfo, LetterView, SearchRequest, SearchResult
from search.snippets import excerpts
from search.source import Source


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
        self.info = IndexInfo(meta.letters, meta.updated, meta.version)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a checked request."""
        started = time.perf_counter()
        tree, notices = understand(request.query, self._analyzer)
        request, filters, unknown = self._filters.of(request)
        notices += unknown + self._filters.unknown(tree)
        hits, others = passing(self._evaluator.matches(tree, needed(filters)), filters)
        order = keys(hits, request.sort, self._source.days(), self._source.id_ranks)
        first = (request.page - 1) * request.size
        marker = Marker(tree, self._forms, self._expansion.words)
        return SearchResult(
            request=request,
            total=len(hits.docs),
            hits=tuple(
                self._hit(int(hits.docs[place]), float(hits.scores[place]), marker)
                for place in page(order, len(hits.docs), first, first + request.size)
            ),
            facets=self._facets.shown(
                {facet.name: others.get(facet.name, hits.docs) for facet in FACETS},
                {name: chosen.values for name, chosen in filters.items()},
            ),
            suggestion=None,
            notices=notices,
            index=self.info,
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def letter(self, letter_id: str, query: str) -> LetterView | None:
        """One letter with the matches of ``query`` marked, or None."""
        number = self._source.number(letter_id)
        if number is None:
            return None
        letter = self._source.letter(number)
        tree, _ = understand(query, self._analyzer)
        marker = Marker(tree, self._forms, self._expansion.words)
        paragraphs = [(text, marker.marks(text)) for text in letter.text.split("\n\n")]
        return LetterView(
            letter,
            spans(letter.title, marker.marks(letter.title)),
            tuple(spans(text, marks) for text, marks in paragraphs),
            sum(len(marks) for _, marks in paragraphs),
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
            snippets=excerpts(letter.text, marker.marks(letter.text)),
        )
