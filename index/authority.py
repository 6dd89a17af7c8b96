"""Missions, ministries and dossiers: names in text -> facet values. The lists lie in ``authority/*.toml``."""

import datetime
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Generic, TypeVar

from index.analysis import fold
from index.letter import Mission, Named
from index.names import name_key
from index.sentences import Sentences

V = TypeVar("V")

_FILES = ("missions.toml", "ministries.toml", "dossiers.toml")
# Spaces, hyphens and quotation marks only separate words; other signs are tokens, so that no name crosses them.
_TOKEN = re.compile(r"\w+|\n|[^\w\s\"'`´’‘‚“”„«»‹›‐‑-]")
_OFFICE = re.compile(r"(?:ministerie van|(?:ministers?|staatssecretaris(?:sen)?) (?:van|voor)|staatssecretaris) (?=.)")
_BETWEEN_OFFICES = frozenset(
    {
        "alsmede",
        "ambtgenoot",
        "ambtgenoten",
        "collega",
        "de",
        "en",
        "het",
        "mijn",
        "minister",
        "ministers",
        "onze",
        "s",
        "staatssecretaris",
        "staatssecretarissen",
        "van",
        "voor",
    }
)
"""Words that stand before and between the names of ministries where a letter speaks for several ministers."""
_LONG_STEM = 6  # letters; a shorter stem inside a word says little (Mali in normaliter)


@dataclass(frozen=True, slots=True)
class _Phrases(Generic[V]):
    """Values by sequence of words, found at a place in a text without trying each: ``lengths`` go by first word."""

    values: Mapping[tuple[str, ...], Sequence[V]]
    lengths: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[tuple[str, ...], V]]) -> "_Phrases[V]":
        values: dict[tuple[str, ...], list[V]] = {}
        lengths: dict[str, set[int]] = {}
        for words, value in pairs:
            values.setdefault(words, []).append(value)
            lengths.setdefault(words[0], set()).add(len(words))
        return cls(values, {word: sorted(found, reverse=True) for word, found in lengths.items()})

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, Sequence[V]]]:
        """The phrases that stand at ``start``, the longest first: where each ends, and its values."""
        for length in self.lengths.get(words[start], ()):
            values = self.values.get(tuple(words[start : start + length]))
            if values:
                yield start + length, values


@dataclass(frozen=True, slots=True)
class _MissionName:
    """A way to write a mission: folded ``tokens``, and what else must hold (exact words, a stem near by)."""

    id: str
    tokens: tuple[str, ...]
    exact: Sequence[str] | None = None
    near: tuple[str, ...] = ()

    def holds(self, tokens: Sequence[str], start: int, context: Sentences) -> bool:
        """True when the tokens at ``start`` are as exact as asked, and a stem stands in their ``context``."""
        if self.exact is not None:
            return tokens[start : start + len(self.exact)] == self.exact
        if not self.near:
            return True
        return any(
            f" {stem}" in words or (len(stem) >= _LONG_STEM and stem in words)
            for words in (context.at(start), context.title)
            for stem in self.near
        )


@dataclass(frozen=True, slots=True)
class _Tenure:
    """A name or title that stood for ministry ``id`` from one day to another (exclusive; None is open)."""

    id: str
    start: datetime.date
    end: datetime.date | None

    def covers(self, date: datetime.date | None) -> bool:
        if date is None:
            return self.end is None
        return self.start <= date and (self.end is None or date < self.end)


