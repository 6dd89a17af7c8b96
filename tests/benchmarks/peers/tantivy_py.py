"""Tantivy through its Python binding: one field a level, or one field with its own Dutch stemmer.

Of the ways that the binding offers, each was timed and the fastest is used: facet values as numbers (a fifth faster
than as text), total and hits in one search (the total costs four per cent), a prefix as a fuzzy term at distance 0
(fourteen times faster than a regular expression).
"""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import tantivy
from analysis import Analysis, OneField, Term
from questions import FACETS, And, FacetName, Node, Or, Phrase, Prefix, Question, Word
from tantivy import Filter, Occur, Query, Tokenizer

from index.letter import Letter
from peers.base import Answer, Reader, facet_questions, facet_values

TOKENIZER: Final = "letters"
CODES: Final = "facet-codes.json"


def dutch_analyzer() -> Any:
    """What tantivy offers for Dutch: words, lower case, its Kraaij-Pohlmann stemmer."""
    builder = tantivy.TextAnalyzerBuilder(Tokenizer.simple())
    for step in (Filter.remove_long(40), Filter.lowercase(), Filter.stemmer("dutch")):
        builder = builder.filter(step)
    return builder.build()


class Tantivy:
    """Text fields with positions where phrases need them, facets and ids in fast fields."""

    def __init__(self, levels: Analysis | None) -> None:
        own = dutch_analyzer()
        self._analyzer = tantivy.TextAnalyzerBuilder(Tokenizer.whitespace()).build() if levels else own
        self._analysis = levels or OneField(lambda word: str(own.analyze(word)[0]))

    @staticmethod
    def version() -> str:
        """Name and version."""
        return f"tantivy-py {version('tantivy')}"

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Index with the default number of threads and memory; wait for the merges."""
        codes = Codes(directory / CODES)
        writer = self._index(directory).writer()
        for letter in letters:
            writer.add_document(self._document(letter, codes))
        writer.commit()
        writer.wait_merging_threads()
        codes.save()

    def open(self, directory: Path) -> Reader:
        """Open the index and a searcher."""
        return TantivyReader(self._index(directory), self._analysis, Codes(directory / CODES))

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter and commit."""
        codes = Codes(directory / CODES)
        writer = self._index(directory).writer(num_threads=1)
        writer.add_document(self._document(letter, codes))
        writer.commit()
        writer.wait_merging_threads()
        codes.save()

    def _index(self, directory: Path) -> Any:
        main, *others = self._analysis.fields
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for facet in FACETS:
            builder.add_unsigned_field(facet, indexed=True, fast=True)
        builder.add_text_field(main, stored=True, tokenizer_name=TOKENIZER, index_option="position")
        for name in others:
            builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="freq")
        index = tantivy.Index(builder.build(), path=str(directory))
        index.register_tokenizer(TOKENIZER, self._analyzer)
        return index

    def _document(self, letter: Letter, codes: "Codes") -> Any:
        document = tantivy.Document()
        document.add_text("id", letter.id)
        for facet, values in facet_values(letter).items():
            for value in values:
                document.add_unsigned(facet, codes.code(value))
        for name, text in self._analysis.document(letter).items():
            document.add_text(name, text)
        return document


class Codes:
    """Facet value <-> number, kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: list[str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        self._codes = {value: code for code, value in enumerate(self._values)}

    def code(self, value: str) -> int:
        """The number of a value, a new one if need be."""
        if value not in self._codes:
            self._codes[value] = len(self._values)
            self._values.append(value)
        return self._codes[value]

    def value(self, code: float) -> str:
        """The value of a number (aggregations give it as a float)."""
        return self._values[int(code)]

    def save(self) -> None:
        """Write the file."""
        self._path.write_text(json.dumps(self._values), encoding="utf-8")


class TantivyReader:
    """A searcher on the last commit."""

    def __init__(self, index: Any, analysis: Analysis, codes: Codes) -> None:
        self._searcher = index.searcher()
        self._schema = index.schema
        self._analysis = analysis
        self._codes = codes

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Search once, aggregate once, and once more for each facet that has a filter of its own."""
        query = self._compile(question)
        result = self._searcher.search(query, size, count=True)
        counted: dict[FacetName, dict[str, int]] = {}
        for over, names in (facet_questions(question) if facets else {}).items():
            counted.update(self._counts(query if over == question else self._compile(over), names))
        documents = [self._searcher.doc(address) for _, address in result.hits]
        return Answer(
            total=result.count,
            ids=tuple(document.get_first("id") for document in documents),
            facets=counted,
            snippets=self._snippets(query, documents) if snippets else (),
        )

    def close(self) -> None:
        """Nothing to close: the index goes with its last reference."""

    def _counts(self, query: Query, names: tuple[FacetName, ...]) -> dict[FacetName, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": 1000}} for name in names}
        answer = self._searcher.aggregate(query, wanted)
        return {
            name: {self._codes.value(bucket["key"]): bucket["doc_count"] for bucket in answer[name]["buckets"]}
            for name in names
        }

    def _snippets(self, query: Query, documents: list[Any]) -> tuple[str, ...]:
        field = self._analysis.fields[0]
        generator = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, field)
        generator.set_max_num_chars(300)
        return tuple(generator.snippet_from_doc(document).to_html() for document in documents)

    def _compile(self, question: Question) -> Query:
        if question.tree is None and not question.filters:
            return Query.all_query()
        parts = [self._node(question.tree)] if question.tree else []
        filters = [self._filter(name, value) for name, value in question.filters]
        return Query.boolean_query([(Occur.Must, part) for part in (*parts, *filters)])

    def _filter(self, name: FacetName, value: str) -> Query:
        return Query.const_score_query(Query.term_query(self._schema, name, self._codes.code(value)), 0.0)

    def _node(self, node: Node) -> Query:
        match node:
            case Word(text):
                parts = [(Occur.Must, self._any(map(self._term, part))) for part in self._analysis.parts(text)]
                whole = map(self._term, self._analysis.question(text))
                return self._any([*whole, Query.boolean_query(parts)] if parts else whole)
            case And(parts):
                return Query.boolean_query([(Occur.Must, self._node(part)) for part in parts])
            case Or(parts):
                return Query.boolean_query([(Occur.Should, self._node(part)) for part in parts])
            case Phrase(texts):
                terms = tuple(self._analysis.literal(text) for text in texts)
                return Query.phrase_query(self._schema, terms[0].field, [term.text for term in terms])
            case Prefix(text):
                return self._any(
                    Query.fuzzy_term_query(self._schema, term.field, term.text, distance=0, prefix=True)
                    for term in self._analysis.beginnings(text)
                )

    def _any(self, queries: Iterable[Query]) -> Query:
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _term(self, term: Term) -> Query:
        query = Query.term_query(self._schema, term.field, term.text, "freq")
        return query if term.weight == 1.0 else Query.boost_query(query, term.weight)
