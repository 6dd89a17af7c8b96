"""Which files of the corpus folder are letters to read, and how they are now.

A file's state is a text (size, mtime_ns, ctime_ns, inode) that is another one when the file was written.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import CorpusError


def scan(corpus: Path) -> Iterator[tuple[str, str]]:
    """Every file below the corpus: (path relative to it, posix; state).

    Hidden files, editors' backups (``~``) and files named README are no letters. Folders that are links are not
    followed. A byte of a name that is not UTF-8 is written as ``\\xe9``: no file has that name, so that reading it
    says what is wrong. `CorpusError` when there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"er is geen map {corpus}; maak haar en zet er brieven in (.txt, .md), of geef --corpus MAP")
    prefix = len(str(corpus)) + 1
    return ((printable(entry.path[prefix:].replace(os.sep, "/")), _state(entry)) for entry in _files(corpus))


def printable(name: str) -> str:
    """A file's name as text that can be written: what is not UTF-8 as a backslash and two hexadecimal digits."""
    return os.fsencode(name).decode(errors="backslashreplace")


def scan_files(corpus: Path, paths: Sequence[Path]) -> dict[str, str | None]:
    """The named files only: path relative to the corpus -> its state, None for a file that is gone.

    `CorpusError` for a file outside the corpus.
    """
    found: dict[str, str | None] = {}
    root = corpus.resolve()
    for path in paths:
        try:
            name = path.resolve().relative_to(root).as_posix()
        except ValueError as error:
            raise CorpusError(
                f"{path} ligt niet in {corpus}; kopieer het bestand daarheen, of geef --corpus MAP"
            ) from error
        if path.is_dir():
            raise CorpusError(f"{path} is een map; noem bestanden, of geef geen bestanden om de hele map te lezen")
        found[printable(name)] = _state(path) if path.exists() else None
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(entry: os.DirEntry[str] | Path) -> str:
    stat = entry.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.is_file() and entry.name.split(".")[0].upper() != "README":
            yield entry
