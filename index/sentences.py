"""The sentences of a text that is cut into words and signs."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.names import name_key

_SENTENCE_ENDS = frozenset(".!?\n")
_ABBREVIATIONS = frozenset(
    {
        "art",
        "bijv",
        "blz",
        "ca",
        "cq",
        "dd",
        "dhr",
        "dr",
        "drs",
        "hr",
        "ing",
        "ir",
        "jhr",
        "mld",
        "mln",
        "mr",
        "ms",
        "mw",
        "nl",
        "no",
        "nr",
        "nrs",
        "prof",
        "st",
        "vgl",
        "zgn",
        "zr",
    }
)
_REACH = 200  # words; no sentence is longer


class Sentences:
    """The sentences of a tokenised text, worked out when first asked for, and its ``title``, folded likewise."""

    def __init__(self, tokens: Sequence[str], title: str) -> None:
        self._tokens = tokens
        self.title = f" {name_key(title)}"
        self._ends: list[int] = []
        self._sentences: dict[int, str] = {}

    def at(self, position: int) -> str:
        """The folded words of the sentence that the token at ``position`` stands in, each after a space."""
        if not self._ends:
            self._ends = [*_sentence_ends(self._tokens)]
        number = bisect_right(self._ends, position)
        if number not in self._sentences:
            words = self._tokens[self._ends[number - 1] if number else 0 : self._ends[number]]
            self._sentences[number] = f" {name_key(' '.join(words))}"
        return self._sentences[number]


def _sentence_ends(tokens: Sequence[str]) -> Iterator[int]:
    """Where each sentence ends (exclusive); one of more than `_REACH` tokens is cut, so that time stays linear."""
    start = 0
    for position in range(len(tokens)):
        if position - start >= _REACH or _ends_sentence(tokens, position):
            start = position + 1
            yield start
    yield len(tokens) + 1


def _ends_sentence(tokens: Sequence[str], position: int) -> bool:
    """True for a sign that ends a sentence; a full stop only before a capital, and not after an abbreviation."""
    if tokens[position] not in _SENTENCE_ENDS or tokens[position] != ".":
        return tokens[position] in _SENTENCE_ENDS
    before = tokens[position - 1].lower() if position else ""
    after = tokens[position + 1] if position + 1 < len(tokens) else "\n"
    return len(before) > 1 and before not in _ABBREVIATIONS and (after == "\n" or after[0].isupper())
