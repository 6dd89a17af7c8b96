"""What an SRU server answers, in the elements of each version."""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from search.request import Listing
from web.programs import xml
from web.programs.sru.diagnostics import Diagnostic
from web.programs.sru.explaining import ZEEREX
from web.programs.sru.indexes import NAMESPACE
from web.programs.sru.parameters import Operation, Retrieval
from web.programs.sru.records import SCHEMA, dublin_core
from web.programs.sru.versions import Version

_ECHOED: Final = (
    *("version", "query", "queryType", "startRecord", "maximumRecords", "recordPacking", "recordXMLEscaping"),
    *("recordSchema", "resultSetTTL", "sortKeys"),
)
"""The parameters that a response repeats, in the order of its schema."""


def explained(version: Version, record: Element, args: Mapping[str, str], *, as_text: bool) -> Element:
    """The response with the record that explains this server."""
    response = _response("explainResponse", version)
    element = _record(response, version, ZEEREX, as_text=as_text)
    _data(element, record, as_text=as_text)
    _echo(response, "echoedExplainRequest", args, ("version", version.packing))
    return response


def retrieved(version: Version, asked: Retrieval, listing: Listing, args: Mapping[str, str]) -> Element:
    """The response with the letters of a listing, from the position that was asked for."""
    response = _response("searchRetrieveResponse", version)
    _count(response, listing.total)
    letters = list(listing.letters)
    if letters:
        records = xml.add(response, "sru:records")
    for position, letter in enumerate(letters, asked.first + 1):
        record = _record(records, version, SCHEMA, as_text=asked.as_text)
        _data(record, dublin_core(letter), as_text=asked.as_text)
        if version.identified:
            xml.add(record, "sru:recordIdentifier", letter.id)
        xml.add(record, "sru:recordPosition", str(position))
    following = asked.first + len(letters) + 1
    if letters and following <= listing.total:
        xml.add(response, "sru:nextRecordPosition", str(following))
    _echo(response, "echoedSearchRetrieveRequest", args, _ECHOED)
    if listing.notices:
        extra = xml.add(response, "sru:extraResponseData")
        for notice in listing.notices:
            xml.add(extra, "kb:notice", notice.text, {"xmlns:kb": NAMESPACE, "code": notice.code})
    return response


def refused(version: Version, operation: Operation, diagnostic: Diagnostic, args: Mapping[str, str]) -> Element:
    """The response with what is wrong."""
    response = _response(f"{operation}Response", version)
    if operation == "searchRetrieve":
        _count(response, diagnostic.total)
        _echo(response, "echoedSearchRetrieveRequest", args, _ECHOED)
    element = xml.add(
        xml.add(response, "sru:diagnostics"), "diag:diagnostic", attributes={"xmlns:diag": version.diagnostics}
    )
    xml.add(element, "diag:uri", diagnostic.fault.uri)
    if diagnostic.details:
        xml.add(element, "diag:details", diagnostic.details)
    xml.add(element, "diag:message", diagnostic.fault.message)
    return response


def _response(tag: str, version: Version) -> Element:
    response = xml.root(f"sru:{tag}", {"sru": version.namespace})
    xml.add(response, "sru:version", version.name)
    return response


def _count(response: Element, total: int) -> None:
    xml.add(response, "sru:numberOfRecords", str(total))


def _record(parent: Element, version: Version, schema: str, *, as_text: bool) -> Element:
    record = xml.add(parent, "sru:record")
    xml.add(record, "sru:recordSchema", schema)
    xml.add(record, f"sru:{version.packing}", "string" if as_text else "xml")
    return record


def _data(record: Element, content: Element, *, as_text: bool) -> None:
    data = xml.add(record, "sru:recordData", xml.fragment(content) if as_text else "")
    if not as_text:
        data.append(content)


def _echo(response: Element, tag: str, args: Mapping[str, str], names: tuple[str, ...]) -> None:
    given = [name for name in names if name in args]
    if given:
        echoed = xml.add(response, f"sru:{tag}")
    for name in given:
        xml.add(echoed, f"sru:{name}", args[name])
