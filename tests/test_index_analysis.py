"""Text -> tokens -> terms."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, Terms, fold, load_lexicon, pieces, tokens, whole_words
from index.lemmas import LemmaTable, write_lemmas


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    path = tmp_path_factory.mktemp("lemmas") / "lemmas.bin"
    lexicon = load_lexicon()
    write_lemmas(path, lexicon.lemma_exceptions)
    return Analyzer(LemmaTable(path).lemma, lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De missie eindigt.", [("De", 0, 2, 0), ("missie", 3, 9, 1), ("eindigt", 10, 17, 2)]),
        ("VN-missie nu", [("VN-missie", 0, 9, 0), ("VN", 0, 2, 0), ("missie", 3, 9, 1), ("nu", 10, 12, 2)]),
        ("foto's", [("foto", 0, 6, 0)]),
        ("F-16’s", [("F-16", 0, 6, 0), ("F", 0, 1, 0), ("16", 2, 6, 1)]),
        ("zo’n", [("zo’n", 0, 4, 0)]),
        ("N'Djamena", [("N'Djamena", 0, 9, 0), ("Djamena", 2, 9, 0)]),
        ("a_b", [("a", 0, 1, 0), ("b", 2, 3, 1)]),
        ("𝔘 €5 😀", [("𝔘", 0, 1, 0), ("5", 3, 4, 1)]),
        ("x" * 150, [("x" * 100, 0, 150, 0)]),
        ("- -- ' ((", []),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_tokens(text: str, expected: list[tuple[str, int, int, int]]) -> None:
    assert [tuple(token) for token in tokens(text)] == expected


def test_views_of_tokens() -> None:
    found = tokens("De VN-missie in N'Djamena")
    assert [token.text for token in whole_words(found)] == ["De", "VN-missie", "in", "N'Djamena"]
    assert [token.text for token in pieces(found)] == ["De", "VN", "missie", "in", "N'Djamena"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("missies", Terms("missies", "missie", "missie")),
        ("EU-missies", Terms("eu-missies", "eu-missie", "eu-missie")),
        ("MINUSMA", Terms("minusma", None, None)),
        ("Minusma", Terms("minusma", "minusma", "minusma")),
        ("C-130", Terms("c-130", None, None)),
        ("2022", Terms("2022", None, None)),
        ("het", Terms("het", None, None)),
        ("beéindigen", Terms("beeindigen", "beeindigen", "beeind")),
        ("geïntegreerde", Terms("geintegreerde", "integreren", "integreer")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_terms(analyzer: Analyzer, word: str, expected: Terms) -> None:
    assert analyzer.terms(word) == expected


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
    assert set(enumerate(analyzer.terms(left))) & set(enumerate(analyzer.terms(right)))


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
    assert not set(enumerate(analyzer.terms(left))) & set(enumerate(analyzer.terms(right)))


def test_every_exception_changes_something(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A line of exceptions.tsv that lemmatiser and stemmer would get right by themselves goes out."""
    lexicon = load_lexicon()
    path = tmp_path_factory.mktemp("bare") / "lemmas.bin"
    write_lemmas(path, {})
    bare = Analyzer(LemmaTable(path).lemma, lexicon._replace(lemma_exceptions={}, stem_exceptions={}))
    table = (files("index") / "lexicon" / "exceptions.tsv").read_text(encoding="utf-8")
    idle = []
    for row in csv.DictReader(table.splitlines(), delimiter="\t"):
        terms = bare.terms(row["form"])
        if (terms.lemma if row["level"] == "lemma" else terms.stem) == row["value"]:
            idle.append(row["form"])
    assert idle == []


def test_a_form_that_the_table_lacks_is_its_own_lemma(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("table") / "lemmas.bin"
    write_lemmas(path, {"aaaa": "bbbb", "zzzzzzz": "yyyy"})
    table = LemmaTable(path)
    assert [table.lemma(form) for form in ("aaaa", "zzzzzzz", "qqqq", "", "zzzzzzzz", "teruggetrokken")] == [
        "bbbb", "yyyy", "qqqq", "", "zzzzzzzz", "terugtrekken",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_tokens_are_in_order_and_lie_in_the_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.position for token in found] == sorted(token.position for token in found)
    flat = pieces(found)
    assert [token.position for token in flat] == list(range(len(flat)))


@given(st.text(max_size=50))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)
