"""Letters as arrays on disk: what was written is what is read, whole, damaged or merged."""

import base64
import datetime
import json
import random
import struct
import tempfile
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import IndexUnusable
from index.letter import Block, Letter, Mission, Named, Reference, Signatory
from index.schema import EXACT, FACETS, FIELDS, term_field
from index.segments import merging
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.chunks import Chunks
from index.segments.collector import Collector
from index.segments.deletions import pack, unpack
from index.segments.merging import Part, merge
from index.segments.segment import ID, Segment, TermField, term_fields
from index.segments.segment_set import SegmentSet
from index.segments.strings import Strings, write_strings
from index.store import SegmentEntry
from index.tokens import tokens
from tests.test_search_oracle import ANALYZER, DAYS, MINISTRIES, MISSIONS, WORDS, named

examples = settings(max_examples=60, deadline=None)


# Files of arrays

DTYPES = ("u1", "u2", "u4", "u8", "i4", "i8")


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_is_read_as_it_was_written(tmp_path: Path, dtype: str) -> None:
    bounds = np.iinfo(dtype)
    written = {
        "all": np.array([bounds.min, 0, 1, bounds.max], dtype=dtype),
        "none": np.array([], dtype=dtype),
        "one": np.array([7], dtype=dtype),
    }
    with ArrayFileWriter(tmp_path / "x") as writer:
        for name, values in written.items():
            writer.add(name, values)
    file = ArrayFile(tmp_path / "x")
    assert {name: file.array(name).tolist() for name in written} == {name: v.tolist() for name, v in written.items()}
    assert {file.array(name).dtype for name in written} == {np.dtype(dtype)}
    assert [file.place(name)[0] % 64 for name in written] == [0, 0, 0]
    assert list(file.check()) == []


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_written_in_pieces(tmp_path: Path, dtype: str) -> None:
    with ArrayFileWriter(tmp_path / "x") as writer:
        first, second = writer.stream("first", dtype), writer.stream("second", dtype)
        writer.stream("empty", dtype)
        writer.add("whole", np.arange(3, dtype=np.uint8))
        for piece in ([1, 2], [], [3]):
            first.append(np.array(piece, dtype=np.int64))
            second.append(np.array(piece[::-1], dtype=np.int64))
    file = ArrayFile(tmp_path / "x")
    names = ("first", "second", "empty", "whole")
    assert [file.array(name).tolist() for name in names] == [[1, 2, 3], [2, 1, 3], [], [0, 1, 2]]
    assert ({file.array(name).dtype for name in names[:3]}, list(file.check())) == ({np.dtype(dtype)}, [])


def test_arrays_stay_when_the_file_is_deleted(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "x") as writer:
        writer.add("a", np.arange(5000))
    file = ArrayFile(tmp_path / "x")
    (tmp_path / "x").unlink()
    assert file.array("a").sum() == 5000 * 4999 // 2


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    def write() -> None:
        with ArrayFileWriter(tmp_path / "x") as writer:
            writer.add("a", np.arange(3))
            writer.stream("b", np.uint8)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ArrayFile(tmp_path / "x")


def flipped(content: bytes, place: int) -> bytes:
    place %= len(content)
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


def with_directory(content: bytes, directory: dict[str, Any]) -> bytes:
    """The file with another directory, checksum and all."""
    text = json.dumps(directory).encode()
    return content[:160] + text + struct.pack("<QI8s", len(text), zlib.crc32(text), b"KBARREND")


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "magic only": lambda content: content[:8],
    "cut within the arrays": lambda content: content[:140],
    "cut in half": lambda content: content[: len(content) // 2],
    "cut before the tail": lambda content: content[:-20],
    "cut within the tail": lambda content: content[:-8],
    "last byte missing": lambda content: content[:-1],
    "one byte too many": lambda content: content + b"\0",
    "first byte missing": lambda content: content[1:],
    "wrong magic": lambda content: b"KBARRAY2" + content[8:],
    "flipped magic": lambda content: flipped(content, 0),
    "flipped directory": lambda content: flipped(content, -30),
    "flipped length": lambda content: flipped(content, -20),
    "flipped high length": lambda content: flipped(content, -13),
    "flipped checksum": lambda content: flipped(content, -12),
    "flipped last magic": lambda content: flipped(content, -1),
    "zeros": lambda content: bytes(len(content)),
    "text": lambda _: b"Dit is een brief aan de Tweede Kamer, en geen bestand van kbsearch. " * 9,
    "array behind the end": lambda content: with_directory(content, {"a": [64, 10**6, "u1", 0]}),
    "array before the begin": lambda content: with_directory(content, {"a": [-64, 5, "u1", 0]}),
    "array of fewer than none": lambda content: with_directory(content, {"a": [64, -5, "u1", 0]}),
    "array of objects": lambda content: with_directory(content, {"a": [64, 1, "O8", 0]}),
}


