"""Letters -> segments, in one process or in several: the same letters, and errors that arrive."""

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

import pytest

from index import batch, builder, writer
from index.batch import Problem
from index.builder import Report, update
from index.dictionary import write_dictionary
from index.errors import KbError
from index.letter import Letter, Mission
from index.segments.segment import Segment
from index.store import Generation, Meta, SegmentEntry, free_number, segment_path
from index.writer import Indexing, SegmentWriter
from search.engine import open_engine
from search.request import SearchRequest
from tests.test_index_segments import contents, expected_contents
from tests.test_search_oracle import ANALYZER


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the dictionary."""
    path = tmp_path_factory.mktemp("dictionary")
    write_dictionary(path, {})
    return path


@pytest.fixture
def generation(tmp_path: Path, dictionary: Path) -> Generation:
    """A generation without letters."""
    found = Generation(tmp_path, Meta("", "", "", {}, {}))
    shutil.copytree(dictionary, found.folder, dirs_exist_ok=True)
    return found


class Item(NamedTuple):
    """The number of a letter, and what its reader is to do instead of making it."""

    number: int
    order: str = ""


def read(item: Item) -> tuple[str, Letter | None]:
    """The letter of an item, or what its order says."""
    if item.order == "raise":
        raise ArithmeticError(f"brief {item.number}")
    if item.order == "refuse":
        raise KbError(f"brief {item.number}: nee")
    if item.order == "die":
        os._exit(9)
    if item.order == "none":
        return f"niets {item.number}", None
    return f"gelezen {item.number}", letter(item.number)


def letter(number: int) -> Letter:
    words = random.Random(number).choices(["missie", "missies", "VN-missie", "brief", "Mali", "één"], k=40)
    text = " ".join([*words, f"w{number}"])
    return Letter(f"kst-{number}", f"Brief {number}", text, "", missions=(Mission(f"m{number % 3}", ""),))


def indexed(generation: Generation, items: Sequence[Item], processes: int) -> tuple[list[str], list[SegmentEntry]]:
    indexing = Indexing(generation, read, processes=processes)
    results = list(indexing.run(items))
    return results, indexing.segments


def letters(folder: Path, entries: Sequence[SegmentEntry]) -> list[Letter]:
    segments = [Segment(folder / entry.file) for entry in entries]
    assert [segment.size for segment in segments] == [entry.size for entry in entries]
    return [segment.letter(number) for segment in segments for number in range(segment.size)]


ITEMS = [Item(number, "none" if number % 10 == 3 else "") for number in range(60)]


def test_two_processes_write_what_one_writes(generation: Generation) -> None:
    results, segments = indexed(generation, ITEMS, 1)
    assert results == [read(item)[0] for item in ITEMS]
    assert letters(generation.folder, segments) == [letter(item.number) for item in ITEMS if not item.order]
    alike, more = indexed(generation, ITEMS, 2)
    assert sorted(alike) == sorted(results)
    found = letters(generation.folder, more)
    assert sorted(found, key=str) == sorted(letters(generation.folder, segments), key=str)
    assert not {entry.file for entry in segments} & {entry.file for entry in more}


def test_more_items_than_are_given_beforehand(generation: Generation) -> None:
    items = [Item(number) for number in range(300)]
    results, segments = indexed(generation, items, 2)
    assert sorted(results) == sorted(f"gelezen {number}" for number in range(300))
    found = letters(generation.folder, segments)
    assert sorted(each.id for each in found) == sorted(f"kst-{number}" for number in range(300))
    assert len({entry.file for entry in segments}) == len(segments)


@pytest.mark.parametrize("processes", [1, 2])
def test_no_items(generation: Generation, processes: int) -> None:
    assert indexed(generation, [], processes) == ([], [])


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("order", "kind", "message"),
    [("raise", ArithmeticError, r"brief 40\Z"), ("refuse", KbError, r"brief 40: nee\Z")],
    ids=["another's error", "our error"],
)
def test_an_error_of_the_reader_arrives(
    generation: Generation, processes: int, order: str, kind: type[Exception], message: str
) -> None:
    items = [*ITEMS[:40], Item(40, order), *ITEMS[41:]]
    with pytest.raises(kind, match=message):
        indexed(generation, items, processes)


def test_a_process_that_dies_is_missed(generation: Generation) -> None:
    items = [*ITEMS[:20], Item(20, "die"), *ITEMS[21:]]
    with pytest.raises(KbError, match=r"deelproces van kbindex is gestopt.*--processes 1"):
        indexed(generation, items, 2)


def test_a_run_that_is_left_ends_its_processes(generation: Generation) -> None:
    run = Indexing(generation, read, processes=2).run(Item(number) for number in count())
    assert next(run).startswith("gelezen")
    run.close()  # type: ignore[attr-defined]
    assert {path.name for path in generation.folder.iterdir()} == {"lemmas.bin", "words.bin"}


class LateReader:
    """A reader that the second process has to wait for until there is a segment; its first letters fill the memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pickled = 0

    def __getstate__(self) -> dict[str, Any]:
        self.pickled += 1
        return self.__dict__.copy()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ = state
        while self.pickled > 1 and not list(self.folder.glob("*.seg")):
            sleep(0.01)

    def __call__(self, item: Item) -> tuple[str, Letter | None]:
        big = "a " * writer.WORDS_A_SEGMENT if item.number < 2 else "b"
        return "", Letter(f"kst-{item.number}", "", big, "")


