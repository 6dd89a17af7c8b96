"""What CQL says of days, months and years -> filters of the search field."""

import datetime
from collections.abc import Callable, Mapping
from typing import Final

from index.errors import RequestError
from search.request import NO_DATE, parse_day
from web.programs.sru import wording
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.wording import Part

_DAY: Final = datetime.timedelta(days=1)


def part(relation: str, value: str) -> Part:
    """The letters whose date is in this relation to a day, a month or a year: before one is before its first day.

    ``within`` takes two, and includes both. Raises `Diagnostic` for a relation of another sort, or no date.
    """
    if relation in ("=", "==", "exact", "scr", "adj"):
        return _in(value)
    if relation == "<>":
        return wording.excluded(_in(value))
    if relation == "any":
        return wording.any_of([_in(one) for one in value.split()])
    if relation == "within":
        first, last = _two(value)
        return wording.filtered("date", f"{_first(first)}..{_last(last)}")
    if relation not in _BOUNDS:
        raise Diagnostic(Fault.RELATION_AND_INDEX, f"dc.date {relation}")
    return _BOUNDS[relation](value)


def _in(value: str) -> Part:
    if value != NO_DATE:
        _first(value)
    return wording.filtered("date", value)


def _two(value: str) -> tuple[str, str]:
    match value.split():
        case [first, last]:
            return first, last
    raise Diagnostic(Fault.TERM_FORMAT, value)


def _first(value: str) -> datetime.date:
    """The first day of a day, month or year."""
    return _day(value, last=False)


def _last(value: str) -> datetime.date:
    return _day(value, last=True)


def _day(value: str, *, last: bool) -> datetime.date:
    try:
        return parse_day("dc.date", value, last=last)
    except RequestError as error:
        raise Diagnostic(Fault.TERM_FORMAT, value) from error


def _since(day: datetime.date) -> Part:
    return wording.filtered("since", day.isoformat())


def _until(day: datetime.date) -> Part:
    return wording.filtered("until", day.isoformat())


def _beside(day: datetime.date, step: datetime.timedelta) -> datetime.date:
    """The next day, or the one before."""
    try:
        return day + step
    except OverflowError as error:
        raise Diagnostic(Fault.TERM_FORMAT, day.isoformat()) from error


_BOUNDS: Final[Mapping[str, Callable[[str], Part]]] = {
    ">=": lambda value: _since(_first(value)),
    ">": lambda value: _since(_beside(_last(value), _DAY)),
    "<=": lambda value: _until(_last(value)),
    "<": lambda value: _until(_beside(_first(value), -_DAY)),
}
