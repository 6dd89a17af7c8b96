"""Random letters and questions: the arrays give what the definitions say, computed letter by letter in plain Python."""

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.analysis import Analyzer, Lexicon, fold
from index.letter import Letter, Mission, Named
from index.schema import BM25_K1, BY_PARTS, FIELDS, PART, STEM, WORD_LEVELS, Level, SearchField, term_field
from index.store import Meta
from index.tokens import pieces, tokens, whole_words
from search.answer import Answerer
from search.evaluator import Evaluator, understand
from search.expansion import Expansion
from search.filters import Filters
from search.forms import Forms
from search.marks import Mark, Marker
from search.postings import NO_POSTINGS, Docs, Matches, Postings
from search.query import And, Field, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Wildcard, Word, words
from search.ranking import keys, page
from search.request import ANY_WORD, MEANT, NO_DATE, SearchRequest, Sort
from search.source import FacetColumn, Positions, TextColumn

LEMMAS = {"missies": "missie", "brieven": "brief", "akkoorden": "akkoord", "teruggetrokken": "terugtrekken"}
COMPOUNDS = {
    "vredesmissie": ("vrede", "missie"),
    "vredesakkoorden": ("vrede", "akkoorden"),
    "vredesbrief": ("vrede", "brief"),
}


class PlainDictionary:
    """A few words; all are known."""

    def lemma(self, form: str) -> str:
        return LEMMAS.get(form, form)

    def known(self, form: str) -> bool:
        return form.islower()

    def parts(self, form: str) -> tuple[str, ...]:
        return COMPOUNDS.get(form, ())


ANALYZER = Analyzer(PlainDictionary(), Lexicon(frozenset({"de", "een", "in", "is"}), frozenset({"IS"}), {}, {}, "test"))
WORDS = (
    "missie", "missies", "Missie,", "MISSIE", "VN-missie", "VN", "EU-missies", "brief", "brieven.", "akkoord",
    "akkoorden", "de", "een", "één", "in", "N'Djamena", "Djamena", "beëindigen", "beéindigen;", "terugtrekking",
    "teruggetrokken", "foto's", "C-130", "130", "(Mali)", "Mali\n\n", "--", "a_b", "vredesmissie", "Vredesakkoorden",
    "vrede", "IS", "is", "1.500,", "29 521", "vredes- en missie", "'s-Gravenhage",
)  # fmt: skip
MISSIONS = {"mali": "Mali-missie", "takuba": "Takuba", "isaf": "ISAF"}
MINISTRIES = {"bz": "Buitenlandse Zaken", "def": "Defensie"}
DAYS = (None, datetime.date(2021, 12, 31), datetime.date(2022, 1, 1), datetime.date(2022, 1, 31))
META = Meta("", "", "", {"mission": MISSIONS, "ministry": MINISTRIES}, {"mission": {"eutm": "mali"}})


