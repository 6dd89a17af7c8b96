"""One question answered from one state of an index: request -> hits, exact total, facets, excerpts."""

import time

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.schema import FACETS
from index.store import Meta
from search.evaluator import Evaluator, understand
from search.facets import count, count_periods, date_facet, value_facet
from search.filters import Chosen, Filters
from search.marks import Marker, spans
from search.postings import Docs, Matches, keep
from search.request import Facet, Hit, IndexInfo, LetterView, SearchRequest, SearchResult, Sort
from search.snippets import excerpts
from search.source import Source


class Answerer:
    """Answers from one `Source`; ``meta`` is what the index says of itself."""

    def __init__(self, source: Source, analyzer: Analyzer, meta: Meta) -> None:
        self._source = source
        self._analyzer = analyzer
        self._labels = meta.labels
        self._filters = Filters(source, meta.labels, meta.aliases)
        self._evaluator = Evaluator(source, analyzer, self._filters.docs)
        self.info = IndexInfo(meta.letters, meta.updated, meta.version)

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a checked request."""
        started = time.perf_counter()
        tree, notices = understand(request.query, self._analyzer)
        request, filters, unknown = self._filters.of(request)
        notices += unknown + self._filters.unknown(tree)
        found = self._evaluator.matches(tree)
        hits = found
        for chosen in filters.values():
            hits = keep(hits, chosen.docs)
        order = self._order(hits, request.sort)
        page = order[(request.page - 1) * request.size : request.page * request.size]
        marker = Marker(tree, self._analyzer)
        return SearchResult(
            request=request,
            total=len(order),
            hits=tuple(self._hit(int(hits.docs[place]), float(hits.scores[place]), marker) for place in page),
            facets=self._facets(found.docs, filters),
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
        marker = Marker(tree, self._analyzer)
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

    def _order(self, hits: Matches, sort: Sort) -> NDArray[np.intp]:
        """Places in ``hits`` in the order to show; ties by date (newest first), then id."""
        days, ids = self._source.days()[hits.docs], self._source.id_ranks()[hits.docs]
        if sort == "relevance":
            return np.lexsort((ids, -days, -hits.scores, -hits.coverage))
        if sort == "newest":
            return np.lexsort((ids, -days))
        return np.lexsort((ids, np.where(days == 0, np.iinfo(np.int32).max, days)))

    def _facets(self, found: Docs, filters: dict[str, Chosen]) -> tuple[Facet, ...]:
        shown = []
        for facet in FACETS:
            if not facet.counted:
                continue
            among = found
            for name, chosen in filters.items():
                if name != facet.name:
                    among = np.intersect1d(among, chosen.docs, assume_unique=True)
            selected = filters[facet.name].values if facet.name in filters else frozenset()
            counts = count(self._source.facet(facet.name), among)
            if facet.name == "date":
                shown.append(date_facet(facet, count_periods(counts, len(among)), selected))
            else:
                shown.append(value_facet(facet, counts, self._labels.get(facet.name, {}), selected))
        return tuple(shown)
