"""Tokens -> terms."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, Terms, fold, load_lexicon
from index.dictionary import Dictionary, write_dictionary
from index.lemmas import LemmaTable, write_lemmas


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    folder = tmp_path_factory.mktemp("dictionary")
    lexicon = load_lexicon()
    write_dictionary(folder, lexicon.lemma_exceptions)
    return Analyzer(Dictionary(folder), lexicon)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("missies", Terms("missies", "missie")),
        ("EU-missies", Terms("eu-missies", "eu-missie")),
        ("MINUSMA", Terms("minusma")),
        ("Minusma", Terms("minusma")),
        ("BRIEF", Terms("brief", "brief")),
        ("IS", Terms("is", "IS")),
        ("is", Terms("is")),
        ("één", Terms("een")),
        ("vredesmissies", Terms("vredesmissies", "vredesmissie", ("vrede", "missie"))),
        ("in…uitvoer", Terms("invoer", "invoer")),
        ("vredes…trainingsmissies", Terms("vredesmissies", "vredesmissie", ("vrede", "missie"))),
        ("C-130", Terms("c-130")),
        ("2022", Terms("2022")),
        ("het", Terms("het")),
        ("beéindigen", Terms("beeindigen", "beeind")),
        ("geïntegreerde", Terms("geintegreerde", "integreer")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_terms(analyzer: Analyzer, word: str, expected: Terms) -> None:
    assert (analyzer.stem(word), analyzer.terms(word), analyzer.stem(word)) == (expected.stem, expected, expected.stem)


@given(st.text(max_size=20), st.sampled_from(["", "Missie", "vredes", "Takuba"]))
def test_a_stem_is_that_of_the_terms(analyzer: Analyzer, word: str, beginning: str) -> None:
    assert analyzer.stem(beginning + word) == analyzer.terms(beginning + word).stem


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("terugtrekking", "teruggetrokken"),
        ("terugtrekking", "terugtrekken"),
        ("missie", "missies"),
        ("brief", "brieven"),
        ("akkoord", "akkoorden"),
        ("wapen", "wapens"),
        ("bijdrage", "bijdragen"),
        ("verdrag", "verdragen"),
        ("mens", "mensen"),
        ("grens", "grenzen"),
        ("advies", "adviezen"),
        ("Kamerlid", "Kamerleden"),
        ("beëindiging", "beéindigen"),
        ("geïntegreerd", "geintegreerde"),
    ],
    ids=lambda word: word,
)
def test_words_that_meet(analyzer: Analyzer, left: str, right: str) -> None:
    assert set(analyzer.terms(left).by_level()) & set(analyzer.terms(right).by_level())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("minister", "mini"),
        ("gemeente", "menen"),
        ("gemeente", "mening"),
        ("gebied", "bieden"),
        ("beleid", "begeleiding"),
        ("veiligheid", "veiling"),
        ("leden", "lijden"),
        ("gedragen", "verdragen"),
        ("gevaren", "ervaren"),
        ("vaart", "ervaren"),
    ],
    ids=lambda word: word,
)
def test_words_that_stay_apart(analyzer: Analyzer, left: str, right: str) -> None:
    assert not set(analyzer.terms(left).by_level()) & set(analyzer.terms(right).by_level())


def test_every_exception_changes_something(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A line of exceptions.tsv that lemmatiser and stemmer would get right by themselves goes out."""
    lexicon = load_lexicon()
    folder = tmp_path_factory.mktemp("bare")
    write_dictionary(folder, {})
    dictionary = Dictionary(folder)
    nothing: dict[str, str] = {}
    bare = Analyzer(
        dictionary, lexicon._replace(acronyms=frozenset(), lemma_exceptions=nothing, stem_exceptions=nothing)
    )
    table = (files("index") / "lexicon" / "exceptions.tsv").read_text(encoding="utf-8")
    idle = []
    for row in csv.DictReader(table.splitlines(), delimiter="\t"):
        form = row["form"]
        if (dictionary.lemma(form) if row["level"] == "lemma" else bare.terms(form).stem) == row["value"]:
            idle.append(form)
    assert idle == []


def test_a_form_that_the_table_lacks_is_its_own_lemma(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("table") / "lemmas.bin"
    write_lemmas(path, {"aaaa": "bbbb", "zzzzzzz": "yyyy"}, {})
    table = LemmaTable(path)
    assert [table.lemma(form) for form in ("aaaa", "zzzzzzz", "qqqq", "", "zzzzzzzz", "teruggetrokken")] == [
        "bbbb", "yyyy", "qqqq", "", "zzzzzzzz", "terugtrekken",
    ]  # fmt: skip


@given(st.text(max_size=50))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)
