"""Compounds: what they consist of, what is no compound, and the words that say so, as dict and as table."""

import lzma
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.compounds import BOUND, LINKS, NO_PARTS, Splitter, WordTable, level, load_words, write_words
from index.errors import IndexUnusable
from index.lexicon import make_words
from tests.benchmarks.compounds import Lemma, dictionary, part_f1, read_gold

VALUES = load_words()
PLAIN = Splitter(VALUES)

COMPOUNDS = """
vredesmissie vrede missie
vredesmissies vrede missies
trainingsmissie training missie
troepenterugtrekking troepen terugtrekking
ministerraad minister raad
burgerslachtoffers burger slachtoffers
grondtroepen grond troepen
besluitvorming besluit vorming
politietrainingsmissie politie training missie
veiligheidssituatie veiligheid situatie
veiligheidsraad veiligheid raad
veiligheidstroepen veiligheid troepen
ontwikkelingssamenwerking ontwikkeling samenwerking
vluchtelingenkamp vluchtelingen kamp
vluchtelingenstromen vluchtelingen stromen
wapenbeheersing wapen beheersing
wapenexport wapen export
exportvergunning export vergunning
mensenrechten mensen rechten
kamerbrief kamer brief
kamerleden kamer leden
kabinetsreactie kabinet reactie
toetsingskader toetsing kader
defensiebegroting defensie begroting
luchtaanvallen lucht aanvallen
transporthelikopters transport helikopters
jachtvliegtuigen jacht vliegtuigen
infanteriecompagnie infanterie compagnie
koopvaardijschepen koopvaardij schepen
mandaatverlenging mandaat verlenging
coalitieakkoord coalitie akkoord
regeringsleiders regering leiders
gemeentebestuur gemeente bestuur
presidentsverkiezingen president verkiezingen
overheidsfinanciën overheid financiën
wereldvoedselprogramma wereld voedsel programma
rijksbegroting rijk begroting
kinderrechten kind rechten
scheepsramp schip ramp
eierproductie ei productie
"""
WHOLE = """
minister ministers ministerie ministeries operatie operaties terugtrekking nederland nederlandse informatie gemeente
gemeenten regering regeringen veiligheid afghanistan afghaanse missie missies militair militairen bijdrage verdrag
verdragen akkoord samenwerking ondersteuning bestrijding terrorisme bevolking organisatie internationale ontwikkeling
verantwoordelijk ontwikkelingen voorzitterschap mogelijkheden beoordeling nederlanders staatssecretaris krijgsmacht
onderhandelingen vluchtelingen minusma ouagadougou soedan brief en de ei
"""


@pytest.fixture(scope="module")
def lemma() -> Lemma:
    return dictionary(VALUES)


@pytest.fixture(scope="module")
def splitter(lemma: Lemma) -> Splitter:
    return Splitter(VALUES, lemma)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> WordTable:
    path = tmp_path_factory.mktemp("words") / "words"
    write_words(path, VALUES)
    return WordTable(path)


@pytest.mark.parametrize("line", COMPOUNDS.split("\n")[1:-1])
def test_a_compound_gives_its_parts(splitter: Splitter, line: str) -> None:
    word, *parts = line.split()
    assert splitter.parts(word) == tuple(parts)


@pytest.mark.parametrize("word", WHOLE.split())
def test_other_words_stay_whole(splitter: Splitter, word: str) -> None:
    assert splitter.parts(word) == ()


def test_an_inflected_word_is_as_frequent_as_its_lemma() -> None:
    values = {"zand": 101, "weg": 101, "wegen": 100, "zandweg": 99}
    assert Splitter(values | {"zandweg": 9}).parts("zandwegen") == ("zand", "wegen")
    assert Splitter(values).parts("zandwegen") == ("zand", "wegen")
    assert Splitter(values, {"zandwegen": "zandweg"}.__getitem__).parts("zandwegen") == ()


def test_short_parts_are_nouns() -> None:
    assert Splitter({"zee": 201, "weg": 0, "macht": 200}).parts("zeemacht") == ("zee", "macht")
    assert Splitter({"zee": 200, "macht": 200}).parts("zeemacht") == ()


@pytest.mark.parametrize("word", sorted(NO_PARTS))
def test_what_is_no_part_never_is(word: str) -> None:
    values = {word: 255, "grond": 201}
    assert Splitter(values).parts(f"{word}grond") == Splitter(values).parts(f"grond{word}") == ()


@pytest.mark.parametrize("word", ["", "a", "gronden" * 15, "grond" * 20, "a" * 100, "éé" * 30])
def test_what_is_too_short_or_too_long_is_no_compound(word: str) -> None:
    assert PLAIN.parts(word) == ()


def test_long_compounds_are_split() -> None:
    assert PLAIN.parts("arbeidsongeschiktheidsverzekeringsmaatschappij")[-1] == "maatschappij"


