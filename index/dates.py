"""Days named in running text -> dates: ``9 februari 2022``, ``16 februari jl.``, ``22 en 23 dezer``, ``heden``."""

import datetime
import re
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.tokens import MONTHS

_SHORT: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NUMBERS: Final = {name: number for names in (MONTHS, _SHORT) for number, name in enumerate(names, 1)}
_LEAP_CYCLE: Final = 8
"""Years within which every day returns: from 29 februari 1896 to 1904."""

SPACE: Final = r"\s{1,4}"
_END: Final = r"(?![^\W_])"
MONTH: Final = f"(?ai:{'|'.join(_MONTH_NUMBERS)}){_END}"
_AND: Final = rf"(?:,?{SPACE}(?:en|of|t/m|tot(?:{SPACE}en{SPACE}met)?){SPACE}|\s?[/–-]\s?)"
_PAST: Final = r"(?:jl|j\.\s?l|ll|l\.\s?l|jongstleden|laatstleden)"
_FUTURE: Final = r"(?:a\.\s?s|aanstaande)"
# What may not stand before the first digit is asked after it: a pattern that begins with a plain set is found faster.
_DAY: Final = r"[0-9](?<!\w.)(?<!-.)(?<![0-9][.,/–].)[0-9]?"
_NAMED: Final = re.compile(
    rf"(?P<day>{_DAY})(?P<more>(?:,{SPACE}[0-9]{{1,2}}){{0,8}}+{_AND}[0-9]{{1,2}})?{SPACE}"
    rf"(?:dezer{_END}|(?P<month>{MONTH})(?:\.(?={SPACE}[0-9ajl]))?"
    rf"(?:{SPACE}(?P<year>[0-9]{{4}})(?![0-9])|,?{SPACE}(?:(?P<past>{_PAST})|(?P<future>{_FUTURE})){_END}\.?)?)"
)
_NUMBER: Final = re.compile("[0-9]{1,2}")
_TODAY: Final = re.compile(rf"eden(?<=\b[Hh]....)(?<!\bop\s.....)(?<!\btot\s.....){_END}(?!{SPACE}ten{SPACE}dage)")
_WEEKDAY: Final = "(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_AHEAD: Final = re.compile(rf"\b(?:(afgelopen|jongstleden)|aanstaande|komende){SPACE}(?:{_WEEKDAY}{SPACE})?\Z")
_AHEAD_SIGNS: Final = 34
_PAPER: Final = re.compile(r"\bnrs?\.?\s{0,4}\Z")
_PAPER_SIGNS: Final = 9


class Dated(NamedTuple):
    """A day that a text names: its half-open range, and the date; None for one that nobody can tell or that never was.

    In a list the first days are their number (``22``), the last one is all that follows (``23 dezer``).
    """

    start: int
    end: int
    date: datetime.date | None


def days_in(text: str, letter_date: datetime.date | None, start: int = 0, end: int = sys.maxsize) -> list[Dated]:
    """The days that ``text`` names from ``start`` to ``end``, in order; those without a year seen from ``letter_date``.

    ``jl.`` is the last such day before it, ``a.s.`` the next one after it, ``dezer`` is in its month and ``heden`` the
    day itself; without ``letter_date`` these have no date. A day and month with nothing else have none either: prose
    shares years as it likes (``29 januari (...) en 9 september 2016``).
    """
    found = [day for named in _NAMED.finditer(text, start, end) for day in _named(named, letter_date)]
    today = [Dated(eden.start() - 1, eden.end(), letter_date) for eden in _TODAY.finditer(text, start, end)]
    return sorted(found + today) if today else found


def names_day(text: str, position: int) -> int | None:
    """Where the day or list of days ends that begins at ``position``; None where none begins."""
    named = _NAMED.match(text, position)
    return named.end() if named else None


def _named(named: re.Match[str], letter_date: datetime.date | None) -> Iterator[Dated]:
    side = _side(named)
    spans = _listed(named) if named["more"] else [named.span("day")]
    for start, end in spans:
        date = _date(named, int(named.string[start:end]), side, letter_date)
        yield Dated(start, named.end() if end == spans[-1][1] else end, date)


def _listed(named: re.Match[str]) -> list[tuple[int, int]]:
    """Where the days of a list stand: the last ones that ascend, not the number of a paper (``nr. 5 en 6 mei``)."""
    text, start = named.string, named.start()
    spans = [number.span() for number in _NUMBER.finditer(text, start, named.end("more"))]
    if _PAPER.search(text, max(0, start - _PAPER_SIGNS), start):
        del spans[0]
    days = [int(text[start:end]) for start, end in spans]
    first = len(days) - 1
    while first and days[first - 1] < days[first]:
        first -= 1
    return spans[first:]


def _side(named: re.Match[str]) -> str | None:
    """What tells the year of a day: its ``year``, that it is ``past`` or ``future``, the ``month`` of the letter."""
    match named.lastgroup:
        case "day" | "more":
            return "month"
        case "month":
            start = named.start()
            ahead = _AHEAD.search(named.string, max(0, start - _AHEAD_SIGNS), start)
            return ahead and ("past" if ahead[1] else "future")
    return named.lastgroup


def _date(named: re.Match[str], day: int, side: str | None, letter_date: datetime.date | None) -> datetime.date | None:
    if side == "year":
        return _existing(int(named["year"]), _month(named), day)
    if side is None or letter_date is None:
        return None
    if side == "month":
        return _existing(letter_date.year, letter_date.month, day)
    step = -1 if side == "past" else 1
    years = range(letter_date.year, letter_date.year + step * (_LEAP_CYCLE + 1), step)
    days = (_existing(year, _month(named), day) for year in years)
    return next((found for found in days if found and (found - letter_date).days * step > 0), None)


def _month(named: re.Match[str]) -> int:
    return _MONTH_NUMBERS[named["month"].lower()]


def _existing(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
