"""Which files of the corpus folder are letters to read, and whether they changed since they were last read."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import CorpusError
from index.store import FileEntry

Stat = tuple[int, int, int, int]


def scan(corpus: Path) -> dict[str, Stat]:
    """Every file below the corpus: path relative to it (posix) -> (size, mtime_ns, ctime_ns, inode).

    Hidden files, editors' backups (``~``) and files named README are no letters. Folders that are links are not
    followed. `CorpusError` when there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"er is geen map {corpus}; maak haar en zet er brieven in (.txt, .md), of geef --corpus MAP")
    prefix = len(str(corpus)) + 1
    return {Path(entry.path[prefix:]).as_posix(): _stat(entry) for entry in _files(corpus)}


def scan_files(corpus: Path, paths: Sequence[Path]) -> dict[str, Stat | None]:
    """The named files only: path relative to the corpus -> its state, None for a file that is gone.

    `CorpusError` for a file outside the corpus.
    """
    found: dict[str, Stat | None] = {}
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
        found[name] = _stat(path) if path.exists() else None
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unchanged(entry: FileEntry | None, stat: Stat) -> bool:
    """True when a file was read before and its state is still the same."""
    return entry is not None and entry.stat == stat


def _stat(entry: os.DirEntry[str] | Path) -> Stat:
    stat = entry.stat()
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


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
