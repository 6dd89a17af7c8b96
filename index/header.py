"""The head and the signatures of a letter -> metadata, and the lines that remain: its body."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product, zip_longest
from typing import Any, NamedTuple

from index.authority import Authority
from index.cleaning import PAGE, Cleaned
from index.forms.document import Line
from index.forms.layout import SALUTATION
from index.kinds import BEGINNINGS, kind_of
from index.letter import Chamber, Signatory
from index.roles import is_role
from index.signatures import signatures
from index.tokens import MONTHS

_DAY = rf"(?P<day>[0-9OlI]{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>[12lI][0-9OlI]{{3}})"
_OCR_DIGITS = str.maketrans("OlI", "011")
_SEAT = r"Den Haag|['’‘`]?[sS][- ]Gravenhage"
_PLACE = rf"(?P<place>{_SEAT}|[A-Z][\w'’ -]{{1,30}})"
_DOSSIER = (
    r"(?P<base>[0-9]{2} ?[0-9]{3})(?:-(?P<part>[0-9]{2}))?"
    r"(?:[ -]?(?:Hoofdstuk )?(?P<chapter>[IVX]{1,6}[A-Z]?)(?= |,|$))?(?: \(R ?[0-9]+\))?"
)
_REPRINT = r"(?P<reprint> HERDRUK ?[0-9]?)?"
_CHAIR = r"[Dd]e [Vv]oorzitters? van (?:de|het)(?: .{3,120}?)?"
_CHAMBERS: Mapping[str, Chamber] = {"Tweede": "TK", "Eerste": "EK"}


@dataclass(frozen=True, slots=True)
class _LineKind:
    """What a line of the head can be: the whole of it matches ``pattern``, whose groups are the values.

    ``after`` is the kind of the line that must stand before it, directly so when it is ``glued``.
    """

    name: str
    pattern: re.Pattern[str]
    after: str | None = None
    glued: bool = True


_LINE_KINDS = tuple(
    _LineKind(name, re.compile(pattern), *condition)
    for name, pattern, *condition in (
        ("number", rf"[Nn]r\. ?(?P<number>[0-9]{{1,5}}|[A-Z]{{1,2}}){_REPRINT}(?: (?P<heading>[A-Z].*))?"),
        ("number", rf"(?P<number>[A-Z]{{1,2}}){_REPRINT} (?P<heading>BRIEF .*)"),
        ("number", r"(?P<number>[0-9]{1,4}|[A-Z]{1,2})", "dossier", False),
        ("dossier", _DOSSIER + r"(?: (?P<title>\S.*))?"),
        ("heading", rf"(?P<heading>(?:{'|'.join(BEGINNINGS).upper()}|LIJST)\b[^a-z]*)"),
        ("heading", r"(?P<heading>Brief (?:regering|van .{3,200}))"),
        ("heading", r"(?P<more>[^a-z]*[A-Z]{2}[^a-z]*)", "heading"),
        ("addressee", rf"(?:Aan:? )?(?P<addressee>{_CHAIR})(?: {_PLACE}, {_DAY})?"),
        ("addressee", r"Aan (?P<addressee>de leden.*)"),
        ("addressee", r"(?P<more>(?:(?:Tweede|Eerste) )?Kamer.*|der Staten-Generaal)", "addressee", False),
        ("date", rf"{_PLACE}, {_DAY}"),
        ("date", rf"(?P<place>{_SEAT}) {_DAY}"),
        ("date", r"Datum:? (?P<day>[0-9]{1,2})[-/](?P<month_number>[0-9]{1,2})[-/](?P<year>[0-9]{4})"),
        ("date", rf"(?:(?:Datum:?|Vastgesteld|Ontvangen|Voorgesteld) )?{_DAY}"),
        ("subject", r"(?:Betreft|Betreffende|Onderwerp)(?: ?: ?| )(?P<subject>.*)"),
        ("chamber", r"(?:Tweede|Eerste) Kamer der Staten-Generaal"),
        (
            "address",
            rf"(?:Binnenhof|Plein|Postbus|Bezuidenhoutseweg) .*|[0-9]{{4}} ?[A-Z]{{2}} .*|{_SEAT}",
        ),
        (
            "letterhead",
            r"(?:Ministerie van|Kenmerk|Ons (?:nummer|kenmerk)|Onze referentie|Uw (?:brief|kenmerk|referentie)"
            r"|Bijlagen?|Telefoon|Contactpersoon|Inlichtingen|Auteur|Doorkiesnummer|E-mail)\b.*",
        ),
        ("dossier", r"(?P<more>.+)", "dossier"),
        ("subject", r"(?P<more>.+)", "subject"),
    )
)
_REPEATED = frozenset({"dossier", "addressee", "address", "letterhead", "date"})
_PROOF = frozenset({"heading", "addressee", "date", "subject"})
_TITLES = re.compile(r"(?P<dossier>[^;]+); (?P<kind>[^;]+); (?P<own>.+)")
"""How some sites write titles: that of the dossier, the sort of paper, and the paper's own."""
_LABEL = re.compile(r"(?:Aan|Datum|Betreft|Onderwerp) ?:?")
_HEAD_LINES = 80
_LONGEST_LINE = 400  # signs; a line beyond is running text
_SHORT_LINE = 60  # signs; after addressee or date, a longer line of no known kind is the body

