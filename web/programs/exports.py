"""The whole result as a file: a table, lines of JSON, or a list for reference managers."""

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from flask import Response, abort, request

from index.names import name_key
from search.formats import FORMATS
from search.request import SearchEngine, SearchRequest
from web import urls

_LONGEST_NAME: Final = 60
_BLOCK: Final = 16 * 1024
"""Bytes that are sent at once: a block for each letter would take longer to send than to make."""


def export(engine: SearchEngine, ending: str) -> Response:
    """All letters of a search in its order, whatever page and size; status 404 for a format that we do not have.

    The letters are read while the answer is sent, a few at a time; the first before it begins, so that an index that
    cannot be read is a problem with status 503. One that breaks later breaks the connection off.
    """
    form = next((form for form in FORMATS if form.ending == ending), None) or abort(404)
    search = urls.parse(request.args)
    letters = engine.listing(search).letters
    begun = chain(list(islice(letters, 1)), letters)
    root = urls.absolute("")
    pieces = form.write(begun, lambda letter_id: root + urls.permanent(letter_id))
    response = Response(_encoded(pieces), content_type=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(search, ending)}"'
    return response


def file_name(search: SearchRequest, ending: str, day: datetime.date | None = None) -> str:
    """What the file is called: ``kbsearch-minusma-2026-11-27.csv``, after the question or its filters, and the day."""
    asked = [search.query] if search.query else [value for name, value in urls.pairs(search) if name in urls.FILTERS]
    about = re.sub(r"[^a-z0-9]+", "-", name_key(" ".join(asked)))[:_LONGEST_NAME].strip("-")
    when = day or datetime.datetime.now(datetime.UTC).date()
    return f"{'-'.join(filter(None, ('kbsearch', about, when.isoformat())))}.{ending}"


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """In UTF-8, some letters at a time, with a question mark for half a sign, which has no bytes."""
    block = bytearray()
    for piece in pieces:
        block += piece.encode(errors="replace")
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
