"""Parameters of a question."""

import datetime

import pytest

from index.errors import RequestError
from search.request import parse_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-02-17", "2022-02-17", "2022-02-17"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        (" 2022 ", "2022-01-01", "2022-12-31"),
        ("2022-12", "2022-12-01", "2022-12-31"),
    ],
)
def test_a_day(text: str, first: str, last: str) -> None:
    assert parse_day("since", text) == datetime.date.fromisoformat(first)
    assert parse_day("until", text, last=True) == datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-00", "2022-02-30", "2022-02-00", "0000", "17-02-2022", "gisteren", "٢٠٢٢"]
)
@pytest.mark.parametrize("last", [False, True])
def test_no_day(text: str, last: bool) -> None:
    with pytest.raises(RequestError, match="geen datum; schrijf 2022-02-17"):
        parse_day("since", text, last=last)
