"""What browsers and caches may keep: answers are named by what they are made of, and known ones are not made again.

An answer depends on the index, on this software and on what was asked. Its entity tag (RFC 9110, 8.8.3) is a digest of
these, so that it is known before the answer is: a client that has the answer costs a look at the index's version.
"""

import hashlib
from pathlib import Path
from typing import Final

from flask import Flask, Response, g, request

from index.errors import KbError
from search.language import spoken
from search.request import SearchEngine
from web import urls

MOMENTARY: Final = (urls.HEALTH, urls.METRICS)
"""What tells how things are at the moment."""
FILES: Final = "assets."
"""The views of files, whose addresses change with their content."""
PACKAGES: Final = ("index", "search", "web")


def register(app: Flask, engine: SearchEngine) -> None:
    """Let ``app`` name the answers of ``engine``, and say 304 to a client that has the one it asks for."""
    software = fingerprint(Path(__file__).parent.parent)

    def known() -> Response | None:
        if not _named():
            return None
        try:
            version = engine.info().version
        except KbError:
            return None  # the view says so, if it needs the index
        g.entity_tag = _digest(software, version, urls.absolute(""), request.path, _query(), spoken(), _encoding())
        return _unchanged() if request.if_none_match.contains_weak(g.entity_tag) else None

    app.before_request(known)
    app.after_request(_labelled)


def fingerprint(root: Path) -> str:
    """A digest of this software below ``root``: every file that an answer may be made from, by place and content."""
    digest = hashlib.blake2b(digest_size=16)
    paths = (path for package in PACKAGES for path in (root / package).rglob("*") if "__pycache__" not in path.parts)
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _named() -> bool:
    """Whether the answer has a name: no file, nothing that is true for a moment only, and no address that is not."""
    endpoint = request.endpoint or FILES
    return request.method in ("GET", "HEAD") and request.path not in MOMENTARY and not endpoint.startswith(FILES)


def _query() -> str:
    return request.query_string.decode("latin-1")


def _encoding() -> str:
    return "gzip" if request.accept_encodings["gzip"] else ""


def _digest(*parts: str) -> str:
    """A name for what is made of these parts, in this order."""
    return hashlib.blake2b("\0".join(map(repr, parts)).encode(), digest_size=16).hexdigest()


def _unchanged() -> Response | None:
    """An answer without content; None for a client that would take any (``*``): whether there is one is not known."""
    if request.if_none_match.star_tag:
        return None
    response = Response(status=304)
    del response.headers["Content-Type"]
    if not urls.is_for_programs(request.path):
        response.vary.add("Accept-Language")
    return response


def _labelled(response: Response) -> Response:
    """The answer with its tag, weak because the time that it took is not the same again.

    Caches ask each time whether it still holds (``no-cache``): a new index counts from the next question on. What has
    no tag, errors above all, is not to be kept unless it says so itself.
    """
    tag = g.get("entity_tag")
    if tag and response.status_code in (200, 304):
        response.set_etag(tag, weak=True)
        response.cache_control.no_cache = True
    elif not response.cache_control:
        response.cache_control.no_store = True
    return response
