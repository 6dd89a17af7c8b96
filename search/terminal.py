"""A result for the terminal: in colour on a screen, plain text when piped."""

from typing import Final

from rich.console import Console
from rich.text import Text

from search.language import decimal
from search.language import gettext as _
from search.request import Facet, Hit, SearchResult, Snippet, Span
from search.wording import day_label, letters

_MATCH: Final = "bold yellow"
_FACET_VALUES: Final = 8
_WIDEST: Final = 110
_INDENT: Final = "     "


def print_result(result: SearchResult, *, facets: bool) -> None:
    """Print the hits, then the facet counts, on stdout."""
    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, _WIDEST)
    console.print(Text(f"{_found(result)} ({result.took_ms:.0f} ms)", style="bold"))
    for notice in result.notices:
        console.print(Text(notice.text, style="italic"))
    if result.suggestion:
        console.print(Text(_("Bedoelde u: {query}?", query=result.suggestion), style="bold"))
    first = (result.request.page - 1) * result.request.size + 1
    for number, hit in enumerate(result.hits, start=first):
        console.print()
        _print_hit(console, number, hit)
    console.print()
    if not result.hits:
        console.print(_advice(result))
    if facets:
        width = max(len(facet.label) for facet in result.facets) + 2
        for facet in result.facets:
            _print_indented(console, _facet(facet), f"{facet.label:<{width}}")
    last = first + len(result.hits) - 1
    if result.hits and last < result.total:
        more = _(
            "{first}-{last} van {letters}; verder met --page {page}",
            first=first,
            last=last,
            letters=letters(result.total),
            page=result.request.page + 1,
        )
        console.print(Text(more, style="dim"))


def _found(result: SearchResult) -> str:
    if not result.request.query:
        return letters(result.total)
    return _("{letters} voor {query}", letters=letters(result.total), query=result.request.query)


def _print_hit(console: Console, number: int, hit: Hit) -> None:
    _print_indented(console, _text(hit.title_spans, "bold"), f"{number:>3}. ")
    facts = [day_label(hit.date), ", ".join(ministry.label for ministry in hit.ministries), hit.id]
    line = Text(" · ".join(fact for fact in facts if fact), style="cyan")
    if hit.completeness == "summary":
        line.append(" · ").append(_("onze samenvatting"), style="magenta")
    if hit.duplicate_of:
        line.append(" · ").append(_("vrijwel gelijk aan {id}", id=hit.duplicate_of), style="magenta")
    _print_indented(console, line, _INDENT)
    for snippet in hit.snippets:
        _print_indented(console, _text(snippet.spans, "") + _place(snippet), _INDENT)
    if hit.source:
        console.print(Text(_INDENT + hit.source, style="dim"), soft_wrap=True)


def _place(snippet: Snippet) -> Text:
    """Where an excerpt stands, if that is known."""
    page = _("blz. {page}", page=snippet.page) if snippet.page else ""
    known = ", ".join(filter(None, (snippet.section, page)))
    return Text(f" ({known})" if known else "", style="dim")


def _print_indented(console: Console, text: Text, first: str) -> None:
    """Print a text with ``first`` before it, wrapped so that later lines stand under its beginning."""
    for number, line in enumerate(text.wrap(console, console.width - len(first))):
        line.rstrip()
        console.print(Text.assemble((first, "dim") if number == 0 else " " * len(first), line))


def _facet(facet: Facet) -> Text:
    values = [
        f"{'✓ ' if value.selected else ''}{value.label} ({decimal(value.count)})"
        for value in facet.values[:_FACET_VALUES]
    ]
    more = facet.size - _FACET_VALUES
    return Text(" · ".join([*values, _("en nog {number}", number=decimal(more))] if more > 0 else values) or "-")


def _advice(result: SearchResult) -> Text:
    if result.total:
        return Text(_("Op bladzijde {page} staat niets meer; begin bij --page 1.", page=result.request.page))
    return Text(_("Geen brieven gevonden. Probeer minder of andere woorden, begin* of een ruimere periode."))


def _text(spans: tuple[Span, ...], style: str) -> Text:
    text = Text(style=style)
    for span in spans:
        text.append(span.text, style=_MATCH if span.match else None)
    return text
