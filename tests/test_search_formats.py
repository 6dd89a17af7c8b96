"""Letters as files: written as the formats say, and read back by the readers of other projects."""

import codecs
import csv
import datetime
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator

import latexcodec  # noqa: F401  registers the codec that reads TeX
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from index.letter import Letter, Mission, Named, Signatory
from search.formats import FORMATS, bibtex, lines, ris, table
from search.formats.paper import Address, plain
from search.request import SearchEngine, SearchRequest

LETTER = Letter(
    id="kst-29521-426",
    title="Einde van Takuba & “50%”",
    text="Tekst.",
    path="map/brief.md",
    date=datetime.date(2022, 2, 17),
    dossiers=("29521", "27925"),
    number="426",
    session="2021-2022",
    chambers=("TK",),
    source="https://zoek.example/kst-29521-426.html",
    ministries=(Named("bz", "Buitenlandse Zaken"), Named("ezk", "Economische Zaken, Klimaat")),
    missions=(Mission("takuba", "Takuba", 3, ("title", "text"), about=True), Mission("x", "Een, twee")),
    signatories=(
        Signatory("De Minister van Buitenlandse Zaken", "W.B. Hoekstra"),
        Signatory("De Minister van Economische Zaken, Klimaat", ""),
    ),
)
BARE = Letter(id="brief-1", title="Brief", text="", path="b.txt")
TABLE = (
    "\ufeffid,date,title,dossier,number,kind,completeness,ministries,missions,signatories,source,permanent\r\n",
    "kst-29521-426,2022-02-17,Einde van Takuba & “50%”,29521,426,brief,full,"
    '"Buitenlandse Zaken; Economische Zaken, Klimaat","Takuba; Een, twee",W.B. Hoekstra; ,'
    "https://zoek.example/kst-29521-426.html,https://kb.example/brief/kst-29521-426\r\n",
    "brief-1,,Brief,,,brief,full,,,,,https://kb.example/brief/brief-1\r\n",
)
LINES = (
    '{"id": "kst-29521-426", "title": "Einde van Takuba & “50%”", "date": "2022-02-17", "dossier": "29521", '
    '"dossiers": ["29521", "27925"], "number": "426", "kind": "brief", "completeness": "full", '
    '"source": "https://zoek.example/kst-29521-426.html", "ministries": [{"id": "bz", "label": "Buitenlandse Zaken"}, '
    '{"id": "ezk", "label": "Economische Zaken, Klimaat"}], "missions": [{"id": "takuba", "label": "Takuba", '
    '"count": 3, "where": ["title", "text"], "about": true}, {"id": "x", "label": "Een, twee", "count": 0, '
    '"where": [], "about": false}], "signatories": [{"role": "De Minister van Buitenlandse Zaken", '
    '"name": "W.B. Hoekstra"}, {"role": "De Minister van Economische Zaken, Klimaat", "name": ""}], '
    '"path": "/brief/kst-29521-426"}\n',
    '{"id": "brief-1", "title": "Brief", "date": null, "dossier": null, "dossiers": [], "number": null, '
    '"kind": "brief", "completeness": "full", "source": null, "ministries": [], "missions": [], "signatories": [], '
    '"path": "/brief/brief-1"}\n',
)
BIBTEX = (
    r"""@misc{kst-29521-426,
  title = {{Einde van Takuba \& “50\%”}},
  author = {Hoekstra, W.B. and {De Minister van Economische Zaken{},{} Klimaat}},
  organization = {{Buitenlandse Zaken} and {Economische Zaken, Klimaat}},
  date = {2022-02-17},
  year = {2022},
  month = feb,
  number = {426},
  howpublished = {Kamerstukken II 2021/22, 29521, nr. 426},
  url = {https://zoek.example/kst-29521-426.html},
  langid = {dutch},
  keywords = {Takuba, {Een, twee}},
}

""".replace("{},{}", ","),
    """@misc{brief-1,
  title = {{Brief}},
  howpublished = {Brief, Brief},
  url = {https://kb.example/brief/brief-1},
  langid = {dutch},
}

""",
)
RIS = (
    "TY  - GOVDOC\r\nID  - kst-29521-426\r\nTI  - Einde van Takuba & “50%”\r\nAU  - Hoekstra, W.B.\r\n"
    "AU  - De Minister van Economische Zaken Klimaat\r\nPY  - 2022\r\nDA  - 2022/02/17/\r\n"
    "PB  - Buitenlandse Zaken; Economische Zaken, Klimaat\r\nM1  - 426\r\n"
    "N1  - Kamerstukken II 2021/22, 29521, nr. 426.\r\nKW  - Takuba\r\nKW  - Een, twee\r\nLA  - nl\r\n"
    "UR  - https://zoek.example/kst-29521-426.html\r\nER  - \r\n\r\n",
    "TY  - GOVDOC\r\nID  - brief-1\r\nTI  - Brief\r\nN1  - Brief, Brief.\r\nLA  - nl\r\n"
    "UR  - https://kb.example/brief/brief-1\r\nER  - \r\n\r\n",
)

Write = Callable[[Iterable[Letter], Address], Iterator[str]]


def address(letter_id: str) -> str:
    return f"https://kb.example/brief/{letter_id}"


