"""Of what parts is an invented letter made? The blocks of its body, and the runs that a text with marks consists of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph; its text may have marks, see `runs`."""

    text: str


class Section(NamedTuple):
    """A heading with a number, ``1.``, or without one."""

    number: str
    title: str


class Subheading(NamedTuple):
    """A heading in italics, below a section."""

    title: str


class Items(NamedTuple):
    """A list; the items have numbers, or bullets."""

    texts: tuple[str, ...]
    numbered: bool = False


class Table(NamedTuple):
    """A table with a row of headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Signature(NamedTuple):
    """The office of who signs, with its comma, and the name."""

    role: str
    name: str


Block = Paragraph | Section | Subheading | Items | Table


class Dossier(NamedTuple):
    """A number as it is printed, ``99 521``, and a title."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """A letter as the Chamber prints it; ``notes`` are by their numbers."""

    identifier: str
    chamber: str
    chamber_number: str
    session: str
    dossiers: tuple[Dossier, ...]
    number: str
    heading: str
    addressee: str
    place: str
    day: str
    isoday: str
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    report_title: str
    report: tuple[Block, ...]
    notes: Mapping[int, str]

    @property
    def foot(self) -> str:
        """What stands at the foot of every page, before the page's number."""
        session = self.session.replace("-", "–")
        return f"Tweede Kamer, vergaderjaar {session}, {self.dossiers[0].number}, nr. {self.number}"

    @property
    def imprint(self) -> tuple[str, str, str]:
        """What stands at the foot of the first page, in its margin."""
        return (self.identifier, "ISSN 0921 - 7371", f"’s-Gravenhage {self.isoday[:4]}")


@dataclass(frozen=True, slots=True)
class MinistryLetter:
    """A letter as a ministry sends it. ``margin`` and ``details`` are (label, value)."""

    identifier: str
    title: str
    isoday: str
    ministry: str
    address: tuple[str, ...]
    margin: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    salutation: str
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...]


class Run(NamedTuple):
    """A piece of text in one style. ``note`` is the number of a footnote whose mark stands here, without text."""

    text: str
    italic: bool = False
    target: str = ""
    note: int = 0


_MARKS = re.compile(
    r"\{(?P<note>\d+)\}|\*(?P<italic>[^*]+)\*|\[(?P<text>[^]]+)\]\((?P<target>[^)]+)\)|<(?P<address>[^>]+)>"
)


def runs(text: str) -> Iterator[Run]:
    """The runs of a text: ``{1}`` is a footnote, ``*x*`` italics, ``[x](kst-1)`` a citation, ``<https://x>`` a link."""
    end = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > end:
            yield Run(text[end : mark.start()])
        end = mark.end()
        if mark["note"]:
            yield Run("", note=int(mark["note"]))
        elif mark["italic"]:
            yield Run(mark["italic"], italic=True)
        else:
            address = mark["address"]
            yield Run(address or mark["text"], target=address or mark["target"])
    if end < len(text):
        yield Run(text[end:])


def plain(text: str, mark: str = "{}") -> str:
    """A text without marks; those of footnotes become ``mark`` with the number in it."""
    return "".join(mark.format(run.note) if run.note else run.text for run in runs(text))
