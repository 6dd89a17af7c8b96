"""How fast the pages are in a real browser, and how heavy. A program of its own; it prints a table in Markdown.

A visit is one page with an empty cache, on this machine, in a window that is there already: to open one would take the
processors from the server. Pages are seen as they are, without their scripts, and with their scripts held back until
something was painted.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from statistics import median
from typing import Any, Final

import click
import numpy as np
from generator import LetterGenerator
from names import DOSSIERS, MISSIONS
from peers.kbsearch import KbSearch
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
from questions import QUESTIONS, Question, typed
from stock import make_stock, read_stock

from search.request import SearchRequest
from tests.chromium import chromium
from web import urls

SERVER: Final = "from web.cli import main; main()"
SCRIPTS: Final = "**/*.js*"
QUIET_MS: Final = 250
"""What the window still does with the page before, which is not the server's time."""
HELD_MS: Final = 3000
"""How long the scripts stay away at most; what was not painted by then waited for them."""

TIMING: Final = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const loaded = [page, ...performance.getEntriesByType("resource")];
  return {
    server: page.serverTiming.find(({ name }) => name === "app").duration,
    answer: page.responseEnd - page.requestStart,
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity,
    document: page.encodedBodySize,
    all: loaded.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0),
    unpacked: loaded.reduce((bytes, { decodedBodySize }) => bytes + decodedBodySize, 0),
    shift: window.shift ?? 0,
  };
}"""
"""https://www.w3.org/TR/navigation-timing-2/, paint-timing, resource-timing: milliseconds and bytes of bodies."""

SHIFTS: Final = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
"""
"""https://wicg.github.io/layout-instability/; nobody touches the page, so every shift counts."""

