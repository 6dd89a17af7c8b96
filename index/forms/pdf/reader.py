"""A PDF -> its document: the words of each page and where they stand, as PDFium gives them, laid out as lines again."""

import ctypes
import re
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from index.forms.document import Document, Unreadable
from index.forms.pdf.text import document_lines
from index.forms.pdf.words import BOLD, ITALIC, Page, Rule, Word

MAX_PAGES: Final = 400
MAX_SIGNS: Final = 5_000_000
MAX_SIGNS_ON_PAGE: Final = 100_000

_SIGNS: Final[Mapping[int, str]] = {
    **{code: bytes([code]).decode("cp1252", errors="replace") for code in range(0x80, 0xA0)},
    **dict.fromkeys((0x02, 0xFFFE), "-"),  # what PDFium makes of a hyphen at the end of a line
    **dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F), " "),
    **dict.fromkeys((0xF0B7, 0xF0D8), "•"),  # as the fonts Symbol and Wingdings have it, and the next two
    0xF0A7: "▪",
    0xF02D: "–",
    0x00: "\ufffd",
}
"""Code point as PDFium gives it -> sign."""
_UTF_32: Final = f"utf-32-{sys.byteorder[0]}e"
_RUN: Final = re.compile(r"\S+")
_UNKNOWN: Final = re.compile("[\ufffd\ue000-\uf8ff]")
_SUPERSCRIPT: Final = re.compile("([⁰¹²³⁴-⁹]+)")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED: Final = 0.6, 0.35
"""Size of a superscript digit, and how high it stands, by the size of its line."""

_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|oblique|[a-z]It\b", re.IGNORECASE)
_ITALIC_FLAG: Final = 1 << 6
_BOLD_FLAG: Final = 1 << 18
_LARGEST: Final = 1000.0  # points, of letters
_UPRIGHT: Final = 0.05  # slope; what stands more askew is no line of the page

_GAP: Final = 0.15
"""A wider gap between two letters parts words; by the size of the letters, as all that follow."""
_THIN: Final = 3.0  # points; a rule is no thicker
_BOX_SEGMENTS: Final = 6  # more make a drawing
_MAX_PATHS: Final = 3000  # on a page; more make a drawing, too

_TURNS: Final[Mapping[int, tuple[int, int, int, int]]] = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
"""The degrees that a page is turned clockwise when shown -> the matrix (a, b, c, d) that does it."""


def _by_address(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium that takes plain addresses: for calls sign by sign, which take most of the time."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_sign: Final = _by_address(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_box: Final = _by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_text_object: Final = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class _Box(NamedTuple):
    """A part of the plane that a page is on."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, across: float, upward: float) -> bool:
        return self.left <= across <= self.right and self.bottom <= upward <= self.top


class _Look(NamedTuple):
    """How the letters of one text object look, and the line that they stand on, up from the page's origin."""

    base: float
    size: float
    style: int
    hidden: bool


def read_pdf(content: bytes) -> Document:
    """The text of a PDF (ISO 32000), line by line as it is laid out; its notes, headings, items and tables whole.

    Raises `Unreadable` when it is damaged, locked with a password, a scan without text, or too big.
    """
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            if len(pdf) > MAX_PAGES:
                raise Unreadable(
                    f"heeft {len(pdf)} bladzijden, meer dan {MAX_PAGES}; splits het en voeg de brief zelf toe"
                )
            pages = list(_pages(pdf))
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_trouble(error)) from error
    _check_text(pages)
    return Document(tuple(document_lines(pages)))


def _trouble(error: pypdfium2.PdfiumError) -> str:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return "is beveiligd met een wachtwoord; sla het op zonder wachtwoord"
    return "is beschadigd of geen PDF; haal het opnieuw op, of open het en sla het opnieuw op als PDF"


