"""Whoosh as a second witness: its own searcher finds in our segments what plain Python finds in the letters."""

import fnmatch
import json
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Every, FuzzyTerm, Not, Or, Phrase, Prefix, Query, Term, TermRange, Wildcard
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from index.codec import ArrayCodec, ArraySegment
from index.errors import IndexUnusable
from index.letter import Letter
from index.schema import EXACT, FIELDS, term_field
from index.segments.chunks import Chunks
from index.segments.deletions import pack
from index.segments.segment import ID, term_fields
from index.store import Generation, Meta, SegmentEntry, save
from index.tokens import tokens
from index.whoosh_index import LetterIndex
from tests.test_index_segments import Piece, collections, plain_facets, write
from tests.test_search_oracle import ANALYZER

examples = settings(max_examples=30, deadline=None)


def write_index(folder: Path, pieces: Sequence[Piece]) -> LetterIndex:
    """A generation of these segments."""
    chunks = Chunks(ANALYZER)
    entries = []
    for number, piece in enumerate(pieces, start=1):
        path = folder / f"s{number}.seg"
        write(path, piece.letters, chunks)
        entries.append(SegmentEntry(path.name, len(piece.letters), pack(piece.live)))
    letters = sum(len(piece.kept()) for piece in pieces)
    save(Generation(folder, Meta("", "", "", {}, {}, tuple(entries), letters, "", "1", 1)))
    return LetterIndex(folder)


@contextmanager
def written(pieces: Sequence[Piece]) -> Iterator[LetterIndex]:
    with tempfile.TemporaryDirectory() as folder:
        yield write_index(Path(folder), pieces)


@contextmanager
def searched(pieces: Sequence[Piece]) -> Iterator[Searcher]:
    with written(pieces) as index, index.searcher() as searcher:
        yield searcher


Places = dict[str, dict[str, list[int]]]
"""Where the terms of one letter stand: field -> term -> places, of which facets and ids have one."""


def places(letter: Letter) -> Places:
    found: Places = {field.name: {} for field in term_fields()}
    for field in FIELDS:
        for token in tokens(getattr(letter, field.name)):
            for level, term in ANALYZER.terms(token.text).by_level():
                found[term_field(field.name, level.name)].setdefault(term, []).append(token.position)
    for name, values in {**plain_facets(letter), ID: {letter.id}}.items():
        found[name] = {value: [0] for value in values}
    return found


def answers(query: Query, letter: Places) -> bool:
    """Whether a letter answers a query, by what Whoosh's manual says of it."""
    match query:
        case Every():
            return query.fieldname is None or bool(letter[query.fieldname])
        case Not():
            return not answers(query.query, letter)
        case And():
            return all(answers(each, letter) for each in query.subqueries)
        case Or():
            return any(answers(each, letter) for each in query.subqueries)
        case Phrase():
            at = [letter[query.fieldname].get(word, []) for word in query.words]
            return any(all(start + n in found for n, found in enumerate(at)) for start in at[0])
        case _:
            return any(map(fits(query), letter[query.fieldname]))


def fits(query: Query) -> Callable[[str], bool]:
    match query:
        case Term():
            return lambda term: bool(term == query.text)
        case Prefix():
            return lambda term: term.startswith(query.text)
        case Wildcard():
            return lambda term: fnmatch.fnmatchcase(term, query.text)
        case FuzzyTerm():
            return lambda term: term[:1] == query.text[:1] and is_one_edit(term, query.text)
        case TermRange():
            return lambda term: query.start <= term <= query.end
    raise AssertionError(query)


