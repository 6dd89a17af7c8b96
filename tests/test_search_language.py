"""Dutch and English: the catalogue is complete, nothing is spoken in the wrong language, every door has both."""

import json
import re
import subprocess
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from search import language, wording
from search.language import DUTCH, ENGLISH, of_environment, speaking, spoken
from search.request import SearchEngine, SearchRequest
from tests import translations
from tests.translations import forms
from web import wording as page_wording
from web.app import create_app

Run = Callable[..., "subprocess.CompletedProcess[str]"]
OTHERS = tuple(translations.CATALOGUES)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("other", OTHERS)
def test_everything_is_translated(other: str) -> None:
    catalogue = translations.read(other)
    held = {forms(message.id)[0] for message in catalogue if message.id}
    wanted = {forms(message)[0] for message in translations.wanted()}
    assert wanted - held == set(), "run: make translations"
    assert held - wanted - set(translations.mission_names()) == set(), "run: make translations"
    plurals = {forms(message) for message in translations.wanted() if isinstance(message, tuple)}
    assert {forms(message.id) for message in catalogue if message.pluralizable} == plurals
    assert [message.id for message in catalogue if not all(forms(message.string))] == []
    assert [message.id for message in catalogue if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("other", OTHERS)
def test_translations_have_the_fields_and_forms_of_the_text(other: str) -> None:
    catalogue = translations.read(other)
    for message in catalogue:
        if not message.id:
            continue
        told = forms(message.string)
        assert len(told) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        for own, other_form in zip(forms(message.id), told, strict=True):
            if "python-brace-format" in message.flags:
                assert _fields(other_form) == _fields(own), message.id


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_compiled_is_the_catalogue(other: str) -> None:
    with speaking(other):
        assert spoken() == other, "not compiled; run: pip install --no-deps --no-build-isolation -e ."
        for message in translations.read(other):
            if message.id:
                assert language.gettext(forms(message.id)[0]) == forms(message.string)[0], "compiled from another one"


def test_no_text_stands_where_it_is_not_found() -> None:
    """Texts are not gathered from inside f-strings."""
    hidden = re.compile(r"""\{(?:_|n?gettext)\(['"]""")
    sources = [path for folder in ("search", "web") for path in (translations.ROOT / folder).rglob("*.py")]
    assert [path.name for path in sources if hidden.search(path.read_text(encoding="utf-8"))] == []


EXAMPLES: list[tuple[str, Callable[[], object], object, object]] = [
    ("day", lambda: wording.day_label(date(2022, 5, 17)), "17 mei 2022", "17 May 2022"),
    ("no-day", lambda: wording.day_label(None), "zonder datum", "undated"),
    ("month", lambda: wording.month_label("2022-02"), "februari 2022", "February 2022"),
    ("period-month", lambda: page_wording.period("1996-10"), "oktober 1996", "October 1996"),
    ("period-year", lambda: page_wording.period("1996"), "1996", "1996"),
    ("period-none", lambda: page_wording.period("zonder-datum"), "zonder datum", "undated"),
    ("moment", lambda: page_wording.moment("2026-03-24T12:00:00Z"), "24 maart 2026", "24 March 2026"),
    ("no-letter", lambda: page_wording.letters(0), "geen brieven", "no letters"),
    ("one-letter", lambda: page_wording.letters(1), "1 brief", "1 letter"),
    ("letters", lambda: page_wording.letters(12345), "12.345 brieven", "12,345 letters"),
    ("number", lambda: page_wording.number(1234567), "1.234.567", "1,234,567"),
    ("short", lambda: page_wording.duration(0.4), "minder dan 1 ms", "less than 1 ms"),
    ("milliseconds", lambda: page_wording.duration(7.4), "7 ms", "7 ms"),
    ("seconds", lambda: page_wording.duration(1240.0), "1,2 s", "1.2 s"),
    (
        "citation",
        lambda: page_wording.citation("29521", "426"),
        "Kamerstuk 29521, nr. 426",
        "Parliamentary paper 29521, no. 426",
    ),
    ("empty", lambda: language.gettext(""), "", ""),
    ("braces", lambda: language.gettext("{letters} voor {query}", letters="1", query="{x}"), "1 voor {x}", "1 for {x}"),
    ("spellings", lambda: language.spellings("Defensie"), ("Defensie", "Defence"), ("Defensie", "Defence")),
    ("same", lambda: language.spellings("Takuba"), ("Takuba",), ("Takuba",)),
]


@pytest.mark.parametrize(("told", "dutch", "english"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_wording(told: Callable[[], object], dutch: object, english: object) -> None:
    before = told()
    with speaking(ENGLISH):
        foreign = told()
    assert (before, foreign, told()) == (dutch, english, dutch)


NOTICES = [
    ("(((", "In ‘(((’ staat geen woord om naar te zoeken.", "‘(((’ has no word in it to search for."),
    (
        'MINUSMA "',
        'Het losse aanhalingsteken is genegeerd; sluit een zinsdeel af met ".',
        'The stray quotation mark was ignored; close a phrase with ".',
    ),
    (
        "missie:xyzzy",
        "Geen missie ‘xyzzy’ in deze verzameling; daarom zijn er geen brieven.",
        "No mission ‘xyzzy’ in this collection; that is why there are no letters.",
    ),
    (
        "verwijst:1-2",
        "Geen brief verwijst naar ‘1-2’.",
        "No letter refers to ‘1-2’.",
    ),
]


@pytest.mark.parametrize(("query", "dutch", "english"), NOTICES, ids=[query for query, _, _ in NOTICES])
def test_notices(engine: SearchEngine, query: str, dutch: str, english: str) -> None:
    told = [engine.search(SearchRequest(query, lang=lang)).notices[0].text for lang in (DUTCH, ENGLISH, DUTCH)]
    assert told == [dutch, english, dutch]


LABELS = {
    DUTCH: (
        {
            "Missie": ["MINUSMA"],
            "Ministerie": ["Buitenlandse Handel en Ontwikkelingssamenwerking", "Buitenlandse Zaken", "Defensie"],
            "Datum": ["2023", "december 2023"],
            "Soort": ["brief"],
        },
        ["Buitenlandse Zaken", "Defensie", "Buitenlandse Handel en Ontwikkelingssamenwerking"],
    ),
    ENGLISH: (
        {
            "Mission": ["MINUSMA"],
            "Ministry": ["Defence", "Foreign Affairs", "Foreign Trade and Development Cooperation"],
            "Date": ["2023", "December 2023"],
            "Kind": ["letter"],
        },
        ["Foreign Affairs", "Defence", "Foreign Trade and Development Cooperation"],
    ),
}
"""Of one letter, by language: its facets as they are sorted, and the ministries of the hit."""


@pytest.mark.parametrize(("lang", "door"), [(DUTCH, ENGLISH), (ENGLISH, DUTCH)], ids=["nl", "en"])
def test_labels(engine: SearchEngine, lang: str, door: str) -> None:
    with speaking(door):
        result = engine.search(SearchRequest("C-130-detachement", lang=lang))
    facets = {
        facet.label: [told.label for value in facet.values for told in (value, *value.values)]
        for facet in result.facets
        if facet.name in ("mission", "ministry", "date", "kind")
    }
    assert (facets, [ministry.label for ministry in result.hits[0].ministries]) == LABELS[lang]


def test_a_letter_has_its_labels_in_the_language_that_is_spoken(engine: SearchEngine) -> None:
    told = []
    for lang in (DUTCH, ENGLISH):
        with speaking(lang):
            view = engine.letter("kst-29521-466")
            assert view is not None
            told.append([ministry.label for ministry in view.letter.ministries][:2])
    assert told == [["Buitenlandse Zaken", "Defensie"], ["Foreign Affairs", "Defence"]]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ({"ministry": ("defence",)}, ("def",)),
        ({"ministry": ("Defensie",)}, ("def",)),
        ({"ministry": ("Security and Justice",)}, ("jv",)),
        ({"mission": ("police training mission kunduz",)}, ("gpm-kunduz",)),
        ({"kind": ("Letter",)}, ("brief",)),
    ],
    ids=lambda value: " ".join(next(iter(value.values()))) if isinstance(value, dict) else None,
)
def test_a_filter_is_known_by_its_name_in_each_language(
    engine: SearchEngine, lang: str, typed: dict[str, tuple[str, ...]], ids: tuple[str, ...]
) -> None:
    (name,) = typed
    result = engine.search(SearchRequest(**typed, lang=lang))  # type: ignore[arg-type]
    assert (getattr(result.request, name), result.notices) == (ids, ())


def test_a_suggestion_is_found_by_its_name_in_each_language(engine: SearchEngine) -> None:
    with speaking(ENGLISH):
        told = [(value.text, value.label) for value in engine.complete("ministry:defe")]
    assert told == [("ministerie:def", "Defence")]


def test_a_thread_speaks_its_own_language() -> None:
    spoke: dict[str, list[str]] = {}
    together = threading.Barrier(3, timeout=10)

    def speak(lang: str | None) -> None:
        if lang is None:
            together.wait()
            spoke["silent"] = [spoken()]
            return
        with speaking(lang):
            together.wait()
            spoke[lang] = [spoken(), language.gettext("geen brieven"), wording.month_label("2022-05")]

    with speaking(ENGLISH):
        threads = [threading.Thread(target=speak, args=(lang,)) for lang in (DUTCH, ENGLISH, None)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert spoke == {
        DUTCH: [DUTCH, "geen brieven", "mei 2022"],
        ENGLISH: [ENGLISH, "no letters", "May 2022"],
        "silent": [DUTCH],
    }


def test_without_a_catalogue_dutch_is_spoken() -> None:
    with speaking("xx", asked=True):
        assert (spoken(), language.asked(), language.gettext("geen brieven")) == (DUTCH, None, "geen brieven")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, DUTCH),
        ({"LANG": "C"}, DUTCH),
        ({"LANG": "POSIX"}, DUTCH),
        ({"LANG": "fr_FR.UTF-8"}, DUTCH),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "C.UTF-8"}, DUTCH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, ENGLISH),
    ],
    ids=lambda value: " ".join(f"{key}={text}" for key, text in value.items()) if isinstance(value, dict) else None,
)
def test_the_language_of_a_locale(environment: dict[str, str], lang: str) -> None:
    assert of_environment(environment) == lang


