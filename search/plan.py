"""A question as operators over posting arrays: what it can hit, and which letters with which scores.

A word matches a letter at several levels (exact, stem, part). Its score is the sum over the levels of ::

    weight(level) * idf(level) * sat(sum over fields of weight(field) * tf / norm(field)),
    sat(x) = (k1 + 1) x / (k1 + x)

which is BM25F (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009, 3.6) inside a level, with
norm = 1 - b + b * length / average length, and idf = ln(1 + (N - n + 1/2) / (n + 1/2)) where n counts the letters with
the term in any field (`Level.beside` has the one exception).

Every operator works on a `Frame`, the letters that are still in question, and answers with arrays of the frame's
length: nothing loops over letters, and a rare word keeps the frequent ones beside it from being scored in full.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.schema import BM25_K1
from search.postings import (
    Docs,
    Mask,
    Matches,
    Places,
    Postings,
    Scores,
    align,
    count_either,
    either,
    is_dense,
    marked,
    member,
    spread,
)

Coverage = NDArray[np.uint8]


class Collection(NamedTuple):
    """What scoring needs to know of all letters.

    ``everything`` are the letters there are, their numbers below ``size``; ``norms`` holds for each searched field
    weight / norm by letter number (float32).
    """

    size: int
    everything: Docs
    norms: tuple[Scores, ...]


class Frame(NamedTuple):
    """The letters an operator looks at; all numbers below ``size`` when ``docs`` is None."""

    size: int
    docs: Docs | None

    @property
    def length(self) -> int:
        """How many letters."""
        return self.size if self.docs is None else len(self.docs)

    def narrowed(self, places: Places) -> "Frame":
        """The letters at ``places`` of this frame."""
        return Frame(self.size, places.astype(np.uint32) if self.docs is None else self.docs.take(places))

    def of(self, values: Scores) -> Scores:
        """The values of this frame's letters, from an array by letter number."""
        return values if self.docs is None else values.take(self.docs)

    def align(self, postings: Postings) -> Scores:
        """The frequency in each letter, 0 where the term does not occur."""
        return spread(postings, self.size) if self.docs is None else align(postings, self.docs)

    def member(self, docs: Docs) -> Mask:
        """For each letter whether it is in ``docs``."""
        return marked([docs], self.size) if self.docs is None else member(self.docs, docs)


class Part(NamedTuple):
    """Arrays of one frame's length: which letters match (bool), their scores and coverage (0 where they do not)."""

    hit: Mask
    scores: Scores
    coverage: Coverage


