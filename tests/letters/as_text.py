"""The letters as plain text: as taken from the pages of a PDF, with lines, hyphens, feet and notes at page bottoms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from content import SYLLABLES
from parts import Block, Items, MinistryLetter, OfficialLetter, Paragraph, Section, Signature, Subheading, Table, plain

_WIDTH = 95
_MARK = re.compile(r"⟨(\d+)⟩")


class _Line(NamedTuple):
    text: str
    notes: tuple[int, ...] = ()


def official(letter: OfficialLetter) -> str:
    """The letter in pages, parted by form feeds; note marks are glued to their words."""
    head = (
        letter.chamber,
        letter.chamber_number,
        f"Vergaderjaar {letter.session}",
        "",
        *(f"{number} {title}" for number, title in letter.dossiers),
        "",
        *_wrapped(f"Nr. {letter.number} {letter.heading}", 66),
        "",
        letter.addressee,
        f"{letter.place}, {letter.day}",
        "",
    )
    lines = (
        *map(_Line, head),
        *_blocks(letter.body),
        *_signed(letter.signatures),
        *map(_Line, ("", letter.report_title, "")),
        *_blocks(letter.report),
    )
    first, *others = (
        f"{page}\n\n{letter.foot} {number}\n" for number, page in enumerate(_pages(lines, 56, letter.notes), 1)
    )
    imprint = "\n".join(letter.imprint)
    return "\f".join((first.replace(letter.foot, f"{imprint}\n{letter.foot}"), *others))


def ministry(letter: MinistryLetter) -> str:
    """A ministry's letter; its second page begins with ``Blad 2/2``."""
    margin = (f"{label} {value}" for label, value in letter.margin)
    details = (f"{label} {value}" for label, value in letter.details)
    head = (letter.ministry, "", *letter.address, "", *margin, "", *details, "", letter.salutation, "")
    lines = (*map(_Line, head), *_blocks(letter.body), *_signed(letter.signatures))
    first, second = _pages(lines, 51, {})
    number = dict(letter.margin)["Ons nummer"]
    return f"{first}\n\f{letter.ministry}\nOns nummer {number}\nBlad 2/2\n\n{second}\n"


def _pages(lines: Sequence[_Line], height: int, notes: Mapping[int, str]) -> Iterator[str]:
    """The text of each page of so many lines, its notes below it."""
    body: list[str] = []
    below: list[str] = []
    for line in lines:
        added = list(chain.from_iterable(_wrapped(f"{number} {plain(notes[number])}", 105) for number in line.notes))
        if len(body) + len(below) + len(added) >= height:
            yield _page(body, below)
            body, below = [], []
        body.append(line.text)
        below += added
    yield _page(body, below)


def _page(body: list[str], notes: list[str]) -> str:
    return "\n".join((*body, "", *notes)).strip("\n")


def _blocks(blocks: tuple[Block, ...]) -> Iterator[_Line]:
    for block in blocks:
        yield from _block(block)
        if not isinstance(block, (Section, Subheading)):
            yield _Line("")


def _block(block: Block) -> Iterator[_Line]:
    match block:
        case Paragraph(text):
            yield from _lines(text)
        case Section(number, title):
            yield _Line(f"{number} {title}".strip())
        case Subheading(title):
            yield _Line(title)
        case Items(texts, numbered):
            for count, text in enumerate(texts, 1):
                yield from _lines(f"{count}. {text}" if numbered else f"• {text}")
        case Table(headings, rows):
            yield from (_Line("   ".join(row)) for row in (headings, *rows))


def _signed(signatures: tuple[Signature, ...]) -> Iterator[_Line]:
    for role, name in signatures:
        yield from (_Line(role), _Line(name), _Line(""))


def _lines(text: str) -> Iterator[_Line]:
    for line in _wrapped(plain(text, "⟨{}⟩"), _WIDTH):
        yield _Line(_MARK.sub(r"\1", line), tuple(int(mark) for mark in _MARK.findall(line)))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """A text in lines; a word is broken where its syllables part, or behind a hyphen that it has."""
    line = ""
    for word in text.split():
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
            continue
        head, tail = _broken(word, width - len(line) - 1)
        yield f"{line} {head}".strip()
        line = tail
    yield line


def _broken(word: str, room: int) -> tuple[str, str]:
    """As much of a word as there is room for, with a hyphen, and what is left for the next line."""
    breaks = [(word[: at + 1], word[at + 1 :]) for at, sign in enumerate(word) if sign == "-"]
    core = re.match(r"[^\W\d_]*", word)
    parts = SYLLABLES.get(core[0].lower(), ()) if core else ()
    for count in range(1, len(parts)):
        length = sum(map(len, parts[:count]))
        breaks.append((word[:length] + "-", word[length:]))
    return max((pair for pair in breaks if len(pair[0]) <= room), key=lambda pair: len(pair[0]), default=("", word))
