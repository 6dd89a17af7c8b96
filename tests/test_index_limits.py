"""What no file may do to kbindex itself: each of these once stopped it, or would take it hours."""

import os
from pathlib import Path
from typing import Any

import pytest

from index import batch, opening
from index.builder import Report, update
from index.readers import LetterRead
from search.engine import open_engine
from search.request import SearchRequest

LISTS = ", ".join(f"{1 + 51 * place}-{51 + 51 * place}" for place in range(49))
XML = "<officiele-publicatie><kamerstuk><stuk><titel>BRIEF</titel><algemeen><vrije-tekst><tekst><al>{}</al>" \
    "</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"  # fmt: skip
TEXTS = {
    "references.txt": "".join(f"Kamerstuk {10000 + number}, nrs. {LISTS}.\n" for number in range(60)),
    "spaces.txt": f"a{' ' * 100_000}\u2003b",
    "pages.txt": "\f" * 50_000 + "\nTekst",
    "marks.txt": "e" + "\u0316\u0301" * 100_000,
    "marks.xml": XML.format("e" + "\u0316\u0301" * 100_000),
    "context.txt": "EUTM. " * 50_000,
    "roles.txt": "De Minister van,\n" * 50_000,
    "names.txt": "A. de Proef\n" * 50_000,
    "rows.txt": "De Minister van x    De Minister van y\n" * 5_000,
    "greetings.txt": "Geachte heer A,\n" * 50_000,
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "goed.txt").write_text("Een goede brief over Takuba.", encoding="utf-8")
    return folder


def indexed(corpus: Path) -> Report:
    """The report, after making sure that the good letter and every other one can be found and shown."""
    report = update(corpus, corpus.with_name("index"))
    engine = open_engine(str(corpus.with_name("index")))
    assert [hit.id for hit in engine.search(SearchRequest("Takuba")).hits] == ["goed"]
    assert len(engine.search(SearchRequest(size=100)).hits) == report.letters
    return report


@pytest.mark.parametrize(("name", "text"), TEXTS.items(), ids=TEXTS)
def test_a_text_that_is_hard_to_read(corpus: Path, name: str, text: str) -> None:
    (corpus / name).write_text(text, encoding="utf-8")
    report = indexed(corpus)
    assert (report.letters, len(report.problems)) == (2, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param('---\n"\\uD800": x\n---\nx', "onbekend veld ‘\ufffd’", id="half a sign"),
        pytest.param('---\n"\\e[2Jx": x\n---\nx', "onbekend veld ‘\ufffd[2Jx’", id="what a terminal would obey"),
        pytest.param(f"---\nmissions: [{', '.join(map(str, range(600)))}]\n---\nx", "meer dan 500 waarden", id="many"),
        pytest.param(f"---\ntitle: {'x' * 2000}\n---\nx", "heeft meer dan 1000 tekens", id="long"),
        pytest.param("A.\n\n" * 21_000, "heeft meer dan 20000 alinea’s", id="paragraphs"),
    ],
)
def test_fields_and_texts_beyond_measure(corpus: Path, content: str, reason: str) -> None:
    (corpus / "slecht.md").write_text(content, encoding="utf-8")
    (problem,) = indexed(corpus).problems
    assert reason in problem.reason


def test_what_is_no_regular_file(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim", encoding="utf-8")
    (corpus / "koppeling.txt").symlink_to(tmp_path / "geheim.txt")
    (corpus / "lus.pdf").symlink_to("lus.pdf")
    (corpus / "goed.toml").symlink_to("nergens")
    os.mkfifo(corpus / "pijp.pdf")
    with (corpus / "groot.txt").open("wb") as file:
        file.truncate(2**34)
    expected = {
        "groot.txt": "is groter dan 20 MB; bewaar alleen de tekst, of verdeel hem over meer bestanden",
        "koppeling.txt": "is een koppeling (symlink) en wordt niet gevolgd; kopieer het bestand zelf hierheen",
        "lus.pdf": "is een koppeling (symlink) en wordt niet gevolgd; kopieer het bestand zelf hierheen",
        "pijp.pdf": "is geen gewoon bestand; haal het uit de map",
    }
    assert {problem.path: problem.reason for problem in indexed(corpus).problems} == expected
    named = update(corpus, corpus.with_name("index"), only=[corpus / name for name in expected])
    assert {problem.path for problem in named.problems} == set(expected)


def test_very_many_folders_in_each_other(corpus: Path) -> None:
    folder = corpus
    for _ in range(400):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "diep.txt").write_text("Diep.", encoding="utf-8")
    assert indexed(corpus).letters == 2


def test_letters_of_one_name_in_different_folders_are_different(corpus: Path) -> None:
    for month in ("jan", "feb"):
        (corpus / month).mkdir()
        (corpus / month / "brief.txt").write_text(f"De brief van {month}.", encoding="utf-8")
    report = indexed(corpus)
    assert (report.letters, report.notices) == (3, ())


def test_a_new_letter_changes_whose_metadata_there_are(corpus: Path) -> None:
    (corpus / "metadata.xml").write_text(
        '<metadata_gegevens><metadata name="DC.identifier" content="kst-29521-9"/></metadata_gegevens>',
        encoding="utf-8",
    )
    update(corpus, corpus.with_name("index"))
    assert open_engine(str(corpus.with_name("index"))).letter("kst-29521-9")
    (corpus / "ander.txt").write_text("Een andere brief.", encoding="utf-8")
    assert indexed(corpus).letters == 2


def test_a_fault_of_ours_costs_one_file(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "stuk.txt").write_text("stuk", encoding="utf-8")
    read = batch.read_letter

    def fail(path: Path, *rest: Any) -> LetterRead:
        if path.name == "stuk.txt":
            raise ZeroDivisionError("\x1b[2J")
        return read(path, *rest)

    monkeypatch.setattr(batch, "read_letter", fail)
    expected = "onverwachte fout bij het lezen (ZeroDivisionError: \ufffd[2J); meld dit"
    assert [problem.reason for problem in indexed(corpus).problems] == [expected]


def test_a_parser_that_fails_here_is_asked_again_in_the_child(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_content: bytes) -> None:
        raise IndexError

    monkeypatch.setattr(opening, "reader", lambda _form: fail)
    assert (indexed(corpus).letters, indexed(corpus).problems) == (1, ())


def test_what_lies_beside_a_letter_is_looked_at_before_it_is_read(corpus: Path) -> None:
    with (corpus / "goed.toml").open("wb") as file:
        file.truncate(2**34)
    report = update(corpus, corpus.with_name("index"))
    reason = "goed.toml: is groter dan 64 kB; bewaar alleen de tekst, of verdeel hem over meer bestanden"
    assert [problem.reason for problem in report.problems] == [reason]
