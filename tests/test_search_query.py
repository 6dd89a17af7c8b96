"""What a person types -> a query tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import (
    EVERYTHING,
    And,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    parse,
    without,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERYTHING),
        ("MINUSMA", Word("MINUSMA")),
        ("Takuba terugtrekking", And((Word("Takuba"), Word("terugtrekking")))),
        ('"vrede en veiligheid"', Phrase("vrede en veiligheid")),
        ("„vrede en veiligheid”", Phrase("vrede en veiligheid")),
        ("«vrede en veiligheid» -Mali", And((Phrase("vrede en veiligheid"), Not(Word("Mali"))))),
        ("a OF b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("a OR b OF c", Or((Word("a"), Word("b"), Word("c")))),
        ("(a OF b) NIET c", And((Or((Word("a"), Word("b"))), Not(Word("c"))))),
        ("NOT NIET a", Word("a")),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("a EN b AND c", And((Word("a"), Word("b"), Word("c")))),
        ("of en niet", And((Word("of"), Word("en"), Word("niet")))),
        ("missie*", Prefix("missie")),
        ("VN-mis*", Prefix("VN-mis")),
        ("terug*ing", Wildcard("terug*ing")),
        ("Ta?uba", Wildcard("Ta?uba")),
        ("Tacuba~", Fuzzy("Tacuba", 2)),
        ("Minusmo~1", Fuzzy("Minusmo", 1)),
        ('"Takuba Mali"~5', Near("Takuba Mali", 5)),
        ("m*", Word("m*")),
        ("F-16", Word("F-16")),
        ("D'66 50% wat?", And((Word("D'66"), Word("50%"), Word("wat?")))),
        ('missie:"EUTM Mali" x', And((Field("mission", "EUTM Mali"), Word("x")))),
        ("ministry:bz Ministerie:def", And((Field("ministry", "bz"), Field("ministry", "def")))),
        (
            "datum:2021..2023 van:2020 tot:2024",
            And((Field("date", "2021..2023"), Field("since", "2020"), Field("until", "2024"))),
        ),
        ("a:b:c", Word("a:b:c")),
        ("onbekend:waarde", Word("onbekend waarde")),
        ("(", EVERYTHING),
        ("a ) b", And((Word("a"), Word("b")))),
        ("x OR", Word("x")),
        ("OF x", Word("x")),
        ("(" * 400 + "x", Word("x")),
        ("((a OF b", Or((Word("a"), Word("b")))),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_parse(text: str, expected: Node) -> None:
    assert parse(text) == (expected, ())


def test_a_stray_quote_is_said() -> None:
    tree, notices = parse('Takuba "terug')
    assert tree == And((Word("Takuba"), Word("terug")))
    assert [notice.code for notice in notices] == ["stray-quote"]


def test_words_leaves_out_what_is_excluded() -> None:
    tree, _ = parse('a (be* OF "c d") -e missie:f')
    assert list(words(tree)) == [Word("a"), Prefix("be"), Phrase("c d")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de missie", Word("missie")),
        ("de OF missie x", And((Word("missie"), Word("x")))),
        ("de", None),
        ("-de missie", Word("missie")),
        ('"de"', Phrase("de")),
    ],
)
def test_without(text: str, expected: Node | None) -> None:
    assert without(parse(text)[0], lambda leaf: leaf == Word("de")) == expected


@given(st.text(max_size=500))
def test_every_string_has_a_tree(text: str) -> None:
    parse(text)


@given(
    st.lists(
        st.sampled_from(['"', "(", ")", "-", "OR", "NIET", "*", ":", "missie:", " ", "a", "é", "\0", "😀"]),
        max_size=200,
    )
)
def test_every_pile_of_signs_has_a_tree(parts: list[str]) -> None:
    parse("".join(parts))
