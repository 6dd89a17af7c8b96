"""Tokens -> terms: the one place, for index and question alike.

A word gives one term at each of two levels: *exact* (folded) and *stem* (folded Kraaij-Pohlmann stem of the lemma,
which is the word's dictionary form: Kraaij & Pohlmann, "Porter's stemming algorithm for Dutch", 1994, as in Snowball's
``dutch``). A compound gives at a third, *part*, the stem of each of its parts. Function words, acronyms in capitals,
names and words with digits live at the exact level only.
"""

import csv
import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from importlib.resources import files
from typing import Final, NamedTuple, Protocol

import snowballstemmer

from index.schema import PART, WORD_LEVELS, Level
from index.tokens import OPEN, Token

CHAIN: Final = 5
"""Version of the rules of this module, `index.tokens` and `index.compounds`: an index made by others is refused."""

_PROBE: Final = (
    "terugtrekken",
    "missies",
    "beëindiging",
    "geïntegreerd",
    "vredesakkoorden",
    "burgerslachtoffers",
    "veiligheid",
    "militaire",
    "onderzocht",
    "ministeries",
    "waarnemers",
    "gevaren",
    "huizen",
    "laatste",
)
"""Words whose stems show which version of the stemmer is at work (asking its package's metadata takes 50 ms)."""

_MAX_CACHE: Final = 300_000
_XZ_END: Final = 64
"""The last bytes of an xz file; they have the CRC-64 of its content (The .xz File Format, 1.2.1, 3.4)."""
_LONGEST_ACRONYM: Final = 4
"""Letters; a longer word in capitals that is known in small letters stands in a heading."""
_HYPHEN: Final = re.compile(r"[-‑–]")
_APOSTROPHE: Final = re.compile(r"['’ʼ´‘]")


class Terms(NamedTuple):
    """The terms of one word; ``stem`` is None for words that live at the exact level only.

    ``parts`` are the stems of a compound's parts. An acronym that is another word in small letters (*IS*) is its own
    stem, in capitals, as nothing else is.
    """

    exact: str
    stem: str | None = None
    parts: tuple[str, ...] = ()

    @property
    def is_acronym(self) -> bool:
        """Whether this is an acronym that is another word in small letters."""
        return self.stem is not None and self.stem.isupper()

    @property
    def asked(self) -> tuple[str | None, str | None]:
        """What a question asks for at the levels of words: of an acronym that is its own stem, not the exact word."""
        return (None if self.is_acronym else self.exact), self.stem

    def by_level(self) -> list[tuple[Level, str]]:
        """Every term with its level."""
        words = zip(WORD_LEVELS, (self.exact, self.stem), strict=True)
        return [(level, term) for level, term in words if term] + [(PART, part) for part in self.parts]


class Dictionary(Protocol):
    """What is known of lower-case words."""

    def lemma(self, form: str) -> str:
        """The lemma of a form, its accents restored; the form itself when there is none."""
        ...

    def known(self, form: str) -> bool:
        """Whether it is a word at all."""
        ...

    def parts(self, form: str) -> tuple[str, ...]:
        """The words that a compound consists of; nothing for other words."""
        ...


class Lexicon(NamedTuple):
    """Function words, the acronyms that are other words in small letters, and what lemmatiser or stemmer get wrong."""

    stopwords: frozenset[str]
    acronyms: frozenset[str]
    lemma_exceptions: dict[str, str]
    stem_exceptions: dict[str, str]
    fingerprint: str


def load_lexicon() -> Lexicon:
    """Read the data files of ``index/lexicon``."""
    folder = files("index") / "lexicon"
    words = (folder / "stopwords.txt").read_text(encoding="utf-8")
    table = (folder / "exceptions.tsv").read_text(encoding="utf-8")
    exceptions: dict[str, dict[str, str]] = {"acronym": {}, "lemma": {}, "stem": {}}
    for row in csv.DictReader(table.splitlines(), delimiter="\t"):
        exceptions[row["level"]][row["form"]] = row["value"]
    with (folder / "words.tsv.xz").open("rb") as file:
        file.seek(-_XZ_END, os.SEEK_END)
        content = file.read()
    fingerprint = hashlib.sha256(b"\0".join([words.encode(), table.encode(), content])).hexdigest()[:16]
    return Lexicon(
        frozenset(words.split()), frozenset(exceptions["acronym"]), exceptions["lemma"], exceptions["stem"], fingerprint
    )


