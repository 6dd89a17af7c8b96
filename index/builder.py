"""Corpus folder -> index: reads only what is new or changed, and a reader never sees half of it."""

import datetime
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from index.analysis import fingerprint, load_lexicon
from index.authority import Authority, load_authority
from index.batch import Batch, Problem, Progress, processors
from index.corpus import scan, scan_files
from index.dictionary import write_dictionary
from index.errors import IndexLocked, IndexMissing, IndexUnusable
from index.file_table import FileTable
from index.store import LOCK, Generation, Meta, is_ours, new_generation, publish, read_generation, save

RULES: Final = 2
"""Version of what readers make of a file; a change makes `update` read every file again."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did.

    ``problems`` are files that could not be read, ``notices`` are files with a letter that another file of the same
    form has, ``superseded`` is the number of those whose letter another one has in a better form.
    """

    letters: int
    read: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    superseded: int
    rebuilt: bool
    seconds: float


def update(
    corpus: Path,
    location: Path,
    *,
    rebuild: bool = False,
    only: Sequence[Path] = (),
    processes: int | None = None,
    progress: Progress = lambda _done, _todo, _path: None,
) -> Report:
    """Bring the index at ``location`` up to date with the letters in ``corpus``.

    With ``only``, other files are taken to be as they were. With ``rebuild``, or when the index was made by other
    rules or from another corpus, everything is read into a new generation. Many files are read by so many
    ``processes``, two if there are two processors. Raises `CorpusError`, `IndexLocked`, `IndexUnusable`; a file that
    cannot be read is a problem of the report.
    """
    started = time.perf_counter()
    found = scan_files(corpus, only) if only else None
    states = scan(corpus)
    location.mkdir(parents=True, exist_ok=True)
    if not is_ours(location):
        raise IndexUnusable(f"{location} is geen index van kbsearch en is niet leeg; kies een andere map")
    try:
        with FileLock(location / LOCK, timeout=2.0):
            authority = load_authority()
            current = None if rebuild else _usable(location, corpus, authority)
            generation = current or _empty(location, corpus, authority)
            with FileTable(generation.files, generation.meta.commit) as files:
                if current and found is not None:
                    files.observe((path, state) for path, state in found.items() if state is not None)
                    removed = [path for path, state in found.items() if state is None]
                else:
                    files.observe(states)
                    removed = files.unseen()
                batch = Batch(corpus, generation, files)
                batch.run(removed, processes=processes or processors(), progress=progress)
                _commit(generation, batch, changed=bool(batch.read or removed))
                files.save(generation.meta.commit)
                if not current:
                    publish(location, generation)
                return _report(files, batch, removed, rebuilt=not current, seconds=time.perf_counter() - started)
    except Timeout as error:
        raise IndexLocked(f"een andere kbindex werkt aan {location}; probeer het opnieuw als die klaar is") from error


def _usable(location: Path, corpus: Path, authority: Authority) -> Generation | None:
    """The current generation when it can be brought up to date; None when a new one must be made."""
    try:
        generation = read_generation(location)
    except IndexMissing:
        return None
    made_by = (generation.meta.analysis, generation.meta.rules, generation.meta.corpus)
    if made_by != (_analysis(), _rules(authority), str(corpus.resolve())):
        return None
    return generation if FileTable.goes_with(generation.files, generation.meta.commit) else None


def _empty(location: Path, corpus: Path, authority: Authority) -> Generation:
    meta = Meta(
        analysis=_analysis(),
        rules=_rules(authority),
        corpus=str(corpus.resolve()),
        labels=authority.labels(),
        aliases=authority.aliases(),
        names=authority.names(),
    )
    generation = new_generation(location, meta)
    write_dictionary(generation.folder, load_lexicon().lemma_exceptions)
    return generation


def _analysis() -> str:
    return fingerprint(load_lexicon())


def _rules(authority: Authority) -> str:
    return f"{RULES}-{authority.fingerprint[:16]}"


def _commit(generation: Generation, batch: Batch, *, changed: bool) -> None:
    """Make the batch's letters the generation's, under a new version when they changed."""
    meta = generation.meta
    if changed or not meta.version:
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
        generation.meta = replace(
            meta,
            segments=batch.segments.entries(),
            letters=batch.segments.letters,
            labels=batch.labels,
            updated=f"{now.isoformat()}Z",
            version=secrets.token_hex(8),
            commit=meta.commit + 1,
        )
        save(generation)


def _report(files: FileTable, batch: Batch, removed: Sequence[str], *, rebuilt: bool, seconds: float) -> Report:
    shadowed = (
        Problem(path, f"dezelfde brief ({letter_id}) als {winner}; dit bestand is overgeslagen")
        for path, letter_id, winner in files.shadowed()
    )
    return Report(
        letters=batch.segments.letters,
        read=tuple(batch.read),
        removed=tuple(removed),
        unchanged=len(files) - len(batch.read),
        problems=tuple(Problem(*problem) for problem in files.problems()),
        notices=tuple(shadowed),
        superseded=files.superseded(),
        rebuilt=rebuilt,
        seconds=seconds,
    )
