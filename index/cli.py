"""The command ``kbindex``: corpus folder -> index."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from index.builder import Report, update
from index.console import guarded, progress
from index.locations import corpus_folder, index_folder


@click.command(
    epilog="""Voorbeeld:

    kbindex                     # na het toevoegen van brieven aan corpus/
"""
)
@click.argument("files", nargs=-1, metavar="[BESTAND]...", type=click.Path(path_type=Path))
@click.option("--corpus", envvar="KBSEARCH_CORPUS", metavar="MAP", help="De map met brieven.  [standaard: corpus/]")
@click.option("--index", "location", envvar="KBSEARCH_INDEX", metavar="MAP", help="De index.  [standaard: .kbsearch/]")
@click.option("--rebuild", is_flag=True, help="Lees alles opnieuw, in een nieuwe index.")
@click.option("--json", "as_json", is_flag=True, help="Geef het verslag als JSON.")
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(package_name="kbsearch", message="%(prog)s %(version)s", help="Toon de versie.")
@guarded
def main(files: tuple[Path, ...], corpus: str | None, location: str | None, rebuild: bool, as_json: bool) -> None:
    """Werk de index bij: lees de brieven die nieuw of gewijzigd zijn, en vergeet wat weg is.

    Zonder BESTAND kijkt kbindex naar de hele map; met BESTAND alleen naar die bestanden. Een bestand dat niet te lezen
    is, wordt gemeld; de rest wordt geïndexeerd en de status is dan 1.
    """
    report = build(corpus_folder(corpus, Path.cwd()), index_folder(location, Path.cwd()), rebuild=rebuild, only=files)
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2) if as_json else summary(report))
    if report.problems:
        raise click.exceptions.Exit(1)


def build(corpus: Path, location: Path, *, rebuild: bool = False, only: tuple[Path, ...] = ()) -> Report:
    """Bring an index up to date with a progress bar; problems and notices, a line each, go to stderr."""
    with progress("Indexeren") as show:
        report = update(corpus, location, rebuild=rebuild, only=only, progress=show)
    for problem in report.problems:
        click.echo(f"niet gelezen: {corpus / problem.path}: {problem.reason}", err=True)
    for notice in report.notices:
        click.echo(f"let op: {corpus / notice.path}: {notice.reason}", err=True)
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
    if report.problems:
        parts.append(f"{len(report.problems)} niet te lezen")
    how = "helemaal opnieuw gemaakt" if report.rebuilt else "bijgewerkt"
    return f"{', '.join(parts)} ({how} in {report.seconds:.1f} s)"


def _letters(number: int) -> str:
    return "1 brief" if number == 1 else f"{number} brieven"
