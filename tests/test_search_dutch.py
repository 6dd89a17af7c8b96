"""What a searcher may expect of Dutch: compounds, spellings, other names, numbers of papers, mistakes."""

import random
import time
from collections.abc import Mapping

import pytest

from index.builder import update
from search.engine import open_engine
from search.request import SearchEngine, SearchRequest, SearchResult

REAL = "brief-2022-02-17-beeindiging-takuba"
LETTERS: Mapping[str, str] = {
    "vredesmissies": "Over vredesmissies spreken wij later.",
    "trainingsmissie": "De trainingsmissie begint.",
    "missie": "De missie begint.",
    "vredesakkoord": "Het vredesakkoord van Algiers is getekend.",
    "akkoord": "Er is een akkoord.",
    "vrede-en-akkoord": "Er kwam vrede, na een akkoord.",
    "uitvoer": "De in- en uitvoer van wapens.",
    "invoer": "De invoer van graan.",
    "IS": "De strijd tegen IS gaat door.",
    "is": "De strijd tegen armoede is lang.",
    "getallen": "Er waren 1.500 mensen en 2 300 paarden, 1,5 % meer, volgens Kamerstuk 21 501-02, nr. 2462.",
    "vliegtuig": "Een C-130 landde in N'Djamena; van Côte d'Ivoire naar 's-Gravenhage.",
    "accenten": "Dat is dé geïntegreerde aanpak vóór alles, in Oekraïne.",
    "ocr": "De inzet te beéindigen.",
    "datum": "De brief van 7 februari 2022 volgt.",
    "vn": "De Verenigde Naties vergaderen.",
    "afkorting": "De VN vergadert.",
    "met_streep": "Een kenmerk met een streep.",
}