def _check_text(pages: list[Page]) -> None:
    """Raises `Unreadable` when the pages have no text, or signs that say nothing."""
    words = [word.text for page in pages for word in page.words]
    if not words:
        raise Unreadable(
            "is een scan zonder tekstlaag; maak er tekst van met: ocrmypdf -l nld INVOER.pdf UITVOER.pdf",
        )
    text = "".join(words)
    if 2 * len(_UNKNOWN.findall(text)) > len(text):
        raise Unreadable(
            "heeft letters zonder betekenis; maak er tekst van met: ocrmypdf --force-ocr -l nld INVOER.pdf UITVOER.pdf"
        )


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[Page]:
    signs = 0
    for page in pdf:
        shown = _upright(page)
        textpage = page.get_textpage()
        count = textpage.count_chars()
        signs += count
        if signs > MAX_SIGNS or count > MAX_SIGNS_ON_PAGE:
            raise Unreadable("heeft te veel tekens voor een brief; splits het en voeg de brief zelf toe")
        words = tuple(_placed(_words(textpage), shown))
        rules = tuple(_placed_rules(_rules(page.raw), shown))
        textpage.close()
        page.close()
        yield Page(words, rules, shown.right - shown.left, shown.top - shown.bottom)


def _placed(words: Iterable[Word], shown: _Box) -> Iterator[Word]:
    """The words that are on the page that is shown, from its left and down from its top."""
    farthest = 2 * shown.right - shown.left
    for word in words:
        if shown.holds(word.left, word.base) and word.left <= word.right < farthest:
            yield word._replace(left=word.left - shown.left, right=word.right - shown.left, base=shown.top - word.base)


def _placed_rules(rules: Iterable[Rule], shown: _Box) -> Iterator[Rule]:
    for left, top, right, bottom in rules:
        if shown.holds(left, top) and shown.holds(right, bottom):
            yield Rule(left - shown.left, shown.top - top, right - shown.left, shown.top - bottom)


def _upright(page: pypdfium2.PdfPage) -> _Box:
    """Turns what is on the page as it is shown; what is shown then."""
    left, bottom, right, top = page.get_bbox()
    turn = _TURNS.get(page.get_rotation())
    if not turn:
        return _Box(left, bottom, right, top)
    page.set_rotation(0)
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        pdfium.FPDFPageObj_Transform(pdfium.FPDFPage_GetObject(page.raw, number), *turn, 0, 0)
    a, b, c, d = turn
    across = sorted(a * x + c * y for x, y in ((left, bottom), (right, top)))
    upward = sorted(b * x + d * y for x, y in ((left, bottom), (right, top)))
    return _Box(across[0], upward[0], across[1], upward[1])


def _words(textpage: pypdfium2.PdfTextPage) -> list[Word]:
    """The words of a page in the order of the file, ``base`` up from the page's origin; no askew and no hidden ones.

    Hidden words are kept where they are the better part of the text: the text of a scan.
    """
    raw, count = textpage.raw, textpage.count_chars()
    page = ctypes.cast(raw, ctypes.c_void_p).value
    codes = array("I", map(_sign, repeat(page, count), range(count)))
    text = codes.tobytes().decode(_UTF_32, errors="replace").translate(_SIGNS)
    boxes = (pdfium.FS_RECTF * count)()
    begin, size = ctypes.addressof(boxes), ctypes.sizeof(pdfium.FS_RECTF)
    deque(map(_box, repeat(page), range(count), range(begin, begin + count * size, size)), maxlen=0)
    sides = array("f", bytes(boxes))  # left, top, right and bottom of each
    lefts, rights = sides[0::4].tolist(), sides[2::4].tolist()
    looks: dict[int | None, _Look | None] = {}
    words: dict[bool, list[Word]] = {False: [], True: []}
    for run in _RUN.finditer(text):
        for start, end, text_object in _object_spans(page, *run.span()):
            if text_object not in looks:
                looks[text_object] = _look(raw, start)
            if look := looks[text_object]:
                spaced = start == run.start() and start > 0 and rights[start - 1] > lefts[start - 1]
                words[look.hidden].extend(_parted(text[start:end], lefts[start:end], rights[start:end], look, spaced))
    return words[False] if len(words[False]) >= len(words[True]) else words[False] + words[True]