SETTLED: Final = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one page cost: milliseconds (inf: nothing was painted), bytes, requests, and how far things moved."""

    server: float
    answer: float
    paint: float
    document: int
    all: int
    unpacked: int
    shift: float
    requests: int
    elsewhere: int


Opening = Callable[[Page, str], None]


def _plainly(page: Page, address: str) -> None:
    _go(page, address)
    page.evaluate(SETTLED)


def _without_scripts(page: Page, address: str) -> None:
    page.route(SCRIPTS, lambda route: route.abort())
    _plainly(page, address)


def _scripts_held(page: Page, address: str) -> None:
    """Open a page while its scripts do not come; let them come when it was painted, or after `HELD_MS`."""
    held: list[Route] = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108 - it marks what it is given
    _go(page, address, until="commit")
    painted = "performance.getEntriesByName('first-contentful-paint').length > 0"
    until = time.monotonic() + HELD_MS / 1000
    while not page.evaluate(painted) and time.monotonic() < until:
        page.wait_for_timeout(20)
    if not page.evaluate(painted):
        raise click.ClickException(f"{address} waits for its scripts")
    for route in held:
        route.continue_()
    page.wait_for_load_state()


OPENINGS: Final[dict[str, Opening]] = {
    "as it is": _plainly,
    "without scripts": _without_scripts,
    "scripts held": _scripts_held,
}


def _go(page: Page, address: str, until: Any = "load") -> None:
    answer = page.goto(address, wait_until=until)
    if answer is None or not answer.ok:
        raise click.ClickException(f"{address} answers {answer and answer.status}")


def visits(browser: Browser, site: str, addresses: Iterable[str], opening: Opening) -> list[Visit]:
    """Open pages of the site one after the other."""
    with browser.new_context(base_url=site, locale="nl-NL", viewport={"width": 1280, "height": 900}) as context:
        asked = _asked(context)
        context.add_init_script(SHIFTS)
        page = context.new_page()
        window = context.new_cdp_session(page)
        found = []
        for address in addresses:
            page.unroute_all()
            page.goto("about:blank")
            window.send("Network.clearBrowserCache")
            page.wait_for_timeout(QUIET_MS)
            asked.clear()
            opening(page, address)
            timing = page.evaluate(TIMING)
            elsewhere = sum(not request.url.startswith(f"{site}/") for request in asked)
            found.append(Visit(**timing, requests=len(asked), elsewhere=elsewhere))
        return found


def _asked(context: BrowserContext) -> list[Request]:
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it marks what it is given
    return asked


def searches() -> Iterator[str]:
    """Addresses of result pages: every question, as it is and changed in ways that a reader changes it."""
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"sort": "newest"},
        {"ministry": ("def", "bz")},
        {"page": 2},
        {"mission": ("minusma",), "sort": "oldest"},
        {"date": ("2022", "2019")},
    )
    return (urls.search(replace(_request(question), **change)) for change, question in product(changes, QUESTIONS))


def _request(question: Question) -> SearchRequest:
    return SearchRequest(
        query=typed(question.tree),
        mission=(question.mission,) if question.mission else (),
        ministry=(question.ministry,) if question.ministry else (),
        date=(question.year,) if question.year else (),
    )


def addresses(letters: int, pages: int) -> dict[str, list[str]]:
    """By kind of page the addresses to visit, at most ``pages`` of each; no two are the same."""
    made, marked = LetterGenerator(), SearchRequest(query="MINUSMA besluit")
    numbers = range(0, letters, max(letters // pages, 1))
    return {
        "results": list(islice(dict.fromkeys(searches()), pages)),
        "50 results": [urls.search(replace(_request(question), size=50)) for question in QUESTIONS][:pages],
        "letter": [urls.letter(made.letter(number).id, marked) for number in numbers][:pages],
        "dossier": [urls.dossier(number) for number in DOSSIERS][:pages],
        "mission": [urls.mission(name) for name, _ in MISSIONS][:pages],
        "home": [urls.home()],
    }


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """The address of a kbweb in a process of its own over this index."""
    command = [sys.executable, "-c", SERVER, "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
        finally:
            server.terminate()


KINDS: Final = ("results", "50 results", "letter", "dossier", "mission", "home")


@click.command()
@click.option("--letters", default=10_000, show_default=True, help="Letters in the index.")
@click.option("--pages", default=50, show_default=True, help="Pages of each kind, at most.")
@click.option("--kinds", default=",".join(KINDS), show_default=True, help="Which kinds.")
def main(letters: int, pages: int, kinds: str) -> None:
    """Index generated letters, serve them, look at their pages in Chromium, and print what they cost."""
    wanted = {kind: found for kind, found in addresses(letters, pages).items() if kind in kinds.split(",")}
    with tempfile.TemporaryDirectory() as folder:
        stock, index = Path(folder, "stock"), Path(folder, "index")
        make_stock(stock, letters, seed=1, median=600)
        index.mkdir()
        KbSearch(None).build(read_stock(stock, letters), index)
        with serving(index) as site, chromium() as browser:
            visits(browser, site, [urls.search(SearchRequest(query="Nederland"))], _plainly)
            seen = {
                kind: {way: visits(browser, site, found, opening) for way, opening in OPENINGS.items()}
                for kind, found in wanted.items()
            }
    click.echo(table(seen))


HEADINGS: Final = (
    "page", "visits", "server p50", "server p95", "answer p50", "answer p95",
    "paint p50", "paint p95", "without scripts", "scripts held",
    "document kB", "largest", "all kB", "largest", "unpacked", "largest", "requests", "elsewhere", "shift",
)  # fmt: skip


def table(seen: dict[str, dict[str, list[Visit]]]) -> str:
    """The visits of each kind of page in one line: times in ms, sizes in kB (median, and the largest)."""
    lines = [_line(kind, *ways.values()) for kind, ways in seen.items()]
    rows = [HEADINGS, ["---", *["--:"] * (len(HEADINGS) - 1)], *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _line(kind: str, plain: Sequence[Visit], bare: Sequence[Visit], held: Sequence[Visit]) -> list[str]:
    """A kind's line; requests, requests elsewhere and shift are the most of any visit in any way."""
    every = [*plain, *bare, *held]
    figures = (
        *_percentiles([one.server for one in every]),
        *_percentiles([one.answer for one in every]),
        *_percentiles([one.paint for one in plain]),
        median(one.paint for one in bare),
        median(one.paint for one in held),
    )
    sizes = [one.document for one in plain], [one.all for one in plain], [one.unpacked for one in plain]
    return [
        kind,
        str(len(plain)),
        *(f"{figure:.0f}" for figure in figures),
        *(f"{size / 1000:.1f}" for found in sizes for size in (median(found), max(found))),
        str(max(one.requests for one in every)),
        str(max(one.elsewhere for one in every)),
        f"{max(one.shift for one in every):.3f}",
    ]


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))


if __name__ == "__main__":
    main()
