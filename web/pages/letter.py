"""The page of one letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from flask import render_template, request

from index.citations.references import Place, places_in
from index.letter import Letter, Mission, Reference
from search.language import gettext as _
from search.reference import legal_reference
from search.request import Entry, SearchEngine, SearchRequest, Span
from web import jsonld, passages, urls, wording
from web.problems import LetterNotHeld
from web.runs import Link, Runs

MAX_CITING = 20
"""As many letters that cite one are shown on its page."""
MAX_CITED = 20
"""As many papers that it cites are shown; the others are folded."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Another paper: our own page of it when we hold it (``entry``), else the official one, if it has one."""

    id: str
    entry: Entry | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper that the letter cites, with what the letter says of it."""

    paper: Paper
    reference: Reference


@dataclass(frozen=True, slots=True)
class Shared:
    """A value that the letter has: the page or search of all letters that share it, and how much it is about it."""

    label: str
    href: str
    weight: str = ""


def letter(engine: SearchEngine, letter_id: str) -> str:
    """One letter with the matches of ``q`` marked; a page that says where to look when we do not hold it."""
    search = urls.parse(request.args)
    view = engine.letter(letter_id, search.query, synonyms=search.synonyms)
    if view is None:
        raise LetterNotHeld(letter_id)
    places = places_in(passages.plain(view))
    notes = [(note, places_in(note)) for note in view.letter.notes]
    papers = _papers(engine, view.letter, chain(places, *(cited for _note, cited in notes)))
    unlinked = {letter_id, *(reference.id for reference in view.letter.references if reference.doubtful)}
    linked = {id_: paper for id_, paper in papers.items() if id_ not in unlinked}
    parts = passages.parts(view, _links(places, linked))
    citing = SearchRequest(cites=(letter_id,), sort="newest")
    cited_by = engine.ids(citing)
    return render_template(
        "letter.html",
        search=search,
        letter=view.letter,
        title=view.title,
        parts=parts,
        contents=passages.contents(parts),
        notes=[Runs(_links(cited, linked)).paragraph((Span(note, match=False),)) for note, cited in notes],
        matches=view.matches,
        source=urls.external(view.letter.source),
        replacement=papers.get(view.letter.replaced_by or ""),
        reference=legal_reference(view.letter),
        linked_data=jsonld.of_letter(view.letter),
        permalink=urls.absolute(urls.permanent(view.letter.id)),
        back=urls.search(search) if urls.pairs(search) else None,
        choices=_choices(view.letter),
        cited=[
            Cited(papers[reference.id], reference) for reference in view.letter.references if reference.id != letter_id
        ],
        shown=MAX_CITED,
        citing=tuple(engine.entries(cited_by[:MAX_CITING]).values()),
        citing_number=len(cited_by),
        citing_href=urls.search(citing),
        neighbours=engine.neighbours(view.letter.id),
        similar=engine.similar(view.letter.id),
    )


def _papers(engine: SearchEngine, letter: Letter, places: Iterable[Place]) -> dict[str, Paper]:
    """Every other paper that the page names, by id."""
    replacement = (letter.replaced_by,) if letter.replaced_by else ()
    named = (place.id for place in places), (reference.id for reference in letter.references), replacement
    ids = tuple(dict.fromkeys(chain(*named)))
    held = engine.entries(ids)
    return {id_: Paper(id_, held.get(id_), urls.letter(id_) if id_ in held else urls.official(id_)) for id_ in ids}


def _links(places: Iterable[Place], papers: Mapping[str, Paper]) -> tuple[Link, ...]:
    """A link for each place whose paper can be read somewhere."""
    return tuple(
        Link(place.start, place.end, paper.href, _named(paper.entry))
        for place in places
        if (paper := papers.get(place.id)) and paper.href
    )


def _named(entry: Entry | None) -> str | None:
    return f"{entry.title}, {wording.day(entry.date)}" if entry else None


def _choices(letter: Letter) -> dict[str, list[Shared]]:
    """Per facet the letter's own values."""
    return {
        "ministry": [
            Shared(value.label, urls.search(SearchRequest(ministry=(value.id,)))) for value in letter.ministries
        ],
        "mission": [Shared(value.label, urls.mission(value.id), _weight(value)) for value in letter.missions],
        "dossier": [Shared(dossier, urls.dossier(dossier)) for dossier in letter.dossiers],
    }


def _weight(mission: Mission) -> str:
    """How much a letter is about a mission, in words."""
    times = f"{mission.count}×" if mission.count else ""
    return ", ".join(filter(None, (_("onderwerp") if mission.about else "", times)))
