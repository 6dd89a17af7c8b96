"""Questions for a load: as many different ones as it takes, drawn from the letters, the same ones every time."""

import random
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import cycle, islice
from typing import Final

from questions import QUESTIONS, And, FacetName, Question, Word, words

from index.letter import Letter

PATTERNS: Final[tuple[tuple[int, FacetName | None], ...]] = (
    (1, None),
    (2, None),
    (3, None),
    (1, "mission"),
    (1, "ministry"),
    (2, "year"),
)
"""How many words a question has, and which filter."""
GENERAL: Final = frozenset(word for question in QUESTIONS for word in words(question.tree) if len(word) > 3)


def specific(letter: Letter) -> Set[str]:
    """Words of the letter's title: few letters have them."""
    return {word for word in letter.title.split() if word.isalpha() and len(word) > 2}


def general(letter: Letter) -> Set[str]:
    """Words of the other benchmarks' questions that the letter has: many letters have them."""
    return GENERAL.intersection(letter.text.split())


WORDS: Final[dict[str, Callable[[Letter], Set[str]]]] = {"specific": specific, "general": general}
"""The two sorts of questions, by the words of a letter that they are drawn from."""


def asked(letters: Sequence[Letter], sort: str, number: int) -> list[Question]:
    """So many different questions, each from words and values of one letter: it answers them. In a fixed order.

    Raises `ValueError` when the letters are too few to ask so much about.
    """
    found = list(dict.fromkeys(islice(_drawn(letters, sort), 6 * number)))
    if len(found) < number:
        raise ValueError(f"{len(letters)} letters do not give {number} {sort} questions")
    return found[:number]


def _drawn(letters: Sequence[Letter], sort: str) -> Iterator[Question]:
    """Questions without end, each pattern in its turn."""
    drawing = random.Random(1)
    patterns = cycle(PATTERNS)
    while True:
        letter = drawing.choice(letters)
        if words := sorted(WORDS[sort](letter)):
            number, filtered = next(patterns)
            tree = And(tuple(Word(word) for word in drawing.sample(words, min(number, len(words)))))
            yield Question(sort, tree, **_filter(letter, filtered))


def _filter(letter: Letter, name: FacetName | None) -> dict[str, str]:
    values = {
        "mission": letter.missions[0].id if letter.missions else None,
        "ministry": letter.ministries[0].id,
        "year": str(letter.date.year) if letter.date else None,
    }
    return {key: value for key, value in values.items() if key == name and value}
