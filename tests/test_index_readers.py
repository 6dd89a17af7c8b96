"""One file -> one letter, or one clear reason why not."""

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.authority import Authority, load_authority
from index.errors import LetterError
from index.letter import Letter, Named, Reference, Signatory
from index.readers import MAX_SIZE, read_letter

REAL = "brieven/brief-2022-02-17-beeindiging-takuba.txt"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority()


def test_the_real_letter(corpus: Path, authority: Authority) -> None:
    letter = read_letter(corpus / REAL, corpus, authority)
    text, notes = letter.text, letter.notes
    assert letter == Letter(
        id="brief-2022-02-17-beeindiging-takuba",
        title="Nederlandse deelname aan vredesmissies",
        text=text,
        path=REAL,
        kind="brief",
        completeness="full",
        date=datetime.date(2022, 2, 17),
        place="Den Haag",
        addressee="De Voorzitter van de Tweede Kamer der Staten-Generaal",
        dossiers=("29521",),
        number=None,
        source=None,
        ministries=(
            Named("bz", "Buitenlandse Zaken"),
            Named("def", "Defensie"),
            Named("bhos", "Buitenlandse Handel en Ontwikkelingssamenwerking"),
        ),
        missions=(
            Named("takuba", "Takuba"),
            Named("barkhane", "Barkhane"),
            Named("minusma", "MINUSMA"),
            Named("eutm-mali", "EUTM Mali"),
            Named("eucap-sahel-mali", "EUCAP Sahel Mali"),
        ),
        signatories=(
            Signatory("De Minister van Buitenlandse Zaken", "W.B. Hoekstra"),
            Signatory("De Minister van Defensie", "K.H. Ollongren"),
            Signatory("De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking", "E.N.A.J. Schreinemacher"),
        ),
        references=(
            Reference("kst-29237-177", "Kamerstuk 29 237, nr. 177"),
            Reference("kst-29521-426", "Kamerstuk 29 521, nr. 426"),
            Reference("kst-29521-405", "Kamerstuk 29 521, nr. 405"),
            Reference("kst-21501-02-2462", "Kamerstuk 21 501-02, nr. 2462"),
        ),
        notes=notes,
    )
    assert text.startswith("In navolging van de Kamerbrief «Politieke ontwikkelingen in de Sahelregio» d.d. 9 februari")
    assert text.endswith("om veiligheid, stabiliteit en duurzame vrede te bevorderen.")
    assert len(notes) == 1
    assert notes[0].startswith("Déclaration conjointe")


@pytest.mark.parametrize(
    "words",
    [
        "Sahelregio»", "Commissiedebat Raad", "ondertekend door", "burgerbevolking", "alternatieve opties",
        "De Takuba-liaisonofficier", "waaronder Nederland. Deze", "Buitenlandse Zaken d.d. 16 februari jl. (Kamerstuk",
        "waarbij Nederland niet direct betrokken is", "Liptako-Gourma-regio", "buitenland- en veiligheidsbeleid",
    ],
)  # fmt: skip
def test_running_text_of_the_real_letter(corpus: Path, authority: Authority, words: str) -> None:
    assert words in read_letter(corpus / REAL, corpus, authority).text


@pytest.mark.parametrize("words", ["elysee", "Déclaration", "BRIEF VAN", "Hoekstra", "  ", "- ", 'Nederland."'])
def test_what_is_not_running_text(corpus: Path, authority: Authority, words: str) -> None:
    assert words not in read_letter(corpus / REAL, corpus, authority).text.replace("buitenland- ", "")


def test_every_summary_of_the_corpus(corpus: Path, authority: Authority) -> None:
    paths = sorted((corpus / "samenvattingen").glob("*.md"))
    letters = [read_letter(path, corpus, authority) for path in paths]
    known = authority.labels()
    assert len(letters) == 89
    assert [letter.id for letter in letters] == [path.stem for path in paths]
    for letter in letters:
        assert letter.completeness == "summary"
        assert letter.source is not None
        assert {mission.id for mission in letter.missions} <= known["mission"].keys()
        assert {ministry.id for ministry in letter.ministries} <= known["ministry"].keys()


FRONT = """---
id: kst-33000-X-60
title: Een titel
date: 2012-03-04
dossiers: [33000-X, '29521']
number: 60
kind: verslag
ministries: [Justitie, def]
missions: [Task Force Uruzgan, Onbekende missie]
signatories:
  - role: De Minister van Defensie
    name: J.S.J. Hillen
cites: [kst-29521-1]
addressee: De leden
place: Leiden
source: https://example.org/x
completeness: full
---
Tekst over MINUSMA.
"""


def test_front_matter_goes_before_the_text(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "a.md").write_text(FRONT, encoding="utf-8")
    assert read_letter(tmp_path / "a.md", tmp_path, authority) == Letter(
        id="kst-33000-X-60",
        title="Een titel",
        text="Tekst over MINUSMA.",
        path="a.md",
        kind="verslag",
        date=datetime.date(2012, 3, 4),
        place="Leiden",
        addressee="De leden",
        dossiers=("33000-X", "29521"),
        number="60",
        source="https://example.org/x",
        ministries=(Named("jv", "Veiligheid en Justitie"), Named("def", "Defensie")),
        missions=(Named("isaf", "ISAF"), Named("onbekende-missie", "Onbekende missie")),
        signatories=(Signatory("De Minister van Defensie", "J.S.J. Hillen"),),
        references=(Reference("kst-29521-1"),),
    )


