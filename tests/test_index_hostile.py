"""The files that are made to break a reader: enough of them, each with its own name, the same each time."""

from functools import partial
from pathlib import Path

import pytest

from index.builder import update
from index.corpus import scan
from index.forms.sandbox import Sandbox
from search.engine import open_engine
from search.request import SearchRequest
from tests.hostile import GROUPS, hostile_files

LETTERS = Path(__file__).parent / "letters"
GOOD = ("kst-99521-7.pdf", "ministerie-verzonnen.docx")


def test_each_has_its_own_name() -> None:
    names = [name.casefold() for make in GROUPS for name in make()]
    assert sorted(set(names)) == sorted(names)


def test_they_are_many_and_different_and_not_large() -> None:
    files = hostile_files().values()
    sizes = [len(content) for content in files]
    assert len(set(files)) >= 110
    assert max(sizes) <= 5_000_000
    assert sum(sizes) <= 60_000_000


def write_all(corpus: Path) -> None:
    """All of them, in a folder, with good letters among them."""
    for name, content in hostile_files().items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for letter in GOOD:
        (corpus / letter).write_bytes((LETTERS / letter).read_bytes())


def test_each_is_a_letter_or_a_line_in_the_report_and_the_good_ones_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, location = tmp_path / "corpus", tmp_path / "index"
    write_all(corpus)
    monkeypatch.setattr("index.batch.Sandbox", partial(Sandbox, seconds=5))
    report = update(corpus, location)
    problems = {problem.path: problem.reason for problem in report.problems}
    found = dict(scan(corpus))
    assert set(report.read) == set(found)
    assert report.letters == len(found) - len(problems) - len(report.notices) - report.superseded
    assert {path: reason for path, reason in problems.items() if "\n" in reason or len(reason) > 400} == {}
    assert {
        path: reason for path, reason in problems.items() if "Error)" in reason or "onverwachte fout" in reason
    } == {}, "faults of ours"
    assert len(problems) >= 100

    engine = open_engine(str(location))
    hits = engine.search(SearchRequest("verzonnen taakgroep MINUSMA", size=100)).hits
    assert "kst-99521-7" in {hit.id for hit in hits}
    assert engine.search(SearchRequest('"root:x:0:0"')).total == 0, "an external entity was read"
