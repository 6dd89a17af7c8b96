"""In which forms a question's words stand in the letters shown."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from index.analysis import fold
from index.letter import Letter
from search.answer import Answerer
from search.expansion import Expansion
from search.forms import Forms
from search.marks import Marker
from search.matched import found_in, matched
from search.query import Node
from search.request import SearchRequest
from tests.test_search_oracle import ANALYZER, META, Collection, MemorySource, collections, examples, trees

TEXTS = (
    "De missie in Mali. MISSIE! Vredesmissie, VN-missie.",
    "Missies van de Verenigde Naties (VN), de VN missie, één vredesbrief.",
    "Vrede, akkoorden, een brief, een Missie met IS; dit is Malinees (29 521, nr. 7).",
)


def asked(query: str) -> list[tuple[str, list[tuple[str, str, int]]]]:
    letters = [Letter(f"kst-1-{number}", "", text, "") for number, text in enumerate(TEXTS)]
    meta = replace(META, names=(("VN", "Verenigde Naties"),))
    result = Answerer(MemorySource(letters, [0, 1, 2], 3), Forms(ANALYZER), meta).search(SearchRequest(query))
    return [(word.word, [(form.text, form.how, form.letters) for form in word.forms]) for word in result.matched]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("een", [("een", [("een", "exact", 2)])], id="a function word alone"),
        pytest.param(
            "missie",
            [("missie", [("missie", "exact", 3), ("Missies", "form", 1), ("Vredesmissie", "part", 1)])],
            id="forms and compounds",
        ),
        pytest.param(
            "naties Mali",
            [("naties", [("Naties", "exact", 1)]), ("Mali", [("Mali", "exact", 1), ("Malinees", "name", 1)])],
            id="words in the order typed",
        ),
        pytest.param(
            "vredesbrief",
            [("vredesbrief", [("vredesbrief", "exact", 1), ("Vrede", "part", 1), ("brief", "part", 1)])],
            id="a compound by its parts",
        ),
        pytest.param(
            "VN-missie", [("VN-missie", [("VN-missie", "exact", 1), ("VN missie", "form", 1)])], id="a hyphen"
        ),
        pytest.param("VN", [("VN", [("VN", "exact", 2), ("Verenigde Naties", "name", 1)])], id="another name"),
        pytest.param(
            "verenigde naties",
            [("verenigde naties", [("Naties", "exact", 1), ("Verenigde", "exact", 1), ("VN", "name", 2)])],
            id="a name of two words",
        ),
        pytest.param(
            'VN "Verenigde Naties"',
            [("VN", [("VN", "exact", 1)]), ("Verenigde Naties", [("Verenigde Naties", "phrase", 1)])],
            id="a name that was typed, too",
        ),
        pytest.param("IS", [("IS", [("IS", "exact", 1)])], id="an acronym"),
        pytest.param('"is"', [("is", [("is", "phrase", 1)])], id="a phrase"),
        pytest.param(
            '"de missie"~1', [("de missie", [("de", "phrase", 2), ("missie", "phrase", 2)])], id="words near each other"
        ),
        pytest.param("mis*", [("mis*", [("missie", "pattern", 3), ("Missies", "pattern", 1)])], id="a beginning"),
        pytest.param("misie~", [("misie~", [("missie", "pattern", 3)])], id="a misspelling"),
        pytest.param("m?ssies", [("m?ssies", [("Missies", "pattern", 1)])], id="a wildcard"),
        pytest.param("29521-7", [("29521-7", [("29 521, nr. 7", "phrase", 1)])], id="a paper"),
        pytest.param("akkoorden -Mali", [("akkoorden", [("akkoorden", "exact", 1)])], id="what is excluded"),
    ],
)
def test_forms(query: str, expected: list[tuple[str, list[tuple[str, str, int]]]]) -> None:
    assert asked(query) == expected


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        pytest.param(["Missie", "missie", "MISSIE"], ("missie", 3), id="small letters"),
        pytest.param(["MISSIE", "Missie"], ("missie", 2), id="an ordinary word in capitals"),
        pytest.param(["Brieven"], ("Brieven", 1), id="a capital"),
        pytest.param(["VN", "Vn"], ("Vn", 2), id="not all capitals"),
        pytest.param(["VN"], ("VN", 1), id="an acronym"),
    ],
)
def test_capitals(texts: list[str], shown: tuple[str, int]) -> None:
    letters = [Letter(f"kst-1-{number}", "", text, "") for number, text in enumerate(texts)]
    source = MemorySource(letters, list(range(len(letters))), len(letters))
    (word,) = Answerer(source, Forms(ANALYZER), META).search(SearchRequest(texts[0])).matched
    assert [(form.text, form.letters) for form in word.forms] == [shown]


def test_there_are_not_too_many_forms() -> None:
    letters = [Letter("kst-1-1", "", " ".join(f"missie{letter}" for letter in "abcdefghijklmnop"), "")]
    (word,) = Answerer(MemorySource(letters, [0], 1), Forms(ANALYZER), META).search(SearchRequest("missie*")).matched
    assert "".join(form.text[-1] for form in word.forms) == "abcdefghijkl"


def test_the_json_of_what_matched() -> None:
    result = Answerer(MemorySource([Letter("kst-1-1", "", "Missies", "")], [0], 1), Forms(ANALYZER), META).search(
        SearchRequest("missie")
    )
    assert json.loads(json.dumps(result.to_json()))["matched"] == [
        {"word": "missie", "forms": [{"text": "Missies", "how": "form", "letters": 1}]}
    ]


@examples
@given(collections(), trees)
def test_every_mark_is_a_form_of_a_word(collection: Collection, tree: Node) -> None:
    marker = Marker(tree, Forms(ANALYZER), Expansion(collection.source))
    texts = [letter.text for letter in collection.letters.values()]
    found = [found_in(text, marker.marks(text)) for text in texts]
    forms = [form for word in matched(tree, ANALYZER, found) for form in word.forms]
    assert any(found) == bool(forms)
    for form in forms:
        assert 0 < form.letters <= sum(map(bool, found))
        assert any(fold(form.text) in " ".join(fold(text).split()) for text in texts)