class MemorySource:
    """A `search.source.Source` over letters in memory; ``numbers`` are theirs, ascending, below ``size``."""

    def __init__(self, letters: list[Letter], numbers: list[int], size: int) -> None:
        self.size = size
        self._letters = dict(zip(numbers, letters, strict=True))
        self._places: dict[tuple[str, str], dict[int, list[int]]] = {}
        self._families: dict[str, set[str]] = {}
        self._lengths = {field.name: np.zeros(size, dtype=np.uint32) for field in FIELDS}
        for number, letter in self._letters.items():
            for field in FIELDS:
                found = tokens(getattr(letter, field.name))
                self._lengths[field.name][number] = len(found)
                for token in found:
                    terms = ANALYZER.terms(token.text)
                    for stem in filter(None, (terms.stem, *terms.parts)):
                        self._families.setdefault(stem, set()).add(terms.exact)
                    for level, term in terms.by_level():
                        self._add(term_field(field.name, level.name), term, number, token.position)
            for name, value in facet_values(letter):
                self._add(name, value, number, 0)

    def _add(self, field: str, term: str, number: int, place: int) -> None:
        self._places.setdefault((field, term), {}).setdefault(number, []).append(place)

    def everything(self) -> Docs:
        return np.array(list(self._letters), dtype=np.uint32)

    def postings(self, field: str, term: str) -> Postings:
        places = self._places.get((field, term))
        if places is None:
            return NO_POSTINGS
        docs = np.array(list(places), dtype=np.uint32)
        return Postings(docs, np.array([len(found) for found in places.values()], dtype=np.uint8))

    def positions(self, field: str, term: str) -> Positions:
        places = self._places.get((field, term), {})
        freqs = np.array(list(map(len, places.values())), dtype=np.uint8)
        flat = [number * 1000 + place for number, found in places.items() for place in found]
        return Positions(np.array(list(places), dtype=np.uint32), freqs, np.array(flat, dtype=np.uint64))

    def terms(self, field: str, prefix: str = "") -> list[str]:
        return sorted(term for name, term in self._places if name == field and term.startswith(prefix))

    def family(self, term: str) -> set[str]:
        return self._families.get(term, set())

    def vocabulary(self, field: str) -> list[TextColumn]:
        texts = [term.encode() for term in self.terms(field)]
        text = np.frombuffer(b"".join(texts), dtype=np.uint8)
        return [TextColumn(text, np.cumsum([0, *map(len, texts)]).astype(np.uint32))]

    def lengths(self, field: str) -> tuple[NDArray[np.uint32], float]:
        return self._lengths[field], float(self._lengths[field].sum()) / max(len(self._letters), 1)

    def facet(self, name: str) -> FacetColumn:
        values = self.terms(name)
        sets: dict[tuple[int, ...], int] = {(): 0}
        codes = np.zeros(self.size, dtype=np.int64)
        for number, letter in self._letters.items():
            found = tuple(values.index(value) for at, value in facet_values(letter) if at == name)
            codes[number] = sets.setdefault(found, len(sets))
        ordinals = np.array([value for members in sets for value in members], dtype=np.int64)
        return FacetColumn.of(values, codes, np.array([len(members) for members in sets]), ordinals)

    def days(self) -> NDArray[np.int32]:
        days = np.zeros(self.size, dtype=np.int32)
        for number, letter in self._letters.items():
            days[number] = letter.date.toordinal() if letter.date else 0
        return days

    def id_ranks(self, docs: Docs) -> NDArray[np.int64]:
        order = sorted(letter.id for letter in self._letters.values())
        return np.array([order.index(self.id(doc)) for doc in docs.tolist()], dtype=np.int64)

    def id(self, number: int) -> str:
        return self._letters[number].id

    def number(self, letter_id: str) -> int | None:
        return next((number for number, letter in self._letters.items() if letter.id == letter_id), None)

    def head(self, number: int) -> Letter:
        return replace(self._letters[number], text="", references=(), notes=(), blocks=())

    def letter(self, number: int) -> Letter:
        return self._letters[number]


def facet_values(letter: Letter) -> Iterator[tuple[str, str]]:
    yield from (("mission", value.id) for value in letter.missions)
    yield from (("ministry", value.id) for value in letter.ministries)
    yield from (("date", letter.date.isoformat()) for _ in [0] if letter.date)
    yield "kind", letter.kind
    yield from (("dossier", value) for value in dict.fromkeys(letter.dossiers))
    yield from (("signatory", value) for value in dict.fromkeys(each.name for each in letter.signatories))
    yield from (("cites", value) for value in dict.fromkeys(each.id for each in letter.references))


class Collection(NamedTuple):
    """Random letters by number, and a source over them."""

    letters: dict[int, Letter]
    source: MemorySource


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)


def named(labels: dict[str, str]) -> st.SearchStrategy[tuple[Named, ...]]:
    chosen = st.lists(st.sampled_from(sorted(labels)), unique=True)
    return chosen.map(lambda values: tuple(Named(value, labels[value]) for value in values))


