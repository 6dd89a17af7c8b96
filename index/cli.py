"""The command ``kbindex``: corpus folder -> index."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from index.builder import Report, update
from index.console import guarded, progress
from index.errors import printable
from index.locations import corpus_folder, index_folder


@click.command(
    epilog="""Voorbeelden:

    kbindex                     # na het toevoegen van brieven aan corpus/

    kbindex corpus/brief.txt    # alleen dit bestand

    kbindex --check             # is de index nog heel, en bij?

    kbindex --explain brief.pdf # wat is hieruit gelezen, en uit welke regel?
"""
)
@click.argument("files", nargs=-1, metavar="[BESTAND]...", type=click.Path(path_type=Path))
@click.option("--corpus", envvar="KBSEARCH_CORPUS", metavar="MAP", help="De map met brieven.  [standaard: corpus/]")
@click.option("--index", "location", envvar="KBSEARCH_INDEX", metavar="MAP", help="De index.  [standaard: .kbsearch/]")
@click.option("--rebuild", is_flag=True, help="Lees alles opnieuw, in een nieuwe index.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Zoveel processen lezen een grote map, elk met hoogstens 400 MB geheugen.  [standaard: 2]",
)
@click.option("--check", "only_check", is_flag=True, help="Lees de hele index en alle bestanden na; wijzig niets.")
@click.option(
    "--explain",
    "explained",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Toon wat uit dit bestand gelezen wordt, en uit welke regel; wijzig niets.",
)
@click.option("--json", "as_json", is_flag=True, help="Geef het verslag als JSON.")
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(package_name="kbsearch", message="%(prog)s %(version)s", help="Toon de versie.")
@guarded
def main(
    *,
    files: tuple[Path, ...],
    corpus: str | None,
    location: str | None,
    rebuild: bool,
    processes: int | None,
    only_check: bool,
    explained: Path | None,
    as_json: bool,
) -> None:
    """Werk de index bij: lees de brieven die nieuw of gewijzigd zijn, en vergeet wat weg is.

    Zonder BESTAND kijkt kbindex naar de hele map; met BESTAND alleen naar die bestanden. Een bestand dat niet te lezen
    is, wordt gemeld; de rest wordt geïndexeerd en de status is dan 1.
    """
    letters, index = corpus_folder(corpus, Path.cwd()), index_folder(location, Path.cwd())
    if (only_check or explained) and (files or rebuild or (only_check and explained)):
        raise click.UsageError("--check en --explain gaan niet samen met elkaar, met --rebuild of met bestanden")
    if explained:
        _explain(explained, letters, as_json=as_json)
        return
    if only_check:
        _check(letters, index, as_json=as_json)
        return
    report = build(letters, index, rebuild=rebuild, only=files, processes=processes)
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2) if as_json else summary(report))
    if report.problems:
        raise click.exceptions.Exit(1)


def _explain(path: Path, corpus: Path, *, as_json: bool) -> None:
    from index.explaining import explain  # noqa: PLC0415 - only when it is asked for

    explanation = explain(path, corpus)
    if as_json:
        click.echo(json.dumps(asdict(explanation), ensure_ascii=False, indent=2))
        return
    from index.explanation_table import show  # noqa: PLC0415 - rich is slow to load

    show(explanation)


def _check(corpus: Path, location: Path, *, as_json: bool) -> None:
    from index.checking import check  # noqa: PLC0415 - only when it is asked for

    with progress("Nalezen") as show:
        report = check(corpus, location, show)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        for problem in report.damaged:
            click.echo(f"beschadigd: {problem.path}: {problem.reason}", err=True)
        for problem in report.outdated:
            click.echo(f"niet bij: {corpus / problem.path}: {problem.reason}", err=True)
        state = "in orde" if not report.damaged else "beschadigd"
        segments = "1 segment" if report.segments == 1 else f"{report.segments} segmenten"
        click.echo(f"index {state}: {_letters(report.letters)} uit {report.files} bestanden, in {segments}")
    if report.damaged or report.outdated:
        raise click.exceptions.Exit(1)


def build(
    corpus: Path,
    location: Path,
    *,
    rebuild: bool = False,
    only: tuple[Path, ...] = (),
    processes: int | None = None,
) -> Report:
    """Bring an index up to date with a progress bar; problems and notices, a line each, go to stderr."""
    with progress("Indexeren") as show:
        report = update(corpus, location, rebuild=rebuild, only=only, processes=processes, progress=show)
    for problem in report.problems:
        click.echo(printable(f"niet gelezen: {corpus / problem.path}: {problem.reason}"), err=True)
    for notice in report.notices:
        click.echo(printable(f"let op: {corpus / notice.path}: {notice.reason}"), err=True)
    return report


def summary(report: Report) -> str:
    """The report in one line."""
    parts = [
        f"{_letters(report.letters)} in de index",
        f"{len(report.read)} gelezen",
        f"{report.unchanged} ongewijzigd",
    ]
    if report.removed:
        parts.append(f"{len(report.removed)} verwijderd")
    if report.superseded:
        parts.append(f"{report.superseded} in een betere vorm aanwezig")
    if report.problems:
        parts.append(f"{len(report.problems)} niet te lezen")
    how = "helemaal opnieuw gemaakt" if report.rebuilt else "bijgewerkt"
    return f"{', '.join(parts)} ({how} in {report.seconds:.1f} s)"


def _letters(number: int) -> str:
    return "1 brief" if number == 1 else f"{number} brieven"
