"""Days in running text -> dates."""

import datetime
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import Dated, days_in

_LETTER = datetime.date(2022, 2, 17)


def _told(text: str, letter_date: datetime.date | None = _LETTER) -> list[tuple[str, str | None]]:
    found = days_in(text, letter_date)
    return [(text[day.start : day.end], day.date.isoformat() if day.date else None) for day in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("de brief van 9 februari 2022.", [("9 februari 2022", "2022-02-09")]),
        ("d.d. 04 juli 2013", [("04 juli 2013", "2013-07-04")]),
        ("Den Haag, 1 MEI 1999", [("1 MEI 1999", "1999-05-01")]),
        ("9 okt. 2000 en 3 sep 2001", [("9 okt. 2000", "2000-10-09"), ("3 sep 2001", "2001-09-03")]),
        ("9\u00a0februari\n2022", [("9\u00a0februari\n2022", "2022-02-09")]),
        ("dd. 15 oktober jl.", [("15 oktober jl.", "2021-10-15")]),
        ("16 februari jl..", [("16 februari jl.", "2022-02-16")]),
        ("17 februari j.l.", [("17 februari j.l.", "2021-02-17")]),
        ("18 februari jl. en", [("18 februari jl.", "2021-02-18")]),
        ("28 maart jongstleden", [("28 maart jongstleden", "2021-03-28")]),
        ("29 februari jl.", [("29 februari jl.", "2020-02-29")]),
        ("30 februari jl.", [("30 februari jl.", None)]),
        ("21 februari a.s.", [("21 februari a.s.", "2022-02-21")]),
        ("17 februari aanstaande", [("17 februari aanstaande", "2023-02-17")]),
        ("29 februari a.s.", [("29 februari a.s.", "2024-02-29")]),
        ("aanstaande woensdag 23 februari", [("23 februari", "2022-02-23")]),
        ("d.d. 8 dezer", [("8 dezer", "2022-02-08")]),
        ("op 22 en 23 dezer", [("22", "2022-02-22"), ("23 dezer", "2022-02-23")]),
        ("28 en 29 dezer", [("28", "2022-02-28"), ("29 dezer", None)]),
        ("mijn brief van heden. Heden is", [("heden", "2022-02-17"), ("Heden", "2022-02-17")]),
        ("9/10 november 2021", [("9", "2021-11-09"), ("10 november 2021", "2021-11-10")]),
        ("van 3 tot 5 mei 2019", [("3", "2019-05-03"), ("5 mei 2019", "2019-05-05")]),
        ("van 28 tot en met 30 mei 2018", [("28", "2018-05-28"), ("30 mei 2018", "2018-05-30")]),
        ("afgelopen 28 tot en met 30 mei", [("28", "2021-05-28"), ("30 mei", "2021-05-30")]),
        (
            "14, 15 en 16 maart aanstaande",
            [("14", "2022-03-14"), ("15", "2022-03-15"), ("16 maart aanstaande", "2022-03-16")],
        ),
        ("31 februari 2022, 0 mei 2022", [("31 februari 2022", None), ("0 mei 2022", None)]),
        ("29 januari (...) en 9 september 2016", [("29 januari", None), ("9 september 2016", "2016-09-09")]),
        ("9 februari 20222", [("9 februari", None)]),
        ("op 29 januari en 9/10 november", [("29 januari", None), ("9", None), ("10 november", None)]),
        ("nr. 26, 15 oktober 2021", [("15 oktober 2021", "2021-10-15")]),
        ("nr. 26 en 27 oktober 2021", [("27 oktober 2021", "2021-10-27")]),
    ],
)
def test_told(text: str, told: list[tuple[str, str | None]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tot heden, tot op heden, op heden, heden ten dage, mogelijkheden", id="now is no day"),
        pytest.param("3 meiden, 3 mei2, 3 mei20", id="part of a word"),
        pytest.param("129 mei 2012, C-13 mei 2012, 2.13 mei 2012, a1 mei 2012", id="part of a number"),
        pytest.param("٩ februari 2022", id="digits of another script"),
        pytest.param("", id="empty"),
    ],
)
def test_no_day(text: str) -> None:
    assert _told(text) == []


def test_without_the_letters_date() -> None:
    assert _told("16 februari jl., 8 dezer, heden, 9 mei 2019", None) == [
        ("16 februari jl.", None),
        ("8 dezer", None),
        ("heden", None),
        ("9 mei 2019", "2019-05-09"),
    ]


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar(year: int) -> None:
    text = "1 januari jl. en 31 december a.s."
    last = year == 9999
    assert [day.date for day in days_in(text, datetime.date(year, 6, 1))] == [
        datetime.date(year, 1, 1),
        datetime.date(year, 12, 31),
    ]
    assert days_in("1 juli jl., 1 mei a.s.", datetime.date(year, 6, 1)) == [
        Dated(0, 10, datetime.date(9998, 7, 1) if last else None),
        Dated(12, 22, None if last else datetime.date(2, 5, 1)),
    ]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.dates())
def test_the_last_and_the_next(letter_date: datetime.date, day: datetime.date) -> None:
    months = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    written = f"{day.day} {months[day.month - 1]}"
    last, following = (found.date for found in days_in(f"{written} jl. en {written} a.s.", letter_date))
    assert last is not None
    assert following is not None
    assert last < letter_date < following
    assert (last.month, last.day) == (following.month, following.day) == (day.month, day.day)


@given(st.text(alphabet="0123456789 ,./-enjanurimaeljasdztotmethd\n"), st.none() | st.dates())
def test_days_stand_in_the_text(text: str, letter_date: datetime.date | None) -> None:
    found = days_in(text, letter_date)
    assert all(0 <= day.start < day.end <= len(text) for day in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "token", ["1", "1, ", "1 en ", "12 januari ", "12 januari jl. en ", "heden ", " ", "9/", "12 "]
)
def test_any_text_takes_little_time(token: str) -> None:
    start = time.perf_counter()
    days_in(token * 100_000, _LETTER)
    assert time.perf_counter() - start < 10
