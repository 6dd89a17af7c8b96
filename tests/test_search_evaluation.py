"""Measures of relevance against values worked out by hand, and the topics and judgements of the repository."""

import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.authority import load_authority
from index.forms.sandbox import Sandbox
from index.readers import read_letter
from search.evaluation import (
    SPLITS,
    Difference,
    EvaluationError,
    Topic,
    ndcg,
    paired_bootstrap,
    read_qrels,
    read_topics,
    recall,
    reciprocal_rank,
)

RELEVANCE = Path(__file__).with_name("relevance")
GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}
IDEAL = 3 + 2 / math.log2(3) + 1 / 2


@pytest.mark.parametrize(
    ("ranking", "k", "expected"),
    [
        ("abc", 10, 1.0),
        ("abcdxyz", 10, 1.0),
        ("cba", 10, (1 + 2 / math.log2(3) + 3 / 2) / IDEAL),
        ("bxa", 10, (2 + 3 / 2) / IDEAL),
        ("xdc", 10, (1 / 2) / IDEAL),
        ("xxxc", 3, 0.0),
        ("b", 1, 2 / 3),
        ("ba", 2, (2 + 3 / math.log2(3)) / (3 + 2 / math.log2(3))),
        ("dxy", 10, 0.0),
        ("", 10, 0.0),
    ],
)
def test_ndcg(ranking: str, k: int, expected: float) -> None:
    assert ndcg(list(ranking), GRADES, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "k", "expected"),
    [("abc", 10, 1.0), ("xc", 10, 1 / 2), ("dxyc", 10, 1 / 4), ("dxyc", 3, 0.0), ("d", 10, 0.0), ("", 10, 0.0)],
)
def test_reciprocal_rank(ranking: str, k: int, expected: float) -> None:
    assert reciprocal_rank(list(ranking), GRADES, k) == expected


@pytest.mark.parametrize(
    ("ranking", "k", "expected"),
    [("abc", 10, 1.0), ("dxc", 10, 1 / 3), ("abc", 2, 2 / 3), ("dx", 10, 0.0), ("", 10, 0.0)],
)
def test_recall(ranking: str, k: int, expected: float) -> None:
    assert recall(list(ranking), GRADES, k) == expected


def test_nothing_relevant_scores_nothing() -> None:
    for grades in ({}, {"a": 0}):
        assert [ndcg(["a"], grades), reciprocal_rank(["a"], grades), recall(["a"], grades, 10)] == [0.0, 0.0, 0.0]


LETTERS = st.permutations("abcdefghijklmn").flatmap(lambda letters: st.integers(0, 14).map(lambda n: letters[:n]))
JUDGED = st.dictionaries(st.sampled_from("abcdefghijklmn"), st.integers(0, 3))


@given(LETTERS, JUDGED, st.integers(1, 14))
def test_measures_are_shares(ranking: list[str], grades: dict[str, int], k: int) -> None:
    for value in (ndcg(ranking, grades, k), reciprocal_rank(ranking, grades, k), recall(ranking, grades, k)):
        assert 0.0 <= value <= 1.0 + 1e-12


@given(JUDGED.filter(lambda grades: any(grades.values())), st.integers(1, 14))
def test_the_ideal_ranking_is_ideal(grades: dict[str, int], k: int) -> None:
    ranking = sorted(grades, key=lambda letter: -grades[letter])
    assert ndcg(ranking, grades, k) == pytest.approx(1.0)
    assert reciprocal_rank(ranking, grades, k) == 1.0
    assert recall(ranking, grades, 14) == 1.0


@given(LETTERS, JUDGED, st.integers(0, 12))
def test_a_better_letter_first_is_no_worse(ranking: list[str], grades: dict[str, int], at: int) -> None:
    pair = sorted(ranking[at : at + 2], key=lambda letter: -grades.get(letter, 0))
    better = [*ranking[:at], *pair, *ranking[at + 2 :]]
    assert ndcg(better, grades) >= ndcg(ranking, grades) - 1e-12


def test_bootstrap_of_equal_differences_has_no_width() -> None:
    assert paired_bootstrap([0.75, 0.5, 1.0], [0.5, 0.25, 0.75], seed=3) == Difference(0.25, 0.25, 0.25)


def test_bootstrap_of_two_topics() -> None:
    """The mean of two drawn from 0 and 1 is 0, 1/2 or 1; each end has a quarter of the samples."""
    assert paired_bootstrap([0.0, 1.0], [0.0, 0.0], seed=1) == Difference(0.5, 0.0, 1.0)


