"""What may stand in an address, as data: the name of each parameter, what it may be, and what it does.

`web.urls` reads them, with the bounds of `search.request`. Parameters that are not in the table are ignored; an empty
one counts as absent; of one that holds a single value and is repeated, the first counts.
"""

from dataclasses import dataclass
from typing import Final, Literal

from search.facets import VALUED
from search.language import LANGUAGES
from search.request import MAX_PAGE, MAX_QUERY, MAX_SIZE, MAX_VALUES, NO_DATE, SORTS, SearchRequest, Sort
from web.programs.schemas import Schema
from web.urls import FEED_DEFAULT, MAX_CONTAINS

_YEAR: Final = "(?!0000)[0-9]{4}"
_MONTH: Final = "(0[1-9]|1[0-2])"
_DEFAULT: Final = SearchRequest()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: its name, the schema of what it may be, and what it does."""

    name: str
    schema: Schema
    text: str
    place: Literal["query", "path"] = "query"
    required: bool = False


def _values(name: str, text: str, schema: Schema | None = None) -> Parameter:
    """A parameter that may be repeated; its values are alternatives."""
    items = schema or {"type": "string"}
    return Parameter(name, {"type": "array", "items": items, "maxItems": MAX_VALUES}, f"{text} May be repeated.")


def _day(name: str, text: str) -> Parameter:
    day = {"type": "string", "format": "date"}
    part = {"type": "string", "pattern": f"^{_YEAR}(-{_MONTH})?$"}
    return Parameter(name, {"anyOf": [day, part]}, f"{text} A day (2022-02-17), month (2022-02) or year (2022).")


def _number(name: str, last: int, default: int, text: str) -> Parameter:
    return Parameter(name, {"type": "integer", "minimum": 1, "maximum": last, "default": default}, text)


QUESTION: Final = Parameter("q", {"type": "string", "maxLength": MAX_QUERY}, "The question, in the query language.")
LANGUAGE: Final = Parameter(
    "lang", {"type": "string", "enum": list(LANGUAGES)}, "The language of labels, notices and problems; else Dutch."
)
FILTERS: Final = (
    _values("mission", "Letters that name this mission: its id or label."),
    _values("ministry", "Letters of this ministry: its id or label."),
    _values(
        "date",
        f"Letters of this year or month; `{NO_DATE}` is for letters without a date.",
        {"type": "string", "pattern": f"^([0-9]{{4}}(-{_MONTH})?|{NO_DATE}|)$"},
    ),
    _values("dossier", "Letters in this dossier (`29521`, `21501-02`)."),
    _values("signatory", "Letters that this person signed."),
    _values("kind", "Papers of this sort (`brief`, `verslag`)."),
    _values("cites", "Letters that cite this paper (`kst-29521-426`, or as a letter would write it)."),
    _day("since", "Letters from this day on; of a month or year the first day."),
    _day("until", "Letters up to and including this day; of a month or year the last day."),
)
SYNONYMS: Final = Parameter(
    "synonyms",
    {"type": "integer", "enum": [0, 1], "default": int(_DEFAULT.synonyms)},
    "Whether words stand for their other names, too.",
)
PAGE: Final = _number("page", MAX_PAGE, _DEFAULT.page, "The page of the result; one past the end has no letters.")


def _order(default: Sort) -> Parameter:
    return Parameter("sort", {"type": "string", "enum": list(SORTS), "default": default}, "The order of the letters.")


def _size(default: int) -> Parameter:
    return _number("size", MAX_SIZE, default, "Letters on a page.")


CHOSEN: Final = (QUESTION, *FILTERS, SYNONYMS, LANGUAGE)
"""What decides which letters answer."""
WHOLE: Final = (*CHOSEN, _order(_DEFAULT.sort))
"""A search whose letters are all given."""
SEARCH: Final = (*WHOLE, PAGE, _size(_DEFAULT.size))
"""A search; these are the fields of `SearchRequest`."""
FEED: Final = (*CHOSEN, _order(FEED_DEFAULT.sort), PAGE, _size(FEED_DEFAULT.size))
VALUES: Final = (
    Parameter("facet", {"type": "string", "enum": list(VALUED)}, "The facet whose values are asked.", required=True),
    Parameter(
        "contains",
        {"type": "string"},
        f"A part of the label; capitals and accents do not matter. {MAX_CONTAINS} characters of it count.",
    ),
    *CHOSEN,
)
TYPED: Final = (QUESTION, LANGUAGE)
"""A question that is being typed."""
LETTER: Final = (Parameter("letter_id", {"type": "string", "minLength": 1}, "The id of a letter.", "path"), LANGUAGE)
PART: Final = (Parameter("number", {"type": "integer", "minimum": 1}, "The number of the part.", "path"),)
SRU: Final = tuple(
    Parameter(name, {"type": "string"}, text)
    for name, text in {
        "operation": "`explain` or `searchRetrieve`.",
        "version": "`1.1`, `1.2` or `2.0`.",
        "query": "The question, in CQL.",
        "startRecord": "The number of the first record, from 1.",
        "maximumRecords": f"At most so many records, up to {MAX_SIZE}.",
        "recordSchema": "`dc`, or `info:srw/schema/1/dc-v1.1`.",
        "recordPacking": "1.x: `xml`, or `string` for records as escaped text.",
        "recordXMLEscaping": "2.0: the same.",
        "sortKeys": "1.x: the order of the records.",
        "lang": "The language of labels and notices: `nl` or `en`.",
    }.items()
)
"""All that SRU has may be asked; what cannot be understood is answered by a diagnostic."""
