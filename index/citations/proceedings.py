"""Sittings and answers to questions that running text cites: ``Handelingen II 2015/16, nr. 60, item 8``."""

import re
from collections.abc import Iterator
from typing import Final

from index.citations.identifiers import CHAMBER, SESSION, Citation, answer_id, chamber_named, session_years, sitting_id
from index.citations.numbering import Numbers, beyond, items_at, more_numbers_at, numbers_at
from index.dates import SPACE

_YEAR: Final = rf"(?:[Vv]ergader|[Pp]arlementair{SPACE}|[Zz]ittings)jaar{SPACE}"
_SESSION_BEHIND: Final = re.compile(rf",?{SPACE}{_YEAR}(?P<session>{SESSION})")
_HEAD: Final = re.compile(
    rf"(?<![^\W\d_])(?:(?P<annex>[Aa]anhangsel)(?:{SPACE}(?:(?:van|bij|aan){SPACE}de|der))?(?:{SPACE}[Hh]andelingen)?"
    rf"|[Hh]andelingen)(?:,?{SPACE}(?:(?:van{SPACE}de|der){SPACE})?(?:(?P<chamber>{CHAMBER})|(?P<other>UCV)))?"
    rf"(?:,?{SPACE}(?:{_YEAR})?(?P<session>{SESSION}))?"
    rf"(?:,?{SPACE}[1-4][0-9]\s{{0,2}}[0-9]{{3}}(?![0-9])(?:(?:-|{SPACE})[IVX]{{1,5}}[A-Z]?(?!\w)|-[0-9]{{2}})?)?"
)
_SIGNS: Final = ("andelingen", "anhangsel")
_MOST_PARTS: Final = 20


def proceedings_in(text: str) -> Iterator[Citation]:
    """The sittings and answers that ``text`` cites, in order: identifiers of ``h-`` and ``ah-``.

    One whose session is not told has a citation without ids, so that its number is not taken for a paper's; where no
    chamber is told, it is the Tweede Kamer. A dossier between session and number (``Handelingen II, 2008-2009, 31 386,
    nr. 43``) belongs to neither.
    """
    if not any(sign in text for sign in _SIGNS):
        return
    for head in _HEAD.finditer(text):
        yield from _citations(text, head)


def _citations(text: str, head: re.Match[str]) -> Iterator[Citation]:
    own, numbers = head.start(), numbers_at(text, head.end())
    for _ in range(_MOST_PARTS):
        if numbers is None:
            return
        items = None if head["annex"] else items_at(text, numbers.end)
        end = items.end if items else numbers.end
        session = head["session"]
        if not session and (behind := _SESSION_BEHIND.match(text, end)):
            session, end = behind["session"], behind.end()
        reach = beyond(text, end)
        yield Citation(head.start(), own, end, reach, _ids(head, session, numbers, items))
        own, numbers = reach, more_numbers_at(text, reach)


def _ids(head: re.Match[str], session: str | None, numbers: Numbers, items: Numbers | None) -> tuple[str, ...]:
    years = session_years(session) if session else None
    if years is None or head["other"]:
        return ()
    chamber = chamber_named(head["chamber"])
    if head["annex"]:
        return tuple(answer_id(chamber, years, number) for number in numbers.values)
    sittings = tuple(sitting_id(chamber, years, number) for number in numbers.values)
    if items is None:
        return sittings
    return sittings[:-1] + tuple(sitting_id(chamber, years, numbers.values[-1], item) for item in items.values)
