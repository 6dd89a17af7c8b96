"""The letters of one page as hits: with their matches, and which of them are copies of others."""

from collections.abc import Sequence
from typing import NamedTuple

from index.letter import Letter
from search.duplicates import Sketch, first_of_each
from search.marks import Marker, spans
from search.matched import Found, found_in
from search.request import Hit, Snippet, Span
from search.snippets import excerpts


class Shown(NamedTuple):
    """A page: its hits, and for each of them what the question's words stand on in it."""

    hits: tuple[Hit, ...]
    found: tuple[dict[Found, None], ...]


def shown(letters: Sequence[Letter], scores: Sequence[float], sketches: Sequence[Sketch], marker: Marker) -> Shown:
    """Letters as hits, in their order; ``scores`` and ``sketches`` are as many."""
    marks = [(marker.marks(letter.title), marker.marks(letter.text)) for letter in letters]
    firsts = first_of_each(sketches)
    copied = [None if first == place else letters[first].id for place, first in enumerate(firsts)]
    hits = [
        _hit(letter, score, spans(letter.title, title), excerpts(letter.text, text, letter.blocks), duplicate_of)
        for letter, score, (title, text), duplicate_of in zip(letters, scores, marks, copied, strict=True)
    ]
    return Shown(
        tuple(hits),
        tuple(
            found_in(letter.title, title) | found_in(letter.text, text)
            for letter, (title, text) in zip(letters, marks, strict=True)
        ),
    )


def listed(letters: Sequence[Letter], scores: Sequence[float]) -> Shown:
    """Letters as hits, in their order, whose texts are not gone through."""
    hits = tuple(_hit(letter, score, spans(letter.title, [])) for letter, score in zip(letters, scores, strict=True))
    return Shown(hits, ())


def _hit(
    letter: Letter,
    score: float,
    title: tuple[Span, ...],
    snippets: tuple[Snippet, ...] = (),
    duplicate_of: str | None = None,
) -> Hit:
    return Hit(
        id=letter.id,
        title=letter.title,
        title_spans=title,
        date=letter.date,
        dossier=letter.dossier,
        dossiers=letter.dossiers,
        number=letter.number,
        kind=letter.kind,
        completeness=letter.completeness,
        source=letter.source,
        ministries=letter.ministries,
        missions=letter.missions,
        signatories=letter.signatories,
        path=f"/brief/{letter.id}",
        score=round(score, 4),
        snippets=snippets,
        duplicate_of=duplicate_of,
    )
