"""How well a ranking answers a question: topics and judgements as files, and what is computed from them."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar, get_args

import numpy as np

from index.errors import KbError

Split = Literal["dev", "test"]
SPLITS: Final[tuple[Split, ...]] = get_args(Split)
HEAD: Final = ("id", "split", "class", "query")
GRADES: Final = ("0", "1", "2", "3")
"""Not relevant, mentioned, a substantial passage, about it."""
RESAMPLES: Final = 10_000

Grades = Mapping[str, int]
"""Letter id -> grade; a letter that is not named has grade 0."""
Value = TypeVar("Value")


class EvaluationError(KbError):
    """A file of topics or judgements that cannot be used; the message names the file and the line."""


class Topic(NamedTuple):
    """A question as it is typed; ``kind`` is the class of difficulty it stands for."""

    id: str
    split: Split
    kind: str
    query: str


class Difference(NamedTuple):
    """The mean difference over topics, and the interval that holds it with 95 % confidence."""

    mean: float
    low: float
    high: float


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a tab-separated file with the columns `HEAD`, in its order. Raises `EvaluationError`."""
    topics: dict[str, Topic] = {}
    (_, head), *lines = _lines(path, "\t") or [(1, [])]
    if tuple(head) != HEAD:
        raise EvaluationError(f"{path}, line 1: expected the columns {', '.join(HEAD)}")
    for number, cells in lines:
        topic = _topic(cells, f"{path}, line {number}")
        _put(topics, topic.id, topic, f"{path}, line {number}: topic {topic.id} is there already")
    return tuple(topics.values())


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Topic -> letter -> grade, from lines ``topic 0 letter grade`` as TREC has them. Raises `EvaluationError`."""
    qrels: dict[str, dict[str, int]] = {}
    for number, cells in _lines(path, None):
        where = f"{path}, line {number}"
        if len(cells) != 4 or cells[1] != "0" or cells[3] not in GRADES:
            raise EvaluationError(f"{where}: expected ‘topic 0 letter grade’ with a grade of {', '.join(GRADES)}")
        topic, _, letter, grade = cells
        _put(qrels.setdefault(topic, {}), letter, int(grade), f"{where}: {letter} is judged for {topic} already")
    return qrels


def ndcg(ranking: Sequence[str], grades: Grades, k: int = 10) -> float:
    """Normalised discounted cumulated gain of the first ``k`` (Järvelin & Kekäläinen 2002); 0 if nothing is relevant.

    The gain is linear, the grade itself; the letter at rank i counts 1 / log2(i + 1) of it, as in trec_eval's
    ``ndcg_cut``; the ideal ranking has the highest grades first.
    """
    ideal = _cumulated(sorted(grades.values(), reverse=True)[:k])
    return _cumulated([grades.get(letter, 0) for letter in ranking[:k]]) / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Grades, k: int = 10) -> float:
    """One over the rank of the first relevant letter; 0 if there is none among the first ``k``."""
    ranks = (rank for rank, letter in enumerate(ranking[:k], 1) if grades.get(letter, 0))
    return 1 / next(ranks, math.inf)


def recall(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """The share of the relevant letters that are among the first ``k``; 0 if nothing is relevant."""
    relevant = {letter for letter, grade in grades.items() if grade}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def paired_bootstrap(a: Sequence[float], b: Sequence[float], seed: int) -> Difference:
    """How much better ``a`` is than ``b``, which have the values of the same topics in the same order.

    The interval is Efron's percentile interval (1979) over `RESAMPLES` samples of the topics with replacement, as
    Sakai (2006) uses it to compare rankings. The same seed gives the same interval.
    """
    if len(a) != len(b) or not a:
        raise ValueError("give the values of the same topics, of one at least")
    differences = np.asarray(a, float) - np.asarray(b, float)
    drawn = np.random.default_rng(seed).integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
    return Difference(float(differences.mean()), float(low), float(high))


def _cumulated(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _lines(path: Path, separator: str | None) -> list[tuple[int, list[str]]]:
    """The cells of each line that is not empty, with its number."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    return [(number, line.split(separator)) for number, line in enumerate(lines, 1) if line.strip()]


def _topic(cells: Sequence[str], where: str) -> Topic:
    if len(cells) != len(HEAD) or not all(cell.strip() for cell in cells):
        raise EvaluationError(f"{where}: expected {len(HEAD)} columns with a tab between them, none empty")
    id_, split, kind, query = cells
    for known in SPLITS:
        if split == known:
            return Topic(id_, known, kind, query)
    raise EvaluationError(f"{where}: ‘{split}’ is no split; use {' or '.join(SPLITS)}")


def _put(values: dict[str, Value], key: str, value: Value, error: str) -> None:
    if key in values:
        raise EvaluationError(error)
    values[key] = value
