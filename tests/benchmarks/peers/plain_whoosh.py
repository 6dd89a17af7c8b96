"""Whoosh as it comes: its own codec, matchers, BM25F, facets and highlighter."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis import Analysis, OneField, Term
from questions import And, FacetName, Node, Or, Phrase, Prefix, Question, Word
from whoosh.analysis.analyzers import LanguageAnalyzer
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import compound, positional, qcore, terms
from whoosh.sorting import Count, FieldFacet

from index.letter import Letter
from peers.base import Answer, Reader, facet_questions, facet_values

DUTCH = LanguageAnalyzer("nl")


def dutch_stem(word: str) -> str:
    """The term that Whoosh's Dutch analyser makes of a word; a stop word has none."""
    return next((str(token.text) for token in DUTCH(word, mode="query")), "")


class Whoosh:
    """Stock TEXT and KEYWORD fields: one text field with Whoosh's own Dutch analyser, or one field a level."""

    def __init__(self, levels: Analysis | None) -> None:
        self._analysis = levels or OneField(dutch_stem)

    @staticmethod
    def version() -> str:
        """Name and version."""
        return f"whoosh3 {version('whoosh3')}"

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Index with the stock writer in one process."""
        with create_in(str(directory), self._schema()).writer(limitmb=256) as writer:
            for letter in letters:
                writer.add_document(**self._document(letter))

    def open(self, directory: Path) -> Reader:
        """Open the index and a searcher."""
        return WhooshReader(open_dir(str(directory)).searcher(), self._analysis)

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter, as a segment of its own unless Whoosh's merge policy decides otherwise."""
        with open_dir(str(directory)).writer() as writer:
            writer.add_document(**self._document(letter))

    def _schema(self) -> Schema:
        main, *others = self._analysis.fields
        analyzer = SpaceSeparatedTokenizer() if self._analysis.ready_made else DUTCH
        fields = {name: TEXT(analyzer=analyzer, phrase=False) for name in others}
        fields[main] = TEXT(analyzer=analyzer, stored=True)
        keyword = KEYWORD(commas=True)
        return Schema(id=ID(stored=True, unique=True), mission=keyword, ministry=keyword, year=keyword, **fields)

    def _document(self, letter: Letter) -> dict[str, str]:
        values = {str(name): ",".join(ids) for name, ids in facet_values(letter).items()}
        return {"id": letter.id, **values, **self._analysis.document(letter)}


class WhooshReader:
    """A Whoosh searcher."""

    def __init__(self, searcher: Any, analysis: Analysis) -> None:
        self._searcher = searcher
        self._analysis = analysis

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Search once, and once more for each facet that has a filter of its own."""
        counted: dict[FacetName, dict[str, int]] = {}
        own = [name for over, names in facet_questions(question).items() if over == question for name in names]
        results = self._search(question, size, own if facets else [])
        if facets:
            for over, names in facet_questions(question).items():
                found = results if over == question else self._search(over, 1, list(names))
                counted.update({name: {k: n for k, n in found.groups(name).items() if k} for name in names})
        return Answer(
            total=len(results),
            ids=tuple(hit["id"] for hit in results),
            facets=counted,
            snippets=tuple(hit.highlights(self._analysis.fields[0], top=1) for hit in results) if snippets else (),
        )

    def close(self) -> None:
        """Close the searcher."""
        self._searcher.close()

    def _search(self, question: Question, size: int, groups: list[FacetName]) -> Any:
        facets = {name: FieldFacet(name, allow_overlap=True, maptype=Count) for name in groups}
        return self._searcher.search(self._compile(question), limit=size, groupedby=facets or None)

    def _compile(self, question: Question) -> qcore.Query:
        parts = [terms.Term(name, value) for name, value in question.filters]
        if question.tree is None:
            return compound.And(parts) if parts else qcore.Every()
        return compound.And([self._node(question.tree), *parts]) if parts else self._node(question.tree)

    def _node(self, node: Node) -> Any:
        match node:
            case Word(text):
                parts = [compound.Or(list(map(_term, part))) for part in self._analysis.parts(text)]
                ways = [*map(_term, self._analysis.question(text)), *([compound.And(parts)] if parts else [])]
                return compound.Or(ways).normalize()
            case And(parts):
                return compound.And([self._node(part) for part in parts])
            case Or(parts):
                return compound.Or([self._node(part) for part in parts])
            case Phrase(texts):
                literals = [term for text in texts if (term := self._analysis.literal(text)).text]
                return positional.Phrase(literals[0].field, [term.text for term in literals])
            case Prefix(text):
                found = [terms.Prefix(term.field, term.text) for term in self._analysis.beginnings(text)]
                return compound.Or(found).normalize()


def _term(term: Term) -> terms.Term:
    return terms.Term(term.field, term.text, boost=term.weight)