@st.composite
def collections(draw: st.DrawFn) -> Collection:
    """Some letters, with gaps: close together they are evaluated by tables, far apart by searching."""
    numbers = draw(st.lists(st.integers(0, 12), unique=True, min_size=1, max_size=10).map(sorted))
    spread = draw(st.sampled_from([1, 1, 3000]))
    ids = draw(st.permutations(range(len(numbers))))
    letters = {
        number * spread: Letter(
            id=f"kst-{ids[place]}",
            title=draw(texts(4)),
            text=draw(texts(25)),
            path="",
            kind=draw(st.sampled_from(["brief", "verslag"])),
            date=draw(st.sampled_from(DAYS)),
            missions=tuple(Mission(value.id, value.label) for value in draw(named(MISSIONS))),
            ministries=draw(named(MINISTRIES)),
        )
        for place, number in enumerate(numbers)
    }
    size = (numbers[-1] + draw(st.integers(1, 2))) * spread
    return Collection(letters, MemorySource(list(letters.values()), list(letters), size))


QUESTION_WORDS = [word for word in WORDS if tokens(word)] + ["beeindigen", "onbekend", "vn-missies", "a", "vredesbrief"]
phrases = st.lists(st.sampled_from(QUESTION_WORDS), min_size=1, max_size=3).map(" ".join)
leaves = st.one_of(
    st.builds(Word, st.sampled_from(QUESTION_WORDS)),
    st.builds(Phrase, phrases),
    st.builds(Near, phrases, st.integers(0, 4)),
    st.builds(Prefix, st.sampled_from(["mis", "ak", "vn-m", "bee", "één", "zz"])),
    st.builds(Wildcard, st.sampled_from(["m?ss*", "*missie", "*oo?d*", "mis*e?", "?e", "b*g*n", "*-*"])),
    st.builds(Fuzzy, st.sampled_from(["misie", "mali", "breif", "akoorden", "djamenaa"]), st.sampled_from([1, 2])),
    st.builds(Field, st.just("mission"), st.sampled_from(["mali", "Mali-missie", "eutm", "nergens"])),
    st.builds(Field, st.just("date"), st.sampled_from(["2022", "2021-12", "2021..2022-01-01", NO_DATE])),
    st.builds(Field, st.sampled_from(["since", "until"]), st.sampled_from(["2022", "2021-12-31"])),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.lists(children, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(children, max_size=3).map(lambda nodes: Or(tuple(nodes))),
        children.map(Not),
    ),
    max_leaves=6,
)


class Answer(NamedTuple):
    """What the oracle says of one letter."""

    hit: bool
    score: float = 0.0
    coverage: int = 0


