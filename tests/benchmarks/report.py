"""The measurements as a fixed-width table and as a picture (SVG)."""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from statistics import geometric_mean
from typing import Any, Final, NamedTuple

OURS: Final = "kbsearch"
MODE_NAMES: Final = {"hits": "(a) hits", "facets": "(b) + facets", "snippets": "(c) + snippets"}
System = dict[str, Any]


class Column(NamedTuple):
    """One column of the table: two lines of heading, and a system's figure for it."""

    head: tuple[str, str]
    figure: Callable[[System], float]
    form: str


def _mode_columns(mode: str) -> tuple[Column, ...]:
    return (
        Column((MODE_NAMES[mode], "p50 ms"), lambda system: float(system["questions"][mode]["p50_ms"]), ".2f"),
        Column(("", "p95 ms"), lambda system: float(system["questions"][mode]["p95_ms"]), ".2f"),
    )


COLUMNS: Final = (
    Column(("indexing", "letters/s"), lambda system: float(system["letters_per_second"]), ",.0f"),
    Column(("index", "MB"), lambda system: float(system["index_mb"]), ",.1f"),
    Column(("memory", "MB"), lambda system: float(system["build_peak_mb"]), ",.0f"),
    Column(("its child", "MB"), lambda system: float(system["build_child_peak_mb"]), ",.0f"),
    Column(("open", "ms"), lambda system: float(system["open_ms"]), ".1f"),
    *(column for mode in MODE_NAMES for column in _mode_columns(mode)),
    Column(("first time", "(a) p50 ms"), lambda system: float(system["questions"]["hits"]["first_p50_ms"]), ".2f"),
    Column(("one-shot", "ms"), lambda system: float(system["one_shot_ms"]), ",.0f"),
    Column(("add one", "ms"), lambda system: float(system["add_ms"]), ",.0f"),
)


def ratios(run: dict[str, Any], mode: str) -> dict[str, float]:
    """For each peer the geometric mean over the questions of our time divided by its time."""
    systems = run["systems"]
    if OURS not in systems:
        return {}
    ours = systems[OURS]["questions"][mode]["each_ms"]
    return {
        name: geometric_mean(mine / its for mine, its in zip(ours, system["questions"][mode]["each_ms"], strict=True))
        for name, system in systems.items()
        if name != OURS
    }


def table(run: dict[str, Any]) -> str:
    """One size as plain text: a line a system, then the ratios, then who was left out."""
    rows = [
        ["", *(column.head[0] for column in COLUMNS)],
        [f"{run['letters']:,} letters", *(column.head[1] for column in COLUMNS)],
        *(
            [name, *(format(column.figure(system), column.form) for column in COLUMNS)]
            for name, system in run["systems"].items()
        ),
    ]
    lines = [*_aligned(rows)]
    lines.append(
        f"reading the letters alone: {run['read_letters_per_second']:,.0f} a second; "
        f"with the terms of all levels: {run['analyse_letters_per_second']:,.0f} a second"
    )
    by_mode = {mode: ratios(run, mode) for mode in MODE_NAMES}
    for name in by_mode["facets"]:
        parts = ", ".join(f"{label} {by_mode[mode][name]:.3f}" for mode, label in MODE_NAMES.items())
        lines.append(f"{OURS} / {name}, geometric mean over the questions: {parts}")
    return "\n".join([*lines, *(f"left out: {reason}" for reason in run["absent"])])


def commands_table(figures: dict[str, Any]) -> str:
    """The whole commands' times as plain text."""
    rows = [[name, f"{seconds:.2f} s"] for name, seconds in figures["seconds"].items()]
    return "\n".join([f"whole commands on a folder of {figures['letters']:,} letters", *_aligned(rows)])


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()


WIDTH, HEIGHT, MARGIN, LEGEND = 760, 440, 64, 150
COLOURS: Final = ("#005a9c", "#b3261e", "#2e7d32", "#8e24aa", "#ef6c00", "#455a64", "#00838f", "#6d4c41")
DASHES: Final = ("", "6 3", "2 3", "8 3 2 3")


def plot(runs: Sequence[dict[str, Any]], mode: str = "facets") -> str:
    """Median time against corpus size, both logarithmic, a line a system, as an SVG document."""
    names = list(dict.fromkeys(name for run in runs for name in run["systems"]))
    lines = {
        name: [
            (run["letters"], run["systems"][name]["questions"][mode]["p50_ms"])
            for run in runs
            if name in run["systems"]
        ]
        for name in names
    }
    across = _Scale([size for points in lines.values() for size, _ in points], MARGIN, WIDTH - LEGEND)
    up = _Scale([time for points in lines.values() for _, time in points], HEIGHT - MARGIN, MARGIN / 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13">',
        f"<title>{escape(MODE_NAMES[mode])}: median time of a question against the number of letters</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for tick in across.ticks:
        x = across(tick)
        parts.append(f'<path d="M{x:.1f} {up.end}V{up.start}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{up.start + 20}" text-anchor="middle">{tick:,.0f}</text>')
    for tick in up.ticks:
        y = up(tick)
        parts.append(f'<path d="M{across.start} {y:.1f}H{across.end}" stroke="#ddd"/>')
        parts.append(f'<text x="{across.start - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g} ms</text>')
    for place, (name, points) in enumerate(lines.items()):
        style = f'stroke="{COLOURS[place % len(COLOURS)]}" stroke-dasharray="{DASHES[place % len(DASHES)]}"'
        path = "L".join(f"{across(size):.1f} {up(time):.1f}" for size, time in points)
        parts.append(f'<path d="M{path}" fill="none" stroke-width="2" {style}/>')
        parts += [
            f'<circle cx="{across(size):.1f}" cy="{up(time):.1f}" r="3" fill="{COLOURS[place % len(COLOURS)]}"/>'
            for size, time in points
        ]
        y = MARGIN / 2 + 20 * place
        parts.append(f'<path d="M{across.end + 10} {y}h22" stroke-width="2" {style}/>')
        parts.append(f'<text x="{across.end + 38}" y="{y + 4}">{escape(name)}</text>')
    parts.append(f'<text x="{(across.start + across.end) / 2}" y="{HEIGHT - 16}" text-anchor="middle">letters</text>')
    return "\n".join([*parts, "</svg>\n"])


class _Scale:
    """A logarithmic axis over whole powers of ten that hold all values, from one place on the paper to another."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.start, self.end = start, end
        self._low = math.floor(math.log10(min(values)))
        self._high = max(math.ceil(math.log10(max(values))), self._low + 1)
        self.ticks = [10.0**power for power in range(self._low, self._high + 1)]

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self.start + share * (self.end - self.start)