_MARGIN = re.compile(
    rf"(?:Tweede|Eerste) Kamer, vergaderjaar [0-9 –-]+, {_DOSSIER},? (?:nr\. ?)?"
    r"(?P<number>[0-9]{1,5}|[A-Z]{1,2})\b.*"
)

_SPACED_CAPITALS = re.compile(r"(?<!\S)[A-Z](?: [A-Z]){2,}(?!\S)")
_SESSION = re.compile(r"[Vv]ergaderjaar ([0-9]{4}) ?[-‒–] ?([0-9]{4})\b")


@dataclass(frozen=True, slots=True)
class Header:
    """What a letter says about itself, and its ``body``: the lines without head and signatures.

    ``dossiers`` are written as ``21501-02``; the one that ``number`` belongs to comes first. ``addressee`` is without
    its ``Aan``. ``id`` is for papers that have one without a dossier. A ``reprint`` comes in the place of the paper of
    this number. ``origins`` has the line that each value came from, by the name of the field.
    """

    body: tuple[Line, ...]
    id: str | None = None
    signatories: tuple[Signatory, ...] = ()
    dossiers: tuple[str, ...] = ()
    dossier_title: str | None = None
    number: str | None = None
    reprint: bool = False
    session: str | None = None
    chambers: tuple[Chamber, ...] = ()
    heading: str | None = None
    kind: str = "brief"
    addressee: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    subject: str | None = None
    origins: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _HeadLine:
    """One line of the head, with its label and spaced capitals closed up in ``text``.

    ``kind`` is None when no kind of line fits.
    """

    kind: str | None
    line: Line
    text: str
    values: Mapping[str, str | None]


class _Found(NamedTuple):
    """A value, and the line it came from."""

    value: Any
    line: Line | None


_NOTHING = _Found(None, None)


def read_header(cleaned: Cleaned, authority: Authority) -> Header:
    """The metadata of a letter. A text without a head gives only signatures and body."""
    head, rest = _head(cleaned.lines)
    signatories, body, signed = signatures(rest)
    title = _dossier_title(head)
    heading = _joined(head, "heading")
    title, own = _parted(title)
    place, date = _place_and_date(head)
    addressee = _addressee(head)
    number = _number(head, cleaned.furniture)
    found = {
        "dossiers": _dossiers(head, cleaned.furniture, title, authority),
        "dossier_title": title,
        "number": number,
        "reprint": _first(head, "reprint"),
        "session": _session(cleaned, head),
        "chambers": _chambers(cleaned, head, number, addressee),
        "heading": heading,
        "addressee": addressee,
        "place": place,
        "date": date,
        "subject": _joined(head, "subject") if _joined(head, "subject").value else own,
    }
    values = {name: value for name, (value, _) in found.items() if value}
    values["reprint"] = "reprint" in values
    lines = {name: line for name, (_, line) in found.items()} | {"signatories": signed, "kind": heading.line}
    origins = {name: line for name, line in lines.items() if line}
    return Header(
        body=tuple(body),
        signatories=tuple(signatories),
        kind=kind_of(heading.value or "") or "brief",
        origins=origins,
        **values,
    )


