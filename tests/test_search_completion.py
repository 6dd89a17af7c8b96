"""Suggestions for what someone has typed so far."""

import datetime
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from index.analysis import load_lexicon
from index.builder import update
from index.errors import RequestError
from index.letter import Letter, Mission
from index.schema import EXACT, FIELDS, term_field
from index.segments.segment import term_fields
from search.completion import Completion
from search.engine import open_engine
from search.request import SearchEngine, SearchRequest, Suggestion
from search.whoosh_source import WhooshSource
from tests.test_index_codec import write_index
from tests.test_index_segments import Piece, collections

BZ = Suggestion("ministry", "ministerie:bz", "Buitenlandse Zaken", 50)
MINUSMA = Suggestion("mission", "missie:minusma", "MINUSMA", 3)
PEACE = Suggestion("dossier", "dossier:29521", "29521 Nederlandse deelname aan vredesmissies", 10)
HORN = Suggestion("dossier", "dossier:22831", "22831 De Hoorn van Afrika", 1)
MIDDLE_EAST = Suggestion("dossier", "dossier:23432", "23432 De situatie in het Midden-Oosten", 1)


def word(text: str, count: int, start: int = 0) -> Suggestion:
    """A word of the letters."""
    return Suggestion("word", text, text, count, start)


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("minusm", [MINUSMA, word("minusma", 3)]),
        ("MINÚSM", [MINUSMA, word("minusma", 3)]),
        ("bz", [BZ]),
        ("Evaluatie bz", [replace(BZ, start=10)]),
        ("29521", [PEACE]),
        ("295", [PEACE]),
        ("29 521", [PEACE]),
        ("29 52", [PEACE]),
        ("hoorn", [HORN]),
        ("hoorn van ", [HORN]),
        ("situatie in het", [MIDDLE_EAST, word("hetzelfde", 1, 12)]),
        ("piraten hoorn van afr", [replace(HORN, start=8), word("afrika", 2, 18), word("afrikaanse", 1, 18)]),
        ("-minusm", [replace(MINUSMA, start=1), word("minusma", 3, 1)]),
        ("(Mali OF minusm", [replace(MINUSMA, start=9), word("minusma", 3, 9)]),
        ("🙂 minusm", [replace(MINUSMA, start=2), word("minusma", 3, 2)]),
        ('"minusm', [word("minusma", 3, 1)]),
        ('"missie:minusm', [word("minusma", 3, 8)]),
        ("nota:minusm", [replace(MINUSMA, start=5), word("minusma", 3, 5)]),
        ('"geen" minusm', [replace(MINUSMA, start=7), word("minusma", 3, 7)]),
        ("missie:minusm", [MINUSMA]),
        ("-missie:minusm", [replace(MINUSMA, start=1)]),
        ("Missie:MINUSM", [MINUSMA]),
        ("ministerie:bz", [BZ]),
        ('Mali ministerie:"buitenlandse za', [replace(BZ, start=5)]),
        ("dossier:vredesm", [PEACE]),
        ("dossier:minusm", []),
        ("datum:20", []),
        ("ondertekenaar:bz", []),
        ("beeindig", [word("beëindigen", 3)]),
        ("beëindig", [word("beëindigen", 3)]),
        ("", []),
        ("   ", []),
        ("evaluatie ", []),
        ("evaluatie,", []),
        ("minus*", []),
        ("***", []),
        (':"):', []),
        ("zzzz", []),
        ("1850", []),
        ("x" * 500, []),
    ],
)
def test_what_is_suggested(engine: SearchEngine, typed: str, suggestions: list[Suggestion]) -> None:
    assert list(engine.complete(typed)) == suggestions


def test_names_first_then_words_most_letters_first(engine: SearchEngine) -> None:
    found = engine.complete("buitenl")
    assert [suggestion.text for suggestion in found[:2]] == ["ministerie:bz", "ministerie:bhos"]
    assert [suggestion.kind for suggestion in found].index("word") == 4
    assert found[4:] == tuple(sorted(found[4:], key=lambda suggestion: -suggestion.count))
    assert found[4].text == "buitenlandse"


@pytest.mark.parametrize("most", [1, 2, 3, 8, 100])
def test_no_more_than_asked_for(engine: SearchEngine, most: int) -> None:
    found = engine.complete("de", most)
    assert 0 < len(found) <= most
    assert len({suggestion.text for suggestion in found}) == len(found)


