"""Files made to break a reader, by name: cut, mislabelled, endless, deep, or many times what they seem."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.hostile_packages import BLOCK, OLE, hostile_packages
from tests.hostile_pdf import hostile_pdfs
from tests.minimal import DECLARATION, LINES, OPEN, WORD, archive, docx_parts, minimal_docx, minimal_odt, minimal_pdf

_MANY: Final = 100_000
_MOST: Final = 300_000  # bytes of one thing over and over
_LETTER: Final = "\n".join(LINES).encode()
_MARKDOWN: Final = b"---\nid: kst-99521-7\ndate: 2031-03-31\n---\n" + _LETTER
_HTML: Final = f"<!DOCTYPE html><html><body><h1>{LINES[0]}</h1><p>{LINES[5]}</p></body></html>"
_XML: Final = (
    f"{DECLARATION}<officiele-publicatie><kamerstuk>"
    f"<dossier><dossiernummer><dossiernr>99 521</dossiernr></dossiernummer><titel>{LINES[0]}</titel></dossier>"
    f'<stuk><stuknr>Nr. <ondernummer kamer="2">7</ondernummer></stuknr><titel>{LINES[2]}</titel>'
    f"<algemeen><vrije-tekst><tekst><al>{LINES[5]}</al></tekst></vrije-tekst></algemeen></stuk>"
    "</kamerstuk></officiele-publicatie>"
)
_METADATA: Final = (
    f'{DECLARATION}<metadata_gegevens><metadata name="DC.identifier" scheme="" content="kst-99521-7"/>'
    f'<metadata name="DC.title" scheme="" content="{LINES[5]}"/></metadata_gegevens>'
)
_PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
_SPREADSHEET: Final = docx_parts()["[Content_Types].xml"].replace(b"wordprocessingml.document", b"spreadsheetml.sheet")

_Files = dict[str, bytes]


def _cut() -> _Files:
    """Valid files, not to their end."""
    whole = {
        ".pdf": minimal_pdf(),
        ".docx": minimal_docx(),
        ".odt": minimal_odt(),
        ".xml": _XML.encode(),
        ".html": _HTML.encode(),
        ".md": _MARKDOWN,
    }
    shares = {"all": 0.0, "nine-tenths": 0.1, "half": 0.5, "the-end": 0.995}
    files = {
        f"cut-{share}{suffix}": content[: int(len(content) * part)]
        for suffix, content in whole.items()
        for share, part in shares.items()
    }
    return files | {f"cut-the-beginning{suffix}": content[99:] for suffix, content in whole.items()}


def _mislabelled() -> _Files:
    """Files of another form than their name says, and of two forms at once."""
    return {
        "pdf.docx": minimal_pdf(),
        "pdf.txt": minimal_pdf(),
        "html.pdf": _HTML.encode(),
        "zip.pdf": archive({"brief.txt": _LETTER}),
        "zip.xml": archive({"brief.txt": _LETTER}),
        "png.txt": _PNG,
        "png.pdf": _PNG,
        "docx.odt": minimal_docx(),
        "odt.docx": minimal_odt(),
        "docx.md": minimal_docx(),
        "spreadsheet.docx": minimal_docx(parts={"[Content_Types].xml": _SPREADSHEET}),
        "old-word.docx": OLE + "WordDocument".encode("utf-16-le") + bytes(4096),
        "rtf.docx": b"{\\rtf1 a}",
        "xml.docx": _XML.encode(),
        "xml.html": _XML.encode(),
        "text.odt": _LETTER,
        "program.docx": b"MZ" + bytes(range(256)) * 64,
        "program.pdf": b"\x7fELF\x02\x01\x01" + bytes(5000),
        "gzip.xml": b"\x1f\x8b\x08" + bytes(99),
        "half-a-sign.txt": b"\xff\xfe" + _LETTER.decode().encode("utf-16-le")[:-1],
        "late.pdf": bytes(BLOCK) + minimal_pdf(),
        "pdf-and-docx.pdf": minimal_pdf() + minimal_docx(),
        "pdf-and-docx.docx": minimal_pdf() + minimal_docx(),
    }


def _entities(root: str, text: str) -> dict[str, str]:
    """``text`` (an element ``root``) with, for its sentence, what is many times as long, or lies elsewhere."""
    doctype, used = f"<!DOCTYPE {root} [{{}}]>", text.replace(LINES[5], "&e;")
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    parameter = '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY e "a">'
    include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return {
        "laughs": doctype.format(f'<!ENTITY e0 "ha">{laughs}') + text.replace(LINES[5], "&e11;"),
        "quadratic": doctype.format(f'<!ENTITY e "{"a" * 50_000}">') + text.replace(LINES[5], "&e;" * 50_000),
        "entity-in-a-circle": doctype.format('<!ENTITY e "&f;"><!ENTITY f "&e;">') + used,
        "entity-in-a-file": doctype.format('<!ENTITY e SYSTEM "file:///etc/passwd">') + used,
        "entity-on-the-web": doctype.format('<!ENTITY e SYSTEM "http://127.0.0.1:9/x">') + used,
        "entity-of-parameters": doctype.format(parameter) + used,
        "entity-unknown": used,
        "dtd-elsewhere": f'<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/x.dtd">{used}',
        "include": text.replace(f'"{LINES[5]}"/', '"">' + include + "</metadata").replace(LINES[5], include),
        "instructions": f'<?xml-stylesheet href="file:///etc/passwd"?><?php system("id"); ?>{text}{"<?a b?>" * 9999}',
    }


def _entities_everywhere() -> _Files:
    """The same in every form that is XML or holds it."""
    body = {name: content.decode().removeprefix(DECLARATION) for name, content in {"docx": WORD, "odt": OPEN}.items()}
    words = _entities("w:document", body["docx"])
    opened = _entities("office:document-content", body["odt"])
    site = _entities("html", _HTML.removeprefix("<!DOCTYPE html>"))
    return {
        **_named("xml-{}.xml", _entities("officiele-publicatie", _XML.removeprefix(DECLARATION))),
        **_named("html-{}.html", site),
        **_beside(
            "metadata.xml", _named("metadata-{}", _entities("metadata_gegevens", _METADATA.removeprefix(DECLARATION)))
        ),
        **{f"word-{name}.docx": minimal_docx(text.encode()) for name, text in words.items()},
        **{f"open-{name}.odt": minimal_odt(text.encode()) for name, text in opened.items()},
    }


def _named(pattern: str, texts: Mapping[str, str | bytes]) -> _Files:
    encoded = {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}
    return {pattern.format(name): content for name, content in encoded.items()}


def _beside(name: str, files: _Files) -> _Files:
    """Each of these files in a folder of its own, with a letter that it lies beside."""
    return {f"{folder}/brief.txt": _LETTER for folder in files} | {f"{key}/{name}": file for key, file in files.items()}


def _xml() -> _Files:
    """XML that is deep, wide, not whole, or not of the encoding that it says."""
    says = _XML.replace("UTF-8", "{}")
    attributes = " ".join(f'a{number}="b"' for number in range(_MANY))
    spaces = " ".join(f'xmlns:n{number}="n"' for number in range(20_000))
    texts: dict[str, str | bytes] = {
        "deep": "<al>" * _MANY + "a" + "</al>" * _MANY,
        "many-attributes": f"<al {attributes}/>",
        "long-attribute": f'<al a="{"b" * 2 * BLOCK}"/>',
        "name-spaces": f"<al {spaces}/>",
        "many-elements": f"<a>{'<b/>' * _MANY}</a>",
        "long-name": f"<{'a' * BLOCK}/>",
        "long-comment": f"<!--{'- ' * _MANY}--><al/>",
        "plain-signs": f"<al><![CDATA[{'<' * _MANY}]]></al>",
        "references": f"<al>{'&amp;' * _MANY}</al>",
        "references-to-nothing": "<al>&#0; &#x110000; &#xD800; &#99999999999;</al>",
        "says-utf-16": says.format("UTF-16"),
        "says-utf-7": says.format("UTF-7"),
        "says-ebcdic": says.format("IBM037"),
        "says-unknown": says.format("klingon"),
        "says-utf-8": says.format("UTF-8").encode("utf-16"),
        "nul": "<al>" + "a\0" * 999 + "</al>",
        "not-utf-8": b"<al>\xff\xfe\xc0\xaf\xf8\x88</al>",
        "surrogates": b"<al>\xed\xa0\x80\xed\xb0\x80</al>",
        "two-roots": "<al/><al/>",
        "only-open": "<al>" * 9999,
        "only-closed": "</al>" * 9999,
        "only-signs": "<" * _MANY,
    }
    return _named("xml-{}.xml", texts)


def _html() -> _Files:
    """HTML that is deep, wide, not whole, or that would do something in a browser."""
    texts = {
        "deep": "<div>" * 200_000,
        "deep-tables": "<table><tr><td>" * 9999,
        "open-letters": "<b><i><a href=x>" * 9999,
        "open-paragraphs": "<p>" * 200_000,
        "crossed": "<b><p></b></p>" * 20_000,
        "script": f"<script>{'while(1);' * 40_000}</script>",
        "script-open": "<script><!--<script>" * 9999,
        "comment-open": "<!--" + "-->-->" * 9999 + "<!--",
        "base": '<base href="file:///etc/"><img src=passwd><iframe src=passwd></iframe><a href=passwd>a</a>',
        "frames": '<iframe srcdoc="<iframe srcdoc=&quot;x&quot;>"></iframe>' * 9999,
        "refresh": '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/x"><object data="http://127.0.0.1:9/x">',
        "wide-cells": "<table><tr>" + "<td colspan=1000000000 rowspan=1000000000>a</td>" * 999 + "</table>",
        "many-cells": f"<table><tr>{'<td>a' * _MANY}</table>",
        "many-attributes": f"<p {' '.join(f'a{n}=b' for n in range(_MANY))}>a",
        "many-options": "<select><option>" * 20_000,
        "many-lines": "<br>" * _MANY,
        "many-notes": "<a class=noot>1</a><sup>1</sup>" * 9999,
        "only-text": "<plaintext>" + "<p>" * _MANY,
        "drawings": "<svg><math><title><p><svg>" * 9999,
        "says-utf-7": '<meta charset="utf-7">+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
        "quotes": '<a href="' * 9999,
        "references": "&lt;&nbsp;&bogus" * 20_000,
    }
    return _named("html-{}.html", {name: f"<html><body>{text}" for name, text in texts.items()})


def _front_matter() -> _Files:
    """Front matter (YAML) that is no fields of a letter."""
    laughs = "\n".join(f"e{n}: &e{n} [{', '.join([f'*e{n - 1}'] * 10)}]" for n in range(1, 10))
    texts = {
        "laughs": f"e0: &e0 ha\n{laughs}\ntitle: *e9",
        "itself": "title: &a [*a]",
        "merged": "a: &a {b: 1}\n" + "<<: *a\n" * 999,
        "70-kb": f"title: {'a' * 70_000}",
        "object": "title: !!python/object/apply:os.system ['id']",
        "name": "title: !!python/name:os.system",
        "binary": "title: !!binary AAAA\nid: !!set {a, b}",
        "deep": f"title: {'[' * 10_000}{']' * 10_000}",
        "deep-blocks": "".join(f"{' ' * n}a:\n" for n in range(300)),
        "long-key": f"? {'a' * 9999}\n: b",
        "twice": "id: kst-99521-7\n" * 9,
        "documents": "id: a\n--- \nid: b\n...\n%YAML 1.1",
        "wrong-kinds": "id: {}\ndate: [1, 2]\ndossiers: 7\nsignatories: {a: b}\ntitle: ~",
        "no-day": "date: 2031-02-31\nnumber: 1e999\ndossiers: [1:2:3, 0o9, .nan]",
        "tabs": "id:\tkst\n\tdate: x",
        "signs": "\u202eid: \0\ufeff\u2028: [\ud7ff",
    }
    files = _named("front-{}.md", {name: f"---\n{fields}\n---\n{LINES[5]}" for name, fields in texts.items()})
    return files | {"front-open.md": b"---\n" + b"id: a\n" * 9999, "front-rules.md": b"---\n" * _MANY}


def _toml() -> _Files:
    """TOML beside a letter that is no fields of it."""
    texts: dict[str, str | bytes] = {
        "deep": f"a = {'[' * 10_000}{']' * 10_000}",
        "deep-tables": f"a = {'{a = ' * 10_000}1{'}' * 10_000}",
        "deep-keys": f"{'.'.join(['a'] * 10_000)} = 1",
        "many-tables": "[[a]]\n" * 20_000,
        "twice": 'id = "a"\nid = "b"',
        "wrong-kinds": "id = 7\ndate = []\ndossiers = {a = 1}\ntitle = nan",
        "huge-number": f"number = {'9' * 10_000}",
        "no-day": "date = 2031-02-31",
        "time": "date = 23:59:59\ntitle = 1979-05-27T07:32:00Z",
        "not-utf-8": b'id = "\xff"',
        "nul": "id = \0",
        "2-mb": "#" * 2 * BLOCK,
        "unknown": "[__proto__]\n__class__ = 1",
        "png": _PNG,
        "empty": "",
    }
    return _beside("brief.toml", _named("toml-{}", texts))


def _markdown() -> _Files:
    """Markdown of one mark over and over."""
    marks = {
        "quotes": ">",
        "items": "- ",
        "deep-items": "    - ",
        "links": "[",
        "pictures": "![](",
        "stars": "*a _b ",
        "ticks": "`a``",
        "cells": "|a",
        "notes": "[^1]: [^1] ",
        "tags": "<div>",
        "headings": "#",
        "escapes": "\\",
        "addresses": "<a@",
        "underlines": "a\n=\n",
    }
    return {f"markdown-{name}.md": _MARKDOWN + b"\n\n" + _over_and_over(mark) for name, mark in marks.items()}


def _text() -> _Files:
    """Text of one thing over and over, and of what is no text."""
    words = {
        "brackets": "(",
        "quotes": "«",
        "dashes": "- ",
        "spaces": " ",
        "hard-spaces": "\u00a0",
        "minister": "De Minister van ",
        "signature": "De Minister van Defensie,\nA. ",
        "heading": "BRIEF VAN DE MINISTER VAN ",
        "initials": "a.",
        "digits": "7",
        "dossiers": "29 521, ",
        "citations": "(Kamerstuk 29 521, nr. ",
        "ranges": "nr. 1 t/m 999999999, ",
        "identifiers": "kst-",
        "last": "jl. ",
        "dates": "1 januari 2031, ",
        "spaced": "V A N ",
        "hyphens": "a-",
        "labels": "Datum: ",
        "pipes": "| ",
        "turned": "\u202e\u2066",
        "accents": "\u0301",
        "zalgo": "a\u0301\u0323\u0334",
        "soft-hyphens": "\u00ad",
        "joiners": "\u200d\ufeff",
        "form-feeds": "\f",
        "returns": "\r",
        "separators": "\u2028\x85\x1c",
        "nul": "\0",
    }
    numbers = ", ".join(map(str, range(1, 50_001)))
    return {f"text-{name}.txt": _over_and_over(word) for name, word in words.items()} | {
        "text-list-of-numbers.txt": f"(Kamerstuk 29 521, nr. {numbers})".encode(),
        "text-endless-range.txt": b"(Kamerstuk 29 521, nrs. 1 t/m 999999999999)",
        "text-one-line.txt": b"a" * 5_000_000,
        "text-empty-lines.txt": b"\n" * 1_000_000,
        "text-many-heads.txt": _LETTER * 2000,
        "text-surrogates.txt": b"\xed\xa0\x80" * 9999,
        "text-all-bytes.txt": bytes(range(256)) * 999,
    }


def _over_and_over(text: str) -> bytes:
    encoded = text.encode()
    return encoded * min(_MANY, _MOST // len(encoded))


GROUPS: Final[tuple[Callable[[], _Files], ...]] = (
    _cut,
    _mislabelled,
    hostile_packages,
    hostile_pdfs,
    _entities_everywhere,
    _xml,
    _html,
    _front_matter,
    _toml,
    _markdown,
    _text,
)
"""What makes the files, sort by sort."""


def hostile_files() -> dict[str, bytes]:
    """Files that no reader may fall over: their names, with a folder for what lies beside a letter, and their bytes.

    They are the same each time. Some are sound: the ``brief.txt`` that another lies beside.
    """
    return {name: content for make in GROUPS for name, content in make().items()}
