"""Questions over the repository's own letters."""

import datetime
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.builder import update
from index.errors import IndexMissing, IndexUnusable, KbError, RequestError
from search.engine import open_engine
from search.request import NO_DATE, FacetValue, Notice, SearchEngine, SearchRequest, Span

REAL = "brief-2022-02-17-beeindiging-takuba"


def ids(engine: SearchEngine, **request: object) -> list[str]:
    return [hit.id for hit in engine.search(SearchRequest(size=100, **request)).hits]  # type: ignore[arg-type]


def grep(corpus: Path, pattern: str) -> set[str]:
    """The letters whose title or text has a word, by a plain search through the files."""
    found = set()
    for path in corpus.rglob("*"):
        if path.suffix not in (".md", ".txt") or path.name.startswith("README"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            _, head, body = text.split("---\n", 2)
            title = re.search(r"(?m)^title: (.*(?:\n  .*)*)", head)
            text = f"{title[1] if title else ''}\n{body}"
        if re.search(rf"(?<!\w){pattern}(?!\w)", text):
            found.add(path.stem)
    return found


def tagged(corpus: Path, field: str, label: str) -> set[str]:
    """The letters whose front matter lists a value, by a plain search through the files."""
    pattern = rf"(?m)^{field}: \[(?:.*, )?{label}(?:, .*)?\]$"
    return {path.stem for path in corpus.rglob("*.md") if re.search(pattern, path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("word", ["MINUSMA", "ISAF", "Takuba", "terugtrekking", "Uruzgan"])
def test_exactly_the_letters_that_have_the_word(engine: SearchEngine, corpus: Path, word: str) -> None:
    assert set(ids(engine, query=f'"{word}"')) == grep(corpus, f"(?i:{word})")


def test_minusma_is_found_in_title_or_text(engine: SearchEngine, corpus: Path) -> None:
    assert set(ids(engine, query="MINUSMA")) == grep(corpus, "MINUSMA")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Takuba terugtrekking", [REAL]),
        ("terugtrekking Takuba", [REAL]),
        ("takuba teruggetrokken", [REAL]),
        ("Takuba beeindigen", [REAL]),
        ("Takuba beëindiging", [REAL]),
        ('"Taakgroep Takuba uit Mali"', [REAL]),
        ('"Takuba Taakgroep"', []),
        ('"VN missie MINUSMA en de"', [REAL]),
        ("Takuba -MINUSMA", []),
        ("Takuba OF zzzz", [REAL]),
        ("Liptako* ", [REAL]),
        ("Djamena Takuba", [REAL]),
        ("Tacuba~", [REAL]),
        ("Ta?uba terug*ing", [REAL]),
        ('"Mali Taakgroep"~3', [REAL]),
        ('"Mali Taakgroep"~0', []),
        ("missie:takuba", [REAL]),
        ("missie:Barkhane ondertekenaar:Ollongren", [REAL]),
        ("datum:2022-02-17", [REAL]),
        ("zzzz", []),
    ],
)
def test_questions(engine: SearchEngine, question: str, expected: list[str]) -> None:
    assert ids(engine, query=question) == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"mission": ("minusma",)}, {REAL}),
        ({"mission": ("TAKUBA",), "ministry": ("Defensie",)}, {REAL}),
        ({"ministry": ("buitenlandse zaken",), "date": ("2022-02",)}, {REAL}),
        ({"dossier": ("29 521",), "date": ("2022",)}, {REAL}),
        ({"dossier": ("33 000 X",)}, {"kst-33000-X-60"}),
        ({"dossier": ("21 501-02",)}, {"kst-21501-02-2377"}),
        ({"ministry": ("V&J",)}, {"kst-29754-238"}),
        ({"mission": ("EUTM (Mali)",)}, {REAL, "kst-29521-209"}),
        ({"mission": ("Operatie Atalanta",)}, {"kst-29521-124"}),
        ({"signatory": ("schreinemacher",)}, {REAL}),
        ({"since": datetime.date(2022, 2, 17), "until": datetime.date(2022, 2, 17)}, {REAL}),
        ({"kind": ("BRIEF",), "mission": ("barkhane",)}, {REAL}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_filters(engine: SearchEngine, request_: dict[str, object], expected: set[str]) -> None:
    assert expected <= set(ids(engine, **request_))


def test_the_answer_names_filters_by_their_ids(engine: SearchEngine) -> None:
    request = SearchRequest(
        ministry=("Justitie", "jv", "DEFENSIE", "onbekend"), signatory=("Ollongren",), date=("2022",)
    )
    answered = engine.search(request).request
    assert (answered.ministry, answered.signatory, answered.date) == (
        ("jv", "def", "onbekend"), ("K.H. Ollongren",), ("2022",),
    )  # fmt: skip


def test_a_filter_gives_exactly_the_tagged_letters(engine: SearchEngine, corpus: Path) -> None:
    assert set(ids(engine, mission=("resolute-support",))) == tagged(corpus, "missions", "Resolute Support")


def test_values_of_one_filter_are_alternatives(engine: SearchEngine) -> None:
    either = set(ids(engine, date=("2022", "2023")))
    assert either == set(ids(engine, date=("2022",))) | set(ids(engine, date=("2023",)))
    assert set(ids(engine, date=("2022", "2023"), ministry=("def",))) == either & set(ids(engine, ministry=("def",)))


def test_every_facet_count_is_the_total_of_choosing_it(engine: SearchEngine) -> None:
    """Also beside another filter: a facet ignores its own choice, and heeds the others."""
    base = SearchRequest(query="Mali OF Afghanistan", ministry=("def",), date=("2022", "2014"))
    checked = 0
    for facet in engine.search(base).facets:
        for value in facet.values:
            for choice in (value, *value.values):
                request = SearchRequest(**{**_fields(base), facet.name: (choice.value,)})  # type: ignore[arg-type]
                assert (facet.name, choice.value, engine.search(request).total) == (
                    facet.name,
                    choice.value,
                    choice.count,
                )
                checked += 1
    assert checked > 10


def _fields(request: SearchRequest) -> dict[str, object]:
    return {name: getattr(request, name) for name in request.__slots__}


def test_a_selected_value_stays_visible_at_zero(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest(query="Takuba", mission=("isaf",), date=("1999-03", NO_DATE)))
    missions, _, dates = result.facets[:3]
    assert result.total == 0
    assert FacetValue("isaf", "ISAF", 0, selected=True) in missions.values
    assert dates.values == (
        FacetValue("1999", "1999", 0, False, (FacetValue("1999-03", "maart 1999", 0, True),)),
        FacetValue(NO_DATE, "zonder datum", 0, True),
    )


@pytest.mark.parametrize("name", ["mission", "ministry", "dossier", "signatory", "kind"])
def test_an_unknown_value_gives_a_notice_and_no_hits(engine: SearchEngine, name: str) -> None:
    result = engine.search(SearchRequest(query="", **{name: ("bestaat niet",)}))  # type: ignore[arg-type]
    assert (result.total, [notice.code for notice in result.notices]) == (0, ["unknown-value"])


def test_an_empty_question_is_every_letter_newest_first(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest(size=100))
    dates = [hit.date for hit in result.hits]
    assert (result.total, len(result.hits)) == (90, 90)
    assert dates == sorted(dates, key=lambda date: date or datetime.date.min, reverse=True)


@pytest.mark.parametrize(("sort", "backward"), [("newest", True), ("oldest", False)])
def test_sort_by_date(engine: SearchEngine, sort: str, backward: bool) -> None:
    hits = engine.search(SearchRequest(query="missie", sort=sort, size=100)).hits  # type: ignore[arg-type]
    dates = [hit.date for hit in hits if hit.date]
    assert len(dates) > 5
    assert dates == sorted(dates, reverse=backward)


def test_pages_are_parts_of_one_list(engine: SearchEngine) -> None:
    everything = [hit.id for hit in engine.search(SearchRequest(query="missie", size=100)).hits]
    pages = [engine.search(SearchRequest(query="missie", size=7, page=page)) for page in range(1, 5)]
    assert [hit.id for page in pages for hit in page.hits] == everything
    past = engine.search(SearchRequest(query="missie", size=7, page=99))
    assert (past.hits, past.total) == ((), len(everything))


def test_letters_with_more_of_the_words_come_first(engine: SearchEngine) -> None:
    hits = ids(engine, query="Takuba OF Barkhane OF Uruzgan")
    assert hits[0] == REAL
    assert len(hits) > 3


def test_the_matching_sentence_is_shown(engine: SearchEngine) -> None:
    hit = engine.search(SearchRequest(query="Takuba terugtrekking")).hits[0]
    marked = {span.text for snippet in hit.snippets for span in snippet.spans if span.match}
    assert {"Takuba", "terugtrekking"} <= marked
    assert marked <= {"Takuba", "terugtrekking", "teruggetrokken", "trekken", "Takuba-missie"}


def test_a_letter_with_marks(engine: SearchEngine) -> None:
    view = engine.letter(REAL, "beeindigen")
    assert view is not None
    assert (view.letter.id, view.matches) == (REAL, 1)
    assert Span("beéindigen", match=True) in view.paragraphs[0]
    assert "\n\n".join("".join(span.text for span in spans) for spans in view.paragraphs) == view.letter.text
    assert engine.letter("bestaat-niet") is None


@pytest.mark.parametrize(
    "question",
    [
        "(((",
        "*",
        "a:b:c",
        "😀",
        "\0",
        '"',
        "-",
        "OR",
        "()",
        '""',
        "'",
        "D'66",
        "50%",
        "wat?",
        "missie/",
        "a & b",
        "x" * 500,
        "(" * 500,
    ],
    ids=lambda text: text[:8],
)
def test_every_string_is_answered(engine: SearchEngine, question: str) -> None:
    assert engine.search(SearchRequest(query=question)).total >= 0


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_string_is_answered(engine: SearchEngine, question: str) -> None:
    assert engine.search(SearchRequest(query=question)).total >= 0


def test_signs_without_a_word_find_nothing_and_say_so(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest(query="((*"))
    assert (result.total, [notice.code for notice in result.notices]) == (0, ["no-words"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page", 0),
        ("page", 10**9),
        ("size", 0),
        ("size", 101),
        ("sort", "best"),
        ("lang", "fr"),
        ("date", ("22",)),
        ("date", ("2022-13",)),
        ("query", "x" * 501),
    ],
)
def test_a_value_out_of_bounds(engine: SearchEngine, field: str, value: object) -> None:
    with pytest.raises(RequestError):
        engine.search(SearchRequest(**{field: value}))  # type: ignore[arg-type]


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="voer uit: kbindex"):
        open_engine(str(tmp_path / "nergens"))


