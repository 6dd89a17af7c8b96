"""CQL: which tree a query has, and what is wrong with one that has none."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web.programs.sru.cql import Chain, Clause, Modifier, Name, Operator, Query, SortKey, Tree, parse
from web.programs.sru.diagnostics import Diagnostic, Fault

EQUALS = Name(None, "=", "=")
DATE = Name("dc", "date", "dc.date")


def term(text: str) -> Clause:
    """A term alone."""
    return Clause(None, EQUALS, (), text)


def chain(first: Tree, *rest: tuple[str, Tree]) -> Chain:
    """Clauses with plain operators between them."""
    return Chain(first, tuple(Operator(name, (), right) for name, right in rest))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("fish", term("fish"), id="a term"),
        pytest.param(' "a \\"b\\" (and) c" ', term('a \\"b\\" (and) c'), id="a quoted one keeps its escapes"),
        pytest.param('""', term(""), id="an empty one"),
        pytest.param("dc.date=2021", Clause(DATE, EQUALS, (), "2021"), id="an index"),
        pytest.param(
            "DC.Date >= 2021",
            Clause(Name("dc", "date", "DC.Date"), Name(None, ">=", ">="), (), "2021"),
            id="names are in lower case",
        ),
        pytest.param(
            'x cql.any/relevant/cql.fuzzy="1" "a b"',
            Clause(
                Name(None, "x", "x"),
                Name("cql", "any", "cql.any"),
                (
                    Modifier(Name(None, "relevant", "relevant")),
                    Modifier(Name("cql", "fuzzy", "cql.fuzzy"), "=", "1"),
                ),
                "a b",
            ),
            id="a relation with modifiers",
        ),
        pytest.param("a and b OR c", chain(term("a"), ("and", term("b")), ("or", term("c"))), id="one precedence"),
        pytest.param(
            "a not (b or c)",
            chain(term("a"), ("not", chain(term("b"), ("or", term("c"))))),
            id="brackets",
        ),
        pytest.param("((a))", term("a"), id="brackets around one"),
        pytest.param("or", term("or"), id="an operator's name as a term"),
        pytest.param('x = "and"', Clause(Name(None, "x", "x"), EQUALS, (), "and"), id="or quoted"),
        pytest.param(
            "a prox/unit=word/distance<3 b",
            Chain(
                term("a"),
                (
                    Operator(
                        "prox",
                        (
                            Modifier(Name(None, "unit", "unit"), "=", "word"),
                            Modifier(Name(None, "distance", "distance"), "<", "3"),
                        ),
                        term("b"),
                    ),
                ),
            ),
            id="an operator with modifiers",
        ),
        pytest.param(
            '> d = "urn:x" > "urn:y" (d.date=1 and (> d="urn:z" d.date=2) or date=3)',
            chain(
                Clause(Name("urn:x", "date", "d.date"), EQUALS, (), "1"),
                ("and", Clause(Name("urn:z", "date", "d.date"), EQUALS, (), "2")),
                ("or", Clause(Name("urn:y", "date", "date"), EQUALS, (), "3")),
            ),
            id="context sets hold in their brackets",
        ),
    ],
)
def test_trees(text: str, tree: Tree) -> None:
    assert parse(text) == Query(tree)


def test_sorting() -> None:
    ascending = Modifier(Name("sort", "ascending", "sort.ascending"))
    keys = (SortKey(DATE, (ascending,)), SortKey(replace(DATE, written="DC.date"), ()))
    assert parse("a sortBy dc.date/sort.ascending DC.date") == Query(term("a"), keys)


@pytest.mark.parametrize(
    ("text", "fault", "details"),
    [
        pytest.param("", Fault.SYNTAX, "the query ends too early", id="nothing"),
        pytest.param("a b", Fault.SYNTAX, "the query ends too early", id="words beside each other"),
        pytest.param("a b c d", Fault.SYNTAX, "d", id="more of them"),
        pytest.param("a and", Fault.SYNTAX, "the query ends too early", id="an operator at the end"),
        pytest.param("a = = b", Fault.SYNTAX, "=", id="two relations"),
        pytest.param("a/b", Fault.SYNTAX, "/", id="a modifier of a term"),
        pytest.param("a sortBy", Fault.SYNTAX, "the query ends too early", id="no sort key"),
        pytest.param("(a", Fault.PARENTHESES, "", id="an open bracket"),
        pytest.param("a)", Fault.PARENTHESES, ")", id="a closing bracket"),
        pytest.param("()", Fault.PARENTHESES, ")", id="empty brackets"),
        pytest.param("(" * 31 + "a" + ")" * 31, Fault.PARENTHESES, "30", id="too many brackets in brackets"),
        pytest.param('a and "b', Fault.QUOTES, '"b', id="an open quote"),
    ],
)
def test_what_is_no_query(text: str, fault: Fault, details: str) -> None:
    with pytest.raises(Diagnostic) as caught:
        parse(text)
    assert (caught.value.fault, caught.value.details) == (fault, details)


def test_as_many_brackets_as_are_allowed() -> None:
    assert parse("(" * 30 + "a" + ")" * 30) == Query(term("a"))


SIGNS = ["(", ")", "<", ">", "=", "/", '"', "\\", " and ", " or ", " prox ", " sortBy ", "a", ".", " ", "*", "\n"]


@given(st.text() | st.lists(st.sampled_from(SIGNS), max_size=60).map("".join))
@example("(" * 8000)
@example("> a = b" * 1000)
@example("a and " * 1300 + "a")
def test_every_text_is_a_query_or_has_a_diagnostic(text: str) -> None:
    try:
        assert isinstance(parse(text), Query)
    except Diagnostic as diagnostic:
        assert diagnostic.details or diagnostic.fault is Fault.PARENTHESES  # noqa: PT017 - one of both must hold