def is_one_edit(left: str, right: str) -> bool:
    """Whether at most one character was put in, taken out or replaced."""
    short, long = sorted((left, right), key=len)
    same = next((n for n, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    return long[same + 1 :] in (short[same:], short[same + 1 :]) and len(long) - len(short) < 2


TEXT_FIELDS = [field.name for field in term_fields() if field.counted]
TERMS = ("missie", "missies", "vn-missie", "vn", "brief", "akkoord", "de", "een", "mali", "n'djamena", "djamena",
         "terugtrekken", "terugtrek", "beeindig", "foto", "c-130", "w7", "日本語", "onbekend")  # fmt: skip
VALUES = {"mission": ("mali", "isaf", "eutm"), "date": ("2021-12-31", "2022-01-01"), "dossier": ("29521", "21501-02"),
          "kind": ("brief", "nota"), ID: ("kst-0", "kst-1", "kst-7", "kst-99")}  # fmt: skip
text_fields = st.sampled_from(TEXT_FIELDS)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, text_fields, st.sampled_from(TERMS)),
    st.sampled_from([Term(field, value) for field, values in VALUES.items() for value in values]),
    st.builds(Prefix, text_fields, st.sampled_from(["mis", "vn-m", "bee", "w1", "日", "zz"])),
    st.sampled_from([Prefix("date", "2022"), Prefix("mission", "m"), Prefix(ID, "kst-1")]),
    st.builds(
        Wildcard,
        text_fields,
        st.sampled_from(["m?ss*", "*missie", "*a*", "*oo?d*", "?e", "b*g*n", "w?", "*-*", "日*語"]),
    ),
    st.builds(FuzzyTerm, text_fields, st.sampled_from(["misie", "missiez", "mali", "bref", "akkoorden", "w12", "de"])),
    st.builds(
        Phrase,
        st.sampled_from(["title_exact", "text_exact"]),
        st.lists(
            st.sampled_from(["de", "missie", "vn", "vn-missie", "mali", "brief"]), min_size=2, max_size=3, unique=True
        ),
    ),
    st.builds(Every, st.sampled_from([None, "title_exact", "text_stem", "mission", "date", ID])),
    st.builds(TermRange, st.just("date"), st.just("2021-12-31"), st.sampled_from(["2021-12-31", "2022-01-05", "2023"])),
    st.builds(TermRange, text_fields, st.sampled_from(["a", "missie"]), st.sampled_from(["missies", "één"])),
)
trees: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.lists(children, min_size=1, max_size=3).map(And),
        st.lists(children, min_size=1, max_size=3).map(Or),
        st.tuples(children, children.map(Not)).map(And),
    ),
    max_leaves=5,
)


@examples
@given(collections(), st.lists(trees, min_size=1, max_size=6))
def test_whoosh_finds_what_the_letters_have(pieces: list[Piece], queries: list[Query]) -> None:
    letters = {letter.id: places(letter) for piece in pieces for letter in piece.kept()}
    with searched(pieces) as searcher:
        for query in queries:
            expected = sorted(letter_id for letter_id, letter in letters.items() if answers(query, letter))
            hits = [hit["id"] for hit in searcher.search(query, limit=None)]
            assert (sorted(hits), query) == (expected, query)
            numbers = searcher.docs_for_query(query)
            assert sorted(searcher.stored_fields(number)["id"] for number in numbers) == expected
            best = [hit["id"] for hit in searcher.search(query, limit=2)]
            assert (len(best), set(best) <= set(expected)) == (min(2, len(expected)), True)


@examples
@given(collections())
def test_what_the_reader_says_of_letters(pieces: list[Piece]) -> None:
    letters = [letter for piece in pieces for letter in piece.letters]
    live = np.concatenate([piece.live for piece in pieces]).tolist()
    with written(pieces) as index, index.reader() as reader:
        assert (reader.doc_count_all(), reader.doc_count()) == (len(letters), sum(live))
        assert [not reader.is_deleted(number) for number in range(len(letters))] == live
        assert reader.has_deletions() is not all(live)
        assert list(reader.all_doc_ids()) == [number for number, there in enumerate(live) if there]
        fields = [{"id": letter.id, "record": json.loads(json.dumps(letter.to_record()))} for letter in letters]
        assert [reader.stored_fields(number) for number in range(len(letters))] == fields
        kept = [(number, fields[number]) for number, there in enumerate(live) if there]
        assert list(reader.iter_docs()) == kept
        assert list(reader.all_stored_fields()) == [stored for _, stored in kept]
        for field in FIELDS:
            name = term_field(field.name, EXACT.name)
            lengths = [len(tokens(getattr(letter, field.name))) for letter in letters]
            assert [reader.doc_field_length(number, name) for number in range(len(letters))] == lengths
            bounds = (reader.field_length(name), reader.min_field_length(name), reader.max_field_length(name))
            assert bounds == (sum(lengths), min(lengths), max(lengths))
        assert reader.doc_field_length(0, "mission", 7) == 7


