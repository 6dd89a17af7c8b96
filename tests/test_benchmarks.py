"""The benchmarks: the generated letters are what they say they are, and all systems answer the same questions alike."""

import json
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.authority import load_authority
from index.forms.sandbox import Sandbox
from index.letter import Letter
from index.readers import read_letter

BENCHMARKS = Path(__file__).with_name("benchmarks")
sys.path.insert(0, str(BENCHMARKS))

import peers  # noqa: E402
import report  # noqa: E402
from analysis import Levels, make_dictionary  # noqa: E402
from generator import LetterGenerator, write_letters  # noqa: E402
from peers.base import facet_questions, facet_values  # noqa: E402
from questions import QUESTIONS, And, Node, Or, Phrase, Prefix, Question, Word  # noqa: E402

FED_LEVELS = [name for name, entry in peers.SYSTEMS.items() if entry.levels]
SYSTEMS = list(peers.SYSTEMS)


@pytest.fixture(scope="module")
def generator() -> LetterGenerator:
    return LetterGenerator(seed=7, median=120)


@pytest.fixture(scope="module")
def letters(generator: LetterGenerator) -> list[Letter]:
    return list(generator.letters(0, 200))


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Levels:
    folder = tmp_path_factory.mktemp("levels") / "dictionary"
    make_dictionary(folder)
    return Levels(folder)


@pytest.fixture(scope="module", params=SYSTEMS)
def indexed(request: pytest.FixtureRequest, letters: list[Letter], levels: Levels) -> Iterator[tuple[str, Any, Path]]:
    """A system that is installed here, and its index of the letters."""
    if reason := peers.absence(request.param):
        pytest.skip(reason)
    system = peers.load(request.param, levels)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        directory = Path(folder, "index")
        directory.mkdir()
        system.build(letters, directory)
        yield request.param, system, directory


def test_the_same_letter_every_time(letters: list[Letter]) -> None:
    assert LetterGenerator(seed=7, median=120).letter(5) == letters[5]


def test_a_letter_does_not_depend_on_the_range_asked(generator: LetterGenerator, letters: list[Letter]) -> None:
    assert list(generator.letters(150, 160)) == letters[150:160]


def test_another_seed_gives_other_letters(letters: list[Letter]) -> None:
    assert LetterGenerator(seed=8, median=120).letter(5).text != letters[5].text


def test_every_letter_has_its_own_id(letters: list[Letter]) -> None:
    assert len({letter.id for letter in letters}) == len(letters)


def test_half_the_letters_name_the_commonest_mission(generator: LetterGenerator) -> None:
    named = sum("minusma" in facet_values(letter)["mission"] for letter in generator.letters(0, 500))
    assert 210 <= named <= 290


def test_lengths_have_the_median_asked_for() -> None:
    lengths = [len(letter.text.split()) for letter in LetterGenerator(median=600).letters(0, 500)]
    assert 540 <= statistics.median(lengths) <= 660
    assert max(lengths) > 3000


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_files_are_read_back(letters: list[Letter], suffix: str, tmp_path: Path) -> None:
    authority = load_authority()
    assert write_letters(letters[:20], tmp_path, suffix) == 20
    for letter in letters[:20]:
        path = (tmp_path / letter.path).with_suffix(suffix)
        read = read_letter(path, tmp_path, authority, Sandbox()).letter
        assert (read.id, read.date, read.dossier, read.number) == (
            letter.id,
            letter.date,
            letter.dossier,
            letter.number,
        )
        assert set(facet_values(read)["ministry"]) == set(facet_values(letter)["ministry"])


def test_hits_and_counts_are_those_of_plain_python(
    indexed: tuple[str, Any, Path], letters: list[Letter], levels: Levels
) -> None:
    name, system, directory = indexed
    if name not in FED_LEVELS:
        pytest.skip(f"{name} has an analysis of its own")
    fields = {letter.id: levels.document(letter) for letter in letters}
    reader = system.open(directory)
    wrong = []
    for question in QUESTIONS:
        answer = reader.ask(question, size=len(letters), facets=True)
        hits = _matching(question, letters, fields, levels)
        counts = {
            facet: _counts(facet, _matching(over, letters, fields, levels))
            for over, facets in facet_questions(question).items()
            for facet in facets
        }
        if (answer.total, set(answer.ids)) != (len(hits), {hit.id for hit in hits}) or answer.facets != counts:
            wrong.append(question.name)
    reader.close()
    assert wrong == []