def two_arrays(path: Path) -> bytes:
    """A file with ``a`` at byte 64 and ``b`` at byte 128."""
    with ArrayFileWriter(path) as writer:
        writer.add("a", np.arange(5, dtype=np.uint8))
        writer.add("b", np.arange(4, dtype=np.int64))
    return path.read_bytes()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_says_so(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "s7.seg"
    path.write_bytes(damage(two_arrays(path)))
    with pytest.raises(IndexUnusable, match=r"s7\.seg is beschadigd; voer uit: kbindex --rebuild"):
        ArrayFile(path)


@pytest.mark.parametrize("use", [ArrayFile.array, ArrayFile.place])
def test_a_missing_array_is_named(tmp_path: Path, use: Callable[[ArrayFile, str], object]) -> None:
    two_arrays(tmp_path / "s7.seg")
    with pytest.raises(IndexUnusable, match=r"s7\.seg mist c; voer uit: kbindex --rebuild"):
        use(ArrayFile(tmp_path / "s7.seg"), "c")


@pytest.mark.parametrize(
    ("places", "names"),
    [((), []), ((64,), ["a"]), ((68,), ["a"]), ((128,), ["b"]), ((159,), ["b"]), ((64, 128), ["a", "b"]), ((100,), [])],
    ids=str,
)
def test_a_check_names_the_damaged_arrays(tmp_path: Path, places: Sequence[int], names: list[str]) -> None:
    path = tmp_path / "s7.seg"
    content = two_arrays(path)
    for place in places:
        content = flipped(content, place)
    path.write_bytes(content)
    assert list(ArrayFile(path).check()) == names


def test_a_check_reads_on_where_a_piece_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.segments.array_file._CHECKED", 7)
    path = tmp_path / "s7.seg"
    content = two_arrays(path)
    assert list(ArrayFile(path).check()) == []
    path.write_bytes(flipped(content, 158))
    assert list(ArrayFile(path).check()) == ["b"]


# Sorted strings

strings = st.one_of(st.text(alphabet="abé€\U0001f600\0", max_size=5), st.text(max_size=4))


def opened(path: Path, texts: Sequence[bytes]) -> Strings:
    with ArrayFileWriter(path) as writer:
        write_strings(writer, "x", texts)
    return Strings(ArrayFile(path), "x")


@examples
@given(st.sets(strings, max_size=60), st.lists(strings, max_size=8), st.data())
def test_strings_are_a_sorted_list(texts: set[str], others: list[str], data: st.DataObject) -> None:
    expected = sorted(text.encode() for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        found = opened(Path(folder) / "x", expected)
    assert (len(found), list(found), [found[row] for row in range(len(found))]) == (len(expected), expected, expected)
    for asked in {*expected, *(text.encode() for text in others)}:
        assert found.find(asked) == (expected.index(asked) if asked in expected else -1)
        assert found.first(asked) == bisect_left(expected, asked)
        assert list(found.rows(asked)) == [row for row, text in enumerate(expected) if text.startswith(asked)]
    for prefix in {text[:size] for text in texts for size in (0, 1, 2)}:
        beginning = [row for row, text in enumerate(expected) if text.startswith(prefix.encode())]
        assert list(found.rows(prefix.encode())) == beginning
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(expected))] * 2)))
    assert found.block(range(start, stop)) == expected[start:stop]


def test_no_strings(tmp_path: Path) -> None:
    none = opened(tmp_path / "x", [])
    assert (len(none), list(none), none.block(range(0))) == (0, [], [])
    assert (none.find(b""), none.find(b"a"), none.first(b"a")) == (-1, -1, 0)
    assert (none.rows(b""), none.rows(b"a")) == (range(0), range(0))