def test_a_process_that_starts_late_takes_no_file_of_another(generation: Generation) -> None:
    indexing = Indexing(generation, LateReader(generation.folder), processes=2)
    assert len(list(indexing.run(Item(number) for number in range(128)))) == 128
    files = [entry.file for entry in indexing.segments]
    assert sorted(files) == sorted(set(files))
    assert sum(Segment(generation.folder / entry.file).size for entry in indexing.segments) == 128


# One process


def paths(folder: Path) -> Iterator[Path]:
    return (segment_path(folder, number) for number in count(1))


def test_a_full_memory_is_written(tmp_path: Path) -> None:
    written = [letter(number) for number in range(20)]
    segments = SegmentWriter(ANALYZER, paths(tmp_path), words=100)
    for each in written:
        segments.add(each)
    entries = segments.close()
    assert [(entry.file, entry.size) for entry in entries] == [(f"s{n}.seg", 3) for n in range(1, 7)] + [("s7.seg", 2)]
    assert letters(tmp_path, entries) == written
    for number, entry in enumerate(entries):
        assert contents(Segment(tmp_path / entry.file)) == expected_contents(written[3 * number : 3 * number + 3])


@pytest.mark.parametrize("most", [0, 30, 10_000])
def test_forgotten_words_are_learned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(writer, "MOST_CHUNKS", most)
    segments = SegmentWriter(ANALYZER, paths(tmp_path), words=1)
    for number in range(12):
        segments.add(letter(number % 4))
    found = [contents(Segment(tmp_path / entry.file)) for entry in segments.close()]
    assert found == [expected_contents([letter(number % 4)]) for number in range(12)]


def test_nothing_to_write(tmp_path: Path) -> None:
    assert SegmentWriter(ANALYZER, paths(tmp_path)).close() == []
    assert list(tmp_path.iterdir()) == []


def test_files_have_names_that_are_not_taken(tmp_path: Path) -> None:
    for name in ("s3.seg", "s12.seg", "toc.json", "s99.seg.new"):
        (tmp_path / name).touch()
    assert free_number(tmp_path) == 13


# An update in two processes


class Outcome(NamedTuple):
    """What an update said and what is found afterwards."""

    report: tuple[object, ...]
    found: dict[str, list[str]]


def outcome(report: Report, location: Path) -> Outcome:
    engine = open_engine(str(location))
    queries = ("", "missie", "aap OF noot", "gewijzigd", "w7", "missie:mali", '"VN missie"')
    return Outcome(
        (report.letters, sorted(report.read), report.removed, report.unchanged, report.problems, report.notices),
        {
            query: [hit.id for hit in engine.search(SearchRequest(query=query, size=100, sort="newest")).hits]
            for query in queries
        },
    )


def fill(corpus: Path) -> None:
    corpus.mkdir()
    for number in range(40):
        (corpus / f"brief{number:02}.txt").write_text(letter(number).text, encoding="utf-8")
    (corpus / "aa.md").write_text("---\nid: kst-1-2\ncompleteness: summary\n---\nDe aap.", encoding="utf-8")
    (corpus / "bb.md").write_text("---\nid: kst-1-2\n---\nDe noot, in Mali.", encoding="utf-8")
    (corpus / "zz.md").write_text("---\nid: kst-1-2\n---\nDe mies.", encoding="utf-8")
    (corpus / "kapot.md").write_text("---\ntitle: [open\n---\ntekst", encoding="utf-8")
    (corpus / "binair.txt").write_bytes(b"abc\0def")


def change(corpus: Path) -> None:
    for number in range(0, 40, 4):
        (corpus / f"brief{number:02}.txt").write_text(f"De gewijzigde missie w{number}.", encoding="utf-8")
    (corpus / "brief07.txt").unlink()
    (corpus / "bb.md").unlink()
    (corpus / "cc.md").write_text("---\nid: brief09\n---\nDe aap met dit nummer.", encoding="utf-8")
    (corpus / "kapot.md").write_text("---\ntitle: Heel\n---\ngewijzigd", encoding="utf-8")
    (corpus / "brief11.txt").write_bytes(b"\0")


def test_an_update_in_two_processes(tmp_path: Path, dictionary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        builder, "write_dictionary", lambda folder, _: shutil.copytree(dictionary, folder, dirs_exist_ok=True)
    )
    corpus = tmp_path / "corpus"
    fill(corpus)

    def both() -> tuple[Outcome, Outcome]:
        found = []
        for many, name in ((10**9, "one"), (1, "two")):
            monkeypatch.setattr(batch, "MANY", many)
            found.append(outcome(update(corpus, tmp_path / name, processes=2), tmp_path / name))
        return found[0], found[1]

    one, two = both()
    assert one == two
    assert (one.report[0], one.found["aap OF noot"], one.found["w7"]) == (41, ["kst-1-2"], ["brief07"])
    notice = Problem("zz.md", "dezelfde brief (kst-1-2) als bb.md; dit bestand is overgeslagen")
    assert (one.report[5], [problem.path for problem in one.report[4]]) == ((notice,), ["binair.txt", "kapot.md"])  # type: ignore[attr-defined]
    change(corpus)
    one, two = both()
    assert one == two
    assert (one.report[2], one.found["w7"], one.found["aap OF noot"]) == (("bb.md", "brief07.txt"), [], ["brief09"])
    assert one.report[0] == 40
    again = update(corpus, tmp_path / "two")
    assert (again.read, again.letters) == ((), 40)
