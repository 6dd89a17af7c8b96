"""Letters with nearly the same text."""

from dataclasses import replace

import numpy as np
import pytest

from index.letter import Letter
from search.answer import Answerer
from search.duplicates import Sketches, first_of_each, resemblances, sketch
from search.forms import Forms
from search.request import SearchRequest
from search.terminal import print_result
from tests.test_search_oracle import ANALYZER, META, MemorySource

WORDS = tuple(f"woord{number}" for number in range(200))
TEXT = " ".join(WORDS)
LONG = " ".join(f"lang{number}" for number in range(3000))


def changed(*places: int) -> str:
    """The text with other words at some places."""
    return " ".join("anders" if place in places else word for place, word in enumerate(WORDS))


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TEXT, id="the same"),
        pytest.param(changed(100), id="a word"),
        pytest.param(changed(*range(20, 180, 20)), id="eight words"),
        pytest.param(changed(*range(5, 200, 10)), id="every tenth word"),
        pytest.param(" ".join(WORDS[:150]), id="its beginning"),
        pytest.param(" ".join(reversed(WORDS)), id="the same words in another order"),
    ],
)
def test_the_share_of_common_shingles(other: str) -> None:
    ours, theirs = shingles(TEXT), shingles(other)
    exact = len(ours & theirs) / len(ours | theirs)
    assert resemblances(sketch(TEXT), np.array([sketch(other)])) == pytest.approx([exact], abs=0.06)


@pytest.mark.parametrize(
    ("texts", "firsts"),
    [
        pytest.param([], [], id="none"),
        pytest.param([TEXT], [0], id="one"),
        pytest.param(["", TEXT, TEXT], [0, 1, 1], id="an empty one"),
        pytest.param([TEXT, TEXT.upper().replace(" ", ",\n“")], [0, 0], id="capitals and punctuation"),
        pytest.param([TEXT, changed(50), changed(50, 100)], [0, 0, 0], id="a few words"),
        pytest.param([TEXT, changed(*range(5, 200, 10))], [0, 1], id="many words"),
        pytest.param(
            [TEXT, changed(40, 80, 120, 160), changed(*range(20, 180, 20))], [0, 0, 0], id="by way of another"
        ),
        pytest.param([LONG, f"{LONG} anders"], [0, 0], id="long ones"),
        pytest.param([LONG, f"{LONG} {TEXT}"], [0, 1], id="long ones with another end"),
        pytest.param([" ".join(WORDS[:60]), " ".join(WORDS[:60])], [0, 1], id="the same, but short"),
    ],
)
def test_each_belongs_to_the_first_that_it_is_nearly_the_same_as(texts: list[str], firsts: list[int]) -> None:
    assert first_of_each(list(map(sketch, texts))) == firsts


def test_a_sketch_is_the_same_in_every_process() -> None:
    assert int(sketch(TEXT).sum(dtype=np.uint64)) == 305340122126


def test_sketches_are_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.duplicates._REMEMBERED", 2)
    sketches = Sketches()
    letters = [Letter(f"kst-1-{number}", "", changed(number), "") for number in range(3)]
    first, second = sketches.of(0, letters.__getitem__), sketches.of(1, letters.__getitem__)
    assert sketches.of(0, letters.__getitem__) is first
    sketches.of(2, letters.__getitem__)
    assert sketches.of(0, letters.__getitem__) is first
    assert sketches.of(1, letters.__getitem__) is not second


def test_hits_say_of_which_earlier_hit_they_are_a_copy() -> None:
    letter = Letter("kst-1-1", "Mali", TEXT, "")
    letters = [
        letter,
        replace(letter, id="kst-1-2", text=changed(*range(5, 200, 10))),
        replace(letter, id="kst-1-3", text=changed(3)),
    ]
    result = Answerer(MemorySource(letters, [0, 1, 2], 3), Forms(ANALYZER), META).search(SearchRequest("Mali"))
    assert [(hit.id, hit.duplicate_of) for hit in result.hits] == [
        ("kst-1-1", None), ("kst-1-2", None), ("kst-1-3", "kst-1-1"),
    ]  # fmt: skip
    assert result.total == 3
    assert [hit["duplicate_of"] for hit in result.to_json()["hits"]] == [None, None, "kst-1-1"]


def test_the_terminal_says_what_is_a_copy(capsys: pytest.CaptureFixture[str]) -> None:
    letters = [Letter("kst-1-1", "Mali", TEXT, ""), Letter("kst-1-2", "Mali", TEXT, "")]
    result = Answerer(MemorySource(letters, [0, 1], 2), Forms(ANALYZER), META).search(SearchRequest("Mali"))
    print_result(result, facets=False)
    facts = [line.strip() for line in capsys.readouterr().out.splitlines() if "zonder datum" in line]
    assert facts == ["zonder datum · kst-1-1", "zonder datum · kst-1-2 · vrijwel gelijk aan kst-1-1"]