@pytest.mark.parametrize(
    ("write", "written"),
    [
        pytest.param(table.write, TABLE, id="csv"),
        pytest.param(lines.write, LINES, id="jsonl"),
        pytest.param(bibtex.write, BIBTEX, id="bib"),
        pytest.param(ris.write, RIS, id="ris"),
    ],
)
def test_letters_as_each_format_writes_them(write: Write, written: tuple[str, ...]) -> None:
    assert tuple(write((LETTER, BARE), address)) == written


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_a_letter_is_written_before_the_next_is_read(form: object) -> None:
    read: list[int] = []

    def letters() -> Iterator[Letter]:
        for number in range(3):
            read.append(number)
            yield BARE

    pieces = (piece for piece in form.write(letters(), address) if "brief-1" in piece)
    assert [(next(pieces) != "", len(read)) for _ in range(3)] == [(True, 1), (True, 2), (True, 3)]


hostile = st.text(st.sampled_from("\\{}%&#_~^$\"'`-=+@<>?!,;:()\r\n\t\0\x85\u2028\ud800é“ aN") | st.characters()).map(
    lambda text: f"x{text}"
)


@settings(deadline=None)
@given(hostile)
def test_a_title_survives_bibtex(title: str) -> None:
    (key,) = (entries := entries_of(Letter(id="b-1", title=title, text="", path="b.txt"))).keys()
    assert (key, decoded(entries[key].fields["title"])) == ("b-1", plain(title))


@settings(deadline=None)
@given(hostile)
def test_a_title_survives_ris(title: str) -> None:
    letter = Letter(id="b-1", title=title, text="", path="b.txt", signatories=(Signatory("", title),))
    (record,) = rispy.loads("".join(ris.write((letter,), address)))
    assert (record["type_of_reference"], record["id"], record["title"]) == ("GOVDOC", "b-1", plain(title))


@settings(deadline=None)
@given(hostile)
def test_a_title_survives_lines_of_json(title: str) -> None:
    (line,) = lines.write((Letter(id="b-1", title=title, text="", path="b.txt"),), address)
    assert (line.count("\n"), json.loads(line)["title"]) == (1, title)


@settings(deadline=None)
@given(st.text(st.sampled_from("=+-@\t\r\n,;\"'x＝")))
def test_a_cell_survives_and_is_not_run(title: str) -> None:
    text = "".join(table.write((Letter(id="b-1", title=title, text="", path="b.txt"),), address))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert re.sub(r"(^|;\s*)'", r"\1", row["title"]) == re.sub(r"(^|;\s*)'", r"\1", title)
    assert row["title"][:1] not in tuple("\t\r\n")
    assert re.search(r"(^|;\s*)[=+\-@＝]", row["title"]) is None


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("K.H. Ollongren", ("", "Ollongren", "K.H.")),
        ("J.A. Hennis-Plasschaert", ("", "Hennis-Plasschaert", "J.A.")),
        ("A.Th.B. Bijleveld-Schouten", ("", "Bijleveld-Schouten", "A.Th.B.")),
        ("E. van Middelkoop", ("van", "Middelkoop", "E.")),
        ("J.G. de Hoop Scheffer", ("de", "Hoop Scheffer", "J.G.")),
        ("A.M.A. van Ardenne-van der Hoeven", ("van", "{Ardenne-van der Hoeven}", "A.M.A.")),
        ("P. van 't Hoff", ("van 't", "Hoff", "P.")),
        ("De Minister van Defensie", ("", "{De Minister van Defensie}", "")),
        ("J. Jansen and P. Pietersen", ("", "{J. Jansen and P. Pietersen}", "")),
        ("J. Jansen, MSc", ("", "{J. Jansen, MSc}", "")),
        ("J. {Jansen", ("", r"{J. \textbraceleft{}Jansen}", "")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_names_are_told_apart_only_where_they_are_plain(name: str, read: tuple[str, str, str]) -> None:
    (entry,) = entries_of(
        Letter(id="b-1", title="", text="", path="b.txt", signatories=(Signatory("", name),))
    ).values()
    (person,) = entry.persons["author"]
    assert (
        " ".join(person.prelast_names),
        " ".join(person.last_names),
        " ".join(person.first_names + person.middle_names),
    ) == read


def test_an_address_has_no_signs_of_bibtex() -> None:
    letter = Letter(id="b-1", title="", text="", path="b.txt", source="https://x.example/a b{c}\\d%20é?e=f&g#h")
    (entry,) = entries_of(letter).values()
    assert entry.fields["url"] == "https://x.example/a%20b%7Bc%7D%5Cd%20%C3%A9?e=f&g#h"


def test_lines_of_json_are_hits_of_the_api(engine: SearchEngine) -> None:
    request = SearchRequest(query="missie", size=100)
    hits = engine.search(request).to_json()["hits"]
    for hit in hits:
        del hit["score"], hit["snippets"], hit["duplicate_of"]
    written = [json.loads(line) for line in lines.write(engine.listing(request).letters, address)]
    assert written == json.loads(json.dumps(hits))
    assert len(written) > 10


def entries_of(letter: Letter) -> dict[str, Entry]:
    """The entries that another project's reader finds in what we write."""
    return dict(parse_string("".join(bibtex.write((letter,), address)), "bibtex").entries.items())


def decoded(field: str) -> str:
    """A braced field, as TeX would print it. The codec leaves empty groups, dollars and braces as they are."""
    read = codecs.decode(field.removeprefix("{").removesuffix("}"), "ulatex")
    for left, sign in (
        ("{}", ""),
        (r"\$", "$"),
        ("\\textbraceleft ", "{"),
        ("\\textbraceright ", "}"),
        ("\\textasciicircum ", "^"),
    ):
        read = read.replace(left, sign)
    return read
