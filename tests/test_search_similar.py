"""The letters that stand beside one letter: those like it, its neighbours, and letters by their ids."""

import datetime
from collections.abc import Sequence
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter import Letter, Named
from search.answer import Answerer
from search.forms import Forms
from search.request import Entry, Neighbours, SearchEngine, SearchRequest
from tests.test_search_oracle import ANALYZER, META, Collection, MemorySource, collections, examples

DAY = datetime.date(2022, 1, 1)


def answerer(letters: Sequence[Letter]) -> Answerer:
    return Answerer(MemorySource(list(letters), list(range(len(letters))), len(letters)), Forms(ANALYZER), META)


def written(*texts: str, day: datetime.date | None = None) -> list[Letter]:
    """Letters 1, 2, ... with these texts."""
    return [Letter(f"kst-1-{number}", "", text, "", date=day) for number, text in zip(count(1), texts, strict=False)]


def similar(letters: Sequence[Letter], number: int = 1, most: int = 6) -> list[str]:
    """The last part of the ids of the letters like one."""
    return [entry.id.rsplit("-")[-1] for entry in answerer(letters).related.similar(f"kst-1-{number}", most)]


LONG = " ".join(f"w{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(100)) + " missie" * 5


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["missie"], [], id="no other letter"),
        pytest.param(["", "missie"], [], id="an empty letter"),
        pytest.param(["missie akkoord", "brief", "akkoord", "missies akkoorden"], ["4", "3"], id="more in common"),
        pytest.param(["missie", "vrede", "de een is", "Missies"], ["4"], id="another form"),
        pytest.param(["de een is 130 1.500 a", "de een is 130 1.500 a"], [], id="function words, numbers, letters"),
        pytest.param(["VN", "vn", "vnmissie"], ["2"], id="an acronym"),
        pytest.param(["missie missie brief", "brief x x", "missie x x", "x y z"], ["3", "2"], id="a frequent word"),
        pytest.param(["missie brief", "missie x", "brief x", "brief y"], ["2", "3", "4"], id="a rare word"),
        pytest.param([LONG, f"{LONG} brief", f"brief {LONG}", "missie"], ["4"], id="its copies left out"),
        pytest.param(["waa wab", LONG, f"{LONG} brief", "waa"], ["2", "4"], id="copies of others shown once"),
    ],
)
def test_similar(texts: list[str], expected: list[str]) -> None:
    assert similar(written(*texts)) == expected


def test_ties_by_date_then_id() -> None:
    letters = [
        *written("missie brief", "missie", "missie"),
        Letter("kst-1-0", "", "missie", "", date=DAY),
        Letter("kst-1-00", "", "missie", "", date=DAY + datetime.timedelta(1)),
    ]
    assert similar(letters) == ["00", "0", "2", "3"]
    assert similar(letters, most=2) == ["00", "0"]


def test_a_word_of_more_than_a_quarter_of_many_letters_tells_nothing() -> None:
    texts = ["missie akkoord", *["missie"] * 10, "akkoord", *["brief"] * 28]
    assert similar(written(*texts), most=20) == ["12"]
    assert len(similar(written(*texts[:-1]), most=20)) == 11


@examples
@given(collections())
def test_no_letter_is_similar_to_itself_or_twice(collection: Collection) -> None:
    related = Answerer(collection.source, Forms(ANALYZER), META).related
    for letter in collection.letters.values():
        found = [entry.id for entry in related.similar(letter.id, 3)]
        assert len(set(found) - {letter.id}) == len(found) <= 3


days = st.sampled_from([None, DAY, DAY.replace(day=2), DAY.replace(day=3)])
dossiers = st.sampled_from([("1",), ("2", "1"), ("1", "2"), ()])


@examples
@given(st.lists(st.tuples(days, dossiers), max_size=8), st.randoms())
def test_neighbours_are_those_of_the_dossier_from_the_oldest(
    made: list[tuple[datetime.date | None, tuple[str, ...]]], random: Random
) -> None:
    ids = random.sample(range(100), len(made))
    letters = [
        Letter(f"kst-{letter_id}", "", "", "", date=day, dossiers=of)
        for letter_id, (day, of) in zip(ids, made, strict=True)
    ]
    answers = answerer(letters)
    for letter in letters:
        found = answers.related.neighbours(letter.id)
        if letter.dossier is None:
            assert found == Neighbours(None, None)
            continue
        request = SearchRequest(dossier=(letter.dossier,), sort="oldest", size=100)
        order = [None, *(hit.id for hit in answers.search(request).hits), None]
        place = order.index(letter.id)
        shown = [entry and entry.id for entry in (found.previous, found.next)]
        assert shown == [order[place - 1], order[place + 1]]


def test_entries_are_those_held_in_the_order_asked() -> None:
    bz = (Named("bz", "Buitenlandse Zaken"),)
    first = Letter("kst-1-1", "Een", "", "", date=DAY, dossiers=("1", "2"), number="1", ministries=bz)
    second = Letter("kst-1-2", "Twee", "", "")
    found = answerer([first, second]).related.entries(iter(["kst-1-2", "kst-9-9", "kst-1-1", "kst-1-2"]))
    assert list(found.items()) == [
        ("kst-1-2", Entry("kst-1-2", "Twee", None, None, None, ())),
        ("kst-1-1", Entry("kst-1-1", "Een", DAY, "1", "1", bz)),
    ]


def test_an_unknown_letter_has_nothing_beside_it(engine: SearchEngine) -> None:
    assert engine.similar("kst-0-0") == ()
    assert engine.neighbours("kst-0-0") == Neighbours(None, None)
    assert engine.entries(["kst-0-0"]) == {}


def test_the_engine_over_the_repositorys_letters(engine: SearchEngine) -> None:
    takuba = "brief-2022-02-17-beeindiging-takuba"
    assert [entry.id for entry in engine.similar(takuba, 2)] == ["kst-29521-466", "kst-29521-209"]
    assert engine.neighbours(takuba) == Neighbours(*engine.entries(["kst-29521-403", "kst-29521-446"]).values())
