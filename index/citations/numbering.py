"""The numbers of a citation: what stands after ``nr.`` or ``nrs.``, and the pages and the day that may follow."""

import re
from typing import Final, NamedTuple

from index.dates import MONTH, SPACE, names_day

GAP: Final = r"\s{0,4}"
DASHES: Final = r"\-‐‑–"
AND: Final = rf"{GAP}[,;]?{GAP}(?:(?:en|alsmede|evenals|respectievelijk|resp\.|of|&){SPACE})?"
"""What stands between two papers of one citation, or nothing."""

_SIGN: Final = rf"\(?(?:(?:stuk|onder|met){SPACE})?[Nn](?:[Rr]|ummer|o(?=s?\.))(?P<several>[Ss])?\.?{GAP}(?=[0-9A-Z])"
_FIRST_SIGN: Final = re.compile(rf",?{GAP}{_SIGN}")
_NEXT_SIGN: Final = re.compile(AND + _SIGN)
_ITEM_SIGN: Final = re.compile(rf",?{SPACE}item(?P<several>s)?{SPACE}")

# 12 of 12 oktober is a day, 27 of 27 925 a dossier, 15 of 15-10 neither
_STOP: Final = rf"(?!\w|{SPACE}(?:{MONTH}|dezer\b)|\s[0-9]{{3}}(?![0-9])|[{DASHES}][0-9])"
_TO: Final = rf"(?:{SPACE}(?:t/m|tot{SPACE}en{SPACE}met){SPACE}|\s?[{DASHES}]\s?)"
_DIGITS: Final = re.compile(
    rf"0{{0,2}}(?P<value>[1-9][0-9]{{0,3}}(?:[a-z](?!\w))?(?:-[hnb][0-9]{{1,2}})?)"
    rf"(?:{_TO}(?P<last>[1-9][0-9]{{0,3}}))?{_STOP}"
)
_LETTERS: Final = re.compile(rf"(?P<value>[A-Z]{{1,2}})(?P<last>)(?![\w'’{DASHES}]|\.\s?[A-Z]\.|\.\w|{SPACE}[0-9])")
_SEPARATOR: Final = re.compile(rf",{GAP}(?:en{SPACE})?|{SPACE}(?:en|of|&){SPACE}|/")
_CLEAR_END: Final = re.compile(
    rf"{GAP}(?:[)\].;,:(»]|\Z|d\.?d\.?{SPACE}|en{SPACE}(?:[A-Z]|kamerstuk)|van{SPACE}[0-9]{{1,2}}{SPACE}{MONTH})"
)
_LONGEST: Final = 50

_LETTER_AHEAD: Final = re.compile(rf",{SPACE}(?!(?:AO|AZ|BZ|CD|DG)\b)(?=[A-D]?[A-Z](?!\w))")
_LETTERS_AHEAD: Final = re.compile(rf",?{SPACE}(?=[A-Z])")

PAGES: Final = (
    rf",?{SPACE}(?:pp?|blz|pag|bladzijden?|pagina(?:['’]s)?)\.?{GAP}[0-9]{{1,5}}"
    rf"(?:(?:{GAP}[{DASHES},/]{GAP}|{SPACE}en{SPACE})[0-9]{{1,5}}{_STOP}){{0,20}}+(?:{SPACE}e\.?\s?v\.?)?"
)
OF: Final = rf"(?:(?:(?:(?:de|mijn|onze){SPACE})?(?:[Kk]amer)?brief{SPACE})?van{SPACE}|d\.\s?d\.?{GAP}|dd\.?{GAP})"
"""What says that a day is that of the paper."""
TO_DAY: Final = rf"(?:{SPACE}\(|,?{SPACE})(?:{OF})?"
"""What stands between a number and its day: ``, ``, `` van ``, ``, d.d. ``."""
_PAGES: Final = re.compile(PAGES)
_TO_DAY: Final = re.compile(TO_DAY)


class Numbers(NamedTuple):
    """Numbers of papers in order, ``426`` or ``N``, and where their list ends in the text."""

    values: tuple[str, ...]
    end: int


def numbers_at(text: str, position: int) -> Numbers | None:
    """The numbers with their ``nr.`` or ``nrs.`` at ``position``, behind a dossier; None where none stand.

    After ``nr.`` further numbers count only if the list ends clearly: ``nr. 426 en 3 andere brieven`` is one paper.
    Lists and ranges are read as far as 50 numbers.
    """
    return _numbers(text, _FIRST_SIGN.match(text, position))


def more_numbers_at(text: str, position: int) -> Numbers | None:
    """As `numbers_at`, behind other numbers of the same dossier: ``en nr. 405``."""
    return _numbers(text, _NEXT_SIGN.match(text, position))


def items_at(text: str, position: int) -> Numbers | None:
    """As `numbers_at`, for the items of a sitting: ``, item 8``."""
    return _numbers(text, _ITEM_SIGN.match(text, position))


def letters_at(text: str, position: int, *, senate: bool) -> Numbers | None:
    """The letters without ``nr.`` that number a paper of the Eerste Kamer: ``, N``.

    Where the citation does not name that chamber (``senate``), letters as they usually are (from A to DZ) count,
    several as after ``nr.``.
    """
    ahead = (_LETTERS_AHEAD if senate else _LETTER_AHEAD).match(text, position)
    return _listed(text, ahead.end(), several=senate) if ahead else None


def beyond(text: str, position: int) -> int:
    """Where the pages and the day end that follow numbers at ``position``; that place when none do."""
    if pages := _PAGES.match(text, position):
        position = pages.end()
    link = _TO_DAY.match(text, position)
    day_end = names_day(text, link.end()) if link else None
    return position if day_end is None else day_end


def _numbers(text: str, sign: re.Match[str] | None) -> Numbers | None:
    return _listed(text, sign.end(), several=bool(sign["several"])) if sign else None


def _listed(text: str, position: int, *, several: bool) -> Numbers | None:
    form = _LETTERS if text[position : position + 1].isalpha() else _DIGITS
    items: list[Numbers] = []
    while len(items) < _LONGEST and (found := form.match(text, position)):
        if items and not several and names_day(text, position):
            break
        items.append(_item(found))
        separator = _SEPARATOR.match(text, items[-1].end)
        if separator is None:
            break
        position = separator.end()
    if not several and items and not _CLEAR_END.match(text, items[-1].end):
        del items[1:]
    return Numbers(tuple(value for item in items for value in item.values), items[-1].end) if items else None


def _item(found: re.Match[str]) -> Numbers:
    """One number, or those of a range; one that does not ascend (``426 - 5``) is no range."""
    first, last = found["value"], found["last"]
    if not (last and first.isdigit() and int(first) < int(last)):
        return Numbers((first,), found.end("value"))
    furthest = min(int(last), int(first) + _LONGEST)
    return Numbers(tuple(str(number) for number in range(int(first), furthest + 1)), found.end())
