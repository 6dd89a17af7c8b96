"""What the formats know of a letter: facts as plain text, authors as reference managers take them."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote

from index.letter import Completeness, Letter, Named, Signatory

Address = Callable[[str], str]
"""The whole permanent address of the letter of an id."""

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_INITIALED: Final = re.compile(
    r"(?P<initials>(?:[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]{0,3}\.[ -]?)+) ?"
    r"(?P<surname>(?:['’][a-z] )?[^\W\d_]+(?:(?:[ '’-]| ['’])[^\W\d_]+)*)"
)
_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~"
"""Beside letters, digits and ``_.-`` the signs that stand for themselves in an address (RFC 3986)."""
_AND: Final = re.compile(r"\band\b", re.IGNORECASE)


class Paper(Protocol):
    """What a letter and a hit have in common. ``dossier`` is the one that ``number`` belongs to."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> datetime.date | None: ...
    @property
    def dossier(self) -> str | None: ...
    @property
    def number(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def completeness(self) -> Completeness: ...
    @property
    def source(self) -> str | None: ...
    @property
    def ministries(self) -> Sequence[Named]: ...
    @property
    def missions(self) -> Sequence[Named]: ...
    @property
    def signatories(self) -> Sequence[Signatory]: ...


class Author(NamedTuple):
    """Who wrote a letter: a person by surname and initials (``de Grave``, ``F.H.G.``), else a ``surname`` alone."""

    surname: str
    initials: str = ""


def plain(text: str) -> str:
    """A text in one line: one space for every run of spaces, line ends and signs that are none, none at the ends."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def author_names(letter: Paper) -> list[str]:
    """The signatories by name, else by role; the ministries of a letter without any."""
    signed = [name for signatory in letter.signatories if (name := plain(signatory.name) or plain(signatory.role))]
    return signed or [plain(ministry.label) for ministry in letter.ministries]


def authors(letter: Paper) -> Iterator[Author]:
    """Who wrote a letter; surname and initials are told apart only where both are plain, as ministers sign."""
    return map(_author, author_names(letter))


def web_address(letter: Letter, address: Address) -> str:
    """Where the letter is to be read: the official text, else the permanent address here."""
    source = plain(letter.source or "")
    return (
        quote(source, safe=_IN_ADDRESSES) if source.lower().startswith(("https://", "http://")) else address(letter.id)
    )


def _author(name: str) -> Author:
    match = _INITIALED.fullmatch(name)
    if match is None or _AND.search(name):
        return Author(name)
    return Author(match["surname"], match["initials"].strip(" -"))
