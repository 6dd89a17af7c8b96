"""Which files of the corpus folder are letters to read, and how they are now.

A file's state is a text (size, mtime_ns, ctime_ns, inode) that is another one when the file was written.
"""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from index.errors import CorpusError
from index.forms.registry import METADATA, SIDECAR
from index.opening import counts, is_letter

_OF_A_PAGE: Final = ("_files", "_bestanden")
"""How the folders end that browsers put beside a saved page."""


def scan(corpus: Path) -> Iterator[tuple[str, str]]:
    """Every file below the corpus: (path relative to it, posix; state).

    Hidden files, editors' backups (``~``) and files named README are no letters, nor are those that lie beside a
    letter and belong to it: they count for its state. Links are not followed, nor are folders in which
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

    What lies beside a letter stands for that letter. `CorpusError` for a file outside the corpus, and for one that is
    never read.
    """
    found: dict[str, str | None] = {}
    root = corpus.resolve()
    for path in paths:
        folder = path.parent.resolve()
        if not folder.is_relative_to(root):
            raise CorpusError(f"{path} ligt niet in {corpus}; kopieer het bestand daarheen, of geef --corpus MAP")
        if path.is_dir():
            raise CorpusError(f"{path} is een map; noem bestanden, of geef geen bestanden om de hele map te lezen")
        letters = {entry.name: state for entry, state in _letters(_entries(str(folder)))} if folder.is_dir() else {}
        within = folder.relative_to(root)
        for name in _named(path, letters):
            found[printable((within / name).as_posix())] = letters.get(name)
    return found


def _named(path: Path, letters: Collection[str]) -> list[str]:
    """The file itself, or the ``letters`` of its folder that it lies beside."""
    if path.name in letters:
        return [path.name]
    beside = [name for name in letters if path.name in (f"{name.rpartition('.')[0]}{SIDECAR}", METADATA)]
    if not beside and path.exists():
        raise CorpusError(f"{path} is geen brief: verborgen bestanden, reservekopieën en README worden niet gelezen")
    return beside or [path.name]


def _state(*parts: os.DirEntry[str]) -> str:
    try:
        stats = [part.stat(follow_symlinks=False) for part in parts]
    except OSError:  # gone meanwhile; reading it says so
        return ""
    return "; ".join(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}" for stat in stats)


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """Path and state of each letter below a folder, and of each folder that cannot be read."""
    folders = [folder]
    while folders:
        try:
            entries = _entries(folders[-1])
        except OSError:
            yield folders.pop(), ""
            continue
        folders.pop()
        letters = {name.rpartition(".")[0] for name in entries if is_letter(name)}
        for name, entry in entries.items():
            kept_page = name.endswith(_OF_A_PAGE) and name.rpartition("_")[0] in letters
            if entry.is_dir(follow_symlinks=False) and not kept_page:
                folders.append(entry.path)
        yield from ((entry.path, state) for entry, state in _letters(entries))


def _entries(folder: str) -> dict[str, os.DirEntry[str]]:
    """What a folder holds, by name, in order."""
    with os.scandir(folder) as found:
        return {entry.name: entry for entry in sorted(found, key=lambda entry: entry.name) if counts(entry.name)}


def _letters(entries: Mapping[str, os.DirEntry[str]]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """The files of a folder that are read as letters, each with its state and that of what lies beside it."""
    stems = {name.rpartition(".")[0] for name in entries if is_letter(name)}
    for name, entry in entries.items():
        stem, _, ending = name.rpartition(".")
        lies_beside = (f".{ending}" == SIDECAR and stem in stems) or (name == METADATA and bool(stems))
        if not entry.is_dir(follow_symlinks=False) and not lies_beside:
            beside = [entries[other] for other in (f"{stem}{SIDECAR}", METADATA) if other in entries and other != name]
            alone = "; alone" if METADATA in entries and len(stems) == 1 else ""  # then the metadata are its own
            yield entry, _state(entry, *beside) + alone
