"""Lines of a web page -> those of the paper that it shows: the rest is furniture, notes are whole, titles joined."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile
from typing import Final

from index.forms.document import Line
from index.roles import ROLE, is_role

_DOSSIER: Final = r"[0-9]{2}\s?[0-9]{3}(?:-[0-9]{2}|[ -]?(?:Hoofdstuk )?[IVX]{1,6}[A-Z]?)?"
_DOSSIER_NUMBER: Final = re.compile(_DOSSIER)
_DOSSIER_LINE: Final = re.compile(rf"{_DOSSIER} \S.*")
_DOSSIER_TITLE: Final = re.compile(rf"{_DOSSIER} (\S.*)")
_PAPER_NUMBER: Final = re.compile(r"[Nn]r\. ?[0-9]{1,5}\b.*|[A-Z]{1,2} [A-Z]{4,} .*")
_NO_TITLE: Final = re.compile(
    r"(?:Ministerie|Minister|Staatssecretaris) van .*|Tweede Kamer\b.*|Eerste Kamer\b.*"
    r"|(?:\w+\.nl|Rijksoverheid|Overheid|Offici[eë]le [Bb]ekendmakingen|Parlementaire [Mm]onitor)\b.*"
    r"|Home|Documenten?|Detail|Kamerstuk(?:ken)?\b.*|Kamerbrie(?:f|ven)|Brief|Brief regering"
    r"|Inleiding|Aanleiding|Samenvatting"
)
"""Headings of the first level that name a site, a sender, the sort of paper or a section, not the subject."""
_BEGINS_HEAD: Final = re.compile(rf"[Nn]r\b|{_DOSSIER}\b|BRIEF |Aan ")
_RUNNING_HEAD: Final = re.compile(
    r"(?:Tweede|Eerste) Kamer der Staten-Generaal(?: \|)?(?: ?[12])?|Vergaderjaar [0-9]{4} ?.? ?[0-9]{4}"
)
_LABEL: Final = re.compile(
    rf"((?:Aan|Van|Datum|Betreft|Onderwerp|(?:Ons |Uw )?[Kk]enmerk|Bijlagen?) ?:?|{_DOSSIER}|[Nn]r\. ?[0-9]+)(?: \|)+ "
)
"""The first cell of a row of the head, which its line goes on with."""
_SUBJECT: Final = re.compile(r"Brief regering ?: (.+)")
_TO_TOP: Final = frozenset({"Naar boven", "Terug naar boven"})
_SITE_NOTE: Final = re.compile(r"X Noot(?: [0-9]{1,3})?")
_SITE_MARK: Final = re.compile(rf"{_SITE_NOTE.pattern} (?=\S)")
_OLD_MARK: Final = re.compile(r"<([0-9]{1,3})>")
_OLD_NOTE: Final = re.compile(rf"{_OLD_MARK.pattern} ?[^ <]")
_LINK: Final = (
    r"(?:Gerelateerde? \w+|Zie ook|(?:Deel|Print) deze pagina|Delen|Downloads?|Print(?:en)?|Naar boven"
    r"|Terug(?: naar (?:boven|overzicht|het overzicht|zoekresultaten))?)"
)
_AFTER: Final = re.compile(rf"{_LINK}(?: ?[|·] ?{_LINK}| {_LINK})* ?:?", re.IGNORECASE)
"""What a site writes below a letter, as a heading or as links."""
_LONGEST_LINK: Final = 80
_PROOF: Final = re.compile(
    r"(?:[Nn]r\. ?[0-9]+ |[A-Z]{1,2} )?[A-Z ]*BRIEF VAN .+"
    rf"|{_DOSSIER_LINE.pattern}"
    r"|(?:Aan:? )?[Dd]e [Vv]oorzitters? van .+"
    r"|(?:(?:Zeer )?[Gg]eachte|Mijnheer de) .+"
    rf"|{ROLE}"
)
_HEAD_LINES: Final = 60
_HEAD_REACH: Final = 8
_RUNNING: Final = 200  # signs; a line so long is the body: the head lies above it
_LONGEST: Final = 600


def as_in_paper(lines: Sequence[Line]) -> list[Line]:
    """The lines of the paper; what stands above it on the page is furniture."""
    shown = _with_old_notes([line for line in _without_tail([*_with_site_notes(lines)]) if line.text not in _TO_TOP])
    head = next((number for number, line in enumerate(shown) if len(line.text) > _RUNNING), len(shown))
    head = min(head, _HEAD_LINES)
    top = max((number for number, line in enumerate(shown[:head]) if _begins_letter(line)), default=0)
    printed = [_as_printed(line, on_top=number <= top) for number, line in enumerate(shown[:head])]
    joined = _with_titles(printed) + shown[head:]
    start = _start(joined)
    return [line._replace(kind="furniture", level=0) for line in joined[:start]] + joined[start:]


def subject_in(lines: Sequence[Line], headings: Container[str]) -> dict[str, str]:
    """The ``title`` that a site puts above a letter, as one of the page's ``headings`` of the first level.

    tweedekamer.nl may write ``Brief regering : Beëindiging van ...``. The title of a dossier is none, nor are a heading
    ``BRIEF VAN ...`` and a site's or a sender's name.
    """
    head = lines[:_HEAD_LINES]
    matches = (_SUBJECT.fullmatch(line.text) for line in head)
    if subject := next(filter(None, matches), None):
        return {"title": subject[1]}
    dossiers = {match[1] for line in lines if (match := _DOSSIER_TITLE.fullmatch(line.text))}
    above = takewhile(lambda line: not _PROOF.fullmatch(line.text), head)
    titles = (line.text for line in above if line.text in headings and line.text not in dossiers)
    return next(({"title": text} for text in titles if not (_NO_TITLE.fullmatch(text) or _BEGINS_HEAD.match(text))), {})


def is_letter(lines: Sequence[Line]) -> bool:
    """Whether there is a line that only letters and other papers have."""
    return any(len(line.text) <= _LONGEST and _PROOF.fullmatch(line.text) for line in lines)


def _with_site_notes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of a note that the site lists as ``X Noot``, its number and its text made one."""
    note: list[Line] | None = None
    for line in map(_without_site_mark, lines):
        begins = bool(_SITE_NOTE.fullmatch(line.text))
        if note is not None and (begins or line.kind in ("heading", "note") or _begins_tail(line)):
            yield from _note(note)
            note = None
        if begins:
            note = []
        elif note is None:
            yield line
        else:
            note.append(line)
    yield from _note(note or [])


