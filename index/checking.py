"""``kbindex --check``: is every byte of the index as it was written, and is every file as it was read?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.batch import Problem, Progress
from index.corpus import digest, scan
from index.errors import IndexUnusable
from index.file_table import FileTable
from index.lemmas import LemmaTable
from index.segments.segment_set import SegmentSet
from index.store import Generation, current_folder, read_meta


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

    Raises `IndexMissing`, `IndexUnusable` when there is no index that can be opened, `CorpusError`.
    """
    folder = current_folder(location)
    generation = Generation(folder, read_meta(folder))
    found = dict(scan(corpus))
    with FileTable(generation.files, generation.meta.commit) as files:
        outdated = tuple(_outdated(corpus, files, found, progress))
        number = len(files)
    return CheckReport(
        letters=generation.meta.letters,
        segments=len(generation.meta.segments),
        files=number,
        damaged=tuple(Problem(str(path), reason) for path, reason in _damaged(generation)),
        outdated=outdated,
    )


def _damaged(generation: Generation) -> Iterator[tuple[Path, str]]:
    try:
        if LemmaTable(generation.lemmas).damaged():
            yield generation.lemmas, "is beschadigd; voer uit: kbindex --rebuild"
        segments = SegmentSet(generation.folder, generation.meta.segments)
    except IndexUnusable as error:
        yield generation.folder, str(error)
        return
    for path, names in segments.damaged():
        yield path, f"is beschadigd ({', '.join(names)}); voer uit: kbindex --rebuild"
    if segments.letters != generation.meta.letters:
        yield generation.folder, "heeft een ander aantal brieven dan de inhoudsopgave zegt; voer uit: kbindex --rebuild"


def _outdated(corpus: Path, files: FileTable, found: dict[str, str], progress: Progress) -> Iterator[Problem]:
    known = dict(files.hashes())
    for number, path in enumerate(sorted(found), start=1):
        if path not in known:
            if not files.has(path):
                yield Problem(path, "is nieuw; voer uit: kbindex")
        elif _digest(corpus / path) != known[path]:
            yield Problem(path, f"is veranderd sinds het gelezen werd; voer uit: kbindex {corpus / path}")
        progress(number, len(found), path)
    for path in sorted(known.keys() - found.keys()):
        yield Problem(path, "is weg; voer uit: kbindex")


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError:
        return ""
