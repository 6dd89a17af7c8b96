"""Letter-like Dutch, made up: as many letters as a measurement needs, the same ones every time.

Words are drawn by their real frequency (`vocabulary.tsv.xz`), a part of them from the letter's own topic, so that words
that belong together meet; about one word in ninety is a compound made on the spot, so that the vocabulary keeps growing
as in real text. Lengths are lognormal. Sentences mean nothing.

Letter number i depends on the seed, the median length and i only: any range can be made apart, in any process.
"""

import datetime
import lzma
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from names import DOSSIERS, MINISTRIES, MISSIONS, SHORT_WORDS, SIGNATORIES, STOCK_PHRASES
from numpy.typing import NDArray

from index.letter import Letter, Mission, Named, Signatory

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

VOCABULARY: Final = Path(__file__).with_name("vocabulary.tsv.xz")
SIGMA: Final = 0.9
"""Spread of the logarithm of the length: with a median of 600 words one letter in 20,000 reaches the longest."""
SHORTEST, LONGEST = 40, 20_000
SHORT_SHARE: Final = 0.2
TOPICS: Final = 64
TOPIC_SHARE: Final = 0.3
COMMA, COMPOUND, STOCK = 0.05, 0.062, 0.072
"""Bounds on one number drawn for each word: below the first a comma follows it, below the second it becomes the first
part of a compound, below the third a stock phrase stands in its place."""
SENTENCES_A_PARAGRAPH: Final = 4.5
FIRST_DAY, LAST_DAY = datetime.date(1995, 1, 1), datetime.date(2026, 6, 30)
DATE_SKEW: Final = 0.7
"""Below one, later years have more letters than earlier ones."""

PLAIN, CAPITAL, COMMA_AFTER, STOP_AFTER, PARAGRAPH_AFTER, FIRST_PART = range(6)
FORMS: Final = 6
LINKED_ENDINGS: Final = ("ing", "heid", "teit", "schap", "ie")
"""Nouns that take an s as the first part of a compound (regeringsbesluit); -ie does so often enough."""


class Tables(NamedTuple):
    """What drawing needs. Cumulative shares (float64, ending in 1) go with word numbers (int64) of the same length.

    ``forms`` holds, for word w in form f, its spelling with what follows it at ``w * FORMS + f`` (object array of str).
    """

    forms: NDArray[np.object_]
    shares: Floats
    topics: tuple[tuple[Integers, Floats], ...]
    nouns: tuple[Integers, Floats]


