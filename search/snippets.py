"""Excerpts of a text: the passages where the question's words stand closest together."""

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from index.letter import Block
from search.marks import Mark, spans
from search.request import Snippet, Span

WIDTH: Final = 240
"""Characters of an excerpt, more or less."""
_MARGIN: Final = 60
_LONGEST_SECTION: Final = 100
_SENTENCE_END: Final = re.compile(r"[.!?»](?=\s+[A-ZÀ-Þ«])|\n")
_SPACES: Final = re.compile(r"\s+")
_UNEVEN: Final = re.compile(r"[^\S ]|  ")
"""White space that is not shown as it is."""
_ELLIPSIS: Final = Span("… ", match=False)
_ELLIPSIS_AFTER: Final = Span(" …", match=False)


def excerpts(text: str, marks: list[Mark], blocks: Sequence[Block] = (), most: int = 2) -> tuple[Snippet, ...]:
    """Up to ``most`` excerpts in reading order; the beginning of the text when nothing in it matches.

    ``marks`` are the matches in ``text``, ``blocks`` its paragraphs, if they are known: an excerpt then says its page
    and the heading above it. An excerpt begins at a sentence where one begins nearby, ends within its paragraph's
    words, and never cuts a word or a match.
    """
    return tuple(Snippet(shown, *_place(text, blocks, start)) for start, shown in _excerpts(text, marks, most))


def _excerpts(text: str, marks: list[Mark], most: int) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """Where each excerpt begins, and its spans."""
    if not marks:
        if text:
            yield 0, _excerpt(text, [], 0, _word_end(text, min(WIDTH, len(text))))
        return
    chosen: list[tuple[int, int]] = []
    for first, last in _ranked(marks):
        start, end = _bounds(text, marks[first].start, marks[last].end)
        if all(end <= other_start or start >= other_end for other_start, other_end in chosen):
            chosen.append((start, end))
        if len(chosen) == most:
            break
    for start, end in sorted(chosen):
        yield start, _excerpt(text, marks, start, end)


def _place(text: str, blocks: Sequence[Block], start: int) -> tuple[str | None, int | None]:
    """The heading of the paragraph at ``start``, itself if it is one, and the page that it begins on."""
    if not blocks:
        return None, None
    number = text.count("\n\n", 0, start)
    above = next((place for place in range(number, -1, -1) if blocks[place].kind == "heading"), None)
    section = None if above is None else text.split("\n\n", above + 1)[above][:_LONGEST_SECTION]
    return section, blocks[number].page


def _ranked(marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """The windows of marks (first, last) that fit an excerpt, the best first.

    That is: most distinct words, then most marks, then closest together, then earliest.
    """
    windows = list(_windows(marks))
    heapq.heapify(windows)
    while windows:
        *_, first, last = heapq.heappop(windows)
        yield first, last


def _windows(marks: list[Mark]) -> Iterator[tuple[int, int, int, int, int]]:
    """For each mark the window that begins with it: -distinct words, -marks, characters between them, first, last."""
    inside: Counter[int] = Counter()
    after = marked = 0
    for first, mark in enumerate(marks):
        while after < len(marks) and (after <= first or marks[after].end - mark.start <= WIDTH - _MARGIN):
            inside[marks[after].word] += 1
            marked += marks[after].end - marks[after].start
            after += 1
        between = marks[after - 1].end - mark.start - marked
        yield -len(inside), first - after, between, first, after - 1
        marked -= mark.end - mark.start
        inside[mark.word] -= 1
        if not inside[mark.word]:
            del inside[mark.word]


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a run of matches to an excerpt."""
    room = max(WIDTH - (end - start), _MARGIN)
    low = max(start - room // 2, 0)
    sentence = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    low = _word_start(text, sentence[-1] if sentence else low)
    high = min(max(low + WIDTH, end), len(text))
    paragraph = text.find("\n", end, high)
    return low, _word_end(text, high if paragraph < 0 else paragraph)


def _word_start(text: str, place: int) -> int:
    while 0 < place < len(text) and not text[place - 1].isspace():
        place += 1
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _word_end(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def _excerpt(text: str, marks: list[Mark], start: int, end: int) -> tuple[Span, ...]:
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    shown = spans(text, inside, start, end)
    if _UNEVEN.search(text, start, end):
        shown = tuple(Span(_SPACES.sub(" ", span.text), span.match) for span in shown)
    before = (_ELLIPSIS,) if start > 0 and text[start - 1] != "\n" else ()
    after = (_ELLIPSIS_AFTER,) if text[end:].strip() else ()
    return before + shown + after
