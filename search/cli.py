"""The command ``kbsearch``: a question in the terminal, in the language of the locale or of ``--lang``."""

import csv
import inspect
import json
import os
import sys
from copy import copy
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from index.analysis import fold
from index.console import guarded
from index.errors import IndexMissing
from index.locations import corpus_folder, index_folder
from search.engine import open_engine
from search.formats.table import COLUMNS, cells, harmless
from search.language import LANGUAGES, of_environment, speaking
from search.language import gettext as _
from search.query import FIELDS
from search.request import SORTS, Hit, SearchEngine, SearchRequest, SearchResult, Suggestion, parse_day
from search.wording import letters

CSV_COLUMNS = (*COLUMNS, "score", "snippet")


_OFFERED = 16
"""As many suggestions are looked for, of which a shell shows those that begin as typed."""


def _language(ctx: click.Context) -> str:
    chosen: str | None = ctx.params.get("lang")
    return chosen or of_environment(os.environ)


def _suggestions(ctx: click.Context, typed: str) -> tuple[Suggestion, ...]:
    """How to go on with what was typed; nothing when there is no index that can be asked, and none is built."""
    try:
        return open_engine(str(index_folder(ctx.params.get("index"), Path.cwd()))).complete(typed, _OFFERED)
    except Exception:  # whatever it is, the line that is being typed is no place to say so
        return ()


def _item(typed: str, whole: str, suggestion: Suggestion) -> CompletionItem[str]:
    """What was typed and the rest of the whole, with its explanation: a shell may only add to what stands there."""
    return CompletionItem(typed + whole[len(typed) :], help=f"{suggestion.label} ({letters(suggestion.count)})")


