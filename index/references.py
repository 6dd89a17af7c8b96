"""Citations of other papers in running text -> their official identifiers."""

import re
from collections.abc import Iterator

from index.letter import Reference
from index.tokens import MONTHS

# A dossier: 29 521, 29521, 21 501-02, 33 750 XVII, 36 410-XVII, 20 800 Hoofdstuk V; a Kingdom number (R1950) may follow
_DOSSIER = re.compile(
    r"(?<![\w.,-])([1-4][0-9]) ?([0-9]{3})(?![0-9])"
    r"(?:-([0-9]{2})(?![0-9/])|[ -](?:Hoofdstuk )?([IVX]{1,5}[A-Z]?)\b(?! ?[a-z]))?"
    r"(?: ?\(R ?[0-9]{1,4}\))?"
)
_LABEL = re.compile(
    r"(?:\b(?:[Bb]ijlage bij )?(?:[Kk]amer)?[Ss]tuk(?:ken|nummers?|nr\.)?|\b[TE]K|\b(?:Tweede|Eerste) Kamer)"
    r"(?: I{1,2})?(?:,? (?:vergaderjaar )?[0-9]{4} ?[-–/] ?[0-9]{2,4})?,? ?\Z"
)
_LABEL_SIGNS = 60
_NUMBERED = re.compile(r",? ?(?:stuk )?(nrs?\.?|nummers?) ?(?=[0-9A-Z])")
_LETTER = re.compile(r", ([A-Z]{1,2})\b(?![.\w'’-])")
_HYPHENED = re.compile(r"-([0-9]{1,4})\b(?![-/])")
_ITEM = re.compile(rf"([0-9]{{1,4}}|[A-Z]{{1,2}})\b(?! (?:{'|'.join(MONTHS)})\b)(?! [0-9]{{3}}\b)(?!-[0-9])")
_SEPARATOR = re.compile(r", (?:en )?| en | & ")
_RANGE = re.compile(r" (?:t/m|tot en met) ([0-9]{1,4})\b")
_LONGEST_RANGE = 50
_MORE_FOLLOWS = re.compile(r"\s*(?:[).;,:]|\Z)")
_OFFICIAL = re.compile(r"\bkst-[0-9]{5}(?:-[IVX]{1,5}[A-Z]?|-[0-9]{2}(?=-))?-(?:[0-9]{1,4}|[A-Z]{1,2})\b(?!-)")
_SUFFIXED = frozenset({"21501"})
"""Dossiers whose papers always stand under a suffix of two digits: ``21501-02`` alone is no paper."""


def references_in(text: str) -> tuple[Reference, ...]:
    """The papers that ``text`` cites, in order, each once with its first citation as it stands there.

    Known: ``Kamerstuk 29 521, nrs. 426 en 427`` with or without label, session or comma, ``21 501-02, nr. 2462``,
    ``33 750 XVII, nr. 34``, letters of the Eerste Kamer (``EK 32 500 V, N``), ``Kamerstuk 29521-493`` and official
    identifiers. A number followed by a month is a day, and a Handelingen number has no dossier: neither is a paper.
    """
    found: dict[str, Reference] = {}
    citations = sorted([*_cited(text), *_official(text)])
    for _, id_, citation in citations:
        found.setdefault(id_, Reference(id_, citation))
    return tuple(found.values())


def _official(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _OFFICIAL.finditer(text):
        yield match.start(), match.group(), match.group()


def _cited(text: str) -> Iterator[tuple[int, str, str]]:
    """Place, id and wording of each paper that is cited by dossier and number."""
    for dossier in _DOSSIER.finditer(text):
        base = dossier[1] + dossier[2]
        label = _LABEL.search(text[max(0, dossier.start() - _LABEL_SIGNS) : dossier.start()])
        start = dossier.start() - (len(label.group()) if label else 0)
        suffix = dossier[3] or dossier[4]
        if numbered := _NUMBERED.match(text, dossier.end()):
            numbers, end = _numbers(text, numbered.end(), several="s" in numbered[1])
        elif label and (letter := _LETTER.match(text, dossier.end())):
            numbers, end = [letter[1]], letter.end()
        elif label and dossier[3] and base not in _SUFFIXED:  # 29521-49: a paper, no suffix
            numbers, end, suffix = [dossier[3]], dossier.end(), None
        elif label and (hyphened := _HYPHENED.match(text, dossier.end())):
            numbers, end = [hyphened[1]], hyphened.end()
        else:
            continue
        stem = f"kst-{base}-{suffix}" if suffix else f"kst-{base}"
        for place, number in enumerate(numbers):
            yield start + place, f"{stem}-{number}", text[start:end]


def _numbers(text: str, start: int, *, several: bool) -> tuple[list[str], int]:
    """The numbers of a list and where it ends. After ``nr.`` another number counts only if nothing else follows it."""
    numbers: list[str] = []
    end = position = start
    while item := _ITEM.match(text, position):
        if numbers and not several and not _MORE_FOLLOWS.match(text, item.end()):
            break
        numbers.append(item[1])
        end = item.end()
        if (last := _RANGE.match(text, end)) and item[1].isdigit():
            numbers.extend(_between(int(item[1]), int(last[1])))
            end = last.end()
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        position = separator.end()
    return numbers, end


def _between(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first + 1, min(last, first + _LONGEST_RANGE) + 1)]
