"""Numbers and dates in Dutch words, the same on every door."""

import datetime
from functools import lru_cache

from index.tokens import MONTHS


def day_label(day: datetime.date | None) -> str:
    """``17 februari 2022``, or ``zonder datum``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "zonder datum"


@lru_cache(maxsize=1024)
def month_label(value: str) -> str:
    """``2022-02`` in words: ``februari 2022``."""
    return f"{MONTHS[int(value[5:7]) - 1]} {value[:4]}"


def letters(number: int) -> str:
    """``1 brief``, ``2 brieven``."""
    return "1 brief" if number == 1 else f"{number:,} brieven".replace(",", ".")
