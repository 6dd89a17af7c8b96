"""Reading in a child process: what no file may do to us."""

import json
from collections.abc import Iterator
from io import BytesIO

import pytest

from index.forms import registry, worker
from index.forms.document import Document, Line, Unreadable
from index.forms.registry import FORMS, Form, check_signature, form_of
from index.forms.sandbox import Sandbox

XML = "<officiele-publicatie><kamerstuk><stuk><titel>BRIEF\u00a0VAN</titel></stuk></kamerstuk></officiele-publicatie>"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(seconds=2)
    yield made
    made.close()


def reason(sandbox: Sandbox, form: str, content: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        sandbox.read(form, content)
    return str(raised.value)


def test_it_reads_and_goes_on_reading(sandbox: Sandbox) -> None:
    first, second = (sandbox.read(".xml", XML.encode()) for _ in range(2))
    assert first == second
    assert [line.text for line in first.lines] == ["BRIEF VAN"]


def test_a_reason_comes_back(sandbox: Sandbox) -> None:
    assert "XML" in reason(sandbox, ".xml", b"<a><b></a>")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param("import time; time.sleep(60)", "was na 2 seconden nog niet gelezen", id="hangs"),
        pytest.param("import os; os.abort()", "deed het leesprogramma vastlopen", id="crashes"),
        pytest.param("b'x' * 2_000_000_000", "vraagt bij het lezen meer dan 1 GB geheugen", id="takes all memory"),
        pytest.param("import sys; sys.exit(3)", "deed het leesprogramma vastlopen", id="ends"),
        pytest.param("1 / 0", "is niet te lezen als HTML (ZeroDivisionError)", id="an error of the parser"),
        pytest.param("open('/dev/shm/kbsearch-test', 'w').write('x' * 9999)", "is niet te lezen", id="writes a file"),
    ],
)
def test_what_a_file_does_to_its_parser(
    code: str, message: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "sitecustomize.py").write_text(
        "import index.forms.registry as registry\n"
        "def evil(content):\n"
        f"    {code}\n"
        "fine = registry.reader\n"
        "registry.reader = lambda form: evil if form.name == 'HTML' else fine(form)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))
    sandbox = Sandbox(seconds=2)
    try:
        assert message in reason(sandbox, ".html", b"x")
        assert sandbox.read(".xml", XML.encode()).lines, "the next file is read"
    finally:
        sandbox.close()


def test_questions_and_answers() -> None:
    answers = BytesIO()
    worker.serve(BytesIO(b'{"form": ".md", "size": 6}\n# Mali{"form": ".md", "size": 1}\nx'), answers)
    assert [json.loads(line)["lines"][0][:3] for line in answers.getvalue().splitlines()] == [
        ["Mali", "heading", 1],
        ["x", "line", 0],
    ]


def test_too_long_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "LONGEST", 3)
    assert "miljoen tekens" in json.loads(worker.answer_to(".txt", b"abcd"))["reason"]


@pytest.mark.parametrize(
    ("suffix", "begin", "message"),
    [
        pytest.param(".pdf", b"<html><p>x", "is geen PDF maar een bestand van de vorm .html; geef", id="HTML"),
        pytest.param(".pdf", b"PK\x03\x04", "de vorm .zip; bewaar de brief in een vorm die gelezen wordt", id="zip"),
        pytest.param(".txt", b"%PDF-1.4", "is geen tekst maar een bestand van de vorm .pdf", id="PDF"),
        pytest.param(".html", b"{\\rtf1", "de vorm .rtf", id="RTF"),
    ],
)  # fmt: skip
def test_mislabelled_files(suffix: str, begin: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as raised:
        check_signature(suffix, begin)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("suffix", "begin"),
    [
        (".pdf", b"%PDF-1.7"),
        (".docx", b"PK\x03\x04"),
        (".odt", b"PK\x03\x04"),
        (".html", b"<?xml ?><html>"),
        (".txt", b"a"),
    ],
)
def test_well_labelled_files(suffix: str, begin: bytes) -> None:
    check_signature(suffix, begin)


def test_the_better_form_has_the_lower_rank() -> None:
    ranks = {suffix: form.rank for suffix, form in FORMS.items()}
    assert sorted(ranks, key=ranks.__getitem__) == [".xml", ".html", ".htm", ".docx", ".odt", ".pdf", ".md", ".txt"]
    assert ranks[".docx"] == ranks[".odt"]
    assert isinstance(form_of("metadata.xml"), Form)


def test_documents_travel_whole(sandbox: Sandbox) -> None:
    xml = (
        "<officiele-publicatie><kamerstuk><stuk><titel>BRIEF</titel><algemeen><vrije-tekst><tekst>"
        "<al>Zie <extref doc='kst-29521-4' soort='document'>29 521, nr. 4</extref>.</al>"
        "</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"
    )
    assert sandbox.read(".xml", xml.encode()) == Document(
        (Line("BRIEF", "heading", 1, number=1), Line("Zie 29 521, nr. 4.", "paragraph", number=1)),
        references=(("kst-29521-4", "29 521, nr. 4"),),
    )
