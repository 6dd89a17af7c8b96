"""Compare kbsearch with other search systems on the same generated letters. See README.md in this folder.

python tests/benchmarks/run.py --letters 20000
python tests/benchmarks/run.py --sizes 1000,10000,100000 --json figures.json --svg figures.svg
python tests/benchmarks/run.py --letters 1000000 --median 350 --systems kbsearch,tantivy-levels
"""

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import peers
from commands import time_commands
from machine import describe
from measure import Bench, Settings, available
from questions import QUESTIONS
from report import commands_table, plot, ratios, table


def _numbers(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in value.split(",")) if value else ()
    except ValueError:
        raise click.BadParameter("give whole numbers with commas between them") from None


def _names(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(value.split(","))
    if unknown := [name for name in names if name not in peers.SYSTEMS]:
        raise click.BadParameter(f"no such system: {', '.join(unknown)}; there are {', '.join(peers.SYSTEMS)}")
    return names


@click.command()
@click.option("--letters", type=int, default=10_000, show_default=True, help="Corpus size.")
@click.option("--sizes", callback=_numbers, help="Several corpus sizes, in place of --letters.")
@click.option("--systems", callback=_names, default=",".join(peers.SYSTEMS), show_default=True, help="Who takes part.")
@click.option("--everywhere", is_flag=True, help="Measure slow systems at every size, too.")
@click.option("--median", type=int, default=600, show_default=True, help="Median length of a letter, in words.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other letters.")
@click.option("--repetitions", type=click.IntRange(min=1), default=7, show_default=True, help="Askings per question.")
@click.option("--commands", is_flag=True, help="Also time kbindex and kbsearch as commands, on a folder of files.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write all figures here.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw time against corpus size here.")
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), help="Keep generated letters here.")
def main(
    *,
    letters: int,
    sizes: tuple[int, ...],
    systems: tuple[str, ...],
    everywhere: bool,
    median: int,
    seed: int,
    repetitions: int,
    commands: bool,
    json_file: Path | None,
    svg: Path | None,
    work: Path | None,
) -> None:
    """Compare kbsearch with other search systems on the same generated letters."""
    record: dict[str, Any] = {
        "machine": describe(),
        "questions": [{"kind": question.kind, "question": question.name} for question in QUESTIONS],
        "runs": [],
    }
    with ExitStack() as stack:
        folder = work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kbsearch-bench-")))
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # PostgreSQL's server, which runs as another user when we are root, must get through
        for size in sizes or (letters,):
            taken, absent = available(systems, size, everywhere=everywhere)
            bench = Bench(Settings(size, taken, seed, median, repetitions), folder, _progress)
            run = bench.run()
            run |= {
                "absent": [*absent, *run["absent"]],
                "ratios": {mode: ratios(run, mode) for mode in ("hits", "facets", "snippets")},
            }
            if commands:
                corpus = stack.enter_context(tempfile.TemporaryDirectory(dir=folder)) + "/corpus"
                run["commands"] = time_commands(bench.stock, size, Path(corpus), repetitions)
            record["runs"].append(run)
            click.echo(table(run) + "\n")
            if commands:
                click.echo(commands_table(run["commands"]) + "\n")
            if json_file:
                json_file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(json.dumps(record["machine"], ensure_ascii=False))
    if svg:
        svg.write_text(plot(record["runs"]), encoding="utf-8")


def _progress(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()