class LetterGenerator:
    """Makes letters with lengths around ``median`` words. Loading the vocabulary takes about a third of a second."""

    def __init__(self, *, seed: int = 1, median: int = 600) -> None:
        self._seed = seed
        self._median = median
        self._tables = load_tables()
        self._mission_shares = 0.5 / np.arange(1, len(MISSIONS) + 1) ** 1.1
        self._ministry_shares = _zipf(len(MINISTRIES))
        self._dossier_shares = _zipf(len(DOSSIERS))
        self._stock_shares = _zipf(len(STOCK_PHRASES))

    def letters(self, start: int, stop: int) -> Iterator[Letter]:
        """The letters numbered ``start`` to ``stop``, the last one left out."""
        return (self.letter(number) for number in range(start, stop))

    def letter(self, number: int) -> Letter:
        """The letter of this number, counted from 0."""
        rng = np.random.default_rng((self._seed, self._median, number))
        topic = self._tables.topics[int(rng.integers(TOPICS))]
        missions = [MISSIONS[i] for i in np.flatnonzero(rng.random(len(MISSIONS)) < self._mission_shares)]
        ministries = [MINISTRIES[i] for i in self._ministries(rng)]
        dossier = DOSSIERS[_draw(self._dossier_shares, rng, 1)[0]]
        letter_number = str(number + 1)
        identifier = f"kst-{dossier}-{letter_number}"
        return Letter(
            id=identifier,
            title=self._title(rng, topic, missions),
            text=self._text(rng, topic, missions),
            path=f"{number // 1000:04d}/{identifier}.md",
            date=_date(rng),
            place="Den Haag",
            dossiers=(dossier,),
            number=letter_number,
            ministries=tuple(Named(*ministry) for ministry in ministries),
            missions=tuple(Mission(*mission) for mission in missions),
            signatories=tuple(
                Signatory(f"De Minister {'voor' if key == 'bhos' else 'van'} {label}", SIGNATORIES[i])
                for (key, label), i in zip(
                    ministries, rng.permutation(len(SIGNATORIES))[: len(ministries)], strict=True
                )
            ),
        )

    def _ministries(self, rng: np.random.Generator) -> list[int]:
        """One to three ministries, each once, in the order of their list."""
        return sorted(set(_draw(self._ministry_shares, rng, int(_draw(np.array([0.6, 0.9, 1.0]), rng, 1)[0]) + 1)))

    def _title(self, rng: np.random.Generator, topic: tuple[Integers, Floats], missions: list[tuple[str, str]]) -> str:
        words, shares = topic
        chosen = words[np.searchsorted(shares, rng.random(int(rng.integers(3, 8))))]
        indexes = chosen * FORMS + PLAIN
        indexes[0] += CAPITAL
        title = "".join(self._tables.forms[indexes])
        return f"{title}{missions[0][1]}" if missions and rng.random() < 0.6 else title.rstrip()

    def _text(self, rng: np.random.Generator, topic: tuple[Integers, Floats], missions: list[tuple[str, str]]) -> str:
        length = math.exp(math.log(self._median) + SIGMA * rng.standard_normal())
        size = int(min(max(round(length), SHORTEST), LONGEST))
        words, forms = self._words(rng, topic, size), _sentences(rng, size)
        marks = rng.random(size)
        inside = forms == PLAIN
        forms[inside & (marks < COMMA)] = COMMA_AFTER
        self._join_compounds(rng, words, forms, np.flatnonzero(inside & (marks >= COMMA) & (marks < COMPOUND)))
        pieces: list[str] = self._tables.forms[words * FORMS + forms].tolist()
        places = np.flatnonzero(inside & (marks >= COMPOUND) & (marks < STOCK))
        for place, phrase in zip(places.tolist(), _draw(self._stock_shares, rng, len(places)), strict=True):
            pieces[place] = STOCK_PHRASES[phrase] + " "
        self._name_missions(rng, pieces, np.flatnonzero((forms == PLAIN) & (marks >= STOCK)), missions)
        return "".join(pieces)

    def _words(self, rng: np.random.Generator, topic: tuple[Integers, Floats], size: int) -> Integers:
        words = np.searchsorted(self._tables.shares, rng.random(size))
        own = np.flatnonzero(rng.random(size) < TOPIC_SHARE)
        words[own] = topic[0][np.searchsorted(topic[1], rng.random(len(own)))]
        return words

    def _join_compounds(self, rng: np.random.Generator, words: Integers, forms: Integers, places: Integers) -> None:
        """Put two nouns at each of these places and the next; the first loses the space behind it."""
        nouns, shares = self._tables.nouns
        drawn = nouns[np.searchsorted(shares, rng.random(2 * len(places)))]
        words[places], words[places + 1] = drawn[: len(places)], drawn[len(places) :]
        forms[places] = FIRST_PART

    @staticmethod
    def _name_missions(
        rng: np.random.Generator, pieces: list[str], places: Integers, missions: list[tuple[str, str]]
    ) -> None:
        """Name each mission once or more often, at places inside sentences."""
        for _, label in missions:
            for place in rng.choice(places, int(rng.geometric(0.4))).tolist():
                pieces[place] = label + " "


def load_tables() -> Tables:
    """Read the vocabulary; function words of two letters come before it, with a fifth of the running words."""
    words, counts, is_noun = list(SHORT_WORDS), [0.0] * len(SHORT_WORDS), [False] * len(SHORT_WORDS)
    with lzma.open(VOCABULARY, "rt", encoding="utf-8") as file:
        next(file)
        for line in file:
            word, count, noun = line.rstrip("\n").split("\t")
            words.append(word)
            counts.append(float(count))
            is_noun.append(bool(noun))
    frequencies = np.array(counts)
    frequencies *= (1 - SHORT_SHARE) / frequencies.sum()
    frequencies[: len(SHORT_WORDS)] = np.diff(_zipf(len(SHORT_WORDS)), prepend=0.0) * SHORT_SHARE
    content = np.arange(len(words))[len(SHORT_WORDS) + 200 :]
    nouns = content[np.array(is_noun)[content]]
    return Tables(
        forms=np.array([form for word in words for form in _forms(word)], dtype=np.object_),
        shares=_cumulative(frequencies),
        topics=tuple(
            (content[first::TOPICS], _cumulative(frequencies[content[first::TOPICS]])) for first in range(TOPICS)
        ),
        nouns=(nouns, _cumulative(frequencies[nouns])),
    )


