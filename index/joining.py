"""Lines -> running text: the words that line ends divided made whole, real hyphens kept."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_OPENING = "«‹“”„‚‘’\"'([{–—"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_KEEPS_SPACE = frozenset({"en", "of", "en/of", "dan", "noch"})
_ACRONYM = 5  # letters; longer words in capitals stand in a heading
_KEEPS_HYPHEN = frozenset({"niet", "vice"})
_APART = 3  # lines; where so many end in a space and a hyphen, these divide words, as pdftotext writes them
_INSIDE_ADDRESS = tuple("/_=&?%-")


class Joiner:
    """Joins lines to running text; how a word is written is what its other places in ``text`` tell."""

    def __init__(self, text: Iterable[str] = ()) -> None:
        lines = list(text)
        self._attested = _attested(lines) if any(line.endswith("-") for line in lines) else Counter()
        self._parts_hyphens = sum(line.endswith(" -") and line[-3:-2].isalpha() for line in lines) >= _APART

    def joined(self, lines: Sequence[str]) -> str:
        """The lines as one: words that were divided whole, addresses of the web without spaces."""
        parts = list(lines[:1])
        for line in lines[1:]:
            if self._parts_hyphens and parts[-1].endswith(" -") and line[:1].islower():
                parts[-1] = f"{parts[-1][:-2]}-"
            before = parts[-1].rpartition(" ")[2]
            if "://" in before or before.startswith("www."):
                goes_on = before.endswith(_INSIDE_ADDRESS) or (before.endswith(".") and line[:1].islower())
                parts.append("" if goes_on else " ")
            elif left := _last_word(before):
                parts[-1] = parts[-1][:-1]
                parts.append(self._between(left, _first_word(line)))
            else:
                parts.append(" ")
            parts.append(line)
        return "".join(parts)

    def _between(self, left: str, right: str) -> str:
        """What stands between two halves of a word (or two words) that a line end divided: nothing, ``-`` or ``- ``."""
        if right.lower() in _KEEPS_SPACE:
            return "- "
        whole, divided = self._attested[f"{left}{right}".lower()], self._attested[f"{left}-{right}".lower()]
        if whole or divided:
            return "" if whole >= divided else "-"
        part = left.rpartition("-")[2]
        if part.isupper() and right.isupper() and len(part) > _ACRONYM:
            return ""
        if part.isupper() or part.isdigit() or not right[:1].islower():
            return "-"
        keeps = part.lower() in _KEEPS_HYPHEN or (part[0].isupper() and f"{part}-".lower() in self._attested)
        return "-" if keeps else ""


def _attested(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in the lines; for ``Takuba-partner`` also ``takuba-``, the part before a hyphen."""
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    for word in [word for word in words if "-" in word]:
        words.update(f"{part}-" for part in word.split("-")[:-1])
    return words


def _last_word(word: str) -> str:
    """A word without the hyphen that ends it; empty without one, and when the hyphen is a dash."""
    left = word[:-1].lstrip(_OPENING) if word.endswith("-") else ""
    return left if left[-1:].isalnum() else ""


def _first_word(line: str) -> str:
    match = _WORD.match(line)
    return match.group() if match else ""
