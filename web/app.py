"""The application: one engine behind pages and JSON, with strict headers on every answer."""

import gzip
import os
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import LanguageAccept
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request

from index.errors import printable
from search import language
from search.cli import engine_for
from search.request import SearchEngine
from web import assets, caching, cors, limits, observing, pages, problems, programs, urls, wording
from web.metrics import Metrics
from web.metrics import register as register_metrics
from web.settings import DEFAULTS, Settings

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

COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/xml"}
COMPRESSION = 3
"""Of 1 to 9: a page of results takes 0.7 ms, and 13 % more bytes than at 9."""


SCHEMES = ("http", "https")


class _Json(DefaultJSONProvider):
    """JSON in our own order of keys and with Dutch letters as they are."""

    sort_keys = False
    ensure_ascii = False


class _Site(Flask):
    """Tells its faults to the log by the id of the request, in one line that nobody can break."""

    def log_exception(self, exc_info: Any) -> None:
        where = f"{request.method} {printable(request.path)}"
        self.logger.error("%s, request %s", where, request.environ.get(observing.REQUEST_ID, "-"), exc_info=exc_info)


def create_app(engine: SearchEngine | None = None, settings: Settings = DEFAULTS) -> Flask:
    """The WSGI application over ``engine``; without one, over the index that ``KBSEARCH_INDEX`` or the folder names.

    Raises `KbError` when there is no engine to be had.
    """
    if engine is None:
        engine = engine_for(os.environ.get("KBSEARCH_INDEX"), os.environ.get("KBSEARCH_CORPUS"))
    app = _Site(__name__, static_folder=None)
    app.url_map.merge_slashes = False  # an address is right or unknown: we send nobody elsewhere
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, BASE_URL=settings.base_url)
    app.json = _Json(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    files = assets.load_assets()
    app.jinja_env.globals.update(
        urls=urls,
        wording=wording,
        language=language,
        _=language.gettext,
        ngettext=language.ngettext,
        assets=files,
    )
    _observe(app, engine, settings)
    app.before_request(_bounded)
    if settings.rate:
        free = {
            urls.HEALTH,
            urls.METRICS,
            urls.ROBOTS,
            urls.ICON,
            *(asset.href.partition("?")[0] for asset in files.values()),
        }
        limits.register(app, settings.rate, free)
    cors.register(app)
    app.after_request(_guarded)
    app.after_request(_compressed)  # comes before: the last one added is the first to be asked
    caching.register(app, engine)
    problems.register(app)
    assets.register(app, files)
    pages.register(app, engine)
    programs.register(app, engine)
    return app


def _observe(app: Flask, engine: SearchEngine, settings: Settings) -> None:
    """Put around ``app`` what every request passes: counted and logged, then seen as its proxy saw it, then heard."""
    metrics = Metrics(engine)
    answer = _in_their_language(app.wsgi_app)
    if settings.proxies:
        # not X-Forwarded-Host: many proxies pass on a client's own, and they hand on Host as well
        answer = ProxyFix(answer, x_for=settings.proxies, x_proto=1, x_host=0)
    observers = (metrics, settings.access_log) if settings.access_log else (metrics,)
    app.wsgi_app = observing.observed(answer, observers)  # type: ignore[assignment, method-assign]
    register_metrics(app, metrics, everyone=settings.open_metrics)


def _in_their_language(answer: "WSGIApplication") -> "WSGIApplication":
    """Speak the language of the ``lang`` parameter; else, on pages, the one that the browser prefers; else Dutch."""

    def speaking(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _shorten(environ)
        asking = Request(environ)
        chosen = asking.args.get("lang", "").strip()
        asked = chosen in language.LANGUAGES
        if not asked:
            chosen = language.DUTCH if urls.is_for_programs(asking.path) else _preferred(asking.accept_languages)
        with language.speaking(chosen, asked=asked):
            body = observing.pieces(answer(environ, start_response))
        return _spoken(body, chosen, asked=asked)

    return speaking


def _spoken(body: Generator[bytes, None, None], chosen: str, *, asked: bool) -> Iterator[bytes]:
    """The body, each piece of which is made in a language: an export is made while it is sent."""
    with closing(body):
        while True:
            with language.speaking(chosen, asked=asked):
                piece = next(body, None)
            if piece is None:
                return
            yield piece


def _preferred(accepted: LanguageAccept) -> str:
    """The first of our languages that the reader accepts: ``nl-BE`` is Dutch."""
    primary = (tag.partition("-")[0].lower() for tag, quality in accepted if quality)
    return next((tag for tag in primary if tag in language.LANGUAGES), language.DUTCH)


def _shorten(environ: "WSGIEnvironment") -> None:
    """Cut an address that `_bounded` refuses to what shows that: to read ten megabytes of it takes ten seconds."""
    for name in ("PATH_INFO", "QUERY_STRING"):
        environ[name] = environ.get(name, "")[: urls.MAX_ADDRESS + 1]


def _bounded() -> None:
    g.started = time.perf_counter()
    request.environ[observing.ROUTE] = request.url_rule.rule if request.url_rule else ""
    if not request.host or request.scheme not in SCHEMES:
        abort(400, "De browser noemt geen geldige naam van deze site (Host).")
    if len(request.path) + len(request.query_string) > urls.MAX_ADDRESS:
        abort(414)
    if (request.content_length or 0) > MAX_BODY:
        abort(413)


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Server-Timing"] = f"app;dur={(time.perf_counter() - g.started) * 1000:.1f}"
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response


def _compressed(response: Response) -> Response:
    """The answer with its text compressed, where that pays and the browser takes it (RFC 9110, 8.4)."""
    response.vary.add("Accept-Encoding")
    worth = response.status_code == 200 and response.mimetype in COMPRESSED and not response.is_streamed
    if worth and request.accept_encodings["gzip"] and request.method == "GET":
        response.set_data(gzip.compress(response.get_data(), COMPRESSION, mtime=0))
        response.content_encoding = "gzip"
    return response
