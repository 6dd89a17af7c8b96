"""A question and its answer as values: every door (page, JSON, terminal, export) uses these and adds no rule."""

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, Literal, NamedTuple, Protocol, get_args

from index.errors import RequestError
from index.letter import Completeness, Letter, Mission, Named, Signatory
from index.schema import FACETS
from search.language import LANGUAGES, spoken
from search.language import gettext as _

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
MAX_QUERY = 500
MAX_SIZE = 100
MAX_VALUES = 50
MAX_PAGE = 1_000_000
NO_DATE = "zonder-datum"
"""The value that stands for letters without a date in the date facet."""


FILTERS: Final = tuple(facet.name for facet in FACETS)
"""The fields of a request that hold values of a facet."""

ANY_WORD = "any-word"
"""The code of the notice that no letter has all words, and that letters with some of them are shown."""
MEANT = "meant"
"""The code of the notice that no letter matches, and that those for the suggested question are shown."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question. Values of one filter are alternatives (OR); filters together all hold (AND).

    ``date`` holds years (``2022``), months (``2022-02``) or `NO_DATE`; months beside their year narrow it. ``since``
    and ``until`` are inclusive days.
    ``mission``, ``ministry``, ``signatory`` and ``kind`` take a value's id or label, in any case; ``cites``
    takes papers, as identifiers or in any spelling that a letter may have. With ``synonyms``,
    words stand for their other names, too. Labels and notices are in ``lang``, the language spoken where the request is
    made if none is given.
    """

    query: str = ""
    mission: tuple[str, ...] = ()
    ministry: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    dossier: tuple[str, ...] = ()
    signatory: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    lang: str = field(default_factory=spoken)
    synonyms: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that does, or does not, match the question."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt: spans in reading order, and the section and page it stands in, where known."""

    spans: tuple[Span, ...]
    section: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A letter that answers the question. ``title_spans`` is the title with its matches.

    ``duplicate_of`` is the id of an earlier hit on the page with nearly the same text, the first one of several.
    """

    id: str
    title: str
    title_spans: tuple[Span, ...]
    date: datetime.date | None
    dossier: str | None
    dossiers: tuple[str, ...]
    number: str | None
    kind: str
    completeness: Completeness
    source: str | None
    ministries: tuple[Named, ...]
    missions: tuple[Mission, ...]
    signatories: tuple[Signatory, ...]
    path: str
    score: float
    snippets: tuple[Snippet, ...]
    duplicate_of: str | None = None


class FacetValue(NamedTuple):
    """One line of a facet; ``values`` holds the months of a year. (Hundreds are made for every answer.)"""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # in place of the method that tuples have
    selected: bool
    values: tuple["FacetValue", ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts per value over all hits, without regard to this facet's own filter.

    Of a facet with very many values, those with the most letters are there, and the chosen ones; ``size`` is the number
    of all. Of dates it counts the years, and letters without a date as one more.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    size: int = 0

    def to_json(self) -> dict[str, Any]:
        """The facet as it stands in JSON answers."""
        values = [_value_json(value) for value in self.values]
        return {"name": self.name, "label": self.label, "size": self.size, "values": values}


How = Literal["exact", "form", "part", "name", "pattern", "phrase"]
"""How a word of a text answers one of the question: as it was typed; as another form of it; inside a compound, or as a
part of the compound that was typed; as another name for the same; by its pattern; as words that stand together."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a word of the question has in the texts of the hits shown, and how many of those letters have it."""

    text: str
    how: How
    letters: int


