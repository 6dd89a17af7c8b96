"""One file of the corpus -> a letter, or one line that says what is wrong with it."""

import csv
import datetime
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.authority import load_authority
from index.errors import LetterError
from index.fields import ID, FieldError, Fields, check_fields
from index.forms.document import Unreadable
from index.forms.front_matter import split_front_matter
from index.forms.registry import FORMS
from index.forms.sandbox import Sandbox
from index.letter import Block, Letter, Mission, Named, Reference, Signatory
from index.readers import read_letter

AUTHORITY = load_authority()
ROOT = Path(__file__).parent.parent
BRIEF = "brieven/brief-2022-02-17-beeindiging-takuba.txt"
LABELS = AUTHORITY.labels()["mission"]
MAX_SIZE = FORMS[".txt"].most


def read(folder: Path, name: str, content: str | bytes) -> Letter:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return letter_in(path, folder)


def letter_in(path: Path, folder: Path) -> Letter:
    return read_letter(path, folder, AUTHORITY, Sandbox()).letter


def refusal(folder: Path, name: str, content: str | bytes) -> str:
    with pytest.raises(LetterError) as raised:
        read(folder, name, content)
    assert raised.value.path == folder / name
    assert "\n" not in raised.value.reason
    return raised.value.reason


def test_the_real_letter(corpus: Path) -> None:
    letter = letter_in(corpus / BRIEF, corpus)
    paragraphs = letter.text.split("\n\n")
    assert letter == Letter(
        id="brief-2022-02-17-beeindiging-takuba",
        title="Nederlandse deelname aan vredesmissies",
        text=letter.text,
        path=BRIEF,
        date=datetime.date(2022, 2, 17),
        place="Den Haag",
        addressee="De Voorzitter van de Tweede Kamer der Staten-Generaal",
        dossiers=("29521",),
        session="2021-2022",
        chambers=("TK",),
        ministries=(
            Named("bz", "Buitenlandse Zaken"),
            Named("def", "Defensie"),
            Named("bhos", "Buitenlandse Handel en Ontwikkelingssamenwerking"),
        ),
        missions=tuple(
            Mission(id_, LABELS[id_], count, ("text",), about=id_ == "takuba")
            for id_, count in (
                ("takuba", 19),
                ("barkhane", 5),
                ("minusma", 4),
                ("eutm-mali", 2),
                ("eucap-sahel-mali", 2),
            )
        ),
        signatories=(
            Signatory("De Minister van Buitenlandse Zaken", "W.B. Hoekstra"),
            Signatory("De Minister van Defensie", "K.H. Ollongren"),
            Signatory("De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking", "E.N.A.J. Schreinemacher"),
        ),
        references=(
            Reference("kst-29237-177", "Kamerstuk 29 237, nr. 177", datetime.date(2022, 2, 9)),
            Reference("kst-29521-426", "Kamerstuk 29 521, nr. 426", datetime.date(2021, 10, 15)),
            Reference("kst-29521-405", "Kamerstuk 29 521, nr. 405", datetime.date(2020, 3, 27)),
            Reference("kst-21501-02-2462", "Kamerstuk 21 501-02, nr. 2462", datetime.date(2022, 2, 16)),
        ),
        notes=(
            "Déclaration conjointe sur la lutte contre la menace terroriste et le soutien a la paix et a la sécurité au"
            " Sahel et en Afrique de I'Ouest. | Elysée (elysee.fr)",
        ),
        blocks=tuple(Block(page=page) for page in (1, 1, 1, 2, 2, 2, 3)),
    )
    assert [paragraph[:32] for paragraph in paragraphs] == [
        "In navolging van de Kamerbrief «",
        "Taakgroep Takuba is een multinat",
        "Zoals gemeld in bovengenoemde Ka",
        "Sinds maart 2021 zijn twee Neder",
        "De VN-missie MINUSMA en de EU-mi",
        "De Sahelregio blijft voor het ka",
        "Nederland hanteert daarbij een g",
    ]
    assert letter.text.endswith("om veiligheid, stabiliteit en duurzame vrede te bevorderen.")


