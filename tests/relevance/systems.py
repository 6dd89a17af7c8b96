"""The systems that are compared, each as a function from a question to letter ids, best first.

The peers are fed the title and the text that kbsearch has read from the files, its cleaning included, and all weight
the title double, as kbsearch does. What is typed reaches each in the way that its own documentation shows.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import snowballstemmer
import tantivy
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import AndGroup, MultifieldParser

from index.authority import load_authority
from index.builder import update
from index.letter import Letter
from index.forms.sandbox import Sandbox
from index.readers import read_letter
from index.schema import LEVELS, PART, WORD_LEVELS
from search import evaluator
from search.engine import open_engine
from search.request import MAX_SIZE, SearchEngine, SearchRequest

Ranker = Callable[[str], list[str]]
DEPTH: Final = MAX_SIZE
TITLE: Final = 2.0
_WORD: Final = re.compile(r"\w+")


def all_systems(corpus: Path, folder: Path) -> Mapping[str, Ranker]:
    """Every system over the letters of a corpus; ``folder`` is an empty one for our index."""
    letters = read_letters(corpus)
    update(corpus, folder)
    engine = open_engine(str(folder))
    return {
        "kbsearch": kbsearch(engine),
        **{f"kbsearch without {name}": kbsearch(engine, off) for name, off in ABLATIONS.items()},
        "kbsearch without other names": kbsearch(engine, synonyms=False),
        "FTS5 unicode61, AND": fts5(letters, lambda text: text),
        "FTS5 Snowball dutch, AND": fts5(letters, _stemmer()),
        "tantivy Dutch, OR": tantivy_dutch(letters, conjunction=False),
        "tantivy Dutch, AND": tantivy_dutch(letters, conjunction=True),
        "tantivy Dutch folded, OR": tantivy_dutch(letters, conjunction=False, folded=True),
        "tantivy Dutch folded, AND": tantivy_dutch(letters, conjunction=True, folded=True),
        "Whoosh Dutch, AND": whoosh_dutch(letters),
    }


def read_letters(corpus: Path) -> list[Letter]:
    """The letters of a corpus."""
    authority = load_authority()
    files = (path for path in sorted(corpus.rglob("*")) if path.is_file() and not path.name.startswith("README."))
    return [read_letter(path, corpus, authority, Sandbox()).letter for path in files]


def kbsearch(engine: SearchEngine, off: Mapping[str, Any] | None = None, *, synonyms: bool = True) -> Ranker:
    """Ours, as every door asks it, but for what is switched ``off`` by other values of the evaluator's constants."""

    def rank(query: str) -> list[str]:
        with patch.multiple(evaluator, **(off or {})) if off else nullcontext():
            return [hit.id for hit in engine.search(SearchRequest(query, size=DEPTH, synonyms=synonyms)).hits]

    return rank


def _without_level(name: str) -> dict[str, Any]:
    """A level without weight matches nothing."""
    return {
        "WORD_LEVELS": tuple(level._replace(weight=0) if level.name == name else level for level in WORD_LEVELS),
        "PART": PART._replace(weight=0) if name == PART.name else PART,
    }


ABLATIONS: Final = {f"level {level.name}": _without_level(level.name) for level in LEVELS} | {
    "a compound by its parts": {"BY_PARTS": 0.0}
}


def fts5(letters: Iterable[Letter], analyse: Callable[[str], str]) -> Ranker:
    """SQLite FTS5 with its default tokenizer over analysed text; words are ANDed, as it does by itself."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE letter USING fts5(id UNINDEXED, title, text, tokenize = 'unicode61')")
    database.executemany(
        "INSERT INTO letter VALUES (?, ?, ?)",
        ((letter.id, analyse(letter.title), analyse(letter.text)) for letter in letters),
    )
    statement = f"SELECT id FROM letter WHERE letter MATCH ? ORDER BY bm25(letter, 0, {TITLE}, 1), rowid LIMIT {DEPTH}"

    def rank(query: str) -> list[str]:
        words = " ".join('"' + word.replace('"', '""') + '"' for word in analyse(query).split())
        return [id_ for (id_,) in database.execute(statement, (words,))]

    return rank


def tantivy_dutch(letters: Iterable[Letter], *, conjunction: bool, folded: bool = False) -> Ranker:
    """Tantivy with its Dutch stemmer. Its parser makes OR of words by itself; ``conjunction`` asks for AND.

    By itself it keeps accents; ``folded`` takes them off the stems.
    """
    builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "text"):
        builder.add_text_field(field, tokenizer_name="dutch")
    index = tantivy.Index(builder.build())
    index.register_tokenizer("dutch", _tantivy_analyzer(folded=folded))
    writer = index.writer(num_threads=1)
    for letter in letters:
        writer.add_document(tantivy.Document(id=letter.id, title=letter.title, text=letter.text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        parsed, _ = index.parse_query_lenient(
            query, ["title", "text"], field_boosts={"title": TITLE}, conjunction_by_default=conjunction
        )
        return [str(searcher.doc(address)["id"][0]) for _, address in searcher.search(parsed, DEPTH).hits]

    return rank


def whoosh_dutch(letters: Iterable[Letter]) -> Ranker:
    """Whoosh with its own Dutch analyser, BM25F and AND, as it does by itself."""
    analyzer: Any = LanguageAnalyzer("nl")
    schema = Schema(id=ID(stored=True), title=TEXT(analyzer, field_boost=TITLE), text=TEXT(analyzer))
    index = RamStorage().create_index(schema)
    with index.writer() as writer:
        for letter in letters:
            writer.add_document(id=letter.id, title=letter.title, text=letter.text)
    searcher = index.searcher()
    parser = MultifieldParser(["title", "text"], schema, group=AndGroup)
    return lambda query: [str(hit["id"]) for hit in searcher.search(parser.parse(query), limit=DEPTH)]


def pool(rankings: Iterable[Sequence[str]], depth: int) -> set[str]:
    """The letters that any ranking has among its first ``depth``."""
    return {letter for ranking in rankings for letter in ranking[:depth]}


def _stemmer() -> Callable[[str], str]:
    """Words in lower case, stemmed by Snowball's Dutch, which is Kraaij-Pohlmann's."""
    stemmer = snowballstemmer.stemmer("dutch")
    return lambda text: " ".join(stemmer.stemWords(_WORD.findall(unicodedata.normalize("NFC", text).lower())))


def _tantivy_analyzer(*, folded: bool) -> tantivy.TextAnalyzer:
    """Words in lower case, stemmed, and the stems perhaps without accents."""
    steps = [tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.stemmer("dutch")]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in [*steps, tantivy.Filter.ascii_fold()] if folded else steps:
        builder = builder.filter(step)
    return builder.build()