@dataclass(frozen=True, slots=True)
class Matched:
    """A word (or name, or phrase) of the question, and the forms in which the hits shown have it."""

    word: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the searcher should know about how the question was understood."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The index that answered: number of letters, time of its last change (UTC), a version that changes with it."""

    letters: int
    updated: str
    version: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer: one page of hits, the exact total, facets over all hits.

    ``matched`` has the words of the question that matched in the hits shown, in the order in which they were typed.
    """

    request: SearchRequest
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestion: str | None
    notices: tuple[Notice, ...]
    index: IndexInfo
    matched: tuple[Matched, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON object of ``kbsearch --json`` and ``GET /api/search``."""
        return {
            "query": self.request.query,
            "total": self.total,
            "page": self.request.page,
            "size": self.request.size,
            "sort": self.request.sort,
            "took_ms": self.took_ms,
            "hits": [_hit_json(hit) for hit in self.hits],
            "facets": [facet.to_json() for facet in self.facets],
            "matched": [asdict(matched) for matched in self.matched],
            "suggestion": self.suggestion,
            "notices": [asdict(notice) for notice in self.notices],
            "index": asdict(self.index),
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole answer, as `SearchResult` has it page by page: the exact total and every letter, in order.

    ``letters`` is to be gone through once; it reads a few letters at a time, all from the index that answered, also
    when that is replaced meanwhile. It may raise `IndexUnusable` on the way.
    """

    request: SearchRequest
    total: int
    notices: tuple[Notice, ...]
    index: IndexInfo
    letters: Iterator[Letter]


SuggestionKind = Literal["mission", "ministry", "dossier", "word"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to go on with a question: ``text`` comes in place of what was typed from the character ``start`` on.

    ``text`` is a filter or a word (``missie:minusma``), ``label`` what people call it, ``count`` the number of letters
    that have it.
    """

    kind: SuggestionKind
    text: str
    label: str
    count: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter with the question's matches: its title, its paragraphs and the number of matching spans."""

    letter: Letter
    title: tuple[Span, ...]
    paragraphs: tuple[tuple[Span, ...], ...]
    matches: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter as it stands in a list: what it is called, of when, by whom, and which paper it is."""

    id: str
    title: str
    date: datetime.date | None
    dossier: str | None
    number: str | None
    ministries: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The letters before and after one in its dossier, by date, then id; None at either end."""

    previous: Entry | None
    next: Entry | None


class SearchEngine(Protocol):
    """What every door needs of an engine. Safe for use from several threads."""

    def search(self, request: SearchRequest, *, excerpts: bool = True) -> SearchResult:
        """Answer a question. A page past the end has no hits and the true total.

        Without ``excerpts``, which take most of the time, nothing is said that is read from the hits' texts: no
        snippets, no matches, no copies.
        """
        ...

    def listing(self, request: SearchRequest, first: int = 0, most: int | None = None) -> Listing:
        """Answer a question with all its letters, whatever its page; with ``most``, with so many from ``first`` on."""
        ...

    def ids(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of the letters of `listing`; no letter is read."""
        ...

    def letter(self, letter_id: str, query: str = "", *, synonyms: bool = True) -> LetterView | None:
        """The letter of this id with the matches of ``query`` marked; None when there is no such letter."""
        ...

    def values(self, request: SearchRequest, name: str, contains: str = "", most: int = 200) -> Facet:
        """The values of a facet that is not the date: at most ``most`` of those with ``contains`` in their label."""
        ...

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Of these letters those that are held, by id, in the order of ``ids``."""
        ...

    def similar(self, letter_id: str, most: int = 6) -> tuple[Entry, ...]:
        """The letters that are most like this one by their words, the most alike first; none for an unknown id."""
        ...

    def neighbours(self, letter_id: str) -> Neighbours:
        """The letters before and after this one in the (first) dossier that it belongs to."""
        ...

    def complete(self, text: str, most: int = 8) -> tuple[Suggestion, ...]:
        """At most ``most`` ways to go on with a question that was typed as far as ``text``."""
        ...

    def info(self) -> IndexInfo:
        """What the index holds."""
        ...


def _hit_json(hit: Hit) -> dict[str, Any]:
    record = {name: getattr(hit, name) for name in _HIT}
    for name in _LISTS:
        record[name] = [_parts(value) for value in record[name]]
    snippets = [_parts(snippet) | {"spans": [_parts(span) for span in snippet.spans]} for snippet in hit.snippets]
    return record | {"date": hit.date.isoformat() if hit.date else None, "snippets": snippets}


def _parts(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name; `dataclasses.asdict` copies what is in them, which takes long."""
    return {name: getattr(value, name) for name in _FIELDS[type(value)]}


_HIT = tuple(part.name for part in fields(Hit) if part.name != "title_spans")
_LISTS = ("ministries", "missions", "signatories")
_FIELDS = {kind: tuple(part.name for part in fields(kind)) for kind in (Snippet, Span, Named, Mission, Signatory)}


def _value_json(value: FacetValue) -> dict[str, Any]:
    record: dict[str, Any] = {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
    }
    if value.values:
        record["values"] = [_value_json(month) for month in value.values]
    return record


_DATE_VALUE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?\Z")


def checked(request: SearchRequest) -> SearchRequest:
    """The request with its question and dates as they are searched, or `RequestError` for a value out of bounds."""
    if request.sort not in SORTS:
        raise RequestError("sort", _("kies uit {names}", names=", ".join(SORTS)))
    if not 1 <= request.page <= MAX_PAGE:
        raise RequestError("page", _("geef een bladzijde van 1 tot en met {last}", last=MAX_PAGE))
    if not 1 <= request.size <= MAX_SIZE:
        raise RequestError("size", _("geef een aantal van 1 tot en met {last}", last=MAX_SIZE))
    if request.lang not in LANGUAGES:
        raise RequestError("lang", _("kies uit {names}", names=", ".join(LANGUAGES)))
    _check_values(request)
    if len(request.query) > MAX_QUERY:
        raise RequestError("q", _("een vraag heeft hoogstens {most} tekens", most=MAX_QUERY))
    query, dates = request.query.strip(), _narrowest(request.date)
    return request if (query, dates) == (request.query, request.date) else replace(request, query=query, date=dates)


def _check_values(request: SearchRequest) -> None:
    if crowded := next((name for name in FILTERS if len(getattr(request, name)) > MAX_VALUES), None):
        raise RequestError(crowded, _("kies hoogstens {number} waarden", number=MAX_VALUES))
    for value in request.date:
        if value != NO_DATE and not _DATE_VALUE.match(value):
            reason = _("‘{value}’ is geen jaar (2022), maand (2022-02) of {undated}", value=value[:40], undated=NO_DATE)
            raise RequestError("date", reason)


def _narrowest(dates: tuple[str, ...]) -> tuple[str, ...]:
    """The years and months without the years that some of their months stand beside."""
    narrowed = {value[:4] for value in dates if len(value) == len("2022-02")}
    return tuple(value for value in dates if value not in narrowed)


def parse_day(field: str, text: str, *, last: bool = False) -> datetime.date:
    """The day that ``2022-02-17``, ``2022-02`` or ``2022`` stands for: the first, or with ``last`` the last one.

    Raises `RequestError` naming ``field`` for anything else.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", text.strip())

    def wrong() -> RequestError:
        return RequestError(field, _("‘{text}’ is geen datum; schrijf 2022-02-17, 2022-02 of 2022", text=text[:40]))

    if match is None:
        raise wrong()
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day is not None:
            return datetime.date(year or 0, month or 0, day)
        if not last:
            return datetime.date(year or 0, 1 if month is None else month, 1)
        month = 12 if month is None else month
        return datetime.date(year or 0, month, calendar.monthrange(year or 0, month)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise wrong() from error