class Oracle:
    """Matching and scoring by the definitions, one letter at a time."""

    def __init__(self, letters: dict[int, Letter]) -> None:
        self._letters = letters
        self._average = {
            field: sum(self._length(field, letter) for letter in letters.values()) / len(letters) for field in FIELDS
        }

    def answers(self, node: Node) -> dict[int, Answer]:
        return {number: self._answer(node, letter) for number, letter in self._letters.items()}

    def _answer(self, node: Node, letter: Letter) -> Answer:
        match node:
            case And(children):
                parts = [self._answer(child, letter) for child in children]
                return _added(parts) if all(part.hit for part in parts) else Answer(hit=False)
            case Or(children):
                hits = [part for child in children if (part := self._answer(child, letter)).hit]
                return _added(hits) if hits else Answer(hit=False)
            case Not(child):
                return Answer(hit=not self._answer(child, letter).hit)
            case Field(name, value):
                return Answer(hit=has(letter, name, value))
            case Word(text):
                parts = [self._word(token.text, letter) for token in whole_words(tokens(text))]
                return _added(parts) if all(part.hit for part in parts) else Answer(hit=False)
            case Phrase(text) if ANALYZER.is_acronym(tokens(text)):
                return self._word(text, letter)
            case Prefix():
                return self._scored([(1.0, counter(node)), (STEM.weight, count_stems(fold(node.text)))], letter)
            case _:
                return self._scored([(1.0, counter(node))], letter)

    def _scored(self, levels: list[tuple[float, "Count"]], letter: Letter) -> Answer:
        scores = [weight * self._level(count, letter) for weight, count in levels]
        return Answer(hit=any(scores), score=sum(scores), coverage=int(any(scores)))

    def _word(self, word: str, letter: Letter) -> Answer:
        terms = ANALYZER.terms(word)
        levels = word_levels(word)
        scores = [weight * self._level(count, letter) for weight, count in levels]
        if terms.stem:
            stems = [
                sum(count_term(STEM, terms.stem)(getattr(each, field.name)) > 0 for each in self._letters.values())
                for field in FIELDS
            ]
            scores.append(PART.weight * self._level(count_term(PART, terms.stem), letter, beside=max(stems)))
        if terms.parts:
            scores.append(BY_PARTS * self._by_parts(terms.parts, letter))
        if "-" in fold(word):
            scores.append(self._word(without_hyphens(word), letter).score)
        return Answer(hit=any(scores), score=sum(scores), coverage=int(any(scores)))

    def _by_parts(self, parts: tuple[str, ...], letter: Letter) -> float:
        """BM25F of a compound that a letter has in parts: as often as the rarest of them, taken to be in the text."""

        def frequency(each: Letter) -> int:
            return min(
                sum(count_term(level, part)(getattr(each, field.name)) for field in FIELDS for level in (STEM, PART))
                for part in parts
            )

        found = FIELDS[-1].weight * frequency(letter) / self._norm(FIELDS[-1], letter)
        return self._idf(sum(frequency(each) > 0 for each in self._letters.values())) * saturated(found)

    def _level(self, count: "Count", letter: Letter, *, beside: int = 0) -> float:
        having = sum(any(count(getattr(each, field.name)) for field in FIELDS) for each in self._letters.values())
        frequency = sum(
            field.weight * count(getattr(letter, field.name)) / self._norm(field, letter) for field in FIELDS
        )
        return self._idf(min(having + beside, len(self._letters))) * saturated(frequency)

    def _idf(self, having: int) -> float:
        return math.log(1 + (len(self._letters) - having + 0.5) / (having + 0.5))

    def _norm(self, field: SearchField, letter: Letter) -> float:
        return 1 - field.b + field.b * self._length(field, letter) / (self._average[field] or 1.0)

    def _length(self, field: SearchField, letter: Letter) -> int:
        return len(tokens(getattr(letter, field.name)))


Count = Callable[[str], int]
"""How often something occurs in a text."""


def _added(parts: list[Answer]) -> Answer:
    return Answer(hit=True, score=sum(part.score for part in parts), coverage=sum(part.coverage for part in parts))


def without_hyphens(word: str) -> str:
    return re.sub("[-‑–]", "", word)


def saturated(frequency: float) -> float:
    return (BM25_K1 + 1) * frequency / (BM25_K1 + frequency)


def word_levels(word: str) -> list[tuple[float, Count]]:
    terms = ANALYZER.terms(word)
    levels = [
        (level.weight, count_term(level, term)) for level, term in zip(WORD_LEVELS, terms.asked, strict=True) if term
    ]
    return [*levels, (1.0, counter(Phrase(word)))] if "-" in terms.exact else levels


def count_term(level: Level, term: str) -> Count:
    return lambda text: occurrences(text)[level, term]


def count_stems(prefix: str) -> Count:
    return lambda text: sum(
        number for (level, term), number in occurrences(text).items() if level is STEM and term.startswith(prefix)
    )


@cache
def occurrences(text: str) -> Counter[tuple[Level, str]]:
    return Counter(found for token in tokens(text) for found in ANALYZER.terms(token.text).by_level())