def test_many_strings_are_read_in_blocks(tmp_path: Path) -> None:
    texts = sorted(f"woord{number}".encode() for number in range(9001))
    found = opened(tmp_path / "x", texts)
    assert (list(found), found.rows(b"woord90")) == (texts, range(texts.index(b"woord90"), texts.index(b"woord91")))
    assert [found.find(text) for text in texts] == list(range(9001))


# Deletions


@examples
@given(st.lists(st.booleans(), max_size=70))
def test_deletions_are_unpacked_as_they_were_packed(live: list[bool]) -> None:
    text = pack(np.array(live, dtype=np.bool_))
    found = unpack(text, len(live))
    assert ([True] * len(live) if found is None else found.tolist()) == live
    assert (text == "") == all(live)


def test_no_deletions() -> None:
    assert (pack(None), unpack("", 5)) == ("", None)


def packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


GOOD = pack(np.array([True, False, True] * 7))


@pytest.mark.parametrize(
    "text",
    ["!!!!", "é", GOOD[:-4], GOOD[1:], GOOD[:6] + "#" + GOOD[6:], packed(b"geen zlib"),
     packed(zlib.compress(b"abc")[:-5]), packed(zlib.compress(b"")), packed(zlib.compress(b"ab")),
     packed(zlib.compress(b"abcd"))],
    ids=["signs", "accent", "cut", "first sign missing", "sign within", "no zlib", "zlib cut", "none", "too few",
         "too many"],
)  # fmt: skip
def test_a_damaged_list_of_deletions(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's
        unpack(text, 21)


# Segments

MORE_WORDS = (
    "n’avait",
    "l'Élysée’s",
    "d’un-d’autre",
    "’s",
    "-a-",
    "İstanbul",
    "ﬁjn",
    "日本語",
    "𝔘n",
    "e\u0301e\u0301n",
    "x" * 140,
)
SIGNERS = ("K.H. Ollongren", "Ank Bijleveld-Schouten", "H.")
any_words = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(MORE_WORDS), st.integers(0, 300).map(lambda number: f"w{number}")
)


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(any_words, max_size=most).map(" ".join)


def letters(letter_id: str) -> st.SearchStrategy[Letter]:
    """A letter of this id, with several values in every facet, also one value twice."""
    return st.builds(
        Letter,
        id=st.just(letter_id),
        title=texts(4),
        text=texts(25),
        path=st.just(f"{letter_id}.txt"),
        kind=st.sampled_from(["brief", "verslag"]),
        date=st.sampled_from(DAYS),
        missions=named(MISSIONS).map(lambda values: tuple(Mission(value.id, value.label) for value in values)),
        ministries=named(MINISTRIES),
        dossiers=st.lists(st.sampled_from(["29521", "33000-X", "21501-02"]), max_size=4).map(tuple),
        signatories=st.lists(st.sampled_from(SIGNERS), max_size=3).map(
            lambda names: tuple(Signatory("De Minister", name) for name in names)
        ),
    )


class Piece(NamedTuple):
    """The letters of one segment, and which of them were not deleted."""

    letters: list[Letter]
    live: NDArray[np.bool_]

    def kept(self) -> list[Letter]:
        return [letter for letter, live in zip(self.letters, self.live.tolist(), strict=True) if live]


@st.composite
def collections(draw: st.DrawFn, most: int = 4) -> list[Piece]:
    """Letters with ids in any order, in ``most`` segments at the most, some of them deleted."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=most))
    ids = iter(draw(st.permutations(range(sum(sizes)))))
    found = []
    for size in sizes:
        written = [draw(letters(f"kst-{next(ids)}")) for _ in range(size)]
        live = draw(st.lists(st.sampled_from([True, True, False]), min_size=size, max_size=size))
        found.append(Piece(written, np.array(live, dtype=np.bool_)))
    return found


def write(path: Path, written: Sequence[Letter], chunks: Chunks | None = None) -> Segment:
    """The segment of these letters."""
    collector = Collector(Chunks(ANALYZER) if chunks is None else chunks)
    for letter in written:
        collector.add(letter)
    collector.write(path)
    return Segment(path)


Occurrence = tuple[int, int, list[int] | None]
"""A letter's number, how often a term stands in it, and where, in the fields that keep that."""


