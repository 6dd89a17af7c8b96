"""Days, numbers and names of things as a reader of the language that is spoken writes them."""

import datetime
import re

from search.language import decimal, marked
from search.language import gettext as _
from search.wording import day_label, month_label
from search.wording import letters as counted

SORTS = {"relevance": marked("Relevantie"), "newest": marked("Nieuwste"), "oldest": marked("Oudste")}
"""What an order is called on the page; to be translated."""


HOW = {
    "exact": "",
    "form": marked("andere vorm"),
    "part": marked("in een samenstelling"),
    "name": marked("andere naam"),
    "pattern": marked("lijkt erop"),
    "phrase": marked("precies zo"),
}
"""How a word of the question was found (`search.request.Matched`); to be translated."""

KEYS = (
    ("/", marked("naar het zoekveld")),
    ("jk", marked("volgende en vorige brief in de resultaten")),
    ("↓↑", marked("hetzelfde, vanaf een brief; en door de suggesties")),
    (("Enter",), marked("de gekozen brief openen")),
    ("np", marked("volgende en vorige treffer in een brief")),
    (("Esc",), marked("suggesties of venster sluiten")),
    ("?", marked("dit overzicht")),
)
"""The keys that a page listens to, and what each does; to be translated."""


def day(date: datetime.date | None) -> str:
    """``17 februari 2022``, or ``zonder datum``."""
    return day_label(date)


def period(value: str) -> str:
    """A value of the date filter in words: ``2022``, ``februari 2022``, ``zonder datum``."""
    return month_label(value) if re.fullmatch("[0-9]{4}-[0-9]{2}", value) else _(value.replace("-", " "))


def moment(timestamp: str) -> str:
    """The day, here, of an ISO time: ``24 november 2026``; the text itself when it is no such time."""
    try:
        return day(datetime.datetime.fromisoformat(timestamp).astimezone().date())
    except ValueError:
        return timestamp


def number(value: int) -> str:
    """``12.345``; in English ``12,345``."""
    return decimal(value)


def letters(total: int) -> str:
    """``1 brief``, ``12.345 brieven``, ``geen brieven``."""
    return counted(total) if total else _("geen brieven")


def duration(milliseconds: float) -> str:
    """``minder dan 1 ms``, ``7 ms``, ``1,2 s``."""
    if milliseconds < 1:
        return _("minder dan 1 ms")
    return f"{decimal(milliseconds)} ms" if milliseconds < 1000 else f"{decimal(milliseconds / 1000, 1)} s"


def citation(dossier: str | None, paper: str | None) -> str:
    """How a paper is cited: ``Kamerstuk 29521, nr. 426``; empty without a dossier."""
    if not dossier:
        return ""
    if not paper:
        return _("Dossier {dossier}", dossier=dossier)
    return _("Kamerstuk {dossier}, nr. {paper}", dossier=dossier, paper=paper)
