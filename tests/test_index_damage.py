"""A damaged or unfinished index says so, or answers rightly: never anything else."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from index import builder
from index.builder import update
from index.dictionary import LEMMAS, WORDS, write_dictionary
from index.errors import IndexUnusable
from index.file_table import FileTable
from index.letter import Letter
from index.store import CURRENT, FILES, TOC, _checksum
from search.engine import open_engine
from search.request import SearchRequest
from tests.test_index_segments import flipped, write

SEGMENT = "s1.seg"
TEXTS = {
    "een.txt": "Het fregat vaart uit.",
    "twee.md": "---\nid: kst-1-2\ndate: 2020-01-05\n---\nDe olifant is grijs.",
    "drie.txt": "De missie in Mali.",
    "dubbel.md": "---\nid: kst-1-2\ncompleteness: summary\n---\nEen samenvatting.",
}


class Built(NamedTuple):
    """A corpus and its index."""

    corpus: Path
    location: Path

    @property
    def generation(self) -> Path:
        return self.location / (self.location / CURRENT).read_text()


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the dictionary."""
    path = tmp_path_factory.mktemp("dictionary")
    write_dictionary(path, {})
    return path


@pytest.fixture(autouse=True)
def quick(dictionary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dictionary is copied, not made."""
    monkeypatch.setattr(
        builder, "write_dictionary", lambda folder, _: shutil.copytree(dictionary, folder, dirs_exist_ok=True)
    )


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """A small index of one segment."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in TEXTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    update(corpus, tmp_path / "index")
    return Built(corpus, tmp_path / "index")


def answers(location: Path) -> dict[str, list[str]]:
    engine = open_engine(str(location))
    queries = ("", "olifant", "grijs OF fregat", "missie", "samenvatting", "datum:2020", "nieuw*")
    return {
        query: sorted(hit.id for hit in engine.search(SearchRequest(query=query, size=100)).hits) for query in queries
    }


RIGHT = {
    "": ["drie", "een", "kst-1-2"],
    "olifant": ["kst-1-2"],
    "grijs OF fregat": ["een", "kst-1-2"],
    "missie": ["drie"],
    "samenvatting": [],
    "datum:2020": ["kst-1-2"],
    "nieuw*": [],
}


def test_the_index_is_whole(built: Built) -> None:
    assert answers(built.location) == RIGHT
    assert sorted(path.name for path in built.generation.iterdir()) == [FILES, LEMMAS, SEGMENT, TOC, WORDS]


Damage = Callable[[Path], object]


def cut(size: int) -> Damage:
    """Keeps so many bytes; a negative number of them is taken off."""
    return lambda path: path.write_bytes(path.read_bytes()[:size])


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flip(place: int) -> Damage:
    return lambda path: path.write_bytes(flipped(path.read_bytes(), place))


def write_text(text: str) -> Damage:
    return lambda path: path.write_text(text, encoding="utf-8")


def one_digit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"letters": 3', '"letters": 4'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text


def another(**values: Any) -> Damage:
    """Writes other values into the table of contents, with the checksum that was there."""

    def damage(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")

    return damage


def resealed(**values: Any) -> Damage:
    """Writes other values into the table of contents, with the checksum that they ask for."""

    def damage(path: Path) -> None:
        record = {**json.loads(path.read_text(encoding="utf-8")), **values}
        del record["checksum"]
        text = json.dumps({"checksum": _checksum(record), **record})
        path.write_text(text, encoding="utf-8")

    return damage


def entry(file: str, size: int = 4, deleted: str = "") -> list[dict[str, Any]]:
    return [{"file": file, "size": size, "deleted": deleted}]


def without(name: str) -> Damage:
    def damage(path: Path) -> None:
        record = json.loads(path.read_text(encoding="utf-8"))
        del record[name]
        path.write_text(json.dumps(record), encoding="utf-8")

    return damage


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_letters(path: Path) -> None:
    write(path, [Letter("kst-8", "", "Iets anders.", "")])


DAMAGE: dict[str, tuple[str, Damage]] = {
    "toc.json gone": (TOC, Path.unlink),
    "toc.json a folder": (TOC, as_folder),
    "toc.json emptied": (TOC, cut(0)),
    "toc.json cut in half": (TOC, half),
    "toc.json without its last byte": (TOC, cut(-1)),
    "toc.json with another digit": (TOC, one_digit),
    "toc.json with a flipped byte": (TOC, flip(60)),
    "toc.json no UTF-8": (TOC, lambda path: path.write_bytes(b"\xff\xfe{}")),
    "toc.json no JSON": (TOC, write_text("Dit is geen inhoudsopgave.")),
    "toc.json a list": (TOC, write_text("[]")),
    "toc.json a number": (TOC, write_text("2")),
    "toc.json of nothing": (TOC, write_text('{"format": 2}')),
    "toc.json nested without end": (TOC, write_text("[" * 100_000)),
    "toc.json of another format": (TOC, another(format=99)),
    "toc.json with another file": (TOC, another(segments=entry("s2.seg"))),
    "toc.json without a checksum": (TOC, without("checksum")),
    "toc.json without segments": (TOC, without("segments")),
    "toc.json with too much": (TOC, resealed(colour="red")),
    "toc.json with segments of too much": (TOC, resealed(segments=[{**entry(SEGMENT)[0], "colour": "red"}])),
    "toc.json with a segment elsewhere": (TOC, resealed(segments=entry("../x"))),
    "toc.json with a segment in a folder": (TOC, resealed(segments=entry("../g1/s1.seg"))),
    "toc.json with a segment that is not there": (TOC, resealed(segments=entry("s7.seg"))),
    "toc.json with a segment of another size": (TOC, resealed(segments=entry(SEGMENT, 5))),
    "toc.json with damaged deletions": (TOC, resealed(segments=entry(SEGMENT, 4, "!"))),
    "s1.seg gone": (SEGMENT, Path.unlink),
    "s1.seg emptied": (SEGMENT, cut(0)),
    "s1.seg cut in half": (SEGMENT, half),
    "s1.seg without its last byte": (SEGMENT, cut(-1)),
    "s1.seg with a flipped first byte": (SEGMENT, flip(0)),
    "s1.seg with a flipped directory": (SEGMENT, flip(-40)),
    "s1.seg with a flipped tail": (SEGMENT, flip(-9)),
    "s1.seg of other letters": (SEGMENT, other_letters),
    "lemmas.bin gone": (LEMMAS, Path.unlink),
    "lemmas.bin emptied": (LEMMAS, cut(0)),
    "lemmas.bin cut in half": (LEMMAS, half),
    "lemmas.bin with a flipped directory": (LEMMAS, flip(-40)),
    "lemmas.bin with a flipped tail": (LEMMAS, flip(-9)),
    "lemmas.bin with other arrays": (LEMMAS, other_letters),
    "words.bin gone": (WORDS, Path.unlink),
    "words.bin cut in half": (WORDS, half),
    "words.bin with other arrays": (WORDS, other_letters),
}
FOLDER_NAMES: dict[str, Damage] = {
    "CURRENT points nowhere": write_text("g99"),
    "CURRENT emptied": cut(0),
    "CURRENT points elsewhere": write_text("../corpus"),
    "CURRENT no text": lambda path: path.write_bytes(b"\xff\0g1"),
    "CURRENT of more lines": write_text("g1\ng2"),
}
FILE_TABLES: dict[str, Damage] = {
    "garbage": write_text("geen database " * 1000),
    "cut in half": half,
    "cut to a page": cut(4096),
    "a flipped first byte": flip(0),
    "zeros from the second page on": lambda path: path.write_bytes(
        path.read_bytes()[:4096] + bytes(path.stat().st_size - 4096)
    ),
    "other columns": lambda path: sql(path, "DROP TABLE file", "CREATE TABLE file (path, colour)"),
}


def sql(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def is_refused(attempt: Callable[[], object], *names: Path) -> None:
    """The attempt is refused, naming one of these."""
    with pytest.raises(IndexUnusable) as caught:
        attempt()
    message = str(caught.value)
    assert any(str(name) in message for name in names)
    assert re.search(r"voer uit: kbindex --rebuild\Z", message)
    assert "\n" not in message


def is_repaired(built: Built) -> None:
    report = update(built.corpus, built.location, rebuild=True)
    assert (report.letters, report.problems, answers(built.location)) == (3, (), RIGHT)
    assert sorted(path.name for path in built.location.iterdir()) == [CURRENT, "LOCK", built.generation.name]
    assert update(built.corpus, built.location).read == ()


@pytest.mark.parametrize(("name", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file(built: Built, name: str, damage: Damage) -> None:
    engine = open_engine(str(built.location))
    path = built.generation / name
    damage(path)
    names = (path, built.generation / "s7.seg", built.generation / SEGMENT, built.location)
    is_refused(lambda: answers(built.location), *names)
    is_refused(lambda: update(built.corpus, built.location), *names)
    if name == TOC:
        is_refused(lambda: engine.search(SearchRequest()), *names)
    is_repaired(built)


@pytest.mark.parametrize("damage", FOLDER_NAMES.values(), ids=FOLDER_NAMES)
def test_a_damaged_name_of_the_generation(built: Built, damage: Damage) -> None:
    damage(built.location / CURRENT)
    is_refused(lambda: answers(built.location), built.location)
    is_refused(lambda: update(built.corpus, built.location), built.location)
    is_repaired(built)


@pytest.mark.parametrize("damage", FILE_TABLES.values(), ids=FILE_TABLES)
def test_a_damaged_table_of_files(built: Built, damage: Damage) -> None:
    path = built.generation / FILES
    damage(path)
    (built.corpus / "een.txt").unlink()
    is_refused(lambda: update(built.corpus, built.location), path)
    assert answers(built.location) == RIGHT
    (built.corpus / "een.txt").write_text(TEXTS["een.txt"], encoding="utf-8")
    is_repaired(built)


def test_a_table_of_files_that_is_gone(built: Built) -> None:
    """Then nobody knows which letters came from files that are no longer there: everything is read anew."""
    (built.generation / FILES).unlink()
    (built.corpus / "een.txt").unlink()
    report = update(built.corpus, built.location)
    assert (report.rebuilt, report.letters) == (True, 2)
    assert "een" not in answers(built.location)[""]


# Interrupted updates


def changed_since(corpus: Path) -> None:
    """One letter changed, one gone, one new, one of another id, one that was shadowed."""
    (corpus / "een.txt").write_text("Het fregat vaart nieuwe zeeën op.", encoding="utf-8")
    (corpus / "drie.txt").unlink()
    (corpus / "vier.txt").write_text("Een nieuwe brief over de missie.", encoding="utf-8")
    (corpus / "twee.md").write_text("---\nid: kst-7-8\n---\nDe olifant is grijs.", encoding="utf-8")


AFTER = {
    "": ["een", "kst-1-2", "kst-7-8", "vier"],
    "olifant": ["kst-7-8"],
    "grijs OF fregat": ["een", "kst-7-8"],
    "missie": ["vier"],
    "samenvatting": ["kst-1-2"],
    "datum:2020": [],
    "nieuw*": ["een", "vier"],
}


class Stop(BaseException):
    """Stands for the end of the process."""


def before(owner: object, name: str) -> tuple[object, str, bool]:
    return owner, name, False


def after(owner: object, name: str) -> tuple[object, str, bool]:
    return owner, name, True


POINTS = {
    "before the table of contents": before(builder, "save"),
    "after the table of contents": after(builder, "save"),
    "before the table of files": before(FileTable, "save"),
    "after the table of files": after(FileTable, "save"),
    "before the new generation is seen": before(builder, "publish"),
    "after the new generation is seen": after(builder, "publish"),
}


def killed(built: Built, monkeypatch: pytest.MonkeyPatch, point: tuple[object, str, bool], *, rebuild: bool) -> Built:
    """The index as it lies on disk when the process is killed at this point of an update."""
    owner, name, late = point
    original = getattr(owner, name)
    copied = Built(built.corpus, built.location.with_name("killed"))

    def stop(*args: Any) -> None:
        if late:
            original(*args)
        shutil.copytree(built.location, copied.location)
        raise Stop

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, stop)
        with pytest.raises(Stop):
            update(built.corpus, built.location, rebuild=rebuild)
    return copied


OF_UPDATES = {name: point for name, point in POINTS.items() if "generation" not in name}


@pytest.mark.parametrize("point", OF_UPDATES.values(), ids=OF_UPDATES)
def test_an_update_that_was_killed_is_done_by_the_next(
    built: Built, monkeypatch: pytest.MonkeyPatch, point: tuple[object, str, bool]
) -> None:
    changed_since(built.corpus)
    half_way = killed(built, monkeypatch, point, rebuild=False)
    for location in (half_way.location, built.location):
        assert answers(location) in (RIGHT, AFTER)
        assert update(built.corpus, location).letters == 4
        assert answers(location) == AFTER
        assert update(built.corpus, location).read == ()


@pytest.mark.parametrize("point", OF_UPDATES.values(), ids=OF_UPDATES)
def test_an_update_that_was_killed_and_then_undone(
    built: Built, monkeypatch: pytest.MonkeyPatch, point: tuple[object, str, bool]
) -> None:
    changed_since(built.corpus)
    half_way = killed(built, monkeypatch, point, rebuild=False)
    for name, text in TEXTS.items():
        (built.corpus / name).write_text(text, encoding="utf-8")
    (built.corpus / "vier.txt").unlink()
    for location in (half_way.location, built.location):
        update(built.corpus, location)
        assert answers(location) == RIGHT


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_rebuild_that_was_killed_leaves_the_old_index(
    built: Built, monkeypatch: pytest.MonkeyPatch, point: tuple[object, str, bool]
) -> None:
    changed_since(built.corpus)
    half_way = killed(built, monkeypatch, point, rebuild=True)
    assert answers(half_way.location) in (RIGHT, AFTER)
    update(built.corpus, half_way.location)
    assert answers(half_way.location) == AFTER
    update(built.corpus, half_way.location, rebuild=True)
    assert len([path for path in half_way.location.iterdir() if path.is_dir()]) == 1


def test_segments_that_no_table_names_are_removed(built: Built) -> None:
    write(built.generation / "s9.seg", [Letter("kst-9", "", "Een nieuwe brief.", "")])
    assert answers(built.location) == RIGHT
    (built.corpus / "vijf.txt").write_text("Vijf.", encoding="utf-8")
    update(built.corpus, built.location)
    assert answers(built.location)["nieuw*"] == []
    assert "s9.seg" not in [path.name for path in built.generation.iterdir()]
