"""How a letter is cited in Dutch legal writing, after the *Leidraad voor juridische auteurs* (Wolters Kluwer)."""

import re
from typing import Final

from index.letter import Chamber, Letter
from index.tokens import MONTHS

_ANSWER: Final = re.compile(r"ah-(?P<chamber>[te]k)-(?P<first>[0-9]{4})(?P<last>[0-9]{4})-(?P<number>[0-9]+)\Z")
_ARTICLE: Final = re.compile(r"\A[Dd]e\s+")
_CHAMBERS: Final[tuple[tuple[Chamber, str], ...]] = (("EK", "I"), ("TK", "II"))
_CENTURY: Final = 100


def legal_reference(letter: Letter) -> str:
    """The reference, a sentence: ``Kamerstukken II 2021/22, 29521, nr. 426.``

    An answer to questions has that of the Aanhangsel, a letter without number that of a letter: who wrote it, when, and
    its title. It is in Dutch whatever language is spoken.
    """
    if answer := _ANSWER.match(letter.id):
        session = _years(int(answer["first"]))
        return f"Aanhangsel Handelingen {'II' if answer['chamber'] == 'tk' else 'I'} {session}, nr. {answer['number']}."
    if letter.dossier and letter.number:
        return _paper(letter, letter.dossier, letter.number)
    return _written(letter)


def _paper(letter: Letter, dossier: str, number: str) -> str:
    held = [numeral for chamber, numeral in _CHAMBERS if chamber in letter.chambers]
    lettered = number[0].isalpha()
    chamber = "/".join(held) or ("I" if lettered else "II")
    session = _years(int(letter.session[:4])) if letter.session else ""
    head = " ".join(filter(None, ("Kamerstukken", chamber, session)))
    return f"{head}, {_spaced(dossier)}, {number if lettered else f'nr. {number}'}."


def _spaced(dossier: str) -> str:
    """A budget's chapter stands apart (``33000 X``), a number does not (``21501-02``)."""
    base, _, suffix = dossier.partition("-")
    return f"{base} {suffix}" if suffix.isalpha() else dossier


def _years(first: int) -> str:
    """``2021/22``, and in full at the turn of a century: ``1999/2000``."""
    last = first + 1
    return f"{first}/{last}" if last % _CENTURY == 0 else f"{first}/{last % _CENTURY:02}"


def _written(letter: Letter) -> str:
    roles = [f"de {_ARTICLE.sub('', signatory.role)}" for signatory in letter.signatories if signatory.role]
    authors = " en ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:])))
    author = f"van {authors}" if authors else ""
    day = f"d.d. {letter.date.day} {MONTHS[letter.date.month - 1]} {letter.date.year}" if letter.date else ""
    head = " ".join(filter(None, (letter.kind.capitalize(), author, day)))
    return f"{head}, {letter.title.rstrip('. ')}."
