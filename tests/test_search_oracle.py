"""Hit sets against a plain-Python reading of the letters: no arrays, no index, only the analyser is shared."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import Analyzer, fold, load_lexicon, pieces, tokens, whole_words
from index.authority import load_authority
from index.lemmas import LemmaTable
from index.letter import Letter
from index.readers import read_letter
from index.store import LEMMAS, current_folder
from search.query import And, Near, Node, Not, Or, Phrase, Prefix, Wildcard, Word
from search.request import SearchEngine, SearchRequest

Fields = tuple[list[str], ...]


class Oracle:
    """The letters as lists of exact words, and as sets of terms at each level."""

    def __init__(self, letters: list[Letter], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.words: dict[str, Fields] = {}
        self.terms: dict[str, set[tuple[int, str]]] = {}
        for letter in letters:
            texts = (letter.title, letter.text)
            self.words[letter.id] = tuple(self._exact(text) for text in texts)
            self.terms[letter.id] = {
                (level, term)
                for text in texts
                for token in tokens(text)
                for level, term in enumerate(analyzer.terms(token.text))
                if term
            }

    def hits(self, node: Node) -> set[str]:  # noqa: C901 - one case for each kind of node
        """The ids of the letters that match."""
        match node:
            case And(children):
                return set(self.words).intersection(*(self.hits(child) for child in children))
            case Or(children):
                return set().union(*(self.hits(child) for child in children))
            case Not(child):
                return set(self.words) - self.hits(child)
            case Word(text):
                return self.hits(And(())).intersection(*(self._word(token.text) for token in whole_words(tokens(text))))
            case Phrase(text):
                wanted = self._exact(text)
                return self._where(lambda words: _has_run(words, wanted))
            case Near(text, distance):
                wanted = sorted(set(self._exact(text)))
                return self._where(lambda words: _has_near(words, wanted, distance))
            case Prefix(text):
                return self._with_term(lambda term: term.startswith(fold(text)))
            case Wildcard(text):
                form = re.compile(re.escape(fold(text)).replace(r"\*", ".*").replace(r"\?", "."))
                return self._with_term(lambda term: bool(form.fullmatch(term)))
            case _:
                raise AssertionError(node)

    def _word(self, word: str) -> set[str]:
        terms = {(level, term) for level, term in enumerate(self._analyzer.terms(word)) if term}
        found = {letter_id for letter_id, known in self.terms.items() if known & terms}
        return found | self.hits(Phrase(word)) if "-" in word else found

    def _exact(self, text: str) -> list[str]:
        return [self._analyzer.terms(token.text).exact for token in pieces(tokens(text))]

    def _with_term(self, fits: Callable[[str], bool]) -> set[str]:
        return {id_ for id_, terms in self.terms.items() if any(level == 0 and fits(term) for level, term in terms)}

    def _where(self, fits: Callable[[list[str]], bool]) -> set[str]:
        return {letter_id for letter_id, fields in self.words.items() if any(fits(words) for words in fields)}


def _has_run(words: list[str], wanted: list[str]) -> bool:
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words)))


def _has_near(words: list[str], wanted: list[str], distance: int) -> bool:
    size = len(wanted) + distance
    return any(set(wanted) <= set(words[start : start + size]) for start in range(len(words)))


@pytest.fixture(scope="module")
def oracle(corpus: Path, location: Path) -> Oracle:
    authority = load_authority()
    paths = [path for path in corpus.rglob("*") if path.suffix in (".md", ".txt") and path.stem != "README"]
    letters = [read_letter(path, corpus, authority) for path in paths]
    return Oracle(letters, Analyzer(LemmaTable(current_folder(location) / LEMMAS).lemma, load_lexicon()))


@lru_cache
def vocabulary() -> list[str]:
    folder = Path(__file__).parent.parent / "corpus" / "samenvattingen"
    text = " ".join(path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in sorted(folder.glob("*.md"))[::6])
    return sorted({word for word in re.findall(r"[^\W\d_]{3,}(?:-[^\W\d_]{3,})?", text) if word.upper() != word})


def shown(node: Node) -> str:
    """The tree as a person would type it."""
    match node:
        case And(children):
            return f"({' '.join(shown(child) for child in children)})"
        case Or(children):
            return f"({' OF '.join(shown(child) for child in children)})"
        case Not(child):
            return f"-{shown(child)}"
        case Phrase(text):
            return f'"{text}"'
        case Near(text, distance):
            return f'"{text}"~{distance}'
        case Prefix(text):
            return f"{text}*"
        case _:
            return node.text


def word(number: int) -> str:
    return vocabulary()[number % len(vocabulary())]


WORDS = st.integers(0, 10_000).map(word)
LEAVES = st.one_of(
    WORDS.filter(lambda found: found.lower() not in load_lexicon().stopwords).map(Word),
    st.lists(WORDS, min_size=1, max_size=2).map(lambda found: Phrase(" ".join(found))),
    st.builds(
        lambda found, distance: Near(" ".join(found), distance),
        st.lists(WORDS, min_size=2, max_size=3, unique=True),
        st.integers(0, 30),
    ),
    WORDS.map(lambda found: Prefix(found[:3])),
    WORDS.filter(str.isalpha).map(lambda found: Wildcard(f"{found[0]}?{found[2:-1]}*{found[-1]}")),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda found: And(tuple(found))),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: Or(tuple(found))),
        inner.filter(lambda node: not isinstance(node, Not)).map(Not),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_hits(engine: SearchEngine, oracle: Oracle, tree: Node) -> None:
    question = shown(tree)
    if len(question) > 500:
        return
    result = engine.search(SearchRequest(query=question, size=100))
    assert {hit.id for hit in result.hits} == oracle.hits(tree)
    assert result.total == len(result.hits)
