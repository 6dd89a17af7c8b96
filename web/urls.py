"""Every address of the site is read and built here; the state of a search is a `SearchRequest`."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app, request
from werkzeug.datastructures import MultiDict

from index.errors import RequestError
from search.language import DUTCH, asked, spoken
from search.language import gettext as _
from search.request import MAX_VALUES, FacetValue, SearchRequest, Sort, checked, parse_day

HOME = "/"
SEARCH = "/zoeken"
LETTER = "/brief/<letter_id>"
DOSSIER = "/dossier/<number>"
MISSION = "/missie/<mission_id>"
VALUES_OF = "/zoeken/waarden"
HELP = "/hulp"
ICON = "/favicon.svg"
ROBOTS = "/robots.txt"
API = "/api/"
API_SEARCH = "/api/search"
API_SUGGEST = "/api/suggest"
API_LETTER = "/api/letters/<letter_id>"
API_SIMILAR = "/api/letters/<letter_id>/similar"
API_VALUES = "/api/values"
OPENAPI = "/openapi.json"
SRU = "/sru"
EXPORT = "/export.<ending>"
FEED = "/feed.atom"
OPENSEARCH = "/opensearch.xml"
COMPLETIONS = "/opensearch/suggest"
SITEMAP = "/sitemap.xml"
SITEMAP_PART = "/sitemap-<int:number>.xml"
HEALTH = "/healthz"
METRICS = "/metrics"
STATIC = "/static"

MAX_ADDRESS = 8192
"""Characters of path and query string together; a question of 500 characters takes at most 6,000 of them."""

SHARED = (API, OPENAPI, FEED, "/export.", "/sru", "/opensearch")
"""How the addresses begin whose answers a script of any site may read."""
FOR_PROGRAMS = (*SHARED, "/sitemap", HEALTH, METRICS)
"""How the addresses begin that programs ask for."""

ENDLESS = (SEARCH, API, FEED, "/export.", "/sru")
"""How the addresses begin that have an answer for every question."""

MAX_CONTAINS = 100
"""Characters of a part of a name that count."""

VALUES = ("mission", "ministry", "date", "dossier", "signatory", "kind", "cites")
"""The parameters that may be repeated; in a request each is a tuple."""

FILTERS = (*VALUES, "since", "until")

Pairs = tuple[tuple[str, str], ...]

_DEFAULT = SearchRequest()
_SWITCH = ("", "0", "1")
FEED_DEFAULT = SearchRequest(sort="newest", size=50)
"""The request of a feed without parameters."""
_OFFICIAL = re.compile(r"(kst|ah-tk|ah-ek|blg|h-tk|h-ek)-[A-Za-z0-9.-]+\Z")
_DOSSIER = re.compile(r"[0-9]{5}(-[0-9A-Z]{1,6})?\Z")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def parse(args: MultiDict[str, str], default: SearchRequest = _DEFAULT) -> SearchRequest:
    """The request that an address asks for; parameters we do not know are ignored, empty ones count as absent.

    ``default`` has the order, page and size of an address without them.

    Raises `RequestError`, naming the parameter, for one that cannot be understood. Where a parameter that holds one
    value is repeated, its first value counts.
    """
    since, until = args.get("since", "").strip(), args.get("until", "").strip()
    return checked(
        SearchRequest(
            query=writable(args.get("q", "")),
            mission=_values(args, "mission"),
            ministry=_values(args, "ministry"),
            date=_values(args, "date"),
            since=parse_day("since", since) if since else None,
            until=parse_day("until", until, last=True) if until else None,
            dossier=_values(args, "dossier"),
            signatory=_values(args, "signatory"),
            kind=_values(args, "kind"),
            cites=_values(args, "cites"),
            sort=_sort(args.get("sort", ""), default.sort),
            page=_number(args, "page", default.page),
            size=_number(args, "size", default.size),
            lang=args.get("lang", "").strip() or spoken(),
            synonyms=_switch(args, "synonyms"),
        )
    )


def part_of_name(args: MultiDict[str, str]) -> str:
    """What the names of a facet's values shall contain, as far as it counts."""
    return writable(args.get("contains", "")).strip()[:MAX_CONTAINS]


def writable(typed: str) -> str:
    """What was typed, with a space for every sign that no page can hold (https://www.w3.org/TR/xml/#charsets)."""
    return _UNWRITABLE.sub(" ", typed)


