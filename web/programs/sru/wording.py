"""Parts of a question in the language of the search field, put together so that they mean the same again."""

from collections.abc import Iterable
from functools import reduce
from typing import Final, Literal, NamedTuple

from search.query import EVERYTHING as NO_WORD
from search.query import MAX_DEPTH, MAX_DISTANCE, And, Prefix, Wildcard, parse
from web.programs.sru.diagnostics import Diagnostic, Fault

MASKS: Final = frozenset("*?")
_SHORTEST: Final = 2


class Part(NamedTuple):
    """A part of a question: its text, the operator that binds it together, and how deep its brackets go.

    A part without text stands for every letter.
    """

    text: str
    binding: Literal["word", "and", "or"] = "word"
    depth: int = 0


EVERYTHING: Final = Part("")


def word(text: str) -> Part:
    """A word, which has no sign in it that the search field gives a meaning, unless it is masked."""
    node, _ = parse(text)
    if node == NO_WORD:  # OF, NIET
        return Part(text.lower())
    if MASKS & set(text) and not isinstance(node, Prefix | Wildcard):
        letters = sum(map(str.isalnum, text))
        raise Diagnostic(Fault.MASK_POSITION if letters >= _SHORTEST else Fault.MASKED_SHORT, text)
    return Part(text, "and" if isinstance(node, And) else "word")


def phrase(words: Iterable[str]) -> Part:
    """Words in this order."""
    return Part(f'"{" ".join(words)}"')


def near(words: Iterable[str], between: int) -> Part:
    """Words with so many others between them at most."""
    return Part(f"{phrase(words).text}~{min(between, MAX_DISTANCE)}")


def filtered(field: str, value: str) -> Part:
    """The letters with this value of a filter; no quotation mark is in it."""
    return Part(f'{field}:"{value}"')


def both(left: Part, right: Part) -> Part:
    """What both hold for."""
    if not (left.text and right.text):
        return left if left.text else right
    left, right = (_bracketed(part) if part.binding == "or" else part for part in (left, right))
    # The operator keeps parts from running into each other: 29 521 is one number, 29 EN 521 are two.
    return Part(f"{left.text} EN {right.text}", "and", max(left.depth, right.depth))


def either(left: Part, right: Part) -> Part:
    """What at least one holds for."""
    if not (left.text and right.text):
        return EVERYTHING
    return Part(f"{left.text} OF {right.text}", "or", max(left.depth, right.depth))


def excluded(part: Part) -> Part:
    """What the part does not hold for."""
    if not part.text:
        raise Diagnostic(Fault.FEATURE, "not cql.allRecords")
    part = part if part.binding == "word" else _bracketed(part)
    return Part(f"NIET {part.text}", "and", part.depth)


def all_of(parts: Iterable[Part]) -> Part:
    """What all hold for; there is at least one."""
    return reduce(both, parts)


def any_of(parts: Iterable[Part]) -> Part:
    """What at least one of these holds for; there is at least one."""
    return reduce(either, parts)


def _bracketed(part: Part) -> Part:
    if part.depth >= MAX_DEPTH:
        raise Diagnostic(Fault.TOO_MANY_BOOLEANS, str(MAX_DEPTH))
    return Part(f"({part.text})", "word", part.depth + 1)