@cache
def places(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for token in tokens(text):
        found.setdefault(ANALYZER.terms(token.text).exact, []).append(token.position)
    return found


def counter(leaf: Leaf) -> Count:
    asked = [fold(token.text) for token in pieces(tokens(leaf.text))]
    match leaf:
        case Phrase():
            return lambda text: len(phrase_starts(places(text), asked))
        case Near(_, distance):
            return lambda text: len(near_starts(places(text), set(asked), distance))
        case _:
            fits = pattern(leaf)
            return lambda text: sum(len(at) for word, at in places(text).items() if fits(word))


def phrase_starts(at: dict[str, list[int]], asked: list[str]) -> list[int]:
    return [
        start
        for start in at.get(asked[0], [])
        if all(start + distance in at.get(word, []) for distance, word in enumerate(asked))
    ]


def near_starts(at: dict[str, list[int]], asked: set[str], distance: int) -> list[int]:
    last = len(asked) - 1 + distance
    starts = sorted({place for word in asked for place in at.get(word, [])})
    return [
        start
        for start in starts
        if all(any(start <= place <= start + last for place in at.get(word, [])) for word in asked)
    ]


def pattern(leaf: Leaf) -> Callable[[str], bool]:
    text = fold(leaf.text)
    match leaf:
        case Prefix():
            return lambda word: word.startswith(text)
        case Fuzzy(edits=edits):
            return lambda word: distance(word, text) <= edits
        case _:
            expression = re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."))
            return lambda word: expression.fullmatch(word) is not None


@cache
def distance(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    best = min(
        distance(left[:-1], right) + 1,
        distance(left, right[:-1]) + 1,
        distance(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    )
    if left[-2:] == right[-2:][::-1] and len(left) > 1 and len(right) > 1:
        best = min(best, distance(left[:-2], right[:-2]) + 1)
    return best


def has(letter: Letter, name: str, value: str) -> bool:
    """A filter by its meaning, for the values that the strategies give."""
    day = letter.date.isoformat() if letter.date else ""
    match name, value:
        case "mission", "eutm":
            return any(mission.id == "mali" for mission in letter.missions)
        case "mission" | "ministry", _:
            known = letter.missions if name == "mission" else letter.ministries
            return any(value.lower() in (item.id, item.label.lower()) for item in known)
        case "kind", _:
            return letter.kind == value
        case "since", _:
            return day >= value
        case "until", _:
            return bool(day) and day[: len(value)] <= value
        case _, "zonder-datum":
            return not day
        case _, "2021..2022-01-01":
            return "2021" <= day <= "2022-01-01"
        case _:
            return bool(day) and day.startswith(value)


def evaluator(source: MemorySource) -> Evaluator:
    filters = Filters(source, META.labels, META.aliases)
    return Evaluator(source, ANALYZER, filters.docs, Expansion(source))


examples = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@examples
@given(collections(), trees)
def test_hits_scores_and_coverage(collection: Collection, tree: Node) -> None:
    expected = {n: answer for n, answer in Oracle(collection.letters).answers(tree).items() if answer.hit}
    found = evaluator(collection.source).matches(tree)
    assert found.docs.tolist() == sorted(expected)
    assert found.scores.tolist() == pytest.approx([expected[doc].score for doc in sorted(expected)], rel=1e-6)
    assert found.coverage.tolist() == [expected[doc].coverage for doc in sorted(expected)]


@examples
@given(collections(), trees, st.sets(st.integers(0, 12)))
def test_looking_at_some_letters_only_changes_no_score(collection: Collection, tree: Node, some: set[int]) -> None:
    within = [number for place, number in enumerate(collection.letters) if place in some]
    whole = evaluator(collection.source).matches(tree)
    part = evaluator(collection.source).matches(tree, np.array(within, dtype=np.uint32))
    kept = [place for place, doc in enumerate(whole.docs.tolist()) if doc in within]
    assert [column.tolist() for column in part] == [column[kept].tolist() for column in whole]


TYPED = ("missie", "OF", "brief", "-", "(", ")", '"VN missie"', '"brief mali"~3', "mis*", "m?ss*", "akoord~", "Djamena")
questions = st.lists(st.sampled_from(TYPED), max_size=6).map(" ".join)
requests = st.builds(
    SearchRequest,
    query=questions,
    mission=st.lists(st.sampled_from(["mali", "ISAF"]), max_size=2).map(tuple),
    ministry=st.lists(st.sampled_from(["bz", "defensie"]), max_size=1).map(tuple),
    date=st.lists(st.sampled_from(["2022", "2021-12", "1999-03", NO_DATE]), max_size=2).map(tuple),
    kind=st.lists(st.just("brief"), max_size=1).map(tuple),
    since=st.sampled_from([None, datetime.date(2022, 1, 1)]),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(1, 3),
    size=st.integers(1, 4),
)


@examples
@given(collections(), requests)
def test_totals_order_pages_and_facets(collection: Collection, request: SearchRequest) -> None:
    result = Answerer(collection.source, Forms(ANALYZER), META).search(request)
    assume({ANY_WORD, MEANT}.isdisjoint(notice.code for notice in result.notices))
    tree, _ = understand(request.query, ANALYZER)
    answers = Oracle(collection.letters).answers(tree)
    scores = dict(zip(*map(np.ndarray.tolist, evaluator(collection.source).matches(tree)[:2]), strict=True))
    hits = [n for n, letter in collection.letters.items() if answers[n].hit and passes(letter, request, "")]
    hits.sort(key=lambda n: order(collection.letters[n], answers[n].coverage, scores[n], request))
    first = (request.page - 1) * request.size
    assert result.total == len(hits)
    assert [hit.id for hit in result.hits] == [collection.letters[n].id for n in hits[first : first + request.size]]
    for facet in result.facets:
        among = [
            letter for n, letter in collection.letters.items() if answers[n].hit and passes(letter, request, facet.name)
        ]
        shown = [(value.value, value.count, value.selected) for year in facet.values for value in (year, *year.values)]
        assert shown == facet_lines(facet.name, among, request, {letter.kind for letter in collection.letters.values()})


def order(letter: Letter, coverage: int, score: float, request: SearchRequest) -> tuple[Any, ...]:
    day = letter.date.toordinal() if letter.date else 0
    if request.sort == "oldest":
        return (day == 0, day, letter.id)
    relevance = (-coverage, -score) if request.sort == "relevance" else ()
    return (*relevance, -day, letter.id)


def passes(letter: Letter, request: SearchRequest, but: str) -> bool:
    """Whether a letter passes the request's filters, the one of facet ``but`` left out."""
    since = request.since.isoformat() if request.since else ""
    return (not since or has(letter, "since", since)) and all(
        name == but or not (values := getattr(request, name)) or any(has(letter, name, value) for value in values)
        for name in ("mission", "ministry", "date", "kind")
    )


def facet_lines(
    name: str, letters: list[Letter], request: SearchRequest, kinds: set[str]
) -> list[tuple[str, int, bool]]:
    """(value, count, selected) in the order to show, by looking at every letter; ``kinds`` are those of all letters."""
    counts: Counter[str] = Counter()
    for letter in letters:
        day = letter.date.isoformat() if letter.date else ""
        periods = [day[:4], day[:7]] if day else [NO_DATE]
        counts.update(periods if name == "date" else (value for at, value in facet_values(letter) if at == name))
    ids = {label.lower(): value for value, label in (MISSIONS | MINISTRIES).items()}
    selected = {ids.get(value.lower(), value) for value in getattr(request, name)}
    if name == "kind":
        selected &= kinds
    if name != "date":
        labels = MISSIONS | MINISTRIES
        return sorted(
            ((value, counts[value], value in selected) for value in {*counts, *selected}),
            key=lambda line: (-line[1], labels.get(line[0], line[0]).casefold(), line[0]),
        )
    values = {*counts, *selected, *(value[:4] for value in selected - {NO_DATE})}
    dated = sorted(
        values - {NO_DATE}, key=lambda value: (-int(value[:4]), len(value) > 4, value[:4], -int(value[5:] or 0))
    )
    return [(value, counts[value], value in selected) for value in [*dated, *({NO_DATE} & values)]]


@examples
@given(collections(), trees)
def test_marks_are_what_the_tokens_of_the_text_give(collection: Collection, tree: Node) -> None:
    marker = Marker(tree, Forms(ANALYZER), Expansion(collection.source))
    for letter in collection.letters.values():
        for text in (letter.title, letter.text):
            assert [(mark.start, mark.end) for mark in marker.marks(text)] == disjoint(slow_marks(tree, text))


@examples
@given(collections(), leaves.filter(lambda leaf: not isinstance(leaf, Field)))
def test_a_hit_has_a_mark_and_what_has_a_mark_is_a_hit(collection: Collection, leaf: Leaf) -> None:
    hits = set(evaluator(collection.source).matches(leaf).docs.tolist())
    marker = Marker(leaf, Forms(ANALYZER), Expansion(collection.source))
    marked = {n for n, letter in collection.letters.items() if marker.marks(letter.title) or marker.marks(letter.text)}
    assert hits <= marked
    in_parts = any(ANALYZER.terms(token.text).parts for token in tokens(leaf.text))
    assert in_parts or len(whole_words(tokens(leaf.text))) > 1 or marked <= hits


def slow_marks(tree: Node, text: str) -> Iterator[tuple[int, int]]:
    """The marks of every leaf, from all tokens of the text."""
    for leaf in words(tree):
        match leaf:
            case Word():
                yield from slow_words([asked.text for asked in whole_words(tokens(leaf.text))], text)
            case Phrase() if ANALYZER.is_acronym(tokens(leaf.text)):
                yield from slow_words([tokens(leaf.text)[0].text], text)
            case Phrase() | Near():
                yield from slow_sequence(leaf, text)
            case _:
                for token in tokens(text):
                    terms = ANALYZER.terms(token.text)
                    begins = isinstance(leaf, Prefix) and (terms.stem or "").startswith(fold(leaf.text))
                    if begins or pattern(leaf)(terms.exact):
                        yield token.start, token.end


def slow_words(asked: list[str], text: str) -> Iterator[tuple[int, int]]:
    """The marks of the words of one leaf; those of parts of its compounds only if there are no others."""
    all_terms = [ANALYZER.terms(each) for word in asked for each in dict.fromkeys((word, without_hyphens(word)))]
    wanted = {found for terms in all_terms for found in zip(WORD_LEVELS, terms.asked, strict=True) if found[1]}
    wanted |= {(PART, terms.stem) for terms in all_terms if terms.stem}
    parts = {(level, part) for terms in all_terms for part in terms.parts for level in (STEM, PART)}
    found = [(token, set(ANALYZER.terms(token.text).by_level())) for token in tokens(text)]
    whole = [token for token, terms in found if terms & wanted]
    yield from ((token.start, token.end) for token in whole or [token for token, terms in found if terms & parts])
    for word in asked:
        if "-" in fold(word):
            yield from slow_sequence(Phrase(word), text)


def slow_sequence(leaf: Phrase | Near, text: str) -> Iterator[tuple[int, int]]:
    at = {(token.position, ANALYZER.terms(token.text).exact): token for token in tokens(text)}
    asked = [fold(token.text) for token in pieces(tokens(leaf.text))]
    if isinstance(leaf, Phrase):
        for start in phrase_starts(places(text), asked):
            yield at[start, asked[0]].start, at[start + len(asked) - 1, asked[-1]].end
        return
    for start in near_starts(places(text), set(asked), leaf.distance):
        for word in asked:
            place = min(place for place in places(text)[word] if place >= start)
            yield at[place, word].start, at[place, word].end


def disjoint(found: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda mark: (mark[0], -mark[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def test_marks_keep_the_letters_own_characters() -> None:
    text = "«Beëindigen!» De VN‑missie (vn\n missie)"
    source = MemorySource([Letter("een", "", text, "")], [0], 1)
    marker = Marker(And((Word("beeindigen"), Phrase("vn missie"))), Forms(ANALYZER), Expansion(source))
    assert marker.marks(text) == [Mark(1, 11, 0), Mark(17, 26, 1), Mark(28, 38, 1)]


@pytest.mark.parametrize("size", [1, 29, 1000])
def test_a_page_of_no_letters(size: int) -> None:
    assert page([lambda places: places.astype(np.int64)], size, 0, 0).tolist() == []


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_letters_without_a_date_come_last(sort: Sort) -> None:
    docs = np.arange(3, dtype=np.uint32)
    matches = Matches(docs, np.ones(3, dtype=np.float32), np.ones(3, dtype=np.uint8))
    order = keys(matches, sort, np.array([0, 5, 9], dtype=np.int32), lambda found: found.astype(np.int64))
    assert page(order, 3, 0, 10).tolist() == ([2, 1, 0] if sort == "newest" else [1, 2, 0])
