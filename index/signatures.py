"""Signatures of ministers and state secretaries, wherever they stand in a letter."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from index.cleaning import PAGE
from index.forms.document import Line
from index.letter import Signatory
from index.roles import ROLE, is_role

_PREFIX = r"(?:van|von|de|den|der|het|in|op|te|ten|ter|la|le|el|['’]t)"
_SURNAME = rf"(?:{_PREFIX} ){{0,3}}[^\W\d_a-zà-öø-ÿ][\w'’-]+"
_GIVEN = r"[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?"
_TITLES = r"(?:(?:[Mm]r|[Dd]rs|[Dd]r|[Ii]r|[Ii]ng|[Pp]rof|[Mm]w)\. ?)*"
_CALLED = rf"(?:\({_GIVEN}\) )?"
_NAME = (
    rf"{_TITLES}{_CALLED}"
    rf"(?P<name>(?:{_GIVEN} ){{0,2}}(?:[A-Z][a-z]{{0,2}}\. ?){{1,8}}{_CALLED}{_SURNAME}(?: {_SURNAME}){{0,3}})"
)
_FIRST_NAME = re.compile(rf"{_TITLES}(?P<name>{_GIVEN}(?: {_GIVEN})?(?: {_SURNAME}){{1,2}})")
_SIGNED_NAME = re.compile(_NAME)
_SIGNED = re.compile(rf"{ROLE}, {_NAME}")
_SPACED_INITIALS = re.compile(r"(?<=\.) (?=[A-Z][a-z]{0,2}\.)")
_ARTICLES = ("De ", "de ", "DE ")
_REACH = 8  # lines; so much room is left for a signature
_MOST = 8  # ministers
_LONGEST_LINE = 200  # signs; a line beyond is running text
_SHORT_LINE = 60  # signs


class _Part(NamedTuple):
    """A role or a name, and where it ends."""

    text: str
    end: int


def signatures(lines: Sequence[Line]) -> tuple[list[Signatory], list[Line], Line | None]:
    """The signatures, wherever they stand, the other lines, and where the first one stood."""
    signatories: list[Signatory] = []
    rest: list[Line] = []
    first: Line | None = None
    position = 0
    while position < len(lines):
        found, end = _signed(lines, position)
        if found:
            signatories += found
            first = first or lines[position]
            rest.append(Line(""))
        else:
            rest.append(lines[position])
        position = end
    return signatories, rest, first


def _signed(lines: Sequence[Line], start: int) -> tuple[list[Signatory], int]:
    """The signatures that begin at ``start`` and where they end; without any, the next line."""
    text = lines[start].text
    if len(text) <= _LONGEST_LINE:
        if lines[start].kind == "row":
            return _beside(lines, start)
        if is_role(text):
            return _below(lines, start)
        if (name := _name(text, called=False)) and start + 1 < len(lines):
            return _above(lines, start, name)
    return [], start + 1


def _below(lines: Sequence[Line], start: int) -> tuple[list[Signatory], int]:
    """A role with its name on the same line or below it; or several roles, and as many names below."""
    if match := _SIGNED.fullmatch(lines[start].text):
        return [_signatory(match["role"], match["name"])], start + 1
    roles = _roles(lines, start)
    names = _names(lines, roles)
    if len(names) < len(roles):
        roles, names = roles[:1], _names(lines, roles[:1])
    if names:
        pairs = list(zip(roles, names, strict=False))
        return [_signatory(role.text, name.text) for role, name in pairs], pairs[-1][1].end
    if _names_are_lost(lines, start):
        return [_signatory(lines[start].text, "")], start + 1
    return [], start + 1


def _roles(lines: Sequence[Line], start: int) -> list[_Part]:
    """The role that begins at ``start``, over several lines if it does, and those that follow it."""
    roles = [_Part(lines[start].text, start + 1)]
    for end, line in _following(lines, start + 1):
        is_next = line.text.startswith(_ARTICLES) or end > roles[-1].end + 1
        if not line.text.endswith(",") or len(line.text) > _SHORT_LINE or not roles[-1].text.endswith(","):
            break
        if not is_next:
            roles[-1] = _Part(f"{roles[-1].text} {line.text}", end)
        elif is_role(line.text) and len(roles) < _MOST:
            roles.append(_Part(line.text, end))
        else:
            break
    return roles


def _names(lines: Sequence[Line], roles: Sequence[_Part]) -> list[_Part]:
    """The names that stand below roles, at most one for each."""
    names: list[_Part] = []
    for end, line in _following(lines, roles[-1].end):
        name = _name(line.text, called=roles[-1].text.endswith(","))
        if name is None or len(names) == len(roles):
            break
        names.append(_Part(name, end))
    return names


def _above(lines: Sequence[Line], start: int, name: str) -> tuple[list[Signatory], int]:
    """A name with its role right below it, which ends the block."""
    role = lines[start + 1].text
    ends = start + 2 >= len(lines) or not lines[start + 2].text.strip(PAGE)
    if ends and is_role(role) and not role.endswith((",", ".", ":")) and len(role) <= 2 * _SHORT_LINE:
        return [_signatory(role, name)], start + 2
    return [], start + 1


def _beside(lines: Sequence[Line], start: int) -> tuple[list[Signatory], int]:
    """Signatures in the columns of a table: a row of roles, and a row of names below it."""
    roles = lines[start].text.split(" | ")
    if not all(map(is_role, roles)):
        return [], start + 1
    for end, line in _following(lines, start + 1):
        names = [_name(cell, called=True) for cell in line.text.split(" | ")]
        if line.kind == "row" and len(names) == len(roles) and all(names):
            return [_signatory(role, name or "") for role, name in zip(roles, names, strict=True)], end
        break
    return [], start + 1


def _names_are_lost(lines: Sequence[Line], start: int) -> bool:
    """True for a role at the very end whose name was lost: it ends with its comma, and only such roles follow."""
    if not lines[start].text.endswith(","):
        return False
    following = (line.text for line in islice(lines, start + 1, None) if line.text.strip(PAGE))
    rest = list(islice(following, _MOST))
    return len(rest) < _MOST and all(text.endswith(",") and is_role(text) for text in rest)


def _following(lines: Sequence[Line], start: int) -> Iterator[tuple[int, Line]]:
    """The lines from ``start`` that have text, each with where it ends, as far as the next stands near."""
    last = start
    for position in range(start, len(lines)):
        if lines[position].text.strip(PAGE):
            yield position + 1, lines[position]
            last = position + 1
        elif position - last >= _REACH:
            return


def _name(text: str, *, called: bool) -> str | None:
    """The name that a line is; with ``called``, also one without initials."""
    if len(text) > _SHORT_LINE:
        return None
    match = _SIGNED_NAME.fullmatch(text) or (_FIRST_NAME.fullmatch(text) if called else None)
    return match["name"] if match else None


def _signatory(role: str, name: str) -> Signatory:
    role = role.rstrip(" ,")
    return Signatory(role[:1].upper() + role[1:], _SPACED_INITIALS.sub("", name))
