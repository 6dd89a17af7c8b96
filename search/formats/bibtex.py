"""Letters for BibTeX and biblatex: an ``@misc`` entry each, the one type for papers that every style knows.

After Patashnik, *BibTeXing*, and Kime, Wemheuer and Lehman, *The biblatex package*.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from index.letter import Letter
from search.formats.paper import Address, Author, authors, plain, web_address
from search.reference import legal_reference

_SIGNS: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # \{ would count as a brace, and braces must balance
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%&#_$"},
    }
)
_LIGATURE: Final = re.compile(r"(?<=[-`',<>?!])(?=[-`',<>])")
"""Between signs that TeX may draw as another one: ``--`` as a dash."""
_SMALL_WORDS: Final = re.compile(r"(?:['’]?[a-zß-öø-ÿ][^ ]* )+")
_SMALL_WORD: Final = re.compile(r" ['’]?[a-zß-öø-ÿ]")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._:-]")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(letters: Iterable[Letter], address: Address) -> Iterator[str]:
    """An entry a letter, its id as the key; every text in one line, in UTF-8, the signs that TeX reads written out."""
    for letter in letters:
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(letter, address))
        yield f"@misc{{{_UNSAFE.sub('-', letter.id)},\n{fields}}}\n\n"


def escaped(text: str) -> str:
    """A text as TeX prints it."""
    return _LIGATURE.sub("{}", plain(text).translate(_SIGNS))


def _fields(letter: Letter, address: Address) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escaped(letter.title)}}}}}"  # braced twice: a style keeps its capitals
    if people := " and ".join(map(_name, authors(letter))):
        yield "author", f"{{{people}}}"
    if letter.ministries:
        yield "organization", f"{{{' and '.join(f'{{{escaped(value.label)}}}' for value in letter.ministries)}}}"
    if letter.date:
        yield "date", f"{{{letter.date.isoformat()}}}"
        yield "year", f"{{{letter.date.year:04}}}"
        yield "month", _MONTHS[letter.date.month - 1]
    if letter.number:
        yield "number", f"{{{escaped(letter.number)}}}"
    yield "howpublished", f"{{{escaped(legal_reference(letter).rstrip('.'))}}}"
    yield "url", f"{{{web_address(letter, address)}}}"
    yield "langid", "{dutch}"
    if letter.missions:
        yield "keywords", f"{{{', '.join(_keyword(mission.label) for mission in letter.missions)}}}"


def _keyword(label: str) -> str:
    return f"{{{escaped(label)}}}" if "," in label else escaped(label)


def _name(author: Author) -> str:
    if not author.initials:
        return f"{{{escaped(author.surname)}}}"
    before, surname = _parted(escaped(author.surname))
    return f"{before}{surname}, {escaped(author.initials)}"


def _parted(surname: str) -> tuple[str, str]:
    """The small words before a name, and the name, braced where small words in it would be taken for those before."""
    before = _SMALL_WORDS.match(surname)
    name = surname[before.end() :] if before else surname
    return before[0] if before else "", f"{{{name}}}" if _SMALL_WORD.search(name) else name
