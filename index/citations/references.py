"""Citations of other papers in running text -> references: their identifiers, with the day that stands beside them."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from string import digits
from typing import Final, NamedTuple

from index.citations.identifiers import Citation, identifiers_in
from index.citations.numbering import AND, GAP, OF, PAGES, TO_DAY
from index.citations.papers import papers_in
from index.citations.proceedings import proceedings_in
from index.dates import SPACE, days_in
from index.letter import Reference

_BEHIND: Final = re.compile(rf"(?:{PAGES})?(?:{TO_DAY}|\){SPACE}{OF})")
_BEFORE: Final = re.compile(rf",?{GAP}[(\[]?{GAP}(?:(?:[Zz]ie(?:{SPACE}ook)?|resp\.|respectievelijk){SPACE})?")
_NEXT_DAY: Final = re.compile(rf"(?:{AND}|{SPACE}(?:t/m|tot(?:{SPACE}en{SPACE}met)?){SPACE}|\s?[/–-]\s?)(?:{OF})?")
_TOGETHER: Final = re.compile(AND)
_NUMBER: Final = re.compile(r"(?<!\w)0{0,2}(?P<value>[1-9][0-9]{0,4}[a-z]?|[A-Z]{1,2})(?!\w)")
_DIGITS: Final = 5
"""Of a dossier, before its suffix."""
_SIGNS: Final = 80
_SIGNS_OF_DAY: Final = 24
_MOST_DAYS: Final = 10

Day = datetime.date | None


class Place(NamedTuple):
    """Where a text cites the paper ``id``: from ``start`` to ``end``."""

    start: int
    end: int
    id: str


def references_in(text: str, date: Day = None, known: Collection[str] = ()) -> tuple[Reference, ...]:
    """The papers that ``text`` cites, in order, each once, with its first citation as it stands there.

    Read are papers of either chamber in every spelling (`papers`), sittings and answers (`proceedings`) and official
    identifiers (`identifiers`). A reference has the day that stands directly behind its number (``nr. 426, 15 oktober
    2021``) or before its citation (``brief van 3 mei 2019 (Kamerstuk 29 521, nr. 380)``); days without a year are seen
    from ``date``, the letter's own. It is doubtful when its dossier is neither ``known`` (``29521``,
    ``21501-02``) nor cited twice, but one slip away from such a one; where nothing is known, nothing is doubtful.
    """
    citations = _citations(text)
    if not citations:
        return ()
    misprinted = _misprinted(citations, known) if known else frozenset()
    found: dict[str, Reference] = {}
    for citation, id_, day in _dated(text, citations, date):
        first = found.get(id_)
        if first is None:
            wording = text[citation.start : citation.end]
            found[id_] = Reference(id_, wording, day, doubtful=citation.dossier in misprinted)
        elif day and not first.date:
            found[id_] = replace(first, date=day)
    return tuple(found.values())


def places_in(text: str) -> tuple[Place, ...]:
    """The places where ``text`` cites papers, in order; none begins before the one before it ends.

    The first paper of a list has the words before its number, too, each other its number only (``nrs. 426`` and
    ``427``); those inside a range (``nrs. 5 t/m 8``), which the text does not name, have no place.
    """
    found: list[Place] = []
    for citation in _citations(text):
        reached = found[-1].end if found else 0
        found += (place for place in _places(text, citation) if place.start >= reached)
    return tuple(found)


def _places(text: str, citation: Citation) -> list[Place]:
    numbers = list(_NUMBER.finditer(text, citation.own, citation.end))
    apart: list[Place] = []
    for id_ in reversed(citation.ids[1:]):
        if numbers and id_.endswith(f"-{numbers[-1]['value']}"):
            apart.insert(0, Place(*numbers.pop().span(), id_))
    end = numbers[-1].end() if apart and numbers else citation.end
    between = _TOGETHER.match(text, citation.own, end)
    return [Place(between.end() if between else citation.own, end, citation.ids[0]), *apart]


def _citations(text: str) -> list[Citation]:
    sittings = list(proceedings_in(text))
    found = [*sittings, *papers_in(_without(text, sittings)), *identifiers_in(text)]
    return sorted((citation for citation in found if citation.ids), key=lambda citation: citation.own)


def _without(text: str, citations: Sequence[Citation]) -> str:
    """``text``, as long as it was, with nothing where the citations stand: a sitting's number is no paper's."""
    parts, position = [], 0
    for citation in citations:
        parts += [text[position : citation.own], "\0" * (citation.end - max(position, citation.own))]
        position = citation.end
    return "".join(parts) + text[position:]


def _dated(text: str, citations: Sequence[Citation], date: Day) -> Iterator[tuple[Citation, str, Day]]:
    """Every paper with its day: the one behind its number, else the one before all that are cited together."""
    taken = 0
    for together in _clusters(text, citations):
        count = sum(len(citation.ids) for citation in together)
        ahead = _days_before(text, date, max(taken, together[0].own - _near(count)), together[0].own)
        shared = iter(_share(ahead, count if len(ahead) > 1 else len(together[0].ids), nearest=-1))
        for citation in together:
            behind = _days_behind(text, date, citation)
            own = _share(behind, len(citation.ids), nearest=0)
            for id_, day in zip(citation.ids, own, strict=True):
                before = next(shared, None)
                yield citation, id_, day or before
        taken = together[-1].reach


def _clusters(text: str, citations: Sequence[Citation]) -> Iterator[list[Citation]]:
    """Citations with nothing between them but ``en``, a comma, pages and days."""
    together = [citations[0]]
    for citation in citations[1:]:
        if not _TOGETHER.fullmatch(text, together[-1].reach, citation.own):
            yield together
            together = []
        together.append(citation)
    yield together


def _near(count: int) -> int:
    """Within how many signs the days of so many papers stand."""
    return _SIGNS + _SIGNS_OF_DAY * min(count, _MOST_DAYS)


def _days_before(text: str, date: Day, start: int, end: int) -> list[Day]:
    """The days that form one list right before ``end``, those behind ``start``."""
    run: list[Day] = []
    link = _BEFORE
    for day in reversed(days_in(text, date, start, end)):
        if not link.fullmatch(text, day.end, end):
            break
        run.insert(0, day.date)
        end, link = day.start, _NEXT_DAY
    return run


def _days_behind(text: str, date: Day, citation: Citation) -> list[Day]:
    """The days that form one list right behind the citation."""
    run: list[Day] = []
    link, start = _BEHIND, citation.end
    if citation.reach == start and text[start : start + 1] != ")":
        return run
    for day in days_in(text, date, start, start + _near(len(citation.ids))):
        if not link.fullmatch(text, start, day.start):
            break
        run.append(day.date)
        start, link = day.end, _NEXT_DAY
    return run


def _share(days: Sequence[Day], count: int, *, nearest: int) -> Sequence[Day]:
    """A day for each of ``count`` papers: one for all, one for each, or for a single paper the nearest; else none."""
    if count == 1 and days:
        return [days[nearest]]
    if len(days) == 1:
        return [days[0]] * count
    return days if len(days) == count else [None] * count


def _misprinted(citations: Sequence[Citation], known: Collection[str]) -> frozenset[str]:
    """The cited dossiers that nobody knows, one slip away from one that is known or cited more than once."""
    cited = Counter(dossier for _, dossier in {(citation.start, citation.dossier) for citation in citations} if dossier)
    trusted = {*known, *(dossier for dossier, times in cited.items() if times > 1)}
    numbers = {dossier[:_DIGITS] for dossier in trusted}
    unknown = (dossier for dossier in cited if dossier[:_DIGITS] not in numbers)
    return frozenset(dossier for dossier in unknown if not trusted.isdisjoint(_slips(dossier)))


def _slips(dossier: str) -> Iterator[str]:
    """What may have been meant: two neighbouring digits changed places, or one digit is another.

    The latter does not count for a budget: ``33000-X`` and ``34000-X`` are those of two years.
    """
    number, suffix = dossier[:_DIGITS], dossier[_DIGITS:]
    for place in range(1, _DIGITS):
        yield number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :] + suffix
    if not suffix[1:].isalpha():
        yield from (number[:at] + digit + number[at + 1 :] + suffix for at in range(_DIGITS) for digit in digits)