def _words(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Words and filters that begin as typed. For bash, ``missie:min`` is three words."""
    before: tuple[str, ...] = ctx.params.get("query") or ()
    parted = "".join(before[-2:]) if before[-1:] == (":",) else ""
    typed = parted + incomplete
    with speaking(_language(ctx)):
        return [
            _item(incomplete, (typed[: suggestion.start] + suggestion.text)[len(parted) :], suggestion)
            for suggestion in _suggestions(ctx, typed)
            if fold(suggestion.text).startswith(fold(typed[suggestion.start :]))
        ]


def _values(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The values of a filter that begin as typed; else the one that has another name that does."""
    with speaking(_language(ctx)):
        found = _suggestions(ctx, f'{parameter.name}:"{incomplete}')
        values = [(suggestion.text.partition(":")[2].strip('"'), suggestion) for suggestion in found]
        begun = [_item(incomplete, value, of) for value, of in values if fold(value).startswith(fold(incomplete))]
        return begun or [_item("", value, of) for value, of in values if len(values) == 1]


class _Command(click.Command):
    """A command that answers, and gives its help, in the language of ``--lang``, else of the locale."""

    def invoke(self, ctx: click.Context) -> Any:
        with speaking(_language(ctx)):
            return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        told = copy(self)
        with speaking(_language(ctx)):
            told.help, told.epilog = (_(inspect.cleandoc(text)) for text in (self.help or "", self.epilog or ""))
            told.params = [_explained(parameter) for parameter in self.params]
            click.Command.format_help(told, ctx, formatter)


def _explained(parameter: click.Parameter) -> click.Parameter:
    """The parameter with its words in the language that is spoken."""
    told = copy(parameter)
    told.metavar = told.metavar and _(told.metavar)
    if isinstance(told, click.Option):
        told.help = told.help and _(told.help)
    return told


@click.command(
    cls=_Command,
    epilog="""Aanvullen met Tab, in bash (zsh en fish gaan net zo):

    eval "$(_KBSEARCH_COMPLETE=bash_source kbsearch)"

    Voorbeelden:

    kbsearch "Takuba terugtrekking"

    kbsearch --ministry defensie --date 2022 MINUSMA

    kbsearch '"vrede en veiligheid" -Mali' --sort newest
""",
)
@click.argument("query", nargs=-1, metavar="[VRAAG]...", shell_complete=_words)
@click.option("--mission", multiple=True, metavar="M", help="Alleen brieven over deze missie.", shell_complete=_values)
@click.option(
    "--ministry", multiple=True, metavar="M", help="Alleen brieven van dit ministerie.", shell_complete=_values
)
@click.option("--date", multiple=True, metavar="JJJJ[-MM]", help="Alleen brieven uit dit jaar of deze maand.")
@click.option("--since", metavar="DATUM", help="Alleen brieven vanaf deze dag, maand of dit jaar.")
@click.option("--until", metavar="DATUM", help="Alleen brieven tot en met deze dag, maand of dit jaar.")
@click.option(
    "--dossier", multiple=True, metavar="N", help="Alleen brieven uit dit dossier, zoals 29521.", shell_complete=_values
)
@click.option("--signatory", multiple=True, metavar="S", help="Alleen brieven met deze ondertekenaar.")
@click.option("--kind", multiple=True, metavar="K", help="Alleen dit soort stukken, zoals brief.")
@click.option(
    "--cites", multiple=True, metavar="STUK", help="Alleen brieven die verwijzen naar dit stuk, zoals 29521-426."
)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="De volgorde.")
@click.option("--page", type=int, default=1, show_default=True, metavar="N", help="De bladzijde.")
@click.option("--size", type=int, default=10, show_default=True, metavar="N", help="Brieven per bladzijde.")
@click.option("--synonyms/--no-synonyms", default=True, help="Zoek ook andere namen, zoals VN voor Verenigde Naties.")
@click.option("--facets/--no-facets", default=True, help="Tellingen per missie, ministerie en jaar.  [standaard: aan]")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    help="De taal, zo mogelijk vóór --help.  [standaard: die van de omgeving]",
)
@click.option("--json", "form", flag_value="json", help="Geef het antwoord als JSON, zoals /api/search.")
@click.option("--csv", "form", flag_value="csv", help="Geef de brieven als CSV.")
@click.option("--index", envvar="KBSEARCH_INDEX", metavar="MAP", help="De index.  [standaard: .kbsearch/]")
@click.option("--corpus", envvar="KBSEARCH_CORPUS", metavar="MAP", help="De map met brieven, als er nog geen index is.")
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(package_name="kbsearch", message="%(prog)s %(version)s", help="Toon de versie.")
@guarded
def main(
    query: tuple[str, ...], facets: bool, form: str | None, index: str | None, corpus: str | None, **options: Any
) -> None:
    """Zoek in de Kamerbrieven.

    Alle woorden moeten voorkomen, in welke vorm ook, ook als deel van een langer woord (missie: vredesmissies) of onder
    een andere naam. "Tussen aanhalingstekens" zoekt precies die woorden na elkaar; 29521 en 29521-426 zoeken een
    dossier of Kamerstuk; -woord sluit uit; OF
    geeft een keuze; begin* zoekt alles wat zo begint; missie:, ministerie:, datum:, dossier: en ondertekenaar:
    beperken.
    Dezelfde optie mag vaker: binnen één optie geldt OF, tussen opties EN.
    """
    if not query and not any(options.get(name) for name in FIELDS.values()):
        raise click.UsageError(_('geef een vraag, zoals: kbsearch "Takuba terugtrekking"   ("" geeft alle brieven)'))
    del options["lang"]
    since, until = options.pop("since"), options.pop("until")
    request = SearchRequest(
        query=" ".join(query),
        since=parse_day("since", since) if since else None,
        until=parse_day("until", until, last=True) if until else None,
        **options,
    )
    result = engine_for(index, corpus).search(request)
    if form == "json":
        click.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    elif form == "csv":
        for notice in result.notices:
            click.echo(notice.text, err=True)
        _print_csv(result)
    else:
        from search.terminal import print_result  # noqa: PLC0415 - rich only when it is used

        print_result(result, facets=facets)


def engine_for(index: str | None, corpus: str | None) -> SearchEngine:
    """The engine for the user's index; builds it first, and says so on stderr, when there is none yet."""
    if index and index.startswith(("http://", "https://")):
        return open_engine(index)
    location = index_folder(index, Path.cwd())
    try:
        return open_engine(str(location))
    except IndexMissing:
        from index.cli import build, summary  # noqa: PLC0415 - the builder is not needed to search

        folder = corpus_folder(corpus, Path.cwd())
        click.echo(_("Er is nog geen index; {folder} wordt geïndexeerd.", folder=folder), err=True)
        click.echo(summary(build(folder, location)), err=True)
        return open_engine(str(location))


def _print_csv(result: SearchResult) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(CSV_COLUMNS)
    writer.writerows(_csv_row(hit) for hit in result.hits)


def _csv_row(hit: Hit) -> list[str]:
    snippet = " ".join("".join(span.text for span in snippet.spans) for snippet in hit.snippets)
    return [*cells(hit), str(hit.score), harmless(snippet)]