def fold(word: str) -> str:
    """Lower case, straight apostrophes and hyphens, without diacritics: ``Beéindigen’s`` -> ``beeindigen's``."""
    if word.isascii():
        return word.lower()
    word = _HYPHEN.sub("-", _APOSTROPHE.sub("'", word.lower()))
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def fingerprint(lexicon: Lexicon) -> str:
    """Rules, word lists and stemmer in one word: two analysers with the same one give the same terms."""
    stemmer = snowballstemmer.stemmer("dutch")
    probe = " ".join(stemmer.stemWord(word) for word in _PROBE)
    return f"{CHAIN}-{lexicon.fingerprint}-{hashlib.sha256(probe.encode()).hexdigest()[:8]}"


class Analyzer:
    """Words -> terms, remembered per word form (safe to share between threads)."""

    def __init__(self, dictionary: Dictionary, lexicon: Lexicon) -> None:
        self._dictionary = dictionary
        self._lexicon = lexicon
        self._stemmer = snowballstemmer.stemmer("dutch")
        self._cache: dict[str, Terms] = {}
        self._stems: dict[str, str | None] = {}

    @property
    def acronyms(self) -> frozenset[str]:
        """The acronyms that are other words in small letters."""
        return self._lexicon.acronyms

    def is_stopword(self, word: str) -> bool:
        """True for a function word, which counts only inside quotes or when nothing else was typed."""
        return fold(word) in self._lexicon.stopwords and word not in self._lexicon.acronyms

    def is_acronym(self, words: Sequence[Token]) -> bool:
        """Whether this is one word, and an acronym that is another word in small letters: quoted or not, it is that."""
        return len(words) == 1 and self.terms(words[0].text).is_acronym

    def is_known(self, word: str) -> bool:
        """True for a word of the dictionary."""
        return self._dictionary.known(word.lower())

    def terms(self, word: str) -> Terms:
        """The terms of one token's text."""
        terms = self._cache.get(word)
        if terms is None:
            if len(self._cache) >= _MAX_CACHE:
                self._cache.clear()
            terms = self._cache[word] = self._analyse(word)
        return terms

    def stem(self, word: str) -> str | None:
        """The stem of `terms`, for who does not need the parts, which take most of the time."""
        stem = self._stems.get(word, "")
        if stem == "":
            if len(self._stems) >= _MAX_CACHE:
                self._stems.clear()
            stem = self._stems[word] = self._analyse(word, in_parts=False).stem
        return stem

    def _analyse(self, word: str, *, in_parts: bool = True) -> Terms:
        if OPEN in word:
            return self.terms(self._completed(*word.split(OPEN, 1)))
        exact = fold(word)
        if word in self._lexicon.acronyms:
            return Terms(exact, word)
        if exact in self._lexicon.stopwords:
            return Terms(exact)
        *before, surface = _HYPHEN.split(word)
        form = surface.lower()
        if not form.isalpha():
            return Terms(exact)
        known = self._dictionary.known(form)
        if surface.isupper() and len(surface) > 1 and (not known or len(surface) <= _LONGEST_ACRONYM):
            return Terms(exact)
        may_be_name = surface[0].isupper() and not known
        parts = self._dictionary.parts(form) if not before and (in_parts or may_be_name) else ()
        if may_be_name and not parts:
            return Terms(exact)
        lemma = self._dictionary.lemma(form)
        head = exact[: exact.rfind("-") + 1]
        stems = tuple(dict.fromkeys(self._stem(self._dictionary.lemma(part)) for part in parts))
        return Terms(exact, head + self._stem(lemma), stems)

    def _stem(self, lemma: str) -> str:
        return fold(self._lexicon.stem_exceptions.get(lemma) or self._stemmer.stemWord(lemma))

    def _completed(self, head: str, tail: str) -> str:
        """What the first word of a shortened pair stands for: ``in`` beside ``uitvoer`` for ``invoer``."""
        form = tail.lower()
        for last in (*self._dictionary.parts(form)[-1:], *(form[place:] for place in range(2, len(form) - 2))):
            if self._dictionary.known(head.lower() + last):
                return head + last
        parts = self._dictionary.parts(form)
        return head + (parts[-1] if parts else tail)