@pytest.mark.parametrize(
    "words",
    [
        "«Politieke ontwikkelingen in de Sahelregio» d.d. 9 februari 2022",
        "het Commissiedebat Raad Buitenlandse Zaken d.d. 16 februari jl. informeren",
        "een verklaring uitgegaan, ondertekend door",
        "waaronder Nederland. Deze terugtrekking",
        "waarbij Nederland niet direct betrokken is",
        "de bescherming van de burgerbevolking en",
        "in gezamenlijkheid alternatieve opties",
        "De Takuba-liaisonofficier in N'Djamena",
        "tijdens het Commissiedebat Raad Buitenlandse Zaken d.d. 16 februari jl. (Kamerstuk 21 501-02, nr. 2462)",
        "het buitenland- en veiligheidsbeleid",
    ],
)
def test_the_words_of_the_real_letter(words: str, corpus: Path) -> None:
    assert words in letter_in(corpus / BRIEF, corpus).text


def test_the_whole_corpus(corpus: Path) -> None:
    paths = [path for form in (".md", ".txt") for path in corpus.rglob(f"*{form}") if path.name != "README.md"]
    letters = [letter_in(path, corpus) for path in sorted(paths)]
    known = AUTHORITY.labels()
    assert len({letter.id for letter in letters}) == len(letters) == 90
    assert [letter.id for letter in letters if not ID.fullmatch(letter.id)] == []
    assert [letter.id for letter in letters if letter.date is None or not letter.ministries] == []
    assert {named.id for letter in letters for named in letter.missions} - set(known["mission"]) == set()
    assert {named.id for letter in letters for named in letter.ministries} - set(known["ministry"]) == set()
    assert {letter.completeness for letter in letters if letter.path.startswith("samenvattingen/")} == {"summary"}
    assert [letter for letter in letters if Letter.from_record(letter.to_record()) != letter] == []


def test_all_fields_of_front_matter(tmp_path: Path) -> None:
    text = """---
id: brief-7
title: 'Missies: een overzicht'
date: 2013-06-24
dossier: 21 501-02
dossiers: [29521, 33000 X]
number: 209
kind: Verslag
ministries: [JenV, Ministerie van Vogels]
missions: [EUTM-Mali, Operatie Zeemeeuw]
signatories:
  - role: De Minister van Justitie
    name: A. de Vries
cites: [kst-29521-202]
addressee: De leden
place: Utrecht
source: https://example.org/kst-21501-02-209.html
completeness: summary
---

De missie Takuba, zie Kamerstuk 29 521, nr. 4.
"""
    assert read(tmp_path, "een.md", text) == Letter(
        id="brief-7",
        title="Missies: een overzicht",
        text="De missie Takuba, zie Kamerstuk 29 521, nr. 4.",
        path="een.md",
        kind="verslag",
        completeness="summary",
        date=datetime.date(2013, 6, 24),
        place="Utrecht",
        addressee="De leden",
        dossiers=("21501-02", "29521", "33000-X"),
        number="209",
        source="https://example.org/kst-21501-02-209.html",
        ministries=(Named("jv", "Veiligheid en Justitie"), Named("ministerie-van-vogels", "Ministerie van Vogels")),
        session="2012-2013",
        missions=(Mission("eutm-mali", "EUTM Mali"), Mission("operatie-zeemeeuw", "Operatie Zeemeeuw")),
        signatories=(Signatory("De Minister van Justitie", "A. de Vries"),),
        references=(Reference("kst-29521-202"),),
        blocks=(Block(),),
    )


def test_what_front_matter_does_not_give_is_read_from_the_text(tmp_path: Path) -> None:
    text = """---
title: Stand van zaken Takuba
source:
---
29 521 Nederlandse deelname aan vredesmissies
Nr. 426
BRIEF VAN DE MINISTER VAN DEFENSIE
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 15 oktober 2021

## Inleiding
Zie Kamerstuk 29 521, nr. 405 en dit stuk, Kamerstuk 29 521, nr. 426.

De Minister van Defensie,
H.G.J. Kamp
"""
    assert read(tmp_path, "een.md", text) == Letter(
        id="kst-29521-426",
        title="Stand van zaken Takuba",
        text="Inleiding\n\nZie Kamerstuk 29 521, nr. 405 en dit stuk, Kamerstuk 29 521, nr. 426.",
        path="een.md",
        date=datetime.date(2021, 10, 15),
        place="Den Haag",
        addressee="De Voorzitter van de Tweede Kamer der Staten-Generaal",
        dossiers=("29521",),
        number="426",
        ministries=(Named("def", "Defensie"),),
        session="2021-2022",
        chambers=("TK",),
        missions=(Mission("takuba", "Takuba", 1, ("title",), about=True),),
        signatories=(Signatory("De Minister van Defensie", "H.G.J. Kamp"),),
        references=(Reference("kst-29521-405", "Kamerstuk 29 521, nr. 405"),),
        blocks=(Block("heading", 2), Block()),
    )


