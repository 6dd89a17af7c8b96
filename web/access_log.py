"""The access log: one JSON object a line, without what was asked for and by whom unless the keeper wants that."""

import json
import logging
import sys
import weakref
from logging.handlers import WatchedFileHandler
from typing import Any, Final

from index.errors import KbError
from web.observing import Answered

STANDARD_OUTPUT: Final = "-"
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


def _handler(path: str) -> logging.Handler:
    if path == STANDARD_OUTPUT:
        return logging.StreamHandler(sys.stdout)
    try:
        return WatchedFileHandler(path, encoding="ascii")
    except OSError as error:
        raise KbError(f"kan het logboek {path} niet schrijven ({error.strerror}); kies een ander bestand") from error