def pairs(request: SearchRequest, default: SearchRequest = _DEFAULT) -> Pairs:
    """The parameters of a request in a fixed order, without those that have their value in ``default``.

    Its language is not among them: addresses go on in the language that was asked for (`search.language.asked`).
    """
    single: Pairs = tuple(
        (name, str(int(value) if isinstance(value, bool) else value))
        for name in ("since", "until", "sort", "page", "size", "synonyms")
        if (value := getattr(request, name)) != getattr(default, name)
    )
    query: Pairs = (("q", request.query),) if request.query else ()
    return query + tuple((name, value) for name in VALUES for value in getattr(request, name)) + single


def without_fields(request: SearchRequest, *names: str) -> Pairs:
    """The parameters that a form carries along, apart from those that it asks for itself (and the page number)."""
    return tuple(pair for pair in pairs(request) if pair[0] not in (*names, "page")) + kept_language()


def kept_language() -> Pairs:
    """The parameter that keeps the language which was asked for; nothing when none was."""
    return (("lang", chosen),) if (chosen := asked()) else ()


def is_for_programs(path: str) -> bool:
    """Whether a program asks, and not a person in a browser."""
    return path.startswith(FOR_PROGRAMS)


def is_shared(path: str) -> bool:
    """Whether a script of any site may read the answer."""
    return path.startswith(SHARED)


def home() -> str:
    """The page where a search begins."""
    return _address(HOME)


def guide() -> str:
    """The page that helps with searching."""
    return _address(HELP)


def dossier(number: str, first: int = 1) -> str:
    """The page of a dossier, with its letters from page ``first`` of them on."""
    return _address(DOSSIER.replace("<number>", quote(number, safe="")), (("page", str(first)),) if first > 1 else ())


def mission(mission_id: str, first: int = 1) -> str:
    """The page of a mission, with its letters from page ``first`` of them on."""
    path = MISSION.replace("<mission_id>", quote(mission_id, safe=""))
    return _address(path, (("page", str(first)),) if first > 1 else ())


def in_language(path: str, args: MultiDict[str, str], chosen: str) -> str:
    """The address of a page in another language: its path and parameters, of which ``lang`` is ``chosen``."""
    kept = [(name, value) for name, value in args.items(multi=True) if name != "lang"]
    return f"/{quote(path.lstrip('/'))}?{urlencode([*kept, ('lang', chosen)])}"


def dated(address: str, value: str) -> str:
    """The results at an address without a date, narrowed to a year or month."""
    return f"{address}{'&' if '?' in address else '?'}date={value}"


def values(request: SearchRequest, name: str) -> str:
    """The page with all values of a facet for these results."""
    return _address(VALUES_OF, (("facet", name), *pairs(replace(request, page=1))))


def search(request: SearchRequest) -> str:
    """The result page of this request."""
    return _address(SEARCH, pairs(request))


def letter(letter_id: str, request: SearchRequest | None = None, anchor: str = "") -> str:
    """The page of a letter; with a request it marks matches and knows the way back."""
    return _address(permanent(letter_id), pairs(request) if request else ()) + (f"#{anchor}" if anchor else "")


def permanent(letter_id: str) -> str:
    """The permanent address of a letter, in no language."""
    return LETTER.replace("<letter_id>", quote(letter_id, safe=""))


def absolute(path: str) -> str:
    """The whole address of ``path`` for readers elsewhere: below the configured ``BASE_URL``, else below that asked."""
    root: str = current_app.config.get("BASE_URL") or f"{request.scheme}://{request.host}"
    return root + path


def official(paper_id: str) -> str | None:
    """Where the government publishes the paper of this identifier; None when the identifier is not an official one."""
    return f"https://zoek.officielebekendmakingen.nl/{paper_id}.html" if _OFFICIAL.match(paper_id) else None


def official_dossier(number: str) -> str | None:
    """Where the government lists the papers of a dossier; None for what is no dossier's number."""
    return f"https://zoek.officielebekendmakingen.nl/dossier/{number}" if _DOSSIER.match(number) else None


def external(address: str | None) -> str | None:
    """The address when it is one of the web, safe to link to; else None."""
    return address if address and _WEB.match(address) else None


def page(request: SearchRequest, number: int) -> str:
    """Another page of the same results."""
    return search(replace(request, page=number))


def sorted_by(request: SearchRequest, sort: Sort) -> str:
    """The same letters in another order, from the first page."""
    return search(replace(request, sort=sort, page=1))


def sized(request: SearchRequest, size: int) -> str:
    """The same letters with this many on a page, from the first page."""
    return search(replace(request, size=size, page=1))