class Level(NamedTuple):
    """One way in which a word can match: its weight, and its postings in each searched field.

    ``beside`` letters count for the idf as if they had it, too, for a level that completes another one: what a word is
    worth as a part of compounds must not depend on how few of those there are.
    """

    weight: float
    fields: tuple[Postings, ...]
    beside: int = 0

    def same(self, other: "Level") -> bool:
        """True when the other level has the same letters with the same frequencies."""
        return self.beside == other.beside and all(
            len(ours.docs) == len(theirs.docs)
            and np.array_equal(ours.docs, theirs.docs)
            and np.array_equal(ours.freqs, theirs.freqs)
            for ours, theirs in zip(self.fields, other.fields, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or pattern; it matches where one of its levels does."""

    collection: Collection
    levels: tuple[Level, ...]

    @classmethod
    def of(cls, collection: Collection, levels: Sequence[Level]) -> Self:
        """The term with levels that are the same joined into one."""
        distinct: list[Level] = []
        for level in levels:
            if distinct and level.same(distinct[-1]):
                distinct[-1] = distinct[-1]._replace(weight=distinct[-1].weight + level.weight)
            else:
                distinct.append(level)
        return cls(collection, tuple(distinct))

    def most(self) -> int:
        """At most so many letters match."""
        return min(sum(map(len, self._parts())), self.collection.size)

    def candidates(self) -> Docs | None:
        """The letters that can match; None for all."""
        return None if is_dense(self.most(), self.collection.size) else self.docs()

    def docs(self) -> Docs:
        """The letters that match."""
        return either(self._parts(), self.collection.size)

    def part(self, frame: Frame) -> Part:
        """Score the letters of a frame."""
        norms = [frame.of(norm) for norm in self.collection.norms]
        scores = np.zeros(frame.length, dtype=np.float32)
        for level in self.levels:
            if (found := self._level(level, frame, norms)) is not None:
                scores += found
        hit = scores > 0
        return Part(hit, scores, hit.view(np.uint8))

    def _level(self, level: Level, frame: Frame, norms: list[Scores]) -> Scores | None:
        present = [(postings, norm) for postings, norm in zip(level.fields, norms, strict=True) if len(postings.docs)]
        if not present:
            return None
        frequency, *others = [_times(frame.align(postings), norm) for postings, norm in present]
        for other in others:
            frequency += other
        letters = len(self.collection.everything)
        number = count_either([postings.docs for postings, _ in present], self.collection.size)
        number = min(number + level.beside, letters)
        idf = math.log(1 + (letters - number + 0.5) / (number + 0.5))
        np.divide(frequency, frequency + np.float32(BM25_K1), out=frequency)
        frequency *= np.float32(level.weight * idf * (BM25_K1 + 1))
        return frequency

    def _parts(self) -> list[Docs]:
        return [postings.docs for level in self.levels for postings in level.fields]


@dataclass(frozen=True, slots=True)
class Only:
    """A set of letters that adds nothing to the score: a filter, or a word whose score does not count."""

    docs: Docs

    def most(self) -> int:
        """So many letters match."""
        return len(self.docs)

    def candidates(self) -> Docs | None:
        """The letters that match."""
        return self.docs

    def part(self, frame: Frame) -> Part:
        """The letters of a frame that are in the set."""
        if frame.docs is self.docs:
            return _unscored(np.ones(frame.length, dtype=np.bool_))
        return _unscored(frame.member(self.docs))


@dataclass(frozen=True, slots=True)
class Except:
    """All letters that ``child`` does not match."""

    collection: Collection
    child: "Plan"

    def most(self) -> int:
        """At most so many letters match."""
        return self.collection.size

    def candidates(self) -> Docs | None:
        """All letters."""
        return None

    def part(self, frame: Frame) -> Part:
        """The letters of a frame that the child does not match."""
        hit = ~self.child.part(frame).hit
        if frame.docs is None:
            hit &= frame.member(self.collection.everything)
        return _unscored(hit)


@dataclass(frozen=True, slots=True)
class Every:
    """The letters that all children match (at least one child); scores and coverage add up."""

    children: tuple["Plan", ...]

    def most(self) -> int:
        """At most so many letters match."""
        return min(child.most() for child in self.children)

    def candidates(self) -> Docs | None:
        """The letters that can match; None for all."""
        return min(self.children, key=_most).candidates()

    def part(self, frame: Frame) -> Part:
        """Score the letters of a frame, the rarest child first."""
        places: Places | None = None
        left = frame
        first, *others = sorted(self.children, key=_most)
        hit, scores, coverage = first.part(frame)
        for child in others:
            kept = np.flatnonzero(hit)
            if len(kept) < left.length:
                scores, coverage = scores.take(kept), coverage.take(kept)
                places = kept if places is None else places.take(kept)
                left = left.narrowed(kept)
            hit, more, covered = child.part(left)
            scores, coverage = scores + more, coverage + covered
        scores, coverage = scores * hit, coverage * hit
        if places is None:
            return Part(hit, scores, coverage)
        whole = _unscored(np.zeros(frame.length, dtype=np.bool_))
        whole.hit[places] = hit
        whole.scores[places] = scores
        whole.coverage[places] = coverage
        return whole


@dataclass(frozen=True, slots=True)
class Some:
    """The letters that any child matches; scores and coverage of the matching ones add up."""

    size: int
    children: tuple["Plan", ...]

    def most(self) -> int:
        """At most so many letters match."""
        return min(sum(child.most() for child in self.children), self.size)

    def candidates(self) -> Docs | None:
        """The letters that can match; None for all."""
        if is_dense(self.most(), self.size):
            return None
        parts = [child.candidates() for child in self.children]
        known = [part for part in parts if part is not None]
        return either(known, self.size) if len(known) == len(parts) else None

    def part(self, frame: Frame) -> Part:
        """Score the letters of a frame."""
        whole = _unscored(np.zeros(frame.length, dtype=np.bool_))
        for child in self.children:
            part = child.part(frame)
            np.logical_or(whole.hit, part.hit, out=whole.hit)
            np.add(whole.scores, part.scores, out=whole.scores)
            np.add(whole.coverage, part.coverage, out=whole.coverage)
        return whole


@dataclass(frozen=True, slots=True)
class Same:
    """The letters that ``own`` or any of ``others`` match, which add ``weight`` of their scores.

    They are one thing under several names: a letter that has any of them covers the ``words`` of the question.
    """

    own: "Plan"
    others: "Plan"
    weight: float
    words: int
    size: int

    def most(self) -> int:
        """At most so many letters match."""
        return Some(self.size, (self.own, self.others)).most()

    def candidates(self) -> Docs | None:
        """The letters that can match; None for all."""
        return Some(self.size, (self.own, self.others)).candidates()

    def part(self, frame: Frame) -> Part:
        """Score the letters of a frame."""
        own, others = self.own.part(frame), self.others.part(frame)
        hit = own.hit | others.hit
        scores = own.scores + others.scores * np.float32(self.weight)
        return Part(hit, scores, hit.view(np.uint8) * np.uint8(self.words))


Plan = Term | Only | Except | Every | Some | Same


def run(plan: Plan, size: int) -> Matches:
    """The letters that match, in document order."""
    frame = Frame(size, plan.candidates())
    hit, scores, coverage = plan.part(frame)
    places = np.flatnonzero(hit)
    if len(places) == frame.length and frame.docs is not None:
        return Matches(frame.docs, scores, coverage)
    found = frame.narrowed(places).docs
    assert found is not None
    return Matches(found, scores.take(places), coverage.take(places))


def _most(plan: Plan) -> int:
    return plan.most()


def _times(frequency: Scores, norm: Scores) -> Scores:
    frequency *= norm
    return frequency


def _unscored(hit: Mask) -> Part:
    return Part(hit, np.zeros(len(hit), dtype=np.float32), np.zeros(len(hit), dtype=np.uint8))
