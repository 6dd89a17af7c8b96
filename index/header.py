"""The head and the signatures of a letter -> metadata, and the lines that remain: its body."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.authority import Authority
from index.cleaning import PAGE, Cleaned
from index.letter import Signatory
from index.tokens import MONTHS

_DAY = rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>[0-9]{{4}})"
_PLACE = r"(?P<place>Den Haag|['’‘`]?s[- ]Gravenhage|[A-Z][\w'’ -]{1,30})"
_DOSSIER = (
    r"(?P<base>[0-9]{2} ?[0-9]{3})(?:-(?P<part>[0-9]{2}))?"
    r"(?:[ -]?(?:Hoofdstuk )?(?P<chapter>[IVX]{1,6}[A-Z]?)(?= |,|$))?(?: \(R ?[0-9]+\))?"
)
_CHAIR = r"[Dd]e [Vv]oorzitters? van (?:de|het)(?: .{3,120}?)?"
_KINDS = {
    "BRIEF": "brief",
    "VERSLAG": "verslag",
    "LIJST": "lijst van vragen",
    "INBRENG": "inbreng",
    "RAPPORT": "rapport",
    "MOTIE": "motie",
    "AMENDEMENT": "amendement",
    "NOTA": "nota",
}


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
        ("number", r"[Nn]r\. ?(?P<number>[0-9]{1,5}|[A-Z]{1,2})(?: HERDRUK ?[0-9]?)?(?: (?P<heading>[A-Z].*))?"),
        ("number", r"(?P<number>[A-Z]{1,2}) (?P<heading>BRIEF .*)"),
        ("number", r"(?P<number>[0-9]{1,4}|[A-Z]{1,2})", "dossier", False),
        ("dossier", _DOSSIER + r"(?: (?P<title>\S.*))?"),
        ("heading", rf"(?P<heading>(?:{'|'.join(_KINDS)}|TWEEDE NOTA)\b[^a-z]*)"),
        ("heading", r"(?P<heading>Brief (?:regering|van .{3,200}))"),
        ("heading", r"(?P<more>[^a-z]*[A-Z]{2}[^a-z]*)", "heading"),
        ("addressee", rf"(?:Aan:? )?(?P<addressee>{_CHAIR})(?: {_PLACE}, {_DAY})?"),
        ("addressee", r"Aan (?P<addressee>de leden.*)"),
        ("addressee", r"(?P<more>(?:Tweede|Eerste) Kamer.*|der Staten-Generaal)", "addressee"),
        ("date", rf"{_PLACE}, {_DAY}"),
        ("date", rf"(?:(?:Datum:?|Vastgesteld|Ontvangen) )?{_DAY}"),
        ("subject", r"(?:Betreft|Betreffende|Onderwerp)(?: ?: ?| )(?P<subject>.*)"),
        ("salutation", r"(?:(?:Zeer )?[Gg]eachte|Mijnheer de) .{3,80}"),
        ("chamber", r"(?:Tweede|Eerste) Kamer der Staten-Generaal"),
        (
            "address",
            r"(?:Binnenhof|Plein|Postbus|Bezuidenhoutseweg) .*|[0-9]{4} ?[A-Z]{2} .*|Den Haag|['’‘`]?s[- ]Gravenhage",
        ),
        (
            "letterhead",
            r"(?:Ministerie van|Kenmerk|Ons (?:nummer|kenmerk)|Uw (?:brief|kenmerk)|Bijlagen?|Telefoon)\b.*",
        ),
        ("dossier", r"(?P<more>.+)", "dossier"),
        ("subject", r"(?P<more>.+)", "subject"),
    )
)
_REPEATED = frozenset({"dossier", "addressee", "address", "letterhead"})
_PROOF = frozenset({"heading", "addressee", "date", "subject", "salutation"})
_LABEL = re.compile(r"(?:Aan|Datum|Betreft|Onderwerp) ?:?")
_HEAD_LINES = 80
_LONGEST_LINE = 400  # signs; a line beyond is running text
_SHORT_LINE = 60  # signs; after addressee or date, a longer line of no known kind is the body

_MARGIN = re.compile(
    rf"(?:Tweede|Eerste) Kamer, vergaderjaar [0-9 –-]+, {_DOSSIER},? (?:nr\. ?)?"
    r"(?P<number>[0-9]{1,5}|[A-Z]{1,2})\b.*"
)

_OFFICE = r"(?P<role>(?:De|DE) (?:[Mm]inister|MINISTER|[Ss]taatssecretaris|STAATSSECRETARIS)\b.{0,150}?)"
_PREFIX = r"(?:van|von|de|den|der|het|in|op|te|ten|ter|la|le|el|['’]t)"
_SURNAME = rf"(?:{_PREFIX} ){{0,3}}[^\W\d_a-zà-öø-ÿ][\w'’-]+"
_NAME = (
    r"(?:(?:[Mm]r|[Dd]rs|[Dd]r|[Ii]r|[Ii]ng|[Pp]rof|[Mm]w)\. ?)*"
    rf"(?P<name>(?:[A-Z][a-z]{{0,2}}\. ?){{1,8}}{_SURNAME}(?: {_SURNAME}){{0,3}})"
)
_SIGNED_ROLE = re.compile(_OFFICE)
_SIGNED_NAME = re.compile(_NAME)
_SIGNED = re.compile(rf"{_OFFICE}, {_NAME}")
_SPACED_INITIALS = re.compile(r"(?<=\.) (?=[A-Z][a-z]{0,2}\.)")
_ROLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Header:
    """What a letter says about itself, and its ``body``: the lines without head and signatures.

    ``dossiers`` are written as ``21501-02``; the one that ``number`` belongs to comes first. ``addressee`` is without
    its ``Aan``.
    """

    body: tuple[str, ...]
    signatories: tuple[Signatory, ...] = ()
    dossiers: tuple[str, ...] = ()
    dossier_title: str | None = None
    number: str | None = None
    heading: str | None = None
    kind: str = "brief"
    addressee: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class _HeadLine:
    """One line of the head; ``kind`` is None when no kind of line fits."""

    kind: str | None
    text: str
    values: Mapping[str, str | None]


def read_header(cleaned: Cleaned, authority: Authority) -> Header:
    """The metadata of a letter. A text without a head gives only signatures and body."""
    head, end = _head(cleaned.lines)
    signatories, body = _signatures(cleaned.lines[end:])
    margin = next((match for line in cleaned.furniture if (match := _MARGIN.fullmatch(line))), None)
    title = _dossier_title(head)
    dossiers = [_dossier(line.values) for line in head if line.values.get("base")]
    if not dossiers and margin:
        dossiers = [_dossier(margin.groupdict())]
    if not dossiers and title and (known := authority.dossier_titled(title)):
        dossiers = [known]
    heading = _joined(head, "heading")
    place, date = _place_and_date(head)
    return Header(
        body=tuple(body),
        signatories=tuple(signatories),
        dossiers=tuple(dict.fromkeys(dossiers)),
        dossier_title=title,
        number=_first(head, "number") or (margin["number"] if margin else None),
        heading=heading,
        kind=_KINDS.get(heading.split()[0].upper(), "nota") if heading else "brief",
        addressee=_addressee(head),
        place=place,
        date=date,
        subject=_joined(head, "subject"),
    )


def _head(lines: Sequence[str]) -> tuple[list[_HeadLine], int]:
    """The lines of the head, and where the body begins; no lines and 0 for a text without a head."""
    head: list[_HeadLine] = []
    end = known = 0
    label, blank, last = "", True, None
    seen: set[str] = set()
    for position, text in enumerate(lines[:_HEAD_LINES], start=1):
        if text in ("", PAGE):
            blank = blank or not text
            continue
        if _LABEL.fullmatch(text):
            label = f"{text.rstrip(' :')} "
            continue
        line = _read_line(label + text, last, glued=not blank, seen=seen)
        if line.kind is None and _is_body(text, seen):
            break
        head.append(line)
        label, blank, last = "", False, "heading" if line.values.get("heading") else line.kind
        if line.kind:
            end, known = position, len(head)
            seen |= {line.kind, *(name for name, value in line.values.items() if value)}
        if line.kind == "salutation":
            break
    return (head[:known], end) if seen & _PROOF else ([], 0)


def _read_line(text: str, last: str | None, *, glued: bool, seen: set[str]) -> _HeadLine:
    for kind in _LINE_KINDS:
        if kind.after and (kind.after != last or (kind.glued and not glued)):
            continue
        match = kind.pattern.fullmatch(text) if len(text) <= _LONGEST_LINE else None
        if match and (kind.after or kind.name not in seen or kind.name in _REPEATED):
            return _HeadLine(kind.name, text, match.groupdict())
    return _HeadLine(None, text, {})


def _is_body(text: str, seen: set[str]) -> bool:
    if {"heading", "date"} <= seen or text.endswith(".") or _SIGNED_ROLE.fullmatch(text):
        return True
    return bool(seen & {"addressee", "date", "subject"}) and len(text) > _SHORT_LINE


def _first(head: Sequence[_HeadLine], name: str) -> str | None:
    return next((value for line in head if (value := line.values.get(name))), None)


def _joined(head: Sequence[_HeadLine], kind: str) -> str | None:
    """The value of a kind of line with the lines that continue it; a spaced ``V A N`` closed up."""
    first = _first(head, kind)
    more = [line.values["more"] or "" for line in head if line.kind == kind and line.values.get("more")]
    return " ".join([first, *more]).replace("V A N", "VAN") if first else None


def _dossier_title(head: Sequence[_HeadLine]) -> str | None:
    """The first dossier's title; where the margin with its number was lost, the lines above the heading."""
    numbered = [number for number, line in enumerate(head) if line.values.get("base")]
    if numbered:
        first, *others = numbered
        lines = head[first : others[0] if others else None]
        parts = [line.values.get("title") or line.values.get("more") for line in lines if line.kind == "dossier"]
    else:
        above = next((number for number, line in enumerate(head) if line.kind in ("heading", "number")), 0)
        parts = [line.text for line in head[:above] if line.kind is None]
    return " ".join(part for part in parts if part) or None


