"""Letters in several segments, some deleted, are answered as the remaining letters in memory are."""

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.letter import Letter, Mission
from index.schema import EXACT, FACETS, FIELDS, term_field
from index.segments.segment import ID, term_fields
from index.tokens import tokens
from search.answer import Answerer
from search.evaluator import Evaluator
from search.expansion import Expansion
from search.filters import Filters
from search.forms import Forms
from search.proximity import followed
from search.query import Node
from search.request import SearchRequest, SearchResult
from search.source import FacetColumn, Source
from search.whoosh_source import WhooshSource
from tests.test_index_codec import places, write_index
from tests.test_index_segments import Piece, collections
from tests.test_search_oracle import ANALYZER, META, MemorySource, requests, trees

examples = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Both(NamedTuple):
    """The same letters on disk and in memory, under the same numbers."""

    disk: WhooshSource
    memory: MemorySource
    letters: dict[int, Letter]


@contextmanager
def opened(pieces: Sequence[Piece]) -> Iterator[Both]:
    every = [letter for piece in pieces for letter in piece.letters]
    live = np.flatnonzero(np.concatenate([piece.live for piece in pieces])).tolist()
    letters = {number: every[number] for number in live}
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), pieces)
        yield Both(WhooshSource(Path(folder)), MemorySource(list(letters.values()), live, len(every)), letters)


@examples
@given(collections())
def test_postings_and_terms(pieces: list[Piece]) -> None:
    with opened(pieces) as (disk, memory, letters):
        plain = {number: places(letter) for number, letter in letters.items()}
        for field in term_fields():
            terms = disk.terms(field.name)
            assert terms == sorted(set(terms))
            found = [term for term in terms if len(disk.postings(field.name, term).docs)]
            assert found == sorted({term for letter in plain.values() for term in letter[field.name]})
            for term in found:
                postings = disk.postings(field.name, term)
                counts = {n: len(letter[field.name][term]) for n, letter in plain.items() if term in letter[field.name]}
                assert postings.docs.dtype == np.uint32
                assert [column.tolist() for column in postings] == [list(counts), list(counts.values())]
                if field.name != ID:
                    asked = memory.postings(field.name, term)
                    assert [column.tolist() for column in postings] == [column.tolist() for column in asked]
            assert not len(disk.postings(field.name, "zzz").docs)
            for prefix in ("mis", "w1", "m", "日", "2022", "zz"):
                assert disk.terms(field.name, prefix) == [term for term in terms if term.startswith(prefix)]


@examples
@given(collections())
def test_places(pieces: list[Piece]) -> None:
    with opened(pieces) as (disk, memory, letters):
        for field in FIELDS:
            name = term_field(field.name, EXACT.name)
            begins: dict[int, set[int]] = {number: set() for number in letters}
            for term in memory.terms(name):
                docs, freqs, found = (column.tolist() for column in disk.positions(name, term))
                assert [docs, freqs] == [column.tolist() for column in memory.postings(name, term)]
                assert found == sorted(found)
                numbers = np.repeat(docs, freqs).tolist()
                expected = iter(
                    token.position
                    for number in docs
                    for token in tokens(getattr(letters[number], field.name))
                    if ANALYZER.terms(token.text).exact == term
                )
                for number, place in zip(numbers, found, strict=True):
                    begins[number].add(place - next(expected))
            assert all(len(begin) <= 1 for begin in begins.values())
            ends = [
                (min(begin), min(begin) + width(letters[number], field.name))
                for number, begin in begins.items()
                if begin
            ]
            assert all(end < begin for (_, end), (begin, _) in pairwise(ends))
            assert [len(column) for column in disk.positions(name, "zzz")] == [0, 0, 0]


def width(letter: Letter, field: str) -> int:
    """How many word positions a text takes."""
    return max((token.position + 1 for token in tokens(getattr(letter, field))), default=0)


@examples
@given(collections())
def test_what_is_known_of_each_letter(pieces: list[Piece]) -> None:
    with opened(pieces) as (disk, memory, letters):
        numbers = np.array(list(letters), dtype=np.uint32)
        assert (disk.size, disk.everything().tolist()) == (memory.size, numbers.tolist())
        assert disk.everything().dtype == np.uint32
        for field in FIELDS:
            (lengths, average), (expected, mean) = disk.lengths(field.name), memory.lengths(field.name)
            assert (lengths.dtype, len(lengths)) == (np.uint32, disk.size)
            assert (lengths[numbers].tolist(), average) == (expected[numbers].tolist(), mean)
        days = disk.days()
        assert (days.dtype, len(days)) == (np.int32, disk.size)
        assert days[numbers].tolist() == memory.days()[numbers].tolist()
        for facet in FACETS:
            column = disk.facet(facet.name)
            assert len(column.codes) == disk.size
            assert column.values == sorted(set(column.values))
            assert values_of(column, numbers) == values_of(memory.facet(facet.name), numbers)
        assert [disk.id(number) for number in letters] == [letter.id for letter in letters.values()]
        assert {number: disk.letter(number) for number in letters} == letters
        assert [disk.number(letter.id) for letter in letters.values()] == list(letters)
        gone = {letter.id for piece in pieces for letter in piece.letters} - {each.id for each in letters.values()}
        assert [disk.number(letter_id) for letter_id in [*gone, "zzz"]] == [None] * (len(gone) + 1)


