"""The terms of a query: their escapes, their masking characters, and the words in them."""

import re
from typing import Final

from index.signs import clean_signs
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.wording import MASKS

_ESCAPED: Final = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPABLE: Final = frozenset('*?"^\\')
_QUOTES: Final = str.maketrans(dict.fromkeys('"“”„«»', " "))
_SIGNS: Final = str.maketrans(dict.fromkeys("():~", " "))


def words(term: str) -> list[str]:
    """The words of a term, without signs that mean something in the search field, apart from masking ones.

    Raises `Diagnostic` when there is none.
    """
    parts = [part.lstrip("-") for part in _plain(term).translate(_SIGNS).split()]
    found = [part for part in parts if is_masked(part) or any(map(str.isalnum, part))]
    if not found:
        raise Diagnostic(Fault.EMPTY_TERM, term)
    return found


def value(term: str) -> str:
    """A term as the value of a filter; raises `Diagnostic` for none, and for one with masking characters."""
    text = " ".join(_plain(term).split())
    if is_masked(text):
        raise Diagnostic(Fault.MASKING, term)
    if not text:
        raise Diagnostic(Fault.EMPTY_TERM, term)
    return text


def is_masked(word: str) -> bool:
    """Whether a masking character is in a word."""
    return not MASKS.isdisjoint(word)


def _plain(term: str) -> str:
    """A term with a space for quotation marks and for what was escaped: no letter has these signs in a word."""

    def plain(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPABLE:
            raise Diagnostic(Fault.ESCAPE, match[0])
        return " "

    text = _ESCAPED.sub(plain, term)
    if "^" in text:
        raise Diagnostic(Fault.ANCHOR, term)
    return clean_signs(text).translate(_QUOTES)