def markdown(letter: Letter) -> str:
    """The letter as a Markdown file with everything in its front matter."""
    head = {
        "id": letter.id,
        "title": letter.title,
        "date": letter.date,
        "dossier": letter.dossier,
        "number": letter.number,
        "ministries": [ministry.label for ministry in letter.ministries],
        "missions": [mission.label for mission in letter.missions],
        "signatories": [{"role": person.role, "name": person.name} for person in letter.signatories],
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in head.items()]
    return "\n".join(["---", *lines, "---", "", letter.text, ""])


def plain_text(letter: Letter) -> str:
    """The letter as a plain text file, with the head and the signatures of a printed one."""
    assert letter.date is not None
    assert letter.dossier is not None
    heading = ", ".join(person.role.removeprefix("De Minister ") for person in letter.signatories)
    day = f"{letter.date.day} {MONTHS[letter.date.month - 1]} {letter.date.year}"
    return "\n".join(
        [
            f"{letter.dossier[:2]} {letter.dossier[2:]} {letter.title}",
            "",
            f"Nr. {letter.number} BRIEF VAN DE MINISTER{'S' if len(letter.signatories) > 1 else ''} {heading.upper()}",
            "",
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
            "",
            f"{letter.place}, {day}",
            "",
            letter.text,
            *(f"\n{person.role},\n{person.name}" for person in letter.signatories),
            "",
        ]
    )


MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
FILE_FORMS: Final = {".md": markdown, ".txt": plain_text}


def write_letters(letters: Iterable[Letter], folder: Path, suffix: str = ".md") -> int:
    """Write each letter as a file with this suffix (``.md`` or ``.txt``) below ``folder``; returns how many."""
    count = 0
    for letter in letters:
        path = (folder / letter.path).with_suffix(suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILE_FORMS[suffix](letter), encoding="utf-8")
        count += 1
    return count


def _zipf(size: int) -> Floats:
    """Cumulative shares of ``size`` things whose frequencies go as 1/rank."""
    return _cumulative(1.0 / np.arange(1, size + 1))


def _cumulative(frequencies: Floats) -> Floats:
    shares: Floats = np.cumsum(frequencies) / frequencies.sum()
    shares[-1] = 1.0
    return shares


def _draw(shares: Floats, rng: np.random.Generator, size: int) -> list[int]:
    drawn: list[int] = np.searchsorted(shares, rng.random(size), side="right").tolist()
    return drawn


def _forms(word: str) -> tuple[str, ...]:
    """The spellings of a word, in the order of PLAIN to FIRST_PART."""
    capital = word[0].upper() + word[1:]
    link = "s" if word.endswith(LINKED_ENDINGS) else ""
    return word + " ", capital + " ", word + ", ", word + ". ", word + ".\n\n", word + link


def _sentences(rng: np.random.Generator, size: int) -> Integers:
    """The form of each word: sentences of 8 to 28 words, paragraphs of a few sentences, a full stop at the end."""
    ends = np.cumsum(rng.integers(8, 29, size // 8 + 1)) - 1
    ends = ends[ends < size - 8]
    forms = np.full(size, PLAIN, dtype=np.int64)
    forms[ends] = np.where(rng.random(len(ends)) < 1 / SENTENCES_A_PARAGRAPH, PARAGRAPH_AFTER, STOP_AFTER)
    forms[ends + 1] = CAPITAL
    forms[0] = CAPITAL
    forms[-1] = STOP_AFTER
    return forms


def _date(rng: np.random.Generator) -> datetime.date:
    days = (LAST_DAY - FIRST_DAY).days + 1
    return FIRST_DAY + datetime.timedelta(days=int(rng.random() ** DATE_SKEW * days))


def _yaml(value: Any) -> str:
    """A string, date or (nested) list as YAML flow style, strings quoted."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_yaml(item)}' for name, item in value.items())}}}"
    return "'" + str(value).replace("'", "''") + "'"