class Contents(NamedTuple):
    """All that a segment says. ``terms`` maps field -> terms in order -> occurrences in order."""

    terms: dict[str, list[tuple[bytes, list[Occurrence]]]]
    lengths: dict[str, list[int]]
    days: list[int]
    facets: dict[str, list[set[bytes]]]
    ids: list[str]
    letters: list[Letter]


def contents(segment: Segment) -> Contents:
    assert list(segment.check()) == []
    assert all(has_gaps(segment, field.name) for field in FIELDS)
    return Contents(
        {field.name: field_contents(segment, field) for field in term_fields()},
        {field.name: segment.lengths(field.name).tolist() for field in FIELDS},
        segment.days.tolist(),
        {facet.name: facet_contents(segment, facet.name) for facet in FACETS},
        [segment.id(number) for number in range(segment.size)],
        [segment.letter(number) for number in range(segment.size)],
    )


def test_a_letter_by_its_head_alone(tmp_path: Path) -> None:
    letter = Letter(
        "een", "Mali", "Een.\n\nTwee.", "een.txt", notes=("Noot",), references=(Reference("kst-1-1"),),
        blocks=(Block(), Block(page=1)), missions=(Mission("minusma", "MINUSMA", 2, ("title",), about=True),),
        date=datetime.date(2022, 2, 17), dossiers=("29521",),
    )  # fmt: skip
    segment = write(tmp_path / "s.seg", [letter])
    assert (segment.head(0), segment.letter(0)) == (
        replace(letter, text="", notes=(), references=(), blocks=()),
        letter,
    )


def field_contents(segment: Segment, field: TermField) -> list[tuple[bytes, list[Occurrence]]]:
    written = segment.field(field.name)
    begins = segment.begins(field.name.partition("_")[0]).tolist() if field.places else []
    found = []
    for row, term in enumerate(written.terms):
        assert written.terms.find(term) == row
        docs, freqs = (column.tolist() for column in written.postings(row))
        at = iter(written.places(row).tolist() if field.places else [])
        occurrences = [
            (doc, freq, [next(at) - begins[doc] for _ in range(freq)] if field.places else None)
            for doc, freq in zip(docs, freqs, strict=True)
        ]
        assert list(at) == []
        found.append((term, occurrences))
    return found


def has_gaps(segment: Segment, name: str) -> bool:
    """Whether no word of a letter has the place before the first word of the next letter, or one beyond."""
    begins, field = segment.begins(name).tolist(), segment.field(term_field(name, EXACT.name))
    last = [begin - 1 for begin in begins]
    for row in range(len(field.terms)):
        docs, freqs = field.postings(row)
        for doc, place in zip(np.repeat(docs, freqs).tolist(), field.places(row).tolist(), strict=True):
            last[doc] = max(last[doc], place)
    return all(end + 1 < begin for end, begin in zip(last, begins[1:], strict=False))


def facet_contents(segment: Segment, name: str) -> list[set[bytes]]:
    sets, terms = segment.facet(name), segment.field(name).terms
    found = [sets.rows[sets.bounds[code] : sets.bounds[code + 1]].tolist() for code in sets.codes.tolist()]
    assert all(len(rows) == len(set(rows)) for rows in found)
    return [{terms[row] for row in rows} for rows in found]


def expected_contents(written: Sequence[Letter]) -> Contents:
    """What the segment of these letters must say, by the definitions, one letter at a time."""
    places: dict[str, dict[str, dict[int, list[int]]]] = {field.name: {} for field in term_fields()}
    for number, letter in enumerate(written):
        for field in FIELDS:
            for token in tokens(getattr(letter, field.name)):
                for level, term in ANALYZER.terms(token.text).by_level():
                    at = places[term_field(field.name, level.name)].setdefault(term, {}).setdefault(number, [])
                    at.append(token.position)
        for name, values in {**plain_facets(letter), ID: {letter.id}}.items():
            for value in values:
                places[name].setdefault(value, {})[number] = [0]
    kept = {field.name for field in term_fields() if field.places}
    return Contents(
        {
            name: sorted(
                (term.encode(), [(doc, len(at), at if name in kept else None) for doc, at in found.items()])
                for term, found in terms.items()
            )
            for name, terms in places.items()
        },
        {field.name: [len(tokens(getattr(letter, field.name))) for letter in written] for field in FIELDS},
        [letter.date.toordinal() if letter.date else 0 for letter in written],
        {
            facet.name: [{value.encode() for value in plain_facets(letter)[facet.name]} for letter in written]
            for facet in FACETS
        },
        [letter.id for letter in written],
        list(written),
    )


