"""The fields of the index, as data: what is searched with which weight, what can be filtered, what is counted."""

from typing import Final, NamedTuple


class Level(NamedTuple):
    """One way a word becomes a term; ``weight`` is its share in the score."""

    name: str
    weight: float


class SearchField(NamedTuple):
    """A text of the letter that is searched; ``weight`` and ``b`` are BM25F's (Robertson & Zaragoza 2009, 3.6)."""

    name: str
    weight: float
    b: float


class FacetField(NamedTuple):
    """A property that letters can be filtered by; ``counted`` ones are shown with counts under ``label``.

    An ``open`` one has names and numbers as its values, maybe thousands; those of the others are few, and words.
    """

    name: str
    label: str
    counted: bool = True
    open: bool = False


EXACT: Final = Level("exact", 1.0)
STEM: Final = Level("stem", 0.5)
WORD_LEVELS: Final = (EXACT, STEM)
"""At these a word has one term at most."""
PART: Final = Level("part", 0.5)
"""At this one it has a term for each part of a compound."""
LEVELS: Final = (*WORD_LEVELS, PART)
BY_PARTS: Final = 0.25
"""The weight of a compound in the question that a letter has only in parts, all of them."""
FIELDS: Final = (SearchField("title", 2.0, 0.5), SearchField("text", 1.0, 0.75))
FACETS: Final = (
    FacetField("mission", "Missie"),
    FacetField("ministry", "Ministerie"),
    FacetField("date", "Datum"),
    FacetField("dossier", "Dossier", open=True),
    FacetField("signatory", "Ondertekenaar", open=True),
    FacetField("kind", "Soort"),
    FacetField("cites", "Verwijst naar", counted=False, open=True),
)
SYNONYM: Final = 0.5
"""The weight of another name for what was typed."""
PAPER: Final = 4.0
"""The weight of a paper that the question names by its number, beside those that name it, too."""
BM25_K1: Final = 1.2


def term_field(field: str, level: str) -> str:
    """The name under which the index keeps the terms of a searched field at one level."""
    return f"{field}_{level}"
