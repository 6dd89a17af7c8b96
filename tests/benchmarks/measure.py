"""Measuring one corpus size: every system builds, then all answer in turns, then each starts cold and grows."""

import json
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final, NamedTuple, Self

import peers
from analysis import Levels
from questions import QUESTIONS, typed, words
from stock import make_stock
from worker import ADDED, MODES

WORKER: Final = Path(__file__).with_name("worker.py")
ENOUGH_SECONDS: Final = 1.0
"""A question that has taken a system so long in one mode is not asked again, once it was repeated `LEAST` times."""
LEAST: Final = 3
SAMPLE: Final = 20_000
"""From so many letters the rates of reading and analysing alone are taken."""
ONE_SHOT_QUESTION: Final = next(
    number for number, question in enumerate(QUESTIONS) if typed(question.tree) == "kabinet besluit"
)
KBSEARCH_COMMAND: Final = "from search.cli import main; main()"

Say = Callable[[str], None]
Times = dict[tuple[str, str, int], list[float]]
"""(system, mode, number of the question) -> seconds, one for each time it was asked."""


class Settings(NamedTuple):
    """What one measurement is of."""

    letters: int
    systems: tuple[str, ...]
    seed: int
    median: int
    repetitions: int


class Server:
    """A worker that has an index open and answers the questions it is sent; a context."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), "serve", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.open_seconds: float = self._read()["seconds"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let the worker close its index (one of them runs a server of its own) and wait for its end."""
        self._process.communicate()

    def ask(self, question: int, mode: str) -> tuple[float, int]:
        """Seconds and total of the question of this number."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"question": question, "mode": mode}) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        return answer["seconds"], answer["total"]

    def end(self) -> dict[str, float]:
        """Close the index; the worker's peak memory."""
        answer: dict[str, float] = json.loads(self._process.communicate()[0])
        return answer

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer


class Bench:
    """One size in one work folder."""

    def __init__(self, settings: Settings, work: Path, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._dictionary = work / "dictionary"
        self.stock = work / f"letters-{settings.seed}-{settings.median}"
        self._indexes = work / f"indexes-{settings.letters}"
        if not self._dictionary.exists():
            self._worker("dictionary", "-")
        say(f"making {settings.letters:,} letters")
        make_stock(self.stock, settings.letters + ADDED, seed=settings.seed, median=settings.median)

    def run(self) -> dict[str, Any]:
        """Everything, as JSON-ready values; times in milliseconds, sizes in MB (a million bytes)."""
        letters, names = self._settings.letters, self._settings.systems
        shutil.rmtree(self._indexes, ignore_errors=True)
        base = {name: self._rate(name) for name in ("read", "analyse")}
        built = {name: self._build(name) for name in names}
        results = {name: found for name, found in built.items() if found}
        answers = self._ask(tuple(results))
        for name, result in results.items():
            self._say(f"{name}: starting cold, adding")
            result.update(answers[name])
            result["one_shot_ms"] = self._one_shot(name)
            result["add_ms"] = 1000 * median(self._worker("add", name)["seconds"])
            shutil.rmtree(self._indexes / name)
        return {
            "letters": letters,
            "median_words": self._settings.median,
            "seed": self._settings.seed,
            "repetitions": self._settings.repetitions,
            "read_letters_per_second": base["read"],
            "analyse_letters_per_second": base["analyse"],
            "systems": results,
            "absent": [f"{name}: its index could not be built" for name, found in built.items() if not found],
        }

    def _rate(self, work: str) -> float:
        """Letters a second of what every system's time includes, from some of the letters."""
        letters = min(self._settings.letters, SAMPLE)
        return letters / float(self._worker(work, "-", letters)["seconds"])

    def _build(self, name: str) -> dict[str, Any] | None:
        """The figures of building; None when it failed, which must not cost the others their measurement."""
        self._say(f"{name}: building")
        directory = self._indexes / name
        directory.mkdir(parents=True)
        try:
            answer = self._worker("build", name)
        except subprocess.CalledProcessError:
            return None
        size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
        return {
            "version": answer["version"],
            "letters_per_second": self._settings.letters / answer["seconds"],
            "build_peak_mb": answer["peak_mb"],
            "build_child_peak_mb": answer["child_peak_mb"],
            "index_mb": size / 1e6,
        }

    def _ask(self, names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """All systems have their index open and answer in turns, each round beginning with another one."""
        self._say("asking")
        times: Times = defaultdict(list)
        totals: dict[str, list[int]] = {name: [0] * len(QUESTIONS) for name in names}
        with ExitStack() as stack:
            servers = {
                name: stack.enter_context(Server([name, str(self._indexes / name), str(self._dictionary)]))
                for name in names
            }
            for name, mode, number in self._turns(names):
                taken = times[name, mode, number]
                if len(taken) <= LEAST or sum(taken) < ENOUGH_SECONDS:
                    seconds, totals[name][number] = servers[name].ask(number, mode)
                    taken.append(seconds)
            return {
                name: {
                    "open_ms": 1000 * server.open_seconds,
                    "totals": totals[name],
                    "questions": {mode: _figures(name, mode, times) for mode in MODES},
                    "ask_peak_mb": server.end()["peak_mb"],
                }
                for name, server in servers.items()
            }

    def _turns(self, names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """Who is asked what: a round to warm up and the repetitions, each question by all systems before the next."""
        for turn in range(self._settings.repetitions + 1):
            begin = turn % len(names)
            for mode in MODES:
                for number in range(len(QUESTIONS)):
                    for name in (*names[begin:], *names[:begin]):
                        yield name, mode, number

    def _one_shot(self, name: str) -> float:
        """Milliseconds from starting a process to its end, the answer to one question in between; the median."""
        question = QUESTIONS[ONE_SHOT_QUESTION]
        directory = str(self._indexes / name)
        if name == "kbsearch":
            command = ["-c", KBSEARCH_COMMAND, "--json", "--index", directory, typed(question.tree)]
        else:
            levels = Levels(self._dictionary)
            terms = {word: levels.question(word) for word in words(question.tree)}
            command = [str(WORKER), "once", name, directory,
                       json.dumps({"question": ONE_SHOT_QUESTION, "terms": terms})]  # fmt: skip
        taken = []
        for _ in range(self._settings.repetitions):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - start)
        return 1000 * median(taken)

    def _worker(self, command: str, name: str, letters: int | None = None) -> dict[str, Any]:
        arguments = [name, self._indexes / name, self._dictionary, self.stock, letters or self._settings.letters]
        done = subprocess.run(
            [sys.executable, str(WORKER), command, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def _figures(name: str, mode: str, times: Times) -> dict[str, Any]:
    """Per question the median in ms without the first asking; over the questions their p50 and p95, and the p50 of the
    first askings.
    """
    asked = [[1000 * seconds for seconds in times[name, mode, number]] for number in range(len(QUESTIONS))]
    medians = [median(taken[1:]) for taken in asked]
    return {
        "p50_ms": median(medians),
        "p95_ms": quantiles(medians, n=20, method="inclusive")[-1],
        "first_p50_ms": median(taken[0] for taken in asked),
        "each_ms": medians,
    }


def available(names: Sequence[str], letters: int, *, everywhere: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of these systems are measured at this size, and for each other one the reason why not."""
    taken, reasons = [], []
    for name in names:
        reason = peers.absence(name)
        if not reason and letters > peers.SYSTEMS[name].most and not everywhere:
            reason = f"{name}: measured up to {peers.SYSTEMS[name].most:,} letters only"
        if reason:
            reasons.append(reason)
        else:
            taken.append(name)
    return tuple(taken), tuple(reasons)