def families(written: Iterable[Letter]) -> dict[bytes, set[bytes]]:
    """For each stem, of a word or of a part of one, the exact terms that have it."""
    found: dict[bytes, set[bytes]] = {}
    for text in (getattr(letter, field.name) for letter in written for field in FIELDS):
        for terms in (ANALYZER.terms(token.text) for token in tokens(text)):
            for stem in filter(None, (terms.stem, *terms.parts)):
                found.setdefault(stem.encode(), set()).add(terms.exact.encode())
    return found


def plain_facets(letter: Letter) -> dict[str, set[str]]:
    return {
        "mission": {value.id for value in letter.missions},
        "ministry": {value.id for value in letter.ministries},
        "date": {letter.date.isoformat()} if letter.date else set(),
        "dossier": set(letter.dossiers),
        "signatory": {value.name for value in letter.signatories},
        "kind": {letter.kind},
        "cites": {reference.id for reference in letter.references},
    }


@settings(max_examples=30, deadline=None)
@given(collections())
def test_segments_and_their_merger_say_what_the_letters_say(pieces: list[Piece]) -> None:
    kept = [letter for piece in pieces for letter in piece.kept()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chunks = Chunks(ANALYZER)
        segments = [write(folder / f"s{n}.seg", piece.letters, chunks) for n, piece in enumerate(pieces)]
        merge([Part(segment, piece.live) for segment, piece in zip(segments, pieces, strict=True)], folder / "m.seg")
        merged = contents(Segment(folder / "m.seg"))
        assert merged == contents(write(folder / "one.seg", kept)) == expected_contents(kept)
        assert [contents(segment) for segment in segments] == [expected_contents(piece.letters) for piece in pieces]
        assert [dict(segment.families) for segment in segments] == [families(piece.letters) for piece in pieces]
        united = list(Segment(folder / "m.seg").families)
        assert united == sorted(families(letter for piece in pieces for letter in piece.letters).items())
        assert {path.name for path in folder.iterdir()} == {
            "m.seg",
            "one.seg",
            *(f"s{number}.seg" for number in range(len(pieces))),
        }


@pytest.mark.parametrize(("batch", "weight"), [(64, 1), (64, 50), (256, 1000), (32_768, 1_000_000)])
def test_a_merger_of_many_terms_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, weight: int
) -> None:
    monkeypatch.setattr(merging, "_ROWS", batch)
    monkeypatch.setattr(merging, "_WEIGHT", weight)
    monkeypatch.setattr(merging, "_COPIED", 100)
    chance = random.Random(7)
    pieces = []
    for part, first in enumerate((0, 300, 2000, 0)):
        words = [f"w{number}" for number in range(first, first + 900)]
        written = [
            Letter(f"kst-{part}-{n}", "", " ".join(chance.choices(words, k=300)), "", dossiers=(f"{n % 7}",))
            for n in range(20)
        ]
        pieces.append(Piece(written, np.array([chance.random() < 0.7 for _ in written])))
    parts = [Part(write(tmp_path / f"s{n}.seg", piece.letters), piece.live) for n, piece in enumerate(pieces)]
    merge([*parts, Part(parts[0].segment, np.zeros(20, np.bool_))], tmp_path / "m.seg")
    assert contents(Segment(tmp_path / "m.seg")) == expected_contents(
        [each for piece in pieces for each in piece.kept()]
    )


def test_a_merger_of_mergers(tmp_path: Path) -> None:
    written = [Letter(f"kst-{n}", f"titel {n}", "de missie " * n, "") for n in range(6)]
    for name, part in (("a", written[:2]), ("b", written[2:4]), ("c", written[4:])):
        write(tmp_path / f"{name}.seg", part)
    merge([Part(Segment(tmp_path / "a.seg")), Part(Segment(tmp_path / "b.seg"))], tmp_path / "ab.seg")
    merge([Part(Segment(tmp_path / "ab.seg")), Part(Segment(tmp_path / "c.seg"))], tmp_path / "abc.seg")
    assert contents(Segment(tmp_path / "abc.seg")) == expected_contents(written)


