"""Numbers, dates and names of things in words, the same on every door, in the language that is spoken."""

import datetime
from dataclasses import replace
from functools import lru_cache

from index.letter import Letter
from index.schema import FACETS
from index.tokens import MONTHS
from search.language import DUTCH, marked, ngettext, spoken
from search.language import gettext as _

FILTERS = {
    **{facet.name: facet.label for facet in FACETS},
    "since": marked("Vanaf"),
    "until": marked("Tot en met"),
    "period": marked("Periode"),
}
"""What a filter is called; to be translated."""


def day_label(day: datetime.date | None) -> str:
    """``17 februari 2022``, or ``zonder datum``; in English ``17 February 2022``, ``undated``."""
    return f"{day.day} {_(MONTHS[day.month - 1])} {day.year}" if day else _("zonder datum")


def month_label(value: str) -> str:
    """``2022-02`` in words: ``februari 2022``."""
    return _month_label(value, spoken())


@lru_cache(maxsize=2048)
def _month_label(value: str, language: str) -> str:  # noqa: ARG001  a label of each language is remembered
    return f"{_(MONTHS[int(value[5:7]) - 1])} {value[:4]}"


def letters(number: int) -> str:
    """``1 brief``, ``2 brieven``."""
    return ngettext("{number} brief", "{number} brieven", number)


def labelled(letter: Letter) -> Letter:
    """The letter with what its ministries and missions are called in the language that is spoken."""
    if spoken() == DUTCH:
        return letter
    return replace(
        letter,
        ministries=tuple(replace(ministry, label=_(ministry.label)) for ministry in letter.ministries),
        on_behalf_of=tuple(replace(ministry, label=_(ministry.label)) for ministry in letter.on_behalf_of),
        missions=tuple(replace(mission, label=_(mission.label)) for mission in letter.missions),
    )
