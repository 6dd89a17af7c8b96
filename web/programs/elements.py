"""XML that we write: elements one below the other, and a whole document as an answer."""

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from web import urls


def root(tag: str, **attributes: str) -> Element:
    """The outermost element; its name spaces are attributes (``xmlns``), the names below it are written as they are."""
    return Element(tag, _writable(attributes))


def below(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child. Signs that no XML can hold become spaces."""
    child = SubElement(parent, tag, _writable(attributes))
    child.text = urls.writable(text) or None
    return child


def answer(document: Element, mimetype: str) -> Response:
    """The document in UTF-8."""
    return Response(tostring(document, encoding="utf-8", xml_declaration=True), mimetype=mimetype)


def _writable(attributes: dict[str, str]) -> dict[str, str]:
    return {name.rstrip("_"): urls.writable(value) for name, value in attributes.items()}
