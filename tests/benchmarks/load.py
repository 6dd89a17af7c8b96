"""How kbweb stands a load, beside Datasette with the same letters, and while its index is renewed.

A program of its own; it prints tables in Markdown. It needs wrk, and ``datasette`` of the bench group.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice, product
from math import isnan, nan
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple
from urllib.request import urlopen

import click
import machine
import wrk
from asking import WORDS, asked
from generator import write_letters
from questions import Question
from sites import KINDS, LAYOUTS, Kind, Site, datasette, kbweb, make_database
from stock import make_stock, read_stock

from index.letter import Letter
from web import urls

KBINDEX: Final = "from index.cli import main; main()"
AROUND_S: Final = 1
"""A load goes on for so long before and after an update."""
ADDED: Final = 100
"""Letters that are new at each update."""


class Round(NamedTuple):
    """One round: which questions, what was asked for, of which site, and what came of it."""

    sort: str
    kind: Kind
    site: str
    load: wrk.Load


def compare(
    sites: Sequence[Site], questions: Mapping[str, Sequence[Question]], rounds: int, connections: int
) -> list[Round]:
    """Ask the sites the same questions in turns, each question once a round; who begins changes every round."""
    found = []
    for number in range(rounds):
        for (sort, of_sort), kind in product(questions.items(), KINDS):
            for site in sites[:: -1 if number % 2 else 1]:
                paths = [site.paths[kind](question) for question in of_sort]
                found.append(Round(sort, kind, site.name, _faultless(wrk.once(site.servers, paths, connections))))
    return found


def _faultless(load: wrk.Load) -> wrk.Load:
    if load.failures:
        raise click.ClickException(f"{load.failures} of {load.answers} requests failed")
    return load


class Update(NamedTuple):
    """A change of the index during a load: what it was, the seconds it took, letters after it, what was asked."""

    name: str
    seconds: float
    letters: int
    load: wrk.Load


def updates(site: Site, folder: Path, new: Iterator[Letter], paths: Sequence[str], connections: int) -> list[Update]:
    """Renew the index of the letters in the folder in three ways while the site is asked the paths round and round."""
    found = []
    for name, added, options in (
        (f"kbindex, {ADDED} new letters", ADDED, ()),
        (f"kbindex, {ADDED} more", ADDED, ()),
        ("kbindex --rebuild", 0, ("--rebuild",)),
    ):
        write_letters(islice(new, added), folder / "corpus")
        before = _index(site)
        with wrk.meanwhile(site.servers, paths, connections) as loads:
            time.sleep(AROUND_S)
            seconds = _kbindex(folder, *options)
            time.sleep(AROUND_S)
        after = _index(site)
        if after["version"] == before["version"] or after["letters"] != before["letters"] + added:
            raise click.ClickException(f"the site answers from an old index after {name}")
        found.append(Update(name, seconds, after["letters"], _faultless(loads[0])))
    return found


def _index(site: Site) -> dict[str, Any]:
    with urlopen(f"http://{site.servers[0]}{urls.HEALTH}") as answer:
        index: dict[str, Any] = json.load(answer)["index"]
    return index


def _kbindex(folder: Path, *options: str) -> float:
    """Seconds that kbindex took over the corpus in the folder."""
    command = [sys.executable, "-c", KBINDEX, "--corpus", "corpus", "--index", "index", *options]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


@click.command()
@click.option("--letters", default=10_000, show_default=True, help="Letters on each site.")
@click.option("--median", "length", default=600, show_default=True, help="Median length of a letter in words.")
@click.option("--questions", "number", default=300, show_default=True, help="Different questions of each sort.")
@click.option("--warming", default=60, show_default=True, help="Others of each sort that are asked before.")
@click.option("--rounds", default=3, show_default=True, help="Rounds; figures are medians over them.")
@click.option("--workers", default=2, show_default=True, help="Processes of each site.")
@click.option("--connections", default=8, show_default=True, help="Connections that ask at once.")
@click.option("--update/--no-update", "updated", default=True, help="Also while the index is renewed.")
def main(
    *, letters: int, length: int, number: int, warming: int, rounds: int, workers: int, connections: int, updated: bool
) -> None:
    """Serve generated letters with kbweb and Datasette, ask both the same, and print how fast they answered."""
    if not wrk.is_installed():
        raise click.ClickException("there is no wrk (Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_stock(folder / "stock", letters + 2 * ADDED, seed=1, median=length)
        stock = read_stock(folder / "stock", letters + 2 * ADDED)
        held = list(islice(stock, letters))
        write_letters(held, folder / "corpus")
        _kbindex(folder)
        every = {sort: asked(held, sort, warming + number) for sort in WORDS}
        before = {sort: questions[:warming] for sort, questions in every.items()}
        questions = {sort: questions[warming:] for sort, questions in every.items()}
        with ExitStack() as running:
            sites = [running.enter_context(kbweb(folder, workers))]
            for layout in LAYOUTS:
                make_database(held, folder, layout)
                sites.append(running.enter_context(datasette(folder, layout, workers)))
            compare(sites, before, 1, connections)
            compared = compare(sites, questions, rounds, connections)
            found = {(sort, site.name): median(map(site.hits, before[sort])) for sort in before for site in sites}
            click.echo(comparison(compared, found))
            click.echo(configurations(sites))
        if not updated:
            return
        with kbweb(folder, workers) as ours:
            paths = [ours.paths[kind](question) for question in questions["specific"] for kind in KINDS]
            click.echo(renewal(updates(ours, folder, stock, paths, connections)))


def comparison(rounds: Sequence[Round], found: Mapping[tuple[str, str], float]) -> str:
    """Medians over the rounds as a table; with ``found``, the median number of letters that a site says it found.

    *times* is how many times as many answers a second kbweb gives, with the least and the most of any round. The last
    lines are of all questions one after the other.
    """
    head = (
        "questions", "answers", "site", "a second", "p50 ms", "p99 ms", "kB each", "found", "times", "from - to",
    )  # fmt: skip
    loads: dict[tuple[str, Kind], dict[str, list[wrk.Load]]] = {}
    for sort, kind, site, load in rounds:
        loads.setdefault((sort, kind), {}).setdefault(site, []).append(load)
    for kind in KINDS:
        loads["all", kind] = _all([of_sort for (_, of_kind), of_sort in loads.items() if of_kind == kind])
    return _table(
        head,
        [
            (sort, kind, site, *_figures(of_site), _number(found.get((sort, site))), *_ratio(by_site["kbweb"], of_site))
            for (sort, kind), by_site in loads.items()
            for site, of_site in by_site.items()
        ],
    )


def _all(sorts: Sequence[Mapping[str, Sequence[wrk.Load]]]) -> dict[str, list[wrk.Load]]:
    """By site and round the loads of all sorts as one, of which p50 and p99 are not known."""
    return {
        site: [_sum(loads) for loads in zip(*(of_sort[site] for of_sort in sorts), strict=True)] for site in sorts[0]
    }


def _sum(loads: Sequence[wrk.Load]) -> wrk.Load:
    answers, failures, seconds, size = (
        sum(getattr(load, name) for load in loads) for name in ("answers", "failures", "seconds", "bytes")
    )
    return wrk.Load(answers, failures, seconds, nan, nan, size)


def _ratio(ours: Sequence[wrk.Load], theirs: Sequence[wrk.Load]) -> tuple[str, str]:
    by_round = [one.rate / other.rate for one, other in zip(ours, theirs, strict=True)]
    return f"{median(by_round):.2f}", f"{min(by_round):.2f} - {max(by_round):.2f}"


def renewal(updates: Sequence[Update]) -> str:
    """The updates as a table."""
    head = ("index update", "s", "letters", "requests", "failed", "a second", "p50 ms", "p99 ms")
    return _table(
        head,
        [
            (name, f"{seconds:.1f}", str(letters), str(load.answers), str(load.failures), *_figures([load])[:3])
            for name, seconds, letters, load in updates
        ],
    )


def configurations(sites: Sequence[Site]) -> str:
    """How each site was started, and on what machine."""
    packages = ("datasette", "uvicorn", "flask", "gunicorn", "numpy")
    described = machine.describe()
    found = [f"{name} {version(name)}" for name in packages] + [f"SQLite {described['packages']['sqlite']}"]
    host = f"{described['processor']}, {described['cores']} cores, Python {described['python']}"
    commands = [f"{len(set(site.servers))} x {site.command}" for site in sites]
    return "\n".join(["", *(f"    {command}" for command in commands), "", f"{host}; {', '.join(found)}", ""])


def _figures(loads: Sequence[wrk.Load]) -> tuple[str, str, str, str]:
    """Medians: answers a second, p50 and p99 in ms, kB an answer."""
    return (
        f"{median(load.rate for load in loads):.1f}",
        _number(median(load.p50 for load in loads)),
        _number(median(load.p99 for load in loads)),
        f"{median(load.bytes / load.answers for load in loads) / 1000:.1f}",
    )


def _number(value: float | None) -> str:
    return "" if value is None or isnan(value) else f"{value:.0f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