def asking(request: SearchRequest, query: str) -> str:
    """Another question with the same filters, from the first page."""
    return search(replace(request, query=query, page=1))


def toggled(request: SearchRequest, name: str, value: FacetValue) -> SearchRequest:
    """The request with a facet's value chosen, or no longer chosen if it was, from the first page.

    A year and its months exclude each other: the last one chosen counts. A value that was chosen by another name
    (``jenv``) cannot be told from its neighbours, so letting go of it lets go of the whole filter.
    """
    spellings = {value.value.casefold(), value.label.casefold()}
    others = tuple(chosen for chosen in getattr(request, name) if chosen.casefold() not in spellings)
    if value.selected and others == getattr(request, name):
        others = ()
    if name == "date":
        others = tuple(chosen for chosen in others if not _within(chosen, value.value))
    return _changed(request, name, others if value.selected else (*others, value.value))


def without(request: SearchRequest, name: str, value: str = "") -> SearchRequest:
    """The request without one value of a filter (or without its ``since`` or ``until``), from the first page."""
    if name not in VALUES:
        return _changed(request, name, None)
    return _changed(request, name, tuple(chosen for chosen in getattr(request, name) if chosen != value))


def unfiltered(request: SearchRequest) -> SearchRequest:
    """The question alone, in the same order and page size."""
    kept = ("query", "sort", "size", "lang", "synonyms")
    return SearchRequest(**{name: getattr(request, name) for name in kept})


def without_synonyms(request: SearchRequest) -> str:
    """The same search for what was typed only."""
    return search(replace(request, page=1, synonyms=False))


def feed(request: SearchRequest) -> str:
    """The feed of this request: its order, page and size are those of the feed."""
    return _for_program(FEED, pairs(request, FEED_DEFAULT))


def feed_of(request: SearchRequest) -> str:
    """The feed of the letters of a result page, the newest first."""
    return feed(replace(request, sort=FEED_DEFAULT.sort, page=1, size=FEED_DEFAULT.size))


def export(request: SearchRequest, ending: str) -> str:
    """The file of all letters of a result page, in its order."""
    path = EXPORT.replace("<ending>", ending)
    return _for_program(path, pairs(replace(request, page=_DEFAULT.page, size=_DEFAULT.size)))


def description() -> str:
    """What a browser reads to search here from its address bar."""
    return _for_program(OPENSEARCH)


def template(path: str, *, paged: bool = False) -> str:
    """An address with places for the question and the number of the page, as OpenSearch 1.1 writes them."""
    places = ("q={searchTerms}", *(["page={startPage?}"] if paged else []))
    return f"{path}?{'&'.join((*places, *('='.join(pair) for pair in kept_language())))}"


def scheme(facet: str) -> str:
    """What names the values of a facet: the page with all of them, in no language."""
    return f"{VALUES_OF}?facet={facet}"


def sitemap_part(number: int) -> str:
    """A part of the list of all pages."""
    return SITEMAP_PART.replace("<int:number>", str(number))


def static(name: str, version: str) -> str:
    """A static file; the version changes with its content, so that browsers may keep it."""
    return f"{STATIC}/{name}?v={version}"


def _changed(request: SearchRequest, name: str, value: Any) -> SearchRequest:
    return replace(request, page=1, **{name: value})


def _within(one: str, other: str) -> bool:
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _address(path: str, parameters: Pairs = ()) -> str:
    parameters += kept_language()
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _for_program(path: str, parameters: Pairs = ()) -> str:
    """An address that tells the language of the page it stands on: a program has no preference of its own."""
    return _address(path, parameters if asked() or spoken() == DUTCH else (*parameters, ("lang", spoken())))


def _values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    given = args.getlist(name)
    if len(given) > MAX_VALUES:
        return tuple(given)  # `checked` refuses so many
    return tuple(dict.fromkeys(value for text in given if (value := writable(text).strip())))


def _number(args: MultiDict[str, str], name: str, default: int) -> int:
    text = args.get(name, "").strip()
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        reason = _("‘{text}’ is geen getal; schrijf bijvoorbeeld {default}", text=text[:40], default=default)
        raise RequestError(name, reason)
    return int(text) if text else default


def _switch(args: MultiDict[str, str], name: str) -> bool:
    text = args.get(name, "").strip()
    if text not in _SWITCH:
        raise RequestError(name, _("kies uit {names}", names="0, 1"))
    return text != "0"


def _sort(text: str, default: Sort) -> Sort:
    chosen: Any = text.strip() or default
    return chosen  # type: ignore[no-any-return]  # `checked` refuses what is not a Sort
