"""Answers for scripts of other sites: what programs ask for may be read from anywhere; pages may not.

The protocol is CORS (https://fetch.spec.whatwg.org/#http-cors-protocol). Nothing here depends on who asks, so that
answers are for all (``*``), and a browser sends no credentials with such a question.
"""

from typing import Final

from flask import Flask, Response, request

from web import urls

METHODS: Final = "GET, HEAD, OPTIONS"
EXPOSED: Final = "Content-Disposition, ETag, Retry-After, X-Request-Id"
"""What a script may read of the headers, besides those that it always may."""
PREFLIGHT_AGE: Final = 24 * 3600
"""Seconds that a browser may remember what is allowed."""


def register(app: Flask) -> None:
    """Let scripts of other sites read what ``app`` answers programs. To be called before other headers are set."""
    app.before_request(_preflight)
    app.after_request(_shared)


def _preflight() -> Response | None:
    """What may be asked, for a browser that inquires before its script asks."""
    if request.method != "OPTIONS" or request.routing_exception or not urls.is_shared(request.path):
        return None
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "*"
    response.access_control_max_age = PREFLIGHT_AGE
    return response


def _shared(response: Response) -> Response:
    if urls.is_shared(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
