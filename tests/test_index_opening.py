"""A file and what lies beside it -> a document and given fields."""

from pathlib import Path

import pytest

from index.authority import load_authority
from index.builder import update
from index.corpus import scan, scan_files
from index.errors import LetterError
from index.forms.sandbox import Sandbox
from index.letter import Letter
from index.opening import companions, digest
from index.readers import read_letter

AUTHORITY = load_authority()
METADATA = """<?xml version="1.0"?><metadata_gegevens>
<metadata name="DC.identifier" content="{id}"/>
<metadata name="OVERHEIDop.documenttitel" content="Titel uit metadata"/>
<metadata name="OVERHEIDop.dossiernummer" content="29521"/>
<metadata name="OVERHEIDop.ondernummer" content="8"/>
</metadata_gegevens>"""


def letter(path: Path) -> Letter:
    return read_letter(path, path.parent, AUTHORITY, Sandbox()).letter


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def test_a_sidecar_goes_before_front_matter_and_that_before_metadata(tmp_path: Path) -> None:
    write(
        tmp_path,
        brief__md="---\ntitle: Titel van boven\nplace: Utrecht\n---\nTekst over Mali.",
        brief__toml='place = "Leiden"\ndate = 2020-03-04\ndossiers = ["27925"]\n',
        metadata__xml=METADATA.format(id="kst-29521-8"),
    )
    found = letter(tmp_path / "brief.md")
    assert (found.title, found.place, str(found.date), found.dossiers, found.number) == (
        "Titel van boven", "Leiden", "2020-03-04", ("27925",), "8",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "title"),
    [
        pytest.param("", "Titel uit metadata", id="the only letter"),
        pytest.param("brief.pdf", "Titel uit metadata", id="the same letter in another form"),
        pytest.param("kst-1.txt", "Tekst.", id="another letter, whose metadata they are"),
    ],
)
def test_whose_metadata(other: str, title: str, tmp_path: Path) -> None:
    write(tmp_path, brief__txt="Tekst.", metadata__xml=METADATA.format(id="kst-1"))
    if other:
        (tmp_path / other).write_bytes(b"x")
    assert letter(tmp_path / "brief.txt").title == title


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        pytest.param("kleur = 'rood'", "brief.toml: onbekend veld ‘kleur’; kies uit id", id="unknown field"),
        pytest.param("title = ", "brief.toml: is geen geldige TOML; schrijf elk veld als", id="no TOML"),
        pytest.param("title = 'a'\ntitle = 'b'", "brief.toml: is geen geldige TOML; schrijf elk veld als", id="twice"),
        pytest.param("date = 2022-02-17T10:00:00", "", id="a moment is a day"),
        pytest.param("number = 8", "", id="a number is text"),
        pytest.param("title = " + "[" * 5000, "brief.toml: is", id="deep"),
    ],
)
def test_sidecars(sidecar: str, reason: str, tmp_path: Path) -> None:
    write(tmp_path, brief__txt="Tekst.", brief__toml=sidecar)
    if not reason:
        assert letter(tmp_path / "brief.txt")
        return
    with pytest.raises(LetterError) as raised:
        letter(tmp_path / "brief.txt")
    assert f"{raised.value.path.name}: {raised.value.reason}".startswith(reason)


def test_what_lies_beside_a_letter_is_no_letter_but_counts_for_it(tmp_path: Path) -> None:
    write(tmp_path, brief__txt="Tekst.", ander__txt="Tekst.", los__toml="title = 'x'")
    before, hashed = dict(scan(tmp_path)), digest(tmp_path / "brief.txt")
    write(tmp_path, brief__toml="title = 'x'")
    after = dict(scan(tmp_path))
    assert list(before) == list(after) == ["ander.txt", "brief.txt", "los.toml"]
    assert [name for name in before if before[name] != after[name]] == ["brief.txt"]
    assert digest(tmp_path / "brief.txt") != hashed
    assert list(companions(tmp_path / "brief.txt")) == [tmp_path / "brief.toml"]
    assert scan_files(tmp_path, [tmp_path / "brief.toml"]) == {"brief.txt": after["brief.txt"]}
    assert scan_files(tmp_path, [tmp_path / "brief.txt"]) == {"brief.txt": after["brief.txt"]}


def test_what_a_browser_keeps_beside_a_saved_page_is_no_letter(tmp_path: Path) -> None:
    for name in ("brief_files", "brief_bestanden", "ander_files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stijl.txt").write_text("x", encoding="utf-8")
    write(tmp_path, brief__html="<p>x")
    assert sorted(dict(scan(tmp_path))) == ["ander_files/stijl.txt", "brief.html"]


def test_a_changed_sidecar_is_read_at_the_next_run(tmp_path: Path) -> None:
    corpus, location = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    write(corpus, brief__txt="Tekst.", ander__txt="Nog een tekst.")
    update(corpus, location)
    write(corpus, brief__toml="title = 'Mali'")
    assert update(corpus, location).read == ("brief.txt",)
    assert update(corpus, location).read == ()
    (corpus / "brief.toml").unlink()
    assert update(corpus, location, only=[corpus / "brief.toml"]).read == ("brief.txt",)


def test_a_folder_of_its_own_for_each_letter(tmp_path: Path) -> None:
    for number in ("8", "9"):
        folder = tmp_path / "corpus" / number
        folder.mkdir(parents=True)
        write(folder, tekst__txt="Tekst.", metadata__xml=METADATA.format(id=f"kst-29521-{number}"))
    report = update(tmp_path / "corpus", tmp_path / "index")
    assert (report.letters, report.problems) == (2, ())