def _dossier(values: Mapping[str, str | None]) -> str:
    suffix = values.get("part") or values.get("chapter")
    return (values["base"] or "").replace(" ", "") + (f"-{suffix}" if suffix else "")


def _addressee(head: Sequence[_HeadLine]) -> str | None:
    parts: list[str] = []
    for line in head:
        if addressee := line.values.get("addressee"):
            parts.append(addressee[0].upper() + addressee[1:])
        elif line.kind == "addressee" and parts:
            parts[-1] += f" {line.values['more']}"
    return "; ".join(parts) or None


def _place_and_date(head: Sequence[_HeadLine]) -> tuple[str | None, datetime.date | None]:
    line = next((line for line in head if line.values.get("day")), None)
    if line is None:
        return None, None
    place = line.values.get("place")
    if place and place.endswith("Gravenhage"):
        place = "'s-Gravenhage"
    return place, _date(line.values)


def _date(values: Mapping[str, str | None]) -> datetime.date | None:
    try:
        return datetime.date(int(values["year"] or 0), MONTHS.index(values["month"] or "") + 1, int(values["day"] or 0))
    except ValueError:
        return None


def _signatures(lines: Sequence[str]) -> tuple[list[Signatory], list[str]]:
    """The signatures, wherever they stand, and the other lines."""
    signatories: list[Signatory] = []
    rest: list[str] = []
    position = 0
    while position < len(lines):
        signatory, end = _signature(lines, position)
        if signatory:
            signatories.append(signatory)
            rest.append("")
        else:
            rest.append(lines[position])
        position = end
    return signatories, rest


def _signature(lines: Sequence[str], start: int) -> tuple[Signatory | None, int]:
    """The signature that begins at ``start`` and where it ends; without one, the next line."""
    if not lines[start].startswith(("De ", "DE ")) or len(lines[start]) > _LONGEST_LINE:
        return None, start + 1
    if match := _SIGNED.fullmatch(lines[start]):
        return _signatory(match["role"], match["name"]), start + 1
    if not _SIGNED_ROLE.fullmatch(lines[start]):
        return None, start + 1
    following = [(number, line) for number, line in enumerate(lines[start + 1 : start + 8], start + 2) if line]
    role = lines[start]
    for end, line in following[:_ROLE_LINES]:
        if match := _SIGNED_NAME.fullmatch(line):
            return _signatory(role, match["name"]), end
        if not line.endswith(",") or len(line) > _SHORT_LINE or _SIGNED_ROLE.fullmatch(line):
            break
        role = f"{role} {line}"
    return None, start + 1


def _signatory(role: str, name: str) -> Signatory:
    return Signatory(role.rstrip(" ,"), _SPACED_INITIALS.sub("", name))
