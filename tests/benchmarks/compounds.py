"""How well compounds are split, and how fast: our splitter beside others, on words that nothing was tuned on.

Usage: python tests/benchmarks/compounds.py [--hunspell DIR/nl_NL]

The gold is `tests/cases/compounds-dev.tsv` in alphabetic order. On its first half our splitter was tuned, and the peers
are, by `tuned`; the table shows *part-F1* (`part_f1`) on the second half, with precision and recall, and how many
different words a second are split. Peers: tantivy's SplitCompound filter (with ``make bench``) over the frequent words
of our list, and the compound flags of Hunspell's Dutch dictionary (Debian: ``hunspell-nl``), which ``--hunspell``
names without its extension and the package ``spylls`` reads. The table says which were left out and why.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import snowballstemmer

from index.analysis import fold, load_lexicon
from index.compounds import Splitter, load_words
from index.lemmas import LemmaTable, write_lemmas

CASES: Final = Path(__file__).parent.parent / "cases" / "compounds-dev.tsv"

Lemma = Callable[[str], str]
Parts = Callable[[str], tuple[str, ...]]
Gold = list[tuple[str, tuple[str, ...]]]


class Score(NamedTuple):
    """Part-F1 with its precision and recall."""

    f1: float
    precision: float
    recall: float


def read_gold() -> tuple[Gold, Gold]:
    """The words with the lemmas of their parts (none if no compound), in two halves by the alphabet."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[1:]
    rows = sorted((word, tuple(filter(None, parts.split("+")))) for word, parts in (line.split("\t") for line in lines))
    return rows[: len(rows) // 2], rows[len(rows) // 2 :]


def dictionary(words: Mapping[str, object]) -> Lemma:
    """Form -> lemma, as an index has it. Takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lemmas"
        write_lemmas(path, load_lexicon().lemma_exceptions, words)
        return cache(LemmaTable(path).lemma)


def part_f1(parts: Parts, gold: Gold, lemma: Lemma) -> Score:
    """How well a splitter finds the parts of words, whatever it leaves on them of links and inflection.

    Of each word, its different parts are compared with the gold's: a part is right when its stem, or its lemma's stem,
    is also the stem, or the lemma's stem, of a part of the gold that no other part has matched. All parts of all words
    count alike (micro-average): precision is right / found, recall right / gold, F1 their harmonic mean. A word that is
    not split has no parts, so that splitting what the gold keeps whole costs precision.
    """
    stemmer = snowballstemmer.stemmer("dutch")

    @cache
    def stems(part: str) -> frozenset[str]:
        return frozenset(fold(stemmer.stemWord(form)) for form in (part, lemma(part)))

    right = found = wanted = 0
    for word, gold_parts in gold:
        ours = dict.fromkeys(parts(word))
        left = list(dict.fromkeys(gold_parts))
        found, wanted = found + len(ours), wanted + len(left)
        for part in ours:
            match = next((other for other in left if stems(part) & stems(other)), None)
            if match is not None:
                left.remove(match)
                right += 1
    return Score(2 * right / ((found + wanted) or 1), right / (found or 1), right / (wanted or 1))


def tuned(candidates: Iterable[Parts], gold: Gold, lemma: Lemma) -> Parts:
    """The splitter that does best on ``gold``."""
    return max(candidates, key=lambda parts: part_f1(parts, gold, lemma).f1)


def tantivy_splitters(values: Mapping[str, int]) -> list[Parts]:
    """tantivy's SplitCompound over the words from some length and some value; with links, which it does not know."""
    import tantivy  # noqa: PLC0415 - may be missing

    def splitter(shortest: int, least: int) -> Parts:
        words = [word for word, value in values.items() if value >= least and len(word) >= shortest]
        entries = words + [f"{word}s" for word in words]
        split = tantivy.Filter.split_compound(entries)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(split).build()
        return lambda word: several(tuple(analyzer.analyze(word)))

    return [splitter(shortest, least) for shortest in (3, 4, 5) for least in (80, 100, 120, 140, 160)]


def hunspell_splitters(dictionary_path: str) -> list[Parts]:
    """Hunspell's fewest parts, as stems: of every word that can be a compound, or only where it lists no whole word."""
    from spylls.hunspell import Dictionary  # noqa: PLC0415 - may be missing
    from spylls.hunspell.algo.lookup import CompoundForm  # noqa: PLC0415

    lookup = Dictionary.from_files(dictionary_path).lookuper

    @cache
    def readings(word: str) -> tuple[bool, tuple[str, ...]]:
        forms = list(lookup.good_forms(word))
        compounds = [tuple(part.stem for part in form.parts) for form in forms if isinstance(form, CompoundForm)]
        return len(compounds) < len(forms), several(min(compounds, key=len, default=()))

    def new_only(word: str) -> tuple[str, ...]:
        listed, parts = readings(word)
        return () if listed else parts

    return [lambda word: readings(word)[1], new_only]


def several(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts unless there is only one: then it is no compound."""
    return parts if len(parts) > 1 else ()


def speed(parts: Parts, words: Sequence[str]) -> float:
    """Words a second."""
    started = time.perf_counter()
    for word in words:
        parts(word)
    return len(words) / (time.perf_counter() - started)


def lines(hunspell: str) -> Iterator[str]:
    """The lines of the table."""
    words = load_words()
    lemma = dictionary(words)
    first, second = read_gold()
    systems: dict[str, Callable[[], list[Parts]]] = {
        "kbsearch": lambda: [Splitter(words, lemma).parts],
        "tantivy SplitCompound": lambda: tantivy_splitters(words),
        "Hunspell compound flags": lambda: hunspell_splitters(hunspell),
    }
    yield f"{'':24} {'F1':>6} {'precision':>9} {'recall':>7} {'words/s':>9}"
    for name, make in systems.items():
        try:
            parts = tuned(make(), first, lemma)
        except (ImportError, FileNotFoundError) as error:
            yield f"{name:24} left out: {error}"
            continue
        rate = speed(parts, [word for word, _ in second])
        score = part_f1(parts, second, lemma)
        yield f"{name:24} {score.f1:6.3f} {score.precision:9.3f} {score.recall:7.3f} {rate:9,.0f}"
    everything = [*words, *(word for word, _ in first + second)]
    yield f"kbsearch on all {len(everything):,} words: {speed(Splitter(words, lemma).parts, everything):,.0f} a second"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hunspell", metavar="DIR/nl_NL", default="nl_NL", help="Dutch dictionary, without extension")
    for line in lines(options.parse_args().hunspell):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
