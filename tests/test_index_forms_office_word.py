"""A .docx -> a document: all that Word writes between the words."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Document, Line, Unreadable
from index.forms.office.word import read_docx

LETTERS = Path(__file__).parent / "letters"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def docx(body: str, **parts: str) -> bytes:
    """A .docx with this body; ``parts`` are the contents of the parts in `ROOTS`, related as ``r:id="header"``."""
    named = {"document": f"<w:body>{body}</w:body>", **parts}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{name}+xml"/>' for name in named)
    relations = "".join(f'<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{name}.xml"/>' for name in parts)
    lost = f'<Relationship Id="lost" Type="{RELATION}/image" Target="../NULL"/>'
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + types.replace("document+xml", "document.main+xml")
            + "</Types>",
            "_rels/.rels": package(
                f'<Relationship Id="a" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/_rels/document.xml.rels": package(relations + lost),
            "docProps/app.xml": "geen XML",
            **{
                f"word/{name}.xml": f"<w:{ROOTS.get(name, name)} {NAMESPACES}>{content}</w:{ROOTS.get(name, name)}>"
                for name, content in named.items()
            },
        }.items():
            archive.writestr(name, content)
    return file.getvalue()


def package(relations: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; a run that is no XML is plain text."""
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(name: str, inside: str = "", based: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{on}{inside}</w:style>'
    )


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
CODE = "<w:r><w:instrText> IF </w:instrText></w:r>"


def field(result: str) -> str:
    return f"{BEGIN}{CODE}{SEPARATE}{r(result)}{END}"


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def kinds(document: Document) -> list[tuple[str, int, str]]:
    return [(line.kind, line.level, line.text) for line in document.lines]


BOX = f"<w:txbxContent>{p('Datum')}{p('17 februari 2022')}</w:txbxContent>"
BOXED = ["Datum", "17 februari 2022"]
BREAK, TAB, HYPHEN = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:noBreakHyphen/></w:r>"


def forms(**contents: str) -> str:
    inside = "".join(f"<mc:{name.title()}>{content}</mc:{name.title()}>" for name, content in contents.items())
    return f"<w:r><mc:AlternateContent>{inside}</mc:AlternateContent></w:r>"