def _without_site_mark(line: Line) -> Line:
    """The line, made a note when it begins with ``X Noot 1`` and goes on."""
    mark = None if _SITE_NOTE.fullmatch(line.text) else _SITE_MARK.match(line.text)
    return line._replace(text=line.text[mark.end() :], kind="note", level=0) if mark else line


def _note(lines: Sequence[Line]) -> Iterator[Line]:
    texts = [line.text for line in lines]
    texts = texts[1:] if texts and texts[0].isdigit() else texts
    if texts:
        yield Line(" ".join(texts), "note", 0, None, lines[0].number)


def _without_tail(lines: Sequence[Line]) -> list[Line]:
    """The lines without what a site shows below a letter: what follows a heading or a link for that, but for notes."""
    signed = max((number for number, line in enumerate(lines) if _is_letter_s(line)), default=len(lines))
    tail = next((number for number, line in enumerate(lines) if number > signed and _begins_tail(line)), len(lines))
    return [line for number, line in enumerate(lines) if number < tail or line.kind == "note"]


def _is_letter_s(line: Line) -> bool:
    """Whether a line is a signature or running text."""
    return line.kind not in ("note", "item") and (len(line.text) > _RUNNING or is_role(line.text))


def _begins_tail(line: Line) -> bool:
    is_short = line.kind in ("heading", "paragraph", "item") and len(line.text) <= _LONGEST_LINK
    return is_short and bool(_AFTER.fullmatch(line.text))


def _with_old_notes(lines: Sequence[Line]) -> list[Line]:
    """The lines, the last that begins with ``<1>`` made a note, and this mark gone where it refers to that."""
    marks = Counter(match[1] for line in lines for match in _OLD_MARK.finditer(line.text))
    begins = {match[1]: number for number, line in enumerate(lines) if (match := _OLD_NOTE.match(line.text))}
    noted = {number: mark for mark, number in begins.items() if marks[mark] > 1}
    referring = re.compile(rf" ?<(?:{'|'.join(noted.values())})>") if noted else None
    found: list[tuple[Line, list[str]]] = []
    in_note = False
    for number, line in enumerate(lines):
        text = referring.sub("", line.text).strip() if referring else line.text
        goes_on = in_note and line.kind == "line" and bool(text)
        in_note = goes_on or number in noted
        if number in noted:
            found.append((line._replace(kind="note", level=0), [text]))
        elif goes_on:
            found[-1][1].append(text)
        else:
            found.append((line, [text]))
    return [line._replace(text=" ".join(texts)) for line, texts in found]


def _begins_letter(line: Line) -> bool:
    """Whether a line is a dossier, an addressee or a salutation."""
    return bool(_PROOF.fullmatch(line.text.strip(" |"))) and not is_role(line.text)


def _as_printed(line: Line, *, on_top: bool) -> Line:
    """The line of the head as the paper has it: the cells of a table ``on_top`` are labels and paragraphs."""
    text = line.text.strip(" |") if line.kind == "row" else line.text
    if line.kind in ("heading", "paragraph", "row") and _RUNNING_HEAD.fullmatch(text):
        return line._replace(text=text, kind="furniture", level=0)
    if line.kind == "row" and (label := _LABEL.match(text)):
        return line._replace(text=f"{label[1]} {text[label.end() :]}", kind="paragraph")
    return line._replace(text=text, kind="paragraph") if line.kind == "row" and on_top and " | " not in text else line


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