def values_of(column: FacetColumn, numbers: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> list[set[str]]:
    ends = np.cumsum(column.lengths)
    sets = [column.ordinals[end - length : end] for end, length in zip(ends, column.lengths, strict=True)]
    return [{column.values[place] for place in sets[code]} for code in column.codes[numbers].tolist()]


@examples
@given(collections(), st.data())
def test_ids_in_order(pieces: list[Piece], data: st.DataObject) -> None:
    with opened(pieces) as (disk, _, letters):
        chosen = sorted(data.draw(st.sets(st.sampled_from(sorted(letters))))) if letters else []
        ranks = disk.id_ranks(np.array(chosen, dtype=np.uint32)).tolist()
        assert len(set(ranks)) == len(chosen)
        assert [number for _, number in sorted(zip(ranks, chosen, strict=True))] == sorted(chosen, key=disk.id)


def evaluator(source: Source) -> Evaluator:
    return Evaluator(source, ANALYZER, Filters(source, META.labels, META.aliases).docs, Expansion(source))


@settings(examples, max_examples=60)
@given(collections(), st.lists(trees, min_size=1, max_size=4))
def test_trees_are_answered_alike(pieces: list[Piece], questions: list[Node]) -> None:
    with opened(pieces) as (disk, memory, letters):
        if not letters:
            return
        for tree in questions:
            found, expected = evaluator(disk).matches(tree), evaluator(memory).matches(tree)
            assert (found.docs.tolist(), found.coverage.tolist()) == (
                expected.docs.tolist(),
                expected.coverage.tolist(),
            )
            assert found.scores.tolist() == pytest.approx(expected.scores.tolist(), rel=1e-5)


@settings(examples, max_examples=60)
@given(collections(), st.lists(requests, min_size=1, max_size=4))
def test_requests_are_answered_alike(pieces: list[Piece], questions: list[SearchRequest]) -> None:
    with opened(pieces) as (disk, memory, letters):
        of_disk, of_memory = Answerer(disk, Forms(ANALYZER), META), Answerer(memory, Forms(ANALYZER), META)
        for request in questions:
            found, expected = of_disk.search(request), of_memory.search(request)
            assert without_times(found) == without_times(expected)
            assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits], rel=1e-4)
        for letter in letters.values():
            shown = [each.letter(letter.id, "missie", synonyms=True) for each in (of_disk, of_memory)]
            assert shown[0] == shown[1]


def without_times(result: SearchResult) -> SearchResult:
    """The answer without its time, scores, and what tells that values of deleted letters are known until a merger."""
    facets = tuple(
        replace(facet, values=tuple(value for value in facet.values if value.count)) for facet in result.facets
    )
    hits = tuple(replace(hit, score=0.0) for hit in result.hits)
    return replace(result, took_ms=0.0, notices=(), facets=facets, hits=hits)


@pytest.mark.parametrize(
    "query",
    ["", "missie", "mis*", "misie~", '"de missie"', "niet brief", "datum:2022", "datum:2021..2023", "sinds:2022",
     "tot:2023", "datum:zonder-datum", "missie:mali", "soort:verslag", "niet missie:isaf"],
)  # fmt: skip
def test_a_deleted_letter_is_not_found(tmp_path: Path, query: str) -> None:
    mali = (Mission("mali", ""),)
    dated = Letter("kst-1", "De missie", "", "", "verslag", date=datetime.date(2022, 1, 1), missions=mali)
    undated = Letter("kst-2", "De missie", "", "", "verslag", missions=mali)
    write_index(
        tmp_path, [Piece([dated, undated, Letter("kst-3", "Een brief", "", "")], np.array([False, False, True]))]
    )
    result = Answerer(WhooshSource(tmp_path), Forms(ANALYZER), META).search(SearchRequest(query=query))
    assert {hit.id for hit in result.hits} <= {"kst-3"}
    assert result.total == len(result.hits)


def test_a_value_that_only_deleted_letters_had_is_unknown(tmp_path: Path) -> None:
    letters = [Letter("kst-1", "", "missie", ""), Letter("kst-2", "", "missie", "", kind="verslag")]
    write_index(tmp_path, [Piece(letters, np.array([True, False]))])
    disk, memory = WhooshSource(tmp_path), MemorySource(letters[:1], [0], 2)
    found = [
        Answerer(source, Forms(ANALYZER), META).search(SearchRequest(kind=("verslag",))) for source in (disk, memory)
    ]
    assert [result.total for result in found] == [0, 0]
    assert found[0].notices == found[1].notices


def test_an_index_without_letters(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    disk = WhooshSource(tmp_path)
    assert (disk.size, disk.everything().tolist(), disk.days().tolist()) == (0, [], [])
    assert [column.tolist() for column in disk.postings("text_exact", "missie")] == [[], []]
    assert [column.tolist() for column in disk.positions("text_exact", "missie")] == [[], [], []]
    assert (disk.terms("mission"), disk.lengths("text")[1], disk.number("kst-1")) == ([], 0.0, None)
    for query in ("", "missie", '"de missie"', "mis*", "misie~"):
        result = Answerer(disk, Forms(ANALYZER), META).search(SearchRequest(query=query, mission=("mali",)))
        assert (result.total, result.hits) == (0, ())


def test_a_phrase_of_words_that_different_segments_have() -> None:
    """The places of a word of the first segment alone are of a smaller dtype than those of the others."""
    texts = ["x ander zeldzaam", "ander y"]
    pieces = [Piece([Letter(f"kst-{n}", "", text, "")], np.ones(1, dtype=np.bool_)) for n, text in enumerate(texts)]
    with opened(pieces) as (disk, _, __):
        words = [disk.positions("text_exact", word) for word in ("ander", "zeldzaam")]
        assert [word.places.dtype for word in words] == [np.uint64, np.uint32]
        assert followed(words).docs.tolist() == [0]
        assert followed(words[::-1]).docs.tolist() == []