LETTER = """\
27 925 Bestrijding internationaal terrorisme
29 521 Nederlandse deelname aan vredesmissies
Nr. 946 BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN
VOOR BUITENLANDSE HANDEL EN ONTWIKKELINGSSAMENWERKING
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 29 september 2023

Hierbij informeren wij u over de NAVO-missie in Irak.

De Minister van Defensie,
K.H. Ollongren
"""


def test_two_dossiers_and_a_number(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + LETTER.replace("\n", "\r\n").encode())
    letter = read_letter(tmp_path / "a.txt", tmp_path, authority)
    assert (letter.id, letter.dossiers, letter.number) == ("kst-27925-946", ("27925", "29521"), "946")
    assert [ministry.id for ministry in letter.ministries] == ["bz", "def", "bhos"]
    assert [mission.id for mission in letter.missions] == ["nmi"]
    assert letter.text == "Hierbij informeren wij u over de NAVO-missie in Irak."


def test_plain_text_without_any_head(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "Één brief (2).txt").write_text("Zomaar een zin.", encoding="utf-8")
    letter = read_letter(tmp_path / "Één brief (2).txt", tmp_path, authority)
    assert letter == Letter(id=letter.id, title="Zomaar een zin.", text="Zomaar een zin.", path="Één brief (2).txt")
    assert letter.id == "Een-brief-2"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "leeg"),
        ("a.txt", b" \n\n", "tekst"),
        ("a.txt", b"abc\0", "geen tekst"),
        ("a.txt", "één".encode("latin-1"), "UTF-8"),
        ("a.pdf", b"%PDF", r"\.md of \.txt"),
        ("a.md", b"---\ntitle: a\n", "---"),
        ("a.md", b"---\ntitle: [a\n---\nx", "regel"),
        ("a.md", b"---\n- a\n---\nx", "."),
        ("a.md", b"---\nkleur: a\n---\nx", "kleur"),
        ("a.md", b"---\ntitle: [a, b]\n---\nx", "title"),
        ("a.md", b"---\nmissions: {a: b}\n---\nx", "missions"),
        ("a.md", b"---\ndate: 2022-02-30\n---\nx", "2022-02-30"),
        ("a.md", b"---\ndate: 17 februari\n---\nx", "date"),
        ("a.md", b"---\nid: ../x\n---\nx", "id"),
        ("a.md", b"---\nid: " + b"x" * 201 + b"\n---\nx", "id"),
        ("a.md", b"---\nsource: javascript:alert(1)\n---\nx", "source"),
        ("a.md", b"---\ncompleteness: half\n---\nx", "completeness"),
        ("a.md", b"---\nsignatories: [{role: x}]\n---\nx", "signatories"),
        ("a.md", b"---\ntitle: a\n---\n", "tekst"),
        ("a.md", b"---\ntitle: " + b"x" * 70_000 + b"\n---\nx", "."),
    ],
)
def test_a_clear_reason(tmp_path: Path, authority: Authority, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LetterError, match=rf"(?s)a\.(txt|md|pdf): .*{reason}") as caught:
        read_letter(tmp_path / name, tmp_path, authority)
    assert "\n" not in caught.value.reason


def test_too_big(tmp_path: Path, authority: Authority) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_SIZE + 1)
    with pytest.raises(LetterError, match="20 MB"):
        read_letter(tmp_path / "a.txt", tmp_path, authority)


def test_an_alias_bomb_does_no_harm(tmp_path: Path, authority: Authority) -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    (tmp_path / "a.md").write_text(f"---\na0: &a0 x\n{levels}\ntitle: *a29\n---\nx", encoding="utf-8")
    with pytest.raises(LetterError):
        read_letter(tmp_path / "a.md", tmp_path, authority)


anything = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@anything
@given(content=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".md"]))
def test_any_bytes(tmp_path: Path, authority: Authority, content: bytes, suffix: str) -> None:
    _read(tmp_path / f"a{suffix}", content, authority)


SIGNS = st.sampled_from(
    ["---\n", "title: ", "date: ", "2022-02-17", "[", "]", "{", "- ", "\n", "&a ", "*a", "!!python/object:os.system ",
     "'", '"', "Nr. ", "29 521", "BRIEF VAN DE MINISTER VAN ", "DEFENSIE", "Den Haag, 3 mei 2011", "Kamerstuk ",
     ", nr. 4",
     "De Minister van Defensie,", "\f", "- \n", "\u00ad", "x"]
)  # fmt: skip


@anything
@given(parts=st.lists(SIGNS, max_size=60), front=st.booleans())
def test_any_pile_of_signs(tmp_path: Path, authority: Authority, parts: list[str], front: bool) -> None:
    text = "---\n" + "".join(parts) + "\n---\nx" if front else "".join(parts)
    _read(tmp_path / "a.md", text.encode(), authority)


def _read(path: Path, content: bytes, authority: Authority) -> None:
    path.write_bytes(content)
    reason, letter = "", None
    try:
        letter = read_letter(path, path.parent, authority)
    except LetterError as error:
        reason = error.reason
    assert "\n" not in reason
    assert bool(reason) != bool(letter)
    if letter:
        assert Letter.from_record(letter.to_record()) == letter
        assert letter.text.strip()