PIECES = st.sampled_from(
    [*sorted(VALUES)[:: len(VALUES) // 500], *BOUND, "vrede", "missies", "troepen", "grond", "zee"]
)
JOINED = st.lists(st.tuples(PIECES, st.sampled_from(LINKS)), max_size=6).map(lambda pairs: "".join(map("".join, pairs)))
FORMS = {word: form for form, word in BOUND.items()}


@settings(max_examples=300, deadline=None)
@given(st.one_of(JOINED, st.text("aeënrstgmd", max_size=70), st.text(max_size=100)))
def test_parts_are_the_word_without_its_links(word: str) -> None:
    parts = PLAIN.parts(word)
    assert parts == PLAIN.parts(word)
    assert len(parts) != 1
    if parts:
        forms = ("|".join({re.escape(part), FORMS.get(part, re.escape(part))}) for part in parts)
        assert re.fullmatch(f"(?:{'|'.join(LINKS)})".join(f"(?:{form})" for form in forms), word)


def test_the_words() -> None:
    assert 180_000 < len(VALUES) < 190_000
    assert min(VALUES.values()) >= 0
    assert max(VALUES.values()) <= 255
    assert all(word == word.lower() and len(word) >= 3 for word in VALUES)
    assert VALUES["minister"] > VALUES["ministerraad"] > VALUES["vredes"]
    assert VALUES["missie"] % 2
    assert not VALUES["roepen"] % 2
    assert VALUES.keys() > BOUND.keys()


def test_words_are_made_of_the_lexicon(tmp_path: Path) -> None:
    lexicon = "word\tper_100M_general\tper_100M_statutes\tnoun\n" + "".join(
        f"{word}\t{general}\t{statutes}\t{noun}\n"
        for word, general, statutes, noun in [
            ("brief", 6, 3, "n"),
            ("de", 4, 3, ""),
            ("nooit", 0, 0, ""),
            ("x", 0, 4, ""),
        ]
    )
    (tmp_path / "lexicon.xz").write_bytes(lzma.compress(lexicon.encode()))
    words = make_words.read_lexicon(tmp_path / "lexicon.xz")
    assert words == {
        "brief": (pytest.approx(45e6), "n"),
        "de": (pytest.approx(35e6), ""),
        "x": (pytest.approx(20e6), ""),
    }
    make_words.write_words({"zee": (9, "n"), "wel": (9, ""), "kan": (0.01, ""), "weg": (9.1, "n")}, tmp_path / "words")
    made = lzma.decompress((tmp_path / "words").read_bytes()).decode()
    assert made == "level\tnoun\twords\n0\t\tkan\n20\t\twel\n20\tn\tweg zee\n"


def test_levels_are_twentieths_of_a_power_of_ten() -> None:
    assert [level(count) for count in (0, 9, 99, 999_999, 1e9)] == [0, 20, 40, 120, 127]


def test_the_table_has_what_the_dict_has(table: WordTable) -> None:
    assert {word: table.get(word) for word in VALUES} == VALUES
    assert table.get("vredesmissiex") is None
    assert table.get("") is None
    assert table.damage is None


def test_table_and_dict_split_alike(table: WordTable) -> None:
    splitter = Splitter(table)
    for word in [*sorted(VALUES)[::50], *(line.split()[0] for line in COMPOUNDS.split("\n")[1:-1])]:
        assert splitter.parts(word) == PLAIN.parts(word)


def test_a_table_that_is_gone_or_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "words"
    with pytest.raises(IndexUnusable, match="kbindex --rebuild"):
        WordTable(path)
    write_words(path, {"grond": 201, "troepen": 200})
    content = path.read_bytes()
    path.write_bytes(content.replace(b"grond", b"frond"))
    assert WordTable(path).damage == path
    path.write_bytes(content[:-1])
    with pytest.raises(IndexUnusable, match="beschadigd"):
        WordTable(path)


def test_the_gold_is_split_as_well_as_when_it_was_measured(splitter: Splitter, lemma: Lemma) -> None:
    first, second = read_gold()
    assert len(first) + len(second) == 3894
    score = part_f1(splitter.parts, first + second, lemma)
    assert score.f1 >= 0.81, score  # measured: .831
    assert score.precision >= 0.78, score
    assert score.recall >= 0.84, score


def test_part_f1_counts_parts() -> None:
    gold = [("vredesmissies", ("vrede", "missie")), ("minister", ()), ("grondtroepen", ("grond", "troep"))]
    split = {"vredesmissies": ("vrede", "missies"), "minister": ("mini", "ster"), "grondtroepen": ()}
    score = part_f1(split.__getitem__, gold, lambda form: form)
    assert (score.f1, score.precision, score.recall) == (0.5, 0.5, 0.5)
