"""The letters as a word processor has them: flat OpenDocument (OASIS ODF 1.2), which LibreOffice makes the rest of."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Template
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile, ZipInfo

from parts import (
    Block,
    Items,
    MinistryLetter,
    OfficialLetter,
    Paragraph,
    Run,
    Section,
    Signature,
    Subheading,
    Table,
    runs,
)

HERE = Path(__file__).parent
_TEXT_END = 19  # cm from the left of the page
_CHANGING = re.compile(
    rb'<manifest:file-entry [^>]*"Thumbnails/[^>]*/>|<config:config-item [^>]*"Rsid[^>]*>\d+</[^>]*>'
)
_DATED = re.compile(rb"/(?:CreationDate\(D:[^)]*\)|ID \[[^]]*\]|DocChecksum /[0-9A-F]+)")
_FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "pdf": 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}',
}


class Page(NamedTuple):
    """How an official letter is set, in cm: left margin of the text, width of the numbers, room above the foot."""

    margin: float
    numbers: float
    foot: float
    columns: int


ONE_COLUMN = Page(margin=6.0, numbers=4.5, foot=0.6, columns=1)
TWO_COLUMNS = Page(margin=3.5, numbers=2.0, foot=1.8, columns=2)


def official(letter: OfficialLetter, page: Page) -> str:
    """An official letter as flat OpenDocument."""
    writer = _Writer(letter.notes)
    head = "".join(_row(dossier.number, dossier.title) for dossier in letter.dossiers)
    return _filled(
        "official.fodt",
        title=f"Nr. {letter.number} {letter.heading}",
        chamber=letter.chamber,
        chamber_number=letter.chamber_number,
        session=letter.session,
        head=head + _row(f"Nr. {letter.number}", letter.heading),
        opening=_paragraph("Addressee", letter.addressee) + _paragraph("Opening", f"{letter.place}, {letter.day}"),
        body=writer.blocks(letter.body) + _signatures(letter.signatures),
        report_title=letter.report_title,
        report=writer.blocks(letter.report),
        day=letter.isoday,
        foot=letter.foot,
        imprint="".join(_paragraph("Margin", line) for line in letter.imprint),
        margin=f"{page.margin}cm",
        numbers=f"{page.numbers}cm",
        width=f"{_TEXT_END - page.margin}cm",
        table_width=f"{_TEXT_END - page.margin + page.numbers}cm",
        foot_room=f"{page.foot}cm",
        columns=str(page.columns),
    )


def ministry(letter: MinistryLetter) -> str:
    """A ministry's letter as flat OpenDocument."""
    margin = "".join(_paragraph("Label", label) + _paragraph("Margin", value) for label, value in letter.margin)
    details = "".join(f"{_cells('Details', label, value)}" for label, value in letter.details)
    return _filled(
        "ministry.fodt",
        title=letter.title,
        ministry=letter.ministry,
        address="".join(_paragraph("Address", line) for line in letter.address),
        margin=margin,
        details=details,
        salutation=letter.salutation,
        body=_Writer({}).blocks(letter.body) + _signatures(letter.signatures),
        number=dict(letter.margin)["Ons nummer"],
        day=letter.isoday,
    )


def converted(flat: Path, suffix: str, work: Path) -> Path:
    """The flat file in another form, made by LibreOffice in the folder ``work``, which holds its profile too.

    Raises `subprocess.CalledProcessError` when LibreOffice fails.
    """
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", _FILTERS.get(suffix, suffix), "--outdir", str(work)]
    subprocess.run([*command, str(flat)], check=True, capture_output=True, timeout=180)
    made = work / f"{flat.stem}.{suffix}"
    made.write_bytes(_dated(made.read_bytes()) if suffix == "pdf" else _repacked(made.read_bytes()))
    return made


def _dated(content: bytes) -> bytes:
    """A PDF with zeros for its day and its identifier, as long as before: its offsets stay right."""
    return _DATED.sub(lambda found: re.sub(rb"[0-9A-F](?![a-z:])", b"0", found[0]), content)


def _repacked(content: bytes) -> bytes:
    """A zip without what is another each time: the picture of its first page, a number by chance, its members' days."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w") as new:
        for member in old.infolist():
            if not member.filename.startswith("Thumbnails/") and not member.is_dir():
                data = _CHANGING.sub(b"", old.read(member))
                new.writestr(ZipInfo(member.filename), data, member.compress_type, 9)
    return packed.getvalue()


def _filled(template: str, **parts: str) -> str:
    return Template((HERE / "templates" / template).read_text(encoding="utf-8")).substitute(parts)


@dataclass(frozen=True, slots=True)
class _Writer:
    notes: Mapping[int, str]

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "".join(chunk for block in blocks for chunk in self._block(block))

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(text):
                yield f'<text:p text:style-name="Body">{self._inline(text)}</text:p>'
            case Section(number, title):
                yield _heading(1, f"{number} {title}".strip())
            case Subheading(title):
                yield _heading(2, title)
            case Items(texts, numbered):
                yield f'<text:list text:style-name="{"Numbers" if numbered else "Bullets"}">'
                paragraphs = (f'<text:p text:style-name="Item">{self._inline(text)}</text:p>' for text in texts)
                yield from (f"<text:list-item>{paragraph}</text:list-item>" for paragraph in paragraphs)
                yield "</text:list>"
            case Table(headings, rows):
                yield from _table(headings, rows)

    def _inline(self, text: str) -> str:
        return "".join(self._note(run.note) if run.note else _run(run) for run in runs(text))

    def _note(self, number: int) -> str:
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation><text:note-body>"
            f'<text:p text:style-name="Footnote">{self._inline(self.notes[number])}</text:p>'
            "</text:note-body></text:note>"
        )


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.italic:
        return f'<text:span text:style-name="Emphasis">{text}</text:span>'
    if run.target.startswith("https:"):
        return f'<text:a xlink:type="simple" xlink:href={quoteattr(run.target)}>{text}</text:a>'
    return text


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _heading(level: int, text: str) -> str:
    style = f'text:style-name="Heading_20_{level}" text:outline-level="{level}"'
    return f"<text:h {style}>{escape(text)}</text:h>"


def _signatures(signatures: tuple[Signature, ...]) -> str:
    return "".join(_paragraph("Role", role) + _paragraph("Name", name) for role, name in signatures)


def _row(number: str, title: str) -> str:
    return _cells("Head", number, title)


def _cells(style: str, *texts: str) -> str:
    cells = (
        f'<table:table-cell table:style-name="{style}Cell" office:value-type="string">{_paragraph(style, text)}'
        "</table:table-cell>"
        for text in texts
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield '<table:table table:name="Bijdragen" table:style-name="Grid">'
    yield "".join(f'<table:table-column table:style-name="Grid{letter}"/>' for letter in "ABC")
    yield f"<table:table-header-rows>{_cells('GridHead', *headings)}</table:table-header-rows>"
    yield from (_cells("Grid", *row) for row in rows)
    yield '</table:table><text:p text:style-name="Space"/>'
