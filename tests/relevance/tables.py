"""The figures of a run as tables in Markdown."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from search.evaluation import SPLITS

ALL: Final = "all"


def tables(figures: Mapping[str, Any]) -> str:
    """The means by split, nDCG@10 by class, and the differences in nDCG@10 with their 95 % intervals."""
    return "\n\n".join([_by_split(figures), _by_class(figures), _by_peer(figures)])


def _by_split(figures: Mapping[str, Any]) -> str:
    means, topics = figures["means"], figures["topics"]
    measures = next(iter(means[ALL].values()))
    rows = (
        [name, group, *(_number(means[group][name][measure]) for measure in measures)]
        for group in (*SPLITS, ALL)
        for name in means[group]
    )
    counted = ", ".join(f"{group} {topics[group]}" for group in (*SPLITS, ALL))
    return f"Topics: {counted}\n\n" + _markdown(["system", "topics", *measures], rows)


def _by_class(figures: Mapping[str, Any]) -> str:
    means, topics = figures["means"], figures["topics"]
    kinds = [group.removesuffix(f", {SPLITS[0]}") for group in means if group.endswith(f", {SPLITS[0]}")]
    rows = (
        [name, split, *(_number(means[f"{kind}, {split}"][name]["nDCG@10"]) for kind in kinds)]
        for split in SPLITS
        for name in means[ALL]
    )
    return _markdown(["nDCG@10", "topics", *(f"{kind} ({topics[kind]})" for kind in kinds)], rows)


def _by_peer(figures: Mapping[str, Any]) -> str:
    groups = (*SPLITS, ALL)
    differences = figures["differences"]
    rows = ([name, *(_interval(differences[group][name]["nDCG@10"]) for group in groups)] for name in differences[ALL])
    return _markdown(["nDCG@10, ours less", *groups], rows)


def _number(value: float) -> str:
    return f"{value:.3f}"


def _interval(difference: Iterable[float]) -> str:
    mean, low, high = difference
    return f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]"


def _markdown(head: list[str], rows: Iterable[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
