"""Where the cells of tables stand: the same table in every form, and spans that are absurd."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Document
from index.forms.grid import Layout, Span, count_in, laid_out, row_text
from index.forms.markup.official_xml import read_official_xml
from index.forms.markup.site_html import read_site_html
from index.forms.office.opendocument import read_odt
from index.forms.office.word import read_docx
from tests.minimal import minimal_docx, minimal_odt, open_document, word_document, word_paragraph

RUNNING = "Hierbij informeer ik u over de verzonnen inzet van Nederlandse militairen in het verzonnen gebied. " * 3
ROWS = ["Missie | Inzet | | Jaar", "| 2021 | 2022 |", "Mali | 1 | | 3", "Totaal | | 67 |", "| a | b |"]
"""The table below; ``Missie`` and ``Jaar`` reach over two rows, as do ``Totaal`` and what is beside it."""

HTML = """<table><thead><tr><th rowspan=2>Missie<th colspan=2>Inzet<th rowspan=2>Jaar<tr><th>2021<th>2022</thead>
<tr><td>Mali<td>1<td><td>3<tr><td colspan=2>Totaal<td>67<td><tr><td><td>a<td>b<td></table>"""

XML = """<table><tgroup cols="4"><colspec colname="m"/><colspec colname="a"/><colspec colname="b"/>
<colspec colnum="4" colname="j"/><spanspec spanname="inzet" namest="a" nameend="b"/>
<thead><row><entry morerows="1">Missie</entry><entry spanname="inzet">Inzet</entry>
<entry morerows="1">Jaar</entry></row>
<row><entry>2021</entry><entry>2022</entry></row></thead>
<tbody><row><entry>Mali</entry><entry>1</entry><entry colname="j">3</entry></row>
<row><entry namest="m" nameend="a">Totaal</entry><entry>67</entry></row>
<row><entry colname="a">a</entry><entry>b</entry></row></tbody></tgroup></table>"""


def word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"


def word_row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


TWO, BEGINS, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
WORD = (
    "<w:tbl>"
    + word_row(word_cell("Missie", BEGINS), word_cell("Inzet", TWO), word_cell("Jaar", BEGINS))
    + word_row(word_cell("", GOES_ON), word_cell("2021"), word_cell("2022"), word_cell("", GOES_ON))
    + word_row(*map(word_cell, ["Mali", "1", "", "3"]))
    + word_row(word_cell("Totaal", TWO), word_cell("67"), word_cell(""))
    + word_row(word_cell("a"), word_cell("b"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    + "</w:tbl>"
)


def text_cell(text: str, spans: str = "") -> str:
    return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"


def text_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


WIDE, HIGH = 'table:number-columns-spanned="2"', 'table:number-rows-spanned="2"'
COVERED = "<table:covered-table-cell/>"
TEXT = (
    "<table:table>"
    + text_row(text_cell("Missie", HIGH), text_cell("Inzet", WIDE), COVERED, text_cell("Jaar", HIGH))
    + text_row(COVERED, text_cell("2021"), text_cell("2022"), COVERED)
    + text_row(*map(text_cell, ["Mali", "1", "", "3"]))
    + text_row(text_cell("Totaal", WIDE), COVERED, text_cell("67"), text_cell(""))
    + text_row(*map(text_cell, ["", "a", "b", ""]))
    + "</table:table>"
)
ABOVE = f"<text:p>{RUNNING}</text:p>"
TABLES = {
    "html": read_site_html(f"<p>{RUNNING}</p>{HTML}".encode()),
    "xml": read_official_xml(f"<kamerstuk><al>{RUNNING}</al>{XML}</kamerstuk>".encode()),
    "docx": read_docx(minimal_docx(word_document(word_paragraph(RUNNING) + WORD))),
    "odt": read_odt(minimal_odt(open_document(ABOVE + TEXT))),
    "odt without covered cells": read_odt(minimal_odt(open_document(ABOVE + TEXT.replace(COVERED, "")))),
}


@pytest.mark.parametrize("document", TABLES.values(), ids=TABLES)
def test_the_same_table_in_every_form(document: Document) -> None:
    assert [line.text for line in document.lines if line.kind == "row"] == ROWS


LAYOUTS: dict[str, tuple[list[list[Span]], Layout]] = {
    "nothing": ([], Layout([], 0)),
    "an empty row": ([[], [Span()]], Layout([[], [0]], 1)),
    "columns that no cell begins in": ([[Span(4), Span()], [Span(4), Span()]], Layout([[0, 1], [0, 1]], 2)),
    "absurd": ([[Span(10**9, 10**9), Span()], [Span()]], Layout([[0, 1], [1]], 2)),
    "wider than what covers": ([[Span()] * 60, [Span(column=10**9)]], Layout([[*range(60)], [50]], 50)),
    "back": ([[Span(), Span(column=3), Span(column=1)]], Layout([[0, 1, 2]], 3)),
    "covered": ([[Span(2), Span(covered=True), Span()], [Span(2, covered=True), Span()]], Layout([[0, 1], [1]], 2)),
}


@pytest.mark.parametrize(("rows", "layout"), LAYOUTS.values(), ids=LAYOUTS)
def test_layout(rows: list[list[Span]], layout: Layout) -> None:
    assert laid_out(rows) == layout


COUNTS = st.integers(1, 60)
SPANS = st.builds(Span, COUNTS, COUNTS, st.integers(0, 60), st.booleans())


@given(st.lists(st.lists(SPANS, max_size=8), max_size=8))
def test_cells_stand_behind_each_other(rows: list[list[Span]]) -> None:
    layout = laid_out(rows)
    assert [len(row) for row in layout.rows] == [sum(not span.covered for span in row) for row in rows]
    assert all(row == sorted(set(row)) for row in layout.rows)
    assert {column for row in layout.rows for column in row} >= {*range(layout.width)}


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["Totaal", "", "67"], "Totaal | | 67"),
        (["", "b", "2"], "| b | 2"),
        (["a", ""], "a |"),
        (["a", "", ""], "a | |"),
        (["", ""], ""),
        ([], ""),
        (["1\xa0000", "x"], "1\xa0000 | x"),
    ],
    ids=repr,
)
def test_row_text(cells: list[str], text: str) -> None:
    assert row_text(cells) == text


@pytest.mark.parametrize(
    ("value", "count"),
    [(None, 1), ("", 1), ("0", 1), ("-2", 1), ("x", 1), ("3", 3), (" 2%", 2), ("9" * 5000, 999_999)],
    ids=lambda value: str(value)[:6],
)
def test_count(value: str | None, count: int) -> None:
    assert count_in(value) == count


def test_absurd_spans_cost_no_time() -> None:
    begin = time.perf_counter()
    read_site_html(
        f"<p>{RUNNING}</p><table>{'<tr><td colspan=999999999 rowspan=999999999>a<td>b' * 5000}</table>".encode()
    )
    assert time.perf_counter() - begin < 2
