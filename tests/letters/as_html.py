"""The official letter as a page saved from zoek.officielebekendmakingen.nl: its classes, and what stands around it."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from string import Template

from as_xml import metadata
from parts import Block, Items, OfficialLetter, Paragraph, Run, Section, Signature, Subheading, Table, runs

_TEMPLATE = Path(__file__).parent / "templates" / "site.html"


def html(letter: OfficialLetter) -> str:
    """The whole page, the notes behind the text."""
    metas = (
        f'  <meta name="{name}"{f" scheme={chr(34)}{scheme}{chr(34)}" if scheme else ""} content="{escape(content)}">'
        for name, scheme, content in metadata(letter)
    )
    dossiers = (
        f'<h1 class="dossiertitel"><span class="dossiernummer">{number}</span> {escape(title)}</h1>'
        for number, title in letter.dossiers
    )
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        identifier=letter.identifier,
        title=escape(letter.dossiers[0].title),
        metas="\n".join(metas),
        dossiers="\n".join(dossiers),
        number=letter.number,
        heading=escape(letter.heading),
        addressee=escape(letter.addressee),
        opening=f"{letter.place}, {letter.day}",
        body="\n".join(_blocks(letter.body)),
        signatures="\n".join(map(_signature, letter.signatures)),
        report_title=escape(letter.report_title),
        report="\n".join(_blocks(letter.report)),
        notes="\n".join(_notes(letter.notes)),
    )


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield f"<p>{_inline(text)}</p>"
            case Section(number, title):
                yield f'<h2 class="divisiekop1">{f"{number} {title}".strip()}</h2>'
            case Subheading(title):
                yield f'<h3 class="tussenkop"><em class="cur">{escape(title)}</em></h3>'
            case Items(texts, numbered):
                yield from _items(texts, numbered)
            case Table(headings, rows):
                yield from _table(headings, rows)


def _items(texts: tuple[str, ...], numbered: bool) -> Iterator[str]:
    yield '<ul class="expliciet whitespace-small">'
    for number, text in enumerate(texts, 1):
        mark = f"{number}." if numbered else "•"
        yield f'<li class="li"><p class="labeled"><span class="ol">{mark} </span>{_inline(text)}</p></li>'
    yield "</ul>"


def _inline(text: str) -> str:
    return "".join(_mark(run.note) if run.note else _run(run) for run in runs(text))


def _mark(number: int) -> str:
    name = f"ID-d17e{100 + 7 * number}"
    return f'<a class="nootnum supernote-click-{name}" href="#{name}"><sup>{number}</sup></a>'


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.italic:
        return f'<em class="cur">{text}</em>'
    if not run.target:
        return text
    kind = "externe_link" if run.target.startswith("https:") else "interne_link"
    address = run.target if kind == "externe_link" else f"{run.target}.html"
    return f'<a href="{address}" title="link naar {run.target}" class="{kind}">{text}</a>'


def _table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield '<div class="table-container"><table cellspacing="0" class="tabel zebra">'
    yield f"<thead>{_row('th', headings)}</thead>"
    yield "<tbody>"
    yield from (_row("td", row) for row in rows)
    yield "</tbody></table></div>"


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}><p>{escape(cell)}</p></{tag}>' for cell in cells)}</tr>"


def _signature(signature: Signature) -> str:
    role, name = escape(signature.role), escape(signature.name)
    return (
        f'<p class="ondertekening"><span class="functie">{role}</span>\n'
        f'<span class="naam"><span class="achternaam">{name}</span></span></p>'
    )


def _notes(notes: Mapping[int, str]) -> Iterator[str]:
    for number, text in notes.items():
        name = f"ID-d17e{100 + 7 * number}"
        yield (
            f'<div class="voet noot snp-mouseoffset snb-pinned notedefault" id="supernote-note-{name}">\n'
            f'<h5 class="note-close"><a class="note-close" href="#close-{name}">X</a> Noot</h5>'
            f'<sup><span class="nootnum"><a id="{name}"></a>{number}</span></sup><p>{_inline(text)}</p>\n</div>'
        )
