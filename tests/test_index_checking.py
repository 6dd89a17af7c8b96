"""``kbindex --check``: what it says of an index that is as it should be, of one that is not, and of changed files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from index.batch import Problem
from index.builder import update
from index.checking import CheckReport, check
from index.dictionary import LEMMAS, WORDS
from index.errors import IndexLocked, IndexMissing, IndexUnusable
from index.segments.array_file import ArrayFile
from index.store import LOCK, current_folder
from search.engine import open_engine
from search.request import SearchRequest
from tests.conftest import Run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two letters and a file that is none."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "een.txt").write_text("Het fregat vaart uit.", encoding="utf-8")
    (folder / "twee.txt").write_text("De olifant is grijs.", encoding="utf-8")
    (folder / "leeg.txt").touch()
    return folder


@pytest.fixture
def location(corpus: Path, tmp_path: Path) -> Path:
    """An index of them."""
    update(corpus, tmp_path / ".kbsearch")
    return tmp_path / ".kbsearch"


def flip(path: Path, array: str) -> None:
    """Change a byte of an array."""
    content = bytearray(path.read_bytes())
    start, end = ArrayFile(path).place(array)
    content[(start + end) // 2] ^= 0x55
    path.write_bytes(content)


def test_all_is_well(corpus: Path, location: Path) -> None:
    assert check(corpus, location) == CheckReport(letters=2, segments=1, files=3, damaged=(), outdated=())


@pytest.mark.parametrize(
    ("name", "array", "found"),
    [
        ("s1.seg", "text_exact.docs", "is beschadigd (text_exact.docs)"),
        ("s1.seg", "records.text", "is beschadigd (records.text)"),
        (LEMMAS, "lemmas.text", "is beschadigd"),
        (WORDS, "words.text", "is beschadigd"),
    ],
    ids=["postings", "records", "lemmas", "words"],
)
def test_a_changed_byte(corpus: Path, location: Path, name: str, array: str, found: str) -> None:
    path = current_folder(location) / name
    flip(path, array)
    report = check(corpus, location)
    assert report.damaged == (Problem(str(path), f"{found}; voer uit: kbindex --rebuild"),)


CHANGES: dict[str, tuple[Callable[[Path], object], tuple[Problem, ...]]] = {
    "new": (
        lambda corpus: (corpus / "drie.txt").write_text("x", encoding="utf-8"),
        (Problem("drie.txt", "is nieuw; voer uit: kbindex"),),
    ),
    "gone": (
        lambda corpus: (corpus / "een.txt").unlink(),
        (Problem("een.txt", "is weg; voer uit: kbindex"),),
    ),
    "an unreadable one gone": (
        lambda corpus: (corpus / "leeg.txt").unlink(),
        (Problem("leeg.txt", "is weg; voer uit: kbindex"),),
    ),
    "touched": (lambda corpus: (corpus / "een.txt").touch(), ()),
}


@pytest.mark.parametrize(("change", "outdated"), CHANGES.values(), ids=CHANGES)
def test_a_changed_corpus(
    corpus: Path, location: Path, change: Callable[[Path], object], outdated: tuple[Problem, ...]
) -> None:
    change(corpus)
    assert check(corpus, location).outdated == outdated


def test_other_bytes_under_the_same_time_and_size(corpus: Path, location: Path) -> None:
    (corpus / "een.txt").write_text("Het fregat vaart aan.", encoding="utf-8")
    reason = f"is veranderd sinds het gelezen werd; voer uit: kbindex {corpus / 'een.txt'}"
    assert check(corpus, location).outdated == (Problem("een.txt", reason),)


def test_a_repaired_file(corpus: Path, location: Path) -> None:
    (corpus / "leeg.txt").write_text("Toch een brief.", encoding="utf-8")
    reason = f"is veranderd sinds het gelezen werd; voer uit: kbindex {corpus / 'leeg.txt'}"
    assert check(corpus, location).outdated == (Problem("leeg.txt", reason),)


def test_beside_another_kbindex(corpus: Path, location: Path) -> None:
    with FileLock(location / LOCK), pytest.raises(IndexLocked, match="probeer het opnieuw"):
        check(corpus, location)


def test_no_index(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        check(corpus, tmp_path / "nergens")


def test_a_question_that_meets_changed_bytes(location: Path) -> None:
    path = current_folder(location) / "s1.seg"
    flip(path, "records.text")
    with pytest.raises(IndexUnusable, match=r"s1\.seg is beschadigd; voer uit: kbindex --rebuild"):
        open_engine(str(location)).search(SearchRequest(query=""))


def test_the_command(corpus: Path, location: Path, run: Run) -> None:
    places = {"KBSEARCH_CORPUS": str(corpus), "KBSEARCH_INDEX": str(location)}
    done = run("kbindex", "--check", **places)
    assert (done.returncode, done.stdout) == (0, "index in orde: 2 brieven uit 3 bestanden, in 1 segment\n")
    assert json.loads(run("kbindex", "--check", "--json", **places).stdout)["damaged"] == []
    path = current_folder(location) / "s1.seg"
    flip(path, "days")
    (corpus / "een.txt").unlink()
    done = run("kbindex", "--check", **places)
    assert (done.returncode, done.stdout) == (1, "index beschadigd: 2 brieven uit 3 bestanden, in 1 segment\n")
    assert done.stderr == (
        f"beschadigd: {path}: is beschadigd (days); voer uit: kbindex --rebuild\n"
        f"niet bij: {corpus / 'een.txt'}: is weg; voer uit: kbindex\n"
    )
    assert run("kbindex", "--check", "--rebuild", **places).returncode == 2
