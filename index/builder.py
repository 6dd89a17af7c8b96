"""Corpus folder -> index: reads only what is new or changed, and a reader never sees half of it."""

import datetime
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from index.analysis import Analyzer, load_lexicon
from index.authority import Authority, load_authority
from index.batch import Batch, Problem, Progress
from index.corpus import scan, scan_files
from index.errors import IndexLocked, IndexMissing, IndexUnusable
from index.lemmas import LemmaTable, write_lemmas
from index.store import LOCK, Generation, Meta, is_ours, new_generation, publish, read_generation, save
from index.whoosh_index import create_whoosh

RULES: Final = 1
"""Version of what readers make of a file; a change makes `update` read every file again."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did. ``problems`` are files that could not be read, ``notices`` files left aside on purpose."""

    letters: int
    read: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    rebuilt: bool
    seconds: float


def update(
    corpus: Path,
    location: Path,
    *,
    rebuild: bool = False,
    only: Sequence[Path] = (),
    progress: Progress = lambda _done, _todo, _path: None,
) -> Report:
    """Bring the index at ``location`` up to date with the letters in ``corpus``.

    With ``only``, other files are taken to be as they were. With ``rebuild``, or when the index was made by other
    rules or from another corpus, everything is read into a new generation. Raises `CorpusError`, `IndexLocked`,
    `IndexUnusable`; a file that cannot be read is a problem of the report.
    """
    started = time.perf_counter()
    found = scan_files(corpus, only) if only else scan(corpus)
    location.mkdir(parents=True, exist_ok=True)
    if not is_ours(location):
        raise IndexUnusable(f"{location} is geen index van kbsearch en is niet leeg; kies een andere map")
    try:
        with FileLock(location / LOCK, timeout=2.0):
            authority = load_authority()
            generation = None if rebuild else _usable(location, _rules(authority), corpus)
            if generation is not None:
                batch = Batch(corpus, generation, authority)
                batch.run(found, partial=bool(only), progress=progress)
                _stamp(generation, batch)
            else:
                generation = _empty(location, corpus, authority)
                batch = Batch(corpus, generation, authority)
                batch.run(scan(corpus) if only else found, partial=False, progress=progress)
                _stamp(generation, batch)
                publish(location, generation)
                rebuild = True
    except Timeout as error:
        raise IndexLocked(f"een andere kbindex werkt aan {location}; probeer het opnieuw als die klaar is") from error
    return _report(generation, batch, rebuilt=rebuild, seconds=time.perf_counter() - started)


def _usable(location: Path, rules: str, corpus: Path) -> Generation | None:
    """The current generation when it can be brought up to date; None when a new one must be made."""
    try:
        generation = read_generation(location)
    except IndexMissing:
        return None
    analyzer = Analyzer(LemmaTable(generation.lemmas).lemma, load_lexicon())
    made_by = (generation.meta.analysis, generation.meta.rules, generation.meta.corpus)
    return generation if made_by == (analyzer.fingerprint, rules, str(corpus.resolve())) else None


def _empty(location: Path, corpus: Path, authority: Authority) -> Generation:
    lexicon = load_lexicon()
    meta = Meta(
        analysis=Analyzer(str, lexicon).fingerprint,
        rules=_rules(authority),
        corpus=str(corpus.resolve()),
        labels=authority.labels(),
        aliases=authority.aliases(),
    )
    generation = new_generation(location, meta)
    write_lemmas(generation.lemmas, lexicon.lemma_exceptions)
    create_whoosh(generation.folder)
    return generation


def _rules(authority: Authority) -> str:
    return f"{RULES}-{authority.fingerprint[:16]}"


def _stamp(generation: Generation, batch: Batch) -> None:
    """Save the generation, with a new version when its letters changed."""
    if batch.read or batch.removed or not generation.meta.version:
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
        generation.meta = replace(
            generation.meta,
            letters=batch.letters,
            labels=batch.labels,
            updated=f"{now.isoformat()}Z",
            version=secrets.token_hex(8),
        )
    save(generation)


def _report(generation: Generation, batch: Batch, *, rebuilt: bool, seconds: float) -> Report:
    files: Mapping[str, str] = {path: entry.problem for path, entry in sorted(generation.files.items())}
    return Report(
        letters=batch.letters,
        read=tuple(batch.read),
        removed=tuple(batch.removed),
        unchanged=len(files) - len(batch.read),
        problems=tuple(Problem(path, reason) for path, reason in files.items() if reason),
        notices=tuple(batch.shadowed()),
        rebuilt=rebuilt,
        seconds=seconds,
    )