def test_a_folder_that_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"")
    with pytest.raises(IndexUnusable, match="geen index van kbsearch"):
        open_engine(str(tmp_path))


def test_a_remote_index() -> None:
    with pytest.raises(KbError, match="op afstand"):
        open_engine("https://example.org/index")


@pytest.mark.parametrize(
    ("patterns", "counted"),
    [
        ([f"{sign}zz*" for sign in "abcdefghijkl"], None),
        ([f"{sign}zz~" for sign in "abcdefghijklm"], 12),
        (["*azz", "?bzz", "*czz*"], None),
        (["*azz", "?bzz", "*czz*", "*dzz"], 3),
        ([*(f"{sign}zz*" for sign in "abcdefghi"), "*azz", "azz~"], 9),
        ([f'"azz {sign}zz"~9' for sign in "abcd"], 3),
    ],
    ids=["12 beginnings", "13 of any kind", "3 open", "4 open", "9 and one open", "4 of near words"],
)
def test_a_question_has_at_most_so_many_patterns(
    engine: SearchEngine, patterns: list[str], counted: int | None
) -> None:
    notices = engine.search(SearchRequest(query=" OF ".join(patterns))).notices
    text = f"Van de woorden met *, ? of ~ tellen alleen de eerste {counted}."
    expected = [Notice("too-many-patterns", text)] if counted else []
    assert [notice for notice in notices if notice.code == "too-many-patterns"] == expected


