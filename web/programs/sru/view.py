"""Answers an SRU request."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from flask import Response, request

from index.errors import KbError
from search.request import SearchEngine, SearchRequest
from web import urls
from web.programs import xml
from web.programs.sru import responses
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.explaining import explanation
from web.programs.sru.parameters import operation_of, packing, retrieval, version_of
from web.programs.sru.versions import Version


def sru(engine: SearchEngine) -> Response:
    """The response to ``explain`` or ``searchRetrieve`` as XML, with status 200 also when it is a diagnostic.

    When questions cannot be answered at all the status is 503, with diagnostic 2. Of a parameter that is repeated its
    first value counts.
    """
    args = {name: urls.writable(value) for name, value in request.args.items()}
    version = version_of(args)
    try:
        element, status = _answer(engine, args, version), 200
    except Diagnostic as diagnostic:
        element, status = _refusal(args, version, diagnostic), 200
    except KbError as error:
        element, status = _refusal(args, version, Diagnostic(Fault.UNAVAILABLE, str(error))), 503
    return Response(xml.document(element), status, mimetype="application/xml")


def _answer(engine: SearchEngine, args: Mapping[str, str], version: Version) -> Element:
    if operation_of(args) == "explain":
        as_text = packing(args, version) == "string"
        return responses.explained(version, explanation(version, engine.info()), args, as_text=as_text)
    asked = retrieval(args, version)
    question = SearchRequest(query=asked.question.query, sort=asked.sort)
    listing = engine.listing(question, asked.first, asked.most)
    if asked.first >= max(listing.total, 1):
        raise Diagnostic(Fault.POSITION, str(asked.first + 1), listing.total)
    return responses.retrieved(version, asked, listing, args)


def _refusal(args: Mapping[str, str], version: Version, diagnostic: Diagnostic) -> Element:
    explains = args.get("operation", "explain" if "query" not in args else "") == "explain"
    return responses.refused(version, "explain" if explains else "searchRetrieve", diagnostic, args)
