"""Every answer is seen once, when its last byte was given: what the access log and the metrics are made of."""

import re
import secrets
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID: Final = "kbsearch.request_id"
"""Where the environment of a request has its id."""
ROUTE: Final = "kbsearch.route"
"""Where it has the address as it stands in `web.urls`: ``/brief/<letter_id>``; nothing for an unknown address."""

_HEADER: Final = "X-Request-Id"
_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, and what was answered: a status (500 when there came none), bytes of the body, seconds in all."""

    began: datetime
    method: str
    path: str
    query: str
    address: str
    route: str
    status: int
    size: int
    seconds: float
    request_id: str


class Observer(Protocol):
    """Is told of every request, by the thread that answers it."""

    def begun(self) -> None:
        """A request came."""
        ...

    def ended(self, answered: Answered) -> None:
        """It was answered, or whoever asked went away."""
        ...


def observed(answer: "WSGIApplication", observers: Sequence[Observer]) -> "WSGIApplication":
    """The application, each answer of which has an ``X-Request-Id`` and is told to the observers."""

    def observing(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        began, start, status, size = datetime.now(UTC), time.perf_counter(), 500, 0
        environ[REQUEST_ID] = request_id = _request_id(environ.get("HTTP_X_REQUEST_ID", ""))

        def starting(line: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (_HEADER, request_id)], *failed)

        for observer in observers:
            observer.begun()
        try:
            for piece in pieces(answer(environ, starting)):
                size += len(piece)
                yield piece
        finally:
            seconds = time.perf_counter() - start
            answered = Answered(began, **_asked(environ), status=status, size=size, seconds=seconds)
            for observer in observers:
                observer.ended(answered)

    return observing


def pieces(body: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The pieces of a WSGI answer, which is closed after the last, or when no more are wanted (PEP 3333)."""
    try:
        yield from body
    finally:
        if close := getattr(body, "close", None):
            close()


def _request_id(given: str) -> str:
    return given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)


def _asked(environ: "WSGIEnvironment") -> dict[str, str]:
    return {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"].encode("latin-1").decode(errors="replace"),  # PEP 3333, on Unicode
        "query": environ.get("QUERY_STRING", ""),
        "address": environ.get("REMOTE_ADDR", ""),
        "route": environ.get(ROUTE, ""),
        "request_id": environ[REQUEST_ID],
    }
