"""Letters -> segment files, in this process or in several.

A *reader* makes a letter of an item (for kbindex: of a file) and says something of it: a result, which must be
picklable when there are several processes. Each process analyses the letters that it reads and writes segments of its
own, so that only items and results go between them.
"""

import gc
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from index.analysis import Analyzer, load_lexicon
from index.compounds import load_words
from index.dictionary import Dictionary
from index.errors import KbError
from index.letter import Letter
from index.segments.chunks import Chunks
from index.segments.collector import Collector
from index.store import Generation, SegmentEntry, free_number, segment_path

WORDS_A_SEGMENT: Final = 2_000_000
"""With so many words in memory a segment is written; they take about 200 MB."""
MOST_CHUNKS: Final = 250_000
"""When a segment is written and so many different words are remembered, all are forgotten; they take about 100 MB."""
_GONE: Final = "een deelproces van kbindex is gestopt (te weinig geheugen?); probeer het opnieuw met --processes 1"
_OBJECTS: Final = 200_000
"""Python looks for garbage in cycles when there are so many new objects: each time it goes through millions of them."""
_BATCH: Final = 16
_AHEAD: Final = 4
"""Batches that a process is given beforehand, so that it never waits for the next."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Reader = Callable[[Item], tuple[Result, Letter | None]]


class SegmentWriter:
    """Writes the letters that it is given as segments, to one of ``paths`` each."""

    def __init__(self, analyzer: Analyzer, paths: Iterator[Path], words: int = WORDS_A_SEGMENT) -> None:
        self._analyzer = analyzer
        self._paths = paths
        self._words = words
        self._chunks = Chunks(analyzer)
        self._collector = Collector(self._chunks)
        self._written: list[SegmentEntry] = []

    def add(self, letter: Letter) -> None:
        """Take one more letter."""
        self._collector.add(letter)
        if self._collector.words >= self._words:
            self._flush()

    def close(self) -> list[SegmentEntry]:
        """Write what is left; all segments."""
        if self._collector.size:
            self._flush()
        return self._written

    def _flush(self) -> None:
        path = next(self._paths)
        self._collector.write(path)
        self._written.append(SegmentEntry(path.name, self._collector.size))
        if len(self._chunks) > MOST_CHUNKS:
            self._chunks = Chunks(self._analyzer)
        self._collector = Collector(self._chunks)


class Indexing(Generic[Item, Result]):
    """One run of a reader over items; afterwards ``segments`` are those that it wrote for ``generation``."""

    def __init__(self, generation: Generation, read: Reader[Item, Result], *, processes: int = 1) -> None:
        self._generation = generation
        self._read = read
        self._processes = processes
        self.segments: list[SegmentEntry] = []

    def run(self, items: Iterable[Item]) -> Iterator[Result]:
        """The result of each item, in their order if there is one process. The letters are written at the end."""
        return self._here(items) if self._processes == 1 else self._elsewhere(iter(items))

    def _here(self, items: Iterable[Item]) -> Iterator[Result]:
        writer = _writer(self._generation, range(free_number(self._generation.folder), sys.maxsize))
        with _seldom_collected():
            for item in items:
                result, letter = self._read(item)
                if letter:
                    writer.add(letter)
                yield result
            self.segments += writer.close()

    def _elsewhere(self, items: Iterator[Item]) -> Iterator[Result]:
        with ExitStack() as stack:
            first = free_number(self._generation.folder)
            numbers = (range(first + worker, sys.maxsize, self._processes) for worker in range(self._processes))
            workers = [_Worker(self._start(of_worker, stack)) for of_worker in numbers]
            for worker in workers:
                for _ in range(_AHEAD):
                    worker.feed(items)
            while workers:
                ready = wait([worker.connection for worker in workers])
                for worker in [worker for worker in workers if worker.connection in ready]:
                    results, written = worker.answer()
                    yield from results
                    if written is None:
                        worker.feed(items)
                    else:
                        self.segments += written
                        workers.remove(worker)

    def _start(self, numbers: range, stack: ExitStack) -> "Connection[Any, Any]":
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        stack.enter_context(closing(ours))
        process = context.Process(target=_work, args=(theirs, self._generation, self._read, numbers), daemon=True)
        process.start()
        stack.callback(process.join)
        stack.callback(process.terminate)
        theirs.close()
        return ours


@dataclass(slots=True, eq=False)
class _Worker:
    """Another process as this one sees it. It ends after the first batch without items, which is the last one sent."""

    connection: "Connection[Any, Any]"
    fed: bool = True

    def feed(self, items: Iterator[Any]) -> None:
        """Give it the next batch."""
        if self.fed:
            batch = list(islice(items, _BATCH))
            self.fed = bool(batch)
            try:
                self.connection.send(batch)
            except OSError as error:
                raise KbError(_GONE) from error

    def answer(self) -> tuple[list[Any], list[SegmentEntry] | None]:
        """The results of a batch, and at the end the segments that it wrote."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError) as error:
            raise KbError(_GONE) from error
        if isinstance(answer, Exception):
            raise answer
        results, written = answer
        return results, written


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage less often while this lasts."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _writer(generation: Generation, numbers: range) -> SegmentWriter:
    """A writer of segment files with these numbers."""
    analyzer = Analyzer(Dictionary(generation.folder, load_words()), load_lexicon())
    return SegmentWriter(analyzer, (segment_path(generation.folder, number) for number in numbers))


def _work(connection: "Connection[Any, Any]", generation: Generation, read: Reader[Any, Any], numbers: range) -> None:
    """A process: answers every batch of items with (results, None), an empty one with the segments and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends this one
    gc.set_threshold(_OBJECTS)
    try:
        writer = _writer(generation, numbers)
        while items := connection.recv():
            results = []
            for item in items:
                result, letter = read(item)
                if letter:
                    writer.add(letter)
                results.append(result)
            connection.send((results, None))
        connection.send(([], writer.close()))
    except (EOFError, BrokenPipeError):
        pass  # the main process is gone
    except Exception as error:
        connection.send(error)
