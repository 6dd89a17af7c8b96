"""The access log: one JSON object a line, without what was asked for and by whom unless the keeper wants that."""

import json
import logging
import sys
import time
import weakref
from contextlib import suppress
from logging.handlers import WatchedFileHandler
from typing import Any, Final, TextIO

from index.errors import KbError
from web.observing import Answered

STANDARD_OUTPUT: Final = "-"
SILENT_S: Final = 60
MAX_TEXT: Final = 1000
"""Characters of an address that are written: a line stays short enough to be written in one piece."""


class AccessLog:
    """An `Observer` that writes a line for every answer to a file, or to standard output for ``-``.

    All processes add to the same file. When it was moved away, the next line begins a new one.
    Raises `KbError` when the file cannot be written.
    """

    def __init__(self, path: str, *, queries: bool = False, addresses: bool = False) -> None:
        self._queries, self._addresses = queries, addresses
        self._log = logging.Logger("access", logging.INFO)
        handler = _handler(path)
        self._log.addHandler(handler)
        weakref.finalize(self, handler.close)

    def begun(self) -> None:
        """Nothing: a line is written when the answer is there."""

    def ended(self, answered: Answered) -> None:
        """Write the line."""
        self._log.info("%s", json.dumps(self._record(answered)))

    def _record(self, answered: Answered) -> dict[str, Any]:
        record: dict[str, Any] = {
            "time": answered.began.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "method": answered.method,
            "path": answered.path[:MAX_TEXT],
            "query_length": len(answered.query),
            "status": answered.status,
            "bytes": answered.size,
            "ms": round(answered.seconds * 1000, 1),
            "request_id": answered.request_id,
        }
        if self._queries:
            record["query"] = answered.query[:MAX_TEXT]
        if self._addresses:
            record["address"] = answered.address
        return record


class _Forgiving(logging.Handler):
    """Lines that cannot be written are lost, which is said once a minute; the answers go on."""

    _silent_until = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # the file cannot be begun again
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name is logging's
        if time.monotonic() >= self._silent_until:
            self._silent_until = time.monotonic() + SILENT_S
            with suppress(OSError):
                sys.stderr.write(f"kbweb: het logboek is niet te schrijven ({sys.exc_info()[1]})\n")


class _File(_Forgiving, WatchedFileHandler):
    """A file."""


class _Stream(_Forgiving, logging.StreamHandler[TextIO]):
    """Standard output."""


def _handler(path: str) -> logging.Handler:
    if path == STANDARD_OUTPUT:
        return _Stream(sys.stdout)
    try:
        return _File(path, encoding="ascii")
    except OSError as error:
        raise KbError(f"kan het logboek {path} niet schrijven ({error.strerror}); kies een ander bestand") from error
