"""The files that are made to break a reader: enough of them, each with its own name, the same each time."""

from hashlib import sha256
from pathlib import Path

import pytest

from index.builder import Report, update
from index.corpus import scan
from search.engine import open_engine
from search.request import SearchRequest
from tests.hostile import GROUPS, hostile_files

LETTERS = Path(__file__).parent / "letters"
GOOD = ("kst-99521-7.pdf", "ministerie-verzonnen.docx")


def digests() -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in hostile_files().items()}


def test_each_has_its_own_name() -> None:
    names = [name.casefold() for make in GROUPS for name in make()]
    assert sorted(set(names)) == sorted(names)


def test_they_are_many_and_different_and_not_large() -> None:
    files = hostile_files().values()
    sizes = [len(content) for content in files]
    assert len(set(files)) >= 110
    assert max(sizes) <= 5_000_000
    assert sum(sizes) <= 60_000_000


def test_they_are_the_same_each_time() -> None:
    assert digests() == digests()


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A corpus of all of them, with good letters among them, and the report of indexing it."""
    corpus = tmp_path_factory.mktemp("hostile") / "corpus"
    for name, content in hostile_files().items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for letter in GOOD:
        (corpus / letter).write_bytes((LETTERS / letter).read_bytes())
    return corpus, update(corpus, corpus.with_name("index"))


def test_each_file_is_a_letter_or_a_line_in_the_report(indexed: tuple[Path, Report]) -> None:
    corpus, report = indexed
    problems = {problem.path: problem.reason for problem in report.problems}
    beside = {problem.path for problem in report.notices}
    found = dict(scan(corpus))
    assert set(report.read) == set(found)
    assert report.letters == len(found) - len(problems) - len(beside) - report.superseded
    assert {path: reason for path, reason in problems.items() if "\n" in reason or len(reason) > 400} == {}
    assert len(problems) >= 100


def test_nothing_is_taken_for_a_mistake_of_ours(indexed: tuple[Path, Report]) -> None:
    _, report = indexed
    unexpected = [problem for problem in report.problems if "Error)" in problem.reason]
    assert unexpected == []


def test_the_good_letters_among_them_are_found(indexed: tuple[Path, Report]) -> None:
    corpus, _ = indexed
    result = open_engine(str(corpus.with_name("index"))).search(SearchRequest("verzonnen taakgroep MINUSMA", size=100))
    assert "kst-99521-7" in {hit.id for hit in result.hits}
    secrets = open_engine(str(corpus.with_name("index"))).search(SearchRequest('"root:x:0:0"'))
    assert secrets.total == 0, "an external entity was read"
