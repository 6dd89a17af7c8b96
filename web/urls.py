"""Every address of the site is read and built here; the state of a search is a `SearchRequest`."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from index.errors import RequestError
from search.language import asked, spoken
from search.language import gettext as _
from search.request import FacetValue, SearchRequest, Sort, checked, parse_day

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
HEALTH = "/healthz"
STATIC = "/static"

MAX_ADDRESS = 8192
"""Characters of path and query string together; a question of 500 characters takes at most 6,000 of them."""

VALUES = ("mission", "ministry", "date", "dossier", "signatory", "kind", "cites")
"""The parameters that may be repeated; in a request each is a tuple."""

FILTERS = (*VALUES, "since", "until")

Pairs = tuple[tuple[str, str], ...]

_DEFAULT = SearchRequest()
_OFFICIAL = re.compile(r"(kst|ah-tk|ah-ek|blg|h-tk|h-ek)-[A-Za-z0-9.-]+\Z")
_DOSSIER = re.compile(r"[0-9]{5}(-[0-9A-Z]{1,6})?\Z")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def parse(args: MultiDict[str, str]) -> SearchRequest:
    """The request that an address asks for; parameters we do not know are ignored, empty ones count as absent.

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
            sort=_sort(args.get("sort", "")),
            page=_number(args, "page", _DEFAULT.page),
            size=_number(args, "size", _DEFAULT.size),
            lang=args.get("lang", "").strip() or spoken(),
            synonyms=_number(args, "synonyms", 1) != 0,
        )
    )


def writable(typed: str) -> str:
    """What was typed, with a space for every sign that no page can hold (https://www.w3.org/TR/xml/#charsets)."""
    return _UNWRITABLE.sub(" ", typed)


def pairs(request: SearchRequest) -> Pairs:
    """The parameters of a request in a fixed order, without those that have their default value.

    Its language is not among them: addresses go on in the language that was asked for (`search.language.asked`).
    """
    single: Pairs = tuple(
        (name, str(int(value) if isinstance(value, bool) else value))
        for name in ("since", "until", "sort", "page", "size", "synonyms")
        if (value := getattr(request, name)) != getattr(_DEFAULT, name)
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
    return path.startswith(API) or path == HEALTH


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


def _values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for text in args.getlist(name) if (value := writable(text).strip())))


def _number(args: MultiDict[str, str], name: str, default: int) -> int:
    text = args.get(name, "").strip()
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        reason = _("‘{text}’ is geen getal; schrijf bijvoorbeeld {default}", text=text[:40], default=default)
        raise RequestError(name, reason)
    return int(text) if text else default


def _sort(text: str) -> Sort:
    chosen: Any = text.strip() or _DEFAULT.sort
    return chosen  # type: ignore[no-any-return]  # `checked` refuses what is not a Sort
