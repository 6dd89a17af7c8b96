"""Every address for programs, as data: what it is called, what may be asked, and what it answers."""

from dataclasses import dataclass
from typing import Final

from index.letter import Letter
from search.formats import FORMATS
from search.request import Entry, Facet, IndexInfo, SearchResult, Suggestion
from web import urls
from web.programs import parameters
from web.programs.feed import MEDIA_TYPE as ATOM
from web.programs.opensearch import MEDIA_TYPE as OPENSEARCH
from web.programs.opensearch import SUGGESTIONS
from web.programs.parameters import Parameter
from web.programs.schemas import Schema, record, reference, schema_of

JSON: Final = "application/json"
XML: Final = "application/xml"


@dataclass(frozen=True, slots=True)
class Door:
    """An address: its name, what it answers, the parameters, the media type, and the shape of an answer in JSON.

    A ``momentary`` answer is true when it is given, and has no entity tag.
    """

    path: str
    name: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    media_type: str = JSON
    schema: Schema | None = None
    momentary: bool = False


_TEXT: Final[Schema] = {"type": "string"}
_SUGGESTIONS: Final = record(
    {"query": _TEXT, "suggestions": schema_of(tuple[Suggestion, ...])}, "Ways to go on with what was typed."
)
_SIMILAR: Final = record({"id": _TEXT, "similar": schema_of(tuple[Entry, ...])}, "Letters that are most like one.")
_HEALTH: Final = record({"status": {"const": "ok"}, "index": reference(IndexInfo)}, "Questions are answered.")
_COMPLETIONS: Final[Schema] = {
    "description": "What was typed; whole questions; what each of them is.",
    "type": "array",
    "items": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "minItems": 3,
    "maxItems": 3,
}

DOORS: Final = (
    Door(
        urls.API_SEARCH,
        "search",
        "One page of letters, with facets and notices.",
        parameters.SEARCH,
        schema=reference(SearchResult),
    ),
    Door(
        urls.API_SUGGEST,
        "suggest",
        "Ways to go on with a question that is being typed.",
        parameters.TYPED,
        schema=_SUGGESTIONS,
    ),
    Door(
        urls.API_VALUES,
        "values",
        "The values of one facet for a search, the first 200 and those that are chosen.",
        parameters.VALUES,
        schema=reference(Facet),
    ),
    Door(urls.API_LETTER, "letter", "One letter, whole.", parameters.LETTER, schema=reference(Letter)),
    Door(
        urls.API_SIMILAR,
        "similar",
        "The letters that are most like one by their words, the most alike first.",
        parameters.LETTER,
        schema=_SIMILAR,
    ),
    *(
        Door(
            urls.EXPORT.replace("<ending>", form.ending),
            f"export_{form.ending}",
            f"All letters of a search in one file, as {form.label}.",
            parameters.WHOLE,
            form.media_type,
        )
        for form in FORMATS
    ),
    Door(
        urls.FEED,
        "feed",
        "One page of a search as a feed: Atom (RFC 4287), in pages (RFC 5005).",
        parameters.FEED,
        ATOM,
    ),
    Door(urls.SRU, "sru", "SRU with CQL, records in Dublin Core. Faults are its diagnostics.", parameters.SRU, XML),
    Door(
        urls.OPENSEARCH,
        "opensearch",
        "What a browser reads to add this search (OpenSearch 1.1).",
        media_type=OPENSEARCH,
    ),
    Door(
        urls.COMPLETIONS,
        "completions",
        "Ways to go on with a question, as OpenSearch Suggestions has them.",
        parameters.TYPED,
        SUGGESTIONS,
        _COMPLETIONS,
    ),
    Door(urls.SITEMAP, "sitemap", "The addresses of all pages, for crawlers.", media_type=XML),
    Door(urls.SITEMAP_PART, "sitemap_part", "One part of them, when they are many.", parameters.PART, XML),
    Door(urls.OPENAPI, "openapi", "This description.", schema={"type": "object"}),
    Door(urls.HEALTH, "health", "Whether questions are answered, and by which index.", schema=_HEALTH, momentary=True),
    Door(urls.METRICS, "metrics", "Measurements for Prometheus.", media_type="text/plain", momentary=True),
)
"""Every address for programs, with what it answers."""
