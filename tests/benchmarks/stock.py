"""A stock of generated letters on disk: every system reads the same ones, and generating costs none of them time.

A stock is a folder of files of `A_FILE` letters, pickled in batches; it is made by one process a core.
"""

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

from index.letter import Letter

BATCH: Final = 100
A_FILE: Final = 500


def make_stock(folder: Path, letters: int, *, seed: int, median: int) -> None:
    """Write the files that the folder does not have yet for this many letters."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = [start for start in range(0, letters, A_FILE) if not _file(folder, start).exists()]
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(max_workers=cores) as pool:
        for written in [pool.submit(_write, folder, starts[core::cores], seed, median) for core in range(cores)]:
            written.result()


def read_stock(folder: Path, letters: int) -> Iterator[Letter]:
    """The first so many letters of a stock, in order. The files are our own: unpickling them is safe."""
    return islice((letter for start in range(0, letters, A_FILE) for letter in _read(_file(folder, start))), letters)


def _file(folder: Path, start: int) -> Path:
    return folder / f"{start:08d}.pickle"


def _write(folder: Path, starts: list[int], seed: int, median: int) -> None:
    from generator import LetterGenerator  # noqa: PLC0415 - readers do without numpy

    generator = LetterGenerator(seed=seed, median=median)
    for start in starts:
        letters = generator.letters(start, start + A_FILE)
        part = _file(folder, start).with_suffix(".part")
        with part.open("wb") as file:
            while batch := list(islice(letters, BATCH)):
                pickle.dump(batch, file, protocol=pickle.HIGHEST_PROTOCOL)
        part.rename(_file(folder, start))


def _read(path: Path) -> Iterator[Letter]:
    with path.open("rb") as file:
        while True:
            try:
                yield from pickle.load(file)
            except EOFError:
                return
