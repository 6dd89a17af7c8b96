"""One system in a process of its own; `run.py` starts it and reads its answers, one JSON object a line.

worker.py build SYSTEM DIRECTORY DICTIONARY STOCK LETTERS   seconds, and peak memory
worker.py serve SYSTEM DIRECTORY DICTIONARY                 seconds to open; then one answer a line of standard input
worker.py add SYSTEM DIRECTORY DICTIONARY STOCK LETTERS     seconds for each of some letters behind the first LETTERS
worker.py once SYSTEM DIRECTORY QUESTION                answers one question and ends; timed from outside
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import peers
from analysis import Levels, Recorded, Term, make_dictionary
from peers.base import timed
from questions import QUESTIONS
from stock import read_stock

ADDED: Final = 3
MODES: Final[dict[str, dict[str, bool]]] = {
    "hits": {},
    "facets": {"facets": True},
    "snippets": {"facets": True, "snippets": True},
}
"""What is asked for beside ten hits and the exact total."""


def dictionary(_: str, __: str, path: str, ___: str, ____: str) -> None:
    """Write the dictionary: here, because a process passes its own peak memory on to those it starts."""
    make_dictionary(Path(path))
    _tell()


def build(name: str, directory: str, dictionary: str, stock: str, letters: str) -> None:
    """Make the index."""
    system = peers.load(name, Levels(Path(dictionary)))
    start = time.perf_counter()
    system.build(read_stock(Path(stock), int(letters)), Path(directory))
    _tell(seconds=time.perf_counter() - start, version=system.version(), **_peak())


def read(_: str, __: str, ___: str, stock: str, letters: str) -> None:
    """Read the letters only: what every system's time includes."""
    start = time.perf_counter()
    for _letter in read_stock(Path(stock), int(letters)):
        pass
    _tell(seconds=time.perf_counter() - start)


def analyse(_: str, __: str, dictionary: str, stock: str, letters: str) -> None:
    """Read the letters and make the level terms: what the time of a system fed with them includes."""
    levels = Levels(Path(dictionary))
    start = time.perf_counter()
    for letter in read_stock(Path(stock), int(letters)):
        levels.document(letter)
    _tell(seconds=time.perf_counter() - start)


def serve(name: str, directory: str, dictionary: str) -> None:
    """Answer questions, each timed here, so that the way to `run.py` and back does not count."""
    system = peers.load(name, Levels(Path(dictionary)))
    start = time.perf_counter()
    reader = system.open(Path(directory))
    _tell(seconds=time.perf_counter() - start)
    for line in sys.stdin:
        task = json.loads(line)
        ask = partial(reader.ask, QUESTIONS[task["question"]], **MODES[task["mode"]])
        seconds, answer = timed(ask)
        _tell(seconds=seconds, total=answer.total)
    reader.close()
    _tell(**_peak())


def add(name: str, directory: str, dictionary: str, stock: str, letters: str) -> None:
    """Add letters one by one, each committed, in one process."""
    system = peers.load(name, Levels(Path(dictionary)))
    new = list(islice(read_stock(Path(stock), int(letters) + ADDED), int(letters), None))
    _tell(seconds=[timed(partial(system.add, letter, Path(directory)))[0] for letter in new])


def once(name: str, directory: str, task: str) -> None:
    """Answer one question with everything; its level terms come with it, so that no lemmatiser need be loaded."""
    record = json.loads(task)
    terms = {word: tuple(Term(*term) for term in found) for word, found in record["terms"].items()}
    reader = peers.load(name, Recorded(terms)).open(Path(directory))
    answer = reader.ask(QUESTIONS[record["question"]], facets=True, snippets=True)
    reader.close()
    _tell(total=answer.total)


COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "dictionary": dictionary,
    "build": build,
    "read": read,
    "analyse": analyse,
    "serve": serve,
    "add": add,
    "once": once,
}


def _tell(**answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _peak() -> dict[str, float]:
    """Peak memory in MB of this process and of the largest of its children, by the kernel's account."""
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"peak_mb": own, "child_peak_mb": child}


if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
