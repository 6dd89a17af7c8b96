"""The labelled set of citations: how many are found, how many are none."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.citations.references import references_in
from index.signs import clean_signs

CASES = Path(__file__).parent / "cases" / "citations.jsonl"
LABELLED: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def found_in(case: dict[str, Any]) -> list[tuple[str, str | None, bool]]:
    found = references_in(clean_signs(case["text"]), date.fromisoformat(case["date"]), case.get("known", ()))
    return [(paper.id, paper.date.isoformat() if paper.date else None, paper.doubtful) for paper in found]


def test_precision_and_recall() -> None:
    labelled = {(case["id"], paper["id"]) for case in LABELLED for paper in case["cites"]}
    found = {(case["id"], paper) for case in LABELLED for paper, _, _ in found_in(case)}
    right = len(labelled & found)
    assert len(labelled) >= 190
    assert right / len(found) >= 0.98, sorted(found - labelled)
    assert right / len(labelled) >= 0.98, sorted(labelled - found)


def test_days_and_doubt() -> None:
    labelled = {
        (case["id"], paper["id"]): (paper["date"], paper.get("doubtful", False))
        for case in LABELLED
        for paper in case["cites"]
        if "apart" not in paper
    }
    found = {(case["id"], paper): (day, doubt) for case in LABELLED for paper, day, doubt in found_in(case)}
    wrong = {key: (value, found[key]) for key, value in labelled.items() if key in found and found[key] != value}
    assert len(wrong) / len(labelled) <= 0.02, wrong


@pytest.mark.parametrize("case", [case for case in LABELLED if not case["cites"]], ids=lambda case: case["form"])
def test_traps(case: dict[str, Any]) -> None:
    assert found_in(case) == []
