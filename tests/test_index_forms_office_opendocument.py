"""An .odt -> a document: all that OpenDocument has between the words."""

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
from index.forms.office.opendocument import read_odt
from index.forms.office.word import read_docx

LETTERS = Path(__file__).parent / "letters"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)


TYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'


def odt(body: str, automatic: str = "", styles: str = "", masters: str = "", root: str = "office:text") -> bytes:
    """An .odt with this body, styles of its own (``automatic``), named ``styles`` and kinds of page."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", TYPE)
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><{root}>{body}</{root}></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{masters}</office:master-styles></office:document-styles>",
        )
    return file.getvalue()


def p(*inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{"".join(inside)}</text:p>'


def h(text: str, level: int = 1, style: str = "", more: str = "") -> str:
    return f'<text:h text:outline-level="{level}" text:style-name="{style}" {more}>{text}</text:h>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def styled(name: str, inside: str = "", family: str = "paragraph", more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{inside}</style:style>'


def look(attributes: str) -> str:
    return f"<style:text-properties {attributes}/>"


def frame(*inside: str) -> str:
    return f"<draw:frame><draw:text-box>{''.join(inside)}</draw:text-box></draw:frame>"


def note(*inside: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{''.join(inside)}</text:note-body></text:note>"
    )


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(*blocks: str, style: str = "") -> str:
    return f'<table:table-cell table:style-name="{style}">{"".join(blocks)}</table:table-cell>'


def kinds(document: Document) -> list[tuple[str, int, str]]:
    return [(line.kind, line.level, line.text) for line in document.lines]


BREAK = "<text:line-break/>"
BOX = frame(p("Datum"), p("17 februari 2022"))
BOXED = ["Datum", "17 februari 2022"]
LOOKS = (
    styled("Bold", look('fo:font-weight="bold"'), "text")
    + styled("Heavy", look('fo:font-weight="700"'), "text")
    + styled("Plain", look('fo:font-weight="normal"'), "text")
    + styled("Hidden", look('text:display="none"'), "text")
    + styled("HiddenP", look('text:display="none"'))
    + styled("Italic", look('fo:font-style="italic"'))
    + styled("Heir", more='style:parent-style-name="Italic"')
    + styled("Title_20_1", more='style:parent-style-name="Heading_20_1"')
    + styled("A", more='style:parent-style-name="B"')
    + styled("B", more='style:parent-style-name="A"')
    + styled("Page", '<style:paragraph-properties fo:break-before="page"/>')
    + styled("Master", more='style:master-page-name="Vervolg"')
    + styled("PageT", '<style:table-properties fo:break-before="page"/>', "table")
    + styled("Grid", '<style:table-cell-properties fo:border="0.5pt solid #000000"/>', "table-cell")
    + styled("Left", '<style:table-cell-properties fo:border-left="0.05pt solid #000000"/>', "table-cell")
    + styled("Rule", '<style:table-cell-properties fo:border-left="none" fo:border-top="1pt solid"/>', "table-cell")
)
INLINE = {
    "text and tails": (p("een", span(" vet", "Bold"), "<text:bookmark/> woord"), ["een vet woord"]),
    "spans in spans": (p(span(f"a{span('b', 'Plain')}c", "Bold"), "d"), ["abcd"]),
    "line breaks": (p(f"De Minister,{BREAK}K. Verzonnen"), ["De Minister,", "K. Verzonnen"]),
    "tab and spaces": (p("Datum<text:tab/>1<text:s text:c='900000'/>mei\n 2022"), ["Datum 1 mei 2022"]),
    "soft and hard": (p("mis\xadsies 29\xa0521"), ["mis\xadsies 29\xa0521"]),
    "link": (p("zie <text:a>de site</text:a>."), ["zie de site."]),
    "field": (p("blz. <text:page-number>4</text:page-number>"), ["blz. 4"]),
    "changes": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        f"</text:changed-region></text:tracked-changes>{p('een <text:change-start/>nieuwe<text:change-end/> zin')}",
        ["een nieuwe zin"],
    ),
    "comment": (p("een<office:annotation><text:p>weg</text:p></office:annotation> zin"), ["een zin"]),
    "comment of XML": (p("een<!-- weg --> zin<?x weg?>."), ["een zin."]),
    "hidden": (p("een", span(" weg", "Hidden"), " zin") + p("weg", style="HiddenP"), ["een zin"]),
    "hidden field": (p('een <text:variable-set text:display="none">weg</text:variable-set>zin'), ["een zin"]),
    "field that is shown": (p("een <text:variable-set>nieuwe</text:variable-set> zin"), ["een nieuwe zin"]),
    "hidden section": (f'<text:section text:display="none">{p("weg")}</text:section>{p("hier")}', ["hier"]),
    "section": (f"<text:section>{p('hier')}</text:section>", ["hier"]),
    "hidden paragraph": (p('<text:hidden-paragraph text:is-hidden="true"/>weg') + p("hier"), ["hier"]),
    "shown paragraph": (p('<text:hidden-paragraph text:is-hidden="false"/>hier'), ["hier"]),
    "picture": (p("<draw:frame><svg:title>Schip</svg:title><svg:desc>Een</svg:desc></draw:frame>Tekst"), ["Tekst"]),
    "text box": (p(f"Tek{BOX}st"), [*BOXED, "Tekst"]),
    "text box of the page": (BOX + p("Tekst"), [*BOXED, "Tekst"]),
    "shape": (p(f"<draw:custom-shape>{p('In de vorm')}</draw:custom-shape>Tekst"), ["In de vorm", "Tekst"]),
    "ruby": (p("<text:ruby-base>hier</text:ruby-base><text:ruby-text>weg</text:ruby-text>"), ["hier"]),
    "contents": (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>weg"
        f"</text:index-title-template></text:table-of-content-source><text:index-body>{p('Inleiding 1')}"
        "</text:index-body></text:table-of-content>",
        ["Inleiding 1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), INLINE.values(), ids=INLINE)
def test_what_stands_in_a_paragraph(body: str, lines: list[str]) -> None:
    assert [line.text for line in read_odt(odt(body, LOOKS)).lines] == lines


NAMED = (
    styled("Heading_20_1", more='style:display-name="Heading 1"')
    + styled("Kop_20_2", more='style:list-style-name=""')
    + styled("Titel")
)
HEADINGS = {
    "heading": (h("Inleiding", 3), ("heading", 3, "Inleiding")),
    "heading by its style": (p("Inleiding", style="Heading_20_1"), ("heading", 1, "Inleiding")),
    "based on a heading": (p("Inleiding", style="Title_20_1"), ("heading", 1, "Inleiding")),
    "level of the style": ('<text:h text:style-name="Kop_20_2">Mali</text:h>', ("heading", 2, "Mali")),
    "title": (p("Kamerbrief", style="Titel"), ("heading", 1, "Kamerbrief")),
    "far too deep": (h("Diep", 10**9), ("heading", 10, "Diep")),
    "bold span": (p(span("Mali", "Bold")), ("heading", 2, "Mali")),
    "heavy span": (p(span("Mali", "Heavy")), ("heading", 2, "Mali")),
    "italic by its style": (p("Mali", style="Heir"), ("heading", 3, "Mali")),
    "partly bold": (p(span("Ma", "Bold"), "li"), ("paragraph", 0, "Mali")),
    "bold and not": (p(span(f"Ma{span('li', 'Plain')}", "Bold")), ("paragraph", 0, "Mali")),
    "styles in a circle": (p("Mali", style="A"), ("paragraph", 0, "Mali")),
}


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading(body: str, expected: tuple[str, int, str]) -> None:
    assert kinds(read_odt(odt(body, LOOKS, NAMED))) == [expected]


OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
)


def test_numbered_headings() -> None:
    body = (
        h("een") + h("onder", 2) + h("kaal", 3) + h("zonder", 2, "Kop_20_2")
        + h("los", 2, more='text:is-list-header="true"') + h("nog", 2) + h("twee") + h("onder", 2)
    )  # fmt: skip
    assert [line.text for line in read_odt(odt(body, styles=NAMED + OUTLINE)).lines] == [
        "I. een", "I.1 onder", "kaal", "zonder", "los", "I.2 nog", "II. twee", "II.1 onder",
    ]  # fmt: skip


def level(depth: int, attributes: str, kind: str = "number") -> str:
    return f'<text:list-level-style-{kind} text:level="{depth}" {attributes}/>'


LISTS = (
    '<text:list-style style:name="L1">'
    + level(1, 'style:num-format="1" style:num-suffix="."')
    + level(2, 'style:num-format="a" style:num-prefix="(" style:num-suffix=")"')
    + level(3, 'style:num-format="i" text:display-levels="3" text:start-value="4"')
    + '</text:list-style><text:list-style style:name="L2">'
    + level(1, 'text:bullet-char="•"', "bullet")
    + level(2, 'style:num-format="A"')
    + level(3, 'style:num-format=""')
    + "</text:list-style>"
)


def list_(*items: str, style: str = "L1", more: str = "") -> str:
    name = f'text:style-name="{style}"' if style else ""
    return f"<text:list {name} {more}>{''.join(items)}</text:list>"


def item(*blocks: str, more: str = "") -> str:
    return f"<text:list-item {more}>{''.join(blocks)}</text:list-item>"


X = item(p("x"))
NUMBERED = {
    "levels begin anew": (
        list_(item(p("x"), list_(X, X, style="")), item(p("x"), list_(X, style=""))),
        [(1, "1. x"), (2, "(a) x"), (2, "(b) x"), (1, "2. x"), (2, "(a) x")],
    ),
    "numbers of levels above": (
        list_(item(p("x"), list_(item(p("x"), list_(X))))), [(1, "1. x"), (2, "(a) x"), (3, "1.a.iv x")],
    ),
    "a level that was skipped": (list_(item(list_(X, X))), [(2, "(a) x"), (2, "(b) x")]),
    "a list begins anew": (list_(X) + list_(X), [(1, "1. x"), (1, "1. x")]),
    "goes on": (
        list_(X) + p("tussen") + list_(X, more='text:continue-numbering="true"'),
        [(1, "1. x"), (0, "tussen"), (1, "2. x")],
    ),
    "goes on with another": (
        list_(X, more='xml:id="een"') + list_(X) + list_(X, more='text:continue-list="een"'),
        [(1, "1. x"), (1, "1. x"), (1, "2. x")],
    ),
    "sublist that goes on": (
        list_(item(list_(X), p("x"), list_(X, more='text:continue-numbering="true"'))),
        [(2, "(a) x"), (1, "1. x"), (2, "(a) x")],
    ),
    "starts elsewhere": (list_(item(p("x"), more='text:start-value="7"'), X), [(1, "7. x"), (1, "8. x")]),
    "bullets and capitals": (list_(item(p("x"), list_(X)), style="L2"), [(1, "x"), (2, "(a) x")]),
    "a second paragraph": (list_(item(p("x"), p("en y")), X), [(1, "1. x"), (0, "en y"), (1, "2. x")]),
    "a header": (list_(f"<text:list-header>{p('kop')}</text:list-header>", X), [(0, "kop"), (1, "1. x")]),
    "no mark": (list_(item(list_(item(list_(X, style="")), style="")), style="L2"), [(0, "x")]),
    "unknown style": (list_(X, style="kwijt"), [(1, "x")]),
    "a number that is written already": (list_(item(p("<text:number>1.</text:number>x"))), [(1, "1. x")]),
    "in a heading": (list_(item(h("kop", 2)), X), [(2, "1. kop"), (1, "2. x")]),
    "a frame in an item": (list_(item(p(frame(p("los")), "x")), X), [(0, "los"), (1, "1. x"), (1, "2. x")]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), NUMBERED.values(), ids=NUMBERED)
def test_a_list(body: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.level, line.text) for line in read_odt(odt(body, LISTS)).lines] == expected


def test_notes_in_the_order_of_their_references() -> None:
    body = p("Een", note(p("Noot"), list_(item(p("slot")))), " zin", note(p("Eindnoot"), kind="endnote"), ".")
    body += table(row(cell(p("a", note(p("bij a")))), cell(p("b"), style="Grid")))
    assert read_odt(odt(body, LOOKS + LISTS)).lines == (
        Line("Een zin.", "paragraph", 0, None, 1),
        Line("a | b", "row", 0, None, 2),
        Line("Noot 1. slot", "note", 0, None, 1),
        Line("Eindnoot", "note", 0, None, 1),
        Line("bij a", "note", 0, None, 2),
    )


ROW, LINE = [("row", 0, "Datum | 1 mei")], [("paragraph", 0, "Datum 1 mei")]


@pytest.mark.parametrize(
    ("style", "expected"), [("Grid", ROW), ("Left", ROW), ("Rule", LINE), ("", LINE), ("kwijt", LINE)]
)
def test_the_lines_of_a_table(style: str, expected: list[tuple[str, int, str]]) -> None:
    body = table(row(cell(p("Datum"), style=style), cell(p("1 mei"))))
    assert kinds(read_odt(odt(body, LOOKS))) == expected


def test_merged_cells_hidden_rows_and_a_table_in_a_table() -> None:
    covered = f"<table:covered-table-cell>{p('weg')}</table:covered-table-cell>"
    body = table(
        f"<table:table-header-rows>{row(cell(p('Missies'), style='Grid'), covered)}</table:table-header-rows>",
        row(cell(p("Mali")), cell(p("MINUSMA"), p("Takuba"))),
        row(cell(p("weg")), more='table:visibility="collapse"'),
        row(cell(p("Irak")), cell(table(row(cell(p("a"), style="Grid"), cell(p("b")))), p(""))),
    )
    assert read_odt(odt(body, LOOKS)).lines == (
        Line("Missies |", "row", 0, None, 1),
        Line("Mali | MINUSMA Takuba", "row", 0, None, 2),
        Line("Irak | a | b", "row", 0, None, 3),
    )


SOFT = "<text:soft-page-break/>"
PAGES = {
    "as it was laid out": (p("a") + SOFT + p("b ", SOFT, "c") + p("d"), [("a", 1), ("b c", 2), ("d", 3)]),
    "as its writer asked for": (
        p("a", style="Page") + p("b", style="Page") + p("c", style="Master"), [("a", 1), ("b", 2), ("c", 3)],
    ),
    "a table on a new page": (
        p("a") + table(row(cell(p("b")))).replace("<table:table>", '<table:table table:style-name="PageT">'),
        [("a", 1), ("b", 2)],
    ),
    "unknown": (p("a", style="Master") + p("b"), [("a", None), ("b", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PAGES.values(), ids=PAGES)
def test_pages(body: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(line.text, line.page) for line in read_odt(odt(body, LOOKS)).lines] == expected


def test_running_heads_and_feet() -> None:
    masters = (
        f"<style:master-page><style:header>{p('Ministerie', BREAK, 'van Defensie')}</style:header>"
        f"<style:header-first>{p('Voorblad')}</style:header-first>"
        f'<style:footer style:display="false">{p("weg")}</style:footer><!-- leeg --></style:master-page>'
        f"<style:master-page><style:header>{p('Ministerie', BREAK, 'van Defensie')}</style:header>"
        f"<style:footer-left>{table(row(cell(p('Pagina')), cell(p('2'))))}</style:footer-left></style:master-page>"
    )
    assert read_odt(odt(p("Tekst"), masters=masters)) == Document(
        (
            Line("Ministerie", "furniture"),
            Line("van Defensie", "furniture"),
            Line("Voorblad", "furniture"),
            Line("Tekst", "paragraph", 0, None, 1),
            Line("Pagina 2", "furniture"),
        )
    )


@pytest.mark.parametrize(("name", "content"), [("mimetype", f"{TYPE}\n"), ("META-INF/manifest.xml", MANIFEST)])
def test_a_file_without_styles(name: str, content: str) -> None:
    """Its type is said with a line end, or only in the manifest."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(odt(p("Tekst")))) as whole, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", whole.read("content.xml"))
        archive.writestr(name, content)
    assert kinds(read_odt(file.getvalue())) == [("paragraph", 0, "Tekst")]


