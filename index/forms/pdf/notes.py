"""The lines of a column -> its text, and the footnotes at its end."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.forms.pdf.columns import Printed
from index.forms.pdf.words import Rule

_SMALLER: Final = 0.95  # of the size of the text; a note is, unless a rule stands above it
_FLAT: Final = 3.0  # points; a rule that is no higher lies
_SHORTEST: Final = 20.0  # points; the rule above notes is no shorter
_FAR: Final = 1.8  # of its size below the text, a note stands apart
_UNDER: Final = 0.3  # of its size below a line, a rule underlines it
_SIGNS: Final = "*†‡"
_ENDS: Final = re.compile(r"[.?!…][\"'’”»)\]]*$")
_START: Final = re.compile(r"(\d{1,3})(?:\.? (?=\S)|(?=[A-Z«“‘\"]))")


class Note(NamedTuple):
    """A footnote: its number, for a sign that of the note before it, and its lines."""

    number: int
    lines: list[Printed]


class Ended(NamedTuple):
    """The lines of a column: its ``text``, what goes on with the last note before it, and its ``notes``."""

    text: Sequence[Printed]
    continued: Sequence[Printed]
    notes: Sequence[Note]


def part_notes(lines: Sequence[Printed], size: float, rules: Sequence[Rule], last: Note | None) -> Ended:
    """The lines of a column parted; ``size`` is that of the text, ``last`` the note before."""
    ruled = _below_rule(lines, rules)
    begin = _begin(lines, size, ruled)
    before: list[Printed] = []
    after: list[Printed] = []
    notes: list[Note] = []
    known = last.number if last else 0
    for place, line in enumerate(lines[begin:], start=begin):
        before_it = notes[-1].lines[-1].text if notes else ""
        if (number := _number(line, known, before_it)) is not None:
            notes.append(Note(number, [line]))
            known = number
        elif notes and (after or _is_apart(lines, place)):
            after.append(line)
        else:
            (notes[-1].lines if notes else before).append(line)
    is_open = last is not None and not _ENDS.search(last.lines[-1].text[-8:])
    if before and is_open and (begin == ruled or _is_apart(lines, begin)):
        return Ended([*lines[:begin], *after], before, notes)
    return Ended([*lines[:begin], *before, *after], (), notes)


def without_mark(line: Printed) -> str:
    """The text of a note's first line without its number."""
    return line.text if line.mark else _START.sub("", line.text, count=1).lstrip(_SIGNS + " ")


def _begin(lines: Sequence[Printed], size: float, ruled: int | None) -> int:
    """Where the lines begin that may be notes: the small ones at the end, or those below the rule."""
    begin = len(lines)
    while begin and lines[begin - 1].size < _SMALLER * size:
        begin -= 1
    is_note = ruled is not None and (lines[ruled].mark or (ruled > begin and _START.match(lines[ruled].text)))
    return ruled if ruled is not None and is_note else begin


def _below_rule(lines: Sequence[Printed], rules: Sequence[Rule]) -> int | None:
    """Where the lines below the lowest rule in the column begin; None without one."""
    if not lines:
        return None
    tops = [
        rule.top for rule in rules if rule.left < lines[0].end and rule.right > lines[0].begin and _is_separator(rule)
    ]
    bases = [line.base for line in lines]
    above = [top for top in tops if top < bases[-1] and not _underlines(top, lines, bases)]
    return bisect_right(bases, max(above)) if above else None


def _is_separator(rule: Rule) -> bool:
    return rule.bottom - rule.top <= _FLAT and rule.right - rule.left >= _SHORTEST


def _underlines(top: float, lines: Sequence[Printed], bases: Sequence[float]) -> bool:
    place = bisect_right(bases, top)
    return place > 0 and top - bases[place - 1] < _UNDER * lines[place - 1].size


def _number(line: Printed, last: int, before: str) -> int | None:
    """The number of the note that begins with ``line``; that of the one before for a sign; None when none begins.

    ``before`` is the line before it in the notes of the column.
    """
    if line.mark or line.text.startswith(tuple(_SIGNS)):
        return int(line.mark) if line.mark.isdecimal() else last
    match = _START.match(line.text)
    if not match:
        return None
    number = int(match[1])
    is_sentence = not line.text[match.end()].islower()
    if before:
        return number if number == last + 1 and (is_sentence or _ENDS.search(before[-8:])) else None
    return number if number in (1, last + 1) or (number > last and is_sentence) else None


def _is_apart(lines: Sequence[Printed], begin: int) -> bool:
    return begin > 0 and lines[begin].base - lines[begin - 1].base > _FAR * lines[begin].size