def _object_spans(page: int | None, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
    """The parts of a run of signs that belong to one text object each, and that object."""
    first, last = _text_object(page, start), _text_object(page, end - 1)
    if first != last:
        before, begin = first, start
        for number in range(start + 1, end):
            if (after := _text_object(page, number)) != before:
                yield begin, number, before
                before, begin = after, number
        start = begin
    yield start, end, last


def _look(raw: Any, number: int) -> _Look | None:
    """How a sign looks; None for one that stands askew."""
    matrix, across, base = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    text_object = pdfium.FPDFText_GetTextObject(raw, number)
    pdfium.FPDFText_GetMatrix(raw, number, matrix)
    pdfium.FPDFText_GetCharOrigin(raw, number, across, base)
    nominal = pdfium.FPDFText_GetFontSize(raw, number)
    size = abs(nominal * matrix.d)
    is_upright = nominal * matrix.a > 0 and abs(matrix.b) < _UPRIGHT * abs(matrix.a)
    if not text_object or not is_upright or not 0 < size < _LARGEST:
        return None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
    style = _style(pdfium.FPDFTextObj_GetFont(text_object))
    if mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
        style |= BOLD
    return _Look(base.value, size, style, mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _style(font: Any) -> int:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    known, flags = name.value.decode("latin-1"), max(pdfium.FPDFFont_GetFlags(font), 0)
    bold = flags & _BOLD_FLAG or _BOLD.search(known)
    italic = flags & _ITALIC_FLAG or _ITALIC.search(known)
    return (BOLD if bold else 0) | (ITALIC if italic else 0)


def _parted(text: str, lefts: list[float], rights: list[float], look: _Look, spaced: bool) -> Iterator[Word]:
    """A run of signs as words: parted where a gap is, and around superscript digits."""
    gap, begin = _GAP * look.size, 0
    ends = {number for number in range(1, len(text)) if lefts[number] - rights[number - 1] > gap}
    ends.update(end for match in _SUPERSCRIPT.finditer(text) for end in match.span() if end)
    for end in sorted({*ends, len(text)}):
        word = Word(
            text[begin:end], lefts[begin], rights[end - 1], look.base, look.size, look.style, spaced and not begin
        )
        yield _raised(word) if _SUPERSCRIPT.match(word.text) else word
        begin = end


def _raised(word: Word) -> Word:
    """Superscript digits as plain ones that are small and stand high."""
    size, rise = _RAISED
    return word._replace(text=word.text.translate(_DIGITS), base=word.base + rise * word.size, size=size * word.size)


def _rules(raw: Any) -> Iterator[Rule]:
    """The straight lines that are drawn on a page, up from its origin: ``top`` is the higher one."""
    count = pdfium.FPDFPage_CountObjects(raw)
    paths = [
        path
        for number in range(count)
        if pdfium.FPDFPageObj_GetType(path := pdfium.FPDFPage_GetObject(raw, number)) == pdfium.FPDF_PAGEOBJ_PATH
    ]
    if len(paths) > _MAX_PATHS:
        return
    sides = [ctypes.c_float() for _ in range(4)]
    for path in paths:
        if not pdfium.FPDFPageObj_GetBounds(path, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        if min(right - left, top - bottom) <= _THIN:
            yield Rule(left, top, right, bottom)
        elif pdfium.FPDFPath_CountSegments(path) <= _BOX_SEGMENTS and _is_stroked(path):
            yield from (Rule(left, top, right, top), Rule(left, bottom, right, bottom))
            yield from (Rule(left, top, left, bottom), Rule(right, top, right, bottom))


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(stroke.value)
