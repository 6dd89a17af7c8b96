"""kbsearch itself, letter values straight to its index; reading files is measured apart (`commands.py`)."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Final

from analysis import Analysis
from questions import FacetName, Question, typed

from index.analysis import fingerprint, load_lexicon
from index.authority import load_authority
from index.batch import processors
from index.dictionary import write_dictionary
from index.letter import Letter
from index.segments.segment_set import SegmentSet
from index.store import Generation, Meta, new_generation, publish, read_generation, save
from index.writer import Indexing
from peers.base import Answer, Reader
from search.request import ANY_WORD, MAX_SIZE, MEANT, SearchRequest, SearchResult
from search.whoosh_engine import WhooshEngine

MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
FACET_NAMES: Final[dict[str, FacetName]] = {"mission": "mission", "ministry": "ministry", "date": "year"}


class KbSearch:
    """An index directory as kbindex makes it. It brings its own analysis, the one that `Levels` calls."""

    def __init__(self, _: Analysis | None) -> None: ...

    def version(self) -> str:
        """Its name."""
        return "kbsearch"

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Write a first generation and publish it, with as many processes as kbindex takes."""
        lexicon, authority = load_lexicon(), load_authority()
        meta = Meta(
            analysis=fingerprint(lexicon),
            rules="benchmark",
            corpus="",
            labels=authority.labels(),
            aliases=authority.aliases(),
        )
        generation = new_generation(directory, meta)
        write_dictionary(generation.folder, lexicon.lemma_exceptions)
        _commit(generation, letters, processes=processors())
        publish(directory, generation)

    def open(self, directory: Path) -> Reader:
        """Open the engine that every door uses."""
        return KbSearchReader(WhooshEngine(directory))

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter and commit it."""
        _commit(read_generation(directory), [letter], processes=1)


def _commit(generation: Generation, letters: Iterable[Letter], *, processes: int) -> None:
    indexing = Indexing(generation, _read, processes=processes)
    for _ in indexing.run(letters):
        pass
    segments = SegmentSet(generation.folder, generation.meta.segments)
    segments.add(indexing.segments)
    segments.merge()
    now = datetime.datetime.now(datetime.UTC).isoformat()
    generation.meta = replace(
        generation.meta,
        segments=segments.entries(),
        letters=segments.letters,
        updated=now,
        version=now,
        commit=generation.meta.commit + 1,
    )
    save(generation)


def _read(letter: Letter) -> tuple[None, Letter]:
    return None, letter


class KbSearchReader:
    """The engine. It keeps no answers, so asking a question again does all the work again."""

    def __init__(self, engine: WhooshEngine) -> None:
        self._engine = engine

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """One search, with a page for each hundred hits; excerpts come with everything that a door shows."""
        request = SearchRequest(
            query=typed(question.tree),
            mission=(question.mission,) if question.mission else (),
            ministry=(question.ministry,) if question.ministry else (),
            date=(question.year,) if question.year else (),
            size=min(size, MAX_SIZE),
            synonyms=False,
        )
        if snippets:
            return _answer(self._engine.search(request))
        total, ids, counts = self._engine.find(request, tuple(FACET_NAMES) if facets else ())
        for page in range(2, ceil(min(size, total) / request.size) + 1):
            ids += self._engine.find(replace(request, page=page))[1]
        return Answer(
            total, tuple(ids), {name: _of_years(counts[facet]) for facet, name in FACET_NAMES.items() if counts}
        )

    def close(self) -> None:
        """Nothing to close."""


def _of_years(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts without those of months."""
    return {value: count for value, count in counts.items() if not MONTH.fullmatch(value)}


def _answer(result: SearchResult) -> Answer:
    facets = {
        FACET_NAMES[facet.name]: {value.value: value.count for value in facet.values}
        for facet in result.facets
        if facet.name in FACET_NAMES
    }
    excerpts = ("".join(span.text for part in hit.snippets for span in part.spans) for hit in result.hits)
    total = 0 if {ANY_WORD, MEANT} & {notice.code for notice in result.notices} else result.total
    return Answer(total, tuple(hit.id for hit in result.hits), facets, tuple(excerpts))
