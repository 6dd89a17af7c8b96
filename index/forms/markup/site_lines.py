"""Lines of a web page -> those of the paper that it shows: the rest is furniture, notes are whole, titles joined."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from index.forms.document import Line

SIGNED: Final = re.compile(r"(?:De|DE) (?:[Mm]inister|MINISTER|[Ss]taatssecretaris|STAATSSECRETARIS)\b.{0,200}")
"""A line or a cell that begins a signature."""
_DOSSIER: Final = r"[0-9]{2}\s?[0-9]{3}(?:-[0-9]{2}|[ -]?(?:Hoofdstuk )?[IVX]{1,6}[A-Z]?)?"
_DOSSIER_NUMBER: Final = re.compile(_DOSSIER)
_DOSSIER_LINE: Final = re.compile(rf"{_DOSSIER} \S.*")
_PAPER_NUMBER: Final = re.compile(r"[Nn]r\. ?[0-9]{1,5}\b.*|[A-Z]{1,2} [A-Z]{4,} .*")
_BEGINS_HEAD: Final = re.compile(rf"[Nn]r\b|{_DOSSIER}\b|BRIEF |Aan ")
_RUNNING_HEAD: Final = re.compile(
    r"(?:Tweede|Eerste) Kamer der Staten-Generaal(?: \|)?(?: ?[12])?|Vergaderjaar [0-9]{4} ?.? ?[0-9]{4}"
)
_LABEL: Final = re.compile(
    rf"((?:Aan|Van|Datum|Betreft|Onderwerp|(?:Ons |Uw )?[Kk]enmerk|Bijlagen?) ?:?|{_DOSSIER}|[Nn]r\. ?[0-9]+) \| "
)
"""The first cell of a row of the head, which its line goes on with."""
_SUBJECT: Final = re.compile(r"Brief regering ?: (.+)")
_TO_TOP: Final = frozenset({"Naar boven", "Terug naar boven"})
_SITE_NOTE: Final = re.compile(r"X Noot")
_PROOF: Final = re.compile(
    r"(?:[Nn]r\. ?[0-9]+ |[A-Z]{1,2} )?[A-Z ]*BRIEF VAN .+"
    rf"|{_DOSSIER_LINE.pattern}"
    r"|(?:Aan:? )?[Dd]e [Vv]oorzitters? van .+"
    r"|(?:(?:Zeer )?[Gg]eachte|Mijnheer de) .+"
    rf"|{SIGNED.pattern}"
)
_HEAD_LINES: Final = 60
_HEAD_REACH: Final = 8
_RUNNING: Final = 200  # signs; a line so long is the body: the head lies above it
_LONGEST: Final = 600


def as_in_paper(lines: Sequence[Line]) -> list[Line]:
    """The lines of the paper; what stands above it on the page is furniture."""
    shown = [line for line in _with_site_notes(lines) if line.text not in _TO_TOP]
    head = next((number for number, line in enumerate(shown) if len(line.text) > _RUNNING), len(shown))
    head = min(head, _HEAD_LINES)
    joined = _with_titles([*map(_as_printed, shown[:head])]) + shown[head:]
    start = _start(joined)
    return [line._replace(kind="furniture", level=0) for line in joined[:start]] + joined[start:]


def subject_in(lines: Sequence[Line]) -> dict[str, str]:
    """The ``title`` that tweedekamer.nl puts above a letter: ``Brief regering : Beëindiging van ...``."""
    matches = (_SUBJECT.fullmatch(line.text) for line in lines[:_HEAD_LINES])
    return next(({"title": match[1]} for match in matches if match), {})


def is_letter(lines: Sequence[Line]) -> bool:
    """Whether there is a line that only letters and other papers have."""
    return any(len(line.text) <= _LONGEST and _PROOF.fullmatch(line.text) for line in lines)


def _with_site_notes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of a note that the site lists as ``X Noot``, its number and its text made one."""
    note: list[Line] | None = None
    for line in lines:
        begins = bool(_SITE_NOTE.fullmatch(line.text))
        if note is not None and (begins or line.kind == "heading" or line.text in _TO_TOP):
            yield from _note(note)
            note = None
        if begins:
            note = []
        elif note is None:
            yield line
        else:
            note.append(line)
    yield from _note(note or [])


def _note(lines: Sequence[Line]) -> Iterator[Line]:
    texts = [line.text for line in lines]
    texts = texts[1:] if texts and texts[0].isdigit() else texts
    if texts:
        yield Line(" ".join(texts), "note", 0, None, lines[0].number)


def _as_printed(line: Line) -> Line:
    if line.kind in ("heading", "paragraph", "row") and _RUNNING_HEAD.fullmatch(line.text):
        return line._replace(kind="furniture", level=0)
    if line.kind == "row" and (label := _LABEL.match(line.text)):
        return line._replace(text=f"{label[1]} {line.text[label.end() :]}", kind="paragraph")
    return line


def _with_titles(lines: Sequence[Line]) -> list[Line]:
    """The lines of the head, the number of a dossier and its title made one."""
    joined: list[Line] = []
    for line in lines:
        follows = bool(joined) and _DOSSIER_NUMBER.fullmatch(joined[-1].text)
        if follows and line.kind in ("heading", "paragraph") and not _BEGINS_HEAD.match(line.text):
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _start(lines: Sequence[Line]) -> int:
    """Where the paper begins: at its first dossier, a few lines above its number; 0 for a letter without these."""
    for position, line in enumerate(lines[:_HEAD_LINES]):
        below = lines[position + 1 : position + 1 + _HEAD_REACH]
        if _DOSSIER_LINE.fullmatch(line.text) and any(_PAPER_NUMBER.fullmatch(other.text) for other in below):
            return position
    return 0
