"""Lines of running text -> paragraphs: whole words, no marks of footnotes, headings and items known as such."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from index.cleaning import PAGE
from index.forms.document import Line
from index.forms.layout import BULLET, BULLETS
from index.joining import Joiner
from index.letter import Block

_MARK = re.compile(r"[0-9]{1,2}(?=[\s.,;:)]|$)")
_BEFORE_MARK = re.compile(r"(?<!\bnr)(?<!\bnrs)(?<!\bart)(?<!\bblz)(?<!d\.d)(?<=[a-zà-ÿ)»])[.,;:]?\Z")
_STRAY_QUOTE = re.compile(r"(?:(?<=[a-zà-ÿ][.,;:])|(?<=[a-zà-ÿ]))\"")

_BULLET = re.compile(rf"[{BULLETS}]|[–—-] |(?:[a-z]|[0-9]{{1,2}})[.)] ")
_ENDS_SENTENCE = re.compile(r"[.?!:;…][\"'’”»)\]]*$")
_OPEN_END = re.compile(
    r"(?:\bd\.d|\bdd|\bnrs?|\bdhr|\bmw|\bHr\.Ms|\bZr\.Ms|\bart|\bblz|\bc\.q|\bo\.m|\bbijv)\.$", re.IGNORECASE
)
_FULL_LINE = 40  # signs; a shorter line without full stop is a heading, not half a sentence

_LONGEST_HEADING = 90  # signs
_LONGEST_NUMBERED = 60  # signs; a longer one is an item of a list
_NUMBERED_HEADING = re.compile(r"[0-9]{1,2}[.)] [A-ZÀ-Þ]")
_NO_HEADING = re.compile(r"[,:;] ")
_NAMED_HEADING = re.compile(
    r"(?:Vraag|Vragen|Antwoord|Antwoorden)(?: op vra(?:ag|gen))?(?: [0-9]{1,3})?(?: en [0-9]{1,3})?"
)
_CLOSINGS = ("Hoogachtend", "Met vriendelijke groet")


class Paragraph(NamedTuple):
    """A paragraph of running text, and what it is."""

    text: str
    block: Block


def paragraphs(lines: Sequence[Line], notes: int = 0) -> tuple[Paragraph, ...]:
    """Lines as running text: the paragraphs, hyphens at line ends and the marks of ``notes`` footnotes gone."""
    joiner = Joiner(line.text for line in lines)
    found = (_paragraph(group, joiner, notes) for group in _groups(lines))
    return _with_headings([paragraph for paragraph in found if paragraph.text])


def _paragraph(group: Sequence[Line], joiner: Joiner, notes: int) -> Paragraph:
    first = group[0]
    text = joiner.joined([line.text for line in group])
    text = unicodedata.normalize("NFC", _without_marks(text, notes) if notes and first.kind == "line" else text)
    if first.kind in ("heading", "item", "row"):
        return Paragraph(text, Block(first.kind, first.level, first.page))
    if bullet := BULLET.match(text):
        return Paragraph(text[bullet.end() :], Block("item", 1, first.page))
    return Paragraph(text, Block("item", 1, first.page) if _BULLET.match(text) else Block(page=first.page))


def _with_headings(found: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, those that can only be a heading made one: short, without an end, before running text."""
    if any(paragraph.block.kind == "heading" for paragraph in found):
        return tuple(found)
    return tuple(
        paragraph._replace(block=replace(paragraph.block, kind="heading", level=1))
        if _is_heading(paragraph, following)
        else paragraph
        for paragraph, following in zip_longest(found, found[1:])
    )


def _is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    text, block = paragraph
    if following is None or following.block.kind != "paragraph" or not following.text[0].isupper():
        return False
    if block.kind not in ("paragraph", "item"):
        return False
    if block.kind == "item":
        return len(text) <= _LONGEST_NUMBERED and text[-1].isalnum() and bool(_NUMBERED_HEADING.match(text))
    begins = text[0].isupper() and not text.startswith(_CLOSINGS)
    return len(text) <= _LONGEST_HEADING and begins and text[-1].isalnum() and not _NO_HEADING.search(text)


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph. A page break alone ends none; an empty line in mid-sentence does not either."""
    group: list[Line] = []
    blank = page = False
    for line in lines:
        if line.text in ("", PAGE):
            blank, page = blank or not line.text, page or line.text == PAGE
            continue
        if group and (_ends(group[-1], line, blank=blank, page=page) or (len(group) == 1 and _heads(group[0], line))):
            yield group
            group = []
        group.append(line)
        blank = page = False
    if group:
        yield group


def _ends(before: Line, after: Line, *, blank: bool, page: bool) -> bool:
    """True when ``after`` begins a paragraph."""
    if before.kind != "line" or after.kind != "line":
        return True
    return _begins_item(before.text, after.text) or (blank and not _goes_on(before.text, after.text, page=page))


def _heads(first: Line, second: Line) -> bool:
    """True for a heading with its text right below it: it ends early, and not as a sentence does."""
    if len(first.text) > _LONGEST_NUMBERED or not first.text[-1].isalnum() or not second.text[0].isupper():
        return False
    named = bool(_NAMED_HEADING.fullmatch(first.text) or _NUMBERED_HEADING.match(first.text))
    return named or (first.text[0].isalnum() and len(second.text) > _LONGEST_NUMBERED)


def _begins_item(before: str, after: str) -> bool:
    return after[0] in BULLETS or (bool(_BULLET.match(after)) and before[-1] in ".:;,?!")


def _goes_on(before: str, after: str, *, page: bool) -> bool:
    """True when ``after`` goes on with the sentence of ``before`` though an empty line stands between."""
    if before[-1] == "-" and before[-2:-1].isalpha():
        return True
    if _OPEN_END.search(before[-8:]):
        return not after[0].isupper()
    if _ENDS_SENTENCE.search(before[-8:]) or _BULLET.match(after):
        return False
    return after[0].islower() or (page and len(before) >= _FULL_LINE and after[0].isalpha())


def _without_marks(paragraph: str, notes: int) -> str:
    """The paragraph without the marks of the text's footnotes, also one that OCR made a quotation mark."""
    if paragraph.count('"') == 1:
        paragraph = _STRAY_QUOTE.sub("", paragraph)
    return _MARK.sub(lambda match: "" if _is_mark(match, notes) else match[0], paragraph)


def _is_mark(match: re.Match[str], notes: int) -> bool:
    """True for the number of a footnote that is glued to a word or the sign behind it, as in ``schetsen.1``."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return 1 <= int(match[0]) <= notes and bool(_BEFORE_MARK.search(before))
