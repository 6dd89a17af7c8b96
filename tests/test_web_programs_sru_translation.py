"""What a query in CQL asks of the search field."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import query
from search.request import MAX_QUERY
from web.programs.sru import cql
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.translation import Question, sort_by_keys, translated


def question(text: str) -> Question:
    """The question that a query stands for."""
    return translated(cql.parse(text))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("missie", "missie", id="a word in all its forms"),
        pytest.param('"missie"', "missie", id="a quoted word is a word"),
        pytest.param("serverChoice = missie", "missie", id="an index for all words"),
        pytest.param('"EUTM Mali"', '"EUTM Mali"', id="words in this order"),
        pytest.param("cql.anywhere adj missie", '"missie"', id="a word as it is written"),
        pytest.param('cql.anywhere all "EUTM Mali"', "EUTM EN Mali", id="all words"),
        pytest.param('cql.anywhere any "EUTM Mali"', "EUTM OF Mali", id="any word"),
        pytest.param('x and cql.anywhere any/relevant "y z"', "x EN (y OF z)", id="brackets where they are needed"),
        pytest.param("a or b and c", "(a OF b) EN c", id="from left to right"),
        pytest.param("a and b or c", "a EN b OF c", id="and binds stronger here"),
        pytest.param("a or (b and c)", "a OF b EN c", id="also in brackets"),
        pytest.param("a not b", "a EN NIET b", id="not"),
        pytest.param("a not (b or c)", "a EN NIET (b OF c)", id="not one of several"),
        pytest.param("missie*", "missie*", id="a masked end"),
        pytest.param("m?s*ie", "m?s*ie", id="masked letters"),
        pytest.param(r'"what\?"', "what", id="no mask"),
        pytest.param(
            'cql.anywhere all "OF NIET or missie:x (y) -z ~1 “q”"',
            "of EN niet EN or EN missie EN x EN y EN z EN 1 EN q",
            id="signs of ours are none",
        ),
        pytest.param('"29521 nr. 426"', '"29521 nr. 426"', id="a paper in words"),
        pytest.param("29,521,x", "29,521,x", id="a number"),
        pytest.param("a not 29521,x", "a EN NIET (29521,x)", id="a word that is two for the search field"),
        pytest.param("a prox b", '"a b"~0', id="beside each other"),
        pytest.param("a prox/unit=word/distance<=4/unordered b", '"a b"~3', id="near each other"),
        pytest.param("a prox/distance<4 b", '"a b"~2', id="nearer"),
        pytest.param("a prox/distance=1/ordered b", '"a b"', id="one behind the other"),
        pytest.param("a prox/distance<=999999999 b", '"a b"~1000', id="as far as the search field looks"),
        pytest.param("dc.subject = MINUSMA", 'mission:"MINUSMA"', id="a mission"),
        pytest.param('creator exact "Buitenlandse Zaken"', 'ministry:"Buitenlandse Zaken"', id="a ministry"),
        pytest.param("dc.contributor == ollongren", 'signatory:"ollongren"', id="a signatory"),
        pytest.param('kb.mission any "a b"', 'mission:"a" OF mission:"b"', id="one of some values"),
        pytest.param('kb.mission all "a b"', 'mission:"a" EN mission:"b"', id="all of some values"),
        pytest.param("dc.type <> motie", 'NIET kind:"motie"', id="another value"),
        pytest.param(r'kb.dossier = "2952\"1"', 'dossier:"2952 1"', id="no quotation mark in a value"),
        pytest.param("kb.dossier = 21501-02", 'dossier:"21501-02"', id="a dossier"),
        pytest.param("dc.relation = kst-29521-426", 'cites:"kst-29521-426"', id="a paper that is cited"),
        pytest.param("rec.id = kst-29521-426", 'identifier:"kst-29521-426"', id="a letter"),
        pytest.param("dc.date = 2021-02", 'date:"2021-02"', id="in a month"),
        pytest.param("dc.date = zonder-datum", 'date:"zonder-datum"', id="without a date"),
        pytest.param('dc.date any "2021 2023"', 'date:"2021" OF date:"2023"', id="in some years"),
        pytest.param('dc.date within "2021 2023-02"', 'date:"2021-01-01..2023-02-28"', id="in a period"),
        pytest.param("dc.date >= 2021", 'since:"2021-01-01"', id="since"),
        pytest.param("dc.date > 2021", 'since:"2022-01-01"', id="after"),
        pytest.param("dc.date <= 2021-02", 'until:"2021-02-28"', id="until"),
        pytest.param("dc.date < 2021-02-03", 'until:"2021-02-02"', id="before"),
        pytest.param("dc.date <> 2021", 'NIET date:"2021"', id="not in a year"),
        pytest.param("cql.allRecords = 1", "", id="every letter"),
        pytest.param("allRecords=1 not dc.type=motie", 'NIET kind:"motie"', id="every letter but some"),
        pytest.param("allRecords=1 and a", "a", id="among all"),
        pytest.param("a or allRecords=1", "", id="some, or every one"),
        pytest.param(
            '> x = "info:srw/cql-context-set/1/dc-v1.1" x.date = 2021', 'date:"2021"', id="a prefix for a context set"
        ),
    ],
)
def test_questions(text: str, asked: str) -> None:
    assert question(text) == Question(asked, None)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("a sortBy dc.date", "oldest"),
        ("a sortBy date/sort.ascending", "oldest"),
        ("a sortBy kb.date/sort.descending", "newest"),
        ("a sortBy date/descending", "newest"),
    ],
)
def test_orders(text: str, sort: str) -> None:
    assert question(text) == Question("a", sort)


@pytest.mark.parametrize(
    ("keys", "sort"), [("", None), ("date", "oldest"), ("dc.date,dc,1", "oldest"), ("date,,0,1,omit", "newest")]
)
def test_sort_keys(keys: str, sort: str | None) -> None:
    assert sort_by_keys(keys) == sort


@pytest.mark.parametrize(
    ("text", "fault", "details"),
    [
        pytest.param("x.date=1", Fault.CONTEXT_SET, "x", id="context set"),
        pytest.param('> dc = "urn:x" dc.date=1', Fault.CONTEXT_SET, "urn:x", id="context set assigned"),
        pytest.param("dc.title=a", Fault.INDEX, "dc.title", id="index"),
        pytest.param("title=a", Fault.INDEX, "title", id="index without a prefix"),
        pytest.param("dc.date encloses 1", Fault.RELATION, "encloses", id="relation"),
        pytest.param("dc.date x.any 1", Fault.RELATION, "x.any", id="relation of another set"),
        pytest.param("dc.subject =/fuzzy a", Fault.RELATION_MODIFIER, "fuzzy", id="relation modifier"),
        pytest.param("anywhere == a", Fault.RELATION_AND_INDEX, "anywhere ==", id="the whole text"),
        pytest.param("dc.subject > a", Fault.RELATION_AND_INDEX, "dc.subject >", id="an order of missions"),
        pytest.param('dc.date all "1 2"', Fault.RELATION_AND_INDEX, "dc.date all", id="several dates"),
        pytest.param(r"a\b", Fault.ESCAPE, r"\b", id="escape"),
        pytest.param("a\\", Fault.ESCAPE, "\\", id="escape of nothing"),
        pytest.param('""', Fault.EMPTY_TERM, "", id="no term"),
        pytest.param('"(-)"', Fault.EMPTY_TERM, "(-)", id="no word"),
        pytest.param('kb.mission = " "', Fault.EMPTY_TERM, " ", id="no value"),
        pytest.param("kb.mission = a*", Fault.MASKING, "a*", id="a masked value"),
        pytest.param("*", Fault.MASKED_SHORT, "*", id="a mask alone"),
        pytest.param("missi?", Fault.MASK_POSITION, "missi?", id="one letter at the end"),
        pytest.param('"a missie*"', Fault.MASKED_PHRASE, "a missie*", id="a mask in a phrase"),
        pytest.param("^a", Fault.ANCHOR, "^a", id="anchor"),
        pytest.param("dc.date = gisteren", Fault.TERM_FORMAT, "gisteren", id="no date"),
        pytest.param("dc.date > 9999", Fault.TERM_FORMAT, "9999-12-31", id="after all time"),
        pytest.param("dc.date < 0001", Fault.TERM_FORMAT, "0001-01-01", id="before all time"),
        pytest.param("dc.date within 2021", Fault.TERM_FORMAT, "2021", id="half a period"),
        pytest.param("a and/x b", Fault.BOOLEAN_MODIFIER, "x", id="boolean modifier"),
        pytest.param("a prox/x b", Fault.BOOLEAN_MODIFIER, "x", id="proximity modifier"),
        pytest.param("(a and b) prox c", Fault.PROXIMITY, "other than between two words", id="more than two words"),
        pytest.param("dc.date=2021 prox c", Fault.PROXIMITY, "other than between two words", id="near a date"),
        pytest.param('"a b" prox c', Fault.PROXIMITY, "other than between two words", id="near a phrase"),
        pytest.param("missie* prox c", Fault.MASKED_PHRASE, "missie*", id="near a masked word"),
        pytest.param("a prox/distance>1 b", Fault.PROXIMITY_RELATION, ">", id="far"),
        pytest.param("a prox/distance=2 b", Fault.PROXIMITY_RELATION, "=", id="exactly so far"),
        pytest.param("a prox/distance<1 b", Fault.PROXIMITY_DISTANCE, "1", id="no distance"),
        pytest.param("a prox/distance<=x b", Fault.PROXIMITY_DISTANCE, "x", id="no number"),
        pytest.param("a prox/unit=sentence b", Fault.PROXIMITY_UNIT, "sentence", id="in a sentence"),
        pytest.param("a prox/distance<=2/ordered b", Fault.PROXIMITY_ORDERING, "ordered", id="in this order"),
        pytest.param("a not allRecords=1", Fault.FEATURE, "not cql.allRecords", id="no letter"),
        pytest.param(" or ".join(["abcdefgh"] * 60), Fault.QUERY_LENGTH, str(MAX_QUERY), id="too long"),
        pytest.param("a" * (MAX_QUERY + 1), Fault.QUERY_LENGTH, str(MAX_QUERY), id="too long a word"),
        pytest.param("a or b and c " + "or b and c " * 40, Fault.TOO_MANY_BOOLEANS, "30", id="too deep"),
        pytest.param("a sortBy dc.date dc.date", Fault.SORT_KEYS, "1", id="sort keys"),
        pytest.param("a sortBy dc.type", Fault.SORT_PATH, "dc.type", id="sort by kind"),
        pytest.param("a sortBy dc.date/sort.missingLow", Fault.SORT_DIRECTION, "sort.missingLow", id="sort modifier"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(text: str, fault: Fault, details: str) -> None:
    with pytest.raises(Diagnostic) as caught:
        question(text)
    assert (caught.value.fault, caught.value.details) == (fault, details)


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("date date", Fault.SORT_KEYS),
        ("title", Fault.SORT_PATH),
        ("date,,2", Fault.SORT_DIRECTION),
    ],
)
def test_sort_keys_that_are_none(keys: str, fault: Fault) -> None:
    with pytest.raises(Diagnostic) as caught:
        sort_by_keys(keys)
    assert caught.value.fault is fault


TERMS = st.text() | st.lists(
    st.sampled_from(["OF", "NIET", "or", "missie:x", "van:", '\\"', "(", ")", "-", "~2", "“", "29", "521", "a", " "]),
    max_size=12,
).map("".join)


@given(TERMS, st.sampled_from(["=", "adj", "all", "any"]))
@example("29 521 nr 3", "all")
@example("tk 29521", "all")
def test_a_term_is_words_and_nothing_else(term: str, relation: str) -> None:
    quoted = term.replace('"', "") if term.count('\\"') != term.count('"') else term
    try:
        asked = question(f'anywhere {relation} "{quoted}"').query
    except Diagnostic:
        return
    tree, notices = query.parse(asked)
    kinds = {"any": query.Or, "all": query.And, "=": query.Phrase, "adj": query.Phrase}
    assert isinstance(tree, kinds[relation] | query.Leaf)
    assert all(map(is_of_words, getattr(tree, "children", (tree,))))
    assert notices == ()


def is_of_words(node: query.Node) -> bool:
    """Whether a node stands for words, all of which must occur."""
    return all(isinstance(leaf, query.Leaf) for leaf in (node.children if isinstance(node, query.And) else (node,)))


NAMES = ("aa", "bb", "cc")
TREES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.builds(
        lambda first, rest: f"({first} {' '.join(f'{name} {right}' for name, right in rest)})",
        inner,
        st.lists(st.tuples(st.sampled_from(["and", "or", "not"]), inner), max_size=3),
    ),
    max_leaves=12,
)


@given(TREES)
def test_the_question_means_what_the_query_does(text: str) -> None:
    try:
        asked = question(text).query
    except Diagnostic as diagnostic:
        assert diagnostic.fault is Fault.QUERY_LENGTH  # noqa: PT017
        return
    tree, _notices = query.parse(asked)
    for held in range(2 ** len(NAMES)):
        letter = {name: bool(held >> place & 1) for place, name in enumerate(NAMES)}
        assert holds(tree, letter) == holds_in_cql(cql.parse(text).tree, letter)


def holds(node: query.Node, letter: Mapping[str, bool]) -> bool:
    """Whether a letter with these words answers a question."""
    match node:
        case query.Word(text):
            return letter[text]
        case query.And(children):
            return all(holds(child, letter) for child in children)
        case query.Or(children):
            return any(holds(child, letter) for child in children)
        case query.Not(child):
            return not holds(child, letter)
    raise AssertionError(node)


def holds_in_cql(tree: cql.Tree, letter: Mapping[str, bool]) -> bool:
    """Whether it answers a query, by the rules of CQL."""
    if isinstance(tree, cql.Clause):
        return letter[tree.term]
    found = holds_in_cql(tree.first, letter)
    for operator in tree.rest:
        right = holds_in_cql(operator.right, letter)
        found = {"and": found and right, "or": found or right, "not": found and not right}[operator.name]
    return found
