"""Text -> tokens: what counts as a word, for index and question alike.

A token lies between white space, once `bound` has tied together what a space does not part: the groups of a number
(``29 521``) and the halves of a shortened pair (``in- en uitvoer``).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_MAX_WORD: Final = 100
TIE: Final = "_"
"""Stands in a bound text for a space that parts nothing: as long as one, and a sign that is in no word."""
OPEN: Final = "…"
"""Stands in a token for what the first word of a shortened pair leaves out: ``in…uitvoer`` is ``invoer``."""

_APOSTROPHES: Final = "'’ʼ´‘"
_NUMBER: Final = rf"\d{{1,3}}(?:[.{TIE}]\d{{3}})+(?:,\d+)?(?![^\W_])|\d+,\d+(?![^\W_])"
_PIECE: Final = rf"(?:{_NUMBER}|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*)"
MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH: Final = "|".join(MONTHS)
_WORD: Final = re.compile(
    rf"(?P<day>[0-9]{{1,2}}){TIE}(?P<month>(?i:{_MONTH})){TIE}(?P<year>[0-9]{{4}})(?![^\W_])|(?P<head>[^\W\d_]+)-{TIE}(?P<link>en|of){TIE}(?P<tail>[^\W_]+)(?![^\W_])|{_PIECE}(?:[-‑–]{_PIECE})*"
)
_HYPHEN: Final = re.compile(r"[-‑–]")
_APOSTROPHE: Final = re.compile(f"[{_APOSTROPHES}]")
_POSSESSIVE: Final = re.compile(rf"(?<=[aeiouyAEIOUYA-Z0-9])[{_APOSTROPHES}]s\Z")
_ELISION: Final = re.compile(rf"(?:[dlns]|qu)[{_APOSTROPHES}](?=[^\W_]{{3}})", re.IGNORECASE)
_GROUP: Final = "[0-9] (?=[0-9]{3}(?![0-9]))"
_GROUPS: Final = re.compile(_GROUP)
_GROUPS_AND_DATES: Final = re.compile(rf"[0-9] (?:{_MONTH}|{_MONTH.title()}) [0-9]{{4}}(?![0-9])|{_GROUP}")
_PAIR: Final = re.compile(r"- (en|of) (?=[^\W\d_]{4})")
_BEFORE: Final = re.compile(r"(?<![\w.,])[0-9]{1,3}\Z")


class Token(NamedTuple):
    """A word as it stands in the text: its characters, their half-open range, and its word position."""

    text: str
    start: int
    end: int
    position: int


def is_plain(text: str) -> bool:
    """True for a word of nothing but letters and digits, which is one token as it stands."""
    return text.isalnum() and len(text) <= _MAX_WORD


def bound(text: str) -> str:
    """The text with `TIE` for the spaces inside ``29 521``, ``in- en uitvoer`` and dates; as long as it was."""
    return _GROUPS_AND_DATES.sub(_tied, bound_pairs(text))


def bound_pairs(text: str) -> str:
    """The text with `TIE` for the spaces inside ``in- en uitvoer`` only."""
    return _PAIR.sub(_tied_pair, text)


def bound_numbers(text: str) -> str:
    """The text with `TIE` for the spaces inside numbers, of which all groups but the first have three digits."""
    return _GROUPS.sub(_tied_groups, text)


def _tied(match: re.Match[str]) -> str:
    return _tied_groups(match) if match.end() - match.start() == len("1 ") else match[0].replace(" ", TIE)


def _tied_groups(match: re.Match[str]) -> str:
    end = match.end() - 1
    return f"{match[0][0]}{TIE}" if _BEFORE.search(match.string, max(0, end - 4), end) else match[0]


def _tied_pair(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return f"-{TIE}{match[1]}{TIE}" if before.isalpha() else match[0]


def tokens(text: str) -> list[Token]:
    """The words of a text in order.

    A hyphenated word comes whole first, at the position of its first piece, then joined (``C-130``, ``C130``), then
    piece by piece at consecutive positions, so that ``VN-missie`` and ``VN missie`` meet in a phrase. A word with an
    elision (``N'Djamena``) comes whole, joined, and without it (``Djamena``), all at one position. Numbers come
    without spaces and points between their digits (``29521``, ``1500``), dates also as ``2022-02-17``. Words are cut at
    100 characters.
    """
    text = bound(text)
    found: list[Token] = []
    position = 0
    for match in _WORD.finditer(text):
        if match["day"]:
            made = list(_date(match, position))
        elif match["head"]:
            made = list(_pair(match, position))
        else:
            made = list(_word(match.group(), match.start(), position, text))
        found += made
        position = made[-1].position + 1
    return found


def joined(token: Token) -> Token | None:
    """A hyphenated word without its hyphens, which others write as one; None for another word."""
    parts = _HYPHEN.split(token.text)
    return token._replace(text="".join(parts)) if len(parts) > 1 else None


def whole_words(found: list[Token]) -> list[Token]:
    """The tokens as a person counts words: a hyphenated one whole, without its pieces."""
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def pieces(found: list[Token]) -> list[Token]:
    """One token for each position: a hyphenated word as its pieces."""
    flat: dict[int, Token] = {}
    for token in found:
        shown = flat.get(token.position)
        if shown is None or token.end < shown.end:
            flat[token.position] = token
    return list(flat.values())


def _word(word: str, start: int, position: int, text: str) -> Iterator[Token]:
    parts = _HYPHEN.split(word)
    if len(parts) > 1:
        yield _token(word, start, position)
        if not word[0].isdigit():
            yield _token("".join(parts), start, position, len(word))
        if parts[0] in ("s", "S") and start and text[start - 1] in _APOSTROPHES:  # 's-Gravenhage
            parts, start = parts[1:], start + 2
    for number, part in enumerate(parts):
        yield _token(part, start, position + number)
        if elision := _ELISION.match(part):
            rest = part[elision.end() :]
            yield _token(_APOSTROPHE.sub("", part), start, position + number, len(part))
            yield _token(rest, start + elision.end(), position + number)
        start += len(part) + 1


def _date(match: re.Match[str], position: int) -> Iterator[Token]:
    """``17 februari 2022``: as ``2022-02-17``, and its words."""
    month = MONTHS.index(match["month"].lower()) + 1
    yield Token(f"{match['year']}-{month:02}-{int(match['day']):02}", match.start(), match.end(), position)
    for number, part in enumerate(("day", "month", "year")):
        yield _token(match[part], match.start(part), position + number)


def _pair(match: re.Match[str], position: int) -> Iterator[Token]:
    """``in- en uitvoer``: its words, and at the place of the first one what it stands for."""
    head, link, tail = match["head"], match["link"], match["tail"]
    yield _token(head, match.start("head"), position)
    yield _token(f"{head}{OPEN}{tail}", match.start("head"), position, len(head))
    yield _token(link, match.start("link"), position + 1)
    yield _token(tail, match.start("tail"), position + 2)


def _token(word: str, start: int, position: int, length: int | None = None) -> Token:
    base = _POSSESSIVE.sub("", word)[:_MAX_WORD]
    if word[0].isdigit():
        base = base.replace(TIE, "").replace(".", "")
    return Token(base, start, start + (len(word) if length is None else length), position)
