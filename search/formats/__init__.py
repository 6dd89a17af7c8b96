"""How do letters become a file for another program? Tables, lines of JSON, lists for reference managers."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from index.letter import Letter
from search.formats import bibtex, lines, ris, table
from search.formats.paper import Address


class Format(NamedTuple):
    """A format: how its files end, what people call it, its media type (as a header), and what writes it.

    ``write`` gives the file in pieces of text, at least one for each letter, and holds one letter at a time.
    """

    ending: str
    label: str
    media_type: str
    write: Callable[[Iterable[Letter], Address], Iterator[str]]


FORMATS: Final = (
    Format("csv", "CSV", "text/csv; charset=utf-8; header=present", table.write),
    Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", lines.write),
    Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
    Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
)
"""In the order in which they are offered. All are UTF-8."""
