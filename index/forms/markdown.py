"""Markdown (CommonMark with tables and footnotes), front matter above it -> a document."""

from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from index.forms.document import Document, Line
from index.forms.front_matter import split_front_matter
from index.forms.text import decoded
from index.signs import clean_signs

_BREAKS = frozenset({"softbreak", "hardbreak"})
_VERBATIM = frozenset({"code_block", "fence"})
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})


def read_markdown(content: bytes) -> Document:
    """A Markdown file. A paragraph keeps its lines, as the head of a letter is told from them."""
    decoding = decoded(content)
    whole = clean_signs(decoding.text)
    fields, text = split_front_matter(whole)
    above = whole.count("\n") - text.count("\n")
    return Document(tuple(_Lines(above).of(_parser().parse(text))), fields, encoding=decoding.encoding)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False)


class _Lines:
    """Goes through the tokens of a text, remembering what they stand in."""

    def __init__(self, above: int) -> None:
        self._above = above
        self._lists = 0
        self._heading = 0
        self._marker: str | None = None
        self._note = False
        self._cells: list[str] | None = None
        self._number = 0

    def of(self, tokens: Sequence[Token]) -> Iterator[Line]:
        """The lines of all tokens, an empty one behind each paragraph."""
        for token in tokens:
            self._number = self._above + token.map[0] + 1 if token.map else self._number
            self._enter(token)
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type in _VERBATIM:
                yield from self._paragraph(token.content.splitlines())
            elif token.type == "tr_close":
                yield Line(" ".join(" | ".join(self._cells or ()).split()), "row", number=self._number)
                self._cells = None

    def _enter(self, token: Token) -> None:
        if token.type in _LISTS:
            self._lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists -= 1
        elif token.type == "list_item_close":
            self._marker = None
        elif token.type == "list_item_open":
            self._marker = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "heading_open":
            self._heading = int(token.tag[1:])
        elif token.type == "tr_open":
            self._cells = []
        elif token.type in ("footnote_open", "footnote_close"):
            self._note = token.type == "footnote_open"

    def _inline(self, token: Token) -> Iterator[Line]:
        lines = _text(token.children or ()).split("\n")
        whole = " ".join(line.strip() for line in lines)
        if self._cells is not None:
            self._cells.append(whole)
        elif self._note:
            yield Line(whole, "note", number=self._number)
        elif self._heading:
            yield Line(whole, "heading", self._heading, number=self._number)
            self._heading = 0
        elif self._marker is not None:
            yield Line(f"{self._marker}{whole}", "item", self._lists, number=self._number)
            self._marker = None
        else:
            yield from self._paragraph(lines)

    def _paragraph(self, lines: Sequence[str]) -> Iterator[Line]:
        for number, text in enumerate(lines, self._number):
            yield Line(" ".join(text.split()), number=number)
        yield Line("")


def _text(tokens: Sequence[Token]) -> str:
    """The text of inline tokens, a line end for each break."""
    signs = ("\n" if token.type in _BREAKS else token.content for token in tokens if token.type != "image")
    return clean_signs("".join(signs))
