"""The question set: the same forty-odd questions for every system, as data.

A question is a tree (`Word`, `Prefix`, `Phrase`, `And`, `Or`; None asks for every letter) and at most one value of each
filter. Its words are written as a searcher types them; each system's compiler turns them into its own terms.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

FacetName = Literal["mission", "ministry", "year"]
FACETS: Final[tuple[FacetName, ...]] = ("mission", "ministry", "year")


class Word(NamedTuple):
    """Letters with this word, in any inflection that the system knows."""

    text: str


class Prefix(NamedTuple):
    """Letters with a word that begins so."""

    text: str


class Phrase(NamedTuple):
    """Letters with these words, as they are written, side by side."""

    words: tuple[str, ...]


class And(NamedTuple):
    """Letters that all parts match."""

    parts: tuple[Word, ...]


class Or(NamedTuple):
    """Letters that at least one part matches."""

    parts: tuple[Word, ...]


Node = Word | Prefix | Phrase | And | Or


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``mission`` and ``ministry`` are ids, ``year`` is four digits."""

    kind: str
    tree: Node | None = None
    mission: str | None = None
    ministry: str | None = None
    year: str | None = None

    @property
    def filters(self) -> tuple[tuple[FacetName, str], ...]:
        """The chosen filter values."""
        values: tuple[tuple[FacetName, str | None], ...] = (
            ("mission", self.mission),
            ("ministry", self.ministry),
            ("year", self.year),
        )
        return tuple((name, value) for name, value in values if value)

    def without(self, facet: FacetName) -> "Question":
        """The question without its filter on ``facet``: what that facet's counts are counted over."""
        match facet:
            case "mission":
                return replace(self, mission=None)
            case "ministry":
                return replace(self, ministry=None)
            case "year":
                return replace(self, year=None)

    @property
    def name(self) -> str:
        """The question in one line, as one could type it."""
        return " ".join([typed(self.tree), *(f"{name}:{value}" for name, value in self.filters)]).strip()


def words(node: Node | None) -> tuple[str, ...]:
    """The words of a tree that a system analyses (a prefix is taken as it stands)."""
    match node:
        case Word(text):
            return (text,)
        case Phrase(texts):
            return texts
        case And(parts) | Or(parts):
            return tuple(part.text for part in parts)
        case _:
            return ()


def typed(node: Node | None) -> str:
    """The tree in kbsearch's query language."""
    match node:
        case Phrase(texts):
            return f'"{" ".join(texts)}"'
        case Prefix(text):
            return f"{text}*"
        case Or(parts):
            return " OF ".join(part.text for part in parts)
        case _:
            return " ".join(words(node))


def _and(text: str) -> And:
    return And(tuple(Word(word) for word in text.split()))


def _or(text: str) -> Or:
    return Or(tuple(Word(word) for word in text.split()))


QUESTIONS: Final = (
    *(
        Question("frequent word", Word(word))
        for word in ("MINUSMA", "artikel", "besluit", "veiligheid", "kamer", "militairen")
    ),
    *(
        Question("rare word", Word(word))
        for word in ("patrouille", "piraterij", "vredesakkoord", "bataljon", "BINUB", "drones", "luchtmacht")
    ),
    *(
        Question("two words", _and(text))
        for text in (
            "kabinet besluit",
            "MINUSMA veiligheid",
            "terugtrekking militairen",
            "regering rapport",
            "sancties vluchtelingen",
            "mandaat evaluatie",
            "haven schip",
        )
    ),
    *(
        Question("three words", _and(text))
        for text in ("minister besluit veiligheid", "MINUSMA inzet militairen", "gemeente school vergunning")
    ),
    *(
        Question("one of three", _or(text))
        for text in (
            "kabinet besluit militair",
            "helikopter vliegveld luchtmacht",
            "wapens munitie mijnen",
            "UNIFIL UNDOF UNTSO",
        )
    ),
    *(
        Question("phrase", Phrase(tuple(text.split())))
        for text in ("raad buitenlandse zaken", "strijd tegen terrorisme", "bescherming van burgers")
    ),
    *(Question("prefix", Prefix(text)) for text in ("missie", "terugtrek", "ontwikkelingss")),
    Question("word, mission", Word("besluit"), mission="minusma"),
    Question("word, mission", Word("begroting"), mission="eutm-mali"),
    Question("word, mission", Word("evaluatie"), mission="unmil"),
    Question("word, ministry, year", Word("veiligheid"), ministry="def", year="2015"),
    Question("word, ministry, year", Word("rapport"), ministry="bz", year="2022"),
    Question("word, ministry, year", Word("landbouw"), ministry="lnv", year="2009"),
    Question("two words, mission, year", _and("militairen inzet"), mission="isaf", year="2010"),
    Question("filter only", mission="minusma"),
    Question("filter only", ministry="jv", year="2019"),
    Question("every letter"),
)
