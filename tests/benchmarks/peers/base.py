"""What a system must do to take part, and what it answers."""

import gc
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from questions import FACETS, FacetName, Question

from index.letter import Letter

Counts = Mapping[str, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """The exact total, the best hits' ids, and where asked for the counts per facet and an excerpt of each hit.

    Counts of a facet leave that facet's own filter out, as kbsearch's do, and values without letters.
    """

    total: int
    ids: tuple[str, ...]
    facets: Mapping[FacetName, Counts] = field(default_factory=dict)
    snippets: tuple[str, ...] = ()


class Reader(Protocol):
    """An open index. It keeps no answers."""

    def ask(self, question: Question, *, size: int = 10, facets: bool = False, snippets: bool = False) -> Answer:
        """Answer one question with its ``size`` best hits."""
        ...

    def close(self) -> None:
        """Let go of the index."""
        ...


class System(Protocol):
    """A search system: how it makes an index in an empty folder, opens it, and adds a letter to it."""

    def version(self) -> str:
        """Name and version, for the report."""
        ...

    def build(self, letters: Iterable[Letter], directory: Path) -> None:
        """Index the letters; on return everything is on disk, merged as the system does by itself."""
        ...

    def open(self, directory: Path) -> Reader:
        """Open the index for questions."""
        ...

    def add(self, letter: Letter, directory: Path) -> None:
        """Add one letter and commit it."""
        ...


def facet_questions(question: Question) -> dict[Question, tuple[FacetName, ...]]:
    """The questions to count over, each with its facets: the question itself, and it without a facet's own filter."""
    counted: dict[Question, tuple[FacetName, ...]] = {}
    for facet in FACETS:
        over = question.without(facet)
        counted[over] = (*counted.get(over, ()), facet)
    return counted


def facet_values(letter: Letter) -> dict[FacetName, tuple[str, ...]]:
    """The ids that a letter counts under."""
    return {
        "mission": tuple(value.id for value in letter.missions),
        "ministry": tuple(value.id for value in letter.ministries),
        "year": (str(letter.date.year),) if letter.date else (),
    }


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Seconds of wall time that the action took, garbage collection held off, and what it returned."""
    gc.collect(1)
    gc.disable()
    try:
        start = time.perf_counter()
        result = action()
        return time.perf_counter() - start, result
    finally:
        gc.enable()
