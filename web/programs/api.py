"""The answers as JSON."""

from dataclasses import asdict

from flask import Response, jsonify, request

from search.request import MAX_SIZE, SearchEngine, SearchRequest
from web import choices, urls
from web.problems import LetterNotHeld


def search(engine: SearchEngine) -> Response:
    """``SearchResult.to_json()`` for the parameters of the address, which are those of the result page."""
    return jsonify(engine.search(urls.parse(request.args)).to_json())


def suggest(engine: SearchEngine) -> Response:
    """How a question typed as far as ``q`` may go on. ``start`` counts characters, from 0."""
    urls.parse(request.args)  # what cannot be asked cannot be gone on with
    typed = request.args.get("q", "")
    return jsonify({"query": typed, "suggestions": [asdict(suggestion) for suggestion in engine.complete(typed)]})


def values(engine: SearchEngine) -> Response:
    """As many values of one facet as the page of all values has, for the parameters of that page."""
    search = urls.parse(request.args)
    name = request.args.get("facet", "")
    return jsonify(engine.values(search, name, urls.part_of_name(request.args), choices.MAX_VALUES).to_json())


def letter(engine: SearchEngine, letter_id: str) -> Response:
    """``Letter.to_record()`` and the letters that cite it (``cited_by``), or a problem with status 404.

    ``cited_by`` has their number, and of the newest hundred the ids. As in a hit, ``path`` is that of the letter's
    page; ``file`` is where it lies in the corpus.
    """
    urls.parse(request.args)  # a language that is none is refused
    view = engine.letter(letter_id)
    if view is None:
        raise LetterNotHeld(letter_id)
    citing = engine.ids(SearchRequest(cites=(letter_id,), sort="newest"))
    cited_by = {"total": len(citing), "letters": citing[:MAX_SIZE]}
    record = view.letter.to_record()
    return jsonify(record | {"path": urls.permanent(letter_id), "file": record["path"], "cited_by": cited_by})


def similar(engine: SearchEngine, letter_id: str) -> Response:
    """The letters that are most like this one, the most alike first, or a problem with status 404."""
    urls.parse(request.args)
    if letter_id not in engine.entries((letter_id,)):
        raise LetterNotHeld(letter_id)
    entries = [
        asdict(entry) | {"date": entry.date.isoformat() if entry.date else None} for entry in engine.similar(letter_id)
    ]
    return jsonify({"id": letter_id, "similar": entries})


def health(engine: SearchEngine) -> Response:
    """Status 200 and what the index holds, or a problem with status 503 when questions cannot be answered."""
    return jsonify({"status": "ok", "index": asdict(engine.info())})
