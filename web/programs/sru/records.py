"""A letter as a record of SRU's Dublin Core schema (``info:srw/schema/1/dc-v1.1``)."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from index.letter import Letter, Signatory
from web import urls
from web.programs import xml

SCHEMA: Final = "info:srw/schema/1/dc-v1.1"
_NAMESPACES: Final = {"srw_dc": "info:srw/schema/1/dc-schema", "dc": "http://purl.org/dc/elements/1.1/"}
_DESCRIPTION: Final = 300


def dublin_core(letter: Letter) -> Element:
    """The letter in Dublin Core: its metadata, its addresses, the papers that it cites, and how it begins."""
    record = xml.root("srw_dc:dc", _NAMESPACES)
    for name, value in _elements(letter):
        if value:
            xml.add(record, f"dc:{name}", value)
    return record


def _elements(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "title", letter.title
    yield from (("creator", ministry.label) for ministry in letter.ministries)
    yield from (("contributor", _signed(signatory)) for signatory in letter.signatories)
    yield from (("subject", mission.label) for mission in letter.missions)
    yield "description", _beginning(letter.text)
    yield "date", letter.date.isoformat() if letter.date else ""
    yield "type", letter.kind
    yield "format", "text/html"
    yield "identifier", letter.id
    yield "identifier", urls.absolute(urls.permanent(letter.id))
    yield "source", urls.external(letter.source) or ""
    yield "language", "nl"
    yield from (("relation", paper) for paper in dict.fromkeys(reference.id for reference in letter.references))


def _signed(signatory: Signatory) -> str:
    return ", ".join(filter(None, (signatory.name, signatory.role)))


def _beginning(text: str) -> str:
    """The first words of a text on one line, and a sign that it goes on."""
    beginning = " ".join(text[: 4 * _DESCRIPTION].split())
    if len(beginning) <= _DESCRIPTION:
        return beginning
    cut, _space, _word = beginning[: _DESCRIPTION + 1].rpartition(" ")
    return f"{cut or beginning[:_DESCRIPTION]} …"