def _head(lines: Sequence[Line]) -> tuple[list[_HeadLine], Sequence[Line]]:
    """The lines of the head, and those below it; no lines and all for a text without a head."""
    head: list[_HeadLine] = []
    end = known = 0
    labels: list[str] = []
    blank = True
    seen: set[str] = set()
    for position, line in enumerate(lines[:_HEAD_LINES], start=1):
        text = _closed_up(line.text)
        if text in ("", PAGE):
            blank = blank or not text
            continue
        if greeting := SALUTATION.match(text):
            below = text[greeting.end() :]
            return head, [*([line._replace(text=below)] if below else []), *lines[position:]]
        if _LABEL.fullmatch(text):
            labels = sorted([*labels, f"{text.rstrip(' :')} "], key="Datum ".__ne__)  # a day is told from other values
            continue
        before = head[-1] if head else None
        texts = [label + text for label in labels] or [text]
        readings = [_read_line(line, reading, before, glued=not blank, seen=seen) for reading in texts]
        found = next((reading for reading in readings if reading.kind), readings[0])
        labels = [label for label in labels if found.kind and not found.text.startswith(label)]
        if found.kind is None and _is_body(text, seen):
            break
        head.append(found)
        blank = False
        if found.kind:
            end, known = position, len(head)
            seen |= {found.kind, *(name for name, value in found.values.items() if value)}
    return (head[:known], lines[end:]) if seen & _PROOF else ([], lines)


def _read_line(line: Line, text: str, before: _HeadLine | None, *, glued: bool, seen: set[str]) -> _HeadLine:
    """What ``line`` says; of a row of a table all cells are read, or else the first two, a label and its value."""
    last = ("heading" if before.values.get("heading") else before.kind) if before else None
    glued = glued and line.kind == "line"  # a whole paragraph goes on with none
    glued = glued or bool(before and before.values.get("base") and not before.values.get("title"))
    texts = [text.replace(" | ", " "), " ".join(text.split(" | ")[:2])] if line.kind == "row" else [text]
    for reading, kind in product(texts, _LINE_KINDS):
        if kind.after and (kind.after != last or (kind.glued and not glued)):
            continue
        match = kind.pattern.fullmatch(reading) if len(reading) <= _LONGEST_LINE else None
        if match and (kind.after or kind.name not in seen or kind.name in _REPEATED):
            return _HeadLine(kind.name, line, reading, match.groupdict())
    return _HeadLine(None, line, text, {})


def _is_body(text: str, seen: set[str]) -> bool:
    if {"heading", "date"} <= seen or text.endswith(".") or is_role(text):
        return True
    return bool(seen & {"addressee", "date", "subject"}) and len(text) > _SHORT_LINE


def _first(head: Sequence[_HeadLine], name: str) -> _Found:
    return next((_Found(value, line.line) for line in head if (value := line.values.get(name))), _NOTHING)


def _joined(head: Sequence[_HeadLine], kind: str) -> _Found:
    """The value of a kind of line with the lines that continue it."""
    first = _first(head, kind)
    more = [line.values["more"] or "" for line in head if line.kind == kind and line.values.get("more")]
    return _Found(" ".join([first.value, *more]), first.line) if first.value else _NOTHING


def _dossiers(head: Sequence[_HeadLine], furniture: Sequence[Line], title: _Found, authority: Authority) -> _Found:
    """The dossiers of the head, else the one of a running foot, else the one that has this title."""
    numbered = [line for line in head if line.values.get("base")]
    if numbered:
        return _Found(tuple(dict.fromkeys(_dossier(line.values) for line in numbered)), numbered[0].line)
    if margin := _margin(furniture):
        return _Found((_dossier(margin[0].groupdict()),), margin[1])
    known = authority.dossier_titled(title.value) if title.value else None
    return _Found((known,), title.line) if known else _NOTHING


def _number(head: Sequence[_HeadLine], furniture: Sequence[Line]) -> _Found:
    margin = _margin(furniture)
    return (
        _first(head, "number") if _first(head, "number").value or not margin else _Found(margin[0]["number"], margin[1])
    )


def _margin(furniture: Sequence[Line]) -> tuple[re.Match[str], Line] | None:
    """A running foot that names dossier and number."""
    return next(((match, line) for line in furniture if (match := _MARGIN.fullmatch(line.text))), None)


