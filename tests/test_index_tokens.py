"""Text -> tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import bound, pieces, tokens, whole_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De missie eindigt.", [("De", 0, 2, 0), ("missie", 3, 9, 1), ("eindigt", 10, 17, 2)]),
        (
            "VN-missie nu",
            [("VN-missie", 0, 9, 0), ("VNmissie", 0, 9, 0), ("VN", 0, 2, 0), ("missie", 3, 9, 1), ("nu", 10, 12, 2)],
        ),
        ("foto's", [("foto", 0, 6, 0)]),
        ("F-16’s", [("F-16", 0, 6, 0), ("F16", 0, 6, 0), ("F", 0, 1, 0), ("16", 2, 6, 1)]),
        ("zo’n", [("zo’n", 0, 4, 0)]),
        ("N'Djamena", [("N'Djamena", 0, 9, 0), ("NDjamena", 0, 9, 0), ("Djamena", 2, 9, 0)]),
        ("in 's-Gravenhage", [("in", 0, 2, 0), ("s-Gravenhage", 4, 16, 1), ("sGravenhage", 4, 16, 1),
                              ("Gravenhage", 6, 16, 1)]),
        ("C-130", [("C-130", 0, 5, 0), ("C130", 0, 5, 0), ("C", 0, 1, 0), ("130", 2, 5, 1)]),
        ("21 501-02;", [("21501-02", 0, 9, 0), ("21501", 0, 6, 0), ("02", 7, 9, 1)]),
        ("1.500 euro", [("1500", 0, 5, 0), ("euro", 6, 10, 1)]),
        ("1 500,5", [("1500,5", 0, 7, 0)]),
        ("1,5 %", [("1,5", 0, 3, 0)]),
        ("in 2021 500 man", [("in", 0, 2, 0), ("2021", 3, 7, 1), ("500", 8, 11, 2), ("man", 12, 15, 3)]),
        ("in- en uitvoer", [("in", 0, 2, 0), ("in…uitvoer", 0, 2, 0), ("en", 4, 6, 1), ("uitvoer", 7, 14, 2)]),
        (
            "op 7 Februari 2022.",
            [("op", 0, 2, 0), ("2022-02-07", 3, 18, 1), ("7", 3, 4, 1), ("Februari", 5, 13, 2), ("2022", 14, 18, 3)],
        ),
        ("l'Union", [("l'Union", 0, 7, 0), ("lUnion", 0, 7, 0), ("Union", 2, 7, 0)]),
        ("EU-27", [("EU-27", 0, 5, 0), ("EU27", 0, 5, 0), ("EU", 0, 2, 0), ("27", 3, 5, 1)]),
        ("34 775-V, nr. 12", [("34775-V", 0, 8, 0), ("34775", 0, 6, 0), ("V", 7, 8, 1), ("nr", 10, 12, 2),
                              ("12", 14, 16, 3)]),
        ("de/het", [("de", 0, 2, 0), ("het", 3, 6, 1)]),
        ("a_b", [("a", 0, 1, 0), ("b", 2, 3, 1)]),
        ("𝔘 €5 😀", [("𝔘", 0, 1, 0), ("5", 3, 4, 1)]),
        ("x" * 150, [("x" * 100, 0, 150, 0)]),
        ("- -- ' ((", []),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "",
)  # fmt: skip
def test_tokens(text: str, expected: list[tuple[str, int, int, int]]) -> None:
    assert [tuple(token) for token in tokens(text)] == expected


def test_views_of_tokens() -> None:
    found = tokens("De VN-missie in N'Djamena")
    assert [token.text for token in whole_words(found)] == ["De", "VN-missie", "in", "N'Djamena"]
    assert [token.text for token in pieces(found)] == ["De", "VN", "missie", "in", "N'Djamena"]


@given(st.text(max_size=300))
def test_tokens_are_in_order_and_lie_in_the_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.position for token in found] == sorted(token.position for token in found)
    flat = pieces(found)
    assert [token.position for token in flat] == list(range(len(flat)))


@given(st.text("ab12 .,-_'’/\n", max_size=80))
def test_no_token_of_a_bound_text_crosses_white_space(text: str) -> None:
    tied = bound(text)
    assert len(tied) == len(text)
    texts = [token.text for token in tokens(text)]
    assert texts == [token.text for chunk in tied.split() for token in tokens(chunk)]


@given(st.text("ab- eonf", max_size=60))
def test_no_word_stands_twice_at_one_place(text: str) -> None:
    found = [(token.text, token.position) for token in tokens(text)]
    assert len(set(found)) == len(found)
