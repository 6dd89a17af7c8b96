"""What the README says happens, happens."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"(?m)^    (kbsearch .*?)(?:\s{2,}#.*)?$", README)
QUESTIONS = [
    question
    for row in re.findall(r"(?m)^\| (`.*?`) \| ", README.split("### The question")[1].split("###")[0])
    for question in re.findall(r"`([^`]+)`", row)
]


def test_the_first_answer_is_the_one_shown(run: Run, location: Path) -> None:
    shown = README.split("```\n")[1]
    printed = run("kbsearch", "Takuba terugtrekking", KBSEARCH_INDEX=str(location)).stdout
    assert re.sub(r"\(\d+ ms\)", "", printed) == re.sub(r"\(\d+ ms\)", "", shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers(run: Run, location: Path, command: str) -> None:
    done = run(*shlex.split(command), KBSEARCH_INDEX=str(location))
    notices = [line for line in done.stderr.splitlines() if not line.startswith("Ook gezocht naar: ")]
    assert (done.returncode, notices) == (0, [])
    assert "Geen brieven gevonden" not in done.stdout


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_finds_letters(run: Run, location: Path, question: str) -> None:
    done = run("kbsearch", "--", question, KBSEARCH_INDEX=str(location))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Geen brieven gevonden" not in done.stdout


def test_a_letter_is_added_as_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "oud.txt").write_text("Een oude brief.", encoding="utf-8")
    run("kbindex")
    (tmp_path / "brief.txt").write_text("Een zebra op het pad.", encoding="utf-8")
    (tmp_path / "brief.txt").rename(tmp_path / "corpus" / "brief.txt")
    assert "1 gelezen, 1 ongewijzigd" in run("kbindex").stdout
    assert run("kbsearch", "zebra").stdout.startswith("1 brief voor zebra")


def test_every_picture_and_link_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(targets) >= 4
    assert [target for target in targets if not (Path(__file__).parent.parent / target).exists()] == []


def test_enough_was_found_to_test() -> None:
    assert (len(COMMANDS) >= 6, len(QUESTIONS) >= 12) == (True, True)