@pytest.mark.parametrize(
    ("name", "text", "id_", "title"),
    [
        pytest.param(
            "Brief over Mali (2).txt", "Een regel.\nNog een.", "Brief-over-Mali-2", "Een regel. Nog een.", id="slug"
        ),
        pytest.param("kst-33694-U.TXT", "Een regel.", "kst-33694-U", "Een regel.", id="case is kept"),
        pytest.param("Oekraïne.md", "# Titel\nTekst.", "Oekraine", "Titel", id="without diacritics; a heading"),
        pytest.param("писмо.txt", "• punt", "brief-2a6733efcbd5", "punt", id="no plain letter in the name"),
        pytest.param("a" * 240 + ".txt", "x", "a" * 200, "x", id="a long name"),
        pytest.param("a.txt", "woord " * 60, "a", ("woord " * 33).strip() + "…", id="a long first line"),
        pytest.param("a.txt", "Den Haag, 3 mei 2011", "a", "Den Haag, 3 mei 2011", id="only a head"),
        pytest.param("a.txt", "1 Zie het verslag", "a", "Zie het verslag", id="only a note"),
        pytest.param("a.txt", b"\xef\xbb\xbfMet BOM", "a", "Met BOM", id="byte order mark"),
        pytest.param("a.md", b"\xef\xbb\xbf---\r\nid: b\r\n---\r\nTekst\r\n", "b", "Tekst", id="mark, CRLF"),
        pytest.param("a.md", "---\n---\nTekst", "a", "Tekst", id="empty front matter"),
        pytest.param("a.txt", "Betreft: de vloot\n\nTekst", "a", "de vloot", id="the subject is the title"),
    ],
)
def test_id_and_title(name: str, text: str | bytes, id_: str, title: str, tmp_path: Path) -> None:
    letter = read(tmp_path, name, text)
    assert (letter.id, letter.title, letter.path) == (id_, title, name)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "is leeg; zet", id="empty"),
        pytest.param("a.txt", b"\xef\xbb\xbf \n\n", "is leeg; zet", id="only space"),
        pytest.param("a.txt", "kst-29521-426", "geen tekst gevonden; zet", id="only page furniture"),
        pytest.param("a.md", "---\nid: x\n---\n \n", "geen tekst gevonden; zet", id="only front matter"),
        pytest.param("a.txt", b"x\0\1", "is geen tekst; bewaar de brief als tekst in UTF-8", id="binary"),
        pytest.param("a.txt", "één, twéé".encode() + b"\n\xff", "UTF-8 op byte 14 (regel 2); herstel", id="damaged"),
        pytest.param("a.txt", b"\xef\xbb\xbfe\xebn", "op byte 4 (regel 1)", id="damaged behind a mark"),
        pytest.param("a.txt", "brief".encode("utf-16")[:-1], "is geen geldige UTF-16 op byte 10", id="half a sign"),
        pytest.param("a.txt", b"%PDF-1.7 x", "is geen tekst maar een bestand van de vorm .pdf; geef", id="a PDF"),
        pytest.param("a.md", b"\x89PNG\r\n", "van de vorm .png; bewaar de brief in een vorm die", id="a picture"),
        pytest.param("a.txt", b"x" * (MAX_SIZE + 1), "is groter dan 20 MB", id="too big"),
        pytest.param(
            "a.doc", b"x", "‘.doc’ wordt niet gelezen; open het bestand en bewaar het als .docx of", id="Word"
        ),
        pytest.param(
            "a.PNG", b"x", "‘.PNG’ wordt niet gelezen; maak er een PDF met tekst van met: ocrmypdf", id="image"
        ),
        pytest.param("a.x", b"x", "‘.x’ wordt niet gelezen; bewaar de brief als .docx, .odt, .pdf", id="suffix"),
        pytest.param("a.toml", b"x", "hoort bij geen brief; geef het de naam van een brief", id="beside nothing"),
        pytest.param("a", b"x", "een bestand zonder achtervoegsel wordt niet gelezen", id="no suffix"),
    ],
)
def test_refused_files(name: str, content: str | bytes, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(tmp_path, name, content)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param("id: a\nkleur: rood", "onbekend veld ‘kleur’; kies uit id, title, date, issued", id="unknown"),
        pytest.param("id: a\ndate: 2022-02-31", "veld ‘date’: ‘2022-02-31’ is geen bestaande dag", id="no such day"),
        pytest.param("date: 17 februari 2022", "veld ‘date’: ‘17 februari 2022’ is geen dag; schrijf", id="no day"),
        pytest.param("date: [2022-02-17]", "veld ‘date’: verwacht een tekst, niet een lijst", id="a list for a text"),
        pytest.param(
            "title: {a: b}", "veld ‘title’: verwacht een tekst, niet een groep velden", id="fields for a text"
        ),
        pytest.param(
            "missions: MINUSMA", "veld ‘missions’: verwacht een lijst, niet een tekst", id="a text for a list"
        ),
        pytest.param("missions: [[MINUSMA]]", "veld ‘missions’: verwacht een tekst, niet een lijst", id="list in list"),
        pytest.param("signatories: [A. de Vries]", "precies de velden role en name", id="signatory is a text"),
        pytest.param("signatories: [{name: A. de Vries}]", "precies de velden role en name", id="signatory, no role"),
        pytest.param("id: ../../etc", "veld ‘id’: ‘../../etc’ is geen id; gebruik", id="id is a path"),
        pytest.param(f"id: {'a' * 201}", f"veld ‘id’: ‘{'a' * 40}…’ is geen id", id="id too long"),
        pytest.param("id: -a", "veld ‘id’: ‘-a’ is geen id", id="id begins with a hyphen"),
        pytest.param("dossier: 295", "veld ‘dossier’: ‘295’ is geen dossier; schrijf", id="dossier"),
        pytest.param("dossiers: [29521, x]", "veld ‘dossiers’: ‘x’ is geen dossier", id="one of the dossiers"),
        pytest.param("number: nr. 4", "veld ‘number’: ‘nr. 4’ is geen nummer", id="number"),
        pytest.param("cites: ['29 521, nr. 4']", "veld ‘cites’: ‘29 521, nr. 4’ is geen id", id="cites"),
        pytest.param(
            "source: javascript:alert(1)", "veld ‘source’: ‘javascript:alert(1)’ is geen webadres", id="script"
        ),
        pytest.param("source: 'http://[x'", "veld ‘source’: ‘http://[x’ is geen webadres", id="broken address"),
        pytest.param("source: https://", "veld ‘source’: ‘https://’ is geen webadres", id="no host"),
        pytest.param(
            "completeness: half", "veld ‘completeness’: ‘half’ is onbekend; kies uit full, summary", id="half"
        ),
        pytest.param("title: ' '", "veld ‘title’: is leeg", id="blank"),
        pytest.param('title: "\\ud800"', "veld ‘title’: bevat een half teken", id="surrogate"),
        pytest.param('title: "\\UFFFFFFFF"', "een teken dat niet bestaat", id="no such character"),
        pytest.param("id: a\ntitle: b: c", "geen geldige YAML op regel 3; schrijf", id="a colon in a value"),
        pytest.param("id: a\ntitle: 'b", "geen geldige YAML op regel", id="an open quotation"),
        pytest.param("id: a\ntitle: b\nid: c", "veld ‘id’ staat op regel 4 nog een keer", id="a field twice"),
        pytest.param("gewoon tekst", "heeft op regel 2 geen velden", id="no fields"),
        pytest.param("[a]: b", "geen geldige YAML op regel 2", id="a list for a name"),
        pytest.param("{a: 1}: b", "geen geldige YAML op regel 2", id="fields for a name"),
        pytest.param("a: &a [*a]", "verwijst met een * naar een ander veld", id="a reference to itself"),
        pytest.param("a: " + "[" * 2_000 + "]" * 2_000, "te diep genest", id="deep"),
        pytest.param("title: x\f", "geen geldige YAML op regel 2", id="a sign that YAML refuses"),
        pytest.param("title: " + "x" * 65_536, "eindigt niet binnen 64 kB; sluit haar af", id="too long"),
    ],
)
def test_refused_front_matter(fields: str, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(tmp_path, "a.md", f"---\n{fields}\n---\nTekst.\n")


def test_front_matter_without_end(tmp_path: Path) -> None:
    reason = "de front matter van regel 1 eindigt niet binnen 64 kB; sluit haar af met een regel ---"
    assert refusal(tmp_path, "a.md", "---\nid: a\n\nTekst.\n") == reason


def test_references_that_would_multiply_stay_small(tmp_path: Path) -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    assert "verwijst met een * naar een ander veld" in refusal(
        tmp_path, "a.md", f"---\na0: &a0 [x]\n{levels}\n---\nTekst.\n"
    )


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        pytest.param("weg.txt", None, "bestaat niet (meer); controleer de naam", id="gone"),
        pytest.param(
            "map.txt",
            None,
            "is een map die niet gelezen mag worden; geef leesrecht, bijvoorbeeld met chmod u+rx",
            id="folder",
        ),
        pytest.param(
            "a.txt",
            PermissionError(13, "Permission denied"),
            "mag niet gelezen worden; geef leesrecht, bijvoorbeeld met chmod u+r",
            id="not allowed",
        ),
        pytest.param(
            "a.txt",
            OSError(5, "Input/output error"),
            "is niet te lezen (Input/output error); controleer het bestand",
            id="broken disk",
        ),
    ],
)
def test_files_that_cannot_be_opened(
    name: str, error: OSError | None, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, mode: str) -> None:
        raise error or AssertionError((path, mode))

    (tmp_path / "map.txt").mkdir()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    if error:
        monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(LetterError) as raised:
        letter_in(tmp_path / name, tmp_path)
    assert raised.value.reason == reason


