"""The application: one engine behind pages and JSON, with strict headers on every answer."""

import base64
import gzip
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, abort, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Request

from search import language
from search.cli import engine_for
from search.request import SearchEngine
from web import api, pages, problems, urls, wording

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On every response, errors included. Nothing inline runs, nothing foreign loads, no site may frame us."""

MAX_BODY = 16 * 1024
"""We read no request bodies; a form of this size is an accident."""

COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"}
COMPRESSION = 5
"""Of 1 to 9: a page of results takes 1 ms, and 2 % more bytes than at 9."""

STATIC_AGE = 365 * 24 * 3600


class Asset(NamedTuple):
    """A file that pages load: its address, and what its content must be (https://www.w3.org/TR/SRI/)."""

    href: str
    integrity: str


class _Json(DefaultJSONProvider):
    """JSON in our own order of keys and with Dutch letters as they are."""

    sort_keys = False
    ensure_ascii = False


def create_app(engine: SearchEngine | None = None) -> Flask:
    """The WSGI application over ``engine``; without one, over the index that ``KBSEARCH_INDEX`` or the folder names.

    Raises `KbError` when there is no engine to be had.
    """
    if engine is None:
        engine = engine_for(os.environ.get("KBSEARCH_INDEX"), os.environ.get("KBSEARCH_CORPUS"))
    app = Flask(__name__, static_url_path=urls.STATIC)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, SEND_FILE_MAX_AGE_DEFAULT=STATIC_AGE)
    app.json = _Json(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        urls=urls,
        wording=wording,
        language=language,
        _=language.gettext,
        ngettext=language.ngettext,
        scripts=_assets(app, "*.js"),
        style=_assets(app, "style.css")["style.css"],
    )
    app.wsgi_app = _in_their_language(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.before_request(_bounded)
    app.after_request(_guarded)
    app.after_request(_compressed)
    problems.register(app)
    pages.register(app, engine)
    api.register(app, engine)
    return app


def _in_their_language(answer: "WSGIApplication") -> "WSGIApplication":
    """Speak the language of the ``lang`` parameter; else, on pages, the one that the browser prefers; else Dutch."""

    def speaking(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asking = Request(environ)
        asked = asking.args.get("lang", "").strip()
        if asked in language.LANGUAGES:
            with language.speaking(asked, asked=True):
                return answer(environ, start_response)
        preferred = language.DUTCH if urls.is_for_programs(asking.path) else _preferred(asking.accept_languages)
        with language.speaking(preferred):
            return answer(environ, start_response)

    return speaking


def _preferred(accepted: LanguageAccept) -> str:
    """The first of our languages that the reader accepts: ``nl-BE`` is Dutch."""
    primary = (tag.partition("-")[0].lower() for tag, quality in accepted if quality)
    return next((tag for tag in primary if tag in language.LANGUAGES), language.DUTCH)


def _bounded() -> None:
    if not request.host:
        abort(400, "De browser noemt geen geldige naam van deze site (Host).")
    if len(request.path) + len(request.query_string) > urls.MAX_ADDRESS:
        abort(414)
    if (request.content_length or 0) > MAX_BODY:
        abort(413)


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response


def _compressed(response: Response) -> Response:
    """The answer with its text compressed, where that pays and the browser takes it (RFC 9110, 8.4)."""
    response.vary.add("Accept-Encoding")
    whole = response.direct_passthrough or not response.is_streamed  # a file of ours, or a page
    worth = response.status_code == 200 and response.mimetype in COMPRESSED and whole
    if worth and request.accept_encodings["gzip"] and request.method == "GET":
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), COMPRESSION, mtime=0))
        response.content_encoding = "gzip"
        response.headers.pop("ETag", None)  # it names the text as it was
    return response


def _assets(app: Flask, pattern: str) -> dict[str, Asset]:
    folder = Path(app.static_folder or "")
    return {path.name: _asset(path.name, path.read_bytes()) for path in folder.glob(pattern)}


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha384(content).digest()
    return Asset(urls.static(name, digest.hex()[:12]), f"sha384-{base64.b64encode(digest).decode()}")
