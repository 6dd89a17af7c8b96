"""The index directory: which generation is current, what it was made by, which files it holds.

Layout::

    .kbsearch/LOCK          held while a process writes
    .kbsearch/CURRENT       the name of the current generation; replaced in one step, so a reader never sees half
    .kbsearch/g<n>/         one generation: the Whoosh index, lemmas.bin, and
        meta.json           `Meta`: formats, fingerprints, labels, time of the last change
        files.json          one `FileEntry` for each file of the corpus, so that only changed ones are read again
"""

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from index.errors import IndexMissing, IndexUnusable

FORMAT: Final = 1
CURRENT: Final = "CURRENT"
LOCK: Final = "LOCK"
LEMMAS: Final = "lemmas.bin"
META: Final = "meta.json"
FILES: Final = "files.json"
_GENERATION: Final = re.compile(r"g[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself.

    ``analysis`` is the analyser's fingerprint, ``rules`` that of readers and authority lists; ``labels`` and
    ``aliases`` map facet -> id -> label and facet -> folded other name -> id; ``updated`` is UTC, ``version`` changes
    with every change.
    """

    analysis: str
    rules: str
    corpus: str
    labels: dict[str, dict[str, str]]
    aliases: dict[str, dict[str, str]]
    letters: int = 0
    updated: str = ""
    version: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file as last read: its state, and the letter it gave or the reason why it gave none.

    ``stat`` is (size, mtime_ns, ctime_ns, inode). ``rank`` orders files of the same letter: the lowest is indexed.
    """

    stat: tuple[int, int, int, int]
    hash: str = ""
    id: str = ""
    rank: tuple[int, int] = (0, 0)
    problem: str = ""


@dataclass(slots=True)
class Generation:
    """One generation of the index: its folder, its `Meta` and its files (path below the corpus -> `FileEntry`)."""

    folder: Path
    meta: Meta
    files: dict[str, FileEntry] = field(default_factory=dict)

    @property
    def lemmas(self) -> Path:
        """The file of the lemma table."""
        return self.folder / LEMMAS


def current_folder(location: Path) -> Path:
    """The folder of the current generation; `IndexMissing` or `IndexUnusable` when there is none to use."""
    try:
        owner = location.stat().st_uid
    except FileNotFoundError as error:
        raise IndexMissing(f"er is nog geen index in {location}; voer uit: kbindex") from error
    if hasattr(os, "getuid") and owner not in (0, os.getuid()):
        raise IndexUnusable(
            f"de index in {location} is van een andere gebruiker en wordt niet vertrouwd; maak een eigen"
        )
    try:
        name = (location / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        if location.is_dir() and is_ours(location):
            raise IndexMissing(f"er is nog geen index in {location}; voer uit: kbindex") from error
        raise IndexUnusable(f"{location} is geen index van kbsearch; kies een andere map") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(f"{location / CURRENT} is niet te lezen; voer uit: kbindex --rebuild") from error
    if not _GENERATION.match(name) or not (location / name).is_dir():
        raise IndexUnusable(f"{location / CURRENT} wijst naar niets; voer uit: kbindex --rebuild")
    return location / name


def is_ours(location: Path) -> bool:
    """True for a folder that holds nothing but what an index consists of (also when it is empty)."""
    return all(
        entry.name in (CURRENT, LOCK, f"{CURRENT}.new") or _GENERATION.match(entry.name) for entry in location.iterdir()
    )


def read_meta(folder: Path) -> Meta:
    """The `Meta` of a generation; `IndexUnusable` when it is damaged or of another format."""
    record = _read_json(folder / META)
    if record.get("format") != FORMAT:
        raise IndexUnusable(f"de index in {folder.parent} is van een andere versie; voer uit: kbindex --rebuild")
    try:
        return Meta(**record)
    except TypeError as error:
        raise IndexUnusable(f"{folder / META} is beschadigd; voer uit: kbindex --rebuild") from error


def read_generation(location: Path) -> Generation:
    """The current generation with its files, for writing."""
    folder = current_folder(location)
    records = _read_json(folder / FILES)
    try:
        files = {
            path: FileEntry(**{**record, "stat": tuple(record["stat"]), "rank": tuple(record["rank"])})
            for path, record in records.items()
        }
    except (TypeError, KeyError) as error:
        raise IndexUnusable(f"{folder / FILES} is beschadigd; voer uit: kbindex --rebuild") from error
    return Generation(folder, read_meta(folder), files)


def new_generation(location: Path, meta: Meta) -> Generation:
    """An empty generation beside the current one; nobody sees it before `publish`."""
    taken = [int(entry.name[1:]) for entry in location.iterdir() if _GENERATION.match(entry.name)]
    folder = location / f"g{max(taken, default=0) + 1}"
    folder.mkdir()
    return Generation(folder, meta)


def save(generation: Generation) -> None:
    """Write the generation's `Meta` and files, each in one step."""
    _write(generation.folder / FILES, json.dumps({path: asdict(entry) for path, entry in generation.files.items()}))
    _write(generation.folder / META, json.dumps(asdict(generation.meta), ensure_ascii=False))


def publish(location: Path, generation: Generation) -> None:
    """Make a generation the current one and remove all others."""
    _write(location / CURRENT, generation.folder.name)
    for entry in location.iterdir():
        if _GENERATION.match(entry.name) and entry != generation.folder:
            shutil.rmtree(entry, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"{path} is niet te lezen; voer uit: kbindex --rebuild") from error
    if not isinstance(record, dict):
        raise IndexUnusable(f"{path} is beschadigd; voer uit: kbindex --rebuild")
    return record