@dataclass(frozen=True, slots=True)
class _Ministry:
    """A ministry: its ``label`` today and all its names in order of time."""

    label: str
    names: tuple[tuple[str, _Tenure], ...]

    def label_at(self, date: datetime.date | None) -> str:
        if date is None:
            return self.label
        begun = [name for name, tenure in self.names if tenure.start <= date]
        return begun[-1] if begun else self.names[0][0]


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority lists. ``fingerprint`` changes with every change of them (sha256 hex of the files)."""

    fingerprint: str
    _names: tuple[tuple[str, ...], ...]
    _mission_labels: Mapping[str, str]
    _mission_keys: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str], Mapping[str, str]]
    _mission_names: _Phrases[_MissionName]
    _ministries: Mapping[str, _Ministry]
    _ministry_keys: Mapping[str, str]
    _offices: _Phrases[_Tenure]
    _dossiers: Mapping[str, str]

    def mission(self, name: str) -> Named | None:
        """The mission of this id, name or alias in any spelling; None for an unknown or ambiguous one (``EUTM``)."""
        key = name_key(name)
        found = next((keys[key] for keys in self._mission_keys if key in keys), None)
        return Named(found, self._mission_labels[found]) if found else None

    def ministry(self, name: str, date: datetime.date | None = None) -> Named | None:
        """The ministry of this id, abbreviation, (former) name or title, labelled as on ``date`` (None: today)."""
        key = name_key(name).removeprefix("de ").removeprefix("het ")
        for spelling in (key, _without_office(key)):
            known = self._ministry_keys.get(spelling)
            ids = [known] if known else _holders(self._offices.values.get(tuple(spelling.split()), ()), date)
            if ids:
                return self._named(ids[0], date)
        return None

    def ministries_in(self, heading: str, date: datetime.date | None = None) -> tuple[Named, ...]:
        """The ministries whose names or ministers' titles a heading holds: longest match, in order, each once."""
        words = name_key(heading).split()
        found: dict[str, None] = {}
        start = 0
        while start < len(words):
            end, tenures = next(self._offices.at(words, start), (start + 1, ()))
            if words[max(start - 1, 0)] != "vice":  # a vice-minister-president is of another ministry
                found.update(dict.fromkeys(_holders(tenures, date)))
            start = end
        return tuple(self._named(id_, date) for id_ in found)

    def ministries_at(self, text: str, date: datetime.date | None = None) -> tuple[Named, ...]:
        """The ministries whose ministers ``text`` begins with, one after another; nothing of what comes then."""
        words = name_key(text).split()
        found: dict[str, None] = {}
        start = 0
        while start < len(words):
            end, tenures = next(self._offices.at(words, start), (start + 1, ()))
            if not tenures and words[start] not in _BETWEEN_OFFICES:
                break
            found.update(dict.fromkeys(_holders(tenures, date)))
            start = end
        return tuple(self._named(id_, date) for id_ in found)

    def missions_in(self, text: str, title: str = "") -> tuple[Mission, ...]:
        """The missions that ``text`` names, with how often; in order of first mention. ``title`` is context only."""
        tokens = _TOKEN.findall(text)
        keys = {token: fold(token) for token in set(tokens)}
        folded = [*map(keys.__getitem__, tokens)]
        context = Sentences(tokens, title)
        firsts = self._mission_names.lengths
        found: Counter[str] = Counter()
        done = 0
        for start in [position for position, token in enumerate(folded) if token in firsts]:
            if start < done:
                continue
            for end, names in self._mission_names.at(folded, start):
                ids = [name.id for name in names if name.holds(tokens, start, context)]
                if ids:
                    found.update(dict.fromkeys(ids, 1))
                    done = end
                    break
        return tuple(Mission(id_, self._mission_labels[id_], count) for id_, count in found.items())

    def dossier_titled(self, title: str) -> str | None:
        """The number of the dossier that has or had this title; None when no dossier or several had it."""
        return self._dossiers.get(name_key(title))

    def dossiers(self) -> Collection[str]:
        """The dossiers of the list."""
        return self._dossiers.values()

    def labels(self) -> dict[str, dict[str, str]]:
        """Facet -> id -> today's label."""
        return {
            "mission": dict(self._mission_labels),
            "ministry": {id_: ministry.label for id_, ministry in self._ministries.items()},
        }

    def aliases(self) -> dict[str, dict[str, str]]:
        """Facet -> folded alias, former name or abbreviation -> id, without the ambiguous ones; keys as by `fold`."""
        offices = [(" ".join(words), tenure.id) for words, held in self._offices.values.items() for tenure in held]
        _, _, unconditional, _ = self._mission_keys
        return {
            "mission": dict(unconditional),
            "ministry": _unambiguous(offices) | dict(self._ministry_keys),
        }

    def names(self) -> tuple[tuple[str, ...], ...]:
        """For each mission and ministry all its names as they are written, today's first."""
        return self._names

    def _named(self, id_: str, date: datetime.date | None) -> Named:
        return Named(id_, self._ministries[id_].label_at(date))