@pytest.mark.parametrize(
    ("args", "locale", "beginning"),
    [
        (["C-130-detachement"], "C.UTF-8", "1 brief voor C-130-detachement ("),
        (["C-130-detachement"], "en_GB.UTF-8", "1 letter for C-130-detachement ("),
        (["--lang", "nl", "C-130-detachement"], "en_GB.UTF-8", "1 brief voor C-130-detachement ("),
        (["--lang", "en", "C-130-detachement"], "C.UTF-8", "1 letter for C-130-detachement ("),
        (["--help"], "en_GB.UTF-8", "Usage: kbsearch [OPTIONS] [QUESTION]..."),
        (["--lang", "nl", "--help"], "en_GB.UTF-8", "Usage: kbsearch [OPTIONS] [VRAAG]..."),
    ],
    ids=["locale-c", "locale-en", "asked-nl", "asked-en", "help-en", "help-nl"],
)
def test_the_terminal(run: Run, location: Path, args: list[str], locale: str, beginning: str) -> None:
    done = run("kbsearch", *args, LANG=locale, KBSEARCH_INDEX=str(location))
    assert (done.returncode, done.stderr, done.stdout[: len(beginning)]) == (0, "", beginning)


def test_everything_in_the_terminal(run: Run, location: Path) -> None:
    done = run("kbsearch", "--lang", "en", "C-130-detachement", KBSEARCH_INDEX=str(location)).stdout
    assert "27 December 2023 · Foreign Affairs, Defence, Foreign Trade" in done
    assert "our summary" in done
    assert "Ministry   Defence (1) · Foreign Affairs (1)" in done
    assert "No letters found. Try" in run("kbsearch", "--lang", "en", "zzzz", KBSEARCH_INDEX=str(location)).stdout


