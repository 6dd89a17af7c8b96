"""The application: one engine behind pages and JSON, with strict headers on every answer."""

import hashlib
import os
from pathlib import Path

from flask import Flask, Response, abort, request
from flask.json.provider import DefaultJSONProvider

from search.cli import engine_for
from search.request import SearchEngine
from web import api, pages, problems, urls, wording

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

STATIC_AGE = 365 * 24 * 3600


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
        urls=urls, wording=wording, style=_static(app, "style.css"), script=_static(app, "suggest.js")
    )
    app.before_request(_bounded)
    app.after_request(_guarded)
    problems.register(app)
    pages.register(app, engine)
    api.register(app, engine)
    return app


def _bounded() -> None:
    if len(request.path) + len(request.query_string) > urls.MAX_ADDRESS:
        abort(414)
    if (request.content_length or 0) > MAX_BODY:
        abort(413)


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _static(app: Flask, name: str) -> str:
    content = (Path(app.static_folder or "") / name).read_bytes()
    return urls.static(name, hashlib.sha256(content).hexdigest()[:12])