@examples
@given(collections())
def test_what_the_reader_says_of_terms(pieces: list[Piece]) -> None:
    letters = [places(letter) for piece in pieces for letter in piece.letters]
    names = sorted(field.name for field in term_fields())
    vocabulary = [(name, term) for name in names for term in sorted({term for each in letters for term in each[name]})]
    with written(pieces) as index, index.reader() as reader:
        assert sorted(reader.indexed_field_names()) == names
        assert list(reader.all_terms()) == [(name, term.encode()) for name, term in vocabulary]
        middle = len(vocabulary) // 2
        name, term = vocabulary[middle]
        later = [(name, term.encode()) for name, term in vocabulary[middle:]]
        assert list(reader.terms_from(name, term.encode())) == later
        assert [key for key, _ in reader.iter_from(name, term.encode())] == later
        for name in names:
            assert list(reader.lexicon(name)) == [term.encode() for field, term in vocabulary if field == name]
            assert list(reader.field_terms(name)) == [term for field, term in vocabulary if field == name]
        for name, term in vocabulary:
            counts = {number: len(each[name][term]) for number, each in enumerate(letters) if term in each[name]}
            assert (name, term.encode()) in reader
            assert reader.doc_frequency(name, term.encode()) == len(counts)
            assert reader.frequency(name, term.encode()) == sum(counts.values())
            info = reader.term_info(name, term.encode())
            assert (info.weight(), info.doc_frequency()) == (sum(counts.values()), len(counts))
            assert (info.max_weight(), info.min_id(), info.max_id()) == (
                max(counts.values()),
                min(counts),
                max(counts),
            )
        for name in names:
            assert (name, b"zzz") not in reader
            assert (reader.doc_frequency(name, b"zzz"), reader.frequency(name, b"zzz")) == (0, 0)
            with pytest.raises(TermNotFound):
                reader.term_info(name, b"zzz")
        assert ("colour", b"red") not in reader


@examples
@given(collections())
def test_what_the_matcher_says_of_a_term(pieces: list[Piece]) -> None:
    letters = [places(letter) for piece in pieces for letter in piece.letters]
    live = np.concatenate([piece.live for piece in pieces]).tolist()
    with written(pieces) as index, index.reader() as reader:
        for name in ("title_exact", "text_exact", "text_stem", "mission", ID):
            for term in sorted({term for each in letters for term in each[name]}):
                at = {
                    number: each[name][term]
                    for number, each in enumerate(letters)
                    if live[number] and term in each[name]
                }
                matcher = reader.postings(name, term.encode())
                assert list(matcher.all_ids()) == list(at)
                matcher = reader.postings(name, term.encode())
                for number, positions in at.items():
                    assert (matcher.id(), matcher.weight()) == (number, len(positions))
                    if name.endswith("exact"):
                        assert matcher.value_as("positions") == positions
                        assert matcher.value_as("frequency") == len(positions)
                    matcher.next()
                assert not matcher.is_active()


def test_a_matcher_goes_where_it_is_told(tmp_path: Path) -> None:
    letters = [Letter(f"kst-{n}", "", "missie " * (n % 3), "") for n in range(9)]
    with write_index(tmp_path, [Piece(letters, np.ones(9, np.bool_))]).reader() as reader:
        matcher = reader.postings("text_exact", b"missie")
        assert list(matcher.all_ids()) == [1, 2, 4, 5, 7, 8]
        matcher.skip_to(3)
        other = matcher.copy()
        other.next()
        assert (matcher.id(), other.id(), other.weight()) == (4, 5, 2.0)
        matcher.skip_to(4)
        assert matcher.id() == 4
        matcher.skip_to(100)
        assert (matcher.is_active(), other.is_active()) == (False, True)
        matcher.reset()
        assert matcher.id() == 1


def test_a_cursor_goes_through_the_terms(tmp_path: Path) -> None:
    letter = Letter("kst-1", "", "aap één noot", "")
    with write_index(tmp_path, [Piece([letter], np.ones(1, np.bool_))]).reader() as reader:
        cursor = reader.cursor("text_exact")
        seen = [cursor.first(), cursor.next(), cursor.next(), cursor.is_valid(), cursor.next(), cursor.is_valid()]
        assert seen == ["aap", "een", "noot", True, None, False]
        assert [cursor.find(term) for term in ("b", b"noot", "", "o", "é")] == ["een", "noot", "aap", None, None]


