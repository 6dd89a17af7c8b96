"""What a reader makes of a file, whatever its form: lines in reading order, and what the form itself says of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal["line", "paragraph", "heading", "item", "row", "note", "furniture"]


class Unreadable(Exception):
    """A file that gives no document: ``str(error)`` says in Dutch what is wrong with it and what to do next.

    It is worded to follow the file's name: "is versleuteld; sla het op zonder wachtwoord".
    """


class Line(NamedTuple):
    """One line of a document, or a whole paragraph of it.

    A ``line`` is one as it is laid out: several make a paragraph, and an empty one ends it. A ``paragraph``, a
    ``heading``, an ``item`` of a list (with its number, ``1.``, but without a bullet), a ``row`` of a table (its cells
    parted by `` | ``) and a ``note`` (a footnote without its mark) are whole. ``furniture`` is what stands around the
    text of a page: margins, running heads and feet, page numbers.

    ``level`` is the depth of a heading or an item, from 1; 0 for the others. ``page`` counts from 1, where the form has
    pages. ``number`` tells where to look: the line in the file, for PDF the line on its page, for a word processor's
    file the paragraph; all from 1.
    """

    text: str
    kind: Kind = "line"
    level: int = 0
    page: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says.

    ``fields`` are those that its form gives by name, as in front matter but not checked yet. ``references`` are the
    citations that its form resolves: (identifier, text). ``encoding`` is that of a plain text that is no UTF-8.
    """

    lines: tuple[Line, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    references: tuple[tuple[str, str], ...] = ()
    encoding: str | None = None


Reader = Callable[[bytes], Document]
"""The bytes of a file -> its document; raises `Unreadable`."""