NO_TEXT = "bevat geen tekst; staat de brief er als afbeelding in, zet hem dan met OCR om naar tekst"
DAMAGED = "is beschadigd of onvolledig; open het in LibreOffice of Word en sla het opnieuw op"
REFUSED = {
    "no text": (odt(p("") + p("<text:s/>")), NO_TEXT),
    "no body": (odt(p("a"), root="office:drawing"), NO_TEXT),
    "no content": (odt("").replace(b"content.xml", b"inhoud!.xml"), DAMAGED),
    "nested too deeply": (odt("<text:section>" * 200_000 + "</text:section>" * 200_000), DAMAGED),
    "no XML": (odt("<text:p>"), DAMAGED),
    "no number": (odt('<text:h text:outline-level="x">a</text:h>'), DAMAGED),
    "an item without a list": (odt(item(p("a"))), DAMAGED),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_odt(content)
    assert str(raised.value) == reason


@pytest.mark.parametrize("name", ["kst-99521-7", "ministerie-verzonnen"])
def test_it_says_what_the_same_letter_says_in_word(name: str) -> None:
    """But for the pages, which only LibreOffice's own form tells, and their numbers in the feet."""
    says, word_says = (
        [
            line._replace(
                page=None, text=re.sub("[0-9]+(?:/[0-9]+)?$", "", line.text) if line.kind == "furniture" else line.text
            )
            for line in document.lines
        ]
        for document in (
            read_odt((LETTERS / f"{name}.odt").read_bytes()),
            read_docx((LETTERS / f"{name}.docx").read_bytes()),
        )
    )
    assert says == word_says


@given(st.data())
def test_all_words_come_out_once(data: st.DataObject) -> None:
    """Whatever stands in what: each word is in one line."""
    body = data.draw(blocks(f"w{number}" for number in count()))
    with suppress(Unreadable):  # no word was drawn
        said = [word for line in read_odt(odt(body, LOOKS + LISTS)).lines for word in line.text.split()]
        words = [word for word in said if re.fullmatch(r"w[0-9]+", word)]
        assert sorted(words) == sorted(re.findall(r"\bw[0-9]+", body))


@st.composite
def blocks(draw: st.DrawFn, words: Iterator[str], depth: int = 3) -> str:
    """Paragraphs, lists, sections and tables, in each other."""
    made = []
    for kind in draw(
        st.lists(st.sampled_from(["p", "p", "table", "list"] if depth else ["p"]), min_size=1, max_size=3)
    ):
        if kind == "p":
            made.append(draw(paragraph(words, depth)))
        elif kind == "list":
            made.append(
                f"<text:section>{list_(item(draw(blocks(words, depth - 1))), item(p(next(words))))}</text:section>"
            )
        else:
            style = draw(st.sampled_from(["", "Grid"]))
            cells = [cell(draw(blocks(words, depth - 1)), style=style) for _ in range(draw(st.integers(1, 3)))]
            made.append(table(row(*cells), row(cell(p(next(words))))))
    return "".join(made)


@st.composite
def paragraph(draw: st.DrawFn, words: Iterator[str], depth: int) -> str:
    parts = [span(f"{next(words)} ", draw(st.sampled_from(["", "Bold"]))) for _ in range(draw(st.integers(0, 3)))]
    if depth and draw(st.booleans()):
        around = draw(st.sampled_from([frame, note]))
        parts.append(around(draw(blocks(words, depth - 1))))
    return h("".join(parts)) if draw(st.booleans()) else p(*parts)


BODY = p(span("een", "Bold"), note(p("Noot"))) + table(row(cell(p("twee<text:tab/>")))) + list_(X) + p(BOX) + h("kop")
WHOLE = odt(BODY, LOOKS + LISTS, NAMED + OUTLINE)


@given(st.binary(max_size=40), st.integers(0, len(WHOLE)), st.booleans())
def test_damage_gives_a_document_or_unreadable(noise: bytes, place: int, cut: bool) -> None:
    """The zip is not compressed, and its sums are not renewed: what is damaged is the zip."""
    with suppress(Unreadable):
        assert read_odt(WHOLE[:place] + noise + (b"" if cut else WHOLE[place + len(noise) :])).lines


@given(st.integers(0, len(BODY)), st.text(st.characters(codec="utf-8"), max_size=20), st.integers(0, 20))
def test_damaged_xml_gives_a_document_or_unreadable(place: int, noise: str, lost: int) -> None:
    with suppress(Unreadable):
        assert read_odt(odt(BODY[:place] + noise + BODY[place + lost :], LOOKS + LISTS, NAMED + OUTLINE)).lines


@given(st.lists(st.tuples(st.integers(min_value=0), st.integers(0, 7)), max_size=4), st.integers(min_value=0))
def test_flipped_bits_and_a_cut_give_a_document_or_unreadable(flips: list[tuple[int, int]], end: int) -> None:
    content = bytearray((LETTERS / "kst-99521-7.odt").read_bytes())
    for place, bit in flips:
        content[place % len(content)] ^= 1 << bit
    for damaged in (bytes(content), bytes(content[: end % len(content)])):
        with suppress(Unreadable):
            assert read_odt(damaged).lines
