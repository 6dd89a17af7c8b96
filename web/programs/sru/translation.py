"""A query in CQL -> a question in the language of the search field, and the order of its answer."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from search.request import MAX_QUERY, Sort
from web.programs.sru import dates, proximity, terms, wording
from web.programs.sru.cql import Clause, Operator, Query, SortKey, Tree
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.indexes import EVERYTHING, SORTING, TEXT, index_named, is_of
from web.programs.sru.terms import is_masked
from web.programs.sru.wording import Part

RELATIONS: Final = ("=", "==", "exact", "<>", "scr", "adj", "any", "all", "<", ">", "<=", ">=", "within")
ONE_VALUE: Final = frozenset({"=", "==", "exact", "scr", "adj"})
MODIFIERS: Final = ("relevant", "word", "masked", "ignorecase", "ignoreaccents")
"""What a relation may be modified by: it is so in any case."""
DIRECTIONS: Final[Mapping[str, Sort]] = {"ascending": "oldest", "descending": "newest"}


class Question(NamedTuple):
    """What is asked of the engine."""

    query: str
    sort: Sort | None


def translated(query: Query) -> Question:
    """The question that a query stands for; ``sort`` is None when it names no order.

    Raises `Diagnostic` for what the search field cannot ask.
    """
    text = _part(query.tree).text
    if len(text) > MAX_QUERY:
        raise Diagnostic(Fault.QUERY_LENGTH, str(MAX_QUERY))
    return Question(text, _sort(query.sort) if query.sort else None)


def _part(tree: Tree) -> Part:
    if isinstance(tree, Clause):
        return _clause(tree)
    found, left = _part(tree.first), tree.first
    for operator in tree.rest:
        found = _combined(found, left, operator)
        left = tree
        if len(found.text) > MAX_QUERY:
            raise Diagnostic(Fault.QUERY_LENGTH, str(MAX_QUERY))
    return found


def _combined(found: Part, left: Tree, operator: Operator) -> Part:
    """Two parts in one; ``left`` is the tree of the first."""
    if operator.name == "prox":
        return _near(left, operator)
    if operator.modifiers:
        raise Diagnostic(Fault.BOOLEAN_MODIFIER, operator.modifiers[0].name.written)
    right = _part(operator.right)
    if operator.name == "or":
        return wording.either(found, right)
    return wording.both(found, wording.excluded(right) if operator.name == "not" else right)


def _clause(clause: Clause) -> Part:
    field = index_named(clause.index).field if clause.index else TEXT
    relation = _relation(clause)
    if field == EVERYTHING:
        return wording.EVERYTHING
    if field == TEXT:
        return _words(clause, relation)
    if field == "date":
        return dates.part(relation, terms.value(clause.term))
    return _filter(clause, field, relation)


def _relation(clause: Clause) -> str:
    relation = clause.relation
    if relation.name not in RELATIONS or not is_of(relation, "cql"):
        raise Diagnostic(Fault.RELATION, relation.written)
    for modifier in clause.modifiers:
        if modifier.name.name not in MODIFIERS or modifier.relation or not is_of(modifier.name, "cql", "rel"):
            raise Diagnostic(Fault.RELATION_MODIFIER, modifier.name.written)
    return relation.name


def _words(clause: Clause, relation: str) -> Part:
    words = terms.words(clause.term)
    if relation in ("all", "any"):
        parts = [wording.word(word) for word in words]
        return wording.all_of(parts) if relation == "all" else wording.any_of(parts)
    if relation not in ("=", "scr", "adj"):
        raise _unfit(clause)
    masked = any(map(is_masked, words))
    if len(words) == 1 and (masked or relation != "adj"):
        return wording.word(words[0])
    if masked:
        raise Diagnostic(Fault.MASKED_PHRASE, clause.term)
    return wording.phrase(words)


def _filter(clause: Clause, field: str, relation: str) -> Part:
    value = terms.value(clause.term)
    if relation in ("any", "all"):
        parts = [wording.filtered(field, one) for one in value.split()]
        return wording.all_of(parts) if relation == "all" else wording.any_of(parts)
    part = wording.filtered(field, value)
    if relation in ONE_VALUE:
        return part
    if relation == "<>":
        return wording.excluded(part)
    raise _unfit(clause)


def _unfit(clause: Clause) -> Diagnostic:
    index = clause.index.written if clause.index else "cql.serverChoice"
    return Diagnostic(Fault.RELATION_AND_INDEX, f"{index} {clause.relation.written}")


def _near(left: Tree, operator: Operator) -> Part:
    """Two words that stand near each other."""
    words = [word for tree in (left, operator.right) for word in _only_word(tree)]
    apart, ordered = proximity.distance(operator.modifiers)
    if ordered and apart > 1:
        raise Diagnostic(Fault.PROXIMITY_ORDERING, "ordered")
    return wording.phrase(words) if ordered else wording.near(words, apart - 1)


def _only_word(tree: Tree) -> list[str]:
    if isinstance(tree, Clause) and (tree.index is None or index_named(tree.index).field == TEXT):
        words = terms.words(tree.term)
        if any(map(is_masked, words)):
            raise Diagnostic(Fault.MASKED_PHRASE, tree.term)
        if len(words) == 1 and _relation(tree) in ("=", "scr", "adj", "all", "any"):
            return words
    raise Diagnostic(Fault.PROXIMITY, "other than between two words")


def _sort(keys: tuple[SortKey, ...]) -> Sort:
    if len(keys) > 1:
        raise Diagnostic(Fault.SORT_KEYS, "1")
    (key,) = keys
    if index_named(key.index).field != "date":
        raise Diagnostic(Fault.SORT_PATH, key.index.written)
    sort: Sort = "oldest"
    for modifier in key.modifiers:
        if modifier.name.name not in DIRECTIONS or modifier.relation or not is_of(modifier.name, *SORTING):
            raise Diagnostic(Fault.SORT_DIRECTION, modifier.name.written)
        sort = DIRECTIONS[modifier.name.name]
    return sort


def sort_by_keys(text: str) -> Sort | None:
    """The order that a ``sortKeys`` parameter asks for (``date,,0``); None when it is empty.

    Its fields are the path, the schema, and 1 for ascending, which it is without one, or 0 for descending.
    """
    keys = text.split()
    if len(keys) > 1:
        raise Diagnostic(Fault.SORT_KEYS, "1")
    if not keys:
        return None
    path, _schema, direction, *_rest = [*keys[0].split(","), "", ""]
    if path.lower() not in ("date", "dc.date", "kb.date"):
        raise Diagnostic(Fault.SORT_PATH, path)
    if direction not in ("", "0", "1"):
        raise Diagnostic(Fault.SORT_DIRECTION, direction)
    return "newest" if direction == "0" else "oldest"
