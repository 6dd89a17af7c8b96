"""A saved web page with a letter -> a `Document`: a page of officielebekendmakingen.nl, or any other HTML."""

import codecs
import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from index.forms.document import Document, Line, Unreadable
from index.forms.markup.metadata import fields_of, meta_entries
from index.forms.markup.parsing import found, length, single_spaced, write
from index.forms.markup.site_lines import as_in_paper, is_letter, subject_in
from index.forms.markup.site_page import Page, order_signatures
from index.forms.text import decoded

_CHARSET: Final = re.compile(
    rb"""(?:<meta\s[^>]{0,200}?charset|<\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_CODECS: Final = MappingProxyType(
    {"ascii": "cp1252", "iso8859-1": "cp1252"}  # as browsers do
    | {name: name for name in ("cp1252", "iso8859-15", "cp437", "cp850", "mac-roman")}
)
"""Encodings, other than Unicode, that a page may name -> those that it is read in."""
_PICTURE: Final = re.compile(r";base64,[A-Za-z0-9+/=%]+")
_LAST: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The ends behind which libxml2 puts nothing into the page any more."""
_END: Final = "<hr id='kbsearch-end'>"
"""Put behind a page: it is no element where an open quotation mark, comment or script swallows the rest."""
_END_FOUND: Final = ".//hr[@id='kbsearch-end']"
_FATAL: Final = etree.ErrorLevels.FATAL

_PLACES: Final = (
    ".//*[@id='broodtekst']",  # officielebekendmakingen.nl; its older pages have the second
    ".//*[@id='main-column']",
    ".//main | .//*[@role='main']",
    ".//article",
    ".//*[@id='content']",
    ".//body",
)
"""Where the text of a page is, the narrower places first; of several of a kind, it is the longest."""
_LEAST: Final = 100  # signs; a place with less is not that of the text
_PARTS: Final = ".//*[@id='noten'] | .//h1[contains(@class, 'dossiertitel')]"

_RESULT_LISTS: Final = ".//*[@id='PublicatieList'] | .//*[contains(@class, 'zoek-resulaten')]"
_ERROR: Final = re.compile(
    r"\b(?:fout ?)?404\b|niet gevonden|not found|\bfoutmelding\b|niet beschikbaar", re.IGNORECASE
)
_RESULTS: Final = re.compile(r"\bzoekresultaten|\bresultaten\b|search results", re.IGNORECASE)
_LINKS: Final = 0.5  # share of a page's text; with more, it leads to letters
_RUNNING: Final = 80  # signs; a page without a line so long has no running text
_STEP: Final = "open de brief zelf in de browser en bewaar die pagina"


def read_site_html(content: bytes) -> Document:
    """The head, the text, the signatures and the notes of the letter in a page, without what stands around it.

    Fields are those that officielebekendmakingen.nl gives in the head of its pages. Raises `Unreadable` for a page
    without a letter, and for one of which text would be lost: nested too deeply, or cut off within an element.
    """
    root = _parsed(_text(content))
    place = _place(root)
    order_signatures(place)
    page = Page(place)
    write(place, page.open, page.writer)
    written = page.writer.finished()
    lines = as_in_paper(written)
    _, *names = map(str.strip, _title(root).split("|"))  # of the site
    headings = {line.text for line in written if (line.kind, line.level) == ("heading", 1)}.difference(names)
    _check(root, lines, page.linked)
    return Document(tuple(lines), subject_in(lines, headings) | _fields(root), tuple(page.writer.references))


def _text(content: bytes) -> str:
    """The text of a page: Unicode when it is valid, else in the encoding that it names, else in one that is guessed.

    A page that is valid UTF-8 is taken for that: a browser that saves a page may leave what it said.
    """
    if (named := _CHARSET.search(content[:4096])) and b"\0" not in content:
        codec = _CODECS.get(_codec_name(named[1]))
        if codec and not _is_utf_8(content):
            return content.decode(codec, errors="replace")
    return decoded(content).text


def _codec_name(name: bytes) -> str:
    try:
        return codecs.lookup(name.decode("ascii", errors="replace")).name
    except LookupError:
        return ""


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parsed(text: str) -> etree._Element:
    """The root of a page. Raises `Unreadable` where libxml2 would leave out what follows."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    page = _LAST.sub("", _PICTURE.sub("", text)) + _END
    root: etree._Element | None = etree.fromstring(page.encode(), parser)
    if any(entry.level >= _FATAL for entry in parser.error_log):
        raise Unreadable(
            "is te diep genest of heeft te lange stukken zonder einde, zodat tekst verloren zou gaan; "
            "open de pagina in een browser of in LibreOffice en bewaar haar opnieuw"
        )
    if root is None or not found(root, _END_FOUND):
        raise Unreadable(
            "breekt af midden in een element, of heeft een commentaar of script zonder einde, zodat tekst verloren zou "
            "gaan; bewaar de pagina opnieuw"
        )
    return root


def _place(root: etree._Element) -> etree._Element:
    """The element with the text; where the notes or the dossier stand outside of it, the one that holds them all."""
    places = (max(elements, key=length) for path in _PLACES if (elements := found(root, path)))
    place = next((element for element in places if length(element) >= _LEAST), root)
    for part in found(root, _PARTS):
        around = {part, *part.iterancestors()}
        while place not in around and (parent := place.getparent()) is not None:
            place = parent
    return place


def _fields(root: etree._Element) -> dict[str, Any]:
    """What the head of an official page gives; other sites describe the page there, not the letter."""
    fields = fields_of(meta_entries(root))
    return fields if "id" in fields else {}


def _title(root: etree._Element) -> str:
    return single_spaced(root.findtext(".//title") or "")


def _check(root: etree._Element, lines: Sequence[Line], linked: int) -> None:
    """Raises `Unreadable` for a page without a letter."""
    shown = [line for line in lines if line.kind != "furniture"]
    title = _title(root)
    about = " ".join([title, *(line.text for line in shown[:3])])
    has_letter = is_letter(shown)
    if not has_letter and _ERROR.search(about):
        raise Unreadable(f"is een foutpagina (‘{title[:60]}’) en geen brief; {_STEP}")
    share = linked / max(sum(len(line.text) for line in shown), 1)
    if found(root, _RESULT_LISTS) or share > _LINKS or (share > _LINKS / 2 and _RESULTS.search(about)):
        raise Unreadable(f"is een pagina met zoekresultaten of links en geen brief; {_STEP}")
    if not has_letter and max((len(line.text) for line in shown), default=0) < _RUNNING:
        raise Unreadable(f"bevat geen brieftekst; {_STEP}")
