"""Letters for reference managers: RIS, after *RIS Format Specifications* (Research Information Systems)."""

from collections.abc import Iterable, Iterator

from index.letter import Letter
from search.formats.paper import Address, Author, authors, plain, web_address
from search.reference import legal_reference


def write(letters: Iterable[Letter], address: Address) -> Iterator[str]:
    """A record a letter, of type GOVDOC; every text in one line, lines end with CR LF."""
    for letter in letters:
        lines = (f"{tag}  - {value}\r\n" for tag, text in _tags(letter, address) if (value := plain(text)))
        yield "".join(("TY  - GOVDOC\r\n", *lines, "ER  - \r\n\r\n"))


def _tags(letter: Letter, address: Address) -> Iterator[tuple[str, str]]:
    yield "ID", letter.id
    yield "TI", letter.title
    for author in authors(letter):
        yield "AU", _name(author)
    if letter.date:
        yield "PY", f"{letter.date.year:04}"
        yield "DA", f"{letter.date.isoformat().replace('-', '/')}/"
    yield "PB", "; ".join(ministry.label for ministry in letter.ministries)
    yield "M1", letter.number or ""
    yield "N1", legal_reference(letter)
    for mission in letter.missions:
        yield "KW", mission.label
    yield "LA", "nl"
    yield "UR", web_address(letter, address)


def _name(author: Author) -> str:
    """``Surname, Initials``; a name that is not told apart has no comma, which would begin its initials."""
    surname = author.surname
    return f"{surname}, {author.initials}" if author.initials else surname.replace(",", "")