@pytest.fixture(scope="module")
def dutch(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """An engine over `LETTERS`, each in a file of its name."""
    corpus = tmp_path_factory.mktemp("dutch")
    for name, text in LETTERS.items():
        (corpus / f"{name}.md").write_text(f"---\nid: {name}\ntitle: Brief\n---\n{text}\n", encoding="utf-8")
    dossier = "---\nid: kst-29521-426\ndossier: 29521\nnumber: '426'\ntitle: Stuk\n---\nOver Niger.\n"
    (corpus / "stuk.md").write_text(dossier, encoding="utf-8")
    cited = "---\nid: verwijzing\ntitle: Stuk\n---\nZie Kamerstuk 29 521, nr. 426.\n"
    (corpus / "verwijzing.md").write_text(cited, encoding="utf-8")
    location = tmp_path_factory.mktemp("index")
    assert update(corpus, location).problems == ()
    return open_engine(str(location))


def ask(engine: SearchEngine, query: str, **request: bool) -> SearchResult:
    return engine.search(SearchRequest(query, size=100, **request))  # type: ignore[arg-type]


def ids(engine: SearchEngine, query: str) -> list[str]:
    return [hit.id for hit in ask(engine, query).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("missies", {"missie", "vredesmissies", "trainingsmissie"}),
        ("vredesmissie", {"vredesmissies"}),
        ("vredesakkoord", {"vredesakkoord", "vrede-en-akkoord"}),
        ("akkoord", {"akkoord", "vredesakkoord", "vrede-en-akkoord"}),
        ('"missie"', {"missie"}),
        ("invoer", {"invoer", "uitvoer"}),
        ("IS", {"IS"}),
        ("1500", {"getallen"}),
        ("1.500", {"getallen"}),
        ("2300 paarden", {"getallen"}),
        ("1,5", {"getallen"}),
        ("21 501-02", {"getallen"}),
        ("21501-02", {"getallen"}),
        ("21501-02, nr. 2462", {"getallen"}),
        ("c130", {"vliegtuig"}),
        ("2022-02-07", {"datum"}),
        ("7 februari 2022", {"datum"}),
        ('"van 7 februari 2022 volgt"', {"datum"}),
        ("Ivoire", {"vliegtuig"}),
        ("djamena", {"vliegtuig"}),
        ("n’djamena", {"vliegtuig"}),
        ("ndjamena", {"vliegtuig"}),
        ("Den Haag", {"vliegtuig"}),
        ("geintegreerd", {"accenten"}),
        ("oekraine", {"accenten"}),
        ("Oekrai\u0308ne", {"accenten"}),
        ("ge\u00adintegreerde", {"accenten"}),
        ("beëindiging", {"ocr"}),
        ("beeindigen", {"ocr"}),
        ("VN", {"vn", "afkorting"}),
        ("verenigde naties", {"vn", "afkorting"}),
        ('"VN"', {"afkorting"}),
        ("29521-426", {"kst-29521-426", "verwijzing"}),
        ("29 521", {"kst-29521-426", "verwijzing"}),
        ("niger -29521-426", {"kst-29521-426"}),
        ('dossier:"29 521"', {"kst-29521-426"}),
        ("verwijst:29521-426", {"verwijzing"}),
        ('verwijst:"29 521, nr. 426"', {"verwijzing"}),
        ("cites:kst-29521-426 NIET Mali", {"verwijzing"}),
        ("verwijst:29521-1", set()),
        ("kenmerk:kst-29521-426", {"kst-29521-426"}),
        ("kenmerk:met_streep OF identifier:niemand", {"met_streep"}),
        ("Kamerstukken II 2021/22, 29 521, nr. 426", {"kst-29521-426", "verwijzing"}),
        ("TK 2021-2022, 29 521, nr. 426", {"kst-29521-426", "verwijzing"}),
        ("vredes-missie", {"vredesmissies"}),
        ('"IS"', {"IS"}),
        ('"is"', {"is", "vredesakkoord", "akkoord", "IS", "accenten"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_found(dutch: SearchEngine, query: str, expected: set[str]) -> None:
    result = ask(dutch, query)
    assert {hit.id for hit in result.hits} == expected
    assert "any-word" not in {notice.code for notice in result.notices}


@pytest.mark.parametrize("query", ["beeindigen", "beëindigen", "beéindigen", "beëindiging"])
def test_every_spelling_finds_the_real_letter(engine: SearchEngine, query: str) -> None:
    assert REAL in ids(engine, query)


def test_the_word_itself_comes_before_compounds_with_it(dutch: SearchEngine) -> None:
    assert ids(dutch, "missie")[0] == "missie"
    assert ids(dutch, "vredesakkoord")[0] == "vredesakkoord"


@pytest.mark.parametrize(
    "query",
    ["29521-426", "kst-29521-426", "29 521, nr. 426", "29 521 nr 426", "29521, nr. 426", "Kamerstuk 29 521, nr. 426"],
)
def test_a_paper_by_its_number_comes_first(dutch: SearchEngine, query: str) -> None:
    assert ids(dutch, query) == ["kst-29521-426", "verwijzing"]


def test_what_a_shown_letter_has_is_marked(dutch: SearchEngine) -> None:
    def marked(query: str) -> set[str]:
        hits = ask(dutch, query).hits
        return {span.text for hit in hits for part in hit.snippets for span in part.spans if span.match}

    assert marked("missie") == {"missie", "vredesmissies", "trainingsmissie"}
    assert marked("vredesakkoord") == {"vredesakkoord", "vrede", "akkoord"}
    assert marked("1500") == {"1.500"}
    assert marked("2300") == {"2 300"}
    assert marked("29521-426") == {"29 521, nr. 426"}
    assert marked("invoer") == {"invoer", "in"}
    assert marked("VN") == {"VN", "Verenigde Naties"}


def test_other_names_can_be_left_out(dutch: SearchEngine) -> None:
    result = ask(dutch, "VN")
    assert [(notice.code, notice.text) for notice in result.notices] == [
        ("synonyms", "Ook gezocht naar: Verenigde Naties.")
    ]
    assert ids(dutch, "VN")[0] == "afkorting"
    result = ask(dutch, "VN", synonyms=False)
    assert ([hit.id for hit in result.hits], result.notices) == (["afkorting"], ())


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("misie", "missie"),
        ("vredesakoord", "vredesakkoord"),
        ("trainingsmisie begint", "trainingsmissie begint"),
        ("missie", None),
        ("xyzzyx", None),
        ("armoedig", None),
        ("pard", None),
        ("Misi\u0301e", "missie"),
        ("mi\u00adsie", "missie"),
        ("misie OF graan", "missie OF graan"),
    ],
)
def test_did_you_mean(dutch: SearchEngine, query: str, suggestion: str | None) -> None:
    assert ask(dutch, query).suggestion == suggestion


def test_what_was_meant_is_shown_when_nothing_else_is_found(dutch: SearchEngine) -> None:
    result = ask(dutch, "misie")
    assert [notice.code for notice in result.notices] == ["meant"]
    assert [hit.id for hit in result.hits] == ids(dutch, "missie")
    assert (result.request.query, result.total) == ("misie", 3)


def test_words_that_no_letter_has_together_are_optional(dutch: SearchEngine) -> None:
    result = ask(dutch, "graan paarden Algiers vredesakkoord")
    assert [notice.code for notice in result.notices] == ["any-word"]
    assert result.hits[0].id == "vredesakkoord"
    assert {hit.id for hit in result.hits} == {"vredesakkoord", "invoer", "getallen", "vrede-en-akkoord"}


def test_filters_that_only_together_leave_nothing(dutch: SearchEngine) -> None:
    result = ask(dutch, "dossier:29521 graan")
    assert [(notice.code, notice.text) for notice in result.notices] == [
        ("filter-empties", "Zonder filters zou dit 1 brief geven.")
    ]


def test_a_letter_is_marked_as_its_excerpts_are(dutch: SearchEngine) -> None:
    def marked(letter: str, query: str, *, synonyms: bool = True) -> list[str]:
        view = dutch.letter(letter, query, synonyms=synonyms)
        assert view
        return [span.text for paragraph in view.paragraphs for span in paragraph if span.match]

    assert marked("vn", "VN") == ["Verenigde Naties"]
    assert marked("vn", "VN", synonyms=False) == []
    assert marked("vrede-en-akkoord", "vredesakkoord") == ["vrede", "akkoord"]
    assert marked("vredesakkoord", "vredesakkoord") == ["vredesakkoord"]


def test_excluded_words_stay_excluded(dutch: SearchEngine) -> None:
    assert set(ids(dutch, "graan paarden -invoer")) == {"getallen"}


def test_which_filter_leaves_nothing(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("MINUSMA", date=("1995",)))
    assert result.total == 0
    assert [(notice.code, notice.text) for notice in result.notices] == [
        ("filter-empties", "Zonder het filter Datum zou dit 3 brieven geven.")
    ]


def test_every_string_is_answered_soon(dutch: SearchEngine) -> None:
    """No pattern backtracks: the slowest of many strings of signs that mean something takes a bounded time."""
    chance = random.Random(4)
    pieces = [
        *'"()-*?~:é’\0\n \u0301', "van:", "29 521", "nr. ", "a" * 400, "1" * 300, "IS", "OF ", "NIET ", "12 500,5",
        "missie", "ا", "😀", "in- en ", "kst-29521-", "~5",
    ]  # fmt: skip
    slowest = 0.0
    for _ in range(1000):
        query = "".join(chance.choices(pieces, k=chance.randint(1, 12)))[:500]
        start = time.perf_counter()
        ask(dutch, query)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < 1
