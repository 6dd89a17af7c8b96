"""The description of all addresses for programs, as OpenAPI 3.1 has it (https://spec.openapis.org/oas/v3.1.1)."""

import re
from importlib.metadata import version
from typing import Final

from flask import Response, jsonify

from index.letter import Block, Letter, Mission, Named, Reference, Signatory
from search.request import (
    Entry,
    Facet,
    FacetValue,
    Form,
    Hit,
    IndexInfo,
    Matched,
    Notice,
    SearchEngine,
    SearchRequest,
    SearchResult,
    Snippet,
    Span,
    Suggestion,
)
from web.problems import Problem
from web.programs.doors import DOORS, Door
from web.programs.parameters import Parameter
from web.programs.schemas import Schema, properties_of, record, record_of, reference

ABOUT: Final = """\
Full-text search over the letters that Dutch ministers send to Parliament.

Every address is there to be read (GET, HEAD), without a key. Parameters that are not described are ignored, an empty
one counts as absent, of one that holds a single value the first counts, and spaces around a value do not matter. Texts
for people are Dutch, or English with `lang=en`. An answer has a weak entity tag that changes with the index: asked
again with `If-None-Match`, status 304 says that nothing changed. Who asks too often gets status 429 and `Retry-After`.
"""

_PLAIN: Final = (
    *(Block, Entry, Facet, Form, IndexInfo, Matched, Mission, Named),
    *(Notice, Reference, Signatory, Snippet, Span, Suggestion),
)
"""What answers hold as it is."""
_ECHOED: Final = ("query", "page", "size", "sort")
"""What an answer repeats of the question."""
_VARIABLE: Final = re.compile(r"<(?:\w+:)?(\w+)>")
_PROBLEM: Final[Schema] = {"content": {"application/problem+json": {"schema": reference(Problem)}}}


def openapi(engine: SearchEngine) -> Response:  # noqa: ARG001  every view is called alike
    """The description, the same for everyone."""
    return jsonify(description())


def description() -> Schema:
    """The OpenAPI document as a JSON-ready dict."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "kbsearch", "version": version("kbsearch"), "description": ABOUT, "license": {"name": "MIT"}},
        "servers": [{"url": "/"}],
        "paths": {_VARIABLE.sub(r"{\1}", door.path): {"get": _operation(door)} for door in DOORS},
        "components": {"schemas": _schemas()},
    }


def _operation(door: Door) -> Schema:
    """What is asked and answered at one address."""
    answer: Schema = {
        "description": door.text,
        "content": {door.media_type: {"schema": door.schema} if door.schema else {}},
    }
    responses = {"200": answer}
    if not door.momentary:
        answer["headers"] = {"ETag": {"description": "Changes with the index.", "schema": {"type": "string"}}}
        responses["304"] = {"description": "What the client has still holds."}
    if any(parameter.place == "query" for parameter in door.parameters):
        responses["400"] = {"description": "A parameter cannot be understood; the problem names it."} | _PROBLEM
    if any(parameter.place == "path" for parameter in door.parameters):
        responses["404"] = {"description": "There is nothing of that name."} | _PROBLEM
    responses["default"] = {"description": "A problem, as RFC 9457 has it."} | _PROBLEM
    return {
        "operationId": door.name,
        "summary": door.text,
        "parameters": [_parameter(parameter) for parameter in door.parameters],
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> Schema:
    described: Schema = {"name": parameter.name, "in": parameter.place, "description": parameter.text}
    if parameter.required or parameter.place == "path":
        described["required"] = True
    elif parameter.schema.get("type") != "array":  # whose items say themselves what they may be
        described["allowEmptyValue"] = True
    return described | {"schema": parameter.schema}


_FILE: Final[Schema] = {"type": "string", "description": "Where the letter lies in the corpus; `path` is its page."}


def _schemas() -> dict[str, Schema]:
    """The shapes that answers refer to, by the names of their classes."""
    echoed = {name: schema for name, schema in properties_of(SearchRequest).items() if name in _ECHOED}
    cited_by = record(
        {"total": {"type": "integer"}, "letters": {"type": "array", "items": {"type": "string"}}},
        "How many letters cite this one, and the ids of the newest hundred of them.",
    )
    problem = {"type": {"const": "about:blank"}} | properties_of(Problem)
    return {
        "SearchResult": record(echoed | properties_of(SearchResult, ("request",)), "The answer: one page of hits."),
        "Hit": record_of(Hit, without=("title_spans",)),
        "FacetValue": record_of(FacetValue, optional=("values",)),
        "Letter": record(properties_of(Letter) | {"file": _FILE, "cited_by": cited_by}, "One letter."),
        "Problem": record(problem, "What went wrong, and a next step.", ("detail", "parameter", "elsewhere")),
    } | {kind.__name__: record_of(kind) for kind in _PLAIN}
