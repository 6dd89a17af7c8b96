"""The load benchmark: its questions are different and answered, and it asks all sites."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.letter import Letter

BENCHMARKS = Path(__file__).with_name("benchmarks")
sys.path.insert(0, str(BENCHMARKS))

import wrk  # noqa: E402
from asking import WORDS, asked  # noqa: E402
from generator import LetterGenerator  # noqa: E402
from peers.base import facet_values  # noqa: E402
from questions import Question, words  # noqa: E402


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    return list(LetterGenerator(median=120).letters(0, 100))


@pytest.mark.parametrize("sort", WORDS)
def test_questions_are_different_and_have_an_answer(sort: str, letters: list[Letter]) -> None:
    questions = asked(letters, sort, 80)
    assert len(set(questions)) == 80
    assert [question.name for question in questions if not any(_answers(letter, question) for letter in letters)] == []


def test_too_few_letters_to_ask_about(letters: list[Letter]) -> None:
    with pytest.raises(ValueError, match="1 letters do not give 1000 specific questions"):
        asked(letters[:1], "specific", 1000)


@pytest.mark.skipif(not (wrk.is_installed() and find_spec("datasette")), reason="needs wrk and datasette")
def test_the_program() -> None:
    options = ["--letters", "100", "--median", "60", "--questions", "20", "--warming", "4", "--rounds", "1"]
    command = [
        sys.executable,
        str(BENCHMARKS / "load.py"),
        *options,
        "--workers",
        "1",
        "--connections",
        "2",
        "--no-update",
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines() if line[:1] == "|"]
    assert [row[:3] for row in rows[2:]] == [
        [sort, kind, site]
        for sort in (*WORDS, "all")
        for kind in ("JSON", "page")
        for site in ("kbweb", "Datasette, whole", "Datasette, apart")
    ]


def _answers(letter: Letter, question: Question) -> bool:
    has = {*letter.title.split(), *letter.text.split()}
    values = facet_values(letter)
    return has.issuperset(words(question.tree)) and all(value in values[name] for name, value in question.filters)
