"""Letter -> what a system is fed, question word -> the terms it is asked for. The one place that calls our analyser.

`Levels` gives every system the same terms that kbsearch itself uses, so that speed is compared over the same work and
the hit sets can be compared letter by letter. `OneField` leaves the text to the system's own analyser.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from index.letter import Letter

LEVEL_NAMES: Final[tuple[str, ...]] = ("exact", "stem", "part")
LEVEL_WEIGHTS: Final[tuple[float, ...]] = (1.0, 0.5, 0.5)
BY_PARTS: Final = 0.25
MAX_CHUNKS: Final = 200_000


class Term(NamedTuple):
    """One term in one field of a peer, with its share in the score."""

    field: str
    text: str
    weight: float


class Analysis(Protocol):
    """How a system's fields are filled and asked."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields; the first has positions and is the one that excerpts are taken from."""
        ...

    @property
    def weights(self) -> tuple[float, ...]:
        """Each field's share in the score."""
        ...

    @property
    def ready_made(self) -> bool:
        """True when the fields hold terms with spaces between them, false when they hold running text."""
        ...

    def document(self, letter: Letter) -> dict[str, str]:
        """Field -> what to feed it."""
        ...

    def question(self, word: str) -> tuple[Term, ...]:
        """The terms any of which makes a letter match the word."""
        ...

    def parts(self, word: str, /) -> tuple[tuple[Term, ...], ...]:
        """For each part of a compound the terms any of which stands for it; a letter with all parts matches, too."""
        ...

    def literal(self, word: str) -> Term:
        """The term of a word inside a phrase."""
        ...

    def beginnings(self, text: str, /) -> tuple[Term, ...]:
        """The beginnings any of which a term must have for a prefix to match."""
        ...


class Levels:
    """The terms of our analysis: one field a level, terms in reading order.

    Words are taken from stretches without white space, each analysed once and remembered (at most `MAX_CHUNKS`).
    Where a word has several terms at one position (``VN-missie`` as a whole and in pieces), the last one stands in the
    field's order and the others come after the end of the text: totals agree, and phrases do too unless they go across
    such a whole.
    """

    fields = LEVEL_NAMES
    weights = LEVEL_WEIGHTS
    ready_made = True

    def __init__(self, dictionary: Path) -> None:
        from index.analysis import Analyzer, load_lexicon  # noqa: PLC0415 - a one-shot process does without
        from index.compounds import load_words  # noqa: PLC0415
        from index.dictionary import Dictionary  # noqa: PLC0415
        from index.tokens import bound, tokens  # noqa: PLC0415

        self._analyzer = Analyzer(Dictionary(dictionary, load_words()), load_lexicon())
        self._bound = bound
        self._tokens = tokens
        self._chunks: dict[str, tuple[str, ...]] = {}
        self._asides: dict[str, str] = {}

    def document(self, letter: Letter) -> dict[str, str]:
        """Title, then text, then the asides."""
        chunks = self._chunks
        if len(chunks) > MAX_CHUNKS:
            chunks.clear()
            self._asides.clear()
        columns = []
        asides = []
        for chunk in self._bound(f"{letter.title} {letter.text}").split():
            terms = chunks.get(chunk)
            columns.append(self._analyse(chunk) if terms is None else terms)
            if chunk in self._asides:
                asides.append(self._asides[chunk])
        exact, *others = (" ".join(column) for column in zip(*columns, strict=True))
        return dict(zip(LEVEL_NAMES, (" ".join([exact, *asides]), *others), strict=True))

    def question(self, word: str) -> tuple[Term, ...]:
        """The word's term at each level that it has."""
        terms = self._analyzer.terms(word)
        asked = (*terms.asked, terms.stem)
        return tuple(
            Term(level, term, weight)
            for level, weight, term in zip(LEVEL_NAMES, LEVEL_WEIGHTS, asked, strict=True)
            if term
        )

    def parts(self, word: str) -> tuple[tuple[Term, ...], ...]:
        """Each part as a word's stem or as another compound's part."""
        return tuple(
            tuple(Term(level, part, BY_PARTS) for level in ("stem", "part"))
            for part in self._analyzer.terms(word).parts
        )

    def literal(self, word: str) -> Term:
        """The word's term at the exact level."""
        return Term("exact", self._analyzer.terms(word).exact, 1.0)

    def beginnings(self, text: str) -> tuple[Term, ...]:
        """A prefix matches a word or its stem."""
        exact = self.literal(text)
        return exact, exact._replace(field="stem", weight=0.5)

    def _analyse(self, chunk: str) -> tuple[str, ...]:
        """The terms of a stretch of text at each level, separated by spaces; its asides are put by."""
        found = self._tokens(chunk)
        in_order: dict[int, str] = {token.position: self._analyzer.terms(token.text).exact for token in found}
        terms = [self._analyzer.terms(token.text) for token in found]
        aside = [each.exact for token, each in zip(found, terms, strict=True) if in_order[token.position] != each.exact]
        if aside:
            self._asides[chunk] = " ".join(aside)
        by_level = [(level.name, term) for each in terms for level, term in each.by_level()]
        others = (" ".join(term for at, term in by_level if at == level) for level in LEVEL_NAMES[1:])
        result = (" ".join(in_order.values()), *others)
        self._chunks[chunk] = result
        return result


class OneField:
    """Running text in one field, analysed by the system itself: ``stem`` gives its term of a question word."""

    fields = ("text",)
    weights = (1.0,)
    ready_made = False

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem

    def document(self, letter: Letter) -> dict[str, str]:
        """Title, then text."""
        return {"text": f"{letter.title}\n{letter.text}"}

    def question(self, word: str) -> tuple[Term, ...]:
        """The word's one term."""
        return (self.literal(word),)

    def parts(self, _: str) -> tuple[tuple[Term, ...], ...]:
        """No system splits compounds by itself."""
        return ()

    def beginnings(self, text: str) -> tuple[Term, ...]:
        """A prefix as it is written."""
        return (Term("text", text.lower(), 1.0),)

    def literal(self, word: str) -> Term:
        """The word's one term."""
        return Term("text", self._stem(word), 1.0)


class Recorded:
    """Levels whose question terms were found beforehand (word -> terms), for a process that answers one question.

    That question has no compounds.
    """

    fields = LEVEL_NAMES
    weights = LEVEL_WEIGHTS
    ready_made = True

    def __init__(self, terms: Mapping[str, tuple[Term, ...]]) -> None:
        self._terms = terms

    def document(self, letter: Letter) -> dict[str, str]:
        """Not to be had: nothing is indexed here."""
        raise NotImplementedError(letter.id)

    def question(self, word: str) -> tuple[Term, ...]:
        """The recorded terms."""
        return self._terms[word]

    def parts(self, _: str) -> tuple[tuple[Term, ...], ...]:
        """No parts."""
        return ()

    def beginnings(self, _: str) -> tuple[Term, ...]:
        """No prefix."""
        return ()

    def literal(self, word: str) -> Term:
        """The recorded term of the exact level."""
        return self._terms[word][0]


def make_dictionary(folder: Path) -> None:
    """Write the files that `Levels` needs. Takes about a second."""
    from index.analysis import load_lexicon  # noqa: PLC0415
    from index.dictionary import write_dictionary  # noqa: PLC0415

    folder.mkdir()
    write_dictionary(folder, load_lexicon().lemma_exceptions)
