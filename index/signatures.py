"""Signatures of ministers and state secretaries, wherever they stand in a letter."""

import re
from collections.abc import Sequence

from index.cleaning import PAGE
from index.forms.document import Line
from index.letter import Signatory

_OFFICE = (
    r"(?P<role>(?:(?:De|DE) (?:minister|staatssecretaris)"
    r"|(?:(?:De|DE) )?(?:Minister|MINISTER|Staatssecretaris|STAATSSECRETARIS))\b.{0,150}?)"
)
_OFFICES = ("De ", "DE ", "Minister", "MINISTER", "Staatssecretaris", "STAATSSECRETARIS")
_PREFIX = r"(?:van|von|de|den|der|het|in|op|te|ten|ter|la|le|el|['’]t)"
_SURNAME = rf"(?:{_PREFIX} ){{0,3}}[^\W\d_a-zà-öø-ÿ][\w'’-]+"
_NAME = (
    r"(?:(?:[Mm]r|[Dd]rs|[Dd]r|[Ii]r|[Ii]ng|[Pp]rof|[Mm]w)\. ?)*"
    rf"(?P<name>(?:[A-Z][a-z]{{0,2}}\. ?){{1,8}}{_SURNAME}(?: {_SURNAME}){{0,3}})"
)
_GIVEN_NAME = r"[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?"
_CALLED = re.compile(rf"(?P<name>{_GIVEN_NAME}(?: {_GIVEN_NAME})?(?: {_SURNAME}){{1,2}})")
_SIGNED_ROLE = re.compile(_OFFICE)
_SIGNED_NAME = re.compile(_NAME)
_SIGNED = re.compile(rf"{_OFFICE}, {_NAME}")
_SPACED_INITIALS = re.compile(r"(?<=\.) (?=[A-Z][a-z]{0,2}\.)")
_ROLE_LINES = 3
_LONGEST_LINE = 400  # signs; a line beyond is running text
_SHORT_LINE = 60  # signs


def is_role(text: str) -> bool:
    """True for a line that says in which role somebody signs."""
    return bool(_SIGNED_ROLE.fullmatch(text))


def signatures(lines: Sequence[Line]) -> tuple[list[Signatory], list[Line], Line | None]:
    """The signatures, wherever they stand, the other lines, and where the first one stood."""
    signatories: list[Signatory] = []
    rest: list[Line] = []
    first: Line | None = None
    position = 0
    while position < len(lines):
        signatory, end = _signature(lines, position)
        if signatory:
            signatories.append(signatory)
            first = first or lines[position]
            rest.append(Line(""))
        else:
            rest.append(lines[position])
        position = end
    return signatories, rest, first


def _signature(lines: Sequence[Line], start: int) -> tuple[Signatory | None, int]:
    """The signature that begins at ``start`` and where it ends; without one, the next line."""
    text = lines[start].text
    if not text.startswith(_OFFICES) or len(text) > _LONGEST_LINE:
        return None, start + 1
    if match := _SIGNED.fullmatch(text):
        return _signatory(match["role"], match["name"]), start + 1
    if not _SIGNED_ROLE.fullmatch(text):
        return None, start + 1
    following = [
        (number, line.text) for number, line in enumerate(lines[start + 1 : start + 8], start + 2) if line.text
    ]
    role = text
    for end, line in [(end, line) for end, line in following if line.strip(PAGE)][:_ROLE_LINES]:
        match = _SIGNED_NAME.fullmatch(line) or (_CALLED.fullmatch(line) if role.endswith(",") else None)
        if match:
            return _signatory(role, match["name"]), end
        if not line.endswith(",") or len(line) > _SHORT_LINE or line.startswith(("De ", "DE ")):
            break
        role = f"{role} {line}"
    return (_signatory(role, ""), start + 1) if _is_last(lines, start) else (None, start + 1)


def _is_last(lines: Sequence[Line], start: int) -> bool:
    """True for a role at the very end whose name was lost: the line ends with its comma, and nothing follows."""
    return lines[start].text.endswith(",") and not any(line.text.strip(PAGE) for line in lines[start + 1 :])


def _signatory(role: str, name: str) -> Signatory:
    return Signatory(role.rstrip(" ,"), _SPACED_INITIALS.sub("", name))
