"""Make `vocabulary.tsv.xz`, the words of the generated letters, from the shared lexicon.

Usage: python make_vocabulary.py dutch-words.tsv.xz [vocabulary.tsv.xz]

Keeps the most frequent words. A word's frequency is the mean of its shares in general Dutch and in the statutes
(letters to Parliament read like both), written per 100 million words; ``n`` marks the nouns of which compounds are
made. README.md names the sources and their licences.
"""

import csv
import lzma
import sys
from pathlib import Path
from typing import Final

WORDS: Final = 60_000
SCALE: Final = 100_000_000


def read_lexicon(path: Path) -> list[tuple[str, float, str]]:
    """Words with their share of all running words (the two columns each sum to one, then averaged) and noun mark."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [
            (row["word"], int(row["per_100M_general"]), int(row["per_100M_statutes"]), row["noun"])
            for row in csv.DictReader(file, delimiter="\t")
        ]
    general = sum(row[1] for row in rows)
    statutes = sum(row[2] for row in rows)
    return [(word, (first / general + second / statutes) / 2, noun) for word, first, second, noun in rows]


def write_vocabulary(words: list[tuple[str, float, str]], path: Path) -> None:
    """Write the `WORDS` most frequent words, most frequent first, as word TAB count TAB noun mark."""
    kept = sorted(words, key=lambda row: (-row[1], row[0]))[:WORDS]
    lines = [f"{word}\t{max(1, round(share * SCALE))}\t{noun}\n" for word, share, noun in kept]
    with lzma.open(path, "wt", encoding="utf-8", preset=9) as file:
        file.writelines(["word\tper_100M\tnoun\n", *lines])


def main() -> None:
    """Read the lexicon named first on the command line; write the vocabulary beside this file unless told otherwise."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).with_name("vocabulary.tsv.xz")
    write_vocabulary(read_lexicon(Path(sys.argv[1])), target)


if __name__ == "__main__":
    main()
