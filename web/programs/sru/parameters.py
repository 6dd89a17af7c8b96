"""The parameters of an SRU request, in either generation of the protocol."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from search.request import MAX_SIZE, Sort
from web.programs.sru.cql import parse
from web.programs.sru.diagnostics import Diagnostic, Fault
from web.programs.sru.translation import Question, sort_by_keys, translated
from web.programs.sru.versions import LATEST, VERSIONS, Version

Operation = Literal["explain", "searchRetrieve"]
SCHEMAS: Final = ("dc", "info:srw/schema/1/dc-v1.1", "http://purl.org/dc/elements/1.1/")
"""The names of the one record schema: the short one, its identifier, and another that is in use."""
DEFAULT_SIZE: Final = 10
UNDERSTOOD: Final = frozenset(
    (
        *("operation", "version", "query", "queryType", "startRecord", "maximumRecords", "recordSchema"),
        *("recordPacking", "recordXMLEscaping", "sortKeys", "resultSetTTL", "extraRequestData", "httpAccept", "lang"),
        *("stylesheet", "recordXPath"),
    )
)
_MOST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a searchRetrieve asks for: records from position ``first`` (the first is 0), ``most`` of them.

    ``as_text`` is whether records are text with their markup escaped.
    """

    question: Question
    first: int
    most: int
    as_text: bool

    @property
    def sort(self) -> Sort:
        """The order of the records."""
        return self.question.sort or "relevance"


def version_of(args: Mapping[str, str]) -> Version:
    """The version that is spoken: the one asked for, else that which has such parameters; 1.2 for an unknown one."""
    asked = args.get("version", "")
    if asked:
        return VERSIONS.get(asked, VERSIONS["1.2"])
    return VERSIONS["1.2"] if args.get("operation") else LATEST


def operation_of(args: Mapping[str, str]) -> Operation:
    """What is asked; raises `Diagnostic` for another operation, and for a version or parameter that is not known."""
    if (version := args.get("version", "")) and version not in VERSIONS:
        raise Diagnostic(Fault.VERSION, LATEST.name)
    operation = args.get("operation") or ("searchRetrieve" if "query" in args else "explain")
    if operation not in ("explain", "searchRetrieve"):
        raise Diagnostic(Fault.OPERATION, operation)
    if unknown := next((name for name in args if name not in UNDERSTOOD and not name.startswith("x-")), None):
        raise Diagnostic(Fault.PARAMETER, unknown)
    return "explain" if operation == "explain" else "searchRetrieve"


def retrieval(args: Mapping[str, str], version: Version) -> Retrieval:
    """What a searchRetrieve asks for; raises `Diagnostic` for what is not to be had."""
    for name, fault in (("stylesheet", Fault.STYLESHEET), ("recordXPath", Fault.XPATH)):
        if args.get(name):
            raise Diagnostic(fault, args[name])
    if args.get("queryType", "cql") not in ("", "cql"):
        raise Diagnostic(Fault.PARAMETER_VALUE, "queryType")
    if (schema := args.get("recordSchema")) and schema not in SCHEMAS:
        raise Diagnostic(Fault.SCHEMA, schema)
    first = _number(args, "startRecord", 1)
    if first < 1:
        raise Diagnostic(Fault.PARAMETER_VALUE, "startRecord")
    return Retrieval(
        question=_question(args),
        first=first - 1,
        most=min(_number(args, "maximumRecords", DEFAULT_SIZE), MAX_SIZE),
        as_text=packing(args, version) == "string",
    )


def packing(args: Mapping[str, str], version: Version) -> str:
    """``xml`` or ``string``."""
    chosen = args.get(version.packing) or "xml"
    if chosen not in ("xml", "string"):
        raise Diagnostic(Fault.PACKING, chosen)
    return chosen


def _question(args: Mapping[str, str]) -> Question:
    if not args.get("query", "").strip():
        raise Diagnostic(Fault.PARAMETER_MISSING, "query")
    question, sort = translated(parse(args["query"])), sort_by_keys(args.get("sortKeys", ""))
    if question.sort and sort:
        raise Diagnostic(Fault.SORT_TWICE)
    return question._replace(sort=question.sort or sort)


def _number(args: Mapping[str, str], name: str, default: int) -> int:
    text = args.get(name, "").strip()
    if text and not re.fullmatch(f"[0-9]{{1,{_MOST_DIGITS}}}", text):
        raise Diagnostic(Fault.PARAMETER_VALUE, name)
    return int(text) if text else default
