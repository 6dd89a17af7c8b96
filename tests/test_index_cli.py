"""``kbindex`` as its users run it."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one letter where the command looks for it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "goed.txt").write_text("Een zebra.", encoding="utf-8")
    return corpus


def test_one_line_says_what_was_done(run: Run, folder: Path) -> None:
    lines = [run("kbindex").stdout, run("kbindex").stdout]
    (folder / "nieuw.txt").write_text("Een giraffe.", encoding="utf-8")
    lines.append(run("kbindex").stdout)
    (folder / "nieuw.txt").unlink()
    lines.append(run("kbindex").stdout)
    assert [re.sub(r" in \d+\.\d s", "", line) for line in lines] == [
        "1 brief in de index, 1 gelezen, 0 ongewijzigd (helemaal opnieuw gemaakt)\n",
        "1 brief in de index, 0 gelezen, 1 ongewijzigd (bijgewerkt)\n",
        "2 brieven in de index, 1 gelezen, 1 ongewijzigd (bijgewerkt)\n",
        "1 brief in de index, 0 gelezen, 1 ongewijzigd, 1 verwijderd (bijgewerkt)\n",
    ]


def test_a_bad_file_is_named_and_the_status_is_1(run: Run, folder: Path) -> None:
    (folder / "binair.txt").write_bytes(b"a\0b")
    for _ in range(2):
        done = run("kbindex")
        assert done.returncode == 1
        assert re.fullmatch(r"niet gelezen: .*/corpus/binair\.txt: .+\n", done.stderr)
        assert "1 brief in de index" in done.stdout
        assert "1 niet te lezen" in done.stdout


def test_the_report_as_json(run: Run, folder: Path) -> None:
    (folder / "leeg.txt").write_bytes(b"")
    done = run("kbindex", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report.pop("seconds") > 0
    assert report.pop("problems") == [{"path": "leeg.txt", "reason": report_reason(done.stderr)}]
    assert report == {
        "letters": 1, "read": ["goed.txt", "leeg.txt"], "removed": [], "unchanged": 0, "notices": [],
        "superseded": 0, "rebuilt": True,
    }  # fmt: skip


def report_reason(stderr: str) -> str:
    return stderr.strip().split("leeg.txt: ", 1)[1]


def test_named_files(run: Run, folder: Path) -> None:
    run("kbindex")
    for name in ("een", "twee"):
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
    assert run("kbindex", str(folder / "een.txt")).stdout.startswith("2 brieven in de index, 1 gelezen")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--corpus", "nergens"], "kbindex: er is geen map nergens; maak haar"),
        (["elders.txt"], "kbindex: elders.txt ligt niet in"),
        (["--index", "corpus"], "kbindex: corpus is geen index van kbsearch en is niet leeg"),
    ],
    ids=["no corpus", "outside", "no index"],
)
def test_errors(run: Run, folder: Path, args: list[str], message: str) -> None:
    done = run("kbindex", *args, cwd=folder.parent)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(message)
