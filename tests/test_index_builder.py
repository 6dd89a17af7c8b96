"""Corpus folder -> index: what is read, what is found afterwards."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from index.batch import Problem
from index.builder import Report, update
from index.errors import CorpusError, IndexLocked, IndexUnusable
from index.store import CURRENT, FORMAT, LOCK, TOC, read_generation, save
from search.engine import open_engine
from search.request import SearchRequest

LETTERS = Path(__file__).parent / "letters"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two letters."""
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    (corpus / "een.txt").write_text("Den Haag, 3 mei 2011\n\nHet fregat vaart uit.\n", encoding="utf-8")
    (corpus / "sub" / "twee.md").write_text(
        "---\nid: kst-1-2\ntitle: Over olifanten\ndate: 2020-01-05\ncompleteness: summary\n---\nDe olifant is grijs.\n",
        encoding="utf-8",
    )
    return corpus


def found(location: Path, query: str) -> list[str]:
    return sorted(hit.id for hit in open_engine(str(location)).search(SearchRequest(query=query, size=100)).hits)


def brief(report: Report) -> tuple[int, tuple[str, ...], tuple[str, ...], int, bool]:
    return report.letters, report.read, report.removed, report.unchanged, report.rebuilt


def test_only_what_changed_is_read(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    assert brief(update(folder, location)) == (2, ("een.txt", "sub/twee.md"), (), 0, True)
    assert brief(update(folder, location)) == (2, (), (), 2, False)
    (folder / "drie.txt").write_text("Een zebra op het pad.", encoding="utf-8")
    assert brief(update(folder, location)) == (3, ("drie.txt",), (), 2, False)
    assert found(location, "zebra") == ["drie"]
    (folder / "drie.txt").write_text("Een giraffe op het pad.", encoding="utf-8")
    assert brief(update(folder, location)) == (3, ("drie.txt",), (), 2, False)
    assert (found(location, "zebra"), found(location, "giraf*")) == ([], ["drie"])
    (folder / "drie.txt").unlink()
    assert brief(update(folder, location)) == (2, (), ("drie.txt",), 2, False)
    assert (found(location, "giraffe"), found(location, "")) == ([], ["een", "kst-1-2"])


def test_a_touched_file_with_the_same_bytes_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    version = open_engine(str(location)).info().version
    os.utime(folder / "een.txt", ns=(1, 1))
    assert brief(update(folder, location)) == (2, (), (), 2, False)
    assert open_engine(str(location)).info().version == version


def test_named_files_only(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    for name in ("drie", "vier"):
        (folder / f"{name}.txt").write_text(f"Nummer {name}.", encoding="utf-8")
    (folder / "een.txt").unlink()
    assert brief(update(folder, location, only=[folder / "drie.txt"])) == (3, ("drie.txt",), (), 2, False)
    assert brief(update(folder, location, only=[folder / "een.txt"])) == (2, (), ("een.txt",), 2, False)
    assert found(location, "nummer") == ["drie"]


def test_rebuild_reads_everything_into_a_new_generation(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    before = (location / CURRENT).read_text()
    assert brief(update(folder, location, rebuild=True)) == (2, ("een.txt", "sub/twee.md"), (), 0, True)
    assert (location / CURRENT).read_text() != before
    assert len([entry for entry in location.iterdir() if entry.is_dir()]) == 1


def test_another_corpus_makes_a_new_index(folder: Path, tmp_path: Path) -> None:
    location, other = tmp_path / "index", tmp_path / "other"
    update(folder, location)
    other.mkdir()
    (other / "vijf.txt").write_text("Vijf.", encoding="utf-8")
    assert brief(update(other, location)) == (1, ("vijf.txt",), (), 0, True)
    assert found(location, "") == ["vijf"]


HEAD = "29 521 Vredesmissies\nNr. 9 BRIEF VAN DE MINISTER VAN DEFENSIE\nDen Haag, 3 mei 2011"
SUMMARY = "---\nid: kst-1-2\ncompleteness: summary\n---\n"


def test_a_full_text_takes_the_place_of_a_summary(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    (folder / "zz.md").write_text("---\nid: kst-1-2\n---\nDe volledige brief over de savanne.", encoding="utf-8")
    report = update(folder, location)
    assert (brief(report), report.notices) == ((2, ("zz.md",), (), 2, False), ())
    assert (found(location, "savanne"), found(location, "grijs")) == (["kst-1-2"], [])
    (folder / "zz.md").unlink()
    update(folder, location)
    assert (found(location, "savanne"), found(location, "grijs")) == ([], ["kst-1-2"])


@pytest.mark.parametrize("order", ["together", "later"])
def test_of_two_files_of_one_form_the_first_by_path_counts(folder: Path, tmp_path: Path, order: str) -> None:
    location = tmp_path / "index"
    if order == "later":
        update(folder, location)
    (folder / "aa.md").write_text(f"{SUMMARY}De aap.", encoding="utf-8")
    report = update(folder, location)
    assert (found(location, "aap"), found(location, "grijs")) == (["kst-1-2"], [])
    notice = Problem("sub/twee.md", "dezelfde brief (kst-1-2) als aa.md; dit bestand is overgeslagen")
    assert (report.letters, report.notices, report.problems) == (2, (notice,), ())


def test_a_full_text_wins_in_one_batch_whatever_the_order(folder: Path, tmp_path: Path) -> None:
    (folder / "sub" / "zz.txt").write_text(HEAD + "\n\nDe hyena.", encoding="utf-8")
    (folder / "aa.md").write_text("---\nid: kst-29521-9\ncompleteness: summary\n---\nDe jakhals.", encoding="utf-8")
    location = tmp_path / "index"
    report = update(folder, location)
    assert (report.letters, found(location, "hyena"), found(location, "jakhals")) == (3, ["kst-29521-9"], [])


def test_a_file_that_moves_to_another_id(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    (folder / "sub" / "twee.md").write_text("---\nid: kst-7-8\n---\nDe olifant is grijs.", encoding="utf-8")
    assert update(folder, location).letters == 2
    assert found(location, "olifant") == ["kst-7-8"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.txt", b""),
        ("wit.txt", b" \n\t\n"),
        ("binair.txt", b"abc\0def"),
        ("half.txt", "één, twéé".encode() + b"\xff"),
        ("kop.md", b"---\ntitle: [open\n---\ntekst"),
        ("datum.md", b"---\ndate: 2022-02-30\n---\ntekst"),
        ("veld.md", b"---\nkleur: rood\n---\ntekst"),
        ("brief.pdf", b"%PDF-1.4"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_bad_file_keeps_nothing_from_being_found(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    location = tmp_path / "index"
    (folder / name).write_bytes(content)
    report = update(folder, location)
    assert ([problem.path for problem in report.problems], report.letters) == ([name], 2)
    assert report.problems[0].reason
    assert "\n" not in report.problems[0].reason
    assert found(location, "") == ["een", "kst-1-2"]
    again = update(folder, location)
    assert (again.read, again.problems) == ((), report.problems)
    (folder / name).unlink()
    assert update(folder, location).problems == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission(folder: Path, tmp_path: Path) -> None:
    (folder / "een.txt").chmod(0)
    report = update(folder, tmp_path / "index")
    assert ([problem.path for problem in report.problems], report.letters) == (["een.txt"], 1)


def test_a_letter_that_turns_bad_is_no_longer_found(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    (folder / "een.txt").write_bytes(b"\0")
    assert update(folder, location).letters == 1
    assert found(location, "fregat") == []


def test_hidden_files_backups_and_readmes_are_no_letters(folder: Path, tmp_path: Path) -> None:
    for name in (".verborgen.txt", "een.txt~", "README.md", "readme.txt"):
        (folder / name).write_text("Geen brief.", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text("Geen brief.", encoding="utf-8")
    assert update(folder, tmp_path / "index").letters == 2


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"er is geen map .*; maak haar en zet er brieven in"):
        update(tmp_path / "nergens", tmp_path / "index")


def test_a_file_outside_the_corpus(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="ligt niet in"):
        update(folder, tmp_path / "index", only=[tmp_path / "elders.txt"])


def test_a_folder_that_is_no_index_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"")
    with pytest.raises(IndexUnusable, match="geen index van kbsearch"):
        update(folder, tmp_path)


def test_a_locked_index(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    with FileLock(location / LOCK), pytest.raises(IndexLocked, match="probeer het opnieuw"):
        update(folder, location)


def test_an_index_of_other_rules(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    generation = read_generation(location)
    generation.meta = replace(generation.meta, analysis="0")
    save(generation)
    with pytest.raises(IndexUnusable, match="kbindex --rebuild"):
        open_engine(str(location))
    assert update(folder, location).rebuilt
    assert found(location, "olifant") == ["kst-1-2"]


def test_an_index_of_another_format(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    toc = location / (location / CURRENT).read_text() / TOC
    toc.write_text(toc.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 99'), encoding="utf-8")
    for attempt in (lambda: open_engine(str(location)), lambda: update(folder, location)):
        with pytest.raises(IndexUnusable, match="andere versie; voer uit: kbindex --rebuild"):
            attempt()
    assert update(folder, location, rebuild=True).letters == 2


def test_the_better_form_is_in_the_index_and_the_other_is_counted(tmp_path: Path) -> None:
    corpus, location = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for name in ("kst-99521-7.docx", "kst-99521-7.md", "kst-99521-7.odt", "kst-99521-7.txt"):
        shutil.copy(LETTERS / name, corpus)
    report = update(corpus, location)
    same = "dezelfde brief (kst-99521-7) als kst-99521-7.docx; dit bestand is overgeslagen"
    assert (report.letters, report.superseded) == (1, 2)
    assert report.notices == (Problem("kst-99521-7.odt", same),)
    (corpus / "kst-99521-7.docx").unlink()
    assert update(corpus, location).superseded == 2
    view = open_engine(str(location)).letter("kst-99521-7")
    assert view
    assert view.letter.path == "kst-99521-7.odt"


def test_a_first_build_that_breaks_off_leaves_no_index(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"

    def stop(_done: int, _todo: int, _path: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(folder, location, progress=stop)
    assert not (location / CURRENT).exists()
    assert update(folder, location).letters == 2


def test_an_open_engine_sees_changes(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    engine = open_engine(str(location))
    (folder / "drie.txt").write_text("Een zebra.", encoding="utf-8")
    update(folder, location)
    assert engine.search(SearchRequest(query="zebra")).total == 1
    update(folder, location, rebuild=True)
    assert engine.search(SearchRequest(query="zebra")).total == 1


def test_a_file_name_that_is_no_text(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    (Path(os.fsdecode(os.fsencode(folder) + b"/brief_\xe9.txt"))).write_text("Een letter.", encoding="utf-8")
    report = update(folder, location)
    reason = "de bestandsnaam is geen geldige UTF-8; geef het bestand een andere naam"
    assert (report.letters, report.problems) == (2, (Problem("brief_\\xe9.txt", reason),))
    assert update(folder, location).read == ()


def test_an_open_engine_never_falls_back_on_what_was_replaced(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(folder, location)
    engine = open_engine(str(location))
    update(folder, location, rebuild=True)
    generation = read_generation(location)
    generation.meta = replace(generation.meta, analysis="0")
    save(generation)
    for _ in range(2):
        with pytest.raises(IndexUnusable, match="andere taalregels"):
            engine.search(SearchRequest())
