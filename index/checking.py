"""``kbindex --check``: is every byte of the index as it was written, and is every file as it was read?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.batch import Problem, Progress
from index.corpus import scan
from index.dictionary import Dictionary
from index.errors import IndexLocked, IndexUnusable
from index.file_table import FileTable
from index.opening import digest
from index.segments.segment_set import SegmentSet
from index.store import LOCK, Generation, current_folder, read_generation


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found: ``damaged`` are files of the index, ``outdated`` files of the corpus, each with a reason."""

    letters: int
    segments: int
    files: int
    damaged: tuple[Problem, ...]
    outdated: tuple[Problem, ...]


def check(corpus: Path, location: Path, progress: Progress = lambda _done, _todo, _path: None) -> CheckReport:
    """Read the whole index and the whole corpus, changing nothing.

    Raises `IndexMissing`, `IndexUnusable` when there is no index that can be opened, `IndexLocked`, `CorpusError`.
    """
    current_folder(location)
    try:
        with FileLock(location / LOCK, timeout=2.0):
            generation = read_generation(location)
            found = dict(scan(corpus))
            with FileTable(generation.files, generation.meta.commit) as files:
                outdated = tuple(_outdated(corpus, files, found, progress))
                number = len(files)
            damaged = tuple(Problem(str(path), reason) for path, reason in _damaged(generation))
    except Timeout as error:
        raise IndexLocked(f"een andere kbindex werkt aan {location}; probeer het opnieuw als die klaar is") from error
    return CheckReport(generation.meta.letters, len(generation.meta.segments), number, damaged, outdated)


def _damaged(generation: Generation) -> Iterator[tuple[Path, str]]:
    try:
        if damaged := Dictionary(generation.folder).damage:
            yield damaged, "is beschadigd; voer uit: kbindex --rebuild"
        segments = SegmentSet(generation.folder, generation.meta.segments)
    except IndexUnusable as error:
        yield generation.folder, str(error)
        return
    for path, names in segments.damaged():
        yield path, f"is beschadigd ({', '.join(names)}); voer uit: kbindex --rebuild"
    if segments.letters != generation.meta.letters:
        yield generation.folder, "heeft een ander aantal brieven dan de inhoudsopgave zegt; voer uit: kbindex --rebuild"


def _outdated(corpus: Path, files: FileTable, found: dict[str, str], progress: Progress) -> Iterator[Problem]:
    known = {path: (state, hashed) for path, state, hashed in files.known()}
    for number, path in enumerate(sorted(found), start=1):
        state, hashed = known.get(path, ("", ""))
        if path not in known:
            yield Problem(path, "is nieuw; voer uit: kbindex")
        elif _digest(corpus / path) != hashed if hashed else found[path] != state:
            yield Problem(path, f"is veranderd sinds het gelezen werd; voer uit: kbindex {corpus / path}")
        progress(number, len(found), path)
    for path in sorted(known.keys() - found.keys()):
        yield Problem(path, "is weg; voer uit: kbindex")


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError:
        return ""
