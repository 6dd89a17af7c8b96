"""Reads files in a child process, so that no file can hang us, exhaust our memory or crash us."""

import json
import subprocess
import sys
import threading
import weakref
from typing import Any, Final

from index.forms.document import Document, Line, Unreadable
from index.forms.registry import LARGEST
from index.signs import clean_signs

SECONDS: Final = 20.0
"""So long may one file take."""
_TOO_LATE: Final = "was na {:g} seconden nog niet gelezen; bewaar alleen de tekst van de brief"
_CRASHED: Final = "deed het leesprogramma vastlopen; open het bestand en bewaar het opnieuw"


class Sandbox:
    """A child process for reading files, started when first needed, and anew after a file that ended it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Any = None

    def read(self, form: str, content: bytes) -> Document:
        """The document in a file; ``form`` is a name that `registry.form_of` knows.

        Raises `Unreadable`, also for a file that takes too long, too much memory, or ends the child.
        """
        child = self._running()
        overdue = threading.Event()
        late = threading.Timer(self._seconds, _end_late, (child, overdue))
        late.start()
        try:
            answer = _ask(child, form, content)
        except BaseException:  # its answer must not be taken for that of the next file
            self.close()
            raise
        finally:
            late.cancel()
            late.join()
        if not answer.endswith(b"\n"):
            self.close()
            raise Unreadable(_TOO_LATE.format(self._seconds) if overdue.is_set() else _CRASHED)
        answered = json.loads(answer)
        if answered.get("last") or overdue.is_set():
            self.close()
        return _document(answered)

    def close(self) -> None:
        """End the child."""
        if self._end:
            self._end()
        self._child = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "index.forms.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._end = weakref.finalize(self, _stop, self._child)
        return self._child


def _ask(child: subprocess.Popen[bytes], form: str, content: bytes) -> bytes:
    """The child's answer; one without a line end when it ended."""
    assert child.stdin
    assert child.stdout
    try:
        child.stdin.write(json.dumps({"form": form, "size": len(content)}).encode() + b"\n" + content)
        child.stdin.flush()
        return child.stdout.readline(LARGEST + 1)
    except (BrokenPipeError, ConnectionResetError):
        return b""


def _end_late(child: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    child.kill()


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.communicate()


def _document(answer: dict[str, Any]) -> Document:
    if "reason" in answer:
        raise Unreadable(answer["reason"])
    lines = (Line(" ".join(clean_signs(text).split()), *rest) for text, *rest in answer["lines"])
    references = tuple((id_, clean_signs(text)) for id_, text in answer["references"])
    return Document(tuple(lines), answer["fields"], references, answer["encoding"])
