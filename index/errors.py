"""The errors of kbsearch: each message says, in the user's words, what is wrong and what to do next."""

from pathlib import Path


class KbError(Exception):
    """The root of our errors. ``str(error)`` is a complete message for the person at the keyboard."""


class CorpusError(KbError):
    """The corpus folder cannot be used (missing, not a folder, a file outside it)."""


def printable(text: str) -> str:
    """``text`` on one line, without what a terminal would obey or no file can hold: such signs become ``\ufffd``."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


class LetterError(KbError):
    """One file could not become a letter; the others are not affected.

    ``path`` is the file, ``reason`` one line that names the line or field at fault and the next step.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = printable(reason)
        super().__init__(f"{path}: {self.reason}")

    def __reduce__(self) -> tuple[type["LetterError"], tuple[Path, str]]:
        return LetterError, (self.path, self.reason)


class IndexUnusable(KbError):
    """There is an index, but it must not be used: damaged, of another version, or not ours."""


class IndexMissing(KbError):
    """There is no index at this place yet."""


class IndexLocked(KbError):
    """Another process is writing this index."""


class RequestError(KbError):
    """A search parameter that cannot be understood; ``field`` is its name as in the URL."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