def _dossier_title(head: Sequence[_HeadLine]) -> _Found:
    """The first dossier's title; where the margin with its number was lost, the lines above the heading."""
    numbered = [number for number, line in enumerate(head) if line.values.get("base")]
    if numbered:
        first, *others = numbered
        lines = [line for line in head[first : others[0] if others else None] if line.kind == "dossier"]
        parts = [line.values.get("title") or line.values.get("more") for line in lines]
    else:
        above = next((number for number, line in enumerate(head) if line.kind in ("heading", "number")), 0)
        lines = [line for line in head[:above] if line.kind is None]
        parts = [line.text for line in lines]
    title = " ".join(part for part in parts if part)
    return _Found(title, lines[0].line) if title else _NOTHING


def _parted(title: _Found) -> tuple[_Found, _Found]:
    """The title of the dossier, and the paper's own where a site writes both."""
    match = _TITLES.fullmatch(title.value or "")
    if match is None or kind_of(match["kind"]) is None:
        return title, _NOTHING
    return _Found(match["dossier"], title.line), _Found(match["own"], title.line)


def _dossier(values: Mapping[str, str | None]) -> str:
    suffix = values.get("part") or values.get("chapter")
    return (values["base"] or "").replace(" ", "") + (f"-{suffix}" if suffix else "")


def _session(cleaned: Cleaned, head: Sequence[_HeadLine]) -> _Found:
    """The parliamentary year, of the first page or of a running foot; a year that was broken over two lines, too."""
    lines = [*cleaned.furniture, *(line.line for line in head)]
    for line, following in zip_longest(lines, lines[1:], fillvalue=Line("")):
        if match := _SESSION.search(f"{line.text} {following.text}" if line.text.endswith(("-", "–")) else line.text):
            return _Found(f"{match[1]}-{match[2]}", line)
    return _NOTHING


def _chambers(cleaned: Cleaned, head: Sequence[_HeadLine], number: _Found, addressee: _Found) -> _Found:
    """The chambers whose paper it is; else those it is addressed to; a number in letters is of the Eerste Kamer."""
    if number.value and number.value.isalpha():
        return _Found(("EK",), number.line)
    if addressee.value and (named := _named_chambers(addressee.value)):
        return _Found(named, addressee.line)
    lines = [*cleaned.furniture, *(line.line for line in head if line.kind == "chamber")]
    found = next((_Found(named, line) for line in lines if (named := _named_chambers(line.text))), None)
    return found or _Found(("TK",) if head else (), None)


def _named_chambers(text: str) -> tuple[str, ...]:
    return tuple(id_ for name, id_ in _CHAMBERS.items() if "Kamer" in text and name in text)


def _addressee(head: Sequence[_HeadLine]) -> _Found:
    parts: list[str] = []
    for line in head:
        if addressee := line.values.get("addressee"):
            parts.append(addressee[0].upper() + addressee[1:])
        elif line.kind == "addressee" and parts:
            parts[-1] += f" {line.values['more']}"
    return _Found("; ".join(parts), _first(head, "addressee").line) if parts else _NOTHING


def _place_and_date(head: Sequence[_HeadLine]) -> tuple[_Found, _Found]:
    dated = [line for line in head if line.values.get("day")]
    if not dated:
        return _NOTHING, _NOTHING
    line = next((line for line in dated if line.values.get("place")), dated[0])
    place = line.values.get("place")
    if place and place.endswith("Gravenhage"):
        place = "'s-Gravenhage"
    return _Found(place, line.line), _Found(_date(line.values), line.line)


def _closed_up(text: str) -> str:
    """The text, spaced capitals closed up: ``V A N`` -> ``VAN``."""
    return _SPACED_CAPITALS.sub(lambda match: match[0].replace(" ", ""), text)


def _date(values: Mapping[str, str | None]) -> datetime.date | None:
    try:
        month = int(values.get("month_number") or 0) or MONTHS.index(values.get("month") or "") + 1
        year, day = (int((values[name] or "0").translate(_OCR_DIGITS)) for name in ("year", "day"))
        return datetime.date(year, month, day)
    except ValueError:
        return None