def test_programs_get_the_same_english_from_each_door(run: Run, location: Path, engine: SearchEngine) -> None:
    terminal = json.loads(run("kbsearch", "--lang", "en", "--json", "(((", KBSEARCH_INDEX=str(location)).stdout)
    program = create_app(engine).test_client().get("/api/search?lang=en&q=(((").get_json()
    for answer in (terminal, program):
        del answer["took_ms"]
    assert terminal == program
    assert program["notices"] == [{"code": "no-words", "text": "‘(((’ has no word in it to search for."}]


def test_errors_in_the_terminal(run: Run, location: Path) -> None:
    done = run("kbsearch", "--lang", "en", "--since", "gisteren", "x", KBSEARCH_INDEX=str(location))
    assert done.returncode == 2
    assert "since: ‘gisteren’ is no date; write 2022-02-17, 2022-02 or 2022" in done.stderr


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "/api/search?lang=en&page=abc",
            {
                "title": "This question cannot be read",
                "status": 400,
                "detail": "The parameter ‘page’ is wrong: ‘abc’ is no number; write for instance 1.",
                "advice": "Which addresses and parameters there are is told in /openapi.json.",
                "parameter": "page",
            },
        ),
        (
            "/api/letters/kst-1-2?lang=en",
            {
                "title": "Not found",
                "status": 404,
                "detail": "This collection has no letter with the identifier ‘kst-1-2’.",
                "advice": "Which addresses and parameters there are is told in /openapi.json.",
                "elsewhere": "https://zoek.officielebekendmakingen.nl/kst-1-2.html",
            },
        ),
        (
            "/api/letters/kst-1-2",
            {
                "title": "Niet gevonden",
                "status": 404,
                "detail": "Een brief met het kenmerk ‘kst-1-2’ staat niet in deze verzameling.",
                "advice": "Welke adressen en parameters er zijn, staat in /openapi.json.",
                "elsewhere": "https://zoek.officielebekendmakingen.nl/kst-1-2.html",
            },
        ),
    ],
    ids=["malformed", "not-held", "not-held-nl"],
)
def test_problems(engine: SearchEngine, address: str, expected: dict[str, object]) -> None:
    assert create_app(engine).test_client().get(address).get_json() == {"type": "about:blank", **expected}