def test_bootstrap_agrees_with_the_normal_interval() -> None:
    values = [float(i % 2) for i in range(400)]
    found = paired_bootstrap(values, [0.0] * 400, seed=1)
    assert found == pytest.approx((0.5, 0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025), abs=0.003)


SHARES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30)


@given(SHARES, st.integers(0, 2**32))
def test_bootstrap_holds_its_mean(pairs: list[tuple[float, float]], seed: int) -> None:
    a, b = map(list, zip(*pairs, strict=True))
    found = paired_bootstrap(a, b, seed)
    assert found == paired_bootstrap(a, b, seed)
    assert found.mean == pytest.approx(sum(a) / len(a) - sum(b) / len(b))
    assert min(x - y for x, y in pairs) - 1e-9 <= found.low <= found.high <= max(x - y for x, y in pairs) + 1e-9


@pytest.mark.parametrize(("a", "b"), [([], []), ([1.0], []), ([1.0, 0.0], [1.0])])
def test_bootstrap_needs_pairs(a: list[float], b: list[float]) -> None:
    with pytest.raises(ValueError, match="the same topics"):
        paired_bootstrap(a, b, seed=1)


HEAD = "id\tsplit\tclass\tquery\n"


def test_topics_are_read(tmp_path: Path) -> None:
    path = tmp_path / "topics.tsv"
    path.write_text(HEAD + "t1\tdev\tocr\tbeéindigen Takuba\n\nt2\ttest\ttypo\tMinusa\n", encoding="utf-8")
    assert read_topics(path) == (Topic("t1", "dev", "ocr", "beéindigen Takuba"), Topic("t2", "test", "typo", "Minusa"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "line 1: expected the columns id, split, class, query"),
        ("id\tquery\n", "line 1: expected the columns"),
        (HEAD + "t1\tdev\ttypo\n", "line 2: expected 4 columns"),
        (HEAD + "\nt1\tdev\ttypo\t \n", "line 3: expected 4 columns"),
        (HEAD + "t1\ttrain\ttypo\tMali\n", "line 2: ‘train’ is no split; use dev or test"),
        (HEAD + "t1\tdev\ttypo\tMali\nt1\tdev\ttypo\tNiger\n", "line 3: topic t1 is there already"),
    ],
)
def test_malformed_topics_are_named(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "topics.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError) as raised:
        read_topics(path)
    assert str(raised.value).startswith(f"{path}, {error}")


def test_qrels_are_read(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text("t1 0 kst-1 3\nt1 0 kst-2 0\nt2 0 kst-1 1\n", encoding="utf-8")
    assert read_qrels(path) == {"t1": {"kst-1": 3, "kst-2": 0}, "t2": {"kst-1": 1}}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("t1 0 kst-1\n", "line 1: expected ‘topic 0 letter grade’"),
        ("t1 0 kst-1 1\nt1 1 kst-2 1\n", "line 2: expected"),
        ("t1 0 kst-1 4\n", "line 1: expected"),
        ("t1 0 kst-1 1\n\nt1 0 kst-1 2\n", "line 3: kst-1 is judged for t1 already"),
    ],
)
def test_malformed_qrels_are_named(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError) as raised:
        read_qrels(path)
    assert str(raised.value).startswith(f"{path}, {error}")


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff")
    for name in ("missing", "bytes"):
        with pytest.raises(EvaluationError, match=name):
            read_qrels(tmp_path / name)


def test_the_topics_are_enough_and_divided_evenly() -> None:
    topics = read_topics(RELEVANCE / "topics.tsv")
    splits: dict[str, Counter[str]] = defaultdict(Counter)
    for topic in topics:
        splits[topic.kind][topic.split] += 1
    assert len(topics) >= 86
    assert len({topic.query for topic in topics}) == len(topics)
    assert len(splits) >= 9
    for counts in splits.values():
        assert counts.total() >= 8
        assert abs(counts[SPLITS[0]] - counts[SPLITS[1]]) <= 1


def test_every_topic_is_judged_over_letters_that_there_are(corpus: Path) -> None:
    authority = load_authority()
    files = [path for path in corpus.rglob("*") if path.is_file() and path.name != "README.md"]
    letters = {read_letter(path, corpus, authority, Sandbox()).letter.id for path in files}
    qrels = read_qrels(RELEVANCE / "qrels.txt")
    assert list(qrels) == [topic.id for topic in read_topics(RELEVANCE / "topics.tsv")]
    assert {letter for grades in qrels.values() for letter in grades} <= letters
    assert all(any(grades.values()) for grades in qrels.values())