def test_a_merger_of_nothing_but_deleted_letters(tmp_path: Path) -> None:
    segment = write(tmp_path / "s.seg", [Letter("a", "b", "c", "")])
    merge([Part(segment, np.array([False]))], tmp_path / "m.seg")
    assert contents(Segment(tmp_path / "m.seg")) == expected_contents([])


TEXTS = {
    "nothing": "",
    "white space only": " \n\t \u2003",
    "signs only": "-- … «» ' -",
    "one chunk of 200,000 characters": "vrede/missie,VN-missie;" * 8700,
    "one word of 200,000 characters": "a" * 200_000,
    "hyphens without end": "-".join(["ab"] * 5000),
    "words of more than 100 characters": f"{'a' * 99} {'a' * 100} {'a' * 101} {'b' * 150}-{'c' * 150} {'a' * 100}é",
    "70,000 words": "de missie " * 35_000,
    "one word at place 70,000": "de " * 70_000 + "Mali",
    "300 times and once": "missie " * 300 + "Mali",
    "every kind of white space": "een\u2028twee\x1cdrie\x85vier\u00a0vijf\u200bzes\u2003zeven\x0bacht",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_texts_that_are_hard_to_number(tmp_path: Path, text: str) -> None:
    written = [Letter("een", "Mali", text, ""), Letter("twee", text, "de missie", "")]
    first = write(tmp_path / "s1.seg", written)
    assert contents(first) == expected_contents(written)
    second = write(tmp_path / "s2.seg", [Letter("drie", "", "missie", "")])
    merge([Part(second), Part(first, np.array([True, False]))], tmp_path / "m.seg")
    assert contents(Segment(tmp_path / "m.seg")) == expected_contents([Letter("drie", "", "missie", ""), written[0]])


def test_frequencies_are_the_smallest_numbers_that_hold_them(tmp_path: Path) -> None:
    segment = write(tmp_path / "s.seg", [Letter("een", "Mali", "de " * 70_000, "")])
    freqs = [segment.field(name).freqs for name in ("title_exact", "text_exact", "id")]
    assert [column.dtype.itemsize if column is not None else None for column in freqs] == [1, 4, None]


def test_a_letter_is_kept_whole(tmp_path: Path) -> None:
    letter = Letter(
        id="kst-29521-426",
        title="Kamerbrief «Mali» \0\u2028",
        text="Eén.\n\nTwee \U0001f600.",
        path="sub/é.md",
        kind="verslag",
        completeness="summary",
        date=datetime.date(1, 1, 1),
        place="Den Haag",
        addressee="De Voorzitter",
        dossiers=("29521", "33000-X", "29521"),
        number="426",
        source="https://zoek.officielebekendmakingen.nl/kst-29521-426",
        ministries=(Named("bz", "Buitenlandse Zaken"),),
        missions=(Mission("mali", "MINUSMA", 3, ("title", "text"), about=True), Mission("mali", "Mali")),
        signatories=(Signatory("De Minister", "Ank Bijleveld"), Signatory("De Minister", "Ank Bijleveld")),
        references=(Reference("kst-1-2", "Kamerstuk 1, nr. 2"), Reference("kst-3-4")),
        notes=("Noot 1", ""),
    )
    segment = write(tmp_path / "s.seg", [letter])
    assert contents(segment) == expected_contents([letter])
    merge([Part(segment)], tmp_path / "m.seg")
    assert contents(Segment(tmp_path / "m.seg")) == expected_contents([letter])


# The set of segments


def entries(folder: Path, sizes: Sequence[int], first: int = 1) -> list[SegmentEntry]:
    """Segments of letters ``<segment>-<number>`` from files of that name."""
    found = []
    for number, size in enumerate(sizes, start=first):
        path = folder / f"s{number}.seg"
        write(path, [Letter(f"{number}-{n}", "", f"missie w{n}", f"{number}-{n}.txt") for n in range(size)])
        found.append(SegmentEntry(path.name, size))
    return found


def ids(folder: Path, members: Sequence[SegmentEntry]) -> list[list[str]]:
    found = []
    for entry in members:
        live = unpack(entry.deleted, entry.size)
        segment = Segment(folder / entry.file)
        assert segment.size == entry.size
        found.append([segment.id(n) for n in range(segment.size) if live is None or live[n]])
    return found


def test_of_one_letter_the_latest_from_its_file_is_kept(tmp_path: Path) -> None:
    for number, paths in ((1, ["x.txt", "y.txt"]), (2, ["x.txt", "z.txt"])):
        write(tmp_path / f"s{number}.seg", [Letter("a", str(number), "", path) for path in paths])
    members = SegmentSet(tmp_path, [SegmentEntry("s1.seg", 2), SegmentEntry("s2.seg", 2)])
    assert [members.keep("a", path) for path in ("x.txt", "y.txt")] == [True, False]
    assert (members.letters, members.keep("b", "x.txt")) == (0, False)
    members = SegmentSet(tmp_path, [SegmentEntry("s1.seg", 2), SegmentEntry("s2.seg", 2)])
    assert (members.keep("a", "x.txt"), members.letters) == (True, 1)
    assert [unpack(entry.deleted, entry.size).tolist() for entry in members.entries()] == [
        [False, False],
        [True, False],
    ]  # type: ignore[union-attr]
    assert (members.keep("a", None), members.letters) == (False, 0)


@pytest.mark.parametrize(
    ("old", "fresh", "deleted", "merged"),
    [
        ([1, 1], [], [], [["1-0"], ["2-0"]]),
        ([2], [1, 1], [], [["1-0", "1-1"], ["2-0", "3-0"]]),
        ([4], [], ["1-0"], [["1-1", "1-2", "1-3"]]),
        ([4], [], ["1-0", "1-1"], [["1-2", "1-3"]]),
        ([2, 1], [], ["1-0", "1-1"], [["2-0"]]),
        ([2], [], ["1-0", "1-1"], []),
        ([1, 1, 1, 1, 1], [], [], [["1-0", "2-0", "3-0", "4-0", "5-0"]]),
        ([1, 1, 1, 1], [1], [], [["1-0", "2-0", "3-0", "4-0", "5-0"]]),
        ([1, 1, 1, 30], [], [], [["1-0"], ["2-0"], ["3-0"], [f"4-{n}" for n in range(30)]]),
    ],
    ids=["few", "fresh ones", "some deleted", "many deleted", "one emptied", "all emptied", "a tier",
         "a tier with fresh", "two tiers"],
)  # fmt: skip
def test_which_segments_become_one(
    tmp_path: Path, old: list[int], fresh: list[int], deleted: list[str], merged: list[list[str]]
) -> None:
    members = SegmentSet(tmp_path, entries(tmp_path, old))
    members.add(entries(tmp_path, fresh, len(old) + 1))
    for letter_id in deleted:
        members.keep(letter_id, None)
    members.merge()
    assert ids(tmp_path, members.entries()) == merged
    assert members.letters == sum(map(len, merged))
    assert ids(tmp_path, SegmentSet(tmp_path, members.entries()).entries()) == merged


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (SegmentEntry("s9.seg", 2), r"s9\.seg ontbreekt"),
        (SegmentEntry("s1.seg", 2, "!"), r"s1\.seg is beschadigd"),
        (SegmentEntry("s1.seg", 2, GOOD), r"s1\.seg is beschadigd"),
        (SegmentEntry("s1.seg", 3), r"s1\.seg heeft een ander aantal brieven"),
    ],
    ids=["gone", "damaged deletions", "deletions of another segment", "another size"],
)
def test_an_entry_that_is_not_its_segment(tmp_path: Path, entry: SegmentEntry, message: str) -> None:
    entries(tmp_path, [2])
    with pytest.raises(IndexUnusable, match=f"{message}.*; voer uit: kbindex --rebuild"):
        SegmentSet(tmp_path, [entry])


def test_the_words_of_a_stem(tmp_path: Path) -> None:
    segment = write(tmp_path / "s.seg", [Letter("een", "De missies", "Een vredesmissie, en géén VN-missie", "")])
    assert {term: set(segment.families.words(term)) for term in ("missie", "vrede", "mali", "")} == {
        "missie": {"missies", "missie", "vredesmissie"},
        "vrede": {"vredesmissie"},
        "mali": set(),
        "": set(),
    }