@pytest.mark.parametrize("typed", ["d", "v", "e", "het", "van", "missie:", "vn-", "n'"])
def test_function_words_are_not_suggested(engine: SearchEngine, typed: str) -> None:
    found = {suggestion.text for suggestion in engine.complete(typed, 100) if suggestion.kind == "word"}
    assert not found & (load_lexicon().stopwords | set("abcdefghijklmnopqrstuvwxyz"))


def test_hyphenated_words_are_not_suggested_joined(engine: SearchEngine) -> None:
    found = [suggestion.text for suggestion in engine.complete("takuba", 100) if suggestion.kind == "word"]
    assert found == ["takuba", "takuba-liaisonofficier", "takuba-missie", "takuba-partners"]


def test_what_is_suggested_finds_as_many_letters(engine: SearchEngine) -> None:
    for typed in ("m", "missie:", "ministerie:", "dossier:", "de", "vre", "eu"):
        for suggestion in engine.complete(typed, 30):
            query = f'"{suggestion.text}"' if suggestion.kind == "word" else suggestion.text
            assert engine.search(SearchRequest(query=query)).total == suggestion.count > 0


def test_too_long_a_question(engine: SearchEngine) -> None:
    with pytest.raises(RequestError, match="q: een vraag heeft hoogstens 500 tekens"):
        engine.complete("x" * 10_000)


def test_letters_that_come_and_go(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Zebra's en een zebrapad.", encoding="utf-8")
    update(corpus, tmp_path / "index")
    engine = open_engine(str(tmp_path / "index"))
    assert engine.complete("zebrap") == (word("zebrapad", 1),)
    (corpus / "b.txt").write_text("Het zebrapad.", encoding="utf-8")
    update(corpus, tmp_path / "index")
    assert engine.complete("zebrap") == (word("zebrapad", 2),)
    (corpus / "a.txt").unlink()
    (corpus / "b.txt").write_text("De zebrapaden van MINUSMA.", encoding="utf-8")
    update(corpus, tmp_path / "index")
    assert engine.complete("zebra") == (word("zebrapaden", 1),)
    assert engine.complete("missie:") == (replace(MINUSMA, count=1),)


@contextmanager
def opened(pieces: list[Piece]) -> Iterator[WhooshSource]:
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), pieces)
        yield WhooshSource(Path(folder))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(collections())
def test_frequent_terms_of_several_segments(pieces: list[Piece]) -> None:
    with opened(pieces) as source:
        for field in (field.name for field in term_fields()):
            counts = {term: len(source.postings(field, term).docs) for term in source.terms(field)}
            for prefix in ("", "m", "mis", "w1", "zz"):
                begun = {term: count for term, count in counts.items() if term.startswith(prefix)}
                for most in (1, 3, 1000):
                    found = source.frequent(field, prefix, most)
                    assert [count for _, count in found] == sorted(begun.values(), reverse=True)[:most]
                    assert dict(found).items() <= begun.items()
                assert found == sorted(begun.items(), key=lambda pair: (-pair[1], pair[0]))


def test_many_segments_with_deleted_letters() -> None:
    day = datetime.date(2020, 1, 1)
    texts = [f"woord{number % 7} woord{number % 11} zeldzaam{number}" for number in range(60)]
    letters = [
        Letter(id=f"x-{number}", title="T", text=text, path="p", date=day, missions=(Mission(f"m {number % 2}", "M"),))
        for number, text in enumerate(texts)
    ]
    live = [number % 5 > 0 for number in range(60)]
    pieces = [Piece(letters[first : first + 12], np.array(live[first : first + 12])) for first in range(0, 60, 12)]
    counts = Counter(name for text, kept in zip(texts, live, strict=True) if kept for name in set(text.split()))
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    with opened(pieces) as source:
        field = term_field(FIELDS[1].name, EXACT.name)
        assert source.frequent(field, "woord", 4) == [pair for pair in expected if pair[0].startswith("woord")][:4]
        completion = Completion(source, {}, {}, frozenset({"woord0"}), lambda form: form)
        assert [(found.text, found.count) for found in completion.complete("woord", 3)] == [
            pair for pair in expected if pair[0] != "woord0"
        ][:3]
        assert [(found.text, found.label) for found in completion.complete("missie:", 3)] == [
            ('missie:"m 0"', "m 0"),
            ('missie:"m 1"', "m 1"),
        ]