def load_authority() -> Authority:
    """The authority lists of this installation."""
    folder = resources.files("index").joinpath("authority")
    data = [folder.joinpath(file).read_bytes() for file in _FILES]
    missions, ministries, dossiers = (tomllib.loads(content.decode()) for content in data)
    names = [name for mission in missions["mission"] for name in _mission_names(mission)]
    return Authority(
        fingerprint=hashlib.sha256(b"\0".join(data)).hexdigest(),
        _names=(
            *(
                (mission["name"], *filter(None, [mission.get("full_name")]), *_list(mission, "aliases"))
                for mission in missions["mission"]
            ),
            *(
                (ministry["name"], *(name["name"] for name in ministry["names"]), *ministry["abbreviations"])
                for ministry in ministries["ministry"]
            ),
        ),
        _mission_labels={mission["id"]: mission["name"] for mission in missions["mission"]},
        _mission_keys=(
            _unambiguous((name_key(mission["id"]), mission["id"]) for mission in missions["mission"]),
            _unambiguous((name_key(mission["name"]), mission["id"]) for mission in missions["mission"]),
            _unambiguous((_key(name), name.id) for name in names if not name.near),
            _unambiguous((_key(name), name.id) for name in names if name.near),
        ),
        _mission_names=_Phrases.of((name.tokens, name) for name in names),
        _ministries={ministry["id"]: _ministry(ministry) for ministry in ministries["ministry"]},
        _ministry_keys=_unambiguous(
            (name_key(key), ministry["id"])
            for ministry in ministries["ministry"]
            for key in (ministry["id"], *ministry["abbreviations"])
        ),
        _offices=_Phrases.of(_offices(ministries)),
        _dossiers=_unambiguous(
            (name_key(title), dossier["number"])
            for dossier in dossiers["dossier"]
            for title in (dossier["title"], *dossier.get("aliases", ()))
        ),
    )


def _mission_names(mission: Mapping[str, Any]) -> Iterator[_MissionName]:
    """Every way to write one mission; where a stricter rule names the same words, only that one."""
    strict = [
        *(
            _MissionName(mission["id"], _tokens(name), exact=_TOKEN.findall(name))
            for name in _list(mission, "aliases_case")
        ),
        *(
            _MissionName(mission["id"], _tokens(entry["alias"]), near=tuple(name_key(stem) for stem in entry["near"]))
            for entry in _list(mission, "aliases_context")
        ),
    ]
    yield from strict
    loose = {
        _tokens(name) for name in (mission["name"], mission.get("full_name", ""), *_list(mission, "aliases")) if name
    }
    yield from (_MissionName(mission["id"], tokens) for tokens in loose - {name.tokens for name in strict})


def _offices(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], _Tenure]]:
    """The words of every name of a ministry and every minister's title, with what it stood for, and when."""
    for ministry in data["ministry"]:
        for name in ministry["names"]:
            yield tuple(name_key(name["name"]).split()), _Tenure(ministry["id"], name["from"], name.get("to"))
    for role in data["role"]:
        words = tuple(_without_office(name_key(role["title"])).split())
        yield words, _Tenure(role["ministry"], role["from"], role.get("to"))


def _ministry(data: Mapping[str, Any]) -> _Ministry:
    names = ((name["name"], _Tenure(data["id"], name["from"], name.get("to"))) for name in data["names"])
    return _Ministry(data["name"], tuple(names))


def _holders(tenures: Sequence[_Tenure], date: datetime.date | None) -> list[str]:
    """The ministries that a name or title stood for on ``date``; else the first that it ever stood for."""
    return list(dict.fromkeys(tenure.id for tenure in tenures if tenure.covers(date))) or [t.id for t in tenures[:1]]


def _without_office(key: str) -> str:
    return key[match.end() :] if (match := _OFFICE.match(key)) else key


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(fold(token) for token in _TOKEN.findall(name))


def _key(name: _MissionName) -> str:
    return name_key(" ".join(name.tokens))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value: list[Any] = data.get(key, [])
    return value


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key -> id, without the keys that stand for more than one id."""
    ids: dict[str, set[str]] = {}
    for key, id_ in pairs:
        ids.setdefault(key, set()).add(id_)
    return {key: next(iter(found)) for key, found in ids.items() if len(found) == 1}
