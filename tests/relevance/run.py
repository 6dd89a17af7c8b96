"""Measure how well kbsearch and other systems answer the topics of this folder. See README.md here.

python tests/relevance/run.py
python tests/relevance/run.py --json tests/relevance/figures.json
python tests/relevance/run.py --pool 20      # topic and letter of each first 20 that nobody has judged
"""

import json
import random
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
from systems import DEPTH, Ranker, all_systems, pool
from tables import tables

from search.evaluation import (
    SPLITS,
    Difference,
    Topic,
    ndcg,
    paired_bootstrap,
    read_qrels,
    read_topics,
    recall,
    reciprocal_rank,
)

HERE: Final = Path(__file__).resolve().parent
CORPUS: Final = HERE.parent.parent / "corpus"
GIVEN: Final = "given"
"""The class of the questions whose judgements came with them and are left as they are."""
SEED: Final = 1
MEASURES: Final[Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]]] = {
    "nDCG@10": ndcg,
    "MRR@10": reciprocal_rank,
    "recall@10": lambda ranking, grades: recall(ranking, grades, 10),
    "recall@100": lambda ranking, grades: recall(ranking, grades, 100),
}
Qrels = Mapping[str, Mapping[str, int]]
Scores = dict[str, dict[str, list[float]]]
"""System -> measure -> the value of each topic, in their order."""


def run(systems: Mapping[str, Ranker], topics: Sequence[Topic], qrels: Qrels, *, ours: str) -> dict[str, Any]:
    """All figures: means by split and class, and how much better ``ours`` is than each other system.

    Any ranking function takes part under the name it has in ``systems``: a peer, or ours with a level switched off.
    """
    scores = {name: _scores(ranker, topics, qrels) for name, ranker in systems.items()}
    groups = _groups(topics)
    return {
        "topics": {group: len(members) for group, members in groups.items()},
        "means": {group: _means(scores, members) for group, members in groups.items()},
        "differences": {group: _differences(scores, members, ours) for group, members in groups.items()},
        "nDCG@10": {
            topic.id: {name: round(values["nDCG@10"][at], 4) for name, values in scores.items()}
            for at, topic in enumerate(topics)
        },
    }


def unjudged(systems: Mapping[str, Ranker], topics: Sequence[Topic], qrels: Qrels, depth: int) -> list[tuple[str, str]]:
    """(topic, letter) of each letter that a system has so high and the qrels do not name, shuffled."""
    pairs = [
        (topic.id, letter)
        for topic in topics
        for letter in sorted(pool((rank(topic.query) for rank in systems.values()), depth) - qrels[topic.id].keys())
    ]
    random.Random(SEED).shuffle(pairs)
    return pairs


def _scores(ranker: Ranker, topics: Sequence[Topic], qrels: Qrels) -> dict[str, list[float]]:
    rankings = [(ranker(topic.query), qrels[topic.id]) for topic in topics]
    return {name: [measure(*ranking) for ranking in rankings] for name, measure in MEASURES.items()}


def _groups(topics: Sequence[Topic]) -> dict[str, list[int]]:
    """The places of all topics, of those of each split, of each class, and of each class in each split."""
    kinds = dict.fromkeys(topic.kind for topic in topics)
    names = ["all", *SPLITS, *kinds, *(f"{kind}, {split}" for kind in kinds for split in SPLITS)]
    return {name: [at for at, topic in enumerate(topics) if name in _groups_of(topic)] for name in names}


def _groups_of(topic: Topic) -> tuple[str, ...]:
    return "all", topic.split, topic.kind, f"{topic.kind}, {topic.split}"


def _means(scores: Scores, members: Sequence[int]) -> dict[str, dict[str, float]]:
    return {
        name: {measure: round(statistics.fmean(_chosen(values, members)), 4) for measure, values in measures.items()}
        for name, measures in scores.items()
    }


def _differences(scores: Scores, members: Sequence[int], ours: str) -> dict[str, dict[str, Any]]:
    return {
        name: {
            measure: _rounded(paired_bootstrap(_chosen(scores[ours][measure], members), _chosen(values, members), SEED))
            for measure, values in measures.items()
        }
        for name, measures in scores.items()
        if name != ours
    }


def _chosen(values: Sequence[float], members: Iterable[int]) -> list[float]:
    return [values[at] for at in members]


def _rounded(difference: Difference) -> list[float]:
    return [round(value, 4) for value in difference]


@click.command()
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write all figures here.")
@click.option(
    "--pool", "depth", type=click.IntRange(1, DEPTH), help="List letters of the first so many not judged yet."
)
def main(*, json_file: Path | None, depth: int | None) -> None:
    """Measure how well kbsearch and other systems answer the topics of tests/relevance."""
    topics, qrels = read_topics(HERE / "topics.tsv"), read_qrels(HERE / "qrels.txt")
    with tempfile.TemporaryDirectory(prefix="kbsearch-relevance-") as folder:
        systems = all_systems(CORPUS, Path(folder))
        if depth:
            own = [topic for topic in topics if topic.kind != GIVEN]
            for pair in unjudged(systems, own, qrels, depth):
                click.echo("\t".join(pair))
            return
        figures = run(systems, topics, qrels, ours="kbsearch")
    click.echo(tables(figures))
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
