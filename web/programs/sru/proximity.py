"""How far from each other the words of a ``prox`` may stand."""

import re
from typing import Final

from web.programs.sru.cql import Modifier
from web.programs.sru.diagnostics import Diagnostic, Fault

_ORDERS: Final = {"ordered": True, "unordered": False}


def distance(modifiers: tuple[Modifier, ...]) -> tuple[int, bool]:
    """How far apart two words may be, 1 for beside each other, and whether they stand in this order.

    Raises `Diagnostic` for what is not counted in words, and for words that are to stand farther apart.
    """
    apart, ordered = 1, False
    for modifier in modifiers:
        name = modifier.name.name
        if name == "distance":
            apart = _words(modifier)
        elif name == "unit" and modifier.relation == "=":
            if modifier.value.lower() != "word":
                raise Diagnostic(Fault.PROXIMITY_UNIT, modifier.value)
        elif name in _ORDERS and not modifier.relation:
            ordered = _ORDERS[name]
        else:
            raise Diagnostic(Fault.BOOLEAN_MODIFIER, modifier.name.written)
    return apart, ordered


def _words(modifier: Modifier) -> int:
    if not re.fullmatch("[0-9]{1,9}", modifier.value):
        raise Diagnostic(Fault.PROXIMITY_DISTANCE, modifier.value)
    words = int(modifier.value) - (modifier.relation == "<")
    if modifier.relation not in ("<", "<=") and (modifier.relation, words) != ("=", 1):
        raise Diagnostic(Fault.PROXIMITY_RELATION, modifier.relation)
    if words < 1:
        raise Diagnostic(Fault.PROXIMITY_DISTANCE, modifier.value)
    return words
