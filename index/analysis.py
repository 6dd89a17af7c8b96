"""Text -> tokens -> terms: the one place, for index and question alike.

A word gives one term at each of three levels: *exact* (folded), *lemma* (folded dictionary form) and *stem* (folded
Kraaij-Pohlmann stem of the lemma: Kraaij & Pohlmann, "Porter's stemming algorithm for Dutch", 1994, as in Snowball's
``dutch``). Function words, acronyms in capitals and words with digits live at the exact level only.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable
from importlib.resources import files
from typing import Final, NamedTuple

import snowballstemmer

CHAIN: Final = 1
"""Version of the rules in this module; an index made by other rules is refused."""

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

_MAX_WORD: Final = 100
_MAX_CACHE: Final = 100_000
_PIECE: Final = r"[^\W_]+(?:['’ʼ´‘][^\W_]+)*"
_WORD: Final = re.compile(rf"{_PIECE}(?:[-‑–]{_PIECE})*")
_HYPHEN: Final = re.compile(r"[-‑–]")
_APOSTROPHE: Final = re.compile(r"['’ʼ´‘]")
_POSSESSIVE: Final = re.compile(r"(?<=[aeiouyAEIOUYA-Z0-9])['’ʼ´‘]s\Z")
_ELISION: Final = re.compile(r"(?:[dlns]|qu)['’ʼ´‘](?=[^\W_]{3})", re.IGNORECASE)


class Token(NamedTuple):
    """A word as it stands in the text: its characters, their half-open range, and its word position."""

    text: str
    start: int
    end: int
    position: int


class Terms(NamedTuple):
    """The terms of one word; ``lemma`` and ``stem`` are None for words that live at the exact level only."""

    exact: str
    lemma: str | None
    stem: str | None


class Lexicon(NamedTuple):
    """Function words, and the words that lemmatiser or stemmer get wrong (form -> value)."""

    stopwords: frozenset[str]
    lemma_exceptions: dict[str, str]
    stem_exceptions: dict[str, str]
    fingerprint: str


def load_lexicon() -> Lexicon:
    """Read the data files of ``index/lexicon``."""
    folder = files("index") / "lexicon"
    words = (folder / "stopwords.txt").read_text(encoding="utf-8")
    table = (folder / "exceptions.tsv").read_text(encoding="utf-8")
    exceptions: dict[str, dict[str, str]] = {"lemma": {}, "stem": {}}
    for row in csv.DictReader(table.splitlines(), delimiter="\t"):
        exceptions[row["level"]][row["form"]] = row["value"]
    fingerprint = hashlib.sha256((words + "\0" + table).encode()).hexdigest()[:16]
    return Lexicon(frozenset(words.split()), exceptions["lemma"], exceptions["stem"], fingerprint)


def fold(word: str) -> str:
    """Lower case, straight apostrophes and hyphens, without diacritics: ``Beéindigen’s`` -> ``beeindigen's``."""
    if word.isascii():
        return word.lower()
    word = _HYPHEN.sub("-", _APOSTROPHE.sub("'", word.lower()))
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def is_plain(text: str) -> bool:
    """True for a word of nothing but letters and digits, which is one token as it stands."""
    return text.isalnum() and len(text) <= _MAX_WORD


def tokens(text: str) -> list[Token]:
    """The words of a text in order.

    A hyphenated word comes whole first, at the position of its first piece, then piece by piece at consecutive
    positions, so that ``VN-missie`` and ``VN missie`` meet in a phrase. A word with an elision (``N'Djamena``) comes
    whole, then the part behind it (``Djamena``) at the same position. Words are cut at 100 characters.
    """
    found: list[Token] = []
    position = 0
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        pieces = _HYPHEN.split(word)
        if len(pieces) > 1:
            found.append(_token(word, start, position))
        for piece in pieces:
            found.append(_token(piece, start, position))
            elision = _ELISION.match(piece)
            if elision:
                found.append(_token(piece[elision.end() :], start + elision.end(), position))
            start += len(piece) + 1
            position += 1
    return found


def whole_words(found: list[Token]) -> list[Token]:
    """The tokens as a person counts words: a hyphenated one whole, without its pieces."""
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def pieces(found: list[Token]) -> list[Token]:
    """One token for each position: a hyphenated word as its pieces."""
    flat: dict[int, Token] = {}
    for token in found:
        shown = flat.get(token.position)
        if shown is None or token.end < shown.end:
            flat[token.position] = token
    return list(flat.values())


def _token(word: str, start: int, position: int) -> Token:
    base = _POSSESSIVE.sub("", word)[:_MAX_WORD]
    return Token(base, start, start + len(word), position)


class Analyzer:
    """Words -> terms, remembered per word form (safe to share between threads)."""

    def __init__(self, lemma: Callable[[str], str], lexicon: Lexicon) -> None:
        self._lemma = lemma
        self._lexicon = lexicon
        self._stemmer = snowballstemmer.stemmer("dutch")
        self._cache: dict[str, Terms] = {}
        probe = " ".join(self._stemmer.stemWord(word) for word in _PROBE)
        self.fingerprint = f"{CHAIN}-{lexicon.fingerprint}-{hashlib.sha256(probe.encode()).hexdigest()[:8]}"
        """Rules, word lists and stemmer in one word: two analysers with the same one give the same terms."""

    def is_stopword(self, word: str) -> bool:
        """True for a function word, which counts only inside quotes or when nothing else was typed."""
        return fold(word) in self._lexicon.stopwords

    def terms(self, word: str) -> Terms:
        """The terms of one token's text."""
        terms = self._cache.get(word)
        if terms is None:
            if len(self._cache) >= _MAX_CACHE:
                self._cache.clear()
            terms = self._cache[word] = self._analyse(word)
        return terms

    def _analyse(self, word: str) -> Terms:
        exact = fold(word)
        if exact in self._lexicon.stopwords:
            return Terms(exact, None, None)
        head, hyphen, last = exact.rpartition("-")
        surface = word[len(word) - len(last) :]
        if (surface.isupper() and len(surface) > 1) or not last.isalpha():
            return Terms(exact, None, None)
        lemma = self._lemma(surface.lower())
        stem = self._lexicon.stem_exceptions.get(lemma) or self._stemmer.stemWord(lemma)
        return Terms(exact, head + hyphen + fold(lemma), head + hyphen + fold(stem))