def test_a_file_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(LetterError, match="ligt niet in de map"):
        letter_in(tmp_path / "a.txt", tmp_path / "corpus")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman"]
)
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Geïnformeerde Kamer: coördinatie en beëindiging van de missie in één jaar."
    assert read(tmp_path, "a.txt", text.encode(encoding)).text == text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@given(
    name=st.sampled_from(["a.txt", "a.md"]),
    content=st.binary() | st.text().map(str.encode) | st.text().map(lambda text: f"---\n{text}\n---\nx".encode()),
)
def test_any_bytes_become_a_letter_or_a_reason(folder: Path, name: str, content: bytes) -> None:
    with suppress(LetterError):
        letter = read(folder, name, content)
        assert letter.text
        assert letter.title
        assert ID.fullmatch(letter.id)
        assert Letter.from_record(letter.to_record()) == letter
        str(letter.to_record()).encode()


FIELDS = [
    "id", "title", "date", "dossier", "dossiers", "number", "kind", "ministries", "missions", "signatories", "cites",
    "source", "completeness",
]  # fmt: skip
SCALARS = ["2022-02-17", "29521", "full", "https://a.b", "EUTM", "&a", "*a", "!!int 3", '"\\udc00"']
VALUES = st.recursive(
    st.text() | st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner).map(lambda values: f"[{', '.join(values)}]") | inner.map("{{role: {0}, name: {0}}}".format)
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.sampled_from(FIELDS) | st.text(), VALUES)))
def test_any_front_matter_gives_fields_or_a_reason(fields: list[tuple[str, str]]) -> None:
    block = "\n".join(f"{name}: {value}" for name, value in fields)
    with suppress(FieldError, Unreadable):
        assert isinstance(check_fields(split_front_matter(f"---\n{block}\n---\nx")[0]), Fields)


OBSERVED = list(
    csv.DictReader((ROOT / "tests/cases/headers-observed.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
)
"""The heads of real papers, as they were seen, and what is in them."""


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("observed", OBSERVED, ids=[row["url"].rpartition("/")[2] for row in OBSERVED])
def test_observed_heads(tmp_path: Path, observed: dict[str, str], gap: str) -> None:
    columns = ("dossier_lines", "nr_line", "heading", "addressee", "place_date")
    head = [line for name in columns for line in observed[name].split("|") if line[:2] not in ("-", "(m")]
    signed = [] if observed["signatures"] == "-" else observed["signatures"].split("|")
    signatures = "\n".join(line for signature in signed for line in signature.rsplit(", ", 1))
    body = "Hierbij informeer ik u over de inzet van Nederlandse militairen in Mali."
    letter = read(tmp_path, "brief.txt", "\n\n".join([gap.join(head), body, signatures]) + "\n")
    assert {
        "chamber": "+".join(letter.chambers),
        "dossiers": list(letter.dossiers),
        "number": letter.number,
        "date": letter.date.isoformat() if letter.date else None,
        "ministries": [ministry.id for ministry in letter.ministries],
    } == json.loads(observed["expected"])
