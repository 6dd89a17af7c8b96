"""The index directory: which generation is current, what it was made by, of which segments it consists.

Layout::

    .kbsearch/LOCK          held while a process writes
    .kbsearch/CURRENT       the name of the current generation; replaced in one step, so a reader never sees half
    .kbsearch/g<n>/         one generation:
        toc.json            the table of contents (`Meta`); replaced in one step at every change
        s<n>.seg            a segment (`index.segments.segment`), never changed
        lemmas.bin          form -> lemma (`index.lemmas`)
        words.bin           the words that compounds are split into (`index.compounds`)
        files.db            what each file of the corpus gave (`index.file_table`); only kbindex reads it
"""

import json
import os
import re
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from index.errors import IndexMissing, IndexUnusable

FORMAT: Final = 5
CURRENT: Final = "CURRENT"
LOCK: Final = "LOCK"
TOC: Final = "toc.json"
FILES: Final = "files.db"
_GENERATION: Final = re.compile(r"g[0-9]+\Z")
_SEGMENT: Final = re.compile(r"s([0-9]+)\.seg\Z")


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of the index: its file, how many letters it was written with, and which of them were deleted since.

    ``deleted`` is the text of `index.segments.deletions`, empty for none.
    """

    file: str
    size: int
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself: its table of contents.

    ``analysis`` is the analyser's fingerprint, ``rules`` that of readers and authority lists; ``labels`` and
    ``aliases`` map facet -> id -> label and facet -> folded other name -> id, ``names`` has all names of each mission
    and ministry; ``updated`` is UTC, ``commit`` counts
    the changes, ``version`` is another word after each. ``letters`` is the number of letters that were not deleted.
    """

    analysis: str
    rules: str
    corpus: str
    labels: dict[str, dict[str, str]]
    aliases: dict[str, dict[str, str]]
    segments: tuple[SegmentEntry, ...] = ()
    letters: int = 0
    updated: str = ""
    version: str = ""
    commit: int = 0
    names: tuple[tuple[str, ...], ...] = ()
    format: int = FORMAT


@dataclass(slots=True)
class Generation:
    """One generation of the index: its folder and its table of contents."""

    folder: Path
    meta: Meta

    @property
    def files(self) -> Path:
        """The file of the table of files."""
        return self.folder / FILES


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
    if not _GENERATION.match(name) or not (location / name).is_dir() or (location / name).is_symlink():
        raise IndexUnusable(f"{location / CURRENT} wijst naar niets; voer uit: kbindex --rebuild")
    return location / name


def is_ours(location: Path) -> bool:
    """True for a folder that holds nothing but what an index consists of (also when it is empty)."""
    return all(
        entry.name in (CURRENT, LOCK, f"{CURRENT}.new") or _GENERATION.match(entry.name) for entry in location.iterdir()
    )


def read_meta(folder: Path) -> Meta:
    """The `Meta` of a generation; `IndexUnusable` when it is damaged or of another format."""
    path = folder / TOC
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise IndexUnusable(f"{path} is niet te lezen; voer uit: kbindex --rebuild") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise IndexUnusable(f"de index in {folder.parent} is van een andere versie; voer uit: kbindex --rebuild")
    damaged = IndexUnusable(f"{path} is beschadigd; voer uit: kbindex --rebuild")
    if record.pop("checksum", None) != _checksum(record):
        raise damaged
    try:
        segments = tuple(SegmentEntry(**entry) for entry in record.pop("segments"))
        meta = Meta(**record, segments=segments)
        known = all(_SEGMENT.match(entry.file) and entry.size >= 0 for entry in segments)
    except (KeyError, TypeError) as error:
        raise damaged from error
    if not known:
        raise damaged
    return meta


def read_generation(location: Path) -> Generation:
    """The current generation, for writing."""
    folder = current_folder(location)
    return Generation(folder, read_meta(folder))


def new_generation(location: Path, meta: Meta) -> Generation:
    """An empty generation beside the current one; nobody sees it before `publish`."""
    taken = [int(entry.name[1:]) for entry in location.iterdir() if _GENERATION.match(entry.name)]
    folder = location / f"g{max(taken, default=0) + 1}"
    folder.mkdir()
    return Generation(folder, meta)


def free_number(folder: Path) -> int:
    """The lowest number from which on no segment file of a generation has one."""
    return max((int(match[1]) for entry in folder.iterdir() if (match := _SEGMENT.match(entry.name))), default=0) + 1


def segment_path(folder: Path, number: int) -> Path:
    """The segment file of this number."""
    return folder / f"s{number}.seg"


def save(generation: Generation) -> None:
    """Write the table of contents in one step; files of segments that are not in it are removed."""
    record = asdict(generation.meta)
    _write(generation.folder / TOC, json.dumps({"checksum": _checksum(record), **record}, ensure_ascii=False))
    _remove_others(generation)


def publish(location: Path, generation: Generation) -> None:
    """Make a generation the current one and remove all others."""
    _write(location / CURRENT, generation.folder.name)
    for entry in location.iterdir():
        if _GENERATION.match(entry.name) and entry != generation.folder and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)


def _remove_others(generation: Generation) -> None:
    ours = {entry.file for entry in generation.meta.segments}
    for path in generation.folder.iterdir():
        if _SEGMENT.match(path.name) and path.name not in ours:
            path.unlink()


def _checksum(record: Mapping[str, Any]) -> str:
    """CRC-32 of a record's canonical JSON, in hex."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{zlib.crc32(text.encode()):08x}"


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that it has its old or its new text also after the power fails."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with fresh.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
