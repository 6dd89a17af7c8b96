"""``kbsearch`` as its users run it."""

import csv
import io
import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from search.cli import CSV_COLUMNS
from search.request import SearchEngine, SearchRequest
from web.app import create_app

Run = Callable[..., "subprocess.CompletedProcess[str]"]
REAL = "brief-2022-02-17-beeindiging-takuba"


def test_the_answer(run: Run, location: Path) -> None:
    done = run("kbsearch", "Takuba terugtrekking", KBSEARCH_INDEX=str(location))
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith("1 brief voor Takuba terugtrekking (")
    assert lines[2:5] == [
        "  1. Nederlandse deelname aan vredesmissies",
        "     17 februari 2022 · Buitenlandse Zaken, Defensie, Buitenlandse Handel en",
        f"     Ontwikkelingssamenwerking · {REAL}",
    ]
    assert "Takuba (1)" in done.stdout
    assert not any(line.endswith(" ") or "\x1b" in line for line in lines)


def test_words_may_stand_apart(run: Run, location: Path) -> None:
    apart = run("kbsearch", "--no-facets", "Takuba", "terugtrekking", KBSEARCH_INDEX=str(location)).stdout
    assert apart.splitlines()[2] == "  1. Nederlandse deelname aan vredesmissies"
    assert "Ministerie" not in apart


def test_summaries_are_marked(run: Run, location: Path) -> None:
    assert "· kst-29521-466 · onze samenvatting" in " ".join(
        run("kbsearch", "C-130-detachement", KBSEARCH_INDEX=str(location)).stdout.split()
    )


def test_no_hits_is_no_error(run: Run, location: Path) -> None:
    done = run("kbsearch", "zzzz", KBSEARCH_INDEX=str(location))
    assert done.returncode == 0
    assert "Geen brieven gevonden. Probeer" in done.stdout


def test_pages(run: Run, location: Path) -> None:
    first = run("kbsearch", "--size", "5", "--no-facets", "missie", KBSEARCH_INDEX=str(location)).stdout
    assert first.splitlines()[-1].startswith("1-5 van ")
    assert first.splitlines()[-1].endswith("verder met --page 2")
    past = run("kbsearch", "--page", "99", "missie", KBSEARCH_INDEX=str(location)).stdout
    assert "Op bladzijde 99 staat niets meer" in past


QUESTIONS = [
    {"q": "MINUSMA"},
    {"q": "Takuba terugtrekking"},
    {"q": "", "mission": "minusma"},
    {"q": "missie", "ministry": "Defensie", "date": "2022", "sort": "oldest", "size": "3", "page": "2"},
    {"q": "ISAF -Uruzgan", "since": "2006", "until": "2010-06"},
    {"q": "zzzz", "mission": "onbekend"},
    {"q": "(((", "kind": "brief"},
]


@pytest.mark.parametrize("parameters", QUESTIONS, ids=lambda value: value["q"] or "empty")
def test_every_door_gives_the_same(run: Run, location: Path, engine: SearchEngine, parameters: dict[str, str]) -> None:
    options = [text for name, value in parameters.items() if name != "q" for text in (f"--{name}", value)]
    index = {"KBSEARCH_INDEX": str(location)}
    terminal = json.loads(run("kbsearch", "--json", *options, "--", parameters["q"], **index).stdout)
    program = create_app(engine).test_client().get("/api/search", query_string=parameters).get_json()
    rows = list(csv.DictReader(io.StringIO(run("kbsearch", "--csv", *options, "--", parameters["q"], **index).stdout)))
    for answer in (terminal, program):
        del answer["took_ms"]
    assert terminal == program
    assert [row["id"] for row in rows] == [hit["id"] for hit in program["hits"]]