def test_a_period_that_ends_before_it_begins_is_said(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest(since=datetime.date(2020, 1, 1), until=datetime.date(2010, 1, 1)))
    assert (result.total, "reversed-period" in {notice.code for notice in result.notices}) == (0, True)


LISTED = (
    SearchRequest(query="Mali"),
    SearchRequest(query="missie", sort="oldest", page=3, size=2),
    SearchRequest(ministry=("def",), sort="newest"),
    SearchRequest(query="Takuba Uruzgan Srebrenica"),
    SearchRequest(query="terugtreking Takuba"),
    SearchRequest(query="zzzz"),
    SearchRequest(query="Mali", lang="en"),
)


@pytest.mark.parametrize("request_", LISTED, ids=lambda request: request.query or "a filter")
def test_a_listing_is_all_pages_one_after_the_other(engine: SearchEngine, request_: SearchRequest) -> None:
    pages = [engine.search(replace(request_, page=page, size=20)) for page in range(1, 7)]
    listing = engine.listing(request_)
    assert (listing.total, listing.notices, listing.index) == (pages[0].total, pages[0].notices, pages[0].index)
    assert [(letter.id, letter.ministries) for letter in listing.letters] == [
        (hit.id, hit.ministries) for page in pages for hit in page.hits
    ]
    assert engine.ids(request_) == tuple(hit.id for page in pages for hit in page.hits)


@pytest.mark.parametrize(("first", "most"), [(0, 3), (2, 5), (85, 10), (90, 10), (10**12, 1), (4, 0), (88, None)])
def test_a_part_of_a_listing(engine: SearchEngine, first: int, most: int | None) -> None:
    whole, part = engine.listing(SearchRequest()), engine.listing(SearchRequest(), first, most)
    assert part.total == 90
    expected = [letter.id for letter in whole.letters][first : None if most is None else first + most]
    assert [letter.id for letter in part.letters] == expected


def test_a_listing_keeps_its_index(corpus: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    update(corpus, location)
    engine = open_engine(str(location))
    letters = engine.listing(SearchRequest()).letters
    first = [letter.id for letter in islice(letters, 40)]
    empty = tmp_path / "corpus"
    empty.mkdir()
    (empty / "een.txt").write_text("Een andere brief.", encoding="utf-8")
    update(empty, location, rebuild=True)
    assert engine.info().letters == 1
    assert len({*first, *(letter.id for letter in letters)}) == 90


def test_a_listing_over_damaged_bytes_says_so(corpus: Path, tmp_path: Path) -> None:
    update(corpus, tmp_path)
    engine = open_engine(str(tmp_path))
    letters = engine.listing(SearchRequest()).letters
    next(letters)
    for path in tmp_path.glob("g*/s*.seg"):
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size)
            file.seek(path.stat().st_size // 2)
            file.write(b"\0" * (path.stat().st_size // 2))
    with pytest.raises(IndexUnusable, match="beschadigd"):
        list(letters)
