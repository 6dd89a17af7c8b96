"""The server: one process that minds worker processes, each of which answers with some threads.

It is gunicorn (https://docs.gunicorn.org), the application loaded before the workers are made, so that they share its
memory. What gunicorn leaves open is closed here: how long a client may take, and how long an answer may.
"""

import faulthandler
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from selectors import EVENT_READ
from threading import get_ident
from typing import TYPE_CHECKING, Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from web import metrics, observing, problems

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_LINE: Final = 8190
"""Characters of the first line of a request and of each header: gunicorn has no larger limit."""
MAX_FIELDS: Final = 64
READING_S: Final = 5
"""Seconds in which a client must have sent its request, from its first byte."""
STOPPING_S: Final = 1
"""The same while the server stops."""
SENDING_S: Final = 30
"""Seconds in which a client must take each piece of an answer."""
KEPT_S: Final = 5
"""Seconds that a connection waits for a first byte, of its first request or a next one."""
REFUSING_S: Final = 1
"""Seconds in which the rest of a refused request is read, so that its client sees why."""
MEMORY: Final = "/dev/shm"  # noqa: S108 - gunicorn makes its file there safely, and unlinks it
"""Where workers show that they live, if there is such a place: a slow disk must not make them look dead."""

_STATUS: Final = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
    errors.ExpectationFailed: 417,
    errors.InvalidResponseHeader: 500,
    errors.InvalidResponseHeaderName: 500,
}


@dataclass(frozen=True, slots=True)
class Serving:
    """How many workers with how many threads there are, and the seconds that an answer and a stop may take."""

    workers: int
    threads: int = 8
    timeout: int = 30
    graceful_timeout: int = 30


def serve(app: Flask, listening: socket.socket, serving: Serving, ready: Callable[[], None]) -> None:
    """Answer at a listening socket until SIGTERM, SIGINT or SIGHUP; then end the process, with status 0.

    ``ready`` is called when requests are answered from then on. Requests that are being answered when it has to stop
    are finished, within the time that ``serving`` gives; a second SIGINT ends them. A worker that ends is replaced, as
    is one with an answer that gives no next piece in time.
    """
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)  # compiled once, and not by each worker while somebody waits
    gc.collect()
    gc.freeze()  # what was loaded stays: no collection looks at it again, nor copies a page that workers share
    options = {
        "bind": f"fd://{listening.detach()}",
        "workers": serving.workers,
        "threads": serving.threads,
        "worker_class": _Worker,
        "preload_app": True,
        "timeout": serving.timeout,
        "graceful_timeout": serving.graceful_timeout,
        "keepalive": KEPT_S,
        "limit_request_line": MAX_LINE,
        "limit_request_field_size": MAX_LINE,
        "limit_request_fields": MAX_FIELDS,
        "forwarded_allow_ips": "",  # who may set X-Forwarded-* is said to the application
        "control_socket_disable": True,
        "worker_tmp_dir": MEMORY if Path(MEMORY).is_dir() else None,
        "loglevel": "warning",
        "when_ready": lambda _arbiter: ready(),
        "child_exit": lambda _arbiter, worker: metrics.process_ended(worker.pid),
        "worker_abort": lambda _worker: faulthandler.dump_traceback(sys.stderr),
    }
    _Arbiter(_Application(app, options)).run()


@contextmanager
def counted_together() -> Iterator[None]:
    """A folder in which the workers keep what they count; it is removed by the process that made it."""
    folder, maker = tempfile.mkdtemp(prefix="kbweb-"), os.getpid()
    os.environ[metrics.SHARED] = folder
    try:
        yield
    finally:
        if os.getpid() == maker:
            shutil.rmtree(folder, ignore_errors=True)


class _Application(BaseApplication):  # type: ignore[misc]
    """The application and the options, as gunicorn wants them."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Ctrl-C and a terminal that is closed stop the server as SIGTERM does."""

    def handle_int(self) -> None:
        self.handle_term()

    def handle_hup(self) -> None:
        self.handle_term()


class _Worker(ThreadWorker):  # type: ignore[misc]
    """A worker in which no client holds a thread without limit, and that is replaced when an answer takes too long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading: dict[TConn, float] = {}
        self._answering: dict[int, float] = {}

    def init_signals(self) -> None:
        super().init_signals()
        for name in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all; the arbiter decides
            signal.signal(name, signal.SIG_IGN)

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.wsgi: WSGIApplication = self._timed(self.app.wsgi())

    def notify(self) -> None:
        """Show that this worker lives: not when an answer takes too long, so that the arbiter ends it."""
        latest = time.monotonic() - self.cfg.timeout
        if all(since > latest for since in list(self._answering.values())):
            super().notify()

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.timeout = time.monotonic() + KEPT_S  # a thread is for who has begun to ask
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(timeout)
        latest = time.monotonic() - (READING_S if self.alive else STOPPING_S)
        for conn, since in list(self._reading.items()):
            if since < latest:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)  # its thread reads an end
        if not self.alive:
            for conn in self.pending_conns:
                conn.timeout = 0

    def handle(self, conn: TConn) -> Any:
        self._reading[conn] = time.monotonic()
        try:
            kept = super().handle(conn)
        finally:
            self._reading.pop(conn, None)
        if not kept:
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RDWR)  # else all others wait for this client to close
        return kept

    def handle_request(self, req: Any, conn: TConn) -> Any:
        self._reading.pop(conn, None)
        conn.sock.settimeout(SENDING_S)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            return False  # nobody takes the answer

    def handle_error(self, _req: Any, client: socket.socket, _addr: Any, exc: Exception) -> None:
        """Say what is wrong with a request that is none, without a word of it; log our own faults only."""
        kinds = _STATUS if isinstance(exc, errors.ParseException) else {Exception: 500}
        status = next((status for kind, status in kinds.items() if isinstance(exc, kind)), 400)
        if status == 500:
            self.log.exception("a request could not be answered")
        with suppress(OSError):
            client.settimeout(REFUSING_S)
            client.sendall(_plain(HTTPStatus(status)))
            client.shutdown(socket.SHUT_WR)
            until = time.monotonic() + REFUSING_S
            while client.recv(65536) and time.monotonic() < until:
                pass

    def _timed(self, answer: "WSGIApplication") -> "WSGIApplication":
        """The application, of which is known since when each thread works on a piece of an answer."""

        def timed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
            thread = get_ident()
            self._answering[thread] = time.monotonic()
            try:
                for piece in observing.pieces(answer(environ, start_response)):
                    del self._answering[thread]
                    yield piece
                    self._answering[thread] = time.monotonic()
            finally:
                self._answering.pop(thread, None)

        return timed


def _plain(status: HTTPStatus) -> bytes:
    """A whole answer that closes the connection."""
    text = f"{problems.plainly(status)}\n".encode()
    head = (
        f"HTTP/1.1 {status} {status.phrase}",
        "Connection: close",
        "Content-Type: text/plain; charset=utf-8",
        "X-Content-Type-Options: nosniff",
        f"Content-Length: {len(text)}",
    )
    return "\r\n".join((*head, "", "")).encode() + text
