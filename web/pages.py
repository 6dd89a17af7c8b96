"""The pages that people read. Each view takes the engine and what the address names, and returns a finished page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, render_template, request

from index.letter import Letter, Mission, Reference
from search.request import MEANT, SearchEngine, SearchRequest
from web import urls, views
from web.problems import LetterNotHeld

EXAMPLES = (
    "MINUSMA",
    "Takuba terugtrekking",
    '"artikel 100"',
    "piraterij Somalië",
    "missie:isaf evaluatie",
    "politie*",
)
"""Questions to begin with, on the home page."""

HOME_VALUES = 12

HELP_EXAMPLES = (
    ("Takuba terugtrekking", "beide woorden, in welke vorm ook: ook ‘terugtrekken’ en ‘teruggetrokken’"),
    ("missie", "ook als deel van een langer woord: ‘vredesmissie’, ‘trainingsmissies’"),
    ('"artikel 100-brief"', "deze woorden precies naast elkaar, in deze volgorde; geen andere vormen of namen"),
    ("Mali OF Niger", "een van beide (OR mag ook); OF staat in hoofdletters"),
    ("Afghanistan NIET Kunduz", "wel het ene, niet het andere; -Kunduz mag ook"),
    ("(Mali OF Irak) verlenging", "haakjes houden bij elkaar wat bij elkaar hoort"),
    ("piraten*", "alles wat zo begint: piraten, piratenbestrijding"),
    ("Ta?uba", "een vraagteken staat voor één letter, een sterretje voor elk aantal"),
    ("Tacuba~", "woorden die er erg op lijken"),
    ('"terugtrekking Takuba"~5', "deze woorden in elke volgorde, met hoogstens vijf andere ertussen"),
    (
        "strijd tegen IS",
        "ook andere namen, hier ‘ISIS’; die tellen minder mee. IS is niet het woord ‘is’",
    ),
    ("29 521, nr. 466", "een Kamerstuk bij zijn nummer; 29521-466 en kst-29521-466 mogen ook"),
    ("29 521", "alle brieven in een dossier of die het noemen"),
    ("missie:eutm-mali", "brieven over één missie"),
    ("ministerie:defensie evaluatie", "brieven van één ministerie over dit onderwerp"),
    ("ondertekenaar:Ollongren", "brieven die iemand ondertekende"),
    ("datum:2021..2023", "een periode; een jaar, maand of dag"),
    ("van:2010 tot:2012 ISAF", "brieven van 2010 tot en met 2012; een maand of dag mag ook: van:2010-06"),
    ("dossier:29521", "een dossier"),
    ("verwijst:29521-426", "brieven die dit Kamerstuk aanhalen"),
)
"""What the query language can do: an example, and what it finds."""


def home(engine: SearchEngine) -> str:
    """Where a search begins: the box, what the collection holds, and the facets of the empty question to browse by."""
    everything = SearchRequest(size=1)
    result = engine.search(everything)
    facets = views.facet_lists(SearchRequest(), result, top=HOME_VALUES)
    return render_template(
        "home.html", search=SearchRequest(), info=result.index, facets=facets, examples=_questions(EXAMPLES)
    )


def results(engine: SearchEngine) -> str:
    """One page of results, with everything to narrow, widen or continue the search."""
    search = urls.parse(request.args)
    result = engine.search(search)
    chips = views.chips(search, result)
    meant = MEANT in {notice.code for notice in result.notices}
    return render_template(
        "results.html",
        search=search,
        answered=replace(search, query=result.suggestion or "") if meant else search,
        result=result,
        facets=views.facet_lists(search, result),
        chips=chips,
        advice=() if result.total else views.advice(engine, search, chips),
        paging=views.paging(search, result.total),
        sorts=views.sorts(search),
        sizes=views.sizes(search),
        suggestion_href=urls.asking(search, result.suggestion) if result.suggestion else None,
        unfiltered_href=urls.search(urls.unfiltered(search)),
    )


def letter(engine: SearchEngine, letter_id: str) -> str:
    """One letter with the matches of ``q`` marked; a page that says where to look when we do not hold it."""
    search = urls.parse(request.args)
    view = engine.letter(letter_id, search.query, synonyms=search.synonyms)
    if view is None:
        raise LetterNotHeld(letter_id)
    citing = SearchRequest(cites=(letter_id,), sort="newest", size=views.MAX_CITING)
    return render_template(
        "letter.html",
        search=search,
        letter=view.letter,
        title=view.title,
        parts=views.parts(view),
        matches=view.matches,
        source=urls.external(view.letter.source),
        replacement=_reference(engine, Reference(view.letter.replaced_by)) if view.letter.replaced_by else None,
        permalink=request.url_root.rstrip("/") + urls.letter(view.letter.id),
        back=urls.search(search) if request.args else None,
        filters=_filters(view.letter),
        references=[_reference(engine, reference) for reference in view.letter.references],
        citing=engine.search(citing),
        citing_href=urls.search(citing),
    )


def query_help(engine: SearchEngine) -> str:  # noqa: ARG001  every view is called alike
    """The query language, each line with an example to try."""
    return render_template("help.html", search=SearchRequest(), examples=_questions(*zip(*HELP_EXAMPLES, strict=True)))


def robots(engine: SearchEngine) -> Response:  # noqa: ARG001
    """Letters may be crawled; the endless combinations of a search may not."""
    return Response(f"User-agent: *\nDisallow: {urls.SEARCH}\nDisallow: {urls.API}\n", mimetype="text/plain")


def icon(engine: SearchEngine) -> Response:  # noqa: ARG001
    """The icon of the site."""
    return current_app.send_static_file("favicon.svg")


VIEWS: tuple[tuple[str, Callable[..., str | Response]], ...] = (
    (urls.HOME, home),
    (urls.SEARCH, results),
    (urls.LETTER, letter),
    (urls.HELP, query_help),
    (urls.ROBOTS, robots),
    (urls.ICON, icon),
)


def register(app: Flask, engine: SearchEngine) -> None:
    """Make the pages reachable in ``app``."""
    for address, view in VIEWS:
        app.add_url_rule(address, f"pages.{view.__name__}", partial(view, engine), methods=["GET"])


def _questions(queries: tuple[str, ...], explanations: tuple[str, ...] = ()) -> list[dict[str, str]]:
    texts = explanations or ("",) * len(queries)
    return [
        {"query": query, "href": urls.search(SearchRequest(query=query)), "text": text}
        for query, text in zip(queries, texts, strict=True)
    ]


def _filters(letter: Letter) -> dict[str, list[dict[str, str]]]:
    """Per facet the letter's own values, each with the address of all letters that share it."""
    return {
        "ministry": [
            {"label": value.label, "href": urls.search(SearchRequest(ministry=(value.id,)))}
            for value in letter.ministries
        ],
        "mission": [
            {"label": value.label, "href": urls.search(SearchRequest(mission=(value.id,))), "weight": _weight(value)}
            for value in letter.missions
        ],
        "dossier": [
            {"label": dossier, "href": urls.search(SearchRequest(dossier=(dossier,)))} for dossier in letter.dossiers
        ],
    }


def _weight(mission: Mission) -> str:
    """How much a letter is about a mission, in words."""
    times = f"{mission.count}×" if mission.count else ""
    return ", ".join(filter(None, ("onderwerp" if mission.about else "", times)))


def _reference(engine: SearchEngine, reference: Reference) -> dict[str, Any]:
    """A cited paper: our page of it when we hold it, else the official one."""
    held = engine.letter(reference.id)
    return {
        "id": reference.id,
        "text": reference.text,
        "date": reference.date,
        "doubtful": reference.doubtful,
        "letter": held.letter if held else None,
        "href": urls.letter(reference.id) if held else urls.official(reference.id),
    }
