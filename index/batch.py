"""One run over the corpus: which file gives which letter, and the changes that this makes to the index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.analysis import Analyzer, load_lexicon
from index.authority import Authority
from index.corpus import Stat, digest
from index.errors import LetterError
from index.lemmas import LemmaTable
from index.letter import Letter
from index.readers import FORMS, read_letter
from index.store import FileEntry, Generation
from index.whoosh_index import LetterWriter

Progress = Callable[[int, int, str], None]
"""Called for each file with (number done, number to do, path)."""

_NEVER_READ = (0, 0, 0, 0)
"""The state of a file that could not be opened: it is tried again at the next run."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not in the index as its user would expect, and why."""

    path: str
    reason: str


class Batch:
    """Brings one generation up to date; `run` once, then ask what it did.

    Of several files with one id, the one with the lowest rank, then path, is indexed. Whoosh cannot replace a letter
    that the same writer added, so ids that turn out otherwise are settled by a second writer.
    """

    def __init__(self, corpus: Path, generation: Generation, authority: Authority) -> None:
        self._corpus = corpus
        self._generation = generation
        self._files = generation.files
        self._authority = authority
        self._paths: dict[str, set[str]] = {}
        for path, entry in self._files.items():
            if entry.id:
                self._paths.setdefault(entry.id, set()).add(path)
        self._indexed = {letter_id: self._winner(letter_id) for letter_id in self._paths}
        self._written: set[str] = set()
        self._fresh = not self._files
        self.read: list[str] = []
        self.removed: list[str] = []
        self.labels = {facet: dict(values) for facet, values in generation.meta.labels.items()}

    @property
    def letters(self) -> int:
        """The number of letters in the index."""
        return len(self._paths)

    def run(self, found: Mapping[str, Stat | None], *, partial: bool, progress: Progress) -> None:
        """Read what changed and drop what is gone.

        ``found`` has the state of each file, None for one that is gone; unless ``partial``, files that it does not
        mention are gone too.
        """
        self.removed = [path for path in self._files if (found[path] is None if path in found else not partial)]
        changed = [(path, stat) for path, stat in found.items() if stat and self._differs(path, stat)]
        if not self.removed and not changed:
            return
        analyzer = Analyzer(LemmaTable(self._generation.lemmas).lemma, load_lexicon())
        with LetterWriter(self._generation.folder, analyzer) as writer:
            touched = {self._forget(path) for path in self.removed}
            for number, (path, stat) in enumerate(changed):
                progress(number, len(changed), path)
                touched |= self._visit(path, stat, writer)
            progress(len(changed), len(changed), "")
            unsettled = sorted(letter_id for letter_id in touched if letter_id and not self._settled(letter_id, writer))
        if unsettled:
            with LetterWriter(self._generation.folder, analyzer) as writer:
                for letter_id in unsettled:
                    self._write(self._read(self._winner(letter_id)), writer)

    def shadowed(self) -> list[Problem]:
        """Files that another file of the same form and id keeps out of the index."""
        found = []
        for letter_id, paths in self._paths.items():
            winner = self._winner(letter_id)
            found += [
                Problem(path, f"dezelfde brief ({letter_id}) als {winner}; dit bestand is overgeslagen")
                for path in paths
                if path != winner and self._files[path].rank == self._files[winner].rank
            ]
        return sorted(found, key=lambda problem: problem.path)

    def _differs(self, path: str, stat: Stat) -> bool:
        """Whether a file must be read; a file whose bytes are the same only gets its new state noted."""
        entry = self._files.get(path)
        if entry is None or entry.stat == _NEVER_READ:
            return True
        if entry.stat == stat:
            return False
        try:
            same = bool(entry.hash) and digest(self._corpus / path) == entry.hash
        except OSError:
            return True
        if same:
            self._files[path] = replace(entry, stat=stat)
        return not same

    def _winner(self, letter_id: str) -> str:
        return min(self._paths[letter_id], key=lambda path: (self._files[path].rank, path))

    def _forget(self, path: str) -> str:
        """Take a file out of the books; returns the id of its letter, empty when it gave none."""
        entry = self._files.pop(path, None)
        if entry is None or not entry.id:
            return ""
        self._paths[entry.id].discard(path)
        if not self._paths[entry.id]:
            del self._paths[entry.id]
        return entry.id

    def _visit(self, path: str, stat: Stat, writer: LetterWriter) -> set[str]:
        """Read one changed file and write its letter where that is possible; returns the ids that may have changed."""
        before = self._forget(path)
        self.read.append(path)
        try:
            hashed = digest(self._corpus / path)
            letter = self._read(path)
        except LetterError as error:
            self._files[path] = FileEntry(stat, problem=error.reason)
            return {before}
        except OSError as error:
            self._files[path] = FileEntry(
                _NEVER_READ, problem=f"niet te lezen ({error.strerror}); kijk naar de rechten"
            )
            return {before}
        self._files[path] = FileEntry(stat, hashed, letter.id, _rank(letter))
        self._paths.setdefault(letter.id, set()).add(path)
        if self._winner(letter.id) == path and letter.id not in self._written:
            self._write(letter, writer)
            self._indexed[letter.id] = path
        return {before, letter.id}

    def _settled(self, letter_id: str, writer: LetterWriter) -> bool:
        """False when another file than the one in the index should stand for an id; an id without files is deleted."""
        if letter_id not in self._paths:
            writer.delete(letter_id)
            return True
        return self._indexed.get(letter_id) == self._winner(letter_id)

    def _read(self, path: str) -> Letter:
        return read_letter(self._corpus / path, self._corpus, self._authority)

    def _write(self, letter: Letter, writer: LetterWriter) -> None:
        for facet, values in (("mission", letter.missions), ("ministry", letter.ministries)):
            for value in values:
                self.labels.setdefault(facet, {}).setdefault(value.id, value.label)
        if not self._fresh or letter.id in self._written:
            writer.delete(letter.id)
        writer.add(letter)
        self._written.add(letter.id)


def _rank(letter: Letter) -> tuple[int, int]:
    return (0 if letter.completeness == "full" else 1, FORMS.index(Path(letter.path).suffix.lower()))