INLINE = {
    "runs": (p("Taak", "groep ", "Takuba"), ["Taakgroep Takuba"]),
    "line breaks": (p("De Minister,", BREAK, "K. Verzonnen"), ["De Minister,", "K. Verzonnen"]),
    "tab and carriage return": (p("Datum", TAB, "1 mei", "<w:r><w:cr/></w:r>", "Plein"), ["Datum 1 mei", "Plein"]),
    "stops of a tab are no tabs": (p("Datum", properties='<w:tabs><w:tab w:val="left"/></w:tabs>'), ["Datum"]),
    "hyphens": (p("niet", HYPHEN, "mil", "<w:r><w:softHyphen/></w:r>", "itair"), ["niet-mil\xaditair"]),
    "space in a run of its own": (p("twee", "<w:r><w:t> </w:t></w:r>", "woorden"), ["twee woorden"]),
    "inserted": (p("een ", f"<w:ins>{r('nieuwe ')}</w:ins>", "zin"), ["een nieuwe zin"]),
    "deleted": (p("een ", f"<w:del>{r('oude ')}<w:r><w:delText>oude</w:delText></w:r></w:del>", "zin"), ["een zin"]),
    "moved": (p(f"<w:moveFrom>{r('weg ')}</w:moveFrom>", f"<w:moveTo>{r('hier')}</w:moveTo>"), ["hier"]),
    "deleted end": (p("Een ", properties="<w:rPr><w:del/></w:rPr>") + p("zin."), ["Een zin."]),
    "deleted end before a table": (
        p("Een.", properties="<w:rPr><w:del/></w:rPr>") + tbl(tr(tc(p("Twee")))), ["Een.", "Twee"],
    ),
    "parted where another kind of page begins": (
        p("de Eerste ", properties="<w:sectPr/>") + p("Kamer.") + p("Slot.", properties="<w:sectPr/>") + p("Bijlage"),
        ["de Eerste Kamer.", "Slot.", "Bijlage"],
    ),
    "hidden": (p("zicht", r("verborgen", "<w:vanish/>"), r("baar", '<w:vanish w:val="0"/>')), ["zichtbaar"]),
    "link": (p("zie ", f'<w:hyperlink r:id="x">{r("de site")}</w:hyperlink>'), ["zie de site"]),
    "content control": (p("op ", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('1 mei')}</w:sdtContent></w:sdt>"), ["op 1 mei"]),
    "content control around paragraphs": (f"<w:sdt><w:sdtContent>{p('Een')}</w:sdtContent></w:sdt>", ["Een"]),
    "smart tag": (p("in ", f"<w:smartTag>{r('Mali')}</w:smartTag>"), ["in Mali"]),
    "simple field": (p(f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'), ["3"]),
    "field": (p("blz. ", field("4")), ["blz. 4"]),
    "field in a field's code": (p(BEGIN, CODE, field("weg"), CODE, SEPARATE, "1 mei", END), ["1 mei"]),
    "field without an end": (p(BEGIN, "weg") + p("hier"), ["hier"]),
    "end without a field": (p(END, "hier"), ["hier"]),
    "comment": (p("Tekst", '<w:r><w:commentReference w:id="0"/></w:r>'), ["Tekst"]),
    "picture": (p('<w:r><w:drawing><wp:docPr xmlns:wp="x" descr="Een schip"/></w:drawing></w:r>', "Tekst"), ["Tekst"]),
    "text box": (p(f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>", "Tekst"), [*BOXED, "Tekst"]),
    "text box in two forms": (p(forms(choice=BOX, fallback=BOX), "Tekst"), [*BOXED, "Tekst"]),
    "text box in the other form": (p(forms(fallback=BOX)), BOXED),
    "ruby": (p(f"<w:r><w:ruby><w:rt>{r('weg')}</w:rt><w:rubyBase>{r('hier')}</w:rubyBase></w:ruby></w:r>"), ["hier"]),
    "formula": (p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), ["a+b"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), INLINE.values(), ids=INLINE)
def test_what_stands_in_a_paragraph(body: str, lines: list[str]) -> None:
    assert [line.text for line in read_docx(docx(body)).lines] == lines


STYLES = "".join(
    [
        style("Normal").replace("<w:style ", '<w:style w:default="1" '),
        style("heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        style("Kop 2"),
        style("Paragraafkop", based="Kop2"),
        style("Tussenkop", "<w:rPr><w:i/></w:rPr>"),
        style("Title"),
        style("Body", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based="heading1"),
        style("Verborgen", "<w:rPr><w:vanish/></w:rPr>"),
        style("Strong", "<w:rPr><w:b/></w:rPr>", kind="character"),
        style("Opsomming", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        style("Raster", '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>', kind="table"),
        style("Los", based="Vast"),
        style("Vast", based="Los"),
    ]
)


def styled(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


BOLD = "<w:b/>"
HEADINGS = {
    "heading 1": (p("Inleiding", properties=styled("heading1")), ("heading", 1, "Inleiding")),
    "Kop 2": (p("Mali", properties=styled("Kop2")), ("heading", 2, "Mali")),
    "based on a heading": (p("Mali", properties=styled("Paragraafkop")), ("heading", 2, "Mali")),
    "with a line break": (p("In", BREAK, "Mali", properties=styled("Kop2")), ("heading", 2, "In Mali")),
    "title": (p("Kamerbrief", properties=styled("Title")), ("heading", 1, "Kamerbrief")),
    "by its own level": (p("Mali", properties='<w:outlineLvl w:val="2"/>'), ("heading", 3, "Mali")),
    "no heading after all": (p("Mali", properties=styled("Body")), ("paragraph", 0, "Mali")),
    "bold run": (p(r("Veiligheid", BOLD)), ("heading", 2, "Veiligheid")),
    "bold by a style": (p(r("Veiligheid", '<w:rStyle w:val="Strong"/>')), ("heading", 2, "Veiligheid")),
    "italic by its style": (p("Veiligheid", properties=styled("Tussenkop")), ("heading", 3, "Veiligheid")),
    "bold turned off": (
        p(r("Veiligheid", '<w:rStyle w:val="Strong"/><w:b w:val="false"/>')), ("paragraph", 0, "Veiligheid"),
    ),
    "unknown style": (p("Veiligheid", properties=styled("Kwijt")), ("paragraph", 0, "Veiligheid")),
    "styles in a circle": (p("Veiligheid", properties=styled("Los")), ("paragraph", 0, "Veiligheid")),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading(body: str, expected: tuple[str, int, str]) -> None:
    assert kinds(read_docx(docx(body, styles=STYLES))) == [expected]


def test_a_style_that_hides() -> None:
    body = p("weg", properties=styled("Verborgen")) + p("hier")
    assert kinds(read_docx(docx(body, styles=STYLES))) == [("paragraph", 0, "hier")]


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def num(name: int, abstract: int, inside: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{inside}</w:num>'


LISTS = {
    1: level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + level(2, "lowerRoman", "(%3)"),
    2: level(0, "upperRoman", "%1.", start=4) + level(1, "decimal", "%1.%2") + level(2, "upperLetter", "%3."),
    3: level(0, "bullet", "•") + level(1, "bullet", ""),
    4: level(0, "none", "") + level(1, "none", "Bijlage"),
    5: '<w:numStyleLink w:val="Lijst"/>',
    6: '<w:styleLink w:val="Lijst"/>' + level(0, "decimal", "Vraag %1"),
}
OVERRIDE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
OWN = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1.")}</w:lvlOverride>'
NUMBERING = (
    "".join(f'<w:abstractNum w:abstractNumId="{name}">{inside}</w:abstractNum>' for name, inside in LISTS.items())
    + "".join(num(name, name) for name in (1, 2, 3, 4, 5))
    + num(8, 1, OVERRIDE)
    + num(9, 1, OWN)
    + num(10, 99)
)


def item(list_: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr>'


NUMBERED = {
    "levels begin anew": (
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["1. x", "a) x", "b) x", "(i) x", "2. x", "a) x"],
    ),
    "start, and numbers of levels above": ([(2, 0), (2, 1), (2, 2), (2, 0)], ["IV. x", "IV.1 x", "A. x", "V. x"]),
    "a level that was skipped": ([(2, 1)], ["IV.1 x"]),
    "bullets": ([(3, 0), (3, 0)], ["x", "x"]),
    "two lists of one kind go on": ([(1, 0), (9, 0), (1, 0)], ["1. x", "b. x", "3. x"]),
    "begun anew": ([(1, 0), (8, 0), (8, 0)], ["1. x", "7. x", "8. x"]),
    "by a list's style": ([(5, 0), (5, 0)], ["Vraag 1 x", "Vraag 2 x"]),
    "words without a number": ([(4, 1)], ["Bijlage x"]),
}


@pytest.mark.parametrize(("items", "texts"), NUMBERED.values(), ids=NUMBERED)
def test_a_list(items: list[tuple[int, int]], texts: list[str]) -> None:
    body = "".join(p("x", properties=item(*place)) for place in items)
    expected = [("item", depth + 1, text) for (_, depth), text in zip(items, texts, strict=True)]
    assert kinds(read_docx(docx(body, numbering=NUMBERING))) == expected


UNMARKED = {
    "none": (4, 0),
    "no bullet": (3, 1),
    "no list": (0, 0),
    "unknown": (77, 0),
    "no level": (1, 8),
    "lost": (10, 0),
}


@pytest.mark.parametrize("place", UNMARKED.values(), ids=UNMARKED)
def test_what_has_no_mark_is_no_item(place: tuple[int, int]) -> None:
    assert kinds(read_docx(docx(p("x", properties=item(*place)), numbering=NUMBERING))) == [("paragraph", 0, "x")]


def test_a_list_by_its_style_and_a_heading_with_a_number() -> None:
    body = (
        p("een", properties=styled("Opsomming"))
        + p(properties=styled("Opsomming") + "<w:rPr><w:del/></w:rPr>")
        + p("twee", properties=styled("Opsomming"))
        + p("drie", properties=styled("Opsomming") + item(0))
        + p("Inleiding", properties=styled("heading1") + item(2))
    )
    assert kinds(read_docx(docx(body, styles=STYLES, numbering=NUMBERING))) == [
        ("item", 1, "1. een"),
        ("item", 1, "2. twee"),
        ("paragraph", 0, "drie"),
        ("heading", 1, "IV. Inleiding"),
    ]


def refer(kind: str, name: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'


def test_notes_in_the_order_of_their_references() -> None:
    separator = f'<w:footnote w:type="separator" w:id="0">{p("weg")}</w:footnote>'
    notes = "".join(
        f'<w:footnote w:id="{name}">{p("<w:r><w:footnoteRef/></w:r>", " Noot", f" {name}")}{p("slot")}</w:footnote>'
        for name in (1, 2, 3)
    )
    deleted = f"<w:del>{refer('footnote', 3)}</w:del>"
    marked = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    body = p("Een", refer("footnote", 2), " zin", marked, deleted, ".")
    body += p("Slot", refer("endnote", 1), refer("footnote", 99))
    endnotes = f'<w:endnote w:id="1">{p("Eindnoot")}</w:endnote>'
    assert read_docx(docx(body, footnotes=separator + notes, endnotes=endnotes)).lines == (
        Line("Een zin.", "paragraph", 0, None, 1),
        Line("Slot", "paragraph", 0, None, 2),
        Line("Noot 2 slot", "note", 0, None, 1),
        Line("Noot 1 slot", "note", 0, None, 1),
        Line("Eindnoot", "note", 0, None, 2),
    )


GRID = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>'
NO_GRID = '<w:tblStyle w:val="Raster"/><w:tblBorders><w:insideV w:val="none"/></w:tblBorders>'
CELL_LINE = '<w:tcBorders><w:left w:val="single"/></w:tcBorders>'
RULE = '<w:tcBorders><w:top w:val="single"/><w:left w:val="nil"/></w:tcBorders>'
ROW, LINE = [("row", 0, "Datum | 1 mei")], [("paragraph", 0, "Datum 1 mei")]
LINES = {
    "no lines": ("", "", LINE),
    "lines of the table": (GRID, "", ROW),
    "lines of its style": ('<w:tblStyle w:val="Raster"/>', "", ROW),
    "lines of its style turned off": (NO_GRID, "", LINE),
    "lines of a cell": ("", CELL_LINE, ROW),
    "only a rule above": ("", RULE, LINE),
}


@pytest.mark.parametrize(("table", "cell", "expected"), LINES.values(), ids=LINES)
def test_the_lines_of_a_table(table: str, cell: str, expected: list[tuple[str, int, str]]) -> None:
    body = tbl(tr(tc(p("Datum"), properties=cell), tc(p("1 mei"))), properties=table)
    assert kinds(read_docx(docx(body, styles=STYLES))) == expected


def test_merged_cells_deleted_rows_and_a_table_in_a_table() -> None:
    body = tbl(
        tr(tc(p("Missies"), properties='<w:gridSpan w:val="2"/>'), tc(p("Aantal"))),
        tr(tc(p("Mali"), properties='<w:vMerge w:val="restart"/>'), tc(p("MINUSMA"), p("Takuba")), tc(p("3"))),
        tr(tc(p("weg"), properties="<w:vMerge/>"), tc(p("weg"), properties="<w:hMerge/>"), tc(p("4"))),
        tr(tc(p("weg")), properties="<w:del/>"),
        tr(tc(p("Irak")), tc(tbl(tr(tc(p("a")), tc(p("b"))), properties=GRID), p("")), tc(p("5"))),
        properties=GRID,
    )
    assert read_docx(docx(body)).lines == tuple(
        Line(text, "row", 0, None, number)
        for number, text in enumerate(
            ["Missies | | Aantal", "Mali | MINUSMA Takuba | 3", "| | 4", "Irak | a | b | 5"], start=1
        )
    )


RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
PAGES = {
    "as Word laid it out": (
        p("a") + p("b ", RENDERED, "c") + p(PAGE_BREAK, RENDERED, "d"), [("a", 1), ("b c", 1), ("d", 3)],
    ),
    "as its writer asked for": (
        p("a", PAGE_BREAK, "b") + p("c") + p("d", properties="<w:pageBreakBefore/>"),
        [("a b", 1), ("c", 2), ("d", 3)],
    ),
    "unknown": (p("a") + p("b"), [("a", None), ("b", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PAGES.values(), ids=PAGES)
def test_pages(body: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(line.text, line.page) for line in read_docx(docx(body)).lines] == expected


def test_running_heads_and_feet() -> None:
    def section(properties: str = "") -> str:
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
            f'<w:footerReference w:type="first" r:id="footer"/>{properties}</w:sectPr>'
        )

    parts = {"header": p("Ministerie van Defensie"), "footer": p("Pagina ", field("2"))}
    head, text, foot = (
        Line("Ministerie van Defensie", "furniture"),
        Line("Tekst", "paragraph", 0, None, 1),
        Line("Pagina 2", "furniture"),
    )
    both = p("Tekst", properties=section()) + section("<w:titlePg/>")
    assert read_docx(docx(both, **parts)) == Document((head, text, foot))
    assert read_docx(docx(p("Tekst") + section(), **parts)) == Document((head, text))


NO_TEXT = "bevat geen tekst; staat de brief er als afbeelding in, zet hem dan met OCR om naar tekst"
DAMAGED = "is beschadigd of onvolledig; open het in LibreOffice of Word en sla het opnieuw op"
REFUSED = {
    "no text": (docx(p("") + p(r(" "))), NO_TEXT),
    "only hidden text": (docx(p(r("weg", "<w:vanish/>"))), NO_TEXT),
    "nested too deeply": (docx("<w:sdt>" * 200_000 + "</w:sdt>" * 200_000), DAMAGED),
    "no XML": (docx("<w:p>"), DAMAGED),
    "a lost running head": (docx(p("a") + '<w:sectPr><w:headerReference r:id="x"/></w:sectPr>'), DAMAGED),
    "no number": (docx(p("a", properties='<w:outlineLvl w:val="x"/>')), DAMAGED),
    "a cell without a row": (docx(f"<w:tc>{p('a')}</w:tc>"), DAMAGED),
    "an entity without a document type": (docx(p("&a;")), DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_docx(content)
    assert str(raised.value) == reason


def spoken(markdown: str) -> list[str]:
    """The words of a letter's body in Markdown, without the marks of its notes."""
    body = markdown.split("\n---\n", 1)[1]
    body = re.sub(r"^(?:\[\^\d+\]:.*|\|[-| ]+)$|^#+ |^- |\[\^\d+\]|[|*]", "", body, flags=re.MULTILINE)
    return body.split()


def test_an_official_letter() -> None:
    document = read_docx((LETTERS / "kst-99521-7.docx").read_bytes())
    body = [line for line in document.lines if line.kind not in ("note", "furniture")]
    assert [word for line in body for word in line.text.split() if word != "|"] == spoken(
        (LETTERS / "kst-99521-7.md").read_text()
    )
    assert body[:8] == [
        Line(text, "paragraph", 0, None, number)
        for number, text in enumerate(
            [
                "Tweede Kamer der Staten-Generaal",
                "2",
                "Vergaderjaar 2021-2022",
                "99 521 Nederlandse deelname aan verzonnen vredesmissies",
                "27 925 Bestrijding internationaal terrorisme",
                "Nr. 7 BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN VOOR BUITENLANDSE HANDEL EN "
                "ONTWIKKELINGSSAMENWERKING",
                "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
                "Den Haag, 17 februari 2022",
            ],
            start=1,
        )
    ]
    assert [(line.level, line.text) for line in body if line.kind == "heading"] == [
        (1, "1. Inleiding"),
        (1, "2. Veiligheidssituatie"),
        (2, "Humanitaire situatie"),
        (1, "3. Nederlandse bijdrage"),
        (1, "4. Vervolgstappen"),
        (1, "VERSLAG RAAD BUITENLANDSE ZAKEN VAN 24 JANUARI 2022"),
        (1, "Sahel"),
        (1, "Afrikaanse Unie"),
    ]
    assert [line.text for line in document.lines if line.kind == "note"][3:] == [
        "Zie ook Aanhangsel Handelingen, vergaderjaar 2021–2022, nr. 3173.",
        "Handelingen II 2021/22, nr. 27, item 8.",
        "Kamerstuk 21 501-02, nr. 2462, d.d. 4 februari jl.",
    ]


def test_a_ministry_s_letter() -> None:
    """Frames in the margin stand where they are anchored; labels stand before what is beside them."""
    document = read_docx((LETTERS / "ministerie-verzonnen.docx").read_bytes())
    body = [line for line in document.lines if line.kind != "furniture"]
    head = "\n".join(line.text for line in document.lines if line.kind == "furniture")
    plain = (LETTERS / "ministerie-verzonnen.txt").read_text().replace(head, "").replace("-\n", "")
    assert [word for line in body for word in line.text.split()] == [word for word in plain.split() if word != "•"]
    texts = [line.text for line in body]
    address = texts.index("De Voorzitter van de Tweede Kamer")
    assert body[address : address + 4] == [
        Line(text, "paragraph", 0, None, body[address].number + offset)
        for offset, text in enumerate([texts[address], "der Staten-Generaal", "Binnenhof 4", "2513 AA Den Haag"])
    ]
    salutation = texts.index("Zeer geachte Voorzitter,")
    assert texts[salutation - 2 : salutation] == [
        "Datum 24 maart 2009",
        "Betreft Verzonnen stand van zaken ISAF en EUNAVFOR Atalanta",
    ]
    assert texts[-4:] == [
        "DE MINISTER VAN DEFENSIE,",
        "Drs. P.Q. van Verzinsel",
        "DE STAATSSECRETARIS VAN DEFENSIE,",
        "Mr. Dr. R.S.T. Bedacht",
    ]


@given(st.data())
def test_all_words_come_out_once(data: st.DataObject) -> None:
    """Whatever stands in what: each word is in one line, and in order but for what stands in a frame."""
    words = (f"w{number}" for number in count())
    body = data.draw(blocks(words))
    with suppress(Unreadable):  # no word was drawn
        assert_each_once(read_docx(docx(body)), body)


WRAPPERS = ("w:ins", "w:hyperlink", "w:smartTag", "w:moveTo")


@st.composite
def blocks(draw: st.DrawFn, words: Iterator[str], depth: int = 3) -> str:
    """Paragraphs, tables and content controls, in each other."""
    made = []
    for kind in draw(st.lists(st.sampled_from(["p", "p", "tbl", "sdt"] if depth else ["p"]), min_size=1, max_size=3)):
        if kind == "p":
            made.append(draw(paragraph(words, depth)))
        elif kind == "tbl":
            cells = [tc(draw(blocks(words, depth - 1))) for _ in range(draw(st.integers(1, 3)))]
            made.append(tbl(tr(*cells), tr(tc(p(next(words)))), properties=draw(st.sampled_from(["", GRID]))))
        else:
            made.append(f"<w:sdt><w:sdtContent>{draw(blocks(words, depth - 1))}</w:sdtContent></w:sdt>")
    return "".join(made)


@st.composite
def paragraph(draw: st.DrawFn, words: Iterator[str], depth: int) -> str:
    runs = [r(f"{next(words)} ", draw(st.sampled_from(["", BOLD]))) for _ in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        wrapper = draw(st.sampled_from(WRAPPERS))
        runs.append(f"<{wrapper}>{r(next(words))}</{wrapper}>")
    if depth and draw(st.booleans()):
        runs.append(forms(choice=f"<w:txbxContent>{draw(blocks(words, depth - 1))}</w:txbxContent>"))
    return p(*runs, properties=draw(st.sampled_from(["", item(1), item(3), '<w:outlineLvl w:val="1"/>'])))


def assert_each_once(document: Document, body: str) -> None:
    said = [word for line in document.lines for word in line.text.split() if word != "|"]
    assert sorted(said) == sorted(re.findall(r"w[0-9]+(?= ?</w:t>)", body))


WHOLE = docx(
    p("Een zin.", refer("footnote", 1)), footnotes=f'<w:footnote w:id="1">{p("Noot")}</w:footnote>', styles=STYLES
)


@given(st.binary(max_size=40), st.integers(0, len(WHOLE)), st.booleans())
def test_damage_gives_a_document_or_unreadable(noise: bytes, place: int, cut: bool) -> None:
    """The zip is not compressed, and its sums are not renewed: what is damaged is the zip."""
    with suppress(Unreadable):
        assert read_docx(WHOLE[:place] + noise + (b"" if cut else WHOLE[place + len(noise) :])).lines


BODY = p("een", properties=styled("Opsomming")) + tbl(tr(tc(p("twee", TAB, field("3"))))) + p(forms(choice=BOX))


@given(st.integers(0, len(BODY)), st.text(st.characters(codec="utf-8"), max_size=20), st.integers(0, 20))
def test_damaged_xml_gives_a_document_or_unreadable(place: int, noise: str, lost: int) -> None:
    with suppress(Unreadable):
        assert read_docx(docx(BODY[:place] + noise + BODY[place + lost :], styles=STYLES, numbering=NUMBERING)).lines


@given(st.lists(st.tuples(st.integers(min_value=0), st.integers(0, 7)), max_size=4), st.integers(min_value=0))
def test_flipped_bits_and_a_cut_give_a_document_or_unreadable(flips: list[tuple[int, int]], end: int) -> None:
    content = bytearray((LETTERS / "kst-99521-7.docx").read_bytes())
    for place, bit in flips:
        content[place % len(content)] ^= 1 << bit
    for damaged in (bytes(content), bytes(content[: end % len(content)])):
        with suppress(Unreadable):
            assert read_docx(damaged).lines