def test_the_json_contract(run: Run, location: Path, engine: SearchEngine) -> None:
    answer = json.loads(run("kbsearch", "--json", "C-130-detachement", KBSEARCH_INDEX=str(location)).stdout)
    (hit,) = answer["hits"]
    assert list(answer) == [
        "query", "total", "page", "size", "sort", "took_ms", "hits", "facets", "matched", "suggestion", "notices",
        "index",
    ]  # fmt: skip
    snippets, score = hit.pop("snippets"), hit.pop("score")
    assert hit == {
        "id": "kst-29521-466",
        "title": "Kabinetsreactie op evaluatie van C-130-inzet in Mali",
        "date": "2023-12-27",
        "dossier": "29521",
        "dossiers": ["29521"],
        "number": "466",
        "kind": "brief",
        "completeness": "summary",
        "source": "https://zoek.officielebekendmakingen.nl/kst-29521-466.html",
        "ministries": [
            {"id": "bz", "label": "Buitenlandse Zaken"},
            {"id": "def", "label": "Defensie"},
            {"id": "bhos", "label": "Buitenlandse Handel en Ontwikkelingssamenwerking"},
        ],
        "missions": [{"id": "minusma", "label": "MINUSMA", "count": 1, "where": ["text"], "about": False}],
        "signatories": hit["signatories"],
        "path": "/brief/kst-29521-466",
        "duplicate_of": None,
    }
    assert score > 0
    assert {"text": "C-130-detachement", "match": True} in snippets[0]["spans"]
    assert (snippets[0]["section"], snippets[0]["page"]) == (None, None)
    assert [(facet["name"], facet["size"]) for facet in answer["facets"]] == [
        *(("mission", 1), ("ministry", 3), ("date", 1), ("dossier", 1), ("signatory", 0), ("kind", 1))
    ]
    assert answer["facets"][2]["values"] == [
        {
            "value": "2023", "label": "2023", "count": 1, "selected": False,
            "values": [{"value": "2023-12", "label": "december 2023", "count": 1, "selected": False}],
        }
    ]  # fmt: skip
    assert answer["matched"] == [
        {
            "word": "C-130-detachement",
            "forms": [{"text": "C-130-detachement", "how": "exact", "letters": 1}],
        }
    ]
    assert answer["index"] == {
        "letters": 90, "updated": engine.info().updated, "version": engine.search(SearchRequest()).index.version,
    }  # fmt: skip


def test_csv(run: Run, location: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("kbsearch", "--csv", "Takuba", KBSEARCH_INDEX=str(location)).stdout)))
    assert [tuple(row) for row in rows] == [CSV_COLUMNS]
    assert (rows[0]["date"], rows[0]["signatories"]) == (
        "2022-02-17",
        "W.B. Hoekstra; K.H. Ollongren; E.N.A.J. Schreinemacher",
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "geef een vraag"),
        (["--since", "gisteren", "x"], "since: ‘gisteren’ is geen datum"),
        (["--date", "22", "x"], "date: ‘22’ is geen jaar"),
        (["--page", "0", "x"], "page: geef een bladzijde"),
        (["--size", "1000", "x"], "size: geef een aantal"),
        (["--sort", "best", "x"], "'best' is not one of"),
        (["x" * 501], "een vraag heeft hoogstens 500 tekens"),
        (["--bestaat-niet", "x"], "No such option"),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, list) else "",
)
def test_wrong_usage(run: Run, location: Path, args: list[str], message: str) -> None:
    done = run("kbsearch", *args, KBSEARCH_INDEX=str(location))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_index_it_builds_one_and_says_so(run: Run, corpus: Path, tmp_path: Path) -> None:
    index = {"KBSEARCH_INDEX": str(tmp_path / "nieuw")}
    done = run("kbsearch", "--corpus", str(corpus), "Takuba terugtrekking", **index)
    assert done.returncode == 0
    assert done.stderr.startswith(f"Er is nog geen index; {corpus} wordt geïndexeerd.\n90 brieven in de index")
    assert REAL in done.stdout
    assert run("kbsearch", "Takuba", **index).stderr == ""


def test_a_bad_file_keeps_nothing_from_being_answered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "goed.txt").write_text("Een zebra.", encoding="utf-8")
    (tmp_path / "corpus" / "kapot.txt").write_bytes(b"\0")
    done = run("kbsearch", "zebra")
    assert (done.returncode, done.stdout.splitlines()[0].split(" (")[0]) == (0, "1 brief voor zebra")
    assert "kapot.txt" in done.stderr