def test_an_index_without_segments(tmp_path: Path) -> None:
    index = write_index(tmp_path, [])
    assert (index.is_empty(), index.doc_count(), index.latest_generation()) == (True, 0, 1)
    with index.searcher() as searcher:
        assert len(searcher.search(Every())) == 0


LETTER = Letter("kst-1", "Mali", "De missie.", "")


@pytest.fixture
def index(tmp_path: Path) -> LetterIndex:
    """An index of one letter."""
    return write_index(tmp_path, [Piece([LETTER], np.ones(1, np.bool_))])


WRITERS: dict[str, Callable[[LetterIndex], object]] = {
    "writer": lambda index: index.writer(),
    "writer in processes": lambda index: index.writer(procs=2),
    "deleting": lambda index: index.delete_by_term("id", "kst-1"),
    "optimising": lambda index: index.optimize(),
    "adding a field": lambda index: index.add_field("colour", None),
    "new segment": lambda _: ArrayCodec().new_segment(None, "x"),
    "letters": lambda _: ArrayCodec().per_document_writer(None, None),
    "terms": lambda _: ArrayCodec().field_writer(None, None),
    "postings": lambda _: ArrayCodec().postings_writer(None),
    "deletions": lambda index: ArraySegment(Path(index.storage.folder), SegmentEntry("s1.seg", 1)).delete_document(0),
}


@pytest.mark.parametrize("write_through_whoosh", WRITERS.values(), ids=WRITERS)
def test_whoosh_writes_nothing(index: LetterIndex, write_through_whoosh: Callable[[LetterIndex], object]) -> None:
    before = {path.name: path.read_bytes() for path in Path(index.storage.folder).iterdir()}
    with pytest.raises(NotImplementedError):
        write_through_whoosh(index)
    assert {path.name: path.read_bytes() for path in Path(index.storage.folder).iterdir()} == before


def test_nothing_is_unpickled(index: LetterIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError

    readers = [pickle.load, pickle.loads, pickle.Unpickler]
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] in ("whoosh", "pickle")]:
        for name, value in list(vars(module).items()):
            if any(value is reader for reader in readers):
                monkeypatch.setattr(module, name, refuse)
    folder = Path(index.storage.folder)
    for name in ("_MAIN_1.toc", "__1.toc", "_MAIN_1.seg"):
        (folder / name).write_bytes(pickle.dumps(LETTER))
    with pytest.raises(AssertionError):
        pickle.loads(b"")
    with LetterIndex(folder).searcher() as searcher:
        assert [
            hit["id"]
            for hit in searcher.search(And([Term("text_stem", "missie"), Phrase("text_exact", ["de", "missie"])]))
        ] == ["kst-1"]


def test_a_segment_of_another_size(tmp_path: Path) -> None:
    index = write_index(tmp_path, [Piece([LETTER], np.ones(1, np.bool_))])
    write(tmp_path / "s1.seg", [LETTER, Letter("kst-2", "", "", "")])
    with pytest.raises(IndexUnusable, match=r"s1\.seg heeft een ander aantal brieven; voer uit: kbindex --rebuild"):
        index.reader()


def test_a_reader_keeps_its_letters_when_the_index_changes(tmp_path: Path) -> None:
    index = write_index(tmp_path, [Piece([LETTER], np.ones(1, np.bool_))])
    with index.searcher() as before:
        (tmp_path / "s1.seg").unlink()
        with write_index(
            tmp_path, [Piece([Letter("kst-2", "", "vrede", "")], np.ones(1, np.bool_))]
        ).searcher() as after:
            found = [[hit["id"] for hit in searcher.search(Every())] for searcher in (before, after)]
    assert found == [["kst-1"], ["kst-2"]]


def test_a_searcher_that_is_refreshed_has_the_letters_of_now(tmp_path: Path) -> None:
    index = write_index(tmp_path, [Piece([LETTER], np.ones(1, np.bool_))])
    searcher = index.searcher()
    write(tmp_path / "s2.seg", [Letter("kst-1", "", "vrede", ""), Letter("kst-2", "", "vrede", "")])
    save(Generation(tmp_path, Meta("", "", "", {}, {}, (SegmentEntry("s2.seg", 2),), 2, "", "2", 2)))
    assert not searcher.up_to_date()
    with searcher.refresh() as refreshed:
        assert [hit["id"] for hit in refreshed.search(Every())] == ["kst-1", "kst-2"]
