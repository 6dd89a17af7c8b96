"""Elements of XML, with prefixes as they shall be written and text that XML can hold."""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from web import urls

_NO_ATTRIBUTES: Final[Mapping[str, str]] = {}


def root(tag: str, namespaces: Mapping[str, str], attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> Element:
    """An element that declares namespaces by their prefix (``dc``; empty for the default one)."""
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in namespaces.items()}
    return Element(tag, {**declared, **attributes})


def add(parent: Element, tag: str, text: str = "", attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> Element:
    """A new last child."""
    child = SubElement(parent, tag, {name: urls.writable(value) for name, value in attributes.items()})
    child.text = urls.writable(text) or None
    return child


def document(element: Element) -> bytes:
    """A whole document in UTF-8."""
    written: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return written


def fragment(element: Element) -> str:
    """An element as text."""
    return tostring(element, encoding="unicode")
