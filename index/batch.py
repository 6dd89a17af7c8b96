"""One run over the corpus: which file gives which letter, and the changes that this makes to the index."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from index.authority import Authority, load_authority
from index.errors import LetterError, printable
from index.file_table import FileEntry, FileTable
from index.forms.registry import FORMS
from index.forms.sandbox import Sandbox
from index.letter import Letter
from index.opening import digest
from index.readers import read_letter
from index.segments.segment_set import SegmentSet
from index.store import Generation
from index.writer import Indexing

Progress = Callable[[int, int, str], None]
"""Called for each file with (number done, number to do, path), and with (0, 0, what) for work of unknown length."""

MANY: Final = 500
"""From so many files on the work is shared among processes; a process takes half a second to start."""
_SUMMARY: Final = 100
"""What a summary's rank is more than that of its form."""
PROCESSES: Final = 2
"""At most so many, each with up to 400 MB of memory."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not in the index as its user would expect, and why."""

    path: str
    reason: str


class File(NamedTuple):
    """A file to read: its path below the corpus, its state, and its hash when it was last read (empty: never)."""

    path: str
    state: str
    hash: str


class Reading(NamedTuple):
    """What became of a file: its entry, None when its bytes are as they were; and (facet, id, label) of new values."""

    file: File
    entry: FileEntry | None
    labels: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class FileReader:
    """Reads files of a corpus, each giving a `Reading` and its letter, if it has one to be indexed."""

    corpus: Path
    _authority: Authority | None = None
    _sandbox: Sandbox | None = None
    _told: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, file: File) -> tuple[Reading, Letter | None]:
        """Read one file. A file that cannot be opened is tried again at the next run."""
        path = self.corpus / file.path
        if "\\x" in file.path and not path.exists():
            reason = "de bestandsnaam is geen geldige UTF-8; geef het bestand een andere naam"
            return Reading(file, FileEntry(file.state, problem=reason)), None
        try:
            hashed = digest(path)
            if hashed == file.hash:
                return Reading(file, None), None
            self._authority = self._authority or load_authority()
            self._sandbox = self._sandbox or Sandbox()
            letter = read_letter(path, self.corpus, self._authority, self._sandbox).letter
        except LetterError as error:
            beside = "" if error.path == path else f"{error.path.name}: "
            return Reading(file, FileEntry(file.state, problem=f"{beside}{error.reason}")), None
        except OSError as error:
            reason = f"niet te lezen ({error.strerror}); kijk naar de rechten"
            return Reading(file, FileEntry("", problem=reason)), None
        except Exception as error:  # a fault of ours; the other letters are not lost for it
            reason = f"onverwachte fout bij het lezen ({type(error).__name__}: {printable(str(error))[:200]}); meld dit"
            return Reading(file, FileEntry("", problem=reason)), None
        entry = FileEntry(file.state, hashed, letter.id, _rank(letter))
        return Reading(file, entry, tuple(self._labels(letter))), letter

    def _labels(self, letter: Letter) -> Iterator[tuple[str, str, str]]:
        for facet, values in (("mission", letter.missions), ("ministry", letter.ministries)):
            for value in values:
                if (facet, value.id) not in self._told:
                    self._told.add((facet, value.id))
                    yield facet, value.id, value.label


class Batch:
    """Brings a generation up to date with the files that a `FileTable` has observed; `run` once, then ask."""

    def __init__(self, corpus: Path, generation: Generation, files: FileTable) -> None:
        self._generation = generation
        self._files = files
        self._reader = FileReader(corpus)
        self._segments = SegmentSet(generation.folder, generation.meta.segments)
        self._touched: set[str] = set()
        self._fresh = not generation.meta.segments
        self.read: list[str] = []
        self.labels = {facet: dict(values) for facet, values in generation.meta.labels.items()}

    @property
    def segments(self) -> SegmentSet:
        """The segments as they are now."""
        return self._segments

    def run(self, removed: Iterable[str], *, processes: int, progress: Progress) -> None:
        """Forget the ``removed`` files and read those that changed."""
        for path in removed:
            self._touch(self._files.id_of(path))
            self._files.forget(path)
        todo = self._files.prepare_changed()
        changed = (File(*row) for row in self._files.changed())
        for number, path in enumerate(self._index(changed, processes if todo >= MANY else 1), start=1):
            if path:
                self.read.append(path)
            progress(number, todo, path)
        progress(0, 0, "Samenvoegen")
        unsettled = self._settle(self._files.shared_ids() if self._fresh else self._touched)
        while unsettled:
            self._touched = set(unsettled)
            again = [File(path, self._files.state_of(path), "") for path in unsettled.values()]
            for _ in self._index(again, 1):
                pass
            unsettled = self._settle(self._touched)
        self._segments.merge()

    def _index(self, files: Iterable[File], processes: int) -> Iterator[str]:
        """Read files and add their letters to the segments; the path of each one that was read, empty for the same."""
        indexing = Indexing(self._generation, self._reader, processes=processes)
        for reading in indexing.run(files):
            self._enter(reading)
            yield reading.file.path if reading.entry else ""
        self._segments.add(indexing.segments)

    def _enter(self, reading: Reading) -> None:
        path, entry = reading.file.path, reading.entry
        if entry is None:
            self._files.note_state(path, reading.file.state)
            return
        self._touch(self._files.id_of(path))
        self._touch(entry.id)
        self._files.put(path, entry)
        for facet, value, label in reading.labels:
            self.labels.setdefault(facet, {}).setdefault(value, label)

    def _touch(self, letter_id: str) -> None:
        if letter_id and not self._fresh:
            self._touched.add(letter_id)

    def _settle(self, ids: Iterable[str]) -> dict[str, str]:
        """Keep the winner of each letter only; the letters whose winner must be read for that, with its file."""
        winners = {letter_id: self._files.winner(letter_id) for letter_id in sorted(ids)}
        return {
            letter_id: winner
            for letter_id, winner in winners.items()
            if not self._segments.keep(letter_id, winner) and winner is not None
        }


def processors() -> int:
    """How many processes a large corpus is read with here."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(PROCESSES, available)


def _rank(letter: Letter) -> int:
    """Full texts before summaries, then the better form first."""
    rank = FORMS[Path(letter.path).suffix.lower()].rank
    return rank if letter.completeness == "full" else rank + _SUMMARY
