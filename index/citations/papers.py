"""Papers that running text cites by dossier and number: ``Kamerstuk 29 521, nrs. 426 en 427``."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from index.citations.identifiers import CHAMBER, SESSION, Citation, chamber_named, paper_id
from index.citations.numbering import AND, DASHES, GAP, Numbers, beyond, letters_at, more_numbers_at, numbers_at
from index.dates import SPACE

_NUMBER_FOLLOWS: Final = rf"(?=,?{GAP}\(?(?:stuk{SPACE})?[Nn](?:[Rr]|ummer)|[{DASHES}][0-9])"
# 29 521, 29521, 29.521, 21 501-02, 33 750 XVII, 36 410-XVII, 20 800 Hoofdstuk V, 36 410 K; a Kingdom number (R1950) may
# follow. What may not stand before the first digit is asked after it: a pattern with a plain beginning is found faster.
_DOSSIER: Final = re.compile(
    r"(?P<first>[1-4](?<![\w-].)(?<![0-9][.,].)[0-9])(?:\s{0,2}|\.)(?P<last>[0-9]{3})(?![0-9])"
    rf"(?:[{DASHES}](?P<part>[0-9]{{2}})(?![0-9/])"
    rf"|(?:[{DASHES}]|{SPACE})(?:[Hh]oofdstuk{SPACE})?(?P<chapter>[IVX]{{1,5}}[A-Z]?)(?!\w)"
    rf"|(?:[{DASHES}]|{SPACE})(?P<fund>[A-M]){_NUMBER_FOLLOWS})?"
    rf"(?:(?:[{DASHES}]|{GAP})\(R{GAP}[0-9]{{1,4}}\))?"
)
_SUFFIXED: Final = frozenset({"21501"})
"""Dossiers whose papers always stand under a suffix of two digits: ``21501-02`` alone is no paper."""
_HYPHENED: Final = re.compile(rf"[{DASHES}](?P<value>[1-9][0-9]{{0,3}}|[A-Z]{{1,2}})(?![\w/{DASHES}])")

_WORD: Final = (
    rf"(?:[Bb]ijlagen?{SPACE}bij{SPACE}(?:het{SPACE})?)?"
    rf"(?:(?:[Kk]amer)?[Ss]tuk(?:ken)?|KAMERSTUK(?:KEN)?|(?:[Kk]amer(?:stuk)?)?[Dd]ossier)"
    rf"(?:{GAP}n(?:umme)?rs?\.?)?(?:,?{SPACE}(?:(?:der|van{SPACE}de){SPACE})?(?P<chamber>{CHAMBER}))?"
)
_LABEL: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_WORD}|(?P<chamber_alone>(?!I){CHAMBER}))"
    rf"(?:,?{SPACE}(?:(?:[Vv]ergaderjaar|[Zz]itting){SPACE})?{SESSION})?[,:]?{SPACE}\Z"
)
_LABEL_SIGNS: Final = 100
_JOIN: Final = re.compile(rf"{AND}|{GAP}/{GAP}")
_MOST_PARTS: Final = 20


class _Head(NamedTuple):
    """A citation as far as its dossier, and what tells that it is one: a bracket, a label, one of the Eerste Kamer."""

    start: int
    end: int
    dossier: str
    sign: Literal["", "(", "label", "senate"]


def papers_in(text: str) -> Iterator[Citation]:
    """The papers that ``text`` cites by dossier and number, in order; one citation for each ``nr.`` or ``nrs.``.

    A bare ``29 521, nr. 167`` is a citation, too; a letter (``33 694, U``) needs a label, and a number behind a hyphen
    (``29521-493``) that or a bracket. Of dossiers that share a number (``27 925 en 29 521, nr. 946``) the first has it.
    """
    head, end, shared = None, 0, False
    for found in _DOSSIER.finditer(text):
        joined = head is not None and _JOIN.fullmatch(text, end, found.start()) is not None
        head = _head(text, found, head if joined else None, shared=shared)
        citations = list(_citations(text, head, found))
        yield from citations
        shared = not citations
        end = head.end if shared else citations[-1].reach


def _head(text: str, found: re.Match[str], before: _Head | None, *, shared: bool) -> _Head:
    """The head at ``found``; the sign of the one ``before``, and with ``shared`` its dossier, hold for it, too."""
    start, end = found.span()
    dossier = "-".join(filter(None, (found["first"] + found["last"], *found.group("part", "chapter", "fund"))))
    earliest = max(0, start - _LABEL_SIGNS)
    if label := _LABEL.search(text, max(earliest, text.rfind("(", earliest, start)), start):
        of_senate = chamber_named(label["chamber"] or label["chamber_alone"]) == "ek"
        return _Head(label.start(), end, dossier, "senate" if of_senate else "label")
    if before and before.sign:
        return before._replace(end=end) if shared else _Head(start, end, dossier, before.sign)
    return _Head(start, end, dossier, "(" if text[start - 1 : start] == "(" else "")


def _citations(text: str, head: _Head, found: re.Match[str]) -> Iterator[Citation]:
    own = head.start
    dossier, numbers = _first_numbers(text, head, found)
    for _ in range(_MOST_PARTS):
        if numbers is None:
            return
        ids = tuple(paper_id(dossier, number) for number in numbers.values)
        reach = beyond(text, numbers.end)
        yield Citation(head.start, own, numbers.end, reach, ids, dossier)
        own, numbers = reach, more_numbers_at(text, reach)


def _first_numbers(text: str, head: _Head, found: re.Match[str]) -> tuple[str, Numbers | None]:
    """The dossier and the numbers that stand behind it; of ``29521-49`` the part is the number."""
    if numbers := numbers_at(text, head.end):
        return head.dossier, numbers
    if head.sign in ("label", "senate") and (letters := letters_at(text, head.end, senate=head.sign == "senate")):
        return head.dossier, letters
    base = found["first"] + found["last"]
    if not head.sign or (base in _SUFFIXED and not found["part"]):
        return head.dossier, None
    if hyphened := _HYPHENED.match(text, head.end):
        return head.dossier, Numbers((hyphened["value"],), hyphened.end())
    if found["part"] and base not in _SUFFIXED:
        return base, Numbers((found["part"],), head.end)
    return head.dossier, None
