"""Which files of the corpus folder are letters to read, and how they are now.

A file's state is a text (size, mtime_ns, ctime_ns, inode) that is another one when the file was written.
"""

import os
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final

from index.errors import CorpusError
from index.forms.registry import FORMS, METADATA, SIDECAR
from index.opening import companions

_OF_A_PAGE: Final = ("_files", "_bestanden")
"""How the folders end that browsers put beside a saved page."""


def scan(corpus: Path) -> Iterator[tuple[str, str]]:
    """Every file below the corpus: (path relative to it, posix; state).

    Hidden files, editors' backups (``~``) and files named README are no letters, nor are those that lie beside a
    letter and belong to it: they count for its state. Folders that are links are not followed, nor are those in which
    a browser keeps what belongs to a saved page. A byte of a name that is not UTF-8 is written as ``\\xe9``: no file
    has that name, so that reading it says what is wrong. `CorpusError` when there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"er is geen map {corpus}; maak haar en zet er brieven in, of geef --corpus MAP")
    prefix = len(str(corpus)) + 1
    return ((printable(path[prefix:].replace(os.sep, "/")), state) for path, state in _files(str(corpus)))


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
            path.resolve().relative_to(root)
        except ValueError as error:
            raise CorpusError(
                f"{path} ligt niet in {corpus}; kopieer het bestand daarheen, of geef --corpus MAP"
            ) from error
        if path.is_dir():
            raise CorpusError(f"{path} is een map; noem bestanden, of geef geen bestanden om de hele map te lezen")
        for letter in _letters_of(path):
            name = letter.resolve().relative_to(root).as_posix()
            found[printable(name)] = _state(letter, *companions(letter)) if letter.exists() else None
    return found


def _letters_of(path: Path) -> Iterator[Path]:
    """The file itself, or the letters that it lies beside."""
    letters: list[Path] = []
    if path.name == METADATA or path.suffix == SIDECAR:
        letters = [other for other in path.parent.iterdir() if other.suffix.lower() in FORMS and other != path]
    if path.suffix == SIDECAR:
        letters = [other for other in letters if other.stem == path.stem]
    yield from sorted(letters) or [path]


def _state(*parts: os.DirEntry[str] | Path) -> str:
    stats = (part.stat() for part in parts)
    return "; ".join(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}" for stat in stats)


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """Path and state of each letter below a folder."""
    with os.scandir(folder) as found:
        entries = {entry.name: entry for entry in sorted(found, key=lambda entry: entry.name) if _counts(entry.name)}
    letters = {name.rpartition(".")[0] for name in entries if f".{name.rpartition('.')[2].lower()}" in FORMS}
    for name, entry in entries.items():
        if entry.is_dir(follow_symlinks=False):
            if not (name.endswith(_OF_A_PAGE) and name.rpartition("_")[0] in letters):
                yield from _files(entry.path)
        elif entry.is_file() and not _lies_beside(name, letters):
            beside = (f"{name.rpartition('.')[0]}{SIDECAR}", METADATA)
            yield entry.path, _state(entry, *(entries[other] for other in beside if other in entries and other != name))


def _counts(name: str) -> bool:
    return not name.startswith(".") and not name.endswith("~") and name.split(".", maxsplit=1)[0].upper() != "README"


def _lies_beside(name: str, letters: Set[str]) -> bool:
    """True for a file that belongs to one of the ``letters`` of its folder, named without their suffixes."""
    stem, _, ending = name.rpartition(".")
    return (f".{ending}" == SIDECAR and stem in letters) or (name == METADATA and len(letters) > 1)
