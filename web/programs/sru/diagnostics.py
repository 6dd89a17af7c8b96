"""What an SRU server says when it cannot do what it is asked."""

from enum import Enum
from typing import Final

_URI: Final = "info:srw/diagnostic/1/"


class Fault(Enum):
    """A diagnostic of the list that comes with SRU 1.2 and 2.0: its number and its message."""

    UNAVAILABLE = 2, "System temporarily unavailable"
    OPERATION = 4, "Unsupported operation"
    VERSION = 5, "Unsupported version"
    PARAMETER_VALUE = 6, "Unsupported parameter value"
    PARAMETER_MISSING = 7, "Mandatory parameter not supplied"
    PARAMETER = 8, "Unsupported parameter"
    SYNTAX = 10, "Query syntax error"
    QUERY_LENGTH = 12, "Too many characters in query"
    PARENTHESES = 13, "Invalid or unsupported use of parentheses"
    QUOTES = 14, "Invalid or unsupported use of quotes"
    CONTEXT_SET = 15, "Unsupported context set"
    INDEX = 16, "Unsupported index"
    RELATION = 19, "Unsupported relation"
    RELATION_MODIFIER = 20, "Unsupported relation modifier"
    RELATION_AND_INDEX = 22, "Unsupported combination of relation and index"
    ESCAPE = 26, "Non special character escaped in term"
    EMPTY_TERM = 27, "Empty term unsupported"
    MASKING = 28, "Masking character not supported"
    MASKED_SHORT = 29, "Masked words too short"
    ANCHOR = 31, "Anchoring character not supported"
    MASKED_PHRASE = 33, "Combination of proximity/adjacency and masking characters not supported"
    TERM_FORMAT = 36, "Term in invalid format for index or relation"
    TOO_MANY_BOOLEANS = 38, "Too many boolean operators in query"
    PROXIMITY = 39, "Proximity not supported"
    PROXIMITY_RELATION = 40, "Unsupported proximity relation"
    PROXIMITY_DISTANCE = 41, "Unsupported proximity distance"
    PROXIMITY_UNIT = 42, "Unsupported proximity unit"
    PROXIMITY_ORDERING = 43, "Unsupported proximity ordering"
    BOOLEAN_MODIFIER = 46, "Unsupported boolean modifier"
    FEATURE = 48, "Query feature unsupported"
    MASK_POSITION = 49, "Masking character in unsupported position"
    POSITION = 61, "First record position out of range"
    SCHEMA = 66, "Unknown schema for retrieval"
    PACKING = 71, "Unsupported record packing"
    XPATH = 72, "XPath retrieval unsupported"
    SORT_KEYS = 84, "Too many sort keys to sort"
    SORT_PATH = 88, "Unsupported path for sort"
    SORT_DIRECTION = 90, "Unsupported direction"
    SORT_TWICE = 96, "Sort spec included both in query and protocol: error"
    STYLESHEET = 110, "Stylesheets not supported"

    def __init__(self, number: int, message: str) -> None:
        self.uri = f"{_URI}{number}"
        self.message = message


class Diagnostic(Exception):
    """Why a request is not answered; ``details`` is the part of it at fault, ``total`` how many records there are."""

    def __init__(self, fault: Fault, details: str = "", total: int = 0) -> None:
        super().__init__(f"{fault.message}: {details}")
        self.fault = fault
        self.details = details
        self.total = total
