"""Letters as a table: RFC 4180, with cells that no spreadsheet runs (OWASP, *CSV Injection*)."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final

from index.letter import Letter
from search.formats.paper import Address, Paper

COLUMNS: Final = (
    "id", "date", "title", "dossier", "number", "kind", "completeness",
    "ministries", "missions", "signatories", "source",
)  # fmt: skip
"""The columns that every table of letters begins with."""
PERMANENT: Final = "permanent"
"""The last column of an exported table: the whole permanent address."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""By this a spreadsheet knows that a file is UTF-8."""

_RUN: Final = re.compile(r"(^|;\s*)(?=[=+\-@\t\r\n＝＋－＠])")
"""Where a spreadsheet would begin a formula: a Dutch Excel takes a semicolon for the end of a cell."""
"""How a cell begins that a spreadsheet takes for a formula."""


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write(letters: Iterable[Letter], address: Address) -> Iterator[str]:
    """The table, a line at a time, the names of its columns first."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow((*COLUMNS, PERMANENT))
    for letter in letters:
        yield writer.writerow((*cells(letter), address(letter.id)))


def cells(paper: Paper) -> list[str]:
    """The cells of `COLUMNS`; several values stand in one cell, with a semicolon between."""
    return [
        harmless(text)
        for text in (
            paper.id,
            paper.date.isoformat() if paper.date else "",
            paper.title,
            paper.dossier or "",
            paper.number or "",
            paper.kind,
            paper.completeness,
            "; ".join(ministry.label for ministry in paper.ministries),
            "; ".join(mission.label for mission in paper.missions),
            "; ".join(signatory.name for signatory in paper.signatories),
            paper.source or "",
        )
    ]


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would run, also after a semicolon."""
    return _RUN.sub(r"\1'", text)