def test_neither_corpus_nor_index(run: Run) -> None:
    done = run("kbsearch", "--corpus", "nergens", "--index", "nieuw", "Takuba")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("kbsearch: er is geen map nergens; ")


def test_a_damaged_index(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "goed.txt").write_text("Een zebra.", encoding="utf-8")
    run("kbindex")
    for path in (tmp_path / ".kbsearch").rglob("toc.json"):
        path.write_text("{")
    done = run("kbsearch", "zebra")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("toc.json is niet te lezen; voer uit: kbindex --rebuild\n")
    assert run("kbindex", "--rebuild").returncode == 0
    assert run("kbsearch", "zebra").returncode == 0


def completed(run: Run, location: Path, *words: str) -> list[str]:
    """What bash is given for the last of some words; each line says what it is."""
    shell = {"_KBSEARCH_COMPLETE": "bash_complete", "COMP_WORDS": shlex.join(("kbsearch", *words))}
    done = run("kbsearch", **shell, COMP_CWORD=str(len(words)), KBSEARCH_INDEX=str(location))
    assert (done.returncode, done.stderr) == (0, "")
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["minusm"], ["minusma"]),
        (["Minusm"], ["Minusma"]),
        (["beëindig"], ["beëindigen"]),
        (["-Mali", "minusm"], ["minusma"]),
        (["evaluatie minusm"], ["evaluatie minusma"]),
        (["missie:minusm"], ["missie:minusma"]),
        (["evaluatie -missie:minusm"], ["evaluatie -missie:minusma"]),
        (["missie", ":", "minusm"], ["minusma"]),
        (["--mission", "minus"], ["minusma"]),
        (["--mission", "eutm"], ["eutm-mali"]),
        (["--ministry", "def"], ["def"]),
        (["--ministry", "buitenlandse handel"], ["bhos"]),
        (["--dossier", "2150"], ["21501-02", "21501-28"]),
        (["--dossier", "hoorn"], ["22831"]),
        (["--dossier", "zzzz"], []),
        (["--sort", "new"], ["newest"]),
        (["x" * 501], []),
        (['"'], []),
    ],
    ids=" ".join,
)
def test_a_shell_completes(run: Run, location: Path, words: list[str], completions: list[str]) -> None:
    assert completed(run, location, *words) == [f"plain,{text}" for text in completions]


def test_a_shell_is_told_what_it_adds(run: Run, location: Path) -> None:
    shell = {
        "_KBSEARCH_COMPLETE": "zsh_complete",
        "COMP_WORDS": "kbsearch --ministry buitenlandse\\ h",
        "COMP_CWORD": "2",
    }
    done = run("kbsearch", **shell, KBSEARCH_INDEX=str(location))
    assert done.stdout.splitlines() == [
        "plain",
        "bhos",
        "Buitenlandse Handel en Ontwikkelingssamenwerking (17 brieven)",
    ]


def test_completing_builds_no_index_and_says_nothing(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "kapot").mkdir()
    (tmp_path / "kapot" / "CURRENT").write_text("g1")
    for location in ("nieuw", "kapot", "http://127.0.0.1:9/"):
        assert completed(run, tmp_path / location, "--corpus", str(corpus), "minusm") == []
        assert completed(run, tmp_path / location, "--mission", "minusm") == []
    assert not (tmp_path / "nieuw").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(run: Run, shell: str) -> None:
    done = run("kbsearch", _KBSEARCH_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert f"_KBSEARCH_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize("name", ["kbsearch", "kbindex", "kbweb"])
def test_help_ends_with_an_example(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(rf"(en)?:\s+{name} ", done.stdout.split("Voorbeeld")[-1])
    assert run(name, "--version").stdout.startswith(f"{name} ")


def test_the_lemmatiser_is_not_loaded_for_a_question(run: Run, location: Path) -> None:
    done = run("kbsearch", "Takuba", KBSEARCH_INDEX=str(location), PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "search.answer" in loaded
    assert not {"simplemma", "flask", "yaml", "index.builder", "index.authority"} & loaded
