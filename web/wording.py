"""Days, numbers and names of things as a Dutch reader writes them."""

import datetime
import re

from search.wording import day_label, month_label
from search.wording import letters as counted

FILTERS = {
    "mission": "Missie",
    "ministry": "Ministerie",
    "date": "Datum",
    "dossier": "Dossier",
    "signatory": "Ondertekenaar",
    "kind": "Soort stuk",
    "cites": "Verwijst naar",
    "since": "Vanaf",
    "until": "Tot en met",
}
"""What a filter is called on the page."""

SORTS = {"relevance": "Relevantie", "newest": "Nieuwste", "oldest": "Oudste"}
"""What an order is called on the page."""


def day(date: datetime.date | None) -> str:
    """``17 februari 2022``, or ``zonder datum``."""
    return day_label(date)


def period(value: str) -> str:
    """A value of the date filter in words: ``2022``, ``februari 2022``, ``zonder datum``."""
    return month_label(value) if re.fullmatch("[0-9]{4}-[0-9]{2}", value) else value.replace("-", " ")


def moment(timestamp: str) -> str:
    """The day, here, of an ISO time: ``24 november 2026``; the text itself when it is no such time."""
    try:
        return day(datetime.datetime.fromisoformat(timestamp).astimezone().date())
    except ValueError:
        return timestamp


def number(value: int) -> str:
    """``12.345``."""
    return f"{value:,}".replace(",", ".")


def letters(total: int) -> str:
    """``1 brief``, ``12.345 brieven``, ``geen brieven``."""
    return counted(total) if total else "geen brieven"


def matches(total: int) -> str:
    """``1 treffer``, ``3 treffers``."""
    return f"{number(total)} {'treffer' if total == 1 else 'treffers'}"


def duration(milliseconds: float) -> str:
    """``minder dan 1 ms``, ``7 ms``, ``1,2 s``."""
    if milliseconds < 1:
        return "minder dan 1 ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s".replace(".", ",")


def citation(dossier: str | None, paper: str | None) -> str:
    """How a paper is cited: ``Kamerstuk 29521, nr. 426``; empty without a dossier."""
    if not dossier:
        return ""
    return f"Kamerstuk {dossier}, nr. {paper}" if paper else f"Dossier {dossier}"
