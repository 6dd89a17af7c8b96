"""Help with searching, and what browsers and crawlers ask of every site."""

from flask import Response, render_template

from search.language import gettext as _
from search.language import marked
from search.request import SearchEngine, SearchRequest
from web import urls

HELP_EXAMPLES = (
    ("Takuba terugtrekking", marked("beide woorden, in welke vorm ook: ook ‘terugtrekken’ en ‘teruggetrokken’")),
    ("missie", marked("ook als deel van een langer woord: ‘vredesmissie’, ‘trainingsmissies’")),
    ('"artikel 100-brief"', marked("deze woorden precies naast elkaar, in deze volgorde; geen andere vormen of namen")),
    ("Mali OF Niger", marked("een van beide (OR mag ook); OF staat in hoofdletters")),
    ("Afghanistan NIET Kunduz", marked("wel het ene, niet het andere; -Kunduz mag ook")),
    ("(Mali OF Irak) verlenging", marked("haakjes houden bij elkaar wat bij elkaar hoort")),
    ("piraten*", marked("alles wat zo begint: piraten, piratenbestrijding")),
    ("Ta?uba", marked("een vraagteken staat voor één letter, een sterretje voor elk aantal")),
    ("Tacuba~", marked("woorden die er erg op lijken")),
    ('"terugtrekking Takuba"~5', marked("deze woorden in elke volgorde, met hoogstens vijf andere ertussen")),
    (
        "strijd tegen IS",
        marked("ook andere namen, hier ‘ISIS’; die tellen minder mee. IS is niet het woord ‘is’"),
    ),
    ("29 521, nr. 466", marked("een Kamerstuk bij zijn nummer; 29521-466 en kst-29521-466 mogen ook")),
    ("29 521", marked("alle brieven in een dossier of die het noemen")),
    ("missie:eutm-mali", marked("brieven over één missie")),
    ("ministerie:defensie evaluatie", marked("brieven van één ministerie over dit onderwerp")),
    ("ondertekenaar:Ollongren", marked("brieven die iemand ondertekende")),
    ("datum:2021..2023", marked("een periode; een jaar, maand of dag")),
    ("van:2010 tot:2012 ISAF", marked("brieven van 2010 tot en met 2012; een maand of dag mag ook: van:2010-06")),
    ("dossier:29521", marked("een dossier")),
    ("verwijst:29521-426", marked("brieven die dit Kamerstuk aanhalen")),
    ("kenmerk:kst-29521-209", marked("alleen de brief met dit kenmerk")),
)
"""What the query language can do: an example, and what it finds."""


def query_help(engine: SearchEngine) -> str:  # noqa: ARG001  every view is called alike
    """The query language, each line with an example to try."""
    return render_template("help.html", search=SearchRequest(), examples=questions(*zip(*HELP_EXAMPLES, strict=True)))


def robots(engine: SearchEngine) -> Response:  # noqa: ARG001
    """Letters may be crawled, and are all in the sitemap; the endless combinations of a search may not."""
    barred = "".join(f"Disallow: {beginning}\n" for beginning in urls.ENDLESS)
    text = f"User-agent: *\n{barred}\nSitemap: {urls.absolute(urls.SITEMAP)}\n"
    return Response(text, mimetype="text/plain")


def questions(queries: tuple[str, ...], explanations: tuple[str, ...] = ()) -> list[dict[str, str]]:
    texts = explanations or ("",) * len(queries)
    return [
        {"query": query, "href": urls.search(SearchRequest(query=query)), "text": _(text)}
        for query, text in zip(queries, texts, strict=True)
    ]
