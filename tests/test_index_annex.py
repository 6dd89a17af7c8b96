"""Answers to members' questions -> metadata."""

import datetime
from pathlib import Path

import pytest

from index.authority import load_authority
from index.forms.sandbox import Sandbox
from index.letter import Letter, Named
from index.readers import read_letter

ANSWERS = """Tweede Kamer der Staten-Generaal 2
Vergaderjaar 2021–2022 Aanhangsel van de Handelingen
Vragen gesteld door de leden der Kamer, met de daarop door de regering gegeven antwoorden

3173
Vragen van de leden Voorbeeld (ABC) en Toonbeeld (DEF) aan de Minister van Defensie over Mali (ingezonden 3 juni 2022).

Antwoord van Minister Proef (Buitenlandse Zaken) (ontvangen 24 juni 2022).

Vraag 1
Bent u bekend met het bericht?

Antwoord 1
Ja.
"""


def read(folder: Path, text: str) -> Letter:
    (folder / "antwoord.txt").write_text(text, encoding="utf-8")
    return read_letter(folder / "antwoord.txt", folder, load_authority(), Sandbox()).letter


def test_answers(tmp_path: Path) -> None:
    letter = read(tmp_path, ANSWERS)
    assert (letter.id, letter.kind, letter.number, letter.session) == (
        "ah-tk-20212022-3173",
        "vragen",
        "3173",
        "2021-2022",
    )
    assert (letter.date, letter.chambers) == (datetime.date(2022, 6, 24), ("TK",))
    assert letter.ministries == (Named("bz", "Buitenlandse Zaken"),)
    assert (
        letter.title == "Vragen van de leden Voorbeeld (ABC) en Toonbeeld (DEF) aan de Minister van Defensie over Mali"
    )
    assert letter.text.split("\n\n") == ["Vraag 1", "Bent u bekend met het bericht?", "Antwoord 1", "Ja."]
    assert [block.kind for block in letter.blocks] == ["heading", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize("missing", ["Aanhangsel van de Handelingen", "Antwoord van"])
def test_another_paper(tmp_path: Path, missing: str) -> None:
    assert read(tmp_path, ANSWERS.replace(missing, "Iets anders")).kind == "brief"


def test_a_session_on_a_line_of_its_own(tmp_path: Path) -> None:
    text = ANSWERS.replace("2021–2022 Aanhangsel", "2021–2022\nAanhangsel")
    assert read(tmp_path, text).id == "ah-tk-20212022-3173"
