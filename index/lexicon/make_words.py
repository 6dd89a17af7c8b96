"""Make `words.tsv.xz`, the words that compounds are made of, from the shared lexicon.

Usage: python make_words.py dutch-words.tsv.xz [words.tsv.xz]

The lexicon has a line for each word: the word, its count per 100 million words of general Dutch and of statutes, and
``n`` for a noun. Kept are the words with a count. A word's frequency is the mean of its shares in both (letters to
Parliament read like both), and is written as a level (`index.compounds.level`). The file has a line for each level and
kind: the level, ``n`` for nouns, and their words. README.md names the sources and their licences.
"""

import csv
import lzma
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from index.compounds import BOUND, level

_SCALE: Final = 100_000_000
_HEADER: Final = "level\tnoun\twords"


def read_lexicon(path: Path) -> dict[str, tuple[float, str]]:
    """Word -> count per 100 million words, noun mark; without the words that were never met."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    general = [int(row["per_100M_general"]) for row in rows]
    statutes = [int(row["per_100M_statutes"]) for row in rows]
    scales = _SCALE / 2 / sum(general), _SCALE / 2 / sum(statutes)
    return {
        row["word"]: (first * scales[0] + second * scales[1], row["noun"])
        for row, first, second in zip(rows, general, statutes, strict=True)
        if first or second
    }


def add_bound(words: dict[str, tuple[float, str]]) -> None:
    """Give the forms that occur only inside compounds the count of their word, or else of its plural (``eieren``)."""
    for form, word in BOUND.items():
        count, _ = words.get(word) or words[f"{form}en"]
        words[form] = count, "n"


def write_words(words: dict[str, tuple[float, str]], path: Path) -> None:
    """Write a line for each level and noun mark, least frequent first, each with its words in alphabetic order."""
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    for word, (count, noun) in sorted(words.items()):
        lines[level(count), noun].append(word)
    text = [f"{step}\t{noun}\t{' '.join(forms)}" for (step, noun), forms in sorted(lines.items())]
    path.write_bytes(lzma.compress("\n".join([_HEADER, *text, ""]).encode(), preset=9 | lzma.PRESET_EXTREME))


def main() -> None:
    """Read the lexicon named first on the command line; write beside this file unless told otherwise."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    words = read_lexicon(Path(sys.argv[1]))
    add_bound(words)
    write_words(words, Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).with_name("words.tsv.xz"))


if __name__ == "__main__":
    main()
