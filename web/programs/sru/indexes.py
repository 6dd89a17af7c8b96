"""What can be searched through SRU: context sets, indexes, and what each stands for in a question of ours."""

from dataclasses import dataclass
from typing import Final

from search.language import marked
from search.wording import FILTERS
from web.programs.sru.cql import Name
from web.programs.sru.diagnostics import Diagnostic, Fault

NAMESPACE: Final = "urn:x-kbsearch:sru"
"""The name of what is ours in SRU: our context set, and our extra data in responses."""

CONTEXT_SETS: Final = {
    "cql": ("info:srw/cql-context-set/1/cql-v1.2", "info:srw/cql-context-set/1/cql-v1.1"),
    "dc": ("info:srw/cql-context-set/1/dc-v1.1", "http://purl.org/dc/elements/1.1/"),
    "rec": ("info:srw/cql-context-set/2/rec-1.1", "info:srw/cql-context-set/2/rec-1.0"),
    "kb": (NAMESPACE,),
}
"""The context sets by the prefix that they have unless a query assigns another; the first name of each is its own.

A name without a prefix is looked for in all of them, in this order.
"""
SORTING: Final = ("sort", "info:srw/cql-context-set/1/sort-v1.0")

TEXT: Final = ""
"""The field of an index that holds the words of the letters."""
EVERYTHING: Final = "*"
"""The field of an index that holds every letter."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index: its title, what it is called (prefix and name), and the filter of the question that it stands for."""

    title: str
    field: str
    names: tuple[tuple[str, str], ...]


INDEXES: Final = (
    Index(marked("Woorden"), TEXT, (("cql", "serverChoice"), ("cql", "anywhere"), ("cql", "allIndexes"))),
    Index(marked("Alle brieven"), EVERYTHING, (("cql", "allRecords"),)),
    Index(FILTERS["mission"], "mission", (("dc", "subject"), ("kb", "mission"))),
    Index(FILTERS["ministry"], "ministry", (("dc", "creator"), ("kb", "ministry"))),
    Index(FILTERS["signatory"], "signatory", (("dc", "contributor"), ("kb", "signatory"))),
    Index(FILTERS["date"], "date", (("dc", "date"), ("kb", "date"))),
    Index(FILTERS["kind"], "kind", (("dc", "type"), ("kb", "kind"))),
    Index(FILTERS["dossier"], "dossier", (("kb", "dossier"),)),
    Index(FILTERS["cites"], "cites", (("dc", "relation"), ("kb", "cites"))),
    Index(marked("Kenmerk"), "identifier", (("dc", "identifier"), ("rec", "identifier"), ("rec", "id"))),
)

_BY_NAME: Final = {(prefix, name.lower()): index for index in INDEXES for prefix, name in index.names}
_PREFIXES: Final = {uri: prefix for prefix, uris in CONTEXT_SETS.items() for uri in (prefix, *uris)}


def index_named(name: Name) -> Index:
    """The index of this name; raises `Diagnostic` when there is none."""
    if name.context is not None and name.context not in _PREFIXES:
        raise Diagnostic(Fault.CONTEXT_SET, name.context)
    prefixes = CONTEXT_SETS if name.context is None else (_PREFIXES[name.context],)
    found = next((index for prefix in prefixes if (index := _BY_NAME.get((prefix, name.name)))), None)
    if found is None:
        raise Diagnostic(Fault.INDEX, name.written)
    return found


def is_of(name: Name, *sets: str) -> bool:
    """Whether a name is of one of these context sets, or has no prefix."""
    return name.context is None or _PREFIXES.get(name.context, name.context) in sets
