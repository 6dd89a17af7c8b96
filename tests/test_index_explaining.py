"""``kbindex --explain``: what was read from a file, and from which line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import LetterError
from index.explaining import Explained, explain

BRIEF = "brieven/brief-2022-02-17-beeindiging-takuba.txt"


def test_where_the_fields_of_the_real_letter_stand(corpus: Path) -> None:
    explanation = explain(corpus / BRIEF, corpus)
    fields = {field.name: field for field in explanation.fields}
    assert (explanation.path, explanation.form, explanation.encoding) == (BRIEF, "tekst", None)
    assert fields["date"] == Explained(
        "date", "Datum", "2022-02-17", "2022-02-17", "tekst", 1, 8, "Den Haag, 17 februari 2022"
    )
    assert {name: (fields[name].source, fields[name].page, fields[name].line) for name in fields} == {
        "id": ("dossier en nummer, of bestandsnaam", None, None),
        "title": ("tekst", 1, 1),
        "date": ("tekst", 1, 8),
        "place": ("tekst", 1, 8),
        "kind": ("tekst", 1, 3),
        "dossiers": ("tekst", 1, 1),
        "number": ("", None, None),
        "session": ("datum", None, None),
        "chambers": ("tekst", 1, 7),
        "addressee": ("tekst", 1, 7),
        "ministries": ("tekst", 1, 3),
        "on_behalf_of": ("", None, None),
        "signatories": ("tekst", 3, 100),
        "missions": ("de hele tekst", None, None),
        "references": ("de hele tekst", None, None),
        "source": ("", None, None),
        "replaced_by": ("", None, None),
        "completeness": ("verondersteld", None, None),
        "text": ("de hele tekst", None, None),
        "blocks": ("de hele tekst", None, None),
        "notes": ("de hele tekst", None, None),
    }
    assert {name: place["line"] for name, place in fields["missions"].firsts.items()} == {
        "takuba": 13, "barkhane": 17, "minusma": 58, "eutm-mali": 67, "eucap-sahel-mali": 67,
    }  # fmt: skip
    assert fields["missions"].text.splitlines()[:2] == [
        "Takuba (takuba), 19 keer in tekst, onderwerp",
        "Barkhane (barkhane), 5 keer in tekst",
    ]
    assert fields["references"].text.splitlines()[1] == "kst-29521-426: ‘Kamerstuk 29 521, nr. 426’, van 2021-10-15"


def test_given_fields_say_where_they_are_given(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("---\ntitle: Titel\n---\nDen Haag, 3 mei 2011\n\nTekst.\n", encoding="utf-8")
    (tmp_path / "brief.toml").write_text("place = 'Leiden'\n", encoding="utf-8")
    fields = {field.name: field for field in explain(tmp_path / "brief.md", tmp_path / "elders").fields}
    assert [(fields[name].source, fields[name].line) for name in ("title", "place", "date")] == [
        ("front matter", None),
        ("brief.toml", None),
        ("tekst", 4),
    ]


def test_the_line_that_a_field_truly_came_from(tmp_path: Path) -> None:
    text = "BRIEF VAN DE MINISTERS\nDen Haag\n\nTekst van de brief.\n\nDe Minister van Defensie,\nA. de Proef\n"
    (tmp_path / "brief.txt").write_text(text, encoding="utf-8")
    given = "issued = 2020-03-04\nsignatories = [{role = '', name = 'A. de Proef'}]\n"
    (tmp_path / "brief.toml").write_text(given, encoding="utf-8")
    fields = {field.name: field for field in explain(tmp_path / "brief.txt", tmp_path).fields}
    assert [(fields[name].source, fields[name].line) for name in ("ministries", "signatories", "date")] == [
        ("tekst", 6),
        ("tekst", 6),
        ("brief.toml", None),
    ]


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_bytes("Geïnformeerd.".encode("cp850"))
    assert explain(tmp_path / "brief.txt", tmp_path).encoding == "cp850"


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match="noem het bestand van één brief"):
        explain(tmp_path / "weg.txt", tmp_path)


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_command(run: Run, corpus: Path) -> None:
    shown = run("kbindex", "--explain", str(corpus / BRIEF), "--corpus", str(corpus), COLUMNS="100")
    assert shown.returncode == 0
    assert shown.stderr == ""
    assert "Den Haag, 17 februari 2022" in shown.stdout
    assert "blz. 1, regel 8" in shown.stdout
    answer = json.loads(run("kbindex", "--explain", str(corpus / BRIEF), "--json").stdout)
    assert [field["value"] for field in answer["fields"] if field["name"] == "dossiers"] == [["29521"]]


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        pytest.param(["--explain", "weg.txt"], 1, "weg.txt: bestaat niet of is geen bestand; noem", id="gone"),
        pytest.param(["--explain", "a.txt", "--check"], 2, "--check en --explain gaan niet samen", id="both"),
        pytest.param(["--explain", "a.txt", "b.txt"], 2, "gaan niet samen met elkaar, met --rebuild", id="files"),
    ],
)
def test_wrong_use(options: list[str], status: int, message: str, run: Run) -> None:
    result = run("kbindex", *options)
    assert (result.returncode, message in result.stderr) == (status, True)
