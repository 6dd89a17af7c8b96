"""The segments of an index while it is changed: which letters stay, and which segments become one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Final

import numpy as np

from index.errors import IndexUnusable
from index.segments.deletions import Live, pack, unpack
from index.segments.merging import Part, merge
from index.segments.segment import ID, Segment
from index.store import SegmentEntry, free_number, segment_path

TIER: Final = 5
"""So many segments of about one size become one, which is then of the next size."""
_MOST_DELETED: Final = 0.3
"""A segment that has lost a larger share of its letters is written anew."""


@dataclass(slots=True, eq=False)
class _Member:
    """A segment of the set: its file, what it holds, and which letters were not deleted (bool, size)."""

    path: Path
    segment: Segment
    live: Live
    fresh: bool

    @property
    def letters(self) -> int:
        return int(np.count_nonzero(self.live))


class SegmentSet:
    """The segments in ``folder``; nothing that it does is seen before its `entries` are in the table of contents."""

    def __init__(self, folder: Path, entries: Iterable[SegmentEntry]) -> None:
        self._folder = folder
        self._members = [self._open(entry, fresh=False) for entry in entries]

    @property
    def letters(self) -> int:
        """How many letters there are."""
        return sum(member.letters for member in self._members)

    def add(self, entries: Iterable[SegmentEntry]) -> None:
        """Take in segments that were just written."""
        self._members += [self._open(entry, fresh=True) for entry in entries]

    def keep(self, letter_id: str, path: str | None) -> bool:
        """Delete all letters of this id but the latest one read from ``path``; whether there is that one."""
        found = False
        for member in reversed(self._members):
            for number in _numbers(member.segment, letter_id):
                if not member.live[number]:
                    continue
                wanted = not found and path is not None and member.segment.head(number).path == path
                member.live[number] = wanted
                found = found or wanted
        return found

    def merge(self) -> None:
        """Make one segment of the fresh ones; then of every `TIER` of about one size; drop what was deleted."""
        self._replace([member for member in self._members if member.fresh], least=2)
        self._replace([member for member in self._members if member.letters < (1 - _MOST_DELETED) * len(member.live)])
        while crowded := self._crowded():
            self._replace(crowded)

    def damaged(self) -> Iterator[tuple[Path, list[str]]]:
        """The files with damaged arrays, and the names of these. Reads everything."""
        for member in self._members:
            if names := list(member.segment.check()):
                yield member.path, names

    def entries(self) -> tuple[SegmentEntry, ...]:
        """The segments for the table of contents."""
        return tuple(SegmentEntry(member.path.name, member.segment.size, pack(member.live)) for member in self._members)

    def _open(self, entry: SegmentEntry, *, fresh: bool) -> _Member:
        path = self._folder / entry.file
        try:
            live = unpack(entry.deleted, entry.size)
            segment = Segment(path)
        except FileNotFoundError as error:
            raise IndexUnusable(f"{path} ontbreekt; voer uit: kbindex --rebuild") from error
        except ValueError as error:
            raise IndexUnusable(f"{path} is beschadigd; voer uit: kbindex --rebuild") from error
        if segment.size != entry.size:
            raise IndexUnusable(f"{path} heeft een ander aantal brieven; voer uit: kbindex --rebuild")
        return _Member(path, segment, np.ones(entry.size, np.bool_) if live is None else live, fresh)

    def _crowded(self) -> list[_Member]:
        tiers: dict[int, list[_Member]] = defaultdict(list)
        for member in self._members:
            tiers[int(log(max(member.letters, 1), TIER))].append(member)
        return next((members for _, members in sorted(tiers.items()) if len(members) >= TIER), [])

    def _replace(self, members: Sequence[_Member], least: int = 1) -> None:
        """Write these segments as one in their place; segments without letters are left out."""
        if len(members) < least:
            return
        others = [member for member in self._members if member not in members]
        parts = [Part(member.segment, member.live) for member in members if member.letters]
        for member in members:
            if not member.fresh and any(member.segment.check()):  # or the damage would get checksums of its own
                raise IndexUnusable(f"{member.path} is beschadigd; voer uit: kbindex --rebuild")
        if parts:
            path = segment_path(self._folder, free_number(self._folder))
            merge(parts, path)
            merged = Segment(path)
            others.append(_Member(path, merged, np.ones(merged.size, np.bool_), fresh=False))
        self._members = others


def _numbers(segment: Segment, letter_id: str) -> list[int]:
    """The letters of an id, the latest first."""
    ids = segment.field(ID)
    row = ids.terms.find(letter_id.encode())
    numbers: list[int] = ids.postings(row)[0].tolist() if row >= 0 else []
    return numbers[::-1]