def test_totals_counts_and_excerpts_agree_with_the_hits(indexed: tuple[str, Any, Path], letters: list[Letter]) -> None:
    _, system, directory = indexed
    by_id = {letter.id: letter for letter in letters}
    reader = system.open(directory)
    found = 0
    for question in QUESTIONS:
        answer = reader.ask(question, size=len(letters), facets=True)
        found += answer.total > 0
        assert answer.total == len(set(answer.ids)), question.name
        for over, facets in facet_questions(question).items():
            if over == question:
                hits = [by_id[hit] for hit in answer.ids]
                assert {facet: answer.facets[facet] for facet in facets} == {f: _counts(f, hits) for f in facets}
    answer = reader.ask(Question("word", Word("MINUSMA")), snippets=True)
    reader.close()
    assert found > len(QUESTIONS) / 2
    assert len(answer.ids) == len(answer.snippets) == 10
    assert all("minusma" in snippet.lower() for snippet in answer.snippets)


def test_a_letter_can_be_added(indexed: tuple[str, Any, Path], generator: LetterGenerator) -> None:
    """Last of the tests that share an index, because it changes it."""
    _, system, directory = indexed
    system.add(generator.letter(200), directory)
    reader = system.open(directory)
    total = reader.ask(QUESTIONS[-1]).total
    reader.close()
    assert total == 201


def test_the_program(tmp_path: Path) -> None:
    figures, drawing = tmp_path / "figures.json", tmp_path / "plot.svg"
    options = ["--letters", "30", "--systems", "kbsearch,fts5", "--repetitions", "1", "--median", "60"]
    done = subprocess.run(
        [
            sys.executable,
            str(BENCHMARKS / "run.py"),
            *options,
            "--commands",
            "--json",
            str(figures),
            "--svg",
            str(drawing),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    runs = json.loads(figures.read_text(encoding="utf-8"))["runs"]
    assert [run["letters"] for run in runs] == [30]
    assert runs[0]["systems"]["kbsearch"]["totals"] == runs[0]["systems"]["fts5"]["totals"]
    assert "kbsearch / fts5, geometric mean over the questions" in done.stdout
    assert ET.fromstring(drawing.read_text(encoding="utf-8")).tag.endswith("svg")


def test_ratios_are_geometric_means() -> None:
    systems = {
        "kbsearch": {"questions": {"facets": {"each_ms": [1.0, 8.0]}}},
        "fts5": {"questions": {"facets": {"each_ms": [2.0, 4.0]}}},
    }
    assert report.ratios({"systems": systems}, "facets") == {"fts5": pytest.approx(1.0)}


def _matching(
    question: Question, letters: list[Letter], fields: dict[str, dict[str, str]], levels: Levels
) -> list[Letter]:
    return [
        letter
        for letter in letters
        if all(value in facet_values(letter)[facet] for facet, value in question.filters)
        and _matches(question.tree, fields[letter.id], levels)
    ]


def _matches(node: Node | None, fields: dict[str, str], levels: Levels) -> bool:
    match node:
        case None:
            return True
        case Word(text):
            has = [[term.text in fields[term.field].split() for term in part] for part in levels.parts(text)]
            whole = any(term.text in fields[term.field].split() for term in levels.question(text))
            return whole or (bool(has) and all(map(any, has)))
        case And(parts):
            return all(_matches(part, fields, levels) for part in parts)
        case Or(parts):
            return any(_matches(part, fields, levels) for part in parts)
        case Phrase(texts):
            return f" {' '.join(levels.literal(text).text for text in texts)} " in f" {fields['exact']} "
        case Prefix(text):
            return any(
                word.startswith(term.text) for term in levels.beginnings(text) for word in fields[term.field].split()
            )


def _counts(facet: Any, letters: list[Letter]) -> dict[str, int]:
    return dict(Counter(value for letter in letters for value in facet_values(letter)[facet]))
