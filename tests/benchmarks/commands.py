"""The commands as a user runs them, timed from outside: start-up, scan of the folder and reading of files included."""

import os
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from generator import write_letters
from stock import read_stock

KBINDEX: Final = "from index.cli import main; main()"
KBSEARCH: Final = "from search.cli import main; main()"
QUESTION: Final = "Takuba terugtrekking"


def time_commands(stock: Path, letters: int, corpus: Path, repetitions: int) -> dict[str, Any]:
    """Seconds of ``kbindex`` on a new folder, ``kbsearch``, and ``kbindex`` with nothing new, with one new letter that
    it must find, and with one new letter that it is told of. The stock must hold two letters more than ``letters``.
    """
    write_letters(read_stock(stock, letters), corpus)
    index = corpus.with_name(f"{corpus.name}-index")
    places = {"KBSEARCH_CORPUS": str(corpus), "KBSEARCH_INDEX": str(index)}
    seconds = {
        "kbindex, everything": _run(places, KBINDEX),
        "kbsearch": median(_run(places, KBSEARCH, QUESTION) for _ in range(repetitions)),
        "kbindex, nothing new": median(_run(places, KBINDEX) for _ in range(repetitions)),
    }
    found, told = islice(read_stock(stock, letters + 2), letters, None)
    write_letters([found], corpus)
    seconds["kbindex, one new letter"] = _run(places, KBINDEX)
    write_letters([told], corpus)
    seconds["kbindex FILE"] = _run(places, KBINDEX, str(corpus / told.path))
    return {"letters": letters, "seconds": seconds}


def _run(places: dict[str, str], code: str, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start
